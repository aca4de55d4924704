//! From a packed table back to the days on which each code came, changed its state and went.

use std::borrow::ToOwned;
use std::string::String;
#[cfg(feature = "titles")]
use std::string::ToString;
use std::vec::Vec;

use chrono::NaiveDate;
use him_codes_release::history::{
    CodeHistory, Edition, Evidence as Known, History, Span, Standing as Held, State as Is, Title,
};

use crate::below::Rows;
use crate::edition::{Evidence, Standing};
use crate::table::{State, Table};
#[cfg(feature = "titles")]
use crate::title::Titles;

/// The texts that a history refers to.
pub(super) struct Unpacked {
    codes: Vec<Code>,
    editions: Vec<Edition>,
}

struct Code {
    code: String,
    spans: Vec<Span>,
    /// From the first to the last, the short one and the long one.
    titles: Vec<(NaiveDate, String, String)>,
}

impl Unpacked {
    pub(super) fn of(
        table: &'static Table,
        #[cfg(feature = "titles")] titles: &'static Titles,
    ) -> Unpacked {
        let mut codes = Vec::new();
        for (key, ordinal) in Rows::all(&table.automaton) {
            let text = key.to_be_bytes();
            let text = text.iter().take_while(|byte| **byte != 0);
            codes.push(Code {
                code: text.map(|byte| char::from(*byte)).collect(),
                spans: spans(table, ordinal),
                #[cfg(feature = "titles")]
                titles: own(titles, ordinal),
                #[cfg(not(feature = "titles"))]
                titles: Vec::new(),
            });
        }
        let editions = table.editions().map(|edition| Edition {
            name: edition.name().to_owned(),
            effective: edition.effective(),
            standing: match edition.standing() {
                Standing::Official => Held::Official,
                Standing::Reconstructed => Held::Reconstructed,
                _ => Held::NotHeld,
            },
        });
        Unpacked {
            codes,
            editions: editions.collect(),
        }
    }

    pub(super) fn history(&self) -> History<'_> {
        let codes = self.codes.iter().map(|code| CodeHistory {
            code: &code.code,
            spans: code.spans.clone(),
            titles: code
                .titles
                .iter()
                .map(|(first, short, long)| Title {
                    first: *first,
                    short,
                    long,
                })
                .collect(),
        });
        History {
            editions: self.editions.clone(),
            codes: codes.collect(),
            disagreements: Vec::new(),
        }
    }
}

fn spans(table: &'static Table, ordinal: u32) -> Vec<Span> {
    let timeline = table.timeline(ordinal);
    (0..)
        .map_while(|index| timeline.span(index))
        .map(|span| Span {
            first: span.first().date(),
            state: match span.state() {
                Some(State::Header) => Is::Header,
                Some(State::Billable) => Is::Billable,
                None => Is::Absent,
            },
            evidence: match span.evidence() {
                Evidence::OrderFile => Known::OrderFile,
                Evidence::Reconstructed => Known::Reconstructed,
                Evidence::CodeEditor => Known::CodeEditor,
                Evidence::Inferred => Known::Inferred,
            },
        })
        .collect()
}

#[cfg(feature = "titles")]
fn own(titles: &'static Titles, ordinal: u32) -> Vec<(NaiveDate, String, String)> {
    let mut own: Vec<_> = titles
        .all(ordinal)
        .map(|(first, long, short)| (first.date(), short.to_string(), long.to_string()))
        .collect();
    own.reverse();
    own
}
