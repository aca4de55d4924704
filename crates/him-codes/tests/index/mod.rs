//! The terms of the index files, read without the generator's code.
#![allow(dead_code, reason = "each test uses some of it")]

use std::path::Path;

use him_testdata::xz;

/// A term with those above it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Term {
    /// The titles from the main term down, without the words in brackets.
    pub(crate) essential: Vec<String>,
    /// The same with those words.
    pub(crate) full: Vec<String>,
    /// Codes without dots and the `-` for more: of the term, of its manifestation, or of a cell.
    pub(crate) codes: Vec<String>,
}

impl Term {
    /// As somebody would write it: the words in order, without commas.
    pub(crate) fn phrase(titles: &[String]) -> String {
        let text = titles.join(" ").replace([',', '(', ')', '[', ']'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The terms of a file that have codes. A table has one for each column, with its heading as the last title.
pub(crate) fn terms(path: &Path) -> Vec<Term> {
    let text = String::from_utf8(xz(path).unwrap()).unwrap();
    let mut headings = vec![String::new(); 9];
    // The titles of the open terms: without and with bracketed words.
    let mut open: Vec<(String, String)> = Vec::new();
    let mut in_term = 0;
    let mut element = "";
    let mut column = 0;
    let mut brackets = false;
    let mut terms: Vec<Term> = Vec::new();
    for piece in text.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap();
        let words = words.replace("&amp;", "&").replace('\n', " ");
        match name {
            "mainTerm" | "term" => {
                open.push(Default::default());
                in_term = terms.len();
            }
            "/mainTerm" | "/term" => {
                open.pop();
            }
            "nemod" => brackets = true,
            "/nemod" => brackets = false,
            _ => {}
        }
        if !name.starts_with('/') && name != "nemod" {
            element = name;
        }
        if name == "cell" || name == "head" {
            let (_, number) = tag.split_once("col=\"").unwrap();
            column = number.trim_end_matches('"').parse::<usize>().unwrap();
        }
        if name == "head" {
            headings[column] = words.clone();
        }
        let Some((essential, full)) = open.last_mut() else {
            continue;
        };
        if element == "title" && name != "/title" {
            full.push_str(&words);
            if !brackets {
                essential.push_str(&words);
            }
        }
        let code = words
            .trim()
            .trim_matches(['[', ']', ' '])
            .trim_end_matches('-')
            .replace('.', "");
        if ["code", "manif", "cell"].contains(&name) && !code.is_empty() {
            let path =
                |of: fn(&(String, String)) -> &String| open.iter().map(of).cloned().collect();
            let mut term = Term {
                essential: path(|titles| &titles.0),
                full: path(|titles| &titles.1),
                codes: vec![code],
            };
            match name {
                "cell" => {
                    term.essential.push(headings[column].clone());
                    term.full.push(headings[column].clone());
                    terms.push(term);
                }
                "manif" if terms.len() > in_term => {
                    terms.last_mut().unwrap().codes.append(&mut term.codes)
                }
                _ => terms.push(term),
            }
        }
    }
    terms
}
