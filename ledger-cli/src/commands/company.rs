//! `company`: the owners of projects.

use super::{read, record::record};
use crate::args::{CompanyAsk, CompanyVerb, Question};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::vocabulary::CompanyName;

/// Adds or shows companies.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: CompanyVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        CompanyVerb::Add { name, writing } => {
            let company = edge::word("NAME", &name, CompanyName::parse)?;
            record(context, &writing, Command::AddCompany { company })
        }
        CompanyVerb::List => read::run(&Question::Company(CompanyAsk::List), context),
        CompanyVerb::Show { name } => read::run(&Question::Company(CompanyAsk::Show(name)), context),
    }
}
