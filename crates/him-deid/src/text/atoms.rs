//! The words and numbers of an identifier.

use super::fold::{Key, is_mark};
use super::lexicon::{Classes, Lexicon};
use super::words::street_key;

/// Splits a value into the keys of its words and numbers, with what the lexicon knows of each.
pub(crate) fn atoms(value: &str) -> Vec<Atom<'_>> {
    let mut atoms = Vec::new();
    let mut chars = value.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let digits = c.is_ascii_digit();
        if !digits && !c.is_alphabetic() {
            continue;
        }
        let mut key = Key::new();
        let mut letters = 0;
        key.push_char(c);
        letters += 1;
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let same = if digits {
                next.is_ascii_digit()
            } else {
                next.is_alphabetic() || is_mark(next)
            };
            if !same {
                break;
            }
            key.push_char(next);
            letters += 1;
            end = at + next.len_utf8();
            chars.next();
        }
        let entry = if digits {
            Default::default()
        } else {
            Lexicon::shared().find(key.value())
        };
        atoms.push(Atom {
            key: key.value(),
            canonical: if entry.classes.any(Classes::STREET_TYPE) {
                street_key(entry.value)
            } else {
                key.value()
            },
            classes: entry.classes,
            letters,
            digits,
            text: value.get(start..end).unwrap_or(""),
        });
    }
    atoms
}

/// A word or number of an identifier.
#[derive(Clone, Copy)]
pub(crate) struct Atom<'a> {
    pub(crate) key: u64,
    pub(crate) canonical: u64,
    pub(crate) classes: Classes,
    pub(crate) letters: usize,
    pub(crate) digits: bool,
    pub(crate) text: &'a str,
}
