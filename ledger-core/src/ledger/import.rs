//! Importing transactions: rows become facts, in date order, all of them or none.
//!
//! Each act is decided on the book of its own day, with the facts of earlier rows in it. Absent by design: file
//! formats, headings and words (the reader's), and the judgement of a person about the plan.

use super::collect::Collector;
use super::execute::conserve;
use super::load::{Loaded, Reach};
use super::seal::{MOST_PARTS, Sealer, Unsealed, head_after};
use super::{Ledger, LedgerError, Receipt, Recorded, Stamp};
use crate::book::{Book, Entry};
use crate::catalogue::Catalogue;
use crate::decide::{Command, ProjectChoice, Refusal};
use crate::event::seal::Origin;
use crate::event::subject::{Subject, SubjectKind};
use crate::event::{Event, Evidence, Fact, ImportCommitted, Remarks, canonical};
use crate::rule::Finding;
use crate::say;
use crate::store::{Batch, Expect, Log, Store};
use crate::vocabulary::{CommandId, CompanyName, Day, Hash, Position, ProjectName, Step, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// A file that was read.
#[derive(Debug, Clone)]
pub struct ImportFile {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes, which the ledger keeps.
    pub bytes: Vec<u8>,
    /// Name and version of the profile.
    pub profile: String,
    /// The profile's bytes, which the ledger keeps, too.
    pub profile_bytes: Vec<u8>,
    /// Encoding that it was read in.
    pub encoding: String,
}

impl ImportFile {
    /// BLAKE3 of the profile.
    pub fn profile_hash(&self) -> Hash {
        Hash::blake3(&self.profile_bytes)
    }
}

/// The row, or the rows of one key, that an act comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOf {
    /// Line on which the (first) row begins.
    pub line: u64,
    /// Text as it stands in the file.
    pub raw: String,
    /// Hash of the normalised fields and the occurrence in the file.
    pub identity: Hash,
    /// Hash of what makes it the same business act.
    pub business: Hash,
    /// Both hashes as earlier versions may have made them, which took names as a file spells them; only where they differ.
    pub earlier: Vec<(Hash, Hash)>,
}

impl RowOf {
    /// By what the row may be known: identity and business, as they are made today and as they were made.
    fn marks(&self) -> impl Iterator<Item = (Hash, Hash)> + '_ {
        std::iter::once((self.identity, self.business)).chain(self.earlier.iter().copied())
    }
}

/// What one row reports.
#[derive(Debug, Clone)]
pub struct Act {
    /// Where it comes from.
    pub row: RowOf,
    /// Its day.
    pub day: Day,
    /// Company that the row names.
    pub company: Option<CompanyName>,
    /// Project that the row names; opened where it is not known and the row names its company.
    pub project: Option<ProjectName>,
    /// What happened.
    pub command: Command,
    /// Reference and reason, as the row gives them.
    pub remarks: Remarks,
}

/// A row that cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// Its line.
    pub line: u64,
    /// Its text.
    pub raw: String,
    /// Why.
    pub refusal: Refusal,
}

/// What an import would do.
#[derive(Debug)]
pub struct ImportPlan {
    /// The command's id.
    pub command: CommandId,
    /// Where the file was imported before; nothing is to be done then.
    pub already: Option<Position>,
    /// Rows (or keys) that become facts.
    pub rows_new: u64,
    /// Rows that an earlier import brought.
    pub rows_known: u64,
    /// Events by kind.
    pub kinds: BTreeMap<&'static str, u64>,
    /// Projects that it opens.
    pub opens: Vec<(CompanyName, ProjectName)>,
    /// What the facts break, each with the line that it comes from.
    pub findings: Vec<(u64, Finding)>,
    /// What events that were recorded before break now, with the facts in their places.
    pub later: Vec<Finding>,
    /// First and last day.
    pub days: Option<(Day, Day)>,
    unsealed: Vec<Unsealed>,
    tips: BTreeMap<StreamId, (u64, Hash)>,
    expected_size: u64,
    rulebook: Hash,
    file: ImportFile,
    file_hash: Hash,
}

