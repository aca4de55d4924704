use core::fmt;
use core::str::FromStr;

use chrono::NaiveDate;
use serde::ser::{SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

use super::coding_rule::{CodingRule, Guideline};
use super::edit::{AgeGroup, Edit, UnknownName, named};
use super::editor::{MedicareCodeEditor, Version};
use super::sentence::{Reason, Sentence};
use super::subject::Subject;
use super::suggestion::Suggestions;
use super::text::serialize_printed;

/// Something of a claim that somebody has to look at. It prints as a sentence for a coder.
///
/// ```
/// use him_codes::edits::{Claim, Diagnosis, Findings, MedicareCodeEditor, Severity};
///
/// let diagnoses = [Diagnosis::new("S72.001A", "Y")];
/// let mut claim = Claim::default();
/// claim.discharge = chrono::NaiveDate::from_ymd_opt(2026, 3, 14);
/// (claim.age, claim.sex, claim.discharge_status) = (Some(71), Some(2), Some(1));
/// claim.diagnoses = &diagnoses;
/// let mut findings = Findings::new();
/// MedicareCodeEditor::new().edit(&claim, &mut findings);
///
/// let [finding] = findings.all() else { panic!() };
/// assert_eq!(finding.rule().to_string(), "mce.INVALID_CODE");
/// assert_eq!(finding.severity(), Severity::Rejects);
/// assert_eq!(finding.source().to_string(), "Medicare Code Editor V43.1");
/// assert_eq!(
///     finding.to_string(),
///     "S72.001A is a code of 2026-03-14, but a claim carries it without dot and blanks: S72001A",
/// );
/// assert_eq!(finding.suggestions().map(|code| code.to_string()).collect::<Vec<_>>(), ["S72001A"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    rule: Rule,
    place: Place,
    subject: Subject,
    pub(super) age_group: Option<AgeGroup>,
    on: Option<NaiveDate>,
    pub(super) detail: Detail,
}

/// What a finding of coding has beyond others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    pub(super) severity: Severity,
    /// The other codes that are concerned.
    pub(super) others: [Option<(Place, Subject)>; 2],
    /// The notes that say so.
    pub(super) notes: [Option<NoteAt>; 2],
}

/// A note of the tabular list, by the code for which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoteAt {
    pub(super) list: u8,
    pub(super) number: u16,
    /// It holds for the first of the other codes.
    pub(super) of_other: bool,
}

impl Detail {
    const NONE: Detail = Detail {
        severity: Severity::Informs,
        others: [None; 2],
        notes: [None; 2],
    };
}

/// Which rule a finding comes from. It is written as its id, such as `mce.AGE_CONFLICT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// An edit of the Medicare Code Editor.
    Mce(Edit),
    /// A rule of coding.
    Coding(CodingRule),
}

named! {
    /// What a finding does to a claim.
    Severity, "a severity";
    /// It does not harm the claim, but says something about its codes.
    Informs = "informs",
    /// The claim can be paid as it is, but somebody should look at it.
    Warns = "warns",
    /// The payer returns the claim or does not pay it as it is.
    Rejects = "rejects",
}

/// Where in a claim something stands. Positions count from 0, as the claim has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In no list of codes: dates, age, sex, status.
    Claim,
    /// The admitting diagnosis.
    Admitting,
    /// Among the diagnoses; the one at 0 is the principal diagnosis.
    Diagnosis(u32),
    /// Among the procedures.
    Procedure(u32),
}

/// On whose word a rule stands. It prints as a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The tables of the Medicare Code Editor, of a version.
    CodeEditor(Version),
    /// A section of the guidelines.
    Guideline(Guideline),
    /// Notes of the tabular list, and the section of the guidelines on what such notes mean.
    #[cfg(feature = "coding-edits")]
    Notes {
        /// The nearest note of each code, or the heading and the line below it.
        notes: [Option<crate::icd10cm::tabular::Note>; 2],
        /// The section.
        guideline: Guideline,
    },
}

