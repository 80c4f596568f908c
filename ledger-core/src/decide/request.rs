//! The request: a command's business input in canonical form, kept so that a repeated command id can be compared.
//!
//! Every field is a text under its name, so that a conflict can be named by its field. Absent by design: clocks,
//! generated ids, the actor, output and dry-run flags.

use super::{Becoming, Choice, Command, ItemAsked, Mode, Pick, ProjectChoice, SsaTarget, Take, Term};
use crate::event::{Remarks, canonical};
use crate::vocabulary::Day;
use serde_json::{Map, Value};

/// The canonical text of a request. `day` is the effective date only where the caller named one; `carry` says that moves
/// between projects are amended with it.
///
/// # Errors
/// Fails for texts that canonical JSON cannot hold, which the vocabulary rules out.
pub fn request(
    command: &Command,
    mode: Mode,
    day: Option<Day>,
    remarks: &Remarks,
    carry: bool,
) -> Result<String, canonical::NotCanonical> {
    let mut fields = Fields::default();
    fields.put("mode", if mode == Mode::Record { "fact" } else { "command" });
    fields.put_if("date", day);
    fields.put_if("reason", remarks.reason.as_ref());
    fields.put_if("ref", remarks.reference.as_ref());
    fields.put_if("carry", carry.then_some("yes"));
    fields.command(command);
    canonical::write(Value::Object(fields.0))
}

/// Names of the fields in which two requests differ.
pub fn conflicts(first: &str, second: &str) -> Vec<String> {
    let read = |text| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (first, second) = (read(first), read(second));
    let names: std::collections::BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    names.into_iter().filter(|name| first.get(*name) != second.get(*name)).cloned().collect()
}

