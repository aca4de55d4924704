//! The JSON form of the chart, and how a type gets one.
//!
//! The form, schema version 1:
//! - An object for each struct, with the names of its fields; what says nothing is left out.
//! - Text, dates and decimals are strings in the digits of their source: a JSON number would pass
//!   through binary floating point in most readers, and in `serde_json` without `arbitrary_precision`.
//! - A value set is the code of its standard, a code system its URI, a [`Period`](crate::Period)
//!   `start/end` with `..` for an end that is not known (ISO 8601-2), bytes are base64.
//! - A choice is a list of its name and its value, for only an object has room for what is not known.
//! - Members that are not known stay as raw text in [`UnknownMembers`](crate::UnknownMembers), at any
//!   depth. `#[serde(flatten)]` could not do this: it reads through a buffer that turns `1.50` into a
//!   binary number.
//!
//! A new type joins in by one of these:
//! - a struct: write it inside `record! { ... }` (module `record_type`);
//! - a closed set of codes: `value_set! { ... }`;
//! - a type that is one string: `FromStr` without the value in its errors, `Display`, and
//!   `json::text_member!(Type: "a sample for tests")`;
//! - a choice of shapes: `json::choice_member!`, see `ObservedValue`;
//! - anything else: implement [`Member`] by hand and name it in `json::through_member!`.
//!
//! The messages of serde quote the value that was wrong; those made here never do.
//!
//! There are some four hundred types, so what is generic over them is compiled four hundred times,
//! and serde's code is generic in both directions. A type therefore only says what it is made of
//! ([`Found`], [`Said`]), and one visitor and one writer, which know no type, do the rest.

mod choice;
mod found;
mod record;
mod said;
#[cfg(test)]
mod sample;
mod scalar;

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;

pub(crate) use choice::{choice_member, read_choice, read_chosen, read_chosen_two};
pub(crate) use found::{Found, Name, One, Place, by, take_from};
pub(crate) use record::{Members, Record, fill_from};
pub(crate) use said::{Said, SaidObject, said_of};
#[cfg(test)]
pub(crate) use sample::Sample;
#[allow(unused_imports, reason = "for the types that are one string")]
pub(crate) use scalar::text_member;

/// A value of a field.
pub(crate) trait Member: Sized {
    /// Reads the value; the refusal does not quote it.
    fn read(found: Found<'_>) -> Result<Self, Refusal>;

    /// Reads the value where one stands that says nothing.
    ///
    /// This and the two that follow are for records, which are filled where they stand: a record that
    /// moves needs the code that drops it wherever it passes.
    #[inline(never)]
    fn read_into(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        *self = Self::read(found)?;
        Ok(())
    }

    /// Reads the value where there is none.
    #[inline(never)]
    fn read_some(none: &mut Option<Self>, found: Found<'_>) -> Result<(), Refusal> {
        *none = Some(Self::read(found)?);
        Ok(())
    }

    /// Reads the value to the end of a list.
    #[inline(never)]
    fn read_onto(list: &mut Vec<Self>, found: Found<'_>) -> Result<(), Refusal> {
        list.push(Self::read(found)?);
        Ok(())
    }

    /// What is to be written.
    fn said(&self) -> Said<'_>;

    /// Whether the field can be left out.
    fn says_nothing(&self) -> bool {
        false
    }

    /// A value that says something in every part, for the tests of what shows and what is kept.
    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self;
}

/// Why a value is not read.
pub(crate) enum Refusal {
    /// A rule, never the value.
    Rule(Cow<'static, str>),
    /// The text is no JSON, or a part of the value was refused: the error is with whoever reads the
    /// text, and has the place.
    Kept,
}

impl From<&'static str> for Refusal {
    fn from(rule: &'static str) -> Self {
        Refusal::Rule(rule.into())
    }
}

impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Self {
        Refusal::Rule(error.to_string().into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Rule(rule) => f.write_str(rule),
            Refusal::Kept => f.write_str("not JSON"),
        }
    }
}

/// Reads a [`Member`] where serde asks for a value.
pub(crate) fn deserialize<'de, T: Member, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut one = One::new(&T::read);
    take_from(from, &mut one)?;
    let value = one.into_value();
    value.ok_or_else(|| serde::de::Error::custom("expected a value"))
}

/// Reads the JSON text of one value.
pub(crate) fn read_text(json: &str, into: &mut dyn Place) -> Result<(), serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(json);
    take_from(&mut from, into)?;
    from.end()
}

/// Writes a value as JSON text, on one line.
pub(crate) fn write_text(said: Said<'_>) -> String {
    // Writing to memory fails only for maps whose keys are no strings; there are none.
    serde_json::to_string(&said).unwrap_or_default()
}

/// `Serialize` and `Deserialize` of a public type by its [`Member`].
macro_rules! through_member {
    ($($name:ty),+ $(,)?) => { $(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(&$crate::json::Member::said(self), to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::json::deserialize(from)
            }
        }
    )+ };
}

pub(crate) use through_member;
