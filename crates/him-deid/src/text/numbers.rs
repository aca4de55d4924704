//! Numbers and codes of people, accounts, policies, devices and vehicles.

use super::lexicon::Classes;
use super::page::{Page, Tag};
use super::token::Kind;
use crate::Rule;

/// A stretch of letters, digits and the signs that join them.
struct Value {
    end: usize,
    digits: usize,
    letters: usize,
    groups: usize,
    longest: usize,
}

/// Reads a value at `at`: `12345678`, `R13-401325`, `1EG4-TE5-MK73`. `joins` are the signs within.
fn value(page: &Page<'_>, at: usize, joins: &[u8]) -> Value {
    let mut value = Value {
        end: at,
        digits: 0,
        letters: 0,
        groups: 1,
        longest: 0,
    };
    let mut next = at;
    loop {
        let token = page.token(next);
        match token.kind {
            Kind::Number => {
                value.digits += token.len();
                value.longest = value.longest.max(token.len());
            }
            Kind::Word => value.letters += token.len(),
            Kind::Sign(sign)
                if next > at
                    && (joins.contains(&sign))
                    && page.glued(next + 1)
                    && matches!(
                        page.token(next + 1).kind,
                        Kind::Word | Kind::Number | Kind::Sign(b'*')
                    ) =>
            {
                value.groups += 1;
                next += 1;
                continue;
            }
            Kind::Sign(b'*') if joins.contains(&b'*') => {}
            _ => break,
        }
        next += 1;
        value.end = next;
        if !page.glued(next) {
            break;
        }
    }
    value
}

/// Finds a Social Security number that starts at `at`: `123-45-6789`, `123 45 6789`, `xxx-xx-6789`.
pub(crate) fn ssn(page: &mut Page<'_>, at: usize) -> bool {
    if masked(page, at) {
        return true;
    }
    let separators = [page.token(at + 1), page.token(at + 3)];
    let signs = separators
        .iter()
        .all(|sign| sign.is_one_of(b"-.") && sign.glued());
    let lengths = |a: usize, b: usize, c: usize| {
        let fits =
            |at: usize, length: usize| page.token(at).is_number() && page.token(at).len() == length;
        fits(a, 3)
            && fits(b, 2)
            && fits(c, 4)
            && !page.runs_on_before(a)
            && !page.runs_on_after(c + 1)
    };
    if signs && lengths(at, at + 2, at + 4) && page.glued(at + 2) && page.glued(at + 4) {
        // `123-45-6789-A`: the number of a claim.
        let suffix = page.glued(at + 5)
            && page.token(at + 5).is_sign(b'-')
            && page.glued(at + 6)
            && page.token(at + 6).is_word()
            && page.token(at + 6).len() <= 2;
        page.mark(
            at,
            at + 5 + if suffix { 2 } else { 0 },
            Rule::Ssn,
            Tag::Plain,
        );
        return true;
    }
    let spaced = lengths(at, at + 1, at + 2)
        && !page.token(at + 1).opens_column()
        && !page.token(at + 2).opens_column();
    let area = page.number(at, 3..=3).unwrap_or(0);
    // SSA has never assigned these areas; spaced numbers of other shapes are results.
    if spaced && !matches!(area, 0 | 666 | 900..) {
        page.mark(at, at + 3, Rule::Ssn, Tag::Plain);
        return true;
    }
    false
}

/// Finds the last four digits of a number of which the others are hidden: `xxx-xx-6789`, `***-**-6789`.
fn masked(page: &mut Page<'_>, at: usize) -> bool {
    if page.number(at, 4..=4).is_none() || page.runs_on_after(at + 1) {
        return false;
    }
    let (mut start, mut hidden) = (at, 0);
    while start > 0 && page.glued(start) {
        let token = page.token(start - 1);
        let mask = token.is_word()
            && page
                .word(start - 1)
                .bytes()
                .all(|byte| matches!(byte, b'x' | b'X'));
        if !(mask || token.is_one_of(b"*-")) {
            break;
        }
        hidden += if token.is_sign(b'-') { 0 } else { token.len() };
        start -= 1;
    }
    if hidden < 4 {
        return false;
    }
    page.mark(start, at + 1, Rule::Ssn, Tag::Plain);
    true
}

