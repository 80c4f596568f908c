//! Splitting a line into words as a shell would: blanks separate, single and double quotes keep together.
//!
//! Absent by design: variables, escapes and everything else that a shell does.

/// The words of a line.
///
/// # Errors
/// Fails for a quote that is not closed.
pub(super) fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '\'' || c == '"' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            Some(_) | None => word.get_or_insert_default().push(c),
        }
    }
    if quote.is_some() {
        return Err(format!("a quote is not closed in: {line}"));
    }
    words.extend(word);
    Ok(words)
}
