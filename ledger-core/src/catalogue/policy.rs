//! The closed list of policies: questions that a rulebook answers by a number, a yes or no, or "unknown".
//!
//! A policy is never removed and never changes its unit, since rulebooks of old ledgers name it. Absent by design:
//! the answers, which are rulebook data.

/// What a policy's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyKind {
    /// A whole number from `least` to `most` of a unit.
    Number {
        /// Smallest value that makes sense.
        least: u32,
        /// Largest value that makes sense.
        most: u32,
        /// What is counted.
        unit: &'static str,
    },
    /// Yes or no.
    Flag,
}

const fn number(least: u32, most: u32, unit: &'static str) -> PolicyKind {
    PolicyKind::Number { least, most, unit }
}

macro_rules! policies {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $kind:expr;)*) => {
        /// A question that a rulebook answers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Policy {
            $($(#[$doc])* $variant,)*
        }

        impl Policy {
    /// Whether a rule or a derivation reads it; the others are known, sourced and kept for what is still to be built.
    pub fn is_read(self) -> bool {
        matches!(
            self,
            Self::ReleaseMinVersion
                | Self::IpvaOtherLicencesReleased
                | Self::ConversionSsaYears
                | Self::SsaLateFactor
                | Self::SsaLateFactorLow
                | Self::SsaLateFactorHigh
                | Self::ReminderFirstDays
                | Self::ReminderSecondDays
                | Self::ReminderThirdDays
                | Self::TrialMonths
                | Self::TrialOnceFromVersion
                | Self::TrialNoneUpToVersion
                | Self::WarrantyBaseMonths
                | Self::WarrantyExtensionMaxYears
                | Self::WarrantyAtPurchaseFindingDays
        )
    }

            /// All policies.
            pub const ALL: &'static [Policy] = &[$(Self::$variant,)*];

            /// The name of this policy in rulebooks.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// What its value is.
            pub fn kind(self) -> PolicyKind {
                match self {
                    $(Self::$variant => $kind,)*
                }
            }
        }
    };
}

policies! {
    /// Lowest licence version and device software that a release needs (REL-1).
    ReleaseMinVersion = "release_min_version", number(1, 99, "version");
    /// Licence version that is released only with consent (REL-5).
    ReleaseLegacyConsentVersion = "release_legacy_consent_version", number(1, 99, "version");
    /// Whether licences other than `PBX-IPVA` are released from an IPVA (REL-6).
    IpvaOtherLicencesReleased = "ipva_other_licences_released", PolicyKind::Flag;
    /// Lowest software version for a move to central licensing (MAS-5).
    CentralLicensingMinVersion = "central_licensing_min_version", number(1, 99, "version");
    /// Years of SSA that a conversion in the balance is charged (SSA-6).
    ConversionSsaYears = "conversion_ssa_years", number(0, 10, "years");
    /// Whether a conversion keeps the first-binding date (SSA-1).
    ConversionKeepsFirstBinding = "conversion_keeps_first_binding", PolicyKind::Flag;
    /// Whether a conversion to a lower version is treated as one to a higher (SSA-6).
    ConversionDownCounts = "conversion_down_counts", PolicyKind::Flag;
    /// Days after the end of coverage within which an extension is not late.
    SsaGraceDays = "ssa_grace_days", number(0, 366, "days");
    /// How many times the credits of late years are charged (SSA-4).
    SsaLateFactor = "ssa_late_factor", number(1, 10, "factor");
    /// Lower bound of the late factor, for estimates (SSA-4).
    SsaLateFactorLow = "ssa_late_factor_low", number(1, 10, "factor");
    /// Upper bound of the late factor, for estimates (SSA-4).
    SsaLateFactorHigh = "ssa_late_factor_high", number(1, 10, "factor");
    /// Whether the first binding brings coverage of its own.
    SsaWithFirstBinding = "ssa_with_first_binding", PolicyKind::Flag;
    /// Whether a licence added to a covered project takes over the project's coverage.
    SsaJoinsProjectCoverage = "ssa_joins_project_coverage", PolicyKind::Flag;
    /// Whether credits come back on release, conversion or early end.
    Refund = "refund", PolicyKind::Flag;
    /// Whether an upgrade to a version older than the first binding is covered (SSA-5).
    UpgradeBeforeFirstBindingCovered = "upgrade_before_first_binding_covered", PolicyKind::Flag;
    /// Days before the end of coverage on which the first reminder is due (SSA-8).
    ReminderFirstDays = "reminder_first_days", number(0, 3660, "days");
    /// Days before the end of coverage on which the second reminder is due (SSA-8).
    ReminderSecondDays = "reminder_second_days", number(0, 3660, "days");
    /// Days before the end of coverage on which the third reminder is due (SSA-8).
    ReminderThirdDays = "reminder_third_days", number(0, 3660, "days");
    /// Whether an RMA replacement keeps all dates (PRJ-7).
    ReplacementKeepsDates = "replacement_keeps_dates", PolicyKind::Flag;
    /// Term of a trial licence (PRJ-8).
    TrialMonths = "trial_months", number(1, 120, "months");
    /// Version from which a device gets one trial only (PRJ-8).
    TrialOnceFromVersion = "trial_once_from_version", number(1, 99, "version");
    /// Highest version that has no trial (PRJ-8).
    TrialNoneUpToVersion = "trial_none_up_to_version", number(1, 99, "version");
    /// Warranty from the purchase of a device (WAR-1).
    WarrantyBaseMonths = "warranty_base_months", number(1, 120, "months");
    /// Most years of a warranty extension (WAR-2).
    WarrantyExtensionMaxYears = "warranty_extension_max_years", number(1, 50, "years");
    /// Days after the purchase from which an activation "at purchase" is a finding (WAR-5).
    WarrantyAtPurchaseFindingDays = "warranty_at_purchase_finding_days", number(0, 366, "days");
}

impl Policy {
    /// The policy of this name; `None` if there is none.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|policy| policy.word() == word)
    }

    /// The smallest number that it can be; 0 for yes or no.
    pub fn least(self) -> u32 {
        match self.kind() {
            PolicyKind::Number { least, .. } => least,
            PolicyKind::Flag => 0,
        }
    }

    /// What its value counts: `days`, `version`, `yes/no`.
    pub fn unit(self) -> &'static str {
        match self.kind() {
            PolicyKind::Number { unit, .. } => unit,
            PolicyKind::Flag => "yes/no",
        }
    }
}
