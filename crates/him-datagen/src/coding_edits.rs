//! What the edits of coding ask of a code of ICD-10-CM: which notes hold for it, which references cover it, and what its
//! titles and its seventh character say.
//!
//! `edits-coding.bin`: `HKE1`; the numbers of codes of `icd10cm.bin`, classes, lists of notes, notes in them, lists of
//! references, references in them, and texts of notes with their references (32 bits each); then
//! - for each code its class (16 bits), 0 for one that is never billable;
//! - classes, eight bytes: list of notes, list of references (16 bits each), traits (32 bits);
//! - for each list of notes its end (16 bits); notes, four bytes: the number in `icd10cm-notes.bin` (16 bits), the set of
//!   tabular lists in which it holds for the code, and its kind (0 Excludes1, 1 code first, 2 use additional code, 3 code
//!   also, 4 the condition of a history), plus 8 when it is the first of its element, 16 when it asks under a condition (`if
//!   applicable`, `any`), 32 when it only gives examples (`such as`), 64 when a history's stands above the code, 128 when
//!   it speaks of what is `underlying`;
//! - for each list of references its end (16 bits); the numbers of references in `icd10cm-notes.bin` (16 bits);
//! - for each note of `icd10cm-notes.bin` the end of the references that it points to (16 bits); these (16 bits each), only
//!   of the notes that stand in some list here.
//!
//! Traits, from the lowest bit: the side (3 bits: none, right, left, bilateral, unspecified,
//! one of both); the characters before the one
//! that tells it, less 3 (2 bits); which of the conditions below these (6); the region of the body (5, see
//! [`region`]); whether one code stands for both sides (1); the phase that the seventh character tells (3: none, initial,
//! subsequent, sequela, one of several that exclude each other); of a code that leaves open what others below the same
//! header tell, the characters of that header, less 2 (3 bits, 0 for none), those that it has itself where it does so, less 2
//! (3), and whether it leaves all of the header open (1); delivery (1); chronic (1); the characters
//! through the one that tells the side, less 3 (3).

pub(crate) mod procedure_sides;
mod region;
mod side;
mod unspecified;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use self::side::{Side, Sides};
use self::wording::words;
use crate::code_table::count_bytes;
use crate::fault::{Fault, Result};
use crate::history::{History, State};
use crate::output::Output;
use crate::tabular::NoteKind;
use crate::tabular_list::{Placed, PlacedNote};

const TABLE: &str = "edits-coding";

/// The latest title of each code that has one.
pub(super) type Titles<'t> = BTreeMap<&'t str, &'t str>;

/// Of one code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    /// Number, lists, and what else the table says of it.
    notes: Vec<(u16, u8, u8)>,
    references: Vec<u16>,
    traits: u32,
}

/// Adds the table to the output.
pub(crate) fn generate(notes: &Placed, history: &History<'_>, output: &mut Output) -> Result<()> {
    let titles: Titles<'_> = history
        .codes
        .iter()
        .filter_map(|own| Some((own.code, own.titles.last()?.long)))
        .collect();
    let sides = Sides::of(&titles);
    let mut classes = Vec::new();
    let mut pointing: BTreeMap<u16, Vec<u16>> = BTreeMap::new();
    for own in &history.codes {
        let billable = own.spans.iter().any(|span| span.state == State::Billable);
        if !billable {
            classes.push(None);
            continue;
        }
        let asked = asked(notes, own.code);
        for (note, _) in &asked {
            pointing.insert(note.number, note.references.clone());
        }
        let traits = traits(own.code, &titles, &sides, notes);
        let notes = asked
            .iter()
            .map(|(note, lists)| (note.number, *lists, manner(note, own.code)));
        classes.push(Some(Class {
            notes: notes.collect(),
            references: Vec::new(),
            traits,
        }));
    }
    let used: BTreeSet<u16> = pointing.values().flatten().copied().collect();
    for (own, class) in history.codes.iter().zip(&mut classes) {
        if let Some(class) = class {
            let defined = defines_seventh(own.code, notes);
            let covering = used.iter().copied();
            class.references = covering
                .filter(|number| notes.covers(*number, own.code, defined))
                .collect();
        }
    }
    let blob = pack(&classes, &pointing)?;
    output.table(TABLE, classes.len(), "data/edits-coding.bin", blob);
    Ok(())
}

