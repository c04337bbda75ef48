//! Is the main thing covered that the client hands over? A rule for personal data alone leaves the rest outside, and
//! a rule for marked secrets leaves a cloud customer's data outside.

use crate::{evidence::Evidence, kind::DocumentType, verdict::Case};

/// What a sentence protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Covers {
    Secret,
    Personal,
    ClientData,
    General,
}

/// Concepts for which it matters what is covered.
const SCOPED: &[&str] = &[
    "purpose_limitation",
    "confidentiality",
    "copy_restriction",
    "access_restriction",
    "takeout_restriction",
    "return_destroy",
    "destroy_report",
];

/// What the sentence protects, by its own words, those of its list, or the title.
pub(crate) fn covers(case: &Case<'_>, at: usize) -> Covers {
    if case.bits(at, "clientdata") && !out_of(case.said(at)) {
        return Covers::ClientData;
    }
    if secrets_beside_personal(case, at) {
        return Covers::Secret;
    }
    if super::safeguard::is_personal_term(case, at) {
        return Covers::Personal;
    }
    if case.bits(at, "personal") || case.title(at, "personal") {
        return Covers::Personal;
    }
    if case.title(at, "clientdata") {
        return Covers::ClientData;
    }
    if case.bits(at, "secretinfo") || case.title(at, "secretinfo") {
        return Covers::Secret;
    }
    // 「第三者への提供も行わない。」 is about what the sentence before is about
    match case.sentence(at).and_then(|one| one.before) {
        Some(before) if !case.own(at, "info") && before < at && case.article(before) == case.article(at) => {
            covers(case, before)
        }
        _ => Covers::General,
    }
}

/// A word for secrets that is no part of a word for personal data (データ in 宛名データ is).
fn secrets_beside_personal(case: &Case<'_>, at: usize) -> bool {
    let Some(one) = case.sentence(at) else { return false };
    let (secret, personal) = (case.family("secret_noun"), case.family("personal"));
    let apart = one.hits.iter().filter(|hit| hit.family == secret).any(|hit| {
        !one.hits.iter().any(|other| other.family == personal && other.start <= hit.start && hit.end <= other.end)
    });
    apart
        || (one.bits.has(secret)
            && !one.own.has(secret)
            && one.lead.is_some_and(|lead| secrets_beside_personal(case, lead)))
}

/// True where the sentences use a term for personal data that is what the contract keeps secret in the first place.
fn main_term(case: &Case<'_>, sentences: &[usize]) -> bool {
    let secret: Vec<usize> = case
        .of("confidentiality")
        .iter()
        .filter(|e| e.gives == catalogue::Gives::Present)
        .map(|e| e.sentence)
        .collect();
    case.personal_terms.iter().any(|term| {
        let used = |at: &usize| {
            let before = case.sentence(*at).and_then(|one| one.before);
            case.said(*at).contains(term.as_str()) || before.is_some_and(|b| case.said(b).contains(term.as_str()))
        };
        secret.iter().any(used) && sentences.iter().any(used)
    })
}

/// True where the contract protects more than personal data.
pub(crate) fn protects_secrets(case: &Case<'_>) -> bool {
    let general =
        |e: &&Evidence| matches!(covers(case, e.sentence), Covers::Secret | Covers::General | Covers::ClientData);
    case.of("confidentiality").iter().filter(|e| e.gives == catalogue::Gives::Present).any(|e| general(&e))
}

/// True where the client's data is handed over and the rule on secrets leaves it out.
pub(crate) fn client_data_outside(case: &Case<'_>) -> bool {
    let data = case.family("clientdata");
    let mentions = case.text.sentences.iter().filter(|one| one.own.has(data)).count();
    if mentions < 3 {
        return false;
    }
    let said = |at: usize| case.said(at);
    let about = |at: &usize| case.own(*at, "clientdata") && case.own(*at, "secretinfo");
    let included = (0..case.text.sentences.len()).filter(about).any(|at| {
        [
            "に含まれる",
            "を含む",
            "を含み",
            "として扱",
            "として取り扱",
            "とみな",
            "秘密情報とします",
            "秘密情報とする",
            "のほか",
        ]
        .iter()
        .any(|w| said(at).contains(w))
            && !out_of(said(at))
    });
    let excluded = (0..case.text.sentences.len()).filter(about).any(|at| out_of(said(at)));
    !included && (excluded || case.kind == DocumentType::CloudTerms)
}

/// 「対象データを除く」
fn out_of(said: &str) -> bool {
    said.match_indices("データ").any(|(at, word)| {
        let rest = said.get(at + word.len()..).unwrap_or_default();
        // 「顧客データを除き、秘密情報に含まれない」 says the contrary
        let double = ["含まれない", "含まない", "該当しない"].iter().any(|w| rest.contains(w)) && rest.contains("除き");
        !double
            && [
                "を除く",
                "を除き",
                "は除く",
                "は含ま",
                "を含ま",
                "等を除",
                "を除い",
                "は秘密情報に含ま",
                "及び乙が甲に話した内容は秘密",
            ]
            .iter()
            .any(|w| rest.starts_with(w))
    })
}

/// Splits evidence into what covers the main thing and, if nothing does, the reason and the sentences left.
pub(crate) fn covered<'e>(
    case: &Case<'_>,
    concept: &str,
    present: Vec<&'e Evidence>,
) -> (Vec<&'e Evidence>, Option<(&'static str, Vec<usize>)>) {
    if !SCOPED.contains(&concept) || case.kind == DocumentType::PersonalDataAnnex || present.is_empty() {
        return (present, None);
    }
    let kinds: Vec<Covers> = present.iter().map(|e| covers(case, e.sentence)).collect();
    let sentences = || present.iter().map(|e| e.sentence).collect::<Vec<_>>();
    if kinds.iter().all(|k| *k == Covers::Personal)
        && protects_secrets(case)
        && concept != "confidentiality"
        && !main_term(case, &sentences())
    {
        return (Vec::new(), Some(("personal_data_only", sentences())));
    }
    if kinds.iter().all(|k| matches!(k, Covers::Secret | Covers::Personal)) && client_data_outside(case) {
        return (Vec::new(), Some(("client_data_outside", sentences())));
    }
    let main: Vec<&Evidence> =
        present.iter().zip(&kinds).filter(|(_, k)| **k != Covers::Personal).map(|(e, _)| *e).collect();
    (if main.is_empty() { present } else { main }, None)
}
