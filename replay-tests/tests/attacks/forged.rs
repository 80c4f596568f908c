//! Events that are put in, sealed as the ledger seals; payloads that are withheld; rewrites that leave no trace; and rows
//! that are quoted and do not stand in their file.
//!
//! Absent by design: single fields (`fields`).

use super::clerk::{Clerk, day};
use super::history;
use super::siege::{Siege, disarmed, forge, keep, mend, rewrite, run};
use ledger_core::decide::{Command, ItemAsked, ProjectChoice};
use ledger_core::event::Remarks;
use ledger_core::event::seal::Header;
use ledger_core::ledger::{Act, ImportFile, Ledger, RowOf};
use ledger_core::rule::Finding;
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::{CompanyName, Hash, KeyCode, Licence, ProjectName, StreamId, Units};
use rusqlite::Connection;
use std::fs;

type Change = fn(&Connection, &mut Header, &mut String);

/// What is put in, the event that it is like, the change, and the codes that name it.
const APPENDED: &[(&str, usize, Change, &[&str])] = &[
    ("a row a second time", 24, |_, _, _| {}, &["INT-ROW"]),
    ("another row of an ended import", 26, |_, _, p| *p = p.replace("02fb506e", "02fb506f"), &["INT-IMPORT"]),
    (
        "a row of a file that nobody imported",
        24,
        |c, _, p| {
            *p = p.replace("b7bcc3d8", "b7bcc3d9").replace(FILE, &keep(c, b"other").to_string());
        },
        &["INT-BATCH"],
    ),
    ("credits that nobody asked for", 16, |_, _, _| {}, &["INT-SHAPE"]),
    ("credits under the request of the beginning", 16, |c, h, _| h.request = request(c, 0), &["INT-REQUEST"]),
    ("credits under the request of an import", 16, |c, h, _| h.request = request(c, 27), &["INT-REQUEST"]),
    ("credits in the ledger's own stream", 16, |_, h, _| h.stream = StreamId(h.ledger.0), &["INT-STREAM"]),
    ("credits in a project that was never opened", 16, |_, h, _| h.stream.0 = h.event.0, &["INT-STREAM"]),
    ("a second beginning", 0, |_, _, _| {}, &["INT-GENESIS"]),
    ("a company in a project", 4, |_, h, _| h.stream.0 = uuid::Uuid::from_u128(PROJECT), &["INT-STREAM"]),
    ("a closing in a project", 41, |_, h, _| h.stream.0 = uuid::Uuid::from_u128(PROJECT), &["INT-STREAM"]),
    ("a project renamed by opening it again", 6, |_, _, p| *p = p.replace("Zentrale", "Zentrum"), &["INT-STREAM"]),
    ("a project opened in the ledger's own stream", 6, |_, h, _| h.stream = StreamId(h.ledger.0), &["INT-STREAM"]),
    ("an import of nothing", 27, |_, _, _| {}, &["INT-IMPORT"]),
    ("credits that arrive and never left", 35, |_, _, _| {}, &["INT-MOVE"]),
    ("credits that leave and never arrive", 34, |_, _, _| {}, &["INT-MOVE"]),
    ("licences that arrive and never left", 37, |_, _, _| {}, &["INT-MOVE"]),
    ("licences that leave and never arrive", 36, |_, _, _| {}, &["INT-MOVE"]),
    ("a device that arrives and never left", 31, |_, _, _| {}, &["INT-MOVE"]),
    ("a device that leaves and never arrives", 30, |_, _, _| {}, &["INT-MOVE"]),
    (
        "a loss of what is there",
        41,
        |c, h, p| {
            let (begun, here) = (head(c, 3), head(c, 42));
            loss(h, p, &begun, &here);
        },
        &["INT-LOSS"],
    ),
    (
        "a loss that found another ledger",
        41,
        |c, h, p| {
            let here = head(c, 41);
            loss(h, p, &here.replace("\"root\":\"", "\"root\":\"f"), &here);
        },
        &["INT-SHAPE"],
    ),
    (
        "a loss that found too little",
        41,
        |c, h, p| {
            let here = head(c, 40);
            loss(h, p, &here, &here);
        },
        &["INT-LOSS"],
    ),
    (
        "a loss under another request",
        41,
        |c, h, p| {
            let here = head(c, 42);
            loss(h, p, &format!("{{\"root\":\"{FILE}\",\"size\":50}}"), &here);
        },
        &["INT-REQUEST"],
    ),
    (
        "a closing until 2099",
        41,
        |c, h, p| {
            let here = head(c, 42);
            let from = p.find("{\"root\"").expect("a head");
            let to = from + p[from..].find('}').expect("its end") + 1;
            p.replace_range(from..to, &here);
            *p = p.replace("2025-01-01", "2099-01-01");
            h.effective = "2098-12-31".to_owned();
        },
        &["INT-CLOSING"],
    ),
    ("a closing on an old tree", 41, |_, _, _| {}, &["INT-CLOSING"]),
    (
        "an annulment of another stream's event",
        39,
        |_, h, _| h.stream.0 = uuid::Uuid::from_u128(PROJECT),
        &["INT-TARGET"],
    ),
    (
        "an annulment of what is not there",
        39,
        |_, _, p| *p = p.replace("000100000057", "000100000fff"),
        &["INT-TARGET"],
    ),
    (
        "an annulment of itself",
        39,
        |_, h, p| {
            *p = p.replace("019e8000-0000-7000-8000-000100000057", &h.event.to_string());
        },
        &["INT-TARGET"],
    ),
    (
        "a rulebook that is a request",
        3,
        |c, _, p| {
            let request = request(c, 13).to_string();
            let from = p.find("\"rulebook\":\"").expect("a rulebook") + 12;
            p.replace_range(from..from + 64, &request);
        },
        &["INT-RULEBOOK"],
    ),
    ("a time that is still to come", 16, |_, h, _| h.recorded += 864_000_000_000_000, &["INT-TIME"]),
];

