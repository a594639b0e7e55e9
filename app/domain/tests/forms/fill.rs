//! Fills in a whole form by chance: every relevant field with a value found from its type, until nothing is missing.

use std::sync::{Arc, OnceLock};

use domain::{
    answer::Answers,
    form::{Field, Form, Instance, Item, Kind, Path},
};

use super::{
    support::{IDS, env, form},
    value::{Dice, candidates},
};

/// How many fillings the tests over all fields look at.
const SEEDS: u64 = 160;

/// The fillings of a form, made once for all tests.
pub(crate) fn fillings(id: &str) -> &'static [Instance] {
    static MADE: [OnceLock<Vec<Instance>>; 2] = [const { OnceLock::new() }; 2];
    let at = IDS.iter().position(|known| *known == id).unwrap();
    MADE[at].get_or_init(|| {
        let form = form(id);
        (0..SEEDS).map(|seed| filled(&form, seed)).collect()
    })
}

/// Every path of every field: those in repeats once per row.
pub(crate) fn paths(instance: &Instance) -> Vec<Path> {
    let mut paths = Vec::new();
    for field in instance.form().fields() {
        match &field.repeat {
            None => paths.push(Path::top(&*field.id)),
            Some(repeat) => {
                for row in instance.answers().rows(repeat) {
                    paths.push(Path::in_row(&**repeat, &*row.id, &*field.id));
                }
            }
        }
    }
    paths
}

/// A form filled in by chance, valid in the end.
fn filled(form: &Arc<Form>, seed: u64) -> Instance {
    let mut dice = Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
    // Half of them begin with nothing chosen beforehand, so that defaults are overruled, too.
    let mut instance = match seed % 2 {
        0 => Instance::begin(Arc::clone(form), env()),
        _ => Instance::new(Arc::clone(form), Answers::default(), env()),
    };
    // What is answered later brings up new questions, so that a few rounds are needed.
    while round(&mut instance, seed, &mut dice) {}
    instance
}

/// Answers what is asked and not answered; tells whether there was anything.
fn round(instance: &mut Instance, seed: u64, dice: &mut Dice) -> bool {
    let form = Arc::clone(instance.form());
    let mut any = false;
    for step in form.steps() {
        any |= open_rows(instance, &step.items, dice);
        for path in instance.paths_of_step(&step.id) {
            let field = form.field(&path.field).unwrap();
            let answered = stored(instance, &path);
            // A row may have gone since the paths were listed.
            let blank = !instance.is_required(&path) && left_blank(seed, &field.id);
            if field.kind != Kind::Calc && !answered && !blank && instance.is_relevant(&path) {
                any |= answer(instance, &path, field, dice);
            }
        }
    }
    any
}

/// Whether this person leaves that question blank where he may.
fn left_blank(seed: u64, field: &str) -> bool {
    let mixed = field.bytes().fold(seed, |mixed, byte| {
        mixed.wrapping_mul(31).wrapping_add(byte.into())
    });
    Dice(mixed).below(8) == 0
}

fn stored(instance: &Instance, path: &Path) -> bool {
    let answers = match &path.repeat {
        None => Some(instance.answers()),
        Some((repeat, row)) => {
            let rows = instance.answers().rows(repeat).iter();
            rows.filter(|known| known.id == *row)
                .map(|row| &row.answers)
                .next()
        }
    };
    answers.is_some_and(|answers| answers.get(&path.field).is_some())
}

/// Sets the first value that no rule refuses. What the form suggests is overruled once in a while.
fn answer(instance: &mut Instance, path: &Path, field: &Field, dice: &mut Dice) -> bool {
    if instance.value(path).is_some() && dice.below(3) > 0 && instance.check(path).is_empty() {
        return false;
    }
    for value in candidates(instance, path, field, dice) {
        instance.set(path, Some(value.clone()));
        if instance.check(path).iter().all(|found| !found.is_error()) {
            return true;
        }
        instance.set(path, None);
    }
    // Two rows cannot always differ where one choice was made: a person removes the second.
    if let Some((repeat, row)) = &path.repeat
        && instance.answers().rows(repeat).len() > 1
    {
        instance.remove_row(repeat, row);
        return true;
    }
    // A suggestion may be the only value that fits.
    assert!(
        instance.check(path).iter().all(|found| !found.is_error()),
        "no valid value for {path}: {:?}",
        instance.check(path)
    );
    false
}

fn open_rows(instance: &mut Instance, items: &[Item], dice: &mut Dice) -> bool {
    let mut any = false;
    for item in items {
        match item {
            Item::Group(group) => any |= open_rows(instance, &group.items, dice),
            Item::Repeat(repeat) => {
                let wanted = 1 + dice.below(2);
                let rows = instance.answers().rows(&repeat.id).len();
                if instance.is_repeat_relevant(&repeat.id) && rows == 0 {
                    let most = repeat.max.map_or(wanted, |most| wanted.min(most as usize));
                    for row in 0..most {
                        instance.add_row(&repeat.id, format!("r{row}"));
                    }
                    any = true;
                }
            }
            Item::Field(_) => {}
        }
    }
    any
}
