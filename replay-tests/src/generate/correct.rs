//! Orders about what was recorded: corrections of any earlier row, and closings.
//!
//! Absent by design: whether a correction makes sense; many of them must be refused.

use super::{Generator, Kind, Perhaps};
use crate::model::Model;
use crate::model::row::{Row, optional_text};
use ledger_core::decide::{Command, Setting};
use ledger_core::vocabulary::{ClosingName, Day, Fault, Position};
use serde_json::Value;
use std::collections::BTreeSet;

/// A command, and its day where it is not that of its target.
type Dated = (Command, Option<Day>);

impl Generator {
    /// A correction of some row, or a closing.
    pub(super) fn correct(&mut self, model: &Model, rows: &[Row]) -> Result<Perhaps<Dated>, Fault> {
        if self.random.percent(10) {
            return self.close_period().map(|closing| Some((closing, None)));
        }
        let is_purchase = self.kind == Kind::Amendments && self.random.percent(12);
        if let Some(amendment) = if is_purchase { self.purchase(rows) } else { None } {
            return Ok(Some((amendment, None)));
        }
        let by_kind = matches!(self.kind, Kind::Reversals | Kind::Amendments) && !self.random.percent(20);
        let row = if by_kind { self.row_of_any_kind(rows) } else { self.row(rows) };
        let Some(row) = row else { return Ok(None) };
        let nowhere = self.random.percent(1);
        let target = Position(row.position + if nowhere { 10_000 } else { 0 });
        let day = Day::parse(&row.effective.to_string())?;
        let (annulled, reversed) = match self.kind {
            Kind::Amendments => (1, 2),
            Kind::Reversals => (2, 9),
            _ => (4, 7),
        };
        let chance = self.random.below(10);
        Ok(match chance {
            _ if chance < annulled => Some((Command::Annul { target }, None)),
            _ if chance < reversed => Some((Command::Reverse { target }, Some(self.later(day)))),
            _ => self.amend(model, row, day),
        })
    }

