//! The ranges of the sections, as the AMA publishes them: of all editions together, so that a code that has left CPT keeps
//! its section (99201 ended with 2020).

/// A section of Category I.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Section {
    /// 99201 to 99499.
    EvaluationAndManagement,
    /// 00100 to 01999 and 99100 to 99140.
    Anesthesia,
    /// 10004 to 69990.
    Surgery,
    /// 70010 to 79999.
    Radiology,
    /// 80047 to 89398.
    PathologyAndLaboratory,
    /// 90281 to 99199 without those of anesthesia, and 99500 to 99607.
    Medicine,
}

/// A part of the section Surgery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SurgerySection {
    /// 10004 to 10021.
    General,
    /// 10030 to 19499.
    Integumentary,
    /// 20000 to 29999.
    Musculoskeletal,
    /// 30000 to 32999.
    Respiratory,
    /// 33010 to 37799.
    Cardiovascular,
    /// 38100 to 38999.
    HemicAndLymphatic,
    /// 39000 to 39599.
    MediastinumAndDiaphragm,
    /// 40490 to 49999.
    Digestive,
    /// 50010 to 53899.
    Urinary,
    /// 54000 to 55899.
    MaleGenital,
    /// 55920.
    ReproductiveProcedures,
    /// 55970 to 55980.
    Intersex,
    /// 56405 to 58999.
    FemaleGenital,
    /// 59000 to 59899.
    MaternityAndDelivery,
    /// 60000 to 60699.
    Endocrine,
    /// 61000 to 64999.
    Nervous,
    /// 65091 to 68899.
    EyeAndOcularAdnexa,
    /// 69000 to 69979.
    Auditory,
    /// 69990.
    OperatingMicroscope,
}

impl Section {
    pub(super) const fn of_number(number: u32) -> Option<Section> {
        match number {
            100..=1999 | 99100..=99140 => Some(Section::Anesthesia),
            10004..=69990 => Some(Section::Surgery),
            70010..=79999 => Some(Section::Radiology),
            80047..=89398 => Some(Section::PathologyAndLaboratory),
            90281..=99199 | 99500..=99607 => Some(Section::Medicine),
            99201..=99499 => Some(Section::EvaluationAndManagement),
            _ => None,
        }
    }
}

const SURGERY: [(u32, u32, SurgerySection); 19] = [
    (10004, 10021, SurgerySection::General),
    (10030, 19499, SurgerySection::Integumentary),
    (20000, 29999, SurgerySection::Musculoskeletal),
    (30000, 32999, SurgerySection::Respiratory),
    (33010, 37799, SurgerySection::Cardiovascular),
    (38100, 38999, SurgerySection::HemicAndLymphatic),
    (39000, 39599, SurgerySection::MediastinumAndDiaphragm),
    (40490, 49999, SurgerySection::Digestive),
    (50010, 53899, SurgerySection::Urinary),
    (54000, 55899, SurgerySection::MaleGenital),
    (55920, 55920, SurgerySection::ReproductiveProcedures),
    (55970, 55980, SurgerySection::Intersex),
    (56405, 58999, SurgerySection::FemaleGenital),
    (59000, 59899, SurgerySection::MaternityAndDelivery),
    (60000, 60699, SurgerySection::Endocrine),
    (61000, 64999, SurgerySection::Nervous),
    (65091, 68899, SurgerySection::EyeAndOcularAdnexa),
    (69000, 69979, SurgerySection::Auditory),
    (69990, 69990, SurgerySection::OperatingMicroscope),
];

pub(super) fn surgery(number: u32) -> Option<SurgerySection> {
    SURGERY
        .iter()
        .find(|(first, last, _)| (*first..=*last).contains(&number))
        .map(|(.., section)| *section)
}
