//! What rows become, and the sample history against the rules.

use super::acts;
use crate::read::{Profile, Row, read};
use ledger_core::decide::{Command, ItemAsked, Pick, ProjectChoice, SsaTarget, Term};
use ledger_core::event::{Licensing, Role, Topic};
use ledger_core::ledger::{Act, ImportFile, Ledger, Order, Proposed, Stamp, genesis};
use ledger_core::rule::Severity;
use ledger_core::store::{Memory, Store};
use ledger_core::vocabulary::{Actor, Day, Hash, ProjectName, Serial};
use uuid::Uuid;

const HISTORY: &[u8] = include_bytes!("../../sample/history.csv");
const RULEBOOK: &[u8] = include_bytes!("../../sample/example-rulebook.json");
const HEADINGS: &str = "Date;Event;Company;Project;Serial;Model;Licence;Quantity;SSC;SSA until;Years;Key;To;Note";

fn rows(bytes: &[u8]) -> Vec<Row> {
    let profile = Profile::transactions().expect("the built-in profile reads");
    read("test.csv", bytes, &profile, None).expect("the test's rows are right").rows
}

fn made(lines: &[&str]) -> Vec<Act> {
    let text = format!("{HEADINGS}\n{}\n", lines.join("\n"));
    acts(&rows(text.as_bytes()), Pick::Fifo, &|_, _| None).expect("the rows are acts")
}

fn refused(line: &str) -> (String, u64) {
    let text = format!("{HEADINGS}\n{line}\n");
    let faults = acts(&rows(text.as_bytes()), Pick::Fifo, &|_, _| None).expect_err("the row is no act");
    (faults[0].refusal.code().to_owned(), faults[0].line)
}

#[test]
fn rows_of_one_key_are_one_redemption() {
    let lines = [
        "2020-01-01;credit;A;P;;;PBX Port 12;10;;;;KEY-1;;first",
        "2020-01-01;credit;A;P;;;PBX-Fax12;5;;;;key1;;",
        "2020-01-01;credit;A;P;;;;;50;;;KEY1;;first",
        "2020-01-01;credit;A;P;;;PBX-Fax12;5;;;;KEY2;;",
    ];
    let acts = made(&lines);
    assert_eq!(acts.len(), 2);
    let Command::RedeemKey { items, .. } = &acts[0].command else { panic!("a redemption") };
    assert!(matches!(&items[0], ItemAsked::Licences(licence, units, Some(raw))
        if licence.to_string() == "PBX-Port12" && units.get() == 10 && raw == "PBX Port 12"));
    assert!(matches!(&items[1], ItemAsked::Licences(_, _, None)));
    assert!(matches!(&items[2], ItemAsked::Credits(credits) if credits.get() == 50));
    assert_eq!(acts[0].row.line, 2);
    assert_eq!(acts[0].row.raw.lines().count(), 3);
    assert_eq!(acts[0].remarks.reason.as_deref(), Some("first"));

    let turned = made(&[lines[2], lines[1], lines[0]]);
    assert_eq!(turned[0].row.identity, acts[0].row.identity, "the order of the rows means nothing");
    let other = made(&["2020-01-01;credit;A;P;;;PBX Port 12;11;;;;KEY-1;;"]);
    assert_ne!(other[0].row.identity, acts[0].row.identity);
    assert_eq!(other[0].row.business, acts[0].row.business, "the same key on the same day");
}

#[test]
fn twins_in_one_file_are_two_acts() {
    let line = "2020-01-01;bind;;P;00-90-33-00-00-01;;PBX-Port12;5;;;;;;";
    let acts = made(&[line, line]);
    assert_ne!(acts[0].row.identity, acts[1].row.identity);
    assert_eq!(acts[0].row.business, acts[1].row.business);
    assert_eq!(made(&[line])[0].row.identity, acts[0].row.identity);
}

#[test]
fn a_device_is_a_master_where_it_can_be() {
    let role = |model: &str| {
        let acts = made(&[&format!("2020-01-01;device;A;P;00-90-33-00-00-01;{model};;;;;;;;")]);
        let Command::AddDevice { device, .. } = &acts[0].command else { panic!("a device") };
        (device.role, device.licensing, device.model.clone())
    };
    assert_eq!(role("IP6010"), (Role::Master, Licensing::Central, "ip6010".to_owned()));
    assert_eq!(role("IP24").0, Role::Gateway);
}

#[test]
fn ssa_means_a_type_a_device_or_everything() {
    let targets = |line: &str| {
        let acts = made(&[line]);
        let Command::ApplySsa { target, term, .. } = &acts[0].command else { panic!("SSA") };
        (target.clone(), *term)
    };
    let (target, term) = targets("2020-01-01;ssa;A;P;;;;;;;3;;;");
    assert!(target == SsaTarget::All && matches!(term, Term::Years(years) if years.get() == 3));
    let (target, _) = targets("2020-01-01;ssa;A;P;00-90-33-00-00-01;;;;;;1;;;");
    assert!(matches!(target, SsaTarget::Device(_)));
    let (target, term) = targets("2020-01-01;ssa;A;P;00-90-33-00-00-01;;PBX-Port12;7;;2022-03-01;2;;;");
    assert!(matches!(target, SsaTarget::Type { units: Some(units), serial: Some(_), .. } if units.get() == 7));
    assert!(matches!(term, Term::Until(_)), "the end that was granted says more than the years");
    assert_eq!(refused("2020-01-01;ssa;A;P;;;;7;;;1;;;"), ("IMP-BLANK".to_owned(), 2));
}

