//! Attacks on the events: every column, rows taken out, put in, exchanged, doubled, spliced, and sealed afresh.
//!
//! Absent by design: single bits (`bits`), and what is derived (`derived`).

use super::clerk::Clerk;
use super::history;
use super::siege::{REFUSED, Siege, codes_of, disarmed, mend, reseal, run, write};
use ledger_core::event::seal::Header;
use ledger_core::store::Sqlite;
use rusqlite::Connection;
use uuid::Uuid;

/// First, middle and last position of the history, all of them whole batches or their first or last part.
const ROWS: [u64; 3] = [0, 19, 37];

/// Each column, a change of its value, and the code that names it.
pub(crate) const COLUMNS: [(&str, &str, &str); 21] = [
    ("suite", "suite + 1", "INT-HASH"),
    ("ledger", "randomblob(16)", "INT-HASH"),
    ("stream", "randomblob(16)", "INT-HASH"),
    ("version", "version + 50", "INT-HASH"),
    ("previous", "randomblob(32)", "INT-HASH"),
    ("event", "randomblob(16)", "INT-HASH"),
    ("command", "randomblob(16)", "INT-HASH"),
    ("request", "randomblob(32)", "INT-HASH"),
    ("part", "part + 1", "INT-HASH"),
    ("parts", "parts + 1", "INT-HASH"),
    ("kind", "kind || 's'", "INT-HASH"),
    ("schema", "schema + 1", "INT-HASH"),
    ("origin", "origin % 5 + 1", "INT-HASH"),
    ("effective", "date(effective, '+1 day')", "INT-HASH"),
    ("recorded", "recorded + 1", "INT-HASH"),
    ("actor", "'eve'", "INT-HASH"),
    ("rulebook", "randomblob(32)", "INT-HASH"),
    ("payload_hash", "randomblob(32)", "INT-HASH"),
    ("position", "position + 1000", "INT-GAP"),
    ("payload", "replace(payload, '1', '2')", "INT-PAYLOAD"),
    ("hash", "randomblob(32)", "INT-HASH"),
];

/// Changes each column in the first, a middle and the last row.
pub(crate) fn columns(siege: &mut Siege) {
    for (column, value, code) in COLUMNS {
        for row in ROWS {
            // Without an event at position 0 there is no ledger to open.
            let code = match (column, row) {
                ("position", 0) => REFUSED,
                // What stands behind the end of the tree is not in it.
                ("position", 37) => "INT-TREE",
                _ => code,
            };
            let text = format!("UPDATE event SET {column} = {value} WHERE position = {row}");
            siege.attack(&format!("{column} of event {row} changed"), &[code], |c| run(c, &text));
        }
    }
    siege.attack("a payload taken away", &["INT-WITHHELD"], |c| {
        run(c, "UPDATE event SET payload = NULL WHERE position = 24");
    });
}