impl<S: Log> Ledger<S> {
    /// Plans the import of acts, which may come in any order; `progress` hears of every finished act.
    ///
    /// # Errors
    /// [`LedgerError::Rows`] with every row that breaks the record itself: unknown project or device, or a row that an
    /// earlier import brought with other values.
    pub fn plan_import(
        &self,
        file: ImportFile,
        mut acts: Vec<Act>,
        stamp: &mut Stamp<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<ImportPlan, LedgerError> {
        let head = self.head()?;
        let file_hash = Hash::blake3(&file.bytes);
        let Loaded { timeline, rulebooks, tips, in_force, withheld, .. } =
            self.load(&Reach::Everything, Position(head.size))?;
        let rulebook = rulebooks.get(&in_force).cloned().map_or_else(|| self.rulebook(in_force), Ok)?;
        let mut plan = ImportPlan {
            command: CommandId((stamp.ids)()),
            already: self.imported(file_hash)?,
            rows_new: 0,
            rows_known: 0,
            kinds: BTreeMap::new(),
            opens: Vec::new(),
            findings: Vec::new(),
            later: Vec::new(),
            days: None,
            unsealed: Vec::new(),
            expected_size: head.size,
            rulebook: in_force,
            file,
            file_hash,
            tips: BTreeMap::new(),
        };
        if plan.already.is_some() {
            return Ok(plan);
        }
        let mut collector = Collector {
            catalogue: Catalogue::shipped(),
            rulebook: &rulebook,
            rulebooks: &rulebooks,
            timeline: &timeline,
            ledger_stream: self.ledger_stream(),
            today: stamp.today,
            head,
            book: Book::default(),
            known: Vec::new(),
            settled_until: None,
            folded: 0,
            new: Vec::new(),
            versions: tips.iter().map(|(stream, (version, _))| (*stream, *version)).collect(),
            next_position: head.size,
        };
        plan.tips = tips;
        let mut faults = Vec::new();
        let identities: BTreeSet<Hash> =
            acts.iter().flat_map(|act| act.row.marks()).map(|(identity, _)| identity).collect();
        acts.sort_by_key(|act| (act.day, rank(&act.command)));
        for act in &acts {
            progress(1);
            match self.standing(&act.row, &identities)? {
                Standing::Known => plan.rows_known += 1,
                Standing::Changed(position) => faults.push(act.fault(changed_row(position))),
                Standing::New => {
                    if let Err(refusal) = plan.take(act, &mut collector, stamp) {
                        faults.push(act.fault(refusal));
                    }
                }
            }
        }
        if !faults.is_empty() {
            return Err(LedgerError::Rows(faults));
        }
        collector.advance(Day::MAX);
        conserve(&collector.book)?;
        plan.later = plan.days.map(|(first, _)| collector.later(first)).unwrap_or_default();
        plan.later.extend(super::withheld::findings(&withheld, &timeline));
        Ok(plan)
    }

    fn imported(&self, file: Hash) -> Result<Option<Position>, LedgerError> {
        let found = self.store.find(&Subject::new(SubjectKind::Document, file.to_string()))?;
        Ok(found.first().map(|(_, position)| *position))
    }

    fn standing(&self, row: &RowOf, in_file: &BTreeSet<Hash>) -> Result<Standing, LedgerError> {
        let mut same_act = Vec::new();
        for (identity, business) in row.marks() {
            if !self.store.find(&Subject::new(SubjectKind::Row, identity.to_string()))?.is_empty() {
                return Ok(Standing::Known);
            }
            same_act.extend(self.store.find(&Subject::new(SubjectKind::RowKey, business.to_string()))?);
        }
        for (_, position) in same_act {
            let page = self.store.page(crate::store::Scope::All, position, Position(position.0 + 1), 1)?;
            let entry = page.first().map(super::load::decode).transpose()?.flatten();
            let earlier = entry.and_then(|entry| entry.fact.remarks.evidence).map(|evidence| evidence.identity);
            if earlier.is_some_and(|identity| !in_file.contains(&identity)) {
                return Ok(Standing::Changed(position));
            }
        }
        Ok(Standing::New)
    }
}

impl<S: Store> Ledger<S> {
    /// Records a plan: every fact and the event that ends the import, or nothing.
    ///
    /// # Errors
    /// As [`Ledger::commit`].
    pub fn commit_import(&mut self, plan: ImportPlan, stamp: &mut Stamp<'_>) -> Result<Receipt, LedgerError> {
        let tip = self.store.tip()?;
        if tip.head.size != plan.expected_size {
            return Err(LedgerError::Moved { expected: plan.expected_size, found: tip.head.size });
        }
        let request = plan.request()?;
        let profile = plan.file.profile_hash();
        let request_hash = Hash::blake3(request.as_bytes());
        let before = tip.head;
        let mut sealer = Sealer::new(self.id(), tip, plan.tips.clone(), stamp.now);
        let mut entries = Vec::with_capacity(plan.unsealed.len() + 1);
        let mut waiting = plan.unsealed.into_iter().peekable();
        for number in 1_u64.. {
            let chunk: Vec<Unsealed> = waiting.by_ref().take(MOST_PARTS).collect();
            if chunk.is_empty() {
                break;
            }
            entries.extend(sealer.seal(plan.command.derived(number), request_hash, chunk, stamp)?);
        }
        let after = head_after(self.store.leaves(Position(0), Position(before.size))?, &entries);
        let event = ImportCommitted {
            file: plan.file_hash,
            name: plan.file.name,
            bytes: u64::try_from(plan.file.bytes.len()).unwrap_or(u64::MAX),
            profile: plan.file.profile,
            profile_hash: profile,
            encoding: plan.file.encoding,
            rows_new: plan.rows_new,
            rows_known: plan.rows_known,
            before,
            after,
        };
        let last = Unsealed {
            stream: self.ledger_stream(),
            effective: stamp.today,
            origin: Origin::System,
            rulebook: plan.rulebook,
            fact: Fact { event: Event::ImportCommitted(event), remarks: Remarks::default() },
        };
        entries.extend(sealer.seal(plan.command, request_hash, vec![last], stamp)?);
        let events = entries.iter().map(|entry| Recorded {
            position: entry.sealed.position,
            kind: entry.sealed.header.kind.clone(),
            hash: entry.sealed.hash,
            event: entry.sealed.header.event,
        });
        let events = events.collect();
        let documents = vec![request.into_bytes(), plan.file.bytes, plan.file.profile_bytes];
        let batch = Batch { expect: Expect::everything(plan.expected_size), entries, documents };
        let head = self.store.append(batch).map_err(|error| LedgerError::of_append(error, plan.command))?;
        let clock_ran_back = sealer.clock_ran_back;
        Ok(Receipt { command: plan.command, already_recorded: false, events, head, clock_ran_back })
    }
}

/// Within a day, what other acts need comes first: devices, then what is credited. Lists that name the newest row first
/// are as good as others.
fn rank(command: &Command) -> u8 {
    let credits = matches!(command, Command::RedeemKey { .. } | Command::ReceiveCredits { .. });
    if matches!(command, Command::AddDevice { .. }) {
        0
    } else if credits {
        1
    } else {
        2
    }
}

/// Whether an earlier import brought a row.
enum Standing {
    New,
    Known,
    Changed(Position),
}

fn changed_row(position: Position) -> Refusal {
    let message = format!("event {position} reports the same act with other values, and its row is not in this file");
    let next = say!("import-changed-next", show = Step::ShowEvent(position));
    Refusal::of_row("IMP-CHANGED", "row", message, next)
}

impl Act {
    fn fault(&self, refusal: Refusal) -> ImportFault {
        ImportFault { line: self.row.line, raw: self.row.raw.clone(), refusal }
    }
}

impl ImportPlan {
    /// Number of events that it would record, with the one that ends the import.
    pub fn events(&self) -> usize {
        self.unsealed.len() + usize::from(self.already.is_none())
    }

