//! FHIR R4 in and out: bundles and ndjson to charts and back, entry by entry, nothing lost.
//!
//! ```
//! use him_exchange::fhir::Importer;
//!
//! // Invented for this example.
//! let bundle = r#"{
//!   "resourceType": "Bundle", "type": "collection",
//!   "entry": [
//!     {"fullUrl": "urn:uuid:0001", "resource": {
//!        "resourceType": "Patient", "name": [{"family": "Exemplar"}], "birthDate": "1950-13"}},
//!     {"resource": {"resourceType": "Condition", "subject": {"reference": "urn:uuid:0001"}}},
//!     {"resource": {"resourceType": "Flag", "subject": {"reference": "urn:uuid:0001"}}},
//!     {"resource": {"resourceType": "Basic", "code": oops}}
//!   ]
//! }"#;
//!
//! let mut importer = Importer::new();
//! importer.read_json(bundle.as_bytes())?;
//! let import = importer.finish();
//!
//! let chart = &import.charts[0];
//! assert_eq!(chart.diagnoses.len(), 1);
//! assert_eq!(chart.unheld[0].resource_type, "Flag");
//! assert_eq!(import.counts.total().held, 2);
//! assert_eq!(import.counts.total().kept_raw, 1);
//! assert_eq!(import.counts.total().unreadable, 1);
//!
//! let findings: Vec<_> = import.findings.iter().map(ToString::to_string).collect();
//! assert_eq!(findings, [
//!     "Bundle.entry[0].resource.birthDate (line 5, column 82): \
//!      the calendar has no such year, month or day",
//!     "Bundle.entry[3].resource.code (line 8, column 52): not JSON, a value is expected",
//! ]);
//! # Ok::<(), him_exchange::fhir::Error>(())
//! ```
//!
//! # Overview
//! - [`fhir::Importer`] reads JSON documents and ndjson, one or many, from any [`std::io::Read`].
//! - [`fhir::Import`] has a [`Chart`](him_record::Chart) for each patient, what the charts share,
//!   the findings and the counts. This crate asks for no feature of `him-record`: whoever keeps charts
//!   as JSON or with their history turns those on.
//! - [`fhir::Exporter`] writes the documents of an import as they came, with what was changed since;
//!   [`fhir::write_bundle`] and [`fhir::write_ndjson`] write a chart alone.
//! - [`fhir::stream_json`] and [`fhir::stream_ndjson`] hand out one resource after another, in a few
//!   megabytes of memory for inputs of any size.
//! - [`fhir::AuditedAccess`] is an access to a chart as an `AuditEvent`.
//! - [`fhir::Finding`] says what is wrong where, [`fhir::Error`] why an input ends early. Neither
//!   ever says what the value was.
//!
//! # What becomes of a resource
//! Of each resource received, [`fhir::Counts`] says that it is held, kept raw or unreadable.
//!
//! | Resource | Place in the chart |
//! |---|---|
//! | Patient, RelatedPerson | `patient`, `related`; further copies of the patient in `copies` |
//! | Encounter, EpisodeOfCare | `encounters`, `episodes` |
//! | Condition | `diagnoses`; role and rank from `Encounter.diagnosis`, presence on admission from claims |
//! | Procedure, Observation, Specimen, ImagingStudy | `procedures`, `observations`, `specimens`, `imaging` |
//! | MedicationRequest, MedicationStatement, MedicationAdministration, MedicationDispense | `medications`; the drug also from the Medication referred to, contained or not |
//! | Medication | `drugs` |
//! | AllergyIntolerance, Immunization | `allergies`, `immunizations` |
//! | DiagnosticReport | `reports` |
//! | DocumentReference, Composition, Binary | `notes`, `binaries`; the data decoded, the narrative of each section |
//! | ServiceRequest, CarePlan, CareTeam, Goal | `orders`, `care_plans`, `care_teams`, `goals` |
//! | Consent, Coverage, Account | `consents`, `coverages`, `accounts` |
//! | Claim, ExplanationOfBenefit | `claims`; the group that is paid also in `Encounter::drg` |
//! | Device, Provenance, AuditEvent | `devices`, `provenances`, `audit` |
//! | Practitioner, PractitionerRole, Organization, Location | the shared directory, and copies in the charts that name them |
//! | any other | `unheld`, as JSON: of the chart if it names a patient, else of the import |
//!
//! A held entry keeps its JSON beside it, byte for byte, unless [`fhir::Options::keep_source`] says
//! otherwise. A resource in a form that the standard does not give it (`"name": "Ficta"`) is kept
//! raw, and so is one with `modifierExtension` or `implicitRules`, which may turn its meaning, or
//! with a profile of another release. A value that breaks a rule (`"birthDate": "1950-13"`) costs
//! its element only, a missing element is a finding; with [`fhir::Options::strict`] either costs the
//! resource. A contained resource is part of the resource that contains it. In the history of a
//! server the newest version holds; older ones are kept raw.
//!
//! The labels of `meta.security` are those of the entry ([`him_record::confidentiality`]), whether it is
//! held or kept raw.
//!
//! Entries of Bundles of any type are read, `include` and `outcome` entries of a search as well.
//! Entries without a resource (deletions, requests, responses) are counted. An entry that is not
//! JSON is reported, and reading goes on at the next one.
//!
//! An input may be of any size: memory holds the charts and about twice the largest entry. Values
//! nested deeper than 512 levels are refused.
//!
//! # What is written
//! What was not changed is written byte for byte: an entry knows whether its content was reached for
//! change ([`him_record::Content`]). Of a changed entry the source is read again, and only where the
//! model now says something else the JSON is changed; elements of lists keep their extensions and
//! unknown members, also when they change places. The narrative (`text`) of a resource is not
//! written anew. A changed role or rank of a diagnosis is written into its encounter, a changed
//! presence on admission into the claims that list it; FHIR has no other place for them. A changed drug
//! takes the place of the reference to the one that it was, where that one is in the import.
//!
//! # Does not do yet
//! HL7 v2, C-CDA, X12. It does not validate beyond required elements, value sets and forms of
//! values. A subject given by an identifier alone, without a reference, names no patient. Elements
//! that the model does not hold can be kept but not edited. `Encounter::drg` and, without a claim
//! that lists the diagnosis, `Diagnosis::present_on_admission` have no place in FHIR R4 and are not
//! written.
//!
//! # Editions
//! FHIR R4 (4.0.1), US Core 3 to 8 for the extensions of Patient. Elements, resource types and
//! profiles of other releases are reported, not read.

pub mod fhir;
