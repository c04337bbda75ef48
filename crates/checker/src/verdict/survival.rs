//! Does the duty of secrecy outlive the contract? A list of surviving articles is looked up.

use crate::{
    mark::kanji_number,
    report::Status,
    verdict::{Case, Verdict},
};

/// Weighs every sentence that says what goes on after the end.
pub(crate) fn weigh(case: &Case<'_>) -> Verdict {
    let mut candidates: Vec<usize> =
        ["SV-here", "SV-secret"].iter().flat_map(|s| case.marks("survival", s).map(|e| e.sentence)).collect();
    candidates.sort_unstable();
    candidates.dedup();
    let secrecy = secrecy_articles(case);
    let mut found = Vec::new();
    let mut others = false;
    for at in candidates {
        if denied(case.said(at)) || client_only(case, at) {
            continue;
        }
        if concerns(case, at, &secrecy) {
            found.push(at);
        } else {
            others = true;
        }
    }
    if found.is_empty() {
        let verdict = Verdict::missing();
        return if others { verdict.because("secrecy_not_among_them") } else { verdict };
    }
    Verdict::of(Status::Present, found)
}

fn denied(said: &str) -> bool {
    [
        "存続しな",
        "存続させな",
        "効力を失う",
        "効力を失い",
        "消滅する",
        "消滅し、",
        "失効する",
        "義務を免れる",
        "義務を負わない",
        "存続するものではな",
        "することができる。",
        "できます。",
        "できるものとする。",
    ]
    .iter()
    .any(|w| said.contains(w))
}

fn client_only(case: &Case<'_>, at: usize) -> bool {
    let end = case.said(at).len();
    case.text.subject(at, end) == Some(crate::party::Side::Client)
}

/// Articles in which secrecy, or use for the purpose, is owed.
fn secrecy_articles(case: &Case<'_>) -> Vec<usize> {
    let mut out: Vec<usize> = ["confidentiality", "purpose_limitation"]
        .iter()
        .flat_map(|concept| case.of(concept).iter().filter(|e| e.gives == catalogue::Gives::Present))
        .filter_map(|e| case.article(e.sentence))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn concerns(case: &Case<'_>, at: usize, secrecy: &[usize]) -> bool {
    let said = case.said(at);
    let Some(article) = case.article(at) else { return false };
    let listed = listed(said);
    if !listed.is_empty() {
        return listed.iter().any(|one| match one {
            Listed::Title(title) => is_secret_title(title),
            Listed::Range(from, to) => secrecy.iter().filter_map(|a| number(case, *a)).any(|n| *from <= n && n <= *to),
        }) || (said.contains("本条") && secrecy.contains(&article));
    }
    if case.own(at, "secret_word")
        || case.own(at, "secret_noun")
        || case.own(at, "personal")
        || case.own(at, "keep_secret")
        || case.own(at, "clientdata")
    {
        return true;
    }
    if secrecy.contains(&article) || case.title(at, "secretinfo") || case.title(at, "personal") {
        return true;
    }
    // 「本契約の規定は…なお効力を有する」
    let whole = [
        "本契約の規定",
        "本契約に基づく義務",
        "本契約の義務",
        "本契約上の義務",
        "本契約の各条項",
        "本契約の定め",
        "本特記事項",
        "この特記事項",
        "本覚書の規定",
        "本規約の",
        "本契約の条項",
        "本契約に定める義務",
        "受託者の義務",
        "受注者の義務",
        "乙の義務",
    ];
    whole.iter().any(|w| said.contains(w)) && !secrecy.is_empty()
}

fn number(case: &Case<'_>, article: usize) -> Option<u32> {
    let article = case.text.structure.articles.get(article)?;
    article.number.map(|n| n.0)
}

fn is_secret_title(title: &str) -> bool {
    ["秘密", "機密", "守秘", "個人情報", "情報の取扱", "情報管理", "データの取扱", "データの管理", "目的外"]
        .iter()
        .any(|w| title.contains(w))
}

/// An article of a list: by its title, which is trusted more than a number, or by a range of numbers.
enum Listed {
    Title(String),
    Range(u32, u32),
}

/// 第7条(秘密保持)、第9条から第12条まで
fn listed(said: &str) -> Vec<Listed> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut open: Option<u32> = None;
    while let Some(found) = said.get(at..).and_then(|rest| rest.find('第')) {
        let from = at + found + '第'.len_utf8();
        at = from;
        let rest = said.get(from..).unwrap_or_default();
        let Some(end) = rest.find('条') else { break };
        let digits = rest.get(..end).unwrap_or_default();
        let Some(n) = parse(digits) else { continue };
        let after = rest.get(end + '条'.len_utf8()..).unwrap_or_default();
        let title = after.strip_prefix('(').and_then(|t| t.split_once(')')).map(|(t, _)| t);
        let behind = title.map_or(after, |t| after.get(t.len() + 2..).unwrap_or_default());
        if let Some(first) = open.take() {
            out.push(Listed::Range(first, n));
        } else if behind.starts_with("から")
            || behind.starts_with("ないし")
            || behind.starts_with("乃至")
            || behind.starts_with('~')
            || behind.starts_with("より第")
        {
            open = Some(n);
        } else if title.is_none() {
            out.push(Listed::Range(n, n));
        }
        if let Some(title) = title {
            out.push(Listed::Title(title.to_owned()));
        }
    }
    if let Some(first) = open {
        out.push(Listed::Range(first, first));
    }
    // decimal numbering: 7.2の定め, 5章
    out
}

fn parse(digits: &str) -> Option<u32> {
    let digits = digits.trim();
    digits.parse().ok().or_else(|| kanji_number(&digits.chars().collect::<Vec<_>>()))
}