    fn take(&mut self, act: &Act, collector: &mut Collector<'_>, stamp: &mut Stamp<'_>) -> Result<(), Refusal> {
        collector.advance(act.day);
        let evidence = Evidence {
            file: self.file_hash,
            sheet: None,
            row: act.row.line,
            identity: act.row.identity,
            business: act.row.business,
            raw: act.row.raw.clone(),
        };
        let remarks = Remarks { evidence: Some(evidence), ..act.remarks.clone() };
        let choice = act.project.clone().map(|project| ProjectChoice { company: act.company.clone(), project });
        let unknown = choice.as_ref().filter(|choice| !collector.knows(choice));
        if let (Some(choice), Some(company)) = (unknown, &act.company) {
            let open = Command::OpenProject { company: company.clone(), project: choice.project.clone() };
            let (_, entries) = collector.record(act.day, &open, StreamId((stamp.ids)()), None, &Remarks::default())?;
            self.opens.push((company.clone(), choice.project.clone()));
            self.keep(entries, &Remarks::default());
        }
        let fresh = StreamId((stamp.ids)());
        let (decision, entries) = collector.record(act.day, &act.command, fresh, choice.as_ref(), &remarks)?;
        self.findings.extend(decision.findings.into_iter().map(|finding| (act.row.line, finding)));
        self.keep(entries, &remarks);
        self.rows_new += 1;
        let (first, last) = self.days.unwrap_or((act.day, act.day));
        self.days = Some((first.min(act.day), last.max(act.day)));
        Ok(())
    }

    fn keep(&mut self, entries: Vec<Entry>, remarks: &Remarks) {
        for entry in entries {
            *self.kinds.entry(entry.fact.event.kind()).or_default() += 1;
            self.unsealed.push(Unsealed {
                stream: entry.stream,
                effective: entry.effective,
                origin: Origin::Fact,
                rulebook: self.rulebook,
                fact: Fact { event: entry.fact.event, remarks: remarks.clone() },
            });
        }
    }

    fn request(&self) -> Result<String, LedgerError> {
        let mut fields = serde_json::Map::new();
        fields.insert("act".to_owned(), "import".into());
        fields.insert("file".to_owned(), self.file_hash.to_string().into());
        fields.insert("profile".to_owned(), self.file.profile_hash().to_string().into());
        canonical::write(fields.into()).map_err(|e| LedgerError::Integrity { at: None, what: e.to_string() })
    }
}
