//! Why a file cannot be read at all.
//!
//! Absent by design: rows, whose faults point at a cell (`fault`).

use std::fmt;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileFault {
    /// Stable code (`IMP-QUOTE`).
    pub code: &'static str,
    /// What is wrong; safe to show.
    pub message: String,
    /// What to do next.
    pub next: String,
}

impl FileFault {
    /// Puts the parts together.
    pub(super) fn new(code: &'static str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { code, message: message.into(), next: next.into() }
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileFault {}
