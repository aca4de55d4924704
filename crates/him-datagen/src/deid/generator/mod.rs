//! Invented notes, queries and messages with what is labelled in them.
//!
//! Templates and words are written for this project (`data/deid` of this crate); names and places come from the
//! lists of the shared folder, from lists of other languages, and from syllables, so that many stand in no list.

mod people;
mod places;
mod template;
mod terms;
mod values;

use std::path::Path;

use self::people::People;
use self::places::Places;
use self::template::{Case, Template};
use self::terms::Terms;
use super::corpus::{Label, Note};
use super::crf::Random;
use super::lists::Lists;
use crate::fault::Result;

/// A file of templates.
struct File {
    /// How its notes are called.
    name: &'static str,
    templates: &'static str,
    /// Notes made from each template.
    count: usize,
    /// So many of a hundred are in small letters.
    small: usize,
    /// So many of a hundred are in capitals.
    capitals: usize,
    /// Whether other templates of the file may follow in a note.
    several: bool,
}

macro_rules! files {
    ($($name:literal, $file:literal, $count:literal, $small:literal, $capitals:literal, $several:literal;)+) => {
        &[$(File {
            name: concat!("made ", $name),
            templates: include_str!(concat!("../../../data/deid/", $file, ".txt")),
            count: $count,
            small: $small,
            capitals: $capitals,
            several: $several,
        },)+]
    };
}

const FILES: &[File] = files! {
    "queries", "queries", 90, 8, 1, false;
    "clean", "clean", 80, 8, 4, true;
    "notes", "notes", 80, 5, 6, true;
    "chat", "chat", 70, 16, 1, false;
    "plain", "plain", 60, 16, 1, false;
    "inpatient", "inpatient", 50, 6, 5, true;
    "diagnostic", "diagnostic", 50, 4, 8, true;
    "letters", "correspondence", 50, 8, 4, false;
    "allied", "allied", 50, 8, 4, true;
    "spanish", "spanish", 60, 10, 3, false;
    "literature", "literature", 80, 10, 5, true;
};

/// Templates whose numbers leave the same rest by this are left out together in a cross-validation.
pub(crate) const TOGETHER: usize = 11;

/// All invented notes, the same ones each time.
pub(crate) fn notes(folder: &Path) -> Result<Vec<Note>> {
    let lists = Lists::read(&folder.join("lists"))?;
    let world = World {
        people: People::new(&lists),
        places: Places::new(&lists),
        terms: Terms::read(),
    };
    let mut random = Random::new(1);
    let mut notes = Vec::new();
    for file in FILES {
        let lines = file
            .templates
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        let templates: Vec<Template> = lines.map(Template::read).collect();
        for (nth, template) in templates.iter().enumerate() {
            for _ in 0..file.count {
                let mut page = Sheet {
                    case: match random.below(100) {
                        roll if roll < file.small => Case::Small,
                        roll if roll < file.small + file.capitals => Case::Capitals,
                        _ => Case::AsIs,
                    },
                    typos: if random.percent(15) { 4 } else { 0 },
                    ..Sheet::default()
                };
                template.fill(&world, &mut random, &mut page);
                // Notes have more than one line.
                if file.several {
                    for _ in 0..random.below(3) {
                        page.literal(random.one_of(&["\n", " ", "\n\n"]), &mut random);
                        // One that is left out together with the first.
                        let near = templates
                            .len()
                            .saturating_sub(nth % TOGETHER)
                            .div_ceil(TOGETHER);
                        let next = nth % TOGETHER + TOGETHER * random.below(near);
                        if let Some(next) = templates.get(next) {
                            next.fill(&world, &mut random, &mut page);
                        }
                    }
                }
                notes.push(Note {
                    text: page.text,
                    spans: page.spans,
                    source: file.name,
                    group: nth.to_string(),
                });
            }
        }
    }
    Ok(notes)
}

/// Whatever slots are filled from.
struct World {
    people: People,
    places: Places,
    terms: Terms,
}

