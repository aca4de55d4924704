use core::fmt;
use core::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// A code system that charts of the United States carry, told from its URI or OID.
///
/// A code alone never says what system it belongs to: `E0720` is a HCPCS Level II code and, undotted, `E07.20` would
/// have the same shape in ICD-10-CM. The system therefore always comes from the record, as FHIR's `Coding.system`, or
/// as the OID of HL7 v3, C-CDA and (through a table of the sender) HL7 v2.
///
/// URIs and OIDs are those of HL7 Terminology (THO), with the older forms that senders still use.
///
/// ```
/// use him_codes::CodeSystem;
///
/// assert_eq!(CodeSystem::from_uri("http://hl7.org/fhir/sid/icd-10-cm"), Some(CodeSystem::Icd10Cm));
/// assert_eq!(CodeSystem::from_uri("urn:oid:2.16.840.1.113883.6.90"), Some(CodeSystem::Icd10Cm));
/// assert_eq!(CodeSystem::from_oid("2.16.840.1.113883.6.90"), Some(CodeSystem::Icd10Cm));
/// assert_eq!(CodeSystem::Icd10Cm.uri(), "http://hl7.org/fhir/sid/icd-10-cm");
/// assert_eq!(CodeSystem::from_uri("http://example.org/local-codes"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CodeSystem {
    /// ICD-10-CM, diagnoses (CDC/NCHS).
    Icd10Cm,
    /// ICD-10-PCS, inpatient procedures (CMS).
    Icd10Pcs,
    /// ICD-10 of the World Health Organization, used on death certificates. Not ICD-10-CM: `A04.7` is complete here.
    Icd10,
    /// ICD-9-CM diagnoses (volumes 1 and 2), in force until 2015-09-30. FHIR's one URI for ICD-9-CM means this.
    Icd9Cm,
    /// ICD-9-CM procedures (volume 3), in force until 2015-09-30.
    Icd9CmProcedure,
    /// SNOMED CT, any edition.
    SnomedCt,
    /// LOINC (Regenstrief Institute).
    Loinc,
    /// RxNorm, drugs (NLM).
    RxNorm,
    /// CVX, vaccines administered (CDC).
    Cvx,
    /// MVX, manufacturers of vaccines (CDC).
    Mvx,
    /// CPT, physicians' procedures (AMA), which is also HCPCS Level I.
    Cpt,
    /// HCPCS Level II, supplies and services (CMS).
    Hcpcs,
    /// CDT, dental procedures (ADA).
    Cdt,
    /// National Drug Code (FDA).
    Ndc,
    /// Units of measure (UCUM).
    Ucum,
    /// Unique Ingredient Identifier of substances (FDA).
    Unii,
    /// Race and ethnicity (CDC), as US Core uses it.
    RaceEthnicity,
    /// Health Care Provider Taxonomy (NUCC).
    ProviderTaxonomy,
    /// Revenue codes of institutional claims (NUBC).
    RevenueCode,
    /// Patient discharge status of institutional claims, form locator 17 (NUBC).
    DischargeStatus,
    /// Place of service of professional claims (CMS).
    PlaceOfService,
    /// Present-on-admission indicator of institutional claims (CMS).
    PresentOnAdmission,
}

impl CodeSystem {
    /// Every system that this edition of the crate knows, in the order of their declaration.
    pub const ALL: &[CodeSystem] = &[
        CodeSystem::Icd10Cm,
        CodeSystem::Icd10Pcs,
        CodeSystem::Icd10,
        CodeSystem::Icd9Cm,
        CodeSystem::Icd9CmProcedure,
        CodeSystem::SnomedCt,
        CodeSystem::Loinc,
        CodeSystem::RxNorm,
        CodeSystem::Cvx,
        CodeSystem::Mvx,
        CodeSystem::Cpt,
        CodeSystem::Hcpcs,
        CodeSystem::Cdt,
        CodeSystem::Ndc,
        CodeSystem::Ucum,
        CodeSystem::Unii,
        CodeSystem::RaceEthnicity,
        CodeSystem::ProviderTaxonomy,
        CodeSystem::RevenueCode,
        CodeSystem::DischargeStatus,
        CodeSystem::PlaceOfService,
        CodeSystem::PresentOnAdmission,
    ];

