//! The stored shape of every kind of event: written, validated against its schema file, read back.
//!
//! One sample of each shape has every optional field, one has none; each is written with and without remarks. Absent by
//! design: events that decisions make, and lifting of older shapes.

use ledger_core::event::{
    Arriving, Changed, ClosedLicence, ClosedProject, CompanyAdded, Covered, CreditsReceived, CreditsTransferredIn,
    CreditsTransferredOut, DeviceAdded, DeviceMovedIn, DeviceMovedOut, DeviceReplaced, DeviceRoleChanged,
    DeviceSoftwareChanged, Event, EventAmended, EventAnnulled, EventReversed, Evidence, Extension, Fact,
    ImportCommitted, KeyItem, KeyRedeemed, Leaving, LedgerCreated, LicencesBound, LicencesConverted, LicencesReleased,
    LicencesTransferredIn, LicencesTransferredOut, LicencesUpgraded, Licensing, LossAccepted, NoteAdded, Part,
    PeriodClosed, ProjectOpened, ProjectRef, Remarks, Role, RulebookAdopted, SsaApplied, Target, Topic, Trial,
    TrialIssued, WarrantyActivated, WarrantyVariant, canonical, wire,
};
use ledger_core::vocabulary::{
    ClosingName, CompanyName, Credits, Day, EventId, Fault, Hash, Head, KeyCode, Licence, LotId, ProjectName, Serial,
    Software, Span, StreamId, Units, Version, Years,
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// How many kinds of events there are; a new kind needs samples and a schema file here.
const KINDS: usize = 31;
/// How many shapes have been added to those with which the kinds began.
const LATER_SHAPES: usize = 7;

#[test]
fn every_kind_has_a_schema_file_and_samples_and_nothing_else_has() {
    let shapes: BTreeSet<String> = samples().iter().map(shape).collect();
    let files: BTreeSet<String> = schemas().into_keys().collect();
    assert_eq!(shapes, files);
    let kinds: BTreeSet<&str> = samples().iter().map(Event::kind).collect();
    assert_eq!((kinds.len(), shapes.len()), (KINDS, KINDS + LATER_SHAPES));
}

#[test]
fn every_schema_is_a_well_formed_one_that_names_its_own_kind_and_describes_every_field() {
    for (kind, schema) in schemas() {
        assert!(jsonschema::meta::is_valid(&schema), "{kind}: no valid JSON Schema");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
        assert_eq!(schema["$id"], format!("https://licledger.example/schemas/event/{kind}.json"));
        let shapes = std::iter::once(&schema).chain(schema["$defs"].as_object().into_iter().flat_map(Map::values));
        for shape in shapes.filter(|shape| shape["type"] == "object") {
            assert_eq!(shape["additionalProperties"], false, "{kind}: an object takes unknown fields");
            let fields = shape["properties"].as_object().expect("an object has properties");
            let bare: Vec<&String> =
                fields.iter().filter(|(_, f)| f["description"].is_null()).map(|(n, _)| n).collect();
            assert!(bare.is_empty(), "{kind}: without description: {bare:?}");
        }
    }
}

#[test]
fn what_is_written_is_valid_canonical_and_read_back_as_the_same_fact() {
    let schemas = schemas();
    for event in samples() {
        for remarks in [Remarks::default(), all_remarks(), Remarks { reason: Some("why".to_owned()), ..bare_row() }] {
            let fact = Fact { event: event.clone(), remarks };
            check(&schemas[&shape(&fact.event)], &fact);
        }
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_what_may_be_absent() {
    let schemas = schemas();
    for event in samples() {
        let fact = Fact { event, remarks: all_remarks() };
        let written = payload(&fact);
        for place in places(&Value::Object(written.clone()), "") {
            let mut without = Value::Object(written.clone());
            remove(&mut without, &place);
            agree(&fact.event, &schemas[&shape(&fact.event)], without, &format!("without {place}"));
        }
    }
}

#[test]
fn the_schema_and_the_reader_agree_on_what_may_not_be_there() {
    let schemas = schemas();
    for event in samples() {
        let fact = Fact { event, remarks: all_remarks() };
        let written = Value::Object(payload(&fact));
        let (kind, number, schema) = (fact.event.kind(), wire::schema_of(&fact.event), &schemas[&shape(&fact.event)]);
        for place in places(&written, "") {
            for wrong in [json!("no such word \u{202e}"), json!(""), json!(0), json!(-1), json!(4_294_967_296_u64)] {
                let mut other = written.clone();
                *other.pointer_mut(&place).expect("places are there") = wrong.clone();
                let read = wire::decode(kind, number, &text(&other)).is_ok();
                // The schema may be stricter than the reader, never more lenient.
                assert!(read || !valid(schema, &other), "{kind} {place} = {wrong}: the schema is too lenient");
            }
        }
        let mut more = written;
        more.as_object_mut().expect("a payload is an object").insert("unknown".to_owned(), json!(1));
        agree(&fact.event, schema, more, "with an unknown field");
    }
}

#[test]
fn licence_names_of_every_form_are_written_as_the_schema_has_them() {
    let schemas = schemas();
    for name in [
        "PBX-Port12",
        "PBX-Port12%500",
        "PBX-Port13*20",
        "PBX-Recording12:base",
        "PBX-Recording12:user",
        "PBX-myPBX9",
        "Relay-BRIs",
        "Relay-PRIs",
        "Relay-Channels",
        "PBX-App(innovaphone-pbx-conference)13",
        "PBX-App(x.y_z)",
        "PBX-Service(voice)",
        "Registrations",
        "SoftwarePhones",
        "Operators",
        "Gatekeeper6",
        "PBX7#50",
        "PBX6#50@10",
        "Voicemail#5",
    ] {
        let trial = TrialIssued { serial: mac(1), licence: licence(name), units: units(1), until: day("2027-01-31") };
        let fact = Fact { event: Event::TrialIssued(trial), remarks: Remarks::default() };
        assert_eq!(payload(&fact)["licence"], name);
        check(&schemas["trial-issued.v1"], &fact);
    }
}

fn check(schema: &Value, fact: &Fact) {
    let kind = fact.event.kind();
    let written = wire::encode(fact).expect("samples can be written");
    let value: Value = serde_json::from_str(&written).expect("what is written is JSON");
    let validator = jsonschema::validator_for(schema).expect("the schema can be used");
    let faults: Vec<String> = validator.iter_errors(&value).map(|e| format!("{} {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{kind}: {written}\n{faults:#?}");
    assert_eq!(serde_json_canonicalizer::to_string(&value).expect("it can be written"), written, "{kind}");
    assert_eq!(canonical::check(&written), Ok(()), "{kind}");
    assert_eq!(wire::decode(kind, wire::schema_of(&fact.event), &written).as_ref(), Ok(fact), "{kind}");
    assert_eq!(wire::decode_written(kind, &written).as_ref(), Ok(fact), "{kind}");
    assert!(!written.contains("null"), "{kind}: absent is absent, not null");
}

/// Both take it, or neither does.
fn agree(event: &Event, schema: &Value, value: Value, what: &str) {
    let kind = event.kind();
    let read = wire::decode(kind, wire::schema_of(event), &text(&value));
    assert_eq!(valid(schema, &value), read.is_ok(), "{kind} {what}: {read:?}");
}

fn valid(schema: &Value, value: &Value) -> bool {
    jsonschema::validator_for(schema).expect("the schema can be used").is_valid(value)
}

fn text(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).expect("it can be written")
}

fn payload(fact: &Fact) -> Map<String, Value> {
    let written = wire::encode(fact).expect("samples can be written");
    serde_json::from_str(&written).expect("a payload is an object")
}

/// Pointers to every field and every item below a value.
fn places(value: &Value, at: &str) -> Vec<String> {
    let below: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, field)| (format!("{at}/{name}"), field)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (format!("{at}/{i}"), item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    below.into_iter().flat_map(|(at, value)| std::iter::once(at.clone()).chain(places(value, &at))).collect()
}

fn remove(value: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').expect("a pointer begins with a slash");
    match value.pointer_mut(parent).expect("places are there") {
        Value::Object(fields) => drop(fields.remove(name)),
        Value::Array(items) => drop(items.remove(name.parse::<usize>().expect("items have numbers"))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schema files by their names: a kind and the number of the shape.
fn schemas() -> BTreeMap<String, Value> {
    replay_tests::schemas::of_events().expect("the schema files can be read").into_iter().collect()
}

/// The name of the schema file of an event.
fn shape(event: &Event) -> String {
    format!("{}.v{}", event.kind(), wire::schema_of(event))
}

fn word<T>(text: &str, read: impl Fn(&str) -> Result<T, Fault>) -> T {
    read(text).expect("a sample is right")
}

/// A device that came with what the second shape says of its trials.
fn moved_in(full: bool) -> Event {
    Event::DeviceMovedIn(DeviceMovedIn {
        from: elsewhere(),
        device: device(full),
        min_software: full.then(|| version(8)),
        warranty: full.then(|| extension(full)),
        trials: 1,
        running: Some(if full { vec![running()] } else { Vec::new() }),
        rulebook: full.then(|| Hash::blake3(b"house")),
        lots: arriving(full),
    })
}

/// The same of a device of whose software the release is known.
fn precisely_moved_in(full: bool) -> Event {
    Event::DeviceMovedIn(DeviceMovedIn {
        from: elsewhere(),
        device: precise_device(full),
        min_software: full.then(|| version(8)),
        warranty: full.then(|| extension(full)),
        trials: 1,
        running: full.then(|| vec![running()]),
        rulebook: full.then(|| Hash::blake3(b"house")),
        lots: arriving(full),
    })
}

fn running() -> Trial {
    Trial { licence: licence("PBX-Port12"), units: units(5), from: day("2026-11-01"), until: day("2027-02-01") }
}

fn day(text: &str) -> Day {
    word(text, Day::parse)
}

fn licence(name: &str) -> Licence {
    word(name, Licence::parse)
}

fn lot(name: &str) -> LotId {
    word(name, LotId::parse)
}

fn mac(last: u8) -> Serial {
    word(&format!("00-90-33-01-02-{last:02x}"), Serial::parse)
}

fn company() -> CompanyName {
    word("Müller & Söhne \"West\" GmbH", CompanyName::parse)
}

fn project() -> ProjectName {
    word("Neubau 1\\2", ProjectName::parse)
}

fn key() -> KeyCode {
    word("ab12-cd34 ef", KeyCode::parse)
}

fn units(count: u32) -> Units {
    Units::new(count).expect("a sample is in range")
}

fn credits(count: u32) -> Credits {
    Credits::new(count).expect("a sample is in range")
}

fn version(major: u16) -> Version {
    Version::new(major).expect("a sample is in range")
}

fn years(count: u32) -> Years {
    Years::new(count).expect("a sample is in range")
}

fn hash(of: &str) -> Hash {
    Hash::blake3(of.as_bytes())
}

fn span() -> Span {
    Span { from: day("2026-02-28"), until: day("2027-02-28") }
}

fn seen(size: u64) -> Head {
    Head { size, root: hash("root") }
}

fn elsewhere() -> ProjectRef {
    let stream = word("01a19b7c-a680-7000-8000-0000000000ab", StreamId::parse);
    ProjectRef { stream, company: company(), project: project() }
}

fn all_remarks() -> Remarks {
    let said = |text: &str| Some(text.to_owned());
    let mut remarks =
        Remarks { reason: said("line 1\nline 2\t\u{1}\u{7f}"), reference: said("PO-17 \u{1f4de}"), ..bare_row() };
    remarks.evidence.iter_mut().for_each(|evidence| evidence.sheet = said("Tabelle1"));
    remarks
}

fn bare_row() -> Remarks {
    let evidence = Evidence {
        file: hash("file"),
        sheet: None,
        row: 2,
        identity: hash("identity"),
        business: hash("business"),
        raw: "24.12.2026;PBX-Port12;5;\"größer\"".to_owned(),
    };
    Remarks { evidence: Some(evidence), ..Remarks::default() }
}

fn device(full: bool) -> DeviceAdded {
    DeviceAdded {
        serial: if full { mac(1) } else { word("001234560009*", Serial::parse) },
        model: "ip811".to_owned(),
        role: if full { Role::Master } else { Role::Gateway },
        licensing: if full { Licensing::Central } else { Licensing::Decentral },
        software: full.then(|| version(12).into()),
        purchased: full.then(|| day("2024-02-29")),
    }
}

/// A device of whose software the release is known, or the service release only.
fn precise_device(full: bool) -> DeviceAdded {
    DeviceAdded { software: Some(release(full)), ..device(full) }
}

fn release(full: bool) -> Software {
    Software::new(version(12), full.then_some(2), Some(5)).expect("a sample is right")
}

fn part() -> Part {
    Part { lot: lot("2.1"), licence: licence("PBX-Port12%500"), units: units(10_000_000), into: lot("12.3") }
}

fn changed() -> Vec<Changed> {
    vec![Changed { part: part(), becomes: licence("PBX-Port13%500") }]
}

fn leaving() -> Vec<Leaving> {
    vec![Leaving { lot: lot("2.1"), licence: licence("Relay-BRIs"), units: units(1) }]
}

fn arriving(full: bool) -> Vec<Arriving> {
    vec![Arriving {
        lot: lot("5.1"),
        was: lot("2.1"),
        licence: licence("PBX-Recording12:base"),
        units: units(7),
        first_bound: full.then(|| day("1990-01-01")),
        anchor: full.then(|| day("2026-02-28")),
        coverage: if full { vec![span()] } else { Vec::new() },
    }]
}

fn extension(full: bool) -> Extension {
    let variant = if full { WarrantyVariant::AtPurchase } else { WarrantyVariant::AfterPurchase };
    Extension { key: key(), years: years(50), variant, until: full.then(|| day("2100-12-31")) }
}

/// Each kind with all optional fields and with none of them.
fn samples() -> Vec<Event> {
    [true, false]
        .into_iter()
        .flat_map(|full| general(full).into_iter().chain(devices(full)).chain(licences(full)).chain(about(full)))
        .collect()
}

fn general(full: bool) -> Vec<Event> {
    let name = || "v12r2".to_owned();
    vec![
        Event::LedgerCreated(LedgerCreated {
            program: "licledger 0.1.0".to_owned(),
            rulebook: hash("rulebook"),
            rulebook_name: name(),
        }),
        Event::RulebookAdopted(RulebookAdopted { rulebook: hash("rulebook"), name: name() }),
        Event::CompanyAdded(CompanyAdded { company: company() }),
        Event::ImportCommitted(ImportCommitted {
            file: hash("file"),
            name: "portal.csv".to_owned(),
            bytes: (1 << 53) - 1,
            profile: "transactions/1".to_owned(),
            profile_hash: hash("profile"),
            encoding: "windows-1252".to_owned(),
            rows_new: 3,
            rows_known: 0,
            before: seen(0),
            after: seen(3),
        }),
        Event::LossAccepted(LossAccepted { pinned: seen(9), found: seen(4) }),
        Event::ProjectOpened(ProjectOpened { company: company(), project: project() }),
        Event::ProjectClosed,
        Event::CreditsReceived(CreditsReceived { credits: credits(1_000_000_000) }),
        Event::CreditsTransferredOut(CreditsTransferredOut { to: elsewhere(), credits: credits(5) }),
        Event::CreditsTransferredIn(CreditsTransferredIn { from: elsewhere(), credits: credits(5) }),
        Event::SsaApplied(SsaApplied {
            years: full.then(|| years(3)),
            lots: vec![Covered {
                part: part(),
                serial: full.then(|| mac(1)),
                span: span(),
                late_years: 1,
                credits: full.then(|| credits(0)),
            }],
            credits: full.then(|| credits(0)),
        }),
        Event::NoteAdded(NoteAdded {
            text: "Mietvertrag bis 2030".to_owned(),
            topic: full.then_some(Topic::Rental),
            serial: full.then(|| mac(1)),
        }),
    ]
}

fn about(full: bool) -> Vec<Event> {
    let event = word("01a19b7c-a680-7000-8000-0000000000cd", EventId::parse);
    let target = Target { version: 4, event };
    let becomes = if full {
        Fact {
            event: Event::LicencesBound(LicencesBound { serial: mac(1), parts: vec![part()] }),
            remarks: all_remarks(),
        }
    } else {
        Fact { event: Event::ProjectClosed, remarks: Remarks::default() }
    };
    let bought = WarrantyActivated { serial: mac(1), extension: extension(full), bought: Some(day("2024-02-29")) };
    let bought_later = Fact { event: Event::WarrantyActivated(bought), remarks: Remarks::default() };
    let held = ClosedLicence { licence: licence("PBX-Port12"), free: -5, bound: 60, covered: 0 };
    let closed = ClosedProject { project: elsewhere(), credits: -1, licences: vec![held] };
    vec![
        Event::EventAnnulled(EventAnnulled { target }),
        Event::EventReversed(EventReversed { target }),
        Event::EventAmended(EventAmended { target, becomes: Box::new(becomes) }),
        Event::EventAmended(EventAmended { target, becomes: Box::new(bought_later) }),
        Event::EventAmended(EventAmended {
            target,
            becomes: Box::new(Fact { event: moved_in(full), remarks: Remarks::default() }),
        }),
        amended(target, Event::DeviceAdded(precise_device(full))),
        amended(
            target,
            Event::DeviceSoftwareChanged(DeviceSoftwareChanged { serial: mac(1), software: release(full) }),
        ),
        amended(target, precisely_moved_in(full)),
        Event::PeriodClosed(PeriodClosed {
            name: word("2025", ClosingName::parse),
            until: day("2026-01-01"),
            project: full.then(elsewhere),
            head: seen(3),
            totals: if full { vec![closed] } else { Vec::new() },
        }),
    ]
}

fn amended(target: Target, event: Event) -> Event {
    let becomes = Box::new(Fact { event, remarks: Remarks::default() });
    Event::EventAmended(EventAmended { target, becomes })
}

fn devices(full: bool) -> Vec<Event> {
    let (role, licensing) = (full.then_some(Role::Slave), full.then_some(Licensing::Decentral));
    vec![
        Event::DeviceAdded(device(full)),
        Event::DeviceSoftwareChanged(DeviceSoftwareChanged { serial: mac(1), software: version(99).into() }),
        Event::DeviceAdded(precise_device(full)),
        Event::DeviceSoftwareChanged(DeviceSoftwareChanged { serial: mac(1), software: release(full) }),
        precisely_moved_in(full),
        Event::DeviceRoleChanged(DeviceRoleChanged { serial: mac(1), role, licensing }),
        Event::DeviceMovedOut(DeviceMovedOut { serial: mac(1), to: elsewhere(), lots: leaving() }),
        Event::DeviceMovedIn(DeviceMovedIn {
            from: elsewhere(),
            device: device(full),
            min_software: full.then(|| version(8)),
            warranty: full.then(|| extension(full)),
            trials: 1,
            running: None,
            rulebook: None,
            lots: arriving(full),
        }),
        moved_in(full),
        Event::DeviceReplaced(DeviceReplaced {
            old: mac(1),
            new: mac(2),
            model: "ip811".to_owned(),
            rma: "RMA-1".to_owned(),
            parts: if full { vec![part()] } else { Vec::new() },
        }),
        Event::WarrantyActivated(WarrantyActivated { serial: mac(1), extension: extension(full), bought: None }),
        Event::WarrantyActivated(WarrantyActivated {
            serial: mac(1),
            extension: extension(full),
            bought: Some(day("2024-02-29")),
        }),
    ]
}

fn licences(full: bool) -> Vec<Event> {
    let item =
        |raw: Option<String>| KeyItem { lot: lot("2.1"), licence: licence("PBX-Port12"), units: units(100), raw };
    vec![
        Event::KeyRedeemed(KeyRedeemed {
            key: key(),
            items: vec![item(full.then(|| "pbx port12".to_owned()))],
            credits: full.then(|| credits(50)),
        }),
        Event::LicencesBound(LicencesBound { serial: mac(1), parts: vec![part()] }),
        Event::LicencesReleased(LicencesReleased {
            serial: mac(1),
            certificate: full.then(|| "release-1.txt".to_owned()),
            consent: full,
            parts: vec![part(), part()],
        }),
        Event::LicencesConverted(LicencesConverted {
            parts: changed(),
            coverage: span(),
            credits: full.then(|| credits(50)),
        }),
        Event::LicencesUpgraded(LicencesUpgraded {
            serial: full.then(|| mac(1)),
            parts: changed(),
            version_date: full.then(|| day("2026-11-02")),
        }),
        Event::LicencesTransferredOut(LicencesTransferredOut { to: elsewhere(), lots: leaving() }),
        Event::LicencesTransferredIn(LicencesTransferredIn { from: elsewhere(), lots: arriving(full) }),
        Event::TrialIssued(TrialIssued {
            serial: mac(1),
            licence: licence("PBX-App(innovaphone-pbx-conference)13"),
            units: units(1),
            until: day("2026-12-31"),
        }),
    ]
}
