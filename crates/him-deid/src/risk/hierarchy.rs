//! How the values of a column become more general, level by level.

use std::collections::HashMap;
use std::fmt;

use super::table::place;
use super::{Column, Error};

/// A generalisation hierarchy of one column: level 0 are the values themselves, and each level joins
/// groups of the level below. `Debug` shows no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Hierarchy {
    column: Box<str>,
    values: usize,
    levels: Vec<Level>,
}

#[derive(Clone, PartialEq, Eq)]
struct Level {
    names: Vec<Box<str>>,
    /// The group of each value of the column.
    of_values: Vec<u32>,
    /// The group of each group of the level below.
    of_below: Vec<u32>,
}

impl Hierarchy {
    /// One level, on which all values are `*`.
    pub fn whole(column: &Column) -> Self {
        Hierarchy::base(column).with_whole()
    }

    /// Levels on which one more character is replaced by `*` each, from the end: 62704, 6270*, 627**.
    pub fn masked(column: &Column, levels: usize) -> Self {
        let mut hierarchy = Hierarchy::base(column);
        for masked in 1..=levels {
            hierarchy.climb(column, |below| {
                let letters: Vec<char> = below.chars().collect();
                let kept = letters.len().saturating_sub(masked);
                letters
                    .iter()
                    .take(kept)
                    .copied()
                    .chain(letters.iter().skip(kept).map(|_| '*'))
                    .collect()
            });
        }
        hierarchy
    }

    /// Levels of half-open intervals of these widths, for numbers: 37 is in `[35, 40)` and `[30, 40)`. Each
    /// width must be a multiple of the one before; what is no number is `*` on each level.
    pub fn intervals(column: &Column, widths: &[u32]) -> Result<Self, Error> {
        Hierarchy::by(column, widths.len(), |value, level| {
            let width = level
                .checked_sub(1)
                .and_then(|level| widths.get(level))
                .copied();
            let interval = value
                .trim()
                .parse::<f64>()
                .ok()
                .zip(width)
                .filter(|(_, width)| *width > 0);
            interval.map_or_else(
                || "*".to_owned(),
                |(number, width)| {
                    let width = f64::from(width);
                    let from = (number / width).floor() * width;
                    format!("[{from}, {})", from + width)
                },
            )
        })
    }

    /// Levels by a function of the value and the level, from 1 to `height`.
    pub fn by(
        column: &Column,
        height: usize,
        general: impl Fn(&str, usize) -> String,
    ) -> Result<Self, Error> {
        let mut hierarchy = Hierarchy::base(column);
        for level in 1..=height {
            let names: Vec<String> = column.values().map(|value| general(value, level)).collect();
            hierarchy.push(&names)?;
        }
        Ok(hierarchy)
    }