    /// The system that a FHIR URI or a `urn:oid:` names; `None` when it is not one of these.
    ///
    /// Beyond the canonical form this takes what senders write: any case, `https` for `http`, one `/` at the end, a
    /// version after `|`, and the edition and version paths of SNOMED CT (`http://snomed.info/sct/731000124108`).
    #[must_use]
    pub fn from_uri(uri: &str) -> Option<CodeSystem> {
        // These few are most of the codings of a chart.
        match uri {
            "http://snomed.info/sct" => return Some(CodeSystem::SnomedCt),
            "http://loinc.org" => return Some(CodeSystem::Loinc),
            "http://hl7.org/fhir/sid/icd-10-cm" => return Some(CodeSystem::Icd10Cm),
            "http://www.nlm.nih.gov/research/umls/rxnorm" => return Some(CodeSystem::RxNorm),
            "http://unitsofmeasure.org" => return Some(CodeSystem::Ucum),
            "http://hl7.org/fhir/sid/cvx" => return Some(CodeSystem::Cvx),
            "urn:oid:2.16.840.1.113883.6.238" => return Some(CodeSystem::RaceEthnicity),
            _ => {}
        }
        let uri = uri.split_once('|').map_or(uri, |(system, _version)| system);
        let uri = uri.strip_suffix('/').unwrap_or(uri);
        if let Some(oid) = strip_prefix_ignore_case(uri, "urn:oid:") {
            return CodeSystem::from_oid(oid);
        }
        let rest = strip_prefix_ignore_case(uri, "http://")
            .or_else(|| strip_prefix_ignore_case(uri, "https://"))?;
        if strip_prefix_ignore_case(rest, "snomed.info/sct/").is_some() {
            return Some(CodeSystem::SnomedCt);
        }
        URIS.iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(rest))
            .map(|&(_, system)| system)
    }

    /// The system that a bare OID names, as in `codeSystem` of C-CDA; `None` when it is not one of these.
    #[must_use]
    pub fn from_oid(oid: &str) -> Option<CodeSystem> {
        OIDS.iter()
            .find(|(known, _)| *known == oid)
            .map(|&(_, system)| system)
    }

    /// The canonical URI, for FHIR's `Coding.system`. [`from_uri`](CodeSystem::from_uri) reads it back.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            CodeSystem::Icd10Cm => "http://hl7.org/fhir/sid/icd-10-cm",
            CodeSystem::Icd10Pcs => "http://www.cms.gov/Medicare/Coding/ICD10",
            CodeSystem::Icd10 => "http://hl7.org/fhir/sid/icd-10",
            CodeSystem::Icd9Cm => "http://hl7.org/fhir/sid/icd-9-cm",
            CodeSystem::Icd9CmProcedure => "urn:oid:2.16.840.1.113883.6.104",
            CodeSystem::SnomedCt => "http://snomed.info/sct",
            CodeSystem::Loinc => "http://loinc.org",
            CodeSystem::RxNorm => "http://www.nlm.nih.gov/research/umls/rxnorm",
            CodeSystem::Cvx => "http://hl7.org/fhir/sid/cvx",
            CodeSystem::Mvx => "http://hl7.org/fhir/sid/mvx",
            CodeSystem::Cpt => "http://www.ama-assn.org/go/cpt",
            CodeSystem::Hcpcs => "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            CodeSystem::Cdt => "http://www.ada.org/cdt",
            CodeSystem::Ndc => "http://hl7.org/fhir/sid/ndc",
            CodeSystem::Ucum => "http://unitsofmeasure.org",
            CodeSystem::Unii => "http://fdasis.nlm.nih.gov",
            CodeSystem::RaceEthnicity => "urn:oid:2.16.840.1.113883.6.238",
            CodeSystem::ProviderTaxonomy => "http://nucc.org/provider-taxonomy",
            CodeSystem::RevenueCode => "https://www.nubc.org/CodeSystem/RevenueCodes",
            CodeSystem::DischargeStatus => "https://www.nubc.org/CodeSystem/PatDischargeStatus",
            CodeSystem::PlaceOfService => {
                "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
            }
            CodeSystem::PresentOnAdmission => {
                "https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding"
            }
        }
    }

    /// The name that the field uses, for people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            CodeSystem::Icd10Cm => "ICD-10-CM",
            CodeSystem::Icd10Pcs => "ICD-10-PCS",
            CodeSystem::Icd10 => "ICD-10",
            CodeSystem::Icd9Cm => "ICD-9-CM",
            CodeSystem::Icd9CmProcedure => "ICD-9-CM procedures",
            CodeSystem::SnomedCt => "SNOMED CT",
            CodeSystem::Loinc => "LOINC",
            CodeSystem::RxNorm => "RxNorm",
            CodeSystem::Cvx => "CVX",
            CodeSystem::Mvx => "MVX",
            CodeSystem::Cpt => "CPT",
            CodeSystem::Hcpcs => "HCPCS Level II",
            CodeSystem::Cdt => "CDT",
            CodeSystem::Ndc => "NDC",
            CodeSystem::Ucum => "UCUM",
            CodeSystem::Unii => "UNII",
            CodeSystem::RaceEthnicity => "CDC Race and Ethnicity",
            CodeSystem::ProviderTaxonomy => "NUCC Provider Taxonomy",
            CodeSystem::RevenueCode => "NUBC revenue codes",
            CodeSystem::DischargeStatus => "NUBC patient discharge status",
            CodeSystem::PlaceOfService => "CMS place of service",
            CodeSystem::PresentOnAdmission => "CMS present-on-admission",
        }
    }
}

