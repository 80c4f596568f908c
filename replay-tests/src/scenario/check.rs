//! Comparing what a scenario expects with what a world shows.
//!
//! Absent by design: stopping at the first difference; each expectation is answered for itself.

use super::expect::LotDates;
use super::{Balance, Expectation, LotSeen, Moment, Outcome, Picture, Then, World};
use std::collections::BTreeSet;

/// What is known after the last step.
pub(super) struct After {
    /// The answer to it; absent where there was none.
    pub(super) outcome: Option<Outcome>,
    /// The ledger's head before it.
    pub(super) head: String,
    /// The day of the last step.
    pub(super) today: String,
}

/// Whether an expectation holds.
pub(super) fn check(then: &Then, after: &After, world: &mut dyn World) -> Result<(), String> {
    use Expectation as E;
    match &then.what {
        E::Accepted | E::Refused(_) | E::NotFound | E::Usage | E::Conflict | E::Says(_) => {
            let outcome = after.outcome.as_ref().ok_or("there is no step under `when`")?;
            answered(&then.what, outcome)
        }
        E::HeadUnchanged => equal("the head", &world.head()?, &after.head),
        E::Tiers(licence, units, split) => equal("the tiers", &world.kind(licence, *units)?.split, split),
        E::Counts(licence, unit) => equal("the unit", &world.kind(licence, 1)?.unit, unit),
        E::Serves(licence, words) => equal("what it serves", &world.kind(licence, 1)?.serves, words),
        E::Includes(licence, families) => {
            let parts = world.kind(licence, 1)?.parts;
            let missing: Vec<&String> = families.iter().filter(|family| !parts.contains(family)).collect();
            if missing.is_empty() { Ok(()) } else { Err(format!("{licence} includes {parts:?}, not {missing:?}")) }
        }
        E::Finding { .. }
        | E::NoFinding(_)
        | E::Balance { .. }
        | E::Credits(..)
        | E::Lot { .. }
        | E::Lots(..)
        | E::Coverage { .. }
        | E::Warranty(..)
        | E::Minimum(..)
        | E::Due(..)
        | E::DueNotice(..)
        | E::Recorded(..) => shown(&then.what, &world.picture(&moment(&then.moment, after)?)?, &day(then, after)),
    }
}

fn day(then: &Then, after: &After) -> String {
    then.moment.as_of.clone().unwrap_or_else(|| after.today.clone())
}

/// The moment with `known before` as a number; the day stays open where none is named, so that the world answers for
/// its own today.
fn moment(moment: &Moment, after: &After) -> Result<Moment, String> {
    if !moment.before {
        return Ok(moment.clone());
    }
    let size = after.head.split(' ').next().and_then(|size| size.parse().ok());
    let known_at = Some(size.ok_or_else(|| format!("the head has no size: {}", after.head))?);
    Ok(Moment { known_at, ..moment.clone() })
}

fn answered(what: &Expectation, outcome: &Outcome) -> Result<(), String> {
    let holds = match (what, outcome) {
        (Expectation::Accepted, Outcome::Accepted)
        | (Expectation::NotFound, Outcome::Missing(_))
        | (Expectation::Usage, Outcome::Usage(_))
        | (Expectation::Conflict, Outcome::Conflict(_)) => true,
        (Expectation::Refused(code), Outcome::Refused(given, _)) => code == given,
        (Expectation::Says(text), outcome) => outcome.said().to_lowercase().contains(&text.to_lowercase()),
        _ => false,
    };
    if holds { Ok(()) } else { Err(format!("expected {what:?}, the answer is {outcome}")) }
}

fn equal<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, expected: &T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, found {found:?}")) }
}

