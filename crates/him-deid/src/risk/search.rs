//! The generalisation of least loss that reaches a k.

use std::collections::HashMap;

use super::classes::Mixing;
use super::lattice::Lattice;
use super::loss::by_level;
use super::table::place;
use super::{Column, Error, Hierarchy, Loss, Table};

/// A search for a generalisation of some columns of a table.
///
/// It goes through the lattice from the specific to the general, as OLA (El Emam et al. 2009) and Flash
/// (Kohlmayer et al. 2012) do: a chain upwards is halved until the first node that reaches k is found; what is
/// above it reaches k as well, what is below a node that does not does not, and what loses more than the
/// best so far is not looked at. The node found has the least loss of all.
#[derive(Debug)]
pub struct Search<'t> {
    columns: Vec<(&'t Column, Hierarchy)>,
    /// Distinct rows: their codes by column, and how many rows are alike.
    distinct: Vec<Vec<u32>>,
    counts: Vec<u32>,
    rows: usize,
    /// How many rows may be left out.
    suppress: usize,
}

/// The generalisation that was found.
#[derive(Debug, Clone)]
pub struct Found {
    columns: Vec<(Box<str>, Hierarchy)>,
    levels: Vec<usize>,
    k: u32,
    loss: f64,
    suppressed: usize,
    checked: usize,
    nodes: usize,
}

impl<'t> Search<'t> {
    /// A search over these columns with their hierarchies. No row is left out.
    pub fn new<'n>(
        table: &'t Table,
        columns: impl IntoIterator<Item = (&'n str, Hierarchy)>,
    ) -> Result<Self, Error> {
        let columns: Vec<_> = columns
            .into_iter()
            .map(|(name, hierarchy)| {
                let column = table.column(name)?;
                hierarchy.fits(column)?;
                Ok((column, hierarchy))
            })
            .collect::<Result<_, Error>>()?;
        let names: Vec<&str> = columns.iter().map(|(column, _)| column.name()).collect();
        let chosen = table.chosen(&names)?;
        let classes = super::Classes::of(table, &names)?;
        let mut distinct = vec![Vec::with_capacity(classes.sizes().len()); columns.len()];
        let mut next = 0;
        for (row, class) in classes.of_rows().iter().enumerate() {
            if *class == next {
                next += 1;
                for (codes, column) in distinct.iter_mut().zip(&chosen) {
                    codes.push(column.codes().get(row).copied().unwrap_or(0));
                }
            }
        }
        Ok(Search {
            columns,
            distinct,
            counts: classes.sizes().to_vec(),
            rows: table.rows(),
            suppress: 0,
        })
    }

    /// The same where up to this share of the rows, 0 to 1, may be left out.
    #[must_use]
    pub fn leaving_out(mut self, share: f64) -> Self {
        // Of 1,000 rows 1 % are 10, not 9.99.
        self.suppress = (self.rows as f64 * share.clamp(0.0, 1.0) + 1e-9).floor() as usize;
        self
    }

    /// The generalisation of least loss in which each row that stays is like `k - 1` others.
    pub fn reach(&self, k: u32, loss: Loss) -> Result<Found, Error> {
        let lattice = Lattice::new(
            self.columns
                .iter()
                .map(|(_, hierarchy)| hierarchy.height())
                .collect(),
        )?;
        let with: Vec<(&Column, &Hierarchy)> = self
            .columns
            .iter()
            .map(|(column, hierarchy)| (*column, hierarchy))
            .collect();
        let mut walk = Walk {
            search: self,
            known: vec![Known::Open; lattice.size()],
            losses: by_level(loss, &with),
            lattice: &lattice,
            k,
            best: None,
            checked: 0,
            snapshots: Vec::new(),
        };
        for node in lattice.by_height() {
            let node = place(node);
            if walk.is_open(node) {
                walk.halve(node);
            }
        }
        let best = walk.best.ok_or(Error::OutOfReach)?;
        Ok(Found {
            columns: self
                .columns
                .iter()
                .map(|(column, hierarchy)| (column.name().into(), hierarchy.clone()))
                .collect(),
            levels: lattice.levels(best.node),
            k,
            loss: best.loss,
            suppressed: best.suppressed,
            checked: walk.checked,
            nodes: lattice.size(),
        })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Open,
    Reaches,
    Fails,
}

#[derive(Clone, Copy)]
struct Best {
    node: usize,
    loss: f64,
    suppressed: usize,
}

/// Groups of distinct rows on some levels: a row of each group, and how many rows it has.
struct Snapshot {
    levels: Vec<usize>,
    groups: Vec<(u32, u32)>,
}

struct Walk<'w> {
    search: &'w Search<'w>,
    lattice: &'w Lattice,
    known: Vec<Known>,
    losses: Option<Vec<Vec<f64>>>,
    k: u32,
    best: Option<Best>,
    checked: usize,
    snapshots: Vec<Snapshot>,
}

