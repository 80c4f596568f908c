//! Steps as commands: the one place that writes a command for somebody to run.
//!
//! Every name is quoted for a shell, so that a name never becomes a word of its own. What only a person can say stands
//! in capitals: `TEXT`, `DATE`, `FILE`. A ledger that was named on the command line is named again, so that the command
//! meets the same ledger; one that the environment names is there for the next command, too. Absent by design: whether
//! the step helps (the core says that).

use ledger_core::vocabulary::{LotId, Named, Step};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

static LEDGER: OnceLock<PathBuf> = OnceLock::new();

/// Says which ledger the command line named: every command that is written from then on names it, too.
pub fn name_ledger(file: &Path) {
    // The command line is read once; whoever says it again changes nothing.
    let _ = LEDGER.set(file.to_owned());
}

/// Several steps as one line for a shell, each only where the one before was done.
pub fn commands(steps: &[Step]) -> String {
    steps.iter().map(command).collect::<Vec<_>>().join(" && ")
}

/// The step as one line for a shell.
pub fn command(step: &Step) -> String {
    let mut line = Line::new();
    match step {
        Step::ShowBalance { of, by_device, on } => {
            line.say("balance").say_if(*by_device, "--by device").within(of.as_ref()).option("--as-of", on.as_ref())
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
        Step::ListRulebooks => line.say("rulebook list"),
        Step::ListImports => line.say("import list"),
        Step::ListProfiles => line.say("import profiles"),
        Step::Import => line.say("import FILE"),
        Step::ShowRulebook(name) => line.say("rulebook show").word(name),
        Step::ShowLicence(licence) => line.say("licence show").word_or(licence.as_ref(), "TYPE"),
        Step::ShowRule(rule) => line.say("rules").word(rule),
        Step::ListRules => line.say("rules"),
        Step::ShowStatus => line.say("status"),
        Step::ShowDue { calendar } => line.say("due").say_if(*calendar, "-O ics"),
        Step::Help => line.say("--help"),
        Step::AskCommand(id) => line.say("status --command-id").word_or(id.as_ref(), "ID"),
        Step::QuoteSsa { of, lot } => line.say("ssa quote").units(*lot).project_or(of.as_ref()),
        Step::ApplySsa { of, lot, on } => {
            line.say("ssa apply").units(*lot).say("--years N").project_or(of.as_ref()).option("--date", on.as_ref())
        }
        Step::Init => line.say("init"),
        Step::Verify => line.say("verify"),
        Step::VerifyHead => line.say("verify --head SIZE:DIGITS"),
        Step::AcceptLoss => line.say("restore --accept-loss --reason TEXT"),
        Step::AcceptLedger => line.say("restore --accept-ledger --reason TEXT"),
        Step::Annul(at) => line.say("event annul").word(at).say("--reason TEXT"),
        Step::Reverse(at) => line.say("event reverse").word(at).say("--date DATE --reason TEXT"),
        Step::Amend { at, field, value } => {
            line.say("event amend").word(at).say("--set");
            match (field, value) {
                (Some(field), Some(value)) => line.word(format!("{field}={value}")),
                (Some(field), None) if field == "purchased" => line.say("purchased=DATE"),
                (Some(field), None) => line.say(&format!("{field}=VALUE")),
                (None, _) => line.say("FIELD=VALUE"),
            };
            line.say("--reason TEXT")
        }
        Step::AddCompany(name) => line.say("company add").word_or(name.as_ref(), "NAME"),
        Step::OpenProject(named) => {
            line.say("project open").word_or(named.as_ref().map(|named| &named.project), "NAME").say("--company");
            line.value_or(named.as_ref().and_then(|named| named.company.as_ref()), "NAME")
        }
        Step::AddDevice(serial) => {
            line.say("device add").word_or(serial.as_ref(), "SERIAL").say("--project NAME --model MODEL")
        }
        Step::RecordSoftware { serial, version, on } => {
            line.say("device software").word(serial).word_or(version.as_ref(), "VERSION").option("--date", on.as_ref())
        }
        Step::MoveDevice { serial, company } => {
            line.say("device move").word(serial).say("--to-project NAME").option("--company", company.as_ref())
        }
        Step::ReplaceDevice(old) => line.say("device replace").word_or(old.as_ref(), "OLD").say("NEW --rma ID"),
        Step::Release { licence, from, consent } => {
            line.say("licence release").word(licence).say("N").option("--from", Some(from)).say("--certificate REF");
            line.say_if(*consent, "--consent-v8")
        }
        Step::Convert { licence, of } => {
            line.say("licence convert").word(licence).say("N --to-version VERSION").project_or(of.as_ref())
        }
        Step::ReceiveCredits { credits, of, on } => {
            line.say("credit receive").word(credits).project_or(of.as_ref()).option("--date", on.as_ref())
        }
        Step::AdoptRulebook => line.say("rulebook adopt FILE"),
        Step::NoteRental(of) => line.say("event note TEXT --topic rental").within(Some(of)),
    };
    line.finished()
}

/// A command line that grows.
struct Line {
    words: String,
    /// Arguments that look like options, which come after `--` at the end.
    last: Vec<String>,
}

impl Line {
    fn new() -> Self {
        Self { words: "licledger".to_owned(), last: Vec::new() }
    }

    fn finished(mut self) -> String {
        self.option("--ledger", LEDGER.get().map(|file| file.display()));
        let Self { words, last } = self;
        if last.is_empty() { words } else { format!("{words} -- {}", last.join(" ")) }
    }

    /// Words of ours.
    fn say(&mut self, words: &str) -> &mut Self {
        self.words.push(' ');
        self.words.push_str(words);
        self
    }

    fn say_if(&mut self, holds: bool, words: &str) -> &mut Self {
        if holds { self.say(words) } else { self }
    }

    /// A word from elsewhere as an argument; one that looks like an option comes after `--`, and whatever follows it.
    fn word(&mut self, word: impl Display) -> &mut Self {
        let word = word.to_string();
        if word.starts_with('-') || !self.last.is_empty() {
            self.last.push(quoted(&word));
            return self;
        }
        self.say(&quoted(&word))
    }

    fn word_or(&mut self, word: Option<impl Display>, otherwise: &str) -> &mut Self {
        match word {
            Some(word) => self.word(word),
            None => self.say(otherwise),
        }
    }

    /// A word from elsewhere as the value of the option before it: `--project=-x` where it looks like an option.
    fn value(&mut self, word: impl Display) -> &mut Self {
        let word = word.to_string();
        if word.starts_with('-') {
            self.words.push('=');
            self.words.push_str(&quoted(&word));
            return self;
        }
        self.say(&quoted(&word))
    }

    fn value_or(&mut self, word: Option<impl Display>, otherwise: &str) -> &mut Self {
        match word {
            Some(word) => self.value(word),
            None => self.say(otherwise),
        }
    }

    /// An option where it has a value.
    fn option(&mut self, name: &str, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.say(name).value(value),
            None => self,
        }
    }

    /// A lot, or everything that can be under SSA.
    fn units(&mut self, lot: Option<LotId>) -> &mut Self {
        if lot.is_none() { self.say("--all") } else { self.option("--lot", lot) }
    }

    fn within(&mut self, of: Option<&Named>) -> &mut Self {
        match of {
            Some(of) => self.say("--project").value(&of.project).option("--company", of.company.as_ref()),
            None => self,
        }
    }

    fn project_or(&mut self, of: Option<&Named>) -> &mut Self {
        if of.is_none() { self.say("--project NAME") } else { self.within(of) }
    }
}

