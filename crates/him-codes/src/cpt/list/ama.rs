use super::{Builder, FaultKind, decoded, lines};
use crate::cpt::Cpt;
use crate::error::ParseError;

/// How the AMA lays out a text file of its CPT data files.
///
/// | files | layout |
/// |---|---|
/// | `LONGULT.TXT`, `LONGUT.TXT` | [`TabDelimited`](AmaLayout::TabDelimited) |
/// | `LONGULF.TXT`, `LONGUF.TXT` | [`FixedLong`](AmaLayout::FixedLong) |
/// | `MEDU.TXT`, `SHORTU.TXT` and the same in upper and lower case | [`Fixed`](AmaLayout::Fixed) |
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AmaLayout {
    /// The code, a tab, the long title.
    TabDelimited,
    /// 80 columns: the code in 1 to 5, the number of the part in 6 and 7, a blank, a part of the long title in 9 to 80.
    FixedLong,
    /// The code in columns 1 to 5, a blank, the title from column 7: 28 characters of the short, 100 of the medium one.
    Fixed,
}

impl AmaLayout {
    /// By the name of the file.
    ///
    /// ```
    /// # use him_codes::cpt::AmaLayout;
    /// assert_eq!(AmaLayout::of_file("longult.txt"), Some(AmaLayout::TabDelimited));
    /// assert_eq!(AmaLayout::of_file("MEDU.TXT"), Some(AmaLayout::Fixed));
    /// assert_eq!(AmaLayout::of_file("readme.doc"), None);
    /// ```
    #[must_use]
    pub fn of_file(name: &str) -> Option<AmaLayout> {
        let files = [
            ("LONGULT.TXT", AmaLayout::TabDelimited),
            ("LONGUT.TXT", AmaLayout::TabDelimited),
            ("LONGULF.TXT", AmaLayout::FixedLong),
            ("LONGUF.TXT", AmaLayout::FixedLong),
            ("MEDU.TXT", AmaLayout::Fixed),
            ("MEDUL.TXT", AmaLayout::Fixed),
            ("SHORTU.TXT", AmaLayout::Fixed),
            ("SHORTUL.TXT", AmaLayout::Fixed),
        ];
        files
            .into_iter()
            .find(|(own, _)| name.eq_ignore_ascii_case(own))
            .map(|(_, layout)| layout)
    }
}

/// A line that is laid out well: its code, the number of its part and the text.
struct Line<'f> {
    code: Result<Cpt, ParseError>,
    /// The characters of the code as they stand there.
    raw: &'f [u8],
    part: u8,
    text: &'f [u8],
}

pub(super) fn read(bytes: &[u8], layout: AmaLayout, builder: &mut Builder) {
    let mut begun = false;
    // The code and the part of the line before, with whether it is in the list.
    let mut before: Option<(&[u8], u8, bool)> = None;
    for (number, whole) in lines(bytes) {
        if whole.trim_ascii().is_empty() {
            continue;
        }
        let Some(line) = split(whole, layout) else {
            if begun {
                before = None;
                builder.fault(number, FaultKind::Layout);
            } else {
                builder.notice_lines += 1;
            }
            continue;
        };
        let text = decoded(line.text);
        let text = text.trim();
        let kept = match line.code {
            // Words of the notice may stand as a code would; a code starts with a digit.
            Err(_) if !begun && !line.raw.first().is_some_and(u8::is_ascii_digit) => {
                builder.notice_lines += 1;
                continue;
            }
            Err(error) => {
                builder.fault(number, FaultKind::Code(error));
                false
            }
            Ok(code) if line.part <= 1 => {
                builder.row(number, code, [None, None], text);
                true
            }
            Ok(_) => match before {
                Some((raw, part, true)) if raw == line.raw && part + 1 == line.part => {
                    builder.more(text);
                    true
                }
                // The rest of a title whose beginning is at fault says nothing new, but must not go unnoticed.
                _ => {
                    builder.fault(number, FaultKind::Sequence);
                    false
                }
            },
        };
        begun = true;
        before = Some((line.raw, line.part, kept));
    }
}

fn split(line: &[u8], layout: AmaLayout) -> Option<Line<'_>> {
    let (raw, part, text) = match layout {
        AmaLayout::TabDelimited => {
            let tab = line.iter().position(|byte| *byte == b'\t')?;
            let (raw, text) = line.split_at_checked(tab)?;
            (raw, 1, text.get(1..)?)
        }
        AmaLayout::FixedLong => {
            let (raw, rest) = line.split_at_checked(5)?;
            let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = rest else {
                return None;
            };
            let text = match rest {
                [] => rest,
                [b' ', text @ ..] => text,
                _ => return None,
            };
            (raw, (tens - b'0') * 10 + (ones - b'0'), text)
        }
        AmaLayout::Fixed => {
            let (raw, rest) = line.split_at_checked(5)?;
            match rest {
                [] => (raw, 1, rest),
                [b' ', text @ ..] => (raw, 1, text),
                _ => return None,
            }
        }
    };
    // A code has no blank in it; a text that is not even ASCII is at fault at its first byte.
    if raw.is_empty() || raw.trim_ascii() != raw {
        return None;
    }
    let code = Cpt::try_new(str::from_utf8(raw).unwrap_or("?"));
    Some(Line {
        code,
        raw,
        part,
        text,
    })
}
