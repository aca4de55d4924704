//! Strings of JSON: where they end, and what they say.

use std::borrow::Cow;

use super::finding::FindingKind;
use super::json::{Json, Read, Stop, Why};

/// A string between its quotes, escapes not resolved.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawString<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) escaped: bool,
    pub(super) at: usize,
}

impl<'a> RawString<'a> {
    /// The text with its escapes resolved.
    pub(super) fn text(&self, json: &mut Json<'a>) -> Read<Cow<'a, str>> {
        let text = str::from_utf8(self.bytes).map_err(|error| Stop {
            at: self.at + error.valid_up_to(),
            why: Why::Utf8,
        })?;
        if !self.escaped {
            return Ok(Cow::Borrowed(text));
        }
        let (text, whole) = unescape(text);
        if !whole {
            json.report(self.at, FindingKind::LoneSurrogate);
        }
        Ok(Cow::Owned(text))
    }
}

/// Resolves escapes that are known to be well formed. False if half of a surrogate pair is
/// missing: U+FFFD then stands in its place.
fn unescape(text: &str) -> (String, bool) {
    let mut out = String::with_capacity(text.len());
    let mut whole = true;
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let kind = rest.as_bytes().get(at + 1).copied().unwrap_or_default();
        let mut read = 2;
        out.push(match kind {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                read = 6;
                let first = code_unit(rest.get(at + 2..at + 6));
                let second = match rest.get(at + 6..at + 8) {
                    Some("\\u") => code_unit(rest.get(at + 8..at + 12)),
                    _ => 0,
                };
                let pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
                let scalar = if pair {
                    read = 12;
                    0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                } else {
                    first
                };
                whole &= char::from_u32(scalar).is_some();
                char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => char::from(other),
        });
        rest = rest.get(at + read..).unwrap_or_default();
    }
    out.push_str(rest);
    (out, whole)
}

fn code_unit(digits: Option<&str>) -> u32 {
    digits.map_or(0, |digits| u32::from_str_radix(digits, 16).unwrap_or(0))
}

/// How many bytes come before the first quote, backslash or control character.
///
/// Eight bytes at a time: in `x - 0x01..01 & !x & 0x80..80` the lowest set bit marks the first zero
/// byte exactly, and likewise with `0x20` the first byte below a blank.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word & TOPS;
    let (words, rest) = bytes.as_chunks::<8>();
    let mut len = 0;
    for word in words {
        let word = u64::from_le_bytes(*word);
        let found = below(word ^ (ONES * u64::from(b'"')), 1)
            | below(word ^ (ONES * u64::from(b'\\')), 1)
            | below(word, 0x20);
        if found != 0 {
            return len + (found.trailing_zeros() / 8) as usize;
        }
        len += 8;
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    len + rest.iter().position(special).unwrap_or(rest.len())
}
