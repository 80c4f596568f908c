//! Software versions: a major version, and the release and service release where they are known.
//!
//! Rules ask for the major version only; the rest says what runs. Absent by design: which versions exist.

use super::{Fault, Version};
use std::fmt;

/// What runs on a device: `12`, `12r2`, `12r2 sr5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Software {
    major: Version,
    release: Option<u16>,
    service: Option<u16>,
}

impl Software {
    /// The highest release and the highest service release.
    pub const MAX: u16 = 999;

    /// Checks the bounds: a release and a service release are 1 to [`Software::MAX`].
    pub fn new(major: Version, release: Option<u16>, service: Option<u16>) -> Option<Self> {
        let fits = |part: Option<u16>| part.is_none_or(|part| (1..=Self::MAX).contains(&part));
        (fits(release) && fits(service)).then_some(Self { major, release, service })
    }

    /// Reads `12`, `V12`, `12r2`, `12r2 sr5`, `v12r2sr5`, in any case.
    ///
    /// ```
    /// use ledger_core::vocabulary::Software;
    ///
    /// assert_eq!(Software::parse("V12R2 SR5")?.to_string(), "12r2 sr5");
    /// assert_eq!(Software::parse("13r3")?.major().get(), 13);
    /// assert!(Software::parse("12 build 7").is_err());
    /// # Ok::<(), ledger_core::vocabulary::Fault>(())
    /// ```
    ///
    /// # Errors
    /// Says what a software version looks like.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || {
            let next =
                "write the major version, and the release and service release where they are known: 12, 12r2, 12r2 sr5";
            Fault::new("NUMBER", text, None, "is not a software version", next)
        };
        let lower: String = text.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        let digits = lower.strip_prefix('v').unwrap_or(&lower);
        let (digits, service) = match digits.split_once("sr") {
            Some((before, service)) => (before, Some(service)),
            None => (digits, None),
        };
        let (major, release) = match digits.split_once('r') {
            Some((major, release)) => (major, Some(release)),
            None => (digits, None),
        };
        let number = |part: &str| -> Option<u16> {
            let plain = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| plain)
        };
        let part = |part: Option<&str>| part.map(|part| number(part).ok_or_else(fault)).transpose();
        let major = number(major).and_then(Version::new).ok_or_else(fault)?;
        Self::new(major, part(release)?, part(service)?).ok_or_else(fault)
    }

    /// The major version, which rules ask for.
    pub fn major(self) -> Version {
        self.major
    }

    /// The release, where it is known.
    pub fn release(self) -> Option<u16> {
        self.release
    }

    /// The service release, where it is known.
    pub fn service(self) -> Option<u16> {
        self.service
    }

    /// Whether more than the major version is known.
    pub fn is_precise(self) -> bool {
        self.release.is_some() || self.service.is_some()
    }
}

/// A major version of which nothing else is known.
impl From<Version> for Software {
    fn from(major: Version) -> Self {
        Self { major, release: None, service: None }
    }
}

impl fmt::Display for Software {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.major)?;
        if let Some(release) = self.release {
            write!(f, "r{release}")?;
        }
        match self.service {
            Some(service) => write!(f, " sr{service}"),
            None => Ok(()),
        }
    }
}
