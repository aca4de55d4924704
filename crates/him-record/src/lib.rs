//! The patient record: what a medical-records department keeps about one person, in types that do
//! not leak it.
//!
//! ```
//! use him_codes::CodeSystem;
//! use him_record::{Chart, Concept, Diagnosis, Entry, HumanName, Patient};
//!
//! // Invented for this example.
//! let mut name = HumanName::default();
//! name.family = Some("Exemplar".into());
//! let mut patient = Patient::default();
//! patient.names.push(name);
//!
//! let mut chart = Chart::new(patient);
//! let mut diagnosis = Diagnosis::default();
//! diagnosis.code = Some(Concept::coded(CodeSystem::Icd10Cm, "E11.9"));
//! chart.diagnoses.push(Entry::new(diagnosis));
//!
//! // Formatting a chart, or anything in it, never shows whose it is.
//! assert!(!format!("{chart:?}").contains("Exemplar"));
//! assert!(!format!("{chart:?}").contains("E11.9"));
//! ```
//!
//! # Overview
//! - [`Chart`] holds the [`Patient`] and the entries: [`Encounter`], [`Diagnosis`], [`Procedure`],
//!   [`Observation`], [`Medication`], [`Allergy`], [`Immunization`], [`Report`], [`Note`], and the
//!   [`Directory`] of those who gave care.
//! - [`Entry`] is the envelope of each: its id, its address and the JSON from which it came.
//! - [`Phi`] keeps whatever identifies a person out of `Debug`; nothing in it has `Display`.
//! - [`PartialDate`] and [`Moment`] are dates as charts have them, down to the year or with an
//!   offset; [`Decimal`] keeps the digits of a result.
//! - [`identifier`]: NPI, DEA, Medicare and Social Security numbers, medical record numbers by scheme.
//! - [`life`]: draft, signed, co-signed, addended, amended, in error: a move that a rule forbids is an error
//!   with the rule. [`amendment`]: requests of patients by 45 CFR 164.526.
//! - [`history`]: the log of events, chained by SHA-256: any past chart rebuilt, merge and unmerge,
//!   checkpoints. [`audit`]: who looked at what.
//! - [`confidentiality`]: labels, and a view that withholds by purpose and role. [`record_set`]: the
//!   designated record set by policy, and its export.
//! - [`validation`]: every finding about a chart with its path; [`ucum`]: units.
//! - JSON: every type has serde's `Serialize` and `Deserialize`; [`Chart::from_json`] and
//!   [`Chart::to_json`] read and write a whole chart of a [`SchemaVersion`], and [`UnknownMembers`] keeps what a
//!   later version added.
//!
//! # Does
//! Holds a chart in the terms of FHIR R4, and all of its past; finds what references point to
//! ([`Links`]); tells the date of service of a diagnosis ([`Chart::date_of_service`]).
//!
//! # Does not do
//! - Exchange formats: `him-exchange` reads and writes them.
//! - Storage and encryption: the log hands out bytes, and the example `chart_store` shows a store.
//! - Decide for a site: the rules of [`confidentiality`] and [`record_set`] beyond federal law are defaults, and
//!   say so. The tables of [`ucum`] are incomplete, and say how.
//!
//! # Crate features
//! - `serde` (default): JSON.
//! - `history` (default): the log and exports; needs `serde`.
//! - `sign`: Ed25519 signatures of checkpoints.
//! - `zeroize`: Social Security and Medicare numbers are overwritten in memory when dropped; the keys of
//!   `sign` always are.

mod actor;
mod allergy;
pub mod amendment;
pub mod audit;
#[cfg(all(test, feature = "history"))]
mod canary;
mod care;
mod chart;
mod concept;
pub mod confidentiality;
mod content;
mod coverage;
mod decimal;
mod device;
mod diagnosis;
mod document;
mod encounter;
mod entries;
mod entry;
mod envelope;
mod error;
#[cfg(feature = "history")]
pub mod history;
pub mod identifier;
mod immunization;
#[cfg(feature = "serde")]
mod json;
mod kind;
pub mod life;
mod medication;
mod note;
mod observation;
mod part;
mod patient;
mod person;
mod phi;
mod procedure;
mod provider;
#[cfg(feature = "history")]
pub mod record_set;
mod record_type;
mod reference;
mod report;
pub mod resource_type;
mod scan;
mod time;
mod trace;
pub mod ucum;
mod unknown;
pub mod validation;
mod value_set;

pub use actor::Actor;
pub use allergy::{Allergy, AllergyKind, Criticality, Reaction, ReactionSeverity};
pub use amendment::AmendmentRequest;
pub use care::{
    CarePlan, CarePlanActivity, CarePlanDetail, CareTeam, CareTeamMember, CareTeamStatus, Episode,
    EpisodeStatus, Goal, GoalStatus, GoalTarget, Order, RequestIntent, RequestPriority,
    RequestStatus,
};
pub use chart::{Chart, Directory};
pub use concept::{Coding, Concept, SystemUri};
pub use content::Content;
pub use coverage::{
    Account, AccountCoverage, AccountStatus, Claim, ClaimDiagnosis, ClaimForm, ClaimInsurance,
    ClaimItem, ClaimProcedure, ClaimUse, Consent, ConsentStatus, Coverage, CoverageClass,
    FinancialStatus, Guarantor, Money, Provision, ProvisionKind,
};
pub use decimal::Decimal;
pub use device::{
    Binary, Device, DeviceName, DeviceStatus, Drug, DrugStatus, ImagingSeries, ImagingStatus,
    ImagingStudy, Ingredient, Specimen, SpecimenStatus, Udi,
};
pub use diagnosis::{
    ClinicalStatus, Diagnosis, DiagnosisRole, Evidence, PresentOnAdmission, Verification,
};
#[cfg(feature = "serde")]
pub use document::JsonError;
pub use document::SchemaVersion;
pub use encounter::{Encounter, EncounterClass, EncounterDiagnosis, EncounterStatus, LocationMove};
pub use entry::{Entry, SourceJson, SourcePlace, Unheld};
pub use error::{Error, ErrorKind};
pub use immunization::Immunization;
pub use kind::{AnyEntry, EntryRef};
pub use medication::{Medication, MedicationKind, MedicationStatus};
pub use note::{Attachment, AttachmentData, DocumentStatus, Note, NoteForm, NoteStatus};
pub use observation::{
    Comparator, Observation, ObservationCategory, ObservedComponent, ObservedValue, Quantity,
    ReferenceRange, ResultStatus,
};
pub use part::{EntryHead, EntryKind};
pub use patient::{Contact, Deceased, Patient, Sex};
pub use person::{Address, HumanName, Identifier, Telecom, TelecomSystem, Use};
pub use phi::{Phi, PhiText};
pub use procedure::{EventStatus, Procedure};
pub use provider::{Location, Organization, Practitioner, PractitionerRole, Qualification};
pub use reference::{Links, Reference};
pub use report::Report;
pub use scan::ScannedDocument;
pub use time::{Moment, PartialDate, Period};
pub use trace::{
    AuditAction, AuditAgent, AuditDetail, AuditEntity, AuditOutcome, AuditRecord, Provenance,
    ProvenanceAgent,
};
pub use unknown::UnknownMembers;
