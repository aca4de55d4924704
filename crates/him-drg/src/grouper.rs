//! Groups claims.

use him_codes::edits::Claim;

use crate::Version;
use crate::case::{Case, Poa};
use crate::error::{Error, ErrorKind};
use crate::grouping::{Flags, Grouping, Marked, ProcedureFlags};
use crate::options::{Hospital, Options};
use crate::outcome::{HacStatus, Outcome, PoaCheck, SeverityUse};
use crate::steps::{Decided, decide};
use crate::tables::{Row, Tables};

/// The versions from this on tell apart what is excluded by the logic of the DRG.
const EXCLUDED_BY_DRG_IS_TOLD: u16 = 411;
/// The versions from this on do not take a procedure that they do not know for one of the operating room.
const UNKNOWN_IS_NO_OPERATION: u16 = 420;

/// The MS-DRG grouper, with its tables and options.
///
/// ```
/// use him_drg::{Grouper, Options, Version};
///
/// let grouper = Grouper::new().with_options(Options::default());
/// assert_eq!(grouper.versions().next(), Version::new(40, 0));
/// assert_eq!(grouper.versions().last(), Version::new(43, 1));
/// ```
#[derive(Clone, Copy)]
pub struct Grouper {
    tables: Option<&'static Tables>,
    options: Options,
}

impl Default for Grouper {
    fn default() -> Grouper {
        Grouper::new()
    }
}

impl core::fmt::Debug for Grouper {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.versions());
        list.finish()
    }
}

impl Grouper {
    /// With the embedded tables, which are unpacked once in a program.
    #[must_use]
    pub fn new() -> Grouper {
        Grouper {
            tables: Tables::embedded(),
            options: Options::default(),
        }
    }

    #[cfg(feature = "release")]
    pub(crate) fn of(tables: &'static Tables) -> Grouper {
        Grouper {
            tables: Some(tables),
            options: Options::default(),
        }
    }

    /// With other options.
    #[must_use]
    pub fn with_options(self, options: Options) -> Grouper {
        Grouper { options, ..self }
    }

    /// The options.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The versions held, in order.
    pub fn versions(&self) -> impl Iterator<Item = Version> + use<> {
        self.tables
            .into_iter()
            .flat_map(|tables| tables.versions.iter().copied())
    }

