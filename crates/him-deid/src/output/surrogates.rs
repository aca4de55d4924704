//! Invented values in the place of identifiers.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::given_name::is_woman;
use super::wardrobe::{FAMILIES, KINDS, MEN, PLACES, STREETS, WOMEN};
use super::{Fate, Offsets, fate, replaced};
use crate::{
    Category, Policy, RandomFailure, RandomSource, Rule, Scrubbed, Shift, SystemRandom, places,
};

/// The surrogates of one patient: invented values of the same kind, shape and case in the place of
/// identifiers, the same for the same value in all notes.
///
/// Names are drawn for each part, women's for women's where the name or the title before it tells, and
/// initials follow the names that they stand for. Numbers keep their digits, letters and signs;
/// telephones become ones of fiction (555-01xx), mail and web addresses those of example.org, Social
/// Security numbers such as are never issued (9xx), network addresses those of documentation (RFC 5737, 3849).
/// Streets and institutions keep the words for what they are.
///
/// Surrogates are drawn at random and not derived from the values, so that they are at home under the
/// [`SafeHarbor`](crate::SafeHarbor) too (164.514(c)). Dates follow the policy: where it neither keeps nor
/// shifts them the year stays if the tag has it, else the tag. Ages over 89 become 90.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::{Identifiers, Policy, SafeHarbor, Scrubber, Surrogates, SystemRandom};
///
/// // Invented.
/// let mut record = Identifiers::new();
/// record.add_name(["May"], Some("Exemplar"));
/// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
/// let text = "EXEMPLAR, MAY called 555-010-0199. Ms. Exemplar is well.";
/// let tagged = Scrubber::new(&policy, &record).scrub(text);
///
/// let mut surrogates = Surrogates::new(SystemRandom);
/// let note = surrogates.write(&policy, text, &tagged, None)?;
/// assert!(!note.text.contains("EXEMPLAR") && note.text.ends_with("is well."));
/// // The same family name twice, in the case of each.
/// let family = note.text.split(',').next().ok_or("no comma")?;
/// let again = note.text.split("Ms. ").nth(1).and_then(|rest| rest.split(' ').next()).ok_or("no title")?;
/// assert_eq!(family, again.to_uppercase());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Surrogates<R = SystemRandom> {
    source: R,
    drawn: HashMap<(Kind, Box<str>), Box<str>>,
    taken: HashSet<Box<str>>,
    /// Words of originals, which no surrogate may be.
    originals: HashSet<Box<str>>,
    buffer: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Given,
    Family,
    Initial,
    Place,
    Number,
    Contact,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Kind::Given => "given name",
            Kind::Family => "family name",
            Kind::Initial => "initial",
            Kind::Place => "place",
            Kind::Number => "number",
            Kind::Contact => "contact",
        }
    }
}

/// A text with surrogates in the place of identifiers.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WithSurrogates {
    /// The text.
    pub text: String,
    /// What was replaced, and where its surrogate is.
    pub offsets: Offsets,
}

impl fmt::Debug for WithSurrogates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "WithSurrogates {{ {} bytes, {} surrogates }}",
            self.text.len(),
            self.offsets.replacements().len()
        )
    }
}

impl<R: RandomSource> Surrogates<R> {
    /// For a patient of whom nothing was replaced yet.
    pub fn new(source: R) -> Self {
        Surrogates {
            source,
            drawn: HashMap::new(),
            taken: HashSet::new(),
            originals: HashSet::new(),
            buffer: Vec::new(),
        }
    }

