//! `project`: where licences are counted.

use super::{read, record::record};
use crate::args::{ProjectAsk, ProjectVerb, Question};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::say;
use ledger_core::vocabulary::{ProjectName, Step};

/// Opens, closes or shows projects.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: ProjectVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        ProjectVerb::Open { name, writing } => {
            let project = edge::word("NAME", &name, ProjectName::parse)?;
            let next = say!("usage-company-next", list = Step::ListCompanies);
            let missing = || Fault::usage("--company", "it is not said whose project it is", next);
            let company = context.company.clone().ok_or_else(missing)?;
            record(context, &writing, Command::OpenProject { company, project })
        }
        ProjectVerb::Close { name, writing } => {
            let project = context.choice("NAME", &name)?;
            record(context, &writing, Command::CloseProject { project })
        }
        ProjectVerb::List => read::run(&Question::Project(ProjectAsk::List), context),
        ProjectVerb::Show { name } => read::run(&Question::Project(ProjectAsk::Show(name)), context),
    }
}
