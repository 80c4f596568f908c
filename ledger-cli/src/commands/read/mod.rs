//! Questions: the command line becomes a view and a report, and the report is shown.
//!
//! Absent by design: what an answer holds (the core's questions) and how it looks (the renderer).

mod ahead;
mod compare;
mod explain;
mod ledger;

use crate::args::{
    BalanceArgs, By, CompanyAsk, DeviceAsk, EventAsk, Format, HistoryArgs, KeyAsk, ProjectAsk, Question, RegisterArgs,
    SsaArgs,
};
use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::kept::Ledger;
use crate::render::Writer;
use crate::render::ics::Ics;
use crate::render::json::Json;
use crate::render::text::Page;
use crate::{edge, open, print};
use ledger_core::catalogue::Catalogue;
use ledger_core::ledger::{Ask, AskScope, LedgerError};
use ledger_core::question::history::Of;
use ledger_core::question::record::Which;
use ledger_core::question::{
    Answer, Basis, Kind, View, balance, corrections, history, holding, record as events, register, ssa, warranty,
};
use ledger_core::rule::Finding;
use ledger_core::say;
use ledger_core::vocabulary::{
    self, CompanyName, Day, EventId, Family, KeyCode, Licence, LotId, Position, ProjectName, Serial, Step,
};

/// Answers a question.
///
/// # Errors
/// Says what cannot be understood, is not there, or cannot be read.
pub(crate) fn run(question: &Question, context: &Context) -> Result<Done, Fault> {
    let report = match question {
        Question::Balance(args) => balance_of(args, context)?,
        Question::Ssa(args) => ssa_of(args, context)?,
        Question::Quote(args) => ahead::quote_of(args, context)?,
        Question::Due(args) => return ahead::due(args, context),
        Question::Warranty(args) => {
            let device = args.device.as_deref().map(|text| serial("--device", text)).transpose()?;
            warranty::warranty(&view(context, device_scope(context, device.as_ref()))?, device.as_ref())
        }
        Question::Register(args) => register_of(args, context)?,
        Question::History(args) => history_of(args, context)?,
        Question::Explain(args) => explain::explain_of(args, context)?,
        Question::Diff(args) => compare::diff_of(args, context)?,
        Question::Restatement(args) => compare::restatement_of(args, context)?,
        Question::Late(args) => compare::late_of(args, context)?,
        Question::Who => compare::who_of(context)?,
        Question::Corrections => corrections::corrections(&view(context, context.scope())?),
        Question::Company(CompanyAsk::List) => holding::companies(&view(context, context.scope())?),
        Question::Company(CompanyAsk::Show(name)) => {
            let company = edge::word("NAME", name, CompanyName::parse)?;
            holding::company(&view(context, AskScope::Company(company.clone()))?, &company)
        }
        Question::Project(ProjectAsk::List) => holding::projects(&view(context, context.scope())?),
        Question::Project(ProjectAsk::Show(name)) => {
            holding::projects(&view(context, AskScope::Project(context.choice("NAME", name)?))?)
        }
        Question::Device(DeviceAsk::List) => holding::devices(&view(context, context.scope())?),
        Question::Device(DeviceAsk::Show(text)) => device_of(text, context)?,
        Question::Key(KeyAsk::List) => holding::keys(&view(context, context.scope())?),
        Question::Event(EventAsk::List { kind, device, from, limit }) => {
            let only = events::Only {
                kind: kind.clone(),
                device: device.as_deref().map(|text| serial("--device", text)).transpose()?,
                from: from.as_deref().map(|text| edge::position("--from", text)).transpose()?.map(Position),
                limit: limit.as_deref().map(limit_of).transpose()?,
            };
            events::events(&view(context, context.scope())?, &only)
        }
        Question::Event(EventAsk::Show { event }) => event_of(event, context)?,
        Question::Status => ledger::status(context)?,
        Question::Verify(args) => return ledger::verify(args, context),
        Question::Replay(args) => return ledger::replay(args, context),
    };
    show(&report, context);
    Ok(answered(&report))
}

/// An answer that a withheld payload may have changed is one with findings.
pub(crate) fn answered(report: &Answer) -> Done {
    if report.findings.iter().any(Finding::is_told_always) { Done::Findings } else { Done::Plain }
}