    /// Writes a text with surrogates. `text` is the original of `scrubbed`; `patient` is what the caller
    /// calls the patient, by which dates shift where the policy shifts them.
    pub fn write<P: Policy>(
        &mut self,
        policy: &P,
        text: &str,
        scrubbed: &Scrubbed,
        patient: Option<&str>,
    ) -> Result<WithSurrogates, RandomFailure> {
        let rules = policy.rules();
        let shift: Option<Shift> = rules.shift(patient);
        for (_, _, value, _) in replaced(text, scrubbed) {
            let words = value
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty());
            self.originals
                .extend(words.map(|word| word.to_lowercase().into_boxed_str()));
        }
        let mut out = String::with_capacity(text.len());
        let mut offsets = Offsets::default();
        for (before, span, value, tag) in replaced(text, scrubbed) {
            out.push_str(before);
            let start = out.len();
            match fate(&rules, shift, &span, value) {
                Fate::Stays => {
                    out.push_str(value);
                    continue;
                }
                Fate::Moved(date) => out.push_str(&date),
                Fate::Goes => {
                    let title = out
                        .trim_end()
                        .rsplit(char::is_whitespace)
                        .next()
                        .unwrap_or("")
                        .to_lowercase();
                    let surrogate = match span.category {
                        Category::Name => self.name(value, &title)?,
                        Category::Location => self.location(value, tag, span.rule)?,
                        Category::Id | Category::Other => self.number(value)?,
                        Category::Contact => self.contact(value)?,
                        Category::Date => year_of(tag).unwrap_or(tag).to_owned(),
                        Category::Age => "90".to_owned(),
                    };
                    out.push_str(&surrogate);
                }
            }
            offsets.push(span, start..out.len());
        }
        let end = scrubbed.spans.last().map_or(0, |span| span.end);
        out.push_str(text.get(end..).unwrap_or(""));
        Ok(WithSurrogates { text: out, offsets })
    }

    /// The parts of a name one by one; what separates them stays.
    fn name(&mut self, value: &str, title: &str) -> Result<String, RandomFailure> {
        let parts: Vec<&str> = value
            .split(|c: char| !is_part(c))
            .filter(|part| !part.is_empty())
            .collect();
        let family_first = value.contains(',');
        let words = parts.iter().filter(|part| part.chars().count() > 1).count();
        let mut nth = 0;
        let woman = match title.trim_end_matches('.') {
            "ms" | "mrs" | "miss" | "sister" | "mother" | "daughter" | "wife" | "sra" => Some(true),
            "mr" | "brother" | "father" | "son" | "husband" | "sr" => Some(false),
            _ => parts.iter().find_map(|part| is_woman(part)),
        };
        let titled = matches!(
            title.trim_end_matches('.'),
            "dr" | "ms" | "mrs" | "mr" | "miss" | "nurse" | "prof"
        );
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(first) = rest.chars().next() {
            let end = rest
                .find(|c| is_part(c) != is_part(first))
                .unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            if !is_part(first) {
                out.push_str(part);
                continue;
            }
            let lower = part.to_lowercase();
            if part.chars().count() == 1 {
                out.push_str(&self.initial(part)?);
                continue;
            }
            if matches!(
                lower.as_str(),
                "jr" | "sr"
                    | "ii"
                    | "iii"
                    | "iv"
                    | "md"
                    | "rn"
                    | "do"
                    | "de"
                    | "la"
                    | "van"
                    | "von"
                    | "der"
                    | "del"
                    | "dr"
                    | "mr"
                    | "mrs"
                    | "ms"
            ) {
                out.push_str(part);
                continue;
            }
            nth += 1;
            let family = if words == 1 {
                titled || is_woman(part).is_none()
            } else if family_first {
                nth == 1
            } else {
                nth == words
            };
            // A part that was seen before is what it was.
            let kind = match (
                self.drawn
                    .contains_key(&(Kind::Given, lower.as_str().into())),
                family,
            ) {
                (true, _) => Kind::Given,
                (false, true) => Kind::Family,
                (false, false) => Kind::Given,
            };
            let kind = if self
                .drawn
                .contains_key(&(Kind::Family, lower.as_str().into()))
            {
                Kind::Family
            } else {
                kind
            };
            let list: &[&str] = match (kind, woman.or_else(|| is_woman(part))) {
                (Kind::Family, _) => &FAMILIES,
                (_, Some(false)) => &MEN,
                (_, Some(true)) => &WOMEN,
                // Nothing tells: the length of the name is as good as a coin.
                _ if part.len() % 2 == 0 => &MEN,
                _ => &WOMEN,
            };
            out.push_str(&cased(part, &self.of_list(kind, &lower, list)?));
        }
        Ok(out)
    }

    /// The initial of the name for which it stands, where one was seen.
    fn initial(&mut self, letter: &str) -> Result<String, RandomFailure> {
        let lower = letter.to_lowercase();
        let mut names: Vec<_> = self
            .drawn
            .iter()
            .filter(|((kind, name), _)| {
                matches!(kind, Kind::Given | Kind::Family) && name.starts_with(&lower)
            })
            .collect();
        names.sort_unstable_by_key(|((kind, name), _)| (*kind, name.clone()));
        if let Some(first) = names.first().and_then(|(_, name)| name.chars().next()) {
            return Ok(cased(letter, &first.to_string()));
        }
        let key = (Kind::Initial, lower.clone().into_boxed_str());
        let drawn = match self.drawn.get(&key) {
            Some(drawn) => drawn.clone(),
            None => {
                let drawn: Box<str> = char::from(b'A' + self.below(26)?).to_string().into();
                self.drawn.insert(key, drawn.clone());
                drawn
            }
        };
        Ok(cased(letter, &drawn))
    }

    fn location(&mut self, value: &str, tag: &str, rule: Rule) -> Result<String, RandomFailure> {
        if rule == Rule::Zip || value.chars().all(|c| c.is_ascii_digit() || c == '-') {
            // Of the tag `[LOCATION 627]` the digits may stay; the others are drawn.
            let kept =
                tag.trim_end_matches(']').rsplit(' ').next().filter(|kept| {
                    kept.len() == 3 && kept.bytes().all(|byte| byte.is_ascii_digit())
                });
            let drawn = self.number(value)?;
            return Ok(match (kept, drawn.get(3..)) {
                (Some("000"), Some(rest)) => {
                    format!("000{}", rest.replace(|c: char| c.is_ascii_digit(), "0"))
                }
                (Some(kept), Some(rest)) => other_end(format!("{kept}{rest}"), value),
                _ => drawn,
            });
        }
        // States may stay: 164.514(b)(2)(i)(B).
        if let Some((city, state)) = value
            .rsplit_once(',')
            .filter(|(_, state)| places::is_state(state))
        {
            return Ok(format!("{},{state}", self.location(city, tag, rule)?));
        }
        // Numbers of houses and kinds of places keep their places; the other words in a row become one name.
        let mut out = String::with_capacity(value.len());
        let mut name: Vec<&str> = Vec::new();
        let mut gap = "";
        let mut rest = value;
        while let Some(first) = rest.chars().next() {
            let word = is_part(first) || first.is_ascii_digit();
            let end = rest
                .find(|c: char| (is_part(c) || c.is_ascii_digit()) != word)
                .unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            rest = after;
            let lower = part.to_lowercase();
            let kind = KINDS.contains(&lower.as_str()) || STREETS.contains(&lower.as_str());
            if !word && !name.is_empty() {
                gap = part;
                continue;
            }
            if word && !kind && !first.is_ascii_digit() {
                name.push(part);
                gap = "";
                continue;
            }
            self.push_place(&mut out, &mut name)?;
            out.push_str(gap);
            gap = "";
            if word && first.is_ascii_digit() {
                out.push_str(&self.number(part)?);
            } else {
                out.push_str(part);
            }
        }
        self.push_place(&mut out, &mut name)?;
        out.push_str(gap);
        Ok(out)
    }

    fn push_place(&mut self, out: &mut String, name: &mut Vec<&str>) -> Result<(), RandomFailure> {
        if let Some(first) = name.first() {
            let lower = name.join(" ").to_lowercase();
            let drawn = self.of_list(Kind::Place, &lower, &PLACES)?;
            let upper =
                name.iter().all(|word| word.chars().all(char::is_uppercase)) && first.len() > 1;
            out.push_str(&if upper { drawn.to_uppercase() } else { drawn });
            name.clear();
        }
        Ok(())
    }

    /// Digits for digits, letters for letters; the same for the same number in whatever way it is written.
    fn number(&mut self, value: &str) -> Result<String, RandomFailure> {
        let of = |keep: fn(&char) -> bool| {
            value
                .chars()
                .filter(keep)
                .collect::<String>()
                .to_lowercase()
        };
        // `MRN-00123456` is also written 00-123456.
        let digits = self.drawn_like(&of(char::is_ascii_digit), b'0', 10)?;
        let letters = self.drawn_like(
            &of(|c| c.is_alphanumeric() && !c.is_ascii_digit()),
            b'a',
            26,
        )?;
        let (mut digits, mut letters) = (digits.chars(), letters.chars());
        let mut out: String = value
            .chars()
            .map(|c| match c {
                c if c.is_ascii_digit() => digits.next().unwrap_or('0'),
                c if !c.is_alphanumeric() => c,
                c if c.is_uppercase() => letters.next().unwrap_or('x').to_ascii_uppercase(),
                _ => letters.next().unwrap_or('x'),
            })
            .collect();
        // Of nine digits, those that begin with 9 are never issued (SSA, "Social Security Number Randomization").
        let nine = value.bytes().filter(u8::is_ascii_digit).count() == 9
            && !value.chars().any(char::is_alphabetic);
        if let Some(first) = out.find(|c: char| c.is_ascii_digit()).filter(|_| nine) {
            out.replace_range(first..=first, "9");
        }
        Ok(out)
    }

    /// As many digits or letters as `value` has, other than these.
    fn drawn_like(&mut self, value: &str, first: u8, count: u8) -> Result<String, RandomFailure> {
        let key = (Kind::Number, value.into());
        if let Some(drawn) = self.drawn.get(&key) {
            return Ok(drawn.to_string());
        }
        let mut drawn = String::new();
        for _ in 0..16 {
            drawn.clear();
            for c in value.chars() {
                // House numbers do not begin with 0, nor area codes with 0 or 1.
                let least = if drawn.is_empty() && matches!(c, '2'..='9') {
                    2
                } else {
                    0
                };
                drawn.push(char::from(first + least + self.below(count - least)?));
            }
            if drawn != value {
                break;
            }
        }
        self.drawn.insert(key, drawn.as_str().into());
        Ok(drawn)
    }

    fn contact(&mut self, value: &str) -> Result<String, RandomFailure> {
        let lower = value.to_lowercase();
        if let Some((name, _)) = lower.split_once('@') {
            let key = (Kind::Contact, name.into());
            let name = match self.drawn.get(&key) {
                Some(name) => name.to_string(),
                None => {
                    let given = self.pick(&WOMEN)?;
                    let family = self.pick(&FAMILIES)?;
                    let name = format!("{given}.{family}{}", self.below(100)?).to_lowercase();
                    self.drawn.insert(key, name.as_str().into());
                    name
                }
            };
            return Ok(format!("{name}@example.org"));
        }
        let digits = value.chars().filter(char::is_ascii_digit).count();
        let letters = value.chars().any(|c| c.is_ascii_alphabetic());
        if value.split('.').count() == 4 && !letters && digits >= 4 {
            return Ok(format!("192.0.2.{}", self.below(254)? + 1));
        }
        if letters && (lower.contains("://") || lower.contains("www") || lower.contains('/')) {
            let drawn = self.number(&format!("{digits:06}"))?;
            return Ok(format!("https://example.org/{drawn}"));
        }
        let drawn = self.number(value)?;
        if digits < 7 || letters {
            return Ok(drawn);
        }
        // The last seven digits become 555-01xx.
        let mut fiction = "555 01".chars().filter(char::is_ascii_digit);
        let mut left = digits;
        let out = drawn.chars().map(|c| {
            if !c.is_ascii_digit() {
                return c;
            }
            left -= 1;
            if (2..7).contains(&left) {
                fiction.next().unwrap_or(c)
            } else {
                c
            }
        });
        Ok(other_end(out.collect(), value))
    }

    /// A name of a list that no other value has and that is none of the originals; when all are taken, any.
    fn of_list(
        &mut self,
        kind: Kind,
        value: &str,
        list: &[&'static str],
    ) -> Result<String, RandomFailure> {
        let key = (kind, value.into());
        if let Some(drawn) = self.drawn.get(&key) {
            return Ok(drawn.to_string());
        }
        let mut drawn = self.pick(list)?;
        for _ in 0..64 {
            let lower = drawn.to_lowercase();
            if !self.taken.contains(drawn)
                && !lower.split(' ').any(|word| self.originals.contains(word))
            {
                break;
            }
            drawn = self.pick(list)?;
        }
        self.taken.insert(drawn.into());
        self.drawn.insert(key, drawn.into());
        Ok(drawn.to_owned())
    }

    fn pick(&mut self, list: &[&'static str]) -> Result<&'static str, RandomFailure> {
        let count = u8::try_from(list.len()).unwrap_or(u8::MAX);
        let place = usize::from(self.below(count)?);
        Ok(list.get(place).copied().unwrap_or(""))
    }

    /// A number below `limit`, each as likely.
    fn below(&mut self, limit: u8) -> Result<u8, RandomFailure> {
        let most = u8::MAX - u8::MAX % limit.max(1);
        // A source whose bytes are all above is none.
        for _ in 0..1024 {
            if self.buffer.is_empty() {
                self.buffer.resize(64, 0);
                self.source.fill(&mut self.buffer)?;
            }
            match self.buffer.pop() {
                Some(byte) if byte < most => return Ok(byte % limit.max(1)),
                _ => {}
            }
        }
        Err(RandomFailure)
    }
}

impl<R> Surrogates<R> {
    /// What stands for what: the kind, the value in lower case, and its surrogate, for a map that is kept apart.
    /// They identify people.
    pub fn entries(&self) -> Vec<(&'static str, &str, &str)> {
        let mut entries: Vec<_> = self
            .drawn
            .iter()
            .map(|((kind, value), drawn)| (kind.name(), &**value, &**drawn))
            .collect();
        entries.sort_unstable();
        entries
    }
}

impl<R> fmt::Debug for Surrogates<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surrogates")
            .field("drawn", &self.drawn.len())
            .finish()
    }
}

