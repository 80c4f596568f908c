//! Pins: what was last seen of a ledger at a place, kept outside of its file, one small JSON file for each.
//!
//! A pin belongs to the place, as it was named and as links resolve it, and to the ledger's id wherever that lies: so
//! another ledger at a known place shows, and an older copy at any place. [`note`] is the form of a pin, [`disk`] the
//! way in and out. Absent by design: comparing a pin with a ledger, which needs the ledger's tree, the choice of the
//! folder, and clocks.

mod disk;
mod note;
mod record;

pub use record::Acceptance;

use crate::tree::Head;
use crate::vocabulary::{Hash, LedgerId};
use disk::Unread;
use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// So many heads are remembered one by one; of older ones, one for each doubling of the size.
const RECENT: usize = 16;

/// A folder of pins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinStore {
    dir: PathBuf,
}

/// What was last seen of a ledger at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The ledger that was seen.
    pub ledger: LedgerId,
    /// Where, as a text for people.
    pub place: String,
    /// Its head.
    pub head: Head,
    /// When that head was seen, in microseconds since 1970 UTC; absent in pins of 0.2 and earlier.
    pub seen: Option<i64>,
    /// When the ledger was first seen at that place.
    pub since: Option<i64>,
    /// Heads that were seen there before, by size: the last ones, and one for each doubling before them.
    pub earlier: Vec<Head>,
    /// Whether the ledger lies there no more, as far as somebody said.
    pub left: bool,
    /// What was accepted at that place last.
    pub accepted: Option<Acceptance>,
}

/// What is remembered that speaks of a ledger or of its place.
#[derive(Debug, Default)]
pub struct Recalled {
    /// Of this place, whichever ledger was seen.
    pub here: Vec<Pin>,
    /// Of this ledger at other places.
    pub elsewhere: Vec<Pin>,
    /// Pins that cannot be read, and why.
    pub unreadable: Vec<PinError>,
    /// Whether the place, as it was named or as links resolve it, has no pin of this ledger in today's form.
    pub is_unpinned: bool,
}

impl Recalled {
    /// Whether nothing is remembered, readable or not.
    pub fn is_empty(&self) -> bool {
        self.here.is_empty() && self.elsewhere.is_empty() && self.unreadable.is_empty()
    }

    /// The pin of this ledger with the most events; where several have as many, one of this place.
    pub fn longest(&self, ledger: LedgerId) -> Option<&Pin> {
        let same = self.elsewhere.iter().chain(&self.here).filter(|pin| pin.ledger == ledger);
        same.max_by_key(|pin| pin.head.size)
    }

    /// A pin of this place that tells of another ledger.
    pub fn other(&self, ledger: LedgerId) -> Option<&Pin> {
        self.here.iter().find(|pin| pin.ledger != ledger)
    }
}

/// Why a pin could not be read or written.
#[derive(Debug)]
pub enum PinError {
    /// Something is there, but no pin of that ledger and place; with the reason.
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

    /// Everything that is remembered of the ledger, and of the place (an existing file). What killed commands left is
    /// cleared away.
    ///
    /// # Errors
    ///
    /// [`PinError::Io`] where the place or the folder of pins cannot be looked at. A pin that cannot be read is no error:
    /// it is part of the answer, and not the same as no pin.
    pub fn recall(&self, ledger: LedgerId, place: &Path) -> Result<Recalled, PinError> {
        disk::clear_drafts(&self.dir);
        let places = places(place)?;
        let mut recalled = Recalled::default();
        for name in self.names()? {
            let (id, digits) = note::ids(&name).unwrap_or_default();
            let here = places.iter().find(|place| place_digits(place) == digits);
            if here.is_none() && id != ledger.to_string() {
                continue;
            }
            let path = self.dir.join(&name);
            match read(&path).and_then(|text| text.map(|text| pin_of(&path, &text, &name)).transpose()) {
                Ok(Some(pin)) if here.is_some() && !pin.left => recalled.here.push(pin),
                Ok(Some(pin)) if pin.ledger == ledger => recalled.elsewhere.push(pin),
                Ok(Some(_) | None) => {}
                Err(error) => recalled.unreadable.push(error),
            }
        }
        for place in &places {
            let path = self.dir.join(first_name(ledger, place));
            let old =
                |text: String| note::first(&text, ledger, place).map_err(|why| PinError::Damaged(path.clone(), why));
            match read(&path).and_then(|text| text.map(old).transpose()) {
                Ok(pin) => recalled.here.extend(pin),
                Err(error) => recalled.unreadable.push(error),
            }
        }
        let is_pinned = |place: &PathBuf| {
            let text = place.to_string_lossy();
            recalled.here.iter().any(|pin| pin.ledger == ledger && pin.place == text && pin.seen.is_some())
        };
        recalled.is_unpinned = !places.iter().all(is_pinned);
        Ok(recalled)
    }

