//! Resources with a value of its own in every element that the table of dispositions has, for every resource type: none
//! of those that identify is left, and notes that quote them are scrubbed. All of it is invented.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail as tests do"
)]

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use him_deid::fhir::Run;
use him_deid::{
    DateShifts, Dates, Determination, ExpertDetermination, Key, LimitedDataSet, Policy, Pseudonyms,
    Purpose, SafeHarbor,
};
use serde_json::{Map, Value, json};

use canary::Kind;

mod canary;

const TABLE: &str = include_str!("../data/fhir-r4.txt");

/// The 36 types of resource that him-exchange puts into a chart, of which bundles of patients are made.
const CHART: [&str; 36] = [
    "Account",
    "AllergyIntolerance",
    "AuditEvent",
    "Binary",
    "CarePlan",
    "CareTeam",
    "Claim",
    "Composition",
    "Condition",
    "Consent",
    "Coverage",
    "Device",
    "DiagnosticReport",
    "DocumentReference",
    "Encounter",
    "EpisodeOfCare",
    "ExplanationOfBenefit",
    "Goal",
    "ImagingStudy",
    "Immunization",
    "Location",
    "Medication",
    "MedicationAdministration",
    "MedicationDispense",
    "MedicationRequest",
    "MedicationStatement",
    "Observation",
    "Organization",
    "Patient",
    "Specimen",
    "Practitioner",
    "PractitionerRole",
    "Procedure",
    "Provenance",
    "RelatedPerson",
    "ServiceRequest",
];

/// One line of the table: name, type, disposition.
type Line = (&'static str, &'static str, &'static str);

struct Definitions {
    sections: BTreeMap<&'static str, Vec<Line>>,
}

impl Definitions {
    fn read() -> Self {
        let mut sections: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
        let mut at = "";
        for line in TABLE
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(path) = line.strip_prefix('[') {
                at = path.trim_end_matches(']');
                sections.entry(at).or_default();
                continue;
            }
            let mut fields = line.splitn(3, ' ');
            let line = (
                fields.next().unwrap(),
                fields.next().unwrap(),
                fields.next().unwrap(),
            );
            sections.get_mut(at).unwrap().push(line);
        }
        Definitions { sections }
    }

    /// Sections without a point that are no datatypes.
    fn resources(&self) -> impl Iterator<Item = &'static str> {
        let types: Vec<&str> = self.sections["*"].iter().map(|line| line.0).collect();
        let base = ["*", "extensions", "Resource", "Element"];
        let names = self.sections.keys().copied();
        names.filter(move |name| {
            !name.contains('.') && !types.contains(name) && !base.contains(name)
        })
    }
}

/// Fills resources with canaries.
struct Filler<'d> {
    definitions: &'d Definitions,
    canaries: Vec<(String, Kind, String)>,
    /// The name of the resource around.
    resource: &'static str,
}

