//! The code definitions of comorbidities are held as regular expressions of a small kind: `^I25\.2`, `^I2[1,2]`,
//! `^J[4,6][0-7]`, `V12\.61$`. A pattern becomes the beginnings of undotted codes that it stands for.
//!
//! A comma in a class separates, as it does in the papers; it is no character of a code. A point that is not escaped is the
//! dot of the code after the third character, and any digit before it. A pattern without `^` is read as one with it, as
//! the papers list whole codes.

use crate::fault::{Fault, Result};

/// What a pattern stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Beginning {
    pub(super) text: String,
    /// Whether the code ends there.
    pub(super) whole: bool,
}

pub(super) fn expand(pattern: &str) -> Result<Vec<Beginning>> {
    let fault = |what: &str| Fault::in_file(format!("pattern {pattern:?}"), what.to_owned());
    let mut texts = vec![String::new()];
    let mut whole = false;
    let mut rest = pattern.strip_prefix('^').unwrap_or(pattern).chars();
    while let Some(c) = rest.next() {
        let len = texts.first().map_or(0, String::len);
        let options: Vec<char> = match c {
            '\\' if rest.next() == Some('.') && len == 3 => continue,
            '.' if len == 3 => continue,
            '.' => ('0'..='9').collect(),
            '$' if rest.as_str().is_empty() => {
                whole = true;
                break;
            }
            '[' => {
                let class: String = rest.by_ref().take_while(|c| *c != ']').collect();
                members(&class).ok_or_else(|| fault("has a class that is not of this kind"))?
            }
            '0'..='9' | 'A'..='Z' => vec![c],
            _ => return Err(fault("is not of this kind")),
        };
        texts = texts
            .iter()
            .flat_map(|text| options.iter().map(move |c| format!("{text}{c}")))
            .collect();
    }
    let texts = texts.into_iter().map(|text| Beginning { text, whole });
    Ok(texts.collect())
}

fn members(class: &str) -> Option<Vec<char>> {
    let mut members = Vec::new();
    for part in class.split(',') {
        match part.chars().collect::<Vec<_>>().as_slice() {
            [one] => members.push(*one),
            [first, '-', last] => members.extend(*first..=*last),
            // Digits side by side, as in `[0-79]`.
            [first, '-', last, more @ ..] => {
                members.extend(*first..=*last);
                members.extend(more);
            }
            _ => return None,
        }
    }
    let good = members.iter().all(char::is_ascii_alphanumeric);
    (good && !members.is_empty()).then_some(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str) -> Vec<String> {
        let all = expand(pattern).unwrap();
        let text = |b: Beginning| format!("{}{}", b.text, if b.whole { "!" } else { "" });
        all.into_iter().map(text).collect()
    }

    #[test]
    fn patterns_become_beginnings() {
        assert_eq!(texts(r"^I25\.2"), ["I252"]);
        assert_eq!(texts("^I2[1,2]"), ["I21", "I22"]);
        assert_eq!(texts("^B2[0-2,4]"), ["B20", "B21", "B22", "B24"]);
        assert_eq!(texts(r"^Z94.0"), ["Z940"]);
        assert_eq!(texts(r"V12\.61$"), ["V1261!"]);
        assert_eq!(texts("^C[0,1]"), ["C0", "C1"]);
        assert_eq!(texts("^1[8].").len(), 10);
        assert!(expand("^I2(1|2)").is_err());
        assert!(expand("^I2[*]").is_err());
    }
}