/// Prints the canonical URI.
impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.uri())
    }
}

/// The URI names none of the systems of [`CodeSystem::ALL`].
///
/// ```
/// use him_codes::CodeSystem;
///
/// let error = "http://example.org/local".parse::<CodeSystem>().unwrap_err();
/// assert_eq!(error.to_string(), "not the URI or OID of a code system that is known here");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownSystem(());

impl fmt::Display for UnknownSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the URI or OID of a code system that is known here")
    }
}

impl core::error::Error for UnknownSystem {}

impl FromStr for CodeSystem {
    type Err = UnknownSystem;

    fn from_str(uri: &str) -> Result<Self, UnknownSystem> {
        CodeSystem::from_uri(uri).ok_or(UnknownSystem(()))
    }
}

impl Serialize for CodeSystem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.uri())
    }
}

impl<'de> Deserialize<'de> for CodeSystem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Uri;
        impl Visitor<'_> for Uri {
            type Value = CodeSystem;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the URI of a code system")
            }
            fn visit_str<E: de::Error>(self, uri: &str) -> Result<CodeSystem, E> {
                uri.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Uri)
    }
}

fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Without scheme, version and trailing slash.
const URIS: &[(&str, CodeSystem)] = &[
    ("hl7.org/fhir/sid/icd-10-cm", CodeSystem::Icd10Cm),
    (
        "terminology.hl7.org/CodeSystem/icd10CM",
        CodeSystem::Icd10Cm,
    ),
    ("www.cms.gov/Medicare/Coding/ICD10", CodeSystem::Icd10Pcs),
    ("hl7.org/fhir/sid/icd-10-pcs", CodeSystem::Icd10Pcs),
    (
        "terminology.hl7.org/CodeSystem/icd10PCS",
        CodeSystem::Icd10Pcs,
    ),
    // US Core 1 to 3 published this address for ICD-10-PCS.
    ("www.icd10data.com/icd10pcs", CodeSystem::Icd10Pcs),
    ("hl7.org/fhir/sid/icd-10", CodeSystem::Icd10),
    ("hl7.org/fhir/sid/icd-9-cm", CodeSystem::Icd9Cm),
    ("hl7.org/fhir/sid/icd-9-cm/diagnosis", CodeSystem::Icd9Cm),
    ("terminology.hl7.org/CodeSystem/icd9cm", CodeSystem::Icd9Cm),
    (
        "hl7.org/fhir/sid/icd-9-cm/procedure",
        CodeSystem::Icd9CmProcedure,
    ),
    ("snomed.info/sct", CodeSystem::SnomedCt),
    ("loinc.org", CodeSystem::Loinc),
    ("www.nlm.nih.gov/research/umls/rxnorm", CodeSystem::RxNorm),
    ("hl7.org/fhir/sid/cvx", CodeSystem::Cvx),
    ("hl7.org/fhir/sid/mvx", CodeSystem::Mvx),
    ("terminology.hl7.org/CodeSystem/MVX", CodeSystem::Mvx),
    ("www.ama-assn.org/go/cpt", CodeSystem::Cpt),
    (
        "www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        CodeSystem::Hcpcs,
    ),
    ("terminology.hl7.org/CodeSystem/HCPCS", CodeSystem::Hcpcs),
    ("www.ada.org/cdt", CodeSystem::Cdt),
    ("hl7.org/fhir/sid/ndc", CodeSystem::Ndc),
    ("unitsofmeasure.org", CodeSystem::Ucum),
    ("fdasis.nlm.nih.gov", CodeSystem::Unii),
    (
        "terminology.hl7.org/CodeSystem/v3-Race",
        CodeSystem::RaceEthnicity,
    ),
    (
        "terminology.hl7.org/CodeSystem/v3-Ethnicity",
        CodeSystem::RaceEthnicity,
    ),
    ("nucc.org/provider-taxonomy", CodeSystem::ProviderTaxonomy),
    (
        "www.nubc.org/CodeSystem/RevenueCodes",
        CodeSystem::RevenueCode,
    ),
    (
        "www.nubc.org/CodeSystem/PatDischargeStatus",
        CodeSystem::DischargeStatus,
    ),
    (
        "www.nubc.org/patient-discharge",
        CodeSystem::DischargeStatus,
    ),
    (
        "www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
        CodeSystem::PlaceOfService,
    ),
    (
        "www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/HospitalAcqCond/Coding",
        CodeSystem::PresentOnAdmission,
    ),
    (
        "www.nubc.org/CodeSystem/PresentOnAdmissionIndicator",
        CodeSystem::PresentOnAdmission,
    ),
];

