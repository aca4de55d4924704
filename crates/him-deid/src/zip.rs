//! ZIP codes: which first three digits may stay (45 CFR 164.514(b)(2)(i)(B)).

use std::fmt;

/// The census whose populations decide which first three digits of a ZIP code may stay.
///
/// The rule asks for "currently publicly available data from the Bureau of the Census" and more than
/// 20,000 people in the area of the three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub enum ZipEdition {
    /// The list of 17 that HHS printed from the Census of 2000 (guidance of 2012-11-26).
    Census2000,
    /// The Census of 2010: 18 areas.
    Census2010,
    /// The Census of 2020: the same 18 areas.
    Census2020,
    /// Whatever any of these restricts.
    #[default]
    Strictest,
}

/// HHS, "Guidance Regarding Methods for De-identification of Protected Health Information" (2012).
const RESTRICTED_2000: [u16; 17] = [
    36, 59, 63, 102, 203, 556, 692, 790, 821, 823, 830, 831, 878, 879, 884, 890, 893,
];

/// Census Bureau, population of the ZIP code tabulation areas; 2010 and 2020 give the same areas.
const RESTRICTED_2010: [u16; 18] = [
    36, 59, 102, 202, 203, 204, 205, 369, 556, 692, 753, 772, 821, 823, 878, 879, 884, 893,
];

/// The first three digits of the ZIP codes with a tabulation area in the Census of 2020, as ranges.
const EXISTING: [(u16, u16); 65] = [
    (6, 7),
    (9, 54),
    (56, 89),
    (100, 191),
    (193, 212),
    (214, 268),
    (270, 310),
    (312, 331),
    (333, 339),
    (341, 342),
    (344, 344),
    (346, 347),
    (349, 352),
    (354, 374),
    (376, 398),
    (400, 418),
    (420, 427),
    (430, 458),
    (460, 508),
    (510, 516),
    (520, 528),
    (530, 532),
    (534, 535),
    (537, 551),
    (553, 554),
    (556, 567),
    (570, 577),
    (580, 588),
    (590, 620),
    (622, 631),
    (633, 641),
    (644, 648),
    (650, 658),
    (660, 662),
    (664, 681),
    (683, 693),
    (700, 701),
    (703, 708),
    (710, 714),
    (716, 731),
    (734, 741),
    (743, 770),
    (772, 816),
    (820, 838),
    (840, 841),
    (843, 847),
    (850, 853),
    (855, 857),
    (859, 860),
    (863, 865),
    (870, 871),
    (873, 875),
    (877, 884),
    (890, 891),
    (893, 895),
    (897, 898),
    (900, 900),
    (902, 908),
    (910, 928),
    (930, 937),
    (939, 941),
    (943, 961),
    (967, 968),
    (970, 986),
    (988, 999),
];

/// The first three digits of a ZIP code, where they may stay; `000` where they may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip3(u16);

impl Zip3 {
    /// What stands for areas of 20,000 people or fewer and for unknown ones.
    pub const HIDDEN: Zip3 = Zip3(0);

    /// The three digits as a number, 0 to 999.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Zip3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

impl ZipEdition {
    /// What may stay of a ZIP code: its first three digits if their area exists and holds more than
    /// 20,000 people, else [`Zip3::HIDDEN`]. Also for text that is no ZIP code.
    ///
    /// ```
    /// use him_deid::ZipEdition;
    ///
    /// assert_eq!(ZipEdition::Strictest.generalise("02139-4307").to_string(), "021");
    /// assert_eq!(ZipEdition::Strictest.generalise("03601").to_string(), "000");
    /// assert_eq!(ZipEdition::Census2000.generalise("20500").to_string(), "205");
    /// assert_eq!(ZipEdition::Census2020.generalise("20500").to_string(), "000");
    /// assert_eq!(ZipEdition::Strictest.generalise("no ZIP").to_string(), "000");
    /// ```
    pub fn generalise(self, zip: &str) -> Zip3 {
        let zip = zip.trim();
        let digits = zip.bytes().filter(u8::is_ascii_digit).count();
        let form = zip
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b' ');
        if !form || !(digits == 5 || digits == 9 || (digits == 3 && zip.len() == 3)) {
            return Zip3::HIDDEN;
        }
        match zip.get(..3).and_then(|head| head.parse().ok()) {
            Some(number) if self.keeps(number) => Zip3(number),
            _ => Zip3::HIDDEN,
        }
    }

    /// Whether the three digits may stay.
    pub fn keeps(self, zip3: u16) -> bool {
        let exists = EXISTING
            .iter()
            .any(|&(first, last)| (first..=last).contains(&zip3));
        exists && !self.restricts(zip3)
    }

    /// Whether the area holds 20,000 people or fewer.
    pub fn restricts(self, zip3: u16) -> bool {
        match self {
            ZipEdition::Census2000 => RESTRICTED_2000.contains(&zip3),
            ZipEdition::Census2010 | ZipEdition::Census2020 => RESTRICTED_2010.contains(&zip3),
            ZipEdition::Strictest => {
                RESTRICTED_2000.contains(&zip3) || RESTRICTED_2010.contains(&zip3)
            }
        }
    }
}
