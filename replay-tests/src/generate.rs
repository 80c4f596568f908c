//! Random histories: a seed gives the same orders again, on the same state of the model.
//!
//! The generator looks at the second model to ask for things that are mostly there, and every now and then for things
//! that are not. Absent by design: any judgement of what should be accepted, and any source of chance but the seed.

mod ask;
mod correct;
mod random;

pub use random::Random;

use crate::model::Model;
use crate::model::date::Date;
use crate::model::row::Row;
use ledger_core::decide::{Command, Mode, ProjectChoice};
use ledger_core::event::{DeviceAdded, Licensing, Role};
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{CompanyName, Credits, Day, Fault, Hash, ProjectName, Serial, Version};

/// A rulebook with values that nobody vouches for, so that prices and upgrades are judged too.
const EXAMPLE_RULEBOOK: &str = r#"{
  "name": "example", "title": "Example values", "source": "made up for tests", "extends": "v12r2",
  "policies": [{"name": "ssa_late_factor", "value": 2, "unit": "factor", "source": "made up for tests"}],
  "ssc_values": [
    {"family": "PBX-Port", "credits": 3, "source": "made up for tests"},
    {"family": "PBX-UC", "credits": 7, "source": "made up for tests"},
    {"family": "PBX-VoicemailUser", "credits": 2, "source": "made up for tests"},
    {"family": "PBX-App(innovaphone-pbx-conference)", "credits": 4, "source": "made up for tests"}
  ],
  "version_dates": [
    {"version": 11, "date": "2012-06-01", "source": "made up for tests"},
    {"version": 12, "date": "2013-03-01", "source": "made up for tests"},
    {"version": 13, "date": "2014-01-15", "source": "made up for tests"}
  ]
}"#;

/// What the orders of a history are like, in so many of a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shares {
    /// Facts, which are recorded without being judged.
    pub facts: u64,
    /// Orders for a day in the past.
    pub late: u64,
    /// Corrections and closings.
    pub corrections: u64,
}

impl Shares {
    /// What the number of a seed stands for: every fourth history has neither facts nor late orders, every fourth late
    /// orders but no facts; every eighth, one of the first kind, has no corrections.
    pub fn of(seed: u64) -> Self {
        let (facts, late) = match seed % 4 {
            0 => (0, 0),
            1 => (0, 20),
            _ => (14, 18),
        };
        Self { facts, late, corrections: if seed.is_multiple_of(8) { 0 } else { 18 } }
    }

    /// The same without corrections.
    pub fn uncorrected(self) -> Self {
        Self { corrections: 0, ..self }
    }
}

/// Makes orders.
#[derive(Debug, Clone)]
pub struct Generator {
    random: Random,
    shares: Shares,
    day: Day,
    keys: u32,
    serials: u32,
    projects: Vec<ProjectChoice>,
}

/// Something that cannot be made into an order at this moment: nothing is bound, nothing is free.
type Perhaps<T> = Option<T>;

impl Generator {
    /// A generator whose orders begin on a day.
    pub fn new(seed: u64, first_day: Day, shares: Shares) -> Self {
        let random = Random::of(seed);
        Self { random, shares, day: first_day, keys: 0, serials: 0, projects: Vec::new() }
    }

    /// The day of the last order that did not lie in the past.
    pub fn today(&self) -> Day {
        self.day
    }

    /// What every history begins with: the second company, projects, a first device, perhaps a rulebook.
    ///
    /// # Errors
    /// Fails only where the generator's own words are no words of the vocabulary.
    pub fn opening(&mut self, first_company: &CompanyName) -> Result<Vec<Order>, Fault> {
        let second = CompanyName::parse("Zweite GmbH")?;
        let mut commands = vec![Command::AddCompany { company: second.clone() }];
        for (company, name) in [(first_company, "Nord"), (first_company, "Süd"), (&second, "Werk")] {
            let project = ProjectName::parse(name)?;
            commands.push(Command::OpenProject { company: company.clone(), project: project.clone() });
            self.projects.push(ProjectChoice { company: Some(company.clone()), project });
        }
        for (model, project) in ["ip3011", "ipva", "ip811"].into_iter().zip(self.projects.clone()) {
            commands.push(Command::AddDevice { project, device: self.device(model, Some(12))? });
        }
        for project in &self.projects {
            let credits = Credits::new(400).into_iter();
            commands.extend(credits.map(|credits| Command::ReceiveCredits { project: project.clone(), credits }));
        }
        let mut orders: Vec<Order> = commands.into_iter().map(Order::of).collect();
        if self.random.percent(60) {
            let bytes = EXAMPLE_RULEBOOK.as_bytes().to_vec();
            let command = Command::AdoptRulebook { name: "example".to_owned(), rulebook: Hash::blake3(&bytes) };
            orders.push(Order { documents: vec![bytes], ..Order::of(command) });
        }
        orders.iter_mut().for_each(|order| order.day = Some(self.day));
        Ok(orders)
    }

