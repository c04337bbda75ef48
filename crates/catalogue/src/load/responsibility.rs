//! The boundary of responsibility.

use super::File;
use crate::responsibility::{Area, Deployment, Explained, Responsibility, ServiceForm, Task};

/// How many areas there are.
const AREAS: usize = 4;

pub(super) fn read(file: &mut File<'_>) -> Responsibility {
    let forms: Vec<Explained<ServiceForm>> = file.list("form", "value");
    file.cover("form", ServiceForm::ALL, |value| forms.iter().filter(|f| f.value == value).count());
    let deployments: Vec<Explained<Deployment>> = file.list("deployment", "value");
    file.cover("deployment", Deployment::ALL, |value| deployments.iter().filter(|d| d.value == value).count());
    let tasks = file.options("task", Task::ALL);
    let areas: Vec<Area> = file.list("area", "id");
    file.unique(areas.iter().map(|a| a.id.as_str()));
    if areas.len() != AREAS {
        let given = areas.len();
        file.note(
            "-",
            (format!("領域は{AREAS}つです（いま{given}）"), format!("there are {AREAS} areas, not {given}")),
        );
    }
    for area in &areas {
        for (form, task) in ServiceForm::ALL.iter().flat_map(|form| Task::ALL.iter().map(move |task| (form, task))) {
            if area.owners.get(form).and_then(|owners| owners.get(task)).is_none() {
                let said =
                    (format!("{form} の {task} を受け持つ側がありません"), format!("nobody holds {task} in {form}"));
                file.note(area.id.as_str(), said);
            }
        }
    }
    Responsibility { forms, deployments, tasks, areas }
}
