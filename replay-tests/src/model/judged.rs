//! What was just recorded, judged by the model: commands break no rule, facts that break one have a finding, closings and
//! choices are as the model reckons them.
//!
//! Absent by design: states; they are compared (`compare`).

use super::history::{History, in_words};
use super::law::{Broken, Law};
use super::pick;
use super::price::Rulebook;
use super::row::{Row, text};
use super::unit::FREE;
use super::{Date, Model};
use ledger_core::decide::{Choice, Command, Mode};
use ledger_core::ledger::Order;
use ledger_core::store::{Log, Scope};
use ledger_core::vocabulary::{Day, Position};
use std::borrow::Cow;

impl History {
    /// Judges the events that an order recorded from a position on.
    ///
    /// # Errors
    /// Names the rule that was broken without being refused, or without a finding, or the choice that is another.
    pub(super) fn judge(&self, order: &Order, from: u64) -> Result<(), String> {
        let below = Position(self.size()?);
        let page = self.ledger.store().page(Scope::All, Position(from), below, usize::MAX).map_err(in_words)?;
        let recorded: Vec<Row> = page.iter().map(Row::of).collect::<Result<_, _>>()?;
        let rows: Vec<Row> = self.rows.iter().chain(&recorded).cloned().collect();
        let rulebook = Rulebook::adopted(&self.rows)?;
        for (place, row) in recorded.iter().enumerate() {
            if row.kind == "period-closed" {
                Model::of(&self.rows, from, row.effective, None)?.check_closing(row)?;
            }
            if let Some(take) = pick::taken(&order.command).filter(|_| place == 0 && order.mode == Mode::Judge) {
                Model::before(&rows, from, row.effective, row.position, self.mistake)?.0.check_choice(row, &take)?;
            }
            if let Some(broken) = self.broken(&rows, row, &rulebook)? {
                self.refused_or_found(order, row, &broken)?;
            }
        }
        Ok(())
    }

    /// The rule that a row breaks: as an act, as what an amendment says, or as the reversal of what is for good.
    fn broken(&self, rows: &[Row], row: &Row, rulebook: &Rulebook) -> Result<Option<Broken>, String> {
        let Some(read) = read(rows, row)? else { return Ok(None) };
        if !Law::knows(&read.kind) {
            return Ok(None);
        }
        let (mut before, mut happened) =
            Model::before(rows, row.position, read.effective, read.position, self.mistake)?;
        if row.kind == "event-reversed" {
            let law = Law { before: &before, happened: &happened, rulebook };
            return law.forbids_reversal(&read);
        }
        if row.is_correction() {
            let others: Vec<Row> = rows.iter().filter(|other| other.position != read.position).cloned().collect();
            (before, happened) = Model::before(&others, row.position, read.effective, read.position, self.mistake)?;
        }
        let law = Law { before: &before, happened: &happened, rulebook };
        let broken = law.broken_by(&read)?;
        // What was broken before is not broken by the amendment, and one rule may have stood before another.
        let was = target(row, rows).filter(|_| row.is_correction()).map(|target| law.broken_by(target)).transpose()?;
        Ok(broken.filter(|_| was.flatten().is_none()))
    }

    fn refused_or_found(&self, order: &Order, row: &Row, (rule, how): &Broken) -> Result<(), String> {
        let what = format!("{:?} on {}", order.command, row.effective);
        if order.mode == Mode::Judge {
            return Err(format!("{what} was accepted, the model says {rule}: {how}"));
        }
        let speaks = |position: &Position| rule_of(row, &self.rows).contains(&position.0);
        // What is short on its day may be made good by a later reversal.
        for day in [Day::MAX, Day::parse(&row.effective.to_string()).map_err(in_words)?] {
            let view = self.view(day, None)?;
            if view.findings.iter().any(|finding| finding.events.iter().any(speaks)) {
                return Ok(());
            }
        }
        Err(format!("{what} was recorded without a finding, the model says {rule}: {how}"))
    }

    /// A choice that was refused had to be made.
    ///
    /// # Errors
    /// Says that there was none.
    pub(super) fn check_asked(&self, order: &Order) -> Result<(), String> {
        let Some(take) = pick::taken(&order.command).filter(|take| take.choice == Choice::Open) else { return Ok(()) };
        let Some(day) = order.day else { return Ok(()) };
        let model = Model::of(&self.rows, u64::MAX, Date::parse(&day.to_string())?, None)?;
        let (stream, place) = match &order.command {
            Command::Bind { serial, .. } => (model.home(serial.as_str()), FREE),
            Command::Release { serial, .. } | Command::Upgrade { serial: Some(serial), .. } => {
                (model.home(serial.as_str()), serial.as_str())
            }
            _ => return Ok(()),
        };
        stream.map_or(Ok(()), |stream| model.check_asked(stream, place, &take))
    }
}

impl Model {
    /// The project in which a device is; none where facts gave two devices its serial number.
    fn home(&self, serial: &str) -> Option<&str> {
        let mut here = self.devices.iter().filter(|device| device.serial == serial && device.gone.is_none());
        let first = here.next();
        first.filter(|_| here.next().is_none()).map(|device| device.project.as_str())
    }
}

/// Positions of a row and of what it speaks of.
fn rule_of(row: &Row, rows: &[Row]) -> Vec<u64> {
    let target = target(row, rows).map(|target| target.position);
    [row.position].into_iter().chain(target).collect()
}

fn target<'a>(row: &Row, rows: &'a [Row]) -> Option<&'a Row> {
    let event = row.payload.get("target").and_then(|target| text(target, "event").ok())?;
    rows.iter().find(|other| other.event == event)
}

/// What a row says of an act: itself, what an amendment makes of its target, or the target that is undone. Corrections of
/// corrections say nothing of this kind.
fn read<'a>(rows: &[Row], row: &'a Row) -> Result<Option<Cow<'a, Row>>, String> {
    if !row.is_correction() {
        return Ok(Some(Cow::Borrowed(row)));
    }
    let Some(target) = target(row, rows).filter(|target| !target.is_correction()) else { return Ok(None) };
    Ok(match row.kind.as_str() {
        "event-amended" => {
            let (kind, payload) = row.becomes()?;
            let (kind, mut payload) = (kind.to_owned(), payload.clone());
            // The amendment says why what it makes is so.
            if let Some(reason) = row.payload.get("reason").filter(|_| payload.get("reason").is_none()) {
                payload["reason"] = reason.clone();
            }
            Some(Cow::Owned(Row { kind, payload, effective: row.effective, ..target.clone() }))
        }
        "event-reversed" => Some(Cow::Owned(target.clone())),
        _ => None,
    })
}
