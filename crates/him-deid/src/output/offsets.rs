//! Where the parts of a text are after de-identification.

use std::ops::Range;

use crate::Span;

/// A span and what stands in its place, both in bytes, half-open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Replacement {
    /// The span of the original text.
    pub span: Span,
    /// Where its replacement is in the result.
    pub output: Range<usize>,
}

/// The way between the offsets of a text and those of the result. Nothing between the replacements has changed.
///
/// ```
/// use chrono::NaiveDate;
/// use him_deid::{Identifiers, Policy, SafeHarbor};
///
/// let text = "Seen by Dr. Exemplar; afebrile.";
/// let policy = SafeHarbor::new(NaiveDate::from_ymd_opt(2026, 11, 22).ok_or("no such day")?);
/// let (note, offsets) = policy.scrub_with_offsets(text, &Identifiers::new(), None);
/// assert_eq!(note.text, "Seen by Dr. [NAME]; afebrile.");
/// assert_eq!(offsets.to_output(22), Some(20));
/// assert_eq!(offsets.to_original(20), Some(22));
/// // What was replaced has no single place.
/// assert_eq!(offsets.to_output(15), None);
/// assert_eq!(offsets.replacements()[0].output, 12..18);
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offsets {
    replacements: Vec<Replacement>,
}

impl Replacement {
    /// Where the replacement is in code points of the result; `None` if it cannot be in this text.
    pub fn code_points(&self, output: &str) -> Option<Range<usize>> {
        let start = output.get(..self.output.start)?.chars().count();
        Some(start..start + output.get(self.output.clone())?.chars().count())
    }
}

impl Offsets {
    pub(crate) fn spans(&self) -> Vec<Span> {
        self.replacements.iter().map(|of| of.span).collect()
    }

    pub(crate) fn push(&mut self, span: Span, output: Range<usize>) {
        self.replacements.push(Replacement { span, output });
    }

    /// The replacements in their order.
    pub fn replacements(&self) -> &[Replacement] {
        &self.replacements
    }

    /// Where a byte of the original is in the result; `None` within what was replaced.
    pub fn to_output(&self, original: usize) -> Option<usize> {
        let before = self
            .replacements
            .partition_point(|of| of.span.end <= original);
        if self
            .replacements
            .get(before)
            .is_some_and(|of| of.span.start <= original)
        {
            return None;
        }
        match before
            .checked_sub(1)
            .and_then(|last| self.replacements.get(last))
        {
            None => Some(original),
            Some(last) => Some(original - last.span.end + last.output.end),
        }
    }

    /// Where a byte of the result was in the original; `None` within a replacement.
    pub fn to_original(&self, output: usize) -> Option<usize> {
        let before = self
            .replacements
            .partition_point(|of| of.output.end <= output);
        if self
            .replacements
            .get(before)
            .is_some_and(|of| of.output.start <= output)
        {
            return None;
        }
        match before
            .checked_sub(1)
            .and_then(|last| self.replacements.get(last))
        {
            None => Some(output),
            Some(last) => Some(output - last.output.end + last.span.end),
        }
    }
}
