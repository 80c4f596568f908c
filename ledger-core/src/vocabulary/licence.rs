//! Technical licence names: the grammar (NAME-1), its canonical spelling (NAME-2) and where a version must stand (VER-1).
//!
//! Absent by design: which families, tiers and variants exist. A name that is well-formed here can still be unknown
//! to the catalogue.

use super::spelling::is_dash;
use super::{Fault, Version};
use std::cmp::Ordering;
use std::fmt;

/// A licence family by its technical name: `PBX-Port`, `Relay-BRIs`, `PBX-App(innovaphone-pbx-conference)`.
///
/// Compared without case; the catalogue knows the canonical spelling of the families that it holds.
#[derive(Debug, Clone)]
pub struct Family(String);

impl Family {
    /// Takes a family name as it stands in a catalogue.
    pub fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The technical name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn folded(&self) -> impl Iterator<Item = u8> + '_ {
        self.0.bytes().map(|b| b.to_ascii_lowercase())
    }
}

impl PartialEq for Family {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}
impl Eq for Family {}
impl PartialOrd for Family {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Family {
    fn cmp(&self, other: &Self) -> Ordering {
        self.folded().cmp(other.folded())
    }
}
impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a name alone does not tell apart: a recording licence is a base or a user licence (NAME-5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variant {
    /// Base licence of a recorder.
    Base,
    /// Licence of one more recorded user.
    User,
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "base",
            Self::User => "user",
        })
    }
}

/// A kind of licence: family, version, price tier, cap and variant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Licence {
    /// The family.
    pub family: Family,
    /// Major version; absent for hardware licences and where an app's source names none.
    pub version: Option<Version>,
    /// Floor of the price tier (`%500`: from the 501st); absent for base units.
    pub tier: Option<u32>,
    /// Cap of the small-business form (`*20`).
    pub cap: Option<u32>,
    /// Sizes of a legacy form (`#50`, `#50@10`).
    pub size: Option<(u32, Option<u32>)>,
    /// Base or user, where the family needs it.
    pub variant: Option<Variant>,
}

/// Legacy families of versions 6 and 7 that stand without the `PBX-` prefix.
const LEGACY_PLAIN: [&str; 3] = ["Registrations", "SoftwarePhones", "Operators"];
const HARDWARE: [&str; 3] = ["Relay-BRIs", "Relay-PRIs", "Relay-Channels"];

impl Licence {
    /// A licence of the family at a version, with no tier, cap or variant.
    pub fn plain(family: Family, version: Option<Version>) -> Self {
        Self { family, version, tier: None, cap: None, size: None, variant: None }
    }

    /// Reads a technical name, without regard to case, blanks and a missing `PBX-`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        Reader::new(text).licence()
    }

    /// The same licence without its price tier: what balances are counted by.
    pub fn untiered(&self) -> Self {
        Self { tier: None, ..self.clone() }
    }

    /// Whether a licence is of the kind that is meant here: without a tier every tier is, without a variant every variant.
    pub fn covers(&self, other: &Self) -> bool {
        self.family == other.family
            && self.version == other.version
            && self.cap == other.cap
            && self.size == other.size
            && (self.tier.is_none() || self.tier == other.tier)
            && (self.variant.is_none() || self.variant == other.variant)
    }

    /// The same licence at another version.
    ///
    /// # Errors
    /// Refuses hardware licences (HW-3) and legacy forms that do not exist in that version (NAME-1).
    pub fn at_version(&self, version: Version) -> Result<Self, Fault> {
        let asked = Self { version: Some(version), ..self.clone() };
        let name = asked.to_string();
        if Self::parse(&name)? == asked {
            return Ok(asked);
        }
        Err(Fault::new(
            "NAME-1",
            &name,
            None,
            "is a form that names no version",
            "licences of this form keep their version",
        ))
    }

    /// Whether this is one of the forms that versions 6 and 7 used and that carry no version or a size.
    pub fn is_legacy_form(&self) -> bool {
        self.size.is_some()
            || self.family == Family::named("Gatekeeper")
            || LEGACY_PLAIN.iter().any(|name| self.family == Family::named(name))
    }
}

