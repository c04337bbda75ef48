//! A clause that only points to another document, or to a later agreement.

use catalogue::Concept;

use crate::{
    lexicon::Family,
    party::Side,
    report::Status,
    sentence::predicate::Mood,
    verdict::{Case, Verdict},
};

/// Ends of sentences that only point elsewhere.
const POINTING: &[&str] = &[
    "定めるところ",
    "定めるとおり",
    "定める通り",
    "読み替え",
    "定めによ",
    "定めに従",
    "定めを適用",
    "定めを準用",
    "規定によ",
    "規定に従",
    "規定を適用",
    "規定を準用",
    "を適用する",
    "を適用します",
    "準用する",
    "準用します",
    "準用される",
    "のとおり",
    "の通り",
    "に定める。",
    "に定めます",
    "に定めるもの",
    "で定める。",
    "で定めます",
    "で定めるもの",
    "において定める",
    "による。",
    "によります",
    "によるもの",
    "に従う。",
    "に従います",
    "に従うもの",
    "に委ね",
    "に記載",
    "変更はな",
    "を参照",
    "ご覧",
    "に準じ",
    "に準ずる",
    "が適用され",
    "の条項によ",
    "に基づく。",
    "に基づくもの",
    "に譲る",
    "任せる",
    "によります",
    "に則る",
    "定めるもの",
    "掲げるとおり",
    "記したとおり",
    "のとおりです",
    "をご覧",
    "に委ねる",
    "に示すとおり",
    "の定めると",
    "による）。",
];
/// These point only where a level or a law is meant.
const OBEYING: &[&str] = &[
    "を守る",
    "を遵守",
    "を順守",
    "に従って取り扱",
    "に従い取り扱",
    "に従って管理",
    "に従い管理",
    "に従う",
    "に基づき取り扱",
    "に基づいて取り扱",
    "に則り",
    "に沿って",
];

/// Why a sentence settles nothing itself.
pub(crate) fn elsewhere(case: &Case<'_>, at: usize, concept: &str) -> Option<&'static str> {
    let said = case.said(at);
    let tail: String = said.chars().skip(said.chars().count().saturating_sub(26)).collect();
    let other = names_other(case, at) && !here(case, at) && !tail.contains("指示に従");
    let obeys = matches!(concept, "equivalent_level" | "personal_data_safeguards" | "personal_data_supervision")
        && OBEYING.iter().any(|w| tail.contains(w))
        && !case.own(at, "same_level");
    if other && (POINTING.iter().any(|w| tail.contains(w)) || obeys) {
        return Some("by_reference");
    }
    None
}

/// Another document is named; 「この特記事項」 in a 特記事項 is none.
fn names_other(case: &Case<'_>, at: usize) -> bool {
    let Some(one) = case.sentence(at) else { return false };
    let (family, said) = (case.family("other_document"), case.said(at));
    one.hits.iter().filter(|hit| hit.family == family).any(|hit| {
        let before = said.get(..hit.start as usize).unwrap_or_default();
        !["この", "本", "当該"].iter().any(|w| before.ends_with(w))
    })
}

/// True where the words at this byte are left to a later agreement.
pub(crate) fn postponed(case: &Case<'_>, at: usize, byte: usize) -> bool {
    case.sentence(at).is_some_and(|one| {
        let mut ends: Vec<usize> =
            one.hits.iter().filter(|hit| hit.start as usize == byte).map(|hit| hit.end as usize).collect();
        ends.push(byte);
        ends.iter().all(|end| case.text.mood(one, *end) == Mood::Later)
    })
}

/// Weak, where the matter is named and left to a document that is not here; nothing otherwise.
pub(crate) fn weigh(case: &Case<'_>, concept: &Concept) -> Option<Verdict> {
    if matches!(concept.id.as_str(), "destroy_report" | "personal_data_supervision" | "periodic_report") {
        return None;
    }
    let names: Vec<Family> = concept.names.iter().map(|name| case.family(name)).collect();
    let later = case.family("later");
    for (one, at) in case.text.sentences.iter().zip(0..) {
        let title = case.text.titles.get(one.article).is_some_and(|bits| bits.any(&names));
        let own = one.own.any(&names);
        if !(own || title) {
            continue;
        }
        let points = elsewhere(case, at, &concept.id).is_some();
        let open = one.own.has(later)
            || one
                .predicates
                .last()
                .is_some_and(|_| one.predicates.iter().rev().take(2).any(|p| p.mood == Mood::Later));
        let client = case.text.subject(at, case.said(at).len()) == Some(Side::Client);
        if (points || open)
            && !client
            && (title || points && concept.id == "equivalent_level" || topical(case, at, &names))
        {
            let reason = if points { "by_reference" } else { "later_agreement" };
            return Some(Verdict::of(Status::Weak, vec![at]).because(reason));
        }
    }
    None
}

/// The other document is an annex that is in the file.
fn here(case: &Case<'_>, at: usize) -> bool {
    let said = case.said(at);
    let named = |w: &str| {
        said.match_indices(w).any(|(from, _)| {
            let before = said.get(..from).unwrap_or_default();
            !["本", "この", "約款", "当該"].iter().any(|own| before.ends_with(own))
        })
    };
    let annex = ["別紙", "別記", "別添", "別表", "付属書", "附属書", "付録"].iter().any(|w| named(w));
    let apart = ["後日", "別途送付", "省略", "別途配布"].iter().any(|w| said.contains(w));
    annex && !apart && !case.text.structure.annexes.is_empty()
}

/// The name of the matter is what the sentence is about: 「監査については…」, or stands in the title.
fn topical(case: &Case<'_>, at: usize, names: &[Family]) -> bool {
    let said = case.said(at);
    let Some(one) = case.sentence(at) else { return false };
    one.hits.iter().filter(|hit| names.contains(&hit.family)).any(|hit| {
        let rest = said.get(hit.end as usize..).unwrap_or_default();
        let near: String = rest.chars().take(16).collect();
        [
            "については",
            "についても",
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
