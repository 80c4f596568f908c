//! Reading a file of scenarios.
//!
//! ```text
//! What stands before the first block is for people.
//!
//! background
//!   2014-01-01 company add Muster
//!
//! # A title that is a sentence
//! rule: REL-4 breaks
//! file priced.json
//!   {"name": "priced"}
//! given
//!   2014-01-02 key redeem K-1 --project DEFAULT --item 'PBX-Port12=100'
//! when
//!   2014-01-03 licence bind …
//! then
//!   refused PRJ-3
//! ```
//!
//! A step without a day is of the day before it; the background leads every scenario of its file. A line `open: WHY`
//! below the title, or `open in program: WHY`, marks what the ledger is known not to fulfil yet. Absent by design: what
//! a step or an expectation means.

use super::words::words;
use super::{Claim, Document, Open, Scenario, Side, Step, Then};

#[derive(Clone, Copy)]
enum Block {
    Preamble,
    Background,
    Head,
    File,
    Given,
    When,
    Then,
}

struct Reading {
    file: String,
    block: Block,
    background: Vec<Step>,
    day: String,
    scenarios: Vec<Scenario>,
}

/// The scenarios of a file.
///
/// # Errors
/// Names the line that cannot be read, and why.
pub fn scenarios(file: &str, text: &str) -> Result<Vec<Scenario>, String> {
    let mut reading = Reading {
        file: file.to_owned(),
        block: Block::Preamble,
        background: Vec::new(),
        day: String::new(),
        scenarios: Vec::new(),
    };
    for (line, number) in text.lines().zip(1..) {
        reading.line(line, number).map_err(|what| format!("{file}:{number}: {what}"))?;
    }
    let unfinished = reading.scenarios.iter().find(|scenario| scenario.then.is_empty() || scenario.claims.is_empty());
    match unfinished {
        Some(scenario) => Err(format!("{} has no rule or expects nothing", scenario.name())),
        None => Ok(reading.scenarios),
    }
}

impl Reading {
    fn line(&mut self, line: &str, number: usize) -> Result<(), String> {
        let content = line.trim();
        if content.is_empty() {
            return Ok(());
        }
        if let Some(title) = line.strip_prefix("# ") {
            return self.title(title, number);
        }
        if line.starts_with(char::is_whitespace) {
            return self.inside(content, number);
        }
        self.heading(content)
    }

    fn title(&mut self, title: &str, line: usize) -> Result<(), String> {
        self.block = Block::Head;
        self.day = self.background.last().map(|step| step.day.clone()).unwrap_or_default();
        self.scenarios.push(Scenario {
            file: self.file.clone(),
            line,
            title: title.trim().to_owned(),
            claims: Vec::new(),
            open: None,
            documents: Vec::new(),
            given: self.background.clone(),
            when: Vec::new(),
            then: Vec::new(),
        });
        Ok(())
    }

    fn heading(&mut self, content: &str) -> Result<(), String> {
        let words: Vec<&str> = content.split_whitespace().collect();
        let block = match (&words[..], self.block) {
            (["background"], Block::Preamble) => Block::Background,
            (_, Block::Preamble) => Block::Preamble,
            (["rule:", rule, side], Block::Head) => {
                let claim = Claim { rule: (*rule).to_owned(), side: Side::read(side)? };
                self.scenario()?.claims.push(claim);
                Block::Head
            }
            (["open:", why @ ..], Block::Head) => {
                self.scenario()?.open = Some(Open { world: None, why: why.join(" ") });
                Block::Head
            }
            (["open", "in", world @ ("library:" | "program:"), why @ ..], Block::Head) => {
                let world = Some(world.trim_end_matches(':').to_owned());
                self.scenario()?.open = Some(Open { world, why: why.join(" ") });
                Block::Head
            }
            (["file", name], _) => {
                let document = Document { name: (*name).to_owned(), text: String::new() };
                self.scenario()?.documents.push(document);
                Block::File
            }
            (["given"], _) => Block::Given,
            (["when"], _) => Block::When,
            (["then"], _) => Block::Then,
            _ => return Err(format!("is no heading of a block: {content}")),
        };
        self.block = block;
        Ok(())
    }

    fn inside(&mut self, content: &str, line: usize) -> Result<(), String> {
        match self.block {
            Block::Preamble => {}
            Block::Head => return Err("stands under no block".to_owned()),
            Block::Background => {
                let step = self.step(content, line)?;
                self.background.push(step);
            }
            Block::File => {
                let document = self.scenario()?.documents.last_mut().ok_or("no file is named")?;
                document.text.push_str(content);
                document.text.push('\n');
            }
            Block::Given => {
                let step = self.step(content, line)?;
                self.scenario()?.given.push(step);
            }
            Block::When => {
                let step = self.step(content, line)?;
                self.scenario()?.when.push(step);
            }
            Block::Then => {
                let then = Then::read(content, line)?;
                self.scenario()?.then.push(then);
            }
        }
        Ok(())
    }

    fn scenario(&mut self) -> Result<&mut Scenario, String> {
        self.scenarios.last_mut().ok_or_else(|| "stands before the first title".to_owned())
    }

    fn step(&mut self, content: &str, line: usize) -> Result<Step, String> {
        let mut words = words(content)?;
        if words.first().is_some_and(|word| is_day(word)) {
            self.day = words.remove(0);
        }
        if self.day.is_empty() {
            return Err("the first step needs a day".to_owned());
        }
        Ok(Step { line, day: self.day.clone(), words })
    }
}

fn is_day(word: &str) -> bool {
    word.len() == 10 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

impl Side {
    fn read(word: &str) -> Result<Self, String> {
        match word {
            "breaks" => Ok(Self::Breaks),
            "keeps" => Ok(Self::Keeps),
            _ => Err(format!("a rule is kept or broken, not {word:?}: write `keeps` or `breaks`")),
        }
    }

    /// The word that scenarios use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Keeps => "keeps",
        }
    }
}
