//! Reports as text for people: a title, what the answer rests on, a table, and what the rules found.
//!
//! Colour is only ever an addition; every word stands without it. Absent by design: whether there is a terminal, how
//! wide it is and whether it wants colour (the caller knows).

mod news;
mod tree;

use super::escape::terminal;
use super::instant;
use super::writer::Writer;
use clap::builder::styling::Style;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle, Width};
use ledger_core::question::answer::{Align, Answer, Basis, Body, Cell, Column, Table};
use ledger_core::question::record::recorded_text;
use ledger_core::say;
use ledger_core::vocabulary::Say;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::io;
use words::{heading, say};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Words up to this width are never broken, however narrow the page: the table then runs over its edge instead.
const LONGEST: u16 = 24;

impl Writer for Page {
    fn write(&self, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(text(answer, self).as_bytes())
    }
}

/// The answer as text.
pub(crate) fn text(report: &Answer, page: &Page) -> String {
    let blocks = [
        page.head(report),
        page.body(report),
        page.says(report),
        page.adjustments(&report.basis.adjustments),
        page.findings(&report.findings),
    ];
    let mut text = String::new();
    for block in blocks.iter().filter(|block| !block.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        for line in block {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// What text for people is laid out on.
pub(crate) struct Page {
    /// Its columns; as many as it takes where absent.
    pub(crate) width: Option<u16>,
    /// Whether it shows ANSI colours.
    pub(crate) colour: bool,
}

impl Page {
    fn head(&self, report: &Answer) -> Vec<String> {
        let title = self.paragraph(&terminal(&say(&report.title))).into_iter().map(|line| self.paint(BOLD, line));
        let basis = self.parts(basis(&report.basis)).into_iter().map(|line| self.paint(DIM, line));
        title.chain(basis).collect()
    }

    /// Parts in one line, or in several where they do not fit; none is broken, so that a head can be copied whole.
    fn parts(&self, parts: Vec<String>) -> Vec<String> {
        let most = self.width.map_or(usize::MAX, usize::from);
        let mut lines: Vec<String> = Vec::new();
        for part in parts {
            match lines.last_mut() {
                Some(line) if line.chars().count() + 3 + part.chars().count() <= most => {
                    line.push_str(" · ");
                    line.push_str(&part);
                }
                Some(_) | None => lines.push(part),
            }
        }
        lines
    }

    fn body(&self, answer: &Answer) -> Vec<String> {
        match &answer.body {
            Body::Table(table) => self.table(answer.name, table, |_| true),
            Body::Sections(sections) => self.sections(answer.name, sections),
            Body::Tree(roots) => tree::tree(self, roots),
            Body::Record(values) => self.record(answer.name, values),
        }
    }

    /// A table for each section under its title, with the columns that hold something there.
    fn sections(&self, name: &str, sections: &[(Say, Table)]) -> Vec<String> {
        let mut lines = Vec::new();
        for (title, table) in sections.iter().filter(|(_, table)| !table.rows.is_empty()) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(self.paragraph(&terminal(&say(title))).into_iter().map(|line| self.paint(BOLD, line)));
            let is_held = |cells: &Vec<Cell>, at| cells.get(at).is_some_and(|cell| *cell != Cell::Absent);
            lines.extend(self.table(name, table, |at| table.rows.iter().any(|cells| is_held(cells, at))));
        }
        lines
    }

    /// Each value on a line, after its name.
    fn record(&self, name: &str, values: &[(Column, Cell)]) -> Vec<String> {
        let names: Vec<String> = values.iter().map(|(column, _)| heading(name, column.key)).collect();
        let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
        let line = |(name, (_, cell)): (&String, &(Column, Cell))| {
            self.paragraph(&format!("{name:<widest$}  {}", plain(cell)))
        };
        names.iter().zip(values).flat_map(line).collect()
    }

    fn table(&self, name: &str, table: &Table, holds: impl Fn(usize) -> bool) -> Vec<String> {
        let shown_rows = &table.rows;
        let is_shown = |at: &usize| table.columns[*at].is_shown && holds(*at);
        let shown: Vec<usize> = (0..table.columns.len()).filter(is_shown).collect();
        if shown.is_empty() || shown_rows.is_empty() {
            return Vec::new();
        }
        let words = |cells: &[Cell]| shown.iter().map(|i| cells.get(*i).map_or_else(String::new, word)).collect();
        let mut rows: Vec<Vec<String>> = shown_rows.iter().map(|cells| words(cells)).collect();
        let starts = if table.groups { starts_of_groups(&mut rows) } else { Vec::new() };
        let first_total = rows.len();
        rows.extend(table.totals.iter().map(|cells| words(cells)));

        let columns: Vec<&Column> = shown.iter().map(|i| &table.columns[*i]).collect();
        let rigid = shown.iter().map(|i| is_rigid(&table.columns[*i], shown_rows, *i)).collect();
        let titles = columns.iter().map(|column| heading(name, column.key)).collect();
        let right = columns.iter().map(|column| column.align == Align::Right).collect();
        let grid = Grid { heading: Some(titles), rows, right, rigid }.lay(self.width);

        let rule = self.paint(DIM, "─".repeat(grid.width));
        let mut lines = Vec::new();
        for (at, block) in grid.blocks.into_iter().enumerate() {
            match at.checked_sub(1) {
                None => lines.extend(block.into_iter().map(|line| self.paint(BOLD, line))),
                Some(row) => {
                    if row == 0 || row == first_total {
                        lines.push(rule.clone());
                    } else if starts.binary_search(&row).is_ok() {
                        lines.push(String::new());
                    }
                    lines.extend(block);
                }
            }
        }
        lines
    }

    fn says(&self, report: &Answer) -> Vec<String> {
        if report.says.is_empty() && report.is_empty() && report.findings.is_empty() {
            return self.paragraph(&say(&say!("nothing-to-show")));
        }
        report.says.iter().flat_map(|note| self.paragraph(&terminal(&say(note)))).collect()
    }

    fn paragraph(&self, text: &str) -> Vec<String> {
        let rows = vec![vec![text.to_owned()]];
        Grid { heading: None, rows, right: vec![false], rigid: vec![false] }.lay(self.width).blocks.concat()
    }

    /// A text that hangs on an arm, its further lines below another.
    fn hung(&self, first: &str, others: &str, text: &str) -> Vec<String> {
        let margin = u16::try_from(first.chars().count()).unwrap_or(u16::MAX);
        let width = self.width.map(|width| width.saturating_sub(margin).max(LONGEST));
        let narrow = Page { width, colour: self.colour };
        let lines = narrow.paragraph(text).into_iter().enumerate();
        lines.map(|(at, line)| format!("{}{line}", if at == 0 { first } else { others })).collect()
    }

    fn paint(&self, style: Style, text: impl Display) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_string() }
    }
}

