//! The tables of the grouper, unpacked once: formulas and profiles as values, the long lists in place.

use std::sync::OnceLock;

use crate::Version;
use crate::blob::{LargeNumbers, Numbers, Reader};
use crate::code_list::CodeList;
use crate::formula::Formula;
use crate::set::Set;

/// No code, profile, group or list.
pub(crate) const NONE: u16 = u16::MAX;

pub(crate) struct Tables {
    pub(crate) versions: Vec<Version>,
    pub(crate) names: Names,
    pub(crate) known: Known,
    pub(crate) suppressions: Vec<Set>,
    pub(crate) formulas: Vec<Formula>,
    pub(crate) rows: Vec<Row>,
    /// For each version the numbers of rows, by MDC.
    lists: Vec<Vec<(u8, Vec<u16>)>>,
    pub(crate) conditions: Vec<Condition>,
    condition_kinds: Vec<Vec<(u8, u16)>>,
    pub(crate) diagnoses: Vec<DiagnosisProfile>,
    pub(crate) procedures: Vec<ProcedureProfile>,
    /// For each timeline a profile for each version.
    diagnosis_timelines: Timelines,
    procedure_timelines: Timelines,
    /// Of each timeline of procedures.
    members: Vec<u16>,
    pub(crate) member_count: usize,
    pub(crate) clusters: Vec<Cluster>,
    /// For each member the clusters whose first choice it is.
    first_choices: Vec<Vec<u16>>,
    group_timelines: Timelines,
    group_starts: LargeNumbers,
    spans: LargeNumbers,
    severe_before: Numbers,
    severe: Vec<u64>,
    diagnosis_codes: CodeList<2>,
    procedure_codes: CodeList<1>,
}

/// For each timeline a number for each version.
struct Timelines {
    versions: usize,
    numbers: Vec<u16>,
}

impl Timelines {
    #[inline]
    fn get(&self, timeline: u16, version: usize) -> Option<u16> {
        let place = usize::from(timeline) * self.versions + version;
        self.numbers
            .get(place)
            .copied()
            .filter(|number| *number != NONE)
    }
}

/// The names of attributes, sorted; the place of a name is its bit.
pub(crate) struct Names {
    pub(crate) diagnoses: Vec<&'static str>,
    pub(crate) procedures: Vec<&'static str>,
}

/// Attributes that the steps of grouping ask for by name.
pub(crate) struct Known {
    pub(crate) external_cause: Set,
    pub(crate) incident: Set,
    pub(crate) mcc_if_alive: Set,
    pub(crate) trauma: Set,
    pub(crate) joints: Set,
    pub(crate) operating_room: Set,
    pub(crate) drug_stents: Set,
    pub(crate) other_stents: Set,
    pub(crate) anterior_fusion: Set,
    pub(crate) posterior_fusion: Set,
    pub(crate) posterior_fusion_1: Set,
    pub(crate) custom_anterior_fusion: Set,
}

/// What a row leads to when it is true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    Drg,
    List(u8),
    InvalidDischargeStatus,
    InvalidPrincipal,
    CannotBePrincipal,
    InvalidSex,
}

pub(crate) struct Row {
    pub(crate) drg: u16,
    pub(crate) base: u16,
    pub(crate) leads: Leads,
    /// 0 neither, 1 medical, 2 surgical.
    pub(crate) kind: u8,
    /// Which secondary diagnoses bring no severity to this row.
    pub(crate) suppression: Option<u16>,
    pub(crate) formula: u16,
}

/// A hospital-acquired condition.
pub(crate) struct Condition {
    pub(crate) number: u8,
    versions: u16,
    pub(crate) formula: u16,
}

pub(crate) struct DiagnosisProfile {
    pub(crate) mdc: u8,
    /// 0 none, 1 CC, 2 MCC.
    pub(crate) severity: u8,
    /// 0 where the sex does not matter.
    pub(crate) male_mdc: u8,
    pub(crate) female_mdc: u8,
    pub(crate) conditions: u16,
    pub(crate) attributes: Set,
}

pub(crate) struct ProcedureProfile {
    pub(crate) conditions: u16,
    pub(crate) attributes: Set,
    pub(crate) operating_room: bool,
    pub(crate) stents: u8,
    pub(crate) vessels: u8,
}

