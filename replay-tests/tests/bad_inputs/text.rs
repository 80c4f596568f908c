//! Texts of a case as bytes: placeholders, repetitions and escapes, and a command line cut into words.
//!
//! `{name}` stands for a value of the world, `{x*200}` for a text that is repeated; `\n`, `\r`, `\t`, `\e`, `\\`,
//! `\{`, `\x1b` (one byte) and `\u{202e}` (a character) for what a text file cannot show. Absent by design: globs and
//! variables of a shell.

use std::collections::BTreeMap;

/// Names and what they stand for.
pub(crate) type Names = BTreeMap<String, String>;

/// The bytes that a text stands for.
///
/// # Errors
/// Says which placeholder or escape is not known.
pub(crate) fn bytes(text: &str, names: &Names) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, &mut out)?,
            '{' => {
                let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                out.extend(placeholder(&name, names)?);
            }
            c => push(&mut out, c),
        }
    }
    Ok(out)
}

/// The words of a command line; blanks separate, single quotes keep together.
///
/// # Errors
/// As [`bytes`], and where a quote is left open.
pub(crate) fn words(line: &str, names: &Names) -> Result<Vec<Vec<u8>>, String> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    if quoted {
        return Err(format!("a quote is left open in {line}"));
    }
    words.extend(word);
    words.iter().map(|word| bytes(word, names)).collect()
}

fn push(out: &mut Vec<u8>, c: char) {
    out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn placeholder(name: &str, names: &Names) -> Result<Vec<u8>, String> {
    if let Some(value) = names.get(name) {
        return Ok(value.as_bytes().to_vec());
    }
    let repeated = name.rsplit_once('*').and_then(|(text, times)| Some((text, times.parse::<usize>().ok()?)));
    let (text, times) = repeated.ok_or_else(|| format!("{{{name}}} is not known"))?;
    Ok(bytes(text, names)?.repeat(times))
}

fn escape(chars: &mut std::str::Chars<'_>, out: &mut Vec<u8>) -> Result<(), String> {
    let c = chars.next().ok_or("a text ends with a backslash")?;
    match c {
        'n' => out.push(b'\n'),
        'r' => out.push(b'\r'),
        't' => out.push(b'\t'),
        'e' => out.push(0x1b),
        '\\' | '{' => push(out, c),
        'x' => {
            let digits: String = chars.by_ref().take(2).collect();
            out.push(u8::from_str_radix(&digits, 16).map_err(|_| format!("\\x{digits} is no byte"))?);
        }
        'u' => {
            let digits: String = chars.by_ref().take_while(|c| *c != '}').filter(|c| *c != '{').collect();
            let code = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
            push(out, code.ok_or_else(|| format!("\\u{{{digits}}} is no character"))?);
        }
        c => return Err(format!("\\{c} is no escape")),
    }
    Ok(())
}
