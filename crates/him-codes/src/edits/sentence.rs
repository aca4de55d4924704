//! The findings as sentences for a coder.

use core::fmt::{self, Write};

use super::edit::Edit;
use super::editor::MedicareCodeEditor;
use super::finding::{Finding, Rule};
use super::subject::Subject;
use super::text::Text;
use crate::{icd10cm, icd10pcs};

/// Why a code is none, where a finding says that.
pub(super) enum Reason {
    /// The finding says something else, or there is no text.
    None,
    Diagnosis(Result<icd10cm::Entry, icd10cm::Invalid>),
    Procedure(Result<icd10pcs::Entry, icd10pcs::Invalid>),
    /// Of a rule of coding.
    #[cfg(feature = "coding-edits")]
    Notes([Option<icd10cm::tabular::Note>; 2]),
}

impl Reason {
    pub(super) fn of(finding: &Finding) -> Reason {
        #[cfg(feature = "coding-edits")]
        if finding.detail.notes != [None; 2] {
            let mut notes = finding.notes();
            return Reason::Notes([notes.next(), notes.next()]);
        }
        let Rule::Mce(Edit::InvalidCode | Edit::InvalidAdmitting) = finding.rule() else {
            return Reason::None;
        };
        match (finding.subject(), finding.on()) {
            (Subject::Diagnosis { code, .. }, Some(on)) => Reason::Diagnosis(code.check(on)),
            (Subject::Procedure { code, .. }, Some(on)) => {
                let mut text = Text::<8>::default();
                // A code has seven characters.
                let _ = fmt::write(&mut text, format_args!("{code}"));
                Reason::Procedure(icd10pcs::check(text.as_str(), on))
            }
            _ => Reason::None,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Sentence(self, &Reason::of(self)).fmt(f)
    }
}

/// A finding and its reason, to be printed.
pub(super) struct Sentence<'a>(pub(super) &'a Finding, pub(super) &'a Reason);

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Sentence(finding, reason) = *self;
        let edit = match finding.rule() {
            Rule::Mce(edit) => edit,
            #[cfg(feature = "coding-edits")]
            Rule::Coding(rule) => return super::coding::fmt_sentence(rule, finding, reason, f),
            // Nothing else makes such a finding.
            #[cfg(not(feature = "coding-edits"))]
            Rule::Coding(rule) => return rule.fmt(f),
        };
        if let Some(words) = words(edit) {
            return words.fmt(finding.subject(), Subject::None, f);
        }
        match edit {
            Edit::InvalidCode | Edit::InvalidAdmitting => fmt_invalid(finding, reason, f),
            Edit::AgeConflict => fmt_age(finding, f),
            Edit::InvalidAge => f.write_str("the age is not a number of years from 0 to 124"),
            Edit::InvalidSex => f.write_str(
                "the sex is neither 1 (male) nor 2 (female); 0 (unknown) is valid from 2024-10-01",
            ),
            Edit::InvalidDischargeStatus => {
                f.write_str("the discharge status is none of the day of discharge")
            }
            // The only one that is left.
            _ => {
                let days = MedicareCodeEditor::new().covers();
                write!(
                    f,
                    "the discharge date is missing, or not from {} to {}",
                    days.start(),
                    days.end()
                )
            }
        }
    }
}

/// A sentence on one code, or on two: what stands before, between and after them.
pub(super) enum Words {
    One(&'static str, &'static str),
    #[cfg(feature = "coding-edits")]
    Two(&'static str, &'static str, &'static str),
}

impl Words {
    pub(super) fn fmt(
        &self,
        code: Subject,
        other: Subject,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        #[cfg(not(feature = "coding-edits"))]
        let _ = other;
        match self {
            Words::One(before, after) => write!(f, "{before}{code}{after}"),
            #[cfg(feature = "coding-edits")]
            Words::Two(before, between, after) => {
                write!(f, "{before}{code}{between}{other}{after}")
            }
        }
    }
}

/// The sentence of an edit, where it is the same for all findings but for the code.
pub(super) const fn words(edit: Edit) -> Option<Words> {
    Some(match edit {
        Edit::SexConflict => Words::One("", " is for one sex, and the claim's is another"),
        Edit::RequiresSecondary => Words::One(
            "",
            " does not stand alone: a secondary diagnosis is missing",
        ),
        Edit::QuestionableAdmission => {
            Words::One("", " is seldom reason enough to admit a patient")
        }
        Edit::ManifestationAsPrincipal => {
            Words::One("", " is a manifestation: the disease behind it comes first")
        }
        Edit::UnacceptablePrincipal => Words::One(
            "",
            " is not accepted as principal diagnosis: it tells a circumstance, or adds to another diagnosis",
        ),
        Edit::ExternalCauseAsPrincipal => {
            Words::One("", " is an external cause: what it caused comes first")
        }
        Edit::DuplicateOfPrincipal => Words::One("", " is the principal diagnosis already"),
        Edit::NonCovered => Words::One(
            "Medicare does not cover ",
            ", or not for this age and with the other codes of the claim",
        ),
        Edit::LimitedCoverage => Words::One("Medicare covers ", " in some cases only"),
        Edit::QuestionableObstetricAdmission => Words::One(
            "",
            " is a delivery, and no secondary diagnosis of Z37 tells its outcome",
        ),
        Edit::WrongProcedurePerformed => Words::One(
            "",
            " reports surgery on the wrong patient, the wrong part or the wrong kind of it, which Medicare does not pay",
        ),
        Edit::InconsistentWithLengthOfStay => {
            Words::One("", " takes more than four days, and the stay did not")
        }
        Edit::Unspecified => Words::One(
            "",
            " leaves the side open: the record should tell whether it is right or left",
        ),
        Edit::InvalidCode
        | Edit::InvalidAdmitting
        | Edit::AgeConflict
        | Edit::InvalidAge
        | Edit::InvalidSex
        | Edit::InvalidDischargeStatus
        | Edit::InvalidDischargeDate => return None,
    })
}

fn fmt_age(finding: &Finding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let code = finding.subject();
    let group = finding.age_group();
    let ages = group
        .zip(finding.on())
        .and_then(|(group, on)| group.ages(on));
    match (group, ages) {
        (Some(group), Some(ages)) => {
            write!(f, "{code} is for ages {} to {} (", ages.start(), ages.end())?;
            for c in group.name().chars() {
                f.write_char(c.to_ascii_lowercase())?;
            }
            f.write_str("), and the claim's is another")
        }
        _ => write!(f, "{code} is for another age than the claim's"),
    }
}

fn fmt_invalid(finding: &Finding, reason: &Reason, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let subject = finding.subject();
    let not_listed = "is not in the table of the Medicare Code Editor";
    match (subject, reason) {
        (Subject::None, _) => f.write_str("the claim has no principal diagnosis"),
        (Subject::Other(error), _) => write!(f, "{error}"),
        (_, Reason::Diagnosis(Err(reason))) => write!(f, "{reason}"),
        (_, Reason::Procedure(Err(reason))) => write!(f, "{reason}"),
        (Subject::Diagnosis { plain: false, .. }, Reason::Diagnosis(Ok(entry))) => write!(
            f,
            "{subject} is a code of {}, but a claim carries it without dot and blanks: {}",
            entry.on(),
            entry.code().undotted()
        ),
        (Subject::Procedure { plain: false, .. }, Reason::Procedure(Ok(entry))) => write!(
            f,
            "{subject} is a code of {}, but a claim carries it without blanks",
            entry.on()
        ),
        // The code is valid elsewhere: the editor's own table decides.
        _ => write!(f, "{subject} {not_listed}"),
    }
}
