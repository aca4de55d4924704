//! A document: one resource, or a Bundle.

use super::envelope::DocumentKind;
use super::error::{Error, ErrorKind};
use super::finding::{FindingKind, Position};
use super::json::{Json, Problem, Read, Stop, Why};
use super::path;
use super::reading::{Place, Reading};
use super::resource;
use super::syntax::Syntax;
use super::window::Window;

impl Reading<'_> {
    pub(super) fn document(&mut self, window: &mut Window<'_>) -> Result<(), Error> {
        start(window)?;
        match take(window, shape)? {
            Ok(Taken {
                value: Shape::Bundle,
                ..
            }) => {
                window.consume(1);
                self.document.is(DocumentKind::Bundle);
                self.document.open_bundle();
                self.bundle(window, true)?;
            }
            Ok(Taken {
                value: Shape::Resource,
                ..
            }) => self.single(window)?,
            Ok(Taken {
                value: Shape::Unnamed,
                ..
            }) => {
                return Err(Error::new(
                    ErrorKind::NotFhir,
                    window.position(0),
                    String::new(),
                ));
            }
            Err(stop) => {
                self.document.is(DocumentKind::Bundle);
                self.document.open_bundle();
                self.entries_after(window, stop)?;
            }
        }
        finish(window)
    }

    /// A document that is one resource.
    fn single(&mut self, window: &mut Window<'_>) -> Result<(), Error> {
        match take(window, resource::read)? {
            Ok(taken) => {
                let resource = taken.value;
                let place = Place {
                    window,
                    start: 0,
                    end: taken.end,
                    entry: None,
                    named: named(resource.resource_type),
                };
                self.problems(&place, Some(resource.resource_type), taken.problems);
                self.document.is(DocumentKind::Resource);
                let number = self.document.resource();
                self.receive(&place, None, resource, 0..taken.end, number);
                window.consume(taken.end);
                Ok(())
            }
            Err(stop) => Err(stopped(window, stop, document_path(window, stop))),
        }
    }
}

/// A value that was read, with what stands around it.
pub(super) struct Taken<T> {
    pub(super) value: T,
    pub(super) end: usize,
    pub(super) problems: Vec<Problem>,
}

/// Reads a value at the front of the window, which grows until the value is whole.
pub(super) fn take<T>(
    window: &mut Window<'_>,
    read: impl Fn(&mut Json<'_>) -> Read<T>,
) -> Result<Read<Taken<T>>, Error> {
    loop {
        let mut json = Json::new(window.bytes(), 0);
        match read(&mut json) {
            Err(stop) if stop.why == Why::End && !window.ended() => {}
            Err(stop) => return Ok(Err(stop)),
            Ok(value) => {
                return Ok(Ok(Taken {
                    value,
                    end: json.at(),
                    problems: json.problems,
                }));
            }
        }
        window.more()?;
    }
}

/// What a document turns out to be.
enum Shape {
    Bundle,
    Resource,
    Unnamed,
}

/// Looks at the members of a document until they tell what it is. A Bundle may have its type after
/// its entries, which must not all be in memory for it.
fn shape(json: &mut Json<'_>) -> Read<Shape> {
    json.take(b'{')?;
    if json.take(b'}')? {
        return Ok(Shape::Unnamed);
    }
    loop {
        let key = json.key()?;
        match (&*key.text(json)?, json.peek()?) {
            ("resourceType", b'"') => {
                let bundle = json.string()?.is_some_and(|(_, name)| name == "Bundle");
                return Ok(if bundle {
                    Shape::Bundle
                } else {
                    Shape::Resource
                });
            }
            // A List has `entry` as well; its elements never have these members.
            ("entry", b'[') if starts_with_entry(json)? => return Ok(Shape::Bundle),
            _ => json.skip()?,
        }
        if !json.another(b'}')? {
            return Ok(Shape::Unnamed);
        }
    }
}

fn starts_with_entry(json: &mut Json<'_>) -> Read<bool> {
    let start = json.at();
    json.take(b'[')?;
    let mut found = false;
    if json.take(b'{')? && json.peek()? == b'"' {
        let key = json.key()?;
        let name = key.text(json)?;
        found = matches!(
            &*name,
            "fullUrl" | "resource" | "request" | "response" | "search" | "link"
        );
    }
    json.seek(start);
    Ok(found)
}

fn named(resource_type: &'static str) -> &'static str {
    if resource_type == "?" {
        "Resource"
    } else {
        resource_type
    }
}

/// Passes over a byte-order mark and checks that an object follows.
pub(super) fn start(window: &mut Window<'_>) -> Result<(), Error> {
    while window.bytes().len() < 4 && !window.ended() {
        window.more()?;
    }
    let bytes = window.bytes();
    let fail = |kind, at| Err(Error::new(kind, window.position(at), String::new()));
    let utf16 = [
        [0xFE, 0xFF],
        [0xFF, 0xFE],
        [0, b'{'],
        [b'{', 0],
        [0, b'['],
        [0, 0],
    ];
    if utf16.iter().any(|mark| bytes.starts_with(mark)) {
        return fail(ErrorKind::Utf16, 0);
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        window.consume(3);
    }
    let blank = take(window, |json| json.peek().map(|byte| (byte, json.at())))?;
    match blank.map(|taken| taken.value) {
        Ok((b'{', at)) => {
            window.consume(at);
            Ok(())
        }
        Ok((byte, at)) => {
            let value = matches!(byte, b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
            let kind = if value {
                ErrorKind::NotAnObject
            } else {
                ErrorKind::Syntax(Syntax::Value)
            };
            Err(Error::new(kind, window.position(at), String::new()))
        }
        Err(_) => Err(Error::new(
            ErrorKind::Empty,
            Position {
                offset: 0,
                line: 1,
                column: 1,
            },
            String::new(),
        )),
    }
}

/// Checks that nothing follows the document.
fn finish(window: &mut Window<'_>) -> Result<(), Error> {
    match take(window, |json| json.peek().map(|_| json.at()))? {
        Ok(taken) => Err(Error::new(
            ErrorKind::Trailing,
            window.position(taken.value),
            String::new(),
        )),
        Err(_) => Ok(()),
    }
}

/// The error for a stop that no entry contains.
pub(super) fn stopped(window: &Window<'_>, stop: Stop, path: String) -> Error {
    let kind = match stop.why {
        Why::End => ErrorKind::Truncated,
        Why::Syntax(rule) => ErrorKind::Syntax(rule),
        Why::Depth => ErrorKind::TooDeep,
        Why::Utf8 => ErrorKind::InvalidUtf8,
        Why::Structure(_) => ErrorKind::NotAnObject,
    };
    Error::new(kind, window.position(stop.at), path)
}

/// The path to where a document broke that starts the window.
pub(super) fn document_path(window: &Window<'_>, stop: Stop) -> String {
    let mut path = path::named_type(window.bytes())
        .unwrap_or("Resource")
        .to_string();
    path.extend(path::paths(window.bytes(), &[stop.at]));
    path
}

pub(super) fn finding_kind(why: Why) -> FindingKind {
    match why {
        Why::End => FindingKind::Truncated,
        Why::Syntax(rule) => FindingKind::Syntax(rule),
        Why::Depth => FindingKind::TooDeep,
        Why::Utf8 => FindingKind::InvalidUtf8,
        Why::Structure(expected) => FindingKind::Structure(expected),
    }
}

/// Whether a text is a Bundle.
pub(super) fn is_bundle(text: &[u8]) -> bool {
    matches!(shape(&mut Json::new(text, 0)), Ok(Shape::Bundle))
}
