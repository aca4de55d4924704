//! JSON as a tree that borrows from its text and keeps numbers as written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Error, ErrorKind};

/// FHIR resources nest a dozen levels; questionnaires and extensions a few dozen.
const DEPTH: usize = 128;

/// A value of JSON.
pub(super) enum Node<'a> {
    /// A number, `true`, `false` or `null`, as written.
    Plain(&'a str),
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads a text that is one value of JSON (RFC 8259).
    pub(super) fn read(text: &'a str) -> Result<Self, Error> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| Error::syntax(&error))?;
        Node::of(raw.get(), 0)
    }

    /// What the reader has found to be well-formed is read level by level.
    fn of(text: &'a str, depth: usize) -> Result<Self, Error> {
        if depth > DEPTH {
            return Err(Error::new(ErrorKind::TooDeep));
        }
        let inner = |error: serde_json::Error| Error::syntax(&error);
        match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).map_err(inner)?;
                let members = members
                    .into_iter()
                    .map(|(name, raw)| Ok((name, Node::of(raw.get(), depth + 1)?)));
                members.collect::<Result<_, _>>().map(Node::Object)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(inner)?;
                let items = items.into_iter().map(|raw| Node::of(raw.get(), depth + 1));
                items.collect::<Result<_, _>>().map(Node::List)
            }
            Some(b'"') => {
                let Words(words) = serde_json::from_str(text).map_err(inner)?;
                Ok(Node::Text(words))
            }
            _ => Ok(Node::Plain(text)),
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn members(&self) -> &[(Cow<'a, str>, Node<'a>)] {
        match self {
            Node::Object(members) => members,
            _ => &[],
        }
    }

    /// The members of a list, or the one value that is none.
    pub(super) fn items(&self) -> &[Node<'a>] {
        match self {
            Node::List(items) => items,
            one => std::slice::from_ref(one),
        }
    }

    /// The first member of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Node<'a>> {
        let found = self.members().iter().find(|(member, _)| member == name);
        found.map(|(_, node)| node)
    }

    pub(super) fn get_text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }
}

struct Words<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Words<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Words<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Words<'de>, E> {
                Ok(Words(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Words<'de>, E> {
                Ok(Words(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(Words(name)) = map.next_key()? {
                    members.push((name, map.next_value()?));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Writes a string of JSON.
pub(super) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => "",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or(""));
        if escape.is_empty() {
            out.push_str(&format!("\\u{byte:04x}"));
        } else {
            out.push_str(escape);
        }
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out.push('"');
}
