//! Sides that are open, and those of procedures.

use super::code::Coded;
use super::table::{Side, procedure_side};
use super::{CodingRule, Edit, Pass, Place, Rule, Severity, Subject};
use crate::icd10pcs::Prefix;

impl Pass<'_, '_> {
    pub(super) fn sides_of_procedures(&mut self) {
        for at in 0..self.scratch.codes().len() {
            let Some(own) = self.code(at) else { return };
            let Some(side) = own.traits().side() else {
                continue;
            };
            let treated = self.treated(own.traits().region());
            match (side, treated) {
                (Side::Unspecified, _) if self.is_in_conflict(&own) => {}
                (Side::Unspecified, Some((place, subject, _, true))) => {
                    self.found_beside(CodingRule::SideOpen, Severity::Warns, &own, place, subject);
                }
                (Side::Unspecified, _) => {
                    if !self.is_said(Edit::Unspecified, own.place()) {
                        self.found(CodingRule::SideOpen, Severity::Informs, &own, &[]);
                    }
                }
                (Side::Right | Side::Left, Some((place, subject, treated, true)))
                    if treated != side && !self.explains(own.traits().region(), treated) =>
                {
                    let rule = CodingRule::SideOfProcedure;
                    self.found_beside(rule, Severity::Warns, &own, place, subject);
                }
                _ => {}
            }
        }
    }

    /// The first procedure in a region with its side, and whether all others there are on that.
    fn treated(&self, region: u32) -> Option<(Place, Subject, Side, bool)> {
        if region == 0 {
            return None;
        }
        let mut found: Option<(Place, Subject, Side, bool)> = None;
        for (index, procedure) in self.claim.procedures.iter().enumerate() {
            let Ok(code) = Prefix::try_new(procedure.code) else {
                continue;
            };
            let Some((side, _)) = procedure_side(code).filter(|(_, own)| *own == region) else {
                continue;
            };
            match &mut found {
                Some((_, _, first, alone)) => *alone &= *first == side,
                None => {
                    let subject = Subject::procedure(procedure.code);
                    found = Some((Place::procedure(index), subject, side, true));
                }
            }
        }
        found
    }

    /// Whether a diagnosis of the region is on that side, or may be.
    fn explains(&self, region: u32, side: Side) -> bool {
        self.any(|own| {
            let other = own.traits().side();
            let opposite = matches!(
                (other, side),
                (Some(Side::Right), Side::Left) | (Some(Side::Left), Side::Right)
            );
            own.traits().region() == region && other.is_some() && !opposite
        })
        .is_some()
    }

    fn is_in_conflict(&self, own: &Coded) -> bool {
        let rule = Rule::Coding(CodingRule::SideConflict);
        let mut all = self.findings.all().iter();
        all.any(|finding| finding.rule() == rule && finding.place() == own.place())
    }

    fn found_beside(
        &mut self,
        rule: CodingRule,
        severity: Severity,
        own: &Coded,
        place: Place,
        subject: Subject,
    ) {
        let mut finding = self.finding(rule, severity, own);
        finding.detail.others = [Some((place, subject)), None];
        self.findings.push(finding);
    }
}
