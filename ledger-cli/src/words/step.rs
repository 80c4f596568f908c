//! Steps as commands: the one place that writes a command for somebody to run.
//!
//! Every name is quoted for a shell, so that a name never becomes a word of its own. What only a person can say stands
//! in capitals: `TEXT`, `DATE`, `FILE`. Absent by design: whether the step helps (the core says that).

use ledger_core::vocabulary::{Named, Step};
use std::fmt::Display;

/// The step as one line for a shell.
pub fn command(step: &Step) -> String {
    let mut line = Line::new();
    match step {
        Step::ShowBalance { of, by_device } => {
            line.say("balance");
            if *by_device {
                line.say("--by device");
            }
            line.within(of.as_ref())
        }
        Step::ShowLots(of) => line.say("ssa").within(of.as_ref()),
        Step::ShowHistory(serial) => line.say("history").word(serial),
        Step::ShowDevice(serial) => line.say("device show").word(serial),
        Step::ShowEvent(at) => line.say("event show").word(at),
        Step::ShowFields(at) => line.say("event show").word(at).say("--json"),
        Step::Explain { licence, of } => line.say("explain").word(licence).within(of.as_ref()),
        Step::ListEvents => line.say("event list"),
        Step::ListCompanies => line.say("company list"),
        Step::ListProjects => line.say("project list"),
        Step::ListDevices => line.say("device list"),
        Step::ListKeys => line.say("key list"),
        Step::ShowLicence => line.say("licence show"),
        Step::ShowRule(rule) => line.say("rules").word(rule),
        Step::ListRules => line.say("rules"),
        Step::ShowStatus => line.say("status"),
        Step::AskCommand(id) => line.say("status --command-id").word(id),
        Step::ImportFile => line.say("import FILE"),
        Step::QuoteSsa => line.say("ssa quote"),
        Step::Init => line.say("init"),
        Step::Verify => line.say("verify"),
        Step::AcceptLoss => line.say("restore --accept-loss --reason TEXT"),
        Step::AcceptLedger => line.say("restore --accept-ledger --reason TEXT"),
        Step::Annul(at) => line.say("event annul").word(at).say("--reason TEXT"),
        Step::Amend { at, field, value } => {
            line.say("event amend").word(at);
            match (field, value) {
                (Some(field), Some(value)) => line.say("--set").word(format!("{field}={value}")),
                (Some(field), None) => line.say("--set").say(&format!("{field}=VALUE")),
                (None, _) => line.say("--set FIELD=VALUE"),
            }
            .say("--reason TEXT")
        }
        Step::AddCompany => line.say("company add NAME"),
        Step::OpenProject => line.say("project open"),
        Step::AddDevice => line.say("device add"),
        Step::RecordSoftware { serial, version } => {
            line.say("device software").word(serial);
            match version {
                Some(version) => line.word(version),
                None => line.say("VERSION"),
            }
        }
        Step::MoveDevice => line.say("device move"),
        Step::ReplaceDevice => line.say("device replace OLD NEW --rma ID"),
        Step::Release { licence, from, consent } => {
            line.say("licence release").word(licence).say("N --from").word(from);
            if *consent {
                line.say("--consent-v8");
            }
            &mut line
        }
        Step::Convert => line.say("licence convert"),
        Step::ReceiveCredits { credits, of } => line.say("credit receive").word(credits).within(of.as_ref()),
        Step::ApplySsa => line.say("ssa apply"),
        Step::AdoptRulebook => line.say("rulebook adopt FILE"),
        Step::NoteRental => line.say("event note TEXT --project P --topic rental"),
    };
    line.0
}

/// A command line that grows.
struct Line(String);

impl Line {
    fn new() -> Self {
        Self("licledger".to_owned())
    }

    /// Words of ours.
    fn say(&mut self, words: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(words);
        self
    }

    /// A word from elsewhere as an argument; one that looks like an option comes after `--`.
    fn word(&mut self, word: impl Display) -> &mut Self {
        let word = word.to_string();
        self.say(&quoted(&word))
    }

    /// A word from elsewhere as the value of the option before it: `--project=-x` where it looks like an option.
    fn value(&mut self, word: impl Display) -> &mut Self {
        let word = word.to_string();
        if word.starts_with('-') {
            self.0.push('=');
            self.0.push_str(&quoted(&word));
            return self;
        }
        self.say(&quoted(&word))
    }

    fn company(&mut self, of: &Named) -> &mut Self {
        match &of.company {
            Some(company) => self.say("--company").value(company),
            None => self,
        }
    }

    fn within(&mut self, of: Option<&Named>) -> &mut Self {
        match of {
            Some(of) => self.say("--project").value(&of.project).company(of),
            None => self,
        }
    }
}

/// A word as a shell reads it back: as it is where it is plain, in quotation marks otherwise.
pub fn quoted(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| format!("'{}'", word.replace('\0', "")), std::borrow::Cow::into_owned)
}
