//! `warranty activate`: extensions of a device's warranty.

use super::record::record;
use crate::args::{VariantWord, Writing};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::vocabulary::{Day, KeyCode, Serial, Years};

/// Activates an extension.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn activate(
    context: &Context,
    key: &str,
    device: &str,
    years: &str,
    variant: VariantWord,
    bought: Option<&String>,
    writing: &Writing,
) -> Result<Done, Fault> {
    let key = edge::word("KEY", key, KeyCode::parse)?;
    let serial = edge::word("--device", device, Serial::parse)?;
    let years = edge::word("--years", years, Years::parse)?;
    let bought = edge::optional("--bought", bought, Day::parse)?;
    record(context, writing, Command::ActivateWarranty { key, serial, years, variant: variant.into(), bought })
}
