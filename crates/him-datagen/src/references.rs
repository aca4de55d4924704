//! The codes that a note of the tabular list refers to: `(K70-K77)`, `(E08-E13 with .22)`, `(O99.81-)`.
//!
//! What stands in parentheses and has a code must be lists of codes and ranges, each list with a condition or none:
//!
//! ```text
//! list       item { separator item } [ "with" condition ]
//! item       code [ "-" ] | code ( "-" | "to" ) code [ "-" ] | "Chapter" number
//! condition  suffixes         of what follows the category; of what follows the code when that is longer
//!            | which "character" values
//! ```
//!
//! A code outside of parentheses is read too: one without a dot only after a word such as `to`, `in` or `category`, since
//! `vitamin B12` and `LGMD R12` are none. What cannot be read is a [`Problem`], never dropped in silence.

mod condition;
mod token;

pub(crate) use self::condition::Condition;
use self::token::Token;

/// What the grammar asks of the list in which the note stands.
pub(crate) trait Codes {
    /// Whether a code of the list starts with these characters.
    fn known(&self, code: &str) -> bool;
    /// First and last category of a chapter.
    fn chapter(&self, number: u8) -> Option<(String, String)>;
    /// The seventh characters whose meaning below the code has these words.
    fn seventh(&self, code: &str, words: &str) -> Vec<u8>;
}

/// A code and all below it, or a range of codes with all below the last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reference {
    /// Without dot.
    pub(crate) from: String,
    pub(crate) through: String,
    pub(crate) condition: Option<Condition>,
    /// Stands in the text without being what the note points to: outside of the parentheses that say that, or as what is
    /// excepted.
    pub(crate) mention: bool,
}

/// What a reviewer should see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The words in question.
    pub(crate) words: String,
    pub(crate) what: &'static str,
}

/// Misprints in parentheses, with what they mean.
const MISPRINTS: [(&str, &str); 2] = [
    (
        "I69.01-I69.11-, I69.21-I69.31-, I69.81- I69.91-",
        "I69.01-, I69.11-, I69.21-, I69.31-, I69.81-, I69.91-",
    ),
    ("T63.81-R63.83", "T63.81-T63.83"),
];

/// Words before a category outside of parentheses.
const LEADING: [&str; 11] = [
    "to",
    "in",
    "under",
    "from",
    "category",
    "categories",
    "subcategory",
    "subcategories",
    "code",
    "codes",
    "except",
];

/// Words before what a note does not point to.
const EXCEPTING: [&[&str]; 7] = [
    &["except"],
    &["except", "in"],
    &["except", "as", "in"],
    &["except", "those", "in"],
    &["not", "included", "in"],
    &["not", "classifiable", "to"],
    &["for", "codes"],
];

/// All references of a note in their order, and what could not be read.
pub(crate) fn read(text: &str, codes: &dyn Codes) -> (Vec<Reference>, Vec<Problem>) {
    let mut problems = Vec::new();
    // In parentheses or not, and the place in the text.
    let mut found: Vec<(bool, Reference)> = Vec::new();
    for (inside, words) in stretches(text) {
        let misprint = MISPRINTS.iter().find(|(misprint, _)| *misprint == words);
        let problem = |what| Problem {
            words: words.to_owned(),
            what,
        };
        if misprint.is_some() {
            problems.push(problem("misprint, read as what it means"));
        }
        let words = misprint.map_or(words, |(_, meant)| *meant);
        let tokens = token::read(words, codes);
        let reader = Reader {
            tokens: &tokens,
            codes,
        };
        let names_codes =
            tokens.iter().any(|(token, _)| token.is_code()) || reader.chapter(0).is_some();
        if !inside {
            found.extend(
                reader
                    .scattered(&mut problems)
                    .into_iter()
                    .map(|own| (false, own)),
            );
        } else if names_codes {
            match reader.whole() {
                Some(list) => found.extend(list.into_iter().map(|own| (true, own))),
                None => {
                    problems.push(problem(
                        "not a list of codes: its codes are taken as mentioned",
                    ));
                    let mentioned = reader.scattered(&mut problems).into_iter();
                    found.extend(mentioned.map(|own| {
                        (
                            false,
                            Reference {
                                mention: true,
                                ..own
                            },
                        )
                    }));
                }
            }
        }
    }
    let says_which = found.iter().any(|(inside, _)| *inside);
    let references = found.into_iter().map(|(inside, own)| Reference {
        mention: own.mention || (says_which && !inside),
        ..own
    });
    (references.collect(), problems)
}

/// The text in its stretches, and whether each stands in parentheses: the innermost ones. `}` closes them too, and the end.
fn stretches(text: &str) -> Vec<(bool, &str)> {
    let mut stretches = Vec::new();
    let (mut inside, mut rest) = (false, text);
    while let Some(at) = rest.find(['(', ')', '}']) {
        let (before, from) = rest.split_at(at);
        let closes = !from.starts_with('(');
        stretches.push((inside && closes, before));
        inside = !closes;
        rest = from.get(1..).unwrap_or("");
    }
    stretches.push((inside, rest));
    stretches
}

