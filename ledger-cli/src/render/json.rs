//! Reports and errors as JSON: one document on one line, its keys in the order of the contract.
//!
//! Absent cells are left out, so that absence, zero and emptiness stay apart. Characters a terminal would obey are
//! written as `\u001b`, which reads back as the same text. Absent by design: headings, titles, totals and notes.

use super::writer::Writer;
use super::{escape, instant};
use ledger_core::question::adjustment::Adjustment;
use ledger_core::question::answer::{Answer, Cell, Row};
use ledger_core::question::record::recorded_text;
use ledger_core::rule::finding::Finding;
use ledger_core::tree::Head;
use ledger_core::vocabulary::{Position, Span};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use std::io;
use words::say;

/// The writer for programs: an answer is one line, with a line break at its end.
pub(crate) struct Json;

impl Writer for Json {
    fn write(&self, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(line(&Document(answer)).as_bytes())
    }
}

/// Any document as one line of JSON; one that cannot be written becomes an error with the code `internal`.
pub(crate) fn line(document: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    match document.serialize(&mut serde_json::Serializer::with_formatter(&mut bytes, Guarded)) {
        Ok(()) => {
            bytes.push(b'\n');
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Err(cause) => {
            let reason = format!("the document could not be written as JSON: {cause}");
            let next = "report this with the command that led here";
            let failure =
                serde_json::json!({"error": {"code": "internal", "message": reason, "subject": "", "next": next}});
            format!("{failure}\n")
        }
    }
}

struct Document<'a>(&'a Answer);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.0;
        let rows = rows(report);
        let findings: Vec<_> = report.findings.iter().map(News::of).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("schema", &format_args!("licledger.{}/1", report.name))?;
        if let Some(day) = report.basis.as_of {
            map.serialize_entry("as_of", &format_args!("{day}"))?;
        }
        map.serialize_entry("known_at", &report.basis.known_at)?;
        if let Some(time) = report.basis.known_at_time {
            map.serialize_entry("known_at_time", &instant(time))?;
        }
        map.serialize_entry("head", &Top::of(&report.basis.head))?;
        map.serialize_entry("rows", &rows)?;
        map.serialize_entry("findings", &findings)?;
        if !report.basis.adjustments.is_empty() {
            let adjustments: Vec<_> = report.basis.adjustments.iter().map(Adjusted::of).collect();
            map.serialize_entry("adjustments", &adjustments)?;
        }
        for (key, cell) in &report.extra {
            entry(&mut map, key, cell)?;
        }
        map.end()
    }
}

/// The tree's head as every document shows it.
#[derive(Serialize)]
pub(crate) struct Top {
    size: u64,
    root: String,
}

impl Top {
    /// The head's size, and its root as hex.
    pub(crate) fn of(head: &Head) -> Self {
        Self { size: head.size, root: head.root.to_string() }
    }
}

/// Only the rows of an answer, for a document that holds more.
pub(crate) fn rows(report: &Answer) -> Vec<Values<'_>> {
    report.rows().into_iter().map(Values).collect()
}

/// One row of an answer.
pub(crate) struct Values<'a>(Row<'a>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, cell) in self.0.cells() {
            entry(&mut map, key, cell)?;
        }
        map.end()
    }
}

/// A value by its name, unless it is absent. A project is named by two keys, so that names of other companies' projects
/// never change how it is called.
fn entry<M: SerializeMap>(map: &mut M, key: &str, cell: &Cell) -> Result<(), M::Error> {
    if *cell == Cell::Absent {
        return Ok(());
    }
    map.serialize_entry(key, &Value(cell))?;
    match cell {
        Cell::Project(label) if key == "project" => {
            label.company.iter().try_for_each(|company| map.serialize_entry("company", company.as_str()))
        }
        _ => Ok(()),
    }
}

