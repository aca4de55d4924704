//! The questions that formulas ask, as numbers.

use crate::attributes::Attributes;
use crate::fault::{Fault, Result};
use crate::formula::Meaning;

/// The kind of a question stands above these bits, the attribute or special question in them.
pub const KIND_SHIFT: u32 = 10;
/// Set where the question stands below a `~`.
pub const NEGATED: u16 = 1 << 15;

/// Whom a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Kind {
    /// The principal diagnosis has the attribute.
    Principal,
    /// A secondary diagnosis has it.
    Secondary,
    /// The principal or a secondary diagnosis has it.
    Any,
    /// The principal and each secondary diagnosis has it.
    Only,
    /// A procedure, or a cluster, has it.
    Procedure,
    /// See [`Special`].
    Special,
}

/// Questions that are no attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
#[allow(
    missing_docs,
    reason = "named as in the tables; him-drg says what each asks"
)]
pub enum Special {
    Mcc,
    Cc,
    Died,
    Alive,
    Ama,
    Transfer,
    InvalidDischargeStatus,
    InvalidPrincipal,
    ExternalCausePrincipal,
    InvalidSex,
    MultipleTrauma,
    Bilateral,
    FourStents,
    FourVessels,
    FourDrugElutingStents,
    FourOtherStents,
    AnteriorFusions,
    PosteriorFusions1,
    PosteriorFusions,
    CustomAnteriorFusions,
    SingleFusions,
    MultipleFusions,
    OperatingRoom,
}

impl Special {
    /// By the name in the formulas.
    pub const NAMES: [(&'static str, Special); 23] = [
        ("MCC", Special::Mcc),
        ("CC", Special::Cc),
        ("DIED", Special::Died),
        ("ALIVE", Special::Alive),
        ("AMA", Special::Ama),
        ("XFRNBA", Special::Transfer),
        ("INVALID_DSTAT", Special::InvalidDischargeStatus),
        ("INVALID_PDX", Special::InvalidPrincipal),
        ("PDX_ECODE", Special::ExternalCausePrincipal),
        ("INVALID_SEX", Special::InvalidSex),
        ("MULTST", Special::MultipleTrauma),
        ("BILATERAL", Special::Bilateral),
        ("FOUR_STENTS", Special::FourStents),
        ("FOUR_VESSELS", Special::FourVessels),
        ("FOUR_DRUG_ELUTING_STENTS", Special::FourDrugElutingStents),
        ("FOUR_NON_DRUG_ELUTING_STENTS", Special::FourOtherStents),
        ("SGLANTCTR", Special::AnteriorFusions),
        ("SGLPOST1CTR", Special::PosteriorFusions1),
        ("SGLPOSTFUSECTR", Special::PosteriorFusions),
        ("SGLANTSECTXCTR", Special::CustomAnteriorFusions),
        ("SINGLEFUSIONCTR", Special::SingleFusions),
        ("MULTFUSE", Special::MultipleFusions),
        ("ORPROC", Special::OperatingRoom),
    ];
}

/// What an operand asks.
///
/// # Errors
///
/// When it is in capital letters, and none of those that are known: a table that asks it cannot be followed.
pub(crate) fn meaning(name: &str, attributes: &Attributes) -> Result<Meaning> {
    let asked = |kind: Kind, number: u16| Meaning::Asked((kind as u16) << KIND_SHIFT | number);
    if let Some((kind, attribute)) = name.split_once(':') {
        let kind = match kind {
            "PDX" => Kind::Principal,
            "SDX" => Kind::Secondary,
            "ANY" => Kind::Any,
            "ONLY" => Kind::Only,
            _ => return Err(Fault::new(format!("an operand {name:?}"))),
        };
        // An attribute that no code has is no one's.
        return Ok(attributes
            .diagnosis(attribute)
            .map_or(Meaning::Always(false), |number| asked(kind, number)));
    }
    if let Some((_, special)) = Special::NAMES.iter().find(|(special, _)| *special == name) {
        return Ok(asked(Kind::Special, *special as u16));
    }
    if name == "ANYDX" || name.trim_matches('*').ends_with("FALL_THRU") {
        return Ok(Meaning::Always(true));
    }
    let is_heading = name
        .strip_prefix("MDC")
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    if is_heading || matches!(name, "5" | "ERRORDRG") {
        return Ok(Meaning::Always(false));
    }
    if let Some(number) = attributes.procedure(name) {
        return Ok(asked(Kind::Procedure, number));
    }
    // V40 asks for attributes of diagnoses among those of procedures, which is never true.
    let capitals = name.bytes().all(|byte| !byte.is_ascii_lowercase());
    if capitals {
        Err(Fault::new(format!("what {name} asks is not known")))
    } else {
        Ok(Meaning::Always(false))
    }
}
