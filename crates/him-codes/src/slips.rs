//! What one slip of the pen may have made of a code.
//!
//! A slip is a character replaced, left out, or one too many, two neighbours swapped, or something in the place of the dot.
//! Each text that one slip turns into the written one is tried, and those that are codes are ranked by how likely the slip is:
//!
//! 1. Only characters that are no letters and digits are in the way, or the dot is elsewhere.
//! 2. Placeholders X are forgotten.
//! 3. The last character is left out: what is written is then the header of the code, or the code without the seventh one.
//! 4. Characters are alike in print: first O and 0, I and 1, S and 5, then D and 0.
//! 5. Two neighbours are swapped, which one can do in six ways with a code, while one can replace a character in 245 ways.
//! 6. A character is doubled.
//! 7. A character is left out: first beside an equal one, either of which may be the missing one.
//! 8. Neighbours on the keyboard: one replaces the other. Or one character is too many.
//! 9. A digit is replaced by a digit, a letter by a letter.
//! 10. All others.
//!
//! Where the dot stands tells on which side of it a character is missing or too many, and a character that no code has is
//! the slip itself: what does not agree with these comes after all that does. Of equals, the slip that is further to the right
//! comes first, as what is before it is then the same, and then the more frequent last character.
//!
//! A text that no single slip explains is likely right at its beginning: then those codes are named that go on from there and
//! are most alike.

mod likeness;
mod written;

use crate::automaton::{ALPHABET, Automaton, character};
use crate::packed::prefix_mask;
use likeness::{Likeness, likeness};
use written::{Stray, Written};

/// How a system writes its codes.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    /// A dot comes after the third character.
    pub(crate) dotted: bool,
    /// Places before the seventh character are filled with X.
    pub(crate) placeholders: bool,
    /// The frequent ones among the characters that come seventh, the most frequent first.
    pub(crate) frequent: &'static [u8],
}

/// How many characters come before the dot.
const BEFORE_DOT: usize = 3;
/// How many characters a code has at most.
const MAX_LEN: usize = 7;
/// How many are found at a time. Nobody reads further often.
const WINDOW: usize = 8;

/// The codes that one slip turns into a given text, each once, the likelier first.
#[derive(Clone)]
pub(crate) struct Slips {
    written: Option<Written>,
    form: Form,
    /// With so many characters of the text some code starts; what comes later cannot be the only slip.
    known: usize,
    found: [Candidate; WINDOW],
    len: usize,
    next: usize,
    /// After which one to look for more.
    last: Option<Candidate>,
    /// There are no more than what has been found.
    ended: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Candidate {
    rank: u32,
    key: u64,
}

/// By how likely they are.
#[derive(Clone, Copy)]
enum Kind {
    Other,
    /// A digit for a digit, a letter for a letter.
    Same,
    Near,
    LeftOut,
    Doubled,
    Swapped,
    Similar,
    Alike,
    LeftOutAtEnd,
    Placeholder,
    Punctuation,
}

impl Slips {
    pub(crate) fn of_text(text: &str, form: Form) -> Slips {
        Slips::new(Written::read(text, form.dotted), form)
    }

    /// Of the characters of a text, from the highest byte of `key` down, of which there are `len`.
    pub(crate) fn of_key(key: u64, len: usize, form: Form) -> Slips {
        Slips::new(Some(Written::of(key, len)), form)
    }

    fn new(written: Option<Written>, form: Form) -> Slips {
        Slips {
            written,
            form,
            known: usize::MAX,
            found: [Candidate::default(); WINDOW],
            len: 0,
            next: WINDOW,
            last: None,
            ended: false,
        }
    }

    /// Looks for slips only where the list of codes leaves room for one.
    pub(crate) fn known_to(mut self, list: &Automaton) -> Slips {
        if let Some(written) = self.written {
            let lens = (1..=written.len.min(MAX_LEN)).rev();
            let mut starting =
                lens.filter(|len| list.walk(written.key & prefix_mask(*len)).is_some());
            self.known = starting.next().unwrap_or(0);
        }
        self
    }

    /// The next one among those that `is_code` takes. It is given one to seven digits and large letters, and has to answer
    /// alike each time. Where no slip leads to a code, those of `family` that are most like the text: it is given the text, up
    /// to seven digits and large letters.
    pub(crate) fn next<Family: IntoIterator<Item = u64>>(
        &mut self,
        is_code: impl Fn(u64) -> bool,
        family: impl FnOnce(u64) -> Family,
    ) -> Option<u64> {
        if self.next == WINDOW {
            self.fill(is_code);
            if let (0, None, Some(written)) = (self.len, self.last, self.written) {
                let text = written.key & prefix_mask(MAX_LEN);
                family(text)
                    .into_iter()
                    .filter(|key| *key != written.key)
                    .for_each(|key| self.keep(most_alike(text, key), |_| true));
                self.len = self.len.min(FAMILY);
                self.ended = true;
            }
        }
        let found = self.found.get(..self.len)?.get(self.next)?;
        self.next += 1;
        self.last = Some(*found);
        Some(found.key)
    }

