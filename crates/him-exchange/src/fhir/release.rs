//! How other releases of the standard are told from R4.

use super::finding::Release;

/// Resource types of DSTU2 and STU3 that R4 does not have.
const BEFORE: &[&str] = &[
    "BodySite",
    "Conformance",
    "DataElement",
    "DeviceComponent",
    "DeviceUseRequest",
    "DiagnosticOrder",
    "EligibilityRequest",
    "EligibilityResponse",
    "ExpansionProfile",
    "ImagingManifest",
    "ImagingObjectSelection",
    "MedicationOrder",
    "Order",
    "OrderResponse",
    "ProcedureRequest",
    "ProcessRequest",
    "ProcessResponse",
    "ReferralRequest",
    "Sequence",
    "ServiceDefinition",
];

/// Resource types of R4B, R5 and later that R4 does not have.
const AFTER: &[&str] = &[
    "ActorDefinition",
    "AdministrableProductDefinition",
    "ArtifactAssessment",
    "Citation",
    "ClinicalUseDefinition",
    "ConditionDefinition",
    "DeviceAlert",
    "DeviceAssociation",
    "DeviceDispense",
    "DeviceUsage",
    "EncounterHistory",
    "EvidenceReport",
    "FormularyItem",
    "GenomicStudy",
    "ImagingSelection",
    "Ingredient",
    "InventoryItem",
    "InventoryReport",
    "ManufacturedItemDefinition",
    "MedicinalProductDefinition",
    "NutritionIntake",
    "NutritionProduct",
    "PackagedProductDefinition",
    "Permission",
    "RegulatedAuthorization",
    "RequestOrchestration",
    "Requirements",
    "SubscriptionStatus",
    "SubscriptionTopic",
    "SubstanceDefinition",
    "TestPlan",
    "Transport",
];

/// The release that has a resource type which R4 has not.
pub(super) fn of_type(name: &str) -> Option<Release> {
    if BEFORE.contains(&name) {
        Some(Release::BeforeR4)
    } else if AFTER.contains(&name) {
        Some(Release::AfterR4)
    } else {
        None
    }
}

/// Elements that have another form in another release: the resource type, the element, what its JSON begins
/// with there.
const SHAPES: &[(&str, &str, u8, Release)] = &[
    ("AllergyIntolerance", "type", b'{', Release::AfterR4),
    ("AuditEvent", "outcome", b'{', Release::AfterR4),
    ("Composition", "identifier", b'[', Release::AfterR4),
    ("Composition", "subject", b'[', Release::AfterR4),
    ("Consent", "provision", b'[', Release::AfterR4),
    ("Device", "type", b'[', Release::AfterR4),
    ("DocumentReference", "context", b'[', Release::AfterR4),
    ("Encounter", "class", b'[', Release::AfterR4),
    ("Encounter", "condition", b'[', Release::AfterR4),
    ("EpisodeOfCare", "condition", b'[', Release::AfterR4),
    (
        "MedicationStatement",
        "informationSource",
        b'[',
        Release::AfterR4,
    ),
    (
        "AllergyIntolerance",
        "clinicalStatus",
        b'"',
        Release::BeforeR4,
    ),
    (
        "AllergyIntolerance",
        "verificationStatus",
        b'"',
        Release::BeforeR4,
    ),
    ("Condition", "clinicalStatus", b'"', Release::BeforeR4),
    ("Condition", "verificationStatus", b'"', Release::BeforeR4),
    ("DiagnosticReport", "category", b'{', Release::BeforeR4),
    ("Encounter", "class", b'"', Release::BeforeR4),
    ("Goal", "description", b'"', Release::BeforeR4),
    ("Observation", "category", b'{', Release::BeforeR4),
    ("Observation", "interpretation", b'{', Release::BeforeR4),
    ("Practitioner", "name", b'{', Release::BeforeR4),
];

/// The release that has the value at `at` in this form, where R4 has another.
pub(super) fn of_shape(resource_type: &str, text: &[u8], at: usize) -> Option<Release> {
    let before = text.get(..at)?.trim_ascii_end().strip_suffix(b":")?;
    let before = before.trim_ascii_end().strip_suffix(b"\"")?;
    let name = before.rsplit(|byte| *byte == b'"').next()?;
    let begins = *text.get(at)?;
    // A reference beside a concept (R5 "CodeableReference").
    if name == b"reference" && begins == b'{' {
        return Some(Release::AfterR4);
    }
    let mut shapes = SHAPES.iter();
    let found = shapes.find(|(of, element, form, _)| {
        *of == resource_type && element.as_bytes() == name && *form == begins
    });
    found.map(|(_, _, _, release)| *release)
}

/// Whether a version of the standard, such as `5.0.0`, is another than R4. R4B (4.3) has the same
/// resources as R4 for clinical care, and is another release all the same.
pub(super) fn is_other(version: &str) -> bool {
    !version.starts_with("4.0")
}

/// Whether the URL of a profile names another release: the base profiles of FHIR with the version in
/// the path (`http://hl7.org/fhir/5.0/StructureDefinition/Patient`) or after a bar.
pub(super) fn profile_is_other(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://hl7.org/fhir/") else {
        return false;
    };
    let first = rest.split('/').next().unwrap_or_default();
    let numbered = first.starts_with(|c: char| c.is_ascii_digit()) && first.contains('.');
    let named = matches!(first, "DSTU2" | "STU3" | "R4B" | "R5" | "R6");
    let version = rest
        .strip_prefix("StructureDefinition/")
        .and_then(|rest| rest.split_once('|'));
    (numbered && is_other(first)) || named || version.is_some_and(|(_, it)| is_other(it))
}
