//! Decision lists, and what their steps ask.

use crate::blob::Reader;

/// The end of a decision list, true. The next number is false.
const TRUE: u8 = 254;
const KIND_SHIFT: u32 = 10;
const NEGATED: u16 = 1 << 15;

pub(crate) struct Formula {
    start: u8,
    steps: Vec<Step>,
    /// As the tables write it.
    pub(crate) text: &'static str,
}

struct Step {
    operand: Operand,
    /// Below a `~`.
    negated: bool,
    yes: u8,
    no: u8,
}

/// What a step asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operand {
    /// The principal diagnosis has the attribute.
    Principal(u16),
    /// A secondary diagnosis has it.
    Secondary(u16),
    /// Any diagnosis has it.
    Any(u16),
    /// Every diagnosis has it.
    Only(u16),
    /// A procedure, or a cluster, has it.
    Procedure(u16),
    Special(Special),
}

/// Questions that are no attribute, in the order in which they are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Special {
    Mcc,
    Cc,
    /// Status 20.
    Died,
    /// Any other valid status.
    Alive,
    /// Status 7: left against medical advice.
    Ama,
    /// Transferred to another hospital.
    Transfer,
    InvalidDischargeStatus,
    InvalidPrincipal,
    ExternalCausePrincipal,
    /// Neither male nor female, and the MDC depends on it.
    InvalidSex,
    /// Significant trauma of two sites.
    MultipleTrauma,
    /// Two different joints of hips, knees and ankles.
    Bilateral,
    FourStents,
    FourVessels,
    FourDrugElutingStents,
    FourOtherStents,
    /// Two procedures with this attribute, as in the next three.
    AnteriorFusions,
    PosteriorFusions1,
    PosteriorFusions,
    CustomAnteriorFusions,
    /// Three single fusions, from both sides.
    SingleFusions,
    /// V42 only: two single fusions from one side. That it asks this is inferred from V43, which writes it out.
    MultipleFusions,
    /// V40 only: any procedure of the operating room.
    OperatingRoom,
}

/// In the order in which they are packed, with their names in the tables.
const SPECIALS: [(Special, &str); 23] = [
    (Special::Mcc, "MCC"),
    (Special::Cc, "CC"),
    (Special::Died, "DIED"),
    (Special::Alive, "ALIVE"),
    (Special::Ama, "AMA"),
    (Special::Transfer, "XFRNBA"),
    (Special::InvalidDischargeStatus, "INVALID_DSTAT"),
    (Special::InvalidPrincipal, "INVALID_PDX"),
    (Special::ExternalCausePrincipal, "PDX_ECODE"),
    (Special::InvalidSex, "INVALID_SEX"),
    (Special::MultipleTrauma, "MULTST"),
    (Special::Bilateral, "BILATERAL"),
    (Special::FourStents, "FOUR_STENTS"),
    (Special::FourVessels, "FOUR_VESSELS"),
    (Special::FourDrugElutingStents, "FOUR_DRUG_ELUTING_STENTS"),
    (Special::FourOtherStents, "FOUR_NON_DRUG_ELUTING_STENTS"),
    (Special::AnteriorFusions, "SGLANTCTR"),
    (Special::PosteriorFusions1, "SGLPOST1CTR"),
    (Special::PosteriorFusions, "SGLPOSTFUSECTR"),
    (Special::CustomAnteriorFusions, "SGLANTSECTXCTR"),
    (Special::SingleFusions, "SINGLEFUSIONCTR"),
    (Special::MultipleFusions, "MULTFUSE"),
    (Special::OperatingRoom, "ORPROC"),
];

impl Special {
    /// As the tables write it.
    pub(crate) fn name(self) -> &'static str {
        let own = SPECIALS.iter().find(|(special, _)| *special == self);
        own.map_or("", |(_, name)| name)
    }
}

impl Formula {
    pub(crate) fn read(reader: &mut Reader) -> Option<Formula> {
        let start = reader.u8()?;
        let steps: Vec<Step> = reader.small(|r| {
            let packed = r.u16()?;
            Some(Step {
                operand: Operand::unpack(packed & !NEGATED)?,
                negated: packed & NEGATED != 0,
                yes: r.u8()?,
                no: r.u8()?,
            })
        })?;
        // Every step leads forwards, so that evaluation ends.
        let forwards = |from: Option<usize>, to: u8| {
            to >= TRUE
                || (from.is_none_or(|from| from < to.into()) && usize::from(to) < steps.len())
        };
        let sound = forwards(None, start)
            && steps.iter().enumerate().all(|(place, step)| {
                forwards(Some(place), step.yes) && forwards(Some(place), step.no)
            });
        let text = reader.text()?;
        sound.then_some(Formula { start, steps, text })
    }

    /// Whether it is true, asking from left to right no more than needed.
    #[inline]
    pub(crate) fn is_true(&self, mut ask: impl FnMut(Operand) -> bool) -> bool {
        self.follow(&mut ask, |_| {})
    }

    /// The same, telling each operand that was found true and counts, also in branches that came to nothing.
    pub(crate) fn trace(
        &self,
        mut ask: impl FnMut(Operand) -> bool,
        found: impl FnMut(Operand),
    ) -> bool {
        self.follow(&mut ask, found)
    }

    #[inline]
    fn follow(
        &self,
        ask: &mut impl FnMut(Operand) -> bool,
        mut found: impl FnMut(Operand),
    ) -> bool {
        let mut at = self.start;
        while let Some(step) = self.steps.get(usize::from(at)) {
            let answer = ask(step.operand);
            if answer && !step.negated {
                found(step.operand);
            }
            at = if answer { step.yes } else { step.no };
        }
        at == TRUE
    }
}

impl Operand {
    fn unpack(packed: u16) -> Option<Operand> {
        let number = packed & ((1 << KIND_SHIFT) - 1);
        Some(match packed >> KIND_SHIFT {
            0 => Operand::Principal(number),
            1 => Operand::Secondary(number),
            2 => Operand::Any(number),
            3 => Operand::Only(number),
            4 => Operand::Procedure(number),
            5 => Operand::Special(SPECIALS.get(usize::from(number))?.0),
            _ => return None,
        })
    }
}
