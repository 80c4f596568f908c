//! Kinds of histories: what each of them is rich in, so that nothing that can happen is left to rare chance.
//!
//! Absent by design: how an order is made; a kind only says how often each is asked for.

use super::Shares;

/// A kind of history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A little of everything.
    Mixed,
    /// Amendments of every field of every event, with values right and wrong.
    Amendments,
    /// Reversals of every kind of event.
    Reversals,
    /// Acts that lie before a replacement, a move or a release that took everything, and are recorded after it.
    LateFacts,
    /// 30 to 100 lots of one licence, base and tier, some bound and released on days of their own.
    Lots,
    /// Licences that are converted before they are bound.
    Conversions,
    /// Days about the end of February.
    LeapDays,
    /// Credits that are named, equal to the rulebook's value or beside it.
    Credits,
    /// Virtual machines: hardware licences on them, IPVA licences elsewhere, replacements, warranties.
    Virtual,
}

/// What can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ask {
    AddDevice,
    Redeem,
    Bind,
    Release,
    Convert,
    Upgrade,
    Transfer,
    Receive,
    TransferCredits,
    ApplySsa,
    Warranty,
    Trial,
    Replace,
    MoveDevice,
    Software,
    Role,
    Note,
    CloseOrOpen,
}

/// Everything that can be asked for, in the order of [`Kind::weights`].
pub(super) const ASKS: [Ask; 18] = [
    Ask::AddDevice,
    Ask::Redeem,
    Ask::Bind,
    Ask::Release,
    Ask::Convert,
    Ask::Upgrade,
    Ask::Transfer,
    Ask::Receive,
    Ask::TransferCredits,
    Ask::ApplySsa,
    Ask::Warranty,
    Ask::Trial,
    Ask::Replace,
    Ask::MoveDevice,
    Ask::Software,
    Ask::Role,
    Ask::Note,
    Ask::CloseOrOpen,
];

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Mixed,
        Self::Amendments,
        Self::Reversals,
        Self::LateFacts,
        Self::Lots,
        Self::Conversions,
        Self::LeapDays,
        Self::Credits,
        Self::Virtual,
    ];

    /// Its name, as a person asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mixed => "mixed",
            Self::Amendments => "amendments",
            Self::Reversals => "reversals",
            Self::LateFacts => "late-facts",
            Self::Lots => "lots",
            Self::Conversions => "conversions",
            Self::LeapDays => "leap-days",
            Self::Credits => "credits",
            Self::Virtual => "virtual",
        }
    }

    /// The kind of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What the orders of a history of this kind are like.
    pub fn shares(self, seed: u64) -> Shares {
        let facts = if seed.is_multiple_of(2) { 0 } else { 20 };
        match self {
            Self::Mixed => Shares::of(seed),
            Self::Amendments | Self::Reversals => Shares { facts, late: 10, corrections: 45 },
            Self::LateFacts => Shares { facts: 2 * facts, late: 45, corrections: 4 },
            Self::Lots => Shares { facts: facts / 2, late: 0, corrections: 0 },
            Self::Conversions | Self::LeapDays | Self::Credits => Shares { facts: facts / 2, late: 6, corrections: 8 },
            Self::Virtual => Shares { facts, late: 6, corrections: 8 },
        }
    }

    /// How often each of [`ASKS`] is asked for, as shares of their sum.
    pub(super) fn weights(self) -> [u64; 18] {
        match self {
            Self::Mixed => [8, 16, 20, 12, 6, 8, 6, 5, 3, 13, 4, 3, 3, 4, 4, 1, 1, 1],
            Self::Amendments => [5, 14, 20, 9, 9, 6, 4, 3, 2, 20, 6, 4, 3, 3, 3, 1, 1, 1],
            Self::Reversals => [5, 14, 24, 9, 8, 4, 4, 3, 2, 16, 8, 5, 3, 3, 3, 1, 1, 1],
            Self::LateFacts => [6, 14, 20, 16, 3, 2, 6, 3, 1, 12, 3, 4, 10, 8, 4, 1, 1, 0],
            Self::Lots => [1, 1, 20, 16, 10, 8, 10, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0],
            Self::Conversions => [2, 14, 16, 8, 26, 6, 4, 4, 0, 24, 0, 0, 1, 1, 1, 0, 0, 0],
            Self::LeapDays => [6, 10, 16, 6, 6, 3, 2, 6, 0, 30, 8, 6, 1, 1, 1, 0, 0, 0],
            Self::Credits => [2, 12, 18, 6, 16, 2, 2, 8, 4, 32, 0, 0, 1, 1, 1, 0, 0, 0],
            Self::Virtual => [16, 14, 24, 12, 2, 3, 3, 1, 0, 3, 10, 5, 12, 4, 3, 1, 0, 0],
        }
    }
}
