//! The tabular list of ICD-10-CM: chapters, their sections, and the codes with their notes, as the XML file has them.
//!
//! Sections stand side by side in the file, also those that only gather others (`C00-C96` before `C00-C75` before
//! `C00-C14`): these have no codes of their own. Codes of seven characters stand in the file only where the seventh is a
//! part of the list (`H54.512A`), not where it is taken from a definition further up. The visual impairment table of the
//! category H54, the introduction and the section index, which repeats the sections, are not read.

use crate::fault::{Fault, Result};
use crate::xml::{self, Event, Place};

pub(crate) struct Chapter {
    pub(crate) number: u8,
    /// Without the range that the file writes after it.
    pub(crate) title: String,
    /// Its first and last category, as the file writes them after the title.
    pub(crate) range: (String, String),
    pub(crate) notes: Vec<Note>,
    pub(crate) sections: Vec<Section>,
}

pub(crate) struct Section {
    /// Without the range that the file writes after it.
    pub(crate) title: String,
    /// Its first and last category, of its identifier; the same one twice for a section of one category.
    pub(crate) range: (String, String),
    pub(crate) notes: Vec<Note>,
    /// In the order of the file, which is not that of ASCII: C4A stands between C43 and C44.
    pub(crate) categories: Vec<Diagnosis>,
}

pub(crate) struct Diagnosis {
    /// Without the dot.
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) notes: Vec<Note>,
    pub(crate) children: Vec<Diagnosis>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Note {
    pub(crate) kind: NoteKind,
    /// Whether it is the first of its element.
    pub(crate) opens: bool,
    /// Of [`NoteKind::SeventhDefinition`], the character; of [`NoteKind::SeventhTerm`], that of the definition before it.
    pub(crate) seventh: Option<u8>,
    pub(crate) text: String,
}

/// The numbers are those of the packed table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum NoteKind {
    Includes = 0,
    Excludes1 = 1,
    Excludes2 = 2,
    CodeFirst = 3,
    UseAdditional = 4,
    CodeAlso = 5,
    Note = 6,
    InclusionTerm = 7,
    /// Who needs a seventh character.
    SeventhNote = 8,
    /// What a seventh character means.
    SeventhDefinition = 9,
    /// A term that stands among the definitions of seventh characters.
    SeventhTerm = 10,
}

impl NoteKind {
    fn of_element(name: &str) -> Option<NoteKind> {
        Some(match name {
            "includes" => NoteKind::Includes,
            "excludes1" => NoteKind::Excludes1,
            "excludes2" => NoteKind::Excludes2,
            "codeFirst" => NoteKind::CodeFirst,
            "useAdditionalCode" => NoteKind::UseAdditional,
            "codeAlso" => NoteKind::CodeAlso,
            "notes" => NoteKind::Note,
            "inclusionTerm" => NoteKind::InclusionTerm,
            "sevenChrNote" => NoteKind::SeventhNote,
            "sevenChrDef" => NoteKind::SeventhDefinition,
            _ => return None,
        })
    }
}

impl Diagnosis {
    /// Calls `look` with this code and all below it, each header before what stands below it.
    pub(crate) fn for_each<'t>(&'t self, look: &mut impl FnMut(&'t Diagnosis)) {
        look(self);
        for child in &self.children {
            child.for_each(look);
        }
    }
}

/// Reads a file. Every element must be one that is known at its place.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Vec<Chapter>> {
    let mut open: Vec<Open> = Vec::new();
    let mut chapters = Vec::new();
    xml::for_each_event(file, bytes, |event, place| match event {
        Event::Open { name, attributes } => {
            open.push(Open::new(open.last(), name, attributes, place)?);
            Ok(())
        }
        Event::Text(text) => match open.last_mut() {
            Some(Open::Text { text: own, .. }) => {
                let text = xml::with_entities(text);
                own.push_str(&text.ok_or_else(|| place.fault("has an unknown entity"))?);
                Ok(())
            }
            Some(Open::Unread) => Ok(()),
            _ if text.trim().is_empty() => Ok(()),
            _ => Err(place.fault("text where only elements can stand")),
        },
        Event::Close => {
            let closed = open.pop();
            close(closed, &mut open, &mut chapters).map_err(|what| place.fault(what))
        }
    })?;
    if chapters.is_empty() {
        return Err(Fault::in_file(file, "has no chapter"));
    }
    Ok(chapters)
}

/// An element that is open.
enum Open {
    Root,
    Chapter(Chapter),
    Section(Section),
    Diagnosis(Diagnosis),
    Notes {
        kind: NoteKind,
        notes: Vec<Note>,
    },
    Text {
        of: TextOf,
        text: String,
    },
    /// Nothing below it is read.
    Unread,
}

#[derive(Clone, Copy)]
enum TextOf {
    Name,
    Title,
    Note,
    Definition(u8),
}

