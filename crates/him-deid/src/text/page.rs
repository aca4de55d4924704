//! A text while it is scrubbed: its tokens, and what was found so far.

use super::lexicon::Classes;
use super::token::{EDGE, Kind, Token, tokenize};
use crate::{Category, Rule, SafeHarbor, Span, Zip3};

/// What stands in the place of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// The category alone.
    Plain,
    /// The year of a date.
    Year(u16),
    /// The first three digits of a ZIP code.
    Zip(Zip3),
    /// Over 89.
    Age,
}

impl Tag {
    pub(crate) fn write(self, category: Category, out: &mut String) {
        out.push('[');
        out.push_str(category.name());
        match self {
            Tag::Plain => {}
            Tag::Year(year) => push_number(out, u32::from(year), 4),
            Tag::Zip(zip) => push_number(out, u32::from(zip.number()), 3),
            Tag::Age => out.push_str(" 90+"),
        }
        out.push(']');
    }
}

fn push_number(out: &mut String, number: u32, digits: u32) {
    out.push(' ');
    for place in (0..digits).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// The length of the tag at the start of `text`, and what it stands for, if it is one that the policy writes. A tag with a
/// year or ZIP code that the policy would not write is ordinary text.
pub(crate) fn tag_length(text: &str, policy: &SafeHarbor) -> Option<(usize, Category)> {
    let inner = text.strip_prefix('[')?;
    let close = inner.bytes().take(16).position(|byte| byte == b']')?;
    let inner = inner.get(..close)?;
    let (name, detail) = inner
        .split_once(' ')
        .map_or((inner, None), |(name, detail)| (name, Some(detail)));
    let category = Category::ALL
        .iter()
        .find(|category| category.name() == name)?;
    let digits = |count: usize| {
        detail
            .filter(|detail| {
                detail.len() == count && detail.bytes().all(|byte| byte.is_ascii_digit())
            })
            .and_then(|detail| detail.parse::<u16>().ok())
    };
    let own = match (category, detail) {
        (_, None) => true,
        (Category::Date, Some(_)) => {
            digits(4).is_some_and(|year| policy.keeps_year(i32::from(year)))
        }
        (Category::Location, Some(_)) => {
            digits(3).is_some_and(|zip| zip == 0 || policy.zip_edition().keeps(zip))
        }
        (Category::Age, Some(detail)) => detail == "90+",
        _ => false,
    };
    own.then_some((close + 2, *category))
}

/// A span in tokens.
#[derive(Clone, Copy)]
struct Found {
    start: u32,
    end: u32,
    rule: Rule,
    tag: Tag,
}

/// What a page is made of, kept from text to text to save allocations.
#[derive(Default)]
pub(crate) struct Scratch {
    tokens: Vec<Token>,
    found: Vec<Found>,
    triggers: Vec<u32>,
}

/// The text, its tokens and the spans found so far.
pub(crate) struct Page<'a> {
    pub(crate) text: &'a str,
    pub(crate) policy: &'a SafeHarbor,
    scratch: &'a mut Scratch,
}

/// Words at which some rule may begin or end.
const TRIGGERS: Classes = Classes::MONTH
    .or(Classes::NUMBER_WORD)
    .or(Classes::OLD_PERSON)
    .or(Classes::TITLE)
    .or(Classes::COMMON_TITLE)
    .or(Classes::CREDENTIAL_STRONG)
    .or(Classes::RELATIVE)
    .or(Classes::PERSON_LABEL)
    .or(Classes::PLACE_LABEL)
    .or(Classes::CUE_NAME)
    .or(Classes::FACILITY)
    .or(Classes::ID_STRONG)
    .or(Classes::ID_WEAK)
    .or(Classes::NUMBER_LINK)
    .or(Classes::PHONE_WORD)
    .or(Classes::PLACE_VERB)
    .or(Classes::STATE)
    .or(Classes::STATE_FIRST)
    .or(Classes::STATE_ABBR)
    .or(Classes::TLD)
    .or(Classes::PLACE_PREP)
    .or(Classes::GIVEN_WORD);

