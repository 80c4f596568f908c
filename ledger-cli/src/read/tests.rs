//! Files in, rows or faults out: each title says what a person with such a file can rely on.

use super::*;

/// The rows as `line date act …`, or the codes and messages of what is wrong.
fn told(bytes: impl AsRef<[u8]>) -> String {
    let profile = Profile::transactions().expect("the built-in profile reads");
    match read("a.csv", bytes.as_ref(), &profile, None) {
        Ok(parsed) => parsed.rows.iter().map(short).collect::<Vec<_>>().join("\n"),
        Err(ReadFault::File(fault)) => format!("{}: {}", fault.code, fault.message),
        Err(ReadFault::Rows(faults)) => {
            faults.iter().map(|f| format!("{} {}: {}", f.line, f.code, f.message)).collect::<Vec<_>>().join("\n")
        }
    }
}

fn short(row: &Row) -> String {
    let mut text = format!("{} {} {}", row.line, row.date, row.act);
    for part in [row.project.as_ref().map(|p| p.to_string()), row.quantity.map(|q| q.to_string()), row.note.clone()] {
        text.push_str(&part.map(|part| format!(" {part}")).unwrap_or_default());
    }
    text
}

fn parsed(bytes: impl AsRef<[u8]>) -> Parsed {
    let profile = Profile::transactions().expect("the built-in profile reads");
    read("a.csv", bytes.as_ref(), &profile, None).expect("the file is right")
}

fn rendered(bytes: impl AsRef<[u8]>) -> String {
    let profile = Profile::transactions().expect("the built-in profile reads");
    match read("a.csv", bytes.as_ref(), &profile, None) {
        Ok(_) => "read".to_owned(),
        Err(ReadFault::File(fault)) => format!("error[{}]: {}\nhelp: {}\n", fault.code, fault.message, fault.next),
        Err(ReadFault::Rows(faults)) => faults.iter().map(|fault| fault.render("a.csv")).collect(),
    }
}

/// A file with one note, whose date is the text.
fn dated(date: &str) -> String {
    told(format!("Datum;Vorgang;Projekt;Bemerkung\n{date};Notiz;P;n\n"))
}

/// A German file with one binding, whose quantity is the text.
fn bound(quantity: &str) -> String {
    told(format!(
        "Datum;Vorgang;Seriennummer;Lizenztyp;Anzahl\n2016-12-24;Bindung;009033010203;PBX-Port12;{quantity}\n"
    ))
}

#[test]
fn german_and_english_files_tell_the_same() {
    let german = "Datum;Vorgang;Projekt;Seriennummer;Lizenztyp;Anzahl;V8-Zustimmung\n\
                  24.12.2016;Freigabe;Nord;00-90-33-01-02-03;PBX-Port12;1.000;ja\n";
    let english = "V8 consent,Quantity,License,Serial,Project,Event,Date\n\
                   YES,\"1,000\",pbx-port 12,0090.3301.0203, nord ,RELEASE,2016-12-24\n";
    let (german, english) = (parsed(german), parsed(english));
    assert_eq!((german.language, german.delimiter), (Language::German, ';'));
    assert_eq!((english.language, english.delimiter), (Language::English, ','));
    assert_eq!(german.rows[0].known().content, english.rows[0].known().content);
    assert_eq!(german.rows[0].known().business, english.rows[0].known().business);
    assert_eq!(english.rows[0].licence_raw.as_deref(), Some("pbx-port 12"));
    assert_eq!(german.rows[0].consent, Some(true));
    assert_eq!((german.encoding.word(), german.profile.as_str()), ("utf-8", "transactions.v1"));
}

#[test]
fn rows_that_differ_in_quantity_alone_share_the_business_hash() {
    let file = "Datum;Vorgang;Projekt;Schlüssel;Lizenztyp;Anzahl;SSC\n\
                24.12.2016;Einbuchung;P;AB-12;PBX-Port12;5;\n24.12.2016;Einbuchung;P;ab12;PBX-Port12;6;\n\
                24.12.2016;Einbuchung;P;ab12;;-;50\n";
    let rows = parsed(file).rows;
    assert_eq!(rows[0].known().business, rows[1].known().business);
    assert_ne!(rows[0].known().content, rows[1].known().content);
    assert_ne!(rows[1].known().business, rows[2].known().business);
    assert_eq!(rows[2].ssc.map(|ssc| ssc.get()), Some(50));
}

