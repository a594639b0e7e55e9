//! Chance that repeats: the same seed throws the same numbers.

/// `SplitMix64` (Steele, Lea and Flood, 2014): small, quick, good enough to make things up. Not for secrets.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that begin with `seed`.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `limit`, `limit` left out; 0 for a limit of 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    /// From `low` to `high`, `high` left out.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True once in `count` throws.
    pub fn is_one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// One of them; nothing is picked from nothing.
    pub fn pick(&mut self, items: &[&'static str]) -> &'static str {
        let index = usize::try_from(self.below(items.len() as u64)).unwrap_or(0);
        items.get(index).copied().unwrap_or_default()
    }

    /// One of them, by weight.
    pub fn weigh(&mut self, items: &[(&'static str, u64)]) -> &'static str {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            if left < *weight {
                return item;
            }
            left -= weight;
        }
        ""
    }

    /// `count` different ones, by weight.
    pub fn several(&mut self, items: &[(&'static str, u64)], count: usize) -> Vec<&'static str> {
        let mut left = items.to_vec();
        let mut picked = Vec::with_capacity(count);
        while picked.len() < count && !left.is_empty() {
            let one = self.weigh(&left);
            left.retain(|(item, _)| *item != one);
            picked.push(one);
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_kept_to() {
        let mut dice = Dice::seeded(1);
        let heavy = (0..10_000)
            .filter(|_| dice.weigh(&[("a", 9), ("b", 1)]) == "a")
            .count();
        assert!((8_800..9_200).contains(&heavy), "{heavy}");
        assert_eq!(dice.several(&[("a", 1), ("b", 1)], 5).len(), 2);
    }
}
