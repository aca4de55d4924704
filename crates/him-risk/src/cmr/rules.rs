//! What AHRQ's mapping program v2025.1 does with the values of its format.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use him_risk_data::CMR;

use super::measure::Row;
use super::measures::Measures;
use crate::code_map::CodeMap;
use crate::diagnosis::{Code, Poa};
use crate::key;
use crate::packed::Packed;

/// A value of the format, as sets of measures.
#[derive(Clone, Copy)]
pub(super) struct Value {
    pub(super) text: &'static str,
    /// Whatever the indicator.
    pub(super) always: u64,
    /// When present on admission.
    pub(super) present: u64,
    /// Bit 0: cerebrovascular disease, when present; bit 1: its sequela, when present; bit 2: the disease, when absent.
    pub(super) cerebrovascular: u8,
}

/// The tables and the rules.
#[derive(Default)]
pub(super) struct Software {
    pub(super) measures: Vec<Row>,
    /// The measures that need an indicator.
    pub(super) needing_poa: u64,
    /// The one measure that is put together.
    pub(super) cerebrovascular: u64,
    values: Vec<Value>,
    codes: CodeMap,
    /// By the number of a code: its value, and the versions in which it is exempt.
    of_code: Vec<(u8, u16)>,
    first_version: u8,
    versions: u8,
    /// What drops what.
    exclusions: Vec<(u64, u64)>,
}

/// The values that are not the name of a measure: what they give whatever the indicator, and when present on admission.
const TOGETHER: [(&str, &[&str], &[&str]); 9] = [
    ("DRUG_ABUSEPSYCHOSES", &["DRUG_ABUSE"], &["PSYCHOSES"]),
    ("HFHTN_CX", &["HTN_CX"], &["HF"]),
    ("HTN_CXRENLFL_SEV", &["HTN_CX"], &["RENLFL_SEV"]),
    ("HFHTN_CXRENLFL_SEV", &["HTN_CX"], &["HF", "RENLFL_SEV"]),
    ("ALCOHOLLIVER_MLD", &["ALCOHOL"], &["LIVER_MLD"]),
    ("VALVE_AUTOIMMUNE", &["AUTOIMMUNE"], &["VALVE"]),
    ("LIVER_MLD_NEURO", &[], &["LIVER_MLD", "NEURO_OTH"]),
    ("NEURO_OTH_SEIZ", &[], &["NEURO_OTH", "NEURO_SEIZ"]),
    ("CBVD_SQLAPARALYSIS", &[], &["PARALYSIS"]),
];

/// The measures that count whatever the indicator.
const ALWAYS: [&str; 20] = [
    "AIDS",
    "ALCOHOL",
    "AUTOIMMUNE",
    "LUNG_CHRONIC",
    "DEMENTIA",
    "DEPRESS",
    "DIAB_UNCX",
    "DIAB_CX",
    "DRUG_ABUSE",
    "HTN_UNCX",
    "HTN_CX",
    "THYROID_HYPO",
    "THYROID_OTH",
    "CANCER_LYMPH",
    "CANCER_LEUK",
    "CANCER_METS",
    "OBESE",
    "PERIVASC",
    "CANCER_SOLID",
    "CANCER_NSITU",
];

/// In this order.
const EXCLUSIONS: [(&str, &[&str]); 6] = [
    ("DIAB_CX", &["DIAB_UNCX"]),
    ("HTN_CX", &["HTN_UNCX"]),
    ("CANCER_METS", &["CANCER_SOLID", "CANCER_NSITU"]),
    ("CANCER_SOLID", &["CANCER_NSITU"]),
    ("LIVER_SEV", &["LIVER_MLD"]),
    ("RENLFL_SEV", &["RENLFL_MOD"]),
];

static SOFTWARE: LazyLock<Software> = LazyLock::new(|| Software::read().unwrap_or_default());

pub(super) fn software() -> &'static Software {
    &SOFTWARE
}

impl Software {
    /// None for a blob that does not fit, which a test would see.
    pub(super) fn read() -> Option<Software> {
        let mut packed = Packed::open(CMR, b"HRM1")?;
        let mut software = Software::default();
        for _ in 0..packed.u32()? {
            software.measures.push(Row {
                name: packed.text()?,
                title: packed.text()?,
                readmission: packed.byte()?.cast_signed(),
                mortality: packed.byte()?.cast_signed(),
            });
        }
        let always = software.set(&ALWAYS)?;
        software.cerebrovascular = software.set(&["CBVD"])?;
        software.needing_poa = !always & ((1 << software.measures.len()) - 1);
        for (kept, dropped) in EXCLUSIONS {
            let pair = (software.set(&[kept])?, software.set(dropped)?);
            software.exclusions.push(pair);
        }
        for _ in 0..packed.u32()? {
            let value = software.value_of(packed.text()?, always)?;
            software.values.push(value);
        }
        software.first_version = packed.byte()?;
        software.versions = packed.byte()?;
        let mut code = String::new();
        let mut keys = Vec::new();
        for number in 0..packed.u32()? {
            packed.next_text(&mut code)?;
            keys.push((key::of_text(&code), u16::try_from(number).ok()?));
            software.of_code.push((packed.byte()?, packed.u16()?));
        }
        software.codes = CodeMap::new(keys.into_iter());
        packed.is_empty().then_some(software)
    }

