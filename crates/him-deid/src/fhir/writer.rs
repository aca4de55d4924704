//! Writes what is left of a document, element by element.

use std::collections::HashMap;

use super::draft::{Blank, Form};
use super::json::{Node, write_text};
use super::names::Resources;
use super::table::{Action, Element, Section, Table};
use super::values;
use crate::policy::rules::Rules;
use crate::policy::{Places, Zips};
use crate::{Disposition, Identifiers, Manifest, Scrubber, Shift, Workspace, places};

/// Where the writer is.
#[derive(Clone, Default)]
pub(super) struct Place<'n> {
    /// The type of the resource around.
    kind: &'n str,
    /// By how much the dates of the patient around move.
    pub(super) shift: Option<Shift>,
    /// Whether the value here is the age of somebody.
    pub(super) age: bool,
    /// What the value here answers: the text of a question, the words of an observation.
    pub(super) question: Option<&'n str>,
    /// Whether the text here stands beside a code that stays.
    coded: bool,
    /// Whether the address here is in another country, whose postal codes are no ZIP codes.
    foreign: bool,
    /// Whether this is within an extension.
    pub(super) extension: bool,
    /// The ids of the resources that the resource around contains.
    contained: Vec<&'n str>,
    /// Whether the resource is contained itself.
    inside: bool,
    /// The full URL of the entry around.
    url: Option<&'n str>,
}

pub(super) struct Writer<'w, 'n> {
    pub(super) rules: &'w Rules,
    pub(super) identifiers: &'w Identifiers,
    pub(super) scrubber: Scrubber<'w>,
    /// For the words of codes, units and the like: they have no sentence around them by which a model could
    /// tell a name, and drugs and diseases are called after people.
    pub(super) terms: Scrubber<'w>,
    pub(super) workspace: &'w mut Workspace,
    pub(super) resources: &'w Resources<'n>,
    /// Words recur hundreds of times in a bundle; `None` where nothing was replaced.
    pub(super) scrubbed: HashMap<&'n str, Option<Box<str>>>,
    pub(super) scrubbed_terms: HashMap<&'n str, Option<Box<str>>>,
    pub(super) manifest: Manifest,
    pub(super) out: String,
    /// Where names belong in it.
    pub(super) blanks: Vec<Blank>,
    pub(super) place: Place<'n>,
}

/// Elements of a range of ages.
const AGES: [&str; 5] = [
    ".onsetRange",
    ".abatementRange",
    ".ageRange",
    ".deceasedRange",
    ".whenRange",
];

const GENDERS: [&str; 4] = ["male", "female", "other", "unknown"];

