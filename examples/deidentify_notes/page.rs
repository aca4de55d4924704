//! A page for people: the notes with their spans coloured.

use std::io::{self, Write};

use him_deid::{Category, Span};

pub(crate) const HEAD: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Identifiers found in notes</title>\n<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; color: #222; background: #fff }
pre { white-space: pre-wrap; font: inherit; border-left: 3px solid #ddd; padding-left: 1em }
h2 { font-size: 1em; margin: 2em 0 0 } mark { border-radius: 3px; padding: 0 2px }
.NAME { background: #ffd6d6 } .DATE { background: #d6e8ff } .LOCATION { background: #d9f2d9 }
.ID { background: #fff0b3 } .CONTACT { background: #e8d9f7 } .AGE { background: #ffe0c2 } .OTHER { background: #e0e0e0 }
</style>
<p><strong>This page shows the notes with their identifiers. Keep it where the notes are kept.</strong>
<p>";

/// Writes the head with a legend of the categories.
pub(crate) fn head(out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEAD.as_bytes())?;
    for category in Category::ALL {
        let name = category.name();
        write!(out, "<mark class=\"{name}\">{name}</mark> ")?;
    }
    out.write_all(b"\n")
}

/// Writes a note.
pub(crate) fn note(out: &mut impl Write, id: &str, text: &str, spans: &[Span]) -> io::Result<()> {
    write!(out, "<h2>{}</h2>\n<pre>", escaped(id))?;
    let mut at = 0;
    for span in spans {
        let plain = text.get(at..span.start).unwrap_or("");
        let marked = text.get(span.start..span.end).unwrap_or("");
        write!(
            out,
            "{}<mark class=\"{}\" title=\"{}\">{}</mark>",
            escaped(plain),
            span.category,
            span.rule,
            escaped(marked)
        )?;
        at = span.end;
    }
    writeln!(out, "{}</pre>", escaped(text.get(at..).unwrap_or("")))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
