//! Documents: each is what its hash says, each that an event names is there, and no other.
//!
//! Absent by design: what stands in them.

use super::walk::{Walk, wrong};
use crate::ledger::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::Store;
use crate::vocabulary::Hash;

impl<S: Store> Ledger<S> {
    /// Gives the number of documents.
    pub(super) fn check_documents(&self, walk: &mut Walk) -> Result<usize, LedgerError> {
        let stored =
            walk.readable("INT-DOCUMENT", "documents", self.store.documents(None, usize::MAX))?.unwrap_or_default();
        let kept =
            std::mem::take(&mut walk.profiles).into_iter().filter(|(hash, _)| stored.binary_search(hash).is_ok());
        for (profile, at) in kept.collect::<Vec<_>>() {
            walk.documents.entry(profile).or_insert(at);
        }
        for (hash, at) in &walk.documents.clone() {
            let read = self.store.document(*hash);
            match walk.readable("INT-DOCUMENT", "documents", read)? {
                Some(None) => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} is missing", hash.short())));
                }
                Some(Some(bytes)) if Hash::blake3(&bytes) != *hash => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} was changed", hash.short())));
                }
                Some(Some(_)) | None => {}
            }
        }
        for hash in stored.iter().filter(|hash| !walk.documents.contains_key(hash)) {
            let message = format!("document {} belongs to no event", hash.short());
            walk.findings.push(Finding::error("INT-DOCUMENT", "documents", message, "find out who put it there"));
        }
        Ok(stored.len())
    }
}
