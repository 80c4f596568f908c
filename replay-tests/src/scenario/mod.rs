//! Scenarios: one behaviour each, told as given, when, then; text in, text out.
//!
//! A step is a command line of the program. The same scenario is played through the library and through the program
//! itself; both are worlds that perform steps and show what stands in the ledger afterwards as a plain picture.
//! Reading order: [`Scenario`] here, `read` and `words` for the text, `expect` for what can be expected, `picture` for
//! what a world shows, `check` for the comparison, `library` with `order`, and `binary`. Absent by design: rules; what
//! a figure should be stands in the scenario alone.

mod binary;
mod check;
mod due;
mod expect;
mod library;
mod order;
mod picture;
mod read;
mod words;

pub use binary::Binary;
pub use due::End;
pub use expect::{Expectation, Moment, Then};
pub use library::Library;
pub use picture::{Balance, Kind, LotSeen, Outcome, Picture, Seen, World};
pub use read::scenarios;

/// One behaviour.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// The file's name, without folder.
    pub file: String,
    /// Line of the title, from 1.
    pub line: usize,
    /// One sentence about the business.
    pub title: String,
    /// The rules that it proves.
    pub claims: Vec<Claim>,
    /// Where it is known not to hold yet; it must fail there, and proves nothing.
    pub open: Option<Open>,
    /// Files that its steps name.
    pub documents: Vec<Document>,
    /// Steps that lead to the situation; every one is accepted.
    pub given: Vec<Step>,
    /// The act in question; what comes before its last step is accepted.
    pub when: Vec<Step>,
    /// What is then so.
    pub then: Vec<Then>,
}

/// A rule that a scenario proves, from one of its two sides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// Identifier of the rule.
    pub rule: String,
    /// Which side.
    pub side: Side,
}

/// The two sides of a rule: an act that it forbids and one that it allows, or a figure on each side of a boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The rule is broken.
    Breaks,
    /// The rule is kept.
    Keeps,
}

/// What the ledger is known not to fulfil yet.
#[derive(Debug, Clone)]
pub struct Open {
    /// The world that differs, `library` or `program`; both where absent.
    pub world: Option<String>,
    /// What it does instead.
    pub why: String,
}

/// A file that stands in the scenario itself.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// One command line on one day.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The day on which it is typed, `2014-01-31`.
    pub day: String,
    /// Its words, without the program's name.
    pub words: Vec<String>,
}

impl Scenario {
    /// Where it stands and what it says.
    pub fn name(&self) -> String {
        format!("{}:{} {}", self.file, self.line, self.title)
    }

    /// Why it is known not to hold yet in that world, `library` or `program`.
    pub fn open_in(&self, world: &str) -> Option<&str> {
        let open = self.open.as_ref().filter(|open| open.world.as_deref().is_none_or(|differs| differs == world));
        open.map(|open| open.why.as_str())
    }

    /// Plays it in a fresh world.
    ///
    /// # Errors
    /// Names everything that is not as the scenario says, each with its line.
    pub fn play(&self, world: &mut dyn World) -> Result<(), Vec<String>> {
        let told = |line: usize, what: String| vec![format!("{}:{line}: {what}", self.file)];
        for document in &self.documents {
            world.keep(document).map_err(|e| told(self.line, e))?;
        }
        let (last, before) = match self.when.split_last() {
            Some((last, before)) => (Some(last), before),
            None => (None, &self.when[..]),
        };
        for step in self.given.iter().chain(before) {
            match world.perform(step).map_err(|e| told(step.line, e))? {
                Outcome::Accepted => {}
                other => return Err(told(step.line, format!("the step is not accepted: {other}"))),
            }
        }
        let head = world.head().map_err(|e| told(self.line, e))?;
        let outcome = match last {
            Some(step) => Some(world.perform(step).map_err(|e| told(step.line, e))?),
            None => None,
        };
        let seen = check::After { outcome, head, today: self.today() };
        let failures = self.then.iter().filter_map(|then| {
            let failure = check::check(then, &seen, world).err()?;
            Some(format!("{}:{}: {failure}", self.file, then.line))
        });
        let failures: Vec<String> = failures.collect();
        if failures.is_empty() { Ok(()) } else { Err(failures) }
    }

    /// The day of the last step, on which questions are asked.
    fn today(&self) -> String {
        let last = self.given.iter().chain(&self.when).last();
        last.map_or_else(|| "2014-01-01".to_owned(), |step| step.day.clone())
    }
}
