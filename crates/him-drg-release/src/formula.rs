//! Formulas of the grouper: from their text to a decision list.
//!
//! `expression := and ('|' and)*`, `and := unary ('&' unary)*`, `unary := '~' unary | '(' expression ')' | operand`.
//! A decision list asks one operand after the other, from left to right, and goes on to the next that matters: what it
//! asked and found true is what decided, which the grouper reports. The operands of a negated part decide nothing.

use crate::fault::{Fault, Result};

/// A parsed formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// `PDX:x`, `x`, `MCC` and so on, as written.
    Operand(String),
    /// `~`
    Not(Box<Formula>),
    /// `&`
    And(Vec<Formula>),
    /// `|`
    Or(Vec<Formula>),
}

/// The steps of a decision list after which it is true or false.
pub const TRUE: u8 = 254;
/// See [`TRUE`].
pub const FALSE: u8 = 255;

/// Nested deeper than this is no formula of the grouper.
const DEEPEST: usize = 32;

/// What an operand stands for, once it is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A question at run time, by its number.
    Asked(u16),
    /// The same for every claim.
    Always(bool),
}

/// One question, and where each answer leads: to another step, or to [`TRUE`] or [`FALSE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number of the question.
    pub operand: u16,
    /// Below a `~`, so that it decides nothing.
    pub negated: bool,
    /// Where true leads.
    pub yes: u8,
    /// Where false leads.
    pub no: u8,
}

/// A compiled formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// The first step, or [`TRUE`] or [`FALSE`].
    pub start: u8,
    /// In the order of the text.
    pub steps: Vec<Step>,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    ///
    /// When the text is not one; the fault says at which byte.
    pub fn parse(text: &str) -> Result<Formula> {
        let mut reader = Reader { text, at: 0 };
        let formula = reader.any_of(0)?;
        reader.skip_blanks();
        if reader.at == text.len() {
            Ok(formula)
        } else {
            Err(reader.fault("an operator or the end"))
        }
    }

    /// Compiles with what its operands mean.
    ///
    /// # Errors
    ///
    /// When `meaning` fails, or the formula has more than 250 operands.
    pub fn compile(&self, meaning: &mut impl FnMut(&str) -> Result<Meaning>) -> Result<Decisions> {
        let mut backwards = Vec::new();
        let start = emit(self, TRUE, FALSE, false, meaning, &mut backwards)?;
        let count = backwards.len();
        let forwards = |target: u8| -> u8 {
            if target >= TRUE {
                return target;
            }
            u8::try_from(count - 1 - usize::from(target)).unwrap_or(FALSE)
        };
        let steps = backwards.iter().rev().map(|step| Step {
            yes: forwards(step.yes),
            no: forwards(step.no),
            ..*step
        });
        Ok(Decisions {
            start: forwards(start),
            steps: steps.collect(),
        })
    }
}

/// Writes the steps of a part from its last operand to its first, so that every target is known; gives its first step.
fn emit(
    formula: &Formula,
    yes: u8,
    no: u8,
    negated: bool,
    meaning: &mut impl FnMut(&str) -> Result<Meaning>,
    steps: &mut Vec<Step>,
) -> Result<u8> {
    match formula {
        Formula::Operand(name) => match meaning(name)? {
            Meaning::Always(true) => Ok(yes),
            Meaning::Always(false) => Ok(no),
            Meaning::Asked(operand) => {
                let number = u8::try_from(steps.len())
                    .ok()
                    .filter(|number| *number < 250);
                let number =
                    number.ok_or_else(|| Fault::new("a formula of more than 250 operands"))?;
                steps.push(Step {
                    operand,
                    negated,
                    yes,
                    no,
                });
                Ok(number)
            }
        },
        Formula::Not(part) => emit(part, no, yes, true, meaning, steps),
        Formula::And(parts) => parts.iter().rev().try_fold(yes, |next, part| {
            emit(part, next, no, negated, meaning, steps)
        }),
        Formula::Or(parts) => parts.iter().rev().try_fold(no, |next, part| {
            emit(part, yes, next, negated, meaning, steps)
        }),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, sign: char) -> bool {
        self.skip_blanks();
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    fn fault(&self, expected: &str) -> Fault {
        Fault::new(format!(
            "the formula {:?}: byte {}: {expected} expected",
            self.text, self.at
        ))
    }

    fn any_of(&mut self, depth: usize) -> Result<Formula> {
        self.list('|', Formula::Or, |reader| {
            reader.list('&', Formula::And, |reader| reader.one(depth))
        })
    }

    fn list(
        &mut self,
        sign: char,
        many: impl Fn(Vec<Formula>) -> Formula,
        part: impl Fn(&mut Self) -> Result<Formula>,
    ) -> Result<Formula> {
        let first = part(self)?;
        if !self.take(sign) {
            return Ok(first);
        }
        let mut parts = vec![first, part(self)?];
        while self.take(sign) {
            parts.push(part(self)?);
        }
        Ok(many(parts))
    }

    fn one(&mut self, depth: usize) -> Result<Formula> {
        if depth > DEEPEST {
            return Err(self.fault("less nesting"));
        }
        if self.take('~') {
            return Ok(Formula::Not(Box::new(self.one(depth + 1)?)));
        }
        if self.take('(') {
            let inner = self.any_of(depth + 1)?;
            return if self.take(')') {
                Ok(inner)
            } else {
                Err(self.fault("a closing parenthesis"))
            };
        }
        self.skip_blanks();
        let name: String = self
            .rest()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '*'))
            .collect();
        if name.is_empty() {
            return Err(self.fault("an operand"));
        }
        self.at += name.len();
        Ok(Formula::Operand(name))
    }
}
