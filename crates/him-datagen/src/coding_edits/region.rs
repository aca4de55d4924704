//! Regions of the body that have two sides, by the words of titles: so coarse that a diagnosis and the procedure for it are
//! in one, so fine that what is beside it is not.

/// The words of each region, in the singular; a region is its place plus 1. Ours: no official list relates the two systems.
const REGIONS: [&[&str]; 16] = [
    &[
        "eye",
        "eyelid",
        "lacrimal",
        "orbit",
        "retina",
        "retinal",
        "lens",
        "cornea",
        "vitreous",
        "choroid",
        "iris",
        "sclera",
        "conjunctiva",
        "chamber",
    ],
    &["ear", "tympanic", "mastoid", "ossicle"],
    &["breast", "nipple"],
    &["lung", "bronchus", "pleura", "pleural"],
    &["kidney", "ureter"],
    &["ovary", "fallopian"],
    &["testis", "testicle", "epididymis", "spermatic"],
    &["hip", "femur", "acetabulum", "thigh"],
    &["knee", "patella", "tibia", "fibula"],
    &[
        "ankle",
        "foot",
        "toe",
        "tarsal",
        "metatarsal",
        "heel",
        "calcaneus",
        "talus",
        "phalanx",
    ],
    &[
        "shoulder",
        "clavicle",
        "scapula",
        "humerus",
        "humeral",
        "acromioclavicular",
    ],
    &["elbow", "radius", "radial", "ulna", "forearm"],
    &[
        "wrist",
        "hand",
        "palm",
        "finger",
        "thumb",
        "carpal",
        "metacarpal",
    ],
    &[
        "leg",
        "femoral",
        "popliteal",
        "tibial",
        "saphenous",
        "peroneal",
    ],
    &["arm", "brachial", "axillary", "axilla"],
    &["carotid"],
];

/// Of the title of a diagnosis: of the first such word after the side, or else before it. 0 for none.
pub(super) fn of_diagnosis(title: &str) -> u8 {
    let words = super::wording::words(title);
    let side = words
        .iter()
        .position(|word| ["right", "left", "bilateral"].contains(&word.as_str()))
        .or_else(|| words.iter().rposition(|word| word == "unspecified"));
    let (before, after) = words.split_at(side.unwrap_or(0));
    let first = after.iter().find_map(|word| of_word(word));
    first
        .or_else(|| before.iter().rev().find_map(|word| of_word(word)))
        .unwrap_or(0)
}

/// Of the label of a body part.
pub(super) fn of_body_part(label: &str) -> u8 {
    let words = super::wording::words(label);
    words.iter().find_map(|word| of_word(word)).unwrap_or(0)
}

fn of_word(word: &str) -> Option<u8> {
    let place = REGIONS.iter().position(|words| words.contains(&word))?;
    u8::try_from(place + 1).ok()
}