/// Plain statements: the codes at once, and the codes when the attacker rebuilds everything derived.
const STATEMENTS: [(&str, &str, &[&str], &[&str]); 18] = [
    ("the first row deleted", "DELETE FROM event WHERE position = 0", &[REFUSED], &["INT-GENESIS", "INT-CHAIN"]),
    (
        "a middle row deleted",
        "DELETE FROM event WHERE position = 20",
        &["INT-GAP", "INT-CHAIN", "INT-TREE", "INT-STORE"],
        &["INT-CHAIN"],
    ),
    ("the last row deleted", "DELETE FROM event WHERE position = 37", &["INT-TREE", "INT-BATCH"], &["INT-BATCH"]),
    (
        "the last batch deleted",
        "DELETE FROM event WHERE position >= 36",
        &["INT-TREE", "INT-STORE", "INT-DOCUMENT"],
        &["INT-DOCUMENT"],
    ),
    ("all rows deleted", "DELETE FROM event", &[REFUSED], &[REFUSED]),
    (
        "a stream deleted",
        "DELETE FROM event WHERE stream = (SELECT stream FROM event WHERE position = 7)",
        &["INT-GAP", "INT-BATCH", "INT-TREE"],
        &["INT-BATCH"],
    ),
    (
        "a batch cut at its end",
        "DELETE FROM event WHERE position = 31",
        &["INT-GAP", "INT-BATCH"],
        &["INT-BATCH", "INT-CHAIN"],
    ),
    ("a batch cut at its beginning", "DELETE FROM event WHERE position = 36", &["INT-BATCH"], &["INT-BATCH"]),
    ("the end of an import cut", "DELETE FROM event WHERE position = 27", &["INT-GAP"], &["INT-BATCH"]),
    (
        "a gap of one position",
        "UPDATE event SET position = -position WHERE position >= 20;
         UPDATE event SET position = 1 - position WHERE position < 0",
        &["INT-GAP"],
        &[],
    ),
    (
        "neighbours of a stream swapped",
        "UPDATE event SET position = -14 WHERE position = 13; UPDATE event SET position = 13 WHERE position = 14;
         UPDATE event SET position = 14 WHERE position = -14",
        &["INT-CHAIN", "INT-TREE"],
        &["INT-CHAIN", "INT-TIME"],
    ),
    (
        "neighbours of two streams swapped",
        "UPDATE event SET position = -7 WHERE position = 6; UPDATE event SET position = 6 WHERE position = 7;
         UPDATE event SET position = 7 WHERE position = -7",
        &["INT-TIME", "INT-TREE"],
        &["INT-TIME"],
    ),
    (
        "the parts of a batch swapped",
        "UPDATE event SET position = -37 WHERE position = 36; UPDATE event SET position = 36 WHERE position = 37;
         UPDATE event SET position = 37 WHERE position = -37",
        &["INT-BATCH", "INT-TREE"],
        &["INT-BATCH"],
    ),
    (
        "two payloads swapped",
        "CREATE TEMP TABLE p AS SELECT position, payload FROM event;
         UPDATE event SET payload = (SELECT payload FROM p WHERE p.position = 27 - event.position)
             WHERE position IN (13, 14)",
        &["INT-PAYLOAD"],
        &["INT-PAYLOAD"],
    ),
    (
        "two payloads swapped with their hashes",
        "CREATE TEMP TABLE p AS SELECT position, payload, payload_hash FROM event;
         UPDATE event SET (payload, payload_hash) =
             (SELECT payload, payload_hash FROM p WHERE p.position = 27 - event.position) WHERE position IN (13, 14)",
        &["INT-HASH"],
        &["INT-HASH"],
    ),
    (
        "two hashes swapped",
        "CREATE TEMP TABLE p AS SELECT position, hash FROM event;
         UPDATE event SET hash = (SELECT hash FROM p WHERE p.position = 27 - event.position)
             WHERE position IN (13, 14)",
        &["INT-HASH", "INT-TREE"],
        &["INT-HASH"],
    ),
    (
        "an event moved into another stream",
        "UPDATE event SET version = 99, stream = (SELECT stream FROM event WHERE position = 6) WHERE position = 7",
        &["INT-HASH"],
        &["INT-HASH"],
    ),
    (
        "two versions swapped",
        "UPDATE event SET version = 99 WHERE position = 13;
         UPDATE event SET version = version - 1 WHERE position = 14;
         UPDATE event SET version = (SELECT version + 1 FROM event WHERE position = 14) WHERE position = 13",
        &["INT-HASH"],
        &["INT-HASH"],
    ),
];

const HEADER: &str = "suite, ledger, stream, version, previous, event, command, request, part, parts, kind, schema, \
    origin, effective, recorded, actor, rulebook, payload_hash, position, payload, hash";

/// Deletes, swaps and moves rows.
pub(crate) fn statements(siege: &mut Siege) {
    for (name, text, plain, careful) in STATEMENTS {
        siege.attack(name, plain, |c| run(c, text));
        // A gap that is closed again is the ledger as it was.
        if !careful.is_empty() {
            siege.careful(name, careful, |c| run(c, text));
        }
    }
}

/// Puts rows in: doubled, replaced, and taken from another ledger.
pub(crate) fn insertions(siege: &mut Siege) {
    let other = siege.beside("other.db");
    drop(write(2, history::MOVED, &other));
    let attach = |c: &Connection| run(c, &format!("ATTACH '{}' AS other", other.display()));
    let insert = |verb: &str, from: &str, changes: &[(&str, &str)], row: u64| {
        let value = |column| changes.iter().find(|(name, _)| *name == column).map_or(column, |(_, value)| *value);
        let values: Vec<&str> = HEADER.split(", ").map(value).collect();
        let values = values.join(", ");
        format!("{verb} INTO main.event ({HEADER}) SELECT {values} FROM {from}.event WHERE position = {row}")
    };
    let again = [("position", "38"), ("version", "version + 1"), ("event", "randomblob(16)")];
    let twin = [("position", "38"), ("stream", "randomblob(16)"), ("event", "randomblob(16)")];
    let next = [("position", "38")];
    let eve = [("actor", "'eve'")];
    let usurper = [("stream", "randomblob(16)"), ("version", "1"), ("event", "randomblob(16)")];
    let plain: [(&str, String, &[&str]); 5] = [
        ("the last event doubled", insert("INSERT", "main", &again, 37), &["INT-TREE"]),
        ("an event doubled into a stream of its own", insert("INSERT", "main", &twin, 6), &["INT-TREE"]),
        ("an event replaced in its place", insert("INSERT OR REPLACE", "main", &eve, 20), &["INT-HASH"]),
        ("an event replaced by its position", insert("INSERT OR REPLACE", "main", &usurper, 20), &["INT-HASH"]),
        (
            "an event replaced by its id",
            insert("INSERT OR REPLACE", "main", &[("position", "38"), ("stream", "randomblob(16)")], 12),
            &["INT-GAP"],
        ),
    ];
    for (name, text, codes) in &plain {
        siege.attack(name, codes, |c| run(c, text));
        siege.careful(name, &["INT-HASH"], |c| run(c, text));
    }
    let spliced: [(&str, String); 3] = [
        ("an event of another ledger appended", insert("INSERT", "other", &next, 7)),
        ("an event of another ledger in place of one", insert("REPLACE", "other", &[], 7)),
        ("the last event of another ledger appended to its stream", insert("INSERT", "other", &next, 37)),
    ];
    for (name, text) in &spliced {
        let change = |c: &Connection| {
            attach(c);
            run(c, text);
        };
        siege.attack(name, &["INT-TREE"], change);
        siege.careful(name, &["INT-FOREIGN"], change);
    }
}

