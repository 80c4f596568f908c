//! `ssa apply`: software service agreements, bought with credits.

use super::record::record;
use crate::args::SsaApply;
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::{Command, SsaTarget, Term};
use ledger_core::vocabulary::{Credits, Day, LotId, Serial, Units, Years};

/// Puts licences under SSA.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn apply(args: &SsaApply, context: &Context) -> Result<Done, Fault> {
    let project = context.needs_project()?;
    let credits = edge::optional("--credits", args.credits.as_ref(), Credits::parse)?;
    let command = Command::ApplySsa { project, target: target(args)?, term: term(args)?, credits };
    record(context, &args.writing, command)
}

fn target(args: &SsaApply) -> Result<SsaTarget, Fault> {
    let serial = edge::optional("--device", args.device.as_ref(), Serial::parse)?;
    let units = edge::optional("--units", args.units.as_ref(), Units::parse)?;
    Ok(match (&args.licence, &args.lot, serial) {
        (Some(licence), _, serial) => SsaTarget::Type { licence: edge::licence(licence)?, units, serial },
        (None, Some(lot), _) => SsaTarget::Lot(edge::word("--lot", lot, LotId::parse)?),
        (None, None, Some(serial)) => SsaTarget::Device(serial),
        (None, None, None) => SsaTarget::All,
    })
}

fn term(args: &SsaApply) -> Result<Term, Fault> {
    match (&args.years, &args.until) {
        (Some(years), _) => edge::word("--years", years, Years::parse).map(Term::Years),
        (None, Some(until)) => edge::word("--until", until, Day::parse).map(Term::Until),
        (None, None) => {
            Err(Fault::usage("--years", "it is not said how far SSA reaches", "add `--years N` or `--until DATE`"))
        }
    }
}