    /// A row to be corrected: corrections more often than others, what came last more often than what came first, and
    /// seldom one without which a whole project has no ground.
    fn row<'a>(&mut self, rows: &'a [Row]) -> Perhaps<&'a Row> {
        let any = self.random.percent(3);
        let is_left = |row: &&Row| !any && matches!(row.kind.as_str(), "project-opened" | "ledger-created");
        self.any_row(rows).filter(|row| !is_left(row))
    }

    /// A row to be corrected: of each kind of event as often, the last ones; seldom one that nothing corrects.
    fn row_of_any_kind<'a>(&mut self, rows: &'a [Row]) -> Perhaps<&'a Row> {
        let any = self.random.percent(6);
        let fixed = ["ledger-created", "rulebook-adopted", "period-closed", "event-annulled", "event-reversed"];
        let is_open = |kind: &&str| any || !fixed.contains(kind);
        let kinds: BTreeSet<&str> = rows.iter().map(|row| row.kind.as_str()).filter(is_open).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let kind = self.random.pick(&kinds).copied()?;
        let of_kind: Vec<&Row> = rows.iter().filter(|row| row.kind == kind).collect();
        let last = of_kind.get(of_kind.len().saturating_sub(3)..).unwrap_or_default();
        self.random.pick(last).copied()
    }

    /// Another day of purchase for a device whose warranty was extended.
    fn purchase(&mut self, rows: &[Row]) -> Perhaps<Command> {
        let extended: Vec<&Row> = rows.iter().filter(|row| row.kind == "warranty-activated").collect();
        let serial = optional_text(&self.random.pick(&extended)?.payload, "serial")?;
        let is_it = |row: &&Row| row.kind == "device-added" && optional_text(&row.payload, "serial") == Some(serial);
        let added = rows.iter().find(is_it)?;
        let bought = Day::parse(optional_text(&added.payload, "purchased")?).ok()?;
        let value = Some(self.around(bought).to_string());
        let settings = vec![Setting { field: "purchased".to_owned(), value }];
        Some(Command::Amend { target: Position(added.position), settings })
    }

    fn any_row<'a>(&mut self, rows: &'a [Row]) -> Perhaps<&'a Row> {
        let corrections: Vec<&Row> = rows.iter().filter(|row| row.is_correction()).collect();
        if self.random.percent(25) && !corrections.is_empty() {
            return self.random.pick(&corrections).copied();
        }
        let recent = rows.get(rows.len().saturating_sub(20)..).unwrap_or(rows);
        if self.random.percent(50) { self.random.pick(recent) } else { self.random.pick(rows) }
    }

    /// A day from the target's on; rarely one before it.
    fn later(&mut self, day: Day) -> Day {
        let days = self.random.from_to(0, 150);
        if self.random.percent(4) { day.eve().unwrap_or(day) } else { day.plus_days(days).unwrap_or(day) }
    }

    fn amend(&mut self, model: &Model, row: &Row, day: Day) -> Perhaps<Dated> {
        let target = Position(row.position);
        let payload = row.becomes().map_or(&row.payload, |(_, payload)| payload);
        let mut fields = Vec::new();
        amendable("", payload, &mut fields);
        let another_day = if self.random.percent(40) || fields.is_empty() { Some(self.around(day)) } else { None };
        let mut settings = Vec::new();
        if self.kind == Kind::Amendments {
            for _ in 0..self.random.from_to(1, 2) {
                let field = self.any_field(model, payload);
                settings.extend(field.map(|(field, value)| Setting { field, value }));
            }
            let another_day = another_day.filter(|_| settings.is_empty() || self.random.percent(20));
            return Some((Command::Amend { target, settings }, another_day));
        }
        if another_day.is_none() || self.random.percent(30) {
            let field = self.random.pick(&fields).cloned();
            settings.extend(field.map(|field| Setting { value: self.value(model, &field), field }));
        }
        Some((Command::Amend { target, settings }, another_day))
    }

    fn around(&mut self, day: Day) -> Day {
        let days = self.random.from_to(0, 60);
        let earlier = || (0..days).try_fold(day, |day, _| day.eve());
        if self.random.percent(50) { earlier().unwrap_or(day) } else { day.plus_days(days).unwrap_or(day) }
    }

    /// Another value of a field; nothing takes the field away.
    fn value(&mut self, model: &Model, field: &str) -> Option<String> {
        let serials: Vec<&str> = model.devices.iter().map(|device| device.serial.as_str()).collect();
        match field.rsplit('.').next().unwrap_or(field) {
            "serial" | "old" => self.random.pick(&serials).map(|serial| (*serial).to_owned()),
            "project" => Some(format!("Projekt {}", self.random.below(9))),
            "software" => Some(self.random.from_to(7, 13).to_string()),
            "purchased" => Some(self.past_day().to_string()).filter(|_| self.random.percent(50)),
            "credits" => Some(self.random.from_to(0, 120).to_string()),
            _ => {
                let least = u32::from(!self.random.percent(4));
                Some(self.random.from_to(least, 14).to_string())
            }
        }
    }

    /// Closes the days before one; rarely ones that are not over, or under a name that is taken.
    fn close_period(&mut self) -> Result<Command, Fault> {
        let name = ClosingName::parse(&format!("Abschluss {}", self.random.below(60)))?;
        let ahead = if self.random.percent(5) { 30 } else { 0 };
        let until = self.past_day().plus_days(ahead).unwrap_or(self.day);
        let project = if self.random.percent(40) { self.any_project() } else { None };
        Ok(Command::ClosePeriod { name, until, project })
    }

    fn past_day(&mut self) -> Day {
        let back = self.random.from_to(0, 300);
        self.earlier(back)
    }
}

/// Paths of the fields of a payload that a person might have got wrong.
fn amendable(at: &str, value: &Value, fields: &mut Vec<String>) {
    let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| {
            let is_project = at.is_empty() && name == "project" && inner.is_string();
            if is_project || matches!(name.as_str(), "units" | "credits" | "serial" | "old" | "software" | "purchased")
            {
                fields.push(path(name));
            }
            amendable(&path(name), inner, fields);
        }),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, inner)| amendable(&path(&place.to_string()), inner, fields));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