/// Seals changed events afresh, and rebuilds everything derived.
pub(crate) fn resealed(siege: &mut Siege) {
    type Change = fn(&mut Header, &mut String);
    let careful: [(&str, u64, Change, &[&str]); 16] = [
        ("quantities of a middle event", 13, |_, p| *p = p.replace("90", "91"), &["INT-CHAIN"]),
        ("the actor of a middle event", 19, |h, _| h.actor.push('x'), &["INT-CHAIN"]),
        ("the day of the first event", 0, |h, _| h.effective = "2019-01-01".to_owned(), &["INT-CHAIN"]),
        ("a time before the last event's", 37, |h, _| h.recorded -= 60_000_000, &["INT-TIME"]),
        ("another suite", 37, |h, _| h.suite = 2, &["INT-FOREIGN"]),
        ("another ledger", 37, |h, _| h.ledger.0 = Uuid::nil(), &["INT-FOREIGN"]),
        ("a place outside the batch", 37, |h, _| h.part = 3, &["INT-BATCH"]),
        ("a batch of its own", 37, |h, _| (h.part, h.parts) = (1, 1), &["INT-BATCH"]),
        ("a rulebook that is not there", 37, |h, _| h.rulebook.0[0] ^= 1, &["INT-DOCUMENT"]),
        ("a request that is not there", 37, |h, _| h.request.0[0] ^= 1, &["INT-DOCUMENT"]),
        ("a predecessor that is not there", 37, |h, _| h.previous.0[0] ^= 1, &["INT-CHAIN"]),
        ("a payload with a blank", 37, |_, p| p.insert(1, ' '), &["INT-SHAPE"]),
        ("a kind that nobody knows", 37, |h, _| h.kind.push('x'), &["INT-SHAPE"]),
        ("a shape that nobody knows", 37, |h, _| h.schema = 99, &["INT-SHAPE"]),
        ("a day that is none", 37, |h, _| h.effective = "2024-02-30".to_owned(), &["INT-SHAPE"]),
        ("an origin that is none", 37, |h, _| h.origin = 9, &["INT-SHAPE"]),
    ];
    for (name, position, change, codes) in careful {
        siege.attack(&format!("sealed with {name}"), &["INT-TREE"], |c| reseal(c, position, change));
        siege.careful(&format!("sealed with {name}"), codes, |c| reseal(c, position, change));
    }
}

/// Begins a ledger with something that begins none, with every hash as it must be.
pub(crate) fn genesis(siege: &mut Siege) {
    let path = siege.beside("begun.db");
    drop(Clerk::begin(1, "Musterbau GmbH", |mut first| {
        let opened = first.entries.remove(2);
        first.entries = vec![opened];
        let sealed = &mut first.entries[0].sealed;
        (sealed.position.0, sealed.header.part, sealed.header.parts) = (0, 1, 1);
        sealed.hash = sealed.header.hash();
        Sqlite::create_with(&path, first).expect("a new ledger")
    }));
    siege.judge("a ledger that begins with a project", &["INT-GENESIS"], &codes_of(&path, None));
}

/// Files that are whole in themselves: an older copy, ends cut off without a trace, the past written anew.
pub(crate) fn wholes(siege: &mut Siege) {
    let older = siege.beside("older.db");
    drop(history::begun(1, |first| Sqlite::create_with(&older, first).expect("a new ledger")));
    siege.only_by_pin("an older copy put back", &older);

    let rewritten = siege.beside("rewritten.db");
    let mut clerk = write(1, 14, &rewritten);
    siege.only_by_pin("the end written anew with fresh hashes", &rewritten);
    clerk.fact("2024-06-01", history::note("more"), "grown");
    drop(clerk);
    siege.only_by_pin("the end written anew, and longer", &rewritten);

    let path = siege.copy();
    disarmed(&path, |c| {
        run(c, "DELETE FROM document WHERE hash = (SELECT request FROM event WHERE position = 37)");
        run(c, "DELETE FROM event WHERE position >= 36");
        mend(c);
    });
    siege.only_by_pin("the last batch deleted without a trace", &path);

    let path = siege.copy();
    disarmed(&path, |c| {
        reseal(c, 37, |header, _| header.actor = "eve".to_owned());
        mend(c);
    });
    siege.only_by_pin("the last event sealed afresh without a trace", &path);
}
