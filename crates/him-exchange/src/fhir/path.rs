//! From offsets back to FHIRPaths: only findings need paths, so reading does not keep track of them.

use him_record::resource_type;

/// Every element name of the resources that charts carry. Only these are printed: a name that the
/// standard does not have could be a value that slipped into the place of a name.
const ELEMENTS: &str = include_str!("elements.txt");

/// Longer paths are cut: they come from nesting that no resource has.
const SEGMENTS: usize = 24;

/// Types that end the JSON name of a choice element, `onsetDateTime`; FHIRPath calls it `onset`.
const CHOICE_TYPES: &[&str] = &[
    "Address",
    "Age",
    "Attachment",
    "Boolean",
    "CodeableConcept",
    "Coding",
    "Code",
    "Date",
    "DateTime",
    "Decimal",
    "Duration",
    "Identifier",
    "Instant",
    "Integer",
    "Money",
    "Period",
    "Quantity",
    "Range",
    "Ratio",
    "Reference",
    "SampledData",
    "String",
    "Time",
    "Timing",
    "Uri",
];

/// Elements of R4 whose type is a choice, in the resources that charts carry.
const CHOICES: &[&str] = &[
    "abatement",
    "allowed",
    "asNeeded",
    "born",
    "collected",
    "deceased",
    "diagnosis",
    "dose",
    "effective",
    "item",
    "location",
    "medication",
    "minimumVolume",
    "multipleBirth",
    "occurrence",
    "occurred",
    "onset",
    "performed",
    "procedure",
    "product",
    "rate",
    "reported",
    "scheduled",
    "serviced",
    "start",
    "timing",
    "used",
    "value",
];

#[derive(Debug)]
enum Frame {
    /// The name of the member being read, as a range of the text; empty between members.
    Object(std::ops::Range<usize>),
    Array(usize),
}

/// The paths of `targets`, which ascend, below the value that starts `text`; each starts with a
/// dot or bracket unless it is the value itself. Where the text breaks off being JSON, the path is
/// that of the last value before.
pub(super) fn paths(text: &[u8], targets: &[usize]) -> Vec<String> {
    let mut out = Vec::with_capacity(targets.len());
    let mut frames: Vec<Frame> = Vec::new();
    let mut at = 0;
    let mut name_next = false;
    while let Some(&byte) = text.get(at) {
        let start = at;
        at += 1;
        if byte == b'"' {
            loop {
                match text.get(at) {
                    Some(b'\\') => at += 2,
                    Some(b'"') | None => break,
                    Some(_) => at += 1,
                }
            }
            at += 1;
        }
        if byte == b']' || byte == b'}' {
            emit(text, targets, at, &frames, &mut out);
            frames.pop();
            name_next = false;
            continue;
        }
        emit(text, targets, at, &frames, &mut out);
        match (byte, frames.last_mut()) {
            (b'"', Some(Frame::Object(name))) if name_next => {
                *name = start + 1..at - 1;
                name_next = false;
            }
            (b',', Some(Frame::Object(name))) => {
                *name = 0..0;
                name_next = true;
            }
            (b',', Some(Frame::Array(index))) => *index += 1,
            (b'{', _) => {
                frames.push(Frame::Object(0..0));
                name_next = true;
            }
            (b'[', _) => {
                frames.push(Frame::Array(0));
                name_next = false;
            }
            _ => {}
        }
        if out.len() == targets.len() {
            break;
        }
    }
    emit(text, targets, usize::MAX, &frames, &mut out);
    out
}

/// Writes the current path for each target before `end`.
fn emit(text: &[u8], targets: &[usize], end: usize, frames: &[Frame], out: &mut Vec<String>) {
    while targets.get(out.len()).is_some_and(|target| *target < end) {
        let mut path = String::new();
        for frame in frames.iter().take(SEGMENTS) {
            match frame {
                Frame::Object(name) if name.is_empty() => {}
                Frame::Object(name) => {
                    path.push('.');
                    path.push_str(element(text.get(name.clone()).unwrap_or_default()));
                }
                Frame::Array(index) => path.push_str(&format!("[{index}]")),
            }
        }
        if frames.len() > SEGMENTS {
            path.push_str("...");
        }
        out.push(path);
    }
}

/// Whether a JSON member is a choice of an element, as `onsetDateTime` of `onset`.
pub(super) fn is_choice_of(name: &str, element: &str) -> bool {
    let kind = name.strip_prefix(element);
    kind.is_some_and(|kind| CHOICE_TYPES.contains(&kind))
}

/// Whether some resource of the standard that charts carry has an element of this name, or a choice.
pub(super) fn is_element(name: &str) -> bool {
    element(name.as_bytes()) != "?"
}

/// The FHIRPath name of a JSON member: without `_` and without the type of a choice.
fn element(name: &[u8]) -> &str {
    let name = str::from_utf8(name).unwrap_or_default();
    let name = name.strip_prefix('_').unwrap_or(name);
    let choice = CHOICES.iter().find(|choice| is_choice_of(name, choice));
    if let Some(choice) = choice {
        choice
    } else if ELEMENTS.split_ascii_whitespace().any(|known| known == name) {
        name
    } else {
        "?"
    }
}

/// The type of the resource in a text that may not be JSON, if it names one of R4.
pub(super) fn named_type(text: &[u8]) -> Option<&'static str> {
    const NAME: &[u8] = b"\"resourceType\"";
    let at = memchr::memmem::find(text, NAME)? + NAME.len();
    let rest = text.get(at..at + 80.min(text.len() - at))?;
    let mut quoted = rest.split(|byte| *byte == b'"');
    let colon = quoted.next()?;
    if colon.trim_ascii() != b":" {
        return None;
    }
    resource_type::known(str::from_utf8(quoted.next()?).ok()?)
}
