//! Does the duty of secrecy outlive the contract? A list of surviving articles is looked up.

use crate::{
    mark::kanji_number,
    report::Status,
    verdict::{Case, Verdict},
};

/// Weighs every sentence that says what goes on after the end.
pub(crate) fn weigh(case: &Case<'_>) -> Verdict {
    let mut candidates: Vec<usize> = ["SV-here", "SV-secret", "SV-while", "SV-endless"]
        .iter()
        .flat_map(|s| case.marks("survival", s).map(|e| e.sentence))
        .collect();
    candidates.sort_unstable();
    candidates.dedup();
    let secrecy = secrecy_articles(case);
    let mut found = Vec::new();
    let mut others = false;
    for at in candidates {
        if denied(case.said(at)) || client_only(case, at) || undecided(case, at) {
            continue;
        }
        if concerns(case, at, &secrecy) {
            found.push(at);
        } else {
            others = true;
        }
    }
    if found.is_empty()
        && let Some((at, reason)) = left_open(case, &secrecy)
    {
        return Verdict::of(Status::Weak, vec![at]).because(reason);
    }
    let tried = |at: &usize| {
        let last = case.sentence(*at).and_then(|one| one.predicates.iter().rev().nth(1));
        last.is_some_and(|p| p.mood == crate::sentence::predicate::Mood::Effort)
    };
    if !found.is_empty() && found.iter().all(tried) {
        return Verdict::of(Status::Weak, found).because("effort_only");
    }
    if found.is_empty() {
        let verdict = Verdict::missing();
        return if others { verdict.because("secrecy_not_among_them") } else { verdict };
    }
    Verdict::of(Status::Present, found)
}

/// Whether the duty goes on is not settled here.
fn undecided(case: &Case<'_>, at: usize) -> bool {
    case.said(at).contains("続くかどうか")
        || crate::verdict::reference::elsewhere(case, at, "survival").is_some()
        || case
            .sentence(at)
            .and_then(|one| one.predicates.iter().rev().nth(1))
            .is_some_and(|p| p.mood == crate::sentence::predicate::Mood::Later)
}