pub(crate) struct Cluster {
    versions: u16,
    pub(crate) timeline: u16,
    /// One bit for each list in which the members count for nothing themselves.
    pub(crate) suppresses: u128,
    pub(crate) choices: Vec<Vec<u16>>,
}

/// A diagnosis that was found.
#[derive(Clone, Copy)]
pub(crate) struct FoundDiagnosis {
    pub(crate) place: u32,
    pub(crate) profile: u16,
}

/// A procedure that was found.
#[derive(Clone, Copy)]
pub(crate) struct FoundProcedure {
    pub(crate) profile: u16,
    /// Its number among the members of clusters.
    pub(crate) member: u16,
}

impl Tables {
    /// The embedded tables, unpacked on first use. None can only be when the data crate is of another release.
    pub(crate) fn embedded() -> Option<&'static Tables> {
        static TABLES: OnceLock<Option<Tables>> = OnceLock::new();
        TABLES
            .get_or_init(|| Tables::unpack(him_drg_data::DRG))
            .as_ref()
    }

    pub(crate) fn unpack(blob: &'static [u8]) -> Option<Tables> {
        let mut reader = Reader(blob);
        if reader.bytes(4)? != b"HDG1" {
            return None;
        }
        let versions = reader.small(|r| {
            let packed = r.u16()?;
            Version::new(
                u8::try_from(packed / 10).ok()?,
                u8::try_from(packed % 10).ok()?,
            )
        })?;
        let names = Names {
            diagnoses: reader.list(Reader::text)?,
            procedures: reader.list(Reader::text)?,
        };
        let known = Known::of(&names);
        let suppressions = reader.list(Reader::set)?;
        let formulas = reader.list(Formula::read)?;
        let rows = reader.list(Row::read)?;
        let lists = (0..versions.len())
            .map(|_| reader.small(|r| Some((r.u8()?, r.list(Reader::u16)?))))
            .collect::<Option<Vec<_>>>()?;
        let conditions = reader.small(|r| {
            Some(Condition {
                number: r.u8()?,
                versions: r.u16()?,
                formula: r.u16()?,
            })
        })?;
        let condition_kinds = reader.list(|r| r.small(|r| Some((r.u8()?, r.u16()?))))?;
        let diagnoses = reader.list(|r| {
            Some(DiagnosisProfile {
                mdc: r.u8()?,
                severity: r.u8()?,
                male_mdc: r.u8()?,
                female_mdc: r.u8()?,
                conditions: r.u16()?,
                attributes: r.set()?,
            })
        })?;
        let procedures = reader.list(|r| ProcedureProfile::read(r, &names))?;
        let timeline = |r: &mut Reader| {
            let numbers = versions.iter().map(|_| r.u16());
            numbers.collect::<Option<Vec<_>>>()
        };
        let timelines = |numbers: Vec<Vec<u16>>| Timelines {
            versions: versions.len(),
            numbers: numbers.into_iter().flatten().collect(),
        };
        let diagnosis_timelines = timelines(reader.list(timeline)?);
        let with_members = reader.list(|r| Some((timeline(r)?, r.u16()?)))?;
        let (numbers, members): (Vec<_>, Vec<_>) = with_members.into_iter().unzip();
        let procedure_timelines = timelines(numbers);
        let member_count = members.iter().filter(|member| **member != NONE).max();
        let member_count = member_count.map_or(0, |member| usize::from(*member) + 1);
        let clusters = reader.list(Cluster::read)?;
        let mut first_choices = vec![Vec::new(); member_count];
        for (number, cluster) in clusters.iter().enumerate() {
            for member in cluster.choices.first()? {
                first_choices
                    .get_mut(usize::from(*member))?
                    .push(u16::try_from(number).ok()?);
            }
        }
        let group_timelines = timelines(reader.list(timeline)?);
        let groups = usize::from(reader.u16()?);
        let group_starts = LargeNumbers::read(&mut reader, groups + 1)?;
        let spans = LargeNumbers::read(&mut reader, group_starts.get(groups)? as usize)?;
        let words = reader.u32()? as usize;
        let severe_before = Numbers::read(&mut reader, words)?;
        let severe = (0..words)
            .map(|_| reader.u64())
            .collect::<Option<Vec<_>>>()?;
        let diagnosis_codes = CodeList::read(&mut reader)?;
        let procedure_codes = CodeList::read(&mut reader)?;
        let whole = reader.0.is_empty() && !versions.is_empty();
        whole.then_some(Tables {
            versions,
            names,
            known,
            suppressions,
            formulas,
            rows,
            lists,
            conditions,
            condition_kinds,
            diagnoses,
            procedures,
            diagnosis_timelines,
            procedure_timelines,
            members,
            member_count,
            clusters,
            first_choices,
            group_timelines,
            group_starts,
            spans,
            severe_before,
            severe,
            diagnosis_codes,
            procedure_codes,
        })
    }

    /// The place of a version in each timeline.
    pub(crate) fn place(&self, version: Version) -> Option<usize> {
        self.versions.binary_search(&version).ok()
    }

    /// A diagnosis of the version.
    #[inline]
    pub(crate) fn diagnosis(&self, text: &str, version: usize) -> Option<FoundDiagnosis> {
        let place = self.diagnosis_codes.find(text)?;
        let timeline = self.diagnosis_codes.number::<0>(place)?;
        Some(FoundDiagnosis {
            place: u32::try_from(place).ok()?,
            profile: self.diagnosis_timelines.get(timeline, version)?,
        })
    }

    /// A procedure of the version.
    #[inline]
    pub(crate) fn procedure(&self, text: &str, version: usize) -> Option<FoundProcedure> {
        let place = self.procedure_codes.find(text)?;
        let timeline = self.procedure_codes.number::<0>(place)?;
        Some(FoundProcedure {
            profile: self.procedure_timelines.get(timeline, version)?,
            member: *self.members.get(usize::from(timeline))?,
        })
    }

    /// The exclusion group of a principal diagnosis.
    pub(crate) fn exclusion_group(&self, principal: FoundDiagnosis, version: usize) -> Option<u16> {
        let place = principal.place as usize;
        let timeline = self.diagnosis_codes.number::<1>(place)?;
        self.group_timelines.get(timeline, version)
    }

    /// Whether the group takes the severity of a secondary diagnosis.
    #[inline]
    pub(crate) fn excludes(&self, group: u16, secondary: FoundDiagnosis) -> bool {
        let find = || {
            let (word, bit) = (secondary.place as usize / 64, secondary.place % 64);
            let below = self.severe.get(word)? & ((1 << bit) - 1);
            let rank = u32::from(self.severe_before.get(word)?) + below.count_ones();
            let start = self.group_starts.get(usize::from(group))? as usize;
            let end = self.group_starts.get(usize::from(group) + 1)? as usize;
            let spans = self.spans.range(start, end)?;
            let first = |[a, b, ..]: &[u8; 4]| u32::from(u16::from_le_bytes([*a, *b]));
            let after = spans.partition_point(|span| first(span) <= rank);
            let [.., c, d] = spans.get(after.checked_sub(1)?)?;
            Some(rank <= u32::from(u16::from_le_bytes([*c, *d])))
        };
        find().unwrap_or(false)
    }

    /// The rows of a list, in the order of evaluation.
    pub(crate) fn list(&self, version: usize, mdc: u8) -> impl Iterator<Item = (u16, &Row)> {
        let lists = self.lists.get(version).map_or(&[][..], Vec::as_slice);
        let list = lists.iter().find(|(own, _)| *own == mdc);
        let numbers = list.map_or(&[][..], |(_, numbers)| numbers.as_slice());
        numbers
            .iter()
            .filter_map(|number| Some((*number, self.rows.get(usize::from(*number))?)))
    }

    /// The hospital-acquired conditions of a profile: number and attribute, in order.
    pub(crate) fn conditions_of(&self, kind: u16) -> &[(u8, u16)] {
        self.condition_kinds
            .get(usize::from(kind))
            .map_or(&[], Vec::as_slice)
    }

    /// The formula of a hospital-acquired condition.
    pub(crate) fn condition(&self, number: u8, version: usize) -> Option<&Condition> {
        let of_version = |condition: &&Condition| condition.versions >> version & 1 == 1;
        self.conditions
            .iter()
            .filter(of_version)
            .find(|condition| condition.number == number)
    }

    /// The clusters of the version whose first choice a procedure is, each with its profile.
    pub(crate) fn clusters_of(
        &self,
        member: u16,
        version: usize,
    ) -> impl Iterator<Item = (u16, &Cluster, u16)> {
        let numbers = self
            .first_choices
            .get(usize::from(member))
            .map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(move |number| {
            let cluster = self.clusters.get(usize::from(*number))?;
            let profile = self.procedure_timelines.get(cluster.timeline, version)?;
            let in_version = cluster.versions >> version & 1 == 1;
            in_version.then_some((*number, cluster, profile))
        })
    }
}

