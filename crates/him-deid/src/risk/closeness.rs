//! t-closeness: how far the distribution of a sensitive column in a class is from that in the table.

use super::diversity::counts;
use super::table::place;
use super::{Classes, Column, Error, Hierarchy, Table};

/// How far apart values are (N. Li, T. Li, S. Venkatasubramanian, "t-Closeness: Privacy Beyond k-Anonymity
/// and l-Diversity", ICDE 2007, sections 5.1 and 5.2).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Distance<'h> {
    /// Each value is as far from any other: 1.
    Equal,
    /// Numbers in their order: neighbours are 1/(m - 1) apart.
    Ordered,
    /// Values are as far apart as the level at which they meet, over the height of the hierarchy.
    Hierarchical(&'h Hierarchy),
}

/// The greatest earth mover's distance between a class and the table: the least t for which it is t-close.
///
/// For [`Distance::Ordered`] the values must be numbers; any that is not comes first, by its letters.
///
/// ```
/// use him_deid::risk::{Column, Distance, Table, closeness};
///
/// // The salaries of Li, Li and Venkatasubramanian (2007), table 3, in thousands.
/// let table = Table::new([
///     Column::new("class", ["1", "1", "1", "2", "2", "2", "3", "3", "3"]),
///     Column::new("salary", ["3", "4", "5", "6", "11", "8", "7", "9", "10"]),
/// ])?;
/// let t = closeness(&table, &["class"], "salary", Distance::Ordered)?;
/// assert_eq!(t, 0.375);
/// # Ok::<(), him_deid::risk::Error>(())
/// ```
pub fn closeness(
    table: &Table,
    quasi_identifiers: &[&str],
    sensitive: &str,
    distance: Distance<'_>,
) -> Result<f64, Error> {
    let classes = Classes::of(table, quasi_identifiers)?;
    let column = table.column(sensitive)?;
    let rows = table.rows() as f64;
    let whole: Vec<f64> = column
        .counts()
        .into_iter()
        .map(|count| f64::from(count) / rows)
        .collect();
    let mover = Mover::new(column, distance)?;
    let mut farthest = 0.0_f64;
    let mut excess = Vec::new();
    for (values, size) in counts(&classes, column.codes()).iter().zip(classes.sizes()) {
        excess.clear();
        excess.extend(whole.iter().map(|share| -share));
        for (code, count) in values {
            if let Some(excess) = excess.get_mut(place(*code)) {
                *excess += f64::from(*count) / f64::from(*size);
            }
        }
        farthest = farthest.max(mover.distance(&excess));
    }
    // Sums of shares are off by a few units in the last place.
    Ok((farthest * 1e12).round() / 1e12)
}

enum Mover<'h> {
    Equal,
    /// The codes in the order of their numbers.
    Ordered(Vec<u32>),
    Hierarchical(&'h Hierarchy),
}

impl<'h> Mover<'h> {
    fn new(column: &Column, distance: Distance<'h>) -> Result<Self, Error> {
        Ok(match distance {
            Distance::Equal => Mover::Equal,
            Distance::Ordered => {
                let mut order: Vec<(Option<f64>, &str, u32)> = column
                    .values()
                    .zip(0..)
                    .map(|(value, code)| (value.trim().parse().ok(), value, code))
                    .collect();
                order.sort_by(|a, b| {
                    let numbers = match (a.0, b.0) {
                        (Some(a), Some(b)) => a.total_cmp(&b),
                        (a, b) => a.is_some().cmp(&b.is_some()),
                    };
                    numbers.then_with(|| a.1.cmp(b.1))
                });
                Mover::Ordered(order.into_iter().map(|(_, _, code)| code).collect())
            }
            Distance::Hierarchical(hierarchy) => {
                hierarchy.fits(column)?;
                Mover::Hierarchical(hierarchy)
            }
        })
    }

    /// The work of moving what a class has too much of to where it has too little.
    fn distance(&self, excess: &[f64]) -> f64 {
        match self {
            Mover::Equal => excess.iter().filter(|excess| **excess > 0.0).sum(),
            Mover::Ordered(order) => {
                let mut carried = 0.0;
                let mut work = 0.0;
                for code in order {
                    carried += excess.get(place(*code)).copied().unwrap_or(0.0);
                    work += f64::abs(carried);
                }
                work / (order.len().saturating_sub(1).max(1)) as f64
            }
            Mover::Hierarchical(hierarchy) => hierarchical(hierarchy, excess),
        }
    }
}

/// Section 5.2: at each node, what its children have too much of and too little of is moved between them
/// at the height of the node; the rest goes up.
fn hierarchical(hierarchy: &Hierarchy, excess: &[f64]) -> f64 {
    let height = hierarchy.height();
    let mut below: Vec<f64> = excess.to_vec();
    let mut work = 0.0;
    for level in 1..=hierarchy.steps() {
        // Above the hierarchy is one root.
        let groups = if level > height {
            1
        } else {
            hierarchy.groups(level)
        };
        let mut over = vec![0.0; groups];
        let mut under = vec![0.0; groups];
        for (group, excess) in below.iter().enumerate() {
            let up = hierarchy.parent(level - 1, group).unwrap_or(0);
            let side = if *excess > 0.0 { &mut over } else { &mut under };
            if let Some(sum) = side.get_mut(up) {
                *sum += excess.abs();
            }
        }
        let steps = hierarchy.steps() as f64;
        work += over
            .iter()
            .zip(&under)
            .map(|(over, under)| over.min(*under))
            .sum::<f64>()
            * level as f64
            / steps;
        below = over
            .iter()
            .zip(&under)
            .map(|(over, under)| over - under)
            .collect();
    }
    work
}