/// The imported file.
const FILE: &str = "d79646e4b9f0bdc8f8c21fa2c07c4d97e218d1f77939ae2d15c4749326c81dbe";
/// The stream of the project Zentrale.
const PROJECT: u128 = 0x019e_8000_0000_7000_8000_0001_0000_000e;

fn request(connection: &Connection, position: u64) -> Hash {
    let text = "SELECT request FROM event WHERE position = ?1";
    Hash(connection.query_row(text, [position.cast_signed()], |row| row.get(0)).expect("there is one"))
}

/// The tree over the first events, as a payload names it.
fn head(connection: &Connection, size: u64) -> String {
    let mut statement =
        connection.prepare("SELECT hash FROM event WHERE position < ?1 ORDER BY position").expect("sql");
    let leaves = statement.query_map([size.cast_signed()], |row| row.get(0).map(Hash)).expect("runs");
    let head = ledger_core::tree::head_of(leaves.map(|leaf| leaf.expect("reads")));
    format!("{{\"root\":\"{}\",\"size\":{}}}", head.root, head.size)
}

/// Makes an event of the ledger's own stream one that accepts a loss.
fn loss(header: &mut Header, payload: &mut String, pinned: &str, found: &str) {
    header.kind = "loss-accepted".to_owned();
    *payload = format!("{{\"found\":{found},\"pinned\":{pinned}}}");
}

/// Puts events in.
pub(crate) fn appended(siege: &mut Siege) {
    for (name, like, change, codes) in APPENDED {
        // Credits that are like others, with a request of their own making, are what a command could have written.
        if *name == "credits that nobody asked for" {
            siege.accuse(name, codes, |c| forge(c, *like, |_, payload| payload.insert(1, ' ')));
            continue;
        }
        siege.accuse(name, codes, |c| forge(c, *like, |header, payload| change(c, header, payload)));
    }
}

/// Takes every payload away, with its names in the index and without: the record is whole, and it is told.
pub(crate) fn withheld(siege: &mut Siege) {
    for position in 1..42_u64 {
        for names in [true, false] {
            let name =
                format!("the payload of event {position} withheld, its names {}", if names { "left" } else { "gone" });
            let path = siege.copy();
            disarmed(&path, |c| {
                run(c, &format!("UPDATE event SET payload = NULL WHERE position = {position}"));
                if !names {
                    run(c, &format!("DELETE FROM subject WHERE position = {position}"));
                }
            });
            let verified = Ledger::open_file(&path).expect("it opens").verify(None).expect("reads");
            let told: Vec<(&str, u64)> =
                verified.findings.iter().map(|f| (f.rule, f.events.first().map_or(0, |at| at.0))).collect();
            let whole = verified.faults() == 0 && verified.head == siege.pin;
            if told == [("INT-WITHHELD", position)] && whole {
                siege.found += 1;
            } else {
                siege.missed.push(format!("{name}: {told:?} {:#?}", verified.findings));
            }
        }
    }
}

