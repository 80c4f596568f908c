//! The world around a command: clock, fresh ids, environment, terminal and folders. Only this file asks for them.
//!
//! `LICLEDGER_NOW` (an RFC 3339 time such as `2026-11-24T10:00:00Z`) stands in for the clock in tests and
//! demonstrations. Absent by design: what a command does with all this.

use crate::args::{Color, Format, Globals};
use crate::edge::{self, Known};
use crate::fault::{Exit, Fault};
use crate::pinned::Sight;
use crate::style::Style;
use crate::user;
use chrono::{DateTime, Local, NaiveDate};
use etcetera::BaseStrategy;
use ledger_core::decide::ProjectChoice;
use ledger_core::ledger::{Ask, AskScope, Stamp};
use ledger_core::say;
use ledger_core::vocabulary::{Actor, CompanyName, Day, ProjectName, Step};
use std::cell::RefCell;
use std::env;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::{NoContext, Timestamp, Uuid};

/// What every command may know of the world.
#[derive(Debug, Clone)]
pub(crate) struct Context {
    /// The ledger's file.
    pub ledger: PathBuf,
    /// Folder of the pins.
    pub state: PathBuf,
    /// The day that was asked for.
    pub as_of: Option<Day>,
    /// The number of events that was asked for.
    pub known_at: Option<u64>,
    /// The time that was asked for instead, in microseconds since 1970 UTC; opening the ledger makes a number of it.
    pub known_at_time: Option<i64>,
    /// The project that was named.
    pub project: Option<ProjectName>,
    /// The company that was named.
    pub company: Option<CompanyName>,
    /// The form of the answer.
    pub format: Format,
    /// How to write to the standard output.
    pub style: Style,
    /// How to write to the standard error.
    pub err_style: Style,
    /// Width of the terminal; none where the answer goes elsewhere.
    pub width: Option<u16>,
    /// Say nothing on success.
    pub quiet: bool,
    /// Say more.
    pub verbose: bool,
    /// Whether a progress bar may be shown.
    pub progress: bool,
    /// Whether a person can be asked.
    pub interactive: bool,
    /// Whether the ledger must have been seen before.
    pub require_pin: bool,
    /// Whether the ledger is read without comparing it with what was seen before.
    pub no_pin: bool,
    /// What the command saw of its ledger.
    pub sight: Rc<RefCell<Sight>>,
    /// The local calendar day; what needs it asks [`Context::has_day`] first.
    pub today: Day,
    clock: Clock,
}

impl Context {
    /// Reads options, environment, clock and terminal.
    ///
    /// # Errors
    /// Says which option or variable cannot be understood.
    pub(crate) fn of(globals: &Globals) -> Result<Self, Fault> {
        if globals.json && globals.format == Format::Ics {
            return Err(Fault::usage("--format ics", "`--json` asks for another form", "leave one of the two out"));
        }
        let clock = Clock::ask()?;
        let stdout = std::io::stdout().is_terminal();
        let stderr = std::io::stderr().is_terminal();
        let known = globals.known_at.as_ref().map(|text| edge::known("--known-at", text)).transpose()?;
        Ok(Self {
            ledger: ledger_file(globals)?,
            state: state_folder()?,
            as_of: edge::optional("--as-of", globals.as_of.as_ref(), Day::parse)?,
            known_at: known.and_then(Known::position),
            known_at_time: known.and_then(Known::time),
            project: edge::optional("--project", globals.project.as_ref(), ProjectName::parse)?,
            company: edge::optional("--company", globals.company.as_ref(), CompanyName::parse)?,
            format: if globals.json { Format::Json } else { globals.format },
            style: Style { colour: colours(globals.color, stdout) },
            err_style: Style { colour: colours(globals.color, stderr) },
            width: if stdout { columns() } else { None },
            quiet: globals.quiet,
            verbose: globals.verbose,
            progress: stderr && !globals.quiet && !globals.no_progress,
            interactive: std::io::stdin().is_terminal() && stderr,
            require_pin: globals.require_pin,
            no_pin: globals.no_pin,
            sight: Rc::default(),
            today: clock.today,
            clock,
        })
    }

    /// Whether the answer is for programs.
    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// The project that was named, if one was.
    pub(crate) fn project_choice(&self) -> Option<ProjectChoice> {
        let project = self.project.clone()?;
        Some(ProjectChoice { company: self.company.clone(), project })
    }

    /// The project that was named.
    ///
    /// # Errors
    /// Asks for `--project` where none was.
    pub(crate) fn needs_project(&self) -> Result<ProjectChoice, Fault> {
        let next = say!("usage-project-next", list = Step::ListProjects);
        self.project_choice().ok_or_else(|| Fault::usage("--project", "it is not said which project is meant", next))
    }

