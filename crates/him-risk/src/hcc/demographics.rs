//! What of a person has a coefficient beside the categories: the cell of age and sex, and the terms of each segment.

use super::beneficiary::{Beneficiary, Dual, Entitlement, Kidney, Sex};
use super::model::Model;
use super::segment::Segment;

/// The cells of a segment; there are at most as many as [`CELLS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cells {
    /// 12 bands of age.
    Continuing,
    /// 16 bands, by Medicaid and original disability.
    NewEnrollee,
    /// 10 bands, by Medicaid and original disability.
    NewOnDialysis,
    /// A transplant's month has one coefficient.
    One,
}

pub(super) const CELLS: usize = 128;

const CONTINUING: [(u8, &str); 12] = [
    (34, "0_34"),
    (44, "35_44"),
    (54, "45_54"),
    (59, "55_59"),
    (64, "60_64"),
    (69, "65_69"),
    (74, "70_74"),
    (79, "75_79"),
    (84, "80_84"),
    (89, "85_89"),
    (94, "90_94"),
    (u8::MAX, "95_GT"),
];

const NEW: [(u8, &str); 16] = [
    (34, "0_34"),
    (44, "35_44"),
    (54, "45_54"),
    (59, "55_59"),
    (64, "60_64"),
    (65, "65"),
    (66, "66"),
    (67, "67"),
    (68, "68"),
    (69, "69"),
    (74, "70_74"),
    (79, "75_79"),
    (84, "80_84"),
    (89, "85_89"),
    (94, "90_94"),
    (u8::MAX, "95_GT"),
];

const NEW_ON_DIALYSIS: [(u8, &str); 10] = [
    (34, "0_34"),
    (44, "35_44"),
    (54, "45_54"),
    (59, "55_59"),
    (64, "60_64"),
    (69, "65_69"),
    (74, "70_74"),
    (79, "75_79"),
    (84, "80_84"),
    (u8::MAX, "85_GT"),
];

impl Cells {
    pub(super) const fn of(segment: Segment) -> Cells {
        if segment.is_transplant() {
            Cells::One
        } else if matches!(segment, Segment::DialysisNewEnrollee) {
            Cells::NewOnDialysis
        } else if segment.is_new_enrollee() {
            Cells::NewEnrollee
        } else {
            Cells::Continuing
        }
    }

    const fn bands(self) -> &'static [(u8, &'static str)] {
        match self {
            Cells::Continuing => &CONTINUING,
            Cells::NewEnrollee => &NEW,
            Cells::NewOnDialysis => &NEW_ON_DIALYSIS,
            Cells::One => &[(u8::MAX, "")],
        }
    }

    /// The name of a cell, as it follows the segment's prefix; none where the segment has no such cell.
    pub(super) fn name(self, model: Model, segment: Segment, cell: usize) -> Option<String> {
        let (_, band) = self.bands().get(cell & 15)?;
        let sex = if cell >> 4 & 1 == 0 { "F" } else { "M" };
        let (disabled, group) = (cell >> 5 & 1 == 1, cell >> 6 & 1 == 1);
        match self {
            Cells::One => return (cell == 0).then(String::new),
            Cells::Continuing if disabled || group => return None,
            Cells::Continuing => return Some(format!("{sex}{band}")),
            Cells::NewEnrollee | Cells::NewOnDialysis => {}
        }
        if model.is_part_d() {
            let renal = if group { "ESRD" } else { "NESRD" };
            let disabled = if disabled { "OD" } else { "NOD" };
            return Some(format!("{renal}_{disabled}_x_{sex}{band}"));
        }
        let medicaid = match (model, group) {
            (Model::EsrdV24, true) => "FBD",
            (Model::EsrdV24, false) => "ND_PBD",
            (_, true) => "MCAID",
            (_, false) => "NMCAID",
        };
        let disabled = if disabled { "ORIGDIS" } else { "NORIGDIS" };
        let graft = if segment == Segment::GraftNewEnrollee {
            "G_"
        } else {
            ""
        };
        Some(format!("{medicaid}_{disabled}_{graft}NE{sex}{band}"))
    }

    /// The cell of a beneficiary.
    pub(super) fn cell(self, model: Model, who: &Beneficiary) -> usize {
        if self == Cells::One {
            return 0;
        }
        let new = self != Cells::Continuing;
        // CMS's macro AGESEXV2: a new enrollee of 64 who is entitled by age turns 65 in the year.
        let age = match who.age {
            64 if new && who.original == Entitlement::Age => 65,
            age => age,
        };
        let band = self.bands().iter().take_while(|(last, _)| *last < age);
        let band = band.count().min(15);
        let sex = usize::from(who.sex == Sex::Male);
        if !new {
            return band | sex << 4;
        }
        let disabled = match self {
            // Also below 65, unlike elsewhere.
            Cells::NewOnDialysis => who.original == Entitlement::Disability,
            _ => who.was_disabled(),
        };
        let group = if model.is_part_d() {
            who.kidney_state().is_some()
        } else if model == Model::EsrdV24 {
            who.dual == Dual::Full
        } else {
            who.dual != Dual::None
        };
        band | sex << 4 | usize::from(disabled) << 5 | usize::from(group) << 6
    }
}

