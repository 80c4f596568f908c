//! x
pub mod seal;
pub mod subject;