#[test]
fn ssa_of_a_device_finds_the_project_that_it_is_in() {
    let acts = made(&[
        "2021-01-01;ssa;;;00-90-33-00-00-01;;;;;;1;;;",
        "2020-01-01;device;A;P;00-90-33-00-00-01;IP6010;;;;;;;;",
        "2020-06-01;transfer;A;P;00-90-33-00-00-01;;;;;;;;Q;",
    ]);
    let project = |name: &str| ProjectName::parse(name).expect("a name");
    assert!(matches!(&acts[2].command, Command::ApplySsa { project: to, .. } if to.project == project("Q")));
    assert_eq!(refused("2021-01-01;ssa;;;00-90-33-00-00-01;;;;;;1;;;").0, "IMP-BLANK");

    let text = format!("{HEADINGS}\n2021-01-01;ssa;;;00-90-33-00-00-01;;;;;;1;;;\n");
    let known = |_: &Serial, _: Day| Some(ProjectChoice { company: None, project: project("Known") });
    let acts = acts_of(&text, &known);
    assert!(matches!(&acts[0].command, Command::ApplySsa { project: to, .. } if to.project == project("Known")));
}

fn acts_of(text: &str, lookup: &super::Lookup<'_>) -> Vec<Act> {
    acts(&rows(text.as_bytes()), Pick::Fifo, lookup).expect("the rows are acts")
}

#[test]
fn a_transfer_moves_one_kind_of_thing() {
    let command = |line: &str| made(&[line])[0].command.clone();
    let licences = command("2020-01-01;transfer;A;P;;;PBX-Port12;5;;;;;Q;");
    assert!(matches!(licences, Command::TransferLicences { .. }));
    assert!(matches!(command("2020-01-01;transfer;A;P;;;;;5;;;;Q;"), Command::TransferCredits { .. }));
    let device = command("2020-01-01;transfer;A;P;00-90-33-00-00-01;;;;;;;;Q;");
    assert!(matches!(device, Command::MoveDevice { .. }));
    assert_eq!(refused("2020-01-01;transfer;A;P;;;PBX-Port12;5;5;;;;Q;").0, "IMP-TWICE");
}

#[test]
fn a_rental_is_a_note_with_a_topic() {
    let acts = made(&["2020-01-01;rental;A;P;;;PBX-Port12;20;;;;;;until summer"]);
    let Command::AddNote { text, topic, .. } = &acts[0].command else { panic!("a note") };
    assert_eq!((text.as_str(), *topic), ("until summer (20 PBX-Port12)", Some(Topic::Rental)));
    assert_eq!(acts[0].remarks.reason, None, "the text stands in the event");
}

fn ids() -> impl FnMut() -> Uuid {
    let mut last = 0_u128;
    move || {
        last += 1;
        Uuid::from_u128(last)
    }
}

fn sample_ledger(stamp: &mut Stamp<'_>) -> Ledger<Memory> {
    let (_, _, batch) = genesis("test", None, stamp.today, stamp).expect("a ledger begins");
    let mut store = Memory::new();
    store.append(batch).expect("the store takes it");
    let mut ledger = Ledger::over(store).expect("it is a ledger");
    let adopt = Command::AdoptRulebook { name: "beispiel".to_owned(), rulebook: Hash::blake3(RULEBOOK) };
    let order = Order { documents: vec![RULEBOOK.to_vec()], ..Order::of(adopt) };
    let Proposed::New(proposal) = ledger.propose(&order, stamp).expect("it can be adopted") else { panic!("new") };
    ledger.commit(*proposal, stamp).expect("it is adopted");
    ledger
}

#[test]
fn the_sample_breaks_no_rule() {
    let today = Day::parse("2026-11-24").expect("a day");
    let mut ids = ids();
    let actor = Actor::parse("test").expect("an actor");
    let mut stamp = Stamp { now: 1_700_000_000_000_000, today, actor, ids: &mut ids };
    let mut ledger = sample_ledger(&mut stamp);
    let file = || ImportFile {
        name: "history.csv".to_owned(),
        bytes: HISTORY.to_vec(),
        profile: "transactions.v1".to_owned(),
        profile_bytes: b"profile".to_vec(),
        encoding: "utf-8".to_owned(),
    };
    let acts = acts(&rows(HISTORY), Pick::Fifo, &|_, _| None).expect("every row is an act");
    let plan = ledger.plan_import(file(), acts.clone(), &mut stamp, &mut |_| {}).expect("every row can be recorded");
    let errors: Vec<_> = plan.findings.iter().filter(|(_, finding)| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(plan.findings.is_empty(), "{:#?}", plan.findings);
    assert_eq!(plan.opens.len(), 2);
    assert!(plan.rows_new >= 60, "{}", plan.rows_new);
    ledger.commit_import(plan, &mut stamp).expect("it is recorded");
    let again = ledger.plan_import(file(), acts, &mut stamp, &mut |_| {}).expect("it is known");
    assert!(again.already.is_some());
}