    /// Levels from rows of a value and its generalisations, the most specific first, as tools for
    /// anonymisation keep them. Every value of the column needs a row, and rows as many fields as the first.
    pub fn from_rows<'r>(
        column: &Column,
        rows: impl IntoIterator<Item = &'r [&'r str]>,
    ) -> Result<Self, Error> {
        let rows: HashMap<&str, &[&str]> = rows
            .into_iter()
            .filter_map(|row| Some((*row.first()?, row.get(1..)?)))
            .collect();
        let height = rows.values().map(|row| row.len()).max().unwrap_or(0);
        let mut hierarchy = Hierarchy::base(column);
        for level in 0..height {
            let names: Option<Vec<&str>> = column
                .values()
                .map(|value| rows.get(value)?.get(level).copied())
                .collect();
            let names = names.ok_or_else(|| Error::Hierarchy {
                column: column.name().into(),
                level: level + 1,
            })?;
            hierarchy.push(&names)?;
        }
        Ok(hierarchy)
    }

    /// The same with one more level, on which all values are `*`.
    #[must_use]
    pub fn with_whole(mut self) -> Self {
        let below = self
            .levels
            .last()
            .map_or(self.values, |level| level.names.len());
        let (of_values, of_below) = (vec![0; self.values], vec![0; below]);
        self.levels.push(Level {
            names: vec!["*".into()],
            of_values,
            of_below,
        });
        self
    }

    /// The levels above the values.
    pub fn height(&self) -> usize {
        self.levels.len()
    }

    fn base(column: &Column) -> Self {
        Hierarchy {
            column: column.name().into(),
            values: column.values().len(),
            levels: Vec::new(),
        }
    }

    /// Adds a level whose names follow from those of the level below.
    fn climb(&mut self, column: &Column, up: impl Fn(&str) -> String) {
        let below: Vec<String> = match self.levels.last() {
            None => column.values().map(&up).collect(),
            Some(level) => level.names.iter().map(|name| up(name)).collect(),
        };
        let (names, of_below) = numbered(below.iter().map(String::as_str));
        let of_values = match self.levels.last() {
            None => of_below.clone(),
            Some(level) => {
                let up = |group: &u32| of_below.get(place(*group)).copied().unwrap_or(0);
                level.of_values.iter().map(up).collect()
            }
        };
        self.levels.push(Level {
            names,
            of_values,
            of_below,
        });
    }

    /// Adds a level by the name of each value.
    fn push<N: AsRef<str>>(&mut self, names: &[N]) -> Result<(), Error> {
        let (names, of_values) = numbered(names.iter().map(AsRef::as_ref));
        let fault = || Error::Hierarchy {
            column: self.column.clone(),
            level: self.levels.len() + 1,
        };
        let of_below = match self.levels.last() {
            None => of_values.clone(),
            Some(below) => {
                let mut of_below = vec![None; below.names.len()];
                for (group, up) in below.of_values.iter().zip(&of_values) {
                    let slot = of_below.get_mut(place(*group)).ok_or_else(fault)?;
                    if *slot.get_or_insert(*up) != *up {
                        return Err(fault());
                    }
                }
                of_below.into_iter().map(|up| up.unwrap_or(0)).collect()
            }
        };
        self.levels.push(Level {
            names,
            of_values,
            of_below,
        });
        Ok(())
    }

    /// Whether it is one of the values of this column.
    pub(super) fn fits(&self, column: &Column) -> Result<(), Error> {
        if self.values == column.values().len() {
            Ok(())
        } else {
            Err(Error::Hierarchy {
                column: column.name().into(),
                level: 1,
            })
        }
    }

    /// The group of each value on a level; `None` on level 0.
    pub(super) fn of_values(&self, level: usize) -> Option<&[u32]> {
        Some(&self.levels.get(level.checked_sub(1)?)?.of_values)
    }

    pub(super) fn names(&self, level: usize) -> Option<&[Box<str>]> {
        Some(&self.levels.get(level.checked_sub(1)?)?.names)
    }

    /// How many groups a level has.
    pub(super) fn groups(&self, level: usize) -> usize {
        match level.checked_sub(1) {
            None => self.values,
            Some(level) => self.levels.get(level).map_or(1, |level| level.names.len()),
        }
    }

    /// The group above a group of a level; above the last level all meet in one.
    pub(super) fn parent(&self, level: usize, group: usize) -> Option<usize> {
        match self.levels.get(level) {
            Some(above) => above.of_below.get(group).map(|group| place(*group)),
            None => Some(0),
        }
    }

    /// The levels up to where all values meet.
    pub(super) fn steps(&self) -> usize {
        self.height() + usize::from(self.groups(self.height()) > 1)
    }
}

impl fmt::Debug for Hierarchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Hierarchy({}, {} values, {} levels)",
            self.column,
            self.values,
            self.height()
        )
    }
}

/// The distinct names in their order, and the number of each name.
fn numbered<'n>(names: impl Iterator<Item = &'n str>) -> (Vec<Box<str>>, Vec<u32>) {
    let column = Column::new("", names);
    (
        column.values().map(Box::from).collect(),
        column.codes().to_vec(),
    )
}
