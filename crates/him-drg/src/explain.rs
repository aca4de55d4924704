//! Why a claim has its DRG: the rows that led there, what each asked and which codes answered, the severity code by code,
//! and what a coder may want to look up again.

mod carriers;
mod print;
mod question;

use him_codes::edits::Claim;
use him_codes::{Icd10Cm, Icd10Pcs};

use crate::Version;
use crate::case::Case;
use crate::error::Error;
use crate::grouper::Grouper;
use crate::grouping::Grouping;
use crate::outcome::{HacStatus, HacUse, Outcome, ReturnCode, SeverityUse};
use crate::steps::{Decided, decide};
use crate::tables::{Leads, Tables};
use crate::view::View;

pub use crate::explain::question::Question;

/// An explanation; prints as text for people.
///
/// ```
/// use him_codes::edits::{Claim, Diagnosis};
/// use him_drg::{Grouper, Version};
///
/// let diagnoses = [Diagnosis::new("I5021", "Y"), Diagnosis::new("J9601", "Y")];
/// let mut claim = Claim::default();
/// claim.discharge_status = Some(1);
/// claim.diagnoses = &diagnoses;
/// let why = Grouper::new().explain(Version::new(43, 1).unwrap(), &claim)?;
/// assert_eq!(why.path[0].formula, "(MCC & PDX:dxc0505)");
/// assert_eq!(why.path[0].operands[0].by[0].code.unwrap().to_string(), "J96.01");
/// # Ok::<(), him_drg::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The version that grouped.
    pub version: Version,
    /// The result before hospital-acquired conditions.
    pub initial: Outcome,
    /// The final result.
    pub last: Outcome,
    /// What hospital-acquired conditions did.
    pub hac_status: HacStatus,
    /// The rows that led to the initial result, in order; empty when none was true.
    pub path: Vec<Step>,
    /// The rows that led to the final result, where that is another.
    pub final_path: Vec<Step>,
    /// Secondary diagnoses with a severity, in the order of the claim.
    pub severities: Vec<SeverityLine>,
    /// Secondary diagnoses that are listed as hospital-acquired conditions.
    pub conditions: Vec<ConditionLine>,
    /// What a coder may want to look up again. Never a proposal to code something else.
    pub questions: Vec<Question>,
}

/// A row that was true.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// The list in which the row stands: 0 before the MDCs, 29 for procedures unrelated to the principal diagnosis, else
    /// the MDC.
    pub list: u8,
    /// How many rows of the list were tried before.
    pub tried: usize,
    /// As the tables of the grouper write it.
    pub formula: &'static str,
    /// What the row leads to.
    pub leads: StepResult,
    /// What was asked and found, in the order of the formula.
    pub operands: Vec<OperandFound>,
}

/// What a row leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepResult {
    /// Another list.
    List(u8),
    /// A DRG.
    Drg(u16),
    /// An error.
    Error(ReturnCode),
}

/// An operand that was found true, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperandFound {
    /// As the tables write it, such as `PDX:strauma`.
    pub text: String,
    /// Every code that has it; none where it is not about codes.
    pub by: Vec<Carrier>,
}

/// A code of the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Carrier {
    /// Where it stands.
    pub place: Place,
    /// The code, where the field holds one.
    pub code: Option<Code>,
}

/// A place on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Place {
    /// The principal diagnosis.
    Principal,
    /// A secondary diagnosis, from 0.
    Secondary(usize),
    /// A procedure, from 0.
    Procedure(usize),
}

/// A code that was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Code {
    /// Of ICD-10-CM.
    Diagnosis(Icd10Cm),
    /// Of ICD-10-PCS.
    Procedure(Icd10Pcs),
}

/// What a secondary diagnosis brings to the severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeverityLine {
    /// Which.
    pub carrier: Carrier,
    /// In the initial result.
    pub used: SeverityUse,
    /// In the final result.
    pub last: SeverityUse,
}