/// Shows a report in the form that was asked for, with the time that its position was named by.
pub(crate) fn show(report: &Answer, context: &Context) {
    let timed = context.known_at_time.map(|time| {
        let basis = Basis { known_at_time: Some(time), ..report.basis.clone() };
        Answer { basis, ..report.clone() }
    });
    let report = timed.as_ref().unwrap_or(report);
    let mut sight = context.sight.borrow_mut();
    let news = std::mem::take(&mut sight.findings);
    let told = (!news.is_empty() && context.format != Format::Ics).then(|| {
        let findings = report.findings.iter().chain(&news).cloned().collect();
        Answer { findings, ..report.clone() }
    });
    sight.is_told |= told.is_some();
    sight.findings = news;
    drop(sight);
    let report = told.as_ref().unwrap_or(report);
    let writer = writer(context);
    print::written(|out| writer.write(report, out));
}

/// What writes the form that was asked for; a new one is a line here.
fn writer(context: &Context) -> Box<dyn Writer> {
    match context.format {
        Format::Text => Box::new(Page { width: context.width, colour: context.style.colour }),
        Format::Json => Box::new(Json),
        Format::Ics => Box::new(Ics),
    }
}

fn view(context: &Context, scope: AskScope) -> Result<View, Fault> {
    Ok(open::open(context)?.view(&context.ask(scope)?)?)
}

fn serial(option: &str, text: &str) -> Result<Serial, Fault> {
    edge::word(option, text, Serial::parse)
}

/// The projects that were named, or those of the device.
fn device_scope(context: &Context, device: Option<&Serial>) -> AskScope {
    match (context.scope(), device) {
        (AskScope::All, Some(serial)) => AskScope::Device(serial.clone()),
        (scope, _) => scope,
    }
}

/// `SSC`, a licence, or a family without its version.
pub(crate) fn kind(text: &str) -> Result<Kind, Fault> {
    if text.trim().eq_ignore_ascii_case("SSC") {
        return Ok(Kind::Credits);
    }
    let catalogue = Catalogue::shipped();
    match Licence::parse(text) {
        Ok(licence) => Ok(Kind::Licence(catalogue.canonical(licence).untiered())),
        Err(fault) => family(text).ok_or_else(|| Fault::of_word("TYPE", &fault)),
    }
}

fn family(text: &str) -> Option<Kind> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let names = [plain.clone(), format!("PBX-{plain}")];
    let known = names.iter().find_map(|name| Catalogue::shipped().family(&Family::named(name)));
    known.map(|entry| Kind::Family(entry.name.clone()))
}

fn balance_of(args: &BalanceArgs, context: &Context) -> Result<Answer, Fault> {
    let only = args.licence.as_deref().map(kind).transpose()?;
    let by = match args.by {
        Some(By::Device) => balance::By::Device,
        None => balance::By::Licence,
    };
    Ok(balance::balance(&view(context, context.scope())?, by, only.as_ref()))
}

fn ssa_of(args: &SsaArgs, context: &Context) -> Result<Answer, Fault> {
    let only = args.licence.as_deref().map(kind).transpose()?;
    let device = args.device.as_deref().map(|text| serial("--device", text)).transpose()?;
    let view = view(context, device_scope(context, device.as_ref()))?;
    Ok(ssa::ssa(&view, only.as_ref(), device.as_ref()))
}

fn register_of(args: &RegisterArgs, context: &Context) -> Result<Answer, Fault> {
    let only = register::Only {
        kind: args.licence.as_deref().map(kind).transpose()?,
        device: args.device.as_deref().map(|text| serial("--device", text)).transpose()?,
        since: edge::optional("--since", args.since.as_ref(), Day::parse)?,
    };
    let view = view(context, device_scope(context, only.device.as_ref()))?;
    Ok(register::register(&view, &only))
}

