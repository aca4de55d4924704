//! The lines of the output.

use std::io::{self, Write};

use chrono::NaiveDate;

use crate::answer::{Answer, System};
use crate::line::Line;
use crate::lists::Lists;

const COLUMNS: [&str; 8] = [
    "system",
    "code",
    "date",
    "verdict",
    "official",
    "title",
    "detail",
    "suggestions",
];

pub(crate) struct Writer<W: Write> {
    output: csv::Writer<W>,
    lists: Lists,
    answer: Answer,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(output: W, lists: Lists) -> io::Result<Writer<W>> {
        let mut output = csv::Writer::from_writer(output);
        output.write_record(COLUMNS)?;
        Ok(Writer {
            output,
            lists,
            answer: Answer::default(),
        })
    }

    pub(crate) fn answer(&mut self, line: Line<'_>) -> io::Result<()> {
        let [system, code, date] = match line {
            Line::Header => return Ok(()),
            Line::Broken { fields, why } => {
                self.answer.broken(why);
                fields
            }
            Line::Code { system, code, date } => {
                match (System::named(&system), day(&date)) {
                    (None, _) => self
                        .answer
                        .broken("the system is none of icd10cm, icd10pcs, hcpcs and cpt"),
                    (_, None) => self
                        .answer
                        .broken("the date is no day written YYYY-MM-DD or YYYYMMDD"),
                    (Some(system), Some(on)) => self.answer.ask(system, &code, on, &self.lists),
                }
                [system, code, date]
            }
        };
        let answer = &self.answer;
        self.output.write_record([
            system.as_ref(),
            code.as_ref(),
            date.as_ref(),
            answer.verdict.word(),
            &answer.official,
            &answer.title,
            &answer.detail,
            &answer.suggestions,
        ])?;
        Ok(())
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| digits.parse().ok()).flatten()
    };
    let (year, month, day) = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] => (number(0, 4)?, number(5, 7)?, number(8, 10)?),
        [_, _, _, _, _, _, _, _] => (number(0, 4)?, number(4, 6)?, number(6, 8)?),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}