/// What came of a hospital-acquired condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConditionLine {
    /// Which code.
    pub carrier: Carrier,
    /// The number of the condition; 0 where it is not met.
    pub number: u8,
    /// The list that has the code.
    pub list: &'static str,
    /// Whether it is met, and if not, why.
    pub used: HacUse,
}

impl Grouper {
    /// Groups a claim by a version and says why.
    ///
    /// # Errors
    ///
    /// When the version is not held.
    pub fn explain(&self, version: Version, claim: &Claim<'_>) -> Result<Explanation, Error> {
        let mut grouping = Grouping::new();
        self.group_as(version, claim, &mut grouping)?;
        let mut explanation = Explanation {
            version,
            initial: *grouping.initial(),
            last: *grouping.last(),
            hac_status: grouping.hac_status(),
            path: Vec::new(),
            final_path: Vec::new(),
            severities: Vec::new(),
            conditions: Vec::new(),
            questions: Vec::new(),
        };
        for (place, result) in grouping.secondary().enumerate() {
            let carrier = diagnosis(claim, Place::Secondary(place));
            if result.initial != SeverityUse::Neither || result.last != SeverityUse::Neither {
                explanation.severities.push(SeverityLine {
                    carrier,
                    used: result.initial,
                    last: result.last,
                });
            }
            explanation
                .conditions
                .extend(result.conditions().map(|entry| ConditionLine {
                    carrier,
                    number: entry.number,
                    list: entry.list,
                    used: entry.used,
                }));
        }
        explanation.questions = question::ask(self, &grouping, version, claim);
        let Some(tables) = self.tables() else {
            return Ok(explanation);
        };
        if grouping.initial() != grouping.last() && grouping.last().is_grouped() {
            let decided = decide(&grouping.case, tables);
            explanation.final_path = path(&grouping.case, tables, &decided, claim);
        }
        for secondary in &mut grouping.case.secondary {
            secondary.stripped = false;
        }
        let decided = decide(&grouping.case, tables);
        explanation.path = path(&grouping.case, tables, &decided, claim);
        Ok(explanation)
    }
}

fn path(case: &Case, tables: &'static Tables, decided: &Decided, claim: &Claim<'_>) -> Vec<Step> {
    let rows = decided.by_way_of.iter().flatten().chain(&decided.row);
    let steps = rows.filter_map(|(number, list)| {
        let row = tables.rows.get(usize::from(*number))?;
        let view = View::new(case, tables, *list);
        let mut operands = Vec::new();
        view.trace(row, |operand| operands.push(operand));
        operands.dedup();
        let found = operands
            .into_iter()
            .map(|operand| carriers::found(&view, row, operand, claim));
        Some(Step {
            list: *list,
            tried: tables
                .list(case.version, *list)
                .take_while(|(own, _)| own != number)
                .count(),
            formula: tables.formulas.get(usize::from(row.formula))?.text,
            leads: match row.leads {
                Leads::Drg => StepResult::Drg(row.drg),
                Leads::List(list) => StepResult::List(list),
                _ => StepResult::Error(decided.outcome.return_code),
            },
            operands: found.collect(),
        })
    });
    steps.collect()
}

/// A diagnosis of the claim.
fn diagnosis(claim: &Claim<'_>, place: Place) -> Carrier {
    let position = match place {
        Place::Secondary(place) => place + 1,
        _ => 0,
    };
    let diagnosis = claim.diagnoses.get(position);
    let code = diagnosis.and_then(|diagnosis| diagnosis.code.parse().ok());
    Carrier {
        place,
        code: code.map(Code::Diagnosis),
    }
}

/// A procedure of the claim.
fn procedure(claim: &Claim<'_>, place: usize) -> Carrier {
    let procedure = claim.procedures.get(place);
    let code = procedure.and_then(|procedure| procedure.code.parse().ok());
    Carrier {
        place: Place::Procedure(place),
        code: code.map(Code::Procedure),
    }
}
