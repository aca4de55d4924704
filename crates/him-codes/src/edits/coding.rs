//! The editor of coding: what the codes of a claim say of each other, by the conventions of ICD-10-CM and its guidelines.

mod admission;
mod code;
mod conventions;
mod external_cause;
mod injury;
mod obstetrics;
mod pair;
mod scratch;
mod sentence;
mod side;
mod suggestion;
mod table;

use chrono::NaiveDate;

use self::code::Coded;
pub(super) use self::scratch::Scratch;
pub(super) use self::sentence::{SaidOfNotes, fmt as fmt_sentence, quotes_notes, words};
pub(super) use self::suggestion::fill as fill_suggestions;
use super::claim::Claim;
use super::coding_rule::CodingRule;
use super::edit::Edit;
use super::finding::{Finding, NoteAt, Place, Rule, Severity};
use super::findings::Findings;
use super::subject::Subject;
use super::table::{Flags, TABLE as MCE};
use crate::day::Day;
use crate::icd10cm;
use crate::icd10cm::tabular::{ListsOfDay, TabularList};

/// The editor of coding: Excludes1, sequence, sides, phases of treatment, external causes, obstetrics, histories and
/// indicators for "present on admission".
///
/// It looks at diagnoses that can be reported on the day of discharge; what cannot is for the
/// [Medicare Code Editor](super::MedicareCodeEditor) to say. The notes are those of the tabular list of the day, or of the
/// nearest one held.
///
/// ```
/// use chrono::NaiveDate;
/// use him_codes::edits::{Claim, CodingEditor, Diagnosis, Findings};
///
/// let diagnoses = [Diagnosis::new("E1165", "Y"), Diagnosis::new("E1010", "Y")];
/// let mut claim = Claim::default();
/// claim.discharge = NaiveDate::from_ymd_opt(2026, 5, 14);
/// claim.diagnoses = &diagnoses;
/// let mut findings = Findings::new();
/// CodingEditor::new().edit(&claim, &mut findings);
///
/// let finding = &findings.all()[0];
/// assert_eq!(finding.rule().to_string(), "coding.excludes1");
/// assert_eq!(
///     finding.to_string(),
///     "E11.65 and E10.10 are not reported together: Excludes1 at E11 says \"type 1 diabetes mellitus (E10.-)\", \
///      and that at E10 says \"type 2 diabetes mellitus (E11.-)\"",
/// );
/// assert_eq!(
///     finding.source().to_string(),
///     "Excludes1 at E11 in the tabular list of FY2026, April 2026 update; Excludes1 at E10 in the same; \
///      ICD-10-CM Official Guidelines FY2026, I.A.12.a",
/// );
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodingEditor {
    setting: Setting,
}

/// Where the patient was treated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Setting {
    /// In a hospital that reports what was present on admission.
    #[default]
    Inpatient,
    /// Elsewhere: nothing is asked about admission.
    Outpatient,
}

impl CodingEditor {
    /// The editor for inpatient claims.
    #[must_use]
    pub const fn new() -> CodingEditor {
        CodingEditor {
            setting: Setting::Inpatient,
        }
    }

    /// The editor for claims of another setting.
    #[must_use]
    pub const fn in_setting(self, setting: Setting) -> CodingEditor {
        CodingEditor { setting }
    }

    /// Edits a claim. What was in `findings` is replaced.
    pub fn edit(self, claim: &Claim<'_>, findings: &mut Findings) {
        findings.begin();
        self.add(claim, findings);
    }

    /// Edits a claim and adds to `findings`, which another editor has filled for the same claim: what that says already of a
    /// place is not said again. The new findings come last, in the order of the claim.
    pub fn add(self, claim: &Claim<'_>, findings: &mut Findings) {
        let before = findings.len();
        let first = icd10cm::editions().next().map(|first| first.effective());
        match claim.discharge {
            Some(on) if first.is_some_and(|first| first <= on) => {
                let mut scratch = core::mem::take(&mut findings.scratch);
                Pass::new(self.setting, claim, on, findings, &mut scratch).run();
                scratch.end();
                findings.scratch = scratch;
            }
            _ if before > 0 => {}
            on => findings.push(Finding::of_claim(Rule::Coding(CodingRule::NoEdition), on)),
        }
        findings.sort_from(before);
    }
}

/// One claim on its way through the editor.
struct Pass<'c, 'f> {
    setting: Setting,
    claim: &'c Claim<'c>,
    on: NaiveDate,
    findings: &'f mut Findings,
    scratch: &'f mut Scratch,
}

impl<'c, 'f> Pass<'c, 'f> {
    fn new(
        setting: Setting,
        claim: &'c Claim<'c>,
        on: NaiveDate,
        findings: &'f mut Findings,
        scratch: &'f mut Scratch,
    ) -> Pass<'c, 'f> {
        scratch.begin();
        let day = Day::of(on);
        let lists = ListsOfDay::new(on);
        for (index, diagnosis) in claim.diagnoses.iter().enumerate() {
            if let Some(own) = Coded::read(index, diagnosis.code, day, &lists) {
                scratch.add(own);
            }
        }
        for (index, procedure) in claim.procedures.iter().enumerate() {
            scratch.add_procedure(index, procedure.code);
        }
        Pass {
            setting,
            claim,
            on,
            findings,
            scratch,
        }
    }

    fn run(mut self) {
        self.conventions();
        self.pairs();
        self.sides_of_procedures();
        self.injuries();
        self.external_causes();
        self.obstetrics();
        if self.setting == Setting::Inpatient {
            self.admission();
        }
    }

    fn code(&self, at: usize) -> Option<Coded> {
        self.scratch.codes().get(at).copied()
    }

    fn any(&self, is: impl Fn(&Coded) -> bool) -> Option<Coded> {
        self.scratch.codes().iter().find(|own| is(own)).copied()
    }

    fn finding(&self, rule: CodingRule, severity: Severity, own: &Coded) -> Finding {
        let mut finding = Finding::new(Rule::Coding(rule), own.place(), own.subject(), self.on);
        finding.detail.severity = severity;
        finding
    }

    fn found(&mut self, rule: CodingRule, severity: Severity, own: &Coded, others: &[&Coded]) {
        let mut finding = self.finding(rule, severity, own);
        for (cell, other) in finding.detail.others.iter_mut().zip(others) {
            *cell = Some((other.place(), other.subject()));
        }
        self.findings.push(finding);
    }

    /// Whether the Medicare Code Editor has said so of the place.
    fn is_said(&self, edit: Edit, place: Place) -> bool {
        let rule = Rule::Mce(edit);
        let mut all = self.findings.all().iter();
        all.any(|finding| finding.rule() == rule && finding.place() == place)
    }

    /// The flags of a procedure in the Medicare Code Editor.
    fn procedure_flags(&self, text: &str) -> Flags {
        MCE.procedure(text, Day::of(self.on))
    }
}