    /// A project of the company that was named, if one was.
    ///
    /// # Errors
    /// Says what is wrong with the name.
    pub(crate) fn choice(&self, option: &str, name: &str) -> Result<ProjectChoice, Fault> {
        Ok(ProjectChoice { company: self.company.clone(), project: edge::word(option, name, ProjectName::parse)? })
    }

    /// The part of the ledger that was named: a project, a company, or everything.
    pub(crate) fn scope(&self) -> AskScope {
        match (self.project_choice(), &self.company) {
            (Some(project), _) => AskScope::Project(project),
            (None, Some(company)) => AskScope::Company(company.clone()),
            (None, None) => AskScope::All,
        }
    }

    /// The question about a part of the ledger, on the day and position that were named.
    ///
    /// # Errors
    /// Where no day was named and the clock says none that a ledger knows.
    pub(crate) fn ask(&self, scope: AskScope) -> Result<Ask, Fault> {
        if self.as_of.is_none() {
            self.has_day("set the clock, or name a day with `--as-of DATE`")?;
        }
        Ok(Ask { scope, as_of: self.as_of.unwrap_or(self.today), known_at: self.known_at })
    }

    /// Whether today is a day that a ledger knows; `next` says what to do otherwise.
    ///
    /// # Errors
    /// Says what the clock says.
    pub(crate) fn has_day(&self, next: &str) -> Result<(), Fault> {
        let Some(strays) = &self.clock.strays else { return Ok(()) };
        if self.clock.frozen.is_some() {
            let next = next.replace("set the clock", "set LICLEDGER_NOW to another time, or unset it");
            return Err(Fault::usage("LICLEDGER_NOW", strays.as_str(), next));
        }
        Err(Fault::new(Exit::Unreadable, "CLOCK", "", strays.as_str(), next))
    }

    /// The zone of today, as its distance from UTC.
    pub(crate) fn zone(&self) -> &str {
        &self.clock.zone
    }

    /// The time, where the clock says one that a ledger knows.
    pub(crate) fn likely_now(&self) -> Option<i64> {
        self.clock.strays.is_none().then(|| self.now())
    }

    /// The same, for an answer that does not stop at the time that was named.
    pub(crate) fn timeless(&self) -> Self {
        Self { known_at_time: None, ..self.clone() }
    }

    /// Who speaks: as named, or the user of the process.
    ///
    /// # Errors
    /// Says what is wrong with a name that was given.
    pub(crate) fn actor(&self, named: Option<&String>) -> Result<Actor, Fault> {
        if let Some(actor) = edge::optional("--actor", named, Actor::parse)? {
            return Ok(actor);
        }
        user::actor().ok_or_else(|| {
            let next = "add `--actor NAME`, or set LICLEDGER_ACTOR";
            Fault::usage("--actor", "nobody knows who you are", next)
        })
    }

    /// Microseconds since 1970 UTC, asked anew each time: a person may have thought for a while.
    pub(crate) fn now(&self) -> i64 {
        self.clock.frozen.unwrap_or_else(system_micros)
    }

    /// What a write needs from the world.
    pub(crate) fn stamp<'a>(&self, actor: Actor, ids: &'a mut dyn FnMut() -> Uuid) -> Stamp<'a> {
        Stamp { now: self.now(), today: self.today, actor, ids }
    }

    /// A write happens on its own day, given with `--date`, and on the whole ledger.
    ///
    /// # Errors
    /// Refuses `--as-of` and `--known-at`.
    pub(crate) fn is_now(&self) -> Result<(), Fault> {
        if self.as_of.is_some() || self.known_at.is_some() || self.known_at_time.is_some() {
            let next = "leave it out; `--date DATE` says when an act takes effect";
            return Err(Fault::usage("--as-of, --known-at", "they belong to questions, and this command writes", next));
        }
        self.has_day("set the clock; nothing was written")
    }
}

/// An id that nobody has used (UUID version 7).
pub(crate) fn fresh_id() -> Uuid {
    // An id has no room for a time before 1970.
    if system_micros() < 0 { Uuid::new_v7(Timestamp::from_unix(NoContext, 0, 0)) } else { Uuid::now_v7() }
}

/// What tells the time: the system's clock, or `LICLEDGER_NOW` in its place.
#[derive(Debug, Clone)]
struct Clock {
    /// The time that `LICLEDGER_NOW` stands for, in microseconds since 1970 UTC.
    frozen: Option<i64>,
    /// The local day; the nearest that a ledger knows where the clock says another.
    today: Day,
    /// The zone of that day, as its distance from UTC: `+01:00`.
    zone: String,
    /// What the clock says, where no ledger knows such a day.
    strays: Option<String>,
}

