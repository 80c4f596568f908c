//! A large ledger: projects of 1,000 events each, written by one import, for examples that measure.
//!
//! Absent by design: chance, and anything that a rule would refuse.

use ledger_core::decide::{Choice, Command, ItemAsked, Pick, ProjectChoice, Take};
use ledger_core::event::{DeviceAdded, Licensing, Remarks, Role};
use ledger_core::ledger::{Act, ImportFile, Ledger, RowOf, Stamp, genesis};
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::{Actor, CompanyName, Day, Hash, KeyCode, Licence, ProjectName, Serial, Units, Version};
use std::path::Path;
use uuid::Uuid;

/// Whatever goes wrong.
pub type Failure = Box<dyn std::error::Error>;

/// The form of a UUID of version 7, with the count in its last bits.
const ID_FORM: u128 = 0x019e_8000_0000_7000_8000_0000_0000_0000;
/// Events of each project.
pub const PROJECT_EVENTS: usize = 1_000;
/// Days between two events of a project.
pub const STEP_DAYS: usize = 3;

/// The first day on which something happens in a project.
///
/// # Errors
/// Fails for no day that is written here.
pub fn first_day() -> Result<Day, Failure> {
    Ok(Day::parse("2013-01-01")?)
}

/// The project of a number, with its company.
///
/// # Errors
/// Fails for no number.
pub fn project_of(number: usize) -> Result<ProjectChoice, Failure> {
    let company = CompanyName::parse(&format!("Company {}", number / 10))?;
    Ok(ProjectChoice { company: Some(company), project: ProjectName::parse(&format!("Project {number}"))? })
}

/// The one device of a project.
///
/// # Errors
/// Fails for numbers beyond 65,535.
pub fn device_of(number: usize) -> Result<Serial, Failure> {
    Ok(Serial::parse(&format!("00-90-33-{:02x}-{:02x}-01", number / 256, number % 256))?)
}

/// The licence that every project has.
///
/// # Errors
/// Fails for no name that is written here.
pub fn licence() -> Result<Licence, Failure> {
    Ok(Licence::parse("PBX-Port12")?)
}

/// Units of it.
///
/// # Errors
/// Fails for none.
pub fn some(count: u32) -> Result<Units, Failure> {
    Ok(Units::new(count).ok_or("a number of units")?)
}

/// What an import is said to come from.
pub fn file(name: &str) -> ImportFile {
    ImportFile {
        name: format!("{name}.csv"),
        bytes: name.as_bytes().to_vec(),
        profile: "measure".to_owned(),
        profile_bytes: b"profile".to_vec(),
        encoding: "utf-8".to_owned(),
    }
}

/// A row's act; its name tells it from every other row.
pub fn act(name: &str, line: usize, day: Day, project: &ProjectChoice, command: Command) -> Act {
    let identity = Hash::blake3(name.as_bytes());
    Act {
        row: RowOf {
            line: u64::try_from(line).unwrap_or(0),
            raw: format!("row {name}"),
            identity,
            business: identity,
            earlier: Vec::new(),
        },
        day,
        company: project.company.clone(),
        project: Some(project.project.clone()),
        command,
        remarks: Remarks::default(),
    }
}

/// Writes a ledger of so many events and a few into a file, and says how many there are.
///
/// # Errors
/// Says what failed.
pub fn write(path: &Path, events: usize) -> Result<u64, Failure> {
    let mut counter = 0_u128;
    let mut ids = || {
        counter += 1;
        Uuid::from_u128(ID_FORM | counter)
    };
    let day = Day::parse("2012-01-01")?;
    let mut stamp = Stamp { now: 1_700_000_000_000_000, today: day, actor: Actor::parse("measure")?, ids: &mut ids };
    let (_, _, batch) = genesis("measure", None, day, &mut stamp)?;
    let mut ledger = Ledger::over(Sqlite::create_with(path, batch)?)?;
    let mut acts = Vec::new();
    for project in 0..events.div_ceil(PROJECT_EVENTS) {
        acts.extend(project_acts(project)?);
    }
    let plan = ledger.plan_import(file("measure"), acts, &mut stamp, &mut |_| {})?;
    Ok(ledger.commit_import(plan, &mut stamp)?.head.size)
}

/// One project's life: a device, a key, then licences that go to the device and come back.
fn project_acts(number: usize) -> Result<Vec<Act>, Failure> {
    let (project, serial, licence) = (project_of(number)?, device_of(number)?, licence()?);
    let device = DeviceAdded {
        serial: serial.clone(),
        model: "ip6010".to_owned(),
        role: Role::Master,
        licensing: Licensing::Central,
        software: Version::new(12).map(Into::into),
        purchased: None,
    };
    let items = vec![ItemAsked::Licences(licence.clone(), some(5_000)?, None)];
    let mut commands = vec![
        Command::AddDevice { project: project.clone(), device },
        Command::RedeemKey { project: project.clone(), key: KeyCode::parse(&format!("KEY-{number}"))?, items },
    ];
    for turn in 0..PROJECT_EVENTS - 3 {
        let take = Take { licence: licence.clone(), units: some(5)?, choice: Choice::Pick(Pick::Fifo) };
        let serial = serial.clone();
        commands.push(if turn % 3 == 2 {
            Command::Release { take, serial, certificate: Some("file".to_owned()), consent: false }
        } else {
            Command::Bind { take, serial }
        });
    }
    let first = first_day()?;
    let acts = commands.into_iter().enumerate().map(|(place, command)| {
        let days = u32::try_from(place * STEP_DAYS).unwrap_or(0);
        let day = first.plus_days(days).unwrap_or(first);
        act(&format!("{number} {place}"), number * PROJECT_EVENTS + place + 2, day, &project, command)
    });
    Ok(acts.collect())
}
