//! A single value of the standard as a value of the record.

use std::str::FromStr;

use him_record::{Decimal, Moment, PartialDate, Phi, PhiText, SystemUri};

use super::super::json::{Json, Read};
use super::super::primitive::boxed;
use super::super::tree::Tree;
use super::{Members, fill, object};

/// A single value of the standard.
pub(in crate::fhir) trait Value: Sized {
    /// Reads it; `None` for `null` and, reported, for what it cannot be.
    fn take(json: &mut Json<'_>) -> Read<Option<Self>>;
    fn tree(&self) -> Tree<'static>;
}

impl<T: Members + Default> Value for T {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        if json.take_null()? {
            return Ok(None);
        }
        let mut out = T::default();
        fill(json, &mut out)?;
        Ok(Some(out))
    }

    fn tree(&self) -> Tree<'static> {
        object(self)
    }
}

impl Value for PhiText {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        Ok(json.string()?.map(|(_, text)| boxed(text)))
    }

    fn tree(&self) -> Tree<'static> {
        Tree::text(self.expose_str())
    }
}

impl Value for SystemUri {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        Ok(json.string()?.map(|(_, uri)| SystemUri::from_uri(&uri)))
    }

    fn tree(&self) -> Tree<'static> {
        match self {
            SystemUri::Known(system) => Tree::text(system.uri()),
            SystemUri::Other(uri) => uri.tree(),
        }
    }
}

impl Value for bool {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        json.boolean()
    }

    fn tree(&self) -> Tree<'static> {
        Tree::bare(self)
    }
}

impl Value for u32 {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        json.integer()
    }

    fn tree(&self) -> Tree<'static> {
        Tree::bare(self)
    }
}

impl Value for Phi<Decimal> {
    fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
        let mut value = None;
        json.decimal(&mut value)?;
        Ok(value)
    }

    fn tree(&self) -> Tree<'static> {
        Tree::bare(self.expose())
    }
}

/// Values whose text the record reads and writes itself.
macro_rules! written {
    ($($type:ty),+) => { $(
        impl Value for Phi<$type> {
            fn take(json: &mut Json<'_>) -> Read<Option<Self>> {
                json.parse(<$type>::from_str)
            }

            fn tree(&self) -> Tree<'static> {
                Tree::text(&self.expose().to_string())
            }
        }
    )+ };
}

written!(Moment, PartialDate);

/// Codes of value sets that the standard requires.
macro_rules! codes {
    ($($type:ty),+ $(,)?) => { $(
        impl $crate::fhir::element::Value for $type {
            fn take(json: &mut $crate::fhir::json::Json<'_>) -> $crate::fhir::json::Read<Option<Self>> {
                let mut value = None;
                json.code(&mut |code| {
                    value = <$type>::from_code(code);
                    value.is_some()
                })?;
                Ok(value)
            }

            fn tree(&self) -> $crate::fhir::tree::Tree<'static> {
                $crate::fhir::tree::Tree::text(self.code())
            }
        }
    )+ };
}

pub(in crate::fhir) use codes;
