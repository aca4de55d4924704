//! The findings of the editor of coding as sentences for a coder.

use core::fmt::{self, Write};

use super::{CodingRule, Finding, Place, Severity};
use crate::edits::sentence::{Reason, Words};
use crate::edits::subject::Subject;
use crate::icd10cm::poa;
use crate::icd10cm::tabular::{Note, NoteKind};

/// Writes the sentence of a finding of this editor.
pub(in crate::edits) fn fmt(
    rule: CodingRule,
    finding: &Finding,
    reason: &Reason,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let notes = match reason {
        Reason::Notes(notes) => *notes,
        _ => [None; 2],
    };
    let code = finding.subject();
    let other = match finding.detail.others {
        [Some((_, other)), _] => other,
        _ => Subject::None,
    };
    if let Some(words) = words(rule, finding.severity()) {
        words.fmt(code, other, f)?;
        return if quotes_notes(rule) {
            fmt_note(notes, f)
        } else {
            Ok(())
        };
    }
    match rule {
        CodingRule::Excludes1 => fmt_excludes1(finding, other, notes, f),
        CodingRule::OutcomeMissing => match other {
            Subject::None => write!(
                f,
                "{code} tells of a delivery, and no code of Z37 tells its outcome"
            ),
            procedure => write!(
                f,
                "{procedure} is a delivery, and no code of Z37 beside {code} tells its outcome"
            ),
        },
        CodingRule::PoaExempt => fmt_exempt(finding, f),
        // The only one that is left.
        _ => f.write_str("the claim has no discharge date on which ICD-10-CM is in force"),
    }
}

/// The sentence of a rule, where it is the same for all findings but for the codes.
pub(in crate::edits) const fn words(rule: CodingRule, severity: Severity) -> Option<Words> {
    Some(match rule {
        CodingRule::SideOpen if matches!(severity, Severity::Informs) => Words::One(
            "",
            " leaves the side open: there are codes for right and left",
        ),
        CodingRule::SideOpen => Words::Two("", " leaves the side open, which ", " tells"),
        CodingRule::Duplicate => Words::One("", " is on the claim already"),
        CodingRule::SequelaFirst => Words::One(
            "",
            " is a sequela: the condition that it led to comes first",
        ),
        CodingRule::SequelaAlone => Words::One(
            "",
            " is a sequela, and the condition that it led to is not on the claim",
        ),
        CodingRule::ExternalCauseFirst => {
            Words::One("", " is an external cause: what it caused comes first")
        }
        CodingRule::ExternalCauseAlone => Words::One(
            "",
            " is an external cause, and nothing that it caused is on the claim",
        ),
        CodingRule::ExternalCauseWithoutInjury => Words::One(
            "",
            " is the cause of an injury, and there is none on the claim: which condition is due to it?",
        ),
        CodingRule::ExternalCauseMissing => Words::One(
            "",
            " is an injury, and its external cause is not on the claim: some states and payers ask for it",
        ),
        CodingRule::OutcomeWithoutDelivery => Words::One(
            "",
            " is the outcome of a delivery, and nothing else tells of one",
        ),
        CodingRule::SecondaryWithoutPrimary => Words::One(
            "",
            " is a secondary neoplasm: neither a primary one nor its history is on the claim",
        ),
        CodingRule::PoaInvalid => Words::One(
            "the present-on-admission indicator of ",
            " is none of the day",
        ),
        CodingRule::PoaMissing => Words::One(
            "",
            " needs an indicator: whether it was present on admission",
        ),
        CodingRule::PoaPrincipal => Words::One(
            "",
            " is the reason for the admission, and is not said to have been present then",
        ),
        CodingRule::PoaChronic => Words::One(
            "",
            " takes longer than a stay to come, so that it was present on admission",
        ),
        CodingRule::PoaUndocumented => Words::One(
            "the record does not tell whether ",
            " was present on admission: the provider is to be asked",
        ),
        CodingRule::PoaUndetermined => Words::One(
            "whether ",
            " was present on admission cannot be told: the provider has to say so in the record",
        ),
        CodingRule::CodeFirstOrder => Words::Two("", " has to come after ", ": "),
        CodingRule::AdditionalFirst => Words::Two("", " adds to ", ", which comes first: "),
        CodingRule::SideConflict => Words::Two(
            "",
            " and ",
            " are one condition, and do not agree on its side",
        ),
        CodingRule::SidesTogether => Words::Two(
            "",
            " and ",
            " are one condition on both sides, for which there is one code",
        ),
        CodingRule::SideOfProcedure => Words::Two(
            "",
            " is on another side than ",
            ", and no diagnosis is on that",
        ),
        CodingRule::UnspecifiedBesideSpecific => {
            Words::Two("", " says less than ", ", and not the same")
        }
        CodingRule::PhaseConflict => Words::Two(
            "",
            " and ",
            " are one injury, which has one seventh character in an encounter",
        ),
        CodingRule::SeventhConflict => Words::Two(
            "",
            " and ",
            " are one condition: their seventh characters exclude each other",
        ),
        CodingRule::SequelaWithAcute => Words::Two(
            "",
            " is a sequela: the injury that led to it, ",
            ", is not coded with it",
        ),
        CodingRule::ExternalCausePhase => Words::Two(
            "",
            " is in another phase of treatment than every injury, such as ",
            "",
        ),
        CodingRule::OccurrenceAfterInitial => Words::Two(
            "",
            " is for the initial encounter only, and the treatment of ",
            " goes on or is over",
        ),
        CodingRule::OccurrenceTwice => {
            Words::Two("", " and ", ": only one of the category is reported")
        }
        CodingRule::OutcomeOnNewborn => Words::Two(
            "",
            " is for the record of the mother, and ",
            " for that of the newborn",
        ),
        CodingRule::NormalDelivery => Words::Two(
            "",
            " is an uncomplicated delivery, which goes with no other code of its chapter, such as ",
            "",
        ),
        CodingRule::NormalDeliveryOutcome => Words::Two(
            "",
            " is an uncomplicated delivery, whose outcome is Z37.0 and not ",
            "",
        ),
        CodingRule::IncidentalPregnancy => Words::Two(
            "",
            " says that the pregnancy is incidental, and ",
            " that it is not",
        ),
        CodingRule::NormalPregnancy => Words::Two(
            "",
            " is a normal pregnancy, which goes with no code of chapter 15, such as ",
            "",
        ),
        CodingRule::ObstetricOnNewborn => Words::Two(
            "",
            " is for the record of the mother, and ",
            " makes this one the newborn's",
        ),
        CodingRule::WeeksOfGestation => Words::Two(
            "",
            " is not for a pregnancy that ended in abortion, such as ",
            "",
        ),
        CodingRule::HistoryOfCurrent => Words::Two(
            "",
            " says that a condition is over which ",
            " says is there",
        ),
        CodingRule::CodeFirstMissing => Words::One("what ", " comes from is missing: "),
        CodingRule::UseAdditional => Words::One("", " may need another code: "),
        CodingRule::CodeAlso => Words::One("", " may need another code, in either order: "),
        CodingRule::NoEdition
        | CodingRule::Excludes1
        | CodingRule::OutcomeMissing
        | CodingRule::PoaExempt => return None,
    })
}