/// Cells to be laid out in columns; none of them holds a control character but the line breaks between spans.
struct Grid {
    heading: Option<Vec<String>>,
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
    /// Columns that are never wrapped, because a quantity or a day in two halves is misread.
    rigid: Vec<bool>,
}

/// The lines of each row, the heading's first, and the columns they take.
struct Laid {
    blocks: Vec<Vec<String>>,
    width: usize,
}

impl Grid {
    fn lay(self, width: Option<u16>) -> Laid {
        // A line of this character, which no cell can hold, ends each row: so the rows are found again.
        const END: char = '\u{1}';
        let end = LineStyle::none().fill(END);
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new().header_separator(end).row_separator(end));
        let least: Vec<u16> = (0..self.right.len()).map(|at| self.longest_word(at)).collect();
        if let Some(heading) = self.heading {
            table.set_header(heading);
        }
        table.add_rows(self.rows);
        if let Some(width) = width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        for (at, column) in table.column_iter_mut().enumerate() {
            let gap = if at + 1 < least.len() { 2 } else { 0 };
            column.set_padding((0, gap));
            column.set_cell_alignment(if self.right[at] { CellAlignment::Right } else { CellAlignment::Left });
            column.set_constraint(if self.rigid[at] {
                ColumnConstraint::ContentWidth
            } else {
                ColumnConstraint::LowerBoundary(Width::Fixed(least[at] + gap))
            });
        }
        let mut laid = Laid { blocks: vec![Vec::new()], width: 0 };
        for line in table.lines() {
            if line.starts_with(END) {
                laid.width = line.chars().count();
                laid.blocks.push(Vec::new());
            } else if let Some(block) = laid.blocks.last_mut() {
                block.push(line.trim_end().to_owned());
            }
        }
        laid
    }

    /// The width of a column's longest word, in characters, as far as it is to be kept in one piece.
    fn longest_word(&self, column: usize) -> u16 {
        let rows = self.heading.iter().chain(&self.rows);
        let words = rows.filter_map(|row| row.get(column)).flat_map(|cell| cell.split(' '));
        let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
        u16::try_from(longest).unwrap_or(LONGEST).min(LONGEST)
    }
}

