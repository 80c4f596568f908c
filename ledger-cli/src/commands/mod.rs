//! Commands: each verb of the command line becomes a question or an order to the core.
//!
//! One file for each noun; `record` is the way that every write goes. Absent by design: parsing of options, rules,
//! layout.

mod close;
mod company;
mod credit;
mod demo;
mod device;
mod event;
mod heard;
mod import;
mod init;
mod key;
mod licence;
mod project;
pub(crate) mod read;
pub(crate) mod record;
mod restore;
mod rulebook;
mod rules;
mod show;
mod ssa;
mod status;
mod warranty;

use crate::args::{EventVerb, Format, Question, SsaVerb, Verb, WarrantyVerb};
use crate::context::Context;
use crate::fault::{Done, Fault};
use ledger_core::say;
use ledger_core::vocabulary::Step;

/// Does what the command line says.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: Verb, context: &Context) -> Result<Done, Fault> {
    calendar(&verb, context)?;
    heard::heard(&verb, context)?;
    let ask = |question: Question| read::run(&question, context);
    match verb {
        Verb::Init(args) => init::run(&args, context),
        Verb::Company(verb) => company::run(verb, context),
        Verb::Project(verb) => project::run(verb, context),
        Verb::Device(verb) => device::run(verb, context),
        Verb::Key(verb) => key::run(verb, context),
        Verb::Licence(verb) => licence::run(&verb, context),
        Verb::Ssa { show, verb: None } | Verb::Ssa { verb: Some(SsaVerb::Show(show)), .. } => ask(Question::Ssa(show)),
        Verb::Ssa { verb: Some(SsaVerb::Quote(args)), .. } => ask(Question::Quote(args)),
        Verb::Ssa { verb: Some(SsaVerb::Apply(apply)), .. } => ssa::apply(&apply, context),
        Verb::Credit(verb) => credit::run(&verb, context),
        Verb::Warranty { show, verb: None } | Verb::Warranty { verb: Some(WarrantyVerb::Show(show)), .. } => {
            ask(Question::Warranty(show))
        }
        Verb::Warranty {
            verb: Some(WarrantyVerb::Activate { key, device, years, variant, bought, writing }), ..
        } => warranty::activate(context, &key, &device, &years, variant, bought.as_ref(), &writing),
        Verb::Balance(args) => ask(Question::Balance(args)),
        Verb::Due(args) => ask(Question::Due(args)),
        Verb::Register(args) => ask(Question::Register(args)),
        Verb::History(args) => ask(Question::History(args)),
        Verb::Explain(args) => ask(Question::Explain(args)),
        Verb::Diff(args) => ask(Question::Diff(args)),
        Verb::Restatement(args) => ask(Question::Restatement(args)),
        Verb::Late(args) => ask(Question::Late(args)),
        Verb::Who => ask(Question::Who),
        Verb::Corrections => ask(Question::Corrections),
        Verb::Event(EventVerb::Ask(args)) => ask(Question::Event(args)),
        Verb::Event(EventVerb::Annul(args)) => event::annul(context, &args),
        Verb::Event(EventVerb::Reverse(args)) => event::reverse(context, &args),
        Verb::Event(EventVerb::Amend(args)) => event::amend(context, &args),
        Verb::Event(EventVerb::Note { text, device, topic, writing }) => {
            event::note(context, &text, device.as_ref(), topic, &writing)
        }
        Verb::Close(args) => close::run(&args, context),
        Verb::Rulebook(verb) => rulebook::run(&verb, context),
        Verb::Rules { code } => rules::run(code.as_deref(), context),
        Verb::Import(args) => import::run(&args, context),
        Verb::Status { command_id: Some(id) } => status::command(&id, context),
        Verb::Status { command_id: None } => ask(Question::Status),
        Verb::Verify(args) => ask(Question::Verify(args)),
        Verb::Replay(args) => ask(Question::Replay(args)),
        Verb::Restore(args) => restore::run(&args, context),
        Verb::Demo(args) => demo::run(&args, context),
    }
}

/// A calendar holds ends, and nothing else is one.
fn calendar(verb: &Verb, context: &Context) -> Result<(), Fault> {
    if context.format != Format::Ics || matches!(verb, Verb::Due(_)) {
        return Ok(());
    }
    let next = say!("usage-calendar-next", due = Step::ShowDue { calendar: true });
    Err(Fault::usage("--format ics", "only `due` can be shown as a calendar", next))
}
