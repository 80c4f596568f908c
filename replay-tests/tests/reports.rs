//! What the program says: every question and every kind of answer to a write, as text and as JSON, on the sample
//! ledger, compared with `goldens/<name>.txt` and `.json`; each JSON document also with its schema in `schemas/report`.
//!
//! `GOLDENS=write cargo test -p replay-tests --test reports` writes the goldens anew; read what changed before it is
//! kept. The clock stands still, and what differs from run to run is masked. Absent by design: whether a figure is
//! right, which scenarios and the second model say.

#[path = "reports/asked.rs"]
mod asked;
#[path = "reports/contract.rs"]
mod contract;
#[path = "reports/golden.rs"]
mod golden;
#[path = "reports/layout.rs"]
mod layout;
#[path = "reports/mask.rs"]
mod mask;
#[path = "reports/world.rs"]
mod world;

use asked::{ASKED, Case};
use contract::Contract;
use golden::Goldens;
use std::collections::BTreeSet;
use world::{Said, World};

#[test]
fn every_answer_is_as_it_was_read_and_keeps_its_contract() {
    let mut goldens = Goldens::open();
    let mut contract = Contract::open();
    let (demo, sample) = World::demo();
    goldens.compare("demo.txt", &mask::masked(&demo.text("demo --dir .")));
    let (people, programs) = (sample.copy("people"), sample.copy("programs"));
    let mut faults = Vec::new();
    for case in ASKED {
        let said = people.ask(case, &[]);
        faults.extend(wrong_exit(case, &said));
        goldens.compare(&format!("{}.txt", case.name), &mask::masked(&said.text(case.line)));
        let said = programs.ask(case, &["--json"]);
        faults.extend(wrong_exit(case, &said));
        match said.document().and_then(|text| contract.check(text).map(|()| text)) {
            Ok(text) => goldens.compare(&format!("{}.json", case.name), &layout::laid(&mask::masked(text))),
            Err(fault) => faults.push(format!("{}: {fault}", case.name)),
        }
    }
    faults.extend(sample.demo_in_json().out.lines().filter_map(|line| contract.check(line).err()));
    faults.extend(contract.unused().into_iter().map(|name| format!("{name}: no document of the program is of it")));
    faults.extend(goldens.close());
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn wrong_exit(case: &Case, said: &Said) -> Option<String> {
    let wrong = said.exit != case.exit;
    wrong.then(|| format!("{}: exit {} instead of {}\n{}{}", case.name, said.exit, case.exit, said.out, said.err))
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = ASKED.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), ASKED.len());
}

#[test]
fn every_schema_is_well_formed_closed_and_described() {
    let faults = Contract::open().ill_formed();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