const OIDS: &[(&str, CodeSystem)] = &[
    ("2.16.840.1.113883.6.90", CodeSystem::Icd10Cm),
    ("2.16.840.1.113883.6.4", CodeSystem::Icd10Pcs),
    ("2.16.840.1.113883.6.3", CodeSystem::Icd10),
    ("2.16.840.1.113883.6.103", CodeSystem::Icd9Cm),
    ("2.16.840.1.113883.6.104", CodeSystem::Icd9CmProcedure),
    ("2.16.840.1.113883.6.96", CodeSystem::SnomedCt),
    ("2.16.840.1.113883.6.1", CodeSystem::Loinc),
    ("2.16.840.1.113883.6.88", CodeSystem::RxNorm),
    ("2.16.840.1.113883.12.292", CodeSystem::Cvx),
    ("2.16.840.1.113883.6.59", CodeSystem::Cvx),
    ("2.16.840.1.113883.12.227", CodeSystem::Mvx),
    ("2.16.840.1.113883.6.60", CodeSystem::Mvx),
    ("2.16.840.1.113883.6.12", CodeSystem::Cpt),
    ("2.16.840.1.113883.6.285", CodeSystem::Hcpcs),
    ("2.16.840.1.113883.6.13", CodeSystem::Cdt),
    ("2.16.840.1.113883.6.69", CodeSystem::Ndc),
    ("2.16.840.1.113883.6.8", CodeSystem::Ucum),
    ("2.16.840.1.113883.4.9", CodeSystem::Unii),
    ("2.16.840.1.113883.6.238", CodeSystem::RaceEthnicity),
    ("2.16.840.1.113883.6.101", CodeSystem::ProviderTaxonomy),
    ("2.16.840.1.113883.6.301.3", CodeSystem::RevenueCode),
    ("2.16.840.1.113883.6.301.5", CodeSystem::DischargeStatus),
    ("2.16.840.1.113883.6.50", CodeSystem::PlaceOfService),
];
