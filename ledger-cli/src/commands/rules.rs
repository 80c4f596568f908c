//! `rules`: what the program knows of the rules, with their sources.
//!
//! Absent by design: the ledger. The rules are the program's; what a rulebook answers is shown by `rulebook show`.

use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::print;
use crate::render::{escape, json};
use ledger_core::catalogue::{Rule, rule, rules};
use ledger_core::say;
use ledger_core::vocabulary::Step;
use serde::Serialize;

/// Lists the rules, those of a section, or explains one.
///
/// # Errors
/// Says that there is no such rule.
pub(crate) fn run(code: Option<&str>, context: &Context) -> Result<Done, Fault> {
    let one = code.and_then(rule);
    let in_section = |rule: &&Rule| code.is_none_or(|code| rule.section.eq_ignore_ascii_case(code.trim()));
    let chosen: Vec<&Rule> = one.map_or_else(|| rules().iter().filter(in_section).collect(), |rule| vec![rule]);
    if chosen.is_empty() {
        let next = say!("missing-rule-next", list = Step::ListRules);
        let code = code.unwrap_or_default();
        return Err(Fault::new(
            Exit::NotFound,
            "NOT-FOUND",
            code,
            "there is no rule and no section of that name",
            next,
        ));
    }
    if context.is_json() {
        let rows = chosen.iter().map(|rule| Row::of(rule)).collect();
        print::out(&json::line(&Document { schema: "licledger.rules/1", rows }));
        return Ok(Done::Plain);
    }
    print::out(&one.map_or_else(|| list(context, &chosen), |rule| explain(context, rule)));
    Ok(Done::Plain)
}

fn list(context: &Context, rules: &[&Rule]) -> String {
    let mut text = String::new();
    let mut section = "";
    for rule in rules {
        if section != rule.section && !section.is_empty() {
            text.push('\n');
        }
        section = &rule.section;
        let built = if rule.built { "" } else { " (not enforced yet)" };
        let code = context.style.bold(&format!("{:<8}", rule.id));
        text += &format!("{code}  {:<10}  {}{built}\n", rule.kind.word(), escape::terminal(&rule.title));
    }
    text + "\n`licledger rules CODE` explains one\n"
}

fn explain(context: &Context, rule: &Rule) -> String {
    let title = context.style.bold(&format!("{}  {}", rule.id, rule.title));
    let kind = match rule.kind.word() {
        "validity" => "validity: a command that breaks it is refused",
        "compliance" => "compliance: it is reported and refuses nothing",
        _ => "derivation: it says how a figure is computed",
    };
    let built = if rule.built { "yes" } else { "not yet" };
    let text = crate::commands::show::wrap(&rule.text, 100, "");
    let source = escape::terminal(&rule.source);
    format!("{title}\n\n{text}\n\nkind    {kind}\nbuilt   {built}\nsource  {source}\n")
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    rows: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'a str,
    kind: &'a str,
    section: &'a str,
    title: &'a str,
    text: &'a str,
    source: &'a str,
    built: bool,
}

impl<'a> Row<'a> {
    fn of(rule: &'a Rule) -> Self {
        let Rule { id, kind, section, title, text, source, built } = rule;
        Self { rule: id, kind: kind.word(), section, title, text, source, built: *built }
    }
}
