//! Reads codes of one length, each place of which takes certain characters.

use crate::CodeSystem;
use crate::error::{Allowed, ParseError, ParseErrorKind};
use crate::text::trim;

/// The characters of a code in upper case; blanks may stand around them.
#[inline]
pub(crate) const fn read<const N: usize>(
    text: &str,
    places: &[Allowed; N],
    system: CodeSystem,
) -> Result<[u8; N], ParseError> {
    let (code, start) = trim(text.as_bytes());
    if code.is_empty() {
        return Err(ParseError::new(system, ParseErrorKind::Empty, 0));
    }
    let mut characters = [0; N];
    let mut cells: &mut [u8] = &mut characters;
    let mut places: &[Allowed] = places;
    let mut rest = code;
    while let ([allowed, next_places @ ..], [cell, next_cells @ ..]) = (places, cells) {
        let allowed = *allowed;
        let at = start + code.len() - rest.len();
        let [byte, next @ ..] = rest else {
            let kind = ParseErrorKind::Incomplete { allowed };
            return Err(ParseError::new(system, kind, at));
        };
        *cell = byte.to_ascii_uppercase();
        if !allowed.takes(*cell) {
            let kind = ParseErrorKind::Character { allowed };
            return Err(ParseError::new(system, kind, at));
        }
        (places, cells, rest) = (next_places, next_cells, next);
    }
    if rest.is_empty() {
        return Ok(characters);
    }
    let kind = ParseErrorKind::TooLong { limit: N as u8 };
    let at = start + code.len() - rest.len();
    Err(ParseError::new(system, kind, at))
}
