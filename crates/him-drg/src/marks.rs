//! Which codes were decisive.
//!
//! No text states how the official grouper picks one code where several would do. These rules were found by comparing
//! 61,500 answers with what the rows asked; `docs/conformance/drg.md` lists them with what they explain.

use crate::case::{Case, Procedure, Secondary, has_member};
use crate::code_list::Key;
use crate::formula::{Operand, Special};
use crate::options::Ties;
use crate::set::Set;
use crate::steps::{Decided, PRE_MDC};
use crate::tables::{Row, Tables, list_bit};
use crate::view::View;

/// A row of newborns that is named by its number: its operands mark no secondary diagnosis.
const NEONATE_WITH_OTHER_PROBLEMS: u16 = 794;
/// From V42.0 on, a principal procedure outside of the operating room comes last instead of first.
const LAST_OUTSIDE_OF_THE_OPERATING_ROOM: u16 = 420;

/// Buffers, kept from claim to claim.
#[derive(Default)]
pub(crate) struct Marks {
    /// Positions among the secondary diagnoses, in order of preference.
    order: Vec<u16>,
    lines: Vec<Line>,
    operands: Vec<Operand>,
    pub(crate) secondary: Vec<bool>,
    pub(crate) procedures: Vec<bool>,
}

/// A procedure or a cluster, as a candidate.
#[derive(Clone, Copy)]
struct Line {
    rank: u8,
    of: Source,
    key: Key,
    /// None where it does not count in the row's list, or in the MDC of the principal diagnosis.
    attributes: Set,
    /// Whatever the list.
    own: Set,
    stents: u8,
    vessels: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    Procedure(u16),
    /// Its place among the clusters of the claim.
    Cluster(u16),
}

