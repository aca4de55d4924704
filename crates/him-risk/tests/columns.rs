//! Columns of rows say of each patient what the functions for one patient say, whatever the measure and the order of the rows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use chrono::{Days, NaiveDate};
use him_codes::Icd10Cm;
use him_risk::ccsr::{self, Ccsr};
use him_risk::cmr::{Discharge, Discharges, Measure};
use him_risk::columns::Columns;
use him_risk::comorbidity::{Index, Options};
use him_risk::hcc::{
    Beneficiary, Dual, Entitlement, Kidney, Model, Outcome, Roster, Scorer, Sex, Unscored,
};
use him_risk::{Diagnosis, Poa, PoaRule, Selection, Window};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Codes that hit in some measure, codes that miss, and what is no code.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec![
            "I50.9", "e119", "E11.22", "C50911", "c78.00", "K70.3", "K72.90", "B20", "A15.0", "I42.6",
            "Z00.00", "R05", "N186", "I10", "I11.9", "I64", "Z95.820", "I13.2", "I6350", "I69351", "G9341",
            "J44.9", "F34.81", "D66", "P07.14", "N18.6", "Z94.0", "F20.9", "J96.01", "Z99.2", "A41.9", "L89.153",
        ]).prop_map(str::to_owned),
        2 => "[A-Z][0-9A-Z]{2}(\\.?[0-9A-Z]{1,4})?",
        1 => ".{0,9}",
    ]
}

fn someone() -> impl Strategy<Value = Beneficiary> {
    let kidney = prop_oneof![
        3 => Just(None),
        1 => Just(Some(Kidney::Dialysis)),
        2 => (1..20_u16).prop_map(|months| Kidney::since_transplant(months).ok()),
    ];
    let of = (0..110_u8, 0..4_u8, 0..3_u8, any::<[bool; 5]>(), kidney);
    of.prop_map(|(age, original, dual, [man, lti, new, snp, low], kidney)| {
        let sex = if man { Sex::Male } else { Sex::Female };
        let original: Entitlement = original.to_string().parse().unwrap();
        let dual = [Dual::None, Dual::Partial, Dual::Full][usize::from(dual)];
        let who = Beneficiary::aged(age, sex).unwrap();
        let who = who.with_original_entitlement(original).with_dual(dual);
        let who = who.institutional(lti).new_enrollee(new);
        let who = who.special_needs_plan(snp).low_income(low);
        kidney.map_or(who, |kidney| who.with_kidney(kidney))
    })
}

/// Rows and how they are read.
#[derive(Debug)]
struct Table {
    patients: Vec<u64>,
    codes: Vec<String>,
    days: Vec<Option<NaiveDate>>,
    poa: Vec<Option<Poa>>,
    selection: Selection,
}

/// A row: patient, code, days after the first one if it has a day, indicator.
type Row = (u64, String, Option<u64>, u8);

impl Table {
    fn new(rows: &[Row], back: u32, rule: u8) -> Table {
        let base = day("2024-01-01");
        let poa = [
            None,
            Some(Poa::Present),
            Some(Poa::Absent),
            Some(Poa::Exempt),
        ];
        let rule =
            [PoaRule::Ignore, PoaRule::Present, PoaRule::PresentOrUnknown][usize::from(rule)];
        Table {
            patients: rows.iter().map(|row| row.0 * 1_000_003).collect(),
            codes: rows.iter().map(|row| row.1.clone()).collect(),
            days: rows
                .iter()
                .map(|row| Some(base + Days::new(row.2?)))
                .collect(),
            poa: rows.iter().map(|row| poa[usize::from(row.3)]).collect(),
            selection: Selection::from(Window::look_back(day("2025-06-01"), back)).by_poa(rule),
        }
    }

    fn columns(&self) -> Columns<'_, String> {
        let columns = Columns::new(&self.patients, &self.codes).unwrap();
        columns
            .with_days(&self.days)
            .unwrap()
            .with_poa(&self.poa)
            .unwrap()
    }

    /// The rows of a patient that are codes, and what they say.
    fn of(&self, patient: u64) -> (Vec<usize>, Vec<Diagnosis>) {
        let rows = (0..self.patients.len()).filter(|row| self.patients[*row] == patient);
        rows.filter_map(|row| {
            let mut diagnosis = Diagnosis::new(self.codes[row].parse::<Icd10Cm>().ok()?);
            if let Some(day) = self.days[row] {
                diagnosis = diagnosis.on(day);
            }
            if let Some(poa) = self.poa[row] {
                diagnosis = diagnosis.with_poa(poa);
            }
            Some((row, diagnosis))
        })
        .unzip()
    }

    fn first_row(&self, patient: u64) -> usize {
        self.patients
            .iter()
            .position(|own| *own == patient)
            .unwrap()
    }

    fn patient_order(&self) -> Vec<u64> {
        let mut order = Vec::new();
        for patient in &self.patients {
            if !order.contains(patient) {
                order.push(*patient);
            }
        }
        order
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let day = prop::option::weighted(0.9, 0..900_u64);
    prop::collection::vec((0..6_u64, texts(), day, 0..4_u8), 0..60)
}

