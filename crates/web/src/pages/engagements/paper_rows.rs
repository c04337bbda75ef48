//! Rows of a paper's tables as fields of its form, and back: `rows.contacts[0].name`.

use std::collections::BTreeMap;

use app::papers::{Both, Field as Asked, Input};
use domain::{FieldError, Problem, plan::PlanRow, problem::Problems, text::Memo};

use super::Pairs;
use crate::{
    form::{Form, Opt},
    page::Shell,
    views::engagement::papers::InputGroup,
};

/// Empty rows below those that are filled.
const SPARE: usize = 2;
/// Most rows a form shows; those behind them are kept as they are.
const MOST: usize = Form::MAX_ROWS;

/// Keys and heads of a table's columns.
type Columns = [(String, Both)];

fn place(name: &str, row: usize, key: &str) -> String {
    format!("{name}[{row}].{key}")
}

/// With the rows that stand: those a person wrote, else those that are proposed.
pub(super) fn held(form: Form, input: &Input) -> Form {
    let Asked::Rows { proposed, current, .. } = &input.field else { return form };
    let form = match current {
        Some(rows) if rows.is_empty() && input.may_be_none() => return form.with(none(&input.owner), "1"),
        _ => form,
    };
    let rows = current.as_ref().filter(|rows| !rows.is_empty()).unwrap_or(proposed);
    let cells = rows.iter().take(MOST).enumerate().flat_map(|(row, cells)| cells.iter().map(move |cell| (row, cell)));
    cells.fold(form, |form, (row, (key, text))| form.with(place(&input.owner, row, key), text.to_string()))
}

/// Name of the box that says that the table has no rows.
fn none(name: &str) -> String {
    format!("{name}.none")
}

fn shown(form: &Form, name: &str) -> usize {
    form.rows(name).saturating_add(SPARE).min(MOST)
}

/// With a label for every cell, which names its row.
pub(super) fn labelled(form: Form, name: &str, columns: &Columns, ui: &Shell) -> Form {
    let form = form.labelled(none(name), ui.t("paper-rows-none"));
    (0..shown(&form, name)).fold(form, |form, row| {
        columns.iter().fold(form, |form, (key, label)| {
            let row_label = ("row", row.saturating_add(1));
            let label = ui.words().t2("form-row-label", row_label, ("label", label.get(ui.lang)));
            form.labelled(place(name, row, key), label)
        })
    })
}

/// The rows as they are shown.
pub(super) fn group(input: &Input, form: &Form, columns: &Columns, ui: &Shell) -> InputGroup {
    let name = input.owner.as_str();
    let row = |row: usize| {
        let cell = |(key, label): &(String, Both)| form.text(ui, &place(name, row, key)).label(label.get(ui.lang));
        columns.iter().map(cell).collect::<Vec<_>>()
    };
    let (proposed, current) = match &input.field {
        Asked::Rows { proposed, current, .. } => (proposed.len(), current.as_ref().map_or(0, Vec::len)),
        _ => (0, 0),
    };
    let behind = current.saturating_sub(MOST);
    let mut note = ui.t(if proposed == 0 { "paper-rows-note" } else { "paper-rows-proposed" }).into_owned();
    if behind > 0 {
        note = format!("{} {note}", ui.words().t2("paper-rows-behind", ("most", MOST), ("n", behind)));
    }
    let says_none = || form.checks(ui, &none(name), &[Opt::new("1", ui.t("paper-rows-none-text"))]);
    let inside = format!("{name}[");
    let is_ours = |field: &str| field.starts_with(&inside) || field == none(name);
    InputGroup {
        title: ui.t1("paper-rows", "table", input.owner_title.get(ui.lang)),
        source: None,
        unfolded: form.errors().iter().any(|error| is_ours(&error.field)),
        fields: input.may_be_none().then(says_none).into_iter().collect(),
        rows: (0..shown(form, name)).map(row).collect(),
        note,
    }
}

/// What a person says of the rows of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing: the proposal stands.
    Nothing,
    /// These.
    Rows(Vec<PlanRow>),
    /// That there are none.
    None,
}

