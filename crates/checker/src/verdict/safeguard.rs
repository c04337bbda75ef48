//! Named safeguards: two kinds or more make a level, one alone does not, general words are none.

use std::collections::BTreeSet;

use crate::{
    kind::DocumentType,
    party::Side,
    report::Status,
    sentence::{Text, force::Force},
    verdict::{Case, Verdict},
};

/// Families of safeguards; those in the second list do not stand alone.
const KINDS: &[&str] = &["sg_crypto", "sg_access", "sg_physical", "sg_malware", "sg_network", "sg_patch", "sg_media"];
const MINOR: &[&str] = &["sg_log", "sg_training", "sg_backup"];

/// Sentences that name safeguards the vendor owes, with the kinds.
fn named(case: &Case<'_>, fits: impl Fn(usize) -> bool) -> (Vec<usize>, usize, usize) {
    let mut sentences: Vec<usize> = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut counts = [0, 0];
    for (list, count) in [KINDS, MINOR].into_iter().zip(&mut counts) {
        // training and the like count only beside a safeguard of the first kind
        let anchors: BTreeSet<Option<usize>> = sentences.iter().map(|s| case.article(*s)).collect();
        let beside = |at: usize| list.len() == KINDS.len() || anchors.contains(&case.article(at));
        let mut found: Vec<&str> = Vec::new();
        for at in (0..case.text.sentences.len()).filter(|at| fits(*at) && beside(*at)) {
            for kind in list.iter().filter(|kind| owed(case, at, kind)) {
                if taken.insert(at) {
                    sentences.push(at);
                }
                if !found.contains(kind) {
                    found.push(kind);
                }
            }
        }
        *count = found.len();
    }
    let [kinds, minor] = counts;
    (sentences, kinds, minor)
}

/// The vendor owes this kind of safeguard; a word that is part of somebody's name does not count.
fn owed(case: &Case<'_>, at: usize, kind: &str) -> bool {
    let Some(one) = case.sentence(at) else { return false };
    let family = case.family(kind);
    one.hits.iter().filter(|hit| hit.family == family).any(|hit| {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let name = one.topics.iter().any(|t| t.start <= start && end <= t.end);
        let side = case.text.subject(at, start);
        let force = case.text.force(at, end);
        !name
            && !matches!(side, Some(Side::Client | Side::Other))
            && force.meets(Force::MUST | Force::BAN | Force::CONSENT)
    })
}

/// A sentence on what the product can do, or on how data are erased, names no safeguard of the vendor.
fn about_vendor(case: &Case<'_>, at: usize) -> bool {
    !case.own(at, "destroy") && !case.own(at, "product_function") && !case.said(at).contains("設計書")
}

/// Level of safeguards.
pub(crate) fn level(case: &Case<'_>, weighed: Verdict) -> Verdict {
    let development = |at: usize| {
        let machines = case.own(at, "devenv") || case.title(at, "devenv");
        // the environment in which a service runs is no workshop
        machines && (case.said(at).contains("開発") || !case.said(at).contains("本番環境"))
    };
    let (sentences, kinds, minor) = named(case, |at| about_vendor(case, at) && !development(at));
    if weighed.status == Status::Present {
        let mut all = weighed.sentences.clone();
        all.extend(sentences);
        return Verdict { sentences: all, ..weighed };
    }
    let (bench, machines, _) = named(case, |at| about_vendor(case, at) && development(at));
    match (kinds, minor) {
        (2.., _) | (1, 1..) => Verdict::of(Status::Present, sentences),
        (1, _) => {
            let mut all = sentences;
            all.extend(weighed.sentences);
            Verdict::of(Status::Weak, all).because("one_measure_only")
        }
        _ if machines > 0 => {
            let mut all = bench;
            all.extend(weighed.sentences);
            Verdict::of(Status::Weak, all).because("one_measure_only")
        }
        _ => weighed,
    }
}