    fn fill(&mut self, is_code: impl Fn(u64) -> bool) {
        (self.len, self.next) = (0, 0);
        let Some(written) = self.written.filter(|_| !self.ended) else {
            return;
        };
        let guess = Guess {
            written,
            form: self.form,
            known: self.known,
        };
        guess.each(|candidate| self.keep(candidate, &is_code));
    }

    /// Keeps a candidate in its place among the best, if it is one of them.
    fn keep(&mut self, candidate: Candidate, is_code: impl Fn(u64) -> bool) {
        let known = self.last.is_some_and(|last| !last.before(candidate));
        let best = self.found.get(..self.len).unwrap_or_default();
        let place = best
            .iter()
            .rposition(|found| found.before(candidate))
            .map_or(0, |at| at + 1);
        if known || place == WINDOW || !is_code(candidate.key) {
            return;
        }
        self.len = (self.len + 1).min(WINDOW);
        if let Some(moved) = self.found.get_mut(place..self.len) {
            moved.rotate_right(1);
            if let Some(found) = moved.first_mut() {
                *found = candidate;
            }
        }
    }
}

impl Candidate {
    fn before(self, other: Candidate) -> bool {
        (other.rank, self.key) < (self.rank, other.key)
    }
}

/// How many of a family are named.
const FAMILY: usize = 5;

/// The longer the beginning that is the same the better, then the more places have the same character, then the fewer there
/// are too many or too few.
fn most_alike(text: u64, key: u64) -> Candidate {
    let beginning = (text ^ key).leading_zeros() / 8;
    let same = (text ^ key)
        .to_be_bytes()
        .into_iter()
        .zip(key.to_be_bytes())
        .map(|(difference, own)| u32::from(difference == 0 && own != 0))
        .sum::<u32>();
    let len = |key: u64| 8 - key.trailing_zeros() / 8;
    let rank = beginning << 8 | same << 4 | (8 - len(text).abs_diff(len(key)));
    Candidate { rank, key }
}

/// A text, and what it may have been meant to be.
struct Guess {
    written: Written,
    form: Form,
    known: usize,
}

impl Guess {
    /// Each candidate once; the likely ones early, so that most of the others need not be looked up.
    fn each(&self, mut take: impl FnMut(Candidate)) {
        let take = &mut take;
        self.punctuation(take);
        if self.form.placeholders {
            self.placeholders(take);
        }
        self.alike_throughout(take);
        self.swapped(take);
        self.too_many(take);
        self.left_out(take);
        self.replaced(take);
    }

    fn punctuation(&self, take: &mut impl FnMut(Candidate)) {
        let Written {
            key,
            len,
            dot,
            stray,
        } = self.written;
        // A dot may stand in its place, but not at the end; then it is the text itself.
        let in_place = dot.is_none_or(|dot| dot == BEFORE_DOT && dot < len);
        if len <= MAX_LEN && !(in_place && stray == Stray::None) {
            take(self.candidate(key, Kind::Punctuation, true, 0, 0));
        }
    }

    fn placeholders(&self, take: &mut impl FnMut(Candidate)) {
        if let Some(key) = self.with_placeholders() {
            take(self.candidate(key, Kind::Placeholder, self.dot_is_right(), 0, 0));
        }
        let Written { key, len, .. } = self.written;
        if (BEFORE_DOT..MAX_LEN - 1).contains(&len) {
            let stem = key | PLACEHOLDERS & !prefix_mask(len);
            for last in (0..ALPHABET).map(character).filter(|last| *last != b'X') {
                let key = stem | u64::from(last) << 8;
                take(self.candidate(key, Kind::LeftOutAtEnd, self.dot_is_right(), 0, len));
            }
        }
    }

    /// With placeholders before the last character.
    fn with_placeholders(&self) -> Option<u64> {
        let Written { key, len, .. } = self.written;
        let before = len.checked_sub(1)?;
        let last = u64::from(self.written.byte(before)) << 8;
        let filled = key & prefix_mask(before) | PLACEHOLDERS & !prefix_mask(before) | last;
        (self.form.placeholders && (BEFORE_DOT + 1..MAX_LEN).contains(&len)).then_some(filled)
    }

    /// Who writes O for 0 once does so again.
    fn alike_throughout(&self, take: &mut impl FnMut(Candidate)) {
        let written = self.written;
        if written.len > MAX_LEN {
            return;
        }
        // A code may start with such a letter, and of the later letters in the list it is less likely that all are digits.
        let ways = [(0, 2), (1, 2), (0, 3), (1, 3), (0, 7), (1, 7)];
        let mut seen = [written.key; 6];
        for ((first, pairs), place) in ways.into_iter().zip(0..) {
            let (mut key, mut count) = (written.key, 0);
            for at in first..written.len {
                let own = written.byte(at);
                let mut pairs = LETTERS_FOR_DIGITS.iter().take(pairs);
                if let Some((_, digit)) = pairs.find(|(letter, _)| *letter == own) {
                    key = Written { key, ..written }.with(at, *digit);
                    count += 1;
                }
            }
            if count > 1 && !seen.contains(&key) {
                take(self.candidate(key, Kind::Alike, self.dot_is_right(), 0, 0));
            }
            if let Some(seen) = seen.get_mut(place) {
                *seen = key;
            }
        }
    }

