//! l-diversity: how various a sensitive column is among rows that are alike.

use super::table::place;
use super::{Classes, Error, Table};

/// The l-diversity of a sensitive column (A. Machanavajjhala, D. Kifer, J. Gehrke, M. Venkitasubramaniam,
/// "l-Diversity: Privacy Beyond k-Anonymity", ACM TKDD 1 (2007), definitions 4.1 and 4.2).
///
/// ```
/// use him_deid::risk::{Column, Diversity, Table};
///
/// // Invented.
/// let table = Table::new([
///     Column::new("zip", ["627**", "627**", "627**", "628**", "628**", "628**"]),
///     Column::new("diagnosis", ["flu", "flu", "gout", "flu", "gout", "gout"]),
/// ])?;
/// let diversity = Diversity::of(&table, &["zip"], "diagnosis")?;
/// assert_eq!(diversity.distinct(), 2);
/// // The entropy of 1/3 and 2/3 is that of 1.89 equal values.
/// assert_eq!(format!("{:.2}", diversity.entropy()), "1.89");
/// assert!(diversity.is_recursive(2.1, 2) && !diversity.is_recursive(2.0, 2));
/// # Ok::<(), him_deid::risk::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diversity {
    /// How often each value occurs in each class, most frequent first.
    classes: Vec<Vec<u32>>,
}

impl Diversity {
    /// The diversity of a column within the classes of the quasi-identifiers.
    pub fn of(table: &Table, quasi_identifiers: &[&str], sensitive: &str) -> Result<Self, Error> {
        let classes = Classes::of(table, quasi_identifiers)?;
        let mut classes = counts(&classes, table.column(sensitive)?.codes());
        for counts in &mut classes {
            counts.sort_unstable_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        let classes = classes
            .into_iter()
            .map(|counts| counts.into_iter().map(|(_, count)| count).collect());
        Ok(Diversity {
            classes: classes.collect(),
        })
    }

    /// The fewest distinct values in a class: distinct l-diversity.
    pub fn distinct(&self) -> usize {
        self.classes.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// The greatest l for which the table is entropy l-diverse: the entropy of each class is at least log l.
    pub fn entropy(&self) -> f64 {
        self.classes
            .iter()
            .map(|counts| entropy(counts).exp())
            .fold(f64::INFINITY, f64::min)
    }

    /// Whether the table is recursively (c, l)-diverse: in each class the most frequent value occurs less
    /// than c times as often as the l-th and all less frequent ones together.
    pub fn is_recursive(&self, c: f64, l: usize) -> bool {
        self.classes.iter().all(|counts| {
            let most = counts.first().copied().unwrap_or(0);
            let rest: u64 = counts
                .iter()
                .skip(l.saturating_sub(1))
                .map(|count| u64::from(*count))
                .sum();
            f64::from(most) < c * rest as f64
        })
    }
}

fn entropy(counts: &[u32]) -> f64 {
    let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    counts
        .iter()
        .map(|count| f64::from(*count) / total)
        .map(|share| -share * share.ln())
        .sum()
}

/// The values of each class by code, with how often they occur.
pub(super) fn counts(classes: &Classes, codes: &[u32]) -> Vec<Vec<(u32, u32)>> {
    let mut pairs: Vec<u64> = classes
        .of_rows()
        .iter()
        .zip(codes)
        .map(|(class, code)| u64::from(*class) << 32 | u64::from(*code))
        .collect();
    pairs.sort_unstable();
    let mut out: Vec<Vec<(u32, u32)>> = vec![Vec::new(); classes.sizes().len()];
    for same in pairs.chunk_by(|a, b| a == b) {
        let Some(first) = same.first() else { continue };
        // The halves of a number of 64 bits have 32 each.
        let (class, code) = ((first >> 32) as u32, (first & 0xFFFF_FFFF) as u32);
        if let Some(counts) = out.get_mut(place(class)) {
            counts.push((code, u32::try_from(same.len()).unwrap_or(u32::MAX)));
        }
    }
    out
}
