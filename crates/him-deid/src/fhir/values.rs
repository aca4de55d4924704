//! Datatypes that are looked at as a whole.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use him_codes::CodeSystem;

use super::json::Node;
use super::table::{Action, Table};
use super::writer::Writer;
use crate::Disposition;
use crate::chart::terms;

impl<'n> Writer<'_, 'n> {
    /// Any number of years from 90 on is taken for an age, whatever the element is called.
    pub(super) fn quantity(&mut self, path: &'static str, node: &'n Node<'_>) -> bool {
        let unit = node
            .get_text("code")
            .or_else(|| node.get_text("unit"))
            .unwrap_or("");
        let value = match node.get("value") {
            Some(Node::Plain(plain)) => plain.parse::<f64>().ok(),
            _ => None,
        };
        // `onsetAge`, `deceasedAge`: the datatype says so.
        let age = self.place.age || path.ends_with("Age");
        let days = terms::days_in(unit).filter(|_| age || !unit.is_empty());
        let capped = days.zip(value).and_then(|(days, value)| {
            let over = value * days / 365.25 >= 90.0 && (age || days > 365.0);
            (over && self.rules.caps_ages()).then(|| (90.0 * 365.25 / days).round())
        });
        let start = self.out.len();
        self.out.push('{');
        let mut first = true;
        let system = node
            .get_text("system")
            .filter(|system| is_published(system));
        for (name, value) in node.members() {
            self.member(&mut first, name, |writer| match (name.as_ref(), value) {
                ("value", Node::Plain(plain))
                    if *plain != "null" && !writer.identifiers.known().is_identifying(plain) =>
                {
                    match capped {
                        Some(capped) => {
                            writer.manifest.add(path, Disposition::Generalised, 1);
                            writer.out.push_str(&capped.to_string());
                        }
                        None => writer.out.push_str(plain),
                    }
                    true
                }
                ("comparator", Node::Text(text)) if text.len() <= 2 => writer.write(text),
                ("unit", Node::Text(text)) => writer.term(path, text),
                ("system", Node::Text(text)) if system.is_some() => writer.write(text),
                ("code", Node::Text(text))
                    if system.is_some_and(|system| code_fits(system, text)) =>
                {
                    writer.write(text)
                }
                _ => writer.removed(path),
            });
        }
        self.close(start, first)
    }

    /// (R): a code stays only if its system is published and could have such a code.
    fn code_stays(&self, node: &Node<'_>) -> bool {
        let system = node
            .get_text("system")
            .filter(|system| is_published(system));
        system
            .zip(node.get_text("code"))
            .is_some_and(|(system, code)| {
                code_fits(system, code) && !self.identifiers.known().is_number(code)
            })
    }

    /// Whether the text of a concept stands beside a code that stays, and is a term as its words are.
    pub(super) fn is_coded(&self, node: &Node<'_>) -> bool {
        let codings = node.get("coding").map(Node::items).unwrap_or_default();
        codings.iter().any(|coding| self.code_stays(coding))
    }

    /// The code with its words.
    pub(super) fn coding(&mut self, path: &'static str, node: &'n Node<'_>) -> bool {
        let stays = self.code_stays(node);
        let start = self.out.len();
        self.out.push('{');
        let mut first = true;
        for (name, value) in node.members() {
            self.member(&mut first, name, |writer| match (name.as_ref(), value) {
                ("system", Node::Text(text)) if stays => writer.write(text),
                ("version", Node::Text(text)) if stays => writer.code(path, text),
                ("code", Node::Text(text)) if stays => writer.write(text),
                ("display", Node::Text(text)) if stays => writer.term(path, text),
                ("display", Node::Text(text)) => writer.text(path, text),
                ("userSelected", Node::Plain(plain @ ("true" | "false"))) => {
                    writer.out.push_str(plain);
                    true
                }
                _ => writer.removed(path),
            });
        }
        self.close(start, first)
    }

    /// Plain text is scrubbed; what is written in another way, or elsewhere, goes.
    pub(super) fn attachment(&mut self, path: &'static str, node: &'n Node<'_>) -> bool {
        let kind = node.get_text("contentType").unwrap_or("");
        let bare = kind
            .split(';')
            .next()
            .unwrap_or("")
            .trim()
            .to_ascii_lowercase();
        let readable = matches!(bare.as_str(), "text/plain" | "text/markdown");
        let data = node.get_text("data").filter(|_| readable);
        let text = data.and_then(|data| {
            let bytes: Vec<u8> = data
                .bytes()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            String::from_utf8(STANDARD.decode(bytes).ok()?).ok()
        });
        let Some(text) = text else {
            return self.removed(path);
        };
        let text = self.document(path, &text).unwrap_or(text);
        let start = self.out.len();
        self.out.push('{');
        let mut first = true;
        for (name, value) in node.members() {
            self.member(&mut first, name, |writer| match (name.as_ref(), value) {
                ("contentType", Node::Text(_)) => writer.write(&bare),
                ("data", Node::Text(_)) => writer.write(&STANDARD.encode(&text)),
                ("language", Node::Text(text)) => writer.code(path, text),
                ("title", Node::Text(text)) => writer.text(path, text),
                ("creation", Node::Text(text)) => writer.date(path, text),
                _ => writer.removed(path),
            });
        }
        self.close(start, first)
    }

    /// Goes, unless the policy has pseudonyms.
    pub(super) fn identifier(&mut self, path: &'static str, node: &'n Node<'_>) -> bool {
        #[cfg(feature = "pseudonyms")]
        if let (Some(pseudonyms), Some(value)) = (&self.rules.pseudonyms, node.get_text("value")) {
            let kind = node.get_text("system").unwrap_or("identifier");
            let pseudonym = pseudonyms.pseudonym(kind, value);
            self.manifest.add(path, Disposition::Pseudonymised, 1);
            self.out.push_str("{\"value\":");
            self.write(pseudonym.as_str());
            self.out.push('}');
            return true;
        }
        let _ = node;
        self.removed(path)
    }

    /// An extension that the table names, by its parts; any other goes.
    pub(super) fn extension(&mut self, path: &'static str, node: &'n Node<'_>) -> bool {
        self.extension_within("", path, node)
    }

    fn extension_within(&mut self, parent: &str, path: &'static str, node: &'n Node<'_>) -> bool {
        let url = node.get_text("url").unwrap_or("");
        let name = if parent.is_empty() {
            url.to_owned()
        } else {
            format!("{parent}#{url}")
        };
        let table = Table::shared();
        let Some(element) = table
            .section("extensions")
            .and_then(|of| table.own(of, &name))
        else {
            return self.removed(path);
        };
        let around = std::mem::replace(&mut self.place.extension, true);
        let start = self.out.len();
        self.out.push('{');
        let mut empty = true;
        for (member, value) in node.members() {
            let nested = member == "extension" && element.action == Action::Extension;
            if nested && parent.is_empty() {
                self.member(&mut empty, member, |writer| {
                    let start = writer.out.len();
                    writer.out.push('[');
                    let mut first = true;
                    for item in value.items() {
                        let before = writer.out.len();
                        if !first {
                            writer.out.push(',');
                        }
                        if writer.extension_within(&name, path, item) {
                            first = false;
                        } else {
                            writer.undo(before);
                        }
                    }
                    if first {
                        writer.undo(start);
                    } else {
                        writer.out.push(']');
                    }
                    !first
                });
            } else if member.starts_with("value") && element.action != Action::Extension {
                self.member(&mut empty, member, |writer| writer.single(element, value));
            } else if member != "url" {
                self.removed(path);
            }
        }
        // Without a value the address alone says nothing.
        if !empty {
            let mut more = false;
            self.member(&mut more, "url", |writer| writer.write(url));
        }
        self.place.extension = around;
        self.close(start, empty)
    }
}

