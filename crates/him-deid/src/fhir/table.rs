//! The table of dispositions: what becomes of each element of FHIR R4.

use std::collections::HashMap;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../data/fhir-r4.txt");

/// What becomes of an element. The words are those of `data/fhir-r4.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Remove,
    Keep,
    Code,
    Published,
    ResourceType,
    Text,
    Term,
    YearsInWords,
    Date,
    Instant,
    City,
    State,
    Zip,
    Country,
    Quantity,
    Coding,
    Attachment,
    Identifier,
    Extension,
    Samples,
    Resource,
    Id,
    FullUrl,
    Target,
    Operation,
    Into(Section),
}

/// A place in [`Table::sections`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Section(u16);

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element {
    /// `Patient.name`, as the manifest shows it.
    pub(super) path: &'static str,
    pub(super) action: Action,
}

/// A resource, a datatype, or a part of one.
pub(super) struct Part {
    pub(super) path: &'static str,
    /// What the manifest calls elements that are not here.
    pub(super) unknown: &'static str,
    elements: HashMap<&'static str, Element>,
    /// Resources have what all resources have; all else has what all elements have.
    resource: bool,
}

pub(super) struct Table {
    sections: Vec<Part>,
    by_path: HashMap<&'static str, Section>,
}

impl Table {
    pub(super) fn shared() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(TEXT));
        &TABLE
    }

    /// The section of a resource type.
    pub(super) fn resource(&self, kind: &str) -> Option<Section> {
        let section = *self.by_path.get(kind)?;
        self.part(section)
            .filter(|part| part.resource)
            .map(|_| section)
    }

    pub(super) fn section(&self, path: &str) -> Option<Section> {
        self.by_path.get(path).copied()
    }

    pub(super) fn part(&self, section: Section) -> Option<&Part> {
        self.sections.get(usize::from(section.0))
    }

    /// The line of an element; what has none is removed.
    pub(super) fn element(&self, section: Section, name: &str) -> Option<Element> {
        let part = self.part(section)?;
        let own = part.elements.get(name);
        let of_all = || {
            let base = self.section(if part.resource { "Resource" } else { "Element" })?;
            self.part(base)?.elements.get(name)
        };
        own.or_else(of_all).copied()
    }

    /// A line of this very section.
    pub(super) fn own(&self, section: Section, name: &str) -> Option<Element> {
        self.part(section)?.elements.get(name).copied()
    }

    fn read(text: &'static str) -> Table {
        let headings = text.lines().filter_map(heading);
        let mut table = Table {
            sections: Vec::new(),
            by_path: HashMap::new(),
        };
        for (path, number) in headings.zip(0..) {
            table.by_path.insert(path, Section(number));
            table.sections.push(Part {
                path,
                unknown: leak(format!("{path}.*")),
                elements: HashMap::new(),
                resource: false,
            });
        }
        let types = table.types(text);
        let mut at = None;
        for line in text
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            if let Some(path) = heading(line) {
                at = table.section(path);
                continue;
            }
            let (Some(section), Some(fields)) = (at, fields(line)) else {
                continue;
            };
            for (name, element) in table.elements(section, fields, &types) {
                if let Some(part) = table.sections.get_mut(usize::from(section.0)) {
                    // A line of its own follows the line of all types and goes before it.
                    part.elements.insert(name, element);
                }
            }
        }
        // Resources are the sections without a point that are no datatypes.
        for part in &mut table.sections {
            let base = matches!(part.path, "Resource" | "Element" | "*" | "extensions");
            part.resource = !part.path.contains('.') && !base && !types.contains_key(part.path)
                || part.path == "Resource";
        }
        table
    }

    /// The section `[*]`: what a datatype is by itself.
    fn types(&self, text: &'static str) -> HashMap<&'static str, (&'static str, Action)> {
        let lines = text.lines().skip_while(|line| *line != "[*]").skip(1);
        let lines = lines.take_while(|line| !line.is_empty());
        let types = lines
            .filter_map(fields)
            .filter_map(|(name, kind, word)| Some((name, (kind, self.action(kind, word, name)?))));
        types.collect()
    }

    fn elements(
        &self,
        section: Section,
        (name, kind, word): (&'static str, &'static str, &'static str),
        types: &HashMap<&'static str, (&'static str, Action)>,
    ) -> Vec<(&'static str, Element)> {
        let path = self.part(section).map_or("", |part| part.path);
        let full = |name: &str| leak(format!("{path}.{name}"));
        let Some(stem) = name.strip_suffix("[x]").filter(|_| word == "by-type") else {
            let stem = name.strip_suffix("[x]").unwrap_or(name);
            let action = self.action(kind, word, &format!("{path}.{stem}"));
            let action = action.unwrap_or(Action::Remove);
            return vec![(
                stem,
                Element {
                    path: full(stem),
                    action,
                },
            )];
        };
        let open = kind == "*";
        let kinds = types
            .iter()
            .filter(|(of, _)| open || kind.split('|').any(|kind| kind == **of));
        let element = |(of, (_, action)): (&&'static str, &(&'static str, Action))| {
            let mut letters = of.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            let name: &'static str = leak(format!(
                "{stem}{}{}",
                first.unwrap_or_default(),
                letters.as_str()
            ));
            (
                name,
                Element {
                    path: full(name),
                    action: *action,
                },
            )
        };
        kinds.map(element).collect()
    }

    fn action(&self, kind: &str, word: &str, path: &str) -> Option<Action> {
        Some(match word {
            "keep" => Action::Keep,
            "code" => Action::Code,
            "published" | "concept_system" => Action::Published,
            "resource_type" => Action::ResourceType,
            "text" => Action::Text,
            "term" => Action::Term,
            "years_in_words" => Action::YearsInWords,
            "date" => Action::Date,
            "instant" | "time" => Action::Instant,
            "city" => Action::City,
            "state" => Action::State,
            "zip" => Action::Zip,
            "country" => Action::Country,
            "quantity" => Action::Quantity,
            "coding" => Action::Coding,
            "attachment" => Action::Attachment,
            "identifier" => Action::Identifier,
            "reference" => Action::Into(self.section("Reference")?),
            "target" => Action::Target,
            "extension" => Action::Extension,
            "samples" => Action::Samples,
            "resource" => Action::Resource,
            "id" => Action::Id,
            "full_url" => Action::FullUrl,
            "operation" => Action::Operation,
            "into" => {
                let of = match kind {
                    "." => path,
                    kind => kind.strip_prefix('#').unwrap_or(kind),
                };
                Action::Into(self.section(of)?)
            }
            _ => return None,
        })
    }
}

/// The table lives as long as the program, and so do the few names that its text does not hold as they are.
fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn heading(line: &'static str) -> Option<&'static str> {
    line.strip_prefix('[')?.strip_suffix(']')
}

fn fields(line: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let mut fields = line.split(' ');
    Some((fields.next()?, fields.next()?, fields.next()?))
}