struct Reader<'a> {
    tokens: &'a [(Token<'a>, usize)],
    codes: &'a dyn Codes,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> Option<&'a Token<'a>> {
        self.tokens.get(at).map(|(token, _)| token)
    }

    fn is_word(&self, at: usize, words: &[&str]) -> bool {
        self.token(at).is_some_and(|token| token.is_word(words))
    }

    /// All tokens as lists, each with its condition.
    fn whole(&self) -> Option<Vec<Reference>> {
        let mut at = 0;
        // `i.e.` and `e.g.`, as the tokens cut them.
        if self.is_word(0, &["i", "e"]) {
            at = (0..self.tokens.len()).find(|at| self.token(*at).is_some_and(Token::is_code))?;
            let abbreviation = (0..at).all(|at| {
                self.is_word(at, &["i", "e", "g"])
                    || matches!(
                        self.token(at),
                        Some(Token::Dot | Token::Comma | Token::Suffix("e" | "g"))
                    )
            });
            if !abbreviation {
                return None;
            }
        }
        let mut found = Vec::new();
        while at < self.tokens.len() {
            let (list, next) = self.list(at)?;
            found.extend(list);
            at = self.after_separators(next);
            if at == next && at < self.tokens.len() {
                return None;
            }
        }
        Some(found)
    }

    /// The lists that stand among other words.
    fn scattered(&self, problems: &mut Vec<Problem>) -> Vec<Reference> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let led = at > 0 && self.is_word(at - 1, &LEADING);
            let starts = match self.token(at) {
                Some(Token::Code(code)) if code.len() > 3 || self.has_hyphen(at) => true,
                Some(Token::Code(code)) if led && self.codes.known(code) => true,
                Some(Token::Code(code)) => {
                    let what = "a category without a word that leads to it, not taken as one";
                    problems.push(Problem {
                        words: code.clone(),
                        what,
                    });
                    false
                }
                _ => self.chapter(at).is_some(),
            };
            match self.list(at).filter(|_| starts) {
                Some((list, next)) => {
                    let mention = self.excepted(at);
                    found.extend(list.into_iter().map(|own| Reference { mention, ..own }));
                    at = next;
                }
                None => at += 1,
            }
        }
        found
    }

    /// `C50.-` and `C15-C26`.
    fn has_hyphen(&self, at: usize) -> bool {
        self.after_hyphens(at + 1) > at + 1 || self.is_word(at + 1, &["to"])
    }

    fn excepted(&self, at: usize) -> bool {
        EXCEPTING.iter().any(|words| {
            let start = at.checked_sub(words.len());
            start.is_some_and(|start| {
                words
                    .iter()
                    .zip(start..)
                    .all(|(word, at)| self.is_word(at, &[word]))
            })
        })
    }

    fn after_separators(&self, mut at: usize) -> usize {
        while self.token(at).is_some_and(condition::is_separator) {
            at += 1;
        }
        at
    }

    /// Items with separators between them, and their condition; and where it ends.
    fn list(&self, at: usize) -> Option<(Vec<Reference>, usize)> {
        let (from, through, mut end) = self.item(at)?;
        let mut items = vec![(from, through)];
        loop {
            let next = self.after_separators(end);
            match self.item(next).filter(|_| next > end) {
                Some((from, through, after)) => {
                    items.push((from, through));
                    end = after;
                }
                None => break,
            }
        }
        let with = end + usize::from(self.token(end) == Some(&Token::Comma));
        let mut condition = None;
        if self.is_word(with, &["with"]) {
            let first = items.first().map_or("", |(from, _)| from.as_str());
            let after = self.tokens.get(with + 1..)?;
            if let Some((own, len)) = condition::read(after, first, self.codes) {
                condition = Some(own);
                end = with + 1 + len;
            }
        }
        let references = items.into_iter().map(|(from, through)| Reference {
            from,
            through,
            condition: condition.clone(),
            mention: false,
        });
        Some((references.collect(), end))
    }

    fn item(&self, at: usize) -> Option<(String, String, usize)> {
        if let Some(chapter) = self.chapter(at) {
            return Some(chapter);
        }
        let Some(Token::Code(from)) = self.token(at) else {
            return None;
        };
        let mut end = self.after_hyphens(at + 1);
        if self.token(end.max(1) - 1) == Some(&Token::Hyphen)
            && let Some(Token::Code(through)) = self.token(end)
        {
            return Some((from.clone(), through.clone(), self.after_hyphens(end + 1)));
        }
        if self.is_word(end, &["to"])
            && let Some(Token::Code(through)) = self.token(end + 1)
        {
            end = self.after_hyphens(end + 2);
            return Some((from.clone(), through.clone(), end));
        }
        Some((from.clone(), from.clone(), end))
    }

    /// The hyphens after a code, and the dot that may stand before them.
    fn after_hyphens(&self, mut at: usize) -> usize {
        let dot = usize::from(self.token(at) == Some(&Token::Dot));
        let hyphen = self.token(at + dot) == Some(&Token::Hyphen);
        // `J96. with` and `A00.`: a dot that is none between two codes.
        if hyphen || self.is_word(at + dot, &["with"]) {
            at += dot;
        }
        while self.token(at) == Some(&Token::Hyphen) {
            at += 1;
        }
        at
    }

    fn chapter(&self, at: usize) -> Option<(String, String, usize)> {
        let Some(Token::Word(number)) = self
            .token(at + 1)
            .filter(|_| self.is_word(at, &["chapter"]))
        else {
            return None;
        };
        let (from, through) = self.codes.chapter(number.parse().ok()?)?;
        Some((from, through, at + 2))
    }
}

#[cfg(test)]
mod tests;
