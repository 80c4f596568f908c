//! What is asked and done, in this order: questions first, then previews, writes, refusals, and questions after them.
//!
//! Absent by design: answers. They are the goldens.

/// A command line, the name of its goldens, and how it ends.
pub(crate) struct Case {
    /// Name of the goldens.
    pub(crate) name: &'static str,
    /// Exit code.
    pub(crate) exit: i32,
    /// The command line, without the program.
    pub(crate) line: &'static str,
}

const fn case(name: &'static str, line: &'static str) -> Case {
    Case { name, exit: 0, line }
}

const fn fails(exit: i32, name: &'static str, line: &'static str) -> Case {
    Case { name, exit, line }
}

/// Files beside the ledger, by name.
pub(crate) const FILES: [(&str, &str); 4] = [
    (
        "more.csv",
        "Date;Event;Company;Project;Serial;Licence;Quantity;Key;Reference\n\
         2026-11-02;credit;Musterbau GmbH;Zentrale;;PBX-Port13;20;AAAA-1111;PO-77\n\
         2026-11-02;credit;Musterbau GmbH;Zentrale;;PBX-Fax13;5;AAAA-1111;PO-77\n\
         2026-11-03;bind;Musterbau GmbH;Zentrale;00-90-33-1c-04-10;PBX-Port13;20;;PO-77\n",
    ),
    (
        "cells.csv",
        "Date;Event;Company;Project;Serial;Licence;Quantity\n\
         01/02/2016;bind;Musterbau GmbH;Zentrale;00-90-33-1c-04-10;PBX-Port13;20\n\
         2026-11-03;bind;Musterbau GmbH;Zentrale;00-90-33-1c-04-10;PBX-Port13;twenty\n",
    ),
    (
        "rows.csv",
        "Date;Event;Company;Project;Serial;Licence;Quantity\n\
         2026-11-03;bind;Musterbau GmbH;Zentrale;00-90-33-00-00-01;PBX-Port13;20\n",
    ),
    ("none.csv", "Apples;Pears\n1;2\n"),
];

