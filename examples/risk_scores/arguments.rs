//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use him_examples::program::Wish;
use him_risk::PoaRule;
use him_risk::comorbidity::Index;
use him_risk::hcc::Model;

/// What the user asked for.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) measures: Vec<Measure>,
    pub(crate) patients: Option<PathBuf>,
    pub(crate) diagnoses: PathBuf,
    pub(crate) payment_year: i32,
    pub(crate) look_back: Option<u32>,
    pub(crate) poa: PoaRule,
}

/// A score that the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Hcc(Model),
    Comorbidity(&'static str, Index),
    Cmr,
    Ccsr,
}

pub(crate) const USAGE: &str = "\
Usage: risk_scores [OPTION...] [--patients PATIENTS] DIAGNOSES

Scores patients from diagnosis codes. DIAGNOSES and PATIENTS are CSV files with a header line; - reads
DIAGNOSES from standard input. Writes CSV: patient,measure,segment,score,parts,codes,findings.

DIAGNOSES  patient,code,date[,poa]: an ICD-10-CM code with or without dot, YYYY-MM-DD or YYYYMMDD or
           blank, Y N U W 1 or blank. In the order of each discharge, the principal diagnosis first.
PATIENTS   patient,sex and birth_date or age, and any of: age_at_service, orec, crec, dual, new_enrollee,
           snp, lti, low_income, graft_months, index_date. Flags are 1, 0, Y, N, true, false or blank.
           Without the file there are no HCC scores and no points of age.

  --measures LIST    separated by commas: V22 V24 V28 ESRD-V21 ESRD-V24 RxHCC-V08 (RxHCC-V05),
                     charlson-deyo-1992 charlson-quan-2005 charlson-quan-2011 charlson-glasheen-2019
                     elixhauser-count elixhauser-van-walraven, cmr, ccsr;
                     default V28,charlson-quan-2011,elixhauser-van-walraven
  --payment-year N   for ages, and HCC scores take the diagnoses of the year before; default 2026
  --look-back DAYS   comorbidities of so many days before the patient's index_date, that day included
  --poa RULE         ignore (default), present, or present-or-unknown; for comorbidities
  --help             print this

segment   of the HCC model; the date of the discharge for cmr, whose first code is the principal diagnosis
score     raw HCC score; points, with those of age for Charlson; mortality index for cmr; categories for ccsr
parts     what the score is the sum of; cmr: its measures and the index of readmission
codes     each category or condition that counts, with the codes behind it
findings  what was dropped and by what, codes without category, why there is no score

A line that cannot be read is reported with its number and field, and the rest goes on.
Exit code: 0 all lines read, 1 a line or a file could not be read, 2 wrong arguments.
";

impl Measure {
    pub(crate) fn named(name: &str) -> Option<Measure> {
        let name = name.trim();
        if let Ok(model) = name.parse() {
            return Some(Measure::Hcc(model));
        }
        let index = Index::ALL.into_iter().find(|(own, _)| *own == name);
        match (index, name) {
            (Some((own, index)), _) => Some(Measure::Comorbidity(own, index)),
            (_, "cmr") => Some(Measure::Cmr),
            (_, "ccsr") => Some(Measure::Ccsr),
            _ => None,
        }
    }
}

impl Arguments {
    /// Reads the command line without the program's name.
    pub(crate) fn parse(
        mut words: impl Iterator<Item = OsString>,
    ) -> Result<Wish<Arguments>, String> {
        let mut measures = "V28,charlson-quan-2011,elixhauser-van-walraven".to_owned();
        let (mut patients, mut diagnoses, mut look_back) = (None, None, None);
        let (mut payment_year, mut poa) = (2026, PoaRule::Ignore);
        while let Some(word) = words.next() {
            let mut value = |name: &str| {
                let value = words.next().ok_or(format!("{name} needs a value"))?;
                value
                    .into_string()
                    .map_err(|_| format!("the value of {name} is not UTF-8"))
            };
            match word.to_str() {
                Some("--help" | "-h") => return Ok(Wish::Help),
                Some("--measures") => measures = value("--measures")?,
                Some("--patients") => {
                    patients = Some(words.next().ok_or("--patients needs a file")?.into());
                }
                Some("--payment-year") => {
                    let text = value("--payment-year")?;
                    payment_year = match text.parse() {
                        Ok(year @ 1990..=2100) => year,
                        _ => return Err("--payment-year is no year".to_owned()),
                    };
                }
                Some("--look-back") => {
                    let days = value("--look-back")?.parse();
                    look_back = Some(days.map_err(|_| "--look-back is no number of days")?);
                }
                Some("--poa") => {
                    poa = match value("--poa")?.as_str() {
                        "ignore" => PoaRule::Ignore,
                        "present" => PoaRule::Present,
                        "present-or-unknown" => PoaRule::PresentOrUnknown,
                        other => return Err(format!("there is no rule {other}")),
                    };
                }
                Some(option) if option.starts_with('-') && option != "-" => {
                    return Err(format!("there is no option {option}"));
                }
                _ if diagnoses.is_some() => {
                    return Err("there is more than one DIAGNOSES".to_owned());
                }
                _ => diagnoses = Some(word.into()),
            }
        }
        let named = |name: &str| Measure::named(name).ok_or(format!("there is no measure {name}"));
        Ok(Wish::Run(Arguments {
            measures: measures.split(',').map(named).collect::<Result<_, _>>()?,
            patients,
            diagnoses: diagnoses.ok_or("DIAGNOSES is missing")?,
            payment_year,
            look_back,
            poa,
        }))
    }
}
