//! Which verbs listen to `--project` and `--company`. An option that a verb would not listen to is refused rather than
//! ignored: whoever names a company is not to be told of others.
//!
//! Absent by design: what a command that records listens to (`record` says it by command), and `history`, whose subject
//! decides.

use crate::args::{CompanyVerb, EventAsk, EventVerb, LicenceVerb, ProjectVerb, RulebookVerb, Verb};
use crate::context::Context;
use crate::fault::Fault;

/// What a verb listens to.
enum Hears {
    /// Both options, or its command decides.
    Both,
    /// The company only, for a reason.
    Company(&'static str),
    /// Neither, for a reason.
    Neither(&'static str),
}

const WHOLE: &str = "this verb speaks of the whole ledger";
const NAMED: &str = "what is meant stands as the verb's own argument";
const NO_LEDGER: &str = "this verb asks no ledger";

/// Refuses `--project` and `--company` where the verb would ignore them.
///
/// # Errors
/// Says which option is not listened to, and why.
pub(super) fn heard(verb: &Verb, context: &Context) -> Result<(), Fault> {
    let (project, company) = match hears(verb) {
        Hears::Both => return Ok(()),
        Hears::Company(why) => (Some(why), None),
        Hears::Neither(why) => (Some(why), Some(why)),
    };
    let refuse = |option, why: &str| Err(Fault::usage(option, why, "leave it out"));
    match (project.filter(|_| context.project.is_some()), company.filter(|_| context.company.is_some())) {
        (Some(why), _) => refuse("--project", why),
        (None, Some(why)) => refuse("--company", why),
        (None, None) => Ok(()),
    }
}

fn hears(verb: &Verb) -> Hears {
    match verb {
        Verb::Init(_) => Hears::Company("a new ledger has no project yet"),
        Verb::Company(CompanyVerb::Show { .. }) => Hears::Neither(NAMED),
        Verb::Project(ProjectVerb::Show { .. }) => Hears::Company(NAMED),
        Verb::Event(EventVerb::Ask(EventAsk::Show { .. })) => Hears::Neither(NAMED),
        Verb::Licence(LicenceVerb::Show { .. }) | Verb::Rules { .. } => Hears::Neither(NO_LEDGER),
        Verb::Rulebook(RulebookVerb::List | RulebookVerb::Show { .. } | RulebookVerb::Diff { .. })
        | Verb::Import(_)
        | Verb::Status { .. }
        | Verb::Verify(_)
        | Verb::Replay(_)
        | Verb::Restore(_)
        | Verb::Demo(_) => Hears::Neither(WHOLE),
        Verb::Company(CompanyVerb::Add { .. } | CompanyVerb::List)
        | Verb::Project(ProjectVerb::Open { .. } | ProjectVerb::Close { .. } | ProjectVerb::List)
        | Verb::Event(EventVerb::Ask(EventAsk::List { .. }))
        | Verb::Event(EventVerb::Annul(_) | EventVerb::Reverse(_) | EventVerb::Amend(_) | EventVerb::Note { .. })
        | Verb::Licence(
            LicenceVerb::Bind { .. }
            | LicenceVerb::Release { .. }
            | LicenceVerb::Convert { .. }
            | LicenceVerb::Upgrade { .. }
            | LicenceVerb::Transfer { .. }
            | LicenceVerb::Trial { .. },
        )
        | Verb::Rulebook(RulebookVerb::Adopt { .. })
        | Verb::Device(_)
        | Verb::Key(_)
        | Verb::Ssa { .. }
        | Verb::Credit(_)
        | Verb::Warranty { .. }
        | Verb::Balance(_)
        | Verb::Due(_)
        | Verb::Register(_)
        | Verb::History(_)
        | Verb::Explain(_)
        | Verb::Diff(_)
        | Verb::Restatement(_)
        | Verb::Late(_)
        | Verb::Who
        | Verb::Corrections
        | Verb::Close(_) => Hears::Both,
    }
}
