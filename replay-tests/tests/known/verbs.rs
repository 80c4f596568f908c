//! Every verb of the program: what is asked, what reads the whole file, what writes; and what is appended between two
//! askings. A line is as on the command line; `{sample}` and `{folder}` stand for folders.
//!
//! Absent by design: options that are added to every question (day, position, form).

/// Questions, at least one line for each verb that only reads.
pub(crate) const QUESTIONS: &[&str] = &[
    "balance",
    "balance --by device",
    "balance --project DEFAULT --company 'Muster GmbH'",
    "balance --company 'Muster GmbH'",
    "balance --company 'Musterbau GmbH'",
    "ssa",
    "ssa show --company 'Muster GmbH'",
    "ssa --device 00-90-33-01-00-01",
    "ssa quote --all --project DEFAULT --company 'Muster GmbH'",
    "explain PBX-Port12",
    "explain SSC --company 'Muster GmbH'",
    "explain 5.1 --project DEFAULT --company 'Muster GmbH'",
    "explain 00-90-33-01-00-01",
    "explain PRJ-3",
    "due --within 10000d",
    "due -O ics --within 10000d",
    "warranty",
    "warranty show --device 00-90-33-01-00-01",
    "register",
    "register --company 'Beispiel AG'",
    "history 00-90-33-01-00-01",
    "history K-1",
    "history 'Muster GmbH'",
    "history 4.1 --project DEFAULT --company 'Muster GmbH'",
    "diff --from-as-of 2013-01-01",
    "diff --from-known-at 20 --company 'Muster GmbH'",
    "restatement --since 20",
    "restatement --since 20 --project DEFAULT --company 'Beispiel AG'",
    "late",
    "late --over 30 --company 'Muster GmbH'",
    "who",
    "corrections",
    "who --project DEFAULT --company 'Muster GmbH'",
    "company list",
    "company show 'Muster GmbH'",
    "project list",
    "project list --company 'Muster GmbH'",
    "project show DEFAULT --company 'Beispiel AG'",
    "device list",
    "device list --company 'Beispiel AG'",
    "device show 00-90-33-01-00-01",
    "key list",
    "key list --company 'Muster GmbH'",
    "event list",
    "event list --company 'Muster GmbH'",
    "event show 5",
    "import list",
    "import show 156",
    "import profiles",
    "licence show PBX-Port12",
    "rulebook list",
    "rulebook show",
    "rulebook diff v12r2 beispiel",
    "rules",
    "rules REL-3",
    "status",
    "replay",
    "replay --step",
];

/// Questions that read the whole file whatever position is named.
pub(crate) const WHOLE_FILE: &[&str] = &["verify"];

/// Verbs that write, by their whole name.
pub(crate) const WRITES: &[&str] = &[
    "init",
    "demo",
    "import",
    "restore",
    "company add",
    "event annul",
    "event reverse",
    "event amend",
    "close",
    "project open",
    "project close",
    "device add",
    "device software",
    "device role",
    "device move",
    "device replace",
    "key redeem",
    "licence bind",
    "licence release",
    "licence convert",
    "licence upgrade",
    "licence transfer",
    "licence trial",
    "ssa apply",
    "credit receive",
    "credit transfer",
    "warranty activate",
    "event note",
    "rulebook adopt",
];

/// What comes later: late facts, moves, keys that were used before, namesakes, and notes about rulebooks.
pub(crate) const APPENDED: &[&str] = &[
    "device add 00-90-33-01-00-01 --project DEFAULT --company 'Beispiel AG' --model ip6010 --date 2013-03-01 \
     --fact --reason 'seen there, too'",
    "key redeem K-1 --project DEFAULT --company 'Beispiel AG' --item PBX-Port12=5 --date 2013-03-01 --fact \
     --reason 'used twice'",
    "licence release PBX-Port12 30 --from 00-90-33-01-00-02 --certificate R-1 --date 2013-03-02 --fact \
     --reason 'found in the portal'",
    "device software 00-90-33-01-00-02 13 --date 2013-04-01 --fact --reason 'seen on the device'",
    "licence transfer PBX-Port12 5 --from-project DEFAULT --to-project Filiale --company 'Muster GmbH' \
     --date 2013-03-05",
    "credit transfer 10 --from-project DEFAULT --to-project Filiale --company 'Muster GmbH' --date 2013-03-05",
    "device add 00-90-33-01-00-09 --project DEFAULT --company 'Muster GmbH' --model ip411 --date 2013-01-05",
    "device move 00-90-33-01-00-09 --to-project Filiale --company 'Muster GmbH' --date 2013-05-01",
    "company add 'Dritte GmbH' --date 2012-06-01",
    "project open Zentrale --company 'Dritte GmbH' --date 2012-06-01",
    "project open 'Werk Nord' --company 'Beispiel AG' --date 2012-06-01",
    "key redeem K-3 --project Zentrale --company 'Dritte GmbH' --item PBX-Port12=7 --date 2013-01-01",
    "credit receive 9 --project DEFAULT --company 'Muster GmbH' --date 2013-01-01",
    "event note 'the rulebook stays the same' --project DEFAULT --company 'Muster GmbH' --date 2013-01-01",
    "event amend 8 --set items.0.units=99 --reason 'counted again' --fact",
    "event annul 10 --reason 'never bound' --fact",
    "close 2013 --until 2014-01-01",
    "credit receive 2 --project DEFAULT --company 'Muster GmbH' --date 2013-06-01",
    "rulebook adopt {sample}/example-rulebook.json",
    "rulebook adopt {folder}/other.json",
    "import {folder}/late.csv",
];

/// Files beside the ledger.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("other.json", r#"{"name":"other","title":"Another one","source":"nobody","extends":"v12r2","policies":[]}"#),
    (
        "late.csv",
        "Date;Event;Company;Project;Serial;Licence;Quantity;Key;Reference\n\
         2012-11-02;credit;Musterbau GmbH;Zentrale;;PBX-Port10;20;AAAA-1111;PO-77\n",
    ),
];
