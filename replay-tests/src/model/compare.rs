//! Comparing: one history's book beside the model's figures, on days and at positions that chance picks.
//!
//! Absent by design: how the history came about.

use super::date::Date;
use super::figures::Figures;
use super::history::{History, in_words};
use super::{Model, book, difference, sound};
use ledger_core::book::{Book, Project};
use ledger_core::decide::ProjectChoice;
use ledger_core::ledger::{Ask, AskScope, View};
use ledger_core::rule::Finding;
use ledger_core::vocabulary::Day;
use words::say;

/// Days and positions that are compared besides now and all.
const SAMPLES: usize = 3;
/// Days on which coverage begins or ends that are asked for coverage, the latest first.
const EDGES: usize = 4;
/// Days after today that a pair may name: what was recorded for later is in force by then.
const AHEAD: u64 = 120;
/// Every pair that this number divides is asked for one project alone, too.
const ALONE: usize = 5;

/// A view that must stay as it is, whatever is appended.
#[derive(Debug)]
pub struct Remembered {
    known_at: u64,
    as_of: Day,
    book: Book,
    findings: Vec<Finding>,
}

impl History {
    /// The book of everything, as of a day.
    ///
    /// # Errors
    /// Says why there is no view.
    pub fn view(&self, as_of: Day, known_at: Option<u64>) -> Result<View, String> {
        self.ledger.view(&Ask { scope: AskScope::All, as_of, known_at }).map_err(in_words)
    }

    /// What the model adds up, and the days on which it is to be asked for coverage.
    fn reckon(&self, as_of: Day, known_at: u64) -> Result<(Model, Vec<Date>), String> {
        let date = Date::parse(&as_of.to_string())?;
        let model = Model::of(&self.rows, known_at, date, self.mistake)?;
        let mut dates = vec![date];
        dates.extend(model.edges().into_iter().rev().take(EDGES));
        Ok((model, dates))
    }

    /// The book is what the model adds up.
    fn compare(&self, as_of: Day, known_at: u64) -> Result<View, String> {
        let view = self.view(as_of, Some(known_at))?;
        sound::whole(&view)?;
        let (model, dates) = self.reckon(as_of, known_at)?;
        let at = |error: String| format!("as of {as_of}, known at {known_at}: {error}");
        if let Some(difference) = difference(&model.figures(&dates), &book::figures(&view.book, &days_of(&dates)?)) {
            return Err(at(difference));
        }
        owed_is_found(&model, &view).map_err(at)?;
        Ok(view)
    }

    /// A view of one project, asked for by its name, shows what the model adds up for it.
    fn compare_alone(&mut self, all: &View) -> Result<(), String> {
        let projects: Vec<_> = all.book.projects.values().filter(|project| is_named(project, all)).collect();
        let Some(project) = self.samples.pick(&projects).copied() else { return Ok(()) };
        let alone = self.alone(project, all)?;
        let (model, dates) = self.reckon(all.as_of, all.known_at)?;
        let own = |figures: Figures| -> Figures {
            let stream = project.id.to_string();
            figures.into_iter().filter(|(name, _)| name.starts_with(&stream)).collect()
        };
        match difference(&own(model.figures(&dates)), &own(book::figures(&alone.book, &days_of(&dates)?))) {
            None => Ok(()),
            Some(difference) => Err(format!(
                "as of {}, known at {}, project {} alone: {difference}",
                all.as_of,
                all.known_at,
                project.name()
            )),
        }
    }

    fn alone(&self, project: &Project, all: &View) -> Result<View, String> {
        let (company, name) = project.named.clone().ok_or("a project without a name")?;
        let scope = AskScope::Project(ProjectChoice { company: Some(company), project: name });
        self.ledger.view(&Ask { scope, as_of: all.as_of, known_at: Some(all.known_at) }).map_err(in_words)
    }

    /// A day from the first one of the history to some time after today.
    pub(super) fn any_day(&mut self) -> Result<Day, String> {
        let first_day = Day::new(2012, 1, 1).ok_or("no first day")?;
        let passed = u64::try_from(self.generator.today().days_since(first_day)).map_err(in_words)?;
        let back = u32::try_from(self.samples.below(passed + AHEAD)).map_err(in_words)?;
        first_day.plus_days(back).ok_or_else(|| "no such day".to_owned())
    }

