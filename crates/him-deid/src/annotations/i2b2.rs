//! The XML of the de-identification track of i2b2/UTHealth 2014: the text as CDATA in `TEXT`, and an element for each
//! span in `TAGS`, named by its category, with `start`, `end`, `text` and `TYPE`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Annotated, Annotation, Error, category};
use crate::Category;

/// Reads a document.
pub fn read(document: &str) -> Result<Annotated, Error> {
    let mut reader = Reader::from_str(document);
    let mut text: Option<String> = None;
    let mut annotations = Vec::new();
    let (mut in_text, mut in_tags) = (false, false);
    loop {
        match reader.read_event().map_err(|_| Error::Xml)? {
            Event::Eof => break,
            Event::Start(start) if start.name().as_ref() == "TEXT" => {
                in_text = true;
                text.get_or_insert_default();
            }
            Event::Start(start) if start.name().as_ref() == "TAGS" => in_tags = true,
            Event::End(end) if end.name().as_ref() == "TEXT" => in_text = false,
            Event::End(end) if end.name().as_ref() == "TAGS" => in_tags = false,
            Event::Start(tag) | Event::Empty(tag) if in_tags => annotations.push(annotation(&tag)?),
            Event::CData(data) if in_text => text.get_or_insert_default().push_str(&data),
            Event::Text(data) if in_text => text.get_or_insert_default().push_str(&data),
            Event::GeneralRef(name) if in_text => {
                let value = quick_xml::escape::unescape(&format!("&{};", &*name))
                    .map_err(|_| Error::Xml)?
                    .into_owned();
                text.get_or_insert_default().push_str(&value);
            }
            _ => {}
        }
    }
    Annotated::new(&text.ok_or(Error::Xml)?, annotations)
}

fn annotation(tag: &BytesStart<'_>) -> Result<Annotation, Error> {
    let element = tag.name().as_ref().to_owned();
    let attribute = |name: &str| Some(tag.try_get_attribute(name).ok()??.value.into_owned());
    let number = |name: &str| {
        attribute(name)
            .and_then(|value| value.parse().ok())
            .ok_or(Error::Xml)
    };
    let kind = attribute("TYPE").unwrap_or_else(|| element.clone());
    // The element is the category; only the catch-alls are told by their type.
    let by_element = match element.as_str() {
        "PHI" | "OTHER" | "PROFESSION" => category(&kind),
        element => category(element),
    };
    Ok(Annotation {
        span: number("start")?..number("end")?,
        category: by_element,
        kind: kind.into(),
    })
}

/// Writes a document. Characters that XML cannot hold become blanks, so that offsets stay.
pub fn write(annotated: &Annotated) -> String {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    let clean = |text: &str| -> String {
        text.chars()
            .map(|c| if allowed(c) { c } else { ' ' })
            .collect()
    };
    // The end of CDATA within the text is parted between two of them.
    let text = clean(annotated.text()).replace("]]>", "]]]]><![CDATA[>");
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<deIdi2b2>\n<TEXT><![CDATA[{text}]]></TEXT>\n<TAGS>\n"
    );
    for (nth, annotation) in annotated.annotations().iter().enumerate() {
        let element = match annotation.category {
            Category::Other => "OTHER",
            category => category.name(),
        };
        let value = annotated.value(annotation);
        out.push_str(&format!(
            "<{element} id=\"P{nth}\" start=\"{}\" end=\"{}\" text=\"{}\" TYPE=\"{}\" comment=\"\" />\n",
            annotation.span.start,
            annotation.span.end,
            quick_xml::escape::escape(clean(&value).as_str()),
            quick_xml::escape::escape(&*annotation.kind),
        ));
    }
    out.push_str("</TAGS>\n</deIdi2b2>\n");
    out
}