impl Filler<'_> {
    fn canary(&mut self, path: &str, kind: Kind) -> String {
        let value = canary::value(kind, self.canaries.len());
        self.canaries.push((path.to_owned(), kind, value.clone()));
        value
    }

    /// All elements of a section.
    fn section(&mut self, section: &'static str, depth: usize) -> Map<String, Value> {
        let mut members = Map::new();
        if depth == 0 {
            return members;
        }
        for &(name, types, _) in &self.definitions.sections[section] {
            let path = format!("{section}.{name}");
            let stem = name.strip_suffix("[x]");
            let all: Vec<&str> = match types {
                "*" => self.definitions.sections["*"]
                    .iter()
                    .map(|line| line.0)
                    .collect(),
                types => types.split('|').collect(),
            };
            for of in all {
                let name = match stem {
                    Some(stem) => format!("{stem}{}{}", of[..1].to_uppercase(), &of[1..]),
                    None => name.to_owned(),
                };
                let Some(value) = self.value(&path, &name, of, depth - 1) else {
                    continue;
                };
                if !value.is_object() {
                    // What stands beside a primitive.
                    let extension = json!({"id": self.canary(&path, Kind::Link), "extension": [
                        {"url": "http://example.org/x", "valueString": self.canary(&path, Kind::Link)}]});
                    members.insert(format!("_{name}"), extension);
                }
                members.insert(name, value);
            }
        }
        members
    }

    fn value(&mut self, path: &str, name: &str, of: &str, depth: usize) -> Option<Value> {
        let words = |filler: &mut Self| json!(filler.canary(path, Kind::Words));
        Some(match of {
            "." => {
                let (section, _) = self.definitions.sections.get_key_value(path)?;
                json!(self.section(section, depth))
            }
            of if of.starts_with('#') => {
                let (section, _) = self.definitions.sections.get_key_value(&of[1..])?;
                json!(self.section(section, depth))
            }
            "string" | "markdown" => json!(self.canary(path, self.of_string(path, name))),
            "code" => words(self),
            "id" | "uri" | "url" | "canonical" | "oid" | "uuid" => {
                json!(format!(
                    "http://example.org/{}",
                    self.canary(path, Kind::Link)
                ))
            }
            "base64Binary" => json!(STANDARD.encode(self.canary(path, Kind::Link))),
            "date" | "dateTime" | "instant" => json!("1950-06-07"),
            "time" => json!("10:20:00"),
            "boolean" => json!(true),
            "integer" | "positiveInt" | "unsignedInt" | "decimal" => json!(7),
            "xhtml" => json!(format!("<div>{}</div>", self.canary(path, Kind::Link))),
            "Narrative" => {
                json!({"status": "generated", "div": format!("<div>{}</div>", self.canary(path, Kind::Link))})
            }
            "HumanName" => {
                let (given, family) =
                    (self.canary(path, Kind::Name), self.canary(path, Kind::Name));
                json!({"text": self.canary(path, Kind::Name), "family": family, "given": [given],
                    "prefix": [self.canary(path, Kind::Link)]})
            }
            "Address" => {
                json!({"text": format!("{}, {}, SD 57101", self.canary(path, Kind::Street), self.canary(path, Kind::Place)),
                "line": [self.canary(path, Kind::Street)], "city": self.canary(path, Kind::Place), "district": self.canary(path, Kind::Place),
                "state": "SD", "postalCode": self.canary(path, Kind::Zip)})
            }
            "ContactPoint" => {
                json!({"system": "phone", "value": self.canary(path, Kind::Telephone)})
            }
            // Those who publish definitions are no party to care.
            "ContactDetail" | "Contributor" => json!({"name": self.canary(path, Kind::Link)}),
            "Identifier" => self.identifier(path),
            "Reference" => {
                let target = self.canary(path, Kind::Link);
                json!({"reference": format!("Practitioner/{target}"), "type": "Practitioner", "identifier": self.identifier(path),
                    "display": self.canary(path, Kind::Name)})
            }
            "Coding" => self.coding(path),
            "CodeableConcept" => {
                json!({"coding": [self.coding(path)], "text": self.canary(path, Kind::Words)})
            }
            "Attachment" => {
                json!({"contentType": "text/plain", "title": self.canary(path, Kind::Words), "url": self.canary(path, Kind::Link),
                "hash": self.canary(path, Kind::Link), "data": STANDARD.encode("nothing")})
            }
            "Annotation" => {
                json!({"authorString": self.canary(path, Kind::Name), "text": self.canary(path, Kind::Words), "time": "1950-06-07",
                "authorReference": {"display": self.canary(path, Kind::Name), "type": "Patient"}})
            }
            "Signature" => {
                json!({"who": {"display": self.canary(path, Kind::Name), "type": "Practitioner"}, "when": "1950-06-07T10:20:00Z",
                "data": STANDARD.encode(self.canary(path, Kind::Link)), "sigFormat": "image/png"})
            }
            "Extension" => json!([
                {"url": "http://example.org/LinkQ", "valueString": self.canary(path, Kind::Link)},
                {"url": "http://example.org/y", "valueHumanName": {"family": self.canary(path, Kind::Name)}},
                {"url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race", "extension": [
                    {"url": "zz", "valueString": self.canary(path, Kind::Link)}]},
            ]),
            "Resource" if depth > 2 => {
                json!({"resourceType": "Patient", "id": self.canary(path, Kind::Link), "name": [{"family": self.canary(path, Kind::Name)}]})
            }
            "Resource" => return None,
            "Quantity" | "SimpleQuantity" | "Age" | "Count" | "Distance" | "Duration" => {
                json!({"value": 7, "unit": self.canary(path, Kind::Words), "code": self.canary(path, Kind::Link), "system": "http://example.org/u"})
            }
            "ElementDefinition" => json!({"definition": self.canary(path, Kind::Link)}),
            of => {
                let (section, _) = self.definitions.sections.get_key_value(of)?;
                json!(self.section(section, depth.min(2)))
            }
        })
    }

    /// What a text is, by where it stands. What goes for a letter of the rule but is not named here is a number.
    fn of_string(&self, path: &str, name: &str) -> Kind {
        let line = self.definitions.sections[path.rsplit_once('.').unwrap().0]
            .iter()
            .find(|line| {
                line.0.trim_end_matches("[x]")
                    == path.rsplit('.').next().unwrap().trim_end_matches("[x]")
            });
        let removed = line.is_some_and(|line| line.2.starts_with("remove"));
        let place = ["Organization", "Location", "HealthcareService"].contains(&self.resource);
        match name {
            _ if path == "Element.id" => Kind::Link,
            "authorString" => Kind::Name,
            "name"
                if path.starts_with("FamilyMemberHistory")
                    || path.starts_with("AuditEvent.agent") =>
            {
                Kind::Name
            }
            "name" | "alias" if place && removed => Kind::Organization,
            _ if NUMBERS.contains(&path) => Kind::Number,
            // Certificates, addresses, version tags, teams: nothing that notes quote.
            _ if removed => Kind::Link,
            _ => Kind::Words,
        }
    }

    fn identifier(&mut self, path: &str) -> Value {
        json!({"system": format!("http://example.org/{}", self.canary(path, Kind::Link)), "value": self.canary(path, Kind::Number),
            "assigner": {"display": self.canary(path, Kind::Organization), "type": "Organization"},
            "type": {"text": self.canary(path, Kind::Words)}})
    }

    fn coding(&mut self, path: &str) -> Value {
        json!({"system": format!("http://example.org/{}", self.canary(path, Kind::Link)), "version": self.canary(path, Kind::Link),
            "code": self.canary(path, Kind::Link), "display": self.canary(path, Kind::Words)})
    }

    fn resource(&mut self, kind: &'static str) -> Value {
        self.resource = kind;
        let mut members = self.section("Resource", 5);
        members.extend(self.section(kind, 7));
        members.insert("resourceType".into(), json!(kind));
        members.insert("id".into(), json!(self.canary(kind, Kind::Link)));
        json!(members)
    }
}

