//! The way of every write: propose, preview or confirm, commit, pin, receipt.
//!
//! Absent by design: what the command means.

use super::read;
use crate::args::Writing;
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Fault};
use crate::kept::Ledger;
use crate::receipt::{self, Beside};
use crate::{confirm, edge, open, print};
use ledger_core::decide::{Command, Mode, Stakes};
use ledger_core::event::{Event, Remarks};
use ledger_core::ledger::{Ask, AskScope, LedgerError, Order, Proposal, Proposed, Receipt};
use ledger_core::vocabulary::{self, CommandId, Day, Step, StreamId};
use std::collections::BTreeMap;

/// How often a command that nobody was asked about is decided without keeping other writers out. When the ledger moved in
/// between each time, it is decided once more with them kept out.
const OPTIMISTIC: u32 = 1;

/// Records a command.
///
/// # Errors
/// Says what was refused, not confirmed, or failed.
pub(crate) fn record(context: &Context, writing: &Writing, command: Command) -> Result<Done, Fault> {
    record_with(context, writing, command, Vec::new())
}

/// Records a command and the documents that it names.
///
/// # Errors
/// Says what was refused, not confirmed, or failed.
pub(crate) fn record_with(
    context: &Context,
    writing: &Writing,
    command: Command,
    documents: Vec<Vec<u8>>,
) -> Result<Done, Fault> {
    context.is_now()?;
    is_heard(context, &command)?;
    let order = Order { documents, ..order(writing, command)? };
    let mut ledger = open::open_to_write(context)?;
    if writing.dry_run {
        return preview(context, writing, &ledger, &order);
    }
    let (receipt, beside) = write(context, writing, &mut ledger, &order)?;
    if !receipt.already_recorded {
        print::recorded(receipt.command);
        open::pin(context, &ledger);
    }
    receipt::show(context, &receipt, &beside);
    Ok(Done::Plain)
}

/// A command with all that was said with it.
fn order(writing: &Writing, command: Command) -> Result<Order, Fault> {
    let mode = if writing.fact { Mode::Record } else { Mode::Judge };
    let said = |option: &str, text: &Option<String>| text.as_ref().map(|text| edge::text(option, text)).transpose();
    let reason = said("--reason", &writing.reason)?;
    if writing.fact && reason.is_none() {
        let next = "add `--reason TEXT`: why it is recorded although nobody judged it";
        return Err(Fault::usage("--fact", "a fact needs a reason", next));
    }
    Ok(Order {
        mode,
        day: edge::optional("--date", writing.date.as_ref(), Day::parse)?,
        remarks: Remarks {
            reason,
            reference: said("--ref", &writing.reference)?.map(|text| vocabulary::one_spelling(&text)),
            evidence: None,
        },
        command_id: edge::optional("--command-id", writing.command_id.as_ref(), CommandId::parse)?,
        expect_head: writing.expect_head.as_ref().map(|text| edge::position("--expect-head", text)).transpose()?,
        carry: writing.carry,
        ..Order::of(command)
    })
}

fn propose(context: &Context, writing: &Writing, ledger: &Ledger, order: &Order) -> Result<Proposed, Fault> {
    let mut ids = fresh_id;
    let mut stamp = context.stamp(context.actor(writing.actor.as_ref())?, &mut ids);
    let proposed = ledger.propose(order, &mut stamp);
    if writing.explain && matches!(proposed, Err(LedgerError::Refused(_))) {
        let why = ledger.why(order, &mut stamp)?;
        why.iter().for_each(|report| read::show(report, context));
    }
    Ok(proposed?)
}

