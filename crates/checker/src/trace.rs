//! How a document was understood, for whoever writes patterns.

use std::fmt::Write as _;

use crate::{evidence::Evidence, party::Cast, sentence::Text};

/// Articles, sentences and the patterns that fit each, as text.
pub(crate) fn trace(text: &Text<'_>, cast: &Cast, evidence: &[Vec<Evidence>]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "title {} parties {:?} mutual {}", text.structure.title, cast.parties, cast.mutual);
    let mut shown = None;
    for (at, one) in text.sentences.iter().enumerate() {
        let Some(article) = text.structure.articles.get(one.article) else { continue };
        if shown != Some(one.article) {
            let _ = writeln!(
                out,
                "== {} [{}] number {:?} annex {:?}",
                article.label, article.title, article.number, article.annex
            );
            shown = Some(one.article);
        }
        let node = article.nodes.get(one.node);
        let paragraph = node.map_or(0, |n| n.paragraph);
        let moods: Vec<String> = one.predicates.iter().map(|p| format!("{:?}", p.mood)).collect();
        let subject = text.subject(at, text.text(one).len());
        let _ = writeln!(out, "{at} ¶{paragraph} lead {:?} subject {subject:?} moods {}", one.lead, moods.join(","));
        let _ = writeln!(out, "    {}", text.text(one));
        for found in evidence.iter().flatten().filter(|e| e.sentence == at) {
            let _ = writeln!(out, "      {} {:?}", found.signal, found.gives);
        }
    }
    out
}