/// What happens after the end is named and left to talks or to another document.
fn left_open(case: &Case<'_>, secrecy: &[usize]) -> Option<(usize, &'static str)> {
    let ends = case.family("after_end");
    (0..case.text.sentences.len()).find_map(|at| {
        let one = case.sentence(at)?;
        let about = case.article(at).is_some_and(|a| secrecy.contains(&a))
            || ["secret_word", "keep_secret"].iter().any(|f| case.own(at, f));
        let after = one.own.has(ends) || case.said(at).contains("存続") || case.said(at).contains("続くかどうか");
        if !after || !about || client_only(case, at) {
            return None;
        }
        let later = one.predicates.iter().any(|p| p.mood == crate::sentence::predicate::Mood::Later)
            || one.own.has(case.family("later"));
        if crate::verdict::reference::elsewhere(case, at, "survival").is_some() {
            Some((at, "by_reference"))
        } else if later {
            Some((at, "later_agreement"))
        } else {
            None
        }
    })
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
        "ことができる。",
        "できます。",
        "できるものとする。",
        "をもって消滅",
        "効力を失う",
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
    let chapter = |a: usize| case.text.structure.articles.get(a).and_then(|a| a.chapter);
    let listed = listed(said);
    if !listed.is_empty() {
        return listed.iter().any(|one| match one {
            Listed::Title(title) => is_secret_title(title),
            Listed::Range(from, to) => secrecy.iter().filter_map(|a| number(case, *a)).any(|n| *from <= n && n <= *to),
            Listed::Chapter(n) => secrecy.iter().any(|a| chapter(*a) == Some(*n)),
        }) || (said.contains("本条") && secrecy.contains(&article));
    }
    if said.contains("本章") || said.contains("本節") {
        return secrecy.iter().any(|a| *a == article || (chapter(*a).is_some() && chapter(*a) == chapter(article)));
    }
    if ["secret_word", "secret_noun", "personal", "keep_secret", "clientdata"].iter().any(|f| case.own(at, f)) {
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
        "特記事項",
        "本覚書の規定",
        "本規約の",
        "本契約の条項",
        "本契約に定める義務",
        "受託者の義務",
        "受注者の義務",
        "乙の義務",
        "この契約の規定",
        "この契約の定め",
        "この契約の義務",
        "この決まり",
        "本付属書",
        "本合意",
        "上記を",
        "以上の義務",
        "この約束",
        "これらの義務",
        "本誓約",
        "この誓約",
        "本書の",
        "本別紙",
        "本別記",
        "この規約の",
        "以上のこと",
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
    Chapter(u32),
}

/// 第7条(秘密保持)、第9条から第12条まで, 第2章, 2、3及び7の定め
fn listed(said: &str) -> Vec<Listed> {
    let mut out = bare_numbers(said);
    let mut at = 0;
    let mut open: Option<u32> = None;
    while let Some(found) = said.get(at..).and_then(|rest| rest.find('第')) {
        let from = at + found + '第'.len_utf8();
        at = from;
        let rest = said.get(from..).unwrap_or_default();
        let Some(end) = rest.find(['条', '章', '節']) else { break };
        let Some(n) = parse(rest.get(..end).unwrap_or_default()) else { continue };
        let unit = rest.get(end..).and_then(|t| t.chars().next()).unwrap_or('条');
        let after = rest.get(end + unit.len_utf8()..).unwrap_or_default();
        if unit != '条' {
            out.push(Listed::Chapter(n));
            // what a chapter leaves out stands in brackets behind it
            if after.starts_with('(') {
                at = said.get(from..).and_then(|t| t.find(')')).map_or(from, |close| from + close);
            }
            continue;
        }
        let title = after.strip_prefix('(').and_then(|t| t.split_once(')')).map(|(t, _)| t);
        let behind = title.map_or(after, |t| after.get(t.len() + 2..).unwrap_or_default());
        if let Some(first) = open.take() {
            out.push(Listed::Range(first, n));
        } else if ["から", "ないし", "乃至", "~", "より第"].iter().any(|w| behind.starts_with(w)) {
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
    if out.is_empty() {
        out = in_brackets(said);
    }
    out
}

/// (1)から(3)までの約束
fn in_brackets(said: &str) -> Vec<Listed> {
    let mut out = Vec::new();
    let mut from: Option<u32> = None;
    for (at, open) in said.match_indices('(') {
        let Some((inside, after)) = said.get(at + open.len()..).and_then(|rest| rest.split_once(')')) else { continue };
        let Ok(n) = inside.parse::<u32>() else { continue };
        if let Some(first) = from.take() {
            out.push(Listed::Range(first, n));
        } else if after.starts_with("から") {
            from = Some(n);
        } else if ["の", "及び", "、", "と"].iter().any(|w| after.starts_with(w)) {
            out.push(Listed::Range(n, n));
        }
    }
    out
}

/// Numbers without 第 at the start: 「2、3及び7の定めは」, 「7.1の定めは」, 「■3の取決めは」
fn bare_numbers(said: &str) -> Vec<Listed> {
    let ends = ["の定め", "の約束", "の規定", "の取決め", "の取り決め", "の条項", "の義務", "の内容", "は、"];
    let Some(end) = ends.iter().filter_map(|w| said.find(w)).min() else { return Vec::new() };
    let head = said.get(..end).unwrap_or_default();
    let plain =
        head.replace("及び", "、").replace("並びに", "、").replace("および", "、").replace(['■', '項', '章', '・'], "");
    let plain = if head.contains(['条', '節']) { plain } else { plain.replace('第', "") };
    if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit() || "、.からまで-~".contains(c)) {
        return Vec::new();
    }
    let first = |part: &str| part.split(['.', '-']).next().and_then(|n| n.parse::<u32>().ok());
    let mut out = Vec::new();
    for part in plain.split('、') {
        match part.trim_end_matches("まで").split_once("から") {
            Some((from, to)) => {
                if let (Some(from), Some(to)) = (first(from), first(to)) {
                    out.push(Listed::Range(from, to));
                }
            }
            None => out.extend(first(part).map(|n| Listed::Range(n, n))),
        }
    }
    out
}

fn parse(digits: &str) -> Option<u32> {
    let digits = digits.trim();
    digits.parse().ok().or_else(|| kanji_number(&digits.chars().collect::<Vec<_>>()))
}