    fn value_of(&self, text: &'static str, always: u64) -> Option<Value> {
        let mut value = Value {
            text,
            always: 0,
            present: 0,
            cerebrovascular: 0,
        };
        match text {
            "CBVD_POA" => value.cerebrovascular = 0b101,
            "CBVD_SQLA" => value.cerebrovascular = 0b10,
            _ => {
                if let Some((_, any, present)) = TOGETHER.iter().find(|(own, ..)| *own == text) {
                    value.always = self.set(any)?;
                    value.present = self.set(present)?;
                } else {
                    let one = self.set(&[text])?;
                    value.always = one & always;
                    value.present = one & !always;
                }
                value.cerebrovascular = if text == "CBVD_SQLAPARALYSIS" {
                    0b10
                } else {
                    0
                };
            }
        }
        Some(value)
    }

    /// The measures of these names.
    fn set(&self, names: &[&str]) -> Option<u64> {
        let mut set = 0;
        for name in names {
            let number = self.measures.iter().position(|row| row.name == *name)?;
            set |= 1 << number;
        }
        Some(set)
    }

    /// The value of a code, and the versions in which it is exempt from reporting.
    pub(super) fn value(&self, key: u64) -> Option<(&Value, u16)> {
        let number = self.codes.get(key)?;
        let (value, exempt) = self.of_code.get(usize::from(number))?;
        Some((self.values.get(usize::from(*value))?, *exempt))
    }

    /// What a diagnosis gives that is not the principal one; its indicator, where indicators are reported.
    #[inline]
    pub(super) fn find(&self, code: Code, poa: Option<Option<Poa>>, version: u32) -> Found {
        let Code::Icd10(code) = code else {
            return Found::default();
        };
        let Some((value, exempt)) = self.value(key::of_icd10(code)) else {
            return Found::default();
        };
        let mut found = Found {
            measures: value.always,
            cerebrovascular: 0,
        };
        let Some(poa) = poa else {
            return found;
        };
        if exempt >> version & 1 == 1 || poa == Some(Poa::Present) {
            found.measures |= value.present;
            found.cerebrovascular = value.cerebrovascular & 0b11;
            if value.cerebrovascular != 0 {
                found.measures |= self.cerebrovascular;
            }
        } else if poa == Some(Poa::Absent) {
            found.cerebrovascular = value.cerebrovascular & 0b100;
        }
        found
    }

    /// The measures of a discharge.
    pub(super) fn measures(&self, found: Found, reports_poa: bool) -> Measures {
        let missing = if reports_poa { 0 } else { self.needing_poa };
        Measures::new(self.graded(found), missing)
    }

    /// The place of the version of a day's fiscal year, which begins in October of the year before: 33 is that of 2016. AHRQ's
    /// program asks for the calendar quarter, which gives the same.
    pub(super) fn version(&self, day: Option<NaiveDate>) -> u32 {
        let fiscal_year = day.map(|day| day.year() + i32::from(day.month() >= 10));
        let last = u32::from(self.versions).saturating_sub(1);
        let first = i32::from(self.first_version) + 1983;
        let place = fiscal_year.and_then(|year| u32::try_from(year.checked_sub(first)?).ok());
        place.filter(|place| *place <= last).unwrap_or(last)
    }

    /// With the exclusions, and cerebrovascular disease put together.
    fn graded(&self, found: Found) -> u64 {
        let mut measures = found.measures & !self.cerebrovascular;
        for (kept, dropped) in &self.exclusions {
            if measures & kept != 0 {
                measures &= !dropped;
            }
        }
        let has = |bit: u8| found.cerebrovascular >> bit & 1 == 1;
        let (disease, sequela, acquired) = (has(0), has(1), has(2));
        if disease || (sequela && !acquired) {
            measures |= self.cerebrovascular;
        }
        measures
    }
}

/// What diagnoses give.
#[derive(Clone, Copy, Default)]
pub struct Found {
    /// Cerebrovascular disease among them when a diagnosis speaks for it.
    pub(super) measures: u64,
    /// As in [`Value`].
    cerebrovascular: u8,
}

impl Found {
    #[inline]
    pub(super) fn add(&mut self, other: Found) {
        self.measures |= other.measures;
        self.cerebrovascular |= other.cerebrovascular;
    }

    pub(super) const fn is_nothing(self) -> bool {
        self.measures == 0 && self.cerebrovascular == 0
    }
}
