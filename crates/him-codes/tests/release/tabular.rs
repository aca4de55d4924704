//! The tabular lists, read without the generator's code.

use std::path::Path;

use chrono::NaiveDate;
use him_testdata::xz;

/// With the first day in force.
const FILES: [(&str, [u16; 3]); 2] = [
    ("icd10cm/icd10cm_tabular_2021.xml.xz", [2021, 1, 1]),
    ("icd10cm/icd10cm-tabular-2026-apr.xml.xz", [2026, 4, 1]),
];

pub(crate) struct Tabular {
    pub(crate) first_day: NaiveDate,
    /// Chapters, sections and codes, each before what stands in it.
    pub(crate) places: Vec<Place>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) element: String,
    /// Number of a chapter, identifier of a section, code with its dot.
    pub(crate) name: String,
    pub(crate) title: String,
    /// The numbers of the places in which it stands, from the outermost: chapter, section, header ...
    pub(crate) within: Vec<usize>,
    pub(crate) notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// The element around it, `sevenChrDef` for an extension, and `sevenChrDef/note` for a note beside those.
    pub(crate) kind: String,
    pub(crate) opens: bool,
    pub(crate) seventh: Option<char>,
    pub(crate) text: String,
}

impl Tabular {
    pub(crate) fn all(folder: &Path) -> Vec<Tabular> {
        let day =
            |[y, m, d]: [u16; 3]| NaiveDate::from_ymd_opt(y.into(), m.into(), d.into()).unwrap();
        let read = |(file, first): (&str, _)| Tabular {
            first_day: day(first),
            places: places(&String::from_utf8(xz(&folder.join(file)).unwrap()).unwrap()),
        };
        FILES.into_iter().map(read).collect()
    }

    pub(crate) fn of<'t>(&'t self, element: &'t str) -> impl Iterator<Item = &'t Place> {
        self.places
            .iter()
            .filter(move |place| place.element == element)
    }
}

fn places(xml: &str) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    // Name and attributes of what is open, and which places are.
    let mut open: Vec<(&str, &str)> = Vec::new();
    let mut within: Vec<usize> = Vec::new();
    let mut seventh = None;
    let mut opens = false;
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().unwrap().0, name.trim());
            if ["chapter", "section", "diag"].contains(&name) {
                within.pop();
            }
            continue;
        }
        assert!(!tag.ends_with('/'), "{tag}");
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let parent = open.last().map_or("", |(name, _)| name);
        open.push((name, attributes));
        let attribute = || attributes.split('"').nth_back(1).unwrap().to_owned();
        if ["chapter", "section", "diag"].contains(&name) {
            places.push(Place {
                element: name.to_owned(),
                name: if name == "section" {
                    attribute()
                } else {
                    String::new()
                },
                within: within.clone(),
                ..Place::default()
            });
            within.push(places.len() - 1);
            continue;
        }
        let text = text.trim();
        assert!(!text.contains("&#"), "{text}");
        let text = ["&lt;<", "&gt;>", "&quot;\"", "&apos;'", "&amp;&"]
            .iter()
            .fold(text.to_owned(), |text, entity| {
                let (entity, character) = entity.split_at(entity.len() - 1);
                text.replace(entity, character)
            });
        let Some(place) = within.last().and_then(|place| places.get_mut(*place)) else {
            continue;
        };
        match (parent, name) {
            ("chapter" | "diag", "name") => place.name = text,
            ("chapter" | "section" | "diag", "desc") => place.title = text,
            (_, "note" | "extension") => {
                if name == "extension" {
                    seventh = attribute().chars().next();
                }
                let is_term = parent == "sevenChrDef" && name == "note";
                place.notes.push(Note {
                    kind: if is_term {
                        format!("{parent}/note")
                    } else {
                        parent.to_owned()
                    },
                    opens,
                    seventh,
                    text,
                });
                opens = false;
            }
            _ => {
                opens = true;
                seventh = None;
            }
        }
    }
    places
}
