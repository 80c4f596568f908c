//! Which lots an act takes, by the order that it names, reckoned anew from the dates of each lot.
//!
//! Absent by design: what may be taken at all.

use super::row::{Row, inner, list, number, optional_text, text};
use super::unit::{FREE, Unit};
use super::{Date, Mistake, Model, untiered};
use ledger_core::decide::{Choice, Command, Pick, SsaTarget, Take};
use serde_json::Value;

/// A lot that could give units.
struct Candidate<'a> {
    unit: &'a Unit,
    units: i64,
}

/// A lot's number: the event that made it, and its part.
type Origin = (u64, u64);

/// Where a lot stands in an order: what is preferred, the last lot that it waits for, the base before the tiers, then the
/// lot that came first.
type Place = ((u8, String), Origin, u32, Origin);

impl Candidate<'_> {
    fn end(&self) -> Option<Date> {
        self.unit.dates.coverage.iter().map(|(_, until)| *until).max()
    }

    fn origin(&self) -> Origin {
        let mut numbers = self.unit.lot.split('.').filter_map(|number| number.parse().ok());
        (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
    }

    /// The floor of its price tier, 0 for the base.
    fn tier(&self) -> u32 {
        let floor = self.unit.licence.split_once('%').map_or("", |(_, floor)| floor);
        floor.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or_default()
    }

    fn looks_like(&self, other: &Candidate<'_>) -> bool {
        let (one, two) = (&self.unit.dates, &other.unit.dates);
        (one.first_bound, &one.coverage) == (two.first_bound, &two.coverage)
    }

    /// What an order prefers on a day: SSA that is over, or has not begun, is none.
    fn preferred(&self, pick: Pick, day: Date, mistake: Option<Mistake>) -> (u8, String) {
        let counts = mistake == Some(Mistake::LapsedIsCovered) || self.unit.dates.cover(day);
        let end = self.end().filter(|_| counts).map(|end| end.to_string());
        match pick {
            Pick::OldestSsa => end.map_or((1, String::new()), |end| (0, end)),
            Pick::NewestSsa => end.map_or((1, String::new()), |end| (0, backwards(&end))),
            Pick::Fifo => (0, String::new()),
        }
    }
}

/// A day in words of which the later sorts first.
fn backwards(day: &str) -> String {
    day.chars().map(|c| c.to_digit(10).and_then(|digit| char::from_digit(9 - digit, 10)).unwrap_or(c)).collect()
}

/// What a command takes, and how it chooses. SSA for some units of a licence has no choice but the order in which they
/// came; only units of one device are looked at.
pub(super) fn taken(command: &Command) -> Option<Take> {
    match command {
        Command::ApplySsa { target: SsaTarget::Type { licence, units: Some(units), serial: Some(_) }, .. } => {
            Some(Take { licence: licence.clone(), units: *units, choice: Choice::Pick(Pick::Fifo) })
        }
        Command::Bind { take, .. }
        | Command::Release { take, .. }
        | Command::Convert { take, .. }
        | Command::Upgrade { take, .. }
        | Command::TransferLicences { take, .. } => Some(take.clone()),
        _ => None,
    }
}

impl Model {
    /// Compares the lots of an act with those that its order of choice names.
    ///
    /// # Errors
    /// Names both.
    pub(super) fn check_choice(&self, row: &Row, take: &Take) -> Result<(), String> {
        let Some((place, parts)) = parts(row)? else { return Ok(()) };
        let mut candidates = self.candidates(&row.stream, place, &take.licence.to_string());
        let (wanted, there) = (i64::from(take.units.get()), candidates.iter().map(|lot| lot.units).sum::<i64>());
        let is_owed = |candidate: &Candidate<'_>| candidate.units < 0 || self.units.began_owed(candidate.unit);
        if wanted > there || candidates.iter().any(is_owed) {
            return Ok(());
        }
        match take.choice {
            Choice::Lot(lot) => candidates.retain(|candidate| candidate.unit.lot == lot.to_string()),
            Choice::Pick(pick) => candidates = self.in_order(candidates, pick, row.effective),
            Choice::Open if wanted == there || alike(&candidates) => {
                candidates = self.in_order(candidates, Pick::Fifo, row.effective);
            }
            Choice::Open => return Err(format!("{take:?} chose among lots of different dates (LOT-CHOICE)")),
        }
        let mut left = wanted;
        let mut expected = Vec::new();
        for candidate in candidates.iter().filter(|candidate| candidate.units > 0) {
            let units = candidate.units.min(left);
            left -= units;
            expected.extend((units > 0).then(|| (candidate.unit.lot.clone(), units)));
        }
        let mut stored = Vec::new();
        for part in parts {
            stored.push((text(part, "lot")?.to_owned(), number(part, "units")?));
        }
        if wanted == there {
            expected.sort();
            stored.sort();
        }
        if stored == expected {
            Ok(())
        } else {
            let held: Vec<String> =
                candidates.iter().map(|c| format!("{} {} {:?}", c.unit.lot, c.unit.licence, c.end())).collect();
            Err(format!("{take:?} on {} took {stored:?}, the model says {expected:?} of {held:?}", row.effective))
        }
    }

