//! Items of the handling rule.

use domain::Lang;

use super::{File, holes};
use crate::handling::{HandlingItem, HandlingKind, HandlingOrigin};

/// Items that the source itself lists.
const FROM_SOURCE: usize = 5;

pub(super) fn read(file: &mut File<'_>) -> Vec<HandlingItem> {
    let list: Vec<HandlingItem> = file.list("item", "id");
    file.unique(list.iter().map(|i| i.id.as_str()));
    for item in &list {
        check(file, item);
    }
    let given = list.iter().filter(|i| i.origin == HandlingOrigin::Source).count();
    if given != FROM_SOURCE {
        let said = (
            format!("手順書の項目は{FROM_SOURCE}件です（いま{given}件）"),
            format!("the source has {FROM_SOURCE} items, not {given}"),
        );
        file.note("-", said);
    }
    list
}

fn check(file: &mut File<'_>, item: &HandlingItem) {
    let id = item.id.as_str();
    for lang in Lang::ALL {
        let used = holes(item.rule.get(*lang));
        for name in used.iter().filter(|name| !item.parameters.iter().any(|p| p.name == **name)) {
            file.note(
                id,
                (format!("差し込み欄 {{{name}}} は知りません"), format!("placeholder {{{name}}} is not known")),
            );
        }
        for parameter in item.parameters.iter().filter(|p| !used.contains(p.name.as_str())) {
            let (name, code) = (&parameter.name, lang.code());
            let said = (format!("{code} の文に {{{name}}} がありません"), format!("the {code} text lacks {{{name}}}"));
            file.note(id, said);
        }
    }
    for parameter in &item.parameters {
        let name = &parameter.name;
        if (parameter.kind == HandlingKind::Choice) == parameter.choices.is_empty() {
            let said =
                (format!("{name}: 選択肢は choice だけに付けます"), format!("{name}: only a choice has choices"));
            file.note(id, said);
        }
        if let Some(problem) = parameter.refuse(&parameter.default) {
            let said = (format!("{name}: {}", problem.text(Lang::Ja)), format!("{name}: {}", problem.text(Lang::En)));
            file.note(id, said);
        }
    }
}
