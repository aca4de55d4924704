use std::fmt;

use super::known::Known;
use super::lexicon::{Classes, Lexicon};
#[cfg(feature = "model")]
use super::model;
use super::page::{Page, Scratch, Tag};
use super::token::Kind;
use super::words::Words;
use super::{ages, contacts, dates, names, numbers, places};
use crate::{Identifiers, Lists, Preset, Rule, SafeHarbor, Scrubbed, Span};

/// Texts longer than this are read in parts of about this size, so that memory stays bounded.
const PART: usize = 1 << 20;

/// How far the next part reaches back into the one before, so that nothing is lost between them.
const OVERLAP: usize = 4096;

/// A round finds what the round before brought to light; texts settle after two or three.
const ROUNDS: usize = 40;

/// Removes identifiers from text: those of a record, and whatever has the form or the surroundings
/// of one.
///
/// Shared between threads as it is; [`scrub_with`](Scrubber::scrub_with) saves the allocations of
/// many short texts.
///
/// Scrubbing what was scrubbed changes nothing.
#[derive(Clone, Copy)]
pub struct Scrubber<'a> {
    policy: &'a SafeHarbor,
    known: &'a Known,
    lists: Option<&'a Lists>,
    preset: Preset,
    #[cfg(feature = "model")]
    model: Option<model::Model<'a>>,
}

/// Memory that a [`Scrubber`] uses again from text to text.
#[derive(Default)]
pub struct Workspace {
    pub(crate) scratch: Scratch,
    #[cfg(feature = "model")]
    pass: model::Pass,
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workspace([redacted])")
    }
}

impl fmt::Debug for Scrubber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scrubber")
            .field("policy", self.policy)
            .field("preset", &self.preset)
            .finish_non_exhaustive()
    }
}

impl<'a> Scrubber<'a> {
    /// A scrubber under `policy` for the texts of one record, with every layer there is and
    /// [`Preset::HighRecall`].
    pub fn new(policy: &'a SafeHarbor, record: &'a Identifiers) -> Self {
        Scrubber {
            policy,
            known: record.known(),
            lists: None,
            preset: Preset::default(),
            #[cfg(feature = "model")]
            model: model::Model::embedded(),
        }
    }

    /// The same with another preset.
    #[must_use]
    pub const fn with_preset(mut self, preset: Preset) -> Self {
        self.preset = preset;
        self
    }

    /// The same with the lists of a site.
    #[must_use]
    pub const fn with_lists(mut self, lists: &'a Lists) -> Self {
        self.lists = Some(lists);
        self
    }

