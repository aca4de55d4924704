//! Names after titles, labels and words for relatives.

use super::run::{STOP, Trust, closes, run};
use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::words::{COMMON, subject};

/// Finds a name after the title at `at`: `Dr. Exemplar`, `Mrs. A. de la Cruz`, `dr wilson`.
pub(crate) fn titled(page: &mut Page<'_>, at: usize) -> bool {
    let title = *page.token(at);
    if title.has(Classes::STREET_TYPE)
        && page.before(at, 2).is_number()
        && page.before(at, 1).capital()
    {
        return false;
    }
    // `MS` is multiple sclerosis, `Fr` a size and `dr` a drain unless a name follows.
    let weak = page.is_any(at, &["ms", "fr", "miss", "sir", "sr", "rev", "prof", "mx"])
        && (title.upper() || !title.capital())
        || page.is_any(at, &["fr", "miss", "sister"]);
    let mut next = at + 1;
    if page.token(next).is_sign(b'.') {
        next += 1;
    } else if weak && title.upper() && !page.in_capitals(at) {
        // `MS Contin`
        return false;
    }
    if page.token(next).has(Classes::TITLE)
        && page.token(next).capital()
        && !page.token(next).opens_line()
    {
        return false;
    }
    if page.token(next).opens_column() && page.token(next).opens_line() && next == at + 1 {
        return false;
    }
    // `MR No. 123456`
    if page.token(next).has(Classes::NUMBER_LINK) && !page.token(next).has(Classes::SURNAME_WORD) {
        return false;
    }
    let upper_line = title.upper() && title.len() > 1;
    let trust = if weak { Trust::Weak } else { Trust::Title };
    // `Dr. A` and `Dr. X` as a whole name.
    if page.token(next).initial() && !weak {
        let after = page.token(next + 1);
        let name = run(page, next, trust);
        let end = name.unwrap_or(
            next + 1
                + usize::from(
                    after.is_sign(b'.')
                        && page.glued(next + 1)
                        && !page.token(next + 2).opens_line()
                        && page.token(next + 2).is_word(),
                ),
        );
        page.mark(next, end, Rule::TitledName, Tag::Plain);
        return true;
    }
    // In capitals a word of the lexicon after a title is a name if nothing else can be.
    if upper_line
        && page.token(next).upper()
        && page.token(next).has(COMMON)
        && page
            .token(next)
            .has(Classes::FACILITY_STOP | Classes::PHRASE_VERB | Classes::PERSON_LABEL)
    {
        return false;
    }
    if page.token(next).is_word()
        && page.token(next).has(Classes::DATE_PREP)
        && !page.token(next).title_case()
    {
        return false;
    }
    let Some(end) = run(page, next, trust) else {
        return false;
    };
    page.mark(next, end, Rule::TitledName, Tag::Plain);
    // `Drs. Exemplar and Sample`
    if page.is_any(end, &["and", "or"])
        || page.token(end).is_sign(b'&')
        || page.token(end).is_sign(b'/')
        || page.token(end).is_sign(b',')
    {
        let plural = page.is(at, "drs");
        if plural && let Some(other) = run(page, end + 1, Trust::Weak) {
            page.mark(end + 1, other, Rule::TitledName, Tag::Plain);
        }
    }
    true
}

/// Finds a name after the label at `at`: `Patient: Exemplar, Ann B`, `Signed by A. Exemplar`.
pub(crate) fn labelled(page: &mut Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    let mut colon = false;
    while next < at + 7 {
        let token = page.token(next);
        if token.is_one_of(b":=") {
            colon = true;
        } else if token.is_sign(b'(') && page.token(next + 2).is_sign(b')') {
            next += 2;
        } else if !(token.has(Classes::PERSON_LABEL) && !token.opens_line()
            || page.is_any(
                next,
                &[
                    "name",
                    "by",
                    "of",
                    "kin",
                    "the",
                    "is",
                    "physician",
                    "full",
                    "legal",
                    "preferred",
                    "first",
                    "last",
                    "middle",
                    "maiden",
                ],
            ) && !colon
                && !token.opens_line()
            || token.is_sign(b'\'')
            || page.is(next, "s") && page.glued(next)
            || token.is_one_of(b"./#-*") && !colon)
        {
            break;
        }
        // `Emergency contact - Ann Exemplar`
        let name = page.token(next + 1);
        colon |= token.is_sign(b'-')
            && !token.glued()
            && !name.glued()
            && name.title_case()
            && name.classes.is_empty();
        next += 1;
        if colon && !page.token(next).has(Classes::PERSON_LABEL) {
            break;
        }
    }
    let by = next > at + 1 && page.is(next - 1, "by");
    let named = page.is(next - 1, "is") && page.is_any(next.wrapping_sub(2), &["name"]);
    // `Re`, `to`, `from`, `by` and the like need their colon.
    let weak_label = page.is_any(
        at,
        &[
            "to", "from", "re", "cc", "by", "user", "name", "names", "contact", "member",
            "subject", "client", "author",
        ],
    );
    if !colon && !by && !named {
        if weak_label
            || !page.is_any(
                at,
                &[
                    "patient",
                    "pt",
                    "surgeon",
                    "attending",
                    "assistant",
                    "resident",
                    "dear",
                    "radiologist",
                    "pathologist",
                    "anesthesiologist",
                    "cardiologist",
                    "paciente",
                    "intern",
                    "provider",
                    "physician",
                    "pcp",
                    "nurse",
                    "therapist",
                    "pharmacist",
                    "psychiatrist",
                ],
            )
        {
            return false;
        }
        return beside(page, at, next);
    }
    // A field may stand on the line below its label.
    if page.token(next).opens_line() && !(colon && next == at + 2) {
        return false;
    }
    while page.token(next).has(Classes::TITLE) && !page.token(next).opens_line()
        || page.token(next).is_sign(b'.') && page.before(next, 1).has(Classes::TITLE)
    {
        next += 1;
    }
    if page.token(next).is_one_of(b"*_\"") {
        next += 1;
    }
    let Some(end) = run(page, next, Trust::Label) else {
        return false;
    };
    // `Name: Tylenol 500 mg`
    if page.token(end).is_number() && page.unit_after(end + 1) {
        return false;
    }
    // Headings such as `History:` stand where names do.
    if page.token(end).is_sign(b':') && page.token(next).opens_line() {
        return false;
    }
    page.mark(next, end, Rule::LabelledName, Tag::Plain);
    // `cc: Exemplar, A; Sample, B`
    let mut end = end;
    while page.token(end).is_sign(b';')
        && !page.token(end + 1).opens_line()
        && page.token(end + 1).is_word()
        && page.token(end + 1).classes.is_empty()
        && let Some(stop) = run(page, end + 1, Trust::Label)
        && !page.token(stop).is_sign(b':')
    {
        page.mark(end + 1, stop, Rule::LabelledName, Tag::Plain);
        end = stop;
    }
    true
}

