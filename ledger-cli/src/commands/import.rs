//! `import`: rows of CSV files become facts, each file as a whole or not at all.
//!
//! The way of a file: its bytes ([`input`]), the reader's rows, acts, a plan on the ledger as it is, then the record.
//! What cannot be recorded is said by [`problems`], what is planned or done by [`summary`], earlier imports by
//! [`show`], headings by [`profiles`]. Absent by design: formats and headings (the reader's), meaning of rows (intake), rules.

mod input;
mod problems;
mod profiles;
mod show;
mod summary;

use crate::args::ImportArgs;
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Exit, Fault};
use crate::kept::Ledger;
use crate::read::{Encoding, Parsed, Profile, ReadFault, read};
use crate::{edge, intake, open, print};
use indicatif::{ProgressBar, ProgressStyle};
use input::{Input, InputFault};
use ledger_core::decide::{Pick, ProjectChoice};
use ledger_core::ledger::{Act, Ask, AskScope, ImportFault, ImportFile, ImportPlan, LedgerError, Receipt};
use ledger_core::say;
use ledger_core::vocabulary::{Actor, Day, Serial, Step};
use problems::Problems;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use summary::Source;

/// Rows from which on a bar is worth its place.
const ROWS_WITH_BAR: usize = 2000;
/// How often a file is planned without keeping other writers out. When the ledger moved in between each time, it is planned
/// once more with them kept out.
const OPTIMISTIC: u32 = 3;

/// How files are read and recorded.
struct Way {
    profile: Profile,
    encoding: Option<Encoding>,
    pick: Pick,
    actor: Actor,
    dry_run: bool,
}

/// Imports files, or shows what can be or was imported.
///
/// # Errors
/// Says what cannot be read or recorded; nothing of that file was written then.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<Done, Fault> {
    if let Some(verb) = &args.verb {
        return show::run(verb, context);
    }
    if args.files.is_empty() {
        let next = "name one or more CSV files, or `-` for the standard input";
        return Err(Fault::usage("FILE", "it is not said what is imported", next));
    }
    context.is_now()?;
    let way = Way {
        profile: profile(&args.profile)?,
        encoding: args.encoding.as_deref().map(encoding).transpose()?,
        pick: args.pick.map_or(Pick::Fifo, Pick::from),
        actor: context.actor(args.actor.as_ref())?,
        dry_run: args.dry_run,
    };
    let mut expected = args.expect_head.as_ref().map(|text| edge::position("--expect-head", text)).transpose()?;
    let mut ledger = open::open_to_write(context)?;
    if let Some(line) = open::jump(context, &ledger)? {
        open::warn(context, &line);
    }
    for path in &args.files {
        let input = input::read(path).map_err(|fault| unread(path, fault))?;
        let receipt = one(context, &way, &mut ledger, input, expected)?;
        // What this command wrote itself does not count as a move.
        expected = expected.map(|size| receipt.map_or(size, |receipt| receipt.head.size));
    }
    if way.dry_run && args.files.len() > 1 && !context.is_json() && !context.quiet {
        print::out("each file was looked at on the ledger as it is, without those before it\n");
    }
    Ok(Done::Plain)
}

/// Reads, plans and records the sample or any other bytes; the demonstration comes in here.
///
/// # Errors
/// As [`run`].
pub(crate) fn record_bytes(context: &Context, ledger: &mut Ledger, name: &str, bytes: Vec<u8>) -> Result<(), Fault> {
    let way = Way {
        profile: profile("transactions")?,
        encoding: None,
        pick: Pick::Fifo,
        actor: context.actor(None)?,
        dry_run: false,
    };
    one(context, &way, ledger, Input { name: name.to_owned(), bytes }, None).map(|_| ())
}

fn profile(name: &str) -> Result<Profile, Fault> {
    let profile = Profile::transactions()
        .map_err(|fault| Fault::new(Exit::Internal, fault.code, "profile", fault.message, fault.next))?;
    let short = profile.name().split('.').next().unwrap_or_default();
    if name.eq_ignore_ascii_case(short) || name.eq_ignore_ascii_case(profile.name()) {
        return Ok(profile);
    }
    let next = say!("missing-profile-next", list = Step::ListProfiles);
    Err(Fault::new(Exit::NotFound, "NOT-FOUND", name, "there is no such profile", next))
}

fn encoding(name: &str) -> Result<Encoding, Fault> {
    Encoding::parse(name).ok_or_else(|| {
        let words: Vec<&str> = Encoding::ALL.iter().map(|encoding| encoding.word()).collect();
        let next = format!("write one of {}, or leave it out", words.join(", "));
        Fault::usage("--encoding", format!("{name:?} is no encoding that can be read"), next)
    })
}

fn unread(path: &Path, fault: InputFault) -> Fault {
    let exit = if fault.missing { Exit::NotFound } else { Exit::Unreadable };
    Fault::new(exit, fault.code, path.display(), fault.message, fault.next)
}

