//! Trains the model of `him-deid`, and tells how well it does on what it has not seen.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use chrono::NaiveDate;
use him_deid::training::{Model, chains};
use him_deid::{Category, Identifiers, Preset, SafeHarbor, Scrubber, Workspace};

use super::corpus::{self, Label, Note};
use super::crf::{Chain, Crf, Random, Word};
use super::generator::{self, TOGETHER};
use crate::fault::Result;
use crate::progress::Progress;

const MODEL: &str = "data/model.bin";

/// Rounds over the notes.
const EPOCHS: usize = 6;

/// Parts of the cross-validation.
const FOLDS: usize = 4;

/// One of so many invented notes is scored.
const SCORED: usize = 17;

/// The files of `him-deid` that are made here.
pub(crate) fn generate(folder: &Path, progress: &Progress) -> Result<BTreeMap<String, Vec<u8>>> {
    let notes = corpus::read(folder)?;
    let made = generator::notes(folder)?;
    let all: Vec<&Note> = notes.iter().chain(&made).collect();
    let bytes = train(&all, progress);
    Ok(BTreeMap::from([(MODEL.to_owned(), bytes)]))
}

/// Trains without one part of the notes after the other and scores that part: whole templates, kinds of note and
/// sources are left out together. Beside it stands the score of notes that were learned from.
pub(crate) fn cross_validate(folder: &Path, progress: &Progress) -> Result<String> {
    let notes = corpus::read(folder)?;
    let made = generator::notes(folder)?;
    let mut held: BTreeMap<(&str, &str), Score> = BTreeMap::new();
    let mut seen: BTreeMap<(&str, &str), Score> = BTreeMap::new();
    // Of the notes made from each template a few are scored.
    let scored: Vec<&Note> = notes.iter().chain(made.iter().step_by(SCORED)).collect();
    for fold in 0..FOLDS {
        let learned: Vec<&Note> = notes
            .iter()
            .chain(&made)
            .filter(|note| !held_out(note, fold))
            .collect();
        let bytes = train(&learned, progress);
        for note in &scored {
            for (preset, name) in [
                (Preset::HighRecall, "high recall"),
                (Preset::Balanced, "balanced"),
            ] {
                let out = held_out(note, fold);
                // What was learned from is scored once.
                if !out && fold + 1 != FOLDS {
                    continue;
                }
                let scores = if out { &mut held } else { &mut seen };
                let score = scores.entry((note.source, name)).or_default();
                score.add(note, &bytes, preset, out);
            }
        }
    }
    let mut text = String::new();
    for (what, scores) in [("held out", &held), ("learned from", &seen)] {
        let _ = writeln!(text, "{what}");
        for ((source, preset), score) in scores {
            score.write(&mut text, source, preset);
        }
    }
    for ((source, preset), score) in &held {
        if *preset == "high recall" {
            let _ = writeln!(text, "== {source}: what was missed, and taken without need");
            for line in &score.examples {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
    Ok(text)
}

/// Whether a note belongs to the part that is left out.
fn held_out(note: &Note, fold: usize) -> bool {
    match note.source {
        "asq_phi_dev" => fold == 0,
        "himsynth_dev" => {
            // Six kinds, and none of them alone.
            let kind = match note.group.as_str() {
                "\"d_nurse\"" => 0,
                "\"d_disch\"" => 1,
                "\"d_op\"" | "\"d_face\"" => 2,
                _ => 3,
            };
            kind == fold
        }
        _ => note.group.parse::<usize>().unwrap_or(0) * 7 % TOGETHER % FOLDS == fold,
    }
}

fn policy() -> SafeHarbor {
    SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 25).unwrap_or_default())
}

fn train(notes: &[&Note], progress: &Progress) -> Vec<u8> {
    progress.at("features of notes");
    let policy = policy();
    let mut random = Random::new(7);
    let mut all: Vec<Chain> = Vec::new();
    for note in notes {
        add(&policy, note, &[], &mut all);
        // A second look at the note, where some of it has been found before.
        let marked: Vec<_> = note
            .spans
            .iter()
            .filter_map(|&(from, to, label)| match label {
                Label::Name => Some((from, to, Category::Name)),
                Label::Place => Some((from, to, Category::Location)),
                _ => None,
            })
            .filter(|_| random.percent(50))
            .collect();
        if !marked.is_empty() {
            add(&policy, note, &marked, &mut all);
        }
    }
    Crf::train(&all, EPOCHS, |epoch| {
        progress.at(&format!("round {} of {EPOCHS}", epoch + 1));
    })
    .pack()
}

fn add(policy: &SafeHarbor, note: &Note, marked: &[(usize, usize, Category)], to: &mut Vec<Chain>) {
    for chain in chains(policy, &note.text, marked) {
        let words = chain.into_iter().map(|item| Word {
            features: item.features.to_vec(),
            label: match label_of(note, item.start, item.end) {
                None => Some(0),
                Some(Label::Name) => Some(1),
                Some(Label::Place) => Some(2),
                Some(_) => None,
            },
        });
        to.push(words.collect());
    }
}

fn label_of(note: &Note, start: usize, end: usize) -> Option<Label> {
    let mut over = note
        .spans
        .iter()
        .filter(|(from, to, _)| *from < end && start < *to)
        .map(|&(.., label)| label);
    let first = over.next()?;
    if first == Label::Ignored {
        return Some(over.next().unwrap_or(first));
    }
    Some(first)
}

/// Tokens are runs of letters and digits; see `score_deid`.
#[derive(Default)]
struct Score {
    /// Found and labelled, by label.
    recall: BTreeMap<Label, (usize, usize)>,
    /// Right and predicted.
    precision: (usize, usize),
    clean: (usize, usize),
    examples: Vec<String>,
}

impl Score {
    fn add(&mut self, note: &Note, model: &[u8], preset: Preset, tell: bool) {
        let Some(model) = Model::read(model) else {
            return;
        };
        let (policy, nobody) = (policy(), Identifiers::new());
        let scrubber = Scrubber::new(&policy, &nobody)
            .with_preset(preset)
            .with_model(model);
        let spans = scrubber.find_with(&note.text, &mut Workspace::default());
        let mut touched = false;
        let mut chars = note.text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some((at, c)) = chars.next_if(|(_, c)| c.is_alphanumeric()) {
                end = at + c.len_utf8();
            }
            let label = label_of(note, start, end);
            let found = spans
                .iter()
                .find(|span| span.start < end && start < span.end);
            if label == Some(Label::Ignored) {
                continue;
            }
            touched |= found.is_some();
            if let Some(label) = label {
                let count = self.recall.entry(label).or_default();
                count.0 += usize::from(found.is_some());
                count.1 += 1;
            }
            if found.is_some() {
                self.precision.0 += usize::from(label.is_some());
                self.precision.1 += 1;
            }
            if tell && label.is_some() != found.is_some() {
                let around = |at: usize, back: bool| {
                    let mut at = if back {
                        at.saturating_sub(45)
                    } else {
                        (at + 30).min(note.text.len())
                    };
                    while !note.text.is_char_boundary(at) {
                        at -= 1;
                    }
                    at
                };
                let what = found.map_or("missed", |span| span.rule.id());
                self.examples.push(format!(
                    "{what}: {:?} {{{}}} {:?}",
                    note.text.get(around(start, true)..start).unwrap_or(""),
                    note.text.get(start..end).unwrap_or(""),
                    note.text.get(end..around(end, false)).unwrap_or("")
                ));
            }
        }
        if !note
            .spans
            .iter()
            .any(|&(.., label)| label != Label::Ignored)
        {
            self.clean.0 += usize::from(touched);
            self.clean.1 += 1;
        }
    }

    fn write(&self, text: &mut String, source: &str, preset: &str) {
        let percent = |(part, whole): (usize, usize)| 100.0 * part as f64 / whole.max(1) as f64;
        let all = self
            .recall
            .values()
            .fold((0, 0), |all, count| (all.0 + count.0, all.1 + count.1));
        let parts: Vec<String> = self
            .recall
            .iter()
            .map(|(label, count)| format!("{label:?} {:.2}", percent(*count)))
            .collect();
        let _ = writeln!(
            text,
            "  {source:16} {preset:12} recall {:.2} ({}), precision {:.2}, clean touched {} of {}",
            percent(all),
            parts.join(", "),
            percent(self.precision),
            self.clean.0,
            self.clean.1
        );
    }
}
