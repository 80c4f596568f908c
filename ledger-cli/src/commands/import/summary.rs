//! What an import would do or did: the file, its rows, the projects, the events and the findings by rule.
//!
//! Absent by design: deciding it, and recording.

use crate::context::Context;
use crate::fault::Fault;
use crate::kept::Ledger;
use crate::print;
use crate::read::{Parsed, Warning};
use crate::render::{escape, json};
use ledger_core::ledger::{ImportPlan, Receipt, Recorded};
use ledger_core::rule::{Finding, Severity};
use ledger_core::say;
use ledger_core::store::{Log, Scope};
use ledger_core::vocabulary::{Arg, Position, Say};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use words::{heading, say};

/// Lines that are named for each rule at most.
const LINES_SHOWN: usize = 12;
/// Warnings of the reader that are printed at most.
const WARNINGS_SHOWN: usize = 20;

/// What was read, before the ledger had a say.
pub(super) struct Source {
    /// The file's name.
    pub(super) file: String,
    /// Its size.
    pub(super) bytes: usize,
    /// Word of the encoding.
    pub(super) encoding: &'static str,
    /// What stands between cells.
    pub(super) delimiter: char,
    /// Language of the headings.
    pub(super) headings: &'static str,
    /// Name of the profile.
    pub(super) profile: String,
    /// Number of rows.
    pub(super) rows: usize,
    /// Number of records without a transaction.
    pub(super) skipped: u64,
    /// What to look at.
    pub(super) warnings: Vec<Warning>,
}

impl Source {
    /// Takes what a summary needs of a file.
    pub(super) fn of(file: &str, bytes: usize, parsed: &Parsed) -> Self {
        let skipped = &parsed.skipped;
        Self {
            file: file.to_owned(),
            bytes,
            encoding: parsed.encoding.word(),
            delimiter: parsed.delimiter,
            headings: parsed.language.word(),
            profile: parsed.profile.clone(),
            rows: parsed.rows.len(),
            skipped: skipped.preamble + skipped.blank + skipped.headings + skipped.totals,
            warnings: parsed.warnings.clone(),
        }
    }

    fn separator(&self) -> String {
        if self.delimiter == '\t' { "tab".to_owned() } else { self.delimiter.to_string() }
    }
}

/// Everything that is said about an import, kept while its plan is recorded.
pub(super) struct Told {
    file: String,
    text: String,
    news: String,
    json: Value,
}

impl Told {
    /// Takes it from the plan.
    pub(super) fn of(source: &Source, plan: &ImportPlan) -> Self {
        let news = format!("{}{}{}", warnings(&source.warnings), findings(&plan.findings), later(&plan.later));
        Self { file: source.file.clone(), text: text(source, plan), news, json: values(source, plan) }
    }
}

/// Says that every row is known from earlier imports; nothing is written then.
pub(super) fn nothing_new(context: &Context, source: &Source, plan: &ImportPlan) {
    if context.is_json() {
        let import = values(source, plan);
        print::out(&json::line(&json!({"schema": "licledger.import-plan/1", "import": import})));
    } else if !context.quiet {
        print::out(&line(&say!("import-nothing-new", file = &source.file, acts = plan.rows_known)));
    }
}

/// Shows what would be recorded.
pub(super) fn planned(context: &Context, source: &Source, plan: &ImportPlan) {
    let told = Told::of(source, plan);
    if context.is_json() {
        print::out(&json::line(&json!({"schema": "licledger.import-plan/1", "import": told.json})));
        return;
    }
    if context.quiet {
        return;
    }
    print::out(&format!("{}\n{}", context.style.bold(&shown(&say!("import-would", file = &told.file))), told.text));
    print::err(&told.news);
    print::out(&line(&say!("preview-nothing-written")));
}

