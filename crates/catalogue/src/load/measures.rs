//! Measures: sixteen files, one for each family.

use super::{File, Loader};
use crate::{Measure, measure::Family};

/// Files with the family each holds.
pub(super) const FILES: &[(&str, Family)] = &[
    ("measures/gv.toml", Family::Governance),
    ("measures/hr.toml", Family::People),
    ("measures/in.toml", Family::Information),
    ("measures/ac.toml", Family::Access),
    ("measures/ph.toml", Family::Physical),
    ("measures/te.toml", Family::Technical),
    ("measures/lg.toml", Family::Logs),
    ("measures/vu.toml", Family::Vulnerabilities),
    ("measures/dv.toml", Family::Development),
    ("measures/sl.toml", Family::ServiceLevel),
    ("measures/ic.toml", Family::Incidents),
    ("measures/sb.toml", Family::Subcontracting),
    ("measures/mo.toml", Family::Monitoring),
    ("measures/cl.toml", Family::Cloud),
    ("measures/ex.toml", Family::Exit),
    ("measures/cs.toml", Family::Client),
];

pub(super) fn load(loader: &mut Loader<'_>) -> Vec<Measure> {
    FILES.iter().flat_map(|(name, family)| loader.read(name, |file| read(file, *family))).collect()
}

fn read(file: &mut File<'_>, family: Family) -> Vec<Measure> {
    let list: Vec<Measure> = file.list("measure", "id");
    file.unique(list.iter().map(|m| m.id.as_str()));
    for measure in &list {
        check(file, measure, family);
    }
    if list.len() != family.size() {
        let (code, size, given) = (family.code(), family.size(), list.len());
        let said = (
            format!("系統 {code} の対策は{size}件です（いま{given}件）"),
            format!("family {code} has {size} measures, not {given}"),
        );
        file.note("-", said);
    }
    list
}

fn check(file: &mut File<'_>, measure: &Measure, family: Family) {
    let id = measure.id.as_str();
    if measure.id.family() != Some(family) || measure.id.prefix() != crate::MeasureId::COMMON {
        let start = format!("CM-{}-", family.code());
        file.note(
            id,
            (format!("このファイルの番号は {start} で始めます"), format!("ids of this file begin with {start}")),
        );
    }
    let empty = [
        ("evidence", measure.evidence.is_empty()),
        ("applies", measure.applies.is_empty()),
        ("satisfies", measure.satisfies.is_empty()),
        ("keywords.ja", measure.keywords.ja.iter().all(|word| word.trim().is_empty())),
        ("keywords.en", measure.keywords.en.iter().all(|word| word.trim().is_empty())),
    ];
    for (field, _) in empty.iter().filter(|(_, empty)| *empty) {
        file.note(id, (format!("{field} が空です"), format!("{field} is empty")));
    }
    let client = matches!(measure.answered_by, crate::measure::AnsweredBy::Client);
    if client != (family == Family::Client) {
        let said = (
            "委託元が答えるのは系統 CS の対策だけです".into(),
            "only measures of family CS are answered by the client".into(),
        );
        file.note(id, said);
    }
}
