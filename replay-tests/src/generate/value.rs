//! Values for the fields of a recorded event: what could stand there, and what could not.
//!
//! Absent by design: which of them an amendment may set.

use super::{Generator, Perhaps};
use crate::model::Model;
use serde_json::Value;

/// Texts that stand for nothing that is there.
const NONSENSE: [&str; 6] = ["", "nothing", "-1", "0", "99.9", "2012-13-45"];

impl Generator {
    /// A field of a payload, any of them, and another value for it; no value takes the field away.
    pub(super) fn any_field(&mut self, model: &Model, payload: &Value) -> Perhaps<(String, Option<String>)> {
        let mut leaves = Vec::new();
        every_leaf("", payload, &mut leaves);
        if self.random.percent(90) {
            leaves.retain(|(field, _)| field != "reason");
        }
        let (field, old) = self.random.pick(&leaves).cloned()?;
        if self.random.percent(4) {
            return Some((field, None));
        }
        let value = if self.random.percent(6) { self.nonsense() } else { self.fitting(model, &field, &old) };
        Some((field, value))
    }

    fn nonsense(&mut self) -> Perhaps<String> {
        self.random.pick(&NONSENSE).map(|text| (*text).to_owned())
    }

    /// A value of the kind that stands there, from what the model shows where it names something.
    fn fitting(&mut self, model: &Model, field: &str, old: &Value) -> Perhaps<String> {
        let devices: Vec<String> = model.devices.iter().map(|device| device.serial.clone()).collect();
        let lots: Vec<String> = model.units.all.iter().map(|unit| unit.lot.clone()).collect();
        let licences: Vec<String> = model.units.all.iter().map(|unit| unit.licence.clone()).collect();
        let words = |several: &[&str]| several.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        match field.rsplit('.').next().unwrap_or(field) {
            "serial" | "old" | "new" => self.random.pick(&devices).cloned(),
            "lot" | "into" | "was" => self.random.pick(&lots).cloned(),
            "licence" | "becomes" => self.random.pick(&licences).cloned(),
            "project" | "name" => Some(format!("Projekt {}", self.random.below(9))),
            "software" | "min_software" => Some(self.random.from_to(6, 14).to_string()),
            "role" => self.random.pick(&words(&["master", "slave", "standby"])).cloned(),
            "licensing" => self.random.pick(&words(&["central", "decentral"])).cloned(),
            "variant" => self.random.pick(&words(&["at-purchase", "after-purchase"])).cloned(),
            "model" => self.random.pick(&words(&["ip811", "ip3011", "ipva", "ip9999"])).cloned(),
            _ => self.alike(old),
        }
    }

    /// A value of the same form as the old one.
    fn alike(&mut self, old: &Value) -> Perhaps<String> {
        if let Some(number) = old.as_u64() {
            let near = number.saturating_add(self.random.below(8)).saturating_sub(self.random.below(6));
            return Some(if self.random.percent(80) { near } else { self.random.below(2_000) }.to_string());
        }
        if let Some(yes) = old.as_bool() {
            return Some((!yes).to_string());
        }
        let text = old.as_str()?;
        match text.split('-').map(str::parse::<u32>).collect::<Result<Vec<_>, _>>().as_deref() {
            Ok([year, month, day]) => {
                let (back, ahead) = (self.random.from_to(0, 2), self.random.from_to(0, 3));
                let (month, day) = if self.random.percent(50) { (*month, *day) } else { (2, 28) };
                Some(format!("{:04}-{month:02}-{day:02}", year + ahead - back))
            }
            _ => Some(format!("{text} {}", self.random.below(9))),
        }
    }
}

/// A leaf of a payload, by its path.
type Leaf = (String, Value);

/// Paths and values of everything in a payload that is no list and no object.
fn every_leaf(at: &str, value: &Value, leaves: &mut Vec<Leaf>) {
    let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| every_leaf(&path(name), inner, leaves)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, inner)| every_leaf(&path(&place.to_string()), inner, leaves));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            leaves.push((at.to_owned(), value.clone()))
        }
    }
}
