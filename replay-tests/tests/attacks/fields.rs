//! One field of one event written anew, and everything after it sealed afresh: hashes, chain, tree and index are without
//! fault, so that only the comparison of what events say can tell.
//!
//! Absent by design: events that are put in (`forged`).

use super::siege::{Siege, keep, rewrite, run, tidy};
use ledger_core::vocabulary::Hash;
use rusqlite::{Connection, params};
use uuid::Uuid;

/// What is changed, the event, the text in its payload, what stands there instead, and the codes that name it.
const PAYLOADS: &[(&str, u64, &str, &str, &[&str])] = &[
    ("the company of the beginning", 1, "Musterbau", "Mustermann", &["INT-REQUEST"]),
    ("the name of a rulebook", 3, "house", "hut", &["INT-REQUEST"]),
    ("an added company", 4, "Anbau", "Umbau", &["INT-REQUEST"]),
    ("the owner of a project", 5, "Anbau", "Umbau", &["INT-REQUEST"]),
    ("the name of a project", 6, "Zentrale", "Zentral", &["INT-REQUEST"]),
    ("a device's number", 8, "01-00-01", "01-00-09", &["INT-REQUEST"]),
    ("a device's model", 8, "ip3010", "ip3011", &["INT-REQUEST"]),
    ("a device's role", 8, "master", "slave", &["INT-REQUEST"]),
    ("a device's licensing", 8, "central", "decentral", &["INT-REQUEST"]),
    ("a day of purchase", 8, "2020-01-10", "2021-01-10", &["INT-REQUEST"]),
    ("no day of purchase", 8, "\"purchased\":\"2020-01-10\",", "", &["INT-REQUEST"]),
    ("a device's software", 8, "\"software\":11", "\"software\":10", &["INT-REQUEST"]),
    ("no software", 8, ",\"software\":11", "", &["INT-REQUEST"]),
    ("a reason that was not given", 8, "\"role\"", "\"reason\":\"x\",\"role\"", &["INT-REQUEST"]),
    ("a reference that was not given", 8, "\"role\"", "\"ref\":\"x\",\"role\"", &["INT-REQUEST"]),
    ("a warranty's key", 11, "WE30001", "WE30002", &["INT-REQUEST"]),
    ("a warranty's article", 11, "at-purchase", "after-purchase", &["INT-REQUEST"]),
    ("a warranty's years", 11, "\"years\":3", "\"years\":2", &["INT-REQUEST"]),
    ("a warranty's device", 11, "01-00-02", "01-00-01", &["INT-REQUEST"]),
    ("a key", 12, "MB2000014F7K", "MB2000014F7L", &["INT-REQUEST"]),
    ("a key's units", 12, "120", "121", &["INT-REQUEST"]),
    ("a key's licence", 12, "PBX-Mobility11", "PBX-Mobility12", &["INT-REQUEST"]),
    ("a key's credits", 12, "900", "901", &["INT-REQUEST"]),
    ("a key's credits left out", 12, "\"credits\":900,", "", &["INT-REQUEST"]),
    (
        "a key's last item left out",
        12,
        ",{\"licence\":\"Relay-Channels\",\"lot\":\"6.3\",\"units\":30}",
        "",
        &["INT-REQUEST"],
    ),
    ("bound units", 13, "90}", "91}", &["INT-REQUEST"]),
    ("a bound licence", 13, "PBX-Port11", "PBX-Port12", &["INT-REQUEST"]),
    ("the device of a binding", 13, "01-00-01", "01-00-02", &["INT-REQUEST"]),
    ("another binding's units", 15, "30}", "3}", &["INT-REQUEST"]),
    ("received credits", 16, "250", "950", &["INT-REQUEST"]),
    ("fewer credits for SSA", 17, "\"credits\":330", "\"credits\":33", &["INT-SSA"]),
    ("no credits for SSA", 17, "\"credits\":330,", "", &["INT-SSA"]),
    ("fewer credits for a lot", 17, "\"credits\":270", "\"credits\":27", &["INT-SSA"]),
    ("SSA without the share of a lot", 17, "\"credits\":60,", "", &["INT-SSA"]),
    ("SSA until 2090", 17, "\"until\":\"2023-01-21\"}},", "\"until\":\"2090-01-21\"}},", &["INT-SSA"]),
    ("SSA for two years", 17, "\"years\":3", "\"years\":2", &["INT-SSA"]),
    ("SSA without its term", 17, ",\"years\":3", "", &["INT-REQUEST"]),
    ("SSA that is late", 17, "\"late_years\":0", "\"late_years\":4", &["INT-SSA"]),
    ("a device's new software", 18, "\"software\":12", "\"software\":13", &["INT-REQUEST"]),
    ("the device of a software", 18, "01-00-01", "01-00-03", &["INT-REQUEST"]),
    ("upgraded units", 19, "90}", "89}", &["INT-REQUEST"]),
    ("the version of an upgrade", 19, "PBX-Port12", "PBX-Port13", &["INT-REQUEST"]),
    ("the device of an upgrade", 19, "01-00-01", "01-00-03", &["INT-REQUEST"]),
    ("a certificate", 20, "release-1", "release-2", &["INT-REQUEST"]),
    ("a consent", 20, "false", "true", &["INT-REQUEST"]),
    ("released units", 20, "20}", "2}", &["INT-REQUEST"]),
    ("a conversion's year", 21, "2022-11-02", "2030-11-02", &["INT-SSA"]),
    ("a conversion's first day", 21, "\"from\":\"2021-11-02\"", "\"from\":\"2020-11-02\"", &["INT-SSA"]),
    ("converted units", 21, "30}}", "29}}", &["INT-REQUEST"]),
    ("the version of a conversion", 21, "PBX-Port12", "PBX-Port13", &["INT-REQUEST"]),
    ("units of a trial", 22, "10,", "11,", &["INT-REQUEST"]),
    ("the licence of a trial", 22, "PBX-myPBX12", "PBX-myPBX11", &["INT-REQUEST"]),
    ("the device of a trial", 22, "01-00-01", "01-00-03", &["INT-REQUEST"]),
    ("an import's new rows", 27, "\"rows_new\":3", "\"rows_new\":4", &["INT-IMPORT"]),
    ("an import's bytes", 27, "\"bytes\":73", "\"bytes\":74", &["INT-IMPORT"]),
    ("an import's first row", 27, "\"size\":23", "\"size\":22", &["INT-IMPORT"]),
    ("an import's last row", 27, "\"size\":27", "\"size\":26", &["INT-IMPORT"]),
    ("the tree before an import", 27, "9dfc906c", "9dfc906d", &["INT-IMPORT"]),
    ("the tree after an import", 27, "5a533a8a", "5a533a8b", &["INT-IMPORT"]),
    ("an import's profile", 27, "eda5d831", "eda5d832", &["INT-REQUEST"]),
    ("an import's file", 27, "d79646e4", "d79646e5", &["INT-DOCUMENT"]),
    ("a device's new role", 28, "standby", "slave", &["INT-REQUEST"]),
    ("no new role", 28, ",\"role\":\"standby\"", "", &["INT-REQUEST"]),
    ("a device's new licensing", 28, "decentral", "central", &["INT-REQUEST"]),
    ("the new device of a replacement", 29, "01-00-05", "01-00-06", &["INT-REQUEST"]),
    ("the old device of a replacement", 29, "01-00-02", "01-00-03", &["INT-REQUEST"]),
    ("the number of a return", 29, "RMA-24-0401", "RMA-24-0402", &["INT-REQUEST"]),
    ("the device that leaves", 30, "01-00-03", "01-00-01", &["INT-REQUEST"]),
    ("the project that a device goes to", 30, "000100000011", "00010000000a", &["INT-MOVE"]),
    ("the device that comes", 31, "01-00-03", "01-00-01", &["INT-MOVE", "INT-REQUEST"]),
    ("more that comes with a device", 31, "\"units\":30", "\"units\":730", &["INT-MOVE"]),
    ("a lot that comes with a device", 31, "\"was\":\"6.3\"", "\"was\":\"6.2\"", &["INT-MOVE"]),
    ("the project that a device comes from", 31, "00010000000e", "00010000000a", &["INT-MOVE"]),
    ("a note's text", 32, "until summer", "until winter", &["INT-REQUEST"]),
    ("a note's topic", 32, ",\"topic\":\"rental\"", "", &["INT-REQUEST"]),
    ("a note's reason", 32, "as the letter says", "as nobody says", &["INT-REQUEST"]),
    ("a note's reference", 32, "AB-7", "AB-8", &["INT-REQUEST"]),
    ("credits that leave", 34, "\"credits\":50", "\"credits\":5", &["INT-REQUEST"]),
    ("credits that arrive from nothing", 35, "\"credits\":50", "\"credits\":750", &["INT-MOVE", "INT-REQUEST"]),
    ("where credits come from", 35, "00010000000e", "00010000000a", &["INT-MOVE"]),
    ("licences that leave", 36, "\"units\":15", "\"units\":14", &["INT-REQUEST"]),
    ("licences that arrive from nothing", 37, "\"units\":15", "\"units\":115", &["INT-MOVE", "INT-REQUEST"]),
    ("another licence that arrives", 37, "PBX-Port12", "PBX-Port13", &["INT-MOVE"]),
    ("what is amended", 38, "\"version\":7", "\"version\":8", &["INT-TARGET"]),
    ("what is amended, by its id", 38, "000100000025", "000100000057", &["INT-TARGET"]),
    ("an amendment's reason", 38, "says 85", "says 86", &["INT-REQUEST"]),
    ("what is annulled", 39, "\"version\":3", "\"version\":2", &["INT-TARGET"]),
    ("an annulment's reason", 39, "another site", "this site", &["INT-REQUEST"]),
    ("what is reversed", 40, "\"version\":10", "\"version\":11", &["INT-TARGET"]),
    ("a closing's head, its size", 41, "\"size\":41", "\"size\":40", &["INT-CLOSING"]),
    ("a closing's head, its root", 41, "\"root\":\"", "\"root\":\"00", &["INT-SHAPE"]),
    ("a closing's name", 41, "\"name\":\"2024\"", "\"name\":\"2023\"", &["INT-REQUEST"]),
    ("a closing's end", 41, "2025-01-01", "2024-12-31", &["INT-CLOSING"]),
    ("a closing's credits", 41, "490", "480", &["INT-CLOSING"]),
    ("a closing's bound licences", 41, "\"bound\":70", "\"bound\":71", &["INT-CLOSING"]),
    ("a closing's free licences", 41, "\"free\":35", "\"free\":34", &["INT-CLOSING"]),
    ("a closing's covered licences", 41, "\"ssa_covered\":0}]", "\"ssa_covered\":1}]", &["INT-CLOSING"]),
    ("a closing's project", 41, "\"project\":\"Werk\"", "\"project\":\"Wärk\"", &["INT-CLOSING"]),
];