#[test]
fn preamble_separator_line_blank_rows_repeated_headings_and_sums_are_passed_over() {
    let file = "sep=|\r\nExport of\r\n\r\nFirma|ACME\r\nDatum|Vorgang|Projekt|Bemerkung\r\n\
                24.12.2016|Notiz|P|\"two\r\nlines\"\r\n|||\r\n datum |VORGANG|Projekt|Bemerkung\r\n\
                31.12.16|Notiz|P|b\r\nSumme:||2|\r\n";
    let parsed = parsed(file);
    assert_eq!(
        parsed.rows.iter().map(short).collect::<Vec<_>>(),
        ["6 2016-12-24 note P two\nlines", "10 2016-12-31 note P b"]
    );
    assert_eq!(parsed.skipped, Skipped { preamble: 2, blank: 1, headings: 1, totals: 1 });
    assert_eq!((parsed.delimiter, parsed.warnings.len()), ('|', 0));
    assert_eq!(parsed.rows[0].raw, "24.12.2016|Notiz|P|\"two\r\nlines\"");
}

#[test]
fn every_fault_of_every_row_is_told_with_its_place() {
    let file = "Datum;Vorgang;Seriennummer;Lizenztyp;Anzahl\n\
                31.06.2016;Bindung;9,03E+10;PBX-Port;0\n;Bindun;;;\n01.01.2017;Bindung;009033010203;PBX-Port12\n\
                01.01.2017;bind;009033010203;Relay-BRIs12;-\n";
    assert_eq!(
        told(file),
        "2 IMP-DATE: \"31.06.2016\" is not a calendar date\n\
         2 IMP-SERIAL: \"9,03E+10\" looks like a serial number that a spreadsheet turned into a number [PRJ-6]\n\
         2 IMP-LICENCE: \"PBX-Port\" has no version where every licence of this family has one (at character 9) [VER-1]\n\
         2 IMP-NUMBER: \"0\" is outside 1 to 10000000 licences\n\
         3 IMP-BLANK: every row needs \"Datum\", which is blank\n\
         3 IMP-ACT: \"Bindun\" is not known here\n\
         4 IMP-RAGGED: row has 4 cells where the heading row has 5\n\
         5 IMP-LICENCE: \"Relay-BRIs12\" names a version, which hardware licences do not have (at character 11) [HW-3]\n\
         5 IMP-BLANK: Bindung (bind) needs \"Anzahl\", which is blank"
    );
}

#[test]
fn a_fault_is_shown_with_the_row_a_caret_and_the_fix() {
    let file = "Datum;Vorgang;Projekt;Jahre;SSA bis\n24.12.2016;SSA;\"Nörd\u{202e}\";;31.06.2016\n";
    let shown = rendered(file.replace('\u{202e}', ""));
    assert_eq!(
        shown,
        "error[IMP-DATE]: \"31.06.2016\" is not a calendar date --> a.csv:2:5 (column E \"SSA bis\")\n\
        \x20 24.12.2016;SSA;\"Nörd\";;31.06.2016\n\
        \x20                        ^^^^^^^^^^\n\
         help: write a date as 2016-12-24 or 24.12.2016\n"
    );
    let hostile = rendered(file);
    assert!(hostile.contains("  24.12.2016;SSA;\"Nörd\\u{202e}\";;31.06.2016\n  ".to_owned().as_str()), "{hostile}");
    assert!(hostile.chars().all(|c| c == '\n' || !c.is_control()) && !hostile.contains('\u{202e}'));
}

#[test]
fn what_an_act_needs_is_asked_for_and_what_it_cannot_use_is_a_warning() {
    let head = "Datum;Vorgang;Projekt;Seriennummer;Lizenztyp;Anzahl;SSC;Nach;Modell;SSA bis\n";
    assert_eq!(
        told(format!(
            "{head}1.1.2017;Umzug;P;;PBX-Port12;;;Q;;\n1.1.2017;SSA;P;;;;;;;-\n1.1.2017;Garantie;;009033010203;;;;;;\n"
        )),
        "2 IMP-BLANK: Umzug (transfer) needs \"Projekt\" and \"Lizenztyp\" and \"Anzahl\", or \"Projekt\" and \"SSC\", or \
         \"Seriennummer\", and none of these is filled in full\n\
         3 IMP-DATE: \"-\" is no end of SSA: a date is needed\n\
         4 IMP-BLANK: Garantie (warranty) needs \"Schlüssel\", a column that the file does not have\n\
         4 IMP-BLANK: Garantie (warranty) needs \"Jahre\", a column that the file does not have\n\
         4 IMP-BLANK: Garantie (warranty) needs \"Variante\", a column that the file does not have"
    );
    let parsed = parsed(format!("{head}1.1.2017;Umzug;P;;;;5;Q;IP411;-\n1.1.2017;Umzug;P;;;;5;Q;x;\n"));
    let warnings: Vec<_> = parsed.warnings.iter().map(|w| (w.line, w.code, w.message.as_str())).collect();
    let message = "column \"Modell\" is filled but not used for Umzug (transfer), here and in 1 further rows";
    assert_eq!(warnings, [(2, "IMP-EXTRA", message)]);
    assert_eq!(parsed.rows[0].model, None);
}

