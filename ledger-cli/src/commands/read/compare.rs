//! Questions about two points: diff.
//!
//! Absent by design: what differs (the core's questions) and how it looks.

use super::found;
use crate::args::DiffArgs;
use crate::context::Context;
use crate::edge::{self, Known};
use crate::fault::Fault;
use crate::open;
use ledger_core::ledger::{Ask, Ledger};
use ledger_core::question::{Report, View, diff};
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::Day;
use std::collections::BTreeSet;

/// What differs between two points; a coordinate of the first that is not named is that of the second.
pub(super) fn diff_of(args: &DiffArgs, context: &Context) -> Result<Report, Fault> {
    if args.from_as_of.is_none() && args.from_known_at.is_none() {
        let next = "add `--from-as-of DATE`, `--from-known-at POSITION`, or both";
        return Err(Fault::usage("diff", "it is not said with what to compare", next));
    }
    let day = edge::optional("--from-as-of", args.from_as_of.as_ref(), Day::parse)?;
    let known = args.from_known_at.as_ref().map(|text| edge::known("--from-known-at", text)).transpose()?;
    let ledger = open::open(context)?;
    let to = settled(&ledger, context)?;
    let from = Ask {
        scope: context.scope(),
        as_of: day.unwrap_or(to.as_of),
        known_at: known.map(|known| number(&ledger, known)).transpose()?.or(to.known_at),
    };
    let (before, after) = pair(&ledger, &from, &to)?;
    Ok(diff::diff(&before, &after))
}

/// The point that the options of every verb name, held fast while others write.
fn settled(ledger: &Ledger<Sqlite>, context: &Context) -> Result<Ask, Fault> {
    let ask = context.ask(context.scope());
    let known_at = match ask.known_at {
        Some(known_at) => known_at,
        None => ledger.head()?.size,
    };
    Ok(Ask { known_at: Some(known_at), ..ask })
}

fn number(ledger: &Ledger<Sqlite>, known: Known) -> Result<u64, Fault> {
    match known {
        Known::Position(position) => Ok(position),
        Known::Time(time) => Ok(ledger.known_by(time)?),
    }
}

/// Both views; what one of them does not know yet is nothing there.
fn pair(ledger: &Ledger<Sqlite>, from: &Ask, to: &Ask) -> Result<(View, View), Fault> {
    match (found(ledger, from)?, found(ledger, to)?) {
        (Some(before), Some(after)) => Ok((before, after)),
        (None, Some(after)) => Ok((nothing(ledger, from)?, after)),
        (Some(before), None) => Ok((before, nothing(ledger, to)?)),
        (None, None) => Ok((ledger.view(from)?, ledger.view(to)?)),
    }
}

/// A view at a point at which nothing was known of what is asked for.
fn nothing(ledger: &Ledger<Sqlite>, ask: &Ask) -> Result<View, Fault> {
    let mut view = ledger.view(&Ask { scope: ledger_core::ledger::AskScope::All, ..ask.clone() })?;
    view.scope = Some(BTreeSet::new());
    view.findings.clear();
    Ok(view)
}
