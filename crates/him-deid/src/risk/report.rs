//! k-anonymity and the risks of prosecutor, journalist and marketer.

use std::collections::HashMap;
use std::fmt;

use super::classes::Mixing;
use super::table::place;
use super::{Classes, Column, Error, Table};

/// A risk of re-identification, each between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Risk {
    highest: f64,
    average: f64,
    above: f64,
}

impl Risk {
    /// That of the row at greatest risk.
    pub const fn highest(self) -> f64 {
        self.highest
    }

    /// The mean over the rows.
    pub const fn average(self) -> f64 {
        self.average
    }

    /// The share of the rows whose risk is above the threshold of the report.
    pub const fn above_threshold(self) -> f64 {
        self.above
    }
}

/// How likely it is that rows of a table are linked to people by its quasi-identifiers.
///
/// K. El Emam, *Guide to the De-Identification of Personal Health Information* (2013), chapter 16: with
/// f rows in the class of a row and F people of that class in the population, the risk of a prosecutor is
/// 1/f, that of a journalist 1/F, and a marketer expects the mean of f/F over the classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    quasi_identifiers: Vec<Box<str>>,
    rows: usize,
    classes: usize,
    k: u32,
    unique: usize,
    below_11: (usize, usize),
    threshold: f64,
    prosecutor: Risk,
    journalist: Option<Risk>,
    marketer: f64,
}

/// Cells of 1 to 10 people are not to be published (CMS cell size suppression policy): 1/11.
const THRESHOLD: f64 = 1.0 / 11.0;

impl Report {
    /// The risks of a table by its quasi-identifiers, with 1/11 as the threshold.
    pub fn of(table: &Table, quasi_identifiers: &[&str]) -> Result<Self, Error> {
        Report::with_threshold(table, quasi_identifiers, THRESHOLD)
    }

    /// The same with another threshold of risk.
    pub fn with_threshold(
        table: &Table,
        quasi_identifiers: &[&str],
        threshold: f64,
    ) -> Result<Self, Error> {
        let classes = Classes::of(table, quasi_identifiers)?;
        let rows = table.rows();
        let prosecutor = risk(&classes, classes.sizes(), threshold);
        Ok(Report {
            quasi_identifiers: quasi_identifiers
                .iter()
                .map(|name| Box::from(*name))
                .collect(),
            rows,
            classes: classes.sizes().len(),
            k: classes.k(),
            unique: classes.smaller_than(2).0,
            below_11: classes.smaller_than(11),
            threshold,
            prosecutor,
            journalist: None,
            marketer: prosecutor.average,
        })
    }

    /// The same for a sample of a population that is known by the same columns. A class that the population
    /// lacks counts as large as it is in the sample.
    pub fn against(
        sample: &Table,
        population: &Table,
        quasi_identifiers: &[&str],
        threshold: f64,
    ) -> Result<Self, Error> {
        let mut report = Report::with_threshold(sample, quasi_identifiers, threshold)?;
        let classes = Classes::of(sample, quasi_identifiers)?;
        let in_population = population_sizes(sample, population, quasi_identifiers, &classes)?;
        let journalist = risk(&classes, &in_population, threshold);
        report.marketer = journalist.average;
        report.journalist = Some(journalist);
        Ok(report)
    }

    /// The quasi-identifiers.
    pub fn quasi_identifiers(&self) -> impl Iterator<Item = &str> {
        self.quasi_identifiers.iter().map(|name| &**name)
    }

    /// The rows of the table.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The classes of rows that are alike.
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// The size of the smallest class.
    pub const fn k(&self) -> u32 {
        self.k
    }

    /// The rows that are like no other.
    pub const fn unique(&self) -> usize {
        self.unique
    }

    /// The classes of fewer than 11 rows, and their rows.
    pub const fn small_cells(&self) -> (usize, usize) {
        self.below_11
    }

    /// The risk above which [`Risk::above_threshold`] counts.
    pub const fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The risk where the attacker knows that somebody is in the table.
    pub const fn prosecutor(&self) -> Risk {
        self.prosecutor
    }