fn shown(what: &Expectation, picture: &Picture, day: &str) -> Result<(), String> {
    use Expectation as E;
    match what {
        E::Finding { rule, severity, subject } => {
            let matches = |seen: &&super::Seen| {
                seen.rule == *rule
                    && severity.as_ref().is_none_or(|wanted| *wanted == seen.severity)
                    && subject.as_ref().is_none_or(|wanted| seen.subject.contains(wanted))
            };
            let found = picture.findings.iter().find(matches);
            found.map(|_| ()).ok_or_else(|| format!("no such finding; there are {:?}", picture.findings))
        }
        E::NoFinding(rule) => {
            let found = picture.findings.iter().find(|seen| rule.as_ref().is_none_or(|rule| *rule == seen.rule));
            found.map_or(Ok(()), |seen| Err(format!("found {seen:?}")))
        }
        E::Balance { project, licence, balance, covered } => {
            let found = picture.balances.get(&(project.clone(), licence.clone())).copied().unwrap_or_default();
            let found = if *covered { found } else { Balance { covered: 0, ..found } };
            equal(&format!("{licence} in {project}"), &found, balance)
        }
        E::Credits(project, credits) => {
            let found = picture.credits.get(project).copied().unwrap_or_default();
            equal(&format!("credits of {project}"), &found, credits)
        }
        E::Lot { project, licence, place, units, dates } => {
            let matches = |lot: &&LotSeen| {
                lot.project == *project
                    && lot.licence == *licence
                    && lot.place == *place
                    && lot.units == *units
                    && dated(lot, dates)
            };
            let found = picture.lots.iter().find(matches);
            found.map(|_| ()).ok_or_else(|| format!("no such lot; there are {:#?}", picture.lots))
        }
        E::Lots(project, licence, count) => {
            let of = |lot: &&LotSeen| lot.project == *project && untiered(&lot.licence) == *licence;
            let names: BTreeSet<&String> = picture.lots.iter().filter(of).map(|lot| &lot.lot).collect();
            equal(&format!("number of lots ({names:?})"), &names.len(), count)
        }
        E::Coverage { project, lacks } => coverage(picture, project, lacks.as_deref(), day),
        E::Warranty(serial, until) => {
            let found = picture.warranties.get(serial).ok_or_else(|| format!("no warranty is shown for {serial}"))?;
            equal(&format!("warranty of {serial}"), found, until)
        }
        E::Minimum(serial, minimum) => {
            let found = picture.minimums.get(serial).ok_or_else(|| format!("no device {serial} is shown"))?;
            equal(&format!("least software of {serial}"), found, minimum)
        }
        E::Due(end, expected) if end.is_among(&picture.due) == *expected => Ok(()),
        E::Due(..) => Err(format!("due are {:#?}", picture.due)),
        E::DueNotice(rule, subject) => {
            let found = picture.ahead.iter().find(|seen| seen.rule == *rule && seen.subject == *subject);
            found.map(|_| ()).ok_or_else(|| format!("no such notice; there are {:?}", picture.ahead))
        }
        E::Recorded(kind, text) => {
            let holds = |(found, payload): &&(String, String)| {
                found == kind && text.as_ref().is_none_or(|text| payload.contains(text.as_str()))
            };
            let found = picture.events.iter().find(holds);
            let kinds: Vec<&(String, String)> = picture.events.iter().filter(|(found, _)| found == kind).collect();
            found.map(|_| ()).ok_or_else(|| format!("no such event; of that kind: {kinds:?}"))
        }
        E::Accepted
        | E::Refused(_)
        | E::NotFound
        | E::Usage
        | E::Conflict
        | E::Says(_)
        | E::HeadUnchanged
        | E::Tiers(..)
        | E::Counts(..)
        | E::Serves(..)
        | E::Includes(..) => Err("is not seen in a picture".to_owned()),
    }
}

fn dated(lot: &LotSeen, dates: &LotDates) -> bool {
    dates.first_bound.as_ref().is_none_or(|wanted| *wanted == lot.first_bound)
        && dates.spans.as_ref().is_none_or(|wanted| *wanted == lot.spans)
}

/// The name without its tier: `PBX-Port12%500` counts as `PBX-Port12`.
fn untiered(licence: &str) -> &str {
    licence.split('%').next().unwrap_or(licence)
}

/// SSA-9: every licence with a version that is bound in the project is covered on the day. What the ledger answers
/// must be what its lots say.
fn coverage(picture: &Picture, project: &str, lacks: Option<&str>, day: &str) -> Result<(), String> {
    let covers = |(from, until): &(String, String)| from.as_str() <= day && day < until.as_str();
    let has_version = |lot: &&LotSeen| untiered(&lot.licence).ends_with(|c: char| c.is_ascii_digit());
    let bound = picture.lots.iter().filter(|lot| lot.project == project && lot.place != "free").filter(has_version);
    let uncovered: Vec<&LotSeen> = bound.filter(|lot| !lot.spans.iter().any(covers)).collect();
    let lots: BTreeSet<String> = uncovered.iter().map(|lot| lot.lot.clone()).collect();
    let told = picture.preventing.get(project).cloned().unwrap_or_default();
    equal("the lots that are said to prevent it", &told, &lots)?;
    let missing: BTreeSet<&str> = uncovered.iter().map(|lot| untiered(&lot.licence)).collect();
    match lacks {
        None if missing.is_empty() => Ok(()),
        Some(licence) if missing.contains(licence) => Ok(()),
        _ => Err(format!("on {day} SSA is lacking for {missing:?}")),
    }
}
