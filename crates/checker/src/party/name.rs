//! Names that a contract gives to its parties.

use crate::party::{Body, CLIENT, CUSTOMER, SUPPLIER, VENDOR};

/// A name and the text around its definition.
#[derive(Debug)]
pub(crate) struct Name {
    pub name: String,
    /// Up to sixty characters before the definition.
    pub before: String,
    /// Up to sixty characters behind it.
    pub after: String,
}

/// Endings of names that are given to things.
const THINGS: &[&str] = &[
    "契約",
    "業務",
    "情報",
    "サービス",
    "システム",
    "目的",
    "データ",
    "製品",
    "規約",
    "成果",
    "開発",
    "検証",
    "工事",
    "物",
    "書",
    "法",
    "事業",
    "機器",
    "ソフト",
    "施設",
    "場所",
    "プログラム",
    "事務",
    "注文",
    "等",
    "リスト",
    "検討",
    "支援",
    "作業",
    "モデル",
    "センター",
    "フロア",
    "サイト",
    "資料",
    "秘密",
    "対象",
    "保守",
    "対応",
    "件",
    "品",
    "金",
    "料",
    "日",
    "期間",
    "区画",
    "SOW",
    "Services",
    "Data",
    "Agreement",
    "Information",
    "Incident",
    "インシデント",
    "プロダクト",
    "アプリ",
    "カード",
    "区域",
    "ファーム",
    "措置",
    "装置",
    "報告",
    "計画",
    "覚書",
    "仕様",
    "室",
    "画像",
    "地",
    "項",
    "者データ",
    "約款",
    "媒体",
    "エリア",
    "事故",
    "費用",
    "権利",
    "取組",
    "試用",
    "OSS",
    "知見",
    "SLA",
    "標準",
    "基準",
    "台帳",
    "票",
    "記録",
    "ログ",
    "用紙",
    "案件",
    "成果物",
    "原契約",
    "主契約",
    "従業員",
    "従業者",
    "従事者",
    "職員",
    "役員",
    "本人",
    "第三者",
    "再委託先",
    "エンドユーザ",
    "エンドユーザー",
    "技術者",
    "作業者",
    "オペレーター",
    "会場",
    "行為",
    "イベント",
    "研修",
    "講座",
    "調査",
    "機能",
    "領域",
    "原則",
    "方針",
    "ポリシー",
    "コンテンツ",
    "書類",
    "保管箱",
    "端末",
    "スタッフ",
    "労働者",
    "役務",
    "責任者",
    "担当者",
    "主任",
    "書庫",
    "関係者",
    "試料",
    "箱",
    "図",
    "紙",
    "表",
    "モジュール",
    "ツール",
    "部品",
    "材料",
    "要員",
    "スタッフ等",
    "作業員",
    "検体",
    "原稿",
    "写真",
    "映像",
    "音声",
    "商品",
    "Service",
    "Software",
    "Products",
    "Work",
];

/// Words for either side of a mutual promise: 一方(以下「開示側」)が他方(以下「受領側」)に. The second is true for the
/// one who gives.
pub(crate) fn roles(body: &Body<'_>) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    for text in std::iter::once(&body.preamble).chain(body.texts) {
        for (at, open) in text.match_indices('「') {
            let Some((name, _)) = text.get(at + open.len()..).and_then(|rest| rest.split_once('」')) else { continue };
            let before = text.get(..at).unwrap_or_default();
            let Some(before) = before.trim_end_matches('、').strip_suffix("以下") else { continue };
            let before = before.trim_end_matches(['(', '、']);
            let one = ["一方", "一方の当事者", "一方当事者", "当事者の一方", "いずれか"];
            let other = ["他方", "他方の当事者", "他方当事者", "相手方", "相手", "他の当事者"];
            let gives = match (one.iter().any(|w| before.ends_with(w)), other.iter().any(|w| before.ends_with(w))) {
                (true, _) => true,
                (_, true) => false,
                _ => continue,
            };
            let takes = ["受", "被"].iter().any(|w| name.contains(w));
            let shows = ["開示", "示す", "提供", "渡す"].iter().any(|w| name.contains(w));
            if name.chars().count() <= 10 && !out.iter().any(|(n, _)| n == name) {
                out.push((name.to_owned(), if takes { false } else { shows || gives }));
            }
        }
    }
    out
}

/// 「お客様データ」: a word for somebody with more behind it names a thing.
fn thing_of_somebody(name: &str) -> bool {
    CLIENT.iter().chain(VENDOR).chain(CUSTOMER).chain(SUPPLIER).any(|w| {
        name.strip_prefix(w).is_some_and(|rest| {
            !rest.is_empty() && !["様", "側", "ら", "等", "さま"].contains(&rest) && rest.chars().count() > 1
        })
    })
}

