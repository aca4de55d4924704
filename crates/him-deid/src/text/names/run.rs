//! How far a name reaches.

use super::degree::pointed_degree;
use crate::text::lexicon::Classes;
use crate::text::page::Page;
use crate::text::token::Kind;
use crate::text::words::COMMON;

/// How much a word must look like a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// After a title: any capital word is one, and a small one that no lexicon knows.
    Title,
    /// After a label: capital words, `Last, First` too.
    Label,
    /// After weaker words: a capital word that no lexicon knows.
    Weak,
}

/// Words that no name runs into, however they are written.
pub(super) const STOP: Classes = Classes::TITLE
    .or(Classes::ID_STRONG)
    .or(Classes::RELATIVE)
    .or(Classes::BORN)
    .or(Classes::AGE_WORD)
    .or(Classes::PHONE_WORD)
    .or(Classes::FACILITY_STOP);

/// The end of the name that starts at `at`; `None` if none does.
pub(super) fn run(page: &Page<'_>, at: usize, trust: Trust) -> Option<usize> {
    let mut end = at;
    let mut words = 0;
    let mut commas = 0;
    let mut initials = 0;
    let small = page.token(at).is_word() && !page.token(at).capital();
    while words + initials < 6 {
        let token = page.token(end);
        if end > at && token.opens_column() && !(token.glued()) {
            break;
        }
        match token.kind {
            Kind::Word => {}
            // `O'Brien`, `Smith-Jones`, `Last, First`
            Kind::Sign(b'\'' | b'-')
                if words > 0
                    && page.glued(end)
                    && page.glued(end + 1)
                    && page.token(end + 1).is_word() =>
            {
                let after = page.token(end + 1);
                let suffix = page.is(end + 1, "s") && !page.runs_on_after(end + 2);
                if suffix
                    || !(after.capital() || small && token.is_sign(b'-') && !after.has(COMMON))
                {
                    break;
                }
                end += 2;
                continue;
            }
            Kind::Sign(b',')
                if trust == Trust::Label
                    && words > 0
                    && commas == 0
                    && !page.token(end + 1).opens_column() =>
            {
                let after = page.token(end + 1);
                let name = after.is_word()
                    && after.capital()
                    && (!after.has(STOP) || after.initial())
                    && !(after.has(Classes::CREDENTIAL) && after.upper())
                    && (!after.has(COMMON)
                        || after.initial()
                        || page.token(end + 2).initial()
                        || page.token(at).upper()
                            && after.upper()
                            && !after.has(Classes::PERSON_LABEL))
                    && !page.token(end + 2).is_sign(b':');
                if !name {
                    break;
                }
                commas += 1;
                end += 1;
                words += 1;
                end += 1;
                continue;
            }
            _ => break,
        }
        if end > at && pointed_degree(page, end).is_some() {
            break;
        }
        // An initial with its point.
        if token.initial()
            && (end > at || page.token(end + 1).is_sign(b'.') || page.token(end + 1).capital())
        {
            let pointed = page.token(end + 1).is_sign(b'.') && page.glued(end + 1);
            let follows = page.token(end + 1 + usize::from(pointed));
            // The last letter of a sentence is none unless it stands after a name.
            if words == 0 && !(follows.is_word() && follows.capital() && !follows.opens_column()) {
                break;
            }
            initials += 1;
            end += 1 + usize::from(pointed);
            continue;
        }
        if token.has(Classes::PARTICLE)
            && !(token.upper() && token.len() == 2 && token.has(Classes::CREDENTIAL))
            && particle(page, end)
        {
            end += 1;
            if page.token(end).is_sign(b'.') || page.token(end).is_sign(b'\'') {
                end += 1;
            }
            continue;
        }
        if !is_part(page, end, trust, words + initials > 0, small) {
            break;
        }
        // A label of the next field is no part of this one.
        if page.token(end + 1).is_sign(b':')
            && (words > 0 || token.has(Classes::PERSON_LABEL | Classes::ID_WEAK))
        {
            break;
        }
        end += 1;
        words += 1;
    }
    (words > 0).then_some(end)
}

/// Whether a field or line ends before the token.
pub(super) fn closes(page: &Page<'_>, at: usize) -> bool {
    let token = page.token(at);
    token.opens_column() || token.kind == Kind::Edge || token.is_one_of(b"(,;")
        // `SHORT, DAISY W`
        || token.initial() && page.token(at + 1).opens_column()
}

pub(super) fn particle(page: &Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    while page.token(next).is_one_of(b".'")
        || page.token(next).has(Classes::PARTICLE) && next < at + 4
    {
        next += 1;
    }
    let token = page.token(next);
    token.is_word() && token.capital() && !token.has(COMMON) && !token.opens_column()
}

/// Whether the word at `at` is a part of a name.
pub(super) fn is_part(page: &Page<'_>, at: usize, trust: Trust, later: bool, small: bool) -> bool {
    let token = page.token(at);
    let joined = page.token(at + 1).is_sign(b'\'')
        && page.glued(at + 1)
        && page.glued(at + 2)
        && page.token(at + 2).capital();
    if token.len() == 1 && !later && !joined {
        return false;
    }
    if token.has(STOP) || token.has(Classes::CREDENTIAL_STRONG) && token.upper() && later {
        return false;
    }
    if !token.capital() {
        // `dr wilson`: small letters throughout.
        return small
            && trust == Trust::Title
            && (!later && token.classes.is_empty()
                || token.has(Classes::EPONYM) && !token.has(COMMON))
            && token.len() > 2;
    }
    let known_word = token.has(COMMON) || token.has(Classes::PHRASE_VERB);
    match (trust, later) {
        (_, _) if !known_word => true,
        (Trust::Title, false) => {
            !token.has(Classes::PERSON_LABEL)
                || token.title_case() && !page.token(at + 1).is_sign(b':')
        }
        (Trust::Label, false) => {
            // `Patient: Will Exemplar` but not `Patient: Alert and oriented`.
            let next = page.token(at + 1 + usize::from(page.token(at + 1).is_sign(b',')));
            let pair = next.is_word()
                && next.capital()
                && !next.opens_column()
                && (!next.has(COMMON) || next.initial());
            let whole = next.is_word()
                && next.capital()
                && page.token(at + 1).is_word() == next.title_case()
                && closes(page, at + 2 + usize::from(page.token(at + 1).is_sign(b',')));
            !token.has(Classes::PERSON_LABEL | Classes::FACILITY) && (pair || whole)
        }
        (Trust::Weak, false) => false,
        // `Ann Long was seen`: in the middle of small letters a capital word goes on with the name.
        (_, true) => {
            let next = page.token(at + 1);
            !token.has(
                Classes::PERSON_LABEL
                    | Classes::ID_WEAK
                    | Classes::FACILITY
                    | Classes::WEEKDAY
                    | Classes::PHRASE_VERB,
            ) && token.title_case()
                && !page.in_capitals(at)
                && !next.is_sign(b':')
                && !(token.has(Classes::MONTH) && next.is_number())
                && !(next.title_case() && next.has(COMMON) && !next.opens_column())
        }
    }
}
