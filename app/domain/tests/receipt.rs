//! The signed bytes of a receipt: what they are today, and that no member can be changed without changing them.

use domain::{
    api::{Receipt, ReceiptKey, Seal},
    id::SubmissionId,
    receipt::{Doubt, bytes, claim, in_force, listed, statement},
};
use proptest::prelude::*;
use uuid::Uuid;

const KEY: &str = "0011223344556677";

fn receipt() -> Receipt {
    Receipt {
        submission: SubmissionId(Uuid::from_u128(0x0170_9f3c_5a00_7000_8000_0000_0000_0002)),
        change: Uuid::from_u128(0x0170_9f3c_5a00_7000_8000_0000_0000_0001),
        hash: "b04828a8ccda667eadd940fa54cae7047f670f408a567c06bdd4e10f08fc0d13".to_owned(),
        number: "2020-피해-000123".to_owned(),
        received_at: 1_583_024_405_000,
        seal: None,
    }
}

fn text(receipt: &Receipt, key: &str, files: &[String]) -> Option<String> {
    statement(receipt, key, &listed(files)?)
}

#[test]
fn the_signed_bytes_are_these() {
    let files = ["bb", "aa"].map(|pair| pair.repeat(32));
    // `printf %s aa…aabb…bb | sha256sum`
    let expected = "ieum.receipt.1\n\
        key 0011223344556677\n\
        submission 01709f3c-5a00-7000-8000-000000000002\n\
        change 01709f3c-5a00-7000-8000-000000000001\n\
        hash b04828a8ccda667eadd940fa54cae7047f670f408a567c06bdd4e10f08fc0d13\n\
        number 2020-피해-000123\n\
        received 1583024405000\n\
        files 2 DIGEST\n";
    let digest = domain::sync::content_hash(&format!("{}{}", files[1], files[0]));
    assert_eq!(digest, AA_BB);
    assert_eq!(
        text(&receipt(), KEY, &files).unwrap(),
        expected.replace("DIGEST", AA_BB)
    );
    let withdrawal = Receipt {
        hash: String::new(),
        ..receipt()
    };
    let none = text(&withdrawal, KEY, &[]).unwrap();
    // SHA-256 of nothing.
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert!(none.contains("\nhash -\n") && none.ends_with(&format!("\nfiles 0 {empty}\n")));
}

const AA_BB: &str = "fa0dafbf43f1f551e536353e9d1a942a8e86e41a0b58dfeaf264ef217f6b862a";

#[test]
fn what_could_be_read_in_two_ways_is_not_signed() {
    let sneaky = Receipt {
        number: "2020-피해-000123\nreceived 1".to_owned(),
        ..receipt()
    };
    assert_eq!(text(&sneaky, KEY, &[]), None);
    assert_eq!(text(&receipt(), "key\nsubmission", &[]), None);
    assert_eq!(text(&receipt(), KEY, &["ab".to_owned()]), None);
    let hash = Receipt {
        hash: "-".to_owned(),
        ..receipt()
    };
    assert_eq!(text(&hash, KEY, &[]), None);
}

fn keys() -> Vec<ReceiptKey> {
    [(0, "1"), (1_000, "2"), (2_000, "3")]
        .map(|(from, digit)| ReceiptKey {
            id: digit.repeat(16),
            public: digit.repeat(64),
            from,
        })
        .to_vec()
}

fn sealed(key: &str, received_at: i64) -> Receipt {
    Receipt {
        received_at,
        seal: Some(Seal {
            key: key.repeat(16),
            files: Vec::new(),
            signature: "5a".repeat(64),
        }),
        ..receipt()
    }
}

#[test]
fn a_key_counts_for_its_own_time_only() {
    assert_eq!(in_force(&keys(), 999).unwrap().id, "1".repeat(16));
    assert_eq!(in_force(&keys(), 1_000).unwrap().id, "2".repeat(16));
    assert_eq!(in_force(&[], 0), None);
    let asked = claim(&sealed("2", 1_500), &keys()).unwrap();
    assert_eq!(
        (asked.public, asked.signature),
        (vec![0x22; 32], vec![0x5a; 64])
    );
    // A retired key that was stolen signs nothing of today.
    assert_eq!(claim(&sealed("1", 1_500), &keys()), Err(Doubt::Wrong));
    assert_eq!(claim(&sealed("4", 1_500), &keys()), Err(Doubt::UnknownKey));
    assert_eq!(claim(&receipt(), &keys()), Err(Doubt::Unsigned));
    let mut short = sealed("2", 1_500);
    short.seal.as_mut().unwrap().signature.pop();
    assert_eq!(claim(&short, &keys()), Err(Doubt::Wrong));
}

#[test]
fn hex_is_read_strictly() {
    assert_eq!(bytes("00ff"), Some(vec![0, 255]));
    for wrong in ["0", "0F", "zz", "é0"] {
        assert_eq!(bytes(wrong), None, "{wrong}");
    }
}

fn hashes() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[0-9a-f]{64}", 0..5)
}

prop_compose! {
    fn any_receipt()(
        submission in any::<u128>(),
        change in any::<u128>(),
        hash in prop_oneof![Just(String::new()), "[0-9a-f]{64}"],
        number in "20[0-9]{2}-(판로|피해)-[0-9]{6}",
        received_at in any::<i64>(),
    ) -> Receipt {
        Receipt {
            submission: SubmissionId(Uuid::from_u128(submission)),
            change: Uuid::from_u128(change),
            hash,
            number,
            received_at,
            seal: None,
        }
    }
}

proptest! {
    /// Takes one receipt's members for another's, one by one: whatever differs shows in the text.
    #[test]
    fn whatever_differs_shows(a in any_receipt(), b in any_receipt(), files in hashes(), others in hashes()) {
        let own = text(&a, KEY, &files).unwrap();
        let swaps: [(bool, Receipt); 5] = [
            (a.submission != b.submission, Receipt { submission: b.submission, ..a.clone() }),
            (a.change != b.change, Receipt { change: b.change, ..a.clone() }),
            (a.hash != b.hash, Receipt { hash: b.hash.clone(), ..a.clone() }),
            (a.number != b.number, Receipt { number: b.number.clone(), ..a.clone() }),
            (a.received_at != b.received_at, Receipt { received_at: b.received_at, ..a.clone() }),
        ];
        for (differs, swapped) in swaps {
            prop_assert_eq!(text(&swapped, KEY, &files).unwrap() != own, differs);
        }
        let set = |files: &[String]| files.iter().cloned().collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(text(&a, KEY, &others).unwrap() != own, set(&others) != set(&files));
        prop_assert_ne!(text(&a, "7766554433221100", &files).unwrap(), own);
    }

    #[test]
    fn the_order_of_the_files_does_not_count(files in hashes()) {
        let mut turned = files.clone();
        turned.reverse();
        turned.extend(files.first().cloned());
        prop_assert_eq!(listed(&turned), listed(&files));
    }
}
