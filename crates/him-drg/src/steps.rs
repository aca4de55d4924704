//! The order in which lists are tried: pre-MDC, the lists it leads to, the list of the MDC, the one of unrelated procedures.

use crate::case::Case;
use crate::formula::{Operand, Special};
use crate::outcome::{Kind, Outcome, ReturnCode, SdxSeverity, Severity};
use crate::tables::{Leads, Row, Tables};
use crate::view::View;

/// The list that is tried first, for every claim.
pub(crate) const PRE_MDC: u8 = 0;

/// An outcome, and the rows that led to it.
#[derive(Clone, Copy)]
pub(crate) struct Decided {
    pub(crate) outcome: Outcome,
    /// The row of the DRG or of the error, and its list; none when no row was true.
    pub(crate) row: Option<(u16, u8)>,
    /// The rows that led to that list, each with its own list, in order.
    pub(crate) by_way_of: [Option<(u16, u8)>; 2],
}

pub(crate) fn decide(case: &Case, tables: &Tables) -> Decided {
    let own_mdc = case.mdc(tables);
    let view = View::new(case, tables, PRE_MDC);
    for (number, row) in tables.list(case.version, PRE_MDC) {
        if !view.is_true(row) {
            continue;
        }
        if let Leads::List(list) = row.leads {
            // What comes to nothing there goes on here.
            if let Some(decided) =
                in_list(case, tables, list, list, [Some((number, PRE_MDC)), None])
            {
                return decided;
            }
        } else {
            return end(&view, number, row, own_mdc, [None; 2]);
        }
    }
    in_list(case, tables, own_mdc, own_mdc, [None; 2]).unwrap_or(Decided {
        outcome: Outcome::error(ReturnCode::CannotBePrincipal),
        row: None,
        by_way_of: [None; 2],
    })
}

/// `reported` is the MDC that the outcome names.
fn in_list(
    case: &Case,
    tables: &Tables,
    list: u8,
    reported: u8,
    by_way_of: [Option<(u16, u8)>; 2],
) -> Option<Decided> {
    let view = View::new(case, tables, list);
    for (number, row) in tables.list(case.version, list) {
        if !view.is_true(row) {
            continue;
        }
        match row.leads {
            // No list leads back to itself or to the first one.
            Leads::List(next) if next != list && next != PRE_MDC => {
                let here = Some((number, list));
                let way = match by_way_of {
                    [None, _] => [here, None],
                    [first, None] => [first, here],
                    // Deeper than the grouper goes.
                    _ => continue,
                };
                if let Some(decided) = in_list(case, tables, next, reported, way) {
                    return Some(decided);
                }
            }
            Leads::List(_) => {}
            _ => return Some(end(&view, number, row, reported, by_way_of)),
        }
    }
    None
}

fn end(
    view: &View<'_>,
    number: u16,
    row: &Row,
    mdc: u8,
    by_way_of: [Option<(u16, u8)>; 2],
) -> Decided {
    let outcome = match row.leads {
        Leads::InvalidDischargeStatus => Outcome::error(ReturnCode::InvalidDischargeStatus),
        Leads::InvalidPrincipal => Outcome::error(ReturnCode::InvalidPrincipal),
        Leads::CannotBePrincipal => Outcome::error(ReturnCode::CannotBePrincipal),
        Leads::InvalidSex => Outcome::error(ReturnCode::InvalidSex),
        Leads::Drg | Leads::List(_) => grouped(view, row, mdc),
    };
    Decided {
        outcome,
        row: Some((number, view.list)),
        by_way_of,
    }
}

fn grouped(view: &View<'_>, row: &Row, mdc: u8) -> Outcome {
    let kind = match row.kind {
        0 => Kind::Neither,
        1 => Kind::Medical,
        _ => Kind::Surgical,
    };
    // The severity that was asked for and found, also in a branch that came to nothing.
    let mut decisive = SdxSeverity::NonCc;
    view.trace(row, |operand| match operand {
        Operand::Special(Special::Mcc) => decisive = SdxSeverity::Mcc,
        Operand::Special(Special::Cc) => decisive = SdxSeverity::Cc,
        _ => {}
    });
    let severity = match (kind, view.severity(row)) {
        (Kind::Neither, _) => Severity::None,
        (_, 0) => Severity::NonCc,
        (_, 1) => Severity::Cc,
        _ => Severity::Mcc,
    };
    Outcome {
        return_code: ReturnCode::Ok,
        mdc,
        drg: row.drg,
        base_drg: row.base,
        kind,
        severity,
        sdx_severity: decisive,
    }
}
