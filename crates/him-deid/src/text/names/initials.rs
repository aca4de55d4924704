//! Initials that stand for a person.

use crate::Rule;
use crate::text::fold::Key;
use crate::text::lexicon::{Classes, Lexicon};
use crate::text::page::{Page, Tag};
use crate::text::token::Kind;

/// What is written with points and is nobody, beside the words of the lexicon.
const ABBREVIATIONS: &[&str] = &[
    "ac", "ad", "adl", "am", "ba", "bid", "bm", "bp", "bs", "ca", "cc", "ccu", "cns", "cp", "cpr",
    "cs", "ct", "cv", "cva", "cxr", "dc", "dds", "dm", "dmd", "dnr", "do", "dob", "dpm", "dpt",
    "dt", "dvm", "ecg", "ed", "eeg", "eg", "ekg", "emg", "ent", "er", "es", "fbs", "fh", "gi",
    "gp", "gu", "hac", "hc", "hcg", "hiv", "hpi", "hr", "hs", "ia", "icu", "id", "ie", "im", "iq",
    "iu", "iv", "ivf", "jd", "jp", "la", "lb", "lcs", "llc", "llp", "lp", "lpn", "lv", "ma", "mba",
    "md", "mi", "mph", "mr", "mri", "ms", "msw", "na", "nb", "nc", "nd", "ne", "ng", "nh", "nj",
    "nm", "no", "np", "npo", "nw", "ny", "nyc", "ob", "od", "or", "os", "ot", "ou", "oz", "pa",
    "pc", "ph", "phd", "pm", "pmh", "po", "prn", "ps", "psa", "pt", "qd", "qh", "qhs", "qid",
    "qod", "ra", "rbc", "rd", "ri", "rn", "rna", "ros", "rph", "rr", "rv", "sc", "sd", "se", "sh",
    "sl", "sob", "sp", "sq", "sr", "sw", "tb", "tid", "tv", "uk", "un", "us", "usa", "uti", "va",
    "vd", "vs", "wa", "wbc", "wv", "yo",
];

/// Finds two or three capital letters with points at `at`: `J.R.S.`, `K.S.`
pub(crate) fn initials(page: &mut Page<'_>, at: usize) -> bool {
    if page.runs_on_before(at) || page.glued(at) && page.before(at, 1).is_one_of(b".-/&") {
        return false;
    }
    let (mut plain, mut count) = (String::new(), 0);
    let mut end = at;
    while page.token(end).initial()
        && page.token(end).upper()
        && (end == at || page.glued(end))
        && page.token(end + 1).is_sign(b'.')
        && page.glued(end + 1)
    {
        if count == 3 {
            return false;
        }
        plain.push_str(&page.word(end).to_lowercase());
        count += 1;
        end += 2;
    }
    // `mother (B.M.)`, `R.T. told`: here even what is also an abbreviation is a person.
    let near = page.before(at, 1 + usize::from(page.before(at, 1).is_sign(b'(')));
    let person = near.is_word() && near.has(Classes::RELATIVE.or(Classes::TITLE))
        || page.opens_sentence(at) && page.token(end).has(Classes::PHRASE_VERB);
    if count >= 2 && person && !page.glued(end) {
        page.mark(at, end, Rule::DescribedName, Tag::Plain);
        return true;
    }
    if count < 2
        || page.glued(end) && !page.token(end).is_one_of(b",;:)'\"?!")
        || ABBREVIATIONS.contains(&plain.as_str())
        || !matches!(
            Lexicon::shared().find(Key::of(&plain)).classes,
            Classes::NONE | Classes::STATE_ABBR
        )
    {
        return false;
    }
    // A degree stands behind its name: `Exemplar, B.C.S.`
    if page.before(at, 1).is_sign(b',') && page.before(at, 2).kind == Kind::Tag {
        return false;
    }
    page.mark(at, end, Rule::DescribedName, Tag::Plain);
    true
}
