//! The answers, as JSON lines or as text for people.

use std::io::{self, Write};

use him_drg::Grouping;
use him_drg::explain::Explanation;
use him_examples::claim_line::ClaimLine;
use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) struct Report<W> {
    to: W,
    line: Vec<u8>,
}

#[derive(Serialize)]
struct ErrorLine<'a> {
    id: Option<&'a RawValue>,
    error: &'a str,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(to: W) -> Report<W> {
        Report {
            to,
            line: Vec::new(),
        }
    }

    pub(crate) fn answer(&mut self, claim: &ClaimLine<'_>, grouping: &Grouping) -> io::Result<()> {
        self.write(&grouping.identified(claim.id))
    }

    pub(crate) fn error(
        &mut self,
        claim: &ClaimLine<'_>,
        error: &str,
        explain: bool,
    ) -> io::Result<()> {
        if explain {
            return writeln!(self.to, "claim {}: {error}\n", id(claim));
        }
        self.write(&ErrorLine {
            id: claim.id,
            error,
        })
    }

    pub(crate) fn explain(&mut self, claim: &ClaimLine<'_>, why: &Explanation) -> io::Result<()> {
        writeln!(self.to, "claim {}: {why}\n", id(claim))
    }

    fn write(&mut self, answer: &impl Serialize) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, answer)?;
        self.line.push(b'\n');
        self.to.write_all(&self.line)
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}

fn id<'a>(claim: &ClaimLine<'a>) -> &'a str {
    claim.id.map_or("without id", RawValue::get)
}
