//! The MS-DRG grouper.

mod answer;
mod blob;
mod case;
mod code_list;
mod conditions;
mod error;
mod formula;
mod grouper;
mod grouping;
mod marks;
mod options;
mod outcome;
mod set;
mod steps;
mod tables;
mod version;
mod view;

pub use him_drg_data::{SOURCES, Source};

pub use crate::answer::Identified;
pub use crate::error::{Error, ErrorKind};
pub use crate::grouper::Grouper;
pub use crate::grouping::{DiagnosisResult, Grouping, HacEntry, ProcedureResult};
pub use crate::options::{Hospital, Options, Ties};
pub use crate::outcome::{
    AdmittingStatus, Affects, HacStatus, HacUse, Kind, Outcome, PoaCheck, ReturnCode, SdxSeverity,
    Severity, SeverityUse,
};
pub use crate::version::{NotAVersion, Version};