    /// Compares some random days, each as known at a position of its own, and every few of them for one project alone.
    ///
    /// # Errors
    /// Names the first figure that differs.
    pub fn compare_pairs(&mut self, pairs: usize) -> Result<(), String> {
        let size = self.size()?;
        for pair in 0..pairs {
            let (as_of, known_at) = (self.any_day()?, self.samples.below(size + 1));
            let view = self.compare(as_of, known_at)?;
            if pair.is_multiple_of(ALONE) {
                self.compare_alone(&view)?;
            }
        }
        Ok(())
    }

    /// Compares now, some other days and some earlier positions.
    ///
    /// # Errors
    /// Names the first figure that differs.
    pub fn compare_samples(&mut self) -> Result<View, String> {
        let (today, size) = (self.generator.today(), self.size()?);
        for _ in 0..SAMPLES {
            let day = self.any_day()?;
            self.compare(day, size)?;
            let known_at = self.samples.below(size + 1);
            self.compare(today, known_at)?;
        }
        self.compare(today, size)
    }

    /// A view of one project shows it as the view of everything does.
    ///
    /// # Errors
    /// Names the project that is another.
    pub fn check_projects(&self, all: &View) -> Result<(), String> {
        for project in all.projects().into_iter().filter(|project| is_named(project, all)) {
            if self.alone(project, all)?.projects() != [project] {
                return Err(format!("project {} is another in a view of its own", project.name()));
            }
        }
        Ok(())
    }

    /// Remembers the view of today, and one of a random day as known at a random position.
    ///
    /// # Errors
    /// Says why there is no view.
    pub fn remember(&mut self) -> Result<[Remembered; 2], String> {
        let (size, any_day) = (self.size()?, self.any_day()?);
        let any_position = self.samples.below(size + 1);
        Ok([self.remembered(self.generator.today(), size)?, self.remembered(any_day, any_position)?])
    }

    fn remembered(&self, as_of: Day, known_at: u64) -> Result<Remembered, String> {
        let View { book, findings, .. } = self.view(as_of, Some(known_at))?;
        Ok(Remembered { known_at, as_of, book, findings })
    }

    /// A remembered view is still the same.
    ///
    /// # Errors
    /// Says that it changed.
    pub fn check_remembered(&self, remembered: &Remembered) -> Result<(), String> {
        let Remembered { known_at, as_of, book, findings } = remembered;
        let again = self.remembered(*as_of, *known_at)?;
        if again.book == *book && again.findings == *findings {
            Ok(())
        } else {
            Err(format!("the view of {as_of}, known at {known_at}, has changed"))
        }
    }

    /// Every stored byte and every derived table is what it must be.
    ///
    /// # Errors
    /// Names the first finding.
    pub fn check_record(&self) -> Result<(), String> {
        let verified = self.ledger.verify(None).map_err(in_words)?;
        let replayed = self.ledger.replay(None, &mut |_, _| {}).map_err(in_words)?;
        match verified.findings.iter().chain(&replayed.findings).next() {
            None => Ok(()),
            Some(finding) => Err(format!("{} {}: {}", finding.rule, finding.subject, finding.message)),
        }
    }
}

/// A lot that holds less than nothing somewhere is a finding of the highest severity.
fn owed_is_found(model: &Model, view: &View) -> Result<(), String> {
    for (lot, place, units) in model.owed() {
        let names = |finding: &&Finding| finding.subject.contains(&lot) || say(&finding.message).contains(&lot);
        if !view.findings.iter().filter(names).any(Finding::refuses) {
            return Err(format!("the model says that lot {lot} holds {units} at {place}, no finding does"));
        }
    }
    Ok(())
}

/// Whether its name means this project alone; a fact may have opened another one of the same name.
fn is_named(project: &Project, all: &View) -> bool {
    let alike = all.book.projects.values().filter(|other| other.named == project.named);
    project.named.is_some() && alike.count() == 1
}

fn days_of(dates: &[Date]) -> Result<Vec<Day>, String> {
    dates.iter().map(|date| Day::parse(&date.to_string())).collect::<Result<_, _>>().map_err(in_words)
}