/// The year of the tag `[DATE 2024]`.
fn year_of(tag: &str) -> Option<&str> {
    tag.strip_prefix("[DATE ")?.strip_suffix(']')
}

/// With a last digit other than that of the value: where only a few digits are drawn, they may be the same.
fn other_end(surrogate: String, value: &str) -> String {
    let last = |text: &str| text.char_indices().rfind(|(_, c)| c.is_ascii_digit());
    match (last(&surrogate), last(value)) {
        (Some((at, digit)), Some((_, same))) if digit == same => {
            let next = if digit == '9' {
                '0'
            } else {
                char::from(digit as u8 + 1)
            };
            let (before, after) = (
                surrogate.get(..at).unwrap_or(""),
                surrogate.get(at + 1..).unwrap_or(""),
            );
            format!("{before}{next}{after}")
        }
        _ => surrogate,
    }
}

fn is_part(c: char) -> bool {
    c.is_alphabetic()
}

/// A word in the case of another.
fn cased(like: &str, word: &str) -> String {
    let several = like.chars().count() > 1;
    if like.chars().all(char::is_uppercase) && (several || word.chars().count() == 1) {
        word.to_uppercase()
    } else if like.chars().all(char::is_lowercase) {
        word.to_lowercase()
    } else {
        word.to_owned()
    }
}
