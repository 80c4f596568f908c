//! The words of the business: ids, days, quantities, licence names and serial numbers.
//!
//! Everything here is parsed once, at the edge, into a value that cannot be wrong. Absent by design: rules,
//! files, clocks, and the knowledge of which licence families exist (that is the catalogue's).

mod day;
mod fault;
mod head;
mod ids;
mod licence;
mod names;
mod quantity;
mod say;
mod serial;
mod software;
mod spelling;
mod step;

pub use day::{Day, Span};
pub use fault::Fault;
pub use head::Head;
pub use ids::{CommandId, EventId, Hash, LedgerId, LotId, Position, StreamId};
pub use licence::{Family, Licence, Variant};
pub use names::{Actor, ClosingName, CompanyName, KeyCode, ProjectName};
pub use quantity::{Credits, Units, Version, Years, in_years};
pub use say::{Arg, Say, ToArg};
pub use serial::{Serial, SerialKind, VendorPrefix};
pub use software::Software;
pub use spelling::{code_point, composed, decomposed, hidden, is_blank, is_dash, is_hidden, one_spelling};
pub use step::{Named, Step};
