//! Delimiters and escape sequences (HL7 v2.5.1, 2.5.4 and 2.7).

use std::borrow::Cow;

/// The delimiters of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Delimiters {
    pub(super) field: char,
    pub(super) component: char,
    pub(super) repetition: char,
    pub(super) escape: char,
    pub(super) subcomponent: char,
}

impl Delimiters {
    /// Those of a header segment: `MSH|^~\&`.
    pub(super) fn of(header: &str) -> Option<Self> {
        let mut after = header.get(3..)?.chars();
        let field = after
            .next()
            .filter(|c| !c.is_alphanumeric() && !c.is_whitespace())?;
        let encoding: Vec<char> = after.take_while(|c| *c != field).collect();
        // Old messages leave out the last ones.
        let of = |place: usize, usual: char| encoding.get(place).copied().unwrap_or(usual);
        let own = Delimiters {
            field,
            component: of(0, '^'),
            repetition: of(1, '~'),
            escape: of(2, '\\'),
            subcomponent: of(3, '&'),
        };
        let all = [
            own.field,
            own.component,
            own.repetition,
            own.escape,
            own.subcomponent,
        ];
        let distinct = all
            .iter()
            .enumerate()
            .all(|(nth, c)| !all.iter().take(nth).any(|before| before == c));
        (distinct && !encoding.is_empty() && !encoding.iter().any(|c| c.is_alphanumeric()))
            .then_some(own)
    }

    /// The text that a value stands for.
    pub(super) fn unescaped<'t>(&self, value: &'t str) -> Cow<'t, str> {
        if !value.contains(self.escape) {
            return Cow::Borrowed(value);
        }
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some((before, after)) = rest.split_once(self.escape) {
            out.push_str(before);
            let Some((code, next)) = after.split_once(self.escape) else {
                // A lone escape character is itself.
                out.push(self.escape);
                rest = after;
                continue;
            };
            match code {
                "F" => out.push(self.field),
                "S" => out.push(self.component),
                "R" => out.push(self.repetition),
                "T" => out.push(self.subcomponent),
                "E" => out.push(self.escape),
                // Highlighting says nothing.
                "H" | "N" => {}
                code if code.starts_with(".br") || code.starts_with(".sp") => out.push('\n'),
                code => match code.strip_prefix('X').and_then(hexadecimal) {
                    Some(text) => out.push_str(&text),
                    // Character sets, formatting and what a site has made up.
                    None if code.starts_with('.')
                        || code.starts_with(['C', 'M', 'Z']) && code.len() <= 8 =>
                    {
                        out.push(' ')
                    }
                    None => {
                        out.push(self.escape);
                        out.push_str(code);
                        rest = next;
                        out.push(self.escape);
                        continue;
                    }
                },
            }
            rest = next;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// A text as a value.
    pub(super) fn escaped(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let code = match c {
                c if c == self.field => "F",
                c if c == self.component => "S",
                c if c == self.repetition => "R",
                c if c == self.subcomponent => "T",
                c if c == self.escape => "E",
                '\n' => ".br",
                '\r' => "X0D",
                c => {
                    out.push(c);
                    continue;
                }
            };
            out.push(self.escape);
            out.push_str(code);
            out.push(self.escape);
        }
        out
    }
}

fn hexadecimal(digits: &str) -> Option<String> {
    let pairs = digits.len().is_multiple_of(2) && digits.is_ascii() && !digits.is_empty();
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..digits.len()).step_by(2).map(byte).collect();
    // What is not UTF-8 is taken for Latin-1, in which each byte is a character.
    bytes.filter(|_| pairs).map(|bytes| {
        String::from_utf8(bytes).unwrap_or_else(|error| {
            error
                .as_bytes()
                .iter()
                .map(|byte| char::from(*byte))
                .collect()
        })
    })
}

/// The segments of a text, without the bytes that frame a message (MLLP).
pub(super) fn segments(text: &str) -> impl Iterator<Item = &str> {
    let segments = text.split(['\r', '\n', '\u{b}', '\u{1c}']);
    segments
        .map(|segment| segment.trim_start_matches('\u{feff}').trim_end())
        .filter(|segment| !segment.trim().is_empty())
}
