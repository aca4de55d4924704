//! The order of things that cannot be sorted alike.

/// The places of `keys` in the order of the keys; of two alike the first comes first.
pub(super) fn order(keys: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut keyed = Vec::new();
    for (place, (major, minor)) in keys.enumerate() {
        keyed.push((major, minor, place));
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, _, place)| place).collect()
}
