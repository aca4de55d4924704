use core::fmt;

use chrono::{Datelike, NaiveDate};

use super::claim::{Claim, Procedure};
use super::edit::{AgeGroup, Edit, Outcome};
use super::finding::{Finding, Place, Rule};
use super::findings::Findings;
use super::subject::Subject;
use super::table::{Flags, TABLE};
use crate::day::Day;

/// The Medicare Code Editor (MCE) for claims coded in ICD-10, by the day of discharge.
///
/// It answers as the official program of CMS does. What that program looks at is looked at here: discharge date and status,
/// age, sex, length of stay and the codes; not the dates of the procedures, nor what was present on admission. Source: the
/// tables of the [version](MedicareCodeEditor::version), and the program's observed answers.
#[derive(Clone, Copy, Debug, Default)]
pub struct MedicareCodeEditor(());

/// The version of the editor's tables, such as V43.1: 43 for fiscal year 2026, 1 for its first update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: usize,
    minor: usize,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "V{}.{}", self.major, self.minor)
    }
}

/// The ages that are no typing mistakes.
const AGES: core::ops::RangeInclusive<i32> = 0..=124;
/// At these ages an artificial disc of the lumbar spine is paid (NCD 150.10).
const DISC_AGES: core::ops::RangeInclusive<i32> = 0..=60;
/// A stay of so many days is shorter than mechanical ventilation of more than 96 hours.
const SHORT_STAY: i32 = 4;
const MALE: i32 = 1;
const FEMALE: i32 = 2;
const UNKNOWN: i32 = 0;

impl MedicareCodeEditor {
    /// The editor. It has no state: make one wherever it is needed.
    #[must_use]
    pub const fn new() -> MedicareCodeEditor {
        MedicareCodeEditor(())
    }

    /// The version of the tables.
    ///
    /// ```
    /// # use him_codes::edits::MedicareCodeEditor;
    /// assert_eq!(MedicareCodeEditor::new().version().to_string(), "V43.1");
    /// ```
    #[must_use]
    pub fn version(self) -> Version {
        let (major, minor) = TABLE.version;
        Version { major, minor }
    }

    /// The discharge dates that it takes, the first and the last. Codes of ICD-10 are valid from 2015-10-01.
    #[must_use]
    pub fn covers(self) -> core::ops::RangeInclusive<NaiveDate> {
        TABLE.days()
    }

    /// Edits a claim. What was in `findings` is replaced.
    pub fn edit(self, claim: &Claim<'_>, findings: &mut Findings) {
        findings.begin();
        match claim.discharge {
            Some(on) if TABLE.days().contains(&on) => Pass::new(claim, on, findings).run(),
            _ => {
                findings.push(Finding::of_claim(
                    Rule::Mce(Edit::InvalidDischargeDate),
                    claim.discharge,
                ));
                findings.set_outcome(Outcome::InvalidDischargeDate);
            }
        }
    }
}

/// One claim on its way through the editor.
struct Pass<'a, 'f> {
    claim: &'a Claim<'a>,
    on: NaiveDate,
    day: Day,
    findings: &'f mut Findings,
    /// The age groups that this patient is not in.
    wrong_ages: Flags,
    /// The sexes that this patient is not of.
    wrong_sexes: Flags,
}

impl<'a, 'f> Pass<'a, 'f> {
    fn new(claim: &'a Claim<'a>, on: NaiveDate, findings: &'f mut Findings) -> Pass<'a, 'f> {
        let day = Day::of(on);
        let fits = |ages: &core::ops::RangeInclusive<i32>| {
            claim.age.is_some_and(|age| ages.contains(&age))
        };
        let wrong_ages = TABLE
            .ages(day)
            .filter(|(_, _, ages)| !fits(ages))
            .fold(Flags::NONE, |wrong, (_, group, _)| wrong.or(group));
        let wrong_sexes = match claim.sex {
            Some(MALE) => Flags::FEMALE,
            Some(FEMALE) => Flags::MALE,
            _ => Flags::MALE.or(Flags::FEMALE),
        };
        Pass {
            claim,
            on,
            day,
            findings,
            wrong_ages,
            wrong_sexes,
        }
    }

