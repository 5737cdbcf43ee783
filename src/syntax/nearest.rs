//! The name that is most like another one.

/// Names longer than this are not compared letter by letter.
const LONGEST: usize = 100;

/// The candidate that is most like `name`, where one is like it enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).min(3);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((unlikeness(name, candidate, allowed)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How unlike two names are, in half edits; `None` past what is allowed.
fn unlikeness(name: &str, candidate: &str, allowed: usize) -> Option<usize> {
    if name.to_lowercase().replace('_', "") == candidate.to_lowercase().replace('_', "") {
        return Some(1);
    }
    let short = name.len().min(candidate.len());
    let is_part = |long: &str, part: &str| {
        long.strip_prefix(part).is_some_and(|rest| rest.starts_with('_'))
            || long.strip_suffix(part).is_some_and(|rest| rest.ends_with('_'))
    };
    if short >= 3 && (is_part(candidate, name) || is_part(name, candidate)) {
        return Some(3);
    }
    // One edit makes any name of one or two letters out of any other.
    if short < 3 || name.len().abs_diff(candidate.len()) > 2 * allowed || name.len() > LONGEST {
        return None;
    }
    let edits = edits(name, candidate);
    let cut_short = usize::from(candidate.starts_with(name));
    (edits <= allowed).then_some(edits * 2 - cut_short)
}

/// Insertions, deletions, changes and swaps of neighbours from one word to the other.
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for row in 1..=from.len() {
        let mut current = vec![row];
        for column in 1..=to.len() {
            let change = usize::from(from[row - 1] != to[column - 1]);
            let mut best = (rows[row - 1][column - 1] + change)
                .min(rows[row - 1][column] + 1)
                .min(current[column - 1] + 1);
            let swapped =
                row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
            if swapped {
                best = best.min(rows[row - 2][column - 2] + 1);
            }
            current.push(best);
        }
        rows.push(current);
    }
    rows[from.len()][to.len()]
}
