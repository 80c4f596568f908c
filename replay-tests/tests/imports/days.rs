//! The order of rows: across days it does not matter at all, within a day only where an act needs another.
//!
//! An order in which a fact breaks a rule, or that the ledger cannot take, is not allowed and says nothing. Absent by
//! design: which lot stands where; an order decides which of two alike lots is taken, and names them.

use crate::desk::Desk;
use crate::table::Table;
use replay_tests::generate::Random;
use serde_json::Value;

/// Orders that are tried of each file.
const ORDERS: u64 = 40;
/// Decides which orders; printed with a failure.
const SEED: u64 = 20_161_224;

/// Where everything is after an import without errors; nothing where the order is not allowed.
fn allowed(bytes: &[u8]) -> Option<Vec<Value>> {
    let desk = Desk::ready();
    let answer = desk.import("rows.csv", bytes);
    if answer.code == 6 {
        return None;
    }
    let told = answer.done().json();
    let mut findings = told["import"]["findings"].as_array().into_iter().flatten();
    findings.all(|finding| finding["severity"] != "error").then(|| desk.balances())
}

/// Counts the allowed orders of a file, each of which must come to the same balances.
fn count(name: &str, table: &Table, percent: u64) -> u64 {
    let expected = allowed(&table.bytes()).expect("the order of the file itself is allowed");
    let mut count = 0;
    for number in 0..ORDERS {
        let seed = SEED + number;
        let order = table.within_days(percent, &mut Random::of(seed));
        if let Some(balances) = allowed(&order.bytes()) {
            assert_eq!(balances, expected, "{name}, seed {seed}:\n{}", String::from_utf8_lossy(&order.bytes()));
            count += 1;
        }
    }
    println!("{name}: {count} of {ORDERS} orders are allowed");
    count
}

#[test]
fn an_allowed_order_of_the_rows_of_a_day_comes_to_the_same_balances() {
    let sample = Table::sample();
    let some_days = count("the sample, some days", &sample, 15);
    let all_days = count("the sample, all days", &sample, 100);
    assert!(some_days >= 5, "{some_days} orders that change some days are too few to mean much");
    assert!(all_days < ORDERS, "an order in which licences are bound before they are there must not be allowed");
}

#[test]
fn busy_days_whose_acts_need_each_other_little_come_to_the_same_balances() {
    let busy = busy();
    let count = count("busy days", &busy, 100);
    assert!(count >= ORDERS - 10, "{count} orders are too few to mean much");
}

#[test]
fn rows_may_stand_in_any_order_of_their_days() {
    let sample = Table::sample();
    let expected = Desk::with(&sample.bytes()).everything();
    for seed in SEED..SEED + 10 {
        let mixed = sample.across_days(&mut Random::of(seed));
        assert_ne!(mixed.rows, sample.rows, "seed {seed}");
        assert_eq!(Desk::with(&mixed.bytes()).everything(), expected, "seed {seed}");
    }
}

/// Three projects, and days on which much happens that was made possible on days before.
fn busy() -> Table {
    let mut table = Table::sample().with(Vec::new());
    let mut row = |date: &str, act: &str, project: &str, cells: &[(&str, &str)]| {
        let mut row = vec![String::new(); table.headings.len()];
        let all = [("Datum", date), ("Vorgang", act), ("Firma", "Muster"), ("Projekt", project)];
        for (heading, cell) in all.iter().chain(cells) {
            row[table.headings.iter().position(|h| h == heading).expect("a column")] = (*cell).to_owned();
        }
        table.rows.push(row);
    };
    for (number, project) in ["Nord", "Süd", "West"].into_iter().enumerate() {
        let serial = format!("00-90-33-00-00-0{number}");
        let on = ("Seriennummer", serial.as_str());
        row(
            "02.01.2017",
            "Gerät",
            project,
            &[on, ("Modell", "IP6010"), ("Software", "12"), ("Gekauft am", "02.01.2017")],
        );
        row("02.01.2017", "SSC-Gutschrift", project, &[("SSC", "5.000")]);
        for (key, licence, units) in [("A", "PBX-Port12", "100"), ("B", "PBX-UC12", "40"), ("C", "PBX-Video12", "9")] {
            let key = format!("K{number}{key}");
            row("02.01.2017", "Einbuchung", project, &[("Schlüssel", &key), ("Lizenztyp", licence), ("Anzahl", units)]);
        }
        for (licence, units) in [("PBX-Port12", "30"), ("PBX-Port12", "20"), ("PBX-UC12", "25"), ("PBX-Video12", "5")] {
            row("03.01.2017", "Bindung", project, &[on, ("Lizenztyp", licence), ("Anzahl", units)]);
        }
        row("03.01.2017", "Notiz", project, &[("Bemerkung", "Begehung")]);
        row("03.01.2017", "SSC-Gutschrift", project, &[("SSC", "70")]);
        let key = format!("K{number}D");
        row("03.01.2017", "Einbuchung", project, &[("Schlüssel", &key), ("Lizenztyp", "PBX-Fax12"), ("Anzahl", "6")]);
        let warranty = format!("W{number}");
        let extended = [on, ("Schlüssel", warranty.as_str()), ("Jahre", "2"), ("Variante", "bei Kauf")];
        row("04.01.2017", "Garantie", project, &extended);
        for (licence, units) in [("PBX-Port12", "10"), ("PBX-UC12", "5"), ("PBX-Port12", "7")] {
            let given = [on, ("Lizenztyp", licence), ("Anzahl", units), ("Zertifikat", "frei.xml")];
            row("04.01.2017", "Freigabe", project, &given);
        }
        row("04.01.2017", "Bindung", project, &[on, ("Lizenztyp", "PBX-Fax12"), ("Anzahl", "4")]);
        row("04.01.2017", "Softwarestand", project, &[on, ("Software", "13")]);
        let to = ["Süd", "West", "Nord"][number];
        let moved = [("Lizenztyp", "PBX-Port12"), ("Anzahl", "15"), ("Nach", to)];
        row("05.01.2017", "Umzug", project, &moved);
        row("05.01.2017", "Umzug", project, &[("SSC", "30"), ("Nach", to)]);
        row("05.01.2017", "Rolle", project, &[on, ("Lizenzierung", "dezentral")]);
        row("05.01.2017", "Teststellung", project, &[on, ("Lizenztyp", "PBX-Recording12:base"), ("Anzahl", "1")]);
    }
    table
}
