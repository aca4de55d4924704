//! What a generalisation loses.

use super::table::place;
use super::{Column, Hierarchy};

/// A measure of what a generalisation loses. None of them falls as a table becomes more general, so that
/// the best generalisation can be found without trying all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Loss {
    /// The mean, over the columns, of the level over the height of the hierarchy: 1 - Prec (L. Sweeney,
    /// "Achieving k-anonymity privacy protection using generalization and suppression", 2002). 0 to 1.
    #[default]
    Precision,
    /// The sum of the squares of the sizes of all classes: DM* (K. El Emam et al., "A Globally Optimal
    /// k-Anonymity Method for the De-Identification of Health Data", JAMIA 16 (2009)).
    Discernibility,
    /// Non-uniform entropy: the bits that a row loses on the average (A. Gionis, T. Tassa, "k-Anonymization
    /// with minimal loss of information", 2009; used by El Emam et al. 2009).
    Entropy,
}

/// The loss of each level of each column, where the loss of a table is the sum over its columns.
pub(super) fn by_level(loss: Loss, columns: &[(&Column, &Hierarchy)]) -> Option<Vec<Vec<f64>>> {
    match loss {
        Loss::Precision => {
            let count = columns.len() as f64;
            let of = |(_, hierarchy): &(&Column, &Hierarchy)| {
                let height = hierarchy.height().max(1) as f64;
                (0..=hierarchy.height())
                    .map(|level| level as f64 / height / count)
                    .collect()
            };
            Some(columns.iter().map(of).collect())
        }
        Loss::Entropy => Some(
            columns
                .iter()
                .map(|(column, hierarchy)| entropy(column, hierarchy))
                .collect(),
        ),
        Loss::Discernibility => None,
    }
}

fn entropy(column: &Column, hierarchy: &Hierarchy) -> Vec<f64> {
    let counts = column.counts();
    let rows: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let of = |level: usize| {
        let Some(groups) = hierarchy.of_values(level) else {
            return 0.0;
        };
        let mut sums = vec![0.0; hierarchy.groups(level)];
        for (count, group) in counts.iter().zip(groups) {
            if let Some(sum) = sums.get_mut(place(*group)) {
                *sum += f64::from(*count);
            }
        }
        let bits = counts
            .iter()
            .zip(groups)
            .filter(|(count, _)| **count > 0)
            .map(|(count, group)| {
                let all: f64 = sums.get(place(*group)).copied().unwrap_or(1.0);
                f64::from(*count) * (all / f64::from(*count)).log2()
            });
        bits.sum::<f64>() / rows
    };
    (0..=hierarchy.height()).map(of).collect()
}
