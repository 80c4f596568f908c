//! Amendments: an act that happened otherwise is judged as what it becomes, by the rulebook that judged it.
//!
//! Most of that the rules of every event do. Here stands what a command reckons and nobody names: an interval, an end, a
//! price. A value is compared where the amendment touched what it follows from; what was recorded stays as it was. Absent by
//! design: the day of an amendment, on which nothing depends.

use super::{Case, Finding};
use crate::book::{Entry, Lot, Place};
use crate::catalogue::{Policy, Rulebook};
use crate::event::{
    CompanyAdded, Covered, DeviceReplaced, Event, LicencesConverted, LicencesUpgraded, NoteAdded, Part, ProjectOpened,
    SsaApplied, TrialIssued, WarrantyActivated,
};
use crate::rule::price::{self, Offer, Term};
use crate::rule::warranty::{extended_until, rulebook_of};
use crate::say;
use crate::vocabulary::{Credits, Day, Licence, LotId, Span, Step};

/// What an amended event breaks beyond the rules of every event; nothing for one that was not amended.
pub fn judge(case: Case<'_>) -> Vec<Finding> {
    let Some(was) = case.entry.was.as_ref().map(|was| &*was.recorded) else { return Vec::new() };
    let amended = Amended { case, was, moved: was.effective != case.entry.effective };
    match &case.entry.fact.event {
        Event::CompanyAdded(e) => amended.company(e).into_iter().collect(),
        Event::ProjectOpened(e) => amended.project(e).into_iter().collect(),
        Event::DeviceReplaced(e) => amended.replacement(e).into_iter().collect(),
        Event::LicencesConverted(e) => amended.conversion(e),
        Event::LicencesUpgraded(e) => amended.upgrade(e).into_iter().collect(),
        Event::SsaApplied(e) => amended.ssa(e),
        Event::WarrantyActivated(e) => amended.warranty(e).into_iter().collect(),
        Event::TrialIssued(e) => amended.trial(e).into_iter().collect(),
        Event::NoteAdded(e) => amended.note(e).into_iter().collect(),
        // Nothing of these is reckoned; both halves of a move are compared with each other (PRJ-5).
        Event::DeviceAdded(_)
        | Event::DeviceSoftwareChanged(_)
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
        | Event::DeviceMovedIn(_)
        | Event::KeyRedeemed(_)
        | Event::LicencesBound(_)
        | Event::LicencesReleased(_)
        | Event::LicencesTransferredOut(_)
        | Event::LicencesTransferredIn(_)
        | Event::CreditsReceived(_)
        | Event::CreditsTransferredOut(_)
        | Event::CreditsTransferredIn(_)
        | Event::ProjectClosed
        | Event::LedgerCreated(_)
        | Event::RulebookAdopted(_)
        | Event::ImportCommitted(_)
        | Event::LossAccepted(_)
        | Event::PeriodClosed(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::EventAmended(_) => Vec::new(),
    }
}

/// Whether a licence is one that an amendment brought in: it is judged as in a command, wherever the act came from.
pub fn brings(case: Case<'_>, licence: &Licence) -> bool {
    let named = |entry: &Entry| licences(&entry.fact.event).any(|named| named == licence);
    case.entry.was.as_ref().is_some_and(|was| !named(&was.recorded))
}

/// Licences that an act brings into the ledger.
fn licences(event: &Event) -> impl Iterator<Item = &Licence> {
    let items = if let Event::KeyRedeemed(redeemed) = event { &redeemed.items[..] } else { &[] };
    let trial = if let Event::TrialIssued(issued) = event { Some(&issued.licence) } else { None };
    items.iter().map(|item| &item.licence).chain(trial).chain(event.parts().into_iter().map(|part| &part.licence))
}

/// An act and what was recorded of it.
struct Amended<'a> {
    case: Case<'a>,
    was: &'a Entry,
    /// Whether its day is another one.
    moved: bool,
}

