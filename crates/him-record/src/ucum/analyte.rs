use super::Dimension;

/// What the unit of a laboratory or vital sign may measure: the property of a LOINC code.
///
/// A code with two possible properties has both, such as a percentage or a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Analyte {
    dimensions: &'static [Dimension],
}

impl Analyte {
    /// Whether a result may be given in a unit that measures this.
    pub fn allows(self, dimension: Dimension) -> bool {
        self.dimensions.contains(&dimension)
    }
}

/// What is known of the unit of a LOINC code. The table holds common codes only; `None` says nothing.
///
/// The property is the second part of each LOINC name (`MCnc` mass concentration, `SCnc` substance
/// concentration, ...). The table was written from knowledge of LOINC and is not compared with its
/// release.
pub fn analyte(loinc: &str) -> Option<Analyte> {
    let found = ANALYTES.iter().find(|(_, codes)| codes.contains(&loinc));
    found.map(|(dimensions, _)| Analyte { dimensions })
}

const RATIO: Dimension = Dimension::NONE;
/// Mass concentration, `MCnc`.
const MASS: Dimension = Dimension::of(-3, 0, 1, 0);
/// Substance and number concentration, `SCnc` and `NCnc`: in UCUM a mole is a number.
const NUMBER: Dimension = Dimension::of(-3, 0, 0, 0);
/// Catalytic concentration, `CCnc`: a unit U is micromoles a minute.
const CATALYTIC: Dimension = Dimension::of(-3, -1, 0, 0);
/// Arbitrary concentration, `ACnc`.
const ARBITRARY: Dimension = Dimension::of(-3, 0, 0, 1);
const PRESSURE: Dimension = Dimension::of(-1, -2, 1, 0);
const RATE: Dimension = Dimension::of(0, -1, 0, 0);
const TIME: Dimension = Dimension::of(0, 1, 0, 0);
const LENGTH: Dimension = Dimension::of(1, 0, 0, 0);
const WEIGHT: Dimension = Dimension::of(0, 0, 1, 0);
const AREAL_MASS: Dimension = Dimension::of(-2, 0, 1, 0);
const VOLUME: Dimension = Dimension::of(3, 0, 0, 0);
const FLOW: Dimension = Dimension::of(3, -1, 0, 0);
const AREAL_FLOW: Dimension = Dimension::of(1, -1, 0, 0);
const TEMPERATURE: Dimension = Dimension([0, 0, 0, 0, 1, 0, 0, 0]);

#[rustfmt::skip]
const ANALYTES: &[(&[Dimension], &[&str])] = &[
    // Vital signs.
    (&[PRESSURE], &["8480-6", "8462-4", "8478-0", "2019-8", "2703-7", "11557-6", "11556-8"]),
    (&[RATE], &["8867-4", "9279-1", "8889-8"]),
    (&[TEMPERATURE], &["8310-5", "8331-1", "8332-9", "8329-5"]),
    (&[WEIGHT], &["29463-7", "3141-9", "8339-4"]),
    (&[LENGTH], &["8302-2", "8306-3", "8287-5", "9843-4", "8280-0"]),
    (&[AREAL_MASS], &["39156-5"]),
    (&[FLOW], &["3151-8", "33452-4"]),
    // Fractions and ratios.
    (&[RATIO], &[
        "2708-6", "59408-5", "4544-3", "20570-8", "6301-6", "34714-6", "59576-9", "2744-1", "11558-4", "788-0",
        "770-8", "736-9", "5905-5", "713-8", "706-2", "3150-6", "5811-5", "2965-2",
    ]),
    // Glycated hemoglobin is a percentage, or millimoles a mole.
    (&[RATIO], &["4548-4", "59261-8", "17856-6"]),
    // Mass concentrations.
    (&[MASS], &[
        "2345-7", "2339-0", "1558-6", "41653-7", "2160-0", "38483-4", "3094-0", "6299-2", "17861-6", "49765-1",
        "718-7", "786-4", "2093-3", "2571-8", "2085-9", "13457-7", "18262-6", "2089-1", "1975-2", "1968-7",
        "1751-7", "2885-2", "10834-0", "3084-1", "2777-1", "2276-4", "2498-4", "2500-7", "2132-9", "2284-8",
        "1988-5", "30522-7", "6598-7", "49563-0", "10839-9", "2857-1", "3024-7", "14957-5",
    ]),
    // Substance concentrations.
    (&[NUMBER], &[
        "2951-2", "2947-0", "2823-3", "6298-4", "2075-0", "2069-3", "2028-9", "20565-8", "1963-8", "1959-6",
        "14749-6", "14682-9", "14647-2", "14927-8", "14646-4", "22748-8", "2000-8", "33037-3", "10466-1", "1863-0",
    ]),
    // Number concentrations.
    (&[NUMBER], &[
        "6690-2", "26464-8", "789-8", "26453-1", "777-3", "26515-7", "751-8", "731-0", "742-7", "711-2", "704-7",
        "753-4",
    ]),
    // Catalytic concentrations; an international unit of an enzyme is the unit U.
    (&[CATALYTIC, ARBITRARY], &["1742-6", "1743-4", "1920-8", "6768-6", "2324-2", "3040-3", "1798-8", "2157-6", "14804-9", "2532-0"]),
    // Arbitrary concentrations.
    (&[ARBITRARY], &["3016-3", "11579-0", "11580-8", "20448-7"]),
    // Volumes and masses of cells, rates of filtration, times.
    (&[VOLUME], &["787-2", "30428-7", "21000-5", "32623-1", "9192-6"]),
    (&[WEIGHT], &["785-6", "28539-5"]),
    (&[FLOW], &["2164-2"]),
    // The surface of the body is a unit or an annotation.
    (&[FLOW, AREAL_FLOW], &["33914-3", "48642-3", "48643-1", "62238-1", "69405-9", "98979-8"]),
    (&[TIME], &["5902-2", "3173-2", "14979-9", "3243-3"]),
];