impl Finding {
    pub(super) const fn new(rule: Rule, place: Place, subject: Subject, on: NaiveDate) -> Finding {
        Finding {
            rule,
            place,
            subject,
            age_group: None,
            on: Some(on),
            detail: Detail::NONE,
        }
    }

    pub(super) const fn of_claim(rule: Rule, on: Option<NaiveDate>) -> Finding {
        Finding {
            rule,
            place: Place::Claim,
            subject: Subject::None,
            age_group: None,
            on,
            detail: Detail::NONE,
        }
    }

    /// The rule.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// Where it stands.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The code that stands there.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// The other codes that it is about, with their places.
    pub fn others(&self) -> impl Iterator<Item = (Place, Subject)> + Clone + use<> {
        self.detail.others.into_iter().flatten()
    }

    /// The notes of the tabular list on which it rests: of an Excludes1 conflict the nearest of each code; else the heading of
    /// the note, and the line below it that names the other code.
    #[cfg(feature = "coding-edits")]
    pub fn notes(&self) -> impl Iterator<Item = crate::icd10cm::tabular::Note> + Clone + use<> {
        let code = |subject| match subject {
            Subject::Diagnosis { code, .. } => Some(code),
            _ => None,
        };
        let [first, _] = self.detail.others;
        let (own, other) = (code(self.subject), first.and_then(|(_, other)| code(other)));
        self.detail
            .notes
            .into_iter()
            .flatten()
            .filter_map(move |note| {
                let holds_for = if note.of_other { other } else { own };
                crate::icd10cm::tabular::list_numbered(note.list)?.note(holds_for?, note.number)
            })
    }

    /// Of an age conflict, the group that the diagnosis is for.
    #[must_use]
    pub const fn age_group(&self) -> Option<AgeGroup> {
        self.age_group
    }

    /// The day on which the codes were looked up.
    #[must_use]
    pub const fn on(&self) -> Option<NaiveDate> {
        self.on
    }

    /// What it does to the claim.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        let edit = match self.rule {
            Rule::Mce(edit) => edit,
            Rule::Coding(_) => return self.detail.severity,
        };
        match (edit, self.place) {
            // The official program lists these and counts them not.
            (Edit::AgeConflict | Edit::SexConflict, Place::Admitting) => Severity::Informs,
            (
                Edit::LimitedCoverage
                | Edit::QuestionableAdmission
                | Edit::QuestionableObstetricAdmission,
                _,
            ) => Severity::Warns,
            _ => Severity::Rejects,
        }
    }

    /// On whose word.
    #[must_use]
    pub fn source(&self) -> Source {
        self.source_with(&Reason::of(self))
    }

    pub(super) fn source_with(&self, reason: &Reason) -> Source {
        let rule = match self.rule {
            Rule::Mce(_) => return Source::CodeEditor(MedicareCodeEditor::new().version()),
            Rule::Coding(rule) => rule,
        };
        let guideline = rule.guideline();
        match reason {
            #[cfg(feature = "coding-edits")]
            Reason::Notes(notes) => Source::Notes {
                notes: *notes,
                guideline,
            },
            _ => Source::Guideline(guideline),
        }
    }

    /// Codes that the claim may have meant, as a claim carries them.
    #[must_use]
    pub fn suggestions(&self) -> Suggestions {
        Suggestions::of(self, &Reason::of(self))
    }

    /// Whether the official program counts it.
    pub(super) fn is_counted(&self) -> bool {
        matches!(self.rule, Rule::Mce(_))
            && self.severity() > Severity::Informs
            && self.rule != Rule::Mce(Edit::InvalidDischargeDate)
    }
}

