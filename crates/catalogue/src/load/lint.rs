//! The sentences of the linter.

use domain::Lang;

use super::{Loader, holes};
use crate::LintRule;

pub(super) fn read(loader: &mut Loader<'_>) -> Vec<LintRule> {
    loader.read("lint.toml", |file| {
        let rules: Vec<LintRule> = file.list("rule", "id");
        file.unique(rules.iter().map(|rule| rule.id.as_str()));
        for rule in &rules {
            if !well_formed(&rule.id) {
                let said = ("番号は L1 や X1 の形です", "ids are of the form L1 or X1");
                file.note(&rule.id, (said.0.to_owned(), said.1.to_owned()));
            }
            if rule.say.is_empty() {
                file.note(&rule.id, ("文がありません".to_owned(), "it says nothing".to_owned()));
            }
            for (name, text) in &rule.say {
                let (ja, en) = (holes(text.get(Lang::Ja)), holes(text.get(Lang::En)));
                if ja != en {
                    let said = (
                        format!("「{name}」の差し込み欄が日本語 {ja:?} と英語 {en:?} で違います"),
                        format!("placeholders of \"{name}\" differ: Japanese {ja:?}, English {en:?}"),
                    );
                    file.note(&rule.id, said);
                }
            }
        }
        rules
    })
}

fn well_formed(id: &str) -> bool {
    let number = id.strip_prefix('L').or_else(|| id.strip_prefix('X'));
    number.is_some_and(|n| (1..=2).contains(&n.len()) && !n.starts_with('0') && n.bytes().all(|b| b.is_ascii_digit()))
}
