//! Questions
pub mod report;