    /// The risk where the attacker knows only that somebody is in the population; `None` without a population,
    /// where it is no greater than that of a prosecutor.
    pub const fn journalist(&self) -> Option<Risk> {
        self.journalist
    }

    /// The share of the rows that somebody who links all of them finds by chance: with the population, else in the table.
    pub const fn marketer(&self) -> f64 {
        self.marketer
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} rows, {} classes, k = {}, {} unique",
            self.rows, self.classes, self.k, self.unique
        )?;
        let (classes, rows) = self.below_11;
        writeln!(
            f,
            "{classes} classes of fewer than 11 rows, {rows} rows in them"
        )?;
        let line = |f: &mut fmt::Formatter<'_>, name: &str, risk: Risk| {
            writeln!(
                f,
                "{name}: highest {:.4}, average {:.4}, {:.2} % of rows above {:.4}",
                risk.highest,
                risk.average,
                risk.above * 100.0,
                self.threshold
            )
        };
        line(f, "prosecutor", self.prosecutor)?;
        if let Some(journalist) = self.journalist {
            line(f, "journalist", journalist)?;
        }
        write!(f, "marketer: {:.4}", self.marketer)
    }
}

/// The risk of rows in classes of which `of` people are candidates each.
fn risk(classes: &Classes, of: &[u32], threshold: f64) -> Risk {
    let rows = classes.of_rows().len() as f64;
    let each = classes.sizes().iter().zip(of);
    let (mut highest, mut found, mut above) = (0.0_f64, 0.0, 0.0);
    for (size, candidates) in each {
        let risk = 1.0 / f64::from((*candidates).max(1));
        highest = highest.max(risk);
        found += f64::from(*size) * risk;
        if risk > threshold {
            above += f64::from(*size);
        }
    }
    Risk {
        highest,
        average: found / rows,
        above: above / rows,
    }
}

/// How many people of the population are in each class of the sample.
fn population_sizes(
    sample: &Table,
    population: &Table,
    names: &[&str],
    classes: &Classes,
) -> Result<Vec<u32>, Error> {
    let ours = sample.chosen(names)?;
    let theirs = population.chosen(names)?;
    let mut firsts: Vec<Option<usize>> = vec![None; classes.sizes().len()];
    for (row, class) in classes.of_rows().iter().enumerate() {
        if let Some(first) = firsts.get_mut(place(*class)) {
            first.get_or_insert(row);
        }
    }
    // Codes of the population in terms of those of the sample; what the sample lacks is of no class.
    let translated: Vec<Vec<Option<u32>>> = ours
        .iter()
        .zip(&theirs)
        .map(|(ours, theirs)| translate(ours, theirs))
        .collect();
    let mut counts: HashMap<Vec<u32>, u32, Mixing> = HashMap::default();
    for first in firsts.iter().flatten() {
        let key = ours
            .iter()
            .map(|column| column.codes().get(*first).copied().unwrap_or(0));
        counts.insert(key.collect(), 0);
    }
    let mut key = Vec::new();
    for row in 0..population.rows() {
        key.clear();
        let codes = theirs
            .iter()
            .zip(&translated)
            .map_while(|(column, codes)| *codes.get(place(*column.codes().get(row)?))?);
        key.extend(codes);
        if key.len() == theirs.len()
            && let Some(count) = counts.get_mut(key.as_slice())
        {
            *count += 1;
        }
    }
    let size = |(first, size): (&Option<usize>, &u32)| {
        let row = first.unwrap_or(0);
        let key: Vec<u32> = ours
            .iter()
            .map(|column| column.codes().get(row).copied().unwrap_or(0))
            .collect();
        counts.get(&key).copied().unwrap_or(0).max(*size)
    };
    Ok(firsts.iter().zip(classes.sizes()).map(size).collect())
}

fn translate(ours: &Column, theirs: &Column) -> Vec<Option<u32>> {
    let numbers: HashMap<&str, u32> = ours.values().zip(0..).collect();
    theirs
        .values()
        .map(|value| numbers.get(value).copied())
        .collect()
}