    fn swapped(&self, take: &mut impl FnMut(Candidate)) {
        let written = self.written;
        if written.len > MAX_LEN {
            return;
        }
        for at in 1..written.len.min(self.known.saturating_add(2)) {
            if written.byte(at - 1) != written.byte(at) {
                let key = written.swapped(at);
                take(self.candidate(key, Kind::Swapped, self.dot_is_right(), 0, at));
            }
        }
    }

    fn too_many(&self, take: &mut impl FnMut(Candidate)) {
        let written = self.written;
        if written.len == 1 {
            return;
        }
        for last in 0..written.len.min(self.known.saturating_add(1)) {
            let byte = written.byte(last);
            // Of equal neighbours the last one goes.
            if written.byte(last + 1) == byte {
                continue;
            }
            let first = written.run_start(last, byte);
            let agrees = match written.dot {
                None => true,
                Some(BEFORE_DOT) => last >= BEFORE_DOT,
                Some(dot) => dot == BEFORE_DOT + 1 && first <= BEFORE_DOT,
            };
            let agrees = agrees && !written.is_strange();
            let kind = if first < last {
                Kind::Doubled
            } else {
                Kind::Near
            };
            take(self.candidate(written.without(last), kind, agrees, last - first, last));
        }
    }

    fn left_out(&self, take: &mut impl FnMut(Candidate)) {
        let written = self.written;
        if written.len >= MAX_LEN {
            return;
        }
        let filled = self.with_placeholders();
        for at in (0..=written.len.min(self.known)).rev() {
            for byte in (0..ALPHABET).map(character) {
                // Before an equal neighbour it would be the same text as behind it.
                let key = written.with_more(at, byte);
                if byte == written.byte(at) || Some(key) == filled {
                    continue;
                }
                let first = written.run_start(at, byte);
                let by_dot = match written.dot {
                    None => true,
                    Some(BEFORE_DOT) => at >= BEFORE_DOT,
                    Some(dot) => dot + 1 == BEFORE_DOT && first < BEFORE_DOT,
                };
                // A character that no code has stands in its place.
                let (agrees, kind) = match written.stray {
                    Stray::None | Stray::Dot if at == written.len => (by_dot, Kind::LeftOutAtEnd),
                    Stray::None | Stray::Dot => (by_dot, Kind::LeftOut),
                    Stray::One { at: place, digit } => {
                        let kind = if digit == Some(byte) {
                            Kind::Alike
                        } else {
                            Kind::LeftOut
                        };
                        (by_dot && (first..=at).contains(&place), kind)
                    }
                    Stray::Many => (false, Kind::LeftOut),
                };
                take(self.candidate(key, kind, agrees, at - first, at));
            }
        }
    }

    fn replaced(&self, take: &mut impl FnMut(Candidate)) {
        let written = self.written;
        if written.len > MAX_LEN {
            return;
        }
        for at in (0..written.len.min(self.known.saturating_add(1))).rev() {
            let own = written.byte(at);
            for byte in (0..ALPHABET).map(character).filter(|byte| *byte != own) {
                let kind = match likeness(own, byte) {
                    Likeness::Alike => Kind::Alike,
                    Likeness::Similar => Kind::Similar,
                    Likeness::Near => Kind::Near,
                    Likeness::Kind => Kind::Same,
                    Likeness::None => Kind::Other,
                };
                take(self.candidate(written.with(at, byte), kind, self.dot_is_right(), 0, at));
            }
        }
    }

    /// Whether the characters before the dot are as many as they should be, and no character is strange.
    fn dot_is_right(&self) -> bool {
        !self.written.is_strange() && self.written.dot.is_none_or(|dot| dot == BEFORE_DOT)
    }

    /// `agrees` with the dot and with strange characters; in how many `more` ways than one the slip can happen; where it is.
    fn candidate(&self, key: u64, kind: Kind, agrees: bool, more: usize, at: usize) -> Candidate {
        let last = (key >> 8) as u8;
        let frequent = self.form.frequent.iter().rev().position(|c| *c == last);
        let frequent = frequent.map_or(0, |place| place + 1);
        let small = |number: usize| u32::from(number.min(15).to_le_bytes()[0]);
        let rank = u32::from(agrees) << 16
            | (kind as u32) << 12
            | small(more) << 8
            | small(at) << 4
            | small(frequent);
        Candidate { rank, key }
    }
}

const LETTERS_FOR_DIGITS: [(u8, u8); 7] = [
    (b'O', b'0'),
    (b'I', b'1'),
    (b'L', b'1'),
    (b'S', b'5'),
    (b'Z', b'2'),
    (b'B', b'8'),
    (b'G', b'6'),
];

const PLACEHOLDERS: u64 = u64::from_be_bytes(*b"XXXXXX\0\0");
