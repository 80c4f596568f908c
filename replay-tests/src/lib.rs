//! What the tests share: scenarios as text, a second plain model of the book, and a generator of histories.
//!
//! Absent by design: anything that the program itself uses.

pub mod generate;
pub mod hints;
pub mod large;
pub mod model;
pub mod place;
pub mod program;
pub mod scenario;
pub mod schemas;
pub mod stranger;
