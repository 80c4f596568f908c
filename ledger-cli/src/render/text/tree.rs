//! A report as a tree that reads like prose: a root, its branches under their titles, and what stands beside a leaf.
//!
//! The first shown column is the sentence, the second what stands beside it. Absent by design: columns for machines.

use super::{BOLD, DIM, Page, word};
use crate::render::escape::terminal;
use ledger_core::question::Part;
use ledger_core::question::report::{Cell, Report};
use words::say;

/// A part and its rows.
type Branch<'a> = (&'a Part, &'a [Vec<Cell>]);

/// The lines of the whole tree.
pub(super) fn tree(page: &Page, report: &Report) -> Vec<String> {
    let mut rest = report.rows.as_slice();
    let mut trees: Vec<Vec<Branch<'_>>> = Vec::new();
    for part in &report.parts {
        let (rows, others) = rest.split_at(part.rows.min(rest.len()));
        rest = others;
        if part.title.is_nothing() {
            trees.push(Vec::new());
        }
        if let Some(tree) = trees.last_mut() {
            tree.push((part, rows));
        }
    }
    let mut lines = Vec::new();
    for tree in trees {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(one(page, &tree));
    }
    lines
}

fn one(page: &Page, tree: &[Branch<'_>]) -> Vec<String> {
    let Some(((_, root), branches)) = tree.split_first() else { return Vec::new() };
    let roots = root.iter().flat_map(|row| page.paragraph(&said(row)));
    let mut lines: Vec<String> = roots.map(|line| page.paint(BOLD, line)).collect();
    for (at, (part, rows)) in branches.iter().enumerate() {
        let (fork, bar) = arms(at + 1 == branches.len());
        lines.extend(page.hung(fork, bar, &terminal(&say(&part.title))));
        for (at, row) in rows.iter().enumerate() {
            let (leaf, below) = arms(at + 1 == rows.len());
            lines.extend(page.hung(&format!("{bar}{leaf}"), &format!("{bar}{below}"), &said(row)));
            for text in beside(row) {
                let margin = format!("{bar}{below}   ");
                lines.extend(page.hung(&margin, &margin, &text).into_iter().map(|line| page.paint(DIM, line)));
            }
        }
    }
    lines
}

fn arms(is_last: bool) -> (&'static str, &'static str) {
    if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") }
}

fn said(row: &[Cell]) -> String {
    row.first().map_or_else(String::new, word)
}

fn beside(row: &[Cell]) -> Vec<String> {
    match row.get(1) {
        Some(Cell::List(cells)) => cells.iter().map(word).collect(),
        _ => Vec::new(),
    }
}
