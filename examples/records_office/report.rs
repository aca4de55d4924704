//! What the office says, as lines for people or for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

/// A part of the report; with `--json` one line each.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Part {
    /// A chart that went through the office.
    Chart(Box<ChartPart>),
    /// A file, or the ndjson files of a folder, that was read.
    File(FilePart),
    /// Something that could not be read.
    Error(ErrorPart),
    /// The end.
    Summary(SummaryPart),
}

#[derive(Debug, Serialize)]
pub(crate) struct ChartPart {
    pub(crate) source: String,
    /// 1 for the first chart of the source.
    pub(crate) chart: usize,
    pub(crate) entries: BTreeMap<&'static str, usize>,
    pub(crate) codes_checked: usize,
    pub(crate) code_findings: Vec<CodeLine>,
    pub(crate) retention: RetentionLine,
    pub(crate) notes: Vec<NoteLine>,
    /// Spans removed from all texts of the chart, by category.
    pub(crate) removed: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CodeLine {
    pub(crate) place: String,
    pub(crate) system: String,
    pub(crate) code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<String>,
    pub(crate) verdict: &'static str,
    pub(crate) reason: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct RetentionLine {
    pub(crate) on: String,
    pub(crate) outcome: &'static str,
    #[serde(flatten)]
    pub(crate) day: BTreeMap<&'static str, String>,
    pub(crate) jurisdictions: Vec<String>,
    pub(crate) basis: &'static str,
    pub(crate) provider: String,
    pub(crate) rule: Option<String>,
    pub(crate) citation: Option<String>,
    pub(crate) explanation: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct NoteLine {
    pub(crate) note: usize,
    pub(crate) text: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct FilePart {
    pub(crate) source: String,
    pub(crate) bytes: u64,
    pub(crate) charts: usize,
    pub(crate) resources: BTreeMap<String, Counts>,
    pub(crate) findings: Vec<String>,
}

/// How the resources of one type fared: `received` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) received: usize,
    pub(crate) held: usize,
    pub(crate) kept_raw: usize,
    /// Not JSON: nothing but the report of it remains.
    pub(crate) unreadable: usize,
}

#[derive(Debug, Serialize)]
pub(crate) struct ErrorPart {
    pub(crate) source: String,
    pub(crate) error: String,
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct SummaryPart {
    pub(crate) files: usize,
    pub(crate) charts: usize,
    pub(crate) resources: usize,
    pub(crate) code_findings: usize,
    pub(crate) errors: usize,
    pub(crate) passed_over: usize,
    pub(crate) bytes: u64,
    pub(crate) seconds: f64,
    pub(crate) mb_per_second: f64,
}

impl SummaryPart {
    /// Counts a part.
    pub(crate) fn add(&mut self, part: &Part) {
        match part {
            Part::Chart(chart) => {
                self.charts += 1;
                self.code_findings += chart.code_findings.len();
            }
            Part::File(file) => {
                self.bytes += file.bytes;
                self.resources += file.resources.values().map(|it| it.received).sum::<usize>();
            }
            Part::Error(_) => self.errors += 1,
            Part::Summary(_) => {}
        }
    }
}

/// Writes the parts in the form that the user asked for.
pub(crate) struct Report<W> {
    out: W,
    json: bool,
}

impl<W: Write> Report<W> {
    pub(crate) fn new(out: W, json: bool) -> Self {
        Report { out, json }
    }

    pub(crate) fn write_all(&mut self, parts: &[Part]) -> io::Result<()> {
        parts.iter().try_for_each(|part| self.write(part))
    }

    pub(crate) fn write(&mut self, part: &Part) -> io::Result<()> {
        if self.json {
            serde_json::to_writer(&mut self.out, part)?;
            return self.out.write_all(b"\n");
        }
        match part {
            Part::Chart(chart) => self.chart(chart),
            Part::File(file) => self.file(file),
            Part::Error(error) => writeln!(self.out, "ERROR {}: {}\n", error.source, error.error),
            Part::Summary(summary) => self.summary(summary),
        }
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn chart(&mut self, chart: &ChartPart) -> io::Result<()> {
        let out = &mut self.out;
        writeln!(out, "=== {}, chart {}", chart.source, chart.chart)?;
        let entries: Vec<String> = chart
            .entries
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect();
        writeln!(out, "Holds      {}", entries.join(", "))?;
        writeln!(
            out,
            "Codes      {} checked, {} to look at",
            chart.codes_checked,
            chart.code_findings.len()
        )?;
        for finding in &chart.code_findings {
            let date = finding
                .date
                .as_ref()
                .map(|date| format!(" on {date}"))
                .unwrap_or_default();
            writeln!(
                out,
                "  {:<14} {} {}{date}: {}\n                 {}",
                finding.place, finding.system, finding.code, finding.verdict, finding.reason
            )?;
        }
        let retention = &chart.retention;
        writeln!(
            out,
            "Retention  as a {} record under the law of {} ({})",
            retention.provider,
            retention.jurisdictions.join(" and "),
            retention.basis
        )?;
        for line in retention.explanation.lines() {
            writeln!(out, "  {line}")?;
        }
        let removed: Vec<String> = chart
            .removed
            .iter()
            .map(|(category, count)| format!("{count} {category}"))
            .collect();
        if !chart.notes.is_empty() {
            writeln!(
                out,
                "Notes      identifiers removed from all texts: {}",
                removed.join(", ")
            )?;
        }
        for note in &chart.notes {
            writeln!(out, "  --- note {}", note.note)?;
            for line in note.text.lines() {
                writeln!(out, "  | {line}")?;
            }
        }
        writeln!(out)
    }

    fn file(&mut self, file: &FilePart) -> io::Result<()> {
        let out = &mut self.out;
        let total = |count: fn(&Counts) -> usize| file.resources.values().map(count).sum::<usize>();
        writeln!(
            out,
            "--- {}: {} bytes, {} charts; {} resources, {} held, {} kept raw, {} unreadable",
            file.source,
            file.bytes,
            file.charts,
            total(|it| it.received),
            total(|it| it.held),
            total(|it| it.kept_raw),
            total(|it| it.unreadable),
        )?;
        for finding in &file.findings {
            writeln!(out, "  {finding}")?;
        }
        writeln!(out)
    }

    fn summary(&mut self, summary: &SummaryPart) -> io::Result<()> {
        writeln!(
            self.out,
            "{} charts, {} resources from {} files in {:.3} s ({:.1} MB/s); {} codes to look at, {} errors, {} other files passed over",
            summary.charts,
            summary.resources,
            summary.files,
            summary.seconds,
            summary.mb_per_second,
            summary.code_findings,
            summary.errors,
            summary.passed_over,
        )
    }
}
