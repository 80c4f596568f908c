//! Heads: the tree over the stored hashes against the stored head, the pin, and the heads that events name.
//!
//! Absent by design: where a pin comes from.

use super::walk::{Walk, wrong};
use crate::rule::Finding;
use crate::say;
use crate::tree::{Frontier, Head};
use crate::vocabulary::{Hash, Position, Step};
use std::collections::BTreeMap;

impl Walk {
    /// Whether the stored hashes of all events before a position are those of their fields.
    fn reads_all_before(&self, size: u64) -> bool {
        let withheld = |at: &Position| self.withheld.binary_search_by_key(at, |sealed| sealed.position).is_ok();
        self.unknown.range(..Position(size)).all(withheld)
    }

    /// Compares the stored head with the tree over the hashes.
    pub(super) fn check_stored(&mut self, stored: Option<Head>, head: Head) {
        if let Some(stored) = stored.filter(|stored| *stored != head) {
            let message = format!("the stored head {stored} is not that of the events, {head}");
            self.findings.push(Finding::error("INT-TREE", "tree", message, "find out who changed events or the head"));
        }
    }

    /// The tree at every size that somebody names, in one go.
    pub(super) fn check_heads(&mut self, stored: Option<Head>, pin: Option<Head>) {
        let mut wanted: BTreeMap<u64, Hash> = self.heads.iter().map(|(head, ..)| (head.size, Hash::ZERO)).collect();
        wanted.extend(self.losses.iter().map(|loss| (loss.pinned.size, Hash::ZERO)));
        wanted.extend(pin.iter().map(|pin| (pin.size, Hash::ZERO)));
        let mut frontier = Frontier::new();
        let mut note = |frontier: &Frontier| {
            if let Some(root) = wanted.get_mut(&frontier.size()) {
                *root = frontier.head().root;
            }
        };
        note(&frontier);
        for leaf in &self.leaves {
            frontier.push(*leaf);
            note(&frontier);
        }
        let head = frontier.head();
        let is = |named: Head| named.size <= head.size && wanted.get(&named.size) == Some(&named.root);
        for (named, at, code, what) in std::mem::take(&mut self.heads) {
            // A hash that cannot be trusted makes another tree of it, and is named itself.
            if !is(named) && self.reads_all_before(named.size) {
                self.findings.push(wrong(code, at, format!("{what} is not {named}, as it says")));
            }
        }
        // What is still there from the beginning was not lost.
        let needless = self.losses.iter().filter(|loss| loss.position.0 >= loss.pinned.size && is(loss.pinned));
        let forged = needless.map(|loss| {
            let message =
                format!("nothing was lost: the tree of {} events, which it says was lost, is here", loss.pinned.size);
            wrong("INT-LOSS", loss.position, message)
        });
        let forged: Vec<Finding> = forged.collect();
        self.findings.extend(forged);
        self.check_stored(stored, head);
        if let Some(pin) = pin.filter(|pin| !is(*pin)) {
            let message = format!("{} events were seen here before, this is not the same ledger any more", pin.size);
            let next = say!("int-pin-next", accept = Step::AcceptLoss);
            self.findings.push(Finding::error("INT-PIN", "pin", message, next));
        }
    }
}