/// A name directly after `patient`, `surgeon`: `pt Hawks`, `pt luiz osias 39 yo`.
pub(super) fn beside(page: &mut Page<'_>, at: usize, next: usize) -> bool {
    if next != at + 1 || page.token(next).opens_line() {
        return false;
    }
    let token = *page.token(next);
    // Directly before an age even ordinary words are a name: `pt kyla rich 38 yo`.
    let mut stop = next;
    let mut telling = false;
    while stop < next + 5 && !page.token(stop).opens_line() {
        let token = page.token(stop);
        if token.is_one_of(b"-'") && page.glued(stop) && page.glued(stop + 1) {
            stop += 1;
            continue;
        }
        if !token.is_word()
            || token.has(
                Classes::FACILITY_STOP
                    | Classes::PHRASE_VERB
                    | Classes::PERSON_LABEL
                    | Classes::SEX_WORD
                    | Classes::AGE_WORD
                    | Classes::RELATIVE,
            )
        {
            break;
        }
        telling |= token.title_case()
            || token.upper() && !page.in_capitals(stop)
            || token.classes.is_empty();
        stop += 1;
    }
    let year = stop + 1 + usize::from(page.token(stop + 1).is_sign(b'-'));
    if stop > next
        && telling
        && page.token(stop).is_number()
        && page.token(year).has(Classes::YEAR_WORD)
    {
        page.mark(next, stop, Rule::LabelledName, Tag::Plain);
        return true;
    }
    if token.capital() {
        if page.token(next + 1).is_sign(b':')
            || page.token(next + 1).is_number() && page.unit_after(next + 2)
        {
            return false;
        }
        if token.upper()
            && (token.len() <= 4 || page.in_capitals(next))
            && !page.token(next + 1).is_sign(b',')
        {
            return false;
        }
        let eponym = token.has(Classes::EPONYM) && page.token(next + 1).has(Classes::HEAD);
        if eponym {
            return false;
        }
        let Some(end) = run(page, next, Trust::Weak) else {
            return false;
        };
        page.mark(next, end, Rule::LabelledName, Tag::Plain);
        return true;
    }
    false
}

/// Finds a name after a word for a relative: `wife Maranda`, `daughter, Ann Exemplar`.
pub(crate) fn relative(page: &mut Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    if page.token(next).is_one_of(b",(:") {
        next += 1;
    }
    if page.is_any(next, &["is", "named", "name"]) {
        next += 1;
    }
    let token = *page.token(next);
    let initial =
        token.initial() && page.token(next + 1).title_case() && !page.token(next + 1).has(COMMON);
    if token.opens_line()
        || !(token.title_case() || initial)
        || token.has(STOP | Classes::PERSON_LABEL | Classes::PHRASE_VERB)
    {
        return false;
    }
    let common = token.has(COMMON) && !initial;
    let after = page.token(next + 1);
    let pair = after.title_case() && !after.has(COMMON) && !after.opens_column();
    if common && !(next == at + 1 && (pair || subject(page, next))) {
        return false;
    }
    let end = if common && !pair {
        Some(next + 1)
    } else {
        run(page, next, if common { Trust::Title } else { Trust::Weak })
    };
    let Some(end) = end else { return false };
    // `Grandfather: Deceased at 47`
    if page.before(next, 1).is_sign(b':') && end == next + 1 && !closes(page, end) {
        return false;
    }
    page.mark(next, end, Rule::RelativeName, Tag::Plain);
    true
}

/// Finds a name after `named`, `name is`.
pub(crate) fn cued(page: &mut Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    if page.is(next, "is") || page.token(next).is_one_of(b":\"") {
        next += 1;
    }
    let token = page.token(next);
    if token.opens_line() || !token.title_case() {
        return false;
    }
    let Some(end) = run(page, next, Trust::Weak) else {
        return false;
    };
    page.mark(next, end, Rule::LabelledName, Tag::Plain);
    true
}
