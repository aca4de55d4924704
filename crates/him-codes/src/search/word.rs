//! How a text is cut into words, and which words are the same: alike for the texts that the generator indexes and for the
//! queries that are held against them, so the generator compiles this very file.
//!
//! A word is a run of letters and digits, in lower case and without accents, of at most [`LONGEST`] bytes. `'s` at its end
//! falls away, an apostrophe within it too. Roman numerals become digits where they must be numerals (`ii`, `iiia`) or
//! stand after a word such as `type`; `2nd` becomes `second`. The [stem](Word::stem) is without plural ending, and spelled
//! as in the United States.

/// In bytes; what is longer is cut.
pub(crate) const LONGEST: usize = 32;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word {
    /// Zeros after the word, so that words compare as texts.
    bytes: [u8; LONGEST],
    len: usize,
}

/// Words that tell no code from another: they are neither indexed nor looked up.
const FILLERS: [&[u8]; 18] = [
    b"an", b"and", b"any", b"as", b"at", b"by", b"due", b"for", b"from", b"in", b"is", b"nec",
    b"nos", b"of", b"on", b"or", b"the", b"to",
];

/// After these a single letter may be a numeral.
const NUMBERED: [&[u8]; 10] = [
    b"type",
    b"stage",
    b"grade",
    b"class",
    b"degree",
    b"factor",
    b"group",
    b"level",
    b"phase",
    b"category",
];

const ORDINALS: [(&[u8], &[u8]); 10] = [
    (b"1st", b"first"),
    (b"2nd", b"second"),
    (b"3rd", b"third"),
    (b"4th", b"fourth"),
    (b"5th", b"fifth"),
    (b"6th", b"sixth"),
    (b"7th", b"seventh"),
    (b"8th", b"eighth"),
    (b"9th", b"ninth"),
    (b"10th", b"tenth"),
];

const NUMERALS: [(&[u8], &[u8]); 13] = [
    (b"i", b"1"),
    (b"ii", b"2"),
    (b"iii", b"3"),
    (b"iv", b"4"),
    (b"v", b"5"),
    (b"vi", b"6"),
    (b"vii", b"7"),
    (b"viii", b"8"),
    (b"ix", b"9"),
    (b"x", b"10"),
    (b"xi", b"11"),
    (b"xii", b"12"),
    (b"xiii", b"13"),
];

/// The `s` at the end of these is no plural.
const SINGULAR: [&[u8]; 13] = [
    b"diabetes",
    b"herpes",
    b"rabies",
    b"scabies",
    b"caries",
    b"ascites",
    b"feces",
    b"nares",
    b"series",
    b"species",
    b"facies",
    b"tabes",
    b"always",
];

/// Latin plurals in `-i`, by the end of the singular's stem.
const PLURAL_I: [&[u8]; 9] = [
    b"bronch", b"calcul", b"embol", b"thromb", b"fung", b"nucle", b"bacill", b"vill", b"uter",
];

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words {
        rest: text,
        numbered: false,
    }
}

#[derive(Clone)]
pub(crate) struct Words<'t> {
    rest: &'t str,
    /// Whether the last word stands before numerals.
    numbered: bool,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let mut word = Word::EMPTY;
        // Where the last apostrophe stood.
        let mut apostrophe = None;
        let mut chars = self.rest.chars();
        loop {
            let before = chars.as_str();
            let c = chars.next();
            match c {
                Some('\'' | '\u{2019}' | '\u{2018}' | '`') if word.len > 0 => {
                    apostrophe = Some(word.len);
                }
                Some(c) if word.push_letter(c) => {}
                _ if word.len > 0 => {
                    self.rest = before;
                    break;
                }
                Some(_) => {}
                None => {
                    self.rest = "";
                    return None;
                }
            }
        }
        if apostrophe.is_some_and(|at| at + 1 == word.len) && word.as_bytes().ends_with(b"s") {
            word.cut(1);
        }
        let word = word.as_number(self.numbered);
        self.numbered = NUMBERED.contains(&word.stem().as_bytes());
        Some(word)
    }
}

