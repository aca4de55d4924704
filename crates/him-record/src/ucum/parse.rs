use super::Dimension;
use super::atom::find;
use crate::{Error, ErrorKind};

/// Deeper parentheses than any unit has.
const DEPTH: usize = 16;

/// Reads an expression; tells what it measures.
pub(super) fn dimension(text: &str) -> Result<Dimension, Error> {
    let mut reader = Reader {
        text: text.as_bytes(),
        at: 0,
    };
    let dimension = reader.main_term()?;
    if reader.at < text.len() {
        return Err(reader.form());
    }
    Ok(dimension)
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    fn form(&self) -> Error {
        Error::new(ErrorKind::UnitForm, self.at)
    }

    fn take_while(&mut self, of: fn(u8) -> bool) -> &'a [u8] {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| of(**byte)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// A term, which may begin with a quotient.
    fn main_term(&mut self) -> Result<Dimension, Error> {
        if self.take(b'/') {
            let divided = self.term(0)?;
            return divided.power(-1).ok_or(self.form());
        }
        self.term(0)
    }

    /// Components in a row; a quotient divides by the next component only.
    fn term(&mut self, depth: usize) -> Result<Dimension, Error> {
        let mut product = self.component(depth)?;
        loop {
            let exponent = match self.peek() {
                Some(b'.') => 1,
                Some(b'/') => -1,
                _ => return Ok(product),
            };
            self.at += 1;
            let factor = self.component(depth)?.power(exponent);
            let next = factor.and_then(|factor| product.times(factor));
            product = next.ok_or(self.form())?;
        }
    }

    fn component(&mut self, depth: usize) -> Result<Dimension, Error> {
        match self.peek() {
            Some(b'(') if depth < DEPTH => {
                self.at += 1;
                let inner = self.term(depth + 1)?;
                if !self.take(b')') {
                    return Err(self.form());
                }
                Ok(inner)
            }
            Some(b'{') => {
                self.annotation()?;
                Ok(Dimension::NONE)
            }
            Some(b'0'..=b'9') if !self.is_power_of_ten() => {
                self.take_while(|byte| byte.is_ascii_digit());
                // By the grammar a number is not annotated; its users write `/100{WBC}` all the same.
                if self.peek() == Some(b'{') {
                    self.annotation()?;
                }
                Ok(Dimension::NONE)
            }
            Some(_) => {
                let unit = self.simple_unit()?;
                let exponent = self.exponent()?;
                let powered = unit.power(exponent).ok_or(self.form())?;
                if self.peek() == Some(b'{') {
                    self.annotation()?;
                }
                Ok(powered)
            }
            None => Err(self.form()),
        }
    }

    /// `10*` and `10^`, the units that begin with a digit.
    fn is_power_of_ten(&self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        matches!(rest, [b'1', b'0', b'*' | b'^', ..])
    }

    /// Anything printable but braces, in braces.
    fn annotation(&mut self) -> Result<(), Error> {
        self.at += 1;
        self.take_while(|byte| (b'!'..=b'~').contains(&byte) && byte != b'{' && byte != b'}');
        if self.take(b'}') {
            Ok(())
        } else {
            Err(self.form())
        }
    }

    fn simple_unit(&mut self) -> Result<Dimension, Error> {
        let start = self.at;
        if self.is_power_of_ten() {
            self.at += 3;
            return Ok(Dimension::NONE);
        }
        loop {
            self.take_while(|byte| {
                byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'%' | b'\'' | b'"')
            });
            if !self.take(b'[') {
                break;
            }
            self.take_while(|byte| (b'!'..=b'~').contains(&byte) && byte != b'[' && byte != b']');
            if !self.take(b']') {
                return Err(self.form());
            }
        }
        if start == self.at {
            return Err(self.form());
        }
        let code = self
            .text
            .get(start..self.at)
            .and_then(|code| str::from_utf8(code).ok());
        let unit = code.and_then(find);
        unit.ok_or(Error::new(ErrorKind::UnitUnknown, start))
    }

    /// A whole number with or without a sign; 1 if there is none.
    fn exponent(&mut self) -> Result<i8, Error> {
        let negative = self.peek() == Some(b'-');
        let signed = self.take(b'-') || self.take(b'+');
        let digits = self.take_while(|byte| byte.is_ascii_digit());
        if digits.is_empty() {
            return if signed { Err(self.form()) } else { Ok(1) };
        }
        let digits = str::from_utf8(digits)
            .ok()
            .and_then(|it| it.parse::<i8>().ok());
        let exponent = digits.ok_or(self.form())?;
        Ok(if negative { -exponent } else { exponent })
    }
}
