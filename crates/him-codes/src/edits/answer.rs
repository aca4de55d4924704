//! The answer in the shape that the official program gives it.

use serde::ser::{SerializeMap, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::edit::{AgeGroup, Edit, Outcome};
use super::finding::{Finding, Place, Rule};
use super::findings::Findings;

/// What the Medicare Code Editor says of a claim.
///
/// In serde: `type`, `counts` by edit, `admit_dx` (a list of edits), and `dx` and `px` with the position `i`, the `edits`
/// and, of an age conflict, the group as `age`, for each code with edits.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a>(&'a Findings);

/// A code of a claim and what the editor says of it.
#[derive(Clone, Copy, Debug)]
pub struct CodeEdits<'a> {
    position: u32,
    findings: &'a [Finding],
}

/// An answer with the id of its claim; see [`Answer::identified`].
#[derive(Clone, Copy, Debug)]
pub struct Identified<'a, I> {
    id: I,
    answer: Answer<'a>,
}

impl<'a> Answer<'a> {
    pub(super) const fn new(findings: &'a Findings) -> Answer<'a> {
        Answer(findings)
    }

    /// What becomes of the claim.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        self.0.outcome()
    }

    /// On how many codes of the claim the edit was found, or 1 for an edit of the whole claim.
    ///
    /// Age and sex conflicts of the admitting diagnosis are not counted.
    #[must_use]
    pub fn count(self, edit: Edit) -> u32 {
        self.0.count(edit)
    }

    /// The edits that were counted, with their number.
    pub fn counts(self) -> impl Iterator<Item = (Edit, u32)> + 'a {
        Edit::ALL
            .iter()
            .map(move |edit| (*edit, self.count(*edit)))
            .filter(|(_, count)| *count > 0)
    }

    /// The edits of the admitting diagnosis.
    pub fn admitting(self) -> impl Iterator<Item = Edit> + 'a {
        edits(self.0.all()).filter_map(|(place, edit)| (place == Place::Admitting).then_some(edit))
    }

    /// The diagnoses with edits, in the order of the claim.
    pub fn diagnoses(self) -> impl Iterator<Item = CodeEdits<'a>> {
        self.codes(|place| match place {
            Place::Diagnosis(position) => Some(position),
            _ => None,
        })
    }

    /// The procedures with edits, in the order of the claim.
    pub fn procedures(self) -> impl Iterator<Item = CodeEdits<'a>> {
        self.codes(|place| match place {
            Place::Procedure(position) => Some(position),
            _ => None,
        })
    }

    /// The same with an `id` before the rest, for serde.
    pub const fn identified<I: Serialize>(self, id: I) -> Identified<'a, I> {
        Identified { id, answer: self }
    }

    fn codes(self, position: impl Fn(Place) -> Option<u32>) -> impl Iterator<Item = CodeEdits<'a>> {
        let of_editor = |finding: &&'a Finding| matches!(finding.rule(), Rule::Mce(_));
        let count = self.0.all().iter().take_while(of_editor).count();
        let own = self.0.all().get(..count).unwrap_or_default();
        own.chunk_by(|one, other| one.place() == other.place())
            .filter_map(move |findings| {
                let position = position(findings.first()?.place())?;
                Some(CodeEdits { position, findings })
            })
    }

    fn fields<S: SerializeStruct>(self, answer: &mut S) -> Result<(), S::Error> {
        answer.serialize_field("type", &self.outcome())?;
        answer.serialize_field("counts", &Counts(self))?;
        answer.serialize_field("admit_dx", &List(|| self.admitting()))?;
        answer.serialize_field("dx", &List(|| self.diagnoses()))?;
        answer.serialize_field("px", &List(|| self.procedures()))
    }
}

impl CodeEdits<'_> {
    /// The position in its list of the claim, from 0.
    #[must_use]
    pub const fn position(&self) -> u32 {
        self.position
    }

    /// The edits of the code, each once.
    pub fn edits(&self) -> impl Iterator<Item = Edit> {
        edits(self.findings).map(|(_, edit)| edit)
    }

    /// Of an age conflict, the group that the diagnosis is for.
    #[must_use]
    pub fn age_group(&self) -> Option<AgeGroup> {
        self.findings.iter().find_map(Finding::age_group)
    }
}

fn edits(findings: &[Finding]) -> impl Iterator<Item = (Place, Edit)> {
    findings.iter().filter_map(|finding| match finding.rule() {
        Rule::Mce(edit) => Some((finding.place(), edit)),
        Rule::Coding(_) => None,
    })
}

impl Serialize for Answer<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("Answer", 5)?;
        self.fields(&mut answer)?;
        answer.end()
    }
}

impl<I: Serialize> Serialize for Identified<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut answer = serializer.serialize_struct("Answer", 6)?;
        answer.serialize_field("id", &self.id)?;
        self.answer.fields(&mut answer)?;
        answer.end()
    }
}

impl Serialize for CodeEdits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let age_group = self.age_group();
        let len = 2 + usize::from(age_group.is_some());
        let mut code = serializer.serialize_struct("CodeEdits", len)?;
        code.serialize_field("i", &self.position)?;
        code.serialize_field("edits", &List(|| self.edits()))?;
        if let Some(group) = age_group {
            code.serialize_field("age", &group)?;
        }
        code.end()
    }
}

struct Counts<'a>(Answer<'a>);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut counts = serializer.serialize_map(Some(self.0.counts().count()))?;
        for (edit, count) in self.0.counts() {
            counts.serialize_entry(&edit, &count)?;
        }
        counts.end()
    }
}

/// What an iterator gives, as a list.
struct List<F>(F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for item in (self.0)() {
            list.serialize_element(&item)?;
        }
        list.end()
    }
}