impl Marks {
    /// Marks the codes of an outcome. The principal diagnosis is decisive for every DRG and not marked here.
    pub(crate) fn find(&mut self, case: &Case, tables: &Tables, decided: &Decided, ties: Ties) {
        self.secondary.clear();
        self.secondary.resize(case.secondary.len(), false);
        self.procedures.clear();
        self.procedures.resize(case.procedures.len(), false);
        let Some((number, list)) = decided.row.filter(|_| decided.outcome.is_grouped()) else {
            return;
        };
        let Some(row) = tables.rows.get(usize::from(number)) else {
            return;
        };
        self.sort_secondary(case, ties);
        let first = decided
            .by_way_of
            .iter()
            .flatten()
            .find(|(_, list)| *list == PRE_MDC);
        if let Some(row) = first.and_then(|(number, _)| tables.rows.get(usize::from(*number))) {
            self.trace(&View::new(case, tables, PRE_MDC), row);
            self.mark_secondary(case, tables, row);
        }
        let view = View::new(case, tables, list);
        self.trace(&view, row);
        if row.drg == NEONATE_WITH_OTHER_PROBLEMS {
            self.mark_neonate(case, tables);
        } else {
            self.mark_secondary(case, tables, row);
        }
        if !case.procedures.is_empty() {
            let straight = decided.by_way_of == [None; 2] && list == PRE_MDC;
            self.gather_lines(case, tables, list, straight, ties);
            self.mark_procedures(case, tables);
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

    /// Found diagnoses: those of the table's highest severity first, then by code, then by place.
    fn sort_secondary(&mut self, case: &Case, ties: Ties) {
        self.order.clear();
        let found = (0..)
            .zip(&case.secondary)
            .filter(|(_, secondary)| secondary.found.is_some());
        self.order.extend(found.map(|(place, _): (u16, _)| place));
        let of = |place: &u16| case.secondary.get(usize::from(*place));
        self.order.sort_unstable_by_key(|place| {
            let secondary = of(place);
            let severity = secondary.map_or(0, |secondary| secondary.severity);
            let severity = match ties {
                Ties::ClinicalSignificance => 2 - severity,
                Ties::Alphabetical => 0,
            };
            (
                severity,
                secondary
                    .map(|secondary| secondary.written)
                    .unwrap_or_default(),
                *place,
            )
        });
    }

    /// The first secondary diagnosis that fits.
    fn mark_first(&mut self, case: &Case, fits: impl Fn(&Secondary) -> bool) {
        let place = self.order.iter().find(|place| {
            let secondary = case.secondary.get(usize::from(**place));
            secondary.is_some_and(&fits)
        });
        if let Some(mark) = place.and_then(|place| self.secondary.get_mut(usize::from(*place))) {
            *mark = true;
        }
    }

    fn mark_secondary(&mut self, case: &Case, tables: &Tables, row: &Row) {
        let suppression = row
            .suppression
            .and_then(|number| tables.suppressions.get(usize::from(number)));
        for at in 0..self.operands.len() {
            match self.operands.get(at) {
                Some(Operand::Special(special @ (Special::Mcc | Special::Cc))) => {
                    let level = if *special == Special::Mcc { 2 } else { 1 };
                    self.mark_first(case, |secondary| {
                        let suppressed =
                            suppression.is_some_and(|set| secondary.attributes.meets(set));
                        secondary.level_as_coded() == level && !suppressed
                    });
                }
                Some(Operand::Secondary(attribute)) => {
                    let attribute = *attribute;
                    self.mark_first(case, |secondary| secondary.attributes.has(attribute));
                }
                // Where the principal diagnosis has it, it is enough.
                Some(Operand::Any(attribute)) if !case.principal_attributes.has(*attribute) => {
                    let attribute = *attribute;
                    self.mark_first(case, |secondary| secondary.attributes.has(attribute));
                }
                Some(Operand::Special(Special::MultipleTrauma)) => self.mark_trauma(case, tables),
                _ => {}
            }
        }
    }

    /// Diagnoses that bring a new site, until there are two.
    fn mark_trauma(&mut self, case: &Case, tables: &Tables) {
        let mut sites = case.principal_attributes.and(&tables.known.trauma);
        for place in &self.order {
            if sites.count() >= 2 {
                return;
            }
            let Some(secondary) = case.secondary.get(usize::from(*place)) else {
                continue;
            };
            let mut new = secondary.attributes.and(&tables.known.trauma);
            new.remove(&sites);
            if new.count() > 0 {
                sites.add(&new);
                if let Some(mark) = self.secondary.get_mut(usize::from(*place)) {
                    *mark = true;
                }
            }
        }
    }

    /// A newborn with a harmless principal diagnosis: what is not harmless made the difference.
    fn mark_neonate(&mut self, case: &Case, tables: &Tables) {
        if case.principal_attributes.meets(&tables.known.incident) {
            self.mark_first(case, |secondary| {
                !secondary.attributes.meets(&tables.known.incident)
            });
        }
    }

    fn gather_lines(&mut self, case: &Case, tables: &Tables, list: u8, straight: bool, ties: Ties) {
        let version = tables
            .versions
            .get(case.version)
            .map_or(0, |version| version.packed());
        // Members of a cluster that stands for them in the MDC of the principal diagnosis are not named either, unless the
        // DRG comes straight from the first list.
        let own = if straight {
            0
        } else {
            list_bit(case.mdc(tables))
        };
        self.lines.clear();
        for (place, procedure) in (0..).zip(&case.procedures) {
            if !procedure.found {
                continue;
            }
            let Some(profile) = tables.procedures.get(usize::from(procedure.profile)) else {
                continue;
            };
            let counts = procedure.counts_in(list) && procedure.suppressed & own == 0;
            let rank = match (ties, place, profile.operating_room) {
                (Ties::Alphabetical, ..) | (_, 1.., _) => 1,
                (_, 0, false) if version >= LAST_OUTSIDE_OF_THE_OPERATING_ROOM => 2,
                (_, 0, _) => 0,
            };
            self.lines.push(Line {
                rank,
                of: Source::Procedure(place),
                key: procedure.written,
                attributes: if counts {
                    procedure.attributes
                } else {
                    Set::default()
                },
                own: procedure.attributes,
                stents: if counts { profile.stents } else { 0 },
                vessels: if counts { profile.vessels } else { 0 },
            });
        }
        for (place, cluster) in (0..).zip(&case.clusters) {
            let profile = tables.procedures.get(usize::from(cluster.profile));
            self.lines.push(Line {
                rank: 1,
                of: Source::Cluster(place),
                // After every code.
                key: Key(u64::MAX),
                attributes: cluster.attributes,
                own: cluster.attributes,
                stents: profile.map_or(0, |profile| profile.stents),
                vessels: profile.map_or(0, |profile| profile.vessels),
            });
        }
        self.lines
            .sort_unstable_by_key(|line| (line.rank, line.key, line.of));
    }

    fn mark_procedures(&mut self, case: &Case, tables: &Tables) {
        let known = &tables.known;
        let counted = self.operands.iter().any(|operand| {
            matches!(
                operand,
                Operand::Special(
                    Special::FourStents
                        | Special::FourVessels
                        | Special::FourDrugElutingStents
                        | Special::FourOtherStents
                )
            )
        });
        // One line that has all that was asked is enough; else each operand names its own.
        let (mut asked, mut operating_room) = (Set::default(), false);
        for operand in &self.operands {
            match operand {
                Operand::Procedure(attribute) => asked.add(&Set::one(Some(*attribute))),
                Operand::Special(Special::OperatingRoom) => operating_room = true,
                _ => {}
            }
        }
        let covers = |line: &&Line| {
            line.attributes.and(&asked) == asked
                && (!operating_room || line.attributes.meets(&known.operating_room))
        };
        let cover = (asked.count() > 0 || operating_room)
            .then(|| self.lines.iter().find(covers).copied())
            .flatten();
        if let Some(line) = cover {
            self.mark(case, tables, &line);
        }
        for at in 0..self.operands.len() {
            let Some(operand) = self.operands.get(at).copied() else {
                continue;
            };
            let wanted = match operand {
                Operand::Procedure(attribute) => Set::one(Some(attribute)),
                Operand::Special(Special::OperatingRoom) => known.operating_room,
                Operand::Special(special) => {
                    self.mark_special(case, tables, special);
                    continue;
                }
                _ => continue,
            };
            if counted && (wanted.meets(&known.drug_stents) || wanted.meets(&known.other_stents)) {
                self.mark_each(case, tables, |line| line.attributes.meets(&wanted));
            } else if cover.is_none() {
                let first = self
                    .lines
                    .iter()
                    .find(|line| line.attributes.meets(&wanted))
                    .copied();
                if let Some(line) = first {
                    self.mark(case, tables, &line);
                }
            }
        }
    }

    fn mark_special(&mut self, case: &Case, tables: &Tables, special: Special) {
        let known = &tables.known;
        match special {
            Special::Bilateral => self.mark_joints(case, tables),
            Special::FourStents => self.mark_counted(case, tables, &Set::ALL, |line| line.stents),
            Special::FourVessels => self.mark_counted(case, tables, &Set::ALL, |line| line.vessels),
            Special::FourDrugElutingStents => {
                self.mark_counted(case, tables, &known.drug_stents, |line| line.stents);
            }
            Special::FourOtherStents => {
                self.mark_counted(case, tables, &known.other_stents, |line| line.stents);
            }
            Special::AnteriorFusions => self.mark_pair(case, tables, &known.anterior_fusion),
            Special::PosteriorFusions1 => self.mark_pair(case, tables, &known.posterior_fusion_1),
            Special::PosteriorFusions => self.mark_pair(case, tables, &known.posterior_fusion),
            Special::CustomAnteriorFusions => {
                self.mark_pair(case, tables, &known.custom_anterior_fusion);
            }
            Special::MultipleFusions => {
                let anterior = &known.anterior_fusion;
                let two = self
                    .lines
                    .iter()
                    .filter(|line| line.attributes.meets(anterior))
                    .nth(1);
                let side = if two.is_some() {
                    anterior
                } else {
                    &known.posterior_fusion_1
                };
                self.mark_pair(case, tables, side);
            }
            Special::SingleFusions => {
                let mut sides = known.anterior_fusion;
                sides.add(&known.posterior_fusion);
                self.mark_each(case, tables, |line| line.attributes.meets(&sides));
            }
            _ => {}
        }
    }

    /// The principal procedure if it has the attribute, and one other that has it.
    fn mark_pair(&mut self, case: &Case, tables: &Tables, attribute: &Set) {
        for principal in [true, false] {
            let line = self.lines.iter().find(|line| {
                (line.of == Source::Procedure(0)) == principal && line.attributes.meets(attribute)
            });
            if let Some(line) = line.copied() {
                self.mark(case, tables, &line);
            }
        }
    }

    /// By code, until there are four; and the principal procedure if more than one was needed and it has some.
    fn mark_counted(
        &mut self,
        case: &Case,
        tables: &Tables,
        kind: &Set,
        count: impl Fn(&Line) -> u8,
    ) {
        let (mut sum, mut lines) = (0, 0);
        let mut last = None;
        while sum < 4 {
            let next = self
                .lines
                .iter()
                .filter(|line| {
                    (kind == &Set::ALL || line.attributes.meets(kind)) && count(line) > 0
                })
                .filter(|line| last.is_none_or(|last| (line.key, line.of) > last))
                .min_by_key(|line| (line.key, line.of))
                .copied();
            let Some(line) = next else { break };
            last = Some((line.key, line.of));
            sum += u32::from(count(&line));
            lines += 1;
            self.mark(case, tables, &line);
        }
        let principal = self
            .lines
            .iter()
            .find(|line| line.of == Source::Procedure(0))
            .copied();
        if let Some(line) = principal.filter(|line| lines > 1 && count(line) > 0) {
            self.mark(case, tables, &line);
        }
    }

    /// Two joints: the first two, by code, that differ. A cluster for a joint is named before a procedure.
    fn mark_joints(&mut self, case: &Case, tables: &Tables) {
        let mut joints = Set::default();
        for clusters in [false, true] {
            let mut last = None;
            while joints.count() < 2 {
                let next = self
                    .lines
                    .iter()
                    .filter(|line| matches!(line.of, Source::Cluster(_)) == clusters)
                    .filter(|line| last.is_none_or(|last| (line.key, line.of) > last))
                    .min_by_key(|line| (line.key, line.of));
                let Some(line) = next else { break };
                last = Some((line.key, line.of));
                for joint in line.own.and(&tables.known.joints).attributes() {
                    if joints.count() < 2 {
                        joints.add(&Set::one(Some(joint)));
                    }
                }
            }
        }
        for joint in joints.attributes() {
            let has = |line: &&Line| line.attributes.has(joint);
            let cluster = self
                .lines
                .iter()
                .filter(|line| matches!(line.of, Source::Cluster(_)));
            let line = cluster.filter(has).min_by_key(|line| line.of);
            if let Some(line) = line.or_else(|| self.lines.iter().find(has)).copied() {
                self.mark(case, tables, &line);
            }
        }
    }

    fn mark_each(&mut self, case: &Case, tables: &Tables, fits: impl Fn(&Line) -> bool) {
        for at in 0..self.lines.len() {
            if let Some(line) = self.lines.get(at).copied().filter(&fits) {
                self.mark(case, tables, &line);
            }
        }
    }

    /// A procedure, or all procedures of a cluster: of each code the first.
    fn mark(&mut self, case: &Case, tables: &Tables, line: &Line) {
        match line.of {
            Source::Procedure(place) => {
                if let Some(mark) = self.procedures.get_mut(usize::from(place)) {
                    *mark = true;
                }
            }
            Source::Cluster(place) => {
                let Some(cluster) = case.clusters.get(usize::from(place)) else {
                    return;
                };
                for (place, procedure) in case.procedures.iter().enumerate() {
                    let first = |procedure: &Procedure| {
                        let before = case.procedures.iter().take(place);
                        !before
                            .into_iter()
                            .any(|other| other.written == procedure.written)
                    };
                    if has_member(tables, cluster.number, procedure.member)
                        && first(procedure)
                        && let Some(mark) = self.procedures.get_mut(place)
                    {
                        *mark = true;
                    }
                }
            }
        }
    }
}
