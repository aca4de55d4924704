//! The patients and their diagnoses, as the files give them.

use std::collections::HashMap;

use chrono::NaiveDate;
use him_codes::Icd10Cm;
use him_codes::claim_value::PoaIndicator;
use him_risk::hcc::{Beneficiary, Kidney};
use him_risk::{Diagnosis, Poa};

use crate::table::{Fault, Line, day};

pub(crate) const PATIENTS: &[&str] = &[
    "patient",
    "sex",
    "birth_date",
    "age",
    "age_at_service",
    "orec",
    "crec",
    "dual",
    "new_enrollee",
    "snp",
    "lti",
    "low_income",
    "graft_months",
    "index_date",
];

pub(crate) const DIAGNOSES: &[&str] = &["patient", "code", "date", "poa"];

/// A patient with everything read of them.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) who: Option<Beneficiary>,
    pub(crate) age: Option<u8>,
    pub(crate) index_date: Option<NaiveDate>,
    pub(crate) diagnoses: Vec<Diagnosis>,
}

/// In the order in which they come first.
#[derive(Default)]
pub(crate) struct People {
    pub(crate) all: Vec<Person>,
    places: HashMap<String, usize>,
}

impl People {
    fn person(&mut self, id: &str) -> Option<&mut Person> {
        let place = match self.places.get(id) {
            Some(place) => *place,
            None => {
                let place = self.all.len();
                self.places.insert(id.to_owned(), place);
                self.all.push(Person {
                    id: id.to_owned(),
                    ..Person::default()
                });
                place
            }
        };
        self.all.get_mut(place)
    }

    /// A line of the patients' file.
    pub(crate) fn patient(&mut self, line: &Line, payment_year: i32) -> Result<(), Fault> {
        let (who, age) = beneficiary(line, payment_year)?;
        let index_date = match line.cell("index_date") {
            "" => None,
            text => Some(day(text).ok_or_else(|| line.fault("index_date", NO_DAY))?),
        };
        let id = named(line)?;
        if let Some(person) = self.person(id) {
            if person.who.is_some() {
                return Err(line.fault("patient", "came before; the first line counts"));
            }
            person.who = Some(who);
            person.age = Some(age);
            person.index_date = index_date;
        }
        Ok(())
    }

    /// A line of the diagnoses' file.
    pub(crate) fn diagnosis(&mut self, line: &Line) -> Result<(), Fault> {
        let code =
            Icd10Cm::try_new(line.cell("code")).map_err(|error| line.fault("code", error))?;
        let mut diagnosis = Diagnosis::new(code);
        match line.cell("date") {
            "" => {}
            text => {
                let day = day(text).ok_or_else(|| line.fault("date", NO_DAY))?;
                diagnosis = diagnosis.on(day);
            }
        }
        match line.cell("poa") {
            "" => {}
            text => {
                let indicator = PoaIndicator::try_new(text).ok().and_then(Poa::of);
                let poa = indicator.ok_or_else(|| line.fault("poa", "is none of Y, N, U, W, 1"))?;
                diagnosis = diagnosis.with_poa(poa);
            }
        }
        let id = named(line)?;
        if let Some(person) = self.person(id) {
            person.diagnoses.push(diagnosis);
        }
        Ok(())
    }
}

const NO_DAY: &str = "is no day written YYYY-MM-DD or YYYYMMDD";

fn named(line: &Line) -> Result<&str, Fault> {
    match line.cell("patient") {
        "" => Err(line.fault("patient", "is empty")),
        id => Ok(id),
    }
}

/// With the age.
fn beneficiary(line: &Line, payment_year: i32) -> Result<(Beneficiary, u8), Fault> {
    let sex = line.cell("sex").parse();
    let sex = sex.map_err(|error| line.fault("sex", error))?;
    let years = |field: &'static str| match line.cell(field) {
        "" => Ok(None),
        text => text
            .parse::<u8>()
            .map(Some)
            .map_err(|_| line.fault(field, "is no number of years")),
    };
    let mut who = match (line.cell("birth_date"), years("age")?) {
        ("", Some(age)) => Beneficiary::aged(age, sex).map_err(|error| line.fault("age", error)),
        ("", None) => Err(line.fault("age", "there is neither an age nor a birth_date")),
        (text, _) => {
            let birth = day(text).ok_or_else(|| line.fault("birth_date", NO_DAY))?;
            Beneficiary::born(birth, payment_year, sex)
                .map_err(|error| line.fault("birth_date", error))
        }
    }?;
    if let Some(age) = years("age_at_service")? {
        let aged = who.aged_at_service(age);
        who = aged.map_err(|error| line.fault("age_at_service", error))?;
    }
    match line.cell("orec") {
        "" => {}
        text => {
            let reason = text.parse().map_err(|error| line.fault("orec", error))?;
            who = who.with_original_entitlement(reason);
        }
    }
    match line.cell("crec") {
        "" => {}
        text => {
            let reason = text.parse().map_err(|error| line.fault("crec", error))?;
            who = who.with_current_entitlement(reason);
        }
    }
    let dual = line.cell("dual").parse();
    who = who.with_dual(dual.map_err(|error| line.fault("dual", error))?);
    match line.cell("graft_months") {
        "" => {}
        text => {
            let months = text.parse();
            let months =
                months.map_err(|_| line.fault("graft_months", "is no number of months"))?;
            let kidney = Kidney::since_transplant(months);
            who = who.with_kidney(kidney.map_err(|error| line.fault("graft_months", error))?);
        }
    }
    who = who
        .new_enrollee(flag(line, "new_enrollee")?)
        .special_needs_plan(flag(line, "snp")?)
        .institutional(flag(line, "lti")?)
        .low_income(flag(line, "low_income")?);
    Ok((who, who.age()))
}

fn flag(line: &Line, field: &'static str) -> Result<bool, Fault> {
    let text = line.cell(field);
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["1", "y", "yes", "true"]) {
        Ok(true)
    } else if is(&["", "0", "n", "no", "false"]) {
        Ok(false)
    } else {
        Err(line.fault(field, "is none of 1, 0, Y, N, true, false"))
    }
}
