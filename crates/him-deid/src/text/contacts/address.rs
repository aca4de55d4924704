//! Mail, web and network addresses.

use std::net::Ipv6Addr;

use crate::Rule;
use crate::text::lexicon::Classes;
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// Words beside the name of an account.
const NETWORKS: &[&str] = &[
    "instagram",
    "insta",
    "ig",
    "facebook",
    "fb",
    "twitter",
    "tiktok",
    "snapchat",
    "snap",
    "venmo",
    "skype",
    "telegram",
    "handle",
    "username",
];

/// Whether the name of a network stands within five tokens, and nothing that was replaced between them: of what was
/// replaced the next run sees one token only.
fn beside_network(page: &Page<'_>, at: usize) -> bool {
    let near = |at: &usize| page.token(*at).kind != Kind::Tag;
    (at.saturating_sub(5)..at)
        .rev()
        .take_while(near)
        .chain((at + 1..at + 5).take_while(near))
        .any(|near| page.is_any(near, NETWORKS))
}

/// Finds a mail address around the `@` at `at`.
pub(crate) fn email(page: &mut Page<'_>, at: usize) -> bool {
    let part = |at: usize, signs: &[u8]| {
        let token = page.token(at);
        token.is_word() || token.is_number() || token.is_one_of(signs)
    };
    let mut start = at;
    while start > 0 && page.glued(start) && part(start - 1, b"._%+-'&~") {
        start -= 1;
    }
    while start < at && page.token(start).is_one_of(b"._%+-'&~") {
        start += 1;
    }
    let mut end = at + 1;
    while page.glued(end) && part(end, b".-_") {
        end += 1;
    }
    while end > at + 1 && page.before(end, 1).is_one_of(b".-_") {
        end -= 1;
    }
    // `@exemplar` alone is an account; `@bedside` a place.
    if start == at
        && (at == 0 || !page.glued(at))
        && page.glued(at + 1)
        && page.token(at + 1).is_word()
        && (end > at + 2 || page.token(at + 1).classes.is_empty())
        && page.before(end, 1).end - page.token(at + 1).start >= 5
        && beside_network(page, at)
    {
        page.mark(at, end, Rule::Url, Tag::Plain);
        return true;
    }
    // `exemplar @ mail.example.org`
    if end == at + 1 || start == at {
        let mut stop = at + 1;
        while stop == at + 1 && !page.token(stop).opens_column() && page.token(stop).is_word()
            || stop > at + 1 && page.glued(stop) && part(stop, b".-_")
        {
            stop += 1;
        }
        let mut first = at;
        while first > 0
            && (first == at && !page.token(at).opens_column() || first < at && page.glued(first))
            && part(first - 1, b"._%+-'&~")
        {
            first -= 1;
        }
        let domain = page.before(stop, 1).has(Classes::TLD) && page.before(stop, 2).is_sign(b'.');
        if !domain || first == at || !(page.token(first).is_word() || page.token(first).is_number())
        {
            return false;
        }
        (start, end) = (first, stop);
    }
    if start == at
        || end == at + 1
        || !page.token(at + 1).is_word() && !(at + 1..end).any(|part| page.token(part).is_word())
    {
        return false;
    }
    page.mark(start, end, Rule::Email, Tag::Plain);
    true
}

/// Whether a web address may begin with the word at `at`.
pub(crate) fn opens_url(page: &Page<'_>, at: usize) -> bool {
    let length = page.token(at).len();
    page.token(at + 1).is_sign(b':') && (3..=5).contains(&length) || page.is(at, "www")
}