/// Groupings that are kept to start from; a few are enough, since each is smaller than the one before.
const SNAPSHOTS: usize = 24;

impl Walk<'_> {
    fn is_open(&self, node: usize) -> bool {
        let open = self.known.get(node) == Some(&Known::Open);
        open && !self.loses_more(node)
    }

    /// Whether a node loses at least as much as the best so far.
    fn loses_more(&self, node: usize) -> bool {
        match (&self.best, self.loss(node)) {
            (Some(best), Some(loss)) => loss >= best.loss,
            _ => false,
        }
    }

    /// The loss that follows from the levels alone.
    fn loss(&self, node: usize) -> Option<f64> {
        let losses = self.losses.as_ref()?;
        let levels = self.lattice.levels(node);
        Some(
            levels
                .iter()
                .zip(losses)
                .filter_map(|(level, losses)| losses.get(*level))
                .sum(),
        )
    }

    /// Finds the lowest node that reaches k on a chain upwards from `node`.
    fn halve(&mut self, node: usize) {
        let mut chain = vec![node];
        let mut at = node;
        while let Some(next) = self.next(at) {
            chain.push(next);
            at = next;
        }
        let (mut low, mut high) = (0, chain.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(&node) = chain.get(middle) else {
                break;
            };
            if self.reaches(node) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
    }

    /// The open node above with the least loss.
    fn next(&self, node: usize) -> Option<usize> {
        let open = self
            .lattice
            .above(node)
            .filter(|above| self.known.get(*above) == Some(&Known::Open));
        open.min_by(|a, b| {
            self.loss(*a)
                .unwrap_or(0.0)
                .total_cmp(&self.loss(*b).unwrap_or(0.0))
        })
    }

    fn reaches(&mut self, node: usize) -> bool {
        match self.known.get(node) {
            Some(Known::Reaches) => return true,
            Some(Known::Fails) => return false,
            _ => {}
        }
        let (suppressed, squares) = self.check(node);
        let reaches = suppressed <= self.search.suppress && suppressed < self.search.rows;
        if reaches {
            let loss = self.loss(node).unwrap_or(squares);
            if self.best.is_none_or(|best| loss < best.loss) {
                self.best = Some(Best {
                    node,
                    loss,
                    suppressed,
                });
            }
        }
        self.mark(
            node,
            if reaches {
                Known::Reaches
            } else {
                Known::Fails
            },
        );
        reaches
    }

    /// What is above a node that reaches k reaches it as well; what is below one that does not does not.
    fn mark(&mut self, node: usize, as_known: Known) {
        let mut todo = vec![node];
        while let Some(node) = todo.pop() {
            let Some(known) = self
                .known
                .get_mut(node)
                .filter(|known| **known == Known::Open)
            else {
                continue;
            };
            *known = as_known;
            if as_known == Known::Reaches {
                todo.extend(self.lattice.above(node));
            } else {
                todo.extend(self.lattice.below(node));
            }
        }
    }

    /// The rows in classes smaller than k, and the sum of the squares of all classes.
    fn check(&mut self, node: usize) -> (usize, f64) {
        self.checked += 1;
        let levels = self.lattice.levels(node);
        let below = self.snapshots.iter().filter(|snapshot| {
            snapshot
                .levels
                .iter()
                .zip(&levels)
                .all(|(low, level)| low <= level)
        });
        let from = below.min_by_key(|snapshot| snapshot.groups.len());
        let groups = self
            .search
            .grouped(&levels, from.map(|snapshot| snapshot.groups.as_slice()));
        let small = groups
            .iter()
            .filter(|(_, rows)| *rows < self.k)
            .map(|(_, rows)| place(*rows))
            .sum();
        let squares = groups
            .iter()
            .map(|(_, rows)| f64::from(*rows) * f64::from(*rows))
            .sum();
        let before = from.map_or(self.search.counts.len(), |snapshot| snapshot.groups.len());
        if groups.len() <= before / 2 {
            if self.snapshots.len() >= SNAPSHOTS {
                self.snapshots.remove(0);
            }
            self.snapshots.push(Snapshot { levels, groups });
        }
        (small, squares)
    }
}