/// Finds a value after the label at `at`: `MRN: 12345678`, `Acct no. V-123`, `Medical Record Number is 12345`.
pub(crate) fn labelled(page: &mut Page<'_>, at: usize) -> bool {
    let label = *page.token(at);
    // `last four of social`
    let part = page.is(at.wrapping_sub(1), "of")
        && (page.is_any(at.wrapping_sub(2), &["four", "digits"])
            || page.number(at.wrapping_sub(2), 1..=1) == Some(4));
    let mut strong = label.has(Classes::ID_STRONG) || part;
    let mut next = at + 1;
    let (mut link, mut sign) = (false, false);
    while next < at + 8 {
        let token = page.token(next);
        if token.opens_line() && !sign {
            return false;
        }
        if token.is_one_of(b"#:=") {
            (link, sign) = (true, true);
        } else if token.is_one_of(b".-(/*'")
            || token.is_sign(b')')
                && (link || strong)
                && !(token.is_sign(b'*')
                    && page.glued(next + 1)
                    && page.token(next + 1).is_sign(b'*'))
        {
            // `Acct. no.`, `MRN (EHR)`, `S/N`
        } else if token.has(Classes::NUMBER_LINK) && !token.opens_line() {
            link |= !page.is_any(next, &["of", "was", "is", "code"]) || link;
            link |= page.is_any(next, &["is", "was"]) && (strong || next > at + 1);
            if page.is_any(next, &["is", "was", "of"]) && !link && !strong {
                break;
            }
        } else if token.has(Classes::ID_WEAK | Classes::ID_STRONG)
            && !token.opens_line()
            && token.is_word()
            && !page.runs_on_after(next + 1)
            && !joined(page, next + 1)
        {
            strong |= token.has(Classes::ID_STRONG);
        } else if page.is_any(
            next,
            &["s", "the", "last", "ending", "in", "four", "digits"],
        ) && (link || strong)
            && !sign
        {
            // `the last four digits of SSN ... ending in 6789`
        } else {
            break;
        }
        next += 1;
    }
    if page.number(next, 1..=1) == Some(4)
        && strong
        && (page.token(next + 1).is_one_of(b":")
            || page.is(next + 1, "of")
            || page.is(next + 1, "digits"))
    {
        // `SSN last 4: 6789`
        next += 2;
    }
    let found = page.found();
    let taken = take(page, at, next, strong, link || sign, sign);
    // `MRNs 12345 and 67890`
    let end = page.token_after_found(found);
    if taken
        && strong
        && (page.is_any(end, &["and", "or"]) || page.token(end).is_one_of(b"&,"))
        && !page.token(end + 1).opens_line()
        && page.token(end + 1).is_number()
        && !page.unit_after(end + 2)
    {
        let more = value(page, end + 1, b"-");
        if more.letters == 0 && more.digits >= 5 {
            page.mark(end + 1, more.end, Rule::LabelledId, Tag::Plain);
        }
    }
    taken
}

/// Whether the word before `after` goes on with a sign and digits: a value, not a label.
fn joined(page: &Page<'_>, after: usize) -> bool {
    page.glued(after)
        && page.token(after).is_one_of(b"-_")
        && page.glued(after + 1)
        && (page.token(after + 1).is_number() || page.runs_on_after(after + 2))
}

/// Finds what follows `S/N` at `at`.
pub(crate) fn serial(page: &mut Page<'_>, at: usize) -> bool {
    if !(page.is(at, "s")
        && page.token(at + 1).is_sign(b'/')
        && page.glued(at + 2)
        && page.is(at + 2, "n"))
    {
        return false;
    }
    let sign = page.token(at + 3).is_one_of(b":#");
    take(page, at, at + 3 + usize::from(sign), false, true, sign)
}

