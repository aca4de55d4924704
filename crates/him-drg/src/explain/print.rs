//! The explanation as text.

use core::fmt;

use crate::explain::{Carrier, Code, Explanation, Place, Step, StepResult};
use crate::outcome::{Outcome, SeverityUse};
use crate::{Version, titles};

/// Of procedures unrelated to the principal diagnosis.
const UNRELATED: u8 = 29;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let version = self.version;
        write!(f, "MS-DRG V{version}: ")?;
        outcome(f, &self.last, version)?;
        if self.initial != self.last {
            f.write_str("\nbefore hospital-acquired conditions: ")?;
            outcome(f, &self.initial, version)?;
        }
        for (name, path) in [("path", &self.path), ("final path", &self.final_path)] {
            for (place, step) in path.iter().enumerate() {
                if place == 0 {
                    write!(f, "\n{name}:")?;
                }
                self::step(f, step, version)?;
            }
        }
        if self.path.is_empty() {
            f.write_str("\npath: no row of the list of the principal diagnosis is true")?;
        }
        for (place, line) in self.severities.iter().enumerate() {
            if place == 0 {
                f.write_str("\nseverity of secondary diagnoses:")?;
            }
            write!(f, "\n  {}: {}", line.carrier, words(line.used))?;
            if line.used != line.last {
                write!(f, "; finally {}", words(line.last))?;
            }
        }
        for (place, line) in self.conditions.iter().enumerate() {
            if place == 0 {
                f.write_str("\nhospital-acquired conditions:")?;
            }
            write!(
                f,
                "\n  {} on list {}: {}",
                line.carrier, line.list, line.used
            )?;
            if let Some(title) = titles::hospital_acquired_condition(line.number, version) {
                write!(f, ", {title}")?;
            }
        }
        for (place, question) in self.questions.iter().enumerate() {
            if place == 0 {
                f.write_str("\nquestions for the coder:")?;
            }
            write!(f, "\n  {question}")?;
        }
        Ok(())
    }
}

fn outcome(f: &mut fmt::Formatter<'_>, outcome: &Outcome, version: Version) -> fmt::Result {
    if !outcome.is_grouped() {
        return write!(f, "DRG {}, {}", outcome.drg, outcome.return_code);
    }
    write!(f, "DRG {:03}", outcome.drg)?;
    if let Some(title) = titles::drg(outcome.drg, version) {
        write!(f, ", {title}")?;
    }
    write!(f, " (MDC {}", outcome.mdc)?;
    if let Some(title) = titles::mdc(outcome.mdc, version) {
        write!(f, ", {title}")?;
    }
    write!(f, "; {}; severity {})", outcome.kind, outcome.severity)
}

fn step(f: &mut fmt::Formatter<'_>, step: &Step, version: Version) -> fmt::Result {
    f.write_str("\n  ")?;
    list(f, step.list, version)?;
    write!(f, ", row {}: {} -> ", step.tried + 1, step.formula)?;
    match step.leads {
        StepResult::List(next) => list(f, next, version)?,
        StepResult::Drg(drg) => write!(f, "DRG {drg:03}")?,
        StepResult::Error(code) => write!(f, "{code}")?,
    }
    for operand in &step.operands {
        write!(f, "\n    {}", operand.text)?;
        for (place, carrier) in operand.by.iter().enumerate() {
            write!(f, "{}{carrier}", if place == 0 { ": " } else { ", " })?;
        }
    }
    Ok(())
}

fn list(f: &mut fmt::Formatter<'_>, list: u8, version: Version) -> fmt::Result {
    match list {
        0 => f.write_str("pre-MDC"),
        UNRELATED => f.write_str("procedures unrelated to the principal diagnosis"),
        mdc => match titles::mdc(mdc, version) {
            Some(title) => write!(f, "MDC {mdc} {title}"),
            None => write!(f, "MDC {mdc}"),
        },
    }
}

fn words(used: SeverityUse) -> &'static str {
    match used {
        SeverityUse::Neither => "counts for nothing",
        SeverityUse::Cc => "CC",
        SeverityUse::Mcc => "MCC",
        SeverityUse::CcExcluded => "CC, excluded by the principal diagnosis",
        SeverityUse::MccExcluded => "MCC, excluded by the principal diagnosis",
        SeverityUse::CcExcludedByDrg => "CC, excluded because the DRG is about it",
        SeverityUse::MccExcludedByDrg => "MCC, excluded because the DRG is about it",
    }
}

impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = self.code {
            write!(f, "{code} ")?;
        }
        match self.place {
            Place::Principal => f.write_str("(principal)"),
            Place::Secondary(place) => write!(f, "(diagnosis {})", place + 2),
            Place::Procedure(place) => write!(f, "(procedure {})", place + 1),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Code::Diagnosis(code) => code.fmt(f),
            Code::Procedure(code) => code.fmt(f),
        }
    }
}
