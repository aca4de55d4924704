//! What single words tell: months, units, titles, labels and the vocabulary that is no name.

use std::ops::BitOr;
use std::sync::LazyLock;

use super::fold::Key;

/// A set of word classes.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Classes(u64);

impl Classes {
    pub(crate) const NONE: Self = Classes(0);

    #[inline]
    pub(crate) const fn any(self, of: Classes) -> bool {
        self.0 & of.0 != 0
    }

    #[inline]
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set as bits.
    #[cfg(feature = "model")]
    pub(crate) const fn bits(self) -> u64 {
        self.0
    }

    pub(crate) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }
}

impl BitOr for Classes {
    type Output = Classes;

    fn bitor(self, other: Classes) -> Classes {
        self.or(other)
    }
}

macro_rules! classes {
    ($($name:ident = $section:literal,)+) => {
        #[repr(u8)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "the numbers of the constants below")]
        enum Bit { $($name,)+ }

        impl Classes {
            $(pub(crate) const $name: Classes = Classes(1 << Bit::$name as u8);)+

            /// The class of a section of `lexicon.txt`.
            fn of_section(section: &str) -> Option<Classes> {
                match section {
                    $($section => Some(Classes::$name),)+
                    _ => None,
                }
            }
        }
    };
}

classes! {
    ORDINARY = "ordinary",
    MONTH = "month",
    WEEKDAY = "weekday",
    ORDINAL_SUFFIX = "ordinal_suffix",
    YEAR_WORD = "year_word",
    NUMBER_WORD = "number_word",
    UNIT = "unit",
    TITLE = "title",
    CREDENTIAL = "credential",
    CREDENTIAL_STRONG = "credential_strong",
    PARTICLE = "particle",
    RELATIVE = "relative",
    PERSON_LABEL = "person_label",
    PLACE_LABEL = "place_label",
    COMMON_TITLE = "common_title",
    STREET_TYPE = "street_type",
    UNIT_WORD = "unit_word",
    STATE = "state",
    STATE_FIRST = "state_first",
    STATE_SECOND = "state_second",
    STATE_ABBR = "state_abbr",
    FACILITY = "facility",
    FACILITY_STRONG = "facility_strong",
    FACILITY_GENERIC = "facility_generic",
    FACILITY_STOP = "facility_stop",
    EPONYM = "eponym",
    HEAD = "head",
    ID_STRONG = "id_strong",
    ID_WEAK = "id_weak",
    NUMBER_LINK = "number_link",
    PHONE_WORD = "phone_word",
    DATE_PREP = "date_prep",
    DATE_PREP_STRONG = "date_prep_strong",
    MONTH_PREP = "month_prep",
    MD_NEGATIVE_BEFORE = "md_negative_before",
    MD_NEGATIVE_AFTER = "md_negative_after",
    PHRASE_VERB = "phrase_verb",
    MODAL = "modal",
    COLLOCATION = "collocation",
    PLACE_VERB = "place_verb",
    PLACE_PREP = "place_prep",
    CUE_NAME = "cue_name",
    SEX_WORD = "sex_word",
    BORN = "born",
    ERA = "era",
    NOT_IP = "not_ip",
    CODE_WORD = "code_word",
    AGE_WORD = "age_word",
    TEMPERATURE = "temperature",
    PRONOUN = "pronoun",
    DECADE_MOD = "decade_mod",
    FOLLOW_SEX = "follow_sex",
    TLD = "tld",
    OLD_PERSON = "old_person",
    TURNED = "turned",
    CARE_VERB = "care_verb",
    SURNAME_WORD = "surname_word",
    GIVEN_WORD = "given_word",
}

/// What the lexicon knows of a word.
#[derive(Clone, Copy, Default)]
pub(crate) struct Entry {
    pub(crate) classes: Classes,
    /// The month, the kind of street, the state.
    pub(crate) value: u8,
}

/// All words by their key: open addressing, at most a quarter full.
pub(crate) struct Lexicon {
    slots: Box<[(u64, Entry)]>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::build);

const SLOTS: usize = 1 << 16;

impl Lexicon {
    /// The one lexicon; built at the first call.
    pub(crate) fn shared() -> &'static Lexicon {
        &LEXICON
    }

    fn build() -> Lexicon {
        let mut lexicon = Lexicon {
            slots: vec![(0, Entry::default()); SLOTS].into_boxed_slice(),
        };
        for (word, classes, value) in rows() {
            lexicon.add(Key::of(word), classes, value);
        }
        lexicon
    }

    fn add(&mut self, key: u64, classes: Classes, value: u8) {
        let mut at = slot(key);
        while let Some(found) = self.slots.get_mut(at) {
            if found.0 == key || found.0 == 0 {
                found.0 = key;
                found.1.classes = found.1.classes | classes;
                if value != 0 {
                    found.1.value = value;
                }
                return;
            }
            at = (at + 1) % SLOTS;
        }
    }

    #[inline]
    pub(crate) fn find(&self, key: u64) -> Entry {
        let mut at = slot(key);
        loop {
            match self.slots.get(at) {
                Some((found, entry)) if *found == key => return *entry,
                Some((0, _)) | None => return Entry::default(),
                Some(_) => at = (at + 1) % SLOTS,
            }
        }
    }
}

#[inline]
fn slot(key: u64) -> usize {
    ((key ^ (key >> 32)) as usize) % SLOTS
}

/// Every word of the data files with its class and value.
fn rows() -> impl Iterator<Item = (&'static str, Classes, u8)> {
    let plain = |text: &'static str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|word| (word, Classes::ORDINARY, 0))
    };
    let mut class = Classes::NONE;
    let classed = include_str!("../../data/lexicon.txt")
        .lines()
        .flat_map(move |line| {
            let line = line
                .split_once(" # ")
                .map_or(line, |(words, _remark)| words)
                .trim();
            let mut words = line;
            if line.starts_with('#') {
                words = "";
            } else if let Some(section) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                // A section that no class has is caught by a test.
                class = Classes::of_section(section).unwrap_or_default();
                words = "";
            }
            words.split_ascii_whitespace().map(move |word| {
                let (word, value) = word.split_once('=').unwrap_or((word, "0"));
                (word, class, value.parse().unwrap_or(0))
            })
        });
    plain(include_str!("../../data/clinical_words.txt"))
        .chain(plain(include_str!("../../data/everyday_words.txt")))
        .chain(classed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_class() {
        let mut count = 0;
        for (word, classes, _) in rows() {
            assert!(!classes.is_empty(), "{word}");
            assert!(
                Lexicon::shared().find(Key::of(word)).classes.any(classes),
                "{word}"
            );
            count += 1;
        }
        assert!(count > 15_000 && count < SLOTS / 2, "{count}");
    }

    #[test]
    fn months_have_their_numbers() {
        for (word, month) in [("January", 1), ("SEPT", 9), ("dec", 12)] {
            let entry = Lexicon::shared().find(Key::of(word));
            assert!(entry.classes.any(Classes::MONTH));
            assert_eq!(entry.value, month);
        }
        assert!(
            Lexicon::shared()
                .find(Key::of("Kettelkamp"))
                .classes
                .is_empty()
        );
    }
}