/// Safeguards for personal data.
pub(crate) fn personal(case: &Case<'_>, weighed: Verdict) -> Verdict {
    if weighed.status == Status::Present {
        return weighed;
    }
    let annex = case.kind == DocumentType::PersonalDataAnnex;
    let about = |at: usize| {
        annex
            || case.bits(at, "personal")
            || case.bits(at, "personal_law")
            || case.title(at, "personal")
            || is_personal_term(case, at)
            || case.sentence(at).is_some_and(|one| {
                let article = case.text.articles.get(one.article);
                one.english && article.is_some_and(|bits| bits.has(case.family("personal")))
            })
    };
    let (sentences, kinds, minor) = named(case, |at| about(at) && about_vendor(case, at));
    let law: Vec<usize> = case
        .marks("personal_data_safeguards", "PS-law")
        .map(|e| e.sentence)
        .chain(case.marks("personal_data_safeguards", "PS-guideline").map(|e| e.sentence))
        .filter(|s| about(*s) && concrete(case, *s))
        .collect();
    if kinds >= 2 || (kinds == 1 && minor >= 1) {
        return Verdict::of(Status::Present, sentences);
    }
    if !law.is_empty() {
        return Verdict::of(Status::Present, law);
    }
    if kinds == 1 {
        let mut all = sentences;
        all.extend(weighed.sentences);
        return Verdict::of(Status::Weak, all).because("one_measure_only");
    }
    if weighed.status == Status::Missing {
        // general words about information that is defined as personal data
        let vague: Vec<usize> = ["EL-vague", "EL-care"]
            .iter()
            .flat_map(|s| case.marks("equivalent_level", s))
            .map(|e| e.sentence)
            .filter(|s| about(*s))
            .collect();
        if !vague.is_empty() {
            return Verdict { vague: true, ..Verdict::of(Status::Weak, vague) }.because("abstract_only");
        }
    }
    weighed
}

/// The law's safeguards by name, not just care or compliance.
fn concrete(case: &Case<'_>, at: usize) -> bool {
    let said = case.said(at);
    let aspects = ["組織的", "人的", "物理的", "技術的"].iter().filter(|w| said.contains(**w)).count();
    let guided = ["指針", "ガイドライン"].iter().any(|w| said.contains(w))
        && ["沿っ", "従", "準拠", "適合", "則", "基づ"].iter().any(|w| said.contains(w));
    aspects >= 2
        || (said.contains("安全管理") && guided)
        || (["安全管理措置", "安全管理のための措置", "安全管理の措置", "安全管理上の措置"]
            .iter()
            .any(|w| said.contains(w))
            && (case.own(at, "personal_law") || said.contains("ガイドライン") || said.contains("法第")))
        || (said.contains("安全管理")
            && ["第23条", "第二十三条", "法第20条", "第66条"].iter().any(|w| said.contains(w))
            && said.contains("次の"))
}

/// 会員情報, 患者情報, 住民情報: information on people by what they are. Who takes part in the contract or trades is no such
/// person.
fn names_people(said: &str) -> bool {
    const PARTIES: &[&str] = &[
        "業者",
        "委託者",
        "受託者",
        "開示者",
        "受領者",
        "当事者",
        "提供者",
        "注者",
        "責任者",
        "管理者",
        "代理者",
        "権利者",
        "開発者",
        "作業者",
        "第三者",
        "利用者",
    ];
    said.match_indices("情報").any(|(at, _)| {
        let before = said.get(..at).unwrap_or_default();
        before.ends_with(['者', '員', '民', '徒', '童', '児', '客'])
            && !PARTIES.iter().any(|party| before.ends_with(party))
    })
}

/// The sentence uses a term of the contract that stands for personal data (顧客情報 defined by names and addresses).
pub(crate) fn is_personal_term(case: &Case<'_>, at: usize) -> bool {
    let said = case.said(at);
    said.contains("氏名") || names_people(said) || case.personal_terms.iter().any(|term| said.contains(term.as_str()))
}

/// Terms that are looked for in every sentence; an honest contract defines a handful.
const TERMS: usize = 32;

/// Terms whose definition lists names, addresses and the like.
pub(crate) fn personal_terms(text: &Text<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for one in &text.sentences {
        let said = text.text(one);
        let person =
            ["氏名", "住所", "電話番号", "個人を識別", "患者", "個人情報", "個人データ", "生年月日", "メールアドレス"]
                .iter()
                .filter(|w| said.contains(**w))
                .count();
        if person == 0 {
            continue;
        }
        if out.len() >= TERMS {
            break;
        }
        for (term, at) in super::definition::defined_terms(said) {
            let before = said.get(..at).unwrap_or_default();
            let near: String = before.chars().rev().take(90).collect::<Vec<_>>().into_iter().rev().collect();
            let listed = ["氏名", "住所", "電話番号", "個人を識別", "患者", "生年月日", "メールアドレス", "属性"]
                .iter()
                .any(|w| near.contains(w));
            let usable = listed && !term.contains("秘密") && !term.contains("機密");
            if usable && out.len() < TERMS && !out.contains(&term) {
                out.push(term);
            }
        }
    }
    out
}
