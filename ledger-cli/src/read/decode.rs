//! From bytes to text: which encoding a file has, told by its bytes or by the person who named it.
//!
//! A wrong guess would turn names into other names without a trace, so bytes that fit no encoding are refused, and
//! what was merely assumed is a warning. Absent by design: tables and delimiters.

use super::file_fault::FileFault;
use super::{MAX_BYTES, MAX_TEXT, Warning, show, sniff};
use encoding_rs::{DecoderResult, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How the bytes of a file stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// What Windows in Western Europe calls ANSI.
    Windows1252,
    /// Latin-9; never guessed, since nothing tells it from Windows-1252.
    Iso885915,
}

impl Encoding {
    /// Every encoding that can be read.
    pub(crate) const ALL: [Encoding; 5] =
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252, Self::Iso885915];

    /// The word by which it is named on the command line and in events.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::Iso885915 => "iso-8859-15",
        }
    }

    /// Reads such a word; case, hyphens and underscores do not matter. `None` for any other.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        Self::ALL.into_iter().find(|encoding| plain(encoding.word()) == plain(word))
    }
}

/// A file's text without its byte order mark.
pub(super) struct Decoded {
    /// The text.
    pub text: String,
    /// How it was read.
    pub encoding: Encoding,
    /// What to look at.
    pub warnings: Vec<Warning>,
}

/// Reads the bytes as the named encoding, or as what they show themselves to be.
pub(super) fn decode(name: &str, bytes: &[u8], named: Option<Encoding>) -> Result<Decoded, FileFault> {
    if bytes.len() > MAX_BYTES {
        let message = format!("file has {} bytes, more than the limit of {MAX_BYTES}", bytes.len());
        return Err(FileFault::new("IMP-LIMIT", message, "split it into smaller files, each with the heading row"));
    }
    sniff::refuse_container(name, bytes)?;
    let (marked, body) = split_mark(bytes);
    if let (Some(marked), Some(named)) = (marked, named)
        && marked != named
    {
        let message = format!("file begins with the mark of {}, not of {}", marked.word(), named.word());
        return Err(FileFault::new("IMP-ENCODING", message, "leave out the encoding, the file tells it"));
    }
    if body.is_empty() {
        let what = if bytes.is_empty() { "is empty" } else { "holds a byte order mark and nothing else" };
        return Err(FileFault::new("IMP-EMPTY", format!("file {what}"), "export it again from its source"));
    }
    let encoding = named.or(marked);
    if !matches!(encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be)) {
        refuse_nul(body)?;
    }
    let (text, encoding, mut warnings) = match encoding {
        Some(encoding) => (text_of(body, encoding)?, encoding, Vec::new()),
        None => guess(body)?,
    };
    if text.contains('\0') {
        return Err(FileFault::new("IMP-NUL", "file holds the character NUL", "export it again as text"));
    }
    warnings.extend(mojibake(&text));
    sniff::refuse_markup(&text)?;
    Ok(Decoded { text, encoding, warnings })
}

fn split_mark(bytes: &[u8]) -> (Option<Encoding>, &[u8]) {
    let marks: [(&[u8], Encoding); 3] =
        [(b"\xEF\xBB\xBF", Encoding::Utf8), (b"\xFF\xFE", Encoding::Utf16Le), (b"\xFE\xFF", Encoding::Utf16Be)];
    let found = marks.into_iter().find_map(|(mark, encoding)| Some((encoding, bytes.strip_prefix(mark)?)));
    found.map_or((None, bytes), |(encoding, body)| (Some(encoding), body))
}

fn refuse_nul(body: &[u8]) -> Result<(), FileFault> {
    let Some(at) = body.iter().position(|byte| *byte == 0) else { return Ok(()) };
    let sample = &body[..body.len().min(4096)];
    let nuls = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let mostly = sample.len() / 2 * 3 / 4;
    let (even, odd) = (nuls(0), nuls(1));
    if mostly > 0 && even.max(odd) >= mostly && even.min(odd) < mostly {
        let word = if odd > even { Encoding::Utf16Le } else { Encoding::Utf16Be }.word();
        let message = format!("file looks like {word} without a byte order mark");
        return Err(FileFault::new("IMP-ENCODING", message, format!("name it with --encoding {word}")));
    }
    let message = format!("file holds a NUL byte on line {}: it is no text file", line_at(body, at));
    Err(FileFault::new("IMP-NUL", message, "export it again as CSV"))
}

fn text_of(body: &[u8], encoding: Encoding) -> Result<String, FileFault> {
    match encoding {
        Encoding::Utf8 => match std::str::from_utf8(body) {
            Ok(text) => Ok(text.to_owned()),
            Err(error) => Err(not_utf8(body, error.valid_up_to())),
        },
        Encoding::Utf16Le => decoded(body, encoding, UTF_16LE),
        Encoding::Utf16Be => decoded(body, encoding, UTF_16BE),
        Encoding::Windows1252 => {
            refuse_undefined(body, encoding, "another encoding").and_then(|()| decoded(body, encoding, WINDOWS_1252))
        }
        Encoding::Iso885915 => {
            refuse_undefined(body, encoding, "windows-1252").and_then(|()| decoded(body, encoding, ISO_8859_15))
        }
    }
}

