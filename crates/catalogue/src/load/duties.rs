//! Duties.

use super::File;
use crate::Duty;

/// How many duties the procedure has.
const COUNT: usize = 58;

pub(super) fn read(file: &mut File<'_>) -> Vec<Duty> {
    let list: Vec<Duty> = file.list("duty", "id");
    file.unique(list.iter().map(|d| d.id.as_str()));
    for duty in &list {
        let empty =
            [("who", duty.who.is_empty()), ("force", duty.force.is_empty()), ("source", duty.source.is_empty())];
        for (field, _) in empty.iter().filter(|(_, empty)| *empty) {
            file.note(duty.id.as_str(), (format!("{field} が空です"), format!("{field} is empty")));
        }
    }
    if list.len() != COUNT {
        let given = list.len();
        file.note(
            "-",
            (format!("務めは{COUNT}件です（いま{given}件）"), format!("there are {COUNT} duties, not {given}")),
        );
    }
    list
}
