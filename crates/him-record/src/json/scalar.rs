//! The members that are one value, and the lists of any.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::{Error, SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserializer, Serializer};

#[cfg(test)]
use super::Sample;
use super::{Member, Value, Written, refuse, through_member, unquoted};
use crate::identifier::{DeaNumber, Mbi, Npi, Ssn};
use crate::{Deceased, Decimal, Moment, PartialDate, Period, Phi, PhiText, SourceJson, SystemUri};

/// Reads a text and makes a value of it by the function.
pub(crate) struct TextVisitor<F>(pub(crate) F);

impl<T, F> Visitor<'_> for TextVisitor<F>
where
    F: FnOnce(&str) -> Result<T, crate::json::Refusal>,
{
    type Value = T;

    refuse!("a text": visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64));

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).map_err(E::custom)
    }
}

/// A type that is one string: by its `FromStr` and `Display`.
macro_rules! text_member {
    ($($name:ty: $sample:literal),+ $(,)?) => { $(
        impl $crate::json::Member for $name {
            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::json::read_text(from, |text| text.parse::<$name>().map_err(Into::into))
            }

            fn write<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }

            #[cfg(test)]
            fn sample(_from: &mut $crate::json::Sample) -> Self {
                $sample.parse().unwrap()
            }
        }

        $crate::json::through_member!($name);
    )+ };
}

pub(crate) use text_member;

text_member!(
    Decimal: "19310719.50",
    Moment: "1931-07-19T13:37:31.250-05:00",
    PartialDate: "1931-07-19",
    Npi: "1234567893",
    DeaNumber: "AB1234563",
);

/// The same for what has no `Display`, since it identifies the patient.
macro_rules! exposed_member {
    ($($name:ty: $sample:literal),+ $(,)?) => { $(
        impl Member for $name {
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                super::read_text(from, |text| text.parse::<$name>().map_err(Into::into))
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.expose())
            }

            #[cfg(test)]
            fn sample(_from: &mut Sample) -> Self {
                $sample.parse().unwrap()
            }
        }

        through_member!($name);
    )+ };
}

exposed_member!(Mbi: "1EG4-TE5-MK73", Ssn: "123-45-6789");

impl Member for Box<str> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read_text(from, |text| Ok(text.into()))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        from.text().into()
    }
}

impl Member for SourceJson {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read_text(from, |text| Ok(SourceJson::new(text)))
    }

    /// As a string and not in place, so that every blank and line break stays as received.
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.expose())
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        SourceJson::new(format!("{{ \"text\": \"{}\" }}", from.text()))
    }
}

impl Member for SystemUri {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read_text(from, |text| Ok(SystemUri::from_uri(text)))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(match self {
            SystemUri::Known(system) => system.uri(),
            SystemUri::Other(uri) => uri.expose_str(),
        })
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        SystemUri::Other(Phi::sample(from))
    }
}

/// Bytes are base64 (RFC 4648 section 4).
impl Member for Box<[u8]> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read_text(from, |text| match STANDARD.decode(text) {
            Ok(bytes) => Ok(bytes.into_boxed_slice()),
            Err(_quoted) => Err("expected base64".into()),
        })
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(self))
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        from.text().into_bytes().into()
    }
}

/// The end of a period that is not known (ISO 8601-2:2019).
const OPEN: &str = "..";

impl Member for Period {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read_text(from, |text| {
            let (start, end) = text.split_once('/').ok_or("expected start/end")?;
            let moment = |text: &str| match text {
                OPEN => Ok(None),
                known => known.parse::<Moment>().map(Some),
            };
            Ok(Period::new(moment(start)?, moment(end)?))
        })
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        struct End(Option<Phi<Moment>>);
        impl fmt::Display for End {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Some(moment) => moment.expose().fmt(f),
                    None => f.write_str(OPEN),
                }
            }
        }
        to.collect_str(&format_args!("{}/{}", End(self.start), End(self.end)))
    }

    fn says_nothing(&self) -> bool {
        *self == Period::default()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Period::new(Some(Moment::sample(from)), Some(Moment::sample(from)))
    }
}

/// `true`, `false` or the moment, as in FHIR's `deceased[x]`.
impl Member for Deceased {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct DeceasedVisitor;
        impl Visitor<'_> for DeceasedVisitor {
            type Value = Deceased;

            refuse!("true, false or a date": visit_i64(i64), visit_u64(u64), visit_f64(f64));

            fn visit_bool<E: Error>(self, dead: bool) -> Result<Deceased, E> {
                Ok(if dead { Deceased::Yes } else { Deceased::No })
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Deceased, E> {
                let moment: Moment = text.parse().map_err(E::custom)?;
                Ok(Deceased::On(Phi::new(moment)))
            }
        }
        from.deserialize_any(DeceasedVisitor)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Deceased::Unknown => to.serialize_none(),
            Deceased::No => to.serialize_bool(false),
            Deceased::Yes => to.serialize_bool(true),
            Deceased::On(moment) => to.collect_str(moment.expose()),
        }
    }

    fn says_nothing(&self) -> bool {
        *self == Deceased::Unknown
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Deceased::On(Phi::sample(from))
    }
}

macro_rules! plain_member {
    ($($type:ty: $expected:literal $sample:literal),+ $(,)?) => { $(
        impl Member for $type {
            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                unquoted(from, concat!("expected ", $expected))
            }

            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                serde::Serialize::serialize(self, to)
            }

            #[cfg(test)]
            fn sample(_from: &mut Sample) -> Self {
                $sample
            }
        }
    )+ };
}

plain_member!(
    bool: "true or false" true,
    u16: "a whole number" 7,
    u32: "a whole number" 7,
    u64: "a whole number" 7,
    i64: "a whole number" 19_310_719,
);

impl<T: Member> Member for Phi<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Phi::new)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.expose().write(to)
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Phi::new(T::sample(from))
    }
}

impl<T: Member> Member for Option<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct OptionVisitor<T>(PhantomData<T>);
        impl<'de, T: Member> Visitor<'de> for OptionVisitor<T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<T>, D::Error> {
                T::read(from).map(Some)
            }
        }
        from.deserialize_option(OptionVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(to),
            None => to.serialize_none(),
        }
    }

    fn says_nothing(&self) -> bool {
        self.is_none()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Some(T::sample(from))
    }
}

impl<T: Member> Member for Box<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Box::new)
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        (**self).write(to)
    }

    fn says_nothing(&self) -> bool {
        (**self).says_nothing()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Box::new(T::sample(from))
    }
}

impl<T: Member> Member for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(PhantomData<T>);
        impl<'de, T: Member> Visitor<'de> for ListVisitor<T> {
            type Value = Vec<T>;

            refuse!("a list": visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str));

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element_seed(Value::new())? {
                    values.push(value);
                }
                Ok(values)
            }
        }
        from.deserialize_any(ListVisitor(PhantomData))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(Some(self.len()))?;
        for value in self {
            list.serialize_element(&Written(value))?;
        }
        list.end()
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        vec![T::sample(from), T::sample(from)]
    }
}

/// Two values, each of which may be null.
impl<T: Member> Member for [T; 2] {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let values = Vec::<T>::read(from)?;
        let two = values.try_into();
        two.map_err(|_: Vec<T>| D::Error::custom("expected a list of two"))
    }

    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serde::Serialize::serialize(&self.each_ref().map(Written), to)
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        [T::sample(from), T::sample(from)]
    }
}

through_member!(Deceased, Period, PhiText, SourceJson, SystemUri);
