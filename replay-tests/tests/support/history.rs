//! One small history in which nearly everything happens that can happen to licences: every kind of event but the
//! acceptance of a loss, two companies, an adopted rulebook, an import with its evidence, batches over two streams.
//!
//! Its acts are part of what is pinned: new ones go to the end, or into a history of their own. Absent by design:
//! what it looks like afterwards.

use super::clerk::{Clerk, day};
use ledger_core::decide::{Becoming, Choice, Command, ItemAsked, ProjectChoice, SsaTarget, Take, Term};
use ledger_core::event::{DeviceAdded, Licensing, Remarks, Role, Topic, WarrantyVariant};
use ledger_core::ledger::{Act, ImportFile, Order, RowOf};
use ledger_core::store::{Batch, Store};
use ledger_core::vocabulary::{
    CompanyName, Credits, Hash, KeyCode, Licence, ProjectName, Serial, Units, Version, Years,
};

const COMPANY: &str = "Musterbau GmbH";
const MASTER: &str = "00-90-33-01-00-01";
const SLAVE: &str = "00-90-33-01-00-02";
const ROAMER: &str = "00-90-33-01-00-03";
const SPARE: &str = "00-90-33-01-00-04";

/// A rulebook with a few values of its own.
const RULEBOOK: &[u8] = br#"{"extends":"v12r2","name":"house","policies":[],"source":"invented for tests",
"ssc_values":[{"credits":1,"family":"PBX-Port","source":"invented for tests"},
{"credits":2,"family":"PBX-Mobility","source":"invented for tests"}],
"title":"Rulebook of the tests","version_dates":[{"date":"2021-09-01","source":"invented for tests","version":12}]}"#;

/// The file that is imported: its text is evidence only, the acts stand below.
const FILE: &[u8] = "Date;Event;Licence\n2024-03-01;credit;PBX-Port12\n2024-03-02;bind;größer\n".as_bytes();

/// Licences that the last act moves in the history that is pinned.
pub(crate) const MOVED: u32 = 15;

/// Writes the whole history; `moved` licences go in its last act.
pub(crate) fn written<S: Store>(clerk: u32, moved: u32, make: impl FnOnce(Batch) -> S) -> Clerk<S> {
    let mut clerk = begun(clerk, make);
    equip(&mut clerk);
    serve(&mut clerk);
    import(&mut clerk);
    rearrange(&mut clerk, moved);
    clerk
}

/// Genesis, the rulebook, a second company, two projects.
pub(crate) fn begun<S: Store>(clerk: u32, make: impl FnOnce(Batch) -> S) -> Clerk<S> {
    let mut clerk = Clerk::begin(clerk, COMPANY, make);
    let adopt = Command::AdoptRulebook { name: "house".to_owned(), rulebook: Hash::blake3(RULEBOOK) };
    let documents = vec![RULEBOOK.to_vec()];
    clerk.order(&Order { day: Some(day("2020-01-02")), documents, ..Order::of(adopt) });
    let company = |name| CompanyName::parse(name).expect("a company");
    clerk.act("2020-01-02", Command::AddCompany { company: company("Anbau AG") });
    for name in ["Zentrale", "Werk"] {
        let project = ProjectName::parse(name).expect("a project");
        clerk.act("2020-01-03", Command::OpenProject { company: company(COMPANY), project });
    }
    clerk
}

fn project(name: &str) -> ProjectChoice {
    let company = (name == "DEFAULT").then(|| CompanyName::parse(COMPANY).expect("a company"));
    ProjectChoice { company, project: ProjectName::parse(name).expect("a project") }
}

fn serial(text: &str) -> Serial {
    Serial::parse(text).expect("a serial number")
}

fn licence(text: &str) -> Licence {
    Licence::parse(text).expect("a licence")
}

fn units(count: u32) -> Units {
    Units::new(count).expect("a number of units")
}

fn version(major: u16) -> Version {
    Version::new(major).expect("a version")
}

fn take(text: &str, count: u32) -> Take {
    Take { licence: licence(text), units: units(count), choice: Choice::Open }
}

fn device(number: &str, model: &str, role: Role) -> DeviceAdded {
    DeviceAdded {
        serial: serial(number),
        model: model.to_owned(),
        role,
        licensing: Licensing::Central,
        software: Some(version(11).into()),
        purchased: Some(day("2020-01-10")),
    }
}

/// Devices, a key, bindings and a warranty.
fn equip<S: Store>(clerk: &mut Clerk<S>) {
    let models = [(MASTER, "ip3010", Role::Master), (SLAVE, "ip6010", Role::Slave), (ROAMER, "ip810", Role::Slave)];
    for (number, model, role) in models {
        let device = device(number, model, role);
        clerk.act("2020-01-15", Command::AddDevice { project: project("Zentrale"), device });
    }
    let (key, years) = (KeyCode::parse("WE3-0001").expect("a key"), Years::new(3).expect("years"));
    let variant = WarrantyVariant::AtPurchase;
    clerk.act("2020-01-16", Command::ActivateWarranty { key, serial: serial(SLAVE), years, variant, bought: None });
    let items = vec![
        ItemAsked::Licences(licence("PBX-Port11"), units(120), Some("PBX Port 11".to_owned())),
        ItemAsked::Licences(licence("PBX-Mobility11"), units(10), None),
        ItemAsked::Licences(licence("Relay-Channels"), units(30), None),
        ItemAsked::Credits(Credits::new(900).expect("credits")),
    ];
    let key = KeyCode::parse("MB20-0001-4F7K").expect("a key");
    clerk.act("2020-01-20", Command::RedeemKey { project: project("Zentrale"), key, items });
    for (what, count, number) in
        [("PBX-Port11", 90, MASTER), ("PBX-Mobility11", 10, MASTER), ("Relay-Channels", 30, ROAMER)]
    {
        clerk.act("2020-01-21", Command::Bind { take: take(what, count), serial: serial(number) });
    }
}

