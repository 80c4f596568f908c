//! `import profiles`: the headings and acts that can be read.
//!
//! Absent by design: the ledger, which is not needed to prepare a file for it.

use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::print;
use crate::render::json;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

const TRANSACTIONS: &str = include_str!("../../../../schemas/profile/transactions.v1.json");

/// What a profile's file says to people who prepare a file.
#[derive(Deserialize)]
struct Profile {
    profile: String,
    version: u32,
    purpose: String,
    columns: Vec<Heading>,
    acts: Vec<Act>,
}

#[derive(Deserialize, Serialize)]
struct Heading {
    column: String,
    #[serde(default)]
    needed: bool,
    de: Vec<String>,
    en: Vec<String>,
}

#[derive(Deserialize, Serialize)]
struct Act {
    act: String,
    de: Vec<String>,
    en: Vec<String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    either: Vec<Vec<Vec<String>>>,
    #[serde(default)]
    takes: Vec<String>,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    profile: String,
    purpose: &'a str,
    columns: &'a [Heading],
    acts: &'a [Act],
}

/// Shows the built-in profile.
pub(super) fn run(context: &Context) -> Result<Done, Fault> {
    let profile: Profile = serde_json::from_str(TRANSACTIONS).map_err(|error| {
        let message = format!("it cannot be read: {error}");
        Fault::new(Exit::Internal, "IMP-PROFILE", "profile", message, "report this with the program's version")
    })?;
    let name = format!("{}.v{}", profile.profile, profile.version);
    if context.is_json() {
        let Profile { purpose, columns, acts, .. } = &profile;
        let document = Document { schema: "licledger.import-profiles/1", profile: name, purpose, columns, acts };
        print::out(&json::line(&document));
        return Ok(Done::Plain);
    }
    let style = context.style;
    let mut out = format!("{}\n{}\n\n", style.bold(&format!("Profile {name}")), profile.purpose);
    let heading = |heading: &Heading| {
        let needed = if heading.needed { "in every row" } else { "" };
        [heading.column.clone(), heading.de.join(", "), heading.en.join(", "), needed.to_owned()]
    };
    out += &table(["column", "German", "English", ""], profile.columns.iter().map(heading).collect());
    out.push('\n');
    let act = |act: &Act| [act.act.clone(), act.de.join(", "), act.en.join(", "), needs(act)];
    out += &table(["act", "German", "English", "needs"], profile.acts.iter().map(act).collect());
    out += "\nheadings and acts are read without case; columns that an act does not need stay empty\n";
    print::out(&out);
    Ok(Done::Plain)
}

/// Columns that an act needs, and of which it needs one.
fn needs(act: &Act) -> String {
    let choice = |choice: &Vec<Vec<String>>| {
        let ways: Vec<String> = choice.iter().map(|columns| columns.join(" + ")).collect();
        format!("({})", ways.join(" or "))
    };
    act.needs.iter().cloned().chain(act.either.iter().map(choice)).collect::<Vec<_>>().join(", ")
}

fn table(head: [&str; 4], rows: Vec<[String; 4]>) -> String {
    let rows: Vec<[String; 4]> = std::iter::once(head.map(str::to_owned)).chain(rows).collect();
    let widths: [usize; 4] =
        std::array::from_fn(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or_default());
    let [a, b, c, _] = widths;
    let mut out = String::new();
    for [name, german, english, needs] in &rows {
        let line = format!("  {name:<a$}  {german:<b$}  {english:<c$}  {needs}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_tells_what_each_act_needs() {
        let profile: Profile = serde_json::from_str(TRANSACTIONS).expect("the built-in profile reads");
        let credit = profile.acts.iter().find(|act| act.act == "credit").expect("keys are credited");
        assert_eq!(needs(credit), "project, key, (licence + quantity or ssc)");
        let shown = table(["a", "b", "c", ""], vec![["x", "yy", "z", "n"].map(str::to_owned)]);
        assert_eq!(shown, "  a  b   c\n  x  yy  z  n\n");
    }
}