impl Search<'_> {
    /// The groups on these levels, from groups on lower ones or from the distinct rows.
    fn grouped(&self, levels: &[usize], from: Option<&[(u32, u32)]>) -> Vec<(u32, u32)> {
        let all: Vec<(u32, u32)>;
        let from = match from {
            Some(from) => from,
            None => {
                all = (0..).zip(self.counts.iter().copied()).collect();
                &all
            }
        };
        let mut keys = vec![0_u64; from.len()];
        let mut range = 1_u64;
        for ((codes, (_, hierarchy)), level) in self.distinct.iter().zip(&self.columns).zip(levels)
        {
            let groups = hierarchy.groups(*level) as u64;
            if groups <= 1 {
                continue;
            }
            if range.checked_mul(groups).is_none() {
                range = dense(&mut keys);
            }
            range = range.saturating_mul(groups);
            let of_values = hierarchy.of_values(*level);
            for (key, (row, _)) in keys.iter_mut().zip(from) {
                let code = codes.get(place(*row)).copied().unwrap_or(0);
                let code = of_values.map_or(code, |of| of.get(place(code)).copied().unwrap_or(0));
                *key = *key * groups + u64::from(code);
            }
        }
        let mut places: HashMap<u64, u32, Mixing> = HashMap::default();
        let mut out: Vec<(u32, u32)> = Vec::new();
        for (key, (row, rows)) in keys.iter().zip(from) {
            let new = u32::try_from(out.len()).unwrap_or(u32::MAX);
            let at = *places.entry(*key).or_insert(new);
            match out.get_mut(place(at)) {
                Some((_, sum)) => *sum += rows,
                None => out.push((*row, *rows)),
            }
        }
        out
    }
}

/// Replaces keys by numbers without gaps; gives their count.
fn dense(keys: &mut [u64]) -> u64 {
    let mut numbers: HashMap<u64, u64, Mixing> = HashMap::default();
    for key in keys {
        let new = numbers.len() as u64;
        *key = *numbers.entry(*key).or_insert(new);
    }
    numbers.len() as u64
}

impl Found {
    /// The level of each column, in the order of the search.
    pub fn levels(&self) -> &[usize] {
        &self.levels
    }

    /// The loss by the measure of the search.
    pub const fn loss(&self) -> f64 {
        self.loss
    }

    /// How many rows are left out.
    pub const fn suppressed(&self) -> usize {
        self.suppressed
    }

    /// How many generalisations there are, and how many of them were tried.
    pub const fn effort(&self) -> (usize, usize) {
        (self.nodes, self.checked)
    }

    /// The table on these levels, without the rows that are left out. Other columns stay as they are.
    pub fn apply(&self, table: &Table) -> Result<Table, Error> {
        let mut general = Vec::with_capacity(table.columns().len());
        for column in table.columns() {
            let known = self
                .columns
                .iter()
                .zip(&self.levels)
                .find(|((name, _), _)| **name == *column.name());
            general.push(match known {
                Some(((_, hierarchy), level)) => {
                    hierarchy.fits(column)?;
                    generalised(column, hierarchy, *level)
                }
                None => column.clone(),
            });
        }
        let general = Table::new(general)?;
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| &**name).collect();
        let classes = super::Classes::of(&general, &names)?;
        let stays = |row: usize| {
            let class = classes.of_rows().get(row).copied().unwrap_or(0);
            classes
                .sizes()
                .get(place(class))
                .is_some_and(|size| *size >= self.k)
        };
        let kept = |column: &Column| {
            let rows = (0..general.rows()).filter(|row| stays(*row));
            Column::new(
                column.name(),
                rows.map(|row| column.value(row).unwrap_or("")),
            )
        };
        Table::new(general.columns().iter().map(kept))
    }
}

fn generalised(column: &Column, hierarchy: &Hierarchy, level: usize) -> Column {
    let (Some(groups), Some(names)) = (hierarchy.of_values(level), hierarchy.names(level)) else {
        return column.clone();
    };
    let codes = column
        .codes()
        .iter()
        .map(|code| groups.get(place(*code)).copied().unwrap_or(0))
        .collect();
    Column::from_codes(column.name(), names.to_vec(), codes).unwrap_or_else(|| column.clone())
}
