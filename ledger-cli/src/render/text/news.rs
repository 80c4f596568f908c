//! What stands below an answer: adjustments of closed periods, and what the rules found.
//!
//! Absent by design: tables.

use super::{BOLD, DIM, Grid, Page, joined};
use crate::render::escape::terminal;
use clap::builder::styling::{AnsiColor, Style};
use ledger_core::question::adjustment::Adjustment;
use ledger_core::rule::finding::{Finding, Severity};
use words::say;

/// So many event positions are listed with a finding; of more, only how many there are.
const LISTED: usize = 8;

impl Page {
    /// What was recorded after a closing about its days, by closing.
    pub(super) fn adjustments(&self, adjustments: &[Adjustment]) -> Vec<String> {
        let mut lines = Vec::new();
        for of_closing in adjustments.chunk_by(|a, b| a.closed_by == b.closed_by) {
            let Some(Adjustment { closing, until, closed_by, .. }) = of_closing.first() else { continue };
            let count = of_closing.len();
            let plural = if count == 1 { "" } else { "s" };
            let closing = terminal(closing.as_str());
            lines.extend(self.paragraph(&format!(
                "{count} prior-period adjustment{plural}: recorded after closing {closing} (event {closed_by}, every day before {until}), and counted"
            )));
            let row = |adjustment: &Adjustment| {
                let Adjustment { position, reaches, project, what, .. } = adjustment;
                vec![
                    format!("  event {position}"),
                    reaches.to_string(),
                    terminal(project).into(),
                    terminal(what).into(),
                ]
            };
            let shown = of_closing.iter().take(LISTED).map(row).collect();
            let grid = Grid { heading: None, rows: shown, right: vec![false; 4], rigid: vec![true, true, true, false] };
            lines.extend(grid.lay(self.width).blocks.concat());
            if count > LISTED {
                lines.push(format!("  … and {} more", count - LISTED));
            }
        }
        lines
    }

    /// The findings, the gravest first and otherwise in the order given, then how many there are.
    pub(super) fn findings(&self, findings: &[Finding]) -> Vec<String> {
        if findings.is_empty() {
            return Vec::new();
        }
        let label = |finding: &Finding| format!("{} {}", finding.severity, terminal(finding.rule));
        let margin = findings.iter().map(|finding| label(finding).chars().count()).max().unwrap_or_default();
        let mut lines = Vec::new();
        for severity in Severity::ALL {
            for finding in findings.iter().filter(|finding| finding.severity == severity) {
                lines.extend(self.finding(finding, &format!("{:margin$}", label(finding))));
            }
            if lines.last().is_some_and(|line: &String| !line.is_empty()) {
                lines.push(String::new());
            }
        }
        lines.push(self.paint(BOLD, tally(findings)));
        lines
    }

    fn finding(&self, finding: &Finding, label: &str) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, (style, sentence)) in sentences(finding).into_iter().enumerate() {
            let margin = if at == 0 { label.to_owned() } else { " ".repeat(label.chars().count()) };
            let row = vec![margin, sentence];
            let grid = Grid { heading: None, rows: vec![row], right: vec![false; 2], rigid: vec![true, false] };
            lines.extend(grid.lay(self.width).blocks.concat().into_iter().map(|line| self.paint(style, line)));
        }
        let word = finding.severity.word();
        if let Some(rest) = lines.first().and_then(|line| line.strip_prefix(word)) {
            lines[0] = format!("{}{rest}", self.paint(hue(finding.severity), word));
        }
        lines
    }
}

/// What a finding says: the news, what to do about it, and the facts behind it.
fn sentences(finding: &Finding) -> Vec<(Style, String)> {
    let message = say(&finding.message);
    let news = match finding.subject.is_empty() {
        true => terminal(&message).into_owned(),
        false => format!("{}: {}", terminal(&finding.subject), terminal(&message)),
    };
    let next = Some(say(&finding.next)).filter(|next| !next.is_empty()).map(|next| format!("→ {}", terminal(&next)));
    let facts = match finding.events.as_slice() {
        [] => None,
        [one] => Some(format!("event {one}")),
        some if some.len() <= LISTED => Some(format!("events {}", joined(some, ", "))),
        many => Some(format!("{} events from {} to {}", many.len(), many[0], many[many.len() - 1])),
    };
    let styled = [(Style::new(), Some(news)), (Style::new(), next), (DIM, facts)];
    styled.into_iter().filter_map(|(style, sentence)| Some((style, sentence?))).collect()
}

/// `2 errors, 1 warning`.
fn tally(findings: &[Finding]) -> String {
    let counted = Severity::ALL.into_iter().filter_map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {severity}{plural}"))
    });
    joined(counted, ", ")
}

fn hue(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Notice => AnsiColor::Blue,
    };
    colour.on_default().bold()
}
