//! Positions, streams and times: dense, each event behind its predecessor, never recorded before it.
//!
//! Absent by design: the tree over the events.

use super::walk::{Walk, wrong};
use crate::event::seal::Sealed;
use crate::rule::Finding;
use crate::vocabulary::{Day, Hash, Position};

/// Microseconds by which a recorded time may lie ahead of today's: a day, since clocks and zones differ.
const AHEAD: i64 = 86_400_000_000;

impl Walk {
    pub(super) fn position(&mut self, at: Position) {
        if at.0 != self.next {
            self.findings.push(wrong("INT-GAP", at, format!("position {} should come here", self.next)));
        }
        self.next = self.next.max(at.0.saturating_add(1));
    }

    pub(super) fn chain(&mut self, sealed: &Sealed) {
        let header = &sealed.header;
        let (version, hash, before) = self.tips.get(&header.stream).copied().unwrap_or((0, Hash::ZERO, None));
        let follows = version.checked_add(1) == Some(header.version) && header.previous == hash;
        if !follows && !self.doubtful.contains(&header.previous) {
            let message = format!("it does not follow version {version} of its stream");
            // Which of the two is not what it was, their hashes cannot tell.
            let events = before.into_iter().chain([sealed.position]).collect();
            self.findings.push(Finding { events, ..wrong("INT-CHAIN", sealed.position, message) });
        }
        self.tips.insert(header.stream, (header.version, sealed.hash, Some(sealed.position)));
    }

    /// A recorded time is one that a ledger can speak about, not before that of the event before, and no time to come.
    pub(super) fn time(&mut self, at: Position, recorded: i64) {
        if recorded < self.recorded {
            self.findings.push(wrong("INT-TIME", at, "it was recorded before the event that precedes it"));
        }
        if Day::of_utc(recorded).is_none() {
            let message = format!("its recorded time, {recorded} µs, is none between {} and {}", Day::MIN, Day::MAX);
            self.findings.push(wrong("INT-TIME", at, message));
        } else if self
            .now
            .is_some_and(|now| recorded > now.saturating_add(AHEAD) && self.recorded <= now.saturating_add(AHEAD))
        {
            let when = crate::question::record::recorded_text(recorded);
            let message =
                format!("from here on it is recorded at {when} and later, which lies ahead of this machine's clock");
            let mut finding = wrong("INT-TIME", at, message).as_warning();
            finding.next =
                "set the clock right; what is recorded next counts on from there, and `--known-at` a time of \
                            today leaves it out: name a position"
                    .into();
            self.findings.push(finding);
        }
        if Day::of_utc(recorded).is_some() {
            self.recorded = self.recorded.max(recorded);
        }
    }
}
