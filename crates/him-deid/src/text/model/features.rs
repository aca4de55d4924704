//! What the model sees of a word: itself and three neighbours on either side.

use super::weights::BUCKETS;
use crate::text::dictionary::{self, Listed};
use crate::text::fold::Key;
use crate::text::page::Page;
use crate::text::token::{Kind, Token};

/// Features of one word.
pub const FEATURES: usize = 42;

/// One token, reduced to what features are made of.
#[derive(Clone, Copy, Default)]
pub(crate) struct Described {
    word: u32,
    shape: u32,
    listed: u32,
    classes: u32,
    suffix: u32,
    prefix: u32,
    /// What the lists say of this word and the next together.
    pair: u32,
    tag: bool,
}

/// Outside the text, and behind a replacement.
const NOTHING: Described = Described {
    word: 0x00ED_6E00,
    shape: 0xED,
    listed: 0x1_0000,
    classes: 0xED,
    suffix: 0,
    prefix: 0,
    pair: 0,
    tag: true,
};

fn fold(wide: u64) -> u32 {
    (wide.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// How a text uses capitals. In small letters throughout a word without one may be a name; in others it seldom is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Hand {
    #[default]
    Usual,
    Small,
    Capitals,
}

impl Hand {
    /// Of what is left of the page.
    pub(crate) fn of(page: &Page<'_>) -> Hand {
        let (mut small, mut upper) = (false, 0);
        let mut opens_small = false;
        for at in 0..page.len() {
            let token = page.token(at);
            if !token.is_word() {
                continue;
            }
            if token.title_case() {
                return Hand::Usual;
            }
            if token.upper() {
                upper += usize::from(token.len() > 2);
            } else {
                small = true;
                opens_small |= page.opens_sentence(at);
            }
        }
        match () {
            () if !small && upper > 2 => Hand::Capitals,
            () if opens_small => Hand::Small,
            () => Hand::Usual,
        }
    }
}

/// Describes the token at `at`.
pub(crate) fn describe(page: &Page<'_>, at: usize, hand: Hand) -> Described {
    let token = page.token(at);
    let gap = u32::from(token.glued()) | u32::from(token.opens_line()) << 1;
    match token.kind {
        Kind::Word => {
            let text = page.word(at).as_bytes();
            let case = match () {
                () if token.title_case() => 1,
                () if token.upper() => {
                    if hand == Hand::Capitals {
                        4
                    } else {
                        2
                    }
                }
                () if token.capital() => 3,
                () if hand == Hand::Small => 5,
                () => 0,
            };
            let length = match text.len() {
                length @ 1..=3 => length as u32,
                4..=5 => 4,
                6..=8 => 5,
                _ => 6,
            };
            let next = page.token(at + 1);
            let listed = dictionary::find(token.key);
            let pair = if next.is_word() && listed.0 & (Listed::PLACE_PART | Listed::HOSPITAL) != 0
            {
                u32::from(dictionary::find(dictionary::pair(token.key, next.key)).0)
            } else {
                0
            };
            Described {
                word: fold(token.key),
                shape: 0x100 | case << 5 | length << 2 | gap,
                listed: u32::from(listed.0),
                classes: fold(token.classes.bits()),
                suffix: end_key(text.iter().rev().take(3)),
                prefix: end_key(text.iter().take(3)),
                pair,
                tag: false,
            }
        }
        Kind::Number => Described {
            // Numbers are told by their length; short ones by themselves.
            word: if token.len() <= 2 {
                fold(token.key)
            } else {
                0x200 + token.len() as u32
            },
            shape: 0x200 | (token.len().min(15) as u32) << 2 | gap,
            listed: 0x2_0000,
            classes: 0x200,
            ..Described::default()
        },
        Kind::Sign(sign) => Described {
            word: 0x300 + u32::from(sign),
            shape: 0x300 | (u32::from(sign) << 12) | gap,
            listed: 0x3_0000,
            classes: 0x300 + u32::from(sign),
            ..Described::default()
        },
        // What stands before its last part is not seen: parts that belong together become one.
        Kind::Tag => Described {
            word: 0x400 + u32::from(token.value),
            shape: 0x400 | (u32::from(token.value) << 12),
            listed: 0x4_0000 + u32::from(token.value),
            classes: 0x400 + u32::from(token.value),
            tag: true,
            ..Described::default()
        },
        Kind::Edge => NOTHING,
    }
}

fn end_key<'b>(bytes: impl Iterator<Item = &'b u8>) -> u32 {
    let mut key = Key::new();
    bytes.for_each(|byte| key.push_byte(byte.to_ascii_lowercase()));
    fold(key.value())
}

