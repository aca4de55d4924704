//! What may stay of an address: nothing smaller than a state, and of a ZIP code three digits.

/// States, the District of Columbia and territories by their postal codes (USPS Publication 28).
const STATES: [(&str, &str); 56] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
    ("PR", "Puerto Rico"),
    ("VI", "Virgin Islands"),
    ("GU", "Guam"),
    ("AS", "American Samoa"),
    ("MP", "Northern Mariana Islands"),
];

/// Whether a text is the name or code of a state and nothing else.
pub(crate) fn is_state(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix("US-").unwrap_or(text);
    STATES
        .iter()
        .any(|(code, name)| text.eq_ignore_ascii_case(code) || text.eq_ignore_ascii_case(name))
}

/// Whether a text can be nothing but a country: a code of ISO 3166, or the United States in words.
pub(crate) fn is_country(text: &str) -> bool {
    let text = text.trim();
    (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase())
        || is_united_states(text)
}

/// Whether the country is the one whose ZIP codes the rule speaks of.
pub(crate) fn is_united_states(country: &str) -> bool {
    const NAMES: [&str; 5] = [
        "US",
        "USA",
        "U.S.",
        "United States",
        "United States of America",
    ];
    NAMES
        .iter()
        .any(|name| country.trim().eq_ignore_ascii_case(name))
}
