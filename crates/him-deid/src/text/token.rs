//! Text as words, numbers and signs, each with what its surroundings need to know of it.

use super::fold::{Key, is_mark};
use super::lexicon::{Classes, Lexicon};
use crate::Category;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Letters.
    Word,
    /// ASCII digits.
    Number,
    /// One character of any other kind.
    Sign(u8),
    /// Replaced, here or in an earlier run: no rule looks into it or across it.
    Tag,
    /// Before the first or after the last token.
    Edge,
}

/// How a token is written and what stands before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape(u8);

impl Shape {
    /// White space before it.
    pub(crate) const GAP: Shape = Shape(1);
    /// A line break before it.
    pub(crate) const LINE: Shape = Shape(2);
    /// More than one space, or a tab, before it: another column.
    pub(crate) const WIDE: Shape = Shape(4);
    /// The first letter is a capital.
    pub(crate) const CAPITAL: Shape = Shape(8);
    /// All letters are capitals.
    pub(crate) const UPPER: Shape = Shape(16);
    /// A small letter within.
    pub(crate) const LOWER: Shape = Shape(32);

    /// Only what stands before the token, as for a tag.
    pub(crate) const fn gap(self) -> Shape {
        Shape(self.0 & (Shape::GAP.0 | Shape::LINE.0 | Shape::WIDE.0))
    }

    #[inline]
    const fn with(self, other: Shape) -> Shape {
        Shape(self.0 | other.0)
    }
}

/// A word, number or sign.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    /// Byte offset at which it starts.
    pub(crate) start: u32,
    /// Byte offset after its last byte.
    pub(crate) end: u32,
    /// The key of its folded text, for words and numbers.
    pub(crate) key: u64,
    pub(crate) classes: Classes,
    /// Of a word, what the lexicon says; of a tag, the mark of its category.
    pub(crate) value: u8,
    pub(crate) kind: Kind,
    pub(crate) shape: Shape,
}

/// What stands outside the text.
pub(crate) static EDGE: Token = Token {
    start: 0,
    end: 0,
    key: 0,
    classes: Classes::NONE,
    value: 0,
    kind: Kind::Edge,
    shape: Shape(Shape::GAP.0 | Shape::LINE.0 | Shape::WIDE.0),
};

impl Token {
    #[inline]
    pub(crate) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    #[inline]
    pub(crate) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    #[inline]
    pub(crate) fn is_sign(&self, sign: u8) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// One of several signs.
    pub(crate) fn is_one_of(&self, signs: &[u8]) -> bool {
        matches!(self.kind, Kind::Sign(sign) if signs.contains(&sign))
    }

    #[inline]
    pub(crate) fn has(&self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }

    #[inline]
    fn shaped(&self, shape: Shape) -> bool {
        self.shape.0 & shape.0 != 0
    }

    /// No white space between the token before and this one.
    #[inline]
    pub(crate) fn glued(&self) -> bool {
        !self.shaped(Shape::GAP)
    }

    /// The first of its line.
    pub(crate) fn opens_line(&self) -> bool {
        self.shaped(Shape::LINE)
    }

    /// In another column than the token before.
    pub(crate) fn opens_column(&self) -> bool {
        self.shaped(Shape(Shape::WIDE.0 | Shape::LINE.0))
    }

    pub(crate) fn capital(&self) -> bool {
        self.shaped(Shape::CAPITAL)
    }

    pub(crate) fn upper(&self) -> bool {
        self.shaped(Shape::UPPER)
    }

    /// `Smith` or `McLeskey`, not `SMITH`.
    pub(crate) fn title_case(&self) -> bool {
        self.capital() && self.shaped(Shape::LOWER)
    }

    /// Protects it from every rule but those of the record.
    pub(crate) fn keep(&mut self) {
        self.shape = self.shape.with(Shape::KEPT);
    }

    /// Whether it is protected.
    pub(crate) fn kept(&self) -> bool {
        self.shaped(Shape::KEPT)
    }

    /// A single capital letter.
    pub(crate) fn initial(&self) -> bool {
        self.is_word() && self.upper() && self.len() <= 2 && self.single()
    }

    fn single(&self) -> bool {
        // Two bytes are one letter beyond ASCII, or two letters within it.
        self.len() == 1 || !self.shaped(Shape::ASCII)
    }
}

impl Shape {
    /// Only ASCII letters.
    const ASCII: Shape = Shape(64);
    /// On a site's list of words that stay.
    const KEPT: Shape = Shape(128);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    Space,
    Break,
    Letter,
    Digit,
    Sign,
    High,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Sign; 256];
    let mut byte = 0;
    while byte < 256 {
        let class = match byte as u8 {
            b' ' | b'\t' | 0x0B | 0x0C | 0 => Byte::Space,
            b'\n' | b'\r' => Byte::Break,
            b'A'..=b'Z' | b'a'..=b'z' => Byte::Letter,
            b'0'..=b'9' => Byte::Digit,
            0x80..=0xFF => Byte::High,
            _ => Byte::Sign,
        };
        #[allow(
            clippy::indexing_slicing,
            reason = "a constant; an index out of range would not compile"
        )]
        {
            table[byte] = class;
        }
        byte += 1;
    }
    table
};

