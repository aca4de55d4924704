//! The text of an identifier: what is left of it without blanks and separators.

use crate::{Error, ErrorKind};

/// The characters of an identifier, upper case, with the byte at which each stood.
pub(super) struct Characters<const N: usize> {
    pub(super) text: [u8; N],
    positions: [usize; N],
}

impl<const N: usize> Characters<N> {
    /// Reads `N` ASCII letters and digits. A single blank or hyphen may stand before the characters
    /// at `groups`, and any blanks around the whole.
    pub(super) fn read(text: &str, groups: &[usize]) -> Result<Self, Error> {
        let mut found = Characters {
            text: [0; N],
            positions: [0; N],
        };
        read(text, groups, &mut found.text, &mut found.positions)?;
        Ok(found)
    }

    /// The error that a rule breaks at the character with this index.
    pub(super) fn error(&self, kind: ErrorKind, index: usize) -> Error {
        Error::new(kind, self.positions.get(index).copied().unwrap_or_default())
    }

    /// Checks each character by the rule for its index, which is the kind of error if it fails.
    pub(super) fn each(
        &self,
        rule: impl Fn(usize, u8) -> Result<(), ErrorKind>,
    ) -> Result<(), Error> {
        for (index, character) in self.text.iter().enumerate() {
            rule(index, *character).map_err(|kind| self.error(kind, index))?;
        }
        Ok(())
    }
}

/// The rule that a character is a digit.
pub(super) fn digit(character: u8) -> Result<(), ErrorKind> {
    if character.is_ascii_digit() {
        Ok(())
    } else {
        Err(ErrorKind::Digit)
    }
}

/// What an identifier is as text; its characters are ASCII.
pub(super) fn as_str(text: &[u8]) -> &str {
    str::from_utf8(text).unwrap_or_default()
}

/// Reads as many characters as there are places for.
fn read(
    text: &str,
    groups: &[usize],
    characters: &mut [u8],
    positions: &mut [usize],
) -> Result<(), Error> {
    let expected = characters.len();
    let length = |position| {
        let expected = expected as u8;
        Error::new(ErrorKind::Length { expected }, position)
    };
    let mut count = 0;
    let mut separated = None;
    let inner = text.trim_ascii_end();
    let start = text.len() - text.trim_ascii_start().len();
    for (position, byte) in inner.bytes().enumerate().skip(start) {
        if matches!(byte, b' ' | b'-') {
            if separated.is_some() || !groups.contains(&count) {
                return Err(Error::new(ErrorKind::Separator, position));
            }
            separated = Some(position);
            continue;
        }
        if !byte.is_ascii_alphanumeric() {
            return Err(Error::new(ErrorKind::NotAlphanumeric, position));
        }
        let (Some(character), Some(place)) = (characters.get_mut(count), positions.get_mut(count))
        else {
            return Err(length(position));
        };
        *character = byte.to_ascii_uppercase();
        *place = position;
        separated = None;
        count += 1;
    }
    match separated {
        _ if count < expected => Err(length(inner.len())),
        Some(position) => Err(Error::new(ErrorKind::Separator, position)),
        None => Ok(()),
    }
}
