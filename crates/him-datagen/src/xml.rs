//! The texts of an XML file, element by element: as much of XML as the release files use.

use crate::fault::{Fault, Result};

/// A stretch of text between two tags.
pub(crate) struct Text<'t> {
    /// The innermost element around it.
    pub(crate) element: &'t str,
    /// The element around that one; empty at the root.
    pub(crate) parent: &'t str,
    /// Whether no other text of the element stands before it.
    pub(crate) first: bool,
    /// Entities are blanks: none of them stands for a letter in these files.
    pub(crate) words: &'t str,
}

/// Calls `look` with every text that is not blank.
pub(crate) fn for_each_text(
    file: &str,
    bytes: &[u8],
    mut look: impl FnMut(Text<'_>),
) -> Result<()> {
    let line = |at: usize| {
        let before = bytes.get(..at).unwrap_or(bytes);
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Fault::at_line(file, line(e.valid_up_to()), "is not UTF-8"))?;
    let fault =
        |rest: &str, what: String| Err(Fault::at_line(file, line(text.len() - rest.len()), what));
    // Each open element, and whether text stood in it.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (words, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if !words.trim().is_empty() {
            let parent = open.iter().rev().nth(1).map_or("", |(name, _)| name);
            let Some((element, seen)) = open.last_mut() else {
                return fault(rest, "text outside of the root element".to_owned());
            };
            let first = !std::mem::replace(seen, true);
            let words = without_entities(words);
            look(Text {
                element,
                parent,
                first,
                words: &words,
            });
        }
        if tag.is_empty() {
            break;
        }
        let close = if tag.starts_with("<!--") { "-->" } else { ">" };
        let Some(length) = tag.find(close) else {
            return fault(tag, "a tag is not closed: the file is cut short".to_owned());
        };
        let (inner, after) = (
            tag.get(1..length).unwrap_or(""),
            tag.get(length + close.len()..),
        );
        if let Some(name) = inner.strip_prefix('/') {
            let expected = open.pop().map_or("", |(name, _)| name);
            if name.trim_end() != expected {
                return fault(
                    tag,
                    format!("the tag closes {:?}, not {expected:?}", name.trim_end()),
                );
            }
        } else if !inner.starts_with(['!', '?']) && !inner.ends_with('/') {
            let name = inner.split_ascii_whitespace().next().unwrap_or("");
            open.push((name, false));
        }
        rest = after.unwrap_or("");
    }
    match open.last() {
        Some((name, _)) => fault("", format!("{name:?} is not closed: the file is cut short")),
        None => Ok(()),
    }
}

fn without_entities(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        out.push_str(before);
        out.push(' ');
        rest = entity.split_once(';').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for_each_text("invented.xml", xml.as_bytes(), |text| {
            let Text {
                element,
                parent,
                first,
                words,
            } = text;
            texts.push(format!("{parent}/{element} {first} {words}"));
        })?;
        Ok(texts)
    }

    #[test]
    fn texts_with_their_elements() {
        let xml = "<?xml version=\"1.0\"?><!-- a > b --><a>\n<b x=\"1\">One &amp; two<c>in</c> three</b><d/></a>\n";
        let expected = ["a/b true One   two", "b/c true in", "a/b false  three"];
        assert_eq!(texts(xml).unwrap_or_default(), expected);
    }

    #[test]
    fn a_fault_is_named_with_its_line() {
        for (xml, expected) in [
            ("<a>\n<b>x</a>", "line 2: the tag closes \"a\", not \"b\""),
            (
                "<a>\n<b",
                "line 2: a tag is not closed: the file is cut short",
            ),
            (
                "<a>\n\n<b>x</b>\n",
                "line 4: \"a\" is not closed: the file is cut short",
            ),
            ("x<a></a>", "line 1: text outside of the root element"),
        ] {
            let fault = texts(xml).map(|_| ()).map_err(|fault| fault.to_string());
            assert_eq!(fault, Err(format!("invented.xml: {expected}")));
        }
        let fault = for_each_text("invented.xml", b"<a>\n\xff</a>", |_| ())
            .map_err(|fault| fault.to_string());
        assert_eq!(fault, Err("invented.xml: line 2: is not UTF-8".to_owned()));
    }
}
