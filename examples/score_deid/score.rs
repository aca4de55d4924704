//! What is counted, and how it is printed.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::documents::Labelled;

const DEFINITIONS: &str = "\
Definitions
  token        a run of letters and digits
  gold token   one of which any character stands in a labelled span; its category is that of the first such span
  IGNORE       tokens of this category count neither for nor against anything
  found        a gold token of which any character stands in a predicted span of whatever category
  recall       found gold tokens / gold tokens
  precision    predicted tokens that are gold / predicted tokens; by category: of the predicted category
  same cat     gold tokens found under their own category / gold tokens
  span covered labelled spans whose every token is found / labelled spans
  span exact   labelled spans with the offsets and category of a predicted span / labelled spans
  span prec.   predicted spans with the offsets and category of a labelled span / predicted spans (IGNORE left out)
  clean        documents without labelled spans other than IGNORE
  leaking      documents with at least one gold token that was not found, of the documents that are not clean
  over-redact. words (tokens with a letter) that are predicted and not gold / words that are not gold

";

/// The counts of one category.
#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    same: usize,
    predicted: usize,
    right: usize,
    spans: usize,
    covered: usize,
    exact: usize,
    predicted_spans: usize,
    exact_predicted: usize,
}

#[derive(Default)]
pub(crate) struct Score {
    categories: BTreeMap<String, Counts>,
    documents: usize,
    clean: usize,
    clean_touched: usize,
    leaking: usize,
    words: usize,
    words_taken: usize,
}

struct Token {
    start: usize,
    end: usize,
    word: bool,
}

impl Score {
    /// Adds one document; offsets are code points of `text`.
    pub(crate) fn add(&mut self, text: &str, gold: &[Labelled], predicted: &[Labelled]) {
        let tokens = tokens(text);
        let mut leaks = false;
        let mut touched = false;
        for token in &tokens {
            let label = over(gold, token);
            let guess = over(predicted, token);
            if label == Some("IGNORE") {
                continue;
            }
            if let Some(label) = label {
                let counts = self.of(label);
                counts.gold += 1;
                counts.found += usize::from(guess.is_some());
                counts.same += usize::from(guess == Some(label));
                leaks |= guess.is_none();
            } else if token.word {
                self.words += 1;
                self.words_taken += usize::from(guess.is_some());
            }
            if let Some(guess) = guess {
                touched = true;
                let counts = self.of(guess);
                counts.predicted += 1;
                counts.right += usize::from(label.is_some());
            }
        }
        for span in gold.iter().filter(|span| span.cat != "IGNORE") {
            let mut inside = tokens.iter().filter(|token| token.touches(span)).peekable();
            let covered = inside.peek().is_some()
                && inside.all(|token| predicted.iter().any(|guess| token.touches(guess)));
            let exact = predicted.iter().any(|guess| same(guess, span));
            let counts = self.of(&span.cat);
            counts.spans += 1;
            counts.covered += usize::from(covered);
            counts.exact += usize::from(exact);
        }
        for guess in predicted {
            let ignored = gold.iter().any(|span| {
                span.cat == "IGNORE" && span.start < guess.end && guess.start < span.end
            });
            if !ignored {
                let exact = gold.iter().any(|span| same(guess, span));
                let counts = self.of(&guess.cat);
                counts.predicted_spans += 1;
                counts.exact_predicted += usize::from(exact);
            }
        }
        self.documents += 1;
        if gold.iter().any(|span| span.cat != "IGNORE") {
            self.leaking += usize::from(leaks);
        } else {
            self.clean += 1;
            self.clean_touched += usize::from(touched);
        }
    }

    fn of(&mut self, category: &str) -> &mut Counts {
        self.categories.entry(category.to_owned()).or_default()
    }

    pub(crate) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(DEFINITIONS.as_bytes())?;
        writeln!(
            out,
            "{:9} {:>7} {:>7} {:>9} {:>8} | {:>6} {:>12} {:>10} {:>10}",
            "category",
            "gold",
            "recall",
            "precision",
            "same cat",
            "spans",
            "span covered",
            "span exact",
            "span prec."
        )?;
        let mut all = Counts::default();
        for (category, counts) in &self.categories {
            row(out, category, counts)?;
            all.add(counts);
        }
        row(out, "all", &all)?;
        writeln!(out, "\ndocuments              {}", self.documents)?;
        let line = |out: &mut dyn Write, what: &str, part: usize, whole: usize| {
            writeln!(
                out,
                "{what:22} {part} of {whole} ({} %)",
                percent(part, whole)
            )
        };
        line(out, "clean, touched", self.clean_touched, self.clean)?;
        line(out, "leaking", self.leaking, self.documents - self.clean)?;
        line(out, "over-redacted words", self.words_taken, self.words)
    }
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.gold += other.gold;
        self.found += other.found;
        self.same += other.same;
        self.predicted += other.predicted;
        self.right += other.right;
        self.spans += other.spans;
        self.covered += other.covered;
        self.exact += other.exact;
        self.predicted_spans += other.predicted_spans;
        self.exact_predicted += other.exact_predicted;
    }
}

fn row(out: &mut impl Write, category: &str, counts: &Counts) -> io::Result<()> {
    writeln!(
        out,
        "{category:9} {:>7} {:>7} {:>9} {:>8} | {:>6} {:>12} {:>10} {:>10}",
        counts.gold,
        percent(counts.found, counts.gold),
        percent(counts.right, counts.predicted),
        percent(counts.same, counts.gold),
        counts.spans,
        percent(counts.covered, counts.spans),
        percent(counts.exact, counts.spans),
        percent(counts.exact_predicted, counts.predicted_spans),
    )
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{:.2}", 100.0 * part as f64 / whole as f64)
}

fn same(a: &Labelled, b: &Labelled) -> bool {
    a.start == b.start && a.end == b.end && a.cat == b.cat
}

impl Token {
    fn touches(&self, span: &Labelled) -> bool {
        span.start < self.end && self.start < span.end
    }
}

/// The category of the first span over the token; a label that counts goes before `IGNORE`.
fn over<'s>(spans: &'s [Labelled], token: &Token) -> Option<&'s str> {
    let over = || spans.iter().filter(|span| token.touches(span));
    let counts = over().find(|span| span.cat != "IGNORE");
    counts
        .or_else(|| over().next())
        .map(|span| span.cat.as_str())
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        if !c.is_alphanumeric() {
            continue;
        }
        match tokens.last_mut() {
            Some(token) if token.end == at => {
                token.end = at + 1;
                token.word |= c.is_alphabetic();
            }
            _ => tokens.push(Token {
                start: at,
                end: at + 1,
                word: c.is_alphabetic(),
            }),
        }
    }
    tokens
}
