//! Which codes were decisive.
//!
//! No text states how the official grouper picks one code where several would do. These rules were found by comparing
//! 61,500 answers with what the rows asked; `docs/conformance/drg.md` lists them with what they explain.

mod procedures;
mod secondary;

use crate::case::Case;
use crate::formula::Operand;
use crate::marks::procedures::Line;
use crate::options::Ties;
use crate::steps::{Decided, PRE_MDC};
use crate::tables::{Row, Tables};
use crate::view::View;

/// Buffers, kept from claim to claim.
#[derive(Default)]
pub(crate) struct Marks {
    lines: Vec<Line>,
    /// What the row asked and found true, in the order of the text, each once.
    operands: Vec<Operand>,
    pub(crate) secondary: Vec<bool>,
    pub(crate) procedures: Vec<bool>,
}

impl Marks {
    /// Marks the codes of an outcome. The principal diagnosis is decisive for every DRG and not marked here.
    pub(crate) fn find(&mut self, case: &Case, tables: &Tables, decided: &Decided, ties: Ties) {
        self.secondary.clear();
        self.secondary.resize(case.secondary.len(), false);
        self.procedures.clear();
        self.procedures.resize(case.procedures.len(), false);
        let row = |number: u16| tables.rows.get(usize::from(number));
        let Some((number, list)) = decided.row.filter(|_| decided.outcome.is_grouped()) else {
            return;
        };
        let mut way = decided.by_way_of.iter().flatten();
        if let Some((number, _)) = way.find(|(_, list)| *list == PRE_MDC)
            && let Some(row) = row(*number)
        {
            self.trace(&View::new(case, tables, PRE_MDC), row);
            self.mark_secondary(case, tables, row, ties);
        }
        if let Some(row) = row(number) {
            self.trace(&View::new(case, tables, list), row);
            self.mark_secondary(case, tables, row, ties);
            if !case.procedures.is_empty() {
                let straight = decided.by_way_of == [None; 2] && list == PRE_MDC;
                self.gather_lines(case, tables, list, straight, ties);
                self.mark_procedures(case, tables);
            }
        }
    }

    fn trace(&mut self, view: &View<'_>, row: &Row) {
        self.operands.clear();
        let operands = &mut self.operands;
        view.trace(row, |operand| {
            if !operands.contains(&operand) {
                operands.push(operand);
            }
        });
    }
}
