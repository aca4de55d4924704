use core::fmt;
use core::str::FromStr;

/// A risk model of CMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Model {
    /// CMS-HCC V22, the model of 2017, in use for PACE.
    CmsHccV22,
    /// CMS-HCC V24, the model of 2020.
    CmsHccV24,
    /// CMS-HCC V28, the model of 2024, all of the score of Medicare Advantage in 2026.
    CmsHccV28,
    /// ESRD V21, the model of 2019, in use for PACE.
    EsrdV21,
    /// ESRD V24, the model of 2023.
    EsrdV24,
    /// RxHCC V05.
    RxHccV05,
    /// RxHCC V08.
    RxHccV08,
}

impl Model {
    /// All of them.
    pub const ALL: [Model; 7] = [
        Model::CmsHccV22,
        Model::CmsHccV24,
        Model::CmsHccV28,
        Model::EsrdV21,
        Model::EsrdV24,
        Model::RxHccV05,
        Model::RxHccV08,
    ];

    pub(super) const fn number(self) -> u8 {
        match self {
            Model::CmsHccV22 => 0,
            Model::CmsHccV24 => 1,
            Model::CmsHccV28 => 2,
            Model::EsrdV21 => 3,
            Model::EsrdV24 => 4,
            Model::RxHccV05 => 5,
            Model::RxHccV08 => 6,
        }
    }

    /// As CMS's tables name it in the mapping of diagnoses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Model::CmsHccV22 => "CMS-HCC Model V22",
            Model::CmsHccV24 => "CMS-HCC Model V24",
            Model::CmsHccV28 => "CMS-HCC Model V28",
            Model::EsrdV21 => "CMS-HCC ESRD Model V21",
            Model::EsrdV24 => "CMS-HCC ESRD Model V24",
            Model::RxHccV05 => "RxHCC Model V05",
            Model::RxHccV08 => "RxHCC Model V08",
        }
    }

    /// As the tables of hierarchies and labels name it: domain and version.
    #[cfg(feature = "tables")]
    pub(super) const fn version(self) -> (&'static str, &'static str) {
        match self {
            Model::CmsHccV22 => ("CMS-HCC", "V22"),
            Model::CmsHccV24 => ("CMS-HCC", "V24"),
            Model::CmsHccV28 => ("CMS-HCC", "V28"),
            Model::EsrdV21 => ("ESRD", "V21"),
            Model::EsrdV24 => ("ESRD", "V24"),
            Model::RxHccV05 => ("RxHCC", "R05"),
            Model::RxHccV08 => ("RxHCC", "R08"),
        }
    }

    /// As the table of coefficients names it.
    #[cfg(feature = "tables")]
    pub(super) const fn coefficients(self) -> &'static str {
        match self {
            Model::CmsHccV22 => "C22",
            Model::CmsHccV24 => "C24",
            Model::CmsHccV28 => "C28",
            Model::EsrdV21 => "D21",
            Model::EsrdV24 => "D24",
            Model::RxHccV05 => "R05",
            Model::RxHccV08 => "R08",
        }
    }

    /// Whether it is a model of Part D, whose categories are RXHCCs.
    #[must_use]
    pub const fn is_part_d(self) -> bool {
        matches!(self, Model::RxHccV05 | Model::RxHccV08)
    }

    /// Whether it is a model of end-stage renal disease.
    #[must_use]
    pub const fn is_esrd(self) -> bool {
        matches!(self, Model::EsrdV21 | Model::EsrdV24)
    }

    /// What stands before the number of a category: `HCC` or `RXHCC`.
    pub(super) const fn category_prefix(self) -> &'static str {
        if self.is_part_d() { "RXHCC" } else { "HCC" }
    }
}

/// Prints [`Model::name`].
impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text names no model.
///
/// ```
/// use him_risk::hcc::Model;
///
/// assert_eq!("v28".parse(), Ok(Model::CmsHccV28));
/// assert_eq!("CMS-HCC ESRD Model V24".parse(), Ok(Model::EsrdV24));
/// assert_eq!("V29".parse::<Model>().unwrap_err().to_string(), "not one of V22, V24, V28, ESRD-V21, ESRD-V24, RxHCC-V05, RxHCC-V08");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of V22, V24, V28, ESRD-V21, ESRD-V24, RxHCC-V05, RxHCC-V08")]
pub struct UnknownModel(());

/// Takes the full name or a short one, in any case.
impl FromStr for Model {
    type Err = UnknownModel;

    fn from_str(text: &str) -> Result<Model, UnknownModel> {
        let short = [
            "V22",
            "V24",
            "V28",
            "ESRD-V21",
            "ESRD-V24",
            "RxHCC-V05",
            "RxHCC-V08",
        ];
        let named = Model::ALL.into_iter().zip(short).find(|(model, short)| {
            text.eq_ignore_ascii_case(short) || text.eq_ignore_ascii_case(model.name())
        });
        named.map(|(model, _)| model).ok_or(UnknownModel(()))
    }
}