/// What was typed, in order, without empty rows; `None` when the form did not have them. No row is dropped: those behind
/// the form's last stay, and one with a number beyond it is refused.
pub(super) fn read(input: &Input, typed: &Pairs, problems: &mut Problems) -> Option<Said> {
    let Asked::Rows { columns, proposed, current, .. } = &input.field else { return None };
    let name = input.owner.as_str();
    let inside = format!("{name}[");
    let mut rows: BTreeMap<usize, PlanRow> = BTreeMap::new();
    let none = none(name);
    let says_none = input.may_be_none() && typed.iter().any(|(field, text)| *field == none && !text.is_empty());
    let mut sent = says_none;
    for (field, text) in typed {
        let Some((row, key)) = field.strip_prefix(&inside).and_then(|rest| rest.split_once("].")) else { continue };
        let Ok(row) = row.parse::<usize>() else { continue };
        if !columns.iter().any(|(known, _)| known == key) {
            continue;
        }
        sent = true;
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if row >= MOST {
            let max = i64::try_from(MOST).unwrap_or(i64::MAX);
            let value = row.saturating_add(1).to_string();
            problems.add(FieldError::new(none.clone(), Problem::OutOfRange { value, min: 1, max }));
            return None;
        }
        if let Some(memo) = problems.keep(field, text.parse::<Memo>()) {
            rows.entry(row).or_default().insert(key.to_owned(), memo);
        }
    }
    let mut rows: Vec<PlanRow> = rows.into_values().collect();
    let held = current.as_ref().filter(|rows| !rows.is_empty());
    rows.extend(held.into_iter().flat_map(|rows| rows.iter().skip(MOST)).cloned());
    let untouched = rows.is_empty() || rows == *proposed || held.is_some_and(|held| rows == *held);
    if says_none && !untouched {
        problems.add(FieldError::rule(
            none,
            "行を書くか「載せる行はない」にするか、どちらかにしてください",
            "Either write rows or say that there are none, not both",
        ));
        return None;
    }
    if !sent {
        return None;
    }
    Some(match rows {
        _ if says_none => Said::None,
        // a proposal that was left as it is stays one
        rows if rows.is_empty() || rows == *proposed => Said::Nothing,
        rows => Said::Rows(rows),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::papers::Field;
    use catalogue::paper::RowSource;

    fn typed(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn row(name: &str) -> PlanRow {
        [("name".to_owned(), name.parse().unwrap())].into()
    }

    fn input(proposed: Vec<PlanRow>, current: Option<Vec<PlanRow>>) -> Input {
        let columns = vec![("name".to_owned(), Both::same("氏名")), ("phone".to_owned(), Both::same("電話"))];
        let both = || Both::same("連絡先");
        let field = Field::Rows { source: RowSource::Contacts, columns, proposed, current };
        Input {
            owner: "rows.contacts".into(),
            owner_title: both(),
            name: String::new(),
            label: both(),
            help: both(),
            field,
        }
    }

    #[test]
    fn rows_are_read_in_order_and_empty_ones_are_passed_over() {
        let mut problems = Problems::new();
        let pairs = typed(&[
            ("rows.contacts[2].name", "千種 亮"),
            ("rows.contacts[0].name", "弓削 真弓"),
            ("rows.contacts[0].phone", " 0900-44-0001 "),
            ("rows.contacts[1].name", " "),
            ("rows.contacts[1].nick", "ゆげ"),
            ("rows.targets[0].name", "別の表"),
        ]);
        let Some(Said::Rows(rows)) = read(&input(Vec::new(), None), &pairs, &mut problems) else { panic!() };
        assert!(problems.is_empty());
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["phone"].as_str(), "0900-44-0001");
        assert_eq!(rows[1]["name"].as_str(), "千種 亮");
        let other = typed(&[("rows.targets[0].name", "別の表")]);
        assert_eq!(read(&input(Vec::new(), None), &other, &mut problems), None, "the form had no such rows");
    }

    #[test]
    fn no_row_is_dropped_without_a_word() {
        let many: Vec<PlanRow> = (0..MOST + 3).map(|n| row(&format!("{n}人目"))).collect();
        let sent: Vec<(String, String)> =
            (0..MOST).map(|n| (format!("rows.contacts[{n}].name"), format!("{n}人目"))).collect();
        let mut problems = Problems::new();
        let kept = read(&input(Vec::new(), Some(many.clone())), &sent, &mut problems);
        assert_eq!(kept, Some(Said::Rows(many)), "those the form does not show stay");
        assert!(problems.is_empty());
        let far = typed(&[("rows.contacts[9999].name", "遠い")]);
        assert_eq!(read(&input(Vec::new(), None), &far, &mut problems), None);
        assert_eq!(problems.into_vec()[0].problem.code(), "out_of_range");
    }

    #[test]
    fn saying_that_there_are_none_is_not_the_same_as_saying_nothing() {
        let proposed = || vec![row("提案")];
        let empty = ("rows.contacts[0].name", "");
        let none = ("rows.contacts.none", "1");
        let filled = ("rows.contacts[0].name", "提案");
        let other = ("rows.contacts[0].name", "千種 亮");
        let mut problems = Problems::new();
        let mut said =
            |pairs: &[(&str, &str)], current| read(&input(proposed(), current), &typed(pairs), &mut problems);
        assert_eq!(said(&[empty], None), Some(Said::Nothing), "emptied: the proposal returns");
        assert_eq!(said(&[filled], None), Some(Said::Nothing), "left as it is");
        assert_eq!(said(&[empty, none], None), Some(Said::None));
        assert_eq!(said(&[filled, none], None), Some(Said::None), "the proposal is not wanted");
        assert_eq!(said(&[other, none], Some(vec![row("千種 亮")])), Some(Said::None), "nor what stood here");
        assert_eq!(said(&[empty], Some(Vec::new())), Some(Said::Nothing), "taken back");
        assert_eq!(said(&[other], None), Some(Said::Rows(vec![row("千種 亮")])));
        assert_eq!(said(&[other, none], None), None, "both cannot be meant");
        assert_eq!(problems.into_vec()[0].field, "rows.contacts.none");
    }
}