impl Word {
    pub(crate) const EMPTY: Word = Word {
        bytes: [0; LONGEST],
        len: 0,
    };

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// Whether it is passed over.
    pub(crate) fn is_filler(&self) -> bool {
        FILLERS.contains(&self.as_bytes())
    }

    /// A text that is a word already.
    pub(crate) fn from_bytes(text: &[u8]) -> Word {
        let mut word = Word::EMPTY;
        text.iter().for_each(|&byte| word.push(byte));
        word
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Without plural ending, and with one spelling for what British and American English spell differently.
    pub(crate) fn stem(self) -> Word {
        let mut word = self.american();
        let text = word.as_bytes();
        if text.len() <= 3 || SINGULAR.contains(&text) {
            return word;
        }
        let ends = |ending: &[u8]| text.ends_with(ending);
        if ends(b"ies") && text.len() > 4 {
            word.replace_end(3, b"y");
        } else if (ends(b"oses") && text.len() > 5 && !ends(b"doses"))
            || [&b"yses"[..], b"stases", b"theses"].into_iter().any(ends)
        {
            word.replace_end(2, b"is");
        } else if [&b"sses"[..], b"xes", b"shes"].into_iter().any(ends)
            || (ends(b"ches") && !ends(b"aches"))
            || (ends(b"uses") && !ends(b"auses"))
        {
            word.cut(2);
        } else if ends(b"s") && !(ends(b"ss") || ends(b"us") || ends(b"is")) {
            word.cut(1);
        } else if ends(b"i")
            && PLURAL_I
                .iter()
                .any(|stem| text.strip_suffix(b"i") == Some(stem))
        {
            word.replace_end(1, b"us");
        }
        word
    }

    /// One spelling for what British and American English spell differently. The result need not be a word of either:
    /// `shoe` becomes `she` here and in the index.
    pub(crate) fn american(self) -> Word {
        let mut word = Word::EMPTY;
        let text = self.as_bytes();
        let len = text.len();
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let rest = text.get(at..).unwrap_or_default();
            let last = at + 2 == len;
            // The letter to write, and how many are read.
            let (replacement, read): (&[u8], usize) = match rest {
                [b'a', b'e', ..] if last && at > 1 => (b"a", 2),
                [b'a' | b'o', b'e', ..] if len > 4 => (b"e", 2),
                [b'o', b'u', b'r', ..] if len > 4 && at > 0 => (b"or", 3),
                [b's', b'u', b'l', b'p', b'h', ..] => (b"sulf", 5),
                [b'l', b'e', b'u', b'c', b'o', ..] => (b"leuko", 5),
                [b't', b'r', b'e'] if at > 1 => (b"ter", 3),
                [b'b', b'r', b'e'] if at > 1 => (b"ber", 3),
                [b'v', b'r', b'e'] if at > 1 => (b"ver", 3),
                [b'i', b's', b'e'] | [b'i', b's', b'e', b'd'] if at > 2 => (b"iz", 2),
                [b'i', b's', b'i', b'n', b'g'] if at > 2 => (b"iz", 2),
                [b'i', b's', b'a', b't', b'i', b'o', b'n', ..] if at > 2 => (b"iz", 2),
                [b'y', b's', b'e'] | [b'y', b's', b'e', b'd'] if at > 2 => (b"yz", 2),
                _ => (&[], 1),
            };
            if replacement.is_empty() {
                word.push(byte);
            } else {
                replacement.iter().for_each(|&byte| word.push(byte));
            }
            at += read;
        }
        word
    }

