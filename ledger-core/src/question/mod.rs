//! Questions: what reports ask of a view. Every answer is a typed table that knows no format.
//!
//! Table of contents, from the daily questions to the rare ones: [`balance`], [`ssa`], [`warranty`], [`register`],
//! [`history`]; why a figure is what it is: [`explain`]; what lies ahead: [`due`], [`quote`]; two points compared, figure by [`figure`]:
//! [`diff`], [`restatement`]; when and by whom things were recorded, and what was corrected: [`late`], [`who`], [`corrections`]; what adjusts closed periods, said with
//! every answer: [`adjustment`]; what there is: [`holding`] (companies, projects, devices, keys); the record itself:
//! [`record`].
//! Absent by design: formats, languages, stores.

pub mod adjustment;
pub mod answer;
pub mod balance;
mod between;
pub mod corrections;
pub mod diff;
pub mod due;
pub mod explain;
pub mod figure;
pub mod history;
pub mod holding;
pub mod label;
pub mod late;
pub mod links;
pub mod movement;
pub mod moves;
pub mod quote;
pub mod record;
pub mod register;
pub mod restatement;
pub mod ssa;
mod view;
pub mod warranty;
pub mod who;
mod whose;
pub mod window;

pub use answer::{Align, Answer, Basis, Body, Branch, Cell, Column, Node, Row, Table};
pub use label::{Label, Labels};
pub use view::{Loss, View};
pub use whose::Whose;

use crate::vocabulary::{Family, Licence};
use movement::Amount;

/// Which licences an answer is limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One licence, in all its tiers.
    Licence(Licence),
    /// Every version of a family.
    Family(Family),
    /// Service credits.
    Credits,
}

impl Kind {
    fn is(&self, licence: &Licence) -> bool {
        match self {
            Self::Licence(wanted) => *wanted == licence.untiered(),
            Self::Family(family) => *family == licence.family,
            Self::Credits => false,
        }
    }

    /// Whether what moves is meant.
    fn is_of(&self, amount: &Amount) -> bool {
        match amount {
            Amount::Units(licence, _) => self.is(licence),
            Amount::Credits(_) => *self == Self::Credits,
        }
    }
}

fn wants(only: Option<&Kind>, licence: &Licence) -> bool {
    only.is_none_or(|kind| kind.is(licence))
}