    /// The next order, made for the state of its day: that of `seen`, or for an order in the past that of the rows.
    ///
    /// # Errors
    /// Fails only where the generator's own words are no words of the vocabulary, or a payload lacks what it should have.
    pub fn next(&mut self, seen: &Model, rows: &[Row]) -> Result<Order, String> {
        let step = self.random.from_to(0, 45);
        self.day = self.day.plus_days(step).unwrap_or(self.day);
        let Shares { facts, late, corrections } = self.shares;
        if corrections > 0 && self.random.percent(corrections) {
            // A correction that others rest on is accepted as a fact only.
            let mode = if self.random.percent(3 * facts) { Mode::Record } else { Mode::Judge };
            let correction = self.correct(seen, rows).map_err(|fault| fault.to_string())?;
            if let Some((command, day)) = correction {
                return Ok(Order { mode, day, ..Order::of(command) });
            }
        }
        let back = if self.random.percent(late) { self.random.from_to(1, 200) } else { 0 };
        let mode = if self.random.percent(facts) { Mode::Record } else { Mode::Judge };
        let ahead = if back == 0 && self.random.percent(late / 6) { self.random.from_to(1, 90) } else { 0 };
        let day = self.earlier(back).plus_days(ahead).unwrap_or(self.day);
        let past = match back {
            0 => None,
            _ => Some(Model::of(rows, u64::MAX, Date::parse(&day.to_string())?, None)?),
        };
        let model = past.as_ref().unwrap_or(seen);
        loop {
            if let Some(command) = self.command(model).map_err(|fault| fault.to_string())? {
                return Ok(Order { mode, day: Some(day), ..Order::of(command) });
            }
        }
    }

    /// A day so many days before today, not before the history began.
    fn earlier(&self, days: u32) -> Day {
        let start = Day::new(2012, 1, 1).unwrap_or(self.day);
        let passed = u32::try_from(self.day.days_since(start)).unwrap_or_default();
        start.plus_days(passed.saturating_sub(days)).unwrap_or(self.day)
    }

    fn command(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        Ok(match self.random.below(118) {
            0..8 => self.add_device()?,
            8..24 => self.redeem()?,
            24..44 => self.bind(model)?,
            44..56 => self.release(model)?,
            56..62 => self.convert(model)?,
            62..70 => self.upgrade(model)?,
            70..76 => self.transfer(model)?,
            76..81 => self.receive(),
            81..84 => self.transfer_credits(model),
            84..97 => self.apply_ssa(model)?,
            97..101 => self.warranty(model)?,
            101..104 => self.trial(model)?,
            104..107 => self.replace(model)?,
            107..111 => self.move_device(model)?,
            111..115 => self.software(model)?,
            115 => self.role(model)?,
            116 => self.note(),
            _ => self.close_or_open()?,
        })
    }

    fn any_project(&mut self) -> Perhaps<ProjectChoice> {
        self.random.pick(&self.projects).cloned()
    }

    /// A project of the same company as another, mostly; sometimes any.
    fn sibling(&mut self, of: &ProjectChoice) -> Perhaps<ProjectChoice> {
        let siblings: Vec<ProjectChoice> =
            self.projects.iter().filter(|p| p.company == of.company && p.project != of.project).cloned().collect();
        if self.random.percent(90) { self.random.pick(&siblings).cloned() } else { self.any_project() }
    }

    fn device(&mut self, model: &str, software: Option<u16>) -> Result<DeviceAdded, Fault> {
        self.serials += 1;
        let known = self.random.percent(85);
        let back = self.random.from_to(0, 400);
        Ok(DeviceAdded {
            serial: Serial::parse(&format!("00903300{:04x}", self.serials % 0x1_0000))?,
            model: model.to_owned(),
            role: Role::Master,
            licensing: Licensing::Central,
            software: software.and_then(Version::new),
            purchased: known.then(|| self.earlier(back)),
        })
    }
}
