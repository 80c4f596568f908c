//! One typed row of a transactions file, and the two hashes by which a row is known again.
//!
//! Absent by design: whether the act was allowed, and how many times a row was seen before.

use super::column::Column;
use ledger_core::vocabulary::{
    CompanyName, Credits, Day, Hash, KeyCode, Licence, ProjectName, Serial, Software, Units, Version, Years, composed,
    decomposed,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;

macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
        pub(crate) enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// The word for it in events, JSON and hashes.
            pub(crate) fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

word_enum!(
    /// What a row says that happened.
    Act {
        /// An activation key was redeemed into a project.
        Credit = "credit",
        /// Licences were bound to a device.
        Bind = "bind",
        /// Licences were given back by a device.
        Release = "release",
        /// Licences in the balance became another version.
        Convert = "convert",
        /// Licences became a newer version under SSA.
        Upgrade = "upgrade",
        /// Credits came into a project without a key.
        SscCredit = "ssc-credit",
        /// SSA was bought or extended.
        Ssa = "ssa",
        /// A warranty extension was activated.
        Warranty = "warranty",
        /// A device came into a project.
        Device = "device",
        /// Licences, credits or a device went to another project.
        Transfer = "transfer",
        /// A device was exchanged for another.
        Replace = "replace",
        /// A device got another software version.
        Software = "software",
        /// A device got another role or kind of licensing.
        Role = "role",
        /// A device got trial licences.
        Trial = "trial",
        /// A project rents.
        Rental = "rental",
        /// Something worth remembering.
        Note = "note",
        /// A project was closed.
        Close = "close",
    }
);

impl Act {
    /// Every act, in its order.
    pub(super) const ALL: [Act; 17] = [
        Self::Credit,
        Self::Bind,
        Self::Release,
        Self::Convert,
        Self::Upgrade,
        Self::SscCredit,
        Self::Ssa,
        Self::Warranty,
        Self::Device,
        Self::Transfer,
        Self::Replace,
        Self::Software,
        Self::Role,
        Self::Trial,
        Self::Rental,
        Self::Note,
        Self::Close,
    ];
}

word_enum!(
    /// What a device does in its installation.
    Role {
        /// Licence master.
        Master = "master",
        /// Takes licences from the master.
        Slave = "slave",
        /// Stands in for the master.
        Standby = "standby",
        /// Gateway only.
        Gateway = "gateway",
    }
);

word_enum!(
    /// Where a device takes its licences from.
    Licensing {
        /// From the master.
        Central = "central",
        /// From itself.
        Decentral = "decentral",
    }
);

word_enum!(
    /// When a warranty extension was bought.
    WarrantyVariant {
        /// Together with the device.
        AtPurchase = "at-purchase",
        /// Later, inside the base warranty.
        AfterPurchase = "after-purchase",
    }
);

/// A transaction as the file tells it: every filled cell understood, every blank one absent.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Physical line on which the row begins, from 1.
    pub line: u64,
    /// The row's source text, cut to 500 characters. Not escaped.
    pub raw: String,
    /// Day of the act.
    pub date: Day,
    /// What happened.
    pub act: Act,
    /// Company that owns the project.
    pub company: Option<CompanyName>,
    /// Project.
    pub project: Option<ProjectName>,
    /// Serial number of the device.
    pub serial: Option<Serial>,
    /// Model of the device.
    pub model: Option<String>,
    /// Kind of licence.
    pub licence: Option<Licence>,
    /// The licence's name as the file spells it.
    pub licence_raw: Option<String>,
    /// Number of licences.
    pub quantity: Option<Units>,
    /// Version that is converted or upgraded to.
    pub to_version: Option<Version>,
    /// Software service credits.
    pub ssc: Option<Credits>,
    /// The day in the column for the end of SSA, as the file has it.
    pub ssa_until: Option<Day>,
    /// Term in years.
    pub years: Option<Years>,
    /// Activation key.
    pub key: Option<KeyCode>,
    /// Certificate of a release or a key.
    pub certificate: Option<String>,
    /// The other side: a project, or the canonical serial number of the new device in a replacement.
    pub to: Option<String>,
    /// The source's reference; the RMA number of a replacement.
    pub reference: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// Role of the device.
    pub role: Option<Role>,
    /// Central or decentral licensing.
    pub licensing: Option<Licensing>,
    /// Major version of the device's software.
    pub software: Option<Software>,
    /// Day on which the device was bought.
    pub purchased: Option<Day>,
    /// Variant of a warranty extension.
    pub variant: Option<WarrantyVariant>,
    /// Consent that the device stays at V8 or higher.
    pub consent: Option<bool>,
    /// Cells of names and keys that the file spells in another way than the fields above.
    pub respelt: BTreeMap<Column, String>,
}

