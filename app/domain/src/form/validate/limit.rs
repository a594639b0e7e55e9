//! Limits: how much, how many, how long.

use super::{Bound, Judge, Kind, won};
use crate::korea::normalize;
use crate::map::Set;

/// Most characters in a picture's caption.
const MAX_CAPTION: usize = 60;

/// Most ranks, unless the field says otherwise.
const RANKS: u32 = 3;

/// A number within the field's bounds, or within those of its kind.
pub(super) fn number(number: i64, judge: &mut Judge<'_>) {
    let (least, most) = match judge.field.kind {
        Kind::Won => (Some(0), Some(won::MAX)),
        Kind::Percent => (Some(0), Some(100)),
        _ => (None, None),
    };
    let own = |bound| match bound {
        Some(Bound::Number(number)) => Some(number),
        _ => None,
    };
    if let Some(least) = own(judge.field.min)
        .or(least)
        .filter(|least| number < *least)
    {
        judge.error("min").arg("min", least.to_string());
    }
    if let Some(most) = own(judge.field.max).or(most).filter(|most| number > *most) {
        judge.error("max").arg("max", most.to_string());
    }
}

/// A text's length in characters after normalisation.
pub(super) fn length(typed: &str, judge: &mut Judge<'_>) {
    let (min, max) = (judge.field.min_length, judge.field.max_length);
    if min.is_none() && max.is_none() {
        return;
    }
    let length = u32::try_from(normalize::text(typed).chars().count()).unwrap_or(u32::MAX);
    if let Some(min) = min.filter(|min| length < *min) {
        too_long_or_short(judge, "min_length", "min", min, length);
    }
    if let Some(max) = max.filter(|max| length > *max) {
        too_long_or_short(judge, "max_length", "max", max, length);
    }
}

/// A caption's length.
pub(super) fn caption(caption: &str, judge: &mut Judge<'_>) {
    let length = normalize::text(caption).chars().count();
    if length > MAX_CAPTION {
        let count = u32::try_from(length).unwrap_or(u32::MAX);
        too_long_or_short(judge, "max_length", "max", 60, count);
        if let Some(finding) = judge.findings.last_mut() {
            finding.arg("part", "caption".to_owned());
        }
    }
}

/// How many choices, and in a ranking none twice.
pub(super) fn choices(codes: &[String], judge: &mut Judge<'_>) {
    let is_ranking = judge.field.kind == Kind::Rank3;
    let mut different = Set::new();
    let mut twice = None;
    for code in codes {
        if !different.insert(code.as_str()) {
            twice = Some(code);
        }
    }
    if let (true, Some(code)) = (is_ranking, twice) {
        judge.error("rank_duplicate").arg("code", code.clone());
    }
    let count = u32::try_from(different.len()).unwrap_or(u32::MAX);
    let most = judge.field.max_choices.or(is_ranking.then_some(RANKS));
    if let Some(most) = most.filter(|most| count > *most) {
        let finding = judge.error("max_choices");
        finding.arg("max", most.to_string());
        finding.arg("count", count.to_string());
    }
}

fn too_long_or_short(judge: &mut Judge<'_>, code: &str, name: &str, limit: u32, length: u32) {
    let finding = judge.error(code);
    finding.arg(name, limit.to_string());
    finding.arg("length", length.to_string());
}
