//! What is confidential: a defined term, a description in passing, or nothing.

use crate::{
    kind::DocumentType,
    report::Status,
    verdict::{Case, Verdict},
};

const KINDS: &[&str] = &["情報", "秘密", "機密", "データ", "資料", "ノウハウ"];

/// A definition counts whether or not it has exceptions; words in passing count fully only with exceptions.
pub(crate) fn weigh(case: &Case<'_>) -> Verdict {
    let annex = case.kind == DocumentType::PersonalDataAnnex;
    let protected: Vec<usize> =
        ["confidentiality", "purpose_limitation"].iter().flat_map(|c| case.of(c).iter().map(|e| e.sentence)).collect();
    let owed = case
        .of("confidentiality")
        .iter()
        .any(|e| matches!(e.gives, catalogue::Gives::Present | catalogue::Gives::Weak));
    if !owed && case.marks("confidential_definition", "CD-client").next().is_some() {
        return Verdict::missing().because("binds_client_only");
    }
    let terms = terms(case);
    let mut defined: Vec<usize> = Vec::new();
    for (term, at) in &terms {
        let personal = ["個人情報", "個人データ", "個人番号"].iter().any(|w| term.contains(w));
        let used = protected.iter().any(|s| s == at || case.said(*s).contains(term.as_str()));
        let secret = term.contains("秘密") || term.contains("機密");
        if (used || secret) && (!personal || annex) {
            defined.push(*at);
        }
    }
    if annex {
        defined.extend(
            case.marks("confidential_definition", "CD-personal")
                .map(|e| e.sentence)
                .filter(|s| says_what(case.said(*s))),
        );
    }
    let exceptions: Vec<usize> = ["CD-excluded", "CD-excluded-next"]
        .iter()
        .flat_map(|signal| case.marks("confidential_definition", signal))
        .map(|e| e.sentence)
        .collect();
    defined.dedup();
    if !defined.is_empty() {
        defined.extend(exceptions.iter().take(2));
        let verdict = Verdict::of(Status::Present, defined);
        return if exceptions.is_empty() { verdict.because("no_exceptions") } else { verdict };
    }
    let mut inline: Vec<usize> = case
        .marks("confidential_definition", "CD-inline")
        .map(|e| e.sentence)
        .filter(|s| annex || !only_personal(case, *s))
        .collect();
    if inline.is_empty() {
        inline.extend(
            case.of("confidentiality")
                .iter()
                .filter(|e| matches!(e.gives, catalogue::Gives::Present | catalogue::Gives::Weak))
                .map(|e| e.sentence)
                .filter(|s| names_things(case, *s) && (annex || !only_personal(case, *s))),
        );
    }
    if !inline.is_empty() {
        let with = exceptions.iter().any(|e| inline.iter().any(|one| case.article(*e) == case.article(*one)));
        let status = if with { Status::Present } else { Status::Weak };
        let verdict = Verdict::of(status, inline);
        return if with { verdict } else { verdict.because("no_exceptions") };
    }
    let verdict = Verdict::missing();
    if case.of("confidentiality").is_empty() { verdict } else { verdict.because("undefined") }
}

/// The words of a promise of secrecy say what is kept, beyond the bare word 秘密.
fn names_things(case: &Case<'_>, at: usize) -> bool {
    let said = case.said(at);
    let owner = ["甲の", "乙の", "業務上の", "相手方の", "その"].iter().fold(said.to_owned(), |s, w| s.replace(w, ""));
    ["情報", "資料", "データ", "内容", "事項", "事実", "図面", "書類", "こと", "、題名", "内情", "事情"]
        .iter()
        .any(|w| owner.contains(w))
        && !said.contains("ことができ")
        && !["秘密保持については", "秘密保持契約"].iter().any(|w| said.contains(w))
        && ["知", "開示", "示", "渡", "受", "得", "関する", "見聞", "目にし", "、"].iter().any(|w| said.contains(w))
}

fn only_personal(case: &Case<'_>, at: usize) -> bool {
    case.own(at, "personal") && !case.own(at, "secret_noun")
}

/// 「個人情報(…をいう。)」: the words behind the term say what it is.
fn says_what(said: &str) -> bool {
    said.contains("をいう")
        || said.contains("をいい")
        || said.contains("とは")
        || said.contains("という")
        || said.contains("を指す")
}

/// Terms defined for information, each with its sentence.
fn terms(case: &Case<'_>) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    for at in 0..case.text.sentences.len() {
        let said = case.said(at);
        out.extend(defined_terms(said).into_iter().map(|(term, _)| (term, at)));
        // 秘密情報とは、…をいう
        for term in ["秘密情報", "機密情報", "秘密事項", "業務上の秘密", "秘密", "営業秘密", "開示情報"]
        {
            if said.contains(&format!("{term}とは"))
                || said.contains(&format!("{term}は、次"))
                || said.contains(&format!("{term}は次"))
                || (said.contains(&format!("{term}には、")) && said.contains("含"))
                || said.contains(&format!("{term}とする"))
            {
                out.push((term.to_owned(), at));
            }
        }
        out.extend(meant(said).map(|term| (term, at)));
        if ["対象となる情報は", "対象とする情報は", "保護される情報は", "守られる情報は"]
            .iter()
            .any(|w| said.contains(w))
        {
            out.push(("情報".to_owned(), at));
        }
        if said.contains("\"Confidential Information\"") {
            out.push(("Confidential Information".to_owned(), at));
        }
    }
    out
}

/// 「この合意における機密とは、…をいう」: a term without brackets.
fn meant(said: &str) -> Option<String> {
    let (head, rest) = said.split_once("とは")?;
    let means = ["をいう", "をいい", "を指す", "をさす", "を意味"].iter().any(|w| rest.contains(w));
    let term: String = head
        .chars()
        .rev()
        .take_while(|c| !"はがでにてるいう、「」の".contains(*c))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let fits =
        (2..=12).contains(&term.chars().count()) && KINDS.iter().any(|k| term.trim_end_matches('等').ends_with(k));
    (means && fits).then_some(term)
}

/// Terms for information that a sentence defines, each with the byte where it stands.
pub(crate) fn defined_terms(said: &str) -> Vec<(String, usize)> {
    let mut out = Vec::new();
    let fits =
        |term: &str| term.chars().count() <= 14 && KINDS.iter().any(|k| term.trim_end_matches('等').ends_with(k));
    for (open, bracket) in said.match_indices('「') {
        let Some((term, after)) = said.get(open + bracket.len()..).and_then(|rest| rest.split_once('」')) else {
            continue;
        };
        let short =
            after.starts_with(')') && said.get(..open).unwrap_or_default().trim_end_matches('、').ends_with("以下");
        let words = [
            "という",
            "といい",
            "と総称",
            "と称",
            "とは",
            "と定義",
            "と呼",
            "とする",
            "とします",
            "は、",
            "に該当",
            "として定義",
            "とよ",
        ];
        if fits(term) && (short || words.iter().any(|w| after.starts_with(w))) {
            out.push((term.to_owned(), open));
        }
    }
    // 以下、秘密情報という
    for (from, word) in said.match_indices("以下") {
        let rest = said.get(from + word.len()..).unwrap_or_default().trim_start_matches(['、', ' ']);
        let end = ["という", "と称", "といい", "と総称", "とする", ")"].iter().filter_map(|w| rest.find(w)).min();
        let Some(term) = end.and_then(|end| rest.get(..end)) else { continue };
        let term = term.trim_matches(['「', '」', '、', '"']);
        if fits(term) {
            out.push((term.to_owned(), from));
        }
    }
    out
}
