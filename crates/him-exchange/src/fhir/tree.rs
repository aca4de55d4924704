//! JSON as a tree whose scalars are the text of their source: what an edited entry is put together
//! from.

use std::borrow::Cow;
use std::fmt::Write;

use super::json::{Json, Read};

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree<'a> {
    /// A string, number, boolean or `null`, as JSON writes it.
    Scalar(Cow<'a, str>),
    Array(Vec<Tree<'a>>),
    Object(Vec<Member<'a>>),
    /// Nothing to write. What the source has in this place explains the value given here and goes
    /// when that changes, as the display of a code does.
    Explains(&'static str),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    /// The element of which this is one choice (`value` of `valueQuantity`); else empty.
    pub(super) choice: &'static str,
    pub(super) value: Tree<'a>,
}

impl<'a> Tree<'a> {
    /// Reads a whole text that is known to be JSON.
    pub(super) fn parse(text: &'a str) -> Read<Self> {
        Tree::read(&mut Json::new(text.as_bytes(), 0), text)
    }

    fn read(json: &mut Json<'a>, text: &'a str) -> Read<Self> {
        match json.peek()? {
            b'{' => {
                json.take(b'{')?;
                let mut members = Vec::new();
                if json.take(b'}')? {
                    return Ok(Tree::Object(members));
                }
                loop {
                    let key = json.key()?;
                    let name = key.text(json)?;
                    let value = Tree::read(json, text)?;
                    members.push(Member {
                        name,
                        choice: "",
                        value,
                    });
                    if !json.another(b'}')? {
                        return Ok(Tree::Object(members));
                    }
                }
            }
            b'[' => {
                json.take(b'[')?;
                let mut elements = Vec::new();
                if json.take(b']')? {
                    return Ok(Tree::Array(elements));
                }
                loop {
                    elements.push(Tree::read(json, text)?);
                    if !json.another(b']')? {
                        return Ok(Tree::Array(elements));
                    }
                }
            }
            _ => {
                let start = json.at();
                json.skip()?;
                let scalar = text.get(start..json.at()).unwrap_or_default();
                Ok(Tree::Scalar(Cow::Borrowed(scalar)))
            }
        }
    }

    /// A string.
    #[inline(never)]
    pub(super) fn text(text: &str) -> Tree<'static> {
        let mut out = String::with_capacity(text.len() + 2);
        quote(text, &mut out);
        Tree::Scalar(Cow::Owned(out))
    }

    /// A number, `true` or `false`.
    pub(super) fn bare(text: impl ToString) -> Tree<'static> {
        Tree::Scalar(Cow::Owned(text.to_string()))
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Tree::Scalar(text) if text == "null")
    }

    /// Whether there is nothing in it.
    fn is_void(&self) -> bool {
        match self {
            Tree::Scalar(_) => false,
            Tree::Array(elements) => elements.iter().all(Tree::is_void),
            Tree::Object(members) => members.iter().all(|member| member.value.is_void()),
            Tree::Explains(_) => true,
        }
    }

    /// Without what says nothing: FHIR has no empty objects and arrays.
    pub(super) fn pruned(self) -> Option<Self> {
        if self.is_void() {
            return None;
        }
        Some(match self {
            Tree::Array(elements) => {
                Tree::Array(elements.into_iter().filter_map(Tree::pruned).collect())
            }
            Tree::Object(members) => {
                let kept = members.into_iter().filter_map(|member| {
                    Some(Member {
                        value: member.value.pruned()?,
                        ..member
                    })
                });
                Tree::Object(kept.collect())
            }
            other => other,
        })
    }

    /// The member of this name, if it is an object that has it.
    pub(super) fn member(&self, name: &str) -> Option<&Tree<'a>> {
        let Tree::Object(members) = self else {
            return None;
        };
        let found = members.iter().rfind(|member| member.name == name)?;
        Some(&found.value)
    }

    /// Whether everything in `part` is here as well.
    pub(super) fn covers(&self, part: &Tree<'_>) -> bool {
        match (self, part) {
            (_, Tree::Explains(_)) => true,
            (Tree::Scalar(this), Tree::Scalar(other)) => {
                this == other || decoded(this).is_some_and(|text| decoded(other) == Some(text))
            }
            // Where the elements stand is another question; see `merge::places`.
            (Tree::Array(these), Tree::Array(others)) => others
                .iter()
                .all(|other| these.iter().any(|this| this.covers(other))),
            (Tree::Object(_), Tree::Object(others)) => others.iter().all(|other| {
                let here = self.member(&other.name);
                here.is_some_and(|here| here.covers(&other.value)) || other.value.is_void()
            }),
            _ => false,
        }
    }

    pub(super) fn write(&self, out: &mut String) {
        match self {
            Tree::Scalar(text) => out.push_str(text),
            Tree::Explains(_) => out.push_str("null"),
            Tree::Array(elements) => {
                out.push('[');
                for (place, element) in elements.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    element.write(out);
                }
                out.push(']');
            }
            Tree::Object(members) => {
                out.push('{');
                let written = members
                    .iter()
                    .filter(|member| !matches!(member.value, Tree::Explains(_)));
                for (place, member) in written.enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    quote(&member.name, out);
                    out.push(':');
                    member.value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// What a string says; `None` for other scalars.
fn decoded(scalar: &str) -> Option<Cow<'_, str>> {
    let mut json = Json::new(scalar.as_bytes(), 0);
    if json.peek() != Ok(b'"') {
        return None;
    }
    Some(json.string().ok()??.1)
}

/// Writes a string of JSON (RFC 8259 section 7).
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    loop {
        let plain = super::string::plain_len(rest.as_bytes());
        let (before, after) = rest.split_at_checked(plain).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            None => break,
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            // Writing to a String does not fail.
            Some(other) => {
                let _ = write!(out, "\\u{:04x}", u32::from(other));
            }
        }
        rest = chars.as_str();
    }
    out.push('"');
}