    /// How it sounds, roughly: words that are heard alike and spelled otherwise (`newmonia`) have the same number more
    /// often than not.
    pub(crate) fn sound(&self) -> u16 {
        let mut text = self.as_bytes();
        match text {
            [b'p', b'n' | b's' | b't', ..]
            | [b'k' | b'g' | b'm', b'n', ..]
            | [b'w', b'r', ..]
            | [b'h', ..] => {
                text = text.get(1..).unwrap_or_default();
            }
            _ => {}
        }
        let mut hash = 0x811c_9dc5_u32;
        let mut last = 0;
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            let next = text.get(at + 1).copied().unwrap_or(0);
            let (sound, read) = match (byte, next) {
                (b'a' | b'e' | b'i' | b'o' | b'u' | b'y', _) => (b'a', 1),
                // A letter that is hardly heard, or not at all.
                (b'h' | b'w', _) | (b'g', b'h') => (0, 1),
                (b'p', b'h') => (b'f', 2),
                (b's', b'c') if matches!(text.get(at + 2), Some(b'e' | b'i' | b'y')) => (b's', 2),
                (b'c', b'e' | b'i' | b'y') => (b's', 1),
                (b'c', b'k') => (b'k', 2),
                (b'c' | b'k' | b'q', _) => (b'k', 1),
                (b'x', _) => (b'k', 1),
                (b'z' | b's', _) => (b's', 1),
                (b't', b'h') => (b't', 2),
                (b'g' | b'j', _) => (b'j', 1),
                (b'v' | b'f', _) => (b'f', 1),
                (b'd' | b't', _) => (b't', 1),
                (b'm' | b'n', _) => (b'n', 1),
                (other, _) => (other, 1),
            };
            // Vowels count at the start alone: within a word they are what is most often wrong.
            let heard = sound != 0 && sound != last && (sound != b'a' || at == 0);
            if heard {
                hash = (hash ^ u32::from(sound)).wrapping_mul(0x0100_0193);
            }
            if sound != 0 {
                last = sound;
            }
            at += read;
        }
        let [a, b, c, d] = hash.to_le_bytes();
        u16::from_le_bytes([a ^ c, b ^ d])
    }

    fn as_number(self, numbered: bool) -> Word {
        let text = self.as_bytes();
        if let Some((_, name)) = ORDINALS.iter().find(|(figure, _)| *figure == text) {
            return Word::from_bytes(name);
        }
        if !matches!(text, [b'i' | b'v' | b'x', ..]) || text == b"via" {
            return self;
        }
        // `iiia` is a numeral and a letter.
        let (numeral, letter) = match text.split_last() {
            Some((last @ b'a'..=b'e', before)) if !before.is_empty() => (before, Some(*last)),
            _ => (text, None),
        };
        let sure = numbered || numeral.len() > 1;
        match NUMERALS.iter().find(|(roman, _)| *roman == numeral) {
            Some((_, digits)) if sure => {
                let mut word = Word::from_bytes(digits);
                letter.into_iter().for_each(|letter| word.push(letter));
                word
            }
            _ => self,
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(cell) = self.bytes.get_mut(self.len) {
            *cell = byte;
            self.len += 1;
        }
    }

    /// False when it is neither letter nor digit.
    fn push_letter(&mut self, c: char) -> bool {
        if c.is_ascii() {
            let [byte, ..] = u32::from(c.to_ascii_lowercase()).to_le_bytes();
            if byte.is_ascii_alphanumeric() {
                self.push(byte);
            }
            return byte.is_ascii_alphanumeric();
        }
        let plain: &[u8] = match c {
            'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => b"a",
            'æ' | 'Æ' => b"ae",
            'ç' | 'Ç' | 'ć' | 'č' => b"c",
            'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => b"e",
            'ì'..='ï' | 'Ì'..='Ï' => b"i",
            'ñ' | 'Ñ' | 'ń' | 'ň' => b"n",
            'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ő' => b"o",
            'œ' | 'Œ' => b"oe",
            'ù'..='ü' | 'Ù'..='Ü' | 'ű' => b"u",
            'ý' | 'ÿ' | 'Ý' => b"y",
            'ß' => b"ss",
            'š' | 'Š' | 'ś' => b"s",
            'ž' | 'Ž' | 'ż' => b"z",
            'ł' | 'Ł' => b"l",
            'ř' => b"r",
            'α' => b"alpha",
            'β' => b"beta",
            'γ' => b"gamma",
            'δ' => b"delta",
            // Accents that follow their letter belong to the word.
            '\u{300}'..='\u{36f}' => return self.len > 0,
            _ => return false,
        };
        plain.iter().for_each(|&byte| self.push(byte));
        true
    }

    fn cut(&mut self, count: usize) {
        self.replace_end(count, &[]);
    }

    fn replace_end(&mut self, count: usize, by: &[u8]) {
        for _ in 0..count.min(self.len) {
            self.len -= 1;
            if let Some(cell) = self.bytes.get_mut(self.len) {
                *cell = 0;
            }
        }
        by.iter().for_each(|&byte| self.push(byte));
    }
}