impl Clock {
    /// Asks the clock.
    ///
    /// # Errors
    /// Says that `LICLEDGER_NOW` is no time. A clock that says an impossible day is none: not every command needs it.
    fn ask() -> Result<Self, Fault> {
        let (frozen, date, zone, name) = match env::var("LICLEDGER_NOW") {
            Ok(text) => {
                let time = DateTime::parse_from_rfc3339(&text).map_err(|error| {
                    let next = "write an RFC 3339 time such as 2026-11-24T10:00:00Z, or unset it";
                    Fault::usage("LICLEDGER_NOW", format!("{text:?} is no time: {error}"), next)
                })?;
                (Some(time.timestamp_micros()), Some(time.date_naive()), time.offset().to_string(), "it")
            }
            Err(_) => {
                let time = local_time(system_micros());
                let zone = time.map_or_else(String::new, |time| time.offset().to_string());
                (None, time.map(|time| time.date_naive()), zone, "the system clock")
            }
        };
        Ok(Self { zone, ..Self::at(frozen, date, name) })
    }

    fn at(frozen: Option<i64>, date: Option<NaiveDate>, name: &str) -> Self {
        let zone = String::new();
        let Some(today) = date.and_then(Day::in_range) else {
            let day = date.map_or_else(|| "a day that no calendar knows".to_owned(), |date| date.to_string());
            let strays = Some(format!("{name} says {day}, and a ledger knows the days from 1990 to 2100"));
            let early = date.is_some_and(|date| date < Day::MIN.date());
            return Self { frozen, zone, today: if early { Day::MIN } else { Day::MAX }, strays };
        };
        Self { frozen, today, zone, strays: None }
    }
}

/// Microseconds since 1970 UTC, negative before: a clock may say anything.
fn system_micros() -> i64 {
    let micros = |duration: std::time::Duration| i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => micros(since),
        Err(before) => micros(before.duration()).saturating_neg(),
    }
}

fn local_time(micros: i64) -> Option<DateTime<Local>> {
    DateTime::from_timestamp_micros(micros).map(|time| time.with_timezone(&Local))
}

fn ledger_file(globals: &Globals) -> Result<PathBuf, Fault> {
    let Some(file) = &globals.ledger else { return Ok(base()?.data_dir().join("licledger").join("licledger.db")) };
    let text = file.to_string_lossy();
    if text.is_empty() {
        return Err(Fault::usage("--ledger", "it is empty", "name the ledger's file"));
    }
    if text.starts_with("postgres:") || text.starts_with("postgresql:") {
        let message = "this licledger keeps ledgers only in SQLite files";
        return Err(Fault::usage("--ledger", message, "name a file"));
    }
    Ok(file.clone())
}

fn state_folder() -> Result<PathBuf, Fault> {
    if let Some(folder) = env::var_os("LICLEDGER_STATE").filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let base = base()?;
    let folder: &Path = &base.state_dir().unwrap_or_else(|| base.data_dir());
    Ok(folder.join("licledger"))
}

fn base() -> Result<impl BaseStrategy, Fault> {
    etcetera::choose_base_strategy().map_err(|error| {
        let next = "set HOME, or name the file with `--ledger` and the folder of pins with LICLEDGER_STATE";
        Fault::new(Exit::Usage, "USAGE", "", format!("your home folder is not known: {error}"), next)
    })
}

/// Whether help may be painted, before any option is understood.
pub(crate) fn paints() -> bool {
    colours(Color::Auto, std::io::stdout().is_terminal())
}

fn colours(choice: Color, terminal: bool) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            terminal && !refused && env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Width of the terminal, where it is wide enough for a table to wrap in.
fn columns() -> Option<u16> {
    let named = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let measured = || terminal_size::terminal_size().map(|(width, _)| width.0);
    named.or_else(measured).filter(|width| *width >= 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(micros: i64, today: Day, says: Option<&str>) {
        let clock = Clock::at(None, local_time(micros).map(|time| time.date_naive()), "the system clock");
        assert_eq!(clock.today, today);
        assert_eq!(clock.strays.is_some(), says.is_some(), "{:?}", clock.strays);
        assert!(says.is_none_or(|says| clock.strays.is_some_and(|strays| strays.contains(says))));
    }

    #[test]
    fn a_clock_may_say_anything() {
        const DAY: i64 = 86_400_000_000;
        check(-3 * DAY, Day::MIN, Some("the system clock says 1969-12-2"));
        check(3 * DAY, Day::MIN, Some("the system clock says 1970-01-0"));
        check(60_000 * DAY, Day::MAX, Some("the system clock says 2134-"));
        check(i64::MAX, Day::MAX, Some("the system clock says "));
        check(i64::MIN, Day::MAX, Some("the system clock says "));
        let known = DateTime::from_timestamp_micros(20_000 * DAY).map(|time| time.with_timezone(&Local).date_naive());
        check(20_000 * DAY, known.and_then(Day::in_range).unwrap_or(Day::MAX), None);
    }
}
