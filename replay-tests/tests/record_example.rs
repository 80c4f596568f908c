//! The worked example of `schemas/record.md`: every hash in it is built again and compared, as is the query.
//!
//! What the document says must fit itself, the code, and the root pinned here. Absent by design: running the document's
//! commands, which need programs from outside.

use ledger_core::event::seal::{CONTEXT, Header, SUITE, Sealed};
use ledger_core::event::{canonical, subject, wire};
use ledger_core::ledger::{Stamp, genesis};
use ledger_core::store::{APPLICATION_ID, Batch, Entry, Expect, FORMAT, Log, Sqlite};
use ledger_core::tree::{Frontier, head_of};
use ledger_core::vocabulary::{Actor, CommandId, CompanyName, Day, EventId, Hash, LedgerId, Position, StreamId};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Pinned: it changes only with the example itself, never with the code.
const HEAD: &str = "3:6044ae52a08fb071c7512b953aba02ac5499d5d7eebf44e4d9cb41e8012be590";
const DOCUMENT: &str = include_str!("../../schemas/record.md");

/// What the document's blocks hold.
#[derive(Default)]
struct Example {
    /// Files that a text is printed into.
    texts: BTreeMap<String, String>,
    /// Files of headers: bytes in hex and the field's name, line by line.
    headers: BTreeMap<String, Vec<(String, String)>>,
    /// Hashes by the file that they are of.
    hashes: BTreeMap<String, Hash>,
    query: String,
}

impl Example {
    fn read() -> Self {
        let mut example = Self::default();
        let (mut language, mut header) = (None, None);
        for line in DOCUMENT.lines() {
            if let Some(word) = line.strip_prefix("```") {
                language = language.is_none().then_some(word);
                continue;
            }
            match language {
                Some("sh") => example.shell(line, &mut header),
                Some("text") => example.output(line),
                Some("sql") => example.query.extend([line, "\n"]),
                _ => {}
            }
        }
        example
    }

    fn shell(&mut self, line: &str, header: &mut Option<String>) {
        if let Some(file) = header.clone() {
            if line == "END" {
                *header = None;
                return;
            }
            let (hex, label) = line.split_once(' ').expect("a header's line is hex and a name");
            let name = label.trim().split(':').next().unwrap_or_default().to_owned();
            self.headers.entry(file).or_default().push((hex.to_owned(), name));
        } else if let Some(file) = line.strip_prefix("header ").and_then(|rest| rest.strip_suffix(" <<'END'")) {
            *header = Some(file.to_owned());
        } else if let Some(rest) = line.strip_prefix("printf '%s' '") {
            let (text, file) = rest.split_once("' > ").expect("a text is printed into a file");
            self.texts.insert(file.to_owned(), text.to_owned());
        }
    }

    fn output(&mut self, line: &str) {
        if let Some((hash, file)) = line.split_once("  ") {
            let hash = Hash::parse(hash).expect("an output begins with a hash");
            assert_eq!(self.hashes.insert(file.to_owned(), hash), None, "{file} has two hashes");
        }
    }

    fn text(&self, file: &str) -> &str {
        self.texts.get(file).expect("the document prints that text")
    }

    fn hash(&self, file: &str) -> Hash {
        *self.hashes.get(file).expect("the document shows that hash")
    }

    /// The events as the document has them.
    fn events(&self) -> Vec<Sealed> {
        let event = |(file, lines): (&String, &Vec<(String, String)>), position| {
            let payload = self.text(&file.replace(".header", ".payload")).to_owned();
            Sealed {
                position: Position(position),
                header: Fields(lines).header(),
                payload: Some(payload),
                hash: self.hash(file),
            }
        };
        self.headers.iter().zip(0..).map(|(entry, position)| event(entry, position)).collect()
    }
}

/// The lines of one header, asked by the name of a field.
struct Fields<'a>(&'a [(String, String)]);

