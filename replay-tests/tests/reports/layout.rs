//! A JSON document laid out for the eye: its keys and the rows of its lists on lines of their own, in their order.
//!
//! Absent by design: reading it into values, which would sort its keys.

/// So deep lines are broken: the document, and the lists and objects in it.
const DEEPEST: usize = 2;

/// The document over several lines; what it says stays the same.
pub(crate) fn laid(document: &str) -> String {
    let mut out = String::with_capacity(document.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let mut before = ' ';
    for c in document.trim_end().chars() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            out.push(c);
        } else {
            match c {
                '{' | '[' => {
                    out.push(c);
                    depth += 1;
                    break_line(&mut out, depth);
                }
                '}' | ']' => {
                    depth = depth.saturating_sub(1);
                    if matches!(before, '{' | '[') {
                        out.truncate(out.trim_end().len());
                    } else if depth < DEEPEST {
                        break_line(&mut out, depth);
                    }
                    out.push(c);
                }
                ',' => {
                    out.push(c);
                    break_line(&mut out, depth);
                }
                ':' => out.push_str(": "),
                _ => out.push(c),
            }
            quoted = c == '"';
            escaped = false;
        }
        before = c;
    }
    out.push('\n');
    out
}

/// A line break where the depth is one that is laid out, a space after a comma where it is not.
fn break_line(out: &mut String, depth: usize) {
    if depth <= DEEPEST {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    } else if out.ends_with(',') {
        out.push(' ');
    }
}

#[test]
fn rows_stand_on_lines_of_their_own_in_the_order_of_their_keys() {
    let document = "{\"z\":1,\"rows\":[{\"b\":\"x,\\\"{\",\"a\":[1,2]}],\"findings\":[]}\n";
    let expected =
        "{\n  \"z\": 1,\n  \"rows\": [\n    {\"b\": \"x,\\\"{\", \"a\": [1, 2]}\n  ],\n  \"findings\": []\n}\n";
    assert_eq!(laid(document), expected);
}
