use core::fmt;

/// A modifier that may separate a pair: one of the NCCI PTP-associated modifiers.
///
/// Source: NCCI Policy Manual for Medicare Services, chapter I, section E (modifiers and modifier indicators).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Modifier([u8; 2]);

/// The site of the body that each stands for.
const ANATOMIC: &[&[u8; 2]] = &[
    b"E1", b"E2", b"E3", b"E4", b"FA", b"F1", b"F2", b"F3", b"F4", b"F5", b"F6", b"F7", b"F8",
    b"F9", b"TA", b"T1", b"T2", b"T3", b"T4", b"T5", b"T6", b"T7", b"T8", b"T9", b"LT", b"RT",
    b"LC", b"LD", b"RC", b"LM", b"RI",
];
const GLOBAL_SURGERY: &[&[u8; 2]] = &[b"24", b"25", b"57", b"58", b"78", b"79"];
const OTHER: &[&[u8; 2]] = &[b"27", b"59", b"91", b"XE", b"XP", b"XS", b"XU"];

impl Modifier {
    /// The modifier, when it is one of these; letters in either case.
    #[must_use]
    pub fn associated(text: &str) -> Option<Modifier> {
        let [a, b] = text.trim_ascii().as_bytes() else {
            return None;
        };
        let own = [a.to_ascii_uppercase(), b.to_ascii_uppercase()];
        let lists = [ANATOMIC, GLOBAL_SURGERY, OTHER];
        let mut all = lists.into_iter().flatten();
        all.any(|it| **it == own).then_some(Modifier(own))
    }

    /// Whether it names a side, an eyelid, a finger, a toe or a coronary artery.
    #[must_use]
    pub fn is_anatomic(self) -> bool {
        ANATOMIC.iter().any(|it| **it == self.0)
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(str::from_utf8(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Modifier({self})")
    }
}