/// A word as a shell reads it back: as it is where it is plain, in quotation marks otherwise.
pub fn quoted(word: &str) -> String {
    shlex::try_quote(word).map_or_else(|_| format!("'{}'", word.replace('\0', "")), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger_core::vocabulary::{CompanyName, Fault, ProjectName};

    fn check(step: &Step, wanted: &str) {
        assert_eq!(command(step), wanted);
        assert!(shlex::split(wanted).is_some(), "{wanted}");
    }

    #[test]
    fn a_name_is_one_word_of_a_shell_whatever_it_holds() -> Result<(), Fault> {
        let of = |project, company| -> Result<_, Fault> {
            let company = Some(CompanyName::parse(company)?);
            Ok(Step::ShowLots(Some(Named { company, project: ProjectName::parse(project)? })))
        };
        check(&of("Zentrale", "Muster")?, "licledger ssa --project Zentrale --company Muster");
        check(&of("x'; touch pwned; '", "$(id)")?, "licledger ssa --project \"x'; touch pwned; '\" --company '$(id)'");
        check(&of("-x", "-- y")?, "licledger ssa --project=-x --company='-- y'");
        Ok(())
    }

    #[test]
    fn an_argument_that_looks_like_an_option_comes_last() -> Result<(), Fault> {
        check(&Step::AddCompany(Some(CompanyName::parse("-x y")?)), "licledger company add -- '-x y'");
        let project = ProjectName::parse("-x")?;
        let named = Named { company: Some(CompanyName::parse("A")?), project };
        check(&Step::OpenProject(Some(named)), "licledger project open --company A -- -x");
        Ok(())
    }
}