#[test]
fn a_replacement_names_two_serial_numbers_and_the_rma() {
    let head = "Datum;Vorgang;Seriennummer;Nach;Referenz\n";
    let rows = parsed(format!("{head}1.1.2017;Austausch;009033010203;00:90:33:01:02:04;RMA 7\n")).rows;
    assert_eq!(rows[0].to.as_deref(), Some("00-90-33-01-02-04"));
    assert_eq!(
        told(format!("{head}1.1.2017;Austausch;009033010203;Projekt;RMA 7\n")),
        "2 IMP-TEXT: \"Projekt\" holds 'P', which is no hex digit (at character 1) [PRJ-6]"
    );
}

#[test]
fn dates_are_read_one_way_or_refused() {
    for (text, day) in [
        ("31.12.2016", "2016-12-31"),
        ("2016-12-31", "2016-12-31"),
        ("31.12.16", "2016-12-31"),
        ("1.2.99", "1999-02-01"),
        ("1.2.90", "1990-02-01"),
        ("1.2.89", "2089-02-01"),
    ] {
        assert_eq!(dated(text), format!("2 {day} note P n"));
    }
    for text in [
        "31.06.2016",
        "2023-02-29",
        "01/02/2024",
        "24-1-1",
        "0000-01-01",
        "9999-01-01",
        "+10000-01-01",
        "1899-12-31",
        "٣١.12.2016",
        "42735",
        "2016-12-31T24:00",
        "1.2.116",
        "31.12",
        "unbegrenzt",
    ] {
        assert!(dated(text).starts_with("2 IMP-DATE: "), "{text} gave {}", dated(text));
    }
}

#[test]
fn numbers_are_whole_and_their_thousands_follow_the_headings_language() {
    for (text, number) in [("7", 7), (" 7 ", 7), ("1.000", 1000), ("1.234.567", 1_234_567), ("10000000", 10_000_000)] {
        assert_eq!(bound(text), format!("2 2016-12-24 bind {number}"));
    }
    for text in [
        "1,000",
        "1.00",
        "1000.000",
        "0.100",
        "1,5",
        "1.000,0",
        "-1",
        "+5",
        "0",
        "1e3",
        "0x10",
        "٣",
        "NaN",
        "2147483648",
        "9223372036854775808",
        "10000001",
        "1.",
        ".5",
    ] {
        assert!(bound(text).starts_with("2 IMP-NUMBER: "), "{text} gave {}", bound(text));
    }
    let mixed = "Date;Vorgang;Projekt;SSC\n2016-12-24;SSC-Gutschrift;P;1.000\n";
    assert_eq!(told(mixed), "2 IMP-NUMBER: \"1.000\" can be read two ways, as the headings are in no one language");
}

#[test]
fn headings_are_known_once_or_refused_with_the_nearest() {
    let file = "Datum;Vorgang;Projekt;Bemerkng;Note;Bemerkung;\n24.12.2016;Notiz;P;;n;;x\n";
    assert_eq!(
        told(file),
        "1 IMP-HEADING: heading \"Bemerkng\" is not known to the profile transactions.v1\n\
         1 IMP-HEADING: heading \"Bemerkung\" means the same column as \"Note\"\n\
         2 IMP-RAGGED: row has 7 cells where the heading row has 6"
    );
    assert!(rendered(file).contains("help: write \"Bemerkung\" if that is meant, or remove the column\n"));
    assert_eq!(
        told("Datum;Projekt\n24.12.2016;P\n"),
        "1 IMP-HEADING: no column has the heading \"Vorgang\" or \"Event\""
    );
    assert!(told("a;b\n1;2\n").starts_with("IMP-HEADING: no heading row of the profile transactions.v1"));
}