#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn put(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), Value::String(value.to_string()));
    }

    fn put_if(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn project(&mut self, name: &str, choice: &ProjectChoice) {
        self.put(name, choice.project.folded());
        self.put_if("company", choice.company.as_ref().map(crate::vocabulary::CompanyName::folded));
    }

    fn take(&mut self, take: &Take) {
        self.put("licence", &take.licence);
        self.put("units", take.units);
        match take.choice {
            Choice::Open => {}
            Choice::Lot(lot) => self.put("lot", lot),
            Choice::Pick(Pick::OldestSsa) => self.put("pick", "oldest-ssa"),
            Choice::Pick(Pick::NewestSsa) => self.put("pick", "newest-ssa"),
            Choice::Pick(Pick::Fifo) => self.put("pick", "fifo"),
        }
    }

    fn items(&mut self, items: &[ItemAsked]) {
        let text = |item: &ItemAsked| match item {
            ItemAsked::Licences(licence, units, _) => format!("{licence}={units}"),
            ItemAsked::Credits(credits) => format!("SSC={credits}"),
            ItemAsked::Rental(count) => format!("iSC={count}"),
        };
        self.put("items", items.iter().map(text).collect::<Vec<_>>().join(" "));
    }

    fn target(&mut self, target: &SsaTarget) {
        match target {
            SsaTarget::All => self.put("target", "all"),
            SsaTarget::Device(serial) => self.put("serial", serial),
            SsaTarget::Lot(lot) => self.put("lot", lot),
            SsaTarget::Type { licence, units, serial } => {
                self.put("licence", licence);
                self.put_if("units", units.as_ref());
                self.put_if("serial", serial.as_ref());
            }
        }
    }

    fn command(&mut self, command: &Command) {
        match command {
            Command::AdoptRulebook { name, rulebook } => {
                self.put("act", "rulebook-adopt");
                self.put("name", name);
                self.put("rulebook", rulebook);
            }
            Command::AddCompany { company } => {
                self.put("act", "company-add");
                self.put("company", company.folded());
            }
            Command::OpenProject { company, project } => {
                self.put("act", "project-open");
                self.put("company", company.folded());
                self.put("project", project.folded());
            }
            Command::CloseProject { project } => {
                self.put("act", "project-close");
                self.project("project", project);
            }
            Command::AddDevice { project, device } => {
                self.put("act", "device-add");
                self.project("project", project);
                self.put("serial", &device.serial);
                self.put("model", &device.model);
                self.put("role", device.role);
                self.put("licensing", device.licensing);
                self.put_if("software", device.software);
                self.put_if("purchased", device.purchased);
            }
            Command::ChangeSoftware { serial, software } => {
                self.put("act", "device-software");
                self.put("serial", serial);
                self.put("software", software);
            }
            Command::ChangeRole { serial, role, licensing } => {
                self.put("act", "device-role");
                self.put("serial", serial);
                self.put_if("role", role.as_ref());
                self.put_if("licensing", licensing.as_ref());
            }
            Command::MoveDevice { serial, to } => {
                self.put("act", "device-move");
                self.put("serial", serial);
                self.project("to_project", to);
            }
            Command::ReplaceDevice { old, new, model, rma } => {
                self.put("act", "device-replace");
                self.put("old", old);
                self.put("new", new);
                self.put_if("model", model.as_ref());
                self.put("rma", rma);
            }
            Command::RedeemKey { project, key, items } => {
                self.put("act", "key-redeem");
                self.project("project", project);
                self.put("key", key);
                self.items(items);
            }
            Command::Bind { take, serial } => {
                self.put("act", "licence-bind");
                self.take(take);
                self.put("serial", serial);
            }
            Command::Release { take, serial, certificate, consent } => {
                self.put("act", "licence-release");
                self.take(take);
                self.put("serial", serial);
                self.put_if("certificate", certificate.as_ref());
                self.put("consent_v8", consent);
            }
            Command::Convert { take, project, becoming, credits } => {
                self.put("act", "licence-convert");
                self.take(take);
                self.project("project", project);
                match becoming {
                    Becoming::Version(version) => self.put("to_version", version),
                    Becoming::Licence(licence) => self.put("to_licence", licence),
                }
                self.put_if("credits", credits.as_ref());
            }
            Command::Upgrade { take, serial, project, version } => {
                self.put("act", "licence-upgrade");
                self.take(take);
                self.put_if("serial", serial.as_ref());
                if let Some(project) = project {
                    self.project("project", project);
                }
                self.put("to_version", version);
            }
            Command::TransferLicences { take, from, to } => {
                self.put("act", "licence-transfer");
                self.take(take);
                self.project("from_project", from);
                self.project("to_project", to);
            }
            Command::IssueTrial { licence, units, serial } => {
                self.put("act", "licence-trial");
                self.put("licence", licence);
                self.put("units", units);
                self.put("serial", serial);
            }
            Command::ReceiveCredits { project, credits } => {
                self.put("act", "credit-receive");
                self.project("project", project);
                self.put("credits", credits);
            }
            Command::TransferCredits { credits, from, to } => {
                self.put("act", "credit-transfer");
                self.put("credits", credits);
                self.project("from_project", from);
                self.project("to_project", to);
            }
            Command::ApplySsa { project, target, term, credits } => {
                self.put("act", "ssa-apply");
                self.project("project", project);
                self.target(target);
                match term {
                    Term::Years(years) => self.put("years", years),
                    Term::Until(day) => self.put("until", day),
                }
                self.put_if("credits", credits.as_ref());
            }
            Command::ActivateWarranty { key, serial, years, variant, bought } => {
                self.put("act", "warranty-activate");
                self.put("key", key);
                self.put("serial", serial);
                self.put("years", years);
                self.put("variant", variant);
                self.put_if("bought", bought.as_ref());
            }
            Command::AddNote { project, serial, text, topic } => {
                self.put("act", "event-note");
                if let Some(project) = project {
                    self.project("project", project);
                }
                self.put_if("serial", serial.as_ref());
                self.put("text", text);
                self.put_if("topic", topic.as_ref());
            }
            Command::Annul { target } => {
                self.put("act", "event-annul");
                self.put("target", target);
            }
            Command::Reverse { target } => {
                self.put("act", "event-reverse");
                self.put("target", target);
            }
            Command::Amend { target, settings } => {
                self.put("act", "event-amend");
                self.put("target", target);
                let settings: Vec<_> = settings.iter().map(|setting| (&setting.field, &setting.value)).collect();
                self.put("settings", serde_json::json!(settings));
            }
            Command::ClosePeriod { name, until, project } => {
                self.put("act", "period-close");
                self.put("name", name.folded());
                self.put("until", until);
                if let Some(project) = project {
                    self.project("project", project);
                }
            }
        }
    }
}