    /// The same by rules and the record alone, without the statistical model: several times as fast, and
    /// blind to names and places that nothing introduces.
    #[must_use]
    #[cfg_attr(
        not(feature = "model"),
        allow(unused_mut, reason = "there is nothing to leave out")
    )]
    pub const fn without_model(mut self) -> Self {
        #[cfg(feature = "model")]
        {
            self.model = None;
        }
        self
    }

    /// The same with other weights, of this crate's format.
    #[cfg(feature = "training")]
    #[must_use]
    pub const fn with_model(mut self, model: model::Model<'a>) -> Self {
        self.model = Some(model);
        self
    }

    /// Replaces every identifier in `text` by a tag.
    pub fn scrub(&self, text: &str) -> Scrubbed {
        self.scrub_with(text, &mut Workspace::default())
    }

    /// The same with memory of the caller.
    pub fn scrub_with(&self, text: &str, workspace: &mut Workspace) -> Scrubbed {
        let spans = self.spans(text, workspace);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, tag) in &spans {
            out.push_str(text.get(at..span.start).unwrap_or(""));
            tag.write(span.category, &mut out);
            at = span.end;
        }
        out.push_str(text.get(at..).unwrap_or(""));
        Scrubbed::new(out, spans.into_iter().map(|(span, _)| span).collect())
    }

    /// Finds every identifier in `text` and leaves it as it is. The spans are in order and do not overlap.
    pub fn find_with(&self, text: &str, workspace: &mut Workspace) -> Vec<Span> {
        let spans = self.spans(text, workspace);
        spans.into_iter().map(|(span, _)| span).collect()
    }

    const fn has_model(&self) -> bool {
        #[cfg(feature = "model")]
        return self.model.is_some();
        #[cfg(not(feature = "model"))]
        false
    }

    fn spans(&self, text: &str, workspace: &mut Workspace) -> Vec<(Span, Tag)> {
        if text.len() <= PART + OVERLAP {
            return self.part(text, workspace);
        }
        let mut all: Vec<(Span, Tag)> = Vec::new();
        let mut start = 0;
        while start < text.len() {
            let end = cut(text, start + PART);
            for (mut span, tag) in self.part(text.get(start..end).unwrap_or(""), workspace) {
                span.start += start;
                span.end += start;
                // What both parts found is one; what overlaps is joined.
                match all.last_mut() {
                    Some((last, _)) if span.start < last.end => last.end = last.end.max(span.end),
                    _ => all.push((span, tag)),
                }
            }
            start = if end == text.len() {
                end
            } else {
                cut(text, end - OVERLAP).min(end)
            };
        }
        all
    }

    fn part(&self, text: &str, workspace: &mut Workspace) -> Vec<(Span, Tag)> {
        let mut page = Page::new(text, self.policy, &mut workspace.scratch);
        if let Some(lists) = self.lists {
            lists.find(&mut page);
        }
        // As a whole, before a name or number within it is found by itself.
        self.find_addresses(&mut page);
        let mut learned = Words::of_document();
        let mut seen = 0;
        #[cfg(feature = "model")]
        workspace.pass.clear();
        for _ in 0..ROUNDS {
            let before = page.found();
            self.find_by_rules(&mut page, &learned);
            // The model sees only what no rule has found.
            #[cfg(feature = "model")]
            if page.found() == before
                && let Some(model) = &self.model
            {
                model::mark(&mut page, model, self.preset, &mut workspace.pass);
            }
            if page.found() == before {
                break;
            }
            self.learn(&page, seen, &mut learned);
            seen = page.found();
        }
        page.into_spans()
    }

    /// One round of every rule.
    fn find_by_rules(&self, page: &mut Page<'_>, learned: &Words) {
        self.find_known(page, learned);
        if let Some(lists) = self.lists
            && lists.has_patterns()
        {
            lists.find_patterns(page);
        }
        self.find_patterns(page);
        // Later names may complete earlier ones.
        let spans: Vec<_> = page.names(0).collect();
        for &(start, end, _) in &spans {
            names::extend(page, start, end, |letter| {
                self.known.words.has_initial(letter)
            });
        }
    }

    /// The page as the rules leave it, for training: `marked` are spans that count as found from the start.
    #[cfg(feature = "training")]
    pub(crate) fn page_by_rules<'s>(
        &'s self,
        text: &'s str,
        marked: &[(usize, usize, Rule)],
        workspace: &'s mut Workspace,
    ) -> Page<'s> {
        let mut page = Page::new(text, self.policy, &mut workspace.scratch);
        for &(from, to, rule) in marked {
            page.mark_bytes(from, to, rule);
        }
        self.find_addresses(&mut page);
        let mut learned = Words::of_document();
        let mut seen = 0;
        for _ in 0..ROUNDS {
            let before = page.found();
            self.find_by_rules(&mut page, &learned);
            if page.found() == before {
                break;
            }
            self.learn(&page, seen, &mut learned);
            seen = page.found();
        }
        page
    }

    fn find_known(&self, page: &mut Page<'_>, learned: &Words) {
        let words = &self.known.words;
        let (by_record, by_document) = (!self.known.is_empty(), !learned.is_empty());
        if !by_record && !by_document {
            return;
        }
        for at in 0..page.len() {
            let kind = page.token(at).kind;
            if !matches!(kind, Kind::Word | Kind::Number) {
                continue;
            }
            if by_record
                && (self.known.may_start(page, at) && self.known.find_number(page, at)
                    || words.find(page, at)
                    || words.find_parted(page, at))
            {
                continue;
            }
            if by_document && kind == Kind::Word {
                learned.find(page, at);
            }
        }
    }

    fn find_addresses(&self, page: &mut Page<'_>) {
        let mut nth = 0;
        while let Some(at) = page.trigger(nth) {
            nth += 1;
            let token = *page.token(at);
            if token.is_sign(b'@') {
                contacts::email(page, at);
            } else if token.is_word() && (token.has(Classes::TLD) || contacts::opens_url(page, at))
            {
                contacts::url(page, at);
            }
        }
    }

    fn find_patterns(&self, page: &mut Page<'_>) {
        let mut nth = 0;
        while let Some(at) = page.trigger(nth) {
            nth += 1;
            let token = *page.token(at);
            match token.kind {
                Kind::Number => {
                    let _ = places::coordinates(page, at)
                        || numbers::ssn(page, at)
                        || contacts::ipv4(page, at)
                        || contacts::phone(page, at)
                        || dates::numeric(page, at, self.known)
                        || ages::in_digits(page, at)
                        || names::beside_age(page, at)
                        || places::street(page, at)
                        || numbers::spaced(page, at)
                        || numbers::long(page, at);
                }
                Kind::Word => self.at_word(page, at, token.classes),
                Kind::Sign(b'@') => {
                    contacts::email(page, at);
                }
                Kind::Sign(b'(' | b'+') => {
                    contacts::phone(page, at);
                }
                Kind::Sign(b':') => {
                    contacts::network(page, at);
                }
                Kind::Sign(b'#') => {
                    numbers::numbered(page, at);
                }
                Kind::Sign(_) | Kind::Tag | Kind::Edge => {}
            }
        }
    }

    fn at_word(&self, page: &mut Page<'_>, at: usize, classes: Classes) {
        if classes.any(Classes::MONTH) {
            dates::named(page, at, self.known);
        }
        for (class, rule) in WORD_RULES {
            if classes.any(*class) {
                rule(page, at);
            }
        }
        let token = *page.token(at);
        if !token.is_word() {
            return;
        }
        if (classes.is_empty() || classes.any(Classes::GIVEN_WORD))
            && token.title_case()
            && !self.has_model()
        {
            // With nothing better to ask, two capital words that no list explains are a name.
            names::pair(page, at);
        }
        if token.len() <= 2 && token.capital() {
            if let Some(length) = names::pointed_degree(page, at) {
                names::credentialed(page, at, length);
            }
            if token.initial() {
                numbers::serial(page, at);
                let _ = names::with_initial(page, at) || names::initials(page, at);
            }
        }
        if contacts::opens_url(page, at) {
            contacts::url(page, at);
        }
        if token.len() == 2 || token.len() == 6 {
            contacts::spoken_email(page, at);
        }
        if token.len() == 3 && page.is(at, "box") {
            places::box_number(page, at);
        }
        if token.len() == 3 || token.len() == 6 || token.len() == 7 {
            places::labelled_zip(page, at);
        }
        // Codes that start with letters: `R13-401325`, `SN-D5877738`.
        if page.token(at + 1).is_sign(b'_') {
            numbers::underscored(page, at);
        }
        if classes.any(Classes::PHONE_WORD | Classes::ID_STRONG | Classes::NUMBER_LINK) {
            contacts::spoken_number(page, at);
        }
        if page.glued(at + 1)
            && (page.token(at + 1).is_number()
                || page.token(at + 1).is_sign(b'-') && page.glued(at + 2))
        {
            numbers::long(page, at);
        }
    }

    /// Takes the parts of the names found from `seen` on into what the document has given away.
    fn learn(&self, page: &Page<'_>, seen: usize, learned: &mut Words) {
        for (start, end, rule) in page.names(seen) {
            let parts = (start..end).filter(|&at| {
                let word = page.word(at);
                word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
            });
            if matches!(rule, Rule::KnownName | Rule::RepeatedName) {
                continue;
            }
            for at in parts {
                let token = page.token(at);
                let entry = Lexicon::shared().find(token.key);
                let never = entry.classes.any(NEVER_LEARNED)
                    || rule == Rule::ModelName && !entry.classes.is_empty()
                    || entry.classes.any(Classes::ORDINARY)
                        && rule != Rule::TitledName
                        && token.upper();
                if !never {
                    learned.add_single(token.key, Rule::RepeatedName);
                }
            }
        }
    }
}