#[test]
fn encodings_are_told_by_the_bytes() {
    let text = "Datum;Vorgang;Projekt;Bemerkung\r\n24.12.2016;Notiz;Größe;€\r\n";
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let ansi = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let files: [(&str, Vec<u8>); 5] = [
        ("utf-8", text.into()),
        ("utf-8", format!("\u{feff}{text}").into()),
        ("utf-16le", [vec![0xFF, 0xFE], wide(u16::to_le_bytes)].concat()),
        ("utf-16be", [vec![0xFE, 0xFF], wide(u16::to_be_bytes)].concat()),
        ("windows-1252", ansi.clone()),
    ];
    for (word, bytes) in &files {
        let parsed = parsed(bytes);
        assert_eq!((parsed.encoding.word(), short(&parsed.rows[0]).as_str()), (*word, "2 2016-12-24 note Größe €"));
    }
    assert_eq!(
        parsed(&ansi).warnings[0].message,
        "read as windows-1252, since byte 0xF6 is not UTF-8; --encoding names another"
    );
    assert_eq!(told(wide(u16::to_le_bytes)), "IMP-ENCODING: file looks like utf-16le without a byte order mark");
    assert_eq!(
        told([&files[2].1[..], b"x"].concat()),
        "IMP-ENCODING: file is not whole as utf-16le: a unit is cut or has no partner"
    );
    assert_eq!(told([ansi, vec![0x81]].concat()), "IMP-ENCODING: byte 0x81 on line 3 is no character in windows-1252");
    assert_eq!(told([text.as_bytes(), b"\xFF"].concat()), "IMP-ENCODING: byte 0xFF on line 3 is not UTF-8");
    assert_eq!(told(b"a;b\xED\xA0\x80"), "IMP-ENCODING: byte 0xED on line 1 is not UTF-8");
}

#[test]
fn latin_9_is_read_when_named_and_a_wrong_name_is_refused() {
    let profile = Profile::transactions().expect("the built-in profile reads");
    let bytes = b"Datum;Vorgang;Projekt;Bemerkung\n24.12.2016;Notiz;P;\xA4\n";
    let euro = read("a.csv", bytes, &profile, Encoding::parse("ISO_8859-15")).expect("it is Latin-9");
    assert_eq!(euro.rows[0].note.as_deref(), Some("€"));
    let marked = read("a.csv", b"\xEF\xBB\xBFDatum", &profile, Some(Encoding::Windows1252));
    assert!(matches!(marked, Err(ReadFault::File(fault)) if fault.code == "IMP-ENCODING"));
}

#[test]
fn an_earlier_wrong_reading_is_a_warning() {
    let parsed = parsed("Datum;Vorgang;Projekt;Bemerkung\n24.12.2016;Notiz;P;GrÃ¶ÃŸe\n");
    let warning = &parsed.warnings[0];
    assert_eq!((warning.line, warning.code), (2, "IMP-MOJIBAKE"));
}

#[test]
fn what_is_no_csv_is_named_whatever_its_name_says() {
    for (bytes, told_as) in [
        (&b""[..], "IMP-EMPTY: file is empty"),
        (b"\xEF\xBB\xBF", "IMP-EMPTY: file holds a byte order mark and nothing else"),
        (
            b"\x89PNG\r\n\x1a\n",
            "IMP-FORMAT: file is no CSV: its content is a PNG image, whatever the name \"a.csv\" says",
        ),
        (
            b"PK\x03\x04..xl/workbook.xml",
            "IMP-FORMAT: file is no CSV: its content is an XLSX workbook, whatever the name \"a.csv\" says",
        ),
        (
            b"\x1f\x8b\x08",
            "IMP-FORMAT: file is no CSV: its content is gzip-compressed, whatever the name \"a.csv\" says",
        ),
        (b"<?xml version=\"1.0\"?>", "IMP-FORMAT: file is no CSV: its content is an XML document"),
        (b"Datum;Vorgang\nx\0y", "IMP-NUL: file holds a NUL byte on line 2: it is no text file"),
        (b"sep=x\nDatum", "IMP-DELIMITER: \"sep=x\" names a delimiter that cannot be read"),
        (
            b"Datum;Vorgang;Projekt;Bemerkung\n1.1.2016;Notiz;\"P;x\n1.1.2016;Notiz;P;x\n",
            "IMP-QUOTE: file ends inside a quoted field that began at line 2",
        ),
    ] {
        assert_eq!(told(bytes), told_as);
    }
    let big = vec![b'a'; MAX_BYTES + 1];
    assert_eq!(told(big), "IMP-LIMIT: file has 67108865 bytes, more than the limit of 67108864");
}

