//! x
pub mod event;
pub mod vocabulary;