/// Texts that are numbers of a person, a plan, a thing.
const NUMBERS: [&str; 14] = [
    "Coverage.subscriberId",
    "Coverage.dependent",
    "Coverage.class.value",
    "Claim.insurance.preAuthRef",
    "ClaimResponse.preAuthRef",
    "ExplanationOfBenefit.preAuthRef",
    "ExplanationOfBenefit.insurance.preAuthRef",
    "CoverageEligibilityResponse.preAuthRef",
    "Device.distinctIdentifier",
    "Device.lotNumber",
    "Device.serialNumber",
    "Immunization.lotNumber",
    "AuditEvent.agent.altId",
    "Medication.batch.lotNumber",
];

/// What identifies and is left, under a policy.
fn left<P: Policy>(policy: &P, bundle: &str, canaries: &[(String, Kind, String)]) -> Vec<String> {
    let (clean, _) = Run::new(policy).deidentify(bundle).unwrap();
    let value: Value = serde_json::from_str(clean.content().as_str()).unwrap();
    let all = canary::texts(&value);
    assert!(all.contains("again"), "the texts are still there");
    let dates = P::CITATION.contains("(e)");
    let mut left = Vec::new();
    if !dates && (all.contains("1950-06") || all.contains("06-07")) {
        left.push("a date".to_owned());
    }
    left.extend(canary::left(&all, canaries, dates));
    left
}

fn check(bundle: &str, canaries: &[(String, Kind, String)]) {
    let harbor = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    let key = |id| Key::new(id, &[7; 32]).unwrap();
    let limited = LimitedDataSet::new(Purpose::Research);
    let expert = ExpertDetermination::new(
        Determination::new("A. Statistician", "report 17").unwrap(),
        harbor,
    )
    .with_dates(Dates::Shifted(DateShifts::new(key("d"), 365).unwrap()))
    .with_pseudonyms(Pseudonyms::new(key("p")));
    let mut all = left(&harbor, bundle, canaries);
    all.extend(
        left(&limited, bundle, canaries)
            .into_iter()
            .map(|it| format!("limited: {it}")),
    );
    all.extend(
        left(&expert, bundle, canaries)
            .into_iter()
            .map(|it| format!("expert: {it}")),
    );
    assert!(
        all.is_empty(),
        "{} of {}: {:#?}",
        all.len(),
        canaries.len(),
        &all[..all.len().min(400)]
    );
}

fn note(canaries: &[(String, Kind, String)]) -> Value {
    let text = canary::note(canaries);
    json!({"resourceType": "DocumentReference", "description": text,
        "content": [{"attachment": {"contentType": "text/plain", "data": STANDARD.encode(&text)}}]})
}

/// Each type by itself, so that no other resource tells what it alone says.
#[test]
fn no_element_of_any_resource_survives() {
    let definitions = Definitions::read();
    let mut filler = Filler {
        definitions: &definitions,
        canaries: Vec::new(),
        resource: "",
    };
    let mut types = 0;
    let mut failed = Vec::new();
    for kind in definitions.resources() {
        types += 1;
        filler.canaries.clear();
        let resource = filler.resource(kind);
        let bundle = json!({"resourceType": "Bundle", "id": "LinkQ9Z", "entry": [
            {"fullUrl": "http://example.org/LinkQ9Z", "resource": resource}, {"resource": note(&filler.canaries)}]});
        let outcome = std::panic::catch_unwind(|| check(&bundle.to_string(), &filler.canaries));
        if let Err(error) = outcome {
            failed.push(format!(
                "{kind}: {}",
                error.downcast_ref::<String>().map_or("?", String::as_str)
            ));
        }
    }
    assert_eq!(types, 146);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// All that a chart is made of in one bundle, with notes that quote all of it.
#[test]
fn nothing_of_a_whole_chart_survives() {
    let definitions = Definitions::read();
    let mut filler = Filler {
        definitions: &definitions,
        canaries: Vec::new(),
        resource: "",
    };
    let mut entries: Vec<Value> = CHART
        .iter()
        .map(|kind| {
            let url = format!("http://example.org/{}", filler.canary(kind, Kind::Link));
            json!({"fullUrl": url, "resource": filler.resource(kind)})
        })
        .collect();
    entries.push(json!({"resource": note(&filler.canaries)}));
    let bundle = json!({"resourceType": "Bundle", "entry": entries}).to_string();
    check(&bundle, &filler.canaries);
}
