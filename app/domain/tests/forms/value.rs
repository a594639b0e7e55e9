//! Values for a field, found from its type and limits alone.

use domain::{
    answer::{Address, Answer, Consent, FileRef},
    form::{Bound, ConsentKind, Field, FileKind, Instance, Kind, Path},
    korea::date,
    text::Locale,
};
use time::Date;

/// A source of choices that is the same in every run (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// Values that fit the field's type and limits, in random order. Rules between fields may refuse some of them.
pub(crate) fn candidates(
    instance: &Instance,
    path: &Path,
    field: &Field,
    dice: &mut Dice,
) -> Vec<Answer> {
    let mut values = match field.kind {
        Kind::Text | Kind::Textarea => texts(field),
        Kind::Int | Kind::Won | Kind::Percent => numbers(field),
        Kind::Date | Kind::Month => days(field, instance.env().today),
        Kind::Phone => texts_of(&["010-1234-5678", "01098765432"]),
        Kind::Email => texts_of(&["daul@example.kr"]),
        Kind::Url => texts_of(&["https://daul.example.kr/a"]),
        Kind::Brn => texts_of(&["1234567891", "1208147521"]),
        Kind::Crn => texts_of(&["1101110062432"]),
        Kind::Mailorder => texts_of(&["2020-대구중구-0123", "2019-경기수원-0515"]),
        Kind::Enum => codes(instance, path)
            .into_iter()
            .map(Answer::Text)
            .collect(),
        Kind::Likert5 => codes(instance, path)
            .iter()
            .map(|code| Answer::Int(code.parse().unwrap()))
            .collect(),
        Kind::Multi | Kind::Rank3 => subsets(codes(instance, path), field, dice),
        Kind::Bool => vec![Answer::Bool(true), Answer::Bool(false)],
        Kind::File => vec![Answer::Files(vec![file(field.accept[0], 1)])],
        Kind::Consent => vec![Answer::Consent(Consent {
            given: field.consent.as_ref().unwrap().kind == ConsentKind::Required
                || dice.below(2) == 0,
            text_hash: field.consent.as_ref().unwrap().text_hash(Locale::Ko),
            locale: "ko".to_owned(),
            at: instance.env().now,
        })],
        Kind::Address => vec![Answer::Address(Address {
            sido: "대구광역시".to_owned(),
            sigungu: "중구".to_owned(),
            road: "국채보상로 670".to_owned(),
            detail: "2층".to_owned(),
            zip: "41911".to_owned(),
        })],
        Kind::Calc => Vec::new(),
    };
    // Selections are random as they are; the single choices behind them are for rules that refuse the others.
    if !matches!(field.kind, Kind::Multi | Kind::Rank3) {
        dice.shuffle(&mut values);
    }
    if field.allow_unknown {
        values.push(Answer::Unknown);
    }
    values
}

/// A file of a kind.
pub(crate) fn file(kind: FileKind, number: usize) -> FileRef {
    FileRef {
        hash: format!("{number:064x}"),
        name: format!("파일{number}.{}", kind.endings()[0]),
        media_type: String::new(),
        size: 250_000,
        caption: String::new(),
    }
}

fn texts_of(list: &[&str]) -> Vec<Answer> {
    list.iter()
        .map(|text| Answer::Text((*text).to_owned()))
        .collect()
}

fn texts(field: &Field) -> Vec<Answer> {
    let sentence = "예약이 모두 취소되어 매출이 크게 줄었고 직원들이 쉬고 있습니다. ";
    let least = usize::try_from(field.min_length.unwrap_or(0)).unwrap();
    if least > 2 {
        return vec![Answer::Text(sentence.repeat(least / 20 + 1))];
    }
    texts_of(&["김다울", "이하나"])
}

fn numbers(field: &Field) -> Vec<Answer> {
    let bound = |bound, otherwise| match bound {
        Some(Bound::Number(number)) => number,
        _ => otherwise,
    };
    let (min, max) = (bound(field.min, 0), bound(field.max, i64::MAX));
    let some: &[i64] = match field.kind {
        Kind::Won => &[0, 4_000, 50_000, 1_000_000, 30_000_000, 400_000_000],
        _ => &[0, 1, 2, 5, 12, 40],
    };
    let fitting = some.iter().filter(|number| (min..=max).contains(*number));
    fitting.map(|number| Answer::Int(*number)).collect()
}

fn days(field: &Field, today: Date) -> Vec<Answer> {
    let bound = |bound| match bound {
        Some(Bound::Date(day)) => Some(day),
        Some(Bound::Today) => Some(today),
        _ => None,
    };
    let some = [
        "2008-03-02",
        "2019-06-01",
        "2019-12-02",
        "2020-01-05",
        "2020-02-18",
        "2020-03-05",
        "2020-03-20",
        "2020-04-17",
        "2020-05-11",
        "2021-06-30",
    ];
    let fitting = some.iter().filter(|text| {
        let day = date::parse_iso(text).unwrap();
        bound(field.min).is_none_or(|min| min <= day)
            && bound(field.max).is_none_or(|max| day <= max)
    });
    let length = if field.kind == Kind::Month { 7 } else { 10 };
    fitting
        .map(|text| Answer::Text(text[..length].to_owned()))
        .collect()
}

fn codes(instance: &Instance, path: &Path) -> Vec<String> {
    let choices = instance.choices(path);
    choices.iter().map(|choice| choice.code.clone()).collect()
}

/// A few selections, and each choice alone.
fn subsets(codes: Vec<String>, field: &Field, dice: &mut Dice) -> Vec<Answer> {
    let most =
        usize::try_from(
            field
                .max_choices
                .unwrap_or(if field.kind == Kind::Multi { 5 } else { 3 }),
        )
        .unwrap()
        .min(codes.len());
    let mut sets: Vec<Answer> = Vec::new();
    for _ in 0..codes.len() {
        let mut some = codes.clone();
        dice.shuffle(&mut some);
        some.truncate(1 + dice.below(most));
        sets.push(Answer::Many(some));
    }
    sets.extend(codes.into_iter().map(|code| Answer::Many(vec![code])));
    sets
}