/// Rewrites that only a head that somebody else holds can tell.
pub(crate) fn by_head(siege: &mut Siege) {
    for position in 28..38_u64 {
        siege.only_by_head(&format!("the actor of event {position}"), |c| {
            rewrite(c, position, |header, _| header.actor = "eve".to_owned());
        });
        // The parts of a batch have one time.
        if ![30, 34, 36].contains(&position) {
            siege.only_by_head(&format!("the time of event {position}"), |c| {
                rewrite(c, position, |header, _| header.recorded += 1);
            });
        }
    }
    for (name, from) in [("the last batch", 36), ("the last two batches", 34), ("the last three batches", 33)] {
        siege.only_by_head(&format!("{name} cut off"), |c| {
            let gone = format!("SELECT request FROM event WHERE position >= {from}");
            run(c, &format!("DELETE FROM document WHERE hash IN ({gone})"));
            run(c, &format!("DELETE FROM event WHERE position >= {from}"));
            mend(c);
        });
    }
}

/// A ledger with one import of three rows whose texts stand in its file.
fn imported(path: &std::path::Path, encoding: &str, bytes: Vec<u8>) {
    let make = |first| Sqlite::create_with(path, first).expect("a new ledger");
    let mut clerk: Clerk<Sqlite> = history::begun(1, make);
    let file = ImportFile {
        name: "rows.csv".to_owned(),
        bytes,
        profile: "transactions.v1".to_owned(),
        profile_bytes: b"profile".to_vec(),
        encoding: encoding.to_owned(),
    };
    let act = |line: u64| {
        let key = KeyCode::parse(&format!("MB24-000{line}")).expect("a key");
        let units = Units::new(10 * u32::try_from(line).expect("small")).expect("units");
        let items = vec![ItemAsked::Licences(Licence::parse("PBX-Port12").expect("a licence"), units, None)];
        let project = ProjectName::parse("Werk").expect("a project");
        Act {
            row: RowOf {
                line,
                raw: row(line),
                identity: Hash::blake3(format!("identity {line}").as_bytes()),
                business: Hash::blake3(format!("business {line}").as_bytes()),
                earlier: Vec::new(),
            },
            day: day("2024-03-01"),
            company: Some(CompanyName::parse("Musterbau GmbH").expect("a company")),
            project: Some(project.clone()),
            command: Command::RedeemKey { project: ProjectChoice { company: None, project }, key, items },
            remarks: Remarks::default(),
        }
    };
    clerk.import(file, (2..5).map(act).collect());
}

fn row(line: u64) -> String {
    format!("01.03.2024;Gutschrift;größer;MB24-000{line};{}", 10 * line)
}

fn text() -> String {
    let rows: Vec<String> = (2..5).map(row).collect();
    format!("Datum;Vorgang;Bemerkung;Schlüssel;Anzahl\r\n{}\r\n", rows.join("\r\n"))
}

/// Quotes that are changed, each in every encoding.
pub(crate) fn quoted() {
    let changes: [(&str, &str, &str); 6] = [
        ("the text of a row", "größer", "kleiner"),
        ("the line of a row", "\"row\":3", "\"row\":4"),
        ("a line that is not there", "\"row\":3", "\"row\":9"),
        ("the units of a row", "\"units\":30", "\"units\":31"),
        ("the key of a row", "\"key\":\"MB240003\"", "\"key\":\"MB240007\""),
        ("the number in a quoted row", ";30", ";31"),
    ];
    let single = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect::<Vec<u8>>();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let files = [
        ("utf-8", text().into_bytes()),
        ("utf-8", format!("\u{feff}{}", text()).into_bytes()),
        ("windows-1252", single(&text())),
        ("utf-16le", wide(&text())),
    ];
    for (encoding, bytes) in files {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("rows.db");
        imported(&path, encoding, bytes);
        let found = |path: &std::path::Path| -> Vec<Finding> {
            Ledger::open_file(path).expect("it opens").verify(None).expect("reads").findings
        };
        assert_eq!(found(&path), [], "{encoding}");
        let whole = fs::read(&path).expect("reads");
        for (name, from, to) in changes {
            fs::write(&path, &whole).expect("writes");
            disarmed(&path, |c| {
                let text = "SELECT position FROM event WHERE payload LIKE '%\"row\":3%'";
                let at: i64 = c.query_row(text, [], |row| row.get(0)).expect("a row");
                rewrite(c, at.cast_unsigned(), |_, payload| {
                    assert!(payload.contains(from), "{name}: {payload}");
                    *payload = payload.replacen(from, to, 1);
                });
            });
            let findings = found(&path);
            assert!(findings.iter().any(|finding| finding.rule == "INT-ROW"), "{encoding}, {name}: {findings:#?}");
        }
    }
}
