//! Changes between two versions.

use domain::Lang;

use super::lines;
use crate::paper::{Change, ChangeKind, Stretch};

/// The changes as a list with `<ins>` and `<del>`.
#[must_use]
pub fn changes(changes: &[Change], lang: Lang) -> String {
    let mut out = format!("<ol class=\"paper-changes\" lang=\"{}\">\n", lang.code());
    for Change { place, kind, text } in changes {
        let (class, word) = match (kind, lang) {
            (ChangeKind::Added, Lang::Ja) => ("added", "追加"),
            (ChangeKind::Added, Lang::En) => ("added", "added"),
            (ChangeKind::Removed, Lang::Ja) => ("removed", "削除"),
            (ChangeKind::Removed, Lang::En) => ("removed", "removed"),
            (ChangeKind::Changed, Lang::Ja) => ("changed", "変更"),
            (ChangeKind::Changed, Lang::En) => ("changed", "changed"),
        };
        let text: String = text
            .iter()
            .map(|stretch| match stretch {
                Stretch::Same(text) => lines(text),
                Stretch::Inserted(text) => format!("<ins>{}</ins>", lines(text)),
                Stretch::Deleted(text) => format!("<del>{}</del>", lines(text)),
            })
            .collect();
        out.push_str(&format!(
            "<li class=\"paper-change-{class}\"><p class=\"paper-change-place\"><b>{}</b> {word}</p><p>{text}</p></li>\n",
            lines(place)
        ));
    }
    out.push_str("</ol>\n");
    out
}
