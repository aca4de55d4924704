//! Puts an edit into the JSON of its source: what did not change stays as it was received.
//!
//! Three trees take part: what the model made of the source (`before`), what the model says now
//! (`after`), and the source. Where `before` and `after` agree, the source stands, with everything in
//! it that the model does not hold.

use std::collections::HashMap;

use super::path::is_choice_of;
use super::tree::{Member, Tree};

/// The source with the changes from `before` to `after`.
pub(super) fn merge<'a>(source: Tree<'a>, before: &Tree<'_>, after: Tree<'a>) -> Tree<'a> {
    if *before == after {
        return source;
    }
    match (source, before, after) {
        (Tree::Object(source), Tree::Object(before), Tree::Object(after)) => {
            Tree::Object(members(source, before, after))
        }
        (Tree::Array(source), Tree::Array(before), Tree::Array(after)) => {
            Tree::Array(elements(source, before, after).0)
        }
        (_, _, after) => after,
    }
}

fn find<'t, 'a>(members: &'t [Member<'a>], name: &str) -> Option<&'t Tree<'a>> {
    let found = members.iter().rfind(|member| member.name == name)?;
    Some(&found.value)
}

fn members<'a>(
    mut source: Vec<Member<'a>>,
    before: &[Member<'_>],
    after: Vec<Member<'a>>,
) -> Vec<Member<'a>> {
    for gone in before.iter().filter(|m| find(&after, &m.name).is_none()) {
        remove(&mut source, &gone.name);
        remove_choices(&mut source, gone.choice, "");
    }
    for member in after {
        let was = find(before, &member.name);
        if was == Some(&member.value) {
            continue;
        }
        let name = member.name.clone();
        if let Tree::Explains(_) = member.value {
            remove(&mut source, &name);
            continue;
        }
        remove_choices(&mut source, member.choice, &name);
        let place = source.iter().rposition(|known| known.name == name);
        match (place.and_then(|place| source.get_mut(place)), was) {
            (Some(known), Some(was)) => {
                let old = std::mem::replace(&mut known.value, Tree::Array(Vec::new()));
                let (new, moved) = member_value(old, was, member.value);
                known.value = new;
                // Every entry puts `meta.security`, whether it has labels or not.
                let empty = match &known.value {
                    Tree::Object(members) => members.is_empty() && name == "meta",
                    Tree::Array(elements) => elements.is_empty(),
                    Tree::Scalar(_) | Tree::Explains(_) => false,
                };
                if empty {
                    remove(&mut source, &name);
                    continue;
                }
                if let Some(moved) = moved {
                    move_extensions(&mut source, &name, &moved);
                }
            }
            // The source has something there that could not be read.
            (Some(known), None) => known.value = member.value,
            (None, _) => {
                // Why the value was missing says nothing any more.
                remove(&mut source, &format!("_{name}"));
                source.extend(
                    member
                        .value
                        .pruned()
                        .map(|value| Member { value, ..member }),
                );
            }
        }
    }
    source
}

/// The new value of a member; of an array also where its elements were.
fn member_value<'a>(
    source: Tree<'a>,
    before: &Tree<'_>,
    after: Tree<'a>,
) -> (Tree<'a>, Option<Vec<Option<usize>>>) {
    match (source, before, after) {
        (Tree::Array(source), Tree::Array(before), Tree::Array(after)) => {
            let (new, moved) = elements(source, before, after);
            (Tree::Array(new), Some(moved))
        }
        (source, before, after) => (merge(source, before, after), None),
    }
}

/// Takes out a member and the extensions of its value.
fn remove(source: &mut Vec<Member<'_>>, name: &str) {
    source.retain(|known| known.name != name && known.name.strip_prefix('_') != Some(name));
}

/// Takes out the other choices of an element.
fn remove_choices(source: &mut Vec<Member<'_>>, choice: &str, kept: &str) {
    if choice.is_empty() {
        return;
    }
    source.retain(|known| {
        let name = known.name.strip_prefix('_').unwrap_or(&known.name);
        name == kept || !is_choice_of(name, choice)
    });
}

