//! What a reference asks of the characters of a code: `with .22`, `with fifth or sixth character 5`.

use super::Codes;
use super::token::Token;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Condition {
    /// The position, 4 to 7, from which the code goes on with one of the values; or one of those below.
    pub(crate) position: u8,
    pub(crate) values: Vec<String>,
}

impl Condition {
    /// Whether a billable code meets it. The stem is the code without placeholders and without a seventh character that is
    /// taken from a definition.
    pub(crate) fn is_met_by(&self, code: &str, stem: &str) -> bool {
        let mut values = self.values.iter().map(String::as_str);
        let starts =
            |from: usize, value: &str| code.get(from..).is_some_and(|rest| rest.starts_with(value));
        match self.position {
            FIFTH_OR_SIXTH => {
                stem.len() >= 5 && values.any(|value| starts(stem.len().min(6) - 1, value))
            }
            FINAL => values.any(|value| stem.ends_with(value)),
            position => values.any(|value| starts(usize::from(position) - 1, value)),
        }
    }
}

/// The sixth character, or the fifth where the sixth is a placeholder or missing.
pub(crate) const FIFTH_OR_SIXTH: u8 = 8;
/// The last character that is neither a placeholder nor taken from a definition of seventh characters.
pub(crate) const FINAL: u8 = 9;

/// Of a poisoning or toxic effect: accidental, intentional self-harm, assault, undetermined.
const INTENTS: [&str; 4] = ["1", "2", "3", "4"];

/// Reads the condition of a list whose first code is `from`, at the start of the tokens after `with`. Returns how many
/// tokens it has.
pub(super) fn read(
    tokens: &[(Token<'_>, usize)],
    from: &str,
    codes: &dyn Codes,
) -> Option<(Condition, usize)> {
    let next = from.len().max(3) + 1;
    let token = |at: usize| tokens.get(at).map(|(token, _)| token);
    let is_character =
        |at: usize| token(at).is_some_and(|token| token.is_word(&["character", "characters"]));
    if token(0)?.is_word(&["open"])
        && token(1)?.is_word(&["fracture"])
        && token(2)?.is_word(&["7th", "seventh"])
        && is_character(3)
    {
        let values = codes.seventh(from, "open fracture").into_iter();
        let values = values.map(|c| char::from(c).to_string()).collect();
        return Some((
            Condition {
                position: 7,
                values,
            },
            4,
        ))
        .filter(|(own, _)| !own.values.is_empty());
    }
    let (mut position, mut at) = (None, 0);
    if let Some(first) = token(0).and_then(position_named) {
        at = 1;
        let joined = token(1).is_some_and(|token| token.is_word(&["or"]));
        let through = token(1).is_some_and(|token| token.is_word(&["to"]));
        position = match token(2).and_then(position_named) {
            Some(6) if first == 5 && joined => {
                at = 3;
                Some(FIFTH_OR_SIXTH)
            }
            Some(last) if through && last > first => {
                at = 3;
                Some(first)
            }
            _ => Some(first),
        };
        if token(at) == Some(&Token::Hyphen) {
            at += 1;
        }
        if !is_character(at) {
            return None;
        }
        at += 1;
        let intent = ["to", "indicate", "intent"];
        if (at..)
            .zip(intent)
            .all(|(at, word)| token(at).is_some_and(|token| token.is_word(&[word])))
        {
            let values = INTENTS.map(str::to_owned).to_vec();
            return Some((
                Condition {
                    position: position?,
                    values,
                },
                at + 3,
            ));
        }
    }
    let mut values: Vec<String> = Vec::new();
    let mut place = None;
    while let Some((own, value, len)) = tokens.get(at..).and_then(value) {
        let named = match (position, own) {
            // `5th character .6`: the dot says nothing. `final characters .00`: it does.
            (Some(FINAL), Place::Suffix(any)) => next_position(next, any)?,
            (Some(FINAL), Place::AfterAny(any)) if any > 0 => next_position(next, any)?,
            (Some(named), _) => named,
            (None, Place::Suffix(any) | Place::AfterAny(any)) => next_position(next, any)?,
        };
        if *place.get_or_insert(named) != named {
            return None;
        }
        at += len;
        let last = match (token(at), token(at + 1)) {
            (Some(Token::Hyphen), Some(Token::Suffix(last) | Token::Word(last))) => {
                through(&value, last)
            }
            _ => None,
        };
        // A hyphen that is not between two values says that more may follow.
        at += match &last {
            Some(_) => 2,
            None => usize::from(token(at) == Some(&Token::Hyphen)),
        };
        values.extend(last.unwrap_or_else(|| vec![value]));
        let mut after = at;
        while token(after).is_some_and(is_separator) {
            after += 1;
        }
        if after == at || value_at(tokens, after).is_none() {
            break;
        }
        at = after;
    }
    values.sort_unstable();
    values.dedup();
    let position = place?;
    (!values.is_empty()).then_some((Condition { position, values }, at))
}

fn value_at(tokens: &[(Token<'_>, usize)], at: usize) -> Option<()> {
    value(tokens.get(at..)?).map(|_| ())
}

pub(super) fn is_separator(token: &Token<'_>) -> bool {
    matches!(token, Token::Comma | Token::Dot) || token.is_word(&["or", "and"])
}

fn next_position(next: usize, any: usize) -> Option<u8> {
    u8::try_from(next + any)
        .ok()
        .filter(|at| (4..=7).contains(at))
}

enum Place {
    /// After a dot, and after so many characters that can be any.
    Suffix(usize),
    /// Without a dot.
    AfterAny(usize),
}

/// A value of digits and capitals, where it stands, and how many tokens it has.
fn value(tokens: &[(Token<'_>, usize)]) -> Option<(Place, String, usize)> {
    let good = |text: &str| {
        let all = text
            .bytes()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
        (all && (1..=4).contains(&text.len())).then(|| text.to_owned())
    };
    match tokens {
        [(Token::Suffix(suffix), _), ..] => {
            let text = suffix.trim_start_matches('-');
            Some((Place::Suffix(suffix.len() - text.len()), good(text)?, 1))
        }
        _ => {
            let any = tokens
                .iter()
                .take_while(|(token, _)| *token == Token::Hyphen)
                .count();
            match tokens.get(any)? {
                (Token::Word(word), _) => Some((Place::AfterAny(any), good(word)?, any + 1)),
                _ => None,
            }
        }
    }
}

/// From a value through another that differs in the last character.
fn through(first: &str, last: &str) -> Option<Vec<String>> {
    let (before, from) = first.split_at_checked(first.len().checked_sub(1)?)?;
    let last = last.strip_prefix(before).filter(|rest| rest.len() == 1)?;
    let (from, last) = (*from.as_bytes().first()?, *last.as_bytes().first()?);
    let both = from.is_ascii_digit() == last.is_ascii_digit() && from <= last;
    let values = (from..=last).map(|c| format!("{before}{}", char::from(c)));
    both.then(|| values.collect())
}

fn position_named(token: &Token<'_>) -> Option<u8> {
    let Token::Word(word) = token else {
        return None;
    };
    Some(match word.to_ascii_lowercase().as_str() {
        "4th" | "fourth" => 4,
        "5th" | "fifth" => 5,
        "6th" | "sixth" | "six" => 6,
        "7th" | "seventh" => 7,
        "final" => FINAL,
        _ => return None,
    })
}
