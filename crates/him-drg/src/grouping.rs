//! The result of a claim, in buffers that the next claim uses again.

use core::fmt;

use crate::Version;
use crate::case::Case;
use crate::conditions::Conditions;
use crate::marks::Marks;
use crate::outcome::{AdmittingStatus, Affects, HacStatus, HacUse, Outcome, PoaCheck, SeverityUse};
use crate::tables::Tables;

/// What the grouper says of a claim. Once used, it groups further claims without allocating, unless they are longer.
///
/// ```
/// use him_codes::edits::{Claim, Diagnosis};
/// use him_drg::{Grouper, Grouping, Version};
///
/// let diagnoses = [Diagnosis::new("I5021", "Y"), Diagnosis::new("J9601", "Y")];
/// let mut claim = Claim::default();
/// claim.sex = Some(2);
/// claim.discharge_status = Some(1);
/// claim.diagnoses = &diagnoses;
///
/// let mut grouping = Grouping::new();
/// Grouper::new().group_as(Version::new(43, 1).unwrap(), &claim, &mut grouping)?;
/// assert_eq!(grouping.last().drg, 291);
/// assert_eq!(grouping.secondary().next().unwrap().initial.name(), "MCC");
/// # Ok::<(), him_drg::Error>(())
/// ```
#[derive(Default)]
pub struct Grouping {
    pub(crate) tables: Option<&'static Tables>,
    pub(crate) version: Option<Version>,
    pub(crate) initial: Outcome,
    pub(crate) last: Outcome,
    pub(crate) hac_status: Option<HacStatus>,
    pub(crate) categories: u8,
    pub(crate) principal: Flags,
    pub(crate) secondary: Vec<Flags>,
    pub(crate) procedures: Vec<ProcedureFlags>,
    pub(crate) case: Case,
    pub(crate) conditions: Conditions,
    pub(crate) marks: Marks,
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Flags {
    pub(crate) recognized: bool,
    pub(crate) marked: Marked,
    pub(crate) initial: Option<SeverityUse>,
    pub(crate) last: Option<SeverityUse>,
    pub(crate) poa: Option<PoaCheck>,
    /// Where its lines begin and end.
    pub(crate) lines: (u32, u32),
}

#[derive(Clone, Copy, Default)]
pub(crate) struct ProcedureFlags {
    pub(crate) recognized: bool,
    pub(crate) operating_room: bool,
    pub(crate) marked: Marked,
    pub(crate) conditions: u16,
}

/// Initial and final.
#[derive(Clone, Copy, Default)]
pub(crate) struct Marked(pub(crate) bool, pub(crate) bool);

impl Marked {
    fn affects(self) -> Affects {
        match self {
            Marked(true, true) => Affects::Both,
            Marked(true, false) => Affects::Initial,
            Marked(false, true) => Affects::Final,
            Marked(false, false) => Affects::None,
        }
    }
}

/// A line of a code about a hospital-acquired condition.
#[derive(Clone, Copy)]
pub(crate) struct HacLine {
    pub(crate) number: u8,
    pub(crate) used: HacUse,
    pub(crate) attribute: u16,
}

/// What was made of a diagnosis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DiagnosisResult<'a> {
    /// The code is in the version.
    pub recognized: bool,
    /// For which result it was decisive.
    pub affects: Affects,
    /// What it brings to the severity of the initial result.
    pub initial: SeverityUse,
    /// What it brings to the severity of the final result.
    pub last: SeverityUse,
    /// What was made of the indicator for "present on admission".
    pub poa: PoaCheck,
    lines: Lines<'a>,
}

/// What was made of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProcedureResult {
    /// The code is in the version.
    pub recognized: bool,
    /// For which result it was decisive.
    pub affects: Affects,
    /// It takes an operating room. Of codes that are not recognised, versions before 42.0 say so too.
    pub operating_room: bool,
    conditions: u16,
}

/// A hospital-acquired condition that a code is listed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HacEntry {
    /// 1 to 14; 0 where the criteria are not met.
    pub number: u8,
    /// Whether it is met, and if not, why.
    pub used: HacUse,
    /// The list that has the code, such as `HAC05`; empty where none has.
    pub list: &'static str,
}

#[derive(Clone, Copy)]
enum Lines<'a> {
    Listed(&'a [(u16, HacLine)], Option<&'static Tables>),
    /// Of a principal diagnosis that belongs to condition 11.
    Principal(bool),
}

/// The condition that looks at the principal diagnosis: infection after bariatric surgery for obesity.
const WITH_PRINCIPAL: u8 = 11;

impl Grouping {
    /// An empty one.
    #[must_use]
    pub fn new() -> Grouping {
        Grouping::default()
    }

