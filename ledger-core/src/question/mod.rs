//! Questions: what reports ask of a view. Every answer is a typed table that knows no format.
//!
//! Table of contents, from the daily questions to the rare ones: [`balance`], [`ssa`], [`warranty`], [`register`],
//! [`history`]; what there is: [`holding`] (companies, projects, devices, keys); the record itself: [`record`].
//! Absent by design: formats, languages, stores.

pub mod balance;
pub mod history;
pub mod holding;
pub mod movement;
pub mod record;
pub mod register;
pub mod report;
pub mod ssa;
mod view;
pub mod warranty;

pub use report::{Align, Basis, Cell, Column, Report};
pub use view::View;