/// Whether the sentence goes on with the notes on which it rests.
pub(in crate::edits) const fn quotes_notes(rule: CodingRule) -> bool {
    matches!(
        rule,
        CodingRule::CodeFirstMissing
            | CodingRule::CodeFirstOrder
            | CodingRule::UseAdditional
            | CodingRule::CodeAlso
            | CodingRule::AdditionalFirst
    )
}

/// The notes that follow there.
pub(in crate::edits) struct SaidOfNotes<'a>(pub(in crate::edits) &'a Reason);

impl fmt::Display for SaidOfNotes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Reason::Notes(notes) => fmt_note(*notes, f),
            _ => fmt_note([None; 2], f),
        }
    }
}

fn fmt_excludes1(
    finding: &Finding,
    other: Subject,
    notes: [Option<Note>; 2],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let code = finding.subject();
    write!(f, "{code} and {other} are not reported together")?;
    if finding.severity() == Severity::Informs {
        f.write_str(" unless they are unrelated")?;
    }
    for (index, note) in notes.iter().flatten().enumerate() {
        let before = if index == 0 {
            ": Excludes1"
        } else {
            ", and that"
        };
        write!(f, "{before} at {} says \"", note.place())?;
        write!(SingleBlanks::new(f), "{note}\"")?;
    }
    Ok(())
}

fn fmt_note(notes: [Option<Note>; 2], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut notes = notes.into_iter().flatten();
    let Some(heading) = notes.next() else {
        return f.write_str("see the tabular list");
    };
    let mut quoted = SingleBlanks::new(f);
    write!(quoted, "\"{}", heading.kind())?;
    fmt_after(&heading, &mut quoted)?;
    if let Some(line) = notes.next() {
        // Others may stand before and after it.
        write!(quoted, " ... {line} ...")?;
    }
    write!(f, "\" at {}", heading.place())
}

/// The list writes `Use additional code` before `code to identify`, which is said once.
fn fmt_after(note: &Note, to: &mut SingleBlanks<'_, '_>) -> fmt::Result {
    let said = note.kind() == NoteKind::UseAdditionalCode;
    let mut begun = false;
    for (index, piece) in note.text().pieces().enumerate() {
        let piece = match piece.strip_prefix("code") {
            Some(rest) if said && index == 0 => rest,
            _ => piece,
        };
        if !begun && !piece.is_empty() {
            begun = true;
            if !piece.starts_with([',', ' ', 's']) || !said {
                to.write_str(" ")?;
            }
        }
        to.write_str(piece)?;
    }
    Ok(())
}

/// Some notes of the list have several blanks in a row, which say no more than one.
struct SingleBlanks<'f, 'a> {
    to: &'f mut fmt::Formatter<'a>,
    after_blank: bool,
}

impl<'f, 'a> SingleBlanks<'f, 'a> {
    const fn new(to: &'f mut fmt::Formatter<'a>) -> SingleBlanks<'f, 'a> {
        SingleBlanks {
            to,
            after_blank: false,
        }
    }
}

impl fmt::Write for SingleBlanks<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let bytes = text.as_bytes();
        let pairs = bytes.windows(2);
        let several = pairs.fold(false, |any, pair| any | (pair == b"  "));
        if !(several || self.after_blank && bytes.starts_with(b" ")) {
            self.after_blank = bytes.last().map_or(self.after_blank, |last| *last == b' ');
            return self.to.write_str(text);
        }
        for part in text.split_inclusive(' ') {
            if part != " " || !self.after_blank {
                self.to.write_str(part)?;
            }
            self.after_blank = part.ends_with(' ');
        }
        Ok(())
    }
}

fn fmt_exempt(finding: &Finding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match (finding.subject(), finding.on(), finding.place()) {
        (Subject::Diagnosis { code, .. }, Some(on), Place::Diagnosis(_)) => {
            write!(
                f,
                "{}: its indicator is left empty",
                poa::is_exempt(code, on)
            )
        }
        (code, ..) => write!(f, "{code} is exempt: its indicator is left empty"),
    }
}