/// The parties' names: defined ones, titles, 甲 and 乙, 当社.
pub(crate) fn names(body: &Body<'_>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut sources: Vec<&str> = vec![body.preamble];
    sources.extend(body.texts.iter().take(6));
    for text in sources {
        defined(text, body, &mut out);
        in_brackets(text, body, &mut out);
        before_colon(text, body, &mut out);
    }
    for word in ["甲", "乙"].iter().chain(CLIENT).chain(VENDOR).chain(&["当社"]) {
        if body.topics(word) > 0 {
            add(&mut out, word, ("", ""));
        }
    }
    for word in ["市", "町", "県", "村", "区"].into_iter().filter(|word| body.topics(word) > 0) {
        let acts =
            ["は、", "が", "に提出", "に届け出", "の承認", "の承諾", "の指示", "へ提出", "に報告", "と協議", "の検査"];
        let count: usize = acts.iter().map(|w| body.count(&format!("{word}{w}"))).sum();
        if count >= 3 && !out.iter().any(|n| CLIENT.contains(&n.name.as_str()) || n.name == "甲") {
            add(&mut out, word, ("発注者", ""));
        }
    }
    out
}

fn add(out: &mut Vec<Name>, name: &str, (before, after): (&str, &str)) {
    if out.iter().any(|n| n.name == name) {
        return;
    }
    let skip = before.chars().count().saturating_sub(60);
    let before = before.chars().skip(skip).collect();
    out.push(Name { name: name.to_owned(), before, after: after.chars().take(60).collect() });
}

fn fits(name: &str, body: &Body<'_>) -> bool {
    let count = name.chars().count();
    (1..=10).contains(&count)
        && !thing_of_somebody(name)
        && !THINGS.iter().any(|w| name.ends_with(w))
        && (!name.starts_with('本') || name.ends_with(['市', '県', '町', '村', '区', '学', '院', '校', '庁']))
        && !name.contains(['「', '」', '(', ')', '、', '。', ' '])
        && body.topics(name) > 0
}

/// 「(以下「甲」という。)」, 以下、委託者という, 「みなも」といい
fn defined(text: &str, body: &Body<'_>, out: &mut Vec<Name>) {
    for (at, open) in text.match_indices('「') {
        let rest = text.get(at + open.len()..).unwrap_or_default();
        let Some((name, after)) = rest.split_once('」') else { continue };
        let before = text.get(..at).unwrap_or_default();
        let said =
            ["という", "といい", "と称", "とする", "と略", "とし", ")", "又は", "または", "と総称", "と呼", "と表記"]
                .iter()
                .any(|w| after.starts_with(w));
        if said && fits(name, body) {
            add(out, name, (before, after));
        }
    }
    for (at, word) in text.match_indices("以下") {
        let rest = text.get(at + word.len()..).unwrap_or_default().trim_start_matches(['、', ',', ' ']);
        let end = ["という", "と称", "といい", "とする", "と略", ")"].iter().filter_map(|w| rest.find(w)).min();
        let Some(name) = end.and_then(|end| rest.get(..end)) else { continue };
        let name = name.trim_matches(['「', '」', '、', '"']);
        if fits(name, body) {
            let after = end.and_then(|end| rest.get(end..)).unwrap_or_default();
            add(out, name, (text.get(..at).unwrap_or_default(), after));
        }
    }
    // (株)まつぼっくりを甲とし
    for name in ["甲", "乙"] {
        for form in [format!("を{name}と"), format!("を「{name}」と")] {
            if let Some(at) = text.find(&form) {
                add(out, name, (text.get(..at).unwrap_or_default(), text.get(at + form.len()..).unwrap_or_default()));
            }
        }
    }
}

/// 株式会社○○(委託者), 甲(委託者)
fn in_brackets(text: &str, body: &Body<'_>, out: &mut Vec<Name>) {
    for (at, open) in text.match_indices('(') {
        let rest = text.get(at + open.len()..).unwrap_or_default();
        let Some((inside, after)) = rest.split_once(')') else { continue };
        let title = CLIENT.iter().chain(VENDOR).chain(CUSTOMER).chain(SUPPLIER).any(|w| *w == inside)
            || inside == "甲"
            || inside == "乙";
        if title && fits(inside, body) {
            add(out, inside, (text.get(..at).unwrap_or_default(), after));
        }
    }
}

/// 委託者:株式会社○○, 甲:社会福祉法人○○
fn before_colon(text: &str, body: &Body<'_>, out: &mut Vec<Name>) {
    if !text.contains(':') {
        return;
    }
    for word in ["甲", "乙"].iter().chain(CLIENT).chain(VENDOR).chain(CUSTOMER).chain(SUPPLIER) {
        if text.contains(&format!("{word}:")) && fits(word, body) {
            add(out, word, ("", ""));
        }
    }
}
