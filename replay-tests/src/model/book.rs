//! The core's book as the list of figures that the model writes too.
//!
//! Absent by design: reckoning; only what the book holds is put into words.

use super::figures::{Figures, add, dates_in_words, or_none, settle};
use ledger_core::book::{Book, Device, Place, Presence, Project};
use ledger_core::event::PeriodClosed;
use ledger_core::vocabulary::{Day, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Months of the base warranty under every rulebook of the generator.
const BASE_MONTHS: u32 = 12;

/// The book's figures, and what is under SSA on each of some days.
pub fn figures(book: &Book, days: &[Day]) -> Figures {
    let closings = book.closings.iter();
    let closing = |(at, closed): &(Position, PeriodClosed)| {
        (format!("closing {at}"), format!("{}, before {}", closed.name, closed.until))
    };
    let mut figures: Figures = closings.map(closing).collect();
    for project in book.projects.values() {
        let stream = project.id;
        let name =
            project.named.as_ref().map_or_else(|| "?".to_owned(), |(company, name)| format!("{company} / {name}"));
        figures.insert(format!("{stream} name"), name);
        figures.insert(format!("{stream} opened"), or_none(project.opened));
        figures.insert(format!("{stream} closed"), or_none(project.closed));
        figures.insert(format!("{stream} credits"), project.credits.to_string());
        figures.insert(format!("{stream} keys"), project.keys.len().to_string());
        days.iter().for_each(|day| coverage_on(project, *day, &mut figures));
        balances(project, &mut figures);
        project.devices.values().for_each(|device| device_figure(project, device, &mut figures));
    }
    figures
}

fn coverage_on(project: &Project, day: Day, figures: &mut Figures) {
    let (mut sums, mut is_whole) = (BTreeMap::new(), true);
    for lot in project.lots.values() {
        let at_devices = lot.holdings.iter().filter(|(place, units)| **place != Place::Free && **units > 0);
        let bound: i64 = at_devices.map(|(_, units)| *units).sum();
        if bound > 0 && lot.is_covered(day) {
            add(&mut sums, format!("{} covered on {day} {}", project.id, lot.licence.untiered()), bound);
        } else if bound > 0 && lot.licence.version.is_some() {
            is_whole = false;
        }
    }
    figures.insert(format!("{} ssa on {day}", project.id), is_whole.to_string());
    settle(figures, sums);
}

fn balances(project: &Project, figures: &mut Figures) {
    let (stream, mut sums) = (project.id, BTreeMap::new());
    for lot in project.lots.values() {
        let kind = lot.licence.untiered();
        for (place, units) in &lot.holdings {
            let word = place.word();
            add(&mut sums, format!("{stream} tier {word} {}", lot.licence), *units);
            add(&mut sums, format!("{stream} lot {} at {word}", lot.id), *units);
        }
        add(&mut sums, format!("{stream} total {kind}"), lot.units());
        add(&mut sums, format!("{stream} free {kind}"), lot.units_at(&Place::Free));
        add(&mut sums, format!("{stream} bound {kind}"), lot.units() - lot.units_at(&Place::Free));
        if lot.holdings.values().any(|units| *units > 0) {
            let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
            let licence = lot.licence.to_string();
            let look = dates_in_words(&licence, or_none(lot.first_bound), or_none(lot.anchor), &spans);
            figures.insert(format!("{stream} dates of {}", lot.id), look);
        }
    }
    places(project, &mut sums);
    for (licence, flow) in &project.flows {
        add(&mut sums, format!("{stream} owned {licence}"), flow.owned());
    }
    for (licence, owned, held) in project.unconserved() {
        add(&mut sums, format!("{stream} lost {licence}"), owned - held);
    }
    settle(figures, sums);
}

/// Units by place and licence without its tier, through the question that the rules ask. It counts every variant where
/// none is named; the generator names one wherever a family has them.
fn places(project: &Project, sums: &mut BTreeMap<String, i64>) {
    let mut asked = BTreeSet::new();
    for lot in project.lots.values() {
        let kind = lot.licence.untiered();
        for place in lot.holdings.keys() {
            let name = format!("{} at {} {kind}", project.id, place.word());
            if asked.insert(name.clone()) {
                add(sums, name, project.units_at(&kind, place));
            }
        }
    }
}

fn device_figure(project: &Project, device: &Device, figures: &mut Figures) {
    let trial = |t: &ledger_core::book::Trial| format!("{} {} [{}, {})", t.units, t.licence, t.from, t.until);
    let trials: Vec<String> = device.trial_licences.iter().map(trial).collect();
    let gone = match &device.presence {
        Presence::Here => None,
        Presence::MovedTo(stream) => Some(stream.to_string()),
        Presence::ReplacedBy(serial) => Some(serial.to_string()),
    };
    let words = format!(
        "{}, software {}, not below {}, warranty until {}, {} trials ({}), gone to {}",
        device.model,
        or_none(device.software),
        or_none(device.min_software),
        or_none(device.warranty_until(Some(BASE_MONTHS))),
        device.trials,
        trials.join(", "),
        or_none(gone),
    );
    figures.insert(format!("{} device {}", project.id, device.serial), words);
}