    /// The version that grouped; none before the first claim.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.version
    }

    /// The result before hospital-acquired conditions.
    #[must_use]
    pub fn initial(&self) -> &Outcome {
        &self.initial
    }

    /// The final result, by which Medicare pays.
    #[must_use]
    pub fn last(&self) -> &Outcome {
        &self.last
    }

    /// What hospital-acquired conditions did.
    #[must_use]
    pub fn hac_status(&self) -> HacStatus {
        self.hac_status.unwrap_or(HacStatus::NotApplicable)
    }

    /// How many different hospital-acquired conditions are met.
    #[must_use]
    pub fn hac_categories(&self) -> u8 {
        self.categories
    }

    /// Whether the admitting diagnosis is one.
    #[must_use]
    pub fn admitting(&self) -> AdmittingStatus {
        match self.case.admitting {
            crate::case::Admitting::NotGiven => AdmittingStatus::NotGiven,
            crate::case::Admitting::Valid => AdmittingStatus::Valid,
            crate::case::Admitting::Invalid => AdmittingStatus::Invalid,
        }
    }

    /// The principal diagnosis. Of a claim without one it is not recognised.
    #[must_use]
    pub fn principal(&self) -> DiagnosisResult<'_> {
        let belongs = self.conditions.met >> WITH_PRINCIPAL & 1 == 1;
        self.result(&self.principal, Lines::Principal(belongs))
    }

    /// The secondary diagnoses, in the order of the claim.
    pub fn secondary(&self) -> impl ExactSizeIterator<Item = DiagnosisResult<'_>> {
        self.secondary.iter().map(|flags| {
            let (from, to) = flags.lines;
            let lines = self.conditions.lines.get(from as usize..to as usize);
            self.result(flags, Lines::Listed(lines.unwrap_or_default(), self.tables))
        })
    }

    fn result<'a>(&self, flags: &Flags, lines: Lines<'a>) -> DiagnosisResult<'a> {
        DiagnosisResult {
            recognized: flags.recognized,
            affects: flags.marked.affects(),
            initial: flags.initial.unwrap_or(SeverityUse::Neither),
            last: flags.last.unwrap_or(SeverityUse::Neither),
            poa: flags.poa.unwrap_or(PoaCheck::NotChecked),
            lines,
        }
    }

    /// The procedures, in the order of the claim.
    pub fn procedures(&self) -> impl ExactSizeIterator<Item = ProcedureResult> {
        self.procedures.iter().map(|flags| ProcedureResult {
            recognized: flags.recognized,
            affects: flags.marked.affects(),
            operating_room: flags.operating_room,
            conditions: flags.conditions,
        })
    }
}

impl<'a> DiagnosisResult<'a> {
    /// The hospital-acquired conditions that the code is listed for, with what came of each.
    pub fn conditions(&self) -> impl Iterator<Item = HacEntry> + use<'a> {
        let (listed, tables, principal) = match self.lines {
            Lines::Listed(listed, tables) => (listed, tables, false),
            Lines::Principal(belongs) => (&[][..], None, belongs),
        };
        let listed = listed.iter().map(move |(_, line)| {
            let name =
                tables.and_then(|tables| tables.names.diagnoses.get(usize::from(line.attribute)));
            HacEntry {
                number: line.number,
                used: line.used,
                list: name.copied().unwrap_or_default(),
            }
        });
        let principal = principal.then_some(HacEntry {
            number: WITH_PRINCIPAL,
            used: HacUse::NotOnList,
            list: "",
        });
        listed.chain(principal)
    }
}

impl ProcedureResult {
    /// The numbers of the met hospital-acquired conditions that the procedure belongs to.
    pub fn conditions(&self) -> impl Iterator<Item = u8> + use<> {
        let conditions = self.conditions;
        (0..16).filter(move |number| conditions >> number & 1 == 1)
    }
}

impl fmt::Debug for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lines::Listed(lines, _) => write!(f, "{} conditions", lines.len()),
            Lines::Principal(belongs) => write!(f, "{} conditions", u8::from(*belongs)),
        }
    }
}

impl PartialEq for Lines<'_> {
    fn eq(&self, other: &Self) -> bool {
        let key = |(_, line): &(u16, HacLine)| (line.number, line.used, line.attribute);
        match (self, other) {
            (Lines::Listed(a, _), Lines::Listed(b, _)) => a.iter().map(key).eq(b.iter().map(key)),
            (Lines::Principal(a), Lines::Principal(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Lines<'_> {}

/// Shows the results, and how many codes there are, not which.
impl fmt::Debug for Grouping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Grouping(initial {}, final {}, {} secondary diagnoses, {} procedures)",
            self.initial.drg,
            self.last.drg,
            self.secondary.len(),
            self.procedures.len()
        )
    }
}
