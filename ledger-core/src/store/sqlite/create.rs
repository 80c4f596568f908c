//! Making a ledger file: under another name first, so that the file appears complete or not at all.
//!
//! Absent by design: replacing anything that exists.

use super::fault::explain;
use super::{APPLICATION_ID, FORMAT, Sqlite, append, draft, inspect, open, place, sql};
use crate::store::{AppendError, Batch, StoreError};
use crate::tree::Frontier;
use rusqlite::OpenFlags;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How often a draft that somebody else took away is made again.
const ATTEMPTS: u32 = 3;

pub(super) fn create(path: &Path, first: Option<Batch>) -> Result<Sqlite, StoreError> {
    let mut made = Folders::default();
    let created = create_in(path, first, &mut made);
    if created.is_err() && !matches!(created, Err(StoreError::NotSynced { .. })) {
        made.remove();
    }
    created
}

fn create_in(path: &Path, first: Option<Batch>, made: &mut Folders) -> Result<Sqlite, StoreError> {
    let name = name_of(path)?;
    if place::kind_of(path)?.is_some() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let folder = made.down_to(path)?;
    let target = folder.join(name);
    inspect::check_length(&target)?;
    for end in ["-journal", "-wal", "-shm"] {
        let beside = place::beside(&target, end);
        if place::kind_of(&beside)?.is_some() && !is_spent_journal(&beside) {
            let why = "a new ledger would take it for its own".to_owned();
            let next = "move it elsewhere, or choose another file for the ledger";
            return Err(StoreError::SideFile { path: beside, why, next });
        }
    }
    draft::clear_stale(&folder);
    let mut attempt = 1;
    loop {
        match make(&folder, &target, first.clone()) {
            Err(StoreError::NotFound(_)) if attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(error),
            Ok(()) => break,
        }
    }
    made.sync(&folder).map_err(|cause| StoreError::NotSynced { path: target.clone(), cause: cause.into() })?;
    open::open(&target)
}

/// Whether it is what a ledger that was removed left behind: a journal of nothing, which a new ledger may use again.
fn is_spent_journal(beside: &Path) -> bool {
    let is_journal = beside.to_string_lossy().ends_with("-journal");
    is_journal && fs::symlink_metadata(beside).is_ok_and(|found| found.is_file() && found.len() == 0)
}

/// Fills a draft and gives it its name; [`StoreError::NotFound`] where somebody took the draft away.
fn make(folder: &Path, target: &Path, first: Option<Batch>) -> Result<(), StoreError> {
    let draft = draft::new(folder)?;
    // The connection locks the draft until it has its name.
    let made = fill(&draft, first).and_then(|held| {
        publish(&draft, target)?;
        drop(held);
        Ok(())
    });
    let made = made.map_err(|error| match place::kind_of(&draft) {
        Ok(None) => StoreError::NotFound(draft.clone()),
        Ok(Some(_)) | Err(_) => error,
    });
    // The draft is a second name of the ledger by now, or a failed attempt; neither is to stay.
    draft::remove(&draft);
    made
}

fn name_of(path: &Path) -> Result<OsString, StoreError> {
    let name = path.file_name().map(OsString::from);
    name.ok_or_else(|| StoreError::NotALedger(path.to_owned(), "it does not end with the name of a file".to_owned()))
}

/// The folders that were made for a ledger.
#[derive(Default)]
struct Folders(Vec<PathBuf>);

impl Folders {
    /// Makes the folders above a file where they are missing, and gives the last by its canonical path.
    fn down_to(&mut self, path: &Path) -> Result<PathBuf, StoreError> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let fault = |error| StoreError::prevented("making the folder", folder, error);
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|above| !above.as_os_str().is_empty())
            .take_while(|above| fs::metadata(above).is_err_and(|error| error.kind() == ErrorKind::NotFound))
            .collect();
        for above in missing.into_iter().rev() {
            match fs::create_dir(above) {
                Ok(()) => self.0.push(above.to_owned()),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(fault(error)),
            }
        }
        fs::canonicalize(folder).map_err(fault)
    }

    /// Takes away what was made for a ledger that did not come; a folder in which something lies stays.
    fn remove(self) {
        self.0.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }

    /// Makes the names in the folder last, and those of the folders that were made.
    fn sync(&self, folder: &Path) -> std::io::Result<()> {
        if cfg!(not(unix)) {
            return Ok(());
        }
        let above = self.0.iter().filter_map(|made| made.parent());
        let above = above.map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
        std::iter::once(folder).chain(above).try_for_each(|folder| fs::File::open(folder)?.sync_all())
    }
}

/// Makes tables, guards and the empty tree in one transaction, then writes the first batch.
fn fill(draft: &Path, first: Option<Batch>) -> Result<Sqlite, StoreError> {
    let fault = |error| explain(draft, "making the ledger", error);
    let connection = open::connect(draft, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    open::configure(&connection, draft)?;
    open::set_word(&connection, draft, sql::KEEP_LOCKS)?;
    open::set_word(&connection, draft, sql::JOURNAL_MODE)?;
    connection.execute_batch(sql::BEGIN_WRITE).map_err(fault)?;
    connection.pragma_update(None, sql::APPLICATION, APPLICATION_ID).map_err(fault)?;
    connection.pragma_update(None, sql::FORMAT_NUMBER, FORMAT).map_err(fault)?;
    connection.execute_batch(sql::SCHEMA).map_err(fault)?;
    connection.execute(sql::FRONTIER_PUT, [Frontier::new().to_bytes()]).map_err(fault)?;
    connection.execute_batch(sql::COMMIT).map_err(fault)?;
    let mut store = Sqlite::over(connection, draft.to_owned(), true, None);
    let Some(batch) = first else { return Ok(store) };
    match append::append(&mut store, batch) {
        Ok(_) => Ok(store),
        Err(AppendError::Refused(error)) => Err(error),
        Err(AppendError::Moved { expected, .. }) => {
            Err(StoreError::Unfit { what: format!("it expects {expected} events in a new ledger") })
        }
        // The draft goes away, so that here the outcome is known.
        Err(AppendError::OutcomeUnknown { what, .. }) => {
            Err(StoreError::prevented("writing the first events", draft, std::io::Error::other(what)))
        }
    }
}

/// Gives the draft its name, unless that name is taken by now: a link, unlike a move, never replaces.
#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list of errors is open")]
fn publish(draft: &Path, target: &Path) -> Result<(), StoreError> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::Exists(target.to_owned()),
        ErrorKind::NotFound => StoreError::NotFound(draft.to_owned()),
        _ => StoreError::prevented("making the ledger", target, error),
    };
    match fs::hard_link(draft, target) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => Err(fault(error)),
        // A file system without links: who makes the empty name may replace it.
        Err(_) => {
            draft::private().open(target).map_err(fault)?;
            fs::rename(draft, target).map_err(|error| {
                let _ = fs::remove_file(target);
                fault(error)
            })
        }
    }
}