impl<'a> Page<'a> {
    pub(crate) fn new(text: &'a str, policy: &'a SafeHarbor, scratch: &'a mut Scratch) -> Self {
        tokenize(text, &mut scratch.tokens, |at| tag_length(at, policy));
        scratch.found.clear();
        scratch.triggers.clear();
        for (at, token) in scratch.tokens.iter().enumerate() {
            let trigger = match token.kind {
                Kind::Word => {
                    token.has(TRIGGERS)
                        || token.initial()
                        || token.classes.is_empty() && token.title_case()
                        || scratch.tokens.get(at + 1).is_some_and(|next| {
                            next.glued() && (next.is_number() || next.is_one_of(b"-:._"))
                        })
                }
                Kind::Number => true,
                Kind::Sign(sign) => matches!(sign, b'@' | b'(' | b'+' | b'#' | b':'),
                Kind::Tag | Kind::Edge => false,
            };
            if trigger {
                scratch.triggers.push(at as u32);
            }
        }
        Page {
            text,
            policy,
            scratch,
        }
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.scratch.tokens.len()
    }

    /// The tokens at which rules other than those of known names may begin.
    pub(crate) fn trigger(&self, nth: usize) -> Option<usize> {
        self.scratch.triggers.get(nth).map(|&at| at as usize)
    }

    /// The token at `at`; an edge outside the text.
    #[inline]
    pub(crate) fn token(&self, at: usize) -> &Token {
        self.scratch.tokens.get(at).unwrap_or(&EDGE)
    }

    /// The token `back` before `at`; an edge before the first.
    #[inline]
    pub(crate) fn before(&self, at: usize, back: usize) -> &Token {
        at.checked_sub(back).map_or(&EDGE, |at| self.token(at))
    }

