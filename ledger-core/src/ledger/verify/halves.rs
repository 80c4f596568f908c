//! What goes from one project to another: both halves stand in one command and say the same, so that nothing appears or
//! vanishes between two streams.
//!
//! Absent by design: moves that a correction left on one side only (a rule names those).

use super::walk::{Walk, wrong};
use crate::book::{Entry, Timeline};
use crate::event::{Arriving, Event, Leaving};
use crate::vocabulary::{Licence, LotId};

/// Which way a half goes.
enum Half {
    Out,
    In,
}

fn half(event: &Event) -> Option<Half> {
    let kind = event.kind();
    if kind.ends_with("-out") {
        return Some(Half::Out);
    }
    kind.ends_with("-in").then_some(Half::In)
}

impl Walk {
    pub(super) fn check_halves(&mut self, timeline: &Timeline) {
        let mut entries: Vec<&Entry> =
            timeline.entries().iter().filter(|entry| half(&entry.fact.event).is_some()).collect();
        entries.sort_by_key(|entry| entry.position);
        let mut waiting: Vec<&Entry> = Vec::new();
        let mut findings = Vec::new();
        let alone = |entry: &Entry| {
            let message = "the other half of the move is not in the same command".to_owned();
            wrong("INT-MOVE", entry.position, message)
        };
        for entry in entries {
            let (stay, gone): (Vec<&Entry>, Vec<&Entry>) =
                waiting.into_iter().partition(|out| self.same_act(out, entry));
            findings.extend(gone.into_iter().filter(|out| self.is_known_around(out)).map(alone));
            waiting = stay;
            match half(&entry.fact.event) {
                Some(Half::Out) => waiting.push(entry),
                Some(Half::In) => match waiting.iter().position(|out| faces(out, entry)) {
                    Some(place) => {
                        let out = waiting.remove(place);
                        if let Some(what) = differs(&out.fact.event, &entry.fact.event) {
                            let message = format!("{what} arrived otherwise than event {} says it left", out.position);
                            findings.push(wrong("INT-MOVE", entry.position, message));
                        }
                    }
                    None if self.is_known_around(entry) => findings.push(alone(entry)),
                    None => {}
                },
                None => {}
            }
        }
        findings.extend(waiting.into_iter().filter(|out| self.is_known_around(out)).map(alone));
        self.findings.extend(findings);
    }

    /// Whether two events come from one command; an import's are all of one request, in batches side by side.
    fn same_act(&self, first: &Entry, second: &Entry) -> bool {
        let batch = |entry: &Entry| self.batches.partition_point(|batch| batch.last < entry.position);
        let (a, b) = (batch(first), batch(second));
        let request = |place: usize| self.batches.get(place).map(|batch| batch.request);
        a == b || a + 1 == b && request(a) == request(b)
    }

    /// Whether the neighbours of an event are known, one of which would be its other half.
    fn is_known_around(&self, entry: &Entry) -> bool {
        let at = entry.position.0;
        [at.checked_sub(1), at.checked_add(1)]
            .into_iter()
            .flatten()
            .all(|next| !self.unknown.contains(&crate::vocabulary::Position(next)))
    }
}

/// Whether a half that arrives is of the kind and between the projects of one that left.
fn faces(out: &Entry, into: &Entry) -> bool {
    let kind = out.fact.event.kind().strip_suffix("-out") == into.fact.event.kind().strip_suffix("-in");
    let names = |entry: &Entry| entry.fact.event.counterpart().map(|other| other.stream);
    kind && names(out) == Some(into.stream) && names(into) == Some(out.stream) && out.effective == into.effective
}

/// What did not arrive as it left.
fn differs(out: &Event, into: &Event) -> Option<&'static str> {
    match (out, into) {
        (Event::CreditsTransferredOut(out), Event::CreditsTransferredIn(into)) => {
            (out.credits != into.credits).then_some("another number of credits")
        }
        (Event::LicencesTransferredOut(out), Event::LicencesTransferredIn(into)) => {
            (left(&out.lots) != came(&into.lots)).then_some("licences")
        }
        (Event::DeviceMovedOut(out), Event::DeviceMovedIn(into)) => {
            let device = out.serial != into.device.serial;
            (device || left(&out.lots) != came(&into.lots)).then_some("the device or what is bound to it")
        }
        _ => None,
    }
}

type Moved<'a> = Vec<(LotId, &'a Licence, u32)>;

fn left(lots: &[Leaving]) -> Moved<'_> {
    let mut lots: Moved<'_> = lots.iter().map(|lot| (lot.lot, &lot.licence, lot.units.get())).collect();
    lots.sort();
    lots
}

fn came(lots: &[Arriving]) -> Moved<'_> {
    let mut lots: Moved<'_> = lots.iter().map(|lot| (lot.was, &lot.licence, lot.units.get())).collect();
    lots.sort();
    lots
}
