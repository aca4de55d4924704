use super::*;

/// A list of the categories of some letters, with definitions at S52.
struct Invented;

impl Codes for Invented {
    fn known(&self, code: &str) -> bool {
        ["A", "C", "E", "F", "I", "J", "K", "O", "S", "T", "Z"]
            .contains(&code.get(..1).unwrap_or(""))
            || code == "QA0"
    }

    fn chapter(&self, number: u8) -> Option<(String, String)> {
        (number == 20).then(|| ("V00".to_owned(), "Y99".to_owned()))
    }

    fn seventh(&self, code: &str, words: &str) -> Vec<u8> {
        let all = if code == "S52" && words == "open fracture" {
            "BCE"
        } else {
            ""
        };
        all.bytes().collect()
    }
}

/// `from-through position:values`, with a question mark for a mention.
fn shown(text: &str) -> Vec<String> {
    let (references, _) = read(text, &Invented);
    let show = |own: Reference| {
        let mut shown = own.from.clone();
        if own.from != own.through {
            shown += &format!("-{}", own.through);
        }
        if let Some(Condition { position, values }) = own.condition {
            shown += &format!(" {position}:{}", values.join(","));
        }
        shown + if own.mention { "?" } else { "" }
    };
    references.into_iter().map(show).collect()
}

