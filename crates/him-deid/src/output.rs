//! What stands in a text in the place of its spans.

use crate::policy::rules::Rules;
use crate::policy::{Places, Zips};
use crate::{Category, Rule, Scrubbed, Shift, Span};

/// The text under a policy other than the one that tagged it: what the policy lets stay stays.
pub(crate) fn under(
    rules: &Rules,
    shift: Option<Shift>,
    text: &str,
    scrubbed: Scrubbed,
) -> Scrubbed {
    let stays = |span: &Span| match span.category {
        Category::Date => rules.keeps_dates(),
        Category::Age => !rules.caps_ages(),
        Category::Location => match span.rule {
            Rule::Zip => rules.zips == Zips::Whole,
            Rule::City => rules.places == Places::City,
            _ => false,
        },
        _ => false,
    };
    let moves = |span: &Span| shift.filter(|_| span.category == Category::Date);
    if !scrubbed
        .spans
        .iter()
        .any(|span| stays(span) || moves(span).is_some())
    {
        return scrubbed;
    }
    let mut out = String::with_capacity(text.len());
    let mut left = Vec::new();
    for (before, span, value, tag) in replaced(text, &scrubbed) {
        out.push_str(before);
        if stays(&span) {
            out.push_str(value);
            continue;
        }
        let moved: Option<String> = None.filter(|_| moves(&span).is_some());
        out.push_str(moved.as_deref().unwrap_or(tag));
        left.push(span);
    }
    let end = scrubbed.spans.last().map_or(0, |span| span.end);
    out.push_str(text.get(end..).unwrap_or(""));
    Scrubbed::new(out, left)
}

/// Each span with the text before it, its value and its tag.
fn replaced<'t>(
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
