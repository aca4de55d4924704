//! What stands in a text in the place of its spans, and where.

pub(crate) mod date;
#[cfg(feature = "pseudonyms")]
mod given_name;
mod offsets;
#[cfg(feature = "pseudonyms")]
mod surrogates;
#[cfg(feature = "pseudonyms")]
mod wardrobe;

pub use offsets::{Offsets, Replacement};
#[cfg(feature = "pseudonyms")]
pub use surrogates::{Surrogates, WithSurrogates};

use chrono::Datelike;

use crate::policy::rules::Rules;
use crate::policy::{Places, Zips};
use crate::{Category, Rule, Scrubbed, Scrubber, Shift, Span, Workspace};

/// What becomes of a span under a policy other than the one that tagged it.
pub(crate) enum Fate {
    /// The policy lets it stay.
    Stays,
    /// A date that moved.
    Moved(String),
    /// It goes.
    Goes,
}

pub(crate) fn fate(rules: &Rules, shift: Option<Shift>, span: &Span, value: &str) -> Fate {
    let stays = match span.category {
        Category::Date => rules.keeps_dates(),
        Category::Age => !rules.caps_ages(),
        Category::Location => match span.rule {
            Rule::Zip => rules.zips == Zips::Whole,
            Rule::City => rules.places == Places::City,
            _ => false,
        },
        _ => false,
    };
    if stays {
        return Fate::Stays;
    }
    let shift = shift.filter(|_| span.category == Category::Date);
    let moved = shift.and_then(|shift| date::moved(value, shift));
    moved
        .filter(|moved| {
            let year = |text| date::year_up_to(text, rules.harbor.as_of().year());
            rules.keeps_moved(year(value), year(moved))
        })
        .map_or(Fate::Goes, Fate::Moved)
}

/// The text under a policy other than the one that tagged it.
pub(crate) fn under(
    rules: &Rules,
    shift: Option<Shift>,
    text: &str,
    scrubbed: Scrubbed,
) -> Scrubbed {
    // Under the Safe Harbor and whatever is as strict nothing changes.
    let strict = !rules.keeps_dates()
        && shift.is_none()
        && rules.caps_ages()
        && rules.zips != Zips::Whole
        && rules.places == Places::State;
    if strict || scrubbed.spans.is_empty() {
        return scrubbed;
    }
    render(rules, shift, text, &scrubbed).0
}

/// The same with the offsets.
pub(crate) fn render(
    rules: &Rules,
    shift: Option<Shift>,
    text: &str,
    scrubbed: &Scrubbed,
) -> (Scrubbed, Offsets) {
    let mut out = String::with_capacity(text.len());
    let mut offsets = Offsets::default();
    for (before, span, value, tag) in replaced(text, scrubbed) {
        out.push_str(before);
        let start = out.len();
        match fate(rules, shift, &span, value) {
            Fate::Stays => {
                out.push_str(value);
                continue;
            }
            Fate::Moved(date) => out.push_str(&date),
            Fate::Goes => out.push_str(tag),
        }
        offsets.push(span, start..out.len());
    }
    let end = scrubbed.spans.last().map_or(0, |span| span.end);
    out.push_str(text.get(end..).unwrap_or(""));
    (Scrubbed::new(out, offsets.spans()), offsets)
}

/// Scrubs a text that answers what stands elsewhere, `Emergency contact` or `Year of birth`: also as it reads behind that.
#[cfg_attr(
    not(any(feature = "record", feature = "hl7v2")),
    allow(dead_code, reason = "only records have questions")
)]
pub(crate) fn scrub_answer(
    scrubber: &Scrubber<'_>,
    question: &str,
    text: &str,
    workspace: &mut Workspace,
) -> Scrubbed {
    let plain = scrubber.scrub_with(text, workspace);
    let question = question.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    if question.is_empty() || text.len() > 200 {
        return plain;
    }
    // As it will stand beside the answer, so that reading both again finds no more.
    let question = scrubber.scrub_with(question, workspace).text;
    let whole = format!("{question}: {text}");
    let from = whole.len() - text.len();
    let scrubbed = scrubber.scrub_with(&whole, workspace);
    let (mut out, mut spans, mut at) = (String::new(), Vec::new(), from);
    for (_, span, _, tag) in replaced(&whole, &scrubbed).filter(|(_, span, ..)| span.end > from) {
        let start = span.start.max(from);
        out.push_str(whole.get(at..start).unwrap_or(""));
        out.push_str(tag);
        at = span.end;
        spans.push(Span {
            start: start - from,
            end: span.end - from,
            ..span
        });
    }
    out.push_str(whole.get(at..).unwrap_or(""));
    let covered = |spans: &[Span]| {
        spans
            .iter()
            .map(|span| span.end - span.start)
            .sum::<usize>()
    };
    if covered(&spans) > covered(&plain.spans) {
        Scrubbed::new(out, spans)
    } else {
        plain
    }
}

/// Each span with the text before it, its value and its tag.
pub(crate) fn replaced<'t>(
    text: &'t str,
    scrubbed: &'t Scrubbed,
) -> impl Iterator<Item = (&'t str, Span, &'t str, &'t str)> {
    let (mut from, mut to) = (0, 0);
    scrubbed.spans.iter().map(move |span| {
        let before = text.get(from..span.start).unwrap_or("");
        from = span.end;
        to += before.len();
        // A tag ends at its first bracket.
        let rest = scrubbed.text.get(to..).unwrap_or("");
        let tag = rest
            .find(']')
            .and_then(|close| rest.get(..=close))
            .unwrap_or("");
        to += tag.len();
        (
            before,
            *span,
            text.get(span.start..span.end).unwrap_or(""),
            tag,
        )
    })
}
