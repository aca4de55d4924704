//! What is left of dates, numbers, codes, words and references.

use him_record::{
    Coding, Concept, Decimal, Moment, ObservedValue, PartialDate, Period, Phi, PhiText, Quantity,
    Reference, SystemUri,
};

use super::safe_harbor::Harbor;
use super::terms;
use crate::policy::rules::years;
use crate::{Disposition, output};

impl<'a> Harbor<'a> {
    /// What an observation found; `asks` are the words of its code.
    pub(super) fn value(
        &mut self,
        value: &'a ObservedValue,
        age: bool,
        asks: &str,
    ) -> Option<ObservedValue> {
        Some(match value {
            ObservedValue::Quantity(quantity) => {
                ObservedValue::Quantity(self.quantity(quantity, age))
            }
            ObservedValue::Concept(concept) => ObservedValue::Concept(self.concept_of(concept)),
            ObservedValue::Text(text) => {
                // An age alone has no words around it that would tell.
                let years = years(text.expose_str());
                if age && self.rules.caps_ages() && years.is_some_and(|years| years >= 90.0) {
                    self.manifest.add("age", Disposition::Generalised, 1);
                    ObservedValue::Text("90".into())
                } else {
                    ObservedValue::Text(self.answer(asks, text))
                }
            }
            ObservedValue::Boolean(answer) => ObservedValue::Boolean(*answer),
            ObservedValue::Integer(count) if self.is_number(&count.expose().to_string()) => {
                self.remove("value", 1);
                return None;
            }
            ObservedValue::Integer(count) => {
                let over = age && self.rules.caps_ages() && *count.expose() >= 90;
                self.manifest
                    .add("age", Disposition::Generalised, usize::from(over));
                ObservedValue::Integer(if over { Phi::new(90) } else { *count })
            }
            ObservedValue::Moment(moment) => ObservedValue::Moment(self.moment(&Some(*moment))?),
            ObservedValue::Period(period) => ObservedValue::Period(self.period(period)),
            ObservedValue::Range { low, high } => ObservedValue::Range {
                low: low.as_ref().map(|quantity| self.quantity(quantity, age)),
                high: high.as_ref().map(|quantity| self.quantity(quantity, age)),
            },
            ObservedValue::Ratio {
                numerator,
                denominator,
            } => ObservedValue::Ratio {
                numerator: numerator
                    .as_ref()
                    .map(|quantity| self.quantity(quantity, age)),
                denominator: denominator
                    .as_ref()
                    .map(|quantity| self.quantity(quantity, age)),
            },
            // The source goes, and with it the value; a form that is added later goes too.
            _ => {
                self.remove("value", 1);
                return None;
            }
        })
    }

    /// Any number of years from 90 on is taken for an age, whatever the observation is called.
    pub(super) fn quantity(&mut self, quantity: &'a Quantity, age: bool) -> Quantity {
        let mut out = Quantity::default();
        out.comparator = quantity.comparator;
        out.unit = self.text(&quantity.unit);
        out.coded_unit = quantity
            .coded_unit
            .as_ref()
            .and_then(|coding| self.coding(coding));
        let number = quantity
            .value
            .as_ref()
            .map(|value| value.expose().to_string());
        if number.is_some_and(|number| self.is_number(&number)) {
            self.remove("value", 1);
        } else {
            out.value = quantity.value.clone();
        }
        let code = quantity
            .coded_unit
            .as_ref()
            .and_then(|coding| coding.code.as_ref());
        let unit = code
            .or(quantity.unit.as_ref())
            .map_or("", |unit| unit.expose_str());
        let days = terms::days_in(unit).filter(|_| age || !unit.is_empty());
        if let (Some(days), Some(value)) = (days, out.value.clone()) {
            let years = value.expose().to_f64() * days / 365.25;
            let in_years = days > 365.0;
            if self.rules.caps_ages() && (age || in_years) && years >= 90.0 {
                let capped = (90.0 * 365.25 / days).round() as u32;
                out.value = capped.to_string().parse::<Decimal>().ok().map(Phi::new);
                self.manifest.add("age", Disposition::Generalised, 1);
            }
        }
        out
    }

    /// (R): a number of the record, or longer than a measurement is.
    fn is_number(&self, digits: &str) -> bool {
        self.identifiers.known().is_identifying(digits)
    }

    pub(super) fn date(&mut self, date: PartialDate) -> Option<PartialDate> {
        Some(self.moment_of(Moment::from(date))?.date())
    }

    pub(super) fn moment(&mut self, moment: &Option<Phi<Moment>>) -> Option<Phi<Moment>> {
        self.moment_of(*(*moment)?.expose()).map(Phi::new)
    }

    fn moment_of(&mut self, moment: Moment) -> Option<Moment> {
        let (left, disposition) = if self.rules.keeps_dates() {
            (Some(moment), Disposition::Kept)
        } else if let Some(shift) = self.shift {
            let moved = shift.iso(&moment.to_string());
            let moved = moved.and_then(|moved| moved.parse::<Moment>().ok());
            let (from, year) = (moment.date().year(), |it: &Moment| Some(it.date().year()));
            let stays = |it: &Moment| self.rules.keeps_moved(Some(from), year(it));
            (moved.filter(stays), Disposition::Shifted)
        } else {
            let year =
                Some(moment.date().year()).filter(|&year| self.rules.harbor.keeps_year(year));
            (
                year.and_then(PartialDate::from_year).map(Moment::from),
                Disposition::Generalised,
            )
        };
        let disposition = if left.is_some() {
            disposition
        } else {
            Disposition::Removed
        };
        self.manifest.add("date", disposition, 1);
        left
    }