impl Open {
    fn new(above: Option<&Open>, name: &str, attributes: &str, place: Place<'_>) -> Result<Open> {
        let text = |of| Open::Text {
            of,
            text: String::new(),
        };
        let range = || {
            let id = xml::attribute(attributes, "id");
            id.and_then(range).ok_or_else(|| {
                place.fault("the section's id is not a category, nor two with a hyphen")
            })
        };
        Ok(match (above, name) {
            (None, "ICD10CM.tabular") => Open::Root,
            (Some(Open::Root), "version" | "introduction")
            | (Some(Open::Chapter(_)), "sectionIndex")
            | (Some(Open::Diagnosis(_)), "visualImpairment")
            | (Some(Open::Unread), _) => Open::Unread,
            (Some(Open::Root), "chapter") => Open::Chapter(Chapter {
                number: 0,
                title: String::new(),
                range: (String::new(), String::new()),
                notes: Vec::new(),
                sections: Vec::new(),
            }),
            (Some(Open::Chapter(_)), "section") => Open::Section(Section {
                title: String::new(),
                range: range()?,
                notes: Vec::new(),
                categories: Vec::new(),
            }),
            (Some(Open::Section(_) | Open::Diagnosis(_)), "diag") => Open::Diagnosis(Diagnosis {
                code: String::new(),
                title: String::new(),
                notes: Vec::new(),
                children: Vec::new(),
            }),
            (Some(Open::Chapter(_) | Open::Diagnosis(_)), "name") => text(TextOf::Name),
            (Some(Open::Chapter(_) | Open::Section(_) | Open::Diagnosis(_)), "desc") => {
                text(TextOf::Title)
            }
            (Some(Open::Notes { .. }), "note") => text(TextOf::Note),
            (
                Some(Open::Notes {
                    kind: NoteKind::SeventhDefinition,
                    ..
                }),
                "extension",
            ) => match xml::attribute(attributes, "char").map(str::as_bytes) {
                Some([c]) if c.is_ascii_alphanumeric() => text(TextOf::Definition(*c)),
                _ => return Err(place.fault("the extension has not one digit or letter")),
            },
            (Some(Open::Chapter(_) | Open::Section(_) | Open::Diagnosis(_)), name)
                if NoteKind::of_element(name).is_some() =>
            {
                Open::Notes {
                    kind: NoteKind::of_element(name).unwrap_or(NoteKind::Note),
                    notes: Vec::new(),
                }
            }
            _ => return Err(place.fault(format!("<{name}> is not known at this place"))),
        })
    }
}

/// Gives what has been closed to the element around it.
fn close(
    closed: Option<Open>,
    open: &mut [Open],
    chapters: &mut Vec<Chapter>,
) -> std::result::Result<(), &'static str> {
    match (closed, open.last_mut()) {
        (Some(Open::Chapter(chapter)), Some(Open::Root)) => {
            if chapter.number == 0 || chapter.title.is_empty() {
                return Err("the chapter lacks its number or its title");
            }
            chapters.push(chapter);
        }
        (Some(Open::Section(section)), Some(Open::Chapter(chapter))) => {
            if section.title.is_empty() {
                return Err("the section lacks its title");
            }
            chapter.sections.push(section);
        }
        (Some(Open::Diagnosis(diagnosis)), Some(above)) => {
            let length = diagnosis.code.len();
            if !(3..=7).contains(&length) || diagnosis.title.is_empty() {
                return Err("the code lacks its name or its title");
            }
            match above {
                Open::Section(section) if length == 3 => section.categories.push(diagnosis),
                Open::Diagnosis(header) if length > header.code.len() => {
                    header.children.push(diagnosis);
                }
                _ => return Err("the code stands at the wrong place"),
            }
        }
        (Some(Open::Notes { notes, .. }), Some(above)) => match above {
            Open::Chapter(chapter) => chapter.notes.extend(notes),
            Open::Section(section) => section.notes.extend(notes),
            Open::Diagnosis(diagnosis) => diagnosis.notes.extend(notes),
            _ => return Err("notes at the wrong place"),
        },
        (Some(Open::Text { of, text }), Some(above)) => read_text(of, text.trim(), above)?,
        _ => {}
    }
    Ok(())
}

fn read_text(of: TextOf, text: &str, above: &mut Open) -> std::result::Result<(), &'static str> {
    let with_range = |text: &str| {
        let (title, id) = text.strip_suffix(')')?.rsplit_once(" (")?;
        Some((title.trim_end().to_owned(), range(id)?))
    };
    if text.is_empty() {
        return Err("the element has no text");
    }
    match (of, above) {
        (TextOf::Name, Open::Chapter(chapter)) => {
            chapter.number = text.parse().map_err(|_| "the chapter has no number")?;
        }
        (TextOf::Title, Open::Chapter(chapter)) => {
            let title = with_range(text).ok_or("the chapter's title does not end in its range")?;
            (chapter.title, chapter.range) = title;
        }
        (TextOf::Title, Open::Section(section)) => {
            let (title, range) =
                with_range(text).ok_or("the section's title does not end in its range")?;
            if range != section.range {
                return Err("the section's title ends in another range than its id");
            }
            section.title = title;
        }
        (TextOf::Name, Open::Diagnosis(diagnosis)) => {
            diagnosis.code = text.replacen('.', "", 1);
        }
        (TextOf::Title, Open::Diagnosis(diagnosis)) => diagnosis.title = text.to_owned(),
        (of, Open::Notes { kind, notes }) => {
            let last = notes.last().and_then(|note| note.seventh);
            let (kind, seventh) = match (of, *kind) {
                (TextOf::Definition(c), kind) => (kind, Some(c)),
                (_, NoteKind::SeventhDefinition) => (NoteKind::SeventhTerm, last),
                (_, kind) => (kind, None),
            };
            notes.push(Note {
                kind,
                opens: notes.is_empty(),
                seventh,
                text: text.to_owned(),
            });
        }
        _ => {}
    }
    Ok(())
}

/// `A00-B99`, or one category.
fn range(id: &str) -> Option<(String, String)> {
    let (first, last) = id.split_once('-').unwrap_or((id, id));
    let category = |text: &str| {
        let all = text
            .bytes()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        (text.len() == 3 && all).then(|| text.to_owned())
    };
    Some((category(first)?, category(last)?))
}

#[cfg(test)]
mod tests;
