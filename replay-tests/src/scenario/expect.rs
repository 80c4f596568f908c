//! What a scenario can expect, one line each.
//!
//! ```text
//! accepted | refused CODE | not found | usage | conflict        the answer to the last step
//! says TEXT                                                     in its message or advice
//! head unchanged
//! finding RULE [error|warning|notice] [SUBJECT]   no findings   no finding RULE
//! balance PROJECT LICENCE free N bound N [covered N]            credits PROJECT N
//! lot PROJECT LICENCE PLACE units N [first-bound DATE|never] [ssa none|[from,until)…]
//! lots PROJECT LICENCE N                                        lots that hold units, by name
//! coverage PROJECT complete|lacks LICENCE                       of all that is bound and has a version
//! warranty SERIAL until DATE|unknown                            software SERIAL min N|none
//! due PROJECT WHAT SUBJECT …    not due PROJECT WHAT SUBJECT    notice of due RULE SUBJECT    (see `due`)
//! recorded KIND [TEXT]                                          an event with that text in its payload
//! tiers LICENCE N = base 500, %500 100
//! counts LICENCE TEXT    serves LICENCE WORD…|nothing    includes LICENCE FAMILY…
//! ```
//!
//! Where it makes sense a line ends with `as of DATE`, `known at N` or `known before` (the last step). Absent by
//! design: the comparison.

use super::due::End;
use super::picture::Balance;
use super::words::words;
use std::collections::BTreeMap;

/// One expectation.
#[derive(Debug, Clone)]
pub struct Then {
    /// Its line in the file, from 1.
    pub line: usize,
    /// What is expected.
    pub what: Expectation,
    /// When.
    pub moment: Moment,
}

/// As of which day, and with which events known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// The day, where one is named.
    pub as_of: Option<String>,
    /// The number of events that were known, where one is named.
    pub known_at: Option<u64>,
    /// Without the last step.
    pub before: bool,
}

/// What is expected. The fields stand in the order of the words of their line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the lines are documented at the head of this file")]
pub enum Expectation {
    Accepted,
    Refused(String),
    NotFound,
    Usage,
    Conflict,
    Says(String),
    HeadUnchanged,
    Finding { rule: String, severity: Option<String>, subject: Option<String> },
    NoFinding(Option<String>),
    Balance { project: String, licence: String, balance: Balance, covered: bool },
    Credits(String, i64),
    Lot { project: String, licence: String, place: String, units: i64, dates: LotDates },
    Lots(String, String, usize),
    Coverage { project: String, lacks: Option<String> },
    Warranty(String, Option<String>),
    Minimum(String, Option<u16>),
    Due(End, bool),
    DueNotice(String, String),
    Recorded(String, Option<String>),
    Tiers(String, u32, BTreeMap<u32, u32>),
    Counts(String, String),
    Serves(String, Vec<String>),
    Includes(String, Vec<String>),
}

/// The dates of a lot, as far as a scenario names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LotDates {
    /// Day of the first binding; `Some(None)` for never.
    pub first_bound: Option<Option<String>>,
    /// All intervals of SSA; `Some` of nothing for none.
    pub spans: Option<Vec<(String, String)>>,
}

impl Then {
    /// Reads a line.
    ///
    /// # Errors
    /// Says what cannot be read.
    pub fn read(content: &str, line: usize) -> Result<Self, String> {
        if let Some(text) = content.strip_prefix("says ") {
            let what = Expectation::Says(text.trim().to_owned());
            return Ok(Self { line, what, moment: Moment::default() });
        }
        let mut words = words(content)?;
        let moment = Moment::cut_off(&mut words)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let what = expectation(&words).ok_or_else(|| format!("is no expectation: {content}"))?;
        Ok(Self { line, what, moment })
    }
}

impl Moment {
    fn cut_off(words: &mut Vec<String>) -> Result<Self, String> {
        let mut moment = Self::default();
        loop {
            let tail: Vec<&str> = words.iter().rev().take(3).rev().map(String::as_str).collect();
            let cut = match tail[..] {
                ["as", "of", day] => {
                    moment.as_of = Some(day.to_owned());
                    3
                }
                ["known", "at", n] => {
                    moment.known_at = Some(n.parse().map_err(|_| format!("is no number of events: {n}"))?);
                    3
                }
                [_, "known", "before"] => {
                    moment.before = true;
                    2
                }
                _ => return Ok(moment),
            };
            words.truncate(words.len() - cut);
        }
    }
}

