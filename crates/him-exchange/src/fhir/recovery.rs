//! Finds the next entry of a Bundle after one that is not JSON.

/// Where reading goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// After the broken entry, before a comma or the end of the array.
    After(usize),
    /// At the brace of the next entry.
    Entry(usize),
    /// What is in memory does not tell.
    Unknown,
}

enum Walk {
    Closed(usize),
    /// The brackets do not match, or what stands between them cannot be.
    Mismatch,
    End,
}

/// Looks for the end of the broken entry that starts `text`; the grammar broke at `broken`.
///
/// The brackets tell, unless one of them is what broke. Then the start of an entry does: a brace
/// and a member name in quotes that only entries start with, which no string can contain, since
/// its quotes would be escaped.
pub(super) fn resume(text: &[u8], broken: usize, ended: bool) -> Resume {
    // A string without its closing quote ends at the next one, which may be in the next entry.
    let from = last_string(text, broken).max(1);
    let next = entry_start(text, from);
    match (
        walk(text.get(..next.unwrap_or(text.len())).unwrap_or_default()),
        next,
    ) {
        (Walk::Closed(end), _) if followed_well(text.get(end..).unwrap_or_default(), ended) => {
            Resume::After(end)
        }
        (_, Some(at)) => Resume::Entry(at),
        (_, None) => Resume::Unknown,
    }
}

/// Where the last string that starts before `end` starts; `end` if there is none.
fn last_string(text: &[u8], end: usize) -> usize {
    let mut start = end;
    let mut at = 0;
    while let Some(quote) = memchr::memchr(b'"', text.get(at..end).unwrap_or_default()) {
        start = at + quote;
        at = string_end(text, start + 1).unwrap_or(end);
    }
    start
}

/// Past the quote that closes the string with its first character at `at`.
fn string_end(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Follows strings and brackets to the end of the value that starts `text`.
fn walk(text: &[u8]) -> Walk {
    let mut open = Vec::new();
    let mut at = 0;
    // In an object: whether a member name must be next.
    let mut name_next = false;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => continue,
            b'"' => match string_end(text, at) {
                Some(end) => at = end,
                None => return Walk::End,
            },
            b'{' | b'[' if name_next => return Walk::Mismatch,
            b'{' | b'[' => open.push(byte),
            b'}' | b']' => {
                let pair = if byte == b'}' { b'{' } else { b'[' };
                if open.pop() != Some(pair) {
                    return Walk::Mismatch;
                }
            }
            b':' if open.last() != Some(&b'{') => return Walk::Mismatch,
            _ => {}
        }
        if open.is_empty() {
            return Walk::Closed(at);
        }
        name_next = byte == b',' && open.last() == Some(&b'{');
    }
    Walk::End
}

/// Whether an array goes on or ends here: `]`, or a comma and an object.
fn followed_well(text: &[u8], ended: bool) -> bool {
    let mut rest = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (rest.next(), rest.next()) {
        (Some(b']'), _) | (Some(b','), Some(b'{')) => true,
        (None, _) | (Some(b','), None) => !ended,
        _ => false,
    }
}

/// The brace of the first entry at or after `from`.
pub(super) fn entry_start(text: &[u8], from: usize) -> Option<usize> {
    let resource = named_start(text, from, b"\"resource\"");
    let before = text.get(..resource.unwrap_or(text.len()))?;
    named_start(before, from, b"\"fullUrl\"").or(resource)
}

/// The first brace at or after `from` whose first member has this name.
fn named_start(text: &[u8], from: usize, name: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(text.get(from..)?, name).find_map(|found| {
        let before = text.get(from..from + found)?.trim_ascii_end();
        let after = text.get(from + found + name.len()..)?.trim_ascii_start();
        let starts = before.last() == Some(&b'{') && after.first() == Some(&b':');
        starts.then(|| from + before.len() - 1)
    })
}