/// Finds a web address at `at`: a scheme, `www`, or the last part of a domain.
pub(crate) fn url(page: &mut Page<'_>, at: usize) -> bool {
    let scheme = page.is_any(at, &["http", "https", "ftp", "sftp"])
        && page.token(at + 1).is_sign(b':')
        && page.token(at + 2).is_sign(b'/');
    let www = page.is(at, "www") && page.token(at + 1).is_sign(b'.') && page.glued(at + 2);
    let mut start = at;
    if !(scheme || www) {
        if !page.token(at).has(Classes::TLD)
            || page.token(at).capital() && !(page.token(at).upper() && page.before(at, 2).upper())
            || !page.glued(at)
            || !page.before(at, 1).is_sign(b'.')
        {
            return false;
        }
        let mut dots = 0;
        while start > 0
            && page.glued(start)
            && (page.token(start - 1).is_word()
                || page.token(start - 1).is_number()
                || page.token(start - 1).is_one_of(b".-_"))
        {
            start -= 1;
            dots += usize::from(page.token(start).is_sign(b'.'));
        }
        let path = page.glued(at + 1) && page.token(at + 1).is_sign(b'/');
        let sure = page.is_any(at, &["com", "org", "net", "edu", "gov", "mil", "info"]);
        if start + 2 > at
            || !(sure || dots > 1 || path)
            || !page.token(start).is_word() && !page.token(start).is_number()
        {
            return false;
        }
        if page.glued(at + 1)
            && page.token(at + 1).is_sign(b'.')
            && page.glued(at + 2)
            && page.token(at + 2).is_word()
        {
            return false;
        }
    }
    let mut end = at + 1;
    while page.glued(end)
        && page.token(end).kind != Kind::Tag
        && !page.token(end).is_one_of(b"\"<>[]")
    {
        end += 1;
    }
    while end > at + 1 && page.before(end, 1).is_one_of(b".,;:)!?'") {
        end -= 1;
    }
    page.mark(start, end, Rule::Url, Tag::Plain);
    true
}

/// Finds an IPv4 address that starts at `at`.
pub(crate) fn ipv4(page: &mut Page<'_>, at: usize) -> bool {
    let parts = [at, at + 2, at + 4, at + 6];
    let octets = parts
        .iter()
        .all(|&part| page.number(part, 1..=3).is_some_and(|octet| octet < 256));
    let points = (at + 1..at + 7).all(|part| page.glued(part))
        && [1, 3, 5]
            .iter()
            .all(|&dot| page.token(at + dot).is_sign(b'.'));
    if !octets || !points || page.runs_on_before(at) || page.runs_on_after(at + 7) {
        return false;
    }
    let longer = page.glued(at + 7)
        && page.token(at + 7).is_sign(b'.')
        && page.glued(at + 8)
        && page.token(at + 8).is_number();
    let back = 1 + usize::from(page.before(at, 1).is_one_of(b".:#"));
    if longer
        || page.before(at, 1).is_sign(b'.') && page.glued(at)
        || page.before(at, back).has(Classes::NOT_IP)
    {
        return false;
    }
    let mut end = at + 7;
    // A port belongs to it.
    if page.glued(end)
        && page.token(end).is_sign(b':')
        && page.glued(end + 1)
        && page.number(end + 1, 2..=5).is_some()
    {
        end += 2;
    }
    page.mark(at, end, Rule::NetworkAddress, Tag::Plain);
    true
}

/// Finds an IPv6 or hardware address around the `:` at `at`.
pub(crate) fn network(page: &mut Page<'_>, at: usize) -> bool {
    let hex = |at: usize| {
        let token = page.token(at);
        (token.is_word() || token.is_number())
            && token.len() <= 4
            && page.word(at).bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let mut start = at;
    while start > 0 && page.glued(start) && (hex(start - 1) || page.token(start - 1).is_sign(b':'))
    {
        start -= 1;
    }
    let mut end = at + 1;
    while page.glued(end) && (hex(end) || page.token(end).is_sign(b':')) {
        end += 1;
    }
    if page.token(start).is_sign(b':') && !page.token(start + 1).is_sign(b':') {
        start += 1;
    }
    if end > start && page.before(end, 1).is_sign(b':') && !page.before(end, 2).is_sign(b':') {
        end -= 1;
    }
    let text = page
        .text
        .get(page.token(start).start as usize..page.before(end, 1).end as usize)
        .unwrap_or("");
    let letters = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let groups = text.split(':').count();
    let mac = groups == 6 && text.len() == 17 && text.split(':').all(|group| group.len() == 2);
    let ipv6 = text.len() >= 6
        && groups >= 4
        && (letters || groups == 8)
        && text.parse::<Ipv6Addr>().is_ok();
    if !(mac || ipv6) {
        return false;
    }
    page.mark(start, end, Rule::NetworkAddress, Tag::Plain);
    true
}