    pub(crate) fn tables(&self) -> Option<&'static Tables> {
        self.tables
    }

    /// Groups a claim by the version in force on its day of discharge.
    ///
    /// # Errors
    ///
    /// When there is no such version; see [`ErrorKind`]. `grouping` is as it was then.
    pub fn group(&self, claim: &Claim<'_>, grouping: &mut Grouping) -> Result<(), Error> {
        let version = self.version_of(claim)?;
        self.group_as(version, claim, grouping)
    }

    /// The version in force on the day of discharge.
    ///
    /// # Errors
    ///
    /// As [`Grouper::group`].
    pub fn version_of(&self, claim: &Claim<'_>) -> Result<Version, Error> {
        let discharge = claim.discharge.ok_or(Error(ErrorKind::NoDischargeDate))?;
        let held = Version::on(discharge).filter(|version| self.place(*version).is_some());
        let (first, last) = self.bounds();
        held.ok_or(Error(ErrorKind::NotInForce {
            discharge,
            first,
            last,
        }))
    }

    /// Groups a claim by a version, whatever its day of discharge.
    ///
    /// # Errors
    ///
    /// When the version is not held. `grouping` is as it was then.
    pub fn group_as(
        &self,
        version: Version,
        claim: &Claim<'_>,
        grouping: &mut Grouping,
    ) -> Result<(), Error> {
        let (tables, place) = self.place(version).ok_or_else(|| {
            let (first, last) = self.bounds();
            Error(ErrorKind::NotHeld {
                version,
                first,
                last,
            })
        })?;
        grouping.tables = Some(tables);
        grouping.version = Some(version);
        grouping.case.read(claim, tables, place);
        let initial = decide(&grouping.case, tables);
        prepare(grouping, tables, version, &initial);
        if self.options.affected {
            grouping
                .marks
                .find(&grouping.case, tables, &initial, self.options.ties);
            mark(grouping, &initial.outcome, |marked| &mut marked.0);
        }
        self.finish(grouping, tables, version, &initial);
        Ok(())
    }

    /// The final result.
    fn finish(
        &self,
        grouping: &mut Grouping,
        tables: &'static Tables,
        version: Version,
        initial: &Decided,
    ) {
        let hospital = self.options.hospital;
        grouping.initial = initial.outcome;
        grouping.conditions.clear();
        if initial.outcome.is_grouped() {
            grouping
                .conditions
                .find(&mut grouping.case, tables, hospital);
        }
        grouping.categories = grouping.conditions.categories();
        let last = match (grouping.conditions.obstacle(hospital), grouping.categories) {
            (Some(obstacle), _) => Decided {
                outcome: Outcome::error(obstacle),
                row: None,
                by_way_of: [None; 2],
            },
            (None, 0) => *initial,
            (None, _) => decide(&grouping.case, tables),
        };
        grouping.last = last.outcome;
        grouping.hac_status = Some(match grouping.categories {
            0 => HacStatus::NotApplicable,
            _ if !last.outcome.is_grouped() => HacStatus::Ungroupable,
            _ if last.outcome.drg == initial.outcome.drg => HacStatus::NoChange,
            _ => HacStatus::Changes,
        });
        flag_conditions(grouping, tables, hospital);
        if self.options.affected {
            if grouping.categories > 0 {
                grouping
                    .marks
                    .find(&grouping.case, tables, &last, self.options.ties);
            }
            mark(grouping, &last.outcome, |marked| &mut marked.1);
            if grouping.hac_status == Some(HacStatus::Changes) {
                mark_conditions(grouping);
            }
        }
        let row = last
            .row
            .or(initial.row)
            .filter(|_| initial.outcome.is_grouped());
        let row = row.and_then(|(number, _)| tables.rows.get(usize::from(number)));
        for (flags, secondary) in grouping.secondary.iter_mut().zip(&grouping.case.secondary) {
            flags.last = row.map(|row| match used(secondary, tables, row, version) {
                SeverityUse::Cc | SeverityUse::Mcc if secondary.stripped => SeverityUse::Neither,
                used => used,
            });
        }
    }

    fn place(&self, version: Version) -> Option<(&'static Tables, usize)> {
        let tables = self.tables?;
        Some((tables, tables.place(version)?))
    }

    fn bounds(&self) -> (Version, Version) {
        let mut versions = self.versions();
        let nothing = Version::least();
        let first = versions.next().unwrap_or(nothing);
        (first, versions.last().unwrap_or(first))
    }
}

/// What does not change between the two results.
fn prepare(grouping: &mut Grouping, tables: &Tables, version: Version, initial: &Decided) {
    let row = initial.row.filter(|_| initial.outcome.is_grouped());
    let row = row.and_then(|(number, _)| tables.rows.get(usize::from(number)));
    grouping.principal = Flags {
        recognized: grouping.case.principal.is_some(),
        ..Flags::default()
    };
    grouping.secondary.clear();
    let secondary = grouping.case.secondary.iter().map(|secondary| Flags {
        recognized: secondary.found.is_some(),
        initial: row.map(|row| used(secondary, tables, row, version)),
        ..Flags::default()
    });
    grouping.secondary.extend(secondary);
    grouping.procedures.clear();
    let procedures = grouping.case.procedures.iter().map(|procedure| {
        let profile = tables.procedures.get(usize::from(procedure.profile));
        ProcedureFlags {
            recognized: procedure.found,
            operating_room: profile.map_or(version.packed() < UNKNOWN_IS_NO_OPERATION, |profile| {
                profile.operating_room
            }),
            ..ProcedureFlags::default()
        }
    });
    grouping.procedures.extend(procedures);
}