/// A rule that begins at a word; it tells whether it found something.
type WordRule = fn(&mut Page<'_>, usize) -> bool;

/// The rules that begin at words of a class, in the order in which they are tried.
const WORD_RULES: &[(Classes, WordRule)] = &[
    (Classes::NUMBER_WORD.or(Classes::OLD_PERSON), ages::in_words),
    (Classes::ID_STRONG.or(Classes::ID_WEAK), numbers::labelled),
    (Classes::NUMBER_LINK, numbers::numbered),
    (Classes::TITLE, names::titled),
    (Classes::PERSON_LABEL, names::labelled),
    (Classes::RELATIVE.or(Classes::COMMON_TITLE), names::relative),
    (Classes::CUE_NAME, names::cued),
    (Classes::FACILITY, places::facility),
    (Classes::PLACE_PREP, places::cared_for_at),
    (Classes::PLACE_LABEL, places::labelled),
    (
        Classes::STATE
            .or(Classes::STATE_FIRST)
            .or(Classes::STATE_ABBR),
        places::around_state,
    ),
    (
        Classes::PLACE_VERB.or(Classes::PHONE_WORD),
        places::lived_in,
    ),
    (Classes::TLD, contacts::url),
    (Classes::CREDENTIAL_STRONG, |page, at| {
        names::credentialed(page, at, 1)
    }),
];

/// Words that a document uses for other things even where one of them is a name.
const NEVER_LEARNED: Classes = Classes::PERSON_LABEL
    .or(Classes::TITLE)
    .or(Classes::CREDENTIAL)
    .or(Classes::RELATIVE)
    .or(Classes::PARTICLE)
    .or(Classes::PHRASE_VERB)
    .or(Classes::DATE_PREP)
    .or(Classes::UNIT)
    .or(Classes::PRONOUN)
    .or(Classes::FACILITY)
    .or(Classes::FACILITY_STOP);

/// A place at or before `at` where text may be parted: after a line, else after a space.
fn cut(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut at = at;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let head = text
        .get(at.saturating_sub(OVERLAP / 4)..at)
        .or_else(|| text.get(..at))
        .unwrap_or("");
    let back = head
        .rfind("\n\n")
        .or_else(|| head.rfind('\n'))
        .or_else(|| head.rfind(' '));
    back.map_or(at, |back| at - head.len() + back + 1)
}
