//! Institutions that are named for what they publish, and where nobody was a patient.

use crate::text::lexicon::Classes;
use crate::text::page::Page;
use crate::text::token::Kind;

/// What stands before the `College` or `Academy` of a society.
const WHOSE: &[&str] = &[
    "american",
    "royal",
    "european",
    "canadian",
    "international",
    "national",
    "british",
    "world",
    "australian",
    "australasian",
    "latin",
    "scandinavian",
    "asian",
    "pacific",
    "african",
    "german",
    "french",
    "italian",
    "spanish",
    "japanese",
    "indian",
    "chinese",
    "the",
    "and",
];

/// Hospitals whose guidance is quoted everywhere.
const PUBLISHERS: &[&str] = &[
    "mayo",
    "cleveland",
    "hopkins",
    "kettering",
    "anderson",
    "brigham",
    "farber",
    "karolinska",
    "kaiser",
    "stanford",
    "duke",
    "langone",
];

/// What they publish.
const WORKS: &[&str] = &[
    "recommend",
    "recommends",
    "recommended",
    "recommendation",
    "recommendations",
    "guideline",
    "guidelines",
    "guidance",
    "criteria",
    "classification",
    "consensus",
    "statement",
    "says",
    "say",
    "suggests",
    "advises",
    "study",
    "studies",
    "score",
    "model",
    "website",
    "review",
];

/// Whether the institution in `start..end`, whose kind is the word at `kind`, is a learned society: `American College of
/// Rheumatology`, `Royal College of Surgeons`.
///
/// How far the name goes on does not matter: a second run may see less of it.
pub(super) fn learned(page: &Page<'_>, start: usize, kind: usize) -> bool {
    page.is_any(kind, &["college", "academy", "institute", "foundation"])
        && page.is_any(kind + 1, &["of", "for", "on"])
        && of_what(page, kind + 2)
        && (start..kind).all(|part| page.is_any(part, WHOSE))
}

/// A profession or an ordinary word; a tag as well, since a first run may have found a name or a date in it.
fn of_what(page: &Page<'_>, at: usize) -> bool {
    let token = page.token(at);
    token.kind == Kind::Tag
        || token.capital() && (token.has(Classes::ORDINARY) || profession(page.word(at)))
}

/// `Obstetricians`, `Gastroenterology`
fn profession(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "ists", "ians", "eons", "ology", "iatry", "iatrics", "icine", "ery", "ics", "urses",
        "wives",
    ];
    let word = word.to_ascii_lowercase();
    ENDS.iter().any(|end| word.ends_with(end))
}

/// Where the institution in `start..end` is cited: `recommendations from Mayo Clinic`, `according to Johns Hopkins`, with the
/// words that tell it. They are to be kept with it, since a second run must see them as well.
pub(super) fn cited(page: &Page<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    if !(start..end).any(|part| page.is_any(part, PUBLISHERS)) {
        return None;
    }
    // After `Apt` it would be the number of one.
    let numbered = page.before(end, 1).has(Classes::UNIT_WORD);
    if work(page, end) && !page.token(end).opens_line() && !numbered {
        return Some((start, end + 1));
    }
    let back = 1 + usize::from(page.is_any(start.wrapping_sub(1), &["the"]));
    let link = start.checked_sub(back)?;
    let told = link.checked_sub(1)?;
    let cited = page.is_any(link, &["from", "by", "of"]) && work(page, told)
        || page.is(link, "to") && page.is(told, "according");
    cited.then_some((told, end))
}

/// A word for what is published, by itself: of `recommends123-45-6789` nothing is left in a second run.
fn work(page: &Page<'_>, at: usize) -> bool {
    page.is_any(at, WORKS)
        && (!page.glued(at) || page.before(at, 1).is_one_of(b"(\"'"))
        && (!page.glued(at + 1) || page.token(at + 1).is_one_of(b".,;:)\"'"))
}
