//! Attacks on what is derived (index, frontier), on documents, and on tables and guards themselves.
//!
//! Absent by design: events.

use super::siege::{REFUSED, Siege, codes_of, raw, run};

/// Index and frontier: a statement, and the codes.
const DERIVED: [(&str, &str, &[&str]); 18] = [
    ("a name added", "INSERT INTO subject VALUES ('device', '00-90-33-09-09-09', 20)", &["INT-INDEX"]),
    ("a name added past the end", "INSERT INTO subject VALUES ('device', 'x', 99)", &["INT-INDEX", "INT-STORE"]),
    ("a company's name removed", "DELETE FROM subject WHERE kind = 'company' AND position = 4", &["INT-INDEX"]),
    ("a project's name removed", "DELETE FROM subject WHERE kind = 'project' AND position = 6", &["INT-INDEX"]),
    ("a device's name removed", "DELETE FROM subject WHERE kind = 'device' AND position = 8", &["INT-INDEX"]),
    ("a key's name removed", "DELETE FROM subject WHERE kind = 'key' AND position = 12", &["INT-INDEX"]),
    ("a document's name removed", "DELETE FROM subject WHERE kind = 'document' AND position = 27", &["INT-INDEX"]),
    ("a row's name removed", "DELETE FROM subject WHERE kind = 'row' AND position = 24", &["INT-INDEX"]),
    ("a business act's name removed", "DELETE FROM subject WHERE kind = 'row-key'", &["INT-INDEX"]),
    ("a name changed", "UPDATE subject SET name = name || 'x' WHERE position = 8", &["INT-INDEX"]),
    ("a name bent to another event", "UPDATE subject SET position = 13 WHERE position = 12", &["INT-INDEX"]),
    ("a name of another kind", "UPDATE subject SET kind = 'key' WHERE position = 8", &["INT-INDEX"]),
    ("a name of no kind", "UPDATE subject SET kind = 'person' WHERE position = 8", &["INT-INDEX"]),
    ("the index emptied", "DELETE FROM subject", &["INT-INDEX"]),
    (
        "another root",
        "UPDATE frontier SET bytes = CAST(substr(bytes, 1, 8) || randomblob(length(bytes) - 8) AS BLOB)",
        &["INT-TREE"],
    ),
    ("a shorter tree", "UPDATE frontier SET bytes = zeroblob(8)", &["INT-TREE", "INT-STORE"]),
    ("a tree that is none", "UPDATE frontier SET bytes = x'00'", &["INT-TREE", "INT-STORE"]),
    ("no tree", "DELETE FROM frontier", &["INT-TREE", "INT-STORE"]),
];

/// A statement about one of the documents in each role, and the code.
const DOCUMENTS: [(&str, &str); 10] = [
    (
        "the shipped rulebook changed",
        "UPDATE document SET bytes = CAST(bytes || x'20' AS BLOB) WHERE length(bytes) > 2000",
    ),
    ("the shipped rulebook removed", "DELETE FROM document WHERE length(bytes) > 2000"),
    (
        "the adopted rulebook changed",
        "UPDATE document SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"credits\":1', '\"credits\":0') AS BLOB)
         WHERE CAST(bytes AS TEXT) LIKE '%Rulebook of the tests%'",
    ),
    ("the adopted rulebook removed", "DELETE FROM document WHERE CAST(bytes AS TEXT) LIKE '%Rulebook of the tests%'"),
    ("the imported file changed", "UPDATE document SET bytes = x'00' WHERE CAST(bytes AS TEXT) LIKE 'Date;%'"),
    ("the imported file removed", "DELETE FROM document WHERE CAST(bytes AS TEXT) LIKE 'Date;%'"),
    (
        "a request changed",
        "UPDATE document SET bytes = CAST(bytes || x'20' AS BLOB) WHERE hash = (SELECT request FROM event WHERE position = 20)",
    ),
    ("a request removed", "DELETE FROM document WHERE hash = (SELECT request FROM event WHERE position = 20)"),
    ("a document added", "INSERT INTO document VALUES (randomblob(32), x'00')"),
    ("a document under another hash", "UPDATE document SET hash = randomblob(32) WHERE length(bytes) > 2000"),
];

/// Changes of tables, guards and settings that stay.
const TABLES: [(&str, &str); 14] = [
    ("the guard of insertions dropped", "DROP TRIGGER event_follows"),
    ("the guard of changes dropped", "DROP TRIGGER event_stays"),
    ("the guard of deletions dropped", "DROP TRIGGER event_remains"),
    ("a document's guard dropped", "DROP TRIGGER document_stays"),
    (
        "a guard with nothing in it",
        "DROP TRIGGER event_stays; CREATE TRIGGER event_stays BEFORE UPDATE ON event BEGIN SELECT 1; END",
    ),
    ("a further trigger", "CREATE TRIGGER spy AFTER INSERT ON event BEGIN DELETE FROM subject; END"),
    ("a further table", "CREATE TABLE other (x)"),
    ("a further view", "CREATE VIEW other AS SELECT * FROM event"),
    ("a further index", "CREATE INDEX other ON event (actor)"),
    ("an index dropped", "DROP INDEX subject_position"),
    ("a column added", "ALTER TABLE document ADD COLUMN x ANY"),
    (
        "a check taken out of the schema's text",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ' CHECK (suite BETWEEN 1 AND 255)', '')
         WHERE name = 'event'",
    ),
    ("another program's mark", "PRAGMA application_id = 1"),
    ("a later format", "PRAGMA user_version = 2"),
];

/// Edits index and frontier.
pub(crate) fn derived(siege: &mut Siege) {
    for (name, text, codes) in DERIVED {
        siege.attack(name, codes, |c| run(c, text));
    }
}

/// Edits, removes and adds documents.
pub(crate) fn documents(siege: &mut Siege) {
    for (name, text) in DOCUMENTS {
        siege.attack(name, &["INT-DOCUMENT"], |c| {
            let before = c.total_changes();
            run(c, text);
            assert!(c.total_changes() > before, "{name}: nothing was attacked");
        });
    }
}

/// Leaves the tables changed: no event is read then.
pub(crate) fn tables(siege: &mut Siege) {
    for (name, text) in TABLES {
        let path = siege.copy();
        run(&raw(&path), text);
        siege.judge(name, &[REFUSED], &codes_of(&path, None));
    }
}
