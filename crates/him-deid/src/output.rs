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

use crate::policy::rules::Rules;
use crate::policy::{Places, Zips};
use crate::{Category, Rule, Scrubbed, Shift, Span};

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
    shift
        .and_then(|shift| date::moved(value, shift))
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
