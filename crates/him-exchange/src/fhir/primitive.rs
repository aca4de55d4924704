//! The primitive data types of FHIR R4, read into fields.
//!
//! A value of the wrong scalar type or form is reported and left out; an object or array where a
//! scalar must be stops the reading of the resource.

use std::borrow::Cow;
use std::str::FromStr;

use him_record::{Decimal, Phi, PhiText};

use super::finding::FindingKind;
use super::json::{Json, Read, Why};
use super::syntax::Expected;

impl<'a> Json<'a> {
    /// A string with the offset of its quote; `None` for `null` and, reported, for other scalars.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Read<Option<(usize, Cow<'a, str>)>> {
        match self.peek()? {
            b'"' => {
                let at = self.at();
                let raw = self.raw_string()?;
                Ok(Some((at, raw.text(self)?)))
            }
            _ => self.other_scalar(Expected::String).map(|()| None),
        }
    }

    /// Takes a scalar that is not of the expected type.
    fn other_scalar(&mut self, expected: Expected) -> Read<()> {
        let at = match self.peek()? {
            b'{' | b'[' => return self.stop(Why::Structure(expected)),
            b'n' => return self.skip(),
            _ => self.at(),
        };
        self.skip()?;
        self.report(at, FindingKind::Type(expected));
        Ok(())
    }

    #[inline(never)]
    pub(super) fn text(&mut self, field: &mut Option<PhiText>) -> Read<()> {
        *field = self.string()?.map(|(_, text)| boxed(text));
        Ok(())
    }

    /// A string that `read` reads: a date, a moment.
    pub(super) fn parse<T>(
        &mut self,
        read: fn(&str) -> Result<T, him_record::Error>,
    ) -> Read<Option<Phi<T>>> {
        let Some((at, text)) = self.string()? else {
            return Ok(None);
        };
        match read(&text) {
            Ok(value) => Ok(Some(Phi::new(value))),
            Err(error) => {
                self.report(at, FindingKind::Value(error.kind()));
                Ok(None)
            }
        }
    }

    /// A code of a value set that the standard requires; `known` says whether it is one.
    #[inline(never)]
    pub(super) fn code(&mut self, known: &mut dyn FnMut(&str) -> bool) -> Read<()> {
        if let Some((at, code)) = self.string()?
            && !known(&code)
        {
            self.report(at, FindingKind::Code);
        }
        Ok(())
    }

    pub(super) fn boolean(&mut self) -> Read<Option<bool>> {
        match self.take_boolean()? {
            Some(value) => Ok(Some(value)),
            None => self.other_scalar(Expected::Boolean).map(|()| None),
        }
    }

    fn number_text(&mut self, expected: Expected) -> Read<Option<(usize, &'a str)>> {
        match self.peek()? {
            b'-' | b'0'..=b'9' => {
                let at = self.at();
                Ok(Some((at, self.number()?)))
            }
            _ => self.other_scalar(expected).map(|()| None),
        }
    }

    pub(super) fn decimal(&mut self, field: &mut Option<Phi<Decimal>>) -> Read<()> {
        *field = None;
        if let Some((at, digits)) = self.number_text(Expected::Number)? {
            match digits.parse() {
                Ok(value) => *field = Some(Phi::new(value)),
                Err(error) => self.report(at, FindingKind::Value(error.kind())),
            }
        }
        Ok(())
    }

    pub(super) fn integer<T: FromStr>(&mut self) -> Read<Option<T>> {
        let Some((at, digits)) = self.number_text(Expected::Integer)? else {
            return Ok(None);
        };
        let value = digits.parse().ok();
        if value.is_none() {
            self.report(at, FindingKind::Type(Expected::Integer));
        }
        Ok(value)
    }

    /// The member `name` of each object in a list, as with `performer[].actor`.
    pub(super) fn each(
        &mut self,
        name: &'static [u8],
        read: &mut dyn FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        self.array(&mut |json| json.only(name, read))
    }

    /// The member `name` of an object.
    pub(super) fn only(
        &mut self,
        name: &'static [u8],
        read: &mut dyn FnMut(&mut Self) -> Read<()>,
    ) -> Read<()> {
        self.object(&mut |json, key| {
            if key == name {
                read(json)
            } else {
                json.other(key)
            }
        })
    }

    /// Takes the value of a member that the model does not hold.
    #[inline(never)]
    pub(super) fn other(&mut self, key: &[u8]) -> Read<()> {
        self.peek()?;
        if key == b"modifierExtension" {
            let at = self.at();
            self.report(at, FindingKind::ModifierExtension);
        }
        self.skip()
    }
}

#[inline(never)]
pub(super) fn boxed(text: Cow<'_, str>) -> PhiText {
    Phi::new(match text {
        Cow::Borrowed(text) => text.into(),
        Cow::Owned(text) => text.into_boxed_str(),
    })
}