/// Blanks the first cell where it repeats the row above, and names the rows where a new group starts.
fn starts_of_groups(rows: &mut [Vec<String>]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut above = String::new();
    for (at, first) in rows.iter_mut().enumerate().filter_map(|(at, row)| Some((at, row.first_mut()?))) {
        if at > 0 && *first == above {
            first.clear();
        } else {
            above.clone_from(first);
            starts.push(at);
        }
    }
    starts
}

/// Whether a column holds nothing that may be wrapped.
fn is_rigid(column: &Column, rows: &[Vec<Cell>], at: usize) -> bool {
    let wraps = |cell: &Cell| {
        matches!(
            cell,
            Cell::Text(_)
                | Cell::Word(_)
                | Cell::Say(_)
                | Cell::Time(_)
                | Cell::Licence(_)
                | Cell::Device(_)
                | Cell::Lot(_)
                | Cell::Place(_)
                | Cell::Project(_)
                | Cell::Counts(_)
                | Cell::Positions(_)
                | Cell::Payload(_)
                | Cell::List(_)
                | Cell::Record(_)
        )
    };
    let cells = rows.iter().filter_map(|cells| cells.get(at));
    column.align == Align::Right || !cells.into_iter().any(wraps)
}

fn basis(basis: &Basis) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(basis.as_of.map(|day| format!("as of {day}")));
    let time = basis.known_at_time.map_or_else(String::new, |time| format!(" ({})", instant(time)));
    parts.push(format!("known at {}{time}", basis.known_at));
    parts.push(format!("head {}", basis.head.words()));
    if !basis.rulebook.is_empty() {
        parts.push(format!("rulebook {}", terminal(&basis.rulebook)));
    }
    parts
}

/// A cell in words: nothing for an absent value, a dot for zero, one line for each span.
pub(super) fn word(cell: &Cell) -> String {
    match cell {
        Cell::Absent => String::new(),
        Cell::Say(said) => terminal(&say(said)).into_owned(),
        Cell::Text(text) | Cell::Payload(text) => terminal(text).into_owned(),
        Cell::Word(word) => (*word).to_owned(),
        Cell::Licence(licence) => terminal(&licence.to_string()).into_owned(),
        Cell::Device(serial) => terminal(serial.as_str()).into_owned(),
        Cell::Place(place) => terminal(&place.word()).into_owned(),
        Cell::Project(label) => terminal(&label.to_string()).into_owned(),
        Cell::Lot(lot) => lot.to_string(),
        Cell::Time(time) => recorded_text(*time),
        Cell::Event(position) => position.to_string(),
        Cell::Units(count) | Cell::Credits(count) | Cell::Count(count) => quantity(*count),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Cell::Day(day) => day.to_string(),
        Cell::Spans(spans) => joined(spans.iter().map(|span| format!("{} → {}", span.from, span.until)), "\n"),
        Cell::Counts(counts) => by_name(counts),
        Cell::Positions(positions) => joined(positions, ", "),
        Cell::List(cells) => joined(cells.iter().map(word), ", "),
        Cell::Record(cells) => joined(cells.iter().map(|(key, cell)| format!("{key}: {}", word(cell))), ", "),
    }
}

/// A cell by itself: digits as they are, and a word for what is absent.
fn plain(cell: &Cell) -> String {
    match cell.quantity() {
        Some(count) => count.to_string(),
        None if *cell == Cell::Absent => say(&say!("none")),
        None => word(cell),
    }
}

/// Digits, in threes from 10 000 on; zero is a dot, so that what is there stands out.
fn quantity(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let sign = if count < 0 { "-" } else { "" };
    match digits.len() {
        1 if count == 0 => "·".to_owned(),
        ..5 => format!("{sign}{digits}"),
        length => {
            let gap = |at: usize| if at > 0 && (length - at).is_multiple_of(3) { " " } else { "" };
            let spaced: String = digits.char_indices().map(|(at, digit)| format!("{}{digit}", gap(at))).collect();
            format!("{sign}{spaced}")
        }
    }
}