/// Imports one file; `None` where nothing was written.
fn one(
    context: &Context,
    way: &Way,
    ledger: &mut Ledger,
    input: Input,
    expected: Option<u64>,
) -> Result<Option<Receipt>, Fault> {
    let parsed = read(&input.name, &input.bytes, &way.profile, way.encoding).map_err(|f| unreadable(&input.name, f))?;
    if parsed.rows.is_empty() {
        let next = "export it again from its source; nothing was written";
        return Err(Fault::new(Exit::Unreadable, "IMP-EMPTY", &input.name, "it holds headings and no row", next));
    }
    let source = Source::of(&input.name, input.bytes.len(), &parsed);
    let recorded = planned_and_recorded(context, way, ledger, (&input, &parsed, &source), expected);
    ledger.let_go();
    recorded
}

/// Plans and records, again where the ledger moved in between; `None` where nothing was written.
fn planned_and_recorded(
    context: &Context,
    way: &Way,
    ledger: &mut Ledger,
    (input, parsed, source): (&Input, &Parsed, &Source),
    expected: Option<u64>,
) -> Result<Option<Receipt>, Fault> {
    for attempt in 1.. {
        let held = attempt > OPTIMISTIC;
        if held {
            ledger.hold()?;
        }
        let plan = plan(context, way, ledger, input, parsed)?;
        if let Some(position) = plan.already {
            summary::already(context, ledger, source, position)?;
            return Ok(None);
        }
        if plan.rows_new == 0 {
            summary::nothing_new(context, source, &plan);
            return Ok(None);
        }
        let size = ledger.head()?.size;
        if let Some(expected) = expected.filter(|expected| *expected != size) {
            return Err(LedgerError::Moved { expected, found: size }.into());
        }
        if way.dry_run {
            summary::planned(context, source, &plan);
            return Ok(None);
        }
        let told = summary::Told::of(source, &plan);
        let mut ids = fresh_id;
        let mut stamp = context.stamp(way.actor.clone(), &mut ids);
        match ledger.commit_import(plan, &mut stamp) {
            Ok(receipt) => {
                print::recorded(receipt.command);
                open::pin(context, ledger);
                summary::recorded(context, &told, &receipt);
                return Ok(Some(receipt));
            }
            Err(LedgerError::Moved { .. }) if expected.is_none() && !held => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(None)
}

fn plan(context: &Context, way: &Way, ledger: &Ledger, input: &Input, parsed: &Parsed) -> Result<ImportPlan, Fault> {
    let acts = acts(way, ledger, parsed).map_err(|faults| refused(&input.name, faults))?;
    let file = ImportFile {
        name: input.name.clone(),
        bytes: input.bytes.clone(),
        profile: parsed.profile.clone(),
        profile_bytes: parsed.profile_bytes.clone(),
        encoding: parsed.encoding.word().to_owned(),
    };
    let bar = bar(context, acts.len());
    let mut ids = fresh_id;
    let mut stamp = context.stamp(way.actor.clone(), &mut ids);
    let plan = ledger.plan_import(file, acts, &mut stamp, &mut |done| {
        if let Some(bar) = &bar {
            bar.inc(done);
        }
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    plan.map_err(|error| match error {
        LedgerError::Rows(faults) => refused(&input.name, faults),
        error => error.into(),
    })
}

/// The acts of the rows; a device without a project in its row is looked up in the ledger, once for each day.
fn acts(way: &Way, ledger: &Ledger, parsed: &Parsed) -> Result<Vec<Act>, Vec<ImportFault>> {
    let known: RefCell<BTreeMap<(Serial, Day), Option<ProjectChoice>>> = RefCell::default();
    let lookup = |serial: &Serial, day: Day| {
        let mut known = known.borrow_mut();
        known.entry((serial.clone(), day)).or_insert_with(|| home(ledger, serial, day)).clone()
    };
    intake::acts(&parsed.rows, way.pick, &lookup)
}

/// The project of a device on a day; what the ledger cannot answer, it will say itself when the act is planned.
fn home(ledger: &Ledger, serial: &Serial, day: Day) -> Option<ProjectChoice> {
    let ask = Ask { scope: AskScope::Device(serial.clone()), as_of: day, known_at: None };
    let view = ledger.view(&ask).ok()?;
    let (project, _) = view.book.device_anywhere(serial)?;
    let (company, project) = project.named.clone()?;
    Some(ProjectChoice { company: Some(company), project })
}

fn bar(context: &Context, acts: usize) -> Option<ProgressBar> {
    let wanted = context.progress && !context.is_json() && acts > ROWS_WITH_BAR;
    wanted.then(|| {
        let bar = ProgressBar::new(u64::try_from(acts).unwrap_or(u64::MAX));
        let style = ProgressStyle::with_template("planning {bar:40} {pos} of {len}");
        style.map_or(bar.clone(), |style| bar.with_style(style))
    })
}

fn unreadable(file: &str, fault: ReadFault) -> Fault {
    match fault {
        ReadFault::File(fault) => Fault::new(Exit::Unreadable, fault.code, file, fault.message, fault.next),
        ReadFault::Rows(faults) => failed(file, Problems::of_cells(file, &faults)),
    }
}

fn refused(file: &str, faults: Vec<ImportFault>) -> Fault {
    failed(file, Problems::of_rows(file, faults))
}

fn failed(file: &str, problems: Problems) -> Fault {
    let next = "correct them in the file and import it again";
    let fault = Fault::new(Exit::Unreadable, "IMP-ROWS", file, problems.message.clone(), next);
    Fault { rows: problems.rows, text: Some(format!("{}\n{}", problems.text, problems.message)), ..fault }
}
