//! JSON compared as JSON: the order of members is free, numbers are their text.

#![allow(dead_code, reason = "not every test binary uses all")]

use std::collections::BTreeMap;

use serde_json::value::RawValue;

/// Where two values differ first, as a path; `None` if they are the same.
pub(crate) fn difference(left: &str, right: &str) -> Option<String> {
    let (left, right) = (left.trim(), right.trim());
    if left == right {
        return None;
    }
    match (left.as_bytes().first(), right.as_bytes().first()) {
        (Some(b'{'), Some(b'{')) => {
            let left = members(left);
            let right = members(right);
            for (name, value) in &left {
                match right.get(name) {
                    None => return Some(format!(".{name} gone")),
                    Some(other) => {
                        if let Some(at) = difference(value.get(), other.get()) {
                            return Some(format!(".{name}{at}"));
                        }
                    }
                }
            }
            let added = right.keys().find(|name| !left.contains_key(*name));
            added.map(|name| format!(".{name} added"))
        }
        (Some(b'['), Some(b'[')) => {
            let (left, right) = (elements(left), elements(right));
            for (place, (value, other)) in left.iter().zip(&right).enumerate() {
                if let Some(at) = difference(value.get(), other.get()) {
                    return Some(format!("[{place}]{at}"));
                }
            }
            (left.len() != right.len())
                .then(|| format!(" has {} elements, not {}", right.len(), left.len()))
        }
        (Some(b'"'), Some(b'"')) => {
            let text = |json| serde_json::from_str::<String>(json).ok();
            let same = text(left).is_some_and(|it| Some(it) == text(right));
            (!same).then(|| " is another text".into())
        }
        _ => Some(" is another value".into()),
    }
}

fn members(text: &str) -> BTreeMap<String, &RawValue> {
    serde_json::from_str(text).unwrap_or_default()
}

pub(crate) fn elements(text: &str) -> Vec<&RawValue> {
    serde_json::from_str(text).unwrap_or_default()
}
