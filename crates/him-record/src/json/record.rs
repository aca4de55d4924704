//! The structs that are objects.

use serde::Deserializer;

use super::{Found, Member, Name, Place, Refusal, Said, SaidObject, by, take_from};
use crate::UnknownMembers;

/// A struct that is an object; see `record!`, which implements it.
pub(crate) trait Record: Sized {
    /// Its members.
    const MEMBERS: Members;

    /// One that says nothing.
    fn blank() -> Self;

    /// Reads the member at a place in the names.
    fn read_member(&mut self, place: usize, found: Found<'_>) -> Result<(), Refusal>;

    /// What is to be written of the member at a place; `None` if it says nothing, unless that is to be
    /// written as well.
    fn said_member(&self, place: usize, even_nothing: bool) -> Option<Said<'_>>;

    /// The members that have no name here.
    fn unknown(&self) -> &UnknownMembers;

    /// The same, to be added to.
    fn unknown_mut(&mut self) -> &mut UnknownMembers;

    /// See [`Member::sample`].
    #[cfg(test)]
    fn sample(from: &mut super::Sample) -> Self;
}

/// What an object has.
#[derive(Clone, Copy)]
pub(crate) struct Members {
    /// The names of its members, in the order in which they are written; no more than 64.
    pub(crate) names: &'static [&'static str],
    /// Those without which it cannot be read.
    pub(crate) required: &'static [&'static str],
}

impl Members {
    pub(crate) const fn new(
        names: &'static [&'static str],
        required: &'static [&'static str],
    ) -> Self {
        // `fill_members` has a bit for each.
        assert!(names.len() <= 64, "a record has at most 64 members");
        Members { names, required }
    }
}

impl<R: Record> Member for R {
    fn read(found: Found<'_>) -> Result<Self, Refusal> {
        let mut record = R::blank();
        fill(&mut record, found)?;
        Ok(record)
    }

    #[inline(never)]
    fn read_into(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        fill(self, found)
    }

    // Neither moves a record or puts it in the place of another, which would need the code that drops it.

    #[inline(never)]
    fn read_some(none: &mut Option<Self>, found: Found<'_>) -> Result<(), Refusal> {
        fill(none.get_or_insert_with(R::blank), found)
    }

    #[inline(never)]
    fn read_onto(list: &mut Vec<Self>, found: Found<'_>) -> Result<(), Refusal> {
        list.extend(std::iter::once_with(R::blank));
        match list.last_mut() {
            Some(record) => fill(record, found),
            None => Ok(()),
        }
    }

    fn said(&self) -> Said<'_> {
        Said::Object(SaidObject {
            members: R::MEMBERS,
            record: Box::new(Saying(self)),
            unknown: self.unknown(),
        })
    }

    fn says_nothing(&self) -> bool {
        self.unknown().is_empty() && says_nothing(R::MEMBERS, &Saying(self))
    }

    #[cfg(test)]
    fn sample(from: &mut super::Sample) -> Self {
        R::sample(from)
    }
}

/// Reads an object into a record that says nothing, where serde asks for it.
pub(crate) fn fill_from<'de, R: Record, D: Deserializer<'de>>(
    record: &mut R,
    from: D,
) -> Result<(), D::Error> {
    take_from(from, &mut by(|found| fill(record, found)))
}

fn fill<R: Record>(record: &mut R, found: Found<'_>) -> Result<(), Refusal> {
    fill_members(R::MEMBERS, &mut Filling(record), found)
}

/// A record of any type that is being read. Not the record itself: the table of its type would hold the
/// code that drops it.
trait Fill {
    fn read_member(&mut self, place: usize, found: Found<'_>) -> Result<(), Refusal>;

    fn unknown_mut(&mut self) -> &mut UnknownMembers;
}

struct Filling<'a, R>(&'a mut R);

impl<R: Record> Fill for Filling<'_, R> {
    fn read_member(&mut self, place: usize, found: Found<'_>) -> Result<(), Refusal> {
        self.0.read_member(place, found)
    }

    fn unknown_mut(&mut self) -> &mut UnknownMembers {
        self.0.unknown_mut()
    }
}

/// A record of any type that is being written.
pub(crate) trait Say {
    fn said_member(&self, place: usize, even_nothing: bool) -> Option<Said<'_>>;
}

struct Saying<'a, R>(&'a R);

impl<R: Record> Say for Saying<'_, R> {
    fn said_member(&self, place: usize, even_nothing: bool) -> Option<Said<'_>> {
        self.0.said_member(place, even_nothing)
    }
}

/// Whether no member says anything.
fn says_nothing(members: Members, record: &dyn Say) -> bool {
    let mut places = 0..members.names.len();
    places.all(|place| record.said_member(place, false).is_none())
}

/// Reads the members of an object; those that are not known are kept.
fn fill_members(members: Members, record: &mut dyn Fill, found: Found<'_>) -> Result<(), Refusal> {
    let object = found.object()?;
    let Members { names, required } = members;
    let mut seen = 0_u64;
    while let Some(name) = object.name(names)? {
        match name {
            Name::Known(place) => {
                let bit = 1_u64.checked_shl(place as u32).unwrap_or(0);
                if seen & bit != 0 {
                    let name = names.get(place).copied().unwrap_or_default();
                    return Err(Refusal::Rule(format!("duplicate field `{name}`").into()));
                }
                seen |= bit;
                object.value(&mut MemberOf { record, place })?;
            }
            Name::Unknown(name) => {
                let value = object.raw()?;
                record.unknown_mut().push(name, value);
            }
        }
    }
    for required in required {
        let place = names.iter().position(|name| name == required);
        let bit = place.and_then(|place| 1_u64.checked_shl(place as u32));
        if bit.is_some_and(|bit| seen & bit == 0) {
            return Err(Refusal::Rule(format!("missing field `{required}`").into()));
        }
    }
    Ok(())
}

/// Where the value of a member goes.
struct MemberOf<'a> {
    record: &'a mut dyn Fill,
    place: usize,
}

impl Place for MemberOf<'_> {
    fn put(&mut self, found: Found<'_>) -> Result<(), Refusal> {
        self.record.read_member(self.place, found)
    }
}