/// A note while it is written.
#[derive(Default)]
struct Sheet {
    text: String,
    spans: Vec<(usize, usize, Label)>,
    case: Case,
    /// Words in a hundred that are misspelt.
    typos: usize,
}

impl Sheet {
    /// Words of the template.
    fn literal(&mut self, text: &str, random: &mut Random) {
        let start = self.text.len();
        self.push(text, Case::AsIs);
        if self.typos == 0 {
            return;
        }
        let added = self.text.split_off(start);
        for word in added.split_inclusive(' ') {
            let letters = word.trim_end();
            let wrong = letters.len() > 4
                && letters.bytes().all(|byte| byte.is_ascii_lowercase())
                && random.percent(self.typos);
            if !wrong {
                self.text.push_str(word);
                continue;
            }
            let mut letters: Vec<char> = word.chars().collect();
            let at = 1 + random.below(letters.len().saturating_sub(4));
            match random.below(3) {
                0 => letters.swap(at, at + 1),
                1 => {
                    letters.remove(at);
                }
                _ => letters.insert(at, letters.get(at).copied().unwrap_or('e')),
            }
            self.text.extend(letters);
        }
    }

    fn push(&mut self, text: &str, case: Case) {
        let case = if case == Case::AsIs { self.case } else { case };
        match case {
            Case::AsIs => self.text.push_str(text),
            Case::Small => self.text.push_str(&text.to_lowercase()),
            Case::Capitals => self.text.push_str(&text.to_uppercase()),
        }
    }

    fn labelled(&mut self, text: &str, case: Case, label: Label) {
        let start = self.text.len();
        self.push(text, case);
        self.spans.push((start, self.text.len(), label));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Lists of one entry each: enough to fill every slot.
    fn world() -> World {
        let one = |word: &str| vec![word.to_owned()];
        let lists = Lists {
            surnames: vec![("EXEMPLAR".to_owned(), 1)],
            female: one("Ann"),
            male: one("Bob"),
            given: one("cleo"),
            us_cities: one("Exampleton"),
            cities: vec![("Exemplaria".to_owned(), "Nowhere".to_owned(), 1)],
            counties: one("Sample"),
            countries: one("Nowhere"),
            states: vec![("Ohio".to_owned(), "OH".to_owned())],
            streets: one("Sesame Street"),
            hospitals: one("Sample Hospital"),
            occupations: one("baker"),
        };
        World {
            people: People::new(&lists),
            places: Places::new(&lists),
            terms: Terms::read(),
        }
    }

    fn templates() -> impl Iterator<Item = &'static str> {
        let lines = FILES.iter().flat_map(|file| file.templates.lines());
        lines.filter(|line| !line.starts_with('#') && !line.is_empty())
    }

    #[test]
    fn every_slot_is_filled() {
        let (world, mut random) = (world(), Random::new(1));
        let mut slots = BTreeSet::new();
        for line in templates() {
            for slot in line.split('{').skip(1) {
                slots.insert(slot.split('}').next().unwrap_or(""));
            }
        }
        assert!(slots.len() > 100, "{}", slots.len());
        for slot in slots {
            let mut sheet = Sheet::default();
            Template::read(&format!("{{{slot}}}")).fill(&world, &mut random, &mut sheet);
            assert!(!sheet.text.is_empty(), "{{{slot}}} is filled with nothing");
        }
    }

    #[test]
    fn templates_are_many_and_different() {
        let all: Vec<_> = templates().collect();
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), different.len());
        assert!(all.len() > 600, "{}", all.len());
        for line in all {
            let opened = line.matches('{').count();
            assert_eq!(opened, line.matches('}').count(), "{line}");
        }
    }

    /// What is marked lies within the text, in order, whatever the template.
    #[test]
    fn labels_lie_within_the_text() {
        let (world, mut random) = (world(), Random::new(2));
        for line in templates() {
            let mut sheet = Sheet::default();
            Template::read(line).fill(&world, &mut random, &mut sheet);
            let mut last = 0;
            for (start, end, _) in &sheet.spans {
                assert!(
                    last <= *start && start < end && *end <= sheet.text.len(),
                    "{line}"
                );
                last = *end;
            }
        }
    }
}