    /// How many units an act takes, by the looks of the lots that they belong to.
    ///
    /// # Errors
    /// Says what its payload lacks.
    pub fn looks_of(&self, row: &Row) -> Result<Vec<(String, i64)>, String> {
        let Some((_, parts)) = parts(row)? else { return Ok(Vec::new()) };
        let look = |part: &&Value| -> Result<(String, i64), String> {
            let portion = super::portion(&row.stream, part)?;
            let (licence, dates) = self.units.known(portion);
            Ok((format!("{licence} {:?} {:?}", dates.first_bound, dates.coverage), number(part, "units")?))
        };
        parts.iter().map(look).collect()
    }

    /// Lots in an order: by what it prefers, then in the order in which they came; but units of a tier wait for all that
    /// differ from them in nothing but a lower tier.
    fn in_order<'a>(&self, candidates: Vec<Candidate<'a>>, pick: Pick, day: Date) -> Vec<Candidate<'a>> {
        let place = |candidate: &Candidate<'_>| -> Place {
            let tier = if self.mistake == Some(Mistake::TierBeforeBase) { 0 } else { candidate.tier() };
            let waits = candidates.iter().filter(|other| other.tier() < tier && other.looks_like(candidate));
            let last = waits.map(Candidate::origin).max().unwrap_or_default().max(candidate.origin());
            (candidate.preferred(pick, day, self.mistake), last, tier, candidate.origin())
        };
        let mut placed: Vec<(Place, usize)> = candidates.iter().map(&place).zip(0..).collect();
        placed.sort();
        let mut taken: Vec<Option<Candidate<'a>>> = candidates.into_iter().map(Some).collect();
        placed.into_iter().filter_map(|(_, at)| taken.get_mut(at).and_then(Option::take)).collect()
    }

    /// Lots of a licence at a place; the name without a tier means every tier.
    fn candidates(&self, stream: &str, place: &str, licence: &str) -> Vec<Candidate<'_>> {
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for unit in self.units.all.iter().filter(|unit| unit.project == stream && unit.place.as_deref() == Some(place))
        {
            if unit.licence != licence && untiered(&unit.licence) != licence {
                continue;
            }
            match candidates.iter_mut().find(|candidate| candidate.unit.lot == unit.lot) {
                Some(candidate) => candidate.units += unit.worth,
                None => candidates.push(Candidate { unit, units: unit.worth }),
            }
        }
        candidates
    }

    /// Whether a refused choice was none: all lots that could give the units are alike, or all is taken.
    ///
    /// # Errors
    /// Says that nothing had to be asked.
    pub(super) fn check_asked(&self, stream: &str, place: &str, take: &Take) -> Result<(), String> {
        let candidates = self.candidates(stream, place, &take.licence.to_string());
        let there: i64 = candidates.iter().map(|candidate| candidate.units).sum();
        let owes = candidates.iter().any(|candidate| candidate.units < 0);
        if !owes && (alike(&candidates) || there == i64::from(take.units.get())) {
            let held: Vec<String> = candidates.iter().map(|c| format!("{:?}", c.unit)).collect();
            return Err(format!("{take:?} was refused for its choice, the model says that there is none: {held:?}"));
        }
        Ok(())
    }
}

fn alike(candidates: &[Candidate<'_>]) -> bool {
    let mut given = candidates.iter().filter(|candidate| candidate.units > 0).map(|candidate| &candidate.unit.dates);
    let first = given.next();
    given.all(|dates| Some(dates) == first)
}

/// The place that an act takes units from, and its parts.
fn parts(row: &Row) -> Result<Option<(&str, Vec<&Value>)>, String> {
    let payload = &row.payload;
    Ok(match row.kind.as_str() {
        "licences-bound" => Some((FREE, list(payload, "parts")?.iter().collect())),
        "licences-released" => Some((text(payload, "serial")?, list(payload, "parts")?.iter().collect())),
        "licences-converted" | "licences-upgraded" => {
            let place = optional_text(payload, "serial").unwrap_or(FREE);
            let parts = list(payload, "parts")?.iter().map(|changed| inner(changed, "part"));
            Some((place, parts.collect::<Result<_, _>>()?))
        }
        "ssa-applied" => {
            let lots = list(payload, "lots")?;
            let place = lots.first().and_then(|lot| optional_text(lot, "serial")).unwrap_or(FREE);
            Some((place, lots.iter().map(|lot| inner(lot, "part")).collect::<Result<_, _>>()?))
        }
        "licences-transferred-out" => Some((FREE, list(payload, "lots")?.iter().collect())),
        _ => None,
    })
}
