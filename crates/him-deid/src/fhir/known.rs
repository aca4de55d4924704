//! The identifiers of a document, by the shapes of HumanName, Identifier, Address and the like, in whatever element they stand.

use std::collections::HashSet;

use super::json::Node;
use super::table::Table;
use crate::Identifiers;
use crate::policy::rules::iso_day;

/// Adds what a resource says of people; of what is no JSON nothing.
pub(crate) fn add_identifiers(json: &str, known: &mut Identifiers) {
    if let Ok(root) = Node::read(json) {
        add(&root, known);
    }
}

/// Adds what a document says of people, and gives the latest year in it.
pub(super) fn add(root: &Node<'_>, known: &mut Identifiers) -> Option<i32> {
    let mut latest = None;
    Reader {
        known,
        latest: &mut latest,
        named: &mut HashSet::new(),
        kind: "",
    }
    .look("", root);
    latest
}

struct Reader<'k, 'n> {
    known: &'k mut Identifiers,
    latest: &'k mut Option<i32>,
    /// The words of references that were added, as a person or a place: the same few stand in most resources.
    named: &'k mut HashSet<(&'n str, bool)>,
    /// The type of the resource around.
    kind: &'n str,
}

impl<'n> Reader<'_, 'n> {
    fn look(&mut self, name: &str, node: &'n Node<'_>) {
        match node {
            Node::Plain(_) => {}
            Node::Text(text) => self.text(name, text),
            Node::List(items) => items.iter().for_each(|item| self.look(name, item)),
            Node::Object(members) => {
                self.object(name, node);
                let kind = node.get_text("resourceType").unwrap_or(self.kind);
                let mut inner = Reader {
                    known: self.known,
                    latest: self.latest,
                    named: self.named,
                    kind,
                };
                members
                    .iter()
                    .for_each(|(name, node)| inner.look(name, node));
            }
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        if let Some(day) = iso_day(text) {
            use chrono::Datelike;
            self.known.add_date(day);
            *self.latest = (*self.latest).max(Some(day.year()));
        }
        let place = matches!(self.kind, "Organization" | "Location" | "HealthcareService");
        match name {
            "name" | "alias" if place => self.known.add_organization(text),
            "name" if matches!(self.kind, "FamilyMemberHistory" | "AuditEvent") => {
                self.known.add_full_name(text);
            }
            "authorString" => self.known.add_full_name(text),
            "serialNumber" | "lotNumber" | "subscriberId" | "dependent" | "preAuthRef"
            | "deviceIdentifier" | "distinctIdentifier" | "carrierHRF" | "altId" | "uid" => {
                self.known.add_number(text);
            }
            "id" if matches!(
                self.kind,
                "Patient" | "Person" | "RelatedPerson" | "Coverage"
            ) =>
            {
                self.known.add_number(text);
            }
            _ => {}
        }
    }

    fn object(&mut self, name: &str, node: &'n Node<'_>) {
        let texts = |name: &str| -> Vec<&str> {
            let items = node.get(name).map(Node::items).unwrap_or_default();
            items.iter().filter_map(Node::text).collect()
        };
        // HumanName
        let family = node.get_text("family");
        let given = texts("given");
        if family.is_some() || !given.is_empty() {
            self.known.add_name(given.iter().copied(), family);
        }
        if let Some(text) = node
            .get_text("text")
            .filter(|_| name == "name" || family.is_some() || !given.is_empty())
        {
            self.known.add_full_name(text);
        }
        // ContactPoint, Identifier; codes and results have other members.
        if let Some(value) = node.get_text("value") {
            let system = node.get_text("system");
            let contact = matches!(name, "telecom" | "valueContactPoint")
                || node.get("rank").is_some()
                || system.is_some_and(|system| CONTACTS.contains(&system));
            if contact {
                self.known.add_telecom(value);
            } else if name.ends_with("dentifier")
                || system.is_some()
                || node.get("assigner").is_some()
            {
                self.known.add_number(value);
            }
        }
        // The classes of a coverage: the number of a group, and its name, often that of the employer.
        if name == "class" && self.kind == "Coverage" {
            if let Some(value) = node.get_text("value") {
                self.known.add_number(value);
            }
            if let Some(name) = node.get_text("name").filter(|_| is_group(node)) {
                self.known.add_organization(name);
            }
        }
        // Address
        let text = node.get_text("text");
        let of_address = ["postalCode", "city", "line"]
            .iter()
            .any(|it| node.get(it).is_some());
        if of_address || text.is_some() && name.to_ascii_lowercase().ends_with("address") {
            texts("line")
                .iter()
                .for_each(|line| self.known.add_street(line));
            for place in ["city", "district"]
                .iter()
                .filter_map(|name| node.get_text(name))
            {
                self.known.add_place(place);
            }
            if let Some(zip) = node.get_text("postalCode") {
                self.known.add_zip(zip);
            }
            if let Some(text) = text {
                self.known.add_address(text);
            }
        }
        if let Some(display) = node.get_text("display") {
            self.reference(name, node, display);
        }
        if node
            .get_text("url")
            .is_some_and(|url| url.ends_with("mothersMaidenName"))
            && let Some(maiden) = node.get_text("valueString")
        {
            self.known.add_name([], Some(maiden));
        }
    }

    /// The words of a reference, by the type of its target; where that does not say it, by the element.
    fn reference(&mut self, name: &str, node: &Node<'_>, display: &'n str) {
        let target = node.get_text("reference").or_else(|| node.get_text("type"));
        let mut parts = target.unwrap_or("").split(['/', '?', '|', '#']);
        let is_person = match parts.find(|part| Table::shared().resource(part).is_some()) {
            // The names of insurers tell nobody.
            Some("Organization") if matches!(name, "payor" | "insurer") => return,
            Some("Organization" | "Location" | "HealthcareService") => false,
            Some("Patient" | "Person" | "RelatedPerson" | "Practitioner" | "PractitionerRole") => {
                true
            }
            Some(_) => return,
            // A code has words as well.
            None if node.get("system").is_some() || node.get("code").is_some() => return,
            None if PEOPLE.contains(&name) => true,
            None if PLACES.contains(&name) => false,
            None => return,
        };
        if !self.named.insert((display, is_person)) {
            return;
        }
        if is_person {
            self.known.add_full_name(display);
        } else {
            self.known.add_referred_place(display);
        }
    }
}

