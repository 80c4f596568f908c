//! Preparing a decision: what must be read for a command, folded up to its day; and why a command was refused.
//!
//! Absent by design: deciding and writing.

use super::load::{Loaded, Reach};
use super::order::Order;
use super::reach::{self, day_of};
use super::withheld;
use super::{Ledger, LedgerError, Stamp};
use crate::book::{Book, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::decide::{self, Refusal, Situation};
use crate::event::Remarks;
use crate::question::explain::{self, Told};
use crate::question::{Answer, Basis, Labels};
use crate::rule::{Finding, Rulebooks};
use crate::store::{Expect, Log};
use crate::tree::Head;
use crate::vocabulary::{Day, Hash, Position, StreamId};
use std::collections::BTreeMap;

/// Everything that a decision looks at.
pub(super) struct Prepared {
    pub(super) head: Head,
    pub(super) timeline: Timeline,
    pub(super) rulebooks: Rulebooks,
    pub(super) rulebook: Rulebook,
    pub(super) in_force: Hash,
    pub(super) book: Book,
    pub(super) day: Day,
    pub(super) withheld: Vec<Finding>,
    /// What the decision rests on.
    pub(super) expect: Expect,
    today: Day,
    versions: BTreeMap<StreamId, u64>,
    ledger_stream: StreamId,
    fresh_stream: StreamId,
    remarks: Remarks,
}

impl Prepared {
    pub(super) fn situation(&self) -> Situation<'_> {
        Situation {
            catalogue: Catalogue::shipped(),
            rulebook: &self.rulebook,
            rulebooks: &self.rulebooks,
            timeline: &self.timeline,
            book: &self.book,
            day: self.day,
            today: self.today,
            head: self.head,
            next_position: self.head.size,
            versions: &self.versions,
            ledger_stream: self.ledger_stream,
            fresh_stream: self.fresh_stream,
            remarks: &self.remarks,
        }
    }
}

impl<S: Log> Ledger<S> {
    /// Reads and folds what an order is decided on.
    pub(super) fn prepare(&self, order: &Order, head: Head, stamp: &mut Stamp<'_>) -> Result<Prepared, LedgerError> {
        let below = Position(head.size);
        let reach = self.reach_of(&order.command, below)?;
        let Loaded { timeline, rulebooks, tips, in_force, withheld, shared } = self.load(&reach, below)?;
        withheld::refuse(&order.command, order.mode, &withheld, self.ledger_stream())?;
        let day = order.day.or_else(|| day_of(&order.command, &timeline)).unwrap_or(stamp.today);
        let versions: BTreeMap<StreamId, u64> = tips.into_iter().map(|(stream, (last, _))| (stream, last)).collect();
        let whole = matches!(reach, Reach::Everything)
            || order.expect_head.is_some()
            || reach::names_its_position(&order.command);
        let expect = if whole {
            Expect::everything(head.size)
        } else {
            let looked_up = reach::subjects(&order.command).into_iter().chain(shared);
            Expect::of(head.size, versions.clone(), looked_up)
        };
        Ok(Prepared {
            expect,
            head,
            book: Book::fold(timeline.in_effect(day)),
            versions,
            rulebook: rulebooks.get(&in_force).cloned().map_or_else(|| self.rulebook(in_force), Ok)?,
            withheld: withheld::findings(&withheld, &timeline),
            timeline,
            rulebooks,
            in_force,
            day,
            today: stamp.today,
            ledger_stream: self.ledger_stream(),
            fresh_stream: StreamId((stamp.ids)()),
            remarks: order.remarks.clone(),
        })
    }

    /// Why an order is refused, down to the events: the rule, and the figure that it looked at. Absent where it is not
    /// refused, or not by a rule.
    ///
    /// # Errors
    /// Fails where the store cannot be read.
    pub fn why(&self, order: &Order, stamp: &mut Stamp<'_>) -> Result<Option<Answer>, LedgerError> {
        let prepared = self.prepare(order, self.head()?, stamp)?;
        let refused = decide::decide_carrying(&prepared.situation(), order.mode, &order.command, order.carry).err();
        let Some(grounds) = refused.as_ref().and_then(Refusal::grounds) else { return Ok(None) };
        let timeline = prepared.timeline.with(&grounds.entries);
        let told = Told {
            timeline: &timeline,
            rulebooks: &prepared.rulebooks,
            labels: &Labels::of(&Book::fold(prepared.timeline.in_effect(Day::MAX))),
            day: Day::MAX,
        };
        let basis = Basis {
            ledger: self.id(),
            as_of: Some(prepared.day),
            known_at: prepared.head.size,
            known_at_time: None,
            head: prepared.head,
            rulebook: prepared.rulebook.name().to_owned(),
            adjustments: Vec::new(),
        };
        Ok(Some(explain::refusal(&told, &grounds.finding, &grounds.entries, basis)))
    }
}
