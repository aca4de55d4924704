//! A Bundle, read entry by entry.

use him_record::PhiText;

use super::document::{Taken, document_path, finding_kind, stopped, take};
use super::error::Error;
use super::finding::FindingKind;
use super::json::{Json, Problem, Read, Stop, Why};
use super::path;
use super::reading::{Place, Reading};
use super::recovery::{self, Resume};
use super::resource::{self, Received};
use super::syntax::Syntax;
use super::window::Window;

/// One element of `Bundle.entry`.
struct Entry {
    full_url: Option<PhiText>,
    /// With the range of each in the text. More than one if the member is repeated.
    resources: Vec<(Received, std::ops::Range<usize>)>,
    /// The `Type/id` that a request deletes.
    deleted: Option<Box<str>>,
}

/// What stands in `Bundle.entry`.
enum Element {
    Entry(Entry),
    Other,
    /// An opening bracket.
    Bracket,
}

fn entry(json: &mut Json<'_>) -> Read<Element> {
    match json.peek()? {
        b'{' => {}
        // What stands in the bracket may be entries all the same.
        b'[' => {
            let start = json.at();
            json.take(b'[')?;
            if json.peek()? == b'{' {
                return Ok(Element::Bracket);
            }
            json.seek(start);
            json.skip()?;
            return Ok(Element::Other);
        }
        _ => {
            json.skip()?;
            return Ok(Element::Other);
        }
    }
    let mut out = Entry {
        full_url: None,
        resources: Vec::new(),
        deleted: None,
    };
    json.object(&mut |json, key| match (key, json.peek()?) {
        (b"fullUrl", b'"') => json.text(&mut out.full_url),
        (b"resource", byte) if byte != b'n' => {
            let start = json.at();
            let resource = resource::read(json)?;
            out.resources.push((resource, start..json.at()));
            Ok(())
        }
        (b"request", b'{') => {
            out.deleted = deletion(json)?;
            Ok(())
        }
        _ => json.other(key),
    })?;
    Ok(Element::Entry(out))
}

/// What a request deletes.
fn deletion(json: &mut Json<'_>) -> Read<Option<Box<str>>> {
    let (mut delete, mut url) = (false, None);
    json.object(&mut |json, key| match (key, json.peek()?) {
        (b"method", b'"') => {
            delete = json.string()?.is_some_and(|(_, method)| method == "DELETE");
            Ok(())
        }
        (b"url", b'"') => {
            url = json.string()?.map(|(_, url)| url);
            Ok(())
        }
        _ => json.other(key),
    })?;
    Ok(url.filter(|_| delete).map(|url| url.into()))
}

