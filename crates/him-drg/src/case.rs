//! A claim as the grouper sees it: codes found in the tables of the version, exclusions and clusters. The buffers are kept
//! from claim to claim.

use him_codes::edits::Claim;

use crate::code_list::Key;
use crate::set::Set;
use crate::tables::{DiagnosisProfile, FoundDiagnosis, NONE, ProcedureProfile, Tables, list_bit};

#[derive(Default)]
pub(crate) struct Case {
    pub(crate) version: usize,
    pub(crate) principal: Option<FoundDiagnosis>,
    pub(crate) principal_attributes: Set,
    /// Every secondary diagnosis of the claim, in its order, found or not.
    pub(crate) secondary: Vec<Secondary>,
    pub(crate) procedures: Vec<Procedure>,
    /// In the order of their names.
    pub(crate) clusters: Vec<CaseCluster>,
    /// Of all secondary diagnoses together.
    pub(crate) any_secondary: Set,
    /// What the principal and every secondary diagnosis have.
    pub(crate) every: Set,
    /// Of all procedures, whether or not a list counts them.
    all_procedures: Set,
    pub(crate) admitting: Admitting,
    sex: Option<i32>,
    status: Option<i32>,
    /// One bit for each member of a cluster that is on the claim.
    members: Vec<u64>,
}

pub(crate) struct Secondary {
    pub(crate) written: Key,
    pub(crate) found: Option<FoundDiagnosis>,
    pub(crate) attributes: Set,
    /// 0 none, 1 CC, 2 MCC, as the table has it.
    pub(crate) severity: u8,
    /// Its severity does not count beside this principal diagnosis.
    pub(crate) excluded: bool,
    /// An MCC only of those who live, of someone who died.
    pub(crate) of_the_dead: bool,
    pub(crate) poa: Poa,
    /// A hospital-acquired condition for which nothing is paid: no severity in the final grouping.
    pub(crate) stripped: bool,
}

pub(crate) struct Procedure {
    pub(crate) written: Key,
    pub(crate) found: bool,
    pub(crate) profile: u16,
    pub(crate) member: u16,
    pub(crate) attributes: Set,
    /// One bit for each list in which a cluster stands for it.
    pub(crate) suppressed: u128,
}

pub(crate) struct CaseCluster {
    pub(crate) number: u16,
    pub(crate) profile: u16,
    pub(crate) attributes: Set,
    pub(crate) suppresses: u128,
}

/// What an indicator for "present on admission" comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Poa {
    /// Y or W.
    Present,
    /// N or U.
    NotPresent,
    /// Anything else.
    Unrecognized,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Admitting {
    #[default]
    NotGiven,
    Valid,
    Invalid,
}

/// Discharge statuses that the grouper takes: those of the Medicare Code Editor's table that are in force since FY2014.
const STATUSES: [i32; 36] = [
    1, 2, 3, 4, 5, 6, 7, 20, 21, 30, 43, 50, 51, 61, 62, 63, 64, 65, 66, 69, 70, 81, 82, 83, 84,
    85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
];