impl Row {
    fn read(reader: &mut Reader) -> Option<Row> {
        let (drg, base) = (reader.u16()?, reader.u16()?);
        let (outcome, kind, reroute) = (reader.u8()?, reader.u8()?, reader.u8()?);
        let leads = match outcome {
            0 => Leads::Drg,
            1 => Leads::List(reroute),
            2 => Leads::InvalidDischargeStatus,
            3 => Leads::InvalidPrincipal,
            4 => Leads::CannotBePrincipal,
            5 => Leads::InvalidSex,
            _ => return None,
        };
        let suppression = reader.u16()?;
        Some(Row {
            drg,
            base,
            leads,
            kind,
            suppression: (suppression != NONE).then_some(suppression),
            formula: reader.u16()?,
        })
    }
}

impl Cluster {
    fn read(reader: &mut Reader) -> Option<Cluster> {
        let (versions, timeline) = (reader.u16()?, reader.u16()?);
        let lists = reader.small(Reader::u8)?;
        Some(Cluster {
            versions,
            timeline,
            suppresses: lists
                .into_iter()
                .fold(0, |bits, list| bits | list_bit(list)),
            choices: reader.small(|r| r.small(Reader::u16))?,
        })
    }
}

/// The bit of a list among those in which members are suppressed.
pub(crate) fn list_bit(list: u8) -> u128 {
    1_u128.checked_shl(list.into()).unwrap_or(0)
}