struct Value<'a>(&'a Cell);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Absent => serializer.serialize_unit(),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Word(word) => serializer.serialize_str(word),
            Cell::Say(said) => serializer.serialize_str(&say(said)),
            Cell::Units(count) | Cell::Credits(count) | Cell::Count(count) => serializer.serialize_i64(*count),
            Cell::Number(number) => serializer.serialize_u64(*number),
            Cell::Flag(flag) => serializer.serialize_bool(*flag),
            Cell::Day(day) => serializer.collect_str(day),
            Cell::Time(time) => serializer.serialize_str(&recorded_text(*time)),
            Cell::Licence(licence) => serializer.collect_str(licence),
            Cell::Device(serial) => serializer.collect_str(serial),
            Cell::Lot(lot) => serializer.collect_str(lot),
            Cell::Place(place) => serializer.serialize_str(&place.word()),
            Cell::Project(label) => serializer.serialize_str(&label.name),
            Cell::Event(position) => serializer.serialize_u64(position.0),
            Cell::Spans(spans) => serializer.collect_seq(spans.iter().map(ends)),
            Cell::Counts(counts) => serializer.collect_map(counts),
            Cell::Positions(positions) => serializer.collect_seq(numbers(positions)),
            Cell::Payload(json) => kept(json).serialize(serializer),
            Cell::List(cells) => serializer.collect_seq(cells.iter().map(Value)),
            Cell::Record(cells) => {
                let mut map = serializer.serialize_map(None)?;
                for (key, cell) in cells {
                    entry(&mut map, key, cell)?;
                }
                map.end()
            }
        }
    }
}

fn ends(span: &Span) -> [String; 2] {
    [span.from.to_string(), span.until.to_string()]
}

fn numbers(positions: &[Position]) -> impl Iterator<Item = u64> {
    positions.iter().map(|position| position.0)
}

/// Canonical JSON sorts its keys and holds no fractions, so reading and writing it again loses nothing; what is not
/// JSON after all is shown as text rather than hidden.
fn kept(json: &str) -> serde_json::Value {
    serde_json::from_str(json).unwrap_or_else(|_| serde_json::Value::String(json.to_owned()))
}

/// A prior-period adjustment as every document shows it.
#[derive(Serialize)]
struct Adjusted<'a> {
    closing: &'a str,
    until: String,
    closed_by: u64,
    position: u64,
    reaches: String,
    project: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    company: Option<&'a str>,
    kind: &'a str,
    what: String,
}

impl<'a> Adjusted<'a> {
    fn of(adjustment: &'a Adjustment) -> Self {
        Self {
            closing: adjustment.closing.as_str(),
            until: adjustment.until.to_string(),
            closed_by: adjustment.closed_by.0,
            position: adjustment.position.0,
            reaches: adjustment.reaches.to_string(),
            project: &adjustment.project.name,
            company: adjustment.project.company.as_ref().map(|company| company.as_str()),
            kind: adjustment.kind,
            what: say(&adjustment.what),
        }
    }
}

/// A finding as every document shows it.
#[derive(Serialize)]
pub(crate) struct News<'a> {
    rule: &'a str,
    severity: &'a str,
    subject: &'a str,
    message: String,
    next: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    have: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    need: Option<i64>,
    events: Vec<u64>,
}

impl<'a> News<'a> {
    /// The finding's words and figures.
    pub(crate) fn of(finding: &'a Finding) -> Self {
        let Finding { rule, severity, subject, message, next, have, need, events, behind: _ } = finding;
        let events = numbers(events).collect();
        let (message, next) = (say(message), say(next));
        Self { rule, severity: severity.word(), subject, message, next, have: *have, need: *need, events }
    }
}

/// serde_json's compact form, with unsafe characters inside strings escaped as JSON allows.
struct Guarded;

