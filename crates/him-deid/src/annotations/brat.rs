//! The standoff format of brat: `T1<tab>TYPE start end<tab>text`, a line for each span.

use super::{Annotated, Annotation, Error, category};

/// Reads the annotations of a text. Relations, events, attributes and notes are passed over; a span of several
/// parts becomes several annotations.
pub fn read(text: &str, annotations: &str) -> Result<Annotated, Error> {
    let mut out = Vec::new();
    for (nth, line) in annotations
        .lines()
        .enumerate()
        .filter(|(_, line)| line.starts_with('T'))
    {
        let fault = || Error::Line { line: nth + 1 };
        let (kind, parts) = line
            .split('\t')
            .nth(1)
            .and_then(|middle| middle.split_once(' '))
            .ok_or_else(fault)?;
        for part in parts.split(';') {
            let (start, end) = part.trim().split_once(' ').ok_or_else(fault)?;
            let (start, end) = (
                start.parse().map_err(|_| fault())?,
                end.parse().map_err(|_| fault())?,
            );
            out.push(Annotation {
                span: start..end,
                category: category(kind),
                kind: kind.into(),
            });
        }
    }
    Annotated::new(text, out)
}

/// Writes the annotations of a text. Line feeds in a span become blanks, as brat has them.
pub fn write(annotated: &Annotated) -> String {
    let mut out = String::new();
    for (nth, annotation) in annotated.annotations().iter().enumerate() {
        let value = annotated.value(annotation).replace(['\n', '\r', '\t'], " ");
        let kind: String = annotation
            .kind
            .chars()
            .map(|c| if c.is_whitespace() { '_' } else { c })
            .collect();
        out.push_str(&format!(
            "T{}\t{kind} {} {}\t{value}\n",
            nth + 1,
            annotation.span.start,
            annotation.span.end
        ));
    }
    out
}
