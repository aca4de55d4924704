use std::sync::LazyLock;

use him_risk_data::COMORBIDITY;

use super::conditions::{Condition, Conditions};
use super::prefix_map::{Beginning, PrefixMap};
use crate::diagnosis::Code;
use crate::key;
use crate::packed::Packed;

/// A definition of conditions by codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Charlson's conditions in ICD-9-CM: Deyo, Cherkin, Ciol, J Clin Epidemiol 1992;45:613-9. Its one procedure, 38.48 of
    /// peripheral vascular disease, is not read: this crate takes diagnoses.
    CharlsonDeyo1992,
    /// Charlson's conditions in ICD-10 and ICD-9-CM: Quan and others, Med Care 2005;43:1130-9, table 1.
    CharlsonQuan2005,
    /// Charlson's conditions in ICD-10-CM and ICD-9-CM: Glasheen and others, Am Health Drug Benefits 2019;12:188-97. AIDS is an
    /// opportunistic condition together with HIV.
    CharlsonGlasheen2019,
    /// Elixhauser's conditions in ICD-10 and ICD-9-CM: Quan and others 2005, table 2. The file that is held leaves out the ICD-10
    /// codes of depression; they are from memory: [`Condition::is_from_memory`].
    ElixhauserQuan2005,
}

/// A condition as the blob has it.
pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    /// By set of weights: those of the blob, then van Walraven's.
    pub(super) points: [i8; 4],
}

/// A scheme, unpacked.
#[derive(Default)]
pub(super) struct Definition {
    pub(super) rows: Vec<Row>,
    icd9: PrefixMap,
    icd10: PrefixMap,
    /// The conditions that have codes of ICD-10.
    pub(super) has_icd10: u64,
    /// A condition, and those that it drops.
    hierarchy: Vec<(u8, u64)>,
    /// Counts only together with: Glasheen's AIDS with HIV.
    needs: Option<(u8, u8)>,
}

/// Of each scheme: what is severe, and what it drops. Mild and severe liver disease, diabetes without and with
/// complications, cancer and metastasis count once in each definition; Glasheen grades kidney disease and HIV too, Quan's
/// Elixhauser hypertension.
const HIERARCHIES: [&[(&str, &str)]; 4] = [
    CHARLSON,
    CHARLSON,
    &[
        ("msld", "mld"),
        ("dmc", "dm"),
        ("mst", "mal"),
        ("rnds", "rndm"),
        ("aids", "hiv"),
    ],
    &[("DMCX", "DM"), ("METS", "TUMOR"), ("HFHTN_CX", "HTN_UNCX")],
];
const CHARLSON: &[(&str, &str)] = &[("msld", "mld"), ("dmc", "dm"), ("mst", "mal")];

/// From memory; equal to those that comorbidipy 0.5.0 applies, but that it raises negative sums to 0. The others count nothing.
const VAN_WALRAVEN: [(&str, i8); 21] = [
    ("BLDLOSS", -2),
    ("ANEMDEF", -2),
    ("CARDIAC_ARRHYTHMIAS", 5),
    ("CHF", 7),
    ("CHRNLUNG", 3),
    ("COAG", 3),
    ("DEPRESS", -3),
    ("DRUG", -7),
    ("LIVER", 11),
    ("LYMPH", 9),
    ("LYTES", 5),
    ("METS", 12),
    ("NEURO", 6),
    ("OBESE", -4),
    ("PARA", 7),
    ("PERIVASC", 2),
    ("PULMCIRC", 4),
    ("RENLFAIL", 5),
    ("TUMOR", 4),
    ("VALVE", -1),
    ("WGHTLOSS", 6),
];

/// The beginnings of ICD-10 codes for which Quan's table 2 has depression. From memory; of those that ICD-10-CM has, comorbidipy 0.5.0
/// counts the same ones.
const DEPRESSION: [&str; 9] = [
    "F204", "F313", "F314", "F315", "F32", "F33", "F341", "F412", "F432",
];
pub(super) const FROM_MEMORY: (Scheme, &str) = (Scheme::ElixhauserQuan2005, "DEPRESS");

static DEFINITIONS: LazyLock<[Definition; 4]> = LazyLock::new(|| unpack().unwrap_or_default());

