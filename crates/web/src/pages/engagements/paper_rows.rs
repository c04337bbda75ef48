//! Rows of a paper's tables as fields of its form, and back: `rows.contacts[0].name`.

use std::collections::BTreeMap;

use app::papers::{Both, Field as Asked, Input};
use domain::{plan::PlanRow, problem::Problems, text::Memo};

use super::Pairs;
use crate::{form::Form, page::Shell, views::engagement::papers::InputGroup};

/// Empty rows below those that are filled.
const SPARE: usize = 2;
/// Most rows a form shows; more are set through the API.
const MOST: usize = 60;

/// Keys and heads of a table's columns.
type Columns = [(String, Both)];

fn place(name: &str, row: usize, key: &str) -> String {
    format!("{name}[{row}].{key}")
}

/// With the rows that stand: those a person wrote, else those that are proposed.
pub(super) fn held(form: Form, input: &Input) -> Form {
    let Asked::Rows { proposed, current, .. } = &input.field else { return form };
    let rows = if current.is_empty() { proposed } else { current };
    let cells = rows.iter().take(MOST).enumerate().flat_map(|(row, cells)| cells.iter().map(move |cell| (row, cell)));
    cells.fold(form, |form, (row, (key, text))| form.with(place(&input.owner, row, key), text.to_string()))
}

fn shown(form: &Form, name: &str) -> usize {
    form.rows(name).saturating_add(SPARE).min(MOST)
}

/// With a label for every cell, which names its row.
pub(super) fn labelled(form: Form, name: &str, columns: &Columns, ui: &Shell) -> Form {
    (0..shown(&form, name)).fold(form, |form, row| {
        columns.iter().fold(form, |form, (key, label)| {
            let row_label = ("row", row.saturating_add(1));
            let label = ui.words().t2("form-row-label", row_label, ("label", label.get(ui.lang)));
            form.labelled(place(name, row, key), label)
        })
    })
}

/// The rows as they are shown.
pub(super) fn group(input: &Input, form: &Form, (columns, proposed): (&Columns, &[PlanRow]), ui: &Shell) -> InputGroup {
    let name = input.owner.as_str();
    let row = |row: usize| {
        let cell = |(key, label): &(String, Both)| form.text(ui, &place(name, row, key)).label(label.get(ui.lang));
        columns.iter().map(cell).collect::<Vec<_>>()
    };
    let inside = format!("{name}[");
    let note = if proposed.is_empty() { "paper-rows-note" } else { "paper-rows-proposed" };
    InputGroup {
        title: ui.t1("paper-rows", "table", input.owner_title.get(ui.lang)),
        source: None,
        unfolded: form.errors().iter().any(|error| error.field.starts_with(&inside)),
        fields: Vec::new(),
        rows: (0..shown(form, name)).map(row).collect(),
        note: ui.t(note).into_owned(),
    }
}

/// The rows that were typed, in order, without empty ones; `None` when the form did not have them.
pub(super) fn read(name: &str, columns: &Columns, typed: &Pairs, problems: &mut Problems) -> Option<Vec<PlanRow>> {
    let inside = format!("{name}[");
    let mut rows: BTreeMap<usize, PlanRow> = BTreeMap::new();
    let mut sent = false;
    for (field, text) in typed {
        let Some((row, key)) = field.strip_prefix(&inside).and_then(|rest| rest.split_once("].")) else { continue };
        let Some(row) = row.parse::<usize>().ok().filter(|row| *row < MOST) else { continue };
        if !columns.iter().any(|(known, _)| known == key) {
            continue;
        }
        sent = true;
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if let Some(memo) = problems.keep(field, text.parse::<Memo>()) {
            rows.entry(row).or_default().insert(key.to_owned(), memo);
        }
    }
    sent.then(|| rows.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Pairs {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn rows_are_read_in_order_and_empty_ones_are_passed_over() {
        let columns = [("name".to_owned(), Both::same("氏名")), ("phone".to_owned(), Both::same("電話"))];
        let mut problems = Problems::new();
        let pairs = typed(&[
            ("rows.contacts[2].name", "千種 亮"),
            ("rows.contacts[0].name", "弓削 真弓"),
            ("rows.contacts[0].phone", " 0900-44-0001 "),
            ("rows.contacts[1].name", " "),
            ("rows.contacts[1].nick", "ゆげ"),
            ("rows.contacts[9999].name", "遠い"),
            ("rows.targets[0].name", "別の表"),
        ]);
        let rows = read("rows.contacts", &columns, &pairs, &mut problems).unwrap();
        assert!(problems.is_empty());
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["phone"].as_str(), "0900-44-0001");
        assert_eq!(rows[1]["name"].as_str(), "千種 亮");
        assert_eq!(read("rows.people", &columns, &pairs, &mut problems), None, "the form had no such rows");
    }
}
