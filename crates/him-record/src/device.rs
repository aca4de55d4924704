//! Things: devices, specimens, images, drugs as products, binaries.

use crate::record_type::record;
use crate::value_set::value_set;
use crate::{AttachmentData, Coding, Concept, Identifier, Moment, Period, Phi, PhiText, Reference};

value_set! {
    /// Where a device stands (FHIR R4 `FHIRDeviceStatus`).
    pub enum DeviceStatus {
        /// In use.
        Active = "active",
        /// Not in use.
        Inactive = "inactive",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// An implant or apparatus (FHIR R4 `Device`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Device {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// Unique device identifiers (21 CFR 801.20).
        pub udi: Vec<Udi>,
        /// Where it stands.
        pub status: Option<DeviceStatus>,
        /// Who made it.
        pub manufacturer: Option<PhiText>,
        /// When it was made.
        pub manufactured: Option<Phi<Moment>>,
        /// Until when it may be used.
        pub expires: Option<Phi<Moment>>,
        /// The lot.
        pub lot_number: Option<PhiText>,
        /// The number of this one.
        pub serial_number: Option<PhiText>,
        /// What it is called.
        pub names: Vec<DeviceName>,
        /// The model.
        pub model_number: Option<PhiText>,
        /// What it is.
        pub kind: Option<Concept>,
        /// Who owns it.
        pub owner: Option<Reference>,
        /// Where it is.
        pub location: Option<Reference>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

record! {
    /// A unique device identifier (FHIR R4 `Device.udiCarrier`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Udi {
        /// The fixed part, for the model.
        pub device_identifier: Option<PhiText>,
        /// Who issues such identifiers.
        pub issuer: Option<PhiText>,
        /// The whole identifier as people read it.
        pub carrier: Option<PhiText>,
    }
}

record! {
    /// A name of a device (FHIR R4 `Device.deviceName`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct DeviceName {
        /// The name.
        pub name: Option<PhiText>,
        /// Whose name it is, a code of `DeviceNameType`.
        pub kind: Option<PhiText>,
    }
}

value_set! {
    /// Where a specimen stands (FHIR R4 `SpecimenStatus`).
    pub enum SpecimenStatus {
        /// There.
        Available = "available",
        /// Not there.
        Unavailable = "unavailable",
        /// Not fit for use.
        Unsatisfactory = "unsatisfactory",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// A sample taken from the patient (FHIR R4 `Specimen`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Specimen {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// The number that the laboratory gave it.
        pub accession: Option<Identifier>,
        /// Where it stands.
        pub status: Option<SpecimenStatus>,
        /// What it is.
        pub kind: Option<Concept>,
        /// When the laboratory received it.
        pub received: Option<Phi<Moment>>,
        /// From what it was taken.
        pub parents: Vec<Reference>,
        /// The orders for which it was taken.
        pub orders: Vec<Reference>,
        /// When it was taken.
        pub collected: Period,
        /// Who took it.
        pub collector: Option<Reference>,
        /// How it was taken.
        pub method: Option<Concept>,
        /// From what part of the body.
        pub body_site: Option<Concept>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

value_set! {
    /// Where an imaging study stands (FHIR R4 `ImagingStudyStatus`).
    pub enum ImagingStatus {
        /// Ordered, nothing there yet.
        Registered = "registered",
        /// There.
        Available = "available",
        /// Not made.
        Cancelled = "cancelled",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
        /// Not known.
        Unknown = "unknown",
    }
}

record! {
    /// Images made on one occasion (FHIR R4 `ImagingStudy`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ImagingStudy {
        /// The study UID and the accession number.
        pub identifiers: Vec<Identifier>,
        /// Where it stands.
        pub status: Option<ImagingStatus>,
        /// How the images were made.
        pub modalities: Vec<Coding>,
        /// The encounter in which they were made.
        pub encounter: Option<Reference>,
        /// When they were made.
        pub started: Option<Phi<Moment>>,
        /// The orders.
        pub orders: Vec<Reference>,
        /// Who ordered them.
        pub referrer: Option<Reference>,
        /// Who read them.
        pub interpreters: Vec<Reference>,
        /// How many series.
        pub series_count: Option<u32>,
        /// How many images.
        pub instance_count: Option<u32>,
        /// What was done.
        pub procedures: Vec<Concept>,
        /// Where they were made.
        pub location: Option<Reference>,
        /// Why.
        pub reasons: Vec<Concept>,
        /// In words.
        pub description: Option<PhiText>,
        /// The series.
        pub series: Vec<ImagingSeries>,
        /// Remarks.
        pub remarks: Vec<PhiText>,
    }
}

record! {
    /// Images that belong together within a study (FHIR R4 `ImagingStudy.series`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct ImagingSeries {
        /// The series UID.
        pub uid: Option<PhiText>,
        /// Its number within the study.
        pub number: Option<u32>,
        /// How the images were made.
        pub modality: Option<Coding>,
        /// In words.
        pub description: Option<PhiText>,
        /// How many images.
        pub instance_count: Option<u32>,
        /// Of what part of the body.
        pub body_site: Option<Coding>,
        /// When the series was begun.
        pub started: Option<Phi<Moment>>,
    }
}

value_set! {
    /// Where a drug stands (FHIR R4 `MedicationStatusCodes`).
    pub enum DrugStatus {
        /// In use.
        Active = "active",
        /// Not in use.
        Inactive = "inactive",
        /// Should not have been written.
        EnteredInError = "entered-in-error",
    }
}

record! {
    /// A drug as a product (FHIR R4 `Medication`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Drug {
        /// Numbers.
        pub identifiers: Vec<Identifier>,
        /// What it is.
        pub code: Option<Concept>,
        /// Where it stands.
        pub status: Option<DrugStatus>,
        /// Who made it.
        pub manufacturer: Option<Reference>,
        /// Tablet, solution and so on.
        pub form: Option<Concept>,
        /// What is in it.
        pub ingredients: Vec<Ingredient>,
        /// The lot.
        pub lot_number: Option<PhiText>,
        /// Until when it may be used.
        pub expires: Option<Phi<Moment>>,
    }
}

record! {
    /// What is in a drug (FHIR R4 `Medication.ingredient`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Ingredient {
        /// The substance as a code.
        pub code: Option<Concept>,
        /// The substance as an entry of its own.
        pub item: Option<Reference>,
        /// Whether it is what works.
        pub is_active: Option<bool>,
    }
}

record! {
    /// Bytes with a media type, to which attachments refer (FHIR R4 `Binary`).
    #[derive(Debug, Clone, Default, PartialEq)]
    #[non_exhaustive]
    pub struct Binary {
        /// The media type.
        pub media_type: Option<PhiText>,
        /// The entry that says who may see it, often a document reference.
        pub security_context: Option<Reference>,
        /// What it holds.
        pub data: AttachmentData,
    }
}
