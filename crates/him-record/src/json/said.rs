//! What is to be written of a value.

use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::record::Say;
use super::{Member, Members};
use crate::UnknownMembers;

/// A value as it is to be written.
pub(crate) enum Said<'a> {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Text(&'a str),
    /// A text that was made to be written.
    Made(String),
    /// A text that is what this shows.
    Shown(&'a dyn fmt::Display),
    /// A list of values of one type.
    List(Box<dyn Listed + 'a>),
    /// A list of a few values of any type.
    Several(Vec<Said<'a>>),
    Object(SaidObject<'a>),
}

/// A struct of any type.
pub(crate) struct SaidObject<'a> {
    pub(super) members: Members,
    pub(super) record: Box<dyn Say + 'a>,
    pub(super) unknown: &'a UnknownMembers,
}

/// What is to be written of a member; `None` if it says nothing, unless that is to be written as well.
#[inline(never)]
pub(crate) fn said_of(member: &impl Member, even_nothing: bool) -> Option<Said<'_>> {
    if !even_nothing && member.says_nothing() {
        return None;
    }
    Some(member.said())
}

/// Values of one type, whichever it is.
pub(crate) trait Listed {
    fn count(&self) -> usize;

    fn said_at(&self, place: usize) -> Option<Said<'_>>;
}

impl<T: Member> Listed for &[T] {
    fn count(&self) -> usize {
        self.len()
    }

    fn said_at(&self, place: usize) -> Option<Said<'_>> {
        self.get(place).map(T::said)
    }
}

/// The one writer of the crate: it is compiled once for each format.
impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Said::Null => to.serialize_none(),
            Said::Bool(value) => to.serialize_bool(*value),
            Said::Unsigned(number) => to.serialize_u64(*number),
            Said::Signed(number) => to.serialize_i64(*number),
            Said::Text(text) => to.serialize_str(text),
            Said::Made(text) => to.serialize_str(text),
            Said::Shown(text) => to.collect_str(text),
            Said::List(values) => {
                let mut list = to.serialize_seq(Some(values.count()))?;
                for place in 0..values.count() {
                    if let Some(said) = values.said_at(place) {
                        list.serialize_element(&said)?;
                    }
                }
                list.end()
            }
            Said::Several(values) => to.collect_seq(values),
            Said::Object(object) => {
                let mut map = to.serialize_map(None)?;
                let Members { names, required } = object.members;
                for (place, name) in names.iter().enumerate() {
                    // What must be there to be read is written even if it says nothing.
                    if let Some(said) = object.record.said_member(place, required.contains(name)) {
                        map.serialize_entry(name, &said)?;
                    }
                }
                for (name, value) in object.unknown.raw() {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
