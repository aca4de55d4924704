//! The members that are one value, and the lists of any.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[cfg(test)]
use super::Sample;
use super::{Found, Member, Place, Refusal, Said, through_member};
use crate::identifier::{DeaNumber, Mbi, Npi, Ssn};
use crate::life::EntryLife;
use crate::{Deceased, Decimal, Moment, PartialDate, Period, Phi, PhiText, SourceJson, SystemUri};

/// A type that is one string: by its `FromStr` and `Display`.
macro_rules! text_member {
    ($($name:ty: $sample:literal),+ $(,)?) => { $(
        impl $crate::json::Member for $name {
            fn read(found: $crate::json::Found<'_>) -> Result<Self, $crate::json::Refusal> {
                found.text()?.parse::<$name>().map_err(Into::into)
            }

            fn said(&self) -> $crate::json::Said<'_> {
                $crate::json::Said::Shown(self)
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
            fn read(found: Found<'_>) -> Result<Self, Refusal> {
                found.text()?.parse::<$name>().map_err(Into::into)
            }

            fn said(&self) -> Said<'_> {
                Said::Text(self.expose())
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
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        found.text().map(Into::into)
    }

    fn said(&self) -> Said<'_> {
        Said::Text(self)
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        from.text().into()
    }
}

impl Member for SourceJson {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        found.text().map(SourceJson::new)
    }

    /// As a string and not in place, so that every blank and line break stays as received.
    fn said(&self) -> Said<'_> {
        Said::Text(self.expose())
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        SourceJson::new(format!("{{ \"text\": \"{}\" }}", from.text()))
    }
}

impl Member for SystemUri {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        found.text().map(SystemUri::from_uri)
    }

    fn said(&self) -> Said<'_> {
        Said::Text(match self {
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
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        match STANDARD.decode(found.text()?) {
            Ok(bytes) => Ok(bytes.into_boxed_slice()),
            Err(_quoted) => Err("expected base64".into()),
        }
    }

    fn said(&self) -> Said<'_> {
        Said::Made(STANDARD.encode(self))
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        from.text().into_bytes().into()
    }
}

/// The end of a period that is not known (ISO 8601-2:2019).
const OPEN: &str = "..";

impl Member for Period {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        let ends = found.text()?.split_once('/');
        let (start, end) = ends.ok_or("expected start/end")?;
        let moment = |text: &str| match text {
            OPEN => Ok(None),
            known => known.parse::<Moment>().map(Some),
        };
        Ok(Period::new(moment(start)?, moment(end)?))
    }

    fn said(&self) -> Said<'_> {
        struct End(Option<Phi<Moment>>);
        impl fmt::Display for End {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0 {
                    Some(moment) => moment.expose().fmt(f),
                    None => f.write_str(OPEN),
                }
            }
        }
        Said::Made(format!("{}/{}", End(self.start), End(self.end)))
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
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        Ok(match found {
            Found::Bool(true) => Deceased::Yes,
            Found::Bool(false) => Deceased::No,
            Found::Text(text) => Deceased::On(Phi::new(text.parse()?)),
            other => return Err(other.refused("true, false or a date")),
        })
    }

    fn said(&self) -> Said<'_> {
        match self {
            Deceased::Unknown => Said::Null,
            Deceased::No => Said::Bool(false),
            Deceased::Yes => Said::Bool(true),
            Deceased::On(moment) => Said::Shown(moment.expose()),
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

impl Member for bool {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        match found {
            Found::Bool(value) => Ok(value),
            other => Err(other.refused("true or false")),
        }
    }

    fn said(&self) -> Said<'_> {
        Said::Bool(*self)
    }

    #[cfg(test)]
    fn sample(_from: &mut Sample) -> Self {
        true
    }
}

macro_rules! whole_member {
    ($($type:ty as $form:ident: $sample:literal),+ $(,)?) => { $(
        impl Member for $type {
            fn read(found: Found<'_>) -> Result<Self, Refusal> {
                let number = match found {
                    Found::Unsigned(number) => number.try_into().ok(),
                    Found::Signed(number) => number.try_into().ok(),
                    other => return Err(other.refused("a whole number")),
                };
                number.ok_or("expected a whole number".into())
            }

            fn said(&self) -> Said<'_> {
                Said::$form((*self).into())
            }

            #[cfg(test)]
            fn sample(_from: &mut Sample) -> Self {
                $sample
            }
        }
    )+ };
}

whole_member!(
    u16 as Unsigned: 7,
    u32 as Unsigned: 7,
    u64 as Unsigned: 7,
    i64 as Signed: 19_310_719,
);

impl<T: Member> Member for Phi<T> {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        T::read(found).map(Phi::new)
    }

    fn said(&self) -> Said<'_> {
        self.expose().said()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Phi::new(T::sample(from))
    }
}

impl<T: Member> Member for Option<T> {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        match found {
            Found::Null => Ok(None),
            value => T::read(value).map(Some),
        }
    }

    #[inline(never)]
    fn read_into(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        match found {
            Found::Null => Ok(()),
            value => T::read_some(self, value),
        }
    }

    fn said(&self) -> Said<'_> {
        match self {
            Some(value) => value.said(),
            None => Said::Null,
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

impl Member for Box<EntryLife> {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        EntryLife::read(found).map(Box::new)
    }

    fn said(&self) -> Said<'_> {
        (**self).said()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        Box::new(EntryLife::sample(from))
    }
}

impl<T: Member> Member for Vec<T> {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        let mut values = Vec::new();
        values.read_into(found)?;
        Ok(values)
    }

    #[inline(never)]
    fn read_into(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        read_all(found, &mut EndOf(self))
    }

    fn said(&self) -> Said<'_> {
        Said::List(Box::new(self.as_slice()))
    }

    fn says_nothing(&self) -> bool {
        self.is_empty()
    }

    #[cfg(test)]
    fn sample(from: &mut Sample) -> Self {
        vec![T::sample(from), T::sample(from)]
    }
}

fn read_all(found: Found<'_>, into: &mut dyn Place) -> Result<(), Refusal> {
    let list = found.list("a list")?;
    while list.next(into)? {}
    Ok(())
}

/// Where the next value of a list goes.
struct EndOf<'a, T>(&'a mut Vec<T>);

impl<T: Member> Place for EndOf<'_, T> {
    fn put(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        T::read_onto(self.0, found)
    }
}

through_member!(Deceased, Period, PhiText, SourceJson, SystemUri);
