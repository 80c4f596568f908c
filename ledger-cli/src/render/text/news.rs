//! What stands below an answer: adjustments of closed periods, and what the rules found.
//!
//! Absent by design: tables.

use super::{BOLD, DIM, Grid, Page, joined};
use crate::render::escape::terminal;
use clap::builder::styling::{AnsiColor, Style};
use ledger_core::question::adjustment::Adjustment;
use ledger_core::rule::finding::{Finding, Severity};
use ledger_core::say;
use ledger_core::vocabulary::Arg;
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
            let said = say!("adjustments", count = count, closing = closing, event = *closed_by, until = *until);
            lines.extend(self.paragraph(&terminal(&say(&said))));
            let row = |adjustment: &Adjustment| {
                let Adjustment { position, reaches, project, what, .. } = adjustment;
                vec![
                    format!("  {}", say(&say!("adjustments-event", event = *position))),
                    reaches.to_string(),
                    terminal(&project.to_string()).into(),
                    terminal(&say(what)).into(),
                ]
            };
            let shown = of_closing.iter().take(LISTED).map(row).collect();
            let grid = Grid { heading: None, rows: shown, right: vec![false; 4], rigid: vec![true, true, true, false] };
            lines.extend(grid.lay(self.width).blocks.concat());
            if count > LISTED {
                lines.push(format!("  {}", say(&say!("adjustments-more", more = count - LISTED))));
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
        [one] => Some(say!("finding-event", event = *one)),
        some if some.len() <= LISTED => Some(say!("finding-events", events = some.iter().copied().collect::<Arg>())),
        [first, .., last] => {
            Some(say!("finding-many-events", events = finding.events.len(), first = *first, last = *last))
        }
    };
    let styled = [(Style::new(), Some(news)), (Style::new(), next), (DIM, facts.map(|facts| say(&facts)))];
    styled.into_iter().filter_map(|(style, sentence)| Some((style, sentence?))).collect()
}

/// `2 errors, 1 warning`.
fn tally(findings: &[Finding]) -> String {
    let counted = Severity::ALL.into_iter().filter_map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| match severity {
            Severity::Error => say(&say!("tally-errors", count = count)),
            Severity::Warning => say(&say!("tally-warnings", count = count)),
            Severity::Notice => say(&say!("tally-notices", count = count)),
        })
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