impl Fields<'_> {
    fn bytes<const N: usize>(&self, name: &str) -> [u8; N] {
        self.raw(name).try_into().expect("a field has its own length")
    }

    fn raw(&self, name: &str) -> Vec<u8> {
        let (hex, _) = self.0.iter().find(|(_, label)| label == name).expect("every field has a line");
        from_hex(hex)
    }

    fn id(&self, name: &str) -> Uuid {
        Uuid::from_bytes(self.bytes(name))
    }

    fn text(&self, name: &str) -> String {
        String::from_utf8(self.raw(name)).expect("a text is UTF-8")
    }

    fn header(&self) -> Header {
        Header {
            suite: u8::from_be_bytes(self.bytes("suite")),
            ledger: LedgerId(self.id("ledger")),
            stream: StreamId(self.id("stream")),
            version: u64::from_be_bytes(self.bytes("version")),
            previous: Hash(self.bytes("previous")),
            event: EventId(self.id("event")),
            command: CommandId(self.id("command")),
            request: Hash(self.bytes("request")),
            part: u16::from_be_bytes(self.bytes("part")),
            parts: u16::from_be_bytes(self.bytes("parts")),
            kind: self.text("kind"),
            schema: u16::from_be_bytes(self.bytes("schema")),
            origin: u8::from_be_bytes(self.bytes("origin")),
            effective: self.text("effective"),
            recorded: i64::from_be_bytes(self.bytes("recorded")),
            actor: self.text("actor"),
            rulebook: Hash(self.bytes("rulebook")),
            payload_hash: Hash(self.bytes("payload_hash")),
        }
    }
}

