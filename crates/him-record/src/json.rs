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
//! The messages of serde quote the value that was wrong. The visitors here do not, whatever they
//! meet; that is why fields are read through [`Member`] and not through `Deserialize` of std's types.

mod choice;
#[cfg(test)]
mod sample;
mod scalar;
mod visitor;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, MapAccess};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serialize, Serializer};

use crate::UnknownMembers;
pub(crate) use choice::choice_member;
#[cfg(test)]
pub(crate) use sample::Sample;
use scalar::TextVisitor;
#[allow(unused_imports, reason = "for the types that are one string")]
pub(crate) use scalar::text_member;
pub(crate) use visitor::{Name, NameVisitor, RecordVisitor, refuse};

/// A value of a field.
pub(crate) trait Member: Sized {
    /// Reads the value; the error does not quote it.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;

    /// Writes the value.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;

    /// Whether the field can be left out.
    fn says_nothing(&self) -> bool {
        false
    }

    /// A value that says something in every part, for the tests of what shows and what is kept.
    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self;
}

/// A struct that is an object; see `record!`, which implements it.
pub(crate) trait Record: Sized {
    /// The names of its members, in the order in which they are written.
    const NAMES: &'static [&'static str];
    /// Those without which it cannot be read.
    const REQUIRED: &'static [&'static str];

    /// One that says nothing.
    fn blank() -> Self;

    /// Reads the value of the member at `place` in `NAMES`.
    fn read_member<'de, A: MapAccess<'de>>(
        &mut self,
        place: usize,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// Writes the members that say something.
    fn write_members<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;

    /// Where members go that have no name here.
    fn unknown(&mut self) -> &mut UnknownMembers;
}

/// Reads an object; members that are not known are kept.
pub(crate) fn read_record<'de, R: Record, D: Deserializer<'de>>(from: D) -> Result<R, D::Error> {
    from.deserialize_any(RecordVisitor(PhantomData))
}

/// Writes an object, with what is not known of it at the end.
pub(crate) fn write_record<R: Record, S: Serializer>(
    record: &R,
    unknown: &UnknownMembers,
    to: S,
) -> Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(None)?;
    record.write_members(&mut map)?;
    for (name, value) in unknown.raw() {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

/// Writes one member, if it says something.
pub(crate) fn write_member<M: SerializeMap, T: Member>(
    map: &mut M,
    name: &'static str,
    value: &T,
) -> Result<(), M::Error> {
    if value.says_nothing() {
        return Ok(());
    }
    map.serialize_entry(name, &Written(value))
}

/// Reads a [`Member`] where serde wants a seed.
pub(crate) struct Value<T>(PhantomData<T>);

impl<T> Value<T> {
    pub(crate) fn new() -> Self {
        Value(PhantomData)
    }
}

impl<'de, T: Member> DeserializeSeed<'de> for Value<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from)
    }
}

/// Writes a [`Member`] where serde wants a value.
pub(crate) struct Written<'a, T>(pub(crate) &'a T);

impl<T: Member> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

/// Why a text is not the value: a rule, never the text.
pub(crate) struct Refusal(Cow<'static, str>);

impl From<&'static str> for Refusal {
    fn from(rule: &'static str) -> Self {
        Refusal(rule.into())
    }
}

impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Self {
        Refusal(error.to_string().into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads a text and makes a value of it.
pub(crate) fn read_text<'de, T, D: Deserializer<'de>>(
    from: D,
    parse: impl FnOnce(&str) -> Result<T, Refusal>,
) -> Result<T, D::Error> {
    from.deserialize_any(TextVisitor(parse))
}

/// A number or truth value, whose own messages would quote it.
pub(crate) fn unquoted<'de, T, D: Deserializer<'de>>(
    from: D,
    expected: &'static str,
) -> Result<T, D::Error>
where
    T: serde::Deserialize<'de>,
{
    T::deserialize(from).map_err(|_quoted| D::Error::custom(expected))
}

/// `Serialize` and `Deserialize` of a public type by its [`Member`].
macro_rules! through_member {
    ($($name:ty),+ $(,)?) => { $(
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $crate::json::Member::write(self, to)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::json::Member::read(from)
            }
        }
    )+ };
}

pub(crate) use through_member;
