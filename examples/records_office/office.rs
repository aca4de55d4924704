//! The way of a source through the office: read, check, decide, scrub.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use chrono::NaiveDate;
use him_deid::{Category, Manifest, SafeHarbor};
use him_exchange::fhir::{Import, Importer, Severity};
use him_record::{Attachment, Chart, PhiText};

use crate::codes::{self, CodeFinding};
use crate::report::{
    ChartPart, CodeLine, Counts, ErrorPart, FilePart, NoteLine, Part, RetentionLine,
};
use crate::schedule::Retention;
use him_examples::sources::Source;

/// The desks that every chart passes.
pub(crate) struct Office {
    on: NaiveDate,
    policy: SafeHarbor,
}

impl Office {
    pub(crate) fn new(on: NaiveDate) -> Self {
        Office {
            on,
            policy: SafeHarbor::new(on),
        }
    }

    /// Everything there is to say about a source.
    pub(crate) fn work(&self, source: &Source) -> Vec<Part> {
        let mut importer = Importer::new();
        let files = source.files();
        let name = source.name().display().to_string();
        let mut parts = Vec::new();
        let mut bytes = 0;
        // Findings name their input by its number.
        let mut inputs = Vec::new();
        for path in files {
            let file = match File::open(path) {
                Ok(file) => file,
                Err(error) => {
                    parts.push(error_part(path, format!("cannot be read: {error}")));
                    continue;
                }
            };
            inputs.push(path);
            bytes += file.metadata().map_or(0, |metadata| metadata.len());
            let result = match source {
                Source::Json(_) => importer.read_json(file),
                Source::Ndjson(_) => importer.read_ndjson(file),
            };
            if let Err(error) = result {
                parts.push(error_part(path, error));
            }
        }
        let import = importer.finish();
        let broken = import
            .findings
            .iter()
            .filter(|it| it.severity() == Severity::Error);
        parts.extend(broken.filter_map(|it| Some(error_part(inputs.get(it.input)?, it))));
        let charts = import.charts.iter().enumerate();
        parts.extend(
            charts.map(|(index, chart)| Part::Chart(Box::new(self.chart(&name, index, chart)))),
        );
        parts.push(Part::File(file_part(name, bytes, &import)));
        parts
    }

    fn chart(&self, source: &str, index: usize, chart: &Chart) -> ChartPart {
        let (findings, codes_checked) = codes::check(chart);
        let retention = Retention::decide(chart, self.on);
        let (deidentified, manifest) = self.policy.deidentify_chart(chart);
        ChartPart {
            source: source.to_owned(),
            chart: index + 1,
            entries: entries(chart),
            codes_checked,
            code_findings: findings.into_iter().map(code_line).collect(),
            retention: retention_line(&retention, self.on),
            notes: notes(deidentified.content()),
            removed: removed(&manifest),
        }
    }
}

fn error_part(path: &Path, error: impl ToString) -> Part {
    Part::Error(ErrorPart {
        source: path.display().to_string(),
        error: error.to_string(),
    })
}

fn entries(chart: &Chart) -> BTreeMap<&'static str, usize> {
    let counts = [
        ("encounters", chart.encounters.len()),
        ("diagnoses", chart.diagnoses.len()),
        ("procedures", chart.procedures.len()),
        ("observations", chart.observations.len()),
        ("medications", chart.medications.len()),
        ("allergies", chart.allergies.len()),
        ("immunizations", chart.immunizations.len()),
        ("reports", chart.reports.len()),
        ("notes", chart.notes.len()),
        ("others kept raw", chart.unheld.len()),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

fn code_line(finding: CodeFinding) -> CodeLine {
    CodeLine {
        place: finding.place,
        system: finding.system.name().to_owned(),
        code: finding.code,
        date: finding.date.map(|date| date.to_string()),
        verdict: finding.verdict,
        reason: finding.reason,
    }
}

fn retention_line(retention: &Retention, on: NaiveDate) -> RetentionLine {
    let decision = &retention.decision;
    RetentionLine {
        on: on.to_string(),
        outcome: decision.outcome().name(),
        day: retention
            .day()
            .into_iter()
            .map(|(what, day)| (what, day.to_string()))
            .collect(),
        jurisdictions: retention
            .jurisdictions
            .iter()
            .map(ToString::to_string)
            .collect(),
        basis: retention.basis,
        provider: retention.provider.to_string(),
        rule: decision.deciding().map(|arm| arm.rule().id.to_string()),
        citation: retention.citation().map(str::to_owned),
        explanation: decision.explain().to_string(),
    }
}

/// The texts of the notes and reports of a chart that is de-identified.
fn notes(chart: &Chart) -> Vec<NoteLine> {
    let of_notes = chart.notes.iter().flat_map(|note| &note.content.forms);
    let texts = of_notes
        .filter_map(Attachment::text)
        .map(PhiText::expose_str);
    texts
        .enumerate()
        .map(|(index, text)| NoteLine {
            note: index + 1,
            text: text.to_owned(),
        })
        .collect()
}

fn removed(manifest: &Manifest) -> BTreeMap<&'static str, usize> {
    let counts = Category::ALL
        .iter()
        .map(|&category| (category.name(), manifest.spans(category)));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn file_part(source: String, bytes: u64, import: &Import) -> FilePart {
    let resources = import.counts.by_type.iter().map(|(resource_type, count)| {
        let counts = Counts {
            received: count.received(),
            held: count.held,
            kept_raw: count.kept_raw,
            unreadable: count.unreadable,
        };
        ((*resource_type).to_owned(), counts)
    });
    FilePart {
        source,
        bytes,
        charts: import.charts.len(),
        resources: resources.collect(),
        findings: import.findings.iter().map(ToString::to_string).collect(),
    }
}
