//! The rows of a year's tables for one model, from the blob or from files, before they are compiled.

use std::collections::BTreeMap;

use him_risk_data::HCC_2026;

use super::factor::Factor;
use super::model::Model;
use super::tables::Calibration;
use crate::packed::Packed;

/// By ages: from the first to the second, or outside of them when the first is the larger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ages {
    pub(super) from: Option<u8>,
    pub(super) to: Option<u8>,
}

impl Ages {
    pub(super) fn hold(self, age: u8) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => age >= from || age <= to,
            (from, to) => from.is_none_or(|from| age >= from) && to.is_none_or(|to| age <= to),
        }
    }
}

/// An edit of a diagnosis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EditRow {
    pub(super) code: String,
    /// 0 both, 1 male, 2 female.
    pub(super) sex: u8,
    pub(super) ages: Ages,
    /// The category that stands for the code; none when it does not count.
    pub(super) category: Option<u16>,
    pub(super) code_editor: bool,
}

/// All rows of a model.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    pub(super) mapping: Vec<(String, u16)>,
    pub(super) hierarchies: Vec<(u16, u16)>,
    pub(super) labels: BTreeMap<u16, String>,
    pub(super) edits: Vec<EditRow>,
    /// By name in lower case: CMS writes some names in two ways.
    pub(super) coefficients: BTreeMap<String, (String, Factor)>,
}

impl Rows {
    /// Of payment year 2026. None for a blob that does not fit, which a test would see.
    pub(super) fn embedded(model: Model, calibration: Calibration) -> Option<(i32, Rows)> {
        let mut packed = Packed::open(HCC_2026, b"HRH1")?;
        let year = i32::from(packed.u16()?);
        let mut rows = Rows::default();
        let own = model.number();
        let mut sets: Vec<Vec<u16>> = Vec::new();
        for _ in 0..packed.u32()? {
            let mut set = Vec::new();
            for _ in 0..packed.byte()? {
                let (of, category) = (packed.byte()?, packed.u16()?);
                if of == own {
                    set.push(category);
                }
            }
            sets.push(set);
        }
        let mut code = String::new();
        for _ in 0..packed.u32()? {
            packed.next_text(&mut code)?;
            for category in sets.get(usize::from(packed.u16()?))? {
                rows.mapping.push((code.clone(), *category));
            }
        }
        for _ in 0..packed.u32()? {
            let (of, kept, dropped) = (packed.byte()?, packed.u16()?, packed.u16()?);
            if of == own {
                rows.hierarchies.push((kept, dropped));
            }
        }
        for _ in 0..packed.u32()? {
            let (of, category, label) = (packed.byte()?, packed.u16()?, packed.text()?);
            if of == own {
                rows.labels.insert(category, label.to_owned());
            }
        }
        for _ in 0..packed.u32()? {
            let of = packed.byte()?;
            let code = packed.text()?.to_owned();
            let sex = packed.byte()?;
            let age = |byte: u8| (byte != u8::MAX).then_some(byte);
            let ages = Ages {
                from: age(packed.byte()?),
                to: age(packed.byte()?),
            };
            let category = packed.u16()?;
            let edit = EditRow {
                code,
                sex,
                ages,
                category: (category != 0).then_some(category),
                code_editor: packed.byte()? == 1,
            };
            if of == own {
                rows.edits.push(edit);
            }
        }
        let mut name = String::new();
        for _ in 0..packed.u32()? {
            packed.next_text(&mut name)?;
            let (of, which) = (packed.byte()?, packed.byte()?);
            let value = Factor::from_millionths(packed.i32()?.into());
            if of == own && calibration.takes(which) {
                rows.coefficient(&name, value);
            }
        }
        packed.is_empty().then_some((year, rows))
    }

    /// A later one of the same name wins. False when the one before had another value.
    pub(super) fn coefficient(&mut self, name: &str, value: Factor) -> bool {
        let key = name.to_ascii_lowercase();
        let before = self.coefficients.insert(key, (name.to_owned(), value));
        before.is_none_or(|(_, before)| before == value)
    }
}
