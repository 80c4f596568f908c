//! Receipts and previews: what a write answers.
//!
//! Absent by design: exit codes and errors.

use crate::context::Context;
use crate::print;
use crate::render::text::{self, Page};
use crate::render::{escape, json};
use crate::style::Style;
use ledger_core::decide::Stakes;
use ledger_core::event::{Fact, Remarks, wire};
use ledger_core::ledger::{Proposal, Receipt, Recorded};
use ledger_core::rule::{Finding, Severity};
use ledger_core::say;
use ledger_core::vocabulary::{Say, Step, StreamId};
use serde::Serialize;
use std::collections::BTreeMap;
use words::say;
use words::step::commands;

/// What is said beside a receipt.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beside {
    /// What each event says, in its order.
    pub sentences: Vec<Say>,
    /// Whether it was only asked for, and no command was given again.
    pub asked: bool,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// What undoes it, one step after the other.
    pub undo: Vec<Step>,
}

/// Shows what was recorded.
pub(crate) fn show(context: &Context, receipt: &Receipt, beside: &Beside) {
    if context.is_json() {
        print::receipt(&json::line(&Document::of(receipt, &beside.findings)));
        return;
    }
    if context.quiet {
        return;
    }
    print::receipt(&text(context, receipt, beside));
    print::err(&news(&beside.findings, context.err_style));
    if receipt.clock_ran_back {
        let warning = context.err_style.yellow("warning");
        print::err(&format!("{warning}: {}\n", say(&say!("clock-ran-back"))));
    }
}

fn text(context: &Context, receipt: &Receipt, beside: &Beside) -> String {
    let style = context.style;
    let mut lines = Vec::new();
    if receipt.already_recorded && !beside.asked {
        lines.push(say(&say!("receipt-before")));
    }
    lines.extend(columns(&receipt.events, &beside.sentences));
    let head = say(&say!("receipt-head", head = receipt.head.words()));
    lines.push(style.dim(&head));
    if context.verbose {
        lines.push(style.dim(&say(&say!("receipt-command", command = &receipt.command))));
    }
    if !beside.undo.is_empty() {
        lines.push(format!("undo: {}", escape::terminal(&commands(&beside.undo))));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// Position and hash of each event, and what it says; its kind where no sentence is at hand.
fn columns(events: &[Recorded], sentences: &[Say]) -> Vec<String> {
    let digits = events.iter().map(|event| event.position.to_string().len()).max().unwrap_or_default();
    let line = |(place, event): (usize, &Recorded)| {
        let what = sentences.get(place).map_or_else(|| event.kind.clone(), say);
        format!("{:>digits$}  {}  {}", event.position.0, event.hash.short(), escape::terminal(&what))
    };
    events.iter().enumerate().map(line).collect()
}

/// Findings for people, the gravest first.
pub(crate) fn news(findings: &[Finding], style: Style) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| finding.severity);
    let line = |finding: &&Finding| {
        let word = match finding.severity {
            Severity::Error => style.red("error"),
            Severity::Warning => style.yellow("warning"),
            Severity::Notice => style.bold("notice"),
        };
        let what = format!("{}: {}", finding.subject, say(&finding.message));
        format!(
            "{word} {}: {}\n  next: {}\n",
            finding.rule,
            escape::terminal(&what),
            escape::terminal(&say(&finding.next))
        )
    };
    sorted.iter().map(line).collect()
}

/// Shows the events that would be written. `names` are the streams that have one.
pub(crate) fn preview(context: &Context, proposal: &Proposal, remarks: &Remarks, names: &BTreeMap<StreamId, String>) {
    let carried = proposal.decision.carried.iter().map(|carried| &carried.draft);
    let drafts = proposal.decision.drafts.iter().chain(carried).map(|draft| {
        let fact = Fact { event: draft.event.clone(), remarks: remarks.clone() };
        let payload = wire::encode(&fact).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let stream = names.get(&draft.stream).cloned().unwrap_or_else(|| draft.stream.to_string());
        Draft { kind: draft.event.kind(), stream, payload }
    });
    let drafts: Vec<Draft> = drafts.collect();
    let findings = &proposal.decision.findings;
    let moves = proposal.moves();
    if context.is_json() {
        let schema = "licledger.preview/1";
        let effective = proposal.day.to_string();
        let findings = findings.iter().map(json::News::of).collect();
        let (stakes, lines) = stakes(&proposal.decision.stakes);
        let undo = Some(commands(&proposal.decision.undo)).filter(|undo| !undo.is_empty());
        let moves = moves.as_ref().map(json::rows);
        let document = Preview { schema, effective, events: &drafts, stakes, lines, undo, moves, findings };
        print::out(&json::line(&document));
        return;
    }
    let mut text = String::new();
    for draft in &drafts {
        let head = context.style.bold(draft.kind);
        let effective = say(&say!("preview-effective", day = proposal.day));
        text += &format!("{head}  {}  {effective}\n", escape::terminal(&draft.stream));
        let payload = serde_json::to_string_pretty(&draft.payload).unwrap_or_default();
        payload.lines().for_each(|line| text += &format!("  {}\n", escape::terminal(line)));
    }
    let (word, lines) = stakes(&proposal.decision.stakes);
    if word != "reversible" {
        lines.iter().for_each(|line| text += &format!("{word}: {}\n", escape::terminal(line)));
    }
    if let Some(moves) = &moves {
        text += &format!("\n{}\n", text::text(moves, &Page { width: context.width, colour: context.style.colour }));
    }
    text += &news(findings, context.style);
    text += &say(&say!("preview-nothing-written"));
    text.push('\n');
    print::out(&text);
}

fn stakes(stakes: &Stakes) -> (&'static str, Vec<String>) {
    match stakes {
        Stakes::Reversible => ("reversible", Vec::new()),
        Stakes::Costly(lines) => ("costly", lines.iter().map(say).collect()),
        Stakes::Final(serial, why) => ("final", vec![say(&say!("final-line", serial = serial, why = why))]),
    }
}

#[derive(Serialize)]
struct Draft {
    kind: &'static str,
    stream: String,
    payload: serde_json::Value,
}

#[derive(Serialize)]
struct Preview<'a> {
    schema: &'static str,
    effective: String,
    events: &'a [Draft],
    stakes: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undo: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<Vec<json::Values<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<json::News<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    command: String,
    already_recorded: bool,
    events: Vec<Line<'a>>,
    head: json::Top,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<json::News<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    clock_ran_back: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    position: u64,
    kind: &'a str,
    hash: String,
}

impl<'a> Document<'a> {
    fn of(receipt: &'a Receipt, findings: &'a [Finding]) -> Self {
        let line =
            |event: &'a Recorded| Line { position: event.position.0, kind: &event.kind, hash: event.hash.to_string() };
        Self {
            schema: "licledger.receipt/1",
            command: receipt.command.to_string(),
            already_recorded: receipt.already_recorded,
            events: receipt.events.iter().map(line).collect(),
            head: json::Top::of(&receipt.head),
            findings: findings.iter().map(json::News::of).collect(),
            clock_ran_back: receipt.clock_ran_back,
        }
    }
}