/// The systems of ContactPoint.
const CONTACTS: [&str; 7] = ["phone", "fax", "email", "pager", "url", "sms", "other"];

/// Whether a class of coverage is that of a group, or nothing says what it is (`coverage-class`).
fn is_group(class: &Node<'_>) -> bool {
    let codings = class.get("type").and_then(|of| of.get("coding"));
    let codings = codings.map(Node::items).unwrap_or_default();
    let mut codes = codings.iter().filter_map(|of| of.get_text("code"));
    codings.is_empty() || codes.any(|code| code.ends_with("group"))
}

/// Elements whose reference is a person even where only the words say so.
const PEOPLE: [&str; 25] = [
    "subject",
    "patient",
    "performer",
    "author",
    "actor",
    "individual",
    "requester",
    "recorder",
    "asserter",
    "beneficiary",
    "participant",
    "sender",
    "who",
    "generalPractitioner",
    "interpreter",
    "resultsInterpreter",
    "referrer",
    "collector",
    "careManager",
    "policyHolder",
    "subscriber",
    "party",
    "attester",
    "expressedBy",
    "enterer",
];

/// Elements whose reference is a place of care, an organization or an employer.
const PLACES: [&str; 10] = [
    "organization",
    "managingOrganization",
    "serviceProvider",
    "custodian",
    "location",
    "facility",
    "issuer",
    "owner",
    "assigner",
    "onBehalfOf",
];