/// Writes payloads anew.
pub(crate) fn payloads(siege: &mut Siege) {
    for (name, position, from, to, codes) in PAYLOADS {
        siege.accuse(name, codes, |c| {
            rewrite(c, *position, |_, payload| {
                assert!(payload.contains(from), "{name}: {payload}");
                *payload = payload.replacen(from, to, 1);
            });
            *position
        });
    }
}

/// What is changed in a header, the event, the column with its new value, and the codes that name it.
const HEADERS: &[(&str, u64, &str, &str)] = &[
    ("a decision said to be a fact", 13, "origin = 2", "INT-REQUEST"),
    ("a decision said to be an observation", 13, "origin = 3", "INT-ORIGIN"),
    ("a decision said to be a correction", 13, "origin = 4", "INT-ORIGIN"),
    ("a decision said to be the ledger's", 13, "origin = 5", "INT-ORIGIN"),
    ("a fact said to be a decision", 32, "origin = 1", "INT-REQUEST"),
    ("a row said to be a decision", 24, "origin = 1", "INT-ORIGIN"),
    ("a beginning said to be a decision", 0, "origin = 1", "INT-ORIGIN"),
    ("an import said to be a fact", 27, "origin = 2", "INT-ORIGIN"),
    ("a correction said to be a decision", 38, "origin = 1", "INT-ORIGIN"),
    ("an annulment said to be a fact", 39, "origin = 2", "INT-ORIGIN"),
    ("a closing said to be a decision", 41, "origin = 1", "INT-ORIGIN"),
    ("another day of a binding", 13, "effective = '2020-01-22'", "INT-REQUEST"),
    ("another day of a transfer", 34, "effective = '2024-05-02'", "INT-REQUEST"),
    ("another day of a closing", 41, "effective = '2024-12-30'", "INT-CLOSING"),
    ("the rulebook before", 13, "rulebook = (SELECT rulebook FROM event WHERE position = 0)", "INT-RULEBOOK"),
    ("a rulebook before its time", 2, "rulebook = (SELECT rulebook FROM event WHERE position = 9)", "INT-RULEBOOK"),
    ("a request as a rulebook", 13, "rulebook = request", "INT-RULEBOOK"),
    ("an id without a version", 13, "event = zeroblob(16)", "INT-ID"),
    ("an id of version 4", 13, "event = x'019e8000000040008000000100000025'", "INT-ID"),
    ("an id of another variant", 13, "event = x'019e800000007000c000000100000025'", "INT-ID"),
    ("a time before all times", 13, "recorded = -9223372036854775808", "INT-TIME"),
    ("a time after all times", 13, "recorded = 9223372036854775807", "INT-TIME"),
    ("a time in 1989", 13, "recorded = 631151999999999", "INT-TIME"),
    ("a time in 2101", 41, "recorded = 4134067200000000", "INT-TIME"),
    ("a time that is still to come", 41, "recorded = 1956528000000000", "INT-TIME"),
    ("a command's id again", 16, "command = (SELECT command FROM event WHERE position = 13)", "INT-BATCH"),
    ("the request of another act", 16, "request = (SELECT request FROM event WHERE position = 13)", "INT-REQUEST"),
    ("the request of the beginning", 16, "request = (SELECT request FROM event WHERE position = 0)", "INT-REQUEST"),
    ("the request of an import", 16, "request = (SELECT request FROM event WHERE position = 27)", "INT-REQUEST"),
    ("the request of another binding", 14, "request = (SELECT request FROM event WHERE position = 13)", "INT-REQUEST"),
    ("a rulebook as a request", 16, "request = rulebook", "INT-REQUEST"),
    ("another suite", 13, "suite = 2", "INT-FOREIGN"),
    ("another ledger", 13, "ledger = zeroblob(16)", "INT-FOREIGN"),
    ("another shape", 13, "schema = 2", "INT-SHAPE"),
    ("another kind", 13, "kind = 'licences-released'", "INT-SHAPE"),
    ("another kind of the same shape", 34, "kind = 'credits-transferred-in'", "INT-SHAPE"),
];

