//! The screens of a step: one, or for a long step one group of questions each.

use domain::form::{Item, Path, Step};

use super::session::Session;

/// One screen of a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The id of the group or repeat that begins it; blank for the first screen.
    pub id: String,
    /// The positions of its items in the step: from here,
    pub from: usize,
    /// up to the one before this.
    pub to: usize,
}

impl Screen {
    /// The items on it.
    pub fn items<'a>(&self, step: &'a Step) -> &'a [Item] {
        step.items.get(self.from..self.to).unwrap_or_default()
    }

    /// Whether the question at `path` is on it.
    pub fn holds(&self, step: &Step, path: &Path) -> bool {
        holds(self.items(step), path)
    }
}

/// The screens of `step` as its questions are asked now; follows it. A group that is not asked needs no screen.
pub fn screens(session: Session, step: &Step) -> Vec<Screen> {
    let mut screens = vec![Screen {
        id: String::new(),
        from: 0,
        to: step.items.len(),
    }];
    if !step.paged {
        return screens;
    }
    // What stands before the first group is shown with it.
    let mut asked = false;
    for (at, item) in step.items.iter().enumerate() {
        let (id, begins) = match item {
            Item::Field(field) => (&field.id, false),
            Item::Group(group) => (&group.id, true),
            Item::Repeat(repeat) => (&repeat.id, true),
        };
        if !session.is_relevant(&Path::top(id.as_str())) {
            continue;
        }
        if !begins {
            continue;
        }
        if asked && let Some(before) = screens.last_mut() {
            before.to = at;
            screens.push(Screen {
                id: id.clone(),
                from: at,
                to: step.items.len(),
            });
        }
        asked = true;
    }
    screens
}

fn holds(items: &[Item], path: &Path) -> bool {
    items.iter().any(|item| match item {
        Item::Field(field) => path.repeat.is_none() && field.id == path.field,
        Item::Group(group) => group.id == path.field || holds(&group.items, path),
        Item::Repeat(repeat) => match &path.repeat {
            Some((id, _)) => *id == repeat.id,
            None => repeat.id == path.field,
        },
    })
}