fn asked<'n>(notes: &'n Placed, code: &str) -> Vec<(&'n PlacedNote, u8)> {
    let mut asked = notes.of(code);
    // Of the conditions of a history those that stand nearest: above them stand those of a whole organ system.
    let nearest = asked.iter().find(|(note, _)| is_history(note, code));
    let nearest = nearest.map(|(note, _)| note.place.clone());
    asked.retain(|(note, _)| match note.kind {
        NoteKind::Excludes1
        | NoteKind::CodeFirst
        | NoteKind::UseAdditional
        | NoteKind::CodeAlso => true,
        _ => is_history(note, code) && Some(&note.place) == nearest.as_ref(),
    });
    asked
}

fn manner(note: &PlacedNote, code: &str) -> u8 {
    let kind = match note.kind {
        NoteKind::Excludes1 => 0,
        NoteKind::CodeFirst => 1,
        NoteKind::UseAdditional => 2,
        NoteKind::CodeAlso => 3,
        _ => 4,
    };
    let text = note.text.to_ascii_lowercase();
    const CONDITIONS: [&str; 6] = [
        "applicable",
        "if known",
        "if present",
        "any ",
        "when ",
        "if desired",
    ];
    let conditional = CONDITIONS.iter().any(|words| text.contains(words));
    let above = kind == 4 && note.place != code;
    kind | u8::from(note.opens) << 3
        | u8::from(conditional) << 4
        | u8::from(text.contains("such as")) << 5
        | u8::from(above) << 6
        | u8::from(text.contains("underlying")) << 7
}

/// Conditions of a personal history stand as inclusion terms.
fn is_history(note: &PlacedNote, code: &str) -> bool {
    let personal = ["Z85", "Z86", "Z87"]
        .iter()
        .any(|own| code.starts_with(own));
    personal
        && note.kind == NoteKind::InclusionTerm
        && note.text.contains("onditions classifiable to")
}

fn defines_seventh(code: &str, notes: &Placed) -> bool {
    code.len() == 7
        && notes
            .nearest(code, NoteKind::SeventhDefinition)
            .next()
            .is_some()
}

fn traits(code: &str, titles: &Titles<'_>, sides: &Sides, notes: &Placed) -> u32 {
    let mut traits = 0;
    let placed = (4..=code.len())
        .rev()
        .find_map(|len| Some((len, sides.get(code.get(..len)?)?)));
    if let Some((len, own)) = placed {
        let before = own.before.saturating_sub(3) as u32;
        traits |= own.side as u32 | before << 3 | u32::from(own.condition) << 5;
        traits |= u32::from(own.has_bilateral) << 16;
        traits |= u32::from(own.region) << 11;
        traits |= (len as u32 - 3) << 29;
    }
    traits |= phase(code, notes) << 17;
    let open = |prefix: &str| {
        sides
            .get(prefix)
            .is_none_or(|own| own.side != Side::Unspecified)
    };
    if let Some(own) = unspecified::of(code, titles, open) {
        traits |= (own.header as u32 - 2) << 20 | (own.len as u32 - 2) << 23;
        traits |= u32::from(own.residual) << 26;
    }
    let title = titles.get(code).copied().unwrap_or_default();
    let words = words(title);
    let has = |word: &str| words.iter().any(|own| own == word);
    traits |= u32::from(is_delivery(code, title)) << 27;
    let chronic = has("chronic") && !["acute", "subacute", "without"].into_iter().any(has);
    traits | u32::from(chronic) << 28
}

/// Codes that are used only where a child is born in this stay.
fn is_delivery(code: &str, title: &str) -> bool {
    let titled = |part: &str| title.to_ascii_lowercase().contains(part);
    let in_labor = ("O60".."O83").contains(&code);
    let childbirth = code.starts_with('O') && !code.starts_with("O94") && titled("childbirth");
    let delivers = titled("delivery") && !titled("without delivery");
    childbirth || (in_labor && delivers && !titled("attempted") && !titled("following labor"))
}