fn device_of(text: &str, context: &Context) -> Result<Answer, Fault> {
    let serial = serial("SERIAL", text)?;
    let scoped = view(context, device_scope(context, Some(&serial)))?;
    if let Some(report) = holding::device(&scoped, &serial) {
        return Ok(report);
    }
    // A device that the ledger does not know at all is told as such.
    let view = view(context, AskScope::Device(serial.clone()))?;
    Err({
        let next = say!("missing-device-then-next", history = Step::ShowHistory(serial.clone()));
        let place = if context.scope() == AskScope::All { "in no project" } else { "not in what was named" };
        Fault::new(Exit::NotFound, "NOT-FOUND", &serial, format!("it is {place} on {}", view.as_of), next)
    })
}

fn limit_of(text: &str) -> Result<usize, Fault> {
    let number = edge::position("--limit", text)?;
    usize::try_from(number).map_err(|_| Fault::usage("--limit", "it is too large", "name a smaller number"))
}

/// An event is shown whatever day was asked for: what is stored of it does not depend on a day.
fn event_of(text: &str, context: &Context) -> Result<Answer, Fault> {
    let which = match EventId::parse(text) {
        Ok(id) => Which::Id(id),
        Err(_) => Which::At(Position(edge::position("POSITION|ID", text)?)),
    };
    let view = view(context, AskScope::All)?;
    events::event(&view, which).ok_or_else(|| {
        let message = format!("the ledger holds no such event among its first {}", view.known_at);
        let next = say!("missing-event-list-next", list = Step::ListEvents);
        Fault::new(Exit::NotFound, "NOT-FOUND", text, message, next)
    })
}

/// What a subject names: a serial number, a lot of the project that was named, a project, a company or a key.
fn history_of(args: &HistoryArgs, context: &Context) -> Result<Answer, Fault> {
    let text = args.subject.as_str();
    let ledger = open::open(context)?;
    if let Ok(serial) = Serial::parse(text) {
        let view = ledger.view(&context.ask(device_scope(context, Some(&serial)))?)?;
        return Ok(history::history(&view, &Of::Device(serial)));
    }
    if let (Some(project), Ok(lot)) = (context.project_choice(), LotId::parse(text)) {
        let view = ledger.view(&context.ask(AskScope::Project(project))?)?;
        return Ok(history::history(&view, &Of::Lot(lot)));
    }
    named(&ledger, text, context)
}

fn named(ledger: &Ledger, text: &str, context: &Context) -> Result<Answer, Fault> {
    let project = edge::word("SUBJECT", text, ProjectName::parse)?;
    let project = ledger_core::decide::ProjectChoice { company: context.company.clone(), project };
    let itself = |option, what: &str| Err(Fault::usage(option, format!("{text:?} is a {what} itself"), "leave it out"));
    if let Some(view) = found(ledger, &context.ask(AskScope::Project(project))?)? {
        if context.project.is_some() {
            return itself("--project", "project");
        }
        return Ok(history::history(&view, &Of::Project(text.to_owned())));
    }
    let company: Result<CompanyName, vocabulary::Fault> = CompanyName::parse(text);
    let owned = company.ok().map(|company| found(ledger, &context.ask(AskScope::Company(company))?));
    if let Some(view) = owned.transpose()?.flatten() {
        match (&context.project, &context.company) {
            (Some(_), _) => return itself("--project", "company"),
            (None, Some(_)) => return itself("--company", "company"),
            (None, None) => {}
        }
        return Ok(history::history(&view, &Of::Company(text.to_owned())));
    }
    let key = edge::word("SUBJECT", text, KeyCode::parse)?;
    if let Some(view) = found(ledger, &context.ask(AskScope::Key(key.clone()))?)? {
        let view = match context.scope() {
            AskScope::All => view,
            scope => ledger.view(&context.ask(scope)?)?,
        };
        return Ok(history::history(&view, &Of::Key(key)));
    }
    let message = "the ledger knows no device, project, company or key of that name";
    let next = "name a serial number, a project, a company or a key; a lot needs `--project NAME`";
    Err(Fault::new(Exit::NotFound, "NOT-FOUND", text, message, next))
}

/// The view, or nothing where what was asked for is not there.
fn found(ledger: &Ledger, ask: &Ask) -> Result<Option<View>, Fault> {
    match ledger.view(ask) {
        Ok(view) => Ok(Some(view)),
        Err(LedgerError::Refused(refusal)) if refusal.is_not_found() => Ok(None),
        Err(error) => Err(error.into()),
    }
}
