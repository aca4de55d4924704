//! What stands in a document, for whoever asks what it is.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Refusal;

/// A value as it is met in a document.
pub(crate) enum Found<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    /// A number that no field takes: a fraction, or more than 64 bits.
    OtherNumber,
    Text(&'a str),
    List(&'a mut dyn List),
    Object(&'a mut dyn Object),
}

/// Somewhere for a value to go.
///
/// Not a closure: the table of one holds its code twice, and there are hundreds of places.
pub(crate) trait Place {
    fn put(&mut self, found: Found<'_>) -> Result<(), Refusal>;
}

/// What is done with a value, as a place for it.
pub(crate) fn by(put: impl FnMut(Found<'_>) -> Result<(), Refusal>) -> impl Place {
    By(put)
}

struct By<F>(F);

impl<F: FnMut(Found<'_>) -> Result<(), Refusal>> Place for By<F> {
    fn put(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        (self.0)(found)
    }
}

/// A place for one value, read by a function.
pub(crate) struct One<'f, T> {
    read: &'f dyn Fn(Found<'_>) -> Result<T, Refusal>,
    value: Option<T>,
}

impl<'f, T> One<'f, T> {
    pub(crate) fn new(read: &'f dyn Fn(Found<'_>) -> Result<T, Refusal>) -> Self {
        One { read, value: None }
    }

    /// The value, if one came.
    pub(crate) fn into_value(self) -> Option<T> {
        self.value
    }
}

impl<T> Place for One<'_, T> {
    fn put(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        self.value = Some((self.read)(found)?);
        Ok(())
    }
}

/// A list whose elements are read one by one.
pub(crate) trait List {
    /// Hands out the next element; `false` at the end.
    fn next(&mut self, into: &mut dyn Place) -> Result<bool, Refusal>;
}

/// An object whose members are read one by one.
pub(crate) trait Object {
    /// The next name; `None` at the end.
    fn name(&mut self, known: &'static [&'static str]) -> Result<Option<Name>, Refusal>;

    /// Hands out the value of the name.
    fn value(&mut self, into: &mut dyn Place) -> Result<(), Refusal>;

    /// The value of the name as text.
    fn raw(&mut self) -> Result<Box<RawValue>, Refusal>;
}

/// The name of a member.
pub(crate) enum Name {
    /// Its place among those that are known.
    Known(usize),
    Unknown(Box<str>),
}

impl<'a> Found<'a> {
    /// The value if it is a text.
    pub(crate) fn text(self) -> Result<&'a str, Refusal> {
        match self {
            Found::Text(text) => Ok(text),
            other => Err(other.refused("a text")),
        }
    }

    /// The elements if it is a list of what is expected.
    pub(crate) fn list(self, expected: &str) -> Result<&'a mut dyn List, Refusal> {
        match self {
            Found::List(list) => Ok(list),
            other => Err(other.refused(expected)),
        }
    }

    /// The members if it is an object.
    pub(crate) fn object(self) -> Result<&'a mut dyn Object, Refusal> {
        match self {
            Found::Object(object) => Ok(object),
            other => Err(other.refused("an object")),
        }
    }

    /// That something else was expected. What it is may be said of a shape; a scalar is a value.
    pub(crate) fn refused(&self, expected: &str) -> Refusal {
        let shape = match self {
            Found::Null => "null",
            Found::List(_) => "sequence",
            Found::Object(_) => "map",
            _ => return Refusal::Rule(format!("expected {expected}").into()),
        };
        Refusal::Rule(format!("invalid type: {shape}, expected {expected}").into())
    }
}

/// Hands out the value that comes next.
pub(crate) fn take_from<'de, D: Deserializer<'de>>(
    from: D,
    into: &mut dyn Place,
) -> Result<(), D::Error> {
    from.deserialize_any(Taking(into))
}

/// The one visitor of the crate. It knows no type, so it is compiled once for each format.
struct Taking<'a>(&'a mut dyn Place);

impl Taking<'_> {
    fn give<E: Error>(self, found: Found<'_>) -> Result<(), E> {
        self.0.put(found).map_err(E::custom)
    }
}

impl<'de> Visitor<'de> for Taking<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.give(Found::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.give(Found::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.give(Found::Bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        self.give(Found::Unsigned(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.give(Found::Signed(number))
    }

    fn visit_f64<E: Error>(self, _number: f64) -> Result<(), E> {
        self.give(Found::OtherNumber)
    }

    fn visit_u128<E: Error>(self, _number: u128) -> Result<(), E> {
        self.give(Found::OtherNumber)
    }

    fn visit_i128<E: Error>(self, _number: i128) -> Result<(), E> {
        self.give(Found::OtherNumber)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.give(Found::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut list = Reading { access, kept: None };
        let taken = self.0.put(Found::List(&mut list));
        taken.map_err(|refusal| list.kept.unwrap_or_else(|| A::Error::custom(refusal)))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut object = Reading { access, kept: None };
        let taken = self.0.put(Found::Object(&mut object));
        taken.map_err(|refusal| object.kept.unwrap_or_else(|| A::Error::custom(refusal)))
    }
}

/// A list or an object that is being read, and the error that ended the reading.
struct Reading<A, E> {
    access: A,
    kept: Option<E>,
}

impl<A, E> Reading<A, E> {
    fn keep<T>(&mut self, read: Result<T, E>) -> Result<T, Refusal> {
        read.map_err(|error| {
            self.kept = Some(error);
            Refusal::Kept
        })
    }
}

impl<'de, A: SeqAccess<'de>> List for Reading<A, A::Error> {
    fn next(&mut self, into: &mut dyn Place) -> Result<bool, Refusal> {
        let next = self.access.next_element_seed(Taking(into));
        Ok(self.keep(next)?.is_some())
    }
}

impl<'de, A: MapAccess<'de>> Object for Reading<A, A::Error> {
    fn name(&mut self, known: &'static [&'static str]) -> Result<Option<Name>, Refusal> {
        let name = self.access.next_key_seed(Naming(known));
        self.keep(name)
    }

    fn value(&mut self, into: &mut dyn Place) -> Result<(), Refusal> {
        let value = self.access.next_value_seed(Taking(into));
        self.keep(value)
    }

    fn raw(&mut self) -> Result<Box<RawValue>, Refusal> {
        let value = self.access.next_value();
        self.keep(value)
    }
}

impl<'de> DeserializeSeed<'de> for Taking<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// Reads a name, knowing these.
struct Naming(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Naming {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Name, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Naming {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Name, E> {
        Ok(match self.0.iter().position(|name| *name == text) {
            Some(place) => Name::Known(place),
            None => Name::Unknown(text.into()),
        })
    }
}
