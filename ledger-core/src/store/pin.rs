//! Pins: the head that was last seen of a ledger file, kept outside of it, one small JSON file each.
//!
//! A ledger that is shorter than its pin, or other, is an older copy or a rewritten one. Absent by design: the
//! comparison itself, which needs the ledger's tree, and the choice of the folder.

use crate::tree::Head;
use crate::vocabulary::{Hash, LedgerId};
use serde_json::{Value, json};
use std::error::Error;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder of pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinStore {
    dir: PathBuf,
}

/// Why a pin could not be read or written.
#[derive(Debug)]
pub enum PinError {
    /// The file is there, but is no pin of that ledger; with the reason.
    Damaged(PathBuf, String),
    /// The system failed.
    Io {
        /// What was tried, on what.
        what: String,
        /// The system's answer.
        cause: io::Error,
    },
}

impl PinStore {
    /// Uses a folder, which need not exist yet.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// The head last seen of the ledger at that place (an existing file); `None` if none was pinned.
    ///
    /// # Errors
    ///
    /// [`PinError::Damaged`] if the pin cannot be understood: that is not the same as no pin.
    pub fn read(&self, ledger: LedgerId, place: &Path) -> Result<Option<Head>, PinError> {
        let place = canonical(place)?;
        let file = self.file(ledger, &place);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(PinError::Damaged(file, "it is not text".to_owned()));
            }
            Err(cause) => return Err(PinError::Io { what: format!("reading the pin {}", file.display()), cause }),
        };
        parse(&text, ledger, &place).map(Some).map_err(|why| PinError::Damaged(file, why))
    }

    /// Pins a head in place of the one pinned before, whatever that was.
    ///
    /// # Errors
    ///
    /// [`PinError::Io`]; the pin is then the old one or the new one, never a mixture.
    pub fn write(&self, ledger: LedgerId, place: &Path, head: Head) -> Result<(), PinError> {
        let place = canonical(place)?;
        let file = self.file(ledger, &place);
        let pin = json!({
            "ledger": ledger.to_string(),
            "path": place.to_string_lossy(),
            "size": head.size,
            "root": head.root.to_string(),
        });
        replace(&self.dir, &file, format!("{pin}\n").as_bytes())
            .map_err(|cause| PinError::Io { what: format!("writing the pin {}", file.display()), cause })
    }

    /// Where the pin of a ledger at a canonical path lies.
    fn file(&self, ledger: LedgerId, place: &Path) -> PathBuf {
        let name = [ledger.0.as_bytes(), place.as_os_str().as_encoded_bytes()].concat();
        let digits = Hash::blake3(&name).to_string();
        self.dir.join(format!("{}.json", &digits[..32]))
    }
}

fn canonical(place: &Path) -> Result<PathBuf, PinError> {
    let what = || format!("finding the ledger {}", place.display());
    fs::canonicalize(place).map_err(|cause| PinError::Io { what: what(), cause })
}

fn parse(text: &str, ledger: LedgerId, place: &Path) -> Result<Head, String> {
    let pin: Value = serde_json::from_str(text).map_err(|error| format!("it is not JSON ({error})"))?;
    let field = |name: &str| pin.get(name).and_then(Value::as_str).ok_or(format!("it has no text {name:?}"));
    if field("ledger")? != ledger.to_string() || field("path")? != place.to_string_lossy() {
        return Err("it is the pin of another ledger or place".to_owned());
    }
    let size = pin.get("size").and_then(Value::as_u64).ok_or("it has no number \"size\"")?;
    let root = Hash::parse(field("root")?).map_err(|_| "its root is not a hash")?;
    Ok(Head { size, root })
}

/// Writes beside the file, syncs, moves into place, syncs the folder: after a crash it is the old file or the new one.
fn replace(dir: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    make_folder(dir)?;
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let draft = file.with_extension(format!("new-{}-{number}", std::process::id()));
    let _ = fs::remove_file(&draft);
    let moved = write_synced(&draft, bytes).and_then(|()| fs::rename(&draft, file));
    if moved.is_err() {
        let _ = fs::remove_file(&draft);
    }
    moved?;
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file().open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a new file, for nobody else to read.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the folder, for nobody else to enter, if it is not there.
fn make_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

impl fmt::Display for PinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(file, why) => write!(
                f,
                "the pin {} cannot be used: {why}; compare the ledger with a checkpoint or a report kept elsewhere, \
                 then remove that file",
                file.display()
            ),
            Self::Io { what, cause } => write!(f, "{what} failed: {cause}; check the folder and its permissions"),
        }
    }
}

impl Error for PinError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Damaged(..) => None,
            Self::Io { cause, .. } => Some(cause),
        }
    }
}
