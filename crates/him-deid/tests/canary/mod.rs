//! Invented values that can be told from all else, the forms in which notes quote them, and whether they are left.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Names of a person; each half goes.
    Name,
    /// An organization or a place of care; the whole of it goes.
    Organization,
    /// A record, account, policy, order, serial number.
    Number,
    Telephone,
    Street,
    Place,
    Zip,
    /// An id or address by which entries refer to each other, and what else no note quotes.
    Link,
    /// Words about care, which may stay; they are scrubbed.
    Words,
}

impl Kind {
    /// Whether notes may quote it, and must not.
    pub(crate) fn is_quoted(self) -> bool {
        !matches!(self, Kind::Words | Kind::Link)
    }
}

fn word(number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "zor", "vex", "quib", "mub", "dral", "fenn", "glim", "hask", "jorp", "kelm", "lomb",
        "nurv", "ploo", "snig", "thwa", "wumb",
    ];
    let part = |by: usize| SYLLABLES[number / by % 16];
    let word = format!("{}{}{}{}", part(1), part(16), part(256), part(4_096));
    word[..1].to_uppercase() + &word[1..]
}

/// A value of a kind, another for each number up to 10,000.
pub(crate) fn value(kind: Kind, number: usize) -> String {
    let (one, other) = (word(2 * number), word(2 * number + 1));
    match kind {
        Kind::Name => format!("{one} {other}"),
        Kind::Organization => format!("{one} {other} Clinic"),
        Kind::Number => format!("QX{number:05}"),
        Kind::Telephone => format!("(605) 555-{:04}", number % 10_000),
        Kind::Street => format!("{} {one} Lane", 1_000 + number),
        Kind::Place => one,
        Kind::Zip => format!("{:05}", 57_000 + number % 800),
        Kind::Link => format!("LinkQ{number}Z"),
        Kind::Words => format!("Wordsq{number}z"),
    }
}

/// The forms in which a note quotes a value.
fn variants(kind: Kind, value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned(), value.to_lowercase(), value.to_uppercase()];
    match kind {
        Kind::Name => {
            let (first, last) = value.split_once(' ').unwrap();
            forms.extend([
                format!("{last}, {first}"),
                format!("{}-{}", first.to_uppercase(), last.to_uppercase()),
                format!("{last}'s"),
                first.to_lowercase(),
            ]);
        }
        Kind::Organization => {
            forms.push(value.trim_end_matches(" Clinic").to_owned());
            forms.push(value.replace(' ', "\n"));
        }
        Kind::Number => {
            let (letters, digits) = value.split_at(2);
            forms.extend([
                format!("{letters}-{digits}"),
                format!("{letters} {digits}"),
                format!("{letters}{}-{}", &digits[..2], &digits[2..]),
                format!("#{value}."),
            ]);
        }
        Kind::Telephone => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            forms.extend([
                format!("{}.{}.{}", &digits[..3], &digits[3..6], &digits[6..]),
                format!("+1 {}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]),
                digits,
            ]);
        }
        Kind::Street => forms.push(value.replace(" Lane", " Ln")),
        _ => {}
    }
    forms
}

/// A note that quotes all values which it must not.
pub(crate) fn note(canaries: &[(String, Kind, String)]) -> String {
    let quoted = canaries.iter().filter(|(_, kind, _)| kind.is_quoted());
    let forms = quoted.flat_map(|(_, kind, value)| variants(*kind, value));
    let lines = forms
        .map(|form| format!("the plan was reviewed with {form} before pain was 3/10 again.\n"));
    lines.collect::<String>() + "again"
}

/// Letters and digits in lower case.
fn folded(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

/// The strings of a document, those in base64 decoded as well, each with its end marked.
pub(crate) fn texts(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::String(text) => {
            out = format!("{text}\u{1}");
            let decoded = STANDARD.decode(text).ok();
            if let Some(text) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) {
                out += &format!("{text}\u{1}");
            }
        }
        Value::Array(items) => items.iter().for_each(|item| out += &texts(item)),
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| out += &format!("{name}\u{1}{}", texts(value))),
        _ => {}
    }
    out
}

/// What is left in texts, whatever stands between its letters and digits; a limited data set keeps towns and ZIP codes.
pub(crate) fn left(
    texts: &str,
    canaries: &[(String, Kind, String)],
    is_limited: bool,
) -> Vec<String> {
    let texts: String = texts
        .split('\u{1}')
        .map(|text| folded(text) + "\u{1}")
        .collect();
    let found = |value: &str| texts.contains(&folded(value));
    let is_left = |kind: Kind, value: &str| match kind {
        Kind::Words => false,
        Kind::Name => value.split(' ').any(found),
        Kind::Organization => found(value.trim_end_matches(" Clinic")),
        Kind::Place | Kind::Zip => !is_limited && found(value),
        _ => found(value),
    };
    let left = canaries
        .iter()
        .filter(|(_, kind, value)| is_left(*kind, value));
    left.map(|(path, kind, value)| format!("{path} {kind:?} {value}"))
        .collect()
}
