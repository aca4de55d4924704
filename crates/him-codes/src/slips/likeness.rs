//! Which characters are taken for which, when they are read, and when they are typed.

use crate::automaton::symbol;

/// How easily one character becomes another one. The order is that of how often it happens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// A letter and a digit.
    None,
    /// Both letters, or both digits.
    Kind,
    /// Neighbours on a keyboard or keypad, or somewhat alike in handwriting.
    Near,
    /// Alike in print, to a hasty reader.
    Similar,
    /// Alike in print: O and 0, I and 1, S and 5.
    Alike,
}

pub(super) fn likeness(one: u8, other: u8) -> Likeness {
    let (low, high) = (one.min(other), one.max(other));
    if matches!(
        (low, high),
        (b'0', b'O')
            | (b'1', b'I' | b'L')
            | (b'2', b'Z')
            | (b'5', b'S')
            | (b'6', b'G')
            | (b'8', b'B')
            | (b'I', b'L')
    ) {
        return Likeness::Alike;
    }
    if matches!((low, high), (b'0', b'D' | b'Q') | (b'U', b'V')) {
        return Likeness::Similar;
    }
    let in_handwriting = matches!(
        (low, high),
        (b'1', b'7' | b'T')
            | (b'3', b'8')
            | (b'4', b'9' | b'A')
            | (b'6', b'B')
            | (b'7', b'T')
            | (b'9', b'G' | b'Q')
            | (b'C', b'G')
            | (b'D', b'O')
            | (b'E', b'F')
            | (b'I', b'J')
            | (b'O', b'Q')
            | (b'P', b'R')
            | (b'V', b'Y')
    );
    if in_handwriting || on_keyboard(one, other) || on_keypad(one, other) {
        Likeness::Near
    } else if one.is_ascii_digit() == other.is_ascii_digit() {
        Likeness::Kind
    } else {
        Likeness::None
    }
}

/// Row and place of each key on the American keyboard, in half keys from the left, as each row stands half a key further to
/// the right.
const KEYS: [(u8, u8); 36] = [
    // 0 to 9
    (0, 18),
    (0, 0),
    (0, 2),
    (0, 4),
    (0, 6),
    (0, 8),
    (0, 10),
    (0, 12),
    (0, 14),
    (0, 16),
    // A to Z
    (2, 2),
    (3, 11),
    (3, 7),
    (2, 6),
    (1, 5),
    (2, 8),
    (2, 10),
    (2, 12),
    (1, 15),
    (2, 14),
    (2, 16),
    (2, 18),
    (3, 15),
    (3, 13),
    (1, 17),
    (1, 19),
    (1, 1),
    (1, 7),
    (2, 4),
    (1, 9),
    (1, 13),
    (3, 9),
    (1, 3),
    (3, 5),
    (1, 11),
    (3, 3),
];

fn on_keyboard(one: u8, other: u8) -> bool {
    let key = |byte| KEYS.get(usize::from(symbol(byte)));
    let (Some((row, place)), Some((other_row, other_place))) = (key(one), key(other)) else {
        return false;
    };
    matches!(
        (row.abs_diff(*other_row), place.abs_diff(*other_place)),
        (0, 2) | (1, 1)
    )
}

fn on_keypad(one: u8, other: u8) -> bool {
    let key = |byte: u8| match byte {
        b'0' => Some((3, 0)),
        b'1'..=b'9' => Some((2 - (byte - b'1') / 3, (byte - b'1') % 3)),
        _ => None,
    };
    let (Some((row, place)), Some((other_row, other_place))) = (key(one), key(other)) else {
        return false;
    };
    // The 0 is two keys wide.
    let wide = row.max(other_row) == 3 && place.max(other_place) == 1;
    match (row.abs_diff(other_row), place.abs_diff(other_place)) {
        (0, 1) | (1, 0) => true,
        (1, 1) => wide,
        _ => false,
    }
}

/// The digit on whose key a character stands, as it comes when the shift key is held.
pub(super) fn unshifted(c: char) -> Option<u8> {
    let digit = match c {
        ')' => b'0',
        '!' | '|' => b'1',
        '@' => b'2',
        '#' => b'3',
        '$' => b'4',
        '%' => b'5',
        '^' => b'6',
        '&' => b'7',
        '*' => b'8',
        '(' => b'9',
        _ => return None,
    };
    Some(digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automaton::{ALPHABET, character};

    #[test]
    fn the_keyboard() {
        const ROWS: [&str; 4] = ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"];
        let place = |byte: u8| {
            let found = ROWS
                .iter()
                .enumerate()
                .find_map(|(row, keys)| Some((row, keys.bytes().position(|key| key == byte)?)));
            found.map(|(row, column)| (row, 2 * column + row))
        };
        for symbol in 0..ALPHABET {
            let byte = character(symbol);
            let key = KEYS.get(usize::from(symbol));
            let key = key.map(|(row, place)| (usize::from(*row), usize::from(*place)));
            assert_eq!(key, place(byte), "{}", char::from(byte));
        }
        assert!(on_keyboard(b'Q', b'1') && on_keyboard(b'Q', b'2') && on_keyboard(b'Q', b'A'));
        assert!(!on_keyboard(b'Q', b'3') && !on_keyboard(b'Q', b'S') && !on_keyboard(b'0', b'1'));
    }

    #[test]
    fn the_keypad() {
        let beside = |byte: u8| (b'0'..=b'9').filter(move |other| on_keypad(byte, *other));
        assert!(beside(b'5').eq(*b"2468"));
        assert!(beside(b'0').eq(*b"12"));
        assert!(beside(b'1').eq(*b"024"));
        assert!(beside(b'9').eq(*b"68"));
    }
}