#[inline]
fn class(byte: u8) -> Byte {
    BYTES.get(byte as usize).copied().unwrap_or(Byte::Sign)
}

/// Splits `text` (at most 4 GiB) into `tokens`. `tag` tells of a `[` whether a
/// replacement starts there, how long it is and what it stands for.
pub(crate) fn tokenize(
    text: &str,
    tokens: &mut Vec<Token>,
    tag: impl Fn(&str) -> Option<(usize, Category)>,
) {
    tokens.clear();
    let lexicon = Lexicon::shared();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut shape = Shape(Shape::LINE.0 | Shape::GAP.0);
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            Byte::Space => {
                let wide = byte == b'\t' || (shape.0 & Shape::GAP.0 != 0);
                shape = shape.with(Shape::GAP);
                if wide {
                    shape = shape.with(Shape::WIDE);
                }
                at += 1;
            }
            Byte::Break => {
                shape = shape.with(Shape::GAP).with(Shape::LINE);
                at += 1;
            }
            Byte::Letter => at = word(text, at, shape, lexicon, tokens),
            Byte::Digit => {
                let start = at;
                let mut key = Key::new();
                while let Some(&digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
                    key.push_byte(digit);
                    at += 1;
                }
                tokens.push(Token {
                    start: start as u32,
                    end: at as u32,
                    key: key.value(),
                    kind: Kind::Number,
                    shape,
                    ..EDGE
                });
            }
            Byte::Sign => {
                let (kind, length, value) = match (byte == b'[')
                    .then(|| text.get(at..).and_then(&tag))
                    .flatten()
                {
                    Some((length, category)) => (Kind::Tag, length, category.mark()),
                    None => (Kind::Sign(byte), 1, 0),
                };
                let mut token = sign(at, length, kind, shape);
                token.value = value;
                tokens.push(token);
                at += length;
            }
            Byte::High => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                if c.is_whitespace() {
                    shape = shape.with(Shape::GAP);
                    if matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}') {
                        shape = shape.with(Shape::LINE);
                    }
                    at += c.len_utf8();
                    continue;
                }
                if c.is_alphabetic() || is_mark(c) {
                    at = word(text, at, shape, lexicon, tokens);
                } else {
                    // Typographic signs stand for their ASCII forms.
                    let kind = match c {
                        '\u{2010}'..='\u{2015}' | '\u{2212}' => b'-',
                        '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{2032}' => b'\'',
                        '\u{201C}' | '\u{201D}' => b'"',
                        '\u{2022}' | '\u{25CF}' | '\u{25AA}' | '\u{00B7}' => b'*',
                        '\u{FF1A}' => b':',
                        _ => 0,
                    };
                    tokens.push(sign(at, c.len_utf8(), Kind::Sign(kind), shape));
                    at += c.len_utf8();
                }
            }
        }
        if !matches!(class(byte), Byte::Space | Byte::Break) {
            shape = Shape(0);
        }
    }
}

fn sign(start: usize, length: usize, kind: Kind, shape: Shape) -> Token {
    Token {
        start: start as u32,
        end: (start + length) as u32,
        kind,
        shape,
        ..EDGE
    }
}

/// Reads a word at `start`; returns the offset after it.
#[inline]
fn word(
    text: &str,
    start: usize,
    shape: Shape,
    lexicon: &Lexicon,
    tokens: &mut Vec<Token>,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut key = Key::new();
    // Bit 5 of an ASCII letter tells its case.
    let mut some = 0_u8;
    let first = bytes.get(start).copied().unwrap_or(b'a');
    let mut ascii = true;
    let mut capital = first.is_ascii_uppercase();
    loop {
        match bytes.get(at) {
            Some(&byte) if class(byte) == Byte::Letter => {
                some |= byte;
                key.push_byte(byte | 0x20);
                at += 1;
            }
            Some(&byte) if class(byte) == Byte::High => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                    break;
                };
                if !(c.is_alphabetic() || is_mark(c)) {
                    break;
                }
                ascii = false;
                if c.is_uppercase() {
                    capital |= at == start;
                } else if c.is_lowercase() {
                    some |= 0x20;
                }
                key.push_char(c);
                at += c.len_utf8();
            }
            _ => break,
        }
    }
    let lower = some & 0x20 != 0;
    let mut shape = shape;
    if capital {
        shape = shape.with(Shape::CAPITAL);
    }
    if lower {
        shape = shape.with(Shape::LOWER);
    } else if capital {
        shape = shape.with(Shape::UPPER);
    }
    if ascii {
        shape = shape.with(Shape::ASCII);
    }
    let entry = lexicon.find(key.value());
    tokens.push(Token {
        start: start as u32,
        end: at as u32,
        key: key.value(),
        classes: entry.classes,
        value: entry.value,
        kind: Kind::Word,
        shape,
    });
    at
}
