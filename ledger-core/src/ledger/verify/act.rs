//! Acts: the kinds of events that each command writes, and the fields of its request that its events say again.
//!
//! Absent by design: what a command may do.

use super::asked::{Asked, Fields};
use crate::book::Entry;
use crate::catalogue::Catalogue;
use crate::event::{Event, Part};
use crate::vocabulary::{CompanyName, KeyCode, Licence, Position, ProjectName, Serial, StreamId};

macro_rules! acts {
    ($($name:ident = $word:literal [$($kind:literal),*]),+ $(,)?) => {
        /// What a request asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Act { $($name),+ }

        impl Act {
            pub(super) fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The kinds that it writes, in their order.
            fn kinds(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($kind),*]),+ }
            }
        }
    };
}

acts! {
    Init = "init" ["ledger-created", "company-added", "project-opened"],
    Loss = "restore-accept-loss" ["loss-accepted"],
    Import = "import" [],
    Adopt = "rulebook-adopt" ["rulebook-adopted"],
    Company = "company-add" ["company-added", "project-opened"],
    Open = "project-open" ["company-added", "project-opened"],
    Close = "project-close" ["project-closed"],
    Device = "device-add" ["device-added"],
    Software = "device-software" ["device-software-changed"],
    Role = "device-role" ["device-role-changed"],
    Move = "device-move" ["device-moved-out", "device-moved-in"],
    Replace = "device-replace" ["device-replaced"],
    Redeem = "key-redeem" ["key-redeemed"],
    Bind = "licence-bind" ["licences-bound"],
    Release = "licence-release" ["licences-released"],
    Convert = "licence-convert" ["licences-converted"],
    Upgrade = "licence-upgrade" ["licences-upgraded"],
    Transfer = "licence-transfer" ["licences-transferred-out", "licences-transferred-in"],
    Trial = "licence-trial" ["trial-issued"],
    Receive = "credit-receive" ["credits-received"],
    Credits = "credit-transfer" ["credits-transferred-out", "credits-transferred-in"],
    Ssa = "ssa-apply" ["ssa-applied"],
    Warranty = "warranty-activate" ["warranty-activated"],
    Note = "event-note" ["note-added"],
    Annul = "event-annul" ["event-annulled"],
    Reverse = "event-reverse" ["event-reversed"],
    Amend = "event-amend" ["event-amended"],
    Period = "period-close" ["period-closed"],
}

/// Kinds that no row of a file becomes.
const OF_THE_LEDGER: [&str; 4] = ["ledger-created", "rulebook-adopted", "loss-accepted", "period-closed"];
/// The kind that may stand beside any other: what an act puts right along its way.
const AMENDED: &str = "event-amended";

impl Act {
    /// Whether its request has the fields of an order: mode, day, reason, reference.
    pub(super) fn is_ordered(self) -> bool {
        !matches!(self, Self::Init | Self::Loss | Self::Import)
    }

    /// Whether it can write an event of a kind at all.
    pub(super) fn may(self, kind: &str) -> bool {
        if self == Self::Import {
            return !OF_THE_LEDGER.contains(&kind);
        }
        self.kinds().contains(&kind) || self.is_ordered() && kind == AMENDED
    }

    /// Whether these are the events of one such act; an absent kind cannot be read. A batch that was cut is named already.
    pub(super) fn writes(self, kinds: &[Option<&str>], whole: bool) -> bool {
        if !kinds.iter().flatten().all(|kind| self.may(kind)) {
            return false;
        }
        if !whole || kinds.contains(&None) {
            return true;
        }
        let own: Vec<&str> = kinds.iter().flatten().copied().filter(|kind| *kind != AMENDED).collect();
        let of_self = self.kinds();
        match self {
            Self::Import => kinds.len() == 1 || !kinds.contains(&Some("import-committed")),
            Self::Init => own == of_self || own == of_self[..1],
            Self::Open => own == of_self || own == of_self[1..],
            // The halves of a move are corrected together.
            Self::Annul | Self::Reverse => !own.is_empty() && own.iter().all(|kind| of_self.contains(kind)),
            Self::Amend => own.is_empty() && !kinds.is_empty(),
            Self::Loss
            | Self::Adopt
            | Self::Company
            | Self::Close
            | Self::Device
            | Self::Software
            | Self::Role
            | Self::Move
            | Self::Replace
            | Self::Redeem
            | Self::Bind
            | Self::Release
            | Self::Convert
            | Self::Upgrade
            | Self::Transfer
            | Self::Trial
            | Self::Receive
            | Self::Credits
            | Self::Ssa
            | Self::Warranty
            | Self::Note
            | Self::Period => own == of_self,
        }
    }
}

