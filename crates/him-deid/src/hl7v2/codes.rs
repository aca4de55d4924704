//! Codes with their words and systems.

use super::writer::Writer;

impl Writer<'_, '_> {
    /// code ^ words ^ system, and the same again; the version and the original words follow.
    pub(super) fn coded(&mut self, path: &'static str, value: &str) -> String {
        let parts: Vec<&str> = value.split(self.delimiters.component).collect();
        let system = |place: usize| parts.get(place).copied().unwrap_or("");
        let known = self.identifiers.known();
        let stays = |code: &str, system: &str| {
            is_published(system) && could_be(system, code) && !known.is_number(code)
        };
        let first = stays(system(0), system(2));
        let second = stays(system(3), system(5));
        self.components(value, |writer, place, component| match place {
            0 | 2 if first => component.to_owned(),
            3 | 5 if second => component.to_owned(),
            1 if first => writer.words(path, component, writer.terms),
            4 if second => writer.words(path, component, writer.terms),
            1 | 4 | 8 => writer.text(path, component),
            // The versions of the systems.
            6 | 7 => writer.code(path, component),
            // A table of HL7 has no system beside it: a letter or two are a code, more may be anything.
            0 if system(2).is_empty() => {
                let short = component.len() <= 4 || parts.len() == 1;
                if short {
                    writer.code(path, component)
                } else {
                    writer.removed(path)
                }
            }
            _ => writer.removed(path),
        })
    }
}

/// Names of published code systems in table 0396 of HL7.
fn is_published(system: &str) -> bool {
    const SYSTEMS: [&str; 37] = [
        "LN", "LNC", "LOINC", "SCT", "SNM", "SNM3", "SNOMED", "SNOMEDCT", "I9", "I9C", "I9CDX",
        "I9CP", "I10", "I10C", "I10P", "ICD9", "ICD10", "ICD-9", "ICD-10", "ICD9CM", "ICD10CM",
        "C4", "C5", "CPT", "CPT4", "HCPCS", "HPC", "NDC", "CVX", "MVX", "UCUM", "ISO+", "RXNORM",
        "CDCREC", "NUBC", "UNII", "NCIT",
    ];
    let table = system
        .strip_prefix("HL7")
        .or_else(|| system.strip_prefix("hl7"))
        .or_else(|| system.strip_prefix("PHVS_"));
    let digits = |text: &str| {
        !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    SYSTEMS
        .iter()
        .any(|known| system.eq_ignore_ascii_case(known))
        || table.is_some_and(digits)
}

/// Whether a code could be of its system: none has blanks, and only SNOMED CT and NDC have long numbers.
fn could_be(system: &str, code: &str) -> bool {
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    let most = match system.to_ascii_uppercase().as_str() {
        "SCT" | "SNOMED" | "SNOMEDCT" => 18,
        "NDC" => 11,
        "RXNORM" => 8,
        _ => 7,
    };
    let form = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'@' | b',' | b';');
    !code.is_empty() && code.len() <= 24 && digits <= most && code.bytes().all(form)
}
