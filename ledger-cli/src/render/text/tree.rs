//! A tree that reads like prose: a root, its branches under their titles, and what stands beside a leaf.
//!
//! Absent by design: values for machines.

use super::{BOLD, DIM, Page};
use crate::render::escape::terminal;
use ledger_core::question::Node;
use words::say;

/// The lines of all trees.
pub(super) fn tree(page: &Page, roots: &[Node]) -> Vec<String> {
    let mut lines = Vec::new();
    for root in roots {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(one(page, root));
    }
    lines
}

fn one(page: &Page, root: &Node) -> Vec<String> {
    let said = page.paragraph(&terminal(&say(&root.said)));
    let mut lines: Vec<String> = said.into_iter().map(|line| page.paint(BOLD, line)).collect();
    for (at, branch) in root.branches.iter().enumerate() {
        let (fork, bar) = arms(at + 1 == root.branches.len());
        lines.extend(page.hung(fork, bar, &terminal(&say(&branch.title))));
        for (at, node) in branch.nodes.iter().enumerate() {
            let (leaf, below) = arms(at + 1 == branch.nodes.len());
            let (first, others) = (format!("{bar}{leaf}"), format!("{bar}{below}"));
            lines.extend(page.hung(&first, &others, &terminal(&say(&node.said))));
            for text in &node.beside {
                let margin = format!("{bar}{below}   ");
                let hung = page.hung(&margin, &margin, &terminal(&say(text)));
                lines.extend(hung.into_iter().map(|line| page.paint(DIM, line)));
            }
        }
    }
    lines
}

fn arms(is_last: bool) -> (&'static str, &'static str) {
    if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") }
}