    fn run(mut self) {
        self.patient();
        self.admitting();
        let (all, delivered) = self.diagnoses();
        self.procedures(all, delivered);
        self.findings.close();
    }

    fn patient(&mut self) {
        let claim = self.claim;
        let mut found = |wrong, edit| {
            if wrong {
                self.findings
                    .push(Finding::of_claim(Rule::Mce(edit), Some(self.on)));
            }
        };
        let age = claim.age.is_some_and(|age| AGES.contains(&age));
        found(!age, Edit::InvalidAge);
        let sex = match claim.sex {
            Some(MALE | FEMALE) => true,
            // From FY2025 on: 2024-10-01.
            Some(UNKNOWN) => (self.on.year(), self.on.month()) >= (2024, 10),
            _ => false,
        };
        found(!sex, Edit::InvalidSex);
        let status = claim.discharge_status;
        let status = status.is_some_and(|status| TABLE.has_status(status, self.day));
        found(!status, Edit::InvalidDischargeStatus);
    }

    fn admitting(&mut self) {
        let text = self.claim.admitting;
        if is_no_code(text) {
            return;
        }
        let flags = TABLE.diagnosis(text, self.day);
        if flags.is_valid() {
            self.age_and_sex(flags, Place::Admitting, text);
        } else {
            self.found(Edit::InvalidAdmitting, Place::Admitting, text);
        }
    }

    /// The flags of all diagnoses, and whether a secondary one tells the outcome of a delivery.
    fn diagnoses(&mut self) -> (Flags, bool) {
        let (principal, secondary) = match self.claim.diagnoses.split_first() {
            Some((first, rest)) => (first.code, rest),
            None => ("", &[][..]),
        };
        let mut all = self.principal(principal);
        let mut delivered = false;
        for (index, diagnosis) in secondary.iter().enumerate() {
            let text = diagnosis.code;
            if is_no_code(text) {
                continue;
            }
            let place = Place::diagnosis(index + 1);
            let flags = TABLE.diagnosis(text, self.day);
            all = all.or(flags);
            delivered |= flags.has(Flags::DELIVERY_OUTCOME);
            if !flags.is_valid() {
                self.found(Edit::InvalidCode, place, text);
            }
            if text == principal {
                self.found(Edit::DuplicateOfPrincipal, place, text);
            }
            if flags.has(Flags::WRONG_PROCEDURE) {
                self.found(Edit::WrongProcedurePerformed, place, text);
            }
            if flags.has(Flags::UNSPECIFIED) {
                self.found(Edit::Unspecified, place, text);
            }
            self.age_and_sex(flags, place, text);
        }
        (all, delivered)
    }

    fn principal(&mut self, text: &str) -> Flags {
        let place = Place::diagnosis(0);
        let flags = if is_no_code(text) {
            Flags::NONE
        } else {
            TABLE.diagnosis(text, self.day)
        };
        if !flags.is_valid() {
            self.found(Edit::InvalidCode, place, text);
            return flags;
        }
        if flags.has(Flags::EXTERNAL_CAUSE) {
            self.found(Edit::ExternalCauseAsPrincipal, place, text);
        }
        if flags.has(Flags::MANIFESTATION) {
            self.found(Edit::ManifestationAsPrincipal, place, text);
        }
        if flags.has(Flags::REQUIRES_SECONDARY) {
            if self.claim.diagnoses.len() == 1 {
                self.found(Edit::RequiresSecondary, place, text);
            }
        } else if flags.has(Flags::UNACCEPTABLE) {
            self.found(Edit::UnacceptablePrincipal, place, text);
        }
        if flags.has(Flags::QUESTIONABLE_ADMISSION) {
            self.found(Edit::QuestionableAdmission, place, text);
        }
        self.age_and_sex(flags, place, text);
        if flags.has(Flags::WRONG_PROCEDURE) {
            self.found(Edit::WrongProcedurePerformed, place, text);
        }
        if flags.has(Flags::UNSPECIFIED) {
            self.found(Edit::Unspecified, place, text);
        }
        flags
    }

