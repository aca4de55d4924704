//! The lines of the output.

use std::fmt::Write as _;
use std::io::{self, Write};

use him_codes::Icd10Cm;
use him_risk::cmr::Discharge;
use him_risk::comorbidity::{Index, Options};
use him_risk::hcc::{Outcome, Scorer};
use him_risk::{Code, Diagnosis, Window, ccsr};

use crate::arguments::{Arguments, Measure};
use crate::people::Person;

const COLUMNS: [&str; 7] = [
    "patient", "measure", "segment", "score", "parts", "codes", "findings",
];

pub(crate) struct Report<'a, W: Write> {
    output: csv::Writer<W>,
    arguments: &'a Arguments,
    /// By the place of the measure; none for those without a model.
    scorers: Vec<Option<Scorer>>,
}

/// A line, but for the patient.
#[derive(Default)]
struct Row {
    segment: String,
    score: String,
    parts: String,
    codes: String,
    findings: String,
}

/// Joins what a cell lists.
fn list(cell: &mut String, item: impl std::fmt::Display) {
    let before = if cell.is_empty() { "" } else { "; " };
    // Writing to a String cannot fail.
    let _ = write!(cell, "{before}{item}");
}

impl<'a, W: Write> Report<'a, W> {
    pub(crate) fn new(output: W, arguments: &'a Arguments) -> io::Result<Report<'a, W>> {
        let mut output = csv::Writer::from_writer(output);
        output.write_record(COLUMNS)?;
        let scorer = |measure: &Measure| match measure {
            Measure::Hcc(model) => Some(Scorer::new(*model)),
            _ => None,
        };
        Ok(Report {
            output,
            arguments,
            scorers: arguments.measures.iter().map(scorer).collect(),
        })
    }

    pub(crate) fn person(&mut self, person: &Person) -> io::Result<()> {
        for (measure, scorer) in self.arguments.measures.iter().zip(&mut self.scorers) {
            let (name, rows) = match (measure, scorer) {
                (Measure::Hcc(model), Some(scorer)) => (
                    model.name(),
                    vec![hcc(scorer, person, self.arguments.payment_year)],
                ),
                (Measure::Comorbidity(name, index), _) => {
                    (*name, vec![comorbidity(*index, person, self.arguments)])
                }
                (Measure::Cmr, _) => ("cmr", cmr(person)),
                _ => ("ccsr", vec![categories(person)]),
            };
            for row in rows {
                self.output.write_record([
                    &person.id,
                    name,
                    &row.segment,
                    &row.score,
                    &row.parts,
                    &row.codes,
                    &row.findings,
                ])?;
            }
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.output.flush()
    }
}

fn hcc(scorer: &mut Scorer, person: &Person, payment_year: i32) -> Row {
    let mut row = Row::default();
    let Some(who) = person.who else {
        list(&mut row.findings, "not in the file of patients");
        return row;
    };
    let year = Window::of_payment_year(payment_year);
    let counts = |diagnosis: &&Diagnosis| diagnosis.day().is_none() || year.holds(diagnosis.day());
    let codes: Vec<Icd10Cm> = person
        .diagnoses
        .iter()
        .filter(counts)
        .filter_map(|diagnosis| match diagnosis.code() {
            Code::Icd10(code) => Some(code),
            _ => None,
        })
        .collect();
    let score = match scorer.score(&who, &codes) {
        Ok(score) => score,
        Err(error) => {
            list(&mut row.findings, error);
            return row;
        }
    };
    row.segment = score.segment().to_string();
    row.score = score.raw().to_string();
    for term in score.terms() {
        list(&mut row.parts, term);
    }
    for category in score.categories() {
        let codes: Vec<String> = category.codes().map(|(_, code)| code.to_string()).collect();
        list(
            &mut row.codes,
            format_args!("{category}: {}", codes.join(" ")),
        );
    }
    for dropped in score.dropped() {
        let category = dropped.category();
        let codes: Vec<String> = category.codes().map(|(_, code)| code.to_string()).collect();
        let what = format_args!("{category} dropped ({}): {}", dropped.by(), codes.join(" "));
        list(&mut row.findings, what);
    }
    for (code, outcome) in score.codes() {
        let what = match outcome {
            Outcome::Counts => continue,
            Outcome::Reassigned => "has another category at this age or sex",
            Outcome::Invalid | Outcome::NotAtThisAge => "does not count at this age",
            _ => "has no category",
        };
        list(&mut row.findings, format_args!("{code} {what}"));
    }
    row
}

fn comorbidity(index: Index, person: &Person, arguments: &Arguments) -> Row {
    let mut row = Row::default();
    let mut options = Options::default().by_poa(arguments.poa);
    if let Some(age) = person.age {
        options = options.at_age(age);
    }
    if let Some(days) = arguments.look_back {
        let Some(index_date) = person.index_date else {
            list(&mut row.findings, "no index_date to look back from");
            return row;
        };
        options = options.in_window(Window::look_back(index_date, days));
    }
    let report = index.score(&person.diagnoses, &options);
    row.score = report.total().to_string();
    for condition in report.counted() {
        list(
            &mut row.parts,
            format_args!("{condition} {}", index.points_of(condition)),
        );
        list(
            &mut row.codes,
            format_args!("{condition}: {}", texts(person, report.codes(condition))),
        );
    }
    if report.age_points() != 0 {
        list(&mut row.parts, format_args!("age {}", report.age_points()));
    }
    for condition in report.found() {
        if !report.counted().contains(condition) {
            let codes = texts(person, report.codes(condition));
            list(
                &mut row.findings,
                format_args!("{condition} does not count: {codes}"),
            );
        }
    }
    row
}

/// A discharge is what has the same date, in the order of the file.
fn cmr(person: &Person) -> Vec<Row> {
    let mut days: Vec<_> = person.diagnoses.iter().map(Diagnosis::day).collect();
    days.sort_unstable();
    days.dedup();
    let mut rows = Vec::new();
    for day in days {
        let mut row = Row::default();
        let of_day = person
            .diagnoses
            .iter()
            .filter(|diagnosis| diagnosis.day() == day);
        let diagnoses: Vec<Diagnosis> = of_day.copied().collect();
        let reports = diagnoses.iter().any(|diagnosis| diagnosis.poa().is_some());
        let mut discharge = if reports {
            Discharge::new(&diagnoses)
        } else {
            Discharge::without_poa(&diagnoses)
        };
        if let Some(day) = day {
            discharge = discharge.on(day);
            row.segment = day.to_string();
        }
        let found = discharge.comorbidities();
        row.score = found
            .mortality()
            .map_or_else(String::new, |index| index.to_string());
        for measure in found.iter() {
            list(&mut row.parts, measure);
            let codes: Vec<String> = found
                .codes(measure)
                .filter_map(|place| Some(diagnoses.get(place)?.code().to_string()))
                .collect();
            list(
                &mut row.codes,
                format_args!("{measure}: {}", codes.join(" ")),
            );
        }
        match found.readmission() {
            Some(index) => list(&mut row.parts, format_args!("readmission {index}")),
            None => list(&mut row.findings, "measures that need poa are missing"),
        }
        rows.push(row);
    }
    rows
}

fn categories(person: &Person) -> Row {
    let mut row = Row::default();
    let groups = ccsr::groups(&person.diagnoses, Window::ALL);
    row.score = groups.len().to_string();
    for group in &groups {
        list(&mut row.parts, group.category());
        let codes = texts(person, group.codes().iter().copied());
        list(
            &mut row.codes,
            format_args!("{}: {codes}", group.category()),
        );
    }
    row
}

fn texts(person: &Person, places: impl Iterator<Item = usize>) -> String {
    let text = |place: usize| Some(person.diagnoses.get(place)?.code().to_string());
    places.filter_map(text).collect::<Vec<_>>().join(" ")
}
