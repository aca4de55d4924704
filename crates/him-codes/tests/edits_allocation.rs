//! After the first claim, editing allocates nothing.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write;
use std::hint::black_box;

use chrono::NaiveDate;
use him_codes::edits::{Claim, Diagnosis, Findings, MedicareCodeEditor, Procedure};

/// Counts what is printed.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[test]
fn a_used_buffer_is_enough() {
    let mut small = Claim::default();
    small.discharge = NaiveDate::from_ymd_opt(2024, 9, 30);
    let codes = [
        "O80", "E119", "M54.5", "W19XXXA", "QQQ", "Z3800", "N400", "S72009A",
    ];
    let diagnoses: Vec<Diagnosis<'_>> = codes
        .iter()
        .cycle()
        .take(100)
        .map(|code| Diagnosis::new(code, "Y"))
        .collect();
    let codes = ["0TY00Z0", "10D00Z0", "0VT00ZZ", "0DTJ", "5A1955Z"];
    let procedures: Vec<Procedure<'_>> = codes
        .iter()
        .cycle()
        .take(100)
        .map(|code| Procedure::new(code, None))
        .collect();
    let mut large = small;
    large.diagnoses = &diagnoses;
    large.procedures = &procedures;
    large.admitting = "O80";

    let mut findings = Findings::new();
    let editor = MedicareCodeEditor::new();
    let first = allocation_counter::measure(|| editor.edit(&small, &mut findings));
    assert!(first.count_total > 0, "the counter does count");
    let mut printed = Length(0);
    let counted = allocation_counter::measure(|| {
        for claim in [&large, &small, &large] {
            editor.edit(black_box(claim), &mut findings);
            for finding in findings.all() {
                write!(printed, "{finding} {}", finding.source()).unwrap();
                printed.0 += finding.suggestions().count();
            }
            printed.0 += findings.answer().diagnoses().count();
        }
    });
    assert_eq!(counted.count_total, 0);
    #[cfg(feature = "coding-edits")]
    {
        use him_codes::edits::CodingEditor;
        // The first claim takes memory.
        editor.edit(&small, &mut findings);
        CodingEditor::new().add(&small, &mut findings);
        let counted = allocation_counter::measure(|| {
            for claim in [&large, &small, &large] {
                editor.edit(black_box(claim), &mut findings);
                CodingEditor::new().add(black_box(claim), &mut findings);
                for finding in findings.all() {
                    write!(printed, "{finding} {}", finding.source()).unwrap();
                    printed.0 += finding.suggestions().count();
                }
            }
        });
        assert_eq!(counted.count_total, 0);
    }
    assert!(findings.all().len() > 200, "{}", findings.all().len());
    assert!(printed.0 > 10_000);
}