/// Whether an observation or one of its components asks for an age, by its codes or its words.
pub(super) fn asks_age(node: &Node<'_>) -> bool {
    let Some(code) = node.get("code") else {
        return false;
    };
    let codings = code.get("coding").map(Node::items).unwrap_or_default();
    let is_age = |coding: &Node<'_>| {
        let system = coding.get_text("system").and_then(CodeSystem::from_uri);
        let coded = system.zip(coding.get_text("code"));
        coded.is_some_and(|(system, code)| terms::is_age_code(system, code))
    };
    codings.iter().any(is_age) || words_of_code(node).any(names_age)
}

/// The words of the code of a resource.
pub(super) fn words_of_code<'n>(node: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let code = node.get("code");
    let codings = code.and_then(|code| code.get("coding"));
    let codings = codings.map(Node::items).unwrap_or_default();
    let text = code.and_then(|code| code.get_text("text"));
    let displays = codings.iter().filter_map(|of| of.get_text("display"));
    text.into_iter().chain(displays)
}

pub(super) fn names_age(words: &str) -> bool {
    words
        .split(|c: char| !c.is_ascii_alphabetic())
        .any(|word| word.eq_ignore_ascii_case("age"))
}

/// What FHIR's `code` can be, short and without more digits than a version or a table has.
pub(super) fn is_code(text: &str) -> bool {
    let form = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(
                byte,
                b'-' | b'.' | b'_' | b'/' | b'+' | b'<' | b'>' | b'=' | b'!' | b'*' | b'#'
            )
    };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !text.is_empty() && text.len() <= 48 && digits <= 6 && text.bytes().all(form)
}