/// What a purchase or a conversion takes, as far as the rulebook tells: nothing where it does not.
type Value = Option<Credits>;

impl Amended<'_> {
    fn rulebook(&self) -> &Rulebook {
        self.case.rulebook
    }

    fn day(&self) -> Day {
        self.case.day()
    }

    fn company(&self, added: &CompanyAdded) -> Option<Finding> {
        let other = self.case.book.companies.get(&added.company)?;
        let message = say!("prj-1-ledger-knows-company-name", other = other);
        Some(Finding::error(
            "PRJ-1",
            &added.company,
            message,
            say!("prj-1-company-known-next", list = Step::ListCompanies),
        ))
    }

    fn project(&self, opened: &ProjectOpened) -> Option<Finding> {
        let Event::ProjectOpened(was) = &self.was.fact.event else { return None };
        let book = self.case.book;
        let known = book.companies.contains_key(&opened.company)
            || book.projects.values().any(|project| project.company() == Some(&opened.company));
        (was.company != opened.company && !known).then(|| {
            let message = say!("prj-1-ledger-knows-company-name-2", day = self.day());
            let add = Step::AddCompany(Some(opened.company.clone()));
            let next = say!("prj-1-company-unknown-next", add = add, list = Step::ListCompanies);
            Finding::error("PRJ-1", &opened.company, message, next)
        })
    }

    fn note(&self, note: &NoteAdded) -> Option<Finding> {
        let serial = note.serial.as_ref()?;
        self.case.book.device_anywhere(serial).is_none().then(|| {
            let message = say!("prj-1-ledger-knows-device-serial", day = self.day());
            Finding::error("PRJ-1", serial, message, say!("prj-1-device-unknown-next", list = Step::ListDevices))
        })
    }

    /// PRJ-7: a replacement moves what is there, and an amendment does not choose.
    fn replacement(&self, replaced: &DeviceReplaced) -> Option<Finding> {
        let Event::DeviceReplaced(was) = &self.was.fact.event else { return None };
        if was.parts == replaced.parts && was.old == replaced.old {
            return None;
        }
        let place = Place::Device(replaced.old.clone());
        let lots = &self.case.project()?.lots;
        let mut bound: Vec<_> = lots.values().map(|lot| (lot.id, &lot.licence, lot.units_at(&place))).collect();
        bound.retain(|(_, _, units)| *units != 0);
        let parts = replaced.parts.iter();
        let mut named: Vec<_> = parts.map(|part| (part.lot, &part.licence, part.units.signed())).collect();
        named.sort_unstable();
        (bound != named).then(|| {
            let units = |lots: &[(LotId, &Licence, i64)]| lots.iter().map(|(_, _, units)| units).sum::<i64>();
            let (there, named) = (units(&bound), units(&named));
            let message = say!("prj-7-licences-bound-replacement-names", there = there, named = named);
            Finding::error("PRJ-7", &replaced.old, message, say!("prj-7-replacement-moves-everything"))
                .figures(named, there)
        })
    }

    /// SSA-6: a conversion starts a year of SSA on its day, at the value of that year.
    fn conversion(&self, converted: &LicencesConverted) -> Vec<Finding> {
        let Event::LicencesConverted(was) = &self.was.fact.event else { return Vec::new() };
        let years = self.rulebook().integer(Policy::ConversionSsaYears, self.day());
        let granted =
            years.and_then(|years| self.day().plus_years(years)).map(|until| Span { from: self.day(), until });
        let subject = converted.parts.first().map(|changed| &changed.part.licence);
        let subject = subject.map_or_else(String::new, ToString::to_string);
        let mut found = Vec::new();
        let touches_span = self.moved || was.coverage != converted.coverage;
        if let Some(granted) = granted.filter(|granted| touches_span && *granted != converted.coverage) {
            let message = say!(
                "ssa-6-ssa-run-conversion-starts",
                coverage = converted.coverage,
                day = self.day(),
                granted = granted
            );
            found.push(Finding::error("SSA-6", &subject, message, say!("ssa-6-leave-interval-out-follows")));
        }
        let value = |changed: &crate::event::Changed| {
            let each = self.rulebook().ssc_value(&changed.becomes, self.day())?;
            let units = u64::from(changed.part.units.get());
            Credits::from_u64(u64::from(each).checked_mul(units)?.checked_mul(u64::from(years?))?)
        };
        let value = price::total(converted.parts.iter().map(value));
        let touched = self.moved || was.parts != converted.parts || was.coverage != converted.coverage;
        found.extend(priced(&subject, touched, (was.credits, converted.credits), value));
        found
    }

    /// SSA-5: a version came out on the day that the rulebook names.
    fn upgrade(&self, upgraded: &LicencesUpgraded) -> Option<Finding> {
        let Event::LicencesUpgraded(was) = &self.was.fact.event else { return None };
        if was.version_date == upgraded.version_date && was.parts == upgraded.parts {
            return None;
        }
        let mut dates = upgraded.parts.iter().filter_map(|changed| {
            let version = changed.becomes.version?;
            let known = self.rulebook().version_date(version);
            (known != upgraded.version_date).then_some((&changed.part.licence, version, known))
        });
        let (licence, version, known) = dates.next()?;
        let day = |day: Option<Day>| day.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
        let (named, known) = (day(upgraded.version_date), day(known));
        let message = say!(
            "ssa-5-version-come-out-rulebook",
            version = version,
            named = named,
            rulebook = self.rulebook().name(),
            known = known
        );
        let next = say!("ssa-5-day-next", adopt = Step::AdoptRulebook);
        Some(Finding::error("SSA-5", licence, message, next))
    }

    /// SSA-1, SSA-2: the intervals that a purchase grants follow from its lots and its term, its credits from both.
    fn ssa(&self, applied: &SsaApplied) -> Vec<Finding> {
        let Event::SsaApplied(was) = &self.was.fact.event else { return Vec::new() };
        let of_terms = |applied: &SsaApplied| {
            let lots = applied.lots.iter().map(|c| (c.part.clone(), c.span, c.late_years)).collect::<Vec<_>>();
            (applied.years, lots)
        };
        let touched = self.moved || of_terms(was) != of_terms(applied);
        let shares = |applied: &SsaApplied| applied.lots.iter().map(|covered| covered.credits).collect::<Vec<_>>();
        if !touched && was.credits == applied.credits && shares(was) == shares(applied) {
            return Vec::new();
        }
        let Some(project) = self.case.project() else { return Vec::new() };
        let (mut found, mut values) = (Vec::new(), Vec::new());
        for covered in &applied.lots {
            let Some(lot) = project.lots.get(&covered.part.lot) else { continue };
            let term = applied.years.map_or(Term::Until(covered.span.until), Term::Years);
            match price::offer(self.rulebook(), lot, covered.part.units, self.day(), term) {
                Ok(offer) => {
                    if touched {
                        found.extend(granted(lot, covered, offer));
                    }
                    values.push(offer.price.exact());
                    found.extend(share(lot, covered, offer));
                }
                Err(finding) => found.push(finding),
            }
        }
        let value = price::total(values);
        let subject = applied.lots.first().map_or_else(|| project.name(), |covered| covered.part.licence.to_string());
        found.extend(priced(&subject, touched, (was.credits, applied.credits), value));
        let sum = price::total(applied.lots.iter().map(|covered| covered.credits));
        if let Some(sum) = sum.filter(|sum| Some(*sum) != applied.credits) {
            let said = applied.credits.map_or_else(|| "none".to_owned(), |credits| credits.to_string());
            let message = say!("ssa-2-lots-take-credits-all", sum = sum, said = said);
            found.push(Finding::error("SSA-2", &subject, message, say!("ssa-2-name-agrees-take-shares")));
        }
        found
    }

    /// WAR-7: the end follows from the day of purchase and the years, by the rulebook of the device.
    fn warranty(&self, activated: &WarrantyActivated) -> Option<Finding> {
        let Event::WarrantyActivated(was) = &self.was.fact.event else { return None };
        let (now, before) = (&activated.extension, &was.extension);
        if now.until == before.until && now.years == before.years {
            return None;
        }
        let device = self.case.book.device(&activated.serial)?.1;
        let (rulebook, purchased) = (rulebook_of(self.case.rulebooks, device), device.purchased?);
        let until = extended_until(rulebook, purchased, now.years, purchased)?;
        (now.until != Some(until)).then(|| {
            let said = now.until.map_or_else(|| say!("on-unknown-day"), |until| say!("on-day", day = until));
            let message =
                say!("war-7-warranty-end-purchase-extension", said = said, purchased = purchased, until = until);
            Finding::error("WAR-7", &activated.serial, message, say!("war-7-leave-end-out-follows"))
        })
    }

    /// PRJ-8: a trial runs for the months that the rulebook grants.
    fn trial(&self, issued: &TrialIssued) -> Option<Finding> {
        let Event::TrialIssued(was) = &self.was.fact.event else { return None };
        if !self.moved && was.until == issued.until {
            return None;
        }
        let months = self.rulebook().integer(Policy::TrialMonths, self.day())?;
        let until = self.day().plus_months(months).filter(|until| *until != issued.until)?;
        let message = say!("prj-8-run-until-trial-runs", until = issued.until, day = self.day(), until2 = until);
        Some(Finding::error("PRJ-8", &issued.serial, message, say!("prj-8-leave-end-out-follows")))
    }
}