/// The features of the token at `at`, as numbers below [`BUCKETS`].
#[inline]
pub(crate) fn features(described: &[Described], at: usize) -> [u32; FEATURES] {
    let get = |at: Option<usize>| at.and_then(|at| described.get(at)).unwrap_or(&NOTHING);
    let me = get(Some(at));
    let walled = |near: &Described, at: Option<usize>| if near.tag { &NOTHING } else { get(at) };
    let p1 = get(at.checked_sub(1));
    let p2 = walled(p1, at.checked_sub(2));
    let p3 = walled(p2, at.checked_sub(3));
    let n1 = get(Some(at + 1));
    let n2 = walled(n1, Some(at + 2));
    let n3 = walled(n2, Some(at + 3));
    // The wall itself is seen, and what is on its other side is not.
    let p2_pair = if p1.tag { 0 } else { p1.pair };
    let mut template = 0_u32;
    let mut f = |a: u32, b: u32, c: u32| {
        template += 1;
        let mut hash = a ^ template.wrapping_mul(0x9E37_79B1);
        hash = (hash ^ hash >> 15).wrapping_mul(0x85EB_CA6B) ^ b;
        hash = (hash ^ hash >> 13).wrapping_mul(0xC2B2_AE35) ^ c;
        hash = (hash ^ hash >> 16).wrapping_mul(0x27D4_EB2F);
        ((u64::from(hash ^ hash >> 15) * BUCKETS as u64) >> 32) as u32
    };
    [
        f(me.shape, 0, 0),
        f(me.word, 0, 0),
        f(me.word, me.shape, 0),
        f(p1.word, 0, 0),
        f(n1.word, 0, 0),
        f(p2.word, 0, 0),
        f(n2.word, 0, 0),
        f(p1.word, me.word, 0),
        f(me.word, n1.word, 0),
        f(p2.word, p1.word, 0),
        f(n1.word, n2.word, 0),
        f(p1.shape, me.shape, n1.shape),
        f(me.shape, n1.shape, n2.shape),
        f(p2.shape, p1.shape, me.shape),
        f(me.listed, 0, 0),
        f(me.listed, me.shape, 0),
        f(p1.listed, me.listed, me.shape),
        f(me.listed, n1.listed, me.shape),
        f(p1.listed, p1.shape, me.shape),
        f(n1.listed, n1.shape, me.shape),
        f(me.classes, 0, 0),
        f(me.classes, me.shape, 0),
        f(p1.classes, me.shape, 0),
        f(n1.classes, me.shape, 0),
        f(p2.classes, p1.classes, 0),
        f(n1.classes, n2.classes, 0),
        f(p1.classes, me.listed, 0),
        f(n1.classes, me.listed, 0),
        f(me.suffix, me.shape, 0),
        f(me.prefix, me.shape, 0),
        f(p1.word, me.listed, 0),
        f(n1.word, me.listed, 0),
        f(p1.word, me.shape, 0),
        f(n1.word, me.shape, 0),
        f(n1.suffix, me.shape, 1),
        f(p3.word, me.shape, 0),
        f(me.pair, p2_pair, me.shape),
        f(p2.word, me.shape, 0),
        f(n2.word, me.shape, 0),
        f(p1.word, n1.word, me.shape),
        f(p2.word, p1.word, me.shape),
        f(n3.word, me.shape, 0),
    ]
}

/// Whether the model labels the token.
#[inline]
pub(crate) fn is_labelled(token: &Token) -> bool {
    matches!(token.kind, Kind::Word | Kind::Number)
}