    pub(super) fn period(&mut self, period: &Period) -> Period {
        let mut out = Period::default();
        out.start = self.moment(&period.start);
        out.end = self.moment(&period.end);
        out
    }

    pub(super) fn references(&mut self, references: &[Reference]) -> Vec<Reference> {
        references
            .iter()
            .map(|reference| self.reference_to(reference))
            .filter(|reference| reference.target.is_some())
            .collect()
    }

    pub(super) fn reference(&mut self, reference: &Option<Reference>) -> Option<Reference> {
        Some(self.reference_to(reference.as_ref()?)).filter(|reference| reference.target.is_some())
    }

    /// The words of a reference are a name more often than not; its target is an id.
    pub(super) fn reference_to(&mut self, reference: &Reference) -> Reference {
        self.remove(
            "reference_display",
            usize::from(reference.display.is_some()),
        );
        let Some(target) = &reference.target else {
            return Reference::default();
        };
        match self.numbers.find(target.expose_str()) {
            Some((kind, name)) => {
                let target = format!("{kind}/{name}");
                self.manifest.add("reference", self.names_as, 1);
                Reference::to(&target)
            }
            None => {
                self.remove("reference", 1);
                Reference::default()
            }
        }
    }

    pub(super) fn concepts(&mut self, concepts: &'a [Concept]) -> Vec<Concept> {
        concepts
            .iter()
            .map(|concept| self.concept_of(concept))
            .collect()
    }

    pub(super) fn concept(&mut self, concept: &'a Option<Concept>) -> Option<Concept> {
        concept.as_ref().map(|concept| self.concept_of(concept))
    }

    pub(super) fn concept_of(&mut self, concept: &'a Concept) -> Concept {
        let mut out = Concept::default();
        out.codings = concept
            .codings
            .iter()
            .filter_map(|coding| self.coding(coding))
            .collect();
        out.text = self.text(&concept.text);
        out
    }

    /// (R): a code stays only if its system is published and could have such a code.
    pub(super) fn coding(&mut self, coding: &'a Coding) -> Option<Coding> {
        let mut out = Coding::default();
        if let (Some(SystemUri::Known(system)), Some(code)) = (&coding.system, &coding.code)
            && terms::has_form(*system, code.expose_str())
            && !self.identifiers.known().is_number(code.expose_str())
        {
            out = Coding::new(*system, code.expose_str());
        } else {
            self.remove("local_code", usize::from(coding.code.is_some()));
        }
        out.display = self.text(&coding.display);
        (out.code.is_some() || out.display.is_some()).then_some(out)
    }

    pub(super) fn texts(&mut self, texts: &'a [PhiText]) -> Vec<PhiText> {
        texts.iter().map(|text| self.scrub(text)).collect()
    }

    pub(super) fn text(&mut self, text: &'a Option<PhiText>) -> Option<PhiText> {
        text.as_ref().map(|text| self.scrub(text))
    }

    /// Words that may recur in the chart.
    pub(super) fn scrub(&mut self, text: &'a PhiText) -> PhiText {
        let original = text.expose_str();
        if let Some(known) = self.scrubbed.get(original) {
            return known.as_deref().unwrap_or(original).into();
        }
        let out = self.document(text);
        let changed = (out != *text).then(|| out.expose_str().into());
        self.scrubbed.insert(original, changed);
        out
    }

    /// A text that answers what stands elsewhere.
    fn answer(&mut self, question: &str, text: &PhiText) -> PhiText {
        if self.names_unread {
            return self.document(text);
        }
        let text = text.expose_str();
        let scrubbed = output::scrub_answer(&self.scrubber, question, text, &mut self.workspace);
        self.left(text, scrubbed)
    }

    /// A text that is read once: nothing is gained by remembering it.
    pub(super) fn document(&mut self, text: &PhiText) -> PhiText {
        if self.names_unread {
            self.remove("text", 1);
            return "[OTHER]".into();
        }
        let scrubbed = self
            .scrubber
            .scrub_with(text.expose_str(), &mut self.workspace);
        self.left(text.expose_str(), scrubbed)
    }

    /// What the policy makes of a text with tags.
    fn left(&mut self, text: &str, scrubbed: crate::Scrubbed) -> PhiText {
        let scrubbed = output::under(self.rules, self.shift, text, scrubbed);
        self.note_scrubbed(&scrubbed);
        scrubbed.text.into()
    }

    pub(super) fn note_scrubbed(&mut self, scrubbed: &crate::Scrubbed) {
        self.manifest.add(
            "text",
            Disposition::Scrubbed,
            usize::from(!scrubbed.spans.is_empty()),
        );
        self.manifest.add_text(scrubbed);
    }
}
