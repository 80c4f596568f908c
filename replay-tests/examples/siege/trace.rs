//! The writing calls of an act, and the ways in which each can fail.
//!
//! Absent by design: calls that change nothing in a folder.

use super::act::{Act, World};
use replay_tests::large::Failure;
use std::collections::BTreeMap;
use std::fmt;
use std::fs;

/// Calls by which a process changes files; those of opening count where they can write or make a file.
const CALLS: &str = "openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,\
                     unlinkat,mkdir,mkdirat,chmod,fchmod";

/// One writing call: its name, which of that name it is (from 1), and the traced line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    name: String,
    number: usize,
    line: String,
}

/// What happens at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The process is killed in front of it.
    Kill,
    /// The system answers with an error.
    Error(&'static str),
}

/// A fault at a call.
#[derive(Debug, Clone)]
pub(crate) struct Point {
    /// The call's name.
    pub call: String,
    /// Which of that name, from 1.
    pub number: usize,
    /// The traced line.
    pub what: String,
    /// What happens there.
    pub fault: Fault,
}

impl Fault {
    /// A word for lists.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Kill => "killed",
            Self::Error(name) => name,
        }
    }

    /// Every fault at every call.
    pub(crate) fn points(calls: &[Call]) -> Vec<Point> {
        let at = |call: &Call| {
            let errors = errors_of(&call.name).iter().map(|name| Self::Error(name));
            let point = |fault| Point { call: call.name.clone(), number: call.number, what: call.line.clone(), fault };
            [Self::Kill].into_iter().chain(errors).map(point).collect::<Vec<_>>()
        };
        calls.iter().flat_map(at).collect()
    }
}

fn errors_of(call: &str) -> &'static [&'static str] {
    match call {
        "openat" => &["EIO", "EMFILE", "ENOSPC", "EACCES", "EROFS"],
        "write" | "pwrite64" => &["EIO", "ENOSPC", "EDQUOT", "EINTR"],
        "fsync" | "fdatasync" => &["EIO", "ENOSPC"],
        _ => &["EIO", "EACCES", "ENOSPC"],
    }
}

impl Point {
    /// The options of `strace` that make it happen.
    pub(crate) fn options(&self) -> Vec<String> {
        let fault = match self.fault {
            Fault::Kill => "signal=KILL".to_owned(),
            Fault::Error(name) => format!("error={name}"),
        };
        let inject = format!("inject={}:{fault}:when={}", self.call, self.number);
        ["-o", "/dev/null", "-e", &format!("trace={}", self.call), "-e", &inject].map(str::to_owned).to_vec()
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({}): {}", self.call, self.number, self.what, self.fault.word())
    }
}

/// Runs an act once and lists its writing calls.
///
/// # Errors
/// Fails where `strace` is missing or the act does not succeed.
pub(crate) fn calls(world: &World, act: &Act) -> Result<Vec<Call>, Failure> {
    let site = world.site(0, act)?;
    let log = site.folder.join("trace");
    let options = ["-e", &format!("trace={CALLS}"), "-o", &log.to_string_lossy()].map(str::to_owned);
    let output = site.traced(&options, &act.words()).output().map_err(|error| format!("strace: {error}"))?;
    if !output.status.success() {
        return Err(format!("{}: {}", act.name, String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    for line in fs::read_to_string(log)?.lines() {
        let line = line.split_once(' ').map_or(line, |(_, rest)| rest.trim_start());
        let Some((name, _)) = line.split_once('(').filter(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric()))
        else {
            continue;
        };
        let number = numbers.entry(name.to_owned()).or_default();
        *number += 1;
        if name != "openat" || ["O_WRONLY", "O_RDWR", "O_CREAT"].iter().any(|flag| line.contains(flag)) {
            let line = line.chars().take(90).collect();
            calls.push(Call { name: name.to_owned(), number: *number, line });
        }
    }
    Ok(calls)
}