/// Credits, SSA, upgrade, release, conversion and a trial.
fn serve<S: Store>(clerk: &mut Clerk<S>) {
    let credits = |count| Credits::new(count).expect("credits");
    let zentrale = || project("Zentrale");
    clerk.act("2020-02-01", Command::ReceiveCredits { project: zentrale(), credits: credits(250) });
    let term = Term::Years(Years::new(3).expect("years"));
    let ssa = Command::ApplySsa { project: zentrale(), target: SsaTarget::All, term, credits: None };
    clerk.act("2020-06-01", ssa);
    clerk.act("2021-10-01", Command::ChangeSoftware { serial: serial(MASTER), software: version(12).into() });
    let upgrade = Command::Upgrade {
        take: take("PBX-Port11", 90),
        serial: Some(serial(MASTER)),
        project: None,
        version: version(12),
    };
    clerk.act("2021-10-01", upgrade);
    let release = Command::Release {
        take: take("PBX-Port12", 20),
        serial: serial(MASTER),
        certificate: Some("release-1.xml".to_owned()),
        consent: false,
    };
    clerk.act("2021-11-01", release);
    let convert = Command::Convert {
        take: take("PBX-Port11", 30),
        project: zentrale(),
        becoming: Becoming::Version(version(12)),
        credits: None,
    };
    clerk.act("2021-11-02", convert);
    let trial = Command::IssueTrial { licence: licence("PBX-myPBX12"), units: units(10), serial: serial(MASTER) };
    clerk.act("2021-11-03", trial);
}

/// Three rows of a file, one of which breaks a rule: it is recorded all the same.
fn import<S: Store>(clerk: &mut Clerk<S>) {
    let file = ImportFile {
        name: "rows.csv".to_owned(),
        bytes: FILE.to_vec(),
        profile: "test.v1".to_owned(),
        profile_bytes: b"profile".to_vec(),
        encoding: "utf-8".to_owned(),
    };
    let items = vec![ItemAsked::Licences(licence("PBX-Port12"), units(40), None)];
    let key = KeyCode::parse("MB24-0002-9ZZ9").expect("a key");
    let commands = [
        ("2024-03-01", Command::RedeemKey { project: project("Lager"), key, items }),
        ("2024-03-01", Command::AddDevice { project: project("Lager"), device: device(SPARE, "ip811", Role::Master) }),
        ("2024-03-02", Command::Bind { take: take("PBX-Port12", 50), serial: serial(SPARE) }),
    ];
    let act = |(line, (on, command)): (u64, (&str, Command))| Act {
        row: RowOf {
            line,
            raw: format!("row {line}; größer"),
            identity: Hash::blake3(format!("identity {line}").as_bytes()),
            business: Hash::blake3(format!("business {line}").as_bytes()),
            earlier: Vec::new(),
        },
        day: day(on),
        company: Some(CompanyName::parse(COMPANY).expect("a company")),
        project: Some(ProjectName::parse("Lager").expect("a project")),
        command,
        remarks: Remarks { reference: Some(format!("AB-{line}")), ..Remarks::default() },
    };
    clerk.import(file, (2..).zip(commands).map(act).collect());
}

/// Roles, moves, replacement, notes; at last two transfers, each a batch over two streams.
fn rearrange<S: Store>(clerk: &mut Clerk<S>, moved: u32) {
    let role = Some(Role::Standby);
    clerk.act("2024-04-01", Command::ChangeRole { serial: serial(SLAVE), role, licensing: Some(Licensing::Decentral) });
    let replaced = Command::ReplaceDevice {
        old: serial(SLAVE),
        new: serial("00-90-33-01-00-05"),
        model: None,
        rma: "RMA-24-0401".to_owned(),
    };
    clerk.act("2024-04-02", replaced);
    clerk.act("2024-04-03", Command::MoveDevice { serial: serial(ROAMER), to: project("Werk") });
    clerk.fact("2024-04-04", note("rented until summer"), "as the letter says");
    clerk.act("2024-04-05", Command::CloseProject { project: project("DEFAULT") });
    let (from, to) = (project("Zentrale"), project("Werk"));
    let credits = Credits::new(50).expect("credits");
    clerk.act("2024-05-01", Command::TransferCredits { credits, from: from.clone(), to: to.clone() });
    clerk.act("2024-05-02", Command::TransferLicences { take: fifo(take("PBX-Port12", moved)), from, to });
}

/// A note about a rental contract.
pub(crate) fn note(text: &str) -> Command {
    let (project, topic) = (Some(project("Werk")), Some(Topic::Rental));
    Command::AddNote { project, serial: None, text: text.to_owned(), topic }
}

fn fifo(take: Take) -> Take {
    Take { choice: Choice::Pick(ledger_core::decide::Pick::Fifo), ..take }
}