    /// Remembers a head at its place, unless a longer one was seen there meanwhile; `at` is the time, in microseconds
    /// since 1970 UTC.
    ///
    /// # Errors
    ///
    /// [`PinError::Damaged`] where a pin that cannot be read is in the way: it is left as it is. [`PinError::Io`]; each
    /// pin is then the old one or the new one, never a mixture.
    pub fn remember(&self, ledger: LedgerId, place: &Path, head: Head, at: i64) -> Result<(), PinError> {
        let mut recalled = self.recall(ledger, place)?;
        if let Some(error) = recalled.unreadable.pop() {
            return Err(error);
        }
        let seen = |place: &Path| {
            let text = place.to_string_lossy();
            let own = |pin: &&Pin| pin.ledger == ledger && pin.place == text;
            recalled.here.iter().filter(own).max_by_key(|pin| pin.head.size)
        };
        let mut pins = Vec::new();
        for place in places(place)? {
            match seen(&place) {
                Some(pin) if pin.head.size > head.size || pin.head == head && pin.seen.is_some() => {}
                Some(pin) => pins.push((place, pin.grown(head, at))),
                None => {
                    let text = place.to_string_lossy().into_owned();
                    pins.push((place, Pin::first(ledger, text, head, at)));
                }
            }
        }
        self.write(ledger, pins)
    }

    /// Remembers a head at its place whatever was seen there, once somebody accepted it. What was accepted is kept with
    /// the pin, and in a file of its own that nothing replaces.
    ///
    /// # Errors
    ///
    /// [`PinError::Io`]; what was seen before then still stands.
    pub fn accept(&self, place: &Path, found: (LedgerId, Head), accepted: &Acceptance) -> Result<(), PinError> {
        let (ledger, head) = found;
        let recalled = self.recall(ledger, place)?;
        self.keep(accepted)?;
        let places = places(place)?;
        let kept: BTreeSet<_> = places.iter().map(|place| place.to_string_lossy().into_owned()).collect();
        let mut pins: Vec<(PathBuf, Pin)> = Vec::new();
        for place in &places {
            let pin = Pin::first(ledger, place.to_string_lossy().into_owned(), head, accepted.at);
            pins.push((place.clone(), Pin { accepted: Some(accepted.clone()), ..pin }));
        }
        // Another ledger is no longer here; of this one, no other place holds more that is still to be found.
        let gone = recalled.here.into_iter().filter(|pin| pin.ledger != ledger);
        let longer = recalled.elsewhere.into_iter().filter(|pin| !kept.contains(&pin.place));
        for pin in gone {
            pins.push((PathBuf::from(&pin.place), Pin { left: true, ..pin }));
        }
        for pin in longer {
            pins.push((PathBuf::from(&pin.place), Pin { head, earlier: Vec::new(), ..pin }));
        }
        self.write(ledger, pins)
    }

    /// Writes what was accepted beside the pins, under a name of its own.
    fn keep(&self, accepted: &Acceptance) -> Result<(), PinError> {
        let name = format!("accepted-{}-{:016x}.json", accepted.at, disk::chance());
        let text = format!("{}\n", record::written(accepted));
        disk::put_new(&self.dir, &self.dir.join(&name), text.as_bytes())
            .map_err(|cause| PinError::Io { what: format!("writing {}", self.dir.join(&name).display()), cause })
    }