/// Moves the extensions of the elements of an array of primitives with them.
fn move_extensions(source: &mut Vec<Member<'_>>, name: &str, moved: &[Option<usize>]) {
    let under = format!("_{name}");
    let Some(member) = source.iter_mut().rfind(|known| known.name == under) else {
        return;
    };
    let Tree::Array(old) = &mut member.value else {
        return;
    };
    let take = |from: &Option<usize>| {
        let found = from.and_then(|from| old.get(from)).cloned();
        found.unwrap_or_else(|| Tree::bare("null"))
    };
    let new: Vec<_> = moved.iter().map(take).collect();
    if new.iter().all(Tree::is_null) {
        source.retain(|known| known.name != under);
    } else {
        member.value = Tree::Array(new);
    }
}

/// The new elements of an array, and for each where in the source it stood.
///
/// They stand in the order of the source as long as the edit did not change the order; what the reader
/// passed over keeps its place.
fn elements<'a>(
    source: Vec<Tree<'a>>,
    before: &[Tree<'_>],
    after: Vec<Tree<'a>>,
) -> (Vec<Tree<'a>>, Vec<Option<usize>>) {
    let stands = places(&source, before);
    let pairs = pair(before, &after);
    let in_order = pairs.iter().flatten().is_sorted();
    let mut slots: Vec<Option<Tree<'a>>> = source.into_iter().map(Some).collect();
    // Each with where it goes: a place in the source, then a place among those that go there.
    let mut out: Vec<((usize, usize), Tree<'a>, Option<usize>)> = Vec::new();
    let mut last = 0;
    for (turn, (element, was)) in after.into_iter().zip(pairs).enumerate() {
        let place = was.and_then(|was| stands.get(was).copied().flatten());
        let kept = place.and_then(|place| slots.get_mut(place).and_then(Option::take));
        if in_order && let Some(place) = place {
            last = place + 1;
        }
        match (kept, was.and_then(|was| before.get(was))) {
            (Some(kept), Some(was)) => {
                let goes = if in_order { (last, 0) } else { (0, turn) };
                out.push((goes, merge(kept, was, element), place));
            }
            _ => {
                let goes = if in_order {
                    (last, turn + 1)
                } else {
                    (0, turn)
                };
                out.extend(element.pruned().map(|element| (goes, element, None)));
            }
        }
    }
    for (place, slot) in slots.iter_mut().enumerate() {
        if !stands.contains(&Some(place)) {
            out.extend(
                slot.take()
                    .map(|element| ((place + 1, 0), element, Some(place))),
            );
        }
    }
    out.sort_by_key(|(goes, _, _)| *goes);
    let moved = out.iter().map(|(_, _, place)| *place).collect();
    let elements = out.into_iter().map(|(_, element, _)| element).collect();
    (elements, moved)
}

/// Where each element that was read stands in the source: one that says the same, if possible in the
/// same place; else, where as many are left, the next.
fn places(source: &[Tree<'_>], before: &[Tree<'_>]) -> Vec<Option<usize>> {
    let values: Vec<usize> = (0..source.len())
        .filter(|at| source.get(*at).is_some_and(|it| !it.is_null()))
        .collect();
    let mut free: Vec<bool> = vec![true; values.len()];
    let mut found = vec![None; before.len()];
    for (index, (wanted, found)) in before.iter().zip(&mut found).enumerate() {
        let fits = |at: usize| {
            let place = values.get(at).and_then(|place| source.get(*place));
            place.is_some_and(|it| it.covers(wanted))
        };
        let same = Some(index).filter(|at| free.get(*at) == Some(&true) && fits(*at));
        let at =
            same.or_else(|| (0..values.len()).find(|at| free.get(*at) == Some(&true) && fits(*at)));
        if let Some(at) = at {
            if let Some(free) = free.get_mut(at) {
                *free = false;
            }
            *found = values.get(at).copied();
        }
    }
    let left: Vec<usize> = values
        .iter()
        .zip(&free)
        .filter_map(|(place, free)| free.then_some(*place))
        .collect();
    let missing = found.iter().filter(|place| place.is_none()).count();
    if left.len() == missing {
        let mut left = left.into_iter();
        for place in found.iter_mut().filter(|place| place.is_none()) {
            *place = left.next();
        }
    }
    found
}

/// For each new element the old one that it was: one that says the same, else the one in turn that
/// says the most of the same.
fn pair(before: &[Tree<'_>], after: &[Tree<'_>]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; after.len()];
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, element) in before.iter().enumerate().rev() {
        known.entry(text(element)).or_default().push(index);
    }
    let mut used = vec![false; before.len()];
    // First those that also stand in their place, so that of two alike the right one is taken.
    for in_place in [true, false] {
        for (index, (element, pair)) in after.iter().zip(&mut pairs).enumerate() {
            if pair.is_some() {
                continue;
            }
            let Some(places) = known.get_mut(&text(element)) else {
                continue;
            };
            let found = if in_place {
                places.iter().position(|place| *place == index)
            } else {
                places.len().checked_sub(1)
            };
            if let Some(found) = found {
                let place = places.remove(found);
                *pair = Some(place);
                if let Some(used) = used.get_mut(place) {
                    *used = true;
                }
            }
        }
    }
    let old: Vec<usize> = (0..before.len())
        .filter(|at| used.get(*at) == Some(&false))
        .collect();
    let new: Vec<usize> = (0..after.len())
        .filter(|at| pairs.get(*at) == Some(&None))
        .collect();
    for (old, new) in most_alike(before, &old, after, &new) {
        if let (Some(pair), Some(used)) = (pairs.get_mut(new), used.get_mut(old)) {
            (*pair, *used) = (Some(old), true);
        }
    }
    // Where none came and none went, what stands in the place of another is the other, edited.
    if before.len() == after.len() {
        for (place, (pair, used)) in pairs.iter_mut().zip(&used).enumerate() {
            if pair.is_none() && !used {
                *pair = Some(place);
            }
        }
    }
    pairs
}

