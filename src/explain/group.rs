//! Findings of one kind as one, for where there is little room.

use super::{Finding, phrase};

/// For each rule the worst of its findings, which says where there are more of them.
pub fn grouped(found: Vec<Finding>) -> Vec<Finding> {
    let mut groups: Vec<(Finding, Vec<u32>)> = Vec::new();
    for finding in found {
        match groups.iter_mut().find(|(first, _)| first.rule == finding.rule) {
            Some((_, lines)) => lines.push(finding.line),
            None => groups.push((finding, Vec::new())),
        }
    }
    let one = |(first, lines): (Finding, Vec<u32>)| match lines.is_empty() {
        true => first,
        false => Finding { text: format!("{} {}", first.text, more(&first, lines)), ..first },
    };
    groups.into_iter().map(one).collect()
}

/// `The same in lines 5 and 7.`
fn more(first: &Finding, mut lines: Vec<u32>) -> String {
    let count = lines.len();
    lines.retain(|line| *line != 0 && *line != first.line);
    lines.sort_unstable();
    lines.dedup();
    let listed = phrase::listed(&lines.iter().map(u32::to_string).collect::<Vec<_>>());
    match lines.len() {
        0 => format!("The same {} more.", phrase::times(count)),
        1 => format!("The same in line {listed}."),
        _ => format!("The same in lines {listed}."),
    }
}