/// What the definition of the seventh character says.
fn phase(code: &str, notes: &Placed) -> u32 {
    let Some(character) = code.as_bytes().get(6) else {
        return 0;
    };
    let own = notes
        .nearest(code, NoteKind::SeventhDefinition)
        .filter(|note| note.seventh == Some(*character))
        .map(|note| note.text.to_ascii_lowercase())
        .last();
    let Some(text) = own else { return 0 };
    // Which fetus, when the coma was scored, and which eye may be told more than once.
    const SEVERAL: [&str; 8] = [
        "fetus",
        "not applicable",
        "field",
        "arrival",
        "admission",
        "hours",
        "time",
        "eye",
    ];
    match text.as_str() {
        text if text.starts_with("initial encounter") => 1,
        text if text.starts_with("subsequent encounter") => 2,
        text if text.starts_with("sequela") => 3,
        text if SEVERAL.iter().any(|word| text.contains(word)) || text == "bilateral" => 0,
        _ => 4,
    }
}

fn pack(classes: &[Option<Class>], pointing: &BTreeMap<u16, Vec<u16>>) -> Result<Vec<u8>> {
    let distinct: BTreeSet<&Class> = classes.iter().flatten().collect();
    let distinct: Vec<&Class> = distinct.into_iter().collect();
    let note_lists: BTreeSet<&Vec<(u16, u8, u8)>> = distinct.iter().map(|own| &own.notes).collect();
    let note_lists: Vec<_> = note_lists.into_iter().collect();
    let reference_lists: BTreeSet<&Vec<u16>> = distinct.iter().map(|own| &own.references).collect();
    let reference_lists: Vec<_> = reference_lists.into_iter().collect();

    let mut numbers = Vec::new();
    for own in classes {
        // The first class stands for no code.
        let number = own
            .as_ref()
            .and_then(|own| distinct.binary_search(&own).ok());
        numbers.extend(short(number.map_or(0, |number| number + 1))?);
    }
    let mut packed = vec![0; 8];
    for own in &distinct {
        let notes = note_lists.binary_search(&&own.notes).unwrap_or_default();
        let references = reference_lists
            .binary_search(&&own.references)
            .unwrap_or_default();
        packed.extend(short(notes)?);
        packed.extend(short(references)?);
        packed.extend(own.traits.to_le_bytes());
    }
    let (mut note_ends, mut notes) = (Vec::new(), Vec::new());
    for list in &note_lists {
        for (number, lists, manner) in *list {
            notes.extend(number.to_le_bytes());
            notes.extend([*lists, *manner]);
        }
        note_ends.extend(short(notes.len() / 4)?);
    }
    let (mut reference_ends, mut references) = (Vec::new(), Vec::new());
    for list in &reference_lists {
        references.extend(list.iter().flat_map(|number| number.to_le_bytes()));
        reference_ends.extend(short(references.len() / 2)?);
    }
    let (mut pointing_ends, mut pointed) = (Vec::new(), Vec::new());
    let last = pointing.keys().next_back().copied().unwrap_or_default();
    for number in 0..=last {
        let own = pointing.get(&number).map_or(&[][..], Vec::as_slice);
        pointed.extend(own.iter().flat_map(|number| number.to_le_bytes()));
        pointing_ends.extend(short(pointed.len() / 2)?);
    }
    let mut blob = b"HKE1".to_vec();
    for count in [
        classes.len(),
        packed.len() / 8,
        note_lists.len(),
        notes.len() / 4,
        reference_lists.len(),
        references.len() / 2,
        pointing_ends.len() / 2,
    ] {
        blob.extend(count_bytes(count)?);
    }
    for part in [
        numbers,
        packed,
        note_ends,
        notes,
        reference_ends,
        references,
        pointing_ends,
        pointed,
    ] {
        blob.extend(part);
    }
    Ok(blob)
}

fn short(number: usize) -> Result<[u8; 2]> {
    let number = u16::try_from(number)
        .map_err(|_| Fault::in_file(TABLE, "is too large for numbers of 16 bits"))?;
    Ok(number.to_le_bytes())
}