impl Place {
    pub(super) fn diagnosis(index: usize) -> Place {
        Place::Diagnosis(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(super) fn procedure(index: usize) -> Place {
        Place::Procedure(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The name of the list in the claim's JSON, and the position in it.
    fn in_list(self) -> Option<(&'static str, Option<u32>)> {
        match self {
            Place::Claim => None,
            Place::Admitting => Some(("admit_dx", None)),
            Place::Diagnosis(index) => Some(("dx", Some(index))),
            Place::Procedure(index) => Some(("px", Some(index))),
        }
    }
}

impl Rule {
    pub(super) const COUNT: usize = Edit::ALL.len() + CodingRule::ALL.len();

    /// From 0, in the order of the rules.
    pub(super) const fn number(self) -> usize {
        match self {
            Rule::Mce(edit) => edit as usize,
            Rule::Coding(rule) => Edit::ALL.len() + rule as usize,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Mce(edit) => {
                f.write_str("mce.")?;
                f.write_str(edit.name())
            }
            Rule::Coding(rule) => f.write_str(rule.name()),
        }
    }
}

impl FromStr for Rule {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Rule, UnknownName> {
        let rule = match text.strip_prefix("mce.") {
            Some(name) => name.parse().ok().map(Rule::Mce),
            None => text.parse().ok().map(Rule::Coding),
        };
        rule.ok_or(UnknownName::of("the id of a rule"))
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Rule::Coding(rule) => rule.serialize(serializer),
            Rule::Mce(_) => serialize_printed(self, serializer),
        }
    }
}

crate::text::deserialize_from_text!(Rule, "a rule");

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::CodeEditor(version) => {
                f.write_str("Medicare Code Editor ")?;
                version.fmt(f)
            }
            Source::Guideline(guideline) => guideline.fmt(f),
            #[cfg(feature = "coding-edits")]
            Source::Notes { notes, guideline } => {
                for (index, note) in notes.iter().flatten().enumerate() {
                    write!(f, "{} at {}", note.kind(), note.place())?;
                    let edition = note.edition().map_or("", |edition| edition.name());
                    if index == 0 {
                        write!(f, " in the tabular list of {edition}; ")?;
                    } else {
                        f.write_str(" in the same; ")?;
                    }
                }
                guideline.fmt(f)
            }
        }
    }
}

/// The codes with their places: the list as the claim's JSON names it, `i` the position in it.
pub(super) struct At<'a>(pub(super) &'a Finding);

struct AtOne(&'static str, Option<u32>, Subject);

impl At<'_> {
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, Option<u32>, Subject)> + Clone {
        let own = [(self.0.place, self.0.subject)].into_iter();
        own.chain(self.0.others()).filter_map(|(place, subject)| {
            let (name, index) = place.in_list()?;
            Some((name, index, subject))
        })
    }
}

impl Serialize for At<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.all().count()))?;
        for (name, index, subject) in self.all() {
            list.serialize_element(&AtOne(name, index, subject))?;
        }
        list.end()
    }
}

impl Serialize for AtOne {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let AtOne(name, index, subject) = self;
        let len = 2 + usize::from(index.is_some());
        let mut one = serializer.serialize_struct("Place", len)?;
        one.serialize_field("list", name)?;
        if let Some(index) = index {
            one.serialize_field("i", index)?;
        }
        one.serialize_field("code", subject)?;
        one.end()
    }
}

/// Writes a finding as it prints.
struct Printed<'a>(Sentence<'a>);

impl Serialize for Printed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_printed(&self.0, serializer)
    }
}

/// Writes the citation.
impl Serialize for Source {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Source::Guideline(guideline) = self {
            return serializer.serialize_str(guideline.citation());
        }
        serialize_printed(self, serializer)
    }
}

/// `id`, `severity`, `at` (a list of `list`, `i` and `code`), `source`, `sentence`, and `suggestion` (a list of codes)
/// where there is one.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // To find out why a code is none is the dear part: once for both.
        let reason = Reason::of(self);
        let suggestions = Suggestions::of(self, &reason);
        let some = !suggestions.is_empty();
        let mut finding = serializer.serialize_struct("Finding", 5 + usize::from(some))?;
        finding.serialize_field("id", &self.rule)?;
        finding.serialize_field("severity", &self.severity())?;
        finding.serialize_field("at", &At(self))?;
        finding.serialize_field("source", &self.source_with(&reason))?;
        finding.serialize_field("sentence", &Printed(Sentence(self, &reason)))?;
        if some {
            finding.serialize_field("suggestion", &suggestions)?;
        }
        finding.end()
    }
}