/// `500: 30, 1000: 5`; names that are numbers in their numeric order.
fn by_name(counts: &BTreeMap<String, i64>) -> String {
    let mut sorted: Vec<_> = counts.iter().collect();
    sorted.sort_by_key(|(name, _)| name.parse::<u64>().map_or((1, 0), |number| (0, number)));
    joined(sorted.into_iter().map(|(name, count)| format!("{}: {}", terminal(name), quantity(*count))), ", ")
}

fn joined(parts: impl IntoIterator<Item: Display>, between: &str) -> String {
    parts.into_iter().map(|part| part.to_string()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{balance, body, cells, day, finding, report};
    use super::*;
    use ledger_core::rule::finding::Severity;
    use ledger_core::vocabulary::{Position, Span};

    fn check(report: &Answer, width: Option<u16>, body: &[&str]) {
        let shown = text(report, &Page { width, colour: false });
        let root = "3f".repeat(32);
        let apart = if width.is_some_and(|width| width < 130) { ["\n"; 2] } else { [" · "; 2] };
        let [first, second] = apart;
        let head = format!(
            "Balance of Müller & Söhne\nas of 2026-11-24 · known at 57{first}head 57 {root}{second}rulebook v12r2\n\n"
        );
        assert_eq!(shown.strip_prefix(&head), Some(format!("{}\n", body.join("\n")).as_str()), "\n{shown}");
    }

    #[test]
    fn a_head_stands_whole_on_a_line_however_narrow_the_page() {
        let shown = text(&balance(), &Page { width: Some(40), colour: false });
        assert!(shown.lines().any(|line| line == format!("head 57 {}", "3f".repeat(32))), "{shown}");
    }

    #[test]
    fn a_balance_reads_in_groups_with_its_sums_below_a_rule() {
        let body = [
            "Project       Licence           Free  Bound   Total  Under SSA",
            "──────────────────────────────────────────────────────────────",
            "Headquarters  PBX-Port12          20    480     500        480",
            "              PBX-Mobility12       ·    100     100        100",
            "              SSC             12 500      ·  12 500          ·",
            "              Voicemail12          5     45      50         30",
            "",
            "Zürich Süd    PBX-Port12          -3     60      57         60",
            "              PBX-Port11           ·     25      25          ·",
            "              Video12             10      ·      10          ·",
            "──────────────────────────────────────────────────────────────",
            "Total                         12 532    710  13 242        670",
        ];
        check(&balance(), None, &body);
        check(&balance(), Some(80), &body);
    }

    #[test]
    fn parts_stand_under_their_titles_with_the_columns_that_hold_something_there() {
        let columns = [Column::left("what"), Column::right("units"), Column::left("actor")];
        let part = |title: &str, rows: &[&str]| {
            let rows = rows.iter().map(|row| cells(row)).collect();
            (Say::from(title), Table { columns: columns.to_vec(), rows, totals: None, groups: false })
        };
        let (figures, events) = (["free | 5 |", "bound | 0 |"], ["note | | clerk"]);
        let sections = vec![part("Figures", &figures), part("Nothing", &[]), part("Events", &events)];
        let sample = Answer { body: Body::Sections(sections), ..report(&[], &[]) };
        let body = [
            "Figures",
            "What   Units",
            "────────────",
            "free       5",
            "bound      ·",
            "",
            "Events",
            "What  Actor",
            "───────────",
            "note  clerk",
        ];
        check(&sample, None, &body);
    }

    #[test]
    fn every_kind_of_cell_has_its_words() {
        let span = |from, until| Span { from: day(from), until: day(until) };
        let check = |cell: Cell, words: &str| assert_eq!(word(&cell), words);
        check(Cell::Absent, "");
        check(Cell::Flag(true), "yes");
        check(Cell::Count(9999), "9999");
        check(Cell::Count(-1_234_567), "-1 234 567");
        check(Cell::Count(i64::MIN), "-9 223 372 036 854 775 808");
        let spans = vec![span("2013-02-20", "2015-02-20"), span("2015-02-20", "2016-02-20")];
        check(Cell::Spans(spans), "2013-02-20 → 2015-02-20\n2015-02-20 → 2016-02-20");
        let tiers = [("1000", 5), ("base", 1), ("500", 30)].map(|(name, count)| (name.to_owned(), count));
        check(Cell::Counts(BTreeMap::from(tiers)), "500: 30, 1000: 5, base: 1");
        check(Cell::Positions(vec![Position(3), Position(17)]), "3, 17");
        check(Cell::List(vec![Cell::text("a\u{1b}"), Cell::text("b")]), r"a\u{1b}, b");
    }

    #[test]
    fn spans_stand_one_below_the_other_and_are_never_wrapped() {
        let span = Span { from: day("2013-02-20"), until: day("2015-02-20") };
        let columns = [Column::left("lot"), Column::left("spans"), Column::right("acts")];
        let rows = [vec![Cell::text("x"), Cell::Spans(vec![span, span]), Cell::Count(5)], cells("z | | 0")];
        let sample = Answer { body: body(&columns, rows), ..report(&[], &[]) };
        let body = [
            "Lot  SSA from → until (excluded)  Acts",
            "──────────────────────────────────────",
            "x    2013-02-20 → 2015-02-20         5",
            "     2013-02-20 → 2015-02-20",
            "z                                    ·",
        ];
        check(&sample, None, &body);
        assert!(
            text(&sample, &Page { width: Some(16), colour: false }).contains("2013-02-20 → 2015-02-20         5\n")
        );
    }

    #[test]
    fn long_text_is_wrapped_between_words_and_no_word_is_broken() {
        let columns = [Column::left("licence"), Column::left("what"), Column::right("units")];
        let sample = report(&columns, &["PBX-Mobility12 | bought together with the new gateway in Zürich | 12500"]);
        let shown = text(&sample, &Page { width: Some(50), colour: false });
        let table: Vec<&str> = shown.lines().skip_while(|line| !line.starts_with("Licence")).collect();
        assert!(table.iter().all(|line| line.chars().count() <= 50), "{shown}");
        assert!(table[2].starts_with("PBX-Mobility12  bought") && table[2].ends_with("12 500"), "{shown}");
        assert!(table[3].starts_with("                "), "{shown}");
    }

    #[test]
    fn findings_follow_the_gravest_first_with_the_way_out() {
        let mut sample = report(&[], &[]);
        let many: Vec<u64> = (3..20).collect();
        sample.findings.push(finding("SSA-12", Severity::Warning, "lot 4.1", &many));
        sample.findings.push(finding("REL-3", Severity::Error, "evil\u{1b}[2J", &[45]));
        sample.says.push(Say::from("judged by today's rules"));
        let body = [
            "judged by today's rules",
            "",
            r"error REL-3     evil\u{1b}[2J: 23 units released, 20 were bound",
            "                → annul the release, or record the binding that is",
            "                missing",
            "                event 45",
            "",
            "warning SSA-12  lot 4.1: 23 units released, 20 were bound",
            "                → annul the release, or record the binding that is",
            "                missing",
            "                17 events from 3 to 19",
            "",
            "1 error, 1 warning",
        ];
        check(&sample, Some(70), &body);
    }

    #[test]
    fn an_empty_report_says_so_in_one_sentence() {
        let mut sample = report(&[Column::left("device")], &[]);
        check(&sample, None, &["nothing to show"]);
        sample.says.push(Say::from("no devices in project Zürich"));
        let sample = sample.with_totals(Some(cells("0")));
        check(&sample, None, &["no devices in project Zürich"]);
    }

    #[test]
    fn colour_only_adds_to_the_words() {
        let mut sample = balance();
        sample.findings.push(finding("REL-3", Severity::Error, "lot 4.1", &[45]));
        let painted = text(&sample, &Page { width: Some(60), colour: true });
        let bare = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m"]
            .iter()
            .fold(painted.clone(), |text, code| text.replace(code, ""));
        assert_eq!(bare, text(&sample, &Page { width: Some(60), colour: false }));
        assert!(painted.starts_with("\u{1b}[1mBalance of Müller & Söhne\u{1b}[0m\n\u{1b}[2mas of"));
        assert!(painted.contains("\u{1b}[1m\u{1b}[31merror\u{1b}[0m REL-3"));
    }
}