/// None for a blob that does not fit; the tests read it whole.
fn unpack() -> Option<[Definition; 4]> {
    let mut packed = Packed::open(COMORBIDITY, b"HRC1")?;
    let mut definitions: [Definition; 4] = Default::default();
    // Of each condition over all schemes: its scheme, and its number there.
    let mut numbers = Vec::new();
    for _ in 0..packed.u32()? {
        let scheme = packed.byte()?;
        let (code, title) = (packed.text()?, packed.text()?);
        let van_walraven = VAN_WALRAVEN.iter().find(|(own, _)| *own == code);
        let mut points = [0, 0, 0, van_walraven.map_or(0, |(_, points)| *points)];
        for _ in 0..packed.byte()? {
            let set = points.get_mut(usize::from(packed.byte()?))?;
            *set = i8::try_from(packed.byte()?).ok()?;
        }
        let definition = definitions.get_mut(usize::from(scheme))?;
        let number = u8::try_from(definition.rows.len()).ok()?;
        definition.rows.push(Row {
            code,
            title,
            points,
        });
        numbers.push((scheme, number));
    }
    let mut beginnings: [[Vec<Beginning>; 2]; 4] = Default::default();
    for _ in 0..packed.u32()? {
        let (scheme, condition) = *numbers.get(usize::from(packed.byte()?))?;
        let revision = packed.byte()?;
        let whole = packed.byte()? == 1;
        let key = key::of_text(packed.text()?);
        let of_scheme = beginnings.get_mut(usize::from(scheme))?;
        let list = of_scheme.get_mut(usize::from(revision == 10))?;
        list.push(Beginning {
            key,
            whole,
            condition,
        });
    }
    if !packed.is_empty() {
        return None;
    }
    let ([.., elixhauser], [.., [_, of_icd10]]) = (&definitions, &mut beginnings);
    let condition = elixhauser.number(FROM_MEMORY.1)?;
    of_icd10.extend(DEPRESSION.map(|beginning| Beginning {
        key: key::of_text(beginning),
        whole: false,
        condition,
    }));
    let parts = definitions.iter_mut().zip(beginnings).zip(HIERARCHIES);
    for ((definition, [icd9, icd10]), hierarchy) in parts {
        definition.icd9 = PrefixMap::new(&icd9);
        definition.icd10 = PrefixMap::new(&icd10);
        definition.has_icd10 = icd10
            .iter()
            .fold(0, |set, beginning| set | 1 << beginning.condition);
        for (severe, mild) in hierarchy {
            let pair = (definition.number(severe)?, definition.number(mild)?);
            definition.hierarchy.push((pair.0, 1 << pair.1));
        }
    }
    let [_, _, glasheen, _] = &mut definitions;
    glasheen.needs = Some((glasheen.number("aids")?, glasheen.number("hiv")?));
    Some(definitions)
}

impl Definition {
    fn number(&self, code: &str) -> Option<u8> {
        let place = self.rows.iter().position(|row| row.code == code)?;
        u8::try_from(place).ok()
    }
}

impl Scheme {
    /// All of them.
    pub const ALL: [Scheme; 4] = [
        Scheme::CharlsonDeyo1992,
        Scheme::CharlsonQuan2005,
        Scheme::CharlsonGlasheen2019,
        Scheme::ElixhauserQuan2005,
    ];

    pub(super) fn definition(self) -> &'static Definition {
        let [deyo, quan, glasheen, elixhauser] = &*DEFINITIONS;
        match self {
            Scheme::CharlsonDeyo1992 => deyo,
            Scheme::CharlsonQuan2005 => quan,
            Scheme::CharlsonGlasheen2019 => glasheen,
            Scheme::ElixhauserQuan2005 => elixhauser,
        }
    }

    /// The conditions of the scheme, in the order of their codes.
    pub fn conditions(self) -> impl ExactSizeIterator<Item = Condition> + Clone {
        let rows = self.definition().rows.len();
        (0..rows.min(64)).map(move |number| Condition::new(self, number.to_le_bytes()[0]))
    }

    /// The condition of this code, in any case.
    #[must_use]
    pub fn condition(self, code: &str) -> Option<Condition> {
        let mut all = self.conditions();
        all.find(|condition| condition.code().eq_ignore_ascii_case(code))
    }

    /// The conditions that a code falls into, before any hierarchy. None for a code of ICD-10 in a scheme of ICD-9-CM.
    ///
    /// ```
    /// use him_codes::Icd10Cm;
    /// use him_risk::comorbidity::Scheme;
    ///
    /// let code: Icd10Cm = "I42.6".parse()?;
    /// assert_eq!(Scheme::ElixhauserQuan2005.of(code).to_string(), "ALCOHOL CHF");
    /// assert_eq!(Scheme::CharlsonQuan2005.of(code).to_string(), "chf");
    /// # Ok::<(), him_codes::ParseError>(())
    /// ```
    #[must_use]
    pub fn of(self, code: impl Into<Code>) -> Conditions {
        let code = code.into();
        let definition = self.definition();
        let map = match code {
            Code::Icd10(_) => &definition.icd10,
            Code::Icd9(_) => &definition.icd9,
        };
        Conditions::new(self, map.get(code.key()))
    }

    /// The conditions that remain when the severe ones have dropped the mild ones, and those that need another have it.
    #[must_use]
    pub fn graded(self, found: Conditions) -> Conditions {
        let definition = self.definition();
        let mut mask = found.mask();
        if let Some((needing, needed)) = definition.needs
            && mask >> needed & 1 == 0
        {
            mask &= !(1 << needing);
        }
        for (severe, mild) in &definition.hierarchy {
            if mask >> severe & 1 == 1 {
                mask &= !mild;
            }
        }
        Conditions::new(self, mask)
    }
}
