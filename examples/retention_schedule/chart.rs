//! The schedule as a picture: records by the year in which they may go, and by rule.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use him_retention::schedule::Summary;
use plotters::prelude::*;

/// Rules with a colour of their own; the others share one.
const NAMED: usize = 9;
const OTHERS: &str = "other rules";

/// Writes the chart; as a page with the table of all rows where the name ends in `.html`.
pub(crate) fn draw(summary: &Summary<'_>, path: &Path) -> Result<(), Box<dyn Error>> {
    let svg = svg(summary)?;
    let html = path.extension().is_some_and(|kind| kind == "html");
    let text = if html { page(summary, &svg) } else { svg };
    std::fs::write(path, text)?;
    Ok(())
}

/// Records by year, and within it by rule.
type Years<'b> = BTreeMap<i32, BTreeMap<&'b str, u64>>;

fn svg(summary: &Summary<'_>) -> Result<String, Box<dyn Error>> {
    let rows = summary.rows();
    let mut by_rule: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.year.is_some()) {
        let rule = row.rule.map_or(OTHERS, |rule| &rule.id);
        *by_rule.entry(rule).or_default() += row.records;
    }
    let mut largest: Vec<_> = by_rule.into_iter().collect();
    largest.sort_by_key(|&(rule, records)| (std::cmp::Reverse(records), rule));
    let named: BTreeSet<&str> = largest.iter().take(NAMED).map(|&(rule, _)| rule).collect();
    let mut years: Years<'_> = BTreeMap::new();
    for row in &rows {
        let rule = row.rule.map_or(OTHERS, |rule| &rule.id);
        let rule = if named.contains(rule) { rule } else { OTHERS };
        if let Some(year) = row.year {
            *years.entry(year).or_default().entry(rule).or_default() += row.records;
        }
    }
    let mut text = String::new();
    paint(&years, &named, &mut text)?;
    Ok(text)
}

fn paint(
    years: &Years<'_>,
    named: &BTreeSet<&str>,
    text: &mut String,
) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::with_string(text, (1000, 560)).into_drawing_area();
    area.fill(&WHITE)?;
    let first = years.keys().next().copied().unwrap_or_default();
    let last = years.keys().next_back().copied().unwrap_or_default();
    let most = years.values().map(|rules| rules.values().sum()).max();
    let top = most.unwrap_or(0_u64).max(1) as f64 * 1.05;
    let mut chart = ChartBuilder::on(&area)
        .caption(
            "Records by the year in which they may be destroyed",
            ("sans-serif", 22),
        )
        .margin(12)
        .x_label_area_size(36)
        .y_label_area_size(72)
        .build_cartesian_2d(f64::from(first) - 0.5..f64::from(last) + 0.5, 0.0..top)?;
    let labels = usize::try_from(last - first + 1).unwrap_or(1).min(20);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(labels)
        .x_label_formatter(&|year| format!("{year:.0}"))
        .y_label_formatter(&|records| format!("{records:.0}"))
        .x_desc("year")
        .y_desc("records")
        .draw()?;
    let mut floors: BTreeMap<i32, u64> = BTreeMap::new();
    let rules = named.iter().copied().chain([OTHERS]);
    for (index, rule) in rules.enumerate() {
        let colour = Palette99::pick(index).filled();
        let bars: Vec<_> = years
            .iter()
            .filter_map(|(&year, rules)| {
                let records = *rules.get(rule)?;
                let floor = floors.entry(year).or_default();
                let bottom = *floor;
                *floor += records;
                let middle = f64::from(year);
                let corners = [(middle - 0.4, bottom as f64), (middle + 0.4, *floor as f64)];
                Some(Rectangle::new(corners, colour))
            })
            .collect();
        if bars.is_empty() {
            continue;
        }
        chart
            .draw_series(bars)?
            .label(rule)
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 12, y + 5)], colour));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    drop(chart);
    area.present()?;
    Ok(())
}

fn page(summary: &Summary<'_>, svg: &str) -> String {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Retention schedule</title>\n\
         <style>body{font-family:sans-serif;margin:2em}td,th{padding:.2em .8em;text-align:left}\
         td.number{text-align:right}svg{max-width:100%;height:auto}</style>\n",
    );
    page.push_str(svg);
    let _ = writeln!(
        page,
        "\n<p>{} records. Computed from rules that name their sources; not legal advice.</p>\n\
         <table>\n<tr><th>year</th><th>status</th><th>rule</th><th>citation</th><th>records</th></tr>",
        summary.records()
    );
    for row in summary.rows() {
        let year = row.year.map_or_else(String::new, |year| year.to_string());
        let rule = row.rule.map_or("", |rule| &rule.id);
        let citation = row.rule.and_then(|rule| rule.citation.as_deref());
        let _ = writeln!(
            page,
            "<tr><td>{year}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            row.status,
            escaped(rule),
            escaped(citation.unwrap_or_default()),
            row.records
        );
    }
    page.push_str("</table>\n</html>\n");
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