fn expectation(words: &[&str]) -> Option<Expectation> {
    use Expectation as E;
    let text = |word: &&str| (*word).to_owned();
    Some(match *words {
        ["accepted"] => E::Accepted,
        ["refused", code] => E::Refused(text(&code)),
        ["not", "found"] => E::NotFound,
        ["usage"] => E::Usage,
        ["conflict"] => E::Conflict,
        ["head", "unchanged"] => E::HeadUnchanged,
        ["no", "findings"] => E::NoFinding(None),
        ["no", "finding", rule] => E::NoFinding(Some(text(&rule))),
        ["finding", rule, ref more @ ..] => finding(rule, more)?,
        ["balance", project, licence, ref more @ ..] => balance(project, licence, more)?,
        ["credits", project, n] => E::Credits(text(&project), n.parse().ok()?),
        ["lot", project, licence, place, "units", n, ref more @ ..] => E::Lot {
            project: text(&project),
            licence: text(&licence),
            place: text(&place),
            units: n.parse().ok()?,
            dates: lot_dates(more)?,
        },
        ["lots", project, licence, n] => E::Lots(text(&project), text(&licence), n.parse().ok()?),
        ["coverage", project, "complete"] => E::Coverage { project: text(&project), lacks: None },
        ["coverage", project, "lacks", licence] => E::Coverage { project: text(&project), lacks: Some(text(&licence)) },
        ["warranty", serial, "until", "unknown"] => E::Warranty(text(&serial), None),
        ["warranty", serial, "until", day] => E::Warranty(text(&serial), Some(text(&day))),
        ["software", serial, "min", "none"] => E::Minimum(text(&serial), None),
        ["software", serial, "min", n] => E::Minimum(text(&serial), Some(n.parse().ok()?)),
        ["due", ref end @ ..] => E::Due(End::read(end)?, true),
        ["not", "due", ref end @ ..] => E::Due(End::read(end)?, false),
        ["notice", "of", "due", rule, subject] => E::DueNotice(text(&rule), text(&subject)),
        ["recorded", kind] => E::Recorded(text(&kind), None),
        ["recorded", kind, ref more @ ..] => E::Recorded(text(&kind), Some(more.join(" "))),
        ["tiers", licence, n, "=", ref more @ ..] => E::Tiers(text(&licence), n.parse().ok()?, tiers(more)?),
        ["counts", licence, ref more @ ..] => E::Counts(text(&licence), more.join(" ")),
        ["serves", licence, "nothing"] => E::Serves(text(&licence), Vec::new()),
        ["serves", licence, ref more @ ..] => E::Serves(text(&licence), more.iter().map(text).collect()),
        ["includes", licence, ref more @ ..] => E::Includes(text(&licence), more.iter().map(text).collect()),
        _ => return None,
    })
}

fn finding(rule: &str, more: &[&str]) -> Option<Expectation> {
    let is_severity = |word: &&&str| matches!(**word, "error" | "warning" | "notice");
    let severity = more.first().filter(is_severity).map(|word| (*word).to_owned());
    let rest = if severity.is_some() { &more[1..] } else { more };
    let subject = match rest {
        [] => None,
        [subject] => Some((*subject).to_owned()),
        _ => return None,
    };
    Some(Expectation::Finding { rule: rule.to_owned(), severity, subject })
}

fn balance(project: &str, licence: &str, more: &[&str]) -> Option<Expectation> {
    let ["free", free, "bound", bound, ref rest @ ..] = *more else { return None };
    let covered = match rest {
        [] => None,
        ["covered", n] => Some(n.parse().ok()?),
        _ => return None,
    };
    let balance =
        Balance { free: free.parse().ok()?, bound: bound.parse().ok()?, covered: covered.unwrap_or_default() };
    let (project, licence) = (project.to_owned(), licence.to_owned());
    Some(Expectation::Balance { project, licence, balance, covered: covered.is_some() })
}

fn lot_dates(words: &[&str]) -> Option<LotDates> {
    let mut dates = LotDates::default();
    let mut rest = words;
    if let ["first-bound", day, more @ ..] = rest {
        dates.first_bound = Some((*day != "never").then(|| (*day).to_owned()));
        rest = more;
    }
    match rest {
        [] => {}
        ["ssa", "none"] => dates.spans = Some(Vec::new()),
        ["ssa", spans @ ..] => dates.spans = Some(spans.iter().map(|span| read_span(span)).collect::<Option<_>>()?),
        _ => return None,
    }
    Some(dates)
}

/// Reads `[2013-02-20,2015-02-20)`.
fn read_span(text: &str) -> Option<(String, String)> {
    let (from, until) = text.strip_prefix('[')?.strip_suffix(')')?.split_once(',')?;
    Some((from.to_owned(), until.to_owned()))
}

/// Reads `base 500, %500 100`.
fn tiers(words: &[&str]) -> Option<BTreeMap<u32, u32>> {
    let part = |pair: &[&str]| {
        let [tier, units] = *pair else { return None };
        let floor = if tier == "base" { 0 } else { tier.strip_prefix('%')?.parse().ok()? };
        Some((floor, units.trim_end_matches(',').parse().ok()?))
    };
    words.chunks(2).map(part).collect()
}
