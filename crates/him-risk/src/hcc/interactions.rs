//! Which categories act together. The names are those of the coefficients; the groups are those of CMS's macros V22H79M,
//! V24H86M, V28115M, E2122P2M (ESRD V21) and E2423M (ESRD V24), and were compared pair by pair with another program.

use super::model::Model;

/// An interaction.
pub(super) struct Interaction {
    pub(super) name: &'static str,
    /// One category of each group must be there.
    pub(super) groups: &'static [&'static [u16]],
    pub(super) who: Who,
}

/// Of whom an interaction speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    All,
    /// DISABL of CMS's macro.
    Disabled,
    /// Below 65.
    NonAged,
}

const fn of_all(name: &'static str, groups: &'static [&'static [u16]]) -> Interaction {
    let who = Who::All;
    Interaction { name, groups, who }
}

const fn of_disabled(name: &'static str, groups: &'static [&'static [u16]]) -> Interaction {
    let who = Who::Disabled;
    Interaction { name, groups, who }
}

pub(super) const fn of(model: Model) -> &'static [Interaction] {
    match model {
        Model::CmsHccV22 => V22,
        Model::CmsHccV24 => V24,
        Model::CmsHccV28 => V28,
        Model::EsrdV21 => ESRD_V21,
        Model::EsrdV24 => ESRD_V24,
        // Theirs are named after their category and built from the coefficients.
        Model::RxHccV05 | Model::RxHccV08 => &[],
    }
}

const CANCER: &[u16] = &[8, 9, 10, 11, 12];
const DIABETES: &[u16] = &[17, 18, 19];
const HEART_FAILURE: &[u16] = &[85];
const LUNG: &[u16] = &[110, 111, 112];
const LUNG_V21: &[u16] = &[110, 111];
const RESPIRATORY_FAILURE: &[u16] = &[82, 83, 84];
const KIDNEY_V22: &[u16] = &[134, 135, 136, 137];
const KIDNEY_V24: &[u16] = &[134, 135, 136, 137, 138];
const KIDNEY_V21: &[u16] = &[134, 135, 136, 137, 138, 139, 140, 141];
const SUBSTANCES_V22: &[u16] = &[54, 55];
const SUBSTANCES_V24: &[u16] = &[54, 55, 56];
const PSYCHIATRIC_V22: &[u16] = &[57, 58];
const PSYCHIATRIC_V24: &[u16] = &[57, 58, 59, 60];
const ULCER_V22: &[u16] = &[157, 158];
const ULCER_V24: &[u16] = &[157, 158, 159];
const ULCER_V21: &[u16] = &[157, 158, 159, 160];
const SEPSIS: &[u16] = &[2];
const OPENINGS: &[u16] = &[188];
const PNEUMONIA: &[u16] = &[114];
const SCHIZOPHRENIA: &[u16] = &[57];
const SEIZURES: &[u16] = &[79];

const V22: &[Interaction] = &[
    of_all("HCC47_gCancer", &[&[47], CANCER]),
    of_all("HCC85_gDiabetesMellit", &[HEART_FAILURE, DIABETES]),
    of_all("HCC85_gCopdCF", &[HEART_FAILURE, LUNG]),
    of_all("HCC85_gRenal", &[HEART_FAILURE, KIDNEY_V22]),
    of_all("gRespDepandArre_gCopdCF", &[RESPIRATORY_FAILURE, LUNG]),
    of_all("HCC85_HCC96", &[HEART_FAILURE, &[96]]),
    of_all(
        "gSubstanceAbuse_gPsychiatric",
        &[SUBSTANCES_V22, PSYCHIATRIC_V22],
    ),
    of_all("DIABETES_CHF", &[DIABETES, HEART_FAILURE]),
    of_all("CHF_gCopdCF", &[HEART_FAILURE, LUNG]),
    of_all("gCopdCF_CARD_RESP_FAIL", &[LUNG, RESPIRATORY_FAILURE]),
    of_all("SEPSIS_PRESSURE_ULCER", &[SEPSIS, ULCER_V22]),
    of_all("SEPSIS_ARTIF_OPENINGS", &[SEPSIS, OPENINGS]),
    of_all("ART_OPENINGS_PRESSURE_ULCER", &[OPENINGS, ULCER_V22]),
    of_all("gCopdCF_ASP_SPEC_BACT_PNEUM", &[LUNG, PNEUMONIA]),
    of_all("ASP_SPEC_BACT_PNEUM_PRES_ULC", &[PNEUMONIA, ULCER_V22]),
    of_all("SEPSIS_ASP_SPEC_BACT_PNEUM", &[SEPSIS, PNEUMONIA]),
    of_all("SCHIZOPHRENIA_gCopdCF", &[SCHIZOPHRENIA, LUNG]),
    of_all("SCHIZOPHRENIA_CHF", &[SCHIZOPHRENIA, HEART_FAILURE]),
    of_all("SCHIZOPHRENIA_SEIZURES", &[SCHIZOPHRENIA, SEIZURES]),
    of_disabled("DISABLED_HCC85", &[HEART_FAILURE]),
    of_disabled("DISABLED_PRESSURE_ULCER", &[ULCER_V22]),
    of_disabled("DISABLED_HCC161", &[&[161]]),
    of_disabled("DISABLED_HCC39", &[&[39]]),
    of_disabled("DISABLED_HCC77", &[&[77]]),
    of_disabled("DISABLED_HCC6", &[&[6]]),
];

const V24: &[Interaction] = &[
    of_all("HCC47_gCancer", &[&[47], CANCER]),
    of_all("DIABETES_CHF", &[DIABETES, HEART_FAILURE]),
    of_all("CHF_gCopdCF", &[HEART_FAILURE, LUNG]),
    of_all("HCC85_gRenal_V24", &[HEART_FAILURE, KIDNEY_V24]),
    of_all("gCopdCF_CARD_RESP_FAIL", &[LUNG, RESPIRATORY_FAILURE]),
    of_all("HCC85_HCC96", &[HEART_FAILURE, &[96]]),
    of_all(
        "gSubstanceUseDisorder_gPsych",
        &[SUBSTANCES_V24, PSYCHIATRIC_V24],
    ),
    of_all("SEPSIS_PRESSURE_ULCER", &[SEPSIS, ULCER_V24]),
    of_all("SEPSIS_ARTIF_OPENINGS", &[SEPSIS, OPENINGS]),
    of_all("ART_OPENINGS_PRESS_ULCER", &[OPENINGS, ULCER_V24]),
    of_all("gCopdCF_ASP_SPEC_B_PNEUM", &[LUNG, PNEUMONIA]),
    of_all("ASP_SPEC_B_PNEUM_PRES_ULC", &[PNEUMONIA, ULCER_V24]),
    of_all("SEPSIS_ASP_SPEC_BACT_PNEUM", &[SEPSIS, PNEUMONIA]),
    of_all("SCHIZOPHRENIA_gCopdCF", &[SCHIZOPHRENIA, LUNG]),
    of_all("SCHIZOPHRENIA_CHF", &[SCHIZOPHRENIA, HEART_FAILURE]),
    of_all("SCHIZOPHRENIA_SEIZURES", &[SCHIZOPHRENIA, SEIZURES]),
    of_disabled("DISABLED_HCC85", &[HEART_FAILURE]),
    of_disabled("DISABLED_PRESSURE_ULCER", &[ULCER_V24]),
    of_disabled("DISABLED_HCC161", &[&[161]]),
    of_disabled("DISABLED_HCC39", &[&[39]]),
    of_disabled("DISABLED_HCC77", &[&[77]]),
    of_disabled("DISABLED_HCC6", &[&[6]]),
];

const DIABETES_V28: &[u16] = &[35, 36, 37, 38];
const HEART_FAILURE_V28: &[u16] = &[221, 222, 223, 224, 225, 226];
const LUNG_V28: &[u16] = &[276, 277, 278, 279, 280];
const KIDNEY_V28: &[u16] = &[326, 327, 328, 329];
const RESPIRATORY_FAILURE_V28: &[u16] = &[211, 212, 213];
const SUBSTANCES_V28: &[u16] = &[135, 136, 137, 138, 139];
const PSYCHIATRIC_V28: &[u16] = &[151, 152, 153, 154, 155];
const CANCER_V28: &[u16] = &[17, 18, 19, 20, 21, 22, 23];
const NEURO_V28: &[u16] = &[180, 181, 182, 190, 191, 192, 195, 196, 198, 199];
const ULCER_V28: &[u16] = &[379, 380, 381, 382];

const V28: &[Interaction] = &[
    of_all("DIABETES_HF_V28", &[DIABETES_V28, HEART_FAILURE_V28]),
    of_all("HF_CHR_LUNG_V28", &[HEART_FAILURE_V28, LUNG_V28]),
    of_all("HF_KIDNEY_V28", &[HEART_FAILURE_V28, KIDNEY_V28]),
    of_all(
        "CHR_LUNG_CARD_RESP_FAIL_V28",
        &[LUNG_V28, RESPIRATORY_FAILURE_V28],
    ),
    of_all("HF_HCC238_V28", &[HEART_FAILURE_V28, &[238]]),
    of_all(
        "gSubUseDisorder_gPsych_V28",
        &[SUBSTANCES_V28, PSYCHIATRIC_V28],
    ),
    of_disabled("DISABLED_CANCER_V28", &[CANCER_V28]),
    of_disabled("DISABLED_NEURO_V28", &[NEURO_V28]),
    of_disabled("DISABLED_HF_V28", &[HEART_FAILURE_V28]),
    of_disabled("DISABLED_CHR_LUNG_V28", &[LUNG_V28]),
    of_disabled("DISABLED_ULCER_V28", &[ULCER_V28]),
];

const ESRD_V21: &[Interaction] = &[
    of_all("SEPSIS_CARD_RESP_FAIL", &[SEPSIS, RESPIRATORY_FAILURE]),
    of_all("CANCER_IMMUNE", &[CANCER, &[47]]),
    of_all("DIABETES_CHF", &[DIABETES, HEART_FAILURE]),
    of_all("CHF_COPD", &[HEART_FAILURE, LUNG_V21]),
    of_all("CHF_RENAL", &[HEART_FAILURE, KIDNEY_V21]),
    of_all("COPD_CARD_RESP_FAIL", &[LUNG_V21, RESPIRATORY_FAILURE]),
    of_all("SEPSIS_PRESSURE_ULCER", &[SEPSIS, ULCER_V21]),
    of_all("SEPSIS_ARTIF_OPENINGS", &[SEPSIS, OPENINGS]),
    of_all("ART_OPENINGS_PRESSURE_ULCER", &[OPENINGS, ULCER_V21]),
    of_all("COPD_ASP_SPEC_BACT_PNEUM", &[LUNG_V21, PNEUMONIA]),
    of_all("ASP_SPEC_BACT_PNEUM_PRES_ULC", &[PNEUMONIA, ULCER_V21]),
    of_all("SEPSIS_ASP_SPEC_BACT_PNEUM", &[SEPSIS, PNEUMONIA]),
    of_all("SCHIZOPHRENIA_COPD", &[SCHIZOPHRENIA, LUNG_V21]),
    of_all("SCHIZOPHRENIA_CHF", &[SCHIZOPHRENIA, HEART_FAILURE]),
    of_all("SCHIZOPHRENIA_SEIZURES", &[SCHIZOPHRENIA, SEIZURES]),
    of_disabled("NONAGED_HCC6", &[&[6]]),
    of_disabled("NONAGED_HCC34", &[&[34]]),
    of_disabled("NONAGED_HCC46", &[&[46]]),
    of_disabled("NONAGED_HCC54", &[&[54]]),
    of_disabled("NONAGED_HCC55", &[&[55]]),
    of_disabled("NONAGED_HCC110", &[&[110]]),
    of_disabled("NONAGED_HCC176", &[&[176]]),
    of_disabled("NONAGED_HCC85", &[HEART_FAILURE]),
    of_disabled("NONAGED_PRESSURE_ULCER", &[ULCER_V21]),
    of_disabled("NONAGED_HCC161", &[&[161]]),
    of_disabled("NONAGED_HCC39", &[&[39]]),
    of_disabled("NONAGED_HCC77", &[&[77]]),
];

const ESRD_V24: &[Interaction] = &[
    of_all("HCC47_gCancer", &[&[47], CANCER]),
    of_all("DIABETES_CHF", &[DIABETES, HEART_FAILURE]),
    of_all("CHF_gCopdCF", &[HEART_FAILURE, LUNG]),
    of_all("HCC85_gRenal_V24", &[HEART_FAILURE, KIDNEY_V24]),
    of_all("gCopdCF_CARD_RESP_FAIL", &[LUNG, RESPIRATORY_FAILURE]),
    of_all("HCC85_HCC96", &[HEART_FAILURE, &[96]]),
    of_all("gSubUseDs_gPsych_V24", &[SUBSTANCES_V24, PSYCHIATRIC_V24]),
    of_all("SEPSIS_PRESSURE_ULCER_V24", &[SEPSIS, ULCER_V24]),
    of_all("SEPSIS_ARTIF_OPENINGS", &[SEPSIS, OPENINGS]),
    of_all("ART_OPENINGS_PRESS_ULCER_V24", &[OPENINGS, ULCER_V24]),
    of_all("gCopdCF_ASP_SPEC_B_PNEUM", &[LUNG, PNEUMONIA]),
    of_all("ASP_SPEC_B_PNEUM_PRES_ULC_V24", &[PNEUMONIA, ULCER_V24]),
    of_all("SEPSIS_ASP_SPEC_BACT_PNEUM", &[SEPSIS, PNEUMONIA]),
    of_all("SCHIZOPHRENIA_gCopdCF", &[SCHIZOPHRENIA, LUNG]),
    of_all("SCHIZOPHRENIA_CHF", &[SCHIZOPHRENIA, HEART_FAILURE]),
    of_all("SCHIZOPHRENIA_SEIZURES", &[SCHIZOPHRENIA, SEIZURES]),
    of_disabled(
        "NONAGED_gSubUseDs_gPsych",
        &[SUBSTANCES_V24, PSYCHIATRIC_V24],
    ),
    of_disabled("NONAGED_HCC6", &[&[6]]),
    of_disabled("NONAGED_HCC34", &[&[34]]),
    of_disabled("NONAGED_HCC46", &[&[46]]),
    of_disabled("NONAGED_HCC110", &[&[110]]),
    of_disabled("NONAGED_HCC176", &[&[176]]),
    of_disabled("NONAGED_HCC85", &[HEART_FAILURE]),
    of_disabled("NONAGED_PRESSURE_ULCER_V24", &[ULCER_V24]),
    of_disabled("NONAGED_HCC161", &[&[161]]),
    of_disabled("NONAGED_HCC39", &[&[39]]),
    of_disabled("NONAGED_HCC77", &[&[77]]),
];
