//! Extensions that the record holds. The URL tells the type of the value, wherever it stands.

use std::borrow::Cow;

use super::element::{Field, Object};
use super::json::{Json, Read};
use super::tree::Tree;

/// The parts of an extension, where they stand in the text.
#[derive(Default)]
pub(super) struct Extension<'a> {
    url: Option<Cow<'a, str>>,
    value: Option<(Cow<'a, [u8]>, usize)>,
    pub(super) parts: Option<usize>,
}

impl Extension<'_> {
    pub(super) fn url(&self) -> &str {
        self.url.as_deref().unwrap_or_default()
    }

    /// Reads the value, if it is of the kind expected, such as `valueString`.
    pub(super) fn read(
        &self,
        json: &mut Json<'_>,
        kind: &[u8],
        field: &mut impl Field,
    ) -> Read<()> {
        match &self.value {
            Some((found, at)) if **found == *kind => json.replay(*at, |json| field.read(json)),
            _ => Ok(()),
        }
    }
}

/// Shows each extension of a list.
pub(super) fn each<'a>(
    json: &mut Json<'a>,
    show: &mut dyn FnMut(&mut Json<'a>, &Extension<'a>) -> Read<()>,
) -> Read<()> {
    json.array(&mut |json| {
        let found = locate(json)?;
        show(json, &found)
    })
}

/// Finds the parts of an extension without reading its value.
fn locate<'a>(json: &mut Json<'a>) -> Read<Extension<'a>> {
    let mut found = Extension::default();
    json.object(&mut |json, key| {
        json.peek()?;
        match key {
            b"url" => {
                found.url = json.string()?.map(|(_, url)| url);
                return Ok(());
            }
            b"extension" => found.parts = Some(json.at()),
            _ if key.starts_with(b"value") => {
                found.value = Some((Cow::Owned(key.to_vec()), json.at()));
            }
            _ => {}
        }
        json.other(key)
    })?;
    Ok(found)
}

/// An extension with one value.
pub(super) fn simple(url: &str, kind: &'static str, value: Tree<'static>) -> Tree<'static> {
    let mut out = Object::default();
    out.put("url", Tree::text(url));
    out.put(kind, value);
    out.into_tree()
}

/// An extension made of others.
pub(super) fn complex(url: &str, parts: Vec<Tree<'static>>) -> Tree<'static> {
    let mut out = Object::default();
    out.put("extension", Tree::Array(parts));
    out.put("url", Tree::text(url));
    out.into_tree()
}