/// Decodes twice: to learn how long the text is, and into room for exactly that.
fn decoded(body: &[u8], encoding: Encoding, table: &'static encoding_rs::Encoding) -> Result<String, FileFault> {
    let cut = || {
        let message = format!("file is not whole as {}: a unit is cut or has no partner", encoding.word());
        FileFault::new("IMP-ENCODING", message, "export it again, as UTF-8 if possible")
    };
    let mut length = 0_usize;
    in_pieces(body, table, |piece| length += piece.len()).ok_or_else(cut)?;
    if length > MAX_TEXT {
        let message = format!("file has {length} bytes as UTF-8, more than the limit of {MAX_TEXT}");
        return Err(FileFault::new("IMP-LIMIT", message, "split it into smaller files, each with the heading row"));
    }
    let mut bytes = Vec::with_capacity(length);
    in_pieces(body, table, |piece| bytes.extend_from_slice(piece)).ok_or_else(cut)?;
    String::from_utf8(bytes).map_err(|_| cut())
}

/// Hands the text on in pieces; `None` if a unit is cut or has no partner.
fn in_pieces(body: &[u8], table: &'static encoding_rs::Encoding, mut take: impl FnMut(&[u8])) -> Option<()> {
    let mut decoder = table.new_decoder_without_bom_handling();
    let mut piece = [0_u8; 16 * 1024];
    let mut rest = body;
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut piece, true);
        take(piece.get(..written)?);
        rest = rest.get(read..)?;
        match result {
            DecoderResult::InputEmpty => return Some(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return None,
        }
    }
}

/// Bytes that the encoding leaves undefined (Windows-1252) or reserves for controls (ISO-8859-15).
fn refuse_undefined(body: &[u8], encoding: Encoding, instead: &str) -> Result<(), FileFault> {
    let undefined = |byte: &u8| match encoding {
        Encoding::Windows1252 => matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D),
        _ => matches!(byte, 0x80..=0x9F),
    };
    let Some(at) = body.iter().position(undefined) else { return Ok(()) };
    let (byte, line, word) = (body[at], line_at(body, at), encoding.word());
    let message = format!("byte 0x{byte:02X} on line {line} is no character in {word}");
    Err(FileFault::new("IMP-ENCODING", message, format!("name {instead} with --encoding, or export it as UTF-8")))
}

fn not_utf8(body: &[u8], at: usize) -> FileFault {
    let byte = body.get(at).copied().unwrap_or_default();
    let message = format!("byte 0x{byte:02X} on line {} is not UTF-8", line_at(body, at));
    FileFault::new(
        "IMP-ENCODING",
        message,
        "the file may be damaged: export it again as UTF-8, or name its encoding with --encoding",
    )
}

/// UTF-8 if it is valid; Windows-1252 if nothing in the file speaks for UTF-8.
fn guess(body: &[u8]) -> Result<(String, Encoding, Vec<Warning>), FileFault> {
    let at = match std::str::from_utf8(body) {
        Ok(text) => return Ok((text.to_owned(), Encoding::Utf8, Vec::new())),
        Err(error) => error.valid_up_to(),
    };
    let partly_utf8 = body.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let overlong = body.windows(2).any(|w| matches!(w, [0xC0 | 0xC1, 0x80..=0xBF]));
    let surrogate = body.windows(3).any(|w| matches!(w, [0xED, 0xA0..=0xBF, 0x80..=0xBF]));
    if partly_utf8 || overlong || surrogate {
        return Err(not_utf8(body, at));
    }
    let text = text_of(body, Encoding::Windows1252)?;
    let message = format!("read as windows-1252, since byte 0x{:02X} is not UTF-8; --encoding names another", body[at]);
    Ok((text, Encoding::Windows1252, vec![Warning { line: line_at(body, at), code: "IMP-ENCODING", message }]))
}

/// Traces of an earlier reading in a wrong encoding: UTF-8 taken for Windows-1252, or characters already lost.
fn mojibake(text: &str) -> Option<Warning> {
    let pairs =
        ["Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "Ã©", "Ã\u{84}", "Ã\u{96}", "Ã\u{9c}", "â€", "Â\u{a0}", "\u{fffd}"];
    if text.is_ascii() {
        return None;
    }
    let (at, found) = pairs.iter().filter_map(|pair| Some((text.find(pair)?, *pair))).min()?;
    let message = format!("\"{}\" looks like text that was once read in a wrong encoding", show::escape(found));
    Some(Warning { line: line_at(text.as_bytes(), at), code: "IMP-MOJIBAKE", message })
}

/// The physical line, from 1, of a byte: LF, CRLF and CR each end one.
pub(super) fn line_at(body: &[u8], at: usize) -> u64 {
    let before = &body[..at.min(body.len())];
    let ends = (0..before.len()).filter(|i| match before[*i] {
        b'\n' => true,
        b'\r' => body.get(i + 1) != Some(&b'\n'),
        _ => false,
    });
    u64::try_from(ends.count()).unwrap_or(u64::MAX).saturating_add(1)
}
