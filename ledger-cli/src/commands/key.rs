//! `key`: activation keys, which credit what they hold.

use super::{read, record::record};
use crate::args::{KeyAsk, KeyVerb, Question};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::{Command, ItemAsked};
use ledger_core::vocabulary::KeyCode;

/// Redeems or lists keys.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: KeyVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        KeyVerb::Redeem { key, items, writing } => {
            let project = context.needs_project()?;
            let key = edge::word("KEY", &key, KeyCode::parse)?;
            let items: Vec<ItemAsked> = items.iter().map(|item| edge::item(item)).collect::<Result<_, _>>()?;
            record(context, &writing, Command::RedeemKey { project, key, items })
        }
        KeyVerb::List => read::run(&Question::Key(KeyAsk::List), context),
    }
}
