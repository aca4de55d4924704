//! How elements of the standard are fields of the record, said once for reading and for writing.

use std::str::FromStr;

use him_record::{Decimal, Moment, PartialDate, Phi, PhiText, SystemUri};

use super::finding::{FindingKind, Release};
use super::json::{Json, Read};
use super::primitive::boxed;
use super::tree::{Member, Tree};

/// The members of an object being written.
#[derive(Debug, Default)]
pub(super) struct Object<'s> {
    members: Vec<Member<'static>>,
    /// The source of the object, where what it says can be written in more than one way.
    source: Option<&'s Tree<'s>>,
}

impl<'s> Object<'s> {
    /// An object that is written as `source` writes it where there is a choice.
    pub(super) fn like(source: Option<&'s Tree<'s>>) -> Self {
        Object {
            members: Vec::new(),
            source,
        }
    }

    pub(super) fn put(&mut self, name: &'static str, value: Tree<'static>) {
        self.put_choice("", name, value);
    }

    /// Puts a member that is one choice of the element `choice`.
    pub(super) fn put_choice(
        &mut self,
        choice: &'static str,
        name: &'static str,
        value: Tree<'static>,
    ) {
        self.members.push(Member {
            name: name.into(),
            choice,
            value,
        });
    }

    /// What the source has under this name.
    pub(super) fn source(&self, name: &str) -> Option<&'s Tree<'s>> {
        self.source?.member(name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.source(name).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn into_tree(self) -> Tree<'static> {
        Tree::Object(self.members)
    }
}

/// A type of the record that is an object of the standard.
pub(super) trait Members {
    /// The elements that the standard requires, of what is no resource; `name*` for a choice.
    const REQUIRED: &'static [&'static [u8]] = &[];
    /// Elements that releases after R4 have in the place of its own.
    const AFTER: &'static [&'static [u8]] = &[];

    /// Takes the member `key` if the model holds it.
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool>;
    /// Puts every member that the model holds.
    fn put_members(&self, out: &mut Object<'_>);
}

/// Reads an object into a value that is there.
pub(super) fn fill<T: Members>(json: &mut Json<'_>, out: &mut T) -> Read<()> {
    json.requiring(T::REQUIRED, &mut |json, key| {
        if out.member(json, key)? {
            return Ok(());
        }
        if T::AFTER.contains(&key) {
            json.peek()?;
            let at = json.at();
            json.report(at, FindingKind::OtherRelease(Release::AfterR4));
        }
        json.other(key)
    })
}

/// The object that a value is.
pub(super) fn object(value: &impl Members) -> Tree<'static> {
    let mut out = Object::default();
    value.put_members(&mut out);
    out.into_tree()
}

/// A single value of the standard.
pub(super) trait Value: Sized {
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
                json.code(<$type>::from_code)
            }

            fn tree(&self) -> $crate::fhir::tree::Tree<'static> {
                $crate::fhir::tree::Tree::text(self.code())
            }
        }
    )+ };
}

/// What a member becomes in the record: a value, a list of them, or an object that is always there.
pub(super) trait Field {
    /// A repeated member replaces what was read before, as in most readers of JSON.
    fn read(&mut self, json: &mut Json<'_>) -> Read<()>;
    fn put(&self, name: &'static str, out: &mut Object<'_>);
}

impl<T: Value> Field for Option<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::take(json)?;
        Ok(())
    }

    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if let Some(value) = self {
            out.put(name, value.tree());
        }
    }
}

impl<T: Value> Field for Vec<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        self.clear();
        json.array(&mut |json| {
            self.extend(T::take(json)?);
            Ok(())
        })
    }

    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if !self.is_empty() {
            out.put(name, Tree::Array(self.iter().map(Value::tree).collect()));
        }
    }
}

impl<T: Members + Default + PartialEq> Field for T {
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::default();
        fill(json, self)
    }

    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if *self != T::default() {
            out.put(name, object(self));
        }
    }
}