impl ProcedureProfile {
    fn read(reader: &mut Reader, names: &Names) -> Option<ProcedureProfile> {
        let conditions = reader.u16()?;
        let attributes = reader.set()?;
        let mut profile = ProcedureProfile {
            conditions,
            attributes,
            operating_room: true,
            stents: 0,
            vessels: 0,
        };
        for attribute in attributes.attributes() {
            let name = *names.procedures.get(usize::from(attribute))?;
            profile.operating_room &= name != "nonor";
            let number = |prefix| {
                name.strip_prefix(prefix)
                    .and_then(|rest| rest.parse::<u8>().ok())
            };
            profile.stents = profile.stents.saturating_add(number("stent").unwrap_or(0));
            profile.vessels = profile
                .vessels
                .saturating_add(number("vessel").unwrap_or(0));
        }
        Some(profile)
    }
}

impl Known {
    fn of(names: &Names) -> Known {
        let set = |names: &[&str], wanted: &[&str]| {
            let mut set = Set::default();
            for name in wanted {
                let place = names.binary_search(name).ok();
                set.add(&Set::one(place.and_then(|place| u16::try_from(place).ok())));
            }
            set
        };
        let of_diagnoses = |wanted: &[&str]| set(&names.diagnoses, wanted);
        let of_procedures = |wanted: &[&str]| set(&names.procedures, wanted);
        Known {
            external_cause: of_diagnoses(&["ecode"]),
            incident: of_diagnoses(&["incident"]),
            mcc_if_alive: of_diagnoses(&["mccalive"]),
            trauma: of_diagnoses(&[
                "stabdom", "stchest", "sthead", "stkidney", "stlolimb", "stpel", "stuplimb",
                "sturin",
            ]),
            joints: of_procedures(&[
                "leftankle",
                "lefthip",
                "leftknee",
                "rightankle",
                "righthip",
                "rightknee",
            ]),
            operating_room: of_procedures(&["d468", "d477"]),
            drug_stents: of_procedures(&["NORdrugstent"]),
            other_stents: of_procedures(&["NORstent"]),
            anterior_fusion: of_procedures(&["sglantfuse"]),
            posterior_fusion: of_procedures(&["sglpostfuse"]),
            posterior_fusion_1: of_procedures(&["sglpostfuse1"]),
            custom_anterior_fusion: of_procedures(&["sglantsectXfuse"]),
        }
    }
}
