//! Imports through the program itself: files as bytes, answers as the program gives them.
//!
//! Reading order: `desk` (a ledger and the program), `table` (a file as rows, written in many ways), then what is
//! asked of imports, a module each. Absent by design: single cells and headings, which the reader's own tests have.

#[path = "imports/again.rs"]
mod again;
#[path = "imports/corrected.rs"]
mod corrected;
#[path = "imports/days.rs"]
mod days;
#[path = "imports/desk.rs"]
mod desk;
#[path = "imports/facts.rs"]
mod facts;
#[path = "imports/faults.rs"]
mod faults;
#[path = "imports/forms.rs"]
mod forms;
#[path = "imports/hostile.rs"]
mod hostile;
#[path = "imports/killed.rs"]
mod killed;
#[path = "imports/late.rs"]
mod late;
#[path = "imports/spellings.rs"]
mod spellings;
#[path = "imports/table.rs"]
mod table;