    /// The text of a token.
    #[inline]
    pub(crate) fn word(&self, at: usize) -> &'a str {
        let token = self.token(at);
        self.text
            .get(token.start as usize..token.end as usize)
            .unwrap_or("")
    }

    /// Whether the token is this ASCII word, in any case.
    #[inline]
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        let token = self.token(at);
        token.len() == word.len() && token.is_word() && self.word(at).eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of these ASCII words, in any case.
    #[inline]
    pub(crate) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        let token = self.token(at);
        token.is_word()
            && words
                .iter()
                .any(|word| token.len() == word.len() && self.word(at).eq_ignore_ascii_case(word))
    }

    /// The number at `at`, if it has `digits` digits (at most 9).
    pub(crate) fn number(&self, at: usize, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        let token = self.token(at);
        if !token.is_number() || token.len() > 9 || !digits.contains(&token.len()) {
            return None;
        }
        self.word(at).parse().ok()
    }

    /// Whether the token follows the one before without white space.
    #[inline]
    pub(crate) fn glued(&self, at: usize) -> bool {
        at > 0 && self.token(at).glued() && self.token(at).kind != Kind::Edge
    }

    /// Whether a letter or digit stands directly before the token.
    pub(crate) fn runs_on_before(&self, at: usize) -> bool {
        self.glued(at) && matches!(self.before(at, 1).kind, Kind::Word | Kind::Number)
    }

    /// Whether a letter or digit stands directly after the token before `end`.
    pub(crate) fn runs_on_after(&self, end: usize) -> bool {
        self.glued(end) && matches!(self.token(end).kind, Kind::Word | Kind::Number)
    }

    /// Whether the token after a value is its unit: `mg`, `%`, `mm`.
    pub(crate) fn unit_after(&self, end: usize) -> bool {
        let token = self.token(end);
        (token.has(Classes::UNIT) && !token.opens_line())
            || token.is_sign(b'%')
            || (token.is_sign(b'/') && token.glued() && self.token(end + 1).has(Classes::UNIT))
            || (token.is_sign(b'-')
                && token.glued()
                && self.glued(end + 1)
                && self.token(end + 1).has(Classes::UNIT))
            || (token.is_sign(0)
                && self
                    .text
                    .get(token.start as usize..)
                    .is_some_and(|rest| rest.starts_with(['°', 'µ', 'μ'])))
    }

    /// Whether a sentence, list item or field begins at the token.
    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        let before = self.before(at, 1);
        self.token(at).opens_line()
            || match before.kind {
                Kind::Sign(sign) => matches!(
                    sign,
                    b'.' | b'!' | b'?' | b':' | b'*' | b';' | b'-' | b'"' | b'>'
                ),
                Kind::Edge => true,
                _ => false,
            }
    }

    /// Whether the words around the token are written in capitals throughout.
    pub(crate) fn in_capitals(&self, at: usize) -> bool {
        let (mut upper, mut lower) = (0, 0);
        let mut count = |token: &Token| {
            if token.is_word() && token.len() > 2 {
                if token.upper() {
                    upper += 1
                } else {
                    lower += 1
                }
            }
        };
        for back in 1..=8 {
            if self.before(at, back - 1).opens_line() || self.before(at, back).kind == Kind::Tag {
                break;
            }
            count(self.before(at, back));
        }
        for ahead in at + 1..=at + 8 {
            if self.token(ahead).opens_line() || self.token(ahead).kind == Kind::Tag {
                break;
            }
            count(self.token(ahead));
        }
        upper > lower && upper > 1
    }

    /// Marks the tokens `start..end`, except those that are marked already.
    pub(crate) fn mark(&mut self, start: usize, end: usize, rule: Rule, tag: Tag) {
        let mut open = None;
        for at in start..=end.min(self.len()) {
            let token = self.token(at);
            let free = at < end
                && !matches!(token.kind, Kind::Tag | Kind::Edge)
                && (!token.kept() || rule.is_of_record());
            match (free, open) {
                (true, None) => open = Some(at),
                (false, Some(first)) => {
                    self.scratch.found.push(Found {
                        start: first as u32,
                        end: at as u32,
                        rule,
                        tag,
                    });
                    open = None;
                }
                _ => {}
            }
            if free && let Some(token) = self.scratch.tokens.get_mut(at) {
                token.kind = Kind::Tag;
                token.classes = Classes::NONE;
                token.shape = token.shape.gap();
                token.value = rule.category().mark();
            }
        }
    }

    /// Protects the tokens `start..end` from every rule but those of the record.
    pub(crate) fn keep(&mut self, start: usize, end: usize) {
        for token in self
            .scratch
            .tokens
            .get_mut(start..end)
            .into_iter()
            .flatten()
        {
            token.keep();
        }
    }

    /// Marks the words and numbers that the bytes `from..to` touch, with what stands between them.
    #[cfg(any(feature = "patterns", feature = "training"))]
    pub(crate) fn mark_bytes(&mut self, from: usize, to: usize, rule: Rule) {
        let (from, to) = (from as u32, to as u32);
        let tokens = &self.scratch.tokens;
        let start = tokens.partition_point(|token| token.end <= from);
        let end = tokens.partition_point(|token| token.start < to);
        self.mark(start, end, rule, Tag::Plain);
    }

    /// The stretches of bytes between what was replaced.
    #[cfg(feature = "patterns")]
    pub(crate) fn free_stretches(&self) -> Vec<(usize, usize)> {
        let mut stretches = Vec::new();
        let mut from = 0;
        for token in self
            .scratch
            .tokens
            .iter()
            .filter(|token| token.kind == Kind::Tag)
        {
            stretches.push((from, token.start as usize));
            from = token.end as usize;
        }
        stretches.push((from, self.text.len()));
        stretches.retain(|(from, to)| from < to);
        stretches
    }

    /// How many spans were found so far.
    pub(crate) fn found(&self) -> usize {
        self.scratch.found.len()
    }

    /// The token after the span that was found as number `nth`; beyond the text if there is none.
    pub(crate) fn token_after_found(&self, nth: usize) -> usize {
        self.scratch
            .found
            .get(nth)
            .map_or(self.len() + 1, |found| found.end as usize)
    }

    /// The tokens of the spans from `from` on that are names, with their rules.
    pub(crate) fn names(&self, from: usize) -> impl Iterator<Item = (usize, usize, Rule)> {
        let found = self.scratch.found.get(from..).unwrap_or_default();
        let names = found
            .iter()
            .filter(|found| found.rule.category() == Category::Name);
        names.map(|found| (found.start as usize, found.end as usize, found.rule))
    }

    /// The spans in bytes with their tags, in order; neighbours of one category that only a separator
    /// divides are one.
    pub(crate) fn into_spans(self) -> Vec<(Span, Tag)> {
        self.scratch.found.sort_unstable_by_key(|found| found.start);
        let mut spans: Vec<(Span, Tag)> = Vec::with_capacity(self.scratch.found.len());
        for found in &self.scratch.found {
            let start = self.token(found.start as usize).start as usize;
            let end = self.token((found.end as usize).saturating_sub(1)).end as usize;
            if let Some((last, tag)) = spans.last_mut()
                && last.category == found.rule.category()
                && *tag == Tag::Plain
                && found.tag == Tag::Plain
                && last.category != Category::Date
                && self.text.get(last.end..start).is_some_and(|between| {
                    matches!(between, "" | " " | "-" | "," | ", " | "." | ". ")
                        && !(between.contains('.') && last.category != Category::Name)
                })
            {
                last.end = end;
                continue;
            }
            spans.push((Span::new(start, end, found.rule), found.tag));
        }
        spans
    }
}