    fn write(&self, ledger: LedgerId, pins: Vec<(PathBuf, Pin)>) -> Result<(), PinError> {
        let files: Vec<(PathBuf, Vec<u8>)> = pins
            .iter()
            .map(|(place, pin)| {
                (self.dir.join(name(pin.ledger, place)), format!("{}\n", note::written(pin)).into_bytes())
            })
            .collect();
        disk::replace(&self.dir, &files)
            .map_err(|cause| PinError::Io { what: format!("writing a pin in {}", self.dir.display()), cause })?;
        // What a pin of an earlier release said stands in the new one.
        for (place, _) in &pins {
            let _ = fs::remove_file(self.dir.join(first_name(ledger, place)));
        }
        Ok(())
    }

    /// Names of all files in the folder, in order; none where there is no folder.
    fn names(&self) -> Result<BTreeSet<String>, PinError> {
        let failed = |cause| PinError::Io { what: format!("reading the folder of pins {}", self.dir.display()), cause };
        let entries = match fs::read_dir(&self.dir) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
            Err(error) => return Err(failed(error)),
        };
        let name = |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().into_string().ok());
        Ok(entries.map(name).collect::<io::Result<Vec<_>>>().map_err(failed)?.into_iter().flatten().collect())
    }
}

impl Pin {
    fn first(ledger: LedgerId, place: String, head: Head, at: i64) -> Self {
        let (seen, since) = (Some(at), Some(at));
        Self { ledger, place, head, seen, since, earlier: Vec::new(), left: false, accepted: None }
    }

    /// The pin once more was seen; the head before is remembered, too.
    fn grown(&self, head: Head, at: i64) -> Self {
        let mut earlier = self.earlier.clone();
        if self.head != head {
            earlier.push(self.head);
        }
        let recent = earlier.len().saturating_sub(RECENT);
        let mut doubled = BTreeSet::new();
        let older = earlier[..recent].iter().filter(|head| doubled.insert(head.size.checked_ilog2())).copied();
        let earlier = older.chain(earlier[recent..].iter().copied()).collect();
        Self {
            head,
            seen: Some(at),
            since: self.since.or(self.seen).or(Some(at)),
            earlier,
            left: false,
            ..self.clone()
        }
    }
}

/// The place as it was named, made absolute, and as links resolve it.
fn places(place: &Path) -> Result<Vec<PathBuf>, PinError> {
    let failed = |cause| PinError::Io { what: format!("finding the ledger {}", place.display()), cause };
    let named = std::path::absolute(place).map_err(failed)?;
    let resolved = fs::canonicalize(place).map_err(failed)?;
    Ok(if named == resolved { vec![resolved] } else { vec![named, resolved] })
}

/// The name of a pin: the ledger's id, and a hash of the place.
fn name(ledger: LedgerId, place: &Path) -> String {
    format!("{ledger}-{}.json", place_digits(place))
}

fn place_digits(place: &Path) -> String {
    Hash::blake3(place.as_os_str().as_encoded_bytes()).to_string()[..32].to_owned()
}

/// The name of a pin of 0.1 and 0.2.
fn first_name(ledger: LedgerId, place: &Path) -> String {
    let name = [ledger.0.as_bytes(), place.as_os_str().as_encoded_bytes()].concat();
    format!("{}.json", &Hash::blake3(&name).to_string()[..32])
}

fn read(path: &Path) -> Result<Option<String>, PinError> {
    disk::read(path).map_err(|unread| match unread {
        Unread::Damaged(why) => PinError::Damaged(path.to_owned(), why),
        Unread::Io(cause) => PinError::Io { what: format!("reading the pin {}", path.display()), cause },
    })
}

fn pin_of(path: &Path, text: &str, file: &str) -> Result<Pin, PinError> {
    let damaged = |why: String| PinError::Damaged(path.to_owned(), why);
    let pin = note::parse(text).map_err(damaged)?;
    if name(pin.ledger, Path::new(&pin.place)) != file && !pin.place.contains(char::REPLACEMENT_CHARACTER) {
        return Err(damaged("it is the pin of another ledger or place".to_owned()));
    }
    Ok(pin)
}

impl fmt::Display for PinError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(file, why) => write!(f, "the pin {} cannot be used: {why}", file.display()),
            Self::Io { what, cause } => write!(f, "{what} failed: {cause}"),
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