/// A term beside cell and categories. A segment has it when there is a coefficient of its name: with the segment's prefix, or
/// as it is in the segments that it lists.
pub(super) struct Demographic {
    pub(super) name: &'static str,
    pub(super) without_prefix: &'static [Segment],
    all: &'static [Fact],
}

/// Something that is so of a person or not.
type Fact = fn(&Beneficiary) -> bool;

impl Demographic {
    /// Whether all of its facts are so.
    pub(super) fn holds(&self, who: &Beneficiary) -> bool {
        self.all.iter().all(|fact| fact(who))
    }
}

const fn term(name: &'static str, all: &'static [Fact]) -> Demographic {
    of_graft(name, &[], all)
}

const fn of_graft(
    name: &'static str,
    without_prefix: &'static [Segment],
    all: &'static [Fact],
) -> Demographic {
    Demographic {
        name,
        without_prefix,
        all,
    }
}

/// Months count from the transplant; what an institution adds counts there alone: the dialysis segment has terms of its own.
const COMMUNITY: &[Segment] = &[
    Segment::GraftNonDualAged,
    Segment::GraftNonDualNonAged,
    Segment::GraftFullDualAged,
    Segment::GraftFullDualNonAged,
    Segment::GraftNewEnrollee,
];
const INSTITUTION: &[Segment] = &[Segment::GraftInstitutional];
const ALL_GRAFTS: &[Segment] = &[
    Segment::GraftCommunity,
    Segment::GraftInstitutional,
    Segment::GraftNewEnrollee,
];

