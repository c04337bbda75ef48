//! A clause that only points to another document, or to a later agreement.

use catalogue::Concept;

use crate::{
    lexicon::Family,
    report::Status,
    verdict::{Case, Verdict},
};

/// Weak, where the matter is named and left to a document that is not here; nothing otherwise.
pub(crate) fn weigh(case: &Case<'_>, concept: &Concept) -> Option<Verdict> {
    if matches!(
        concept.id.as_str(),
        "survival" | "purpose_limitation" | "destroy_report" | "personal_data_supervision" | "periodic_report"
    ) {
        return None;
    }
    let names: Vec<Family> = concept.names.iter().map(|name| case.family(name)).collect();
    let (refer, other, later) = (case.family("refer"), case.family("other_document"), case.family("later"));
    for (one, at) in case.text.sentences.iter().zip(0..) {
        let title = case.text.titles.get(one.article).is_some_and(|bits| bits.any(&names));
        let own = one.own.any(&names);
        if !(own || (title && one.own.has(refer))) {
            continue;
        }
        let points = one.own.has(refer) && one.own.has(other) && !here(case, at);
        let open = one.own.has(later) && (own || title);
        let client = case.text.subject(at, case.said(at).len()) == Some(crate::party::Side::Client);
        if (points || open) && !client && topical(case, at, &names, title) {
            let reason = if points { "by_reference" } else { "later_agreement" };
            return Some(Verdict { vague: false, ..Verdict::of(Status::Weak, vec![at]) }.because(reason));
        }
    }
    None
}

/// The other document is an annex that is in the file.
fn here(case: &Case<'_>, at: usize) -> bool {
    let said = case.said(at);
    let annex = ["別紙", "別記", "別添", "別表", "付属書", "附属書"].iter().any(|w| said.contains(w));
    annex && !case.text.structure.annexes.is_empty()
}

/// The name of the matter is what the sentence is about: 「監査については…」, or stands in the title.
fn topical(case: &Case<'_>, at: usize, names: &[Family], title: bool) -> bool {
    if title {
        return true;
    }
    let said = case.said(at);
    let Some(one) = case.sentence(at) else { return false };
    one.hits.iter().filter(|hit| names.contains(&hit.family)).any(|hit| {
        let rest = said.get(hit.end as usize..).unwrap_or_default();
        let near: String = rest.chars().take(16).collect();
        [
            "については",
            "に関しては",
            "に関する",
            "に係る",
            "は、",
            "について、",
            "に関し、",
            "の取扱い",
            "の方法",
            "の範囲",
            "の条件",
            "等の",
            "その他",
            "及び",
            "、",
        ]
        .iter()
        .any(|w| near.contains(w))
    })
}
