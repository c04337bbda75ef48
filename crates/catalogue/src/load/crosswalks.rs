//! Later yardsticks.

use super::File;
use crate::crosswalk::{Control, Crosswalks, Extent, Standard};

pub(super) fn read(file: &mut File<'_>) -> Crosswalks {
    let standards: Vec<Standard> = file.list("standard", "id");
    file.unique(standards.iter().map(|s| s.id.as_str()));
    let controls: Vec<Control> = file.list("control", "id");
    file.unique(controls.iter().map(|c| c.id.as_str()));
    for control in &controls {
        check(file, control, &standards);
    }
    for standard in standards.iter().filter(|s| s.extent == Extent::All) {
        for level in &standard.levels {
            let of_it = controls.iter().filter(|c| c.standard == standard.id && c.levels.contains(&level.id));
            let (given, wanted, name) = (of_it.count(), level.controls, &level.id);
            if given != wanted {
                let said = (
                    format!("{name} の項目は{wanted}件です（いま{given}件）"),
                    format!("{name} has {wanted} controls, not {given}"),
                );
                file.note(&standard.id, said);
            }
        }
    }
    Crosswalks { standards, controls }
}

fn check(file: &mut File<'_>, control: &Control, standards: &[Standard]) {
    let Some(standard) = standards.iter().find(|s| s.id == control.standard) else {
        let name = &control.standard;
        file.note(&control.id, (format!("基準「{name}」がありません"), format!("there is no standard \"{name}\"")));
        return;
    };
    let wanted = format!("{}-{}", control.standard, control.number);
    if control.id != wanted {
        file.note(&control.id, (format!("番号は {wanted} です"), format!("the id should be {wanted}")));
    }
    for level in control.levels.iter().filter(|level| !standard.levels.iter().any(|l| l.id == **level)) {
        file.note(&control.id, (format!("段階「{level}」がありません"), format!("there is no level \"{level}\"")));
    }
    if control.levels.is_empty() {
        file.note(&control.id, ("levels が空です".into(), "levels is empty".into()));
    }
}