/// Shows what was recorded.
pub(super) fn recorded(context: &Context, told: &Told, receipt: &Receipt) {
    if context.is_json() {
        print::receipt(&json::line(&document(receipt, Some(&told.json))));
        return;
    }
    if context.quiet {
        return;
    }
    let style = context.style;
    let mut out = format!("{}\n{}", style.bold(&shown(&say!("import-done", file = &told.file))), told.text);
    if let (Some(first), Some(last)) = (receipt.events.first(), receipt.events.last()) {
        out += &match receipt.events.len() {
            1 => line(&say!("import-event", event = last.position)),
            n => line(&say!("import-events", events = n, first = first.position, last = last.position)),
        };
    }
    out.push_str(&style.dim(&shown(&say!("receipt-head", head = receipt.head.words()))));
    out.push('\n');
    if context.verbose {
        let _ = writeln!(out, "{}", style.dim(&shown(&say!("receipt-command", command = &receipt.command))));
    }
    print::receipt(&out);
    print::err(&told.news);
    if receipt.clock_ran_back {
        crate::open::warn(context, &shown(&say!("clock-ran-back")));
    }
}

/// Says that these very bytes were imported before.
pub(super) fn already(context: &Context, ledger: &Ledger, source: &Source, position: Position) -> Result<(), Fault> {
    if context.is_json() {
        let below = Position(position.0.saturating_add(1));
        let event = ledger.store().page(Scope::All, position, below, 1)?;
        let command = event.first().map(|sealed| sealed.header.command);
        if let Some(receipt) = command.map(|command| ledger.receipt(command)).transpose()?.flatten() {
            print::out(&json::line(&document(&receipt, None)));
        }
    } else if !context.quiet {
        print::out(&line(&say!("import-already", file = &source.file, event = position)));
    }
    Ok(())
}

/// A receipt in the form of every write, with what was read.
fn document(receipt: &Receipt, import: Option<&Value>) -> Value {
    let event = |e: &Recorded| json!({"position": e.position.0, "kind": e.kind, "hash": e.hash.to_string()});
    let mut document = json!({
        "schema": "licledger.receipt/1",
        "command": receipt.command.to_string(),
        "already_recorded": receipt.already_recorded,
        "events": receipt.events.iter().map(event).collect::<Vec<_>>(),
        "head": {"size": receipt.head.size, "root": receipt.head.root.to_string()},
    });
    if let (Some(fields), Some(import)) = (document.as_object_mut(), import) {
        fields.insert("import".to_owned(), import.clone());
    }
    document
}

/// A sentence as a terminal may be shown it.
fn shown(said: &Say) -> String {
    escape::terminal(&say(said)).into_owned()
}

/// As a line of its own.
fn line(said: &Say) -> String {
    let mut line = shown(said);
    line.push('\n');
    line
}

/// The summary for people, line by line.
fn text(source: &Source, plan: &ImportPlan) -> String {
    let mut out = String::new();
    let mut figure = |key: &str, value: String| {
        let name = if key.is_empty() { String::new() } else { heading("import-plan", key) };
        let _ = writeln!(out, "  {name:<9} {}", escape::terminal(&value));
    };
    let separator = Arg::Quoted(source.separator());
    let (file, bytes, encoding) = (&source.file, source.bytes, source.encoding);
    let said = say!("import-plan-file", file = file, bytes = bytes, encoding = encoding, separator = separator);
    figure("file", say(&said));
    figure("profile", source.profile.clone());
    figure("rows", say(&rows(source, plan)));
    if let Some((first, last)) = plan.days {
        figure("days", say(&say!("import-plan-days", first = first, last = last)));
    }
    for (company, project) in &plan.opens {
        figure("opens", say(&say!("import-plan-opens", project = project, company = company)));
    }
    for (number, (kind, count)) in plan.kinds.iter().enumerate() {
        figure(if number == 0 { "events" } else { "" }, format!("{count:>6} {kind}"));
    }
    out
}

/// Rows of one key are one act, so acts can be fewer than rows.
fn rows(source: &Source, plan: &ImportPlan) -> Say {
    let (new, known) = (plan.rows_new, plan.rows_known);
    say!("import-plan-rows", read = source.rows, skipped = source.skipped, new = new, known = known)
}