/// Compares the fields of a request with what an event says.
struct Compare<'a> {
    asked: &'a Asked<'a>,
    fields: &'a Fields,
}

type Compared = Result<(), &'static str>;

impl Compare<'_> {
    /// The field says exactly that.
    fn says(&self, name: &'static str, value: impl ToString) -> Compared {
        let same = self.fields.get(name).is_some_and(|text| text == value.to_string());
        same.then_some(()).ok_or(name)
    }

    /// The field is there where the event has a value, and says it.
    fn says_if(&self, name: &'static str, value: Option<impl ToString>) -> Compared {
        match (self.fields.get(name), value) {
            (None, None) => Ok(()),
            (Some(_), Some(value)) => self.says(name, value),
            (Some(_), None) | (None, Some(_)) => Err(name),
        }
    }

    /// Where the field is there, it says that.
    fn may_say(&self, name: &'static str, value: Option<impl ToString>) -> Compared {
        if self.fields.get(name).is_none() { Ok(()) } else { self.says_if(name, value) }
    }

    fn text(&self, name: &'static str, value: &str) -> Compared {
        self.fields.get(name).is_some_and(|text| text.trim() == value.trim()).then_some(()).ok_or(name)
    }

    fn serial(&self, name: &'static str, serial: &Serial) -> Compared {
        let read = self.fields.get(name).and_then(|text| Serial::parse(text).ok());
        (read.as_ref() == Some(serial)).then_some(()).ok_or(name)
    }

    fn key(&self, key: &KeyCode) -> Compared {
        let read = self.fields.get("key").and_then(key_in);
        read.is_some_and(|read| read == *key).then_some(()).ok_or("key")
    }

    fn company(&self, company: &CompanyName) -> Compared {
        let read = self.fields.get("company").map(folded_company);
        (read == Some(company.folded())).then_some(()).ok_or("company")
    }

    /// The field names the project of a stream; its company where that is named, too.
    fn project(&self, name: &'static str, stream: StreamId) -> Compared {
        let project = self.fields.get(name).map(folded_project).ok_or(name)?;
        let company = self.fields.get("company").map(folded_company);
        let is = |(owner, named): &(String, String)| *named == project && company.as_ref().is_none_or(|c| c == owner);
        self.asked.is_named(stream, is).then_some(()).ok_or(name)
    }

    /// The fields name both projects of a move; a company that is named owns one of them, since a reported move can cross
    /// companies.
    fn projects(&self, from: StreamId, to: StreamId) -> Compared {
        let owner = self.fields.get("company").map(folded_company);
        let is_owned =
            |stream| owner.as_ref().is_none_or(|owner| self.asked.is_named(stream, |(other, _)| other == owner));
        let is_named = |name: &'static str, stream| {
            let project = self.fields.get(name).map(folded_project).ok_or(name)?;
            self.asked.is_named(stream, |(_, named)| *named == project).then_some(()).ok_or(name)
        };
        is_named("from_project", from)?;
        is_named("to_project", to)?;
        (is_owned(from) || is_owned(to)).then_some(()).ok_or("company")
    }

    fn units<'p>(&self, parts: impl Iterator<Item = (&'p Licence, u32)>) -> Compared {
        let parts: Vec<(&Licence, u32)> = parts.collect();
        self.says("units", parts.iter().map(|(_, units)| u64::from(*units)).sum::<u64>())?;
        let asked = self.fields.get("licence").and_then(|text| Licence::parse(text).ok()).ok_or("licence")?;
        let asked = Catalogue::shipped().canonical(asked);
        parts.iter().all(|(licence, _)| asked.covers(licence)).then_some(()).ok_or("licence")
    }

    fn parts(&self, parts: &[Part]) -> Compared {
        self.units(parts.iter().map(|part| (&part.licence, part.units.get())))?;
        self.lot(parts.iter())
    }

    fn lot<'p>(&self, mut parts: impl Iterator<Item = &'p Part>) -> Compared {
        let named = self.fields.get("lot");
        parts.all(|part| named.is_none_or(|lot| lot == part.lot.to_string())).then_some(()).ok_or("lot")
    }

    /// A correction's target, by its position, is what its event names; of the halves of a move, one of them.
    fn target(&self, entry: &Entry) -> Compared {
        let position = self.fields.get("target").and_then(|text| text.parse().ok()).map(Position).ok_or("target")?;
        let (Some(asked), Some(target)) = (self.asked.at(position), entry.fact.event.target()) else {
            return if self.fields.get("target").is_some() { Ok(()) } else { Err("target") };
        };
        let names = |other: &Entry| {
            (other.stream, other.version, other.event_id) == (entry.stream, target.version, target.event)
        };
        let halves = asked.stream != entry.stream && self.asked.other_half(asked).is_some_and(names);
        (names(asked) || halves).then_some(()).ok_or("target")
    }
}