/// What a secondary diagnosis brings to the severity in a row.
fn used(
    secondary: &crate::case::Secondary,
    tables: &Tables,
    row: &Row,
    version: Version,
) -> SeverityUse {
    let major = match secondary.severity {
        0 => return SeverityUse::Neither,
        1 => false,
        _ => true,
    };
    if secondary.excluded {
        return if major {
            SeverityUse::MccExcluded
        } else {
            SeverityUse::CcExcluded
        };
    }
    if secondary.of_the_dead {
        return SeverityUse::Neither;
    }
    let suppression = row
        .suppression
        .and_then(|number| tables.suppressions.get(usize::from(number)));
    let suppressed = suppression.is_some_and(|set| secondary.attributes.meets(set));
    match (
        major,
        suppressed && version.packed() >= EXCLUDED_BY_DRG_IS_TOLD,
    ) {
        (true, false) => SeverityUse::Mcc,
        (false, false) => SeverityUse::Cc,
        (true, true) => SeverityUse::MccExcludedByDrg,
        (false, true) => SeverityUse::CcExcludedByDrg,
    }
}

/// Copies the marks of one result. The principal diagnosis is decisive for every DRG.
fn mark(grouping: &mut Grouping, outcome: &Outcome, of: impl Fn(&mut Marked) -> &mut bool) {
    *of(&mut grouping.principal.marked) = outcome.is_grouped();
    let grouped = outcome.is_grouped();
    for (flags, marked) in grouping.secondary.iter_mut().zip(&grouping.marks.secondary) {
        *of(&mut flags.marked) = grouped && *marked;
    }
    for (flags, marked) in grouping
        .procedures
        .iter_mut()
        .zip(&grouping.marks.procedures)
    {
        *of(&mut flags.marked) = grouped && *marked;
    }
}

/// Where the final DRG is another, all that belongs to a met condition was decisive for it.
fn mark_conditions(grouping: &mut Grouping) {
    for (flags, secondary) in grouping.secondary.iter_mut().zip(&grouping.case.secondary) {
        flags.marked.1 |= secondary.stripped;
    }
    for flags in &mut grouping.procedures {
        flags.marked.1 |= flags.conditions != 0;
    }
}

/// What was found of hospital-acquired conditions, code by code.
fn flag_conditions(grouping: &mut Grouping, tables: &Tables, hospital: Hospital) {
    let Grouping {
        case: Case {
            secondary,
            procedures,
            ..
        },
        conditions,
        ..
    } = grouping;
    let mut from = 0;
    for (place, (flags, secondary)) in grouping.secondary.iter_mut().zip(secondary).enumerate() {
        let rest = conditions.lines.get(from..).unwrap_or_default();
        let count = rest
            .iter()
            .take_while(|(position, _)| usize::from(*position) == place)
            .count();
        let bounds = u32::try_from(from)
            .ok()
            .zip(u32::try_from(from + count).ok());
        flags.lines = bounds.unwrap_or_default();
        from += count;
        if count > 0 {
            flags.poa = Some(match (hospital, secondary.poa) {
                (Hospital::Exempt, _) => PoaCheck::Exempt,
                (_, Poa::Present) => PoaCheck::Present,
                (_, Poa::NotPresent) => PoaCheck::NotPresent,
                (_, Poa::Unrecognized) => PoaCheck::NotRecognized,
            });
        }
    }
    if conditions.met == 0 {
        return;
    }
    for (flags, procedure) in grouping.procedures.iter_mut().zip(procedures) {
        let profile = tables.procedures.get(usize::from(procedure.profile));
        let kinds = profile.map_or(&[][..], |profile| tables.conditions_of(profile.conditions));
        for (number, _) in kinds
            .iter()
            .filter(|(number, _)| conditions.met >> number.min(&31) & 1 == 1)
        {
            flags.conditions |= 1 << number.min(&15);
        }
    }
}