fn warnings(warnings: &[Warning]) -> String {
    let mut out = String::new();
    for warning in warnings.iter().take(WARNINGS_SHOWN) {
        let message = escape::terminal(&warning.message);
        let _ = writeln!(out, "warning[{}]: {message} (line {})", warning.code, warning.line);
    }
    if warnings.len() > WARNINGS_SHOWN {
        out += &line(&say!("import-more-warnings", more = warnings.len() - WARNINGS_SHOWN));
    }
    out
}

/// Findings that say the same of several lines, under their rule.
fn findings(found: &[(u64, Finding)]) -> String {
    let mut by_rule: BTreeMap<(Severity, &str), Vec<(u64, &Finding)>> = BTreeMap::new();
    for (line, finding) in found {
        by_rule.entry((finding.severity, finding.rule)).or_default().push((*line, finding));
    }
    let mut out = String::new();
    for ((severity, rule), of_rule) in by_rule {
        let lines: Arg = of_rule.iter().take(LINES_SHOWN).map(|(line, _)| *line).collect();
        let what = match of_rule.len() {
            n if n > LINES_SHOWN => say!("import-findings-more", findings = n, lines = lines),
            n => say!("import-findings", findings = n, lines = lines),
        };
        let _ = writeln!(out, "{severity}[{rule}]: {}", shown(&what));
        if let Some((_, first)) = of_rule.first() {
            let _ = writeln!(out, "  {}: {}", escape::terminal(&first.subject), escape::terminal(&say(&first.message)));
            let _ = writeln!(out, "  {}", shown(&say!("next", next = &first.next)));
        }
    }
    out
}

/// What earlier events break now that these facts stand before them.
fn later(found: &[Finding]) -> String {
    let mut out = String::new();
    for finding in found {
        let at = finding.events.last().map(|event| shown(&say!("import-breaks-now", event = *event)));
        let at = at.unwrap_or_default();
        let said = say(&finding.message);
        let (subject, message) = (escape::terminal(&finding.subject), escape::terminal(&said));
        let _ = writeln!(out, "{}[{}]: {at}{subject}: {message}", finding.severity, finding.rule);
        let _ = writeln!(out, "  {}", shown(&say!("next", next = &finding.next)));
    }
    out
}

/// An absent value is left out.
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_null(v))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_null).collect(),
        plain => plain,
    }
}

/// The summary for programs.
fn values(source: &Source, plan: &ImportPlan) -> Value {
    let finding = |(line, finding): &(u64, Finding)| {
        json!({
            "line": line, "rule": finding.rule, "severity": finding.severity.word(), "subject": finding.subject,
            "message": say(&finding.message), "next": say(&finding.next), "have": finding.have, "need": finding.need,
        })
    };
    let opens: Vec<Value> =
        plan.opens.iter().map(|(c, p)| json!({"company": c.as_str(), "project": p.as_str()})).collect();
    let broken = |finding: &Finding| {
        json!({
            "rule": finding.rule, "severity": finding.severity.word(), "subject": finding.subject,
            "message": say(&finding.message), "next": say(&finding.next), "have": finding.have, "need": finding.need,
            "events": finding.events.iter().map(|position| position.0).collect::<Vec<_>>(),
        })
    };
    let warning = |w: &Warning| json!({"line": w.line, "code": w.code, "message": w.message});
    without_null(json!({
        "file": source.file,
        "bytes": source.bytes,
        "encoding": source.encoding,
        "delimiter": source.delimiter.to_string(),
        "headings": source.headings,
        "profile": source.profile,
        "rows": source.rows,
        "rows_skipped": source.skipped,
        "rows_new": plan.rows_new,
        "rows_known": plan.rows_known,
        "from": plan.days.map(|(first, _)| first.to_string()),
        "to": plan.days.map(|(_, last)| last.to_string()),
        "opens": opens,
        "events": plan.kinds,
        "warnings": source.warnings.iter().map(warning).collect::<Vec<_>>(),
        "findings": plan.findings.iter().map(finding).collect::<Vec<_>>(),
        "later": plan.later.iter().map(broken).collect::<Vec<_>>(),
    }))
}
