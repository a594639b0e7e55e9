//! The sorted map and set do what the standard library's do.

use std::collections::{BTreeMap, BTreeSet};

use domain::map::{Map, Set};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Insert(u8, u16),
    Remove(u8),
    Change(u8),
    Make(u8),
    KeepEven,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..24_u8, any::<u16>()).prop_map(|(key, value)| Step::Insert(key, value)),
        2 => (0..24_u8).prop_map(Step::Remove),
        1 => (0..24_u8).prop_map(Step::Change),
        1 => (0..24_u8).prop_map(Step::Make),
        1 => Just(Step::KeepEven),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    #[test]
    fn a_map_is_a_b_tree_map(steps in steps()) {
        let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
        for step in steps {
            match step {
                Step::Insert(key, value) => prop_assert_eq!(ours.insert(key, value), theirs.insert(key, value)),
                Step::Remove(key) => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                Step::Change(key) => {
                    if let Some(value) = ours.get_mut(&key) {
                        *value ^= 1;
                    }
                    if let Some(value) = theirs.get_mut(&key) {
                        *value ^= 1;
                    }
                }
                Step::Make(key) => {
                    prop_assert_eq!(ours.or_insert_with(key, || 7), theirs.entry(key).or_insert(7));
                }
                Step::KeepEven => {
                    ours.retain(|_, value| *value % 2 == 0);
                    theirs.retain(|_, value| *value % 2 == 0);
                }
            }
            prop_assert_eq!(ours.len(), theirs.len());
            for key in 0..24 {
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
        }
    }

    #[test]
    fn a_set_is_a_b_tree_set(keys in prop::collection::vec((0..24_u8, any::<bool>()), 0..60)) {
        let (mut ours, mut theirs) = (Set::new(), BTreeSet::new());
        for (key, adds) in keys {
            if adds {
                prop_assert_eq!(ours.insert(key), theirs.insert(key));
            } else {
                prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
        }
        while let Some(first) = theirs.pop_first() {
            prop_assert_eq!(ours.pop_first(), Some(first));
        }
        prop_assert!(ours.is_empty());
    }
}