proptest! {
    #[test]
    fn comorbidities(rows in rows(), back in 0..900_u32, rule in 0..3_u8) {
        let table = Table::new(&rows, back, rule);
        for (_, index) in Index::ALL {
            let scores = table.columns().selecting(table.selection).score(index);
            let order: Vec<u64> = scores.patients().map(|patient| patient.id()).collect();
            prop_assert_eq!(order, table.patient_order());
            let mut unread = table.codes.len();
            for patient in scores.patients() {
                let (places, own) = table.of(patient.id());
                unread -= places.len();
                let window = Window::look_back(day("2025-06-01"), back);
                let rule = [PoaRule::Ignore, PoaRule::Present, PoaRule::PresentOrUnknown][usize::from(rule)];
                let options = Options::default().in_window(window).by_poa(rule);
                let report = index.score(&own, &options);
                prop_assert_eq!(patient.points(), report.points());
                prop_assert_eq!(patient.ungraded_points(), index.score(&own, &options.graded(false)).points());
                prop_assert_eq!(patient.found(), report.found());
                prop_assert_eq!(patient.counted(), report.counted());
                let single: Vec<usize> = report.evidence().map(|(place, _)| places[place]).collect();
                let column: Vec<usize> = patient.evidence().map(|e| e.row() as usize).collect();
                prop_assert_eq!(single, column);
                for condition in report.found() {
                    let single: Vec<usize> = report.codes(condition).map(|place| places[place]).collect();
                    let column: Vec<usize> = patient.rows(condition).map(|row| row as usize).collect();
                    prop_assert_eq!(single, column);
                }
            }
            prop_assert_eq!(scores.unread().len(), unread);
        }
    }

    /// With and without indicators. The first row is the principal diagnosis, also when it is no code.
    #[test]
    fn discharges(rows in rows()) {
        let table = Table::new(&rows, 0, 0);
        let bare = Columns::new(&table.patients, &table.codes).unwrap().with_days(&table.days).unwrap();
        for (columns, reports) in [(table.columns(), true), (bare, false)] {
            let scores = columns.score(Discharges::default());
            for patient in scores.patients() {
                let (mut places, mut own) = table.of(patient.id());
                let first = table.first_row(patient.id());
                if places.first() != Some(&first) {
                    // The function for one discharge has no place for what is no code.
                    places.insert(0, first);
                    own.insert(0, Diagnosis::new("Z00.00".parse::<Icd10Cm>().unwrap()));
                }
                let mut single = if reports { Discharge::new(&own) } else { Discharge::without_poa(&own) };
                if let Some(day) = table.days[first] {
                    single = single.on(day);
                }
                let single = single.comorbidities();
                prop_assert_eq!(patient.measures(), single.measures());
                prop_assert_eq!(patient.measures().mortality(), single.mortality());
                for measure in Measure::all() {
                    let of_single: Vec<usize> = single.codes(measure).map(|place| places[place]).collect();
                    let of_column: Vec<usize> = patient.rows(measure).map(|row| row as usize).collect();
                    prop_assert_eq!(of_single, of_column);
                }
            }
        }
    }

    #[test]
    fn categories_of_ccsr(rows in rows(), back in 0..900_u32, rule in 0..3_u8) {
        let table = Table::new(&rows, back, rule);
        let scores = table.columns().selecting(table.selection).score(Ccsr);
        for patient in scores.patients() {
            let (places, own) = table.of(patient.id());
            let single = ccsr::groups(&own, table.selection);
            let lines = |groups: &[ccsr::Group], place: &dyn Fn(usize) -> usize| -> Vec<(String, Vec<usize>)> {
                let line = |group: &ccsr::Group| {
                    let rows = group.codes().iter().map(|at| place(*at)).collect();
                    (group.category().to_string(), rows)
                };
                groups.iter().map(line).collect()
            };
            prop_assert_eq!(lines(&single, &|at| places[at]), lines(&patient.groups(), &|row| row));
            let of_rows: usize = patient.evidence().map(|row| row.categories().count()).sum();
            prop_assert_eq!(of_rows, single.iter().map(|group| group.codes().len()).sum::<usize>());
        }
    }

    /// Every model; one of the patients is on the roster without rows, one with rows is not on it.
    #[test]
    fn hcc(rows in rows(), people in prop::collection::vec(someone(), 6), back in 0..900_u32, rule in 0..3_u8) {
        let table = Table::new(&rows, back, rule);
        let roster: Roster = (1..7).map(|number| number * 1_000_003).zip(people.iter().copied()).collect();
        for model in Model::ALL {
            let columns = table.columns().selecting(table.selection);
            let scores = columns.score(roster.by(model));
            let mut scorer = Scorer::new(model);
            let mut other = scores.measure().scorer();
            let mut scored = 0;
            for patient in scores.patients() {
                let Some(who) = (patient.id() / 1_000_003).checked_sub(1) else {
                    prop_assert_eq!(patient.raw(), Err(Unscored::NotOnRoster));
                    prop_assert_eq!(patient.evidence().len(), 0);
                    continue;
                };
                scored += 1;
                let (places, own) = table.of(patient.id());
                let counted: Vec<usize> = table.selection.of(&own).map(|(place, _)| places[place]).collect();
                let codes: Vec<Icd10Cm> = table.selection.codes(&own).collect();
                let single = match scorer.score(&people[who as usize], &codes) {
                    Ok(single) => single,
                    Err(fault) => {
                        prop_assert_eq!(patient.raw(), Err(fault.into()));
                        prop_assert_eq!(patient.categories().count(), 0);
                        continue;
                    }
                };
                prop_assert_eq!(patient.raw(), Ok(single.raw()));
                prop_assert_eq!(patient.segment(), Ok(single.segment()));
                let of_single: Vec<u16> = single.categories().map(|category| category.number()).collect();
                prop_assert_eq!(patient.categories().collect::<Vec<_>>(), of_single);
                let dropped = single.dropped().map(|dropped| dropped.category());
                for category in single.categories().chain(dropped) {
                    let of_single: Vec<usize> = category.codes().map(|(place, _)| counted[place]).collect();
                    let of_column: Vec<usize> = patient.rows(category.number()).map(|row| row as usize).collect();
                    prop_assert_eq!(of_single, of_column);
                }
                let told: Vec<Outcome> = single.codes().map(|(_, outcome)| outcome).filter(|o| *o != Outcome::NoCategory).collect();
                let of_column: Vec<Outcome> = patient.evidence().map(|row| row.outcome()).filter(|o| *o != Outcome::NoCategory).collect();
                prop_assert_eq!(told, of_column);
                let explained = patient.explain(&columns, &mut other).unwrap();
                prop_assert_eq!(
                    explained.terms().map(|term| term.to_string()).collect::<Vec<_>>(),
                    single.terms().map(|term| term.to_string()).collect::<Vec<_>>()
                );
                prop_assert_eq!(
                    explained.dropped().map(|dropped| dropped.by().to_string()).collect::<Vec<_>>(),
                    single.dropped().map(|dropped| dropped.by().to_string()).collect::<Vec<_>>()
                );
            }
            prop_assert_eq!(scored, 6);
        }
    }
}