/// What a lot gets by its term, against what the event says.
fn granted(lot: &Lot, covered: &Covered, offer: Offer) -> Option<Finding> {
    let Covered { span, late_years, part, .. } = covered;
    let Part { lot: id, .. } = part;
    if *span != offer.span {
        let message = say!("ssa-2-lot-covered-term-gives", id = id, span = span, span2 = offer.span);
        return Some(Finding::error("SSA-2", &lot.licence, message, say!("ssa-2-change-years-every-interval")));
    }
    (*late_years != offer.late_years).then(|| {
        let message = say!("ssa-4-years-lot-late", late_years = late_years, id = id, late_years2 = offer.late_years);
        Finding::error("SSA-4", &lot.licence, message, say!("ssa-4-name-years-passed"))
    })
}

/// A lot's share in the price, where the event names one, against the rulebook's.
fn share(lot: &Lot, covered: &Covered, offer: Offer) -> Option<Finding> {
    let (said, value) = (covered.credits?, offer.price.exact()?);
    (said != value).then(|| {
        let message = say!("ssa-2-lot-take-credits-rulebook", lot = covered.part.lot, said = said, value = value);
        let next = say!("ssa-2-name-rulebooks-value-take");
        Finding::error("SSA-2", &lot.licence, message, next).figures(said.signed(), value.signed())
    })
}

/// What an act takes against the rulebook's value: credits that the amendment leaves as they were must still be the value of
/// what the act becomes, and none are not taken where there is a value. Others that it names are what SSA-12 says of any act.
fn priced(subject: &str, touched: bool, credits: (Value, Value), value: Value) -> Option<Finding> {
    let ((before, now), value) = (credits, value?);
    let named = before != now;
    if now == Some(value) || !(named || touched) {
        return None;
    }
    let next = say!("ssa-2-name-credits", value = value);
    match now {
        Some(_) if named => None,
        Some(said) => {
            let message = say!("ssa-2-take-credits-rulebook", said = said, value = value);
            Some(Finding::error("SSA-2", subject, message, next).figures(said.signed(), value.signed()))
        }
        None => {
            let message = say!("ssa-12-take-credits-rulebook", value = value);
            Some(Finding::error("SSA-12", subject, message, next))
        }
    }
}