impl core::fmt::Debug for Word {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Word({})", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    extern crate alloc;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::*;

    fn read(text: &str) -> String {
        let words: Vec<Word> = words(text).collect();
        let texts: Vec<&str> = words.iter().map(Word::as_str).collect();
        texts.join(" ")
    }

    #[test]
    fn words_of_a_text() {
        for (text, expected) in [
            ("", ""),
            (" ,;- ", ""),
            ("Crohn's disease, Graves\u{2019}", "crohn disease graves"),
            ("d'Azyr X-ray", "dazyr x ray"),
            (
                "M\u{e9}ni\u{e8}re Sjo\u{308}gren \u{df}-\u{3b2}",
                "meniere sjogren ss beta",
            ),
            ("Type II, type I; stage IIIa", "type 2 type 1 stage 3a"),
            ("i v x via iv", "i v x via 4"),
            ("2nd 10th 11th", "second tenth 11th"),
            ("a\u{0}b\u{65e5}c", "a b c"),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
        assert_eq!(read(&"x".repeat(100)).len(), LONGEST);
    }

    #[test]
    fn one_stem_for_plural_and_spelling() {
        for (one, other) in [
            ("fracture", "fractures"),
            ("biopsy", "biopsies"),
            ("abscess", "abscesses"),
            ("diagnosis", "diagnoses"),
            ("metastasis", "metastases"),
            ("virus", "viruses"),
            ("headache", "headaches"),
            ("cause", "causes"),
            ("embolus", "emboli"),
            ("vertebra", "vertebrae"),
            ("anemia", "anaemia"),
            ("hemorrhage", "haemorrhage"),
            ("edema", "oedema"),
            ("esophagitis", "oesophagitis"),
            ("diarrhea", "diarrhoea"),
            ("fetus", "foetuses"),
            ("tumor", "tumours"),
            ("leukocyte", "leucocytes"),
            ("sulfate", "sulphate"),
            ("fiber", "fibre"),
            ("goiter", "goitre"),
            ("paralyzed", "paralysed"),
            ("immunization", "immunisation"),
        ] {
            let stem = |text: &str| words(text).next().unwrap().stem();
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
        for word in [
            "diabetes", "herpes", "pus", "us", "is", "gas", "stasis", "uterus",
        ] {
            assert_eq!(Word::from_bytes(word.as_bytes()).stem().as_str(), word);
        }
    }

    #[test]
    fn one_sound_for_what_is_heard_alike() {
        for (one, other) in [
            ("pneumonia", "newmonia"),
            ("psoriasis", "soryasis"),
            ("asthma", "astma"),
            ("bronchitis", "bronkitis"),
            ("phlegm", "flegm"),
            ("sciatica", "siatica"),
        ] {
            let sound = |text: &str| Word::from_bytes(text.as_bytes()).sound();
            assert_eq!(sound(one), sound(other), "{one}, {other}");
        }
    }
}