fn text(tree: &Tree<'_>) -> String {
    let mut out = String::new();
    tree.write(&mut out);
    out
}

/// More elements than this edited at once are paired in turn.
const COMPARED: usize = 4096;

/// Pairs in order of the elements at `old` with those at `new`, such that they have the most in
/// common; those with nothing in common are not the same element.
fn most_alike(
    before: &[Tree<'_>],
    old: &[usize],
    after: &[Tree<'_>],
    new: &[usize],
) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    if old.len().saturating_mul(new.len()) > COMPARED {
        return old.iter().copied().zip(new.iter().copied()).collect();
    }
    let score = |old: usize, new: usize| match (before.get(old), after.get(new)) {
        (Some(old), Some(new)) => alike(old, new),
        _ => 0,
    };
    // best[i][j]: the most that the elements from i and from j on can have in common.
    let width = new.len() + 1;
    let mut best = vec![0_usize; (old.len() + 1) * width];
    let at = |best: &[usize], i: usize, j: usize| best.get(i * width + j).copied().unwrap_or(0);
    for (i, was) in old.iter().enumerate().rev() {
        for (j, now) in new.iter().enumerate().rev() {
            let both = match score(*was, *now) {
                0 => 0,
                score => score + at(&best, i + 1, j + 1),
            };
            let most = both.max(at(&best, i + 1, j)).max(at(&best, i, j + 1));
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = most;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while let (Some(was), Some(now)) = (old.get(i), new.get(j)) {
        let score = score(*was, *now);
        if score > 0 && at(&best, i, j) == score + at(&best, i + 1, j + 1) {
            out.push((*was, *now));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i, j) == at(&best, i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// How much two values have in common.
fn alike(old: &Tree<'_>, new: &Tree<'_>) -> usize {
    match (old, new) {
        (Tree::Object(old), Tree::Object(new)) => new
            .iter()
            .filter_map(|member| Some(alike(find(old, &member.name)?, &member.value)))
            .sum(),
        (Tree::Array(old), Tree::Array(new)) => {
            let same = new.iter().filter(|element| old.contains(element));
            same.count()
        }
        (Tree::Scalar(old), Tree::Scalar(new)) => usize::from(old == new),
        _ => 0,
    }
}
