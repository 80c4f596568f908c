//! Turns an answer into something to read: by people, or by machines.
//!
//! One file with a [`Writer`] for each format, and one for what no terminal may be shown. Absent by design: what an answer says, and
//! where the result goes.

pub(crate) mod ics;
pub(crate) mod json;
pub(crate) mod text;

pub(crate) mod escape;

mod writer;

pub(crate) use writer::Writer;

/// A time that was named, in microseconds since 1970 UTC, as `2026-11-24T10:00:00Z`.
pub(crate) fn instant(micros: i64) -> String {
    let time = chrono::DateTime::from_timestamp_micros(micros);
    time.map_or_else(|| format!("{micros} µs"), |time| time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod sample {
    use ledger_core::question::answer::{Answer, Basis, Body, Cell, Column, Table};
    use ledger_core::rule::finding::{Finding, Severity};
    use ledger_core::tree::Head;
    use ledger_core::vocabulary::{Day, Hash, LedgerId, Position};

    pub(super) fn day(text: &str) -> Day {
        Day::parse(text).expect("the test writes a date")
    }

    /// A report with a title, one row for each line, and cells apart by `|`; digits are quantities.
    pub(super) fn report(columns: &[Column], rows: &[&str]) -> Answer {
        let ledger = LedgerId::parse("0190f0c2-0000-7000-8000-000000000001").expect("the test writes an id");
        let head = Head { size: 57, root: Hash([0x3f; 32]) };
        let rulebook = "v12r2".to_owned();
        let basis = Basis {
            ledger,
            as_of: Some(day("2026-11-24")),
            known_at: 57,
            known_at_time: None,
            head,
            rulebook,
            adjustments: Vec::new(),
        };
        let rows = rows.iter().map(|row| cells(row));
        Answer::of("balance", "Balance of Müller & Söhne".into(), basis, body(columns, rows))
    }

    pub(super) fn body(columns: &[Column], rows: impl IntoIterator<Item = Vec<Cell>>) -> Body {
        let rows = rows.into_iter().collect();
        Body::Table(Table { columns: columns.to_vec(), rows, totals: None, groups: false })
    }

    pub(super) fn cells(row: &str) -> Vec<Cell> {
        row.split('|')
            .map(str::trim)
            .map(|cell| match cell.parse() {
                Ok(count) => Cell::Count(count),
                Err(_) if cell.is_empty() => Cell::Absent,
                Err(_) => Cell::Text(cell.to_owned()),
            })
            .collect()
    }

    pub(super) fn balance() -> Answer {
        let columns = [
            Column::left("project"),
            Column::left("licence"),
            Column::right("free"),
            Column::right("bound"),
            Column::right("total").people_only(),
            Column::right("ssa_covered"),
        ];
        let rows = [
            "Headquarters | PBX-Port12 | 20 | 480 | 500 | 480",
            "Headquarters | PBX-Mobility12 | 0 | 100 | 100 | 100",
            "Headquarters | SSC | 12500 | 0 | 12500 | 0",
            "Headquarters | Voicemail12 | 5 | 45 | 50 | 30",
            "Zürich Süd | PBX-Port12 | -3 | 60 | 57 | 60",
            "Zürich Süd | PBX-Port11 | 0 | 25 | 25 | 0",
            "Zürich Süd | Video12 | 10 | 0 | 10 | 0",
        ];
        let totals = Some(cells("Total | | 12532 | 710 | 13242 | 670"));
        report(&columns, &rows).in_groups().with_totals(totals)
    }

    pub(super) fn finding(rule: &'static str, severity: Severity, subject: &str, events: &[u64]) -> Finding {
        Finding {
            rule,
            severity,
            subject: subject.to_owned(),
            message: "23 units released, 20 were bound".into(),
            next: "annul the release, or record the binding that is missing".into(),
            have: Some(20),
            need: Some(23),
            behind: None,
            events: events.iter().copied().map(Position).collect(),
        }
    }
}