fn take(
    page: &mut Page<'_>,
    label: usize,
    at: usize,
    strong: bool,
    link: bool,
    sign: bool,
) -> bool {
    if !page.token(at).is_word() && !page.token(at).is_number() && !page.token(at).is_sign(b'*') {
        return false;
    }
    let joins: &[u8] = if strong || link { b"-._/*" } else { b"-_" };
    let mut found = value(page, at, joins);
    // Dates and times after a label are theirs: `Account opened: 3/14/2024`.
    let slashes = (at..found.end).any(|part| page.token(part).is_sign(b'/'));
    // `chart no 19/5521`: no month has such a year.
    let dated = !(link
        && found.groups == 2
        && page.number(at, 1..=2).is_some()
        && page
            .number(at + 2, 4..=4)
            .is_some_and(|year| !(1850..2150).contains(&year)));
    if slashes && found.letters == 0 && dated {
        found = value(page, at, b"-_*");
        if page.token(found.end).is_sign(b'/') {
            return false;
        }
    }
    let account = page.is_any(
        label,
        &["login", "username", "user", "handle", "screenname"],
    );
    if account && !sign && found.digits > 0 && found.letters > 2 {
        page.mark(at, found.end, Rule::LabelledId, Tag::Plain);
        return true;
    }
    // `user exemplarx`, but not `user complains`
    if account
        && !sign
        && found.letters >= 4
        && found.groups == 1
        && !page.token(at).capital()
        && page.token(at).classes.is_empty()
        && !page.token(at).opens_line()
    {
        page.mark(at, found.end, Rule::LabelledId, Tag::Plain);
        return true;
    }
    if account && sign {
        if found.letters < 3
            || found.digits == 0 && page.token(at).has(COMMON_USER)
            || !page.token(found.end).glued()
                && page.token(found.end).is_word()
                && page.token(at).capital()
        {
            return false;
        }
        page.mark(at, found.end, Rule::LabelledId, Tag::Plain);
        return true;
    }
    let mut end = found.end;
    // `plate ABC 1234`
    if found.digits == 0
        && (page.is_any(label, &["plate", "plates", "tag"])
            || page.is_any(
                label,
                &[
                    "license",
                    "licence",
                    "vehicle",
                    "registration",
                    "passport",
                    "serial",
                ],
            ))
        && found.letters <= 4
        && page.token(at).upper()
        && page.token(end).is_number()
        && !page.token(end).opens_column()
    {
        found = value(page, end, joins);
        found.letters += 3;
        end = found.end;
    }
    // `ID W4471 90212`
    if page.token(at).initial()
        && found.groups == 1
        && found.letters == 1
        && found.digits >= 3
        && page.token(end).len() >= 4
        && page.token(end).is_number()
        && !page.token(end).opens_column()
        && !page.unit_after(end + 1)
    {
        found.digits += page.token(end).len();
        end += 1;
    }
    if found.digits == 0 {
        return false;
    }
    let decimal = page.token(at).is_number()
        && page.token(at + 1).is_sign(b'.')
        && found.groups == 2
        && found.letters == 0
        && found.digits < 7;
    if page.unit_after(end) && !strong
        || decimal
        || found.letters == 0
            && page.is_any(
                end,
                &[
                    "mg", "ml", "mcg", "days", "years", "weeks", "hours", "times",
                ],
            )
    {
        return false;
    }
    // Groups with spaces: `1234 5678 9012`, and `123 45 6789` after SSN.
    while link
        && found.letters == 0
        && page.token(end).is_number()
        && !page.token(end).opens_column()
        && (2..=4).contains(&page.token(end).len())
        && page.before(end, 1).is_number()
        && page.before(end, 1).len() <= 4
        && !page.unit_after(end + 1)
        && !page.token(end + 1).is_one_of(b"/:")
    {
        found.digits += page.token(end).len();
        end += 1;
    }
    let year = page
        .number(at, 4..=4)
        .is_some_and(|year| (1900..2100).contains(&year))
        && found.groups == 1
        && found.digits == 4;
    let size = found.digits + found.letters;
    let enough = if strong {
        size >= 4 || link && found.digits >= 2
    } else if link {
        found.digits >= 3 && !year && (size >= 4 || sign) || size >= 6 && found.digits >= 2
    } else {
        let dose = page.token(at).is_number()
            && page.token(at + 1).has(Classes::UNIT)
            && page.glued(at + 1);
        found.digits >= 5
            || size >= 6
                && found.digits >= 3
                && !dose
                && found.letters > 0
                && (page.token(at).is_number() || page.token(at).upper())
    };
    if !enough {
        return false;
    }
    page.mark(at, end, Rule::LabelledId, Tag::Plain);
    true
}

/// Words after `user:` that are no login.
const COMMON_USER: Classes = Classes::ORDINARY;

