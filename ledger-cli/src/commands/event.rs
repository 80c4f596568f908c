//! `event note`: something worth remembering, without effect on any figure.

use super::record::record;
use crate::args::{TopicWord, Writing};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::vocabulary::Serial;

/// Writes a note about a project, a device, or a device in a project.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn note(
    context: &Context,
    text: &str,
    device: Option<&String>,
    topic: Option<TopicWord>,
    writing: &Writing,
) -> Result<Done, Fault> {
    let serial = edge::optional("--device", device, Serial::parse)?;
    let project = if serial.is_none() { Some(context.needs_project()?) } else { context.project_choice() };
    let text = edge::text("TEXT", text)?;
    record(context, writing, Command::AddNote { project, serial, text, topic: topic.map(Into::into) })
}
