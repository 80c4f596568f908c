//! `ssa apply`: software service agreements, bought with credits.

use super::record::record;
use crate::args::{SsaApply, SsaUnits};
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
    let command = Command::ApplySsa { project, target: target(&args.units)?, term: term(args)?, credits };
    record(context, &args.writing, command)
}

/// The licences that an act or its quote means.
///
/// # Errors
/// Says what cannot be understood.
pub(crate) fn target(args: &SsaUnits) -> Result<SsaTarget, Fault> {
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
    reach(args.years.as_ref(), args.until.as_ref())?.ok_or_else(|| {
        Fault::usage("--years", "it is not said how far SSA reaches", "add `--years N` or `--until DATE`")
    })
}

/// The term of an SSA purchase, if it is given.
///
/// # Errors
/// Says what cannot be understood.
pub(crate) fn reach(years: Option<&String>, until: Option<&String>) -> Result<Option<Term>, Fault> {
    let years = edge::optional("--years", years, Years::parse)?.map(Term::Years);
    let until = edge::optional("--until", until, Day::parse)?.map(Term::Until);
    Ok(years.or(until))
}