/// Every case.
pub(crate) const ASKED: &[Case] = &[
    case("balance", "balance"),
    case("balance-2017", "balance --project Zentrale --as-of 2017-10-08"),
    case("balance-known", "balance --as-of 24.12.2016 --known-at 60"),
    case("balance-known-time", "balance --project Zentrale --as-of 2013-12-31 --known-at 2026-11-24T11:00:00+01:00"),
    case("balance-device", "balance --by device --project Zentrale"),
    case("balance-family", "balance Port"),
    case("balance-credits", "balance SSC"),
    case("balance-before", "balance --as-of 2011-01-01"),
    case("ssa", "ssa"),
    case("ssa-2019", "ssa Port --project 'Werk Nord' --as-of 2019-06-01"),
    case("ssa-device", "ssa --device 00-90-33-3b-0c-f4"),
    case("ssa-quote", "ssa quote --project Zentrale --all"),
    case("ssa-quote-late", "ssa quote --project 'Werk Nord' --all"),
    case("ssa-quote-until", "ssa quote --project Zentrale --type PBX-Port13 --units 200 --until 2028-01-01"),
    case("ssa-quote-2012", "ssa quote --project Zentrale --lot 6.1 --as-of 2012-02-25"),
    fails(3, "ssa-quote-none", "ssa quote --project Zentrale --type PBX-Fax13"),
    case("due", "due"),
    fails(1, "due-100", "due --within 100d"),
    fails(1, "due-2012", "due --within 5m --as-of 2012-12-01"),
    fails(1, "due-warranty", "due --within 52w --as-of 2016-06-01"),
    case("warranty", "warranty"),
    case("warranty-device", "warranty --device 00-90-33-2e-90-41 --as-of 2015-06-01"),
    case("register-2024", "register --since 2024-01-01"),
    case("register-device", "register --device 00-90-33-2f-11-83"),
    case("register-credits", "register SSC --project 'Werk Nord'"),
    case("history-device", "history 00-90-33-2e-90-41"),
    case("history-replaced", "history 00-90-33-1c-04-22"),
    case("history-lot", "history 88.1 --project Zentrale"),
    case("history-key", "history MB18-VA25-77QP-0419"),
    case("history-project", "history 'Werk Nord' --as-of 2013-12-31"),
    case("diff-days", "diff --from-as-of 2013-06-30 --as-of 2014-06-30"),
    case("diff-back", "diff --from-as-of 2014-03-01 --as-of 2014-01-01 --project Zentrale"),
    case("diff-nothing", "diff --from-as-of 2014-01-02 --as-of 2014-01-01"),
    case("late", "late --over 5000"),
    case("late-none", "late --as-of 2011-01-01"),
    case("who", "who"),
    case("company-list", "company list"),
    case("company-show", "company show 'Musterbau GmbH'"),
    case("project-list", "project list"),
    case("project-show", "project show 'Werk Nord' --as-of 2015-01-01"),
    case("device-list", "device list"),
    case("device-list-2013", "device list --as-of 2013-01-01 --project Zentrale"),
    case("device-show", "device show 00-90-33-2f-11-83"),
    case("key-list", "key list"),
    case("event-list", "event list --from 60 --limit 6"),
    case("event-list-kind", "event list --kind licences-released"),
    case("event-show", "event show 55"),
    case("event-show-first", "event show 0"),
    case("import-list", "import list"),
    case("import-show", "import show 145"),
    case("import-profiles", "import profiles"),
    case("status", "status"),
    case("verify", "verify"),
    fails(5, "verify-head", "verify --head 3:00112233445566778899aabbccddeeff"),
    fails(2, "verify-head-short", "verify --head 3:0011"),
    case("replay", "replay"),
    case("replay-step", "replay --step --until 14"),
    case("rules", "rules"),
    case("rules-section", "rules SSA"),
    case("rules-one", "rules REL-3"),
    case("licence-show", "licence show PBX-Port12 700"),
    case("licence-show-variants", "licence show PBX-Recording13"),
    case("licence-show-hardware", "licence show Relay-PRIs"),
    case("rulebook-list", "rulebook list"),
    case("rulebook-show", "rulebook show"),
    case("rulebook-diff", "rulebook diff v12r2 beispiel"),
    case("rulebook-same", "rulebook diff beispiel beispiel"),
    case("preview-bind", "licence bind PBX-myPBX13 4 --to 00-90-33-1c-04-10 --dry-run"),
    case("preview-ssa", "ssa apply --project Zentrale --type PBX-Reporting13 --years 1 --dry-run"),
    case(
        "preview-warranty",
        "warranty activate WE3X-0000-1111 --device 00-90-33-2f-11-83 --years 2 --variant \
         at-purchase --date 2014-06-01 --dry-run --fact --reason 'found in the portal'",
    ),
    case("preview-open", "project open Lager --company 'Musterbau GmbH' --dry-run"),
    case("import-plan", "import more.csv --dry-run"),
    case(
        "write-bind",
        "licence bind PBX-myPBX13 4 --to 00-90-33-1c-04-10 --ref T-100 \
         --command-id 00000000-0000-4000-8000-000000000001",
    ),
    case(
        "write-again",
        "licence bind PBX-myPBX13 4 --to 00-90-33-1c-04-10 --ref T-100 \
         --command-id 00000000-0000-4000-8000-000000000001",
    ),
    case("status-command", "status --command-id 00000000-0000-4000-8000-000000000001"),
    case(
        "write-release",
        "licence release PBX-myPBX13 4 --from 00-90-33-1c-04-10 --certificate REL-2026-1 \
         --lot 101.1",
    ),
    case("write-ssa", "ssa apply --project Zentrale --type PBX-Reporting13 --years 1 --yes"),
    case("write-company", "company add 'Beispiel AG'"),
    case("write-project", "project open Lager --company 'Musterbau GmbH'"),
    case(
        "write-device",
        "device add 00-90-33-77-88-99 --project Lager --model ip811 \
         --software 13 --purchased 2026-11-01",
    ),
    case(
        "write-key",
        "key redeem LAGR-2026-0001 --project Lager --item PBX-Port13=30 \
         --item SSC=50 --ref PO-78",
    ),
    case(
        "write-note",
        "event note 'the lift has a line of its own' \
         --project Lager --device 00-90-33-77-88-99",
    ),
    case("write-import", "import more.csv"),
    case("import-again", "import more.csv"),
    case(
        "write-fact",
        "licence bind PBX-Fax13 9 --to 00-90-33-1c-04-10 \
         --fact --reason 'seen on the device'",
    ),
    case("write-namesake", "project open Lager --company 'Beispiel AG'"),
    case(
        "write-namesake-key",
        "key redeem LAGR-2026-0002 --project Lager --company 'Beispiel AG' \
         --item PBX-Port13=7",
    ),
    fails(3, "choice-company", "balance --project Lager"),
    fails(4, "refused-units", "licence bind PBX-myPBX13 100 --to 00-90-33-1c-04-10"),
    fails(
        4,
        "refused-choice",
        "licence release PBX-Port13 10 --from 00-90-33-1c-04-10 \
         --certificate REL-2026-2",
    ),
    fails(4, "refused-certificate", "licence release PBX-myPBX13 10 --from 00-90-33-1c-04-10"),
    fails(8, "unconfirmed-ssa", "ssa apply --project Zentrale --type PBX-UC13 --years 1"),
    fails(8, "unconfirmed-hardware", "device replace 00-90-33-2e-90-41 00-90-33-2e-90-42 --rma R26-1 --yes"),
    fails(7, "conflict-moved", "company add 'Dritte GmbH' --expect-head 3"),
    fails(
        7,
        "conflict-reused",
        "company add 'Dritte GmbH' \
         --command-id 00000000-0000-4000-8000-000000000001",
    ),
    fails(3, "missing-project", "balance --project Zentralle"),
    fails(3, "missing-device", "device show 00-90-33-00-00-02"),
    fails(3, "missing-subject", "history Nowhere"),
    fails(3, "missing-event", "event show 9999"),
    fails(3, "missing-ledger", "balance --ledger nowhere.db"),
    fails(2, "usage-date", "balance --as-of 01/02/2016"),
    fails(2, "usage-verb", "balnce"),
    fails(2, "usage-fact", "company add 'Dritte GmbH' --fact"),
    fails(4, "usage-licence", "licence show 'PBX Port'"),
    fails(6, "import-cells", "import cells.csv"),
    fails(6, "import-rows", "import rows.csv"),
    fails(6, "import-headings", "import none.csv"),
    case("after-balance", "balance"),
    case("after-history", "history 00-90-33-1c-04-10 --as-of 2026-12-31 --project Zentrale"),
    case("after-event", "event list --from 146"),
    case("after-register", "register Fax13"),
    case("after-status", "status"),
    case("diff-known", "diff --from-known-at 146"),
    case("restatement", "restatement --since 146 --as-of 2026-11-30 --project Zentrale"),
    case("restatement-none", "restatement --since 146 --as-of 2013-12-31"),
    case("who-company", "who --company 'Beispiel AG'"),
    fails(2, "diff-alone", "diff --as-of 2014-01-01"),
    fails(3, "restatement-beyond", "restatement --since 9999"),
    fails(6, "restatement-file", "restatement --checkpoint more.csv"),
    case("after-known", "balance --known-at 146 --project Zentrale"),
    case("after-imports", "import list"),
    case("after-verify", "verify"),
    case("after-replay", "replay"),
    case("explain-bound", "explain PBX-Port13 --project Zentrale --figure bound"),
    case("explain-known", "explain UC10 --project Zentrale --as-of 2016-12-24 --known-at 100"),
    case("explain-unknown", "explain UC10 --project Zentrale --as-of 2016-12-24 --known-at 31 --not-yet-known"),
    case("explain-credits", "explain SSC --project 'Werk Nord' --as-of 2016-12-24"),
    case("explain-lot", "explain 88.1 --project Zentrale"),
    case("explain-warranty", "explain 00-90-33-2e-90-41"),
    case("explain-finding", "explain PRJ-3"),
    case("explain-nothing", "explain REL-7"),
    fails(3, "explain-nowhere", "explain PBX-Fax8 --project 'Werk Nord'"),
    fails(2, "explain-project", "explain 88.1"),
    fails(4, "explain-refused", "licence bind PBX-myPBX13 100 --to 00-90-33-1c-04-10 --explain"),
    fails(4, "explain-broken", "event annul 8 --reason 'no such key' --explain"),
    case("preview-amend", "event amend 30 --set items.1.units=40 --reason 'the certificate says 40' --dry-run"),
    case("preview-annul", "event annul 33 --reason 'counted twice' --fact --dry-run"),
    fails(4, "refused-annul", "event annul 9 --reason 'wrong site'"),
    fails(4, "refused-genesis", "event annul 0 --reason 'none'"),
    fails(4, "refused-field", "event amend 30 --set items.1.count=40 --reason 'the certificate says 40'"),
    fails(2, "usage-reason", "event annul 30"),
    case("write-amend", "event amend 30 --set items.1.units=40 --reason 'the certificate says 40'"),
    case("write-reverse", "event reverse 39 --date 2020-01-01 --reason 'set back'"),
    fails(4, "refused-twice", "event annul 30 --reason 'again'"),
    case("write-close", "close 2025 --until 2026-01-01"),
    fails(4, "refused-close", "close 2025 --until 2026-02-01"),
    case("write-adjusts", "key redeem LAGR-2025-0009 --project Zentrale --item PBX-Port13=5 --date 2025-12-01"),
    case("corrections", "corrections"),
    case("explain-corrected", "explain UC10 --project Zentrale --figure free"),
    case("adjusted-balance", "balance --project Zentrale --as-of 2025-12-31"),
    case("corrected-history", "history MB13-8H2C-ZZ4N-0112"),
    case("corrected-diff", "diff --from-known-at 161 --as-of 2025-12-31"),
];