#[test]
fn quotes_headings_alone_and_a_missing_line_end_are_looked_at() {
    let head = "Datum;Vorgang;Projekt;Bemerkung";
    assert_eq!(
        told(format!("{head}\n1.1.2016;Notiz;P;19\" rack\n")),
        "2 IMP-QUOTE: a quote stands inside a cell that is not wholly quoted"
    );
    assert_eq!(parsed(head).warnings[0].code, "IMP-EMPTY");
    assert_eq!(parsed(format!("{head}\n1.1.2016;Notiz;P;x")).warnings[0].code, "IMP-CUT");
    assert_eq!(
        told(format!("{head}\r1.1.2016;Notiz;P;x\r1.1.2016;Notiz;P;y\r")),
        "2 2016-01-01 note P x\n3 2016-01-01 note P y"
    );
    assert_eq!(told(format!("{head}\n1.1.2016;Notiz;P;\u{1b}]52;\n")).lines().count(), 1);
    assert_eq!(
        told(format!("{head}\n1.1.2016;Notiz;P;a\u{1b}b\n")),
        "2 IMP-TEXT: \"a\\u{1b}b\" holds the hidden character U+001B (at character 2)"
    );
}

#[test]
fn device_words_are_read_in_both_languages() {
    let file = "Datum;Vorgang;Projekt;Seriennummer;Modell;Rolle;Lizenzierung;Software;Gekauft am\n\
                1.1.2017;Gerät;P;009033010203;IP811;Slave;zentral;12r2 sr3;24.12.2016\n\
                1.1.2017;DEVICE;P;009033010204;IP811;standby;decentral;V12;\n";
    let rows = parsed(file).rows;
    assert_eq!((rows[0].role, rows[0].licensing), (Some(Role::Slave), Some(Licensing::Central)));
    assert_eq!((rows[1].role, rows[1].licensing), (Some(Role::Standby), Some(Licensing::Decentral)));
    let software = |row: usize| rows[row].software.map(|software| software.to_string());
    assert_eq!((software(0).as_deref(), software(1).as_deref()), (Some("12r2 sr3"), Some("12")));
    assert_eq!(rows[0].purchased.map(|day| day.to_string()).as_deref(), Some("2016-12-24"));
    let warranty =
        "Datum;Vorgang;Seriennummer;Schlüssel;Jahre;Variante\n1.1.2017;Garantie;009033010203;K1;3;Nach Kauf\n";
    assert_eq!(parsed(warranty).rows[0].variant, Some(WarrantyVariant::AfterPurchase));
}

#[test]
fn faults_without_end_stop_the_reading() {
    let file = format!("Datum;Vorgang\n{}", "x;y\n".repeat(MAX_FAULTS));
    let profile = Profile::transactions().expect("the built-in profile reads");
    let fault = read("a.csv", file.as_bytes(), &profile, None).expect_err("no row is right");
    let ReadFault::Rows(faults) = fault else { return assert_eq!(told(file), "") };
    assert_eq!((faults.len(), faults.last().map(|fault| fault.code)), (MAX_FAULTS, Some("IMP-LIMIT")));
}

#[test]
fn no_bytes_make_the_reader_stumble() {
    let parts = [
        "Datum",
        "Vorgang",
        "Projekt",
        "Bemerkung",
        "Notiz",
        "1.1.2017",
        ";",
        ";",
        ";",
        "\n",
        "\r",
        "\"",
        "\"\"",
        "ö",
        "-",
        " ",
        "x",
    ];
    let profile = Profile::transactions().expect("the built-in profile reads");
    let mut seed = 7_u64;
    for _ in 0..3000 {
        let mut file = b"Datum;Vorgang;Projekt;Bemerkung\n".to_vec();
        for _ in 0..24 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let pick = usize::try_from(seed % 17).unwrap_or(0);
            file.extend_from_slice(parts[pick].as_bytes());
        }
        file.truncate(file.len() - usize::from(seed & 1 == 1));
        let shown = match read("a.csv", &file, &profile, None) {
            Ok(_) => String::new(),
            Err(ReadFault::File(fault)) => format!("error[{}]: {}\nhelp: {}\n", fault.code, fault.message, fault.next),
            Err(ReadFault::Rows(faults)) => faults.iter().map(|fault| fault.render("a.csv")).collect(),
        };
        assert!(!shown.contains("two readers"), "{:?}", String::from_utf8_lossy(&file));
        assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
    }
}
