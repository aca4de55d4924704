//! What a grouping comes to.

use core::fmt;

/// One of the two results of a claim: before and after hospital-acquired conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// [`ReturnCode::Ok`] when there is a DRG.
    pub return_code: ReturnCode,
    /// The major diagnostic category, 1 to 25; 0 with an error.
    pub mdc: u8,
    /// The MS-DRG; 999, ungroupable, with an error.
    pub drg: u16,
    /// The first DRG of the group that differs by severity only.
    pub base_drg: u16,
    /// Medical or surgical.
    pub kind: Kind,
    /// The severity of the claim in the row of the DRG.
    pub severity: Severity,
    /// The severity that the DRG depends on.
    pub sdx_severity: SdxSeverity,
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// The grouper's own name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

named! {
    /// Whether a claim was grouped, and if not, why.
    ReturnCode {
        /// There is a DRG.
        Ok = "OK",
        /// The principal diagnosis is missing, or not in the version.
        InvalidPrincipal = "INVALID_PDX",
        /// The principal diagnosis is an external cause, or leads to no DRG.
        CannotBePrincipal = "DX_CANNOT_BE_PDX",
        /// The MDC depends on the sex, which is neither 1 nor 2.
        InvalidSex = "INVALID_SEX",
        /// The DRG depends on the discharge status, which is missing or unknown.
        InvalidDischargeStatus = "INVALID_DISCHARGE_STATUS",
        /// Final only: a hospital-acquired condition lacks a valid indicator for "present on admission".
        HacMissingOnePoa = "HAC_MISSING_ONE_POA",
        /// Final only, where it is unknown whether the hospital is exempt: a condition is met that was not present on admission
        /// (N or U), and no other secondary diagnosis lacks Y or W. Its rule, and those of the next two, are as another program
        /// has them, not verified against an official answer.
        HacStatusInvalidPoaNOrU = "HAC_STATUS_INVALID_POA_N_OR_U",
        /// As the one before, with another indicator.
        HacStatusInvalidPoaInvalidOr1 = "HAC_STATUS_INVALID_POA_INVALID_OR_1",
        /// As the one before, with two or more secondary diagnoses, conditions or not, that lack Y or W.
        HacStatusInvalidMultHacs = "HAC_STATUS_INVALID_MULT_HACS_POA_NOT_Y_W",
    }
}

named! {
    /// Medical or surgical.
    Kind {
        /// Decided by procedures.
        Surgical = "SURGICAL",
        /// Decided by diagnoses.
        Medical = "MEDICAL",
        /// An error, or a DRG that is neither, such as 998.
        Neither = "NONE",
    }
}

named! {
    /// The highest severity of the secondary diagnoses that count.
    Severity {
        /// A major complication or comorbidity.
        Mcc = "MCC",
        /// A complication or comorbidity.
        Cc = "CC",
        /// Neither.
        NonCc = "NON_CC",
        /// Not asked: an error, or a DRG that is neither medical nor surgical.
        None = "NONE",
    }
}

named! {
    /// The severity that was decisive.
    SdxSeverity {
        /// A major complication or comorbidity.
        Mcc = "MCC",
        /// A complication or comorbidity.
        Cc = "CC",
        /// Another severity would have given the same DRG, or there is none.
        NonCc = "NON_CC",
    }
}

named! {
    /// What hospital-acquired conditions did to the DRG.
    HacStatus {
        /// There is none, or the claim is in error.
        NotApplicable = "NOT_APPLICABLE",
        /// The final DRG is the initial one.
        NoChange = "FINAL_DRG_NO_CHANGE",
        /// The final DRG is another.
        Changes = "FINAL_DRG_CHANGES",
        /// There is no final DRG.
        Ungroupable = "FINAL_DRG_UNGROUPABLE",
    }
}

named! {
    /// Whether the admitting diagnosis is one. It does not matter to the DRG.
    AdmittingStatus {
        /// In the version.
        Valid = "DX_VALID",
        /// Not in the version.
        Invalid = "DX_INVALID",
        /// Empty.
        NotGiven = "DX_NOT_GIVEN",
    }
}

named! {
    /// For which of the two results a code was decisive.
    Affects {
        /// Initial and final.
        Both = "BOTH",
        /// The initial one only.
        Initial = "INITIAL",
        /// The final one only.
        Final = "FINAL",
        /// For neither, or it was not asked.
        None = "NONE",
    }
}

named! {
    /// What a secondary diagnosis brings to the severity, or why nothing.
    SeverityUse {
        /// No severity, or no DRG.
        Neither = "NEITHER",
        /// A complication or comorbidity.
        Cc = "CC",
        /// A major one.
        Mcc = "MCC",
        /// Not beside this principal diagnosis.
        CcExcluded = "CC_EXCLUDED",
        /// Not beside this principal diagnosis.
        MccExcluded = "MCC_EXCLUDED",
        /// Not in this DRG, of which it is a part already (V41.1 and later; before they are printed as CC).
        CcExcludedByDrg = "CC_EXCLUDED_BY_DRG_LOGIC",
        /// Not in this DRG, of which it is a part already.
        MccExcludedByDrg = "MCC_EXCLUDED_BY_DRG_LOGIC",
    }
}

named! {
    /// What was made of the indicator for "present on admission".
    PoaCheck {
        /// The code is no hospital-acquired condition, or they were not looked for.
        NotChecked = "POA_NOT_CHECKED",
        /// Y or W.
        Present = "POA_RECOGNIZED_YES_POA",
        /// N or U.
        NotPresent = "POA_RECOGNIZED_NOT_POA",
        /// Anything else.
        NotRecognized = "POA_NOT_RECOGNIZED",
        /// The code is a hospital-acquired condition, and the hospital exempt. As another program has it, not verified.
        Exempt = "HOSPITAL_EXEMPT",
    }
}

named! {
    /// What a code is to a hospital-acquired condition.
    HacUse {
        /// It is one, acquired here or perhaps.
        CriteriaMet = "HAC_CRITERIA_MET",
        /// It would be one, but was present on admission, or something else is missing.
        CriteriaNotMet = "HAC_CRITERIA_NOT_MET",
        /// Its severity counts for nothing anyway.
        Exclusion = "HAC_NOT_APPLICABLE_EXCLUSION",
        /// The hospital is exempt. As another program has it, not verified.
        Exempt = "HAC_NOT_APPLICABLE_EXEMPT",
        /// A principal diagnosis that belongs to the condition of another code.
        NotOnList = "NOT_ON_HAC_LIST",
    }
}

impl Outcome {
    pub(crate) const fn error(return_code: ReturnCode) -> Outcome {
        Outcome {
            return_code,
            mdc: 0,
            drg: 999,
            base_drg: 999,
            kind: Kind::Neither,
            severity: Severity::None,
            sdx_severity: SdxSeverity::NonCc,
        }
    }

    /// Whether there is a DRG.
    #[must_use]
    pub fn is_grouped(&self) -> bool {
        self.return_code == ReturnCode::Ok
    }
}

impl Default for Outcome {
    /// As of a claim without a principal diagnosis.
    fn default() -> Outcome {
        Outcome::error(ReturnCode::InvalidPrincipal)
    }
}
