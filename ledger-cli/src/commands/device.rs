//! `device`: what licences are bound to.

use super::{read, record::record};
use crate::args::{DeviceAdd, DeviceAsk, DeviceVerb, Question};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::Command;
use ledger_core::event::{DeviceAdded, Role};
use ledger_core::vocabulary::{self, Day, Serial, Software};

/// Adds, changes, moves, replaces or shows devices.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: DeviceVerb, context: &Context) -> Result<Done, Fault> {
    let serial = |text: &str| edge::word("SERIAL", text, Serial::parse);
    match verb {
        DeviceVerb::Add(args) => add(&args, context),
        DeviceVerb::List => read::run(&Question::Device(DeviceAsk::List), context),
        DeviceVerb::Show { serial } => read::run(&Question::Device(DeviceAsk::Show(serial)), context),
        DeviceVerb::Software { device, software, writing } => {
            let software = edge::word("VERSION", &software, Software::parse)?;
            record(context, &writing, Command::ChangeSoftware { serial: serial(&device)?, software })
        }
        DeviceVerb::Role { device, role, licensing, writing } => {
            let (role, licensing) = (role.map(Into::into), licensing.map(Into::into));
            record(context, &writing, Command::ChangeRole { serial: serial(&device)?, role, licensing })
        }
        DeviceVerb::Move { device, to_project, writing } => {
            let to = context.choice("--to-project", &to_project)?;
            record(context, &writing, Command::MoveDevice { serial: serial(&device)?, to })
        }
        DeviceVerb::Replace { old, new, rma, model, writing } => {
            let (old, new) = (edge::word("OLD", &old, Serial::parse)?, edge::word("NEW", &new, Serial::parse)?);
            let model = model.map(|text| model_name(&text)).transpose()?;
            let rma = edge::quoted("--rma", rma.as_deref().unwrap_or_default())?;
            record(context, &writing, Command::ReplaceDevice { old, new, model, rma })
        }
    }
}

fn add(args: &DeviceAdd, context: &Context) -> Result<Done, Fault> {
    let project = context.needs_project()?;
    let model = model_name(&args.model)?;
    let runs_pbx = Catalogue::shipped().model(&model).is_some_and(|model| model.pbx);
    let usual = if runs_pbx { Role::Master } else { Role::Gateway };
    let device = DeviceAdded {
        serial: edge::word("SERIAL", &args.device, Serial::parse)?,
        model,
        role: args.role.map_or(usual, Into::into),
        licensing: args.licensing.into(),
        software: edge::optional("--software", args.software.as_ref(), Software::parse)?,
        purchased: edge::optional("--purchased", args.purchased.as_ref(), Day::parse)?,
    };
    record(context, &args.writing, Command::AddDevice { project, device })
}

/// Models are written in lower case; the rules say what they make of an unknown one.
fn model_name(text: &str) -> Result<String, Fault> {
    Ok(vocabulary::one_spelling(&edge::text("--model", text)?).to_lowercase())
}
