//! The answers, as JSON lines or as sentences.

use std::io::{self, Write};

use him_codes::edits::{Findings, Identified, Place};
use him_examples::claim_line::ClaimLine;
use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) struct Report<W> {
    to: W,
    explain: bool,
    line: Vec<u8>,
}

#[derive(Serialize)]
struct AnswerLine<'a> {
    id: Option<&'a RawValue>,
    mce: Identified<'a, Option<&'a RawValue>>,
    findings: &'a Findings,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(to: W, explain: bool) -> Report<W> {
        Report {
            to,
            explain,
            line: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, claim: &ClaimLine<'_>, findings: &Findings) -> io::Result<()> {
        if self.explain {
            return self.explain(claim, findings);
        }
        let id = claim.id;
        let answer = AnswerLine {
            id,
            mce: findings.answer().identified(id),
            findings,
        };
        self.line.clear();
        serde_json::to_writer(&mut self.line, &answer)?;
        self.line.push(b'\n');
        self.to.write_all(&self.line)
    }

    fn explain(&mut self, claim: &ClaimLine<'_>, findings: &Findings) -> io::Result<()> {
        let id = claim.id.map_or("without id", RawValue::get);
        writeln!(self.to, "claim {id}: {}", findings.answer().outcome())?;
        for finding in findings.all() {
            write!(self.to, "  {:<7}  ", finding.severity())?;
            let mut before = "";
            for place in core::iter::once(finding.place()).chain(finding.others().map(|it| it.0)) {
                match place {
                    Place::Admitting => write!(self.to, "{before}admitting diagnosis")?,
                    Place::Diagnosis(0) => write!(self.to, "{before}principal diagnosis")?,
                    Place::Diagnosis(index) => write!(self.to, "{before}diagnosis {}", index + 1)?,
                    Place::Procedure(index) => write!(self.to, "{before}procedure {}", index + 1)?,
                    _ => continue,
                }
                before = ", with ";
            }
            if !before.is_empty() {
                write!(self.to, ": ")?;
            }
            write!(self.to, "{finding}")?;
            for (index, code) in finding.suggestions().enumerate() {
                let before = if index == 0 { "; perhaps" } else { "," };
                write!(self.to, "{before} {code}")?;
            }
            writeln!(self.to, " [{}, {}]", finding.rule(), finding.source())?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.to.flush()
    }
}