/// A key as it is written today, or as earlier versions took it.
pub(super) fn key_in(text: &str) -> Option<KeyCode> {
    let plain: String = text.to_uppercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    KeyCode::parse(text).or_else(|_| KeyCode::stored(&plain)).ok()
}

fn folded_company(text: &str) -> String {
    CompanyName::parse(text)
        .or_else(|_| CompanyName::stored(text))
        .map_or_else(|_| text.to_owned(), |name| name.folded())
}

fn folded_project(text: &str) -> String {
    ProjectName::parse(text)
        .or_else(|_| ProjectName::stored(text))
        .map_or_else(|_| text.to_owned(), |name| name.folded())
}

/// Compares what an event says with the fields of its request; the error names the first field that differs.
pub(super) fn told_by(asked: &Asked<'_>, fields: &Fields, act: Act, entry: &Entry) -> Compared {
    let compare = Compare { asked, fields };
    let c = &compare;
    let event = &entry.fact.event;
    let of_the_import_itself = matches!(
        event,
        Event::LedgerCreated(_) | Event::RulebookAdopted(_) | Event::ImportCommitted(_) | Event::LossAccepted(_)
    );
    // What rows of a file say is compared with the file.
    if act == Act::Import && !of_the_import_itself {
        return Ok(());
    }
    match event {
        Event::LedgerCreated(_) => Ok(()),
        Event::RulebookAdopted(e) => c.says("rulebook", e.rulebook).and_then(|()| c.says("name", &e.name)),
        Event::CompanyAdded(e) => c.company(&e.company),
        Event::ProjectOpened(e) => {
            c.company(&e.company)?;
            if act == Act::Open { c.project("project", entry.stream) } else { Ok(()) }
        }
        Event::ImportCommitted(e) => c.says("file", e.file).and_then(|()| c.says("profile", e.profile_hash)),
        Event::LossAccepted(e) => c.says("pinned", format!("{}:{}", e.pinned.size, e.pinned.root)),
        Event::ProjectClosed => c.project("project", entry.stream),
        Event::DeviceAdded(e) => {
            c.project("project", entry.stream)?;
            c.serial("serial", &e.serial)?;
            c.says("model", &e.model)?;
            c.says("role", e.role)?;
            c.says("licensing", e.licensing)?;
            c.says_if("software", e.software)?;
            c.says_if("purchased", e.purchased)
        }
        Event::DeviceSoftwareChanged(e) => c.serial("serial", &e.serial).and_then(|()| c.says("software", e.software)),
        Event::DeviceRoleChanged(e) => {
            c.serial("serial", &e.serial)?;
            c.says_if("role", e.role)?;
            c.says_if("licensing", e.licensing)
        }
        Event::DeviceMovedOut(e) => c.serial("serial", &e.serial).and_then(|()| c.project("to_project", e.to.stream)),
        Event::DeviceMovedIn(e) => {
            c.serial("serial", &e.device.serial).and_then(|()| c.project("to_project", entry.stream))
        }
        Event::DeviceReplaced(e) => {
            c.serial("old", &e.old)?;
            c.serial("new", &e.new)?;
            c.may_say("model", Some(&e.model))?;
            c.text("rma", &e.rma)
        }
        Event::KeyRedeemed(e) => {
            c.project("project", entry.stream)?;
            c.key(&e.key)?;
            items(fields, e).then_some(()).ok_or("items")
        }
        Event::LicencesBound(e) => c.serial("serial", &e.serial).and_then(|()| c.parts(&e.parts)),
        Event::LicencesReleased(e) => {
            c.serial("serial", &e.serial)?;
            c.says("consent_v8", e.consent)?;
            let certificate = fields.get("certificate").map(str::trim);
            (certificate == e.certificate.as_deref().map(str::trim)).then_some(()).ok_or("certificate")?;
            c.parts(&e.parts)
        }
        Event::LicencesConverted(e) => {
            c.project("project", entry.stream)?;
            c.may_say("credits", e.credits)?;
            c.units(e.parts.iter().map(|changed| (&changed.part.licence, changed.part.units.get())))?;
            let version = fields.get("to_version");
            let same = |version: &str| {
                e.parts.iter().all(|p| p.becomes.version.is_some_and(|becomes| becomes.to_string() == version))
            };
            version.is_none_or(same).then_some(()).ok_or("to_version")
        }
        Event::LicencesUpgraded(e) => {
            c.units(e.parts.iter().map(|changed| (&changed.part.licence, changed.part.units.get())))?;
            c.may_say("serial", e.serial.as_ref())?;
            let version = fields.get("to_version").ok_or("to_version")?;
            let same = e.parts.iter().all(|p| p.becomes.version.is_some_and(|becomes| becomes.to_string() == version));
            same.then_some(()).ok_or("to_version")
        }
        Event::LicencesTransferredOut(e) => {
            c.projects(entry.stream, e.to.stream)?;
            c.units(e.lots.iter().map(|lot| (&lot.licence, lot.units.get())))
        }
        Event::LicencesTransferredIn(e) => {
            c.projects(e.from.stream, entry.stream)?;
            c.units(e.lots.iter().map(|lot| (&lot.licence, lot.units.get())))
        }
        Event::CreditsReceived(e) => c.project("project", entry.stream).and_then(|()| c.says("credits", e.credits)),
        Event::CreditsTransferredOut(e) => {
            c.projects(entry.stream, e.to.stream)?;
            c.says("credits", e.credits)
        }
        Event::CreditsTransferredIn(e) => {
            c.projects(e.from.stream, entry.stream)?;
            c.says("credits", e.credits)
        }
        Event::SsaApplied(e) => {
            c.project("project", entry.stream)?;
            c.says_if("years", e.years)?;
            c.may_say("credits", e.credits)?;
            let until = fields.get("until");
            let ends = e.lots.iter().all(|lot| until.is_none_or(|day| day == lot.span.until.to_string()));
            ends.then_some(()).ok_or("until")?;
            let units = e.lots.iter().map(|lot| u64::from(lot.part.units.get())).sum::<u64>();
            c.may_say("units", Some(units))?;
            c.lot(e.lots.iter().map(|lot| &lot.part))
        }
        Event::WarrantyActivated(e) => {
            c.serial("serial", &e.serial)?;
            c.key(&e.extension.key)?;
            c.says("years", e.extension.years)?;
            c.says("variant", e.extension.variant)
        }
        Event::TrialIssued(e) => {
            c.serial("serial", &e.serial)?;
            c.units([(&e.licence, e.units.get())].into_iter())
        }
        Event::NoteAdded(e) => {
            c.text("text", &e.text)?;
            c.says_if("topic", e.topic)?;
            c.may_say("serial", e.serial.as_ref())
        }
        Event::EventAmended(_) if act != Act::Amend => Ok(()),
        Event::EventAnnulled(_) | Event::EventReversed(_) | Event::EventAmended(_) => c.target(entry),
        Event::PeriodClosed(e) => {
            c.says("until", e.until)?;
            let name = fields.get("name").is_some_and(|name| name.trim() == e.name.folded());
            name.then_some(()).ok_or("name")?;
            match &e.project {
                Some(project) => c.project("project", project.stream),
                None => c.says_if("project", None::<&str>),
            }
        }
    }
}

/// The items of a key are those that were asked for, in the catalogue's spelling, and its credits all of them.
fn items(fields: &Fields, redeemed: &crate::event::KeyRedeemed) -> bool {
    let mut credits: Option<u64> = None;
    let mut asked = Vec::new();
    for item in fields.get("items").unwrap_or_default().split(' ').filter(|item| !item.is_empty()) {
        let Some((name, count)) = item.rsplit_once('=') else { return false };
        let Ok(count) = count.parse::<u64>() else { return false };
        if name == "SSC" {
            credits = Some(credits.unwrap_or(0).saturating_add(count));
        } else if let Ok(licence) = Licence::parse(name) {
            asked.push((Catalogue::shipped().canonical(licence), count));
        } else {
            return false;
        }
    }
    let held = redeemed.items.iter().map(|item| (item.licence.clone(), u64::from(item.units.get())));
    asked.into_iter().eq(held) && credits == redeemed.credits.map(|credits| u64::from(credits.get()))
}
