//! The elements and texts of an XML file: as much of XML as the release files use.

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

/// What stands in a file, in its order.
pub(crate) enum Event<'t> {
    /// A tag that opens an element; one that is empty closes right after.
    Open {
        name: &'t str,
        attributes: &'t str,
    },
    /// What stands between two tags, as it is, blank or not.
    Text(&'t str),
    Close,
}

/// Calls `look` with every event, and with the place in the file.
pub(crate) fn for_each_event<'t>(
    file: &str,
    bytes: &'t [u8],
    mut look: impl FnMut(Event<'t>, Place<'_>) -> Result<()>,
) -> Result<()> {
    let place = |at: usize| Place { file, bytes, at };
    let text =
        std::str::from_utf8(bytes).map_err(|e| place(e.valid_up_to()).fault("is not UTF-8"))?;
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let here = place(text.len() - rest.len());
        let (words, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if open.is_empty() && !words.trim().is_empty() {
            return Err(here.fault("text outside of the root element"));
        }
        if !words.is_empty() && !open.is_empty() {
            look(Event::Text(words), here)?;
        }
        if tag.is_empty() {
            break;
        }
        let here = place(text.len() - tag.len());
        let close = if tag.starts_with("<!--") { "-->" } else { ">" };
        let Some(length) = tag.find(close) else {
            return Err(here.fault("a tag is not closed: the file is cut short"));
        };
        let (inner, after) = (
            tag.get(1..length).unwrap_or(""),
            tag.get(length + close.len()..),
        );
        if let Some(name) = inner.strip_prefix('/') {
            let expected = open.pop().unwrap_or("");
            let name = name.trim_end();
            if name != expected {
                return Err(here.fault(format!("the tag closes {name:?}, not {expected:?}")));
            }
            look(Event::Close, here)?;
        } else if !inner.starts_with(['!', '?']) {
            let (inner, empty) = match inner.strip_suffix('/') {
                Some(inner) => (inner, true),
                None => (inner, false),
            };
            let (name, attributes) = inner
                .split_once(|c: char| c.is_ascii_whitespace())
                .unwrap_or((inner, ""));
            look(Event::Open { name, attributes }, here)?;
            if empty {
                look(Event::Close, here)?;
            } else {
                open.push(name);
            }
        }
        rest = after.unwrap_or("");
    }
    match open.last() {
        Some(name) => {
            Err(place(text.len()).fault(format!("{name:?} is not closed: the file is cut short")))
        }
        None => Ok(()),
    }
}

/// A place in a file, for its faults.
#[derive(Clone, Copy)]
pub(crate) struct Place<'t> {
    file: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl Place<'_> {
    pub(crate) fn fault(&self, what: impl Into<String>) -> Fault {
        let before = self.bytes.get(..self.at).unwrap_or(self.bytes);
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        Fault::at_line(self.file, line, what)
    }
}

/// The value of an attribute among those of a tag; values without entities, as the release files have them.
pub(crate) fn attribute<'t>(attributes: &'t str, name: &str) -> Option<&'t str> {
    attributes.match_indices(name).find_map(|(at, _)| {
        let (before, from) = attributes.split_at_checked(at)?;
        let value = from.strip_prefix(name)?.strip_prefix("=\"")?;
        let whole = before.is_empty() || before.ends_with(|c: char| c.is_ascii_whitespace());
        let (value, _) = value.split_once('"')?;
        whole.then_some(value)
    })
}

/// A text with its entities as the characters they stand for; none when one of them is unknown.
pub(crate) fn with_entities(text: &str) -> Option<std::borrow::Cow<'_, str>> {
    let Some((mut out, mut rest)) = text
        .split_once('&')
        .map(|(before, rest)| (before.to_owned(), rest))
    else {
        return Some(text.into());
    };
    loop {
        let (entity, after) = rest.split_once(';')?;
        out.push(match entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => {
                let number = entity.strip_prefix('#')?;
                let number = match number.strip_prefix('x') {
                    Some(digits) => u32::from_str_radix(digits, 16),
                    None => number.parse(),
                };
                char::from_u32(number.ok()?)?
            }
        });
        let Some((before, next)) = after.split_once('&') else {
            out.push_str(after);
            return Some(out.into());
        };
        out.push_str(before);
        rest = next;
    }
}

/// Calls `look` with every text that is not blank.
pub(crate) fn for_each_text(
    file: &str,
    bytes: &[u8],
    mut look: impl FnMut(Text<'_>),
) -> Result<()> {
    // Each open element, and whether text stood in it.
    let mut open: Vec<(&str, bool)> = Vec::new();
    for_each_event(file, bytes, |event, _| {
        match event {
            Event::Open { name, .. } => open.push((name, false)),
            Event::Close => drop(open.pop()),
            Event::Text(words) if words.trim().is_empty() => {}
            Event::Text(words) => {
                let parent = open.iter().rev().nth(1).map_or("", |(name, _)| name);
                if let Some((element, seen)) = open.last_mut() {
                    let first = !std::mem::replace(seen, true);
                    let words = without_entities(words);
                    look(Text {
                        element,
                        parent,
                        first,
                        words: &words,
                    });
                }
            }
        }
        Ok(())
    })
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
    fn attributes_and_entities() {
        let attributes = r#" first="A00" last="A09" id="A00-A09""#;
        assert_eq!(attribute(attributes, "id"), Some("A00-A09"));
        assert_eq!(attribute(attributes, "first"), Some("A00"));
        assert_eq!(attribute(attributes, "st"), None);
        let decoded = |text| with_entities(text).map(|text| text.into_owned());
        let expected = Some("a & b < 'c' \u{e9}\u{e8}".to_owned());
        assert_eq!(
            decoded("a &amp; b &lt; &apos;c&apos; &#233;&#xe8;"),
            expected
        );
        assert_eq!(decoded("&nbsp;"), None);
        assert_eq!(decoded("a & b"), None);
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
