//! Sides that are open, and those of procedures.

use super::code::Coded;
use super::table::Side;
use super::{CodingRule, Edit, Pass, Place, Rule, Severity, Subject};

impl Pass<'_, '_> {
    pub(super) fn sides_of_procedures(&mut self) {
        for at in 0..self.scratch.codes().len() {
            let Some(own) = self.code(at) else { return };
            let Some(side) = own.traits().side().filter(|_| !own.again) else {
                continue;
            };
            // What a patient has had replaced or removed before is no reason for a procedure.
            let status = own.character(0) == b'Z';
            let region = if status { 0 } else { own.traits().region() };
            let treated = self.treated(region);
            match (side, treated) {
                (Side::Unspecified, _) if self.is_in_conflict(&own) => {}
                (Side::Unspecified, Some((place, subject, _, true))) => {
                    self.found_beside(CodingRule::SideOpen, Severity::Warns, &own, place, subject);
                }
                (Side::Unspecified, _) if !self.is_said(Edit::Unspecified, own.place()) => {
                    self.found(CodingRule::SideOpen, Severity::Informs, &own, &[]);
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
        for (index, side, _) in self.scratch.procedures.iter().filter(|it| it.2 == region) {
            match &mut found {
                Some((_, _, first, alone)) => *alone &= first == side,
                None => {
                    let text = self.claim.procedures.get(*index as usize);
                    let subject = text.map_or(Subject::None, |it| Subject::procedure(it.code));
                    found = Some((Place::Procedure(*index), subject, *side, true));
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