/// Finds a long number or code without a label that starts at `at`.
pub(crate) fn long(page: &mut Page<'_>, at: usize) -> bool {
    // From the start of the run only.
    if page.runs_on_before(at)
        || page.glued(at)
            && page.before(at, 1).is_one_of(b"-_")
            && matches!(page.before(at, 2).kind, Kind::Number | Kind::Word)
            && page.before(at, 1).glued()
    {
        return false;
    }
    let found = value(page, at, b"-_");
    // `14-Mar-2024` is a date.
    if found.digits < 6 || (at..found.end).any(|part| page.token(part).has(Classes::MONTH)) {
        return false;
    }
    let back = 1 + usize::from(page.before(at, 1).is_one_of(b":#("));
    if page.before(at, back).has(Classes::CODE_WORD)
        || page.before(at, back + 1).has(Classes::CODE_WORD)
            && page.is_any(at.wrapping_sub(back), &["code", "id", "number", "ct", "no"])
    {
        return false;
    }
    if page.unit_after(found.end)
        || page.glued(found.end)
            && page.token(found.end).is_one_of(b"./")
            && page.glued(found.end + 1)
            && page.token(found.end + 1).is_number()
            && found.digits < 8
    {
        return false;
    }
    let lengths: Vec<usize> = (at..found.end)
        .filter(|&part| page.token(part).is_number())
        .map(|part| page.token(part).len())
        .collect();
    let id = if found.letters > 0 {
        // `R13-401325`, `XYH108950367`; words with a small number are products: `interleukin-123`.
        let vin = found.groups == 1 && found.digits + found.letters == 17;
        let words = (at..found.end).any(|part| {
            page.token(part).is_word()
                && (page.token(part).len() > 6
                    || page.token(part).has(Classes::ORDINARY) && page.token(part).len() > 3)
        });
        vin || found.digits >= 6 && found.longest >= 4 && !words || found.digits >= 8
    } else if found.groups == 1 {
        found.digits >= 7
    } else {
        let product = matches!(*lengths, [5, 4, 2]);
        let years = lengths.len() == 2
            && lengths.iter().all(|&length| length == 4)
            && [at, at + 2].iter().all(|&part| {
                page.number(part, 4..=4)
                    .is_some_and(|year| (1900..2100).contains(&year))
            });
        let round = (at..found.end)
            .filter(|&part| page.token(part).is_number())
            .all(|part| page.word(part).ends_with("00"));
        // `MR 12-34-567`
        let labelled = page.is_any(
            at.wrapping_sub(1),
            &["mr", "hn", "un", "hosp", "chart", "file", "pid", "uhid"],
        ) && !page.token(at).opens_line();
        (found.digits >= 8 && found.longest >= 3 || labelled) && !product && !years && !round
    };
    if !id {
        return false;
    }
    page.mark(at, found.end, Rule::LongNumber, Tag::Plain);
    true
}

/// Finds the name of an account by its underscore at the word `at`: `river_mom_72`, `rn_exemplar`.
pub(crate) fn underscored(page: &mut Page<'_>, at: usize) -> bool {
    if page.glued(at) && !page.before(at, 1).is_one_of(b"(:[\"") {
        return false;
    }
    let found = value(page, at, b"_");
    let words = (at..found.end).filter(|&part| page.token(part).is_word());
    let unknown = words
        .clone()
        .any(|part| page.token(part).classes.is_empty() && page.token(part).len() > 3);
    if found.groups < 2
        || found.digits + found.letters < 6
        || page.glued(found.end) && page.token(found.end).is_one_of(b"=(/")
        || !(found.digits > 0 && words.count() > 1 || unknown)
    {
        return false;
    }
    page.mark(at, found.end, Rule::LongNumber, Tag::Plain);
    true
}

/// Finds groups of four digits that are no times of the day at `at`: `4111 1111 1111`.
pub(crate) fn spaced(page: &mut Page<'_>, at: usize) -> bool {
    let group = |at: usize| page.number(at, 4..=4);
    if page.runs_on_before(at) || page.glued(at) && page.before(at, 1).is_one_of(b"-./$") {
        return false;
    }
    let mut end = at;
    let mut clock = true;
    while let Some(four) = group(end)
        && (end == at || !page.token(end).glued() && !page.token(end).opens_column())
    {
        clock &= four / 100 < 24 && four % 100 < 60;
        end += 1;
    }
    let groups = end - at;
    if !(3..=5).contains(&groups)
        || clock
        || page.unit_after(end)
        || page.runs_on_after(end)
        || page.token(end).is_number() && !page.token(end).opens_line()
        || page.before(at, 1).is_number() && !page.token(at).opens_line()
    {
        return false;
    }
    page.mark(at, end, Rule::LongNumber, Tag::Plain);
    true
}

/// Finds a number after `#`, `No.` and the like at `at`, whatever it is the number of.
pub(crate) fn numbered(page: &mut Page<'_>, at: usize) -> bool {
    let mut next = at + 1;
    while next < at + 3 && (page.token(next).is_one_of(b".:#") || page.is_any(next, &["is"])) {
        next += 1;
    }
    if page.token(next).opens_line() || page.is_any(at, &["of", "was", "is", "code"]) {
        return false;
    }
    let found = value(page, next, b"-_");
    if found.digits < 5
        || page.unit_after(found.end)
        || page.token(next).is_word() && found.letters > 6
    {
        return false;
    }
    page.mark(next, found.end, Rule::LabelledId, Tag::Plain);
    true
}