#[test]
fn lists_and_ranges() {
    for (text, expected) in [
        ("one (K70)", &["K70"][..]),
        ("one (K70.3-)", &["K703"]),
        ("one (K70.-)", &["K70"]),
        ("one (K70-K77)", &["K70-K77"]),
        ("one (O99.81-) and two (QA0)", &["O9981", "QA0"]),
        ("list (J09.X-, J10.-, J11.-)", &["J09X", "J10", "J11"]),
        ("list (J09.X- and J10.- or J11.-)", &["J09X", "J10", "J11"]),
        ("list (J00-J06; J20-J22)", &["J00-J06", "J20-J22"]),
        ("list (I60.-. I61.-, I62.-)", &["I60", "I61", "I62"]),
        ("list (K50.013, K50.113,)", &["K50013", "K50113"]),
        (
            "hyphens (F10.- -F19.-), (F10.-F19.-), (F10.--F19.-)",
            &["F10-F19", "F10-F19", "F10-F19"],
        ),
        (
            "blanks (S00 - S09), (A65.0 -A83.9), (A28.3- - A28.4-)",
            &["S00-S09", "A650-A839", "A283-A284"],
        ),
        ("to (S00.- to S09.-)", &["S00-S09"]),
        ("chapters (Chapter 20), or Z97.2", &["V00-Y99", "Z972?"]),
        (
            "in brackets (i.e. E05.8, E07.0, E16-E31, E34.-)",
            &["E058", "E070", "E16-E31", "E34"],
        ),
        ("cut short (Z89.52-", &["Z8952"]),
        ("closed otherwise (E87.8}", &["E878"]),
        ("innermost (of (K70))", &["K70"]),
        (
            "nothing (G6PD) (acute) (C1-INH) (with C3 glomerulopathy)",
            &[],
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
        assert_eq!(read(text, &Invented).1, [], "{text}");
    }
}

#[test]
fn conditions() {
    for (text, expected) in [
        ("(E08-E13 with .22)", "E08-E13 4:22"),
        ("(E08-E13 with .61-)", "E08-E13 4:61"),
        ("(E08-E13 with .51-.52)", "E08-E13 4:51,52"),
        ("(F10-F19, with .17, .27, .97)", "F10-F19 4:17,27,97"),
        ("(F11-F19 with .15. .25, .95)", "F11-F19 4:15,25,95"),
        ("(F10-F19 with .-1)", "F10-F19 5:1"),
        ("(F10-F19 with 4th character .2)", "F10-F19 4:2"),
        ("(F10-F19 with 5th character .6)", "F10-F19 5:6"),
        (
            "(F11-F19 with fifth to sixth characters 51)",
            "F11-F19 5:51",
        ),
        ("(C00-C14 with final character 9)", "C00-C14 9:9"),
        ("(I69. with final characters -20)", "I69 5:20"),
        ("(E08, with final characters .00 or .01)", "E08 4:00,01"),
        ("(A27.0-A27.9 with .9)", "A270-A279 5:9"),
        ("(A27.0-A27.9 with 1)", "A270-A279 5:1"),
        ("(A37 with fifth-character 1)", "A37 5:1"),
        ("(T36-T50 with fifth or sixth character 5)", "T36-T50 8:5"),
        (
            "(T36-T65 with fifth or sixth character 1-4 or 6)",
            "T36-T65 8:1,2,3,4,6",
        ),
        (
            "(T51-T65 with fifth or sixth character to indicate intent)",
            "T51-T65 8:1,2,3,4",
        ),
        ("(S42.- with 7th character B or C)", "S42 7:B,C"),
        ("(S92.-with 7th character B)", "S92 7:B"),
        ("(T88.7 with 7th character S)", "T887 7:S"),
        ("(S52.- with open fracture 7th character)", "S52 7:B,C,E"),
        ("leukemia C91.0-C95.9 with 5th character 1", "C910-C959 5:1"),
        (
            "Use T36-T50 with fifth or sixth character 5.",
            "T36-T50 8:5",
        ),
    ] {
        assert_eq!(shown(text), [expected], "{text}");
        assert_eq!(read(text, &Invented).1, [], "{text}");
    }
    let list = shown("(F10, F13 with .26, .96, K70)");
    assert_eq!(list, ["F10 4:26,96", "F13 4:26,96", "K70"]);
}

#[test]
fn codes_outside_of_parentheses() {
    for (text, expected) in [
        ("Conditions classifiable to C15", &["C15"][..]),
        ("injury to visual cortex S04.04-", &["S0404"]),
        ("peritonitis K65.-", &["K65"]),
        (
            "code from category T31 or T32 to identify extent",
            &["T31", "T32"],
        ),
        (
            "any condition in I51.4-I51.9 due to it (I11.-)",
            &["I514-I519?", "I11"],
        ),
        (
            "Conditions in S00-T88, except T74 and T76",
            &["S00-T88", "T74?", "T76?"],
        ),
        (
            "those not included in A02.- and A03.0-A03.6",
            &["A02?", "A030-A036?"],
        ),
        (
            "see categories E08-E10, E13 with ketoacidosis",
            &["E08-E10", "E13"],
        ),
        (
            "any condition in I18 and I26 - due to hypertension",
            &["I18", "I26"],
        ),
        ("category S06 with 6th character 7 - death", &["S06 6:7"]),
    ] {
        assert_eq!(shown(text), expected, "{text}");
        assert_eq!(read(text, &Invented).1, [], "{text}");
    }
}

#[test]
fn what_is_not_understood_is_a_problem() {
    for (text, words, what, expected) in [
        (
            "lower site (e.g. bronchitis in J40)",
            "e.g. bronchitis in J40",
            "not a list of codes: its codes are taken as mentioned",
            &["J40?"][..],
        ),
        (
            "codes (K70 when severe)",
            "K70 when severe",
            "not a list of codes: its codes are taken as mentioned",
            &[],
        ),
        (
            "codes (K70.3 with many characters)",
            "K70.3 with many characters",
            "not a list of codes: its codes are taken as mentioned",
            &["K703?"],
        ),
        (
            "vitamin B12 deficiency",
            "B12",
            "a category without a word that leads to it, not taken as one",
            &[],
        ),
        (
            "following (I69.01-I69.11-, I69.21-I69.31-, I69.81- I69.91-)",
            "I69.01-I69.11-, I69.21-I69.31-, I69.81- I69.91-",
            "misprint, read as what it means",
            &["I6901", "I6911", "I6921", "I6931", "I6981", "I6991"],
        ),
    ] {
        assert_eq!(shown(text), expected, "{text}");
        let problems = read(text, &Invented).1;
        let expected = Problem {
            words: words.to_owned(),
            what,
        };
        assert_eq!(problems.first(), Some(&expected), "{text}");
    }
}