impl Case {
    /// Reads a claim. `version` is the place of the version among those of the tables.
    pub(crate) fn read(&mut self, claim: &Claim<'_>, tables: &Tables, version: usize) {
        self.version = version;
        self.sex = claim.sex;
        self.status = claim
            .discharge_status
            .filter(|status| STATUSES.contains(status));
        let find = |code: &str| tables.diagnosis(code, version);
        self.admitting = match (claim.admitting, find(claim.admitting)) {
            ("", _) => Admitting::NotGiven,
            (_, Some(_)) => Admitting::Valid,
            (_, None) => Admitting::Invalid,
        };
        let (principal, secondary) = match claim.diagnoses {
            [principal, secondary @ ..] => (Some(principal), secondary),
            [] => (None, &[][..]),
        };
        self.principal = principal.and_then(|principal| find(principal.code));
        let attributes = self.principal.and_then(|found| profile(tables, found));
        self.principal_attributes = attributes
            .map(|profile| profile.attributes)
            .unwrap_or_default();
        let group = self
            .principal
            .and_then(|found| tables.exclusion_group(found, version));
        self.any_secondary = Set::default();
        self.every = if self.principal.is_some() {
            self.principal_attributes
        } else {
            Set::default()
        };
        self.secondary.clear();
        for diagnosis in secondary {
            let found = find(diagnosis.code);
            let profile = found.and_then(|found| profile(tables, found));
            let attributes = profile
                .map(|profile| profile.attributes)
                .unwrap_or_default();
            let severity = profile.map_or(0, |profile| profile.severity);
            if found.is_some() {
                self.any_secondary.add(&attributes);
                self.every.keep(&attributes);
            }
            let excluded = severity > 0
                && found
                    .zip(group)
                    .is_some_and(|(found, group)| tables.excludes(group, found));
            self.secondary.push(Secondary {
                written: Key::of(diagnosis.code),
                found,
                attributes,
                severity,
                excluded,
                of_the_dead: severity == 2
                    && self.died()
                    && attributes.meets(&tables.known.mcc_if_alive),
                poa: match diagnosis.present_on_admission {
                    "Y" | "W" => Poa::Present,
                    "N" | "U" => Poa::NotPresent,
                    _ => Poa::Unrecognized,
                },
                stripped: false,
            });
        }
        self.read_procedures(claim, tables);
    }

    fn read_procedures(&mut self, claim: &Claim<'_>, tables: &Tables) {
        self.procedures.clear();
        self.all_procedures = Set::default();
        self.clusters.clear();
        self.members.clear();
        self.members.resize(tables.member_count.div_ceil(64), 0);
        let mut clustered = false;
        for procedure in claim.procedures {
            let found = tables.procedure(procedure.code, self.version);
            let profile = found.map_or(NONE, |found| found.profile);
            let member = found.map_or(NONE, |found| found.member);
            if member != NONE
                && let Some(word) = self.members.get_mut(usize::from(member) / 64)
            {
                *word |= 1 << (member % 64);
                clustered = true;
            }
            let attributes = tables.procedures.get(usize::from(profile));
            let attributes = attributes.map(|profile| profile.attributes);
            let attributes = attributes.unwrap_or_default();
            self.all_procedures.add(&attributes);
            self.procedures.push(Procedure {
                written: Key::of(procedure.code),
                found: found.is_some(),
                profile,
                member,
                attributes,
                suppressed: 0,
            });
        }
        if clustered {
            self.find_clusters(tables);
        }
    }

    fn find_clusters(&mut self, tables: &Tables) {
        let Case {
            procedures,
            clusters,
            members,
            version,
            ..
        } = self;
        let on_claim = |member: &u16| {
            let word = members.get(usize::from(*member) / 64);
            word.is_some_and(|word| word >> (member % 64) & 1 == 1)
        };
        for procedure in procedures.iter() {
            for (number, cluster, profile) in tables.clusters_of(procedure.member, *version) {
                let satisfied = cluster
                    .choices
                    .iter()
                    .all(|choice| choice.iter().any(on_claim));
                if !satisfied || clusters.iter().any(|own| own.number == number) {
                    continue;
                }
                let attributes = tables.procedures.get(usize::from(profile));
                clusters.push(CaseCluster {
                    number,
                    profile,
                    attributes: attributes
                        .map(|profile| profile.attributes)
                        .unwrap_or_default(),
                    suppresses: cluster.suppresses,
                });
            }
        }
        clusters.sort_unstable_by_key(|cluster| cluster.number);
        for procedure in procedures
            .iter_mut()
            .filter(|procedure| procedure.member != NONE)
        {
            for cluster in clusters.iter() {
                if has_member(tables, cluster.number, procedure.member) {
                    procedure.suppressed |= cluster.suppresses;
                }
            }
        }
    }