    fn procedures(&mut self, diagnoses: Flags, delivered: bool) {
        let mut all = Flags::NONE;
        for Procedure { code, .. } in self.claim.procedures {
            let flags = match is_no_code(code) {
                true => Flags::NONE,
                false => TABLE.procedure(code, self.day),
            };
            all = all.or(flags);
            self.findings.flags.push(flags);
        }
        for (index, Procedure { code, .. }) in self.claim.procedures.iter().enumerate() {
            let flags = self.findings.flags.get(index).copied();
            let flags = flags.unwrap_or(Flags::NONE);
            let place = Place::procedure(index);
            if !flags.is_valid() {
                if !is_no_code(code) {
                    self.found(Edit::InvalidCode, place, code);
                }
                continue;
            }
            if flags.has(self.wrong_sexes) {
                self.found(Edit::SexConflict, place, code);
            }
            if self.is_not_covered(flags, diagnoses, all) {
                self.found(Edit::NonCovered, place, code);
            } else if flags.has(Flags::LIMITED_COVERAGE) || is_artificial_heart(flags, all) {
                self.found(Edit::LimitedCoverage, place, code);
            }
            let short = self.claim.length_of_stay;
            if flags.has(Flags::LENGTH_OF_STAY) && short.is_some_and(|days| days <= SHORT_STAY) {
                self.found(Edit::InconsistentWithLengthOfStay, place, code);
            }
            if flags.has(Flags::CESAREAN.or(Flags::VAGINAL_DELIVERY)) && !delivered {
                self.found(Edit::QuestionableObstetricAdmission, place, code);
            }
        }
    }

    fn is_not_covered(&self, own: Flags, diagnoses: Flags, procedures: Flags) -> bool {
        const BY_DIAGNOSIS: Flags = Flags::NON_COVERED_6
            .or(Flags::NON_COVERED_7)
            .or(Flags::NON_COVERED_STERILIZATION);
        own.has(Flags::NON_COVERED)
            || own.has(Flags::NON_COVERED_4_5)
                && !procedures.has(Flags::KIDNEY_TRANSPLANT)
                && !diagnoses.has(Flags::DIABETES_TYPE_1)
            || own.and(diagnoses).has(BY_DIAGNOSIS)
            || own.has(Flags::NON_COVERED_ABOVE_60)
                && !self.claim.age.is_some_and(|age| DISC_AGES.contains(&age))
            || is_artificial_heart(own, procedures) && !diagnoses.has(Flags::CLINICAL_TRIAL)
    }

    fn age_and_sex(&mut self, flags: Flags, place: Place, text: &str) {
        let groups = flags.and(self.wrong_ages);
        if groups.has(self.wrong_ages) {
            let group = AgeGroup::ALL
                .get(groups.0.trailing_zeros() as usize)
                .copied();
            let subject = Subject::diagnosis(text);
            let mut finding = Finding::new(Rule::Mce(Edit::AgeConflict), place, subject, self.on);
            finding.age_group = group;
            self.findings.push(finding);
        }
        if flags.has(self.wrong_sexes) {
            self.found(Edit::SexConflict, place, text);
        }
    }

    fn found(&mut self, edit: Edit, place: Place, text: &str) {
        let subject = match place {
            Place::Procedure(_) => Subject::procedure(text),
            _ => Subject::diagnosis(text),
        };
        self.findings
            .push(Finding::new(Rule::Mce(edit), place, subject, self.on));
    }
}

/// A heart is replaced by two codes on one claim.
fn is_artificial_heart(own: Flags, procedures: Flags) -> bool {
    own.has(Flags::ARTIFICIAL_HEART_A.or(Flags::ARTIFICIAL_HEART_B))
        && procedures.has(Flags::ARTIFICIAL_HEART_A)
        && procedures.has(Flags::ARTIFICIAL_HEART_B)
}

/// Blanks or zeros fill a field that has no code.
fn is_no_code(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte == b'0' || byte.is_ascii_whitespace())
}
