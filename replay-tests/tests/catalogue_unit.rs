//! The catalogue, the rulebook and the list of rules: what the shipped data says and which rulebooks are not read.
//!
//! Absent by design: how rules use them.

use jsonschema::Validator;
use ledger_core::catalogue::{
    BindsTo, Catalogue, Metric, ModelClass, Policy, PolicyKind, RuleKind, Rulebook, VoicemailModel, rule, rules,
};
use ledger_core::vocabulary::{Day, Family, Hash, Licence, Units, Version};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn licence(name: &str) -> Licence {
    Licence::parse(name).expect("a licence name")
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn canonical(name: &str) -> String {
    Catalogue::shipped().canonical(licence(name)).to_string()
}

fn split(family: &str, units: u32) -> String {
    let entry = Catalogue::shipped().family(&Family::named(family)).expect("a catalogued family");
    let parts = entry.split(Units::new(units).expect("units"));
    let shown = parts.iter().map(|(floor, units)| match floor {
        None => format!("{units}"),
        Some(floor) => format!("{units} %{floor}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// A small rulebook that extends the shipped one, with one list replaced.
fn overlay(list: &str, entries: Value) -> Rulebook {
    let mut book = json!({"name": "own", "title": "t", "source": "s", "extends": "v12r2"});
    book[list] = entries;
    Rulebook::parse(book.to_string().as_bytes()).expect("a rulebook")
}

fn fault(text: &str) -> String {
    let fault = Rulebook::parse(text.as_bytes()).expect_err("a fault");
    assert!(!fault.next.is_empty(), "{fault} says what to do");
    fault.to_string().strip_prefix("cannot read the rulebook: ").expect("the subject first").to_owned()
}

fn shown(book: &Rulebook, key: &str) -> Vec<String> {
    let date = |from: Option<Day>| from.map_or_else(|| "always".to_owned(), |day| day.to_string());
    let whose = |base: bool| if base { "base" } else { "own" };
    let entries = book.entries().into_iter().filter(|entry| entry.key == key);
    entries.map(|e| format!("{} {} {}", date(e.from), e.value, whose(e.from_base))).collect()
}

#[test]
fn names_come_back_in_the_catalogues_spelling() {
    for (given, wanted) in [
        ("pbx-app(innovaphone-pbx-conferencing)", "PBX-App(innovaphone-pbx-conference)"),
        ("PBX-App(innovaphone-pbx-conferencing)13", "PBX-App(innovaphone-pbx-conference)13"),
        ("pbx-port 12%500", "PBX-Port12%500"),
        ("MYPBX12", "PBX-myPBX12"),
        ("SoftwarePhones12", "PBX-SoftwarePhones12"),
        ("softwarephones", "SoftwarePhones"),
        ("relay-bris", "Relay-BRIs"),
        ("PBX-Unheardof12", "PBX-Unheardof12"),
    ] {
        assert_eq!(canonical(given), wanted, "{given}");
    }
}

#[test]
fn a_blank_may_stand_for_the_hyphen_after_the_prefix() {
    assert_eq!(canonical("PBX SoftwarePhones12"), "PBX-SoftwarePhones12");
}

#[test]
fn a_quantity_splits_over_base_and_tiers() {
    for (family, units, wanted) in [
        ("PBX-Port", 1, "1"),
        ("PBX-Port", 500, "500"),
        ("PBX-Port", 501, "500, 1 %500"),
        ("PBX-Port", 600, "500, 100 %500"),
        ("PBX-Port", 5001, "500, 500 %500, 1000 %1000, 3000 %2000, 1 %5000"),
        ("PBX-Standby", 1200, "500, 500 %500, 200 %1000"),
        ("PBX-Voicemail", 1, "1"),
        ("PBX-Voicemail", 300, "1, 249 %1, 50 %250"),
        ("PBX-UC", 900, "900"),
    ] {
        assert_eq!(split(family, units), wanted, "{units} {family}");
    }
}

#[test]
fn families_carry_the_facts_that_rules_need() {
    let catalogue = Catalogue::shipped();
    let family = |name| catalogue.family(&Family::named(name)).expect("a catalogued family");
    assert_eq!(catalogue.families().count(), 27);
    assert!(family("relay-channels").hardware && family("Relay-BRIs").never_released);
    assert_eq!(family("Relay-Channels").serves, ["isdn", "conference"]);
    assert_eq!((family("PBX-IPVA").binds_to, family("PBX-IPVA").never_released), (BindsTo::Ipva, true));
    assert_eq!((family("PBX-Port").metric, family("PBX-Port").small_business_cap), (Metric::Floating, Some(20)));
    assert_eq!(family("PBX-VoicemailUser").min_version, Version::new(10));
    assert_eq!(family("PBX-VoicemailUser").voicemail, Some(VoicemailModel::New));
    assert_eq!(family("PBX-Voicemail").voicemail, Some(VoicemailModel::Old));
    assert!(family("PBX-Recording").has_variants && !family("PBX-UC").has_variants);
    assert!(family("PBX-UC").parts.iter().all(|part| catalogue.family(part).is_some()));
    for name in ["PBX", "Registrations", "SoftwarePhones", "Operators", "Voicemail", "Gatekeeper"] {
        assert!(family(name).legacy, "{name}");
    }
    assert!(catalogue.families().all(|entry| !entry.source.is_empty()));
    let never = catalogue.families().filter(|entry| entry.never_released).count();
    assert_eq!(never, 4, "the three hardware families and the virtual appliance");
}

#[test]
fn models_are_found_whatever_the_case() {
    let catalogue = Catalogue::shipped();
    let model = |name| catalogue.model(name).expect("a catalogued model");
    assert!(model("IP311").includes_hardware_licences && model("ip22").includes_hardware_licences);
    assert!(!model("ip6010").includes_hardware_licences);
    assert!(model("ip6010").pbx && model("ip6010").bri && model("ip6010").pri);
    assert!(!model("ip22").pbx);
    assert_eq!(model("ipva").class, ModelClass::Virtual);
    assert_eq!(model(" Ip1202 ").class, ModelClass::Dect);
    assert!(catalogue.model("ip9999").is_none());
    assert_eq!(catalogue.models().count(), 32);
}

#[test]
fn the_shipped_rulebook_answers_every_policy_and_admits_what_it_does_not_know() {
    let book = Rulebook::shipped();
    let today = day("2020-01-01");
    for policy in Policy::ALL {
        let key = format!("policy.{}", policy.word());
        assert_eq!(shown(book, &key).len(), 1, "{key}");
        let answered = match policy.kind() {
            PolicyKind::Flag => book.flag(*policy, today).is_some(),
            PolicyKind::Number { .. } => book.integer(*policy, today).is_some(),
        };
        assert_eq!(answered, *policy != Policy::SsaLateFactor, "{key}");
    }
    assert_eq!(book.late_factor(today), None);
    assert_eq!(book.integer(Policy::ReleaseMinVersion, today), Some(8));
    assert_eq!(book.flag(Policy::IpvaOtherLicencesReleased, Day::MIN), Some(false));
    assert_eq!(book.flag(Policy::ReleaseMinVersion, today), None);
    assert_eq!(book.ssc_value(&licence("PBX-Port12"), today), None);
    assert_eq!(book.version_date(Version::new(12).expect("a version")), None);
    assert_eq!((book.name(), book.extends()), ("v12r2", None));
    assert_eq!(book.hash(), Hash::blake3(Rulebook::shipped_bytes()));
    assert_eq!(Rulebook::parse(Rulebook::shipped_bytes()).as_ref(), Ok(book));
}

#[test]
fn an_own_entry_answers_from_its_day_on_and_the_base_before() {
    let book = overlay(
        "policies",
        json!([
            {"name": "ssa_late_factor", "from": "2018-01-01", "value": "unknown", "source": "s"},
            {"name": "ssa_late_factor", "from": "2016-01-01", "value": 2, "unit": "factor", "source": "s"},
            {"name": "refund", "value": true, "source": "s", "note": "agreed in writing"},
        ]),
    );
    assert_eq!(book.late_factor(day("2015-12-31")), None);
    assert_eq!(book.late_factor(day("2016-01-01")), Some(2));
    assert_eq!(book.late_factor(day("2017-12-31")), Some(2));
    assert_eq!(book.late_factor(day("2018-01-01")), None);
    assert_eq!(book.flag(Policy::Refund, Day::MIN), Some(true));
    assert_eq!(book.integer(Policy::TrialMonths, day("2020-01-01")), Some(3));
    assert_eq!(
        shown(&book, "policy.ssa_late_factor"),
        ["always unknown base", "2016-01-01 2 own", "2018-01-01 unknown own"]
    );
    assert_eq!(shown(&book, "policy.refund"), ["always yes own"]);
    assert_eq!(book.extends(), Some("v12r2"));
    assert_ne!(book.hash(), Rulebook::shipped().hash());
    assert_eq!(book.entries().len(), Policy::ALL.len() + 2);
}

#[test]
fn a_rulebook_without_a_base_leaves_the_rest_unknown() {
    let book = Rulebook::parse(br#"{"name": "bare", "title": "t", "source": "s"}"#).expect("a rulebook");
    assert_eq!(book.flag(Policy::Refund, Day::MAX), None);
    assert!(book.entries().is_empty());
}

#[test]
fn credit_values_are_dated_and_the_closest_entry_counts() {
    let book = overlay(
        "ssc_values",
        json!([
            {"family": "pbx-port", "credits": 3, "source": "s"},
            {"family": "PBX-Port", "from": "2019-01-01", "credits": 4, "source": "s"},
            {"family": "PBX-Port", "version": 13, "credits": "unknown", "source": "s"},
            {"family": "PBX-Recording", "variant": "base", "credits": 90, "source": "s"},
        ]),
    );
    let value = |name: &str, on: &str| book.ssc_value(&licence(name), day(on));
    assert_eq!(value("PBX-Port12", "2018-12-31"), Some(3));
    assert_eq!(value("PBX-Port12%500", "2019-01-01"), Some(4));
    assert_eq!(value("PBX-Port13", "2019-01-01"), None);
    assert_eq!(value("PBX-Recording12:base", "2019-01-01"), Some(90));
    assert_eq!(value("PBX-Recording12:user", "2019-01-01"), None);
    assert_eq!(value("PBX-UC12", "2019-01-01"), None);
    assert_eq!(shown(&book, "ssc.PBX-Port"), ["always 3 own", "2019-01-01 4 own"]);
    assert_eq!(shown(&book, "ssc.PBX-Recording:base"), ["always 90 own"]);
}

#[test]
fn version_dates_may_be_unknown() {
    let entries = json!([
        {"version": 12, "date": "2016-12-24", "source": "s"},
        {"version": 13, "date": "unknown", "source": "s"},
    ]);
    let book = overlay("version_dates", entries);
    let date = |version| book.version_date(Version::new(version).expect("a version"));
    assert_eq!((date(12), date(13), date(14)), (Some(day("2016-12-24")), None, None));
    assert_eq!(shown(&book, "version.13"), ["always unknown own"]);
}

#[test]
fn a_bad_entry_is_named_by_its_path() {
    for (list, entry, wanted) in [
        (
            "policies",
            r#"{"name":"refunds","value":true,"source":"s"}"#,
            "$.policies[0].name is \"refunds\", which is no policy",
        ),
        ("policies", r#"{"name":"refund","value":1,"source":"s"}"#, "$.policies[0].value is a number, not yes or no"),
        (
            "policies",
            r#"{"name":"trial_months","value":true,"source":"s"}"#,
            "$.policies[0].value is yes or no, not a number",
        ),
        (
            "policies",
            r#"{"name":"trial_months","value":"3","source":"s"}"#,
            "$.policies[0].value is a text, not a number",
        ),
        (
            "policies",
            r#"{"name":"trial_months","value":2.5,"source":"s"}"#,
            "$.policies[0].value is 2.5, not a whole number",
        ),
        (
            "policies",
            r#"{"name":"trial_months","value":-3,"source":"s"}"#,
            "$.policies[0].value is -3, outside 1 to 120",
        ),
        (
            "policies",
            r#"{"name":"ssa_late_factor","value":0,"source":"s"}"#,
            "$.policies[0].value is 0, outside 1 to 10",
        ),
        ("policies", r#"{"name":"refund","value":"Unknown","source":"s"}"#, "$.policies[0].value is \"Unknown\""),
        ("policies", r#"{"name":"refund","value":null,"source":"s"}"#, "$.policies[0].value is null, not yes or no"),
        ("policies", r#"{"name":"refund","source":"s"}"#, "$.policies[0] has no value"),
        ("policies", r#"{"name":"refund","value":true}"#, "$.policies[0] has no source"),
        ("policies", r#"{"name":"refund","value":true,"source":" "}"#, "$.policies[0].source is empty"),
        (
            "policies",
            r#"{"name":"refund","value":true,"source":"s","until":"2020-01-01"}"#,
            "$.policies[0].until is no field of this object",
        ),
        (
            "policies",
            r#"{"name":"refund","value":true,"value":false,"source":"s"}"#,
            "$.policies[0].value stands twice in its object",
        ),
        (
            "policies",
            r#"{"name":"refund","value":true,"source":"s"},{"name":"refund","value":false,"source":"s"}"#,
            "$.policies[1] says again what policies[0] says from the same day on",
        ),
        (
            "policies",
            r#"{"name":"refund","from":"2020-02-30","value":true,"source":"s"}"#,
            "$.policies[0].from is no date: is not a calendar date",
        ),
        (
            "policies",
            r#"{"name":"refund","from":"01.02.2020","value":true,"source":"s"}"#,
            "$.policies[0].from is 01.02.2020, not the form of dates in files",
        ),
        (
            "policies",
            r#"{"name":"trial_months","value":3,"unit":"years","source":"s"}"#,
            "$.policies[0].unit is \"years\", but trial_months is given in months",
        ),
        ("policies", "7", "$.policies[0] is not an object"),
        (
            "ssc_values",
            r#"{"family":"PBX-Prot","credits":3,"source":"s"}"#,
            "$.ssc_values[0].family is \"PBX-Prot\", which the catalogue does not know",
        ),
        (
            "ssc_values",
            r#"{"family":"Relay-PRIs","credits":3,"source":"s"}"#,
            "$.ssc_values[0].family is \"Relay-PRIs\", a hardware licence, which has no SSA (HW-3)",
        ),
        (
            "ssc_values",
            r#"{"family":"PBX-UC","variant":"base","credits":3,"source":"s"}"#,
            "$.ssc_values[0] names a variant, but PBX-UC has none",
        ),
        (
            "ssc_values",
            r#"{"family":"PBX-UC","version":120,"credits":3,"source":"s"}"#,
            "$.ssc_values[0].version is 120, outside 1 to 99",
        ),
        (
            "ssc_values",
            r#"{"family":"PBX-UC","credits":3,"source":"s"},{"family":"pbx-uc","credits":4,"source":"s"}"#,
            "$.ssc_values[1] says again what ssc_values[0] says from the same day on",
        ),
        (
            "version_dates",
            r#"{"version":12,"date":20161224,"source":"s"}"#,
            "$.version_dates[0].date is a number, not a date",
        ),
    ] {
        let text = format!(r#"{{"name":"own","title":"t","source":"s","extends":"v12r2","{list}":[{entry}]}}"#);
        assert_eq!(fault(&text), wanted, "{entry}");
    }
}

#[test]
fn a_bad_document_is_named_by_its_path() {
    let long = "x".repeat(61);
    for (text, wanted) in [
        ("", "$ is not JSON: EOF while parsing a value at line 1 column 0".to_owned()),
        ("[]", "$ is not an object".to_owned()),
        ("{} {}", "$ is not JSON: trailing characters at line 1 column 4".to_owned()),
        ("{}", "$ has no name".to_owned()),
        (r#"{"name":"","title":"t","source":"s"}"#, "$.name is empty".to_owned()),
        (&format!(r#"{{"name":"{long}","title":"t","source":"s"}}"#), "$.name has 61 characters".to_owned()),
        (r#"{"name":7,"title":"t","source":"s"}"#, "$.name is not a text".to_owned()),
        (
            r#"{"name":"a\nb","title":"t","source":"s"}"#,
            "$.name has control characters, or blanks at its start or end".to_owned(),
        ),
        (r#"{"name":"a","name":"b"}"#, "$.name stands twice in its object".to_owned()),
        (
            r#"{"name":"V12R2","title":"t","source":"s"}"#,
            "$.name is \"V12R2\", the name of a rulebook that the program ships".to_owned(),
        ),
        (r#"{"name":"a","title":"t"}"#, "$ has no source".to_owned()),
        (
            r#"{"name":"a","title":"t","source":"s","extends":"v13"}"#,
            "$.extends is \"v13\", which is no rulebook that the program ships".to_owned(),
        ),
        (r#"{"name":"a","title":"t","source":"s","policies":{}}"#, "$.policies is not a list".to_owned()),
        (r#"{"name":"a","title":"t","source":"s","policy":[]}"#, "$.policy is no field of this object".to_owned()),
        (&" ".repeat(1024 * 1024 + 1), "$ has 1048577 bytes".to_owned()),
    ] {
        assert_eq!(fault(text), wanted);
    }
}

fn document(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn rulebook_schema() -> Value {
    document(include_str!("../../schemas/rulebook.schema.json"))
}

fn validator(schema: &Value) -> Validator {
    jsonschema::meta::validate(schema).expect("a schema of its draft");
    jsonschema::validator_for(schema).expect("a schema")
}

#[test]
fn the_shipped_files_fit_their_schemas() {
    let check = |schema: &Value, file: &str| {
        let document = document(file);
        let faults: Vec<String> = validator(schema).iter_errors(&document).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
    };
    let catalogue = document(include_str!("../../schemas/catalogue.schema.json"));
    check(&catalogue, include_str!("../../schemas/catalogue.json"));
    check(&rulebook_schema(), include_str!("../../schemas/rulebook/v12r2.json"));
}

#[test]
fn the_rulebooks_schema_names_every_policy() {
    let schema = rulebook_schema();
    let listed = schema["$defs"]["policy"]["properties"]["name"]["enum"].as_array().expect("a list");
    let listed: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
    let known: Vec<&str> = Policy::ALL.iter().map(|policy| policy.word()).collect();
    assert_eq!(listed, known);
    let stranger = json!({"name": "a", "title": "t", "source": "s", "policy": []});
    assert!(!validator(&schema).is_valid(&stranger));
}

/// Sections of the rule catalogue and the number of rules in each.
const SECTIONS: [(&str, usize); 27] = [
    ("NAME", 5),
    ("VER", 6),
    ("MAS", 6),
    ("HW", 6),
    ("IPVA", 5),
    ("PORT", 6),
    ("STBY", 4),
    ("USER", 2),
    ("CONF", 1),
    ("VID", 1),
    ("SHARE", 1),
    ("FAX", 1),
    ("MOB", 1),
    ("REP", 1),
    ("APP", 1),
    ("UC", 3),
    ("VM", 6),
    ("RTC", 3),
    ("REC", 6),
    ("QM", 2),
    ("OP", 2),
    ("SP", 2),
    ("REL", 7),
    ("SSA", 13),
    ("WAR", 7),
    ("PRJ", 9),
    ("TIME", 4),
];

#[test]
fn every_rule_is_listed_once_with_its_source() {
    let wanted: Vec<String> =
        SECTIONS.iter().flat_map(|(section, count)| (1..=*count).map(move |n| format!("{section}-{n}"))).collect();
    let listed: Vec<&str> = rules().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(listed, wanted);
    let titles: BTreeSet<&str> = rules().iter().map(|rule| rule.title.as_str()).collect();
    assert_eq!(titles.len(), rules().len(), "no two rules share a title");
    for rule in rules() {
        assert!(rule.id.starts_with(&format!("{}-", rule.section)), "{}", rule.id);
        assert!(!rule.text.is_empty() && !rule.source.is_empty(), "{}", rule.id);
    }
}

#[test]
fn a_rule_is_found_by_its_identifier() {
    let found = |id: &str| rule(id).map(|rule| (rule.id.as_str(), rule.kind, rule.built));
    assert_eq!(found("rel-3"), Some(("REL-3", RuleKind::Validity, true)));
    assert_eq!(found("SSA-8"), Some(("SSA-8", RuleKind::Compliance, true)));
    assert_eq!(found("VER-1"), Some(("VER-1", RuleKind::Validity, true)));
    assert_eq!(found("VER-3"), Some(("VER-3", RuleKind::Derivation, false)));
    assert_eq!(found("REL-8"), None);
}