    pub(crate) fn died(&self) -> bool {
        self.status == Some(20)
    }

    pub(crate) fn status(&self) -> Option<i32> {
        self.status
    }

    /// 1 male, 2 female; none where it is neither.
    pub(crate) fn sex(&self) -> Option<i32> {
        self.sex.filter(|sex| matches!(sex, 1 | 2))
    }

    /// The MDC of the principal diagnosis, by sex where that matters; 0 when there is none.
    pub(crate) fn mdc(&self, tables: &Tables) -> u8 {
        let Some(profile) = self.principal.and_then(|found| profile(tables, found)) else {
            return 0;
        };
        let of_sex = match self.sex() {
            Some(1) => profile.male_mdc,
            Some(_) => profile.female_mdc,
            None => 0,
        };
        if of_sex == 0 { profile.mdc } else { of_sex }
    }

    /// Whether the MDC of the principal diagnosis depends on the sex.
    pub(crate) fn needs_sex(&self, tables: &Tables) -> bool {
        let profile = self.principal.and_then(|found| profile(tables, found));
        profile.is_some_and(|profile| profile.male_mdc != 0 || profile.female_mdc != 0)
    }

    /// The highest severity that secondary diagnoses bring, without those that have an attribute of the suppression.
    pub(crate) fn severity(&self, suppression: Option<&Set>) -> u8 {
        let counts = |secondary: &&Secondary| {
            suppression.is_none_or(|suppression| !secondary.attributes.meets(suppression))
        };
        let levels = self.secondary.iter().filter(counts).map(Secondary::level);
        levels.max().unwrap_or(0)
    }

    /// The attributes of all procedures and clusters that count in a list.
    pub(crate) fn procedure_attributes(&self, list: u8) -> Set {
        if self.clusters.is_empty() {
            return self.all_procedures;
        }
        let mut set = Set::default();
        for procedure in &self.procedures {
            if procedure.counts_in(list) {
                set.add(&procedure.attributes);
            }
        }
        for cluster in &self.clusters {
            set.add(&cluster.attributes);
        }
        set
    }

    /// The profiles of the procedures and clusters that count in a list, one for each line of the claim.
    pub(crate) fn lines<'t>(
        &self,
        tables: &'t Tables,
        list: u8,
    ) -> impl Iterator<Item = &'t ProcedureProfile> {
        let own = self
            .procedures
            .iter()
            .filter(move |procedure| procedure.counts_in(list));
        let own = own.map(|procedure| procedure.profile);
        let clusters = self.clusters.iter().map(|cluster| cluster.profile);
        own.chain(clusters)
            .filter_map(|profile| tables.procedures.get(usize::from(profile)))
    }
}

impl Secondary {
    /// 0 none, 1 CC, 2 MCC, as far as it counts.
    #[inline]
    pub(crate) fn level(&self) -> u8 {
        if self.stripped {
            0
        } else {
            self.level_as_coded()
        }
    }

    /// The same, also of a hospital-acquired condition for which nothing is paid.
    #[inline]
    pub(crate) fn level_as_coded(&self) -> u8 {
        if self.excluded || self.of_the_dead {
            return 0;
        }
        self.severity
    }
}

impl Procedure {
    #[inline]
    pub(crate) fn counts_in(&self, list: u8) -> bool {
        self.found && self.suppressed & list_bit(list) == 0
    }
}

fn profile(tables: &Tables, found: FoundDiagnosis) -> Option<&DiagnosisProfile> {
    tables.diagnoses.get(usize::from(found.profile))
}

/// Whether a procedure belongs to a cluster.
pub(crate) fn has_member(tables: &Tables, cluster: u16, member: u16) -> bool {
    let cluster = tables.clusters.get(usize::from(cluster));
    member != NONE
        && cluster.is_some_and(|cluster| {
            cluster
                .choices
                .iter()
                .any(|choice| choice.contains(&member))
        })
}