/// Numbers and the letters of SampledData, apart by single blanks.
pub(super) fn is_samples(text: &str) -> bool {
    text.split(' ').all(|word| {
        matches!(word, "E" | "U" | "L") || word.len() <= 12 && word.parse::<f64>().is_ok()
    })
}

/// Where HL7 and the keepers of published code systems keep their addresses.
const PUBLISHED: [&str; 27] = [
    "http://hl7.org/fhir/",
    "http://terminology.hl7.org/",
    "https://terminology.hl7.org/",
    "http://unitsofmeasure.org",
    "http://loinc.org",
    "http://snomed.info/sct",
    "http://www.nlm.nih.gov/research/umls/",
    "http://www.ama-assn.org/go/",
    "http://nucc.org/provider-taxonomy",
    "http://dicom.nema.org/resources/ontology/",
    "http://fdasis.nlm.nih.gov",
    "http://www.whocc.no/atc",
    "http://varnomen.hgvs.org",
    "http://www.genenames.org",
    "http://www.ncbi.nlm.nih.gov/",
    "https://www.usps.com/",
    "https://www.nubc.org/CodeSystem/",
    "http://www.cms.gov/Medicare/",
    "https://www.cms.gov/Medicare/",
    "http://ihe.net/fhir/",
    "urn:ietf:bcp:",
    "urn:ietf:rfc:",
    "urn:iso:std:iso:",
    "urn:iso-astm:",
    "urn:oid:2.16.840.1.113883.6.",
    "urn:oid:2.16.840.1.113883.5.",
    "urn:oid:2.16.840.1.113883.12.",
];

/// Whether an address is that of a published code system, profile or definition: it names nobody.
pub(super) fn is_published(uri: &str) -> bool {
    let known =
        CodeSystem::from_uri(uri).is_some() || PUBLISHED.iter().any(|start| uri.starts_with(start));
    let form =
        |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'@' | b'%' | b'<' | b'>');
    // An instance on a server of these would have an id of its own.
    let run = uri
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .max()
        .unwrap_or(0);
    known && uri.len() <= 200 && uri.bytes().all(form) && run <= 8
}

/// Whether a published system could have the code.
fn code_fits(system: &str, code: &str) -> bool {
    CodeSystem::from_uri(system)
        .map_or_else(|| is_code(code), |system| terms::has_form(system, code))
}