/// By what a row is known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    /// BLAKE3 of all normalised fields.
    pub content: Hash,
    /// BLAKE3 of what names the transaction.
    pub business: Hash,
}

/// In which letters a file may have spelt a row when an earlier version, which took names as they were spelt, read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spelling {
    /// As this file does.
    AsGiven,
    /// In composed letters, as most programs write.
    Composed,
    /// In letters of parts, as a Mac writes names of files.
    Decomposed,
}

impl Spelling {
    /// Each of them.
    pub(crate) const ALL: [Self; 3] = [Self::AsGiven, Self::Composed, Self::Decomposed];
}

impl Row {
    /// By what the row is known again, however it is spelled or where it stands.
    pub(crate) fn known(&self) -> Known {
        self.known_by(&|column| self.named(column))
    }

    /// By what an earlier version knew the row if a file spelt it so.
    pub(crate) fn known_before(&self, spelling: Spelling) -> Known {
        self.known_by(&|column| self.named_before(column, spelling))
    }

    /// The text that stands for a column of names or keys in the hashes.
    pub(crate) fn named(&self, column: Column) -> Option<String> {
        match column {
            Column::Company => self.company.as_ref().map(CompanyName::folded),
            Column::Project => self.project.as_ref().map(ProjectName::folded),
            Column::Key => self.key.as_ref().map(KeyCode::folded),
            Column::To => self.to.as_ref().map(|to| to.to_lowercase()),
            Column::Reference => self.reference.clone(),
            Column::Model => self.model.clone(),
            Column::Certificate => self.certificate.clone(),
            _ => None,
        }
    }

    /// The same as an earlier version had it.
    pub(crate) fn named_before(&self, column: Column, spelling: Spelling) -> Option<String> {
        let text = match (self.respelt.get(&column), column) {
            (None, _) => self.named(column)?,
            (Some(given), Column::Key) => {
                given.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_uppercase()
            }
            (Some(given), Column::Company | Column::Project | Column::To) => given.to_lowercase(),
            (Some(given), _) => given.clone(),
        };
        Some(match spelling {
            Spelling::AsGiven => text,
            Spelling::Composed => composed(&text),
            Spelling::Decomposed => decomposed(&text),
        })
    }

    fn known_by(&self, named: &dyn Fn(Column) -> Option<String>) -> Known {
        let mut fields = Fields::new("licledger.row/1");
        self.identity(&mut fields, named);
        fields.shown(self.quantity);
        fields.shown(self.to_version);
        fields.shown(self.ssc);
        fields.shown(self.ssa_until);
        fields.shown(self.years);
        fields.text(named(Column::Model).as_deref());
        fields.text(named(Column::Certificate).as_deref());
        fields.text(self.note.as_deref());
        fields.shown(self.role);
        fields.shown(self.licensing);
        // Rows were told apart by the major version before releases were kept.
        fields.shown(self.software.map(Software::major));
        fields.shown(self.purchased);
        fields.shown(self.variant);
        fields.shown(self.consent);
        let content = fields.hash();
        let mut fields = Fields::new("licledger.row-key/1");
        self.identity(&mut fields, named);
        Known { content, business: fields.hash() }
    }

    /// What names the transaction; rows that share it and differ otherwise contradict or repeat each other.
    fn identity(&self, fields: &mut Fields, named: &dyn Fn(Column) -> Option<String>) {
        fields.shown(Some(self.date));
        fields.shown(Some(self.act));
        fields.text(named(Column::Company).as_deref());
        fields.text(named(Column::Project).as_deref());
        fields.text(self.serial.as_ref().map(Serial::as_str));
        fields.text(self.licence.as_ref().map(|licence| licence.to_string().to_lowercase()).as_deref());
        fields.text(named(Column::Key).as_deref());
        fields.text(named(Column::To).as_deref());
        fields.text(named(Column::Reference).as_deref());
    }
}

/// Hashes fields so that no two lists of fields give the same bytes: a mark of presence, the length, the text.
struct Fields(blake3::Hasher);

impl Fields {
    fn new(domain: &str) -> Self {
        let mut fields = Self(blake3::Hasher::new());
        fields.text(Some(domain));
        fields
    }

    fn text(&mut self, text: Option<&str>) {
        let Some(text) = text else {
            self.0.update(&[0]);
            return;
        };
        let len = u64::try_from(text.len()).unwrap_or(u64::MAX);
        self.0.update(&[1]).update(&len.to_be_bytes()).update(text.as_bytes());
    }

    fn shown(&mut self, value: Option<impl fmt::Display>) {
        self.text(value.map(|value| value.to_string()).as_deref());
    }

    fn hash(self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}
