//! Newline-delimited JSON: one document a line.

use super::document::{self, finding_kind, is_bundle};
use super::envelope::DocumentKind;
use super::error::{Error, ErrorKind};
use super::finding::{Finding, FindingKind};
use super::json::{Json, Problem};
use super::reading::{Place, Reading};
use super::syntax::Syntax;
use super::window::Window;
use super::{path, resource};

impl Reading<'_> {
    pub(super) fn lines(&mut self, window: &mut Window<'_>) -> Result<(), Error> {
        self.document.is(DocumentKind::Lines);
        match document::start(window) {
            // Whatever the first line is, the others may be resources.
            Err(error) if matches!(error.kind(), ErrorKind::NotAnObject | ErrorKind::Syntax(_)) => {
            }
            other => other?,
        }
        let mut searched = 0;
        loop {
            let rest = window.bytes().get(searched..).unwrap_or_default();
            let end = match memchr::memchr(b'\n', rest) {
                Some(found) => searched + found,
                None if window.ended() => window.bytes().len(),
                None => {
                    searched = window.bytes().len();
                    window.more()?;
                    continue;
                }
            };
            let last = end == window.bytes().len();
            self.line(window, end);
            if last && window.ended() {
                return Ok(());
            }
            window.consume(end + 1);
            searched = 0;
        }
    }

    /// The documents on a line, which is the window up to `end`.
    fn line(&mut self, window: &Window<'_>, end: usize) {
        let line = window.bytes().get(..end).unwrap_or_default();
        let mut at = 0;
        loop {
            let rest = line.get(at..).unwrap_or_default();
            at += rest.len() - rest.trim_ascii_start().len();
            let rest = line.get(at..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
            let place = Place {
                window,
                start: at,
                end,
                entry: None,
                named: path::named_type(rest).unwrap_or("Resource"),
            };
            if is_bundle(rest) {
                return self.bundle_line(&place, rest);
            }
            let mut json = Json::new(line, at);
            match resource::read(&mut json) {
                Ok(resource) => {
                    let range = at..json.at();
                    at = json.at();
                    self.problems(&place, Some(resource.resource_type), json.problems);
                    self.document.open_line();
                    let number = self.document.resource();
                    self.document.close_line();
                    self.receive(&place, None, resource, range, number);
                }
                Err(stop) => {
                    let named = path::named_type(rest);
                    self.unreadable(named);
                    let kind = finding_kind(stop.why);
                    self.problems(&place, named, vec![Problem { at: stop.at, kind }]);
                    return;
                }
            }
        }
    }

    fn bundle_line(&mut self, place: &Place<'_, '_>, mut text: &[u8]) {
        let mut inner = Window::new(&mut text, place.window.position(place.start));
        self.restart_entries();
        self.document.open_line();
        let read = self.document(&mut inner);
        self.document.end();
        self.document.close_line();
        if let Err(error) = read {
            let kind = match error.kind() {
                ErrorKind::Syntax(rule) => FindingKind::Syntax(rule),
                ErrorKind::InvalidUtf8 => FindingKind::InvalidUtf8,
                ErrorKind::TooDeep => FindingKind::TooDeep,
                ErrorKind::Trailing => FindingKind::Syntax(Syntax::Value),
                _ => FindingKind::Truncated,
            };
            self.report(Finding {
                kind,
                input: self.inputs(),
                entry: None,
                resource_type: Some("Bundle"),
                path: error.path().to_string(),
                position: error.position(),
            });
        }
    }
}
