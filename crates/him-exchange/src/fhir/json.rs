//! JSON (RFC 8259) read in place: a cursor that checks the grammar as it goes, allocates nothing
//! for what is skipped, and never recurses.

use super::finding::FindingKind;
use super::string::{RawString, plain_len};
use super::syntax::{Expected, Syntax};

/// Deeper than any resource of the standard; a chart nested this deep is an attack or a defect.
pub(super) const DEPTH_LIMIT: usize = 512;

/// Why reading cannot go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    /// Offset into the text of the cursor.
    pub(super) at: usize,
    pub(super) why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The text ends inside a value.
    End,
    /// It is not JSON.
    Syntax(Syntax),
    /// It nests deeper than [`DEPTH_LIMIT`].
    Depth,
    /// It is not UTF-8.
    Utf8,
    /// It is JSON, but not of the shape that the standard gives the element.
    Structure(Expected),
}

pub(super) type Read<T> = Result<T, Stop>;

/// Something to report that does not keep the rest from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Problem {
    /// Offset into the text of the cursor.
    pub(super) at: usize,
    pub(super) kind: FindingKind,
}

/// The cursor.
#[derive(Debug)]
pub(super) struct Json<'a> {
    bytes: &'a [u8],
    at: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Json<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Json {
            bytes,
            at,
            problems: Vec::new(),
        }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The whole text.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Goes on reading at `at`, an offset where this cursor has been.
    pub(super) fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// Reads again what stands at `at`, then comes back.
    pub(super) fn replay<T>(
        &mut self,
        at: usize,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let here = std::mem::replace(&mut self.at, at);
        let result = read(self);
        self.at = here;
        result
    }

    pub(super) fn stop<T>(&self, why: Why) -> Read<T> {
        Err(Stop { at: self.at, why })
    }

    #[inline(never)]
    pub(super) fn report(&mut self, at: usize, kind: FindingKind) {
        self.problems.push(Problem { at, kind });
    }

    fn syntax<T>(&self, rule: Syntax) -> Read<T> {
        self.stop(Why::Syntax(rule))
    }

    /// The next byte that is not white space, not taken.
    #[inline]
    pub(super) fn peek(&mut self) -> Read<u8> {
        match self.bytes.get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_past_space(),
        }
    }

    fn peek_past_space(&mut self) -> Read<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => {
                    self.at += 1;
                    // Indented JSON is mostly runs of blanks.
                    while self.bytes.get(self.at..self.at + 8) == Some(b"        ") {
                        self.at += 8;
                    }
                }
                Some(&byte) => return Ok(byte),
                None => return self.stop(Why::End),
            }
        }
    }

    /// Takes `byte` if it is next.
    pub(super) fn take(&mut self, byte: u8) -> Read<bool> {
        let found = self.peek()? == byte;
        self.at += usize::from(found);
        Ok(found)
    }

    /// Takes a string; the quote is known to be next.
    pub(super) fn raw_string(&mut self) -> Read<RawString<'a>> {
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        loop {
            at += plain_len(self.bytes.get(at..).unwrap_or_default());
            match self.bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    at = self.escape(at)?;
                }
                Some(_) => {
                    self.at = at;
                    return self.syntax(Syntax::ControlCharacter);
                }
                None => {
                    self.at = at;
                    return self.stop(Why::End);
                }
            }
        }
        self.at = at + 1;
        Ok(RawString {
            bytes: self.bytes.get(start..at).unwrap_or_default(),
            escaped,
            at: start,
        })
    }

    /// Checks the escape at `at` and returns where it ends.
    fn escape(&mut self, at: usize) -> Read<usize> {
        match self.bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => return Ok(at + 2),
            Some(b'u') => {
                let digits = self.bytes.get(at + 2..).unwrap_or_default();
                let hex = digits.iter().take(4);
                let count = hex.take_while(|byte| byte.is_ascii_hexdigit()).count();
                if count == 4 {
                    return Ok(at + 6);
                }
                self.at = at + 2 + count;
                if count == digits.len() {
                    return self.stop(Why::End);
                }
            }
            Some(_) => self.at = at,
            None => {
                self.at = at + 1;
                return self.stop(Why::End);
            }
        }
        self.syntax(Syntax::Escape)
    }

    fn literal(&mut self, word: &'static [u8]) -> Read<()> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(word) {
            self.at += word.len();
            Ok(())
        } else if word.starts_with(rest) {
            self.at = self.bytes.len();
            self.stop(Why::End)
        } else {
            self.syntax(Syntax::Value)
        }
    }

    fn digits(&mut self) -> Read<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else if self.at == self.bytes.len() {
            self.stop(Why::End)
        } else {
            self.syntax(Syntax::Number)
        }
    }

    /// Takes a number; `-` or a digit is known to be next.
    pub(super) fn number(&mut self) -> Read<&'a str> {
        let start = self.at;
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let whole = self.at;
        self.digits()?;
        if self.bytes.get(whole) == Some(&b'0') && self.at > whole + 1 {
            self.at = whole + 1;
            return self.syntax(Syntax::Number);
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = self.bytes.get(start..self.at).unwrap_or_default();
        Ok(str::from_utf8(text).unwrap_or_default())
    }

    /// Takes a member name and the colon after it.
    pub(super) fn key(&mut self) -> Read<RawString<'a>> {
        if self.peek()? != b'"' {
            return self.syntax(Syntax::Name);
        }
        let key = self.raw_string()?;
        if !self.take(b':')? {
            return self.syntax(Syntax::Colon);
        }
        Ok(key)
    }

    /// Takes the comma before the next member or element, or the bracket that closes the value.
    /// True if another one follows.
    pub(super) fn another(&mut self, close: u8) -> Read<bool> {
        let next = self.peek()?;
        if next != b',' && next != close {
            return self.syntax(if close == b'}' {
                Syntax::CommaOrBrace
            } else {
                Syntax::CommaOrBracket
            });
        }
        self.at += 1;
        Ok(next == b',')
    }

    /// Takes a whole value and checks its grammar.
    ///
    /// A `modifierExtension` on the way is reported: it may turn the meaning of what is around it.
    pub(super) fn skip(&mut self) -> Read<()> {
        // One bit for each open bracket: 1 for an object.
        let mut open = [0_u64; DEPTH_LIMIT / 64];
        let mut depth = 0;
        let mut in_object = false;
        loop {
            match self.peek()? {
                b'"' => {
                    self.raw_string()?;
                }
                byte @ (b'{' | b'[') => {
                    let object = byte == b'{';
                    self.at += 1;
                    if !self.take(if object { b'}' } else { b']' })? {
                        let Some(word) = open.get_mut(depth / 64) else {
                            return self.stop(Why::Depth);
                        };
                        let bit = 1 << (depth % 64);
                        *word = if object { *word | bit } else { *word & !bit };
                        depth += 1;
                        in_object = object;
                        if object {
                            self.skip_key()?;
                        }
                        continue;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    self.number()?;
                }
                b't' => self.literal(b"true")?,
                b'f' => self.literal(b"false")?,
                b'n' => self.literal(b"null")?,
                _ => return self.syntax(Syntax::Value),
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                if self.another(if in_object { b'}' } else { b']' })? {
                    if in_object {
                        self.skip_key()?;
                    }
                    break;
                }
                depth -= 1;
                if depth > 0 {
                    let top = depth - 1;
                    in_object = open.get(top / 64).is_some_and(|w| w >> (top % 64) & 1 == 1);
                }
            }
        }
    }

    fn skip_key(&mut self) -> Read<()> {
        let key = self.key()?;
        if key.bytes == b"modifierExtension" {
            self.peek()?;
            let at = self.at;
            self.report(at, FindingKind::ModifierExtension);
        }
        Ok(())
    }

    /// Takes `null` if it is next.
    pub(super) fn take_null(&mut self) -> Read<bool> {
        if self.peek()? != b'n' {
            return Ok(false);
        }
        self.literal(b"null")?;
        Ok(true)
    }

    /// Takes `true` or `false` if it is next.
    pub(super) fn take_boolean(&mut self) -> Read<Option<bool>> {
        match self.peek()? {
            b't' => self.literal(b"true").map(|()| Some(true)),
            b'f' => self.literal(b"false").map(|()| Some(false)),
            _ => Ok(None),
        }
    }

    /// Hands each member of an object to `member`, which takes its value. `null` has none.
    pub(super) fn object(
        &mut self,
        member: &mut dyn FnMut(&mut Self, &[u8]) -> Read<()>,
    ) -> Read<()> {
        if self.peek()? != b'{' {
            if self.take_null()? {
                return Ok(());
            }
            return self.stop(Why::Structure(Expected::Object));
        }
        self.at += 1;
        if self.take(b'}')? {
            return Ok(());
        }
        loop {
            let key = self.key()?;
            if key.escaped {
                let name = key.text(self)?;
                member(self, name.as_bytes())?;
            } else {
                member(self, key.bytes)?;
            }
            if !self.another(b'}')? {
                return Ok(());
            }
        }
    }

    /// Hands each element of an array to `element`, which takes it. `null` has none, and an
    /// element that is `null` (FHIR R4 JSON, "JSON arrays and primitives") is passed over.
    pub(super) fn array(&mut self, element: &mut dyn FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.peek()? != b'[' {
            if self.take_null()? {
                return Ok(());
            }
            return self.stop(Why::Structure(Expected::Array));
        }
        self.at += 1;
        if self.take(b']')? {
            return Ok(());
        }
        loop {
            if !self.take_null()? {
                element(self)?;
            }
            if !self.another(b']')? {
                return Ok(());
            }
        }
    }
}
