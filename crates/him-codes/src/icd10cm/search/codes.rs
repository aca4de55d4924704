//! Codes in a query, and the codes that start as another.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::INDEX;
use crate::icd10cm::Entry;
use crate::icd10cm::table::TABLE;
use crate::packed::prefix_mask;

/// A code and the numbers of those that start so.
pub(super) type Codes = Vec<(u64, Range<usize>)>;

/// A query without the codes in it, and these.
pub(super) fn codes_and_words(text: &str) -> (String, Codes) {
    let mut words = String::new();
    let mut codes = Vec::new();
    // A longer text is no query for codes.
    for (number, part) in text.split_inclusive(char::is_whitespace).enumerate() {
        let least = if part.trim() == text.trim() { 2 } else { 3 };
        let code = (number < 16 && codes.len() < 2)
            .then(|| partial_code(part, least))
            .flatten();
        match code {
            Some(code) => codes.push(code),
            None => words.push_str(part),
        }
    }
    (words, codes)
}

/// A text that is a code, or the beginning of one with at least so many characters: two where it is all that is written.
fn partial_code(text: &str, least: usize) -> Option<(u64, Range<usize>)> {
    let text = text.trim().trim_end_matches(['.', '-']);
    let mut key = [0; 8];
    let mut len = 0;
    for (at, c) in text.char_indices() {
        if c == '.' && at == 3 {
            continue;
        }
        if !c.is_ascii_alphanumeric() || len == 7 {
            return None;
        }
        let [byte, ..] = u32::from(c.to_ascii_uppercase()).to_le_bytes();
        *key.get_mut(len)? = byte;
        len += 1;
    }
    let [letter, digit, ..] = key;
    let long = len >= least && (len > 2 || digit.is_ascii_digit());
    // Alone it is a code rather than the word that it may also be.
    if !letter.is_ascii_uppercase() || !long || least > 2 && INDEX.has_word(text) {
        return None;
    }
    let key = u64::from_be_bytes(key);
    let node = if len == 2 {
        TABLE.automaton.root(letter, digit)
    } else {
        TABLE.automaton.walk(key)
    }?;
    let first = TABLE.automaton.first_from(node)?;
    Some((key, starting_with(key, len, first)))
}

/// The numbers of the codes below one, of whatever day.
pub(super) fn codes_below(header: Entry) -> Range<usize> {
    let all = starting_with(header.code().key(), header.code().len(), header.ordinal());
    all.start + 1..all.end
}

/// The numbers of the codes that start with the first `len` characters of a key; `first` is the lowest of them.
fn starting_with(key: u64, len: usize, first: u32) -> Range<usize> {
    let node = TABLE.automaton.walk(key & prefix_mask(len));
    let last = node.and_then(|node| TABLE.automaton.last_from(node));
    first as usize..last.map_or(first, |last| last + 1) as usize
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::super::gather::entry;
    use super::*;
    use crate::icd10cm;

    #[test]
    fn codes_by_their_numbers() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 14).unwrap();
        let mut seen = 0;
        for own in icd10cm::entries(day) {
            assert_eq!(entry(own.ordinal(), day), Some(own));
            let below = codes_below(own).filter_map(|ordinal| entry(ordinal as u32, day));
            assert!(below.eq(own.descendants()), "{own:?}");
            seen += 1;
        }
        assert!(seen > 98_000, "{seen}");
        assert_eq!(entry(TABLE.len() as u32, day), None);
    }

    #[test]
    fn what_is_a_code() {
        let code = |text, least| partial_code(text, least).map(|(_, range)| range.len());
        // E11 with all that is below it, of whatever year.
        assert!(code("e11", 3).is_some_and(|len| len > 80));
        assert_eq!(code("E11.", 3), code("E11", 3));
        assert_eq!(code("E11.9", 3), Some(1));
        assert_eq!(code("e119", 3), Some(1));
        assert!(code("e1", 2).is_some());
        for text in [
            "e1", "t12", "b12", "h1n1", "e.11", "E11.99", "1", "", "é11", "tb", "ear",
        ] {
            assert_eq!(code(text, 3), None, "{text}");
        }
    }
}