/// Writes headers anew.
pub(crate) fn headers(siege: &mut Siege) {
    for (name, position, set, code) in HEADERS {
        siege.accuse(name, &[code], |c| {
            let event: Vec<u8> = id(c, *position);
            let before: Vec<u8> = request(c, *position);
            run(c, &format!("UPDATE event SET {set} WHERE position = {position}"));
            rewrite(c, *position, |_, _| {});
            let named = "SELECT count(*) FROM event WHERE request = ?1";
            let left: i64 = c.query_row(named, [&before], |row| row.get(0)).expect("runs");
            if left == 0 {
                c.execute("DELETE FROM document WHERE hash = ?1", [&before]).expect("writes");
            }
            assert!(Uuid::from_slice(&event).is_ok());
            *position
        });
    }
}

fn id(connection: &Connection, position: u64) -> Vec<u8> {
    let text = "SELECT event FROM event WHERE position = ?1";
    connection.query_row(text, params![position.cast_signed()], |row| row.get(0)).expect("there is one")
}

fn request(connection: &Connection, position: u64) -> Vec<u8> {
    let text = "SELECT request FROM event WHERE position = ?1";
    connection.query_row(text, params![position.cast_signed()], |row| row.get(0)).expect("there is one")
}

/// What is changed in a request, the event, the text, and what stands there instead.
const REQUESTS: &[(&str, u64, &str, &str)] = &[
    ("another act", 13, "licence-bind", "licence-release"),
    ("an act that is none", 13, "licence-bind", "licence-glue"),
    ("no act", 13, "\"act\":\"licence-bind\",", ""),
    ("another mode", 13, "command", "fact"),
    ("a mode that is none", 13, "command", "perhaps"),
    ("no mode", 13, "\"mode\":\"command\",", ""),
    ("another day", 13, "2020-01-21", "2020-01-20"),
    ("other units", 13, "90", "91"),
    ("no units", 13, ",\"units\":\"90\"", ""),
    ("a number that is no text", 13, "\"90\"", "90"),
    ("another licence", 13, "PBX-Port11", "PBX-Port12"),
    ("another device", 13, "01-00-01", "01-00-02"),
    ("a lot that it was not", 13, "\"mode\"", "\"lot\":\"6.2\",\"mode\""),
    ("a blank", 13, "{\"act\"", "{ \"act\""),
    ("no object", 13, "{", "["),
    ("a reason", 13, "\"serial\"", "\"reason\":\"x\",\"serial\""),
    ("another project", 16, "zentrale", "werk"),
    ("other credits", 16, "250", "251"),
    ("another term", 17, "\"years\":\"3\"", "\"years\":\"4\""),
    ("an end that it has not", 17, "\"years\":\"3\"", "\"until\":\"2024-01-01\""),
    ("other items", 12, "SSC=900", "SSC=90"),
    ("fewer items", 12, " SSC=900", ""),
    ("another certificate", 20, "release-1", "release-2"),
    ("another role", 28, "standby", "slave"),
    ("another project that it comes from", 34, "zentrale", "lager"),
    ("another project that it goes to", 34, "werk", "lager"),
    ("another text", 32, "rented", "bought"),
    ("another target", 39, "32", "33"),
    ("another reversed event", 40, "\"16\"", "\"17\""),
    ("another name", 41, "\"name\":\"2024\"", "\"name\":\"2023\""),
    ("another end", 41, "2025-01-01", "2024-01-01"),
    ("one project only", 41, "\"name\":\"2024\"", "\"name\":\"2024\",\"project\":\"werk\""),
];

/// Puts another request in the place of the one that was made.
pub(crate) fn requests(siege: &mut Siege) {
    for (name, position, from, to) in REQUESTS {
        siege.accuse(&format!("a request with {name}"), &["INT-REQUEST"], |c| {
            let before = Hash(request(c, *position).try_into().expect("a hash"));
            let text = "SELECT CAST(bytes AS TEXT) FROM document WHERE hash = ?1";
            let asked: String = c.query_row(text, [before.0], |row| row.get(0)).expect("it is kept");
            assert!(asked.contains(from), "{name}: {asked}");
            let hash = keep(c, asked.replacen(from, to, 1).as_bytes());
            c.execute("UPDATE event SET request = ?1 WHERE request = ?2", params![hash.0, before.0]).expect("writes");
            tidy(c, before);
            rewrite(c, *position, |_, _| {});
            *position
        });
    }
}