#[test]
fn of_two_with_one_number_the_later_counts() {
    let young = Beneficiary::aged(40, Sex::Male).unwrap();
    let old = Beneficiary::aged(90, Sex::Male).unwrap();
    let roster: Roster = [(1, young), (2, young), (1, old)].into_iter().collect();
    let none: [&str; 0] = [];
    let columns = Columns::new(&[], &none).unwrap();
    let scores = columns.score(roster.by(Model::CmsHccV28));
    let raw: Vec<_> = scores
        .patients()
        .map(|patient| (patient.id(), patient.raw().unwrap()))
        .collect();
    let mut scorer = Scorer::new(Model::CmsHccV28);
    let mut single = |who| scorer.score(&who, &[]).unwrap().raw();
    assert_eq!(raw, [(1, single(old)), (2, single(young))]);
}

#[test]
fn columns_have_one_length() {
    let columns = Columns::new(&[1, 2], &["I10", "I10"]).unwrap();
    let shown = |fault: him_risk::columns::ColumnFault| fault.to_string();
    assert_eq!(
        columns.with_days(&[None]).map_err(shown).unwrap_err(),
        "2 patients, but 1 days: columns must have the same length"
    );
    assert_eq!(
        columns.with_poa(&[None; 3]).map_err(shown).unwrap_err(),
        "2 patients, but 3 indicators: columns must have the same length"
    );
}

#[test]
fn nothing_of_a_patient_shows_in_debug() {
    let roster: Roster = [(4711, Beneficiary::aged(91, Sex::Female).unwrap())]
        .into_iter()
        .collect();
    let columns = Columns::new(&[4711], &["I50.9"]).unwrap();
    let hcc = columns.score(roster.by(Model::CmsHccV28));
    let cmr = columns.score(Discharges::default());
    let patient = hcc.patients().next().unwrap();
    let shown = format!(
        "{roster:?} {hcc:?} {patient:?} {:?} {:?} {:?} {:?}",
        patient.evidence().next(),
        cmr.patients().next().unwrap().measures(),
        columns.score(Ccsr),
        Selection::from(Window::before(day("2025-06-01"), 30)),
    );
    for secret in ["91", "2025", "4711", "I50", "226"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