impl<'n> Writer<'_, 'n> {
    /// Writes a resource; tells whether anything of it is left, as all functions here do.
    pub(super) fn resource(&mut self, node: &'n Node<'_>, contained: bool) -> bool {
        let kind = node.get_text("resourceType").unwrap_or("");
        let Some(section) = Table::shared().resource(kind) else {
            self.removed("Resource of an unknown type");
            return false;
        };
        let mut place = self.place.clone();
        place.kind = kind;
        place.inside = contained;
        if !contained {
            let inner = node.get("contained").map(Node::items).unwrap_or_default();
            place.contained = inner
                .iter()
                .filter_map(|inner| inner.get_text("id"))
                .collect();
            place.shift = self
                .rules
                .shift(self.resources.patient_of(kind, node, self.place.url));
        }
        if place.shift != self.place.shift {
            self.scrubbed.clear();
            self.scrubbed_terms.clear();
        }
        let around = std::mem::replace(&mut self.place, place);
        let left = self.object(section, node);
        if around.shift != self.place.shift {
            self.scrubbed.clear();
            self.scrubbed_terms.clear();
        }
        self.place = around;
        left
    }

    pub(super) fn object(&mut self, section: Section, node: &'n Node<'_>) -> bool {
        let Some(part) = Table::shared().part(section) else {
            return false;
        };
        let Node::Object(members) = node else {
            self.removed(part.unknown);
            return false;
        };
        let around = (self.place.age, self.place.coded, self.place.question);
        self.place.coded = part.path == "CodeableConcept" && self.is_coded(node);
        if matches!(part.path, "Observation" | "Observation.component") {
            self.place.age = values::asks_age(node);
            self.place.question = values::words_of_code(node).next();
        }
        if part.path == "QuestionnaireResponse.item" {
            self.place.question = node.get_text("text");
            self.place.age = self.place.question.is_some_and(values::names_age);
        }
        if part.path == "Address" {
            let country = node.get_text("country");
            self.place.foreign = country.is_some_and(|it| !places::is_united_states(it));
        }
        if part.path == "Bundle.entry" {
            self.place.url = node.get_text("fullUrl");
        }
        let start = self.out.len();
        self.out.push('{');
        let mut first = true;
        for (name, value) in members {
            let Some(element) = Table::shared().element(section, name) else {
                self.removed(part.unknown);
                continue;
            };
            self.member(&mut first, name, |writer| writer.value(element, value));
        }
        (self.place.age, self.place.coded, self.place.question) = around;
        self.close(start, first)
    }

    /// Writes a member if its value leaves anything.
    pub(super) fn member(
        &mut self,
        first: &mut bool,
        name: &str,
        value: impl FnOnce(&mut Self) -> bool,
    ) {
        let start = self.out.len();
        if !*first {
            self.out.push(',');
        }
        write_text(name, &mut self.out);
        self.out.push(':');
        if value(self) {
            *first = false;
        } else {
            self.undo(start);
        }
    }

    /// Takes back what was written from a place on.
    pub(super) fn undo(&mut self, to: usize) {
        self.out.truncate(to);
        while self.blanks.last().is_some_and(|blank| blank.at >= to) {
            self.blanks.pop();
        }
    }

    pub(super) fn close(&mut self, start: usize, empty: bool) -> bool {
        if empty {
            self.undo(start);
        } else {
            self.out.push('}');
        }
        !empty
    }

    fn value(&mut self, element: Element, node: &'n Node<'_>) -> bool {
        let Node::List(items) = node else {
            return self.single(element, node);
        };
        let start = self.out.len();
        self.out.push('[');
        let mut first = true;
        for item in items {
            let before = self.out.len();
            if !first {
                self.out.push(',');
            }
            if !matches!(item, Node::List(_)) && self.single(element, item) {
                first = false;
            } else {
                self.undo(before);
            }
        }
        if first {
            self.undo(start);
        } else {
            self.out.push(']');
        }
        !first
    }

    pub(super) fn single(&mut self, element: Element, node: &'n Node<'_>) -> bool {
        let path = element.path;
        match (element.action, node) {
            (_, Node::Plain("null")) => false,
            (Action::Keep, Node::Plain(plain)) => self.number(path, plain),
            (Action::Into(section), Node::Object(_)) => {
                let around = self.place.age;
                self.place.age |= AGES.iter().any(|of| path.ends_with(of));
                let left = self.object(section, node);
                self.place.age = around;
                left
            }
            (Action::Resource, Node::Object(_)) => {
                let contained = path.ends_with(".contained");
                self.resource(node, contained || self.place.inside)
            }
            (Action::Quantity, Node::Object(_)) => self.quantity(path, node),
            (Action::Coding, Node::Object(_)) => self.coding(path, node),
            (Action::Attachment, Node::Object(_)) => self.attachment(path, node),
            (Action::Identifier, Node::Object(_)) => self.identifier(path, node),
            (Action::Extension, Node::Object(_)) => self.extension(path, node),
            (action, Node::Text(text)) => self.words(action, path, text),
            _ => self.removed(path),
        }
    }

    fn words(&mut self, action: Action, path: &'static str, text: &'n str) -> bool {
        match action {
            // The one code of people that is never absent (`administrative-gender`).
            Action::Code if path.ends_with(".gender") && !GENDERS.contains(&text) => {
                self.removed(path)
            }
            Action::Code => self.code(path, text),
            Action::Text if self.place.coded => self.term(path, text),
            Action::Text => self.text(path, text),
            Action::Term => self.term(path, text),
            Action::YearsInWords => self.age_or_text(path, text, true),
            Action::Date => self.date(path, text),
            Action::Instant if self.place.shift.is_some() || self.rules.keeps_dates() => {
                self.date(path, text)
            }
            Action::Published if values::is_published(text) => self.write(text),
            Action::ResourceType if Table::shared().resource(text).is_some() => self.write(text),
            Action::Samples if values::is_samples(text) => self.write(text),
            Action::City if self.rules.places == Places::City => {
                self.manifest.add(path, Disposition::Kept, 1);
                self.write(text)
            }
            Action::State if places::is_state(text) => self.write(text),
            Action::Country if places::is_country(text) => self.write(text),
            Action::Zip => self.zip(path, text),
            Action::Id => self.id(path, text),
            Action::FullUrl => match self.resources.find(text, self.place.url) {
                Some((kind, id)) => self.named(path, kind, id, Form::FullUrl),
                None => self.removed(path),
            },
            Action::Operation if Table::shared().resource(text).is_some() => self.write(text),
            Action::Operation | Action::Target => self.target(path, text),
            _ => self.removed(path),
        }
    }

    /// A number or truth value.
    fn number(&mut self, path: &'static str, plain: &str) -> bool {
        let answers = path.starts_with("QuestionnaireResponse.") && !self.place.age;
        let question = self.place.question.filter(|_| answers && plain.len() > 1);
        let mut told = |question| self.scrubbed_answer(question, plain);
        let identifies = question.is_some_and(|question| !told(question).spans.is_empty());
        if identifies || self.identifiers.known().is_identifying(plain) {
            return self.removed(path);
        }
        let over = self.place.age
            && self.rules.caps_ages()
            && plain.parse::<f64>().is_ok_and(|years| years >= 90.0);
        if over {
            self.manifest.add(path, Disposition::Generalised, 1);
        }
        self.out.push_str(if over { "90" } else { plain });
        true
    }

    pub(super) fn date(&mut self, path: &'static str, text: &str) -> bool {
        let left = self.rules.iso_date(text, self.place.shift);
        let disposition = match &left {
            None => Disposition::Removed,
            Some(left) if left == text && self.rules.keeps_dates() => Disposition::Kept,
            Some(_) if self.place.shift.is_some() => Disposition::Shifted,
            Some(_) => Disposition::Generalised,
        };
        self.manifest.add(path, disposition, 1);
        left.is_some_and(|left| self.write(&left))
    }

    /// (B): of the address of the patient; those of places of care add nothing that the rule grants.
    fn zip(&mut self, path: &'static str, text: &str) -> bool {
        let whole = self.rules.zips == Zips::Whole;
        let home = self.place.kind == "Patient" && !self.place.extension;
        let domestic = !self.place.foreign;
        match self.rules.zip(text).filter(|_| domestic && (whole || home)) {
            Some(zip) => {
                let disposition = if whole {
                    Disposition::Kept
                } else {
                    Disposition::Generalised
                };
                self.manifest.add(path, disposition, 1);
                self.write(&zip)
            }
            None => self.removed(path),
        }
    }

    fn id(&mut self, path: &'static str, id: &'n str) -> bool {
        if !self.place.inside {
            let id = self.resources.id(self.place.url, id);
            return self.named(path, self.place.kind, id, Form::Name);
        }
        match self.place.contained.iter().position(|inner| *inner == id) {
            Some(place) => {
                self.manifest.add(path, Disposition::Renumbered, 1);
                self.write(&(place + 1).to_string())
            }
            None => self.removed(path),
        }
    }

    /// The target of a reference.
    pub(super) fn target(&mut self, path: &'static str, text: &'n str) -> bool {
        if let Some(inner) = text.strip_prefix('#') {
            let place = self.place.contained.iter().position(|id| *id == inner);
            return match place {
                Some(place) => {
                    self.manifest.add(path, Disposition::Renumbered, 1);
                    self.write(&format!("#{}", place + 1))
                }
                None => self.removed(path),
            };
        }
        match self.resources.find(text, self.place.url) {
            Some((kind, id)) => self.named(path, kind, id, Form::Reference),
            None => self.removed(path),
        }
    }

    /// Leaves a blank for the name of a resource.
    fn named(&mut self, path: &'static str, kind: &str, id: &str, form: Form) -> bool {
        let section = Table::shared().resource(kind);
        let Some(part) = section.and_then(|section| Table::shared().part(section)) else {
            return self.removed(path);
        };
        // The blank lies within its quotes, so that whatever is written later lies behind it.
        self.out.push('"');
        self.blanks.push(Blank {
            at: self.out.len(),
            path,
            kind: part.path,
            id: id.into(),
            form,
        });
        self.out.push('"');
        true
    }

    pub(super) fn write(&mut self, text: &str) -> bool {
        write_text(text, &mut self.out);
        true
    }

    /// Counts what was removed.
    pub(super) fn removed(&mut self, path: &'static str) -> bool {
        self.manifest.add(path, Disposition::Removed, 1);
        false
    }
}