impl fmt::Display for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.family)?;
        if let Some(version) = self.version {
            write!(f, "{version}")?;
        }
        if let Some((n, at)) = self.size {
            write!(f, "#{n}")?;
            if let Some(m) = at {
                write!(f, "@{m}")?;
            }
        }
        if let Some(tier) = self.tier {
            write!(f, "%{tier}")?;
        }
        if let Some(cap) = self.cap {
            write!(f, "*{cap}")?;
        }
        if let Some(variant) = self.variant {
            write!(f, ":{variant}")?;
        }
        Ok(())
    }
}

/// Reads a name character by character, blanks left out, every dash as `-`, each with its place in the text as given.
struct Reader<'a> {
    input: &'a str,
    chars: Vec<(usize, char)>,
    next: usize,
}

impl<'a> Reader<'a> {
    fn new(input: &'a str) -> Self {
        let plain = |c: char| if is_dash(c) { '-' } else { c };
        let seen = input.chars().enumerate().filter(|(_, c)| !c.is_whitespace());
        let chars = seen.map(|(i, c)| (i + 1, plain(c))).collect();
        Self { input, chars, next: 0 }
    }

    fn fault(&self, rule: &'static str, message: impl Into<String>) -> Fault {
        let after_end = self.input.chars().count() + 1;
        let at = self.chars.get(self.next).map_or(after_end, |(i, _)| *i);
        Fault::new(
            rule,
            self.input,
            Some(at),
            message,
            "write it as PBX-Port12, PBX-Port12%500, Relay-BRIs or PBX-App(name)13",
        )
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.next).map(|(_, c)| *c)
    }

    fn take(&mut self, wanted: char) -> bool {
        let hit = self.peek() == Some(wanted);
        self.next += usize::from(hit);
        hit
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek().filter(|c| keep(*c)) {
            taken.push(c);
            self.next += 1;
        }
        taken
    }

    /// Skips the word if it stands here, whatever its case.
    fn skip_word(&mut self, word: &str) -> bool {
        let here = self.chars[self.next..].iter().map(|(_, c)| c.to_ascii_lowercase());
        let hit = here.take(word.len()).eq(word.chars());
        self.next += if hit { word.len() } else { 0 };
        hit
    }

    /// `PBX SoftwarePhones12`: a blank in place of the hyphen; `PBX7#50` is a legacy form and no prefix.
    fn skip_blank_prefix(&mut self) -> bool {
        let back = self.next;
        let hit = self.skip_word("pbx") && self.peek().is_some_and(|c| c.is_ascii_alphabetic());
        self.next = if hit { self.next } else { back };
        hit
    }

    fn licence(mut self) -> Result<Licence, Fault> {
        if self.chars.is_empty() {
            return Err(self.fault("NAME-1", "is empty where a licence name is needed"));
        }
        if self.chars.len() > 120 {
            return Err(self.fault("NAME-1", "is longer than 120 characters"));
        }
        if self.skip_word("relay-") {
            return self.hardware();
        }
        let prefixed = self.skip_word("pbx-") || self.skip_blank_prefix();
        for kind in ["App", "Service"] {
            let back = self.next;
            if self.skip_word(&kind.to_ascii_lowercase()) && self.peek() == Some('(') {
                return self.bracketed(kind);
            }
            self.next = back;
        }
        let start = self.next;
        let name = self.take_while(|c| c.is_ascii_alphabetic() || c == '-');
        if name.is_empty() || name.starts_with('-') || name.ends_with('-') {
            self.next = start;
            return Err(self.fault("NAME-1", "has no family name here"));
        }
        let legacy = if prefixed { None } else { self.legacy(&name)? };
        if let Some(legacy) = legacy {
            return Ok(legacy);
        }
        let family = Family(format!("PBX-{name}"));
        let Some(version) = self.version()? else {
            let rule = if self.peek().is_none_or(|c| matches!(c, '%' | '*' | ':')) { "VER-1" } else { "NAME-1" };
            return Err(Fault {
                family: Some(family),
                ..self.fault(rule, "has no version, and every software licence has one")
            });
        };
        let tier = self.number_after('%', "a tier's floor")?;
        let cap = self.number_after('*', "a cap")?;
        let variant = self.variant()?;
        self.end()?;
        Ok(Licence { family, version: Some(version), tier, cap, size: None, variant })
    }

    fn hardware(mut self) -> Result<Licence, Fault> {
        let start = self.next;
        let name = format!("Relay-{}", self.take_while(|c| c.is_ascii_alphabetic()));
        let Some(known) = HARDWARE.iter().find(|known| known.eq_ignore_ascii_case(&name)) else {
            self.next = start;
            return Err(
                self.fault("NAME-1", "is no hardware licence; these are Relay-BRIs, Relay-PRIs and Relay-Channels")
            );
        };
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return Err(self.fault("HW-3", "names a version, which hardware licences do not have"));
        }
        self.end()?;
        Ok(Licence::plain(Family::named(known), None))
    }

    fn bracketed(mut self, kind: &str) -> Result<Licence, Fault> {
        self.take('(');
        let ident = self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        if ident.is_empty() {
            return Err(self.fault("NAME-1", "has no name inside the brackets"));
        }
        if !self.take(')') {
            return Err(self.fault("NAME-1", "has no closing bracket here"));
        }
        let version = self.version()?;
        self.end()?;
        Ok(Licence::plain(Family(format!("PBX-{kind}({})", ident.to_ascii_lowercase())), version))
    }

    fn legacy(&mut self, name: &str) -> Result<Option<Licence>, Fault> {
        let is = |word: &str| name.eq_ignore_ascii_case(word);
        if let Some(known) = LEGACY_PLAIN.iter().find(|known| is(known)) {
            if self.peek().is_none() {
                return Ok(Some(Licence::plain(Family::named(known), None)));
            }
            return Ok(None);
        }
        if is("Gatekeeper") {
            let version = self.legacy_version()?;
            self.end()?;
            return Ok(Some(Licence::plain(Family::named("Gatekeeper"), Some(version))));
        }
        let sized_voicemail = is("Voicemail") && self.peek() == Some('#');
        if !is("PBX") && !sized_voicemail {
            return Ok(None);
        }
        let version = if sized_voicemail { None } else { Some(self.legacy_version()?) };
        let Some(n) = self.number_after('#', "a size")? else {
            return Err(self.fault("NAME-1", "has no size (#) here"));
        };
        let m = self.number_after('@', "a second size")?;
        self.end()?;
        let family = Family::named(if sized_voicemail { "Voicemail" } else { "PBX" });
        Ok(Some(Licence { size: Some((n, m)), ..Licence::plain(family, version) }))
    }

    fn legacy_version(&mut self) -> Result<Version, Fault> {
        let start = self.next;
        match self.version()? {
            Some(version) if matches!(version.get(), 6 | 7) => Ok(version),
            _ => {
                self.next = start;
                Err(self.fault("NAME-1", "is a form of versions 6 and 7 only"))
            }
        }
    }

    fn version(&mut self) -> Result<Option<Version>, Fault> {
        let start = self.next;
        let digits = self.take_while(|c| c.is_ascii_digit());
        if digits.is_empty() {
            return Ok(None);
        }
        let version = (!digits.starts_with('0')).then(|| digits.parse().ok().and_then(Version::new)).flatten();
        if version.is_none() {
            self.next = start;
            return Err(self.fault("NAME-1", "has a version outside 1 to 99"));
        }
        Ok(version)
    }

    fn number_after(&mut self, mark: char, what: &str) -> Result<Option<u32>, Fault> {
        if !self.take(mark) {
            return Ok(None);
        }
        let start = self.next;
        let digits = self.take_while(|c| c.is_ascii_digit());
        let number =
            (!digits.starts_with('0')).then(|| digits.parse::<u32>().ok()).flatten().filter(|n| *n <= 1_000_000);
        if number.is_none() {
            self.next = start;
            return Err(self.fault("NAME-1", format!("needs {what} of 1 to 1000000 here")));
        }
        Ok(number)
    }

    /// `:base`, `:user`, or the vendor's text behind a recording licence (NAME-5).
    fn variant(&mut self) -> Result<Option<Variant>, Fault> {
        let rest: String = self.chars[self.next..].iter().map(|(_, c)| c.to_ascii_lowercase()).collect();
        let variant = match rest.as_str() {
            ":base" => Some(Variant::Base),
            ":user" => Some(Variant::User),
            text if text.starts_with("recording") && text.ends_with("grundlizenz") => Some(Variant::Base),
            text if text.starts_with("recording") && text.ends_with("userlizenz") => Some(Variant::User),
            _ => None,
        };
        if variant.is_some() {
            self.next = self.chars.len();
        }
        Ok(variant)
    }

    fn end(&self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(c) => Err(self.fault("NAME-1", format!("has {c:?} where the name should end"))),
        }
    }
}