/// The way of most members: the field says all.
pub(super) mod plain {
    use super::{Field, Json, Object, Read};

    pub(in super::super) fn read(
        json: &mut Json<'_>,
        _key: &[u8],
        field: &mut impl Field,
    ) -> Read<()> {
        field.read(json)
    }

    pub(in super::super) fn put(field: &impl Field, name: &'static str, out: &mut Object<'_>) {
        field.put(name, out);
    }
}

/// A name that stands in the code as bytes.
pub(super) const fn name(bytes: &'static [u8]) -> &'static str {
    match str::from_utf8(bytes) {
        Ok(name) => name,
        Err(_) => "",
    }
}

/// Says which member is which field: `b"city" => city`. A member that is not simply the value of its
/// field names the module that reads and puts it: `b"performer" => performers: actors`. What is no
/// resource says what the standard requires of it, `required [b"code"]`, and which of its elements later
/// releases have otherwise, `after [b"concept"]`.
macro_rules! element {
    (
        $type:ty { $($key:literal => $field:ident $(: $way:ident)?),* $(,)? }
        $(required [$($required:literal),+ $(,)?])?
        $(after [$($after:literal),+ $(,)?])?
    ) => {
        impl $crate::fhir::element::Members for $type {
            $( const REQUIRED: &'static [&'static [u8]] = &[$($required),+]; )?
            $( const AFTER: &'static [&'static [u8]] = &[$($after),+]; )?

            fn member(
                &mut self,
                json: &mut $crate::fhir::json::Json<'_>,
                key: &[u8],
            ) -> $crate::fhir::json::Read<bool> {
                match key {
                    $( $key => element!(@read $($way)?)(json, key, &mut self.$field)?, )*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            fn put_members(&self, out: &mut $crate::fhir::element::Object<'_>) {
                $( element!(@put $($way)?)(
                    &self.$field,
                    const { $crate::fhir::element::name($key) },
                    out,
                ); )*
            }
        }
    };
    (@read) => { $crate::fhir::element::plain::read };
    (@read $way:ident) => { $way::read };
    (@put) => { $crate::fhir::element::plain::put };
    (@put $way:ident) => { $way::put };
}

/// Says that a list is the member `name` of each object in the list of the standard, as the people in
/// `performer[].actor`; `required` if the standard says so of the member.
macro_rules! within {
    (@required $name:literal) => { &[] };
    (@required $name:literal required) => { &[$name] };
    ($($way:ident: $item:ty = $name:literal $($required:ident)?),+ $(,)?) => { $(
        pub(in crate::fhir) mod $way {
            use him_record::*;

            use $crate::fhir::element::{Object, Value, name};
            use $crate::fhir::json::{Json, Read};
            use $crate::fhir::tree::{Member, Tree};

            const REQUIRED: &[&[u8]] = $crate::fhir::element::within!(@required $name $($required)?);

            pub(in crate::fhir) fn read(
                json: &mut Json<'_>,
                _key: &[u8],
                field: &mut Vec<$item>,
            ) -> Read<()> {
                field.clear();
                json.array(&mut |json| {
                    json.requiring(REQUIRED, &mut |json, key| {
                        if key != $name {
                            return json.other(key);
                        }
                        field.extend(<$item as Value>::take(json)?);
                        Ok(())
                    })
                })
            }

            pub(in crate::fhir) fn put(
                field: &[$item],
                list: &'static str,
                out: &mut Object<'_>,
            ) {
                if field.is_empty() {
                    return;
                }
                let wrap = |item: &$item| {
                    let value = item.tree();
                    let name = const { name($name) }.into();
                    Tree::Object(vec![Member { name, choice: "", value }])
                };
                out.put(list, Tree::Array(field.iter().map(wrap).collect()));
            }
        }
    )+ };
}

pub(super) use {codes, element, within};