fn write(context: &Context, writing: &Writing, ledger: &mut Ledger, order: &Order) -> Result<(Receipt, Beside), Fault> {
    let mut jump = open::jump(context, ledger)?;
    let mut attempt = 1;
    loop {
        let held = attempt > OPTIMISTIC;
        if held {
            ledger.hold()?;
        }
        let proposal = match propose(context, writing, ledger, order)? {
            Proposed::Already(receipt) => return Ok((receipt, Beside::default())),
            Proposed::New(proposal) => *proposal,
        };
        if let Some(line) = jump.take() {
            confirm::costly(context, writing.yes, &[line], "look at the clock first, then add `--yes`")?;
        }
        if !writing.yes && proposal.decision.stakes != Stakes::Reversible {
            // Nobody waits for a person's answer.
            ledger.let_go();
        }
        let asked = confirm::confirm(context, writing, order.mode, &proposal.decision.stakes)?;
        let (beside, decided_on) = (beside(&proposal), proposal.expect.size);
        let mut ids = fresh_id;
        let mut stamp = context.stamp(context.actor(writing.actor.as_ref())?, &mut ids);
        match ledger.commit(proposal, &mut stamp) {
            Ok(receipt) => {
                // The positions are known only now.
                let undo = beside.undo.into_iter().map(|step| placed(step, decided_on, &receipt)).collect();
                return Ok((receipt, Beside { undo, ..beside }));
            }
            Err(LedgerError::Moved { .. }) if !asked && order.expect_head.is_none() && !held => attempt += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// The step for where the events of an act have come to stand: others may have been recorded since it was decided on so
/// many events.
fn placed(step: Step, decided_on: u64, receipt: &Receipt) -> Step {
    let Step::Annul(planned) = step else { return step };
    let place = planned.0.checked_sub(decided_on).and_then(|place| usize::try_from(place).ok());
    let recorded = place.and_then(|place| receipt.events.get(place));
    Step::Annul(recorded.map_or(planned, |event| event.position))
}

/// What is said beside the receipt.
fn beside(proposal: &Proposal) -> Beside {
    let Proposal { decision, told, .. } = proposal;
    let (sentences, findings, undo) = (told.clone(), decision.findings.clone(), decision.undo.clone());
    Beside { sentences, findings, undo, ..Beside::default() }
}

fn preview(context: &Context, writing: &Writing, ledger: &Ledger, order: &Order) -> Result<Done, Fault> {
    match propose(context, writing, ledger, order)? {
        Proposed::Already(receipt) => receipt::show(context, &receipt, &Beside::default()),
        Proposed::New(proposal) => {
            receipt::preview(context, &proposal, &order.remarks, &names(ledger, &proposal)?);
        }
    }
    Ok(Done::Plain)
}

/// How people call the streams.
fn names(ledger: &Ledger, proposal: &Proposal) -> Result<BTreeMap<StreamId, String>, Fault> {
    let ask = Ask { scope: AskScope::All, as_of: Day::MAX, known_at: None };
    let view = ledger.view(&ask)?;
    let named = view.book.projects.values().filter_map(|project| {
        let (company, name) = project.named.as_ref()?;
        Some((project.id, format!("{company} / {name}")))
    });
    let fresh = proposal.decision.drafts.iter().filter_map(|draft| {
        let Event::ProjectOpened(opened) = &draft.event else { return None };
        Some((draft.stream, format!("{} / {}", opened.company, opened.project)))
    });
    Ok(named.chain(fresh).chain([(ledger.ledger_stream(), "ledger".to_owned())]).collect())
}

/// An option that a command would not listen to is refused rather than ignored.
fn is_heard(context: &Context, command: &Command) -> Result<(), Fault> {
    let (project, company) = match command {
        Command::AddDevice { .. }
        | Command::RedeemKey { .. }
        | Command::Convert { .. }
        | Command::Upgrade { .. }
        | Command::ReceiveCredits { .. }
        | Command::ApplySsa { .. }
        | Command::AddNote { .. }
        | Command::ClosePeriod { .. } => (true, true),
        Command::OpenProject { .. }
        | Command::CloseProject { .. }
        | Command::MoveDevice { .. }
        | Command::TransferLicences { .. }
        | Command::TransferCredits { .. } => (false, true),
        Command::AdoptRulebook { .. }
        | Command::AddCompany { .. }
        | Command::ChangeSoftware { .. }
        | Command::ChangeRole { .. }
        | Command::ReplaceDevice { .. }
        | Command::Bind { .. }
        | Command::Release { .. }
        | Command::IssueTrial { .. }
        | Command::ActivateWarranty { .. }
        | Command::Annul { .. }
        | Command::Reverse { .. }
        | Command::Amend { .. } => (false, false),
    };
    let unheard = |option| Err(Fault::usage(option, "this command does not use it", "leave it out"));
    match (context.project.is_some() && !project, context.company.is_some() && !company) {
        (true, _) => unheard("--project"),
        (_, true) => unheard("--company"),
        (false, false) => Ok(()),
    }
}
