//! Procedures and clusters: of those that fit, the one that is preferred, or as many as a count needs.

use crate::case::{Case, Procedure, has_member};
use crate::code_list::Key;
use crate::formula::{Operand, Special};
use crate::marks::Marks;
use crate::options::Ties;
use crate::set::Set;
use crate::tables::{Tables, list_bit};

/// From V42.0 on, a principal procedure outside of the operating room comes last instead of first.
const LAST_OUTSIDE_OF_THE_OPERATING_ROOM: u16 = 420;

/// A procedure or a cluster, as a candidate.
#[derive(Clone, Copy)]
pub(super) struct Line {
    /// 0 for the principal procedure.
    rank: u8,
    key: Key,
    of: Source,
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

impl Line {
    /// The principal procedure, then by code, then clusters.
    fn preference(&self) -> impl Ord + use<> {
        (self.rank, self.key, self.of)
    }

    fn by_code(&self) -> (Key, Source) {
        (self.key, self.of)
    }

    fn is_principal(&self) -> bool {
        self.of == Source::Procedure(0)
    }

    fn is_cluster(&self) -> bool {
        matches!(self.of, Source::Cluster(_))
    }
}

impl Marks {
    pub(super) fn gather_lines(
        &mut self,
        case: &Case,
        tables: &Tables,
        list: u8,
        straight: bool,
        ties: Ties,
    ) {
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
        for (place, procedure) in (0..=u16::MAX).zip(&case.procedures) {
            if !procedure.found {
                continue;
            }
            let Some(profile) = tables.procedures.get(usize::from(procedure.profile)) else {
                continue;
            };
            let counts = procedure.counts_in(list) && procedure.suppressed & own == 0;
            let rank = match (ties, place, profile.operating_room) {
                (Ties::ClaimOrder | Ties::Alphabetical, ..) | (_, 1.., _) => 1,
                (_, 0, false) if version >= LAST_OUTSIDE_OF_THE_OPERATING_ROOM => 2,
                (_, 0, _) => 0,
            };
            self.lines.push(Line {
                rank,
                of: Source::Procedure(place),
                key: match ties {
                    Ties::ClaimOrder => Key::default(),
                    _ => procedure.written,
                },
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
        for (place, cluster) in (0..=u16::MAX).zip(&case.clusters) {
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
    }

    /// The preferred line of those that fit.
    fn first(&self, fits: impl Fn(&Line) -> bool) -> Option<Line> {
        let fitting = self.lines.iter().filter(|line| fits(line));
        fitting.min_by_key(|line| line.preference()).copied()
    }

    /// The next line by code.
    fn next(&self, after: Option<(Key, Source)>, fits: impl Fn(&Line) -> bool) -> Option<Line> {
        let later = |line: &&Line| after.is_none_or(|after| line.by_code() > after);
        let fitting = self.lines.iter().filter(later).filter(|line| fits(line));
        fitting.min_by_key(|line| line.by_code()).copied()
    }

    pub(super) fn mark_procedures(&mut self, case: &Case, tables: &Tables) {
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
        let cover = self.first(|line| {
            (operating_room || asked != Set::default())
                && line.attributes.and(&asked) == asked
                && (!operating_room || line.attributes.meets(&known.operating_room))
        });
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
            } else if cover.is_none()
                && let Some(line) = self.first(|line| line.attributes.meets(&wanted))
            {
                self.mark(case, tables, &line);
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
            let fits =
                |line: &Line| line.is_principal() == principal && line.attributes.meets(attribute);
            if let Some(line) = self.first(fits) {
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
        let counts =
            |line: &Line| count(line) > 0 && (kind == &Set::ALL || line.attributes.meets(kind));
        let (mut sum, mut lines, mut last) = (0, 0, None);
        while sum < 4
            && let Some(line) = self.next(last, counts)
        {
            last = Some(line.by_code());
            sum += u32::from(count(&line));
            lines += 1;
            self.mark(case, tables, &line);
        }
        if lines > 1
            && let Some(line) = self.first(|line| line.is_principal() && count(line) > 0)
        {
            self.mark(case, tables, &line);
        }
    }

    /// Two joints: the first two, by code, that differ; of each the preferred line.
    fn mark_joints(&mut self, case: &Case, tables: &Tables) {
        let mut joints = Set::default();
        for clusters in [false, true] {
            let mut last = None;
            while joints.count() < 2
                && let Some(line) = self.next(last, |line| line.is_cluster() == clusters)
            {
                last = Some(line.by_code());
                for joint in line.own.and(&tables.known.joints).attributes() {
                    if joints.count() < 2 {
                        joints.add(&Set::one(Some(joint)));
                    }
                }
            }
        }
        for joint in joints.attributes() {
            if let Some(line) = self.first(|line| line.attributes.has(joint)) {
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