pub(super) const DEMOGRAPHICS: &[Demographic] = &[
    term("OriginallyDisabled_Female", &[was_disabled, female]),
    term("OriginallyDisabled_Male", &[was_disabled, male]),
    term("Originally_ESRD_Female", &[was_renal, female]),
    term("Originally_ESRD_Male", &[was_renal, male]),
    term("LTIMCAID", &[medicaid]),
    term("ORIGDS", &[was_disabled]),
    term("MCAID", &[medicaid]),
    term("MCAID_Female_Aged", &[medicaid, female, aged]),
    term("MCAID_Female_NonAged", &[medicaid, female, non_aged]),
    term("MCAID_Male_Aged", &[medicaid, male, aged]),
    term("MCAID_Male_NonAged", &[medicaid, male, non_aged]),
    term("FBDual_Female_Aged", &[full, female, aged]),
    term("FBDual_Female_NonAged", &[full, female, non_aged]),
    term("FBDual_Male_Aged", &[full, male, aged]),
    term("FBDual_Male_NonAged", &[full, male, non_aged]),
    term("PBDual_Female_Aged", &[partial, female, aged]),
    term("PBDual_Female_NonAged", &[partial, female, non_aged]),
    term("PBDual_Male_Aged", &[partial, male, aged]),
    term("PBDual_Male_NonAged", &[partial, male, non_aged]),
    term("LTI_Aged", &[institutional, aged]),
    term("LTI_NonAged", &[institutional, non_aged]),
    // Part D.
    term("F65OD", &[was_disabled, from_65, female]),
    term("M65OD", &[was_disabled, from_65, male]),
    // ESRD V21.
    of_graft("GE65_DUR4_9", ALL_GRAFTS, &[recent, from_65]),
    of_graft("LT65_DUR4_9", ALL_GRAFTS, &[recent, below_65]),
    of_graft("GE65_DUR10PL", ALL_GRAFTS, &[settled, from_65]),
    of_graft("LT65_DUR10PL", ALL_GRAFTS, &[settled, below_65]),
    // ESRD V24.
    of_graft(
        "FGC_GE65_DUR4_9_ND_PBD",
        COMMUNITY,
        &[recent, from_65, not_full],
    ),
    of_graft(
        "FGC_LT65_DUR4_9_ND_PBD",
        COMMUNITY,
        &[recent, below_65, not_full],
    ),
    of_graft(
        "FGC_GE65_DUR10PL_ND_PBD",
        COMMUNITY,
        &[settled, from_65, not_full],
    ),
    of_graft(
        "FGC_LT65_DUR10PL_ND_PBD",
        COMMUNITY,
        &[settled, below_65, not_full],
    ),
    of_graft("FGC_GE65_DUR4_9_FBD", COMMUNITY, &[recent, from_65, full]),
    of_graft("FGC_LT65_DUR4_9_FBD", COMMUNITY, &[recent, below_65, full]),
    of_graft("FGC_GE65_DUR10PL_FBD", COMMUNITY, &[settled, from_65, full]),
    of_graft(
        "FGC_LT65_DUR10PL_FBD",
        COMMUNITY,
        &[settled, below_65, full],
    ),
    of_graft("FGC_PBD_GE65_flag", COMMUNITY, &[partial, from_65]),
    of_graft("FGC_PBD_LT65_flag", COMMUNITY, &[partial, below_65]),
    of_graft(
        "FGI_GE65_DUR4_9_ND_PBD",
        INSTITUTION,
        &[recent, from_65, not_full],
    ),
    of_graft(
        "FGI_LT65_DUR4_9_ND_PBD",
        INSTITUTION,
        &[recent, below_65, not_full],
    ),
    of_graft(
        "FGI_GE65_DUR10PL_ND_PBD",
        INSTITUTION,
        &[settled, from_65, not_full],
    ),
    of_graft(
        "FGI_LT65_DUR10PL_ND_PBD",
        INSTITUTION,
        &[settled, below_65, not_full],
    ),
    of_graft("FGI_GE65_DUR4_9_FBD", INSTITUTION, &[recent, from_65, full]),
    of_graft(
        "FGI_LT65_DUR4_9_FBD",
        INSTITUTION,
        &[recent, below_65, full],
    ),
    of_graft(
        "FGI_GE65_DUR10PL_FBD",
        INSTITUTION,
        &[settled, from_65, full],
    ),
    of_graft(
        "FGI_LT65_DUR10PL_FBD",
        INSTITUTION,
        &[settled, below_65, full],
    ),
    of_graft("FGI_PBD_GE65_flag", INSTITUTION, &[partial, from_65]),
    of_graft("FGI_PBD_LT65_flag", INSTITUTION, &[partial, below_65]),
    of_graft("LTI_GE65", INSTITUTION, &[from_65]),
    of_graft("LTI_LT65", INSTITUTION, &[below_65]),
];

fn female(who: &Beneficiary) -> bool {
    who.sex == Sex::Female
}

fn male(who: &Beneficiary) -> bool {
    who.sex == Sex::Male
}

fn aged(who: &Beneficiary) -> bool {
    !who.is_disabled()
}

fn non_aged(who: &Beneficiary) -> bool {
    who.is_disabled()
}

fn below_65(who: &Beneficiary) -> bool {
    who.age < 65
}

fn institutional(who: &Beneficiary) -> bool {
    who.institutional
}

fn not_full(who: &Beneficiary) -> bool {
    who.dual != Dual::Full
}

fn from_65(who: &Beneficiary) -> bool {
    who.age >= 65
}

fn was_disabled(who: &Beneficiary) -> bool {
    who.was_disabled()
}

fn was_renal(who: &Beneficiary) -> bool {
    who.original.is_renal() && from_65(who)
}

fn medicaid(who: &Beneficiary) -> bool {
    who.dual != Dual::None
}

fn full(who: &Beneficiary) -> bool {
    who.dual == Dual::Full
}

fn partial(who: &Beneficiary) -> bool {
    who.dual == Dual::Partial
}

/// 4 to 9 months after a transplant.
fn recent(who: &Beneficiary) -> bool {
    matches!(who.kidney, Some(Kidney::Graft { months: 4..=9 }))
}

/// 10 months after a transplant, or more.
fn settled(who: &Beneficiary) -> bool {
    matches!(who.kidney, Some(Kidney::Graft { months: 10.. }))
}