impl Reading<'_> {
    /// The members of a Bundle: after its brace if `first`, else after a member.
    pub(super) fn bundle(&mut self, window: &mut Window<'_>, mut first: bool) -> Result<(), Error> {
        loop {
            let member = take(window, |json| {
                let more = if first {
                    !json.take(b'}')?
                } else {
                    json.another(b'}')?
                };
                if !more {
                    return Ok(None);
                }
                json.peek()?;
                let at = json.at();
                let key = json.key()?;
                let name = key.text(json)?;
                let open = json.peek()? == b'[';
                let known = name.strip_prefix('_').unwrap_or(&name);
                let mut bundle_type = None;
                let kind = match known {
                    "entry" if open => Member::Entries,
                    "resourceType" if json.peek()? == b'"' => {
                        let named = json.string()?;
                        Member::Known(named.is_some_and(|(_, name)| name == "Bundle"))
                    }
                    "type" if name == known && json.peek()? == b'"' => {
                        bundle_type = json.string()?.map(|(_, kind)| Box::<str>::from(kind));
                        Member::Known(true)
                    }
                    _ if BUNDLE_ELEMENTS.contains(&known) => {
                        json.skip()?;
                        Member::Known(true)
                    }
                    _ => {
                        json.skip()?;
                        Member::Known(false)
                    }
                };
                Ok(Some((kind, at, bundle_type)))
            })?;
            first = false;
            let taken = match member {
                Ok(taken) => taken,
                Err(stop) => return self.entries_after(window, stop),
            };
            let Some((kind, at, bundle_type)) = taken.value else {
                self.document.close_bundle();
                window.consume(taken.end);
                return Ok(());
            };
            let place = Place {
                window,
                start: at,
                end: taken.end,
                entry: None,
                named: "Bundle",
            };
            self.problems(&place, Some("Bundle"), taken.problems);
            if let Member::Known(false) = kind {
                let kind = FindingKind::UnknownBundleElement;
                self.problems(&place, Some("Bundle"), vec![Problem { at, kind }]);
            }
            if let Some(kind) = bundle_type {
                self.history = &*kind == "history";
                self.document.bundle_type(&kind);
            }
            let text = window.bytes().get(at..taken.end).unwrap_or_default();
            if let Member::Entries = kind {
                self.document.open_list(text);
                window.consume(taken.end + 1);
                self.entries(window, true)?;
                self.document.close_list();
            } else {
                self.document.member(text);
                window.consume(taken.end);
            }
        }
    }

    /// Goes on at the first entry of a Bundle whose own members are not JSON, or gives up.
    pub(super) fn entries_after(
        &mut self,
        window: &mut Window<'_>,
        stop: Stop,
    ) -> Result<(), Error> {
        let failed = stopped(window, stop, document_path(window, stop));
        loop {
            if let Some(at) = recovery::entry_start(window.bytes(), stop.at.max(1)) {
                let place = Place {
                    window,
                    start: 0,
                    end: at,
                    entry: None,
                    named: "Bundle",
                };
                let kind = finding_kind(stop.why);
                self.problems(&place, Some("Bundle"), vec![Problem { at: stop.at, kind }]);
                window.consume(at);
                self.document.open_list(b"\"entry\":");
                self.entries(window, false)?;
                self.document.close_list();
                return self.bundle(window, false);
            }
            if window.ended() {
                return Err(failed);
            }
            window.more()?;
        }
    }

    /// The elements of `Bundle.entry` after the bracket.
    fn entries(&mut self, window: &mut Window<'_>, opening: bool) -> Result<(), Error> {
        if opening {
            match take(window, |json| json.take(b']'))? {
                Ok(taken) if taken.value => {
                    window.consume(taken.end);
                    return Ok(());
                }
                Ok(_) => {}
                Err(stop) => return Err(stopped(window, stop, "Bundle.entry".into())),
            }
        }
        loop {
            let index = self.next_entry();
            let after = match take(window, entry)? {
                Ok(taken) => {
                    let after = !matches!(taken.value, Element::Bracket);
                    self.entry(window, index, taken);
                    after
                }
                Err(stop) => self.broken_entry(window, index, stop)?,
            };
            if after && !self.next(window, index)? {
                return Ok(());
            }
        }
    }

    /// Takes what stands between two entries; false at the end of the array.
    fn next(&mut self, window: &mut Window<'_>, index: usize) -> Result<bool, Error> {
        loop {
            match take(window, |json| {
                let more = json.another(b']')?;
                let next = if more { json.peek()? } else { 0 };
                let at = json.at();
                let trailing = next == b']' && json.take(b']')?;
                Ok((more, trailing, next == b',', at))
            })? {
                Ok(Taken {
                    value: (more, trailing, lone, at),
                    end,
                    ..
                }) => {
                    if trailing || lone {
                        self.between(window, index, at, FindingKind::Syntax(Syntax::Value));
                    }
                    window.consume(if lone { at } else { end });
                    if !lone {
                        return Ok(more && !trailing);
                    }
                }
                Err(stop) if stop.why == Why::End => {
                    return Err(stopped(window, stop, "Bundle.entry".into()));
                }
                Err(stop) => {
                    let found = loop {
                        match recovery::entry_start(window.bytes(), stop.at) {
                            None if !window.ended() => window.more()?,
                            found => break found,
                        }
                    };
                    let Some(found) = found else {
                        return Err(stopped(window, stop, "Bundle.entry".into()));
                    };
                    self.between(window, index, stop.at, finding_kind(stop.why));
                    window.consume(found);
                    return Ok(true);
                }
            }
        }
    }

    fn between(&mut self, window: &Window<'_>, index: usize, at: usize, kind: FindingKind) {
        let place = Place {
            window,
            start: at,
            end: at,
            entry: Some(index),
            named: "Bundle",
        };
        self.problems(&place, None, vec![Problem { at, kind }]);
    }

    fn entry(&mut self, window: &mut Window<'_>, index: usize, taken: Taken<Element>) {
        let place = Place {
            window,
            start: 0,
            end: taken.end,
            entry: Some(index),
            named: "Bundle",
        };
        let mut problems = taken.problems;
        match taken.value {
            Element::Entry(entry) => {
                let named = entry.resources.first().map(|(r, _)| r.resource_type);
                if named.is_none() {
                    self.without_resource();
                }
                self.problems(&place, named, problems);
                let holes = entry.resources.iter().map(|(_, range)| range.clone());
                let text = window.bytes().get(..taken.end).unwrap_or_default();
                let first = self.document.entry(text, holes);
                if let Some(deleted) = &entry.deleted {
                    self.forget(deleted);
                }
                let mut full_url = entry.full_url;
                for (number, (resource, range)) in (first..).zip(entry.resources) {
                    self.receive(&place, full_url.take(), resource, range, number);
                }
            }
            Element::Other | Element::Bracket => {
                self.without_resource();
                if let Element::Other = taken.value {
                    let text = window.bytes().get(..taken.end).unwrap_or_default();
                    self.document.entry(text, []);
                }
                let kind = FindingKind::NotAnEntry;
                problems.push(Problem { at: 0, kind });
                self.problems(&place, None, problems);
            }
        }
        window.consume(taken.end);
    }

    /// Reports an entry that is not JSON and finds where to go on. True if a comma or the end of
    /// the array is next, false if it is an entry.
    fn broken_entry(
        &mut self,
        window: &mut Window<'_>,
        index: usize,
        stop: Stop,
    ) -> Result<bool, Error> {
        let from = if stop.why == Why::End { 0 } else { stop.at };
        let lead = window.bytes().len() - window.bytes().trim_ascii_start().len();
        let resume = loop {
            let text = window.bytes().get(lead..).unwrap_or_default();
            match recovery::resume(text, from.saturating_sub(lead), window.ended()) {
                Resume::Unknown if !window.ended() => window.more()?,
                found => break found,
            }
        };
        let end = match resume {
            Resume::After(at) | Resume::Entry(at) => lead + at,
            Resume::Unknown => window.bytes().len(),
        };
        let place = Place {
            window,
            start: 0,
            end,
            entry: Some(index),
            named: "Bundle",
        };
        let text = window.bytes().get(lead..end).unwrap_or_default();
        let named = path::named_type(text);
        if !text.is_empty() {
            self.unreadable(named);
        }
        if resume == Resume::Unknown {
            let path = place.paths(&[stop.at]).pop().unwrap_or_default();
            return Err(stopped(window, stop, path));
        }
        let (at, kind) = (stop.at, finding_kind(stop.why));
        self.problems(&place, named, vec![Problem { at, kind }]);
        window.consume(end);
        Ok(matches!(resume, Resume::After(_)))
    }
}

enum Member {
    Entries,
    /// Whether a Bundle has it.
    Known(bool),
}

/// The elements of a Bundle in R4, and `issues` of R5.
const BUNDLE_ELEMENTS: &[&str] = &[
    "id",
    "meta",
    "implicitRules",
    "language",
    "identifier",
    "type",
    "timestamp",
    "total",
    "link",
    "entry",
    "signature",
    "issues",
];
