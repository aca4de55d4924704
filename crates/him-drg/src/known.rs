//! Names of attributes, and those that the steps of grouping ask for by name.

use crate::set::Set;

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

impl Known {
    pub(crate) fn of(names: &Names) -> Known {
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