fn from_hex(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("hex is ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("these are hex digits")).collect()
}

#[test]
fn the_table_of_fields_is_the_order_of_the_header_lines() {
    let rows = DOCUMENT.lines().skip_while(|line| *line != "## Header").take_while(|line| *line != "## Payload");
    let table: Vec<&str> = rows.filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(table.len(), 18);
    let example = Example::read();
    assert_eq!(example.headers.len(), 3);
    for (file, lines) in &example.headers {
        let named: Vec<&str> = lines.iter().map(|(_, name)| name.as_str()).filter(|name| *name != "length").collect();
        assert_eq!(named, table, "{file}");
    }
}

#[test]
fn the_header_lines_are_the_bytes_that_are_hashed() {
    let example = Example::read();
    for (event, lines) in example.events().iter().zip(example.headers.values()) {
        let bytes: Vec<u8> = lines.iter().flat_map(|(hex, _)| from_hex(hex)).collect();
        assert_eq!(event.header.bytes(), bytes, "event {}", event.position);
        assert_eq!(event.header.hash(), event.hash, "event {}", event.position);
        assert!(event.is_whole(), "event {}: its payload is another", event.position);
        assert_eq!(event.header.suite, SUITE);
    }
    assert!(DOCUMENT.contains(&format!("```text\n{CONTEXT}\n```")), "the context stands alone in its block");
    assert_eq!(DOCUMENT.matches(&format!("--derive-key '{CONTEXT}'")).count(), 3);
}

#[test]
fn the_texts_have_the_hashes_shown_and_the_events_name_them() {
    let example = Example::read();
    for (file, text) in &example.texts {
        assert_eq!(Hash::blake3(text.as_bytes()), example.hash(file), "{file}");
        assert_eq!(canonical::check(text), Ok(()), "{file}");
    }
    let mut tips: BTreeMap<StreamId, (u64, Hash)> = BTreeMap::new();
    for event in example.events() {
        let header = &event.header;
        let (version, previous) = tips.get(&header.stream).copied().unwrap_or((0, Hash::ZERO));
        assert_eq!((header.version, header.previous), (version + 1, previous));
        assert_eq!((header.request, header.rulebook), (example.hash("request"), example.hash("rulebook")));
        tips.insert(header.stream, (header.version, event.hash));
    }
    assert!(example.text("event-0.payload").contains(&example.hash("rulebook").to_string()));
}

#[test]
fn the_tree_is_that_of_rfc_6962() {
    let example = Example::read();
    let sha = |parts: &[&[u8]]| Hash(Sha256::digest(parts.concat()).into());
    let events: Vec<Hash> = example.events().iter().map(|event| event.hash).collect();
    for (event, number) in events.iter().zip(0..) {
        assert_eq!(sha(&[&[0], &event.0]), example.hash(&format!("leaf-{number}")));
    }
    let node = |left: &str, right: &str| sha(&[&[1], &example.hash(left).0, &example.hash(right).0]);
    assert_eq!(node("leaf-0", "leaf-1"), example.hash("node-01"));
    assert_eq!(node("node-01", "leaf-2"), example.hash("root"));
    assert_eq!(head_of(events).to_string(), HEAD);
    assert!(DOCUMENT.contains(&format!("```text\n{HEAD}\n```")), "the head stands alone in its block");
    assert_eq!(Frontier::new().head().root, sha(&[]));
}

#[test]
fn a_new_ledger_begins_as_the_example_does() {
    let example = Example::read();
    let company = CompanyName::parse("Müller GmbH").expect("it is a name");
    let day = Day::parse("2026-11-02").expect("it is a day");
    let mut last = 0_u128;
    let mut ids = || {
        last += 1;
        Uuid::from_u128(last)
    };
    let actor = Actor::parse("mm").expect("it is an operator id");
    let mut stamp = Stamp { now: 1_793_610_000_000_000, today: day, actor, ids: &mut ids };
    let (_, _, batch) = genesis("licledger 0.1.0", Some(&company), day, &mut stamp).expect("it can be sealed");
    let request = canonical::write(json!({"act": "init", "company": company.folded()}));
    assert_eq!(request.as_deref(), Ok(example.text("request")));
    assert_eq!(batch.entries.len(), example.headers.len());
    for (made, shown) in batch.entries.iter().zip(example.events()) {
        let (made, shown) = (&made.sealed, &shown);
        let said = |h: &Header| (h.kind.clone(), h.schema, h.origin, h.part, h.parts, h.version, h.request);
        assert_eq!(said(&made.header), said(&shown.header));
        let when = |h: &Header| (h.effective.clone(), h.recorded, h.actor.clone());
        assert_eq!(when(&made.header), when(&shown.header));
        if shown.position.0 > 0 {
            assert_eq!(made.payload, shown.payload);
        }
    }
}

#[test]
fn the_query_builds_the_same_headers_from_a_ledger_file() {
    let example = Example::read();
    let entry = |sealed: Sealed| {
        let (kind, text) = (&sealed.header.kind, sealed.payload.as_deref().unwrap_or_default());
        let fact = wire::decode(kind, sealed.header.schema, text).expect("the payloads can be read");
        Entry { subjects: subject::subjects(&fact), sealed }
    };
    let documents = vec![example.text("request").into(), example.text("rulebook").into()];
    let batch =
        Batch { expect: Expect::everything(0), entries: example.events().into_iter().map(entry).collect(), documents };
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("example");
    let store = Sqlite::create_with(&path, batch).expect("the example is a ledger");
    assert_eq!(store.tip().expect("it can be read").head.to_string(), HEAD);
    drop(store);
    let file = rusqlite::Connection::open(&path).expect("it is a database");
    assert!(DOCUMENT.contains(&format!("`{APPLICATION_ID:#010x}`")));
    assert!(DOCUMENT.contains(&format!("user version {FORMAT}")));
    for (position, (name, lines)) in example.headers.iter().enumerate() {
        let shown: String = lines.iter().map(|(hex, _)| hex.as_str()).collect();
        let query = example.query.replace("position = 0", &format!("position = {position}"));
        let built: String = file.query_row(&query, [], |row| row.get(0)).expect("the query can be asked");
        assert_eq!(built, shown, "{name}");
    }
}

#[test]
fn every_table_of_the_ledger_file_is_described() {
    let tables = include_str!("../../ledger-core/src/store/sqlite/schema.sql")
        .lines()
        .filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next());
    for table in tables {
        assert!(DOCUMENT.contains(&format!("| `{table}` | ")), "table {table} is not described");
    }
}
