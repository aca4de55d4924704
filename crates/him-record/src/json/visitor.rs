use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};

use super::Record;

/// The methods of a visitor that refuse a scalar without quoting it.
macro_rules! refuse {
    ($expected:literal: $($method:ident($type:ty)),+ $(,)?) => {
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str($expected)
        }
        $(
            fn $method<E: serde::de::Error>(self, _refused: $type) -> Result<Self::Value, E> {
                Err(E::custom(concat!("expected ", $expected)))
            }
        )+
    };
}

pub(crate) use refuse;

/// Reads the members of a record.
pub(crate) struct RecordVisitor<R>(pub(crate) PhantomData<R>);

impl<'de, R: Record> Visitor<'de> for RecordVisitor<R> {
    type Value = R;

    refuse!("an object": visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<R, A::Error> {
        let mut record = R::blank();
        // No record has more than 64 members; `NAMES` is checked by a test.
        let mut seen = 0_u64;
        while let Some(name) = map.next_key_seed(NameVisitor(R::NAMES))? {
            match name {
                Name::Known(place) => {
                    let bit = 1_u64.checked_shl(place as u32).unwrap_or(0);
                    if seen & bit != 0 {
                        let name = R::NAMES.get(place).copied().unwrap_or_default();
                        return Err(A::Error::duplicate_field(name));
                    }
                    seen |= bit;
                    record.read_member(place, &mut map)?;
                }
                Name::Unknown(name) => {
                    let value = map.next_value()?;
                    record.unknown().push(name, value);
                }
            }
        }
        for required in R::REQUIRED {
            let place = R::NAMES.iter().position(|name| name == required);
            let bit = place.and_then(|place| 1_u64.checked_shl(place as u32));
            if bit.is_some_and(|bit| seen & bit == 0) {
                return Err(A::Error::missing_field(required));
            }
        }
        Ok(record)
    }
}

/// The name of a member.
pub(crate) enum Name {
    /// Its place among those that are known.
    Known(usize),
    Unknown(Box<str>),
}

/// Reads a name, knowing these.
pub(crate) struct NameVisitor(pub(crate) &'static [&'static str]);

impl<'de> DeserializeSeed<'de> for NameVisitor {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Name, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for NameVisitor {
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
