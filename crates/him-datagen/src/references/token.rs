//! A text cut into what the grammar of references knows.

use super::Codes;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Without its dot.
    Code(String),
    /// What follows a dot without a code before it, such as `.22`; a hyphen in it is any character.
    Suffix(&'t str),
    /// Letters and digits.
    Word(&'t str),
    Hyphen,
    Dot,
    /// A comma or a semicolon.
    Comma,
    Other,
}

impl Token<'_> {
    pub(super) fn is_code(&self) -> bool {
        matches!(self, Token::Code(_))
    }

    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Token::Word(own) if words.iter().any(|word| word.eq_ignore_ascii_case(own)))
    }
}

/// The tokens and where each begins.
pub(super) fn read<'t>(text: &'t str, codes: &dyn Codes) -> Vec<(Token<'t>, usize)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut after_blank = true;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let run = |from: &str| {
            let end = from.find(|c: char| !c.is_alphanumeric());
            end.unwrap_or(from.len())
        };
        let (token, len) = match first {
            '.' => {
                let after = rest.get(1..).unwrap_or("");
                let any = after.len() - after.trim_start_matches('-').len();
                let own = run(after.get(any..).unwrap_or(""));
                if own > 0 && after_blank {
                    let suffix = after.get(..any + own).unwrap_or("");
                    (Token::Suffix(suffix), 1 + any + own)
                } else {
                    (Token::Dot, 1)
                }
            }
            '-' | '\u{2013}' => (Token::Hyphen, first.len_utf8()),
            ',' | ';' => (Token::Comma, 1),
            c if c.is_alphanumeric() => {
                let len = run(rest);
                match code(rest, len, codes) {
                    Some((code, len)) => (Token::Code(code), len),
                    None => (Token::Word(rest.get(..len).unwrap_or("")), len),
                }
            }
            c => (Token::Other, c.len_utf8()),
        };
        after_blank = first.is_whitespace() || matches!(token, Token::Hyphen | Token::Comma);
        if !first.is_whitespace() {
            tokens.push((token, at));
        }
        rest = rest.get(len..).unwrap_or("");
    }
    tokens
}

/// A code at the start of a text whose first `run` bytes are letters and digits, and its length there.
fn code(text: &str, run: usize, codes: &dyn Codes) -> Option<(String, usize)> {
    let category = text.get(..3).filter(|_| run == 3)?;
    let form = match category.as_bytes() {
        [b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z'] => true,
        [b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9'] => codes.known(category),
        _ => false,
    };
    let after = text.get(3..).filter(|_| form)?;
    let detail = after.strip_prefix('.').unwrap_or("");
    let own = detail
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(detail.len());
    let detail = detail.get(..own)?;
    if detail.is_empty() {
        return Some((category.to_owned(), 3));
    }
    let good = own <= 4
        && detail
            .bytes()
            .all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    good.then(|| (format!("{category}{detail}"), 4 + own))
}
