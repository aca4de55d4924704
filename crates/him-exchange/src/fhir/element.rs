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
    // Each of the thousand members would be compiled with a copy of it.
    #[inline(never)]
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

    /// Puts a list, unless nothing is in it.
    pub(super) fn put_list(&mut self, name: &'static str, list: Vec<Tree<'static>>) {
        if !list.is_empty() {
            self.put(name, Tree::Array(list));
        }
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

/// What the standard says of an object that is no resource.
#[derive(Debug)]
pub(super) struct Form {
    /// The elements that it requires; `name*` for a choice.
    pub(super) required: &'static [&'static [u8]],
    /// Elements that releases after R4 have in the place of its own.
    pub(super) after: &'static [&'static [u8]],
}

impl Form {
    /// Nothing in particular.
    pub(super) const PLAIN: Form = Form {
        required: &[],
        after: &[],
    };
}

/// A type of the record that is an object of the standard.
///
/// Whatever is done with all such types alike is done through `dyn Members`: made anew for each of the
/// hundred types, it was most of what compiling this crate cost.
pub(super) trait Members {
    fn form(&self) -> &'static Form {
        &Form::PLAIN
    }

    /// Takes the member `key` if the model holds it.
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool>;
    /// Puts every member that the model holds.
    fn put_members(&self, out: &mut Object<'_>);
}

/// Reads an object into a value that is there.
pub(super) fn fill(json: &mut Json<'_>, out: &mut dyn Members) -> Read<()> {
    let form = out.form();
    json.requiring(form.required, &mut |json, key| {
        if out.member(json, key)? {
            return Ok(());
        }
        if form.after.contains(&key) {
            json.peek()?;
            let at = json.at();
            json.report(at, FindingKind::OtherRelease(Release::AfterR4));
        }
        json.other(key)
    })
}

/// The object that a value is.
pub(super) fn object(value: &dyn Members) -> Tree<'static> {
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

/// What a member becomes in the record: a value, a list of them, or an object that is always there.
///
/// Most types have many members of the same few kinds: inlined, each would be compiled anew.
pub(super) trait Field {
    /// A repeated member replaces what was read before, as in most readers of JSON.
    fn read(&mut self, json: &mut Json<'_>) -> Read<()>;
    fn put(&self, name: &'static str, out: &mut Object<'_>);
}

impl<T: Value> Field for Option<T> {
    #[inline(never)]
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::take(json)?;
        Ok(())
    }

    #[inline(never)]
    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        if let Some(value) = self {
            out.put(name, value.tree());
        }
    }
}

impl<T: Value> Field for Vec<T> {
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        self.clear();
        read_list(json, &mut &mut *self)
    }

    fn put(&self, name: &'static str, out: &mut Object<'_>) {
        put_list(&self.as_slice(), name, out);
    }
}

/// A list of values to be read, whatever they are. It is a reference, so that what drops the list does not
/// belong to it.
trait Readable {
    /// Reads one more.
    fn add(&mut self, json: &mut Json<'_>) -> Read<()>;
}

impl<T: Value> Readable for &mut Vec<T> {
    fn add(&mut self, json: &mut Json<'_>) -> Read<()> {
        if let Some(value) = T::take(json)? {
            self.push(value);
        }
        Ok(())
    }
}

fn read_list(json: &mut Json<'_>, list: &mut dyn Readable) -> Read<()> {
    json.array(&mut |json| list.add(json))
}

/// The same to be written.
trait Writable {
    fn tree_at(&self, place: usize) -> Option<Tree<'static>>;
}

impl<T: Value> Writable for &[T] {
    fn tree_at(&self, place: usize) -> Option<Tree<'static>> {
        self.get(place).map(Value::tree)
    }
}

fn put_list(list: &dyn Writable, name: &'static str, out: &mut Object<'_>) {
    let mut trees = Vec::new();
    while let Some(tree) = list.tree_at(trees.len()) {
        trees.push(tree);
    }
    out.put_list(name, trees);
}

impl<T: Members + Default + PartialEq> Field for T {
    #[inline(never)]
    fn read(&mut self, json: &mut Json<'_>) -> Read<()> {
        *self = T::default();
        fill(json, self)
    }

    #[inline(never)]
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

/// A name that stands in the code or the JSON as bytes. Matching a `str` compares whole names; patterns of
/// bytes become a tree of every letter.
pub(super) const fn name(bytes: &[u8]) -> &str {
    match str::from_utf8(bytes) {
        Ok(name) => name,
        Err(_) => "",
    }
}

/// The place of a member among those that the model holds.
#[inline(never)]
pub(super) fn place(names: &[&[u8]], key: &[u8]) -> Option<usize> {
    // The first letter tells most of them apart.
    let alike = |name: &[u8]| name.len() == key.len() && name.first() == key.first();
    names.iter().position(|name| alike(name) && *name == key)
}

/// The same of a member that is there.
pub(super) const fn place_of(names: &[&[u8]], key: &[u8]) -> usize {
    let mut place = 0;
    let mut rest = names;
    while let [name, others @ ..] = rest {
        if is_same(name, key) {
            return place;
        }
        place += 1;
        rest = others;
    }
    place
}

const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, rest @ ..], [second, others @ ..]) = (one, other) {
        if *first != *second {
            return false;
        }
        (one, other) = (rest, others);
    }
    one.is_empty() && other.is_empty()
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
            fn form(&self) -> &'static $crate::fhir::element::Form {
                const { &$crate::fhir::element::Form {
                    required: &[$($($required),+)?],
                    after: &[$($($after),+)?],
                } }
            }

            fn member(
                &mut self,
                json: &mut $crate::fhir::json::Json<'_>,
                key: &[u8],
            ) -> $crate::fhir::json::Read<bool> {
                use $crate::fhir::element::{place, place_of};

                // Matching places, not names, keeps the code small that each type needs.
                const NAMES: &[&[u8]] = &[$($key),*];
                let Some(place) = place(NAMES, key) else {
                    return Ok(false);
                };
                let mut read = || {
                    $( if place == const { place_of(NAMES, $key) } {
                        return element!(@read $($way)?)(json, key, &mut self.$field);
                    } )*
                    Ok(())
                };
                read().map(|()| true)
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
                        if let Some(item) = <$item as Value>::take(json)? {
                            field.push(item);
                        }
                        Ok(())
                    })
                })
            }

            pub(in crate::fhir) fn put(
                field: &[$item],
                list: &'static str,
                out: &mut Object<'_>,
            ) {
                let mut wrapped = Vec::new();
                for item in field {
                    let mut out = Object::default();
                    out.put(const { name($name) }, item.tree());
                    wrapped.push(out.into_tree());
                }
                out.put_list(list, wrapped);
            }
        }
    )+ };
}

pub(super) use {codes, element, within};
