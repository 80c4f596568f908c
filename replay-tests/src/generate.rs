//! Random histories: a seed gives the same orders again, on the same state of the model.
//!
//! The generator looks at the second model to ask for things that are mostly there, and every now and then for things
//! that are not. Absent by design: any judgement of what should be accepted, and any source of chance but the seed.

mod ask;
mod correct;
mod kind;
mod late;
mod lots;
mod random;
mod value;

pub use kind::Kind;
pub use random::Random;

use crate::model::Model;
use crate::model::date::Date;
use crate::model::row::Row;
use kind::{ASKS, Ask};
use ledger_core::decide::{Command, Mode, ProjectChoice};
use ledger_core::event::{DeviceAdded, Licensing, Role};
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{CompanyName, Credits, Day, Fault, Hash, ProjectName, Serial, Version};

/// A rulebook with values that nobody vouches for, so that prices and upgrades are judged too.
pub const EXAMPLE_RULEBOOK: &str = r#"{
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

/// Version at which the next event of the first project's stream stands after the opening: it was opened, and got a device
/// and credits.
const BEGUN: u64 = 4;

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
    kind: Kind,
    shares: Shares,
    day: Day,
    keys: u32,
    serials: u32,
    projects: Vec<ProjectChoice>,
}

/// Something that cannot be made into an order at this moment: nothing is bound, nothing is free.
type Perhaps<T> = Option<T>;

impl Generator {
    /// A generator of a kind of history whose orders begin on a day.
    pub fn new(seed: u64, first_day: Day, kind: Kind, shares: Shares) -> Self {
        let random = Random::of(seed);
        Self { random, kind, shares, day: first_day, keys: 0, serials: 0, projects: Vec::new() }
    }

    /// The day of the last order that did not lie in the past.
    pub fn today(&self) -> Day {
        self.day
    }

    /// Lets time pass without an order.
    pub fn wait_until(&mut self, day: Option<Day>) {
        self.day = day.map_or(self.day, |day| day.max(self.day));
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
        if self.random.percent(60) || self.kind == Kind::Credits {
            let bytes = EXAMPLE_RULEBOOK.as_bytes().to_vec();
            let command = Command::AdoptRulebook { name: "example".to_owned(), rulebook: Hash::blake3(&bytes) };
            orders.push(Order { documents: vec![bytes], ..Order::of(command) });
        }
        orders.iter_mut().for_each(|order| order.day = Some(self.day));
        if self.kind == Kind::Lots {
            orders.extend(self.many_lots(BEGUN)?);
        }
        Ok(orders.into_iter().map(reasoned).collect())
    }

    /// The next order, made for the state of its day: that of `seen`, or for an order in the past that of the rows.
    ///
    /// # Errors
    /// Fails only where the generator's own words are no words of the vocabulary, or a payload lacks what it should have.
    pub fn next(&mut self, seen: &Model, rows: &[Row]) -> Result<Order, String> {
        let order = self.unreasoned(seen, rows)?;
        let says_nothing = self.kind == Kind::Credits && self.random.percent(40);
        // Only a correction always says why.
        let corrects = matches!(order.command, Command::Annul { .. } | Command::Reverse { .. } | Command::Amend { .. });
        Ok(if says_nothing && !corrects { order } else { reasoned(order) })
    }

    fn unreasoned(&mut self, seen: &Model, rows: &[Row]) -> Result<Order, String> {
        self.step();
        let Shares { facts, late, corrections } = self.shares;
        if corrections > 0 && self.random.percent(corrections) {
            // A correction that others rest on is accepted as a fact only.
            let mode = if self.random.percent(3 * facts) { Mode::Record } else { Mode::Judge };
            let correction = self.correct(seen, rows).map_err(|fault| fault.to_string())?;
            if let Some((command, day)) = correction {
                return Ok(Order { mode, day, ..Order::of(command) });
            }
        }
        if self.kind == Kind::LateFacts && self.random.percent(late) {
            let mode = if self.random.percent(facts) { Mode::Record } else { Mode::Judge };
            if let Some((command, day)) = self.late(rows)? {
                return Ok(Order { mode, day: Some(day), ..Order::of(command) });
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

    /// Time goes on; in a history of leap days often to the end of the next February.
    fn step(&mut self) {
        let step = self.random.from_to(0, 45);
        self.day = self.day.plus_days(step).unwrap_or(self.day);
        if self.kind == Kind::LeapDays && self.random.percent(25) {
            self.day = self.end_of_february(self.year()).unwrap_or(self.day);
        }
    }

    fn year(&self) -> i32 {
        let year = Date::parse(&self.day.to_string()).map_or(2012, |date| date.year);
        i32::try_from(year).unwrap_or(2012)
    }

    /// The last day of February, or the one after it or before it, of a year or the next one, not before today.
    fn end_of_february(&mut self, year: i32) -> Perhaps<Day> {
        let days: Vec<Day> = (year..year + 2)
            .flat_map(|year| [(2, 28), (2, 29), (3, 1)].map(|(month, day)| Day::new(year, month, day)))
            .flatten()
            .filter(|day| *day >= self.day)
            .collect();
        self.random.pick(&days).copied()
    }

    /// A day so many days before today, not before the history began.
    fn earlier(&self, days: u32) -> Day {
        let start = Day::new(2012, 1, 1).unwrap_or(self.day);
        let passed = u32::try_from(self.day.days_since(start)).unwrap_or_default();
        start.plus_days(passed.saturating_sub(days)).unwrap_or(self.day)
    }

    fn command(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let weights = self.kind.weights();
        let mut chance = self.random.below(weights.iter().sum());
        for (ask, weight) in ASKS.into_iter().zip(weights) {
            if chance < weight {
                return self.ask(ask, model);
            }
            chance -= weight;
        }
        Ok(None)
    }

    fn ask(&mut self, ask: Ask, model: &Model) -> Result<Perhaps<Command>, Fault> {
        match ask {
            Ask::AddDevice => self.add_device(),
            Ask::Redeem => self.redeem(),
            Ask::Bind => self.bind(model),
            Ask::Release => self.release(model),
            Ask::Convert => self.convert(model),
            Ask::Upgrade => self.upgrade(model),
            Ask::Transfer => self.transfer(model),
            Ask::Receive => Ok(self.receive()),
            Ask::TransferCredits => Ok(self.transfer_credits(model)),
            Ask::ApplySsa => self.apply_ssa(model),
            Ask::Warranty => self.warranty(model),
            Ask::Trial => self.trial(model),
            Ask::Replace => self.replace(model),
            Ask::MoveDevice => self.move_device(model),
            Ask::Software => self.software(model),
            Ask::Role => self.role(model),
            Ask::Note => Ok(self.note()),
            Ask::CloseOrOpen => self.close_or_open(),
        }
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
            software: software.and_then(Version::new).map(Into::into),
            purchased: known.then(|| self.earlier(back)),
        })
    }
}

/// The order with a reason, which acts beside the rules of price need.
fn reasoned(mut order: Order) -> Order {
    order.remarks.reason.get_or_insert_with(|| "agreed with the vendor".to_owned());
    order
}