impl Formatter for Guarded {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for piece in fragment.split_inclusive(escape::is_unsafe) {
            let last = piece.chars().next_back().filter(|last| escape::is_unsafe(*last));
            let plain = last.map_or(piece, |last| &piece[..piece.len() - last.len_utf8()]);
            writer.write_all(plain.as_bytes())?;
            for unit in last.iter().flat_map(|last| last.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{body, cells, day, finding, report};
    use super::*;
    use ledger_core::question::{Column, Label};
    use ledger_core::rule::finding::Severity;
    use ledger_core::vocabulary::CompanyName;
    use std::collections::BTreeMap;

    const HEAD: &str = r#"{"schema":"licledger.balance/1","as_of":"2026-11-24","known_at":57,"head":{"size":57,"root":"3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f"}"#;

    fn check(report: &Answer, rest: &str) {
        assert_eq!(line(&Document(report)), format!("{HEAD},{rest}}}\n"));
    }

    fn one(cell: Cell) -> Answer {
        Answer { body: body(&[Column::left("it")], [vec![cell]]), ..report(&[], &[]) }
    }

    #[test]
    fn keys_keep_the_order_of_the_columns_and_absence_is_left_out() {
        let columns = [Column::left("z"), Column::hidden("b"), Column::right("sum").people_only()];
        let sample = report(&columns, &["zero | 0 | 9", "none | | 9"]).with_totals(Some(cells("Total | | 18")));
        check(&sample, r#""rows":[{"z":"zero","b":0},{"z":"none"}],"findings":[]"#);
    }

    #[test]
    fn every_kind_of_cell_has_its_form() {
        let check = |cell: Cell, form: &str| check(&one(cell), &format!(r#""rows":[{{"it":{form}}}],"findings":[]"#));
        let span = Span { from: day("2013-02-20"), until: day("2015-02-20") };
        check(Cell::Flag(false), "false");
        check(Cell::Day(day("24.12.2016")), r#""2016-12-24""#);
        check(Cell::Spans(vec![span, span]), r#"[["2013-02-20","2015-02-20"],["2013-02-20","2015-02-20"]]"#);
        check(Cell::Counts(BTreeMap::from([("500".into(), 2), ("0".into(), 7)])), r#"{"0":7,"500":2}"#);
        check(Cell::Positions(vec![Position(0), Position(12)]), "[0,12]");
        check(Cell::List(Vec::new()), "[]");
        check(Cell::Count(i64::MIN), "-9223372036854775808");
        check(
            Cell::Payload(r#"{"a":{"b":[1,null,"ü\n"]},"z":9007199254740991}"#.into()),
            r#"{"a":{"b":[1,null,"ü\n"]},"z":9007199254740991}"#,
        );
        check(Cell::Payload("{broken".into()), r#""{broken""#);
    }

    #[test]
    fn a_project_stands_bare_beside_its_company_whatever_other_companies_hold() {
        let company = CompanyName::parse("Beispiel AG").ok();
        for is_shared in [false, true] {
            let label = Label { company: company.clone(), name: "Zentrale".to_owned(), is_shared };
            let columns = [Column::left("project"), Column::left("subject")];
            let cells = vec![Cell::Project(label.clone()), Cell::Project(label)];
            check(
                &Answer { body: body(&columns, [cells]), ..report(&[], &[]) },
                r#""rows":[{"project":"Zentrale","company":"Beispiel AG","subject":"Zentrale"}],"findings":[]"#,
            );
        }
        check(
            &Answer {
                body: body(&[Column::left("project")], [vec![Cell::Project(Label::ledger())]]),
                ..report(&[], &[])
            },
            r#""rows":[{"project":"ledger"}],"findings":[]"#,
        );
    }

    #[test]
    fn findings_and_further_values_follow_the_rows() {
        let mut sample = report(&[], &[]);
        sample.extra = vec![("events", Cell::Count(57)), ("gone", Cell::Absent)];
        sample.findings =
            vec![Finding { have: None, need: None, ..finding("REL-3", Severity::Error, "lot 12.1", &[45]) }];
        check(
            &sample,
            r#""rows":[],"findings":[{"rule":"REL-3","severity":"error","subject":"lot 12.1","message":"23 units released, 20 were bound","next":"annul the release, or record the binding that is missing","events":[45]}],"events":57"#,
        );
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back_the_same() {
        let raw = "\u{1b}[2J\u{9b}\u{7f}\u{202e}\u{e0041}ü\u{200b}\"\\";
        let written = line(&Document(&one(Cell::Text(raw.to_owned()))));
        assert!(!written.trim_end().contains(escape::is_unsafe), "{written}");
        assert!(written.contains(r#""\u001b[2J\u009b\u007f\u202e\udb40\udc41ü\u200b\"\\""#), "{written}");
        let back: serde_json::Value = serde_json::from_str(&written).expect("the document is JSON");
        assert_eq!(back["rows"][0]["it"], raw);
    }
}
