//! The answers, as JSON lines or as sentences.

use std::io::{self, Write};

use him_codes::edits::{Findings, FindingsWriter, Place};
use him_examples::claim_line::ClaimLine;
use serde_json::value::RawValue;

pub(crate) struct Report<W> {
    to: W,
    explain: bool,
    line: Vec<u8>,
    writer: FindingsWriter,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(to: W, explain: bool) -> Report<W> {
        Report {
            to,
            explain,
            line: Vec::new(),
            writer: FindingsWriter::new(),
        }
    }

    pub(crate) fn write(&mut self, claim: &ClaimLine<'_>, findings: &Findings) -> io::Result<()> {
        if self.explain {
            return self.explain(claim, findings);
        }
        let id = claim.id.map_or("null", RawValue::get);
        self.line.clear();
        self.line.extend_from_slice(b"{\"id\":");
        self.line.extend_from_slice(id.as_bytes());
        self.line.extend_from_slice(b",\"mce\":");
        let answer = findings.answer();
        self.writer.write_answer(id, answer, &mut self.line);
        self.line.extend_from_slice(b",\"findings\":");
        self.writer.write(findings, &mut self.line);
        self.line.extend_from_slice(b"}\n");
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
