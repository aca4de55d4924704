use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::NaiveDate;

use super::{Builder, FaultKind, decoded, lines};
use crate::cpt::Cpt;

/// The places of the columns.
struct Columns {
    code: usize,
    from: Option<usize>,
    to: Option<usize>,
    title: Option<usize>,
}

pub(super) fn read(bytes: &[u8], builder: &mut Builder) {
    let mut columns = None;
    for (number, line) in lines(bytes) {
        let line = decoded(line);
        if line.trim().is_empty() {
            continue;
        }
        let fields = fields(&line);
        let Some(columns) = &columns else {
            columns = fields.as_deref().and_then(header);
            if columns.is_none() {
                return builder.fault(number, FaultKind::Header);
            }
            continue;
        };
        match fields
            .ok_or(FaultKind::Quote)
            .and_then(|fields| row(&fields, columns))
        {
            Ok((code, days, title)) => builder.row(number, code, days, &title),
            Err(kind) => builder.fault(number, kind),
        }
    }
    if columns.is_none() {
        builder.fault(1, FaultKind::Header);
    }
}

fn header(fields: &[String]) -> Option<Columns> {
    let place = |name: &str| {
        fields
            .iter()
            .position(|field| field.trim().eq_ignore_ascii_case(name))
    };
    Some(Columns {
        code: place("code")?,
        from: place("effective_from"),
        to: place("effective_to"),
        title: place("title"),
    })
}

type Fields = (Cpt, [Option<NaiveDate>; 2], String);

fn row(fields: &[String], columns: &Columns) -> Result<Fields, FaultKind> {
    let field = |place: Option<usize>| {
        place
            .and_then(|place| fields.get(place))
            .map_or("", |field| field.trim())
    };
    let code = field(Some(columns.code)).parse().map_err(FaultKind::Code)?;
    let day = |place, column| match field(place) {
        "" => Ok(None),
        text => day(text).map(Some).ok_or(FaultKind::Day { column }),
    };
    let days = [
        day(columns.from, "effective_from")?,
        day(columns.to, "effective_to")?,
    ];
    match days {
        [Some(from), Some(to)] if to < from => Err(FaultKind::Period),
        _ => Ok((code, days, field(columns.title).to_owned())),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split(['-', '/']);
    let (one, two, three) = match (parts.next()?, parts.next(), parts.next(), parts.next()) {
        (all, None, ..) if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        (year, Some(month), Some(day), None) if year.len() == 4 && !text.contains('/') => {
            (year, month, day)
        }
        (month, Some(day), Some(year), None) if year.len() == 4 && !text.contains('-') => {
            (year, month, day)
        }
        _ => return None,
    };
    if ![one, two, three].into_iter().all(all_digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(one.parse().ok()?, two.parse().ok()?, three.parse().ok()?)
}

/// None when a quote is not closed.
fn fields(line: &str) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let mut field = String::new();
        rest = match rest.trim_start().strip_prefix('"') {
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (own, after) = rest.split_at_checked(end)?;
                field.push_str(own);
                after
            }
            Some(mut quoted) => loop {
                let (part, after) = quoted.split_once('"')?;
                field.push_str(part);
                match after.strip_prefix('"') {
                    Some(more) => {
                        field.push('"');
                        quoted = more;
                    }
                    None => break after.trim_start(),
                }
            },
        };
        fields.push(field);
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Some(fields),
            // Something stands after a closing quote.
            None => return None,
        }
    }
}
