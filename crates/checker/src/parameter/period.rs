//! For how long something lasts: the duty after the end, the keeping of logs, mending free of charge.

use serde_json::json;

use super::{
    Found, any, number, put,
    relation::{after, ahead, before, then, within},
};
use crate::value::{Quantity, Unit, quantities};

const HELD: &[&str] = &[
    "保有しなくなる",
    "保持しなくなる",
    "保管しなくなる",
    "保有する限り",
    "保有している間",
    "保有する間",
    "保持する限り",
    "保持している間",
    "保管する間",
    "保管している間",
    "保有し続ける",
    "保有している限り",
    "手元に",
    "所持する限り",
    "保管する限り",
    "保持する間",
];

const SECRET: &[&str] = &[
    "秘密である限り",
    "秘密性を失うまで",
    "秘密性が失われるまで",
    "公知となるまで",
    "公知になるまで",
    "秘密性を有する",
    "秘密性を保持",
    "秘密性を有している",
    "秘密として保護される限り",
    "秘密に該当しなくなるまで",
    "秘密情報に該当する限り",
    "秘密性が維持され",
    "秘密情報である限り",
    "公知となる日まで",
    "秘密でなくなる",
    "公知でない限り",
    "秘密情報でなくなる",
];

const ENDLESS: &[&str] = &[
    "無期限",
    "期間の定めなく",
    "期限の定めなく",
    "永久に",
    "永続",
    "期間を問わず",
    "期限を定めず",
    "期間の制限なく",
    "無期に",
];

/// How long a duty outlives the contract.
pub(super) fn survival(text: &str) -> Found {
    let mut out = Vec::new();
    if any(text, HELD) {
        put(&mut out, "until", json!("while_held"));
    } else if any(text, SECRET) {
        put(&mut out, "until", json!("while_secret"));
    }
    let ended = ["終了", "満了", "終わ", "離れ", "退", "解除", "経過", "失効", "完了", "後"];
    let lasting = ["surviv", "continue", "remain"];
    let english = any(text, &lasting);
    let all = quantities(text);
    let months = all.iter().filter(|q| q.months().is_some()).find(|q| {
        let told = then(text, q, &["前", "目", "以内に返", "ごと"]) || (english && (within(text, q) || ahead(text, q)));
        (english || any(before(text, q), &ended)) && !told
    });
    if let Some(months) = months.and_then(|q| q.months()) {
        put(&mut out, "months", number(months));
    }
    if any(text, ENDLESS) {
        put(&mut out, "indefinite", json!(true));
    }
    out
}

/// How long logs are kept.
pub(super) fn logs(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let length = |q: &Quantity| q.months().is_some() || matches!(q.unit, Unit::Day | Unit::Week);
    let fits = |(at, q): &(usize, &Quantity)| {
        let counted = all.get(at + 1).is_some_and(|next| next.unit == Unit::Time && next.start <= q.end + "に".len());
        let ends = within(text, q) && !then(text, q, &["を経過", "が経過", "を超えない期間"]);
        length(q) && !counted && !ends && !then(text, q, &["前", "ごと", "おき", "毎"])
    };
    let kept = |q: &Quantity| {
        let near: String = after(text, q).chars().take(24).collect();
        let near = near.split(['、', '。']).next().unwrap_or_default();
        let recent = ["直近", "過去", "最近", "最新"].iter().any(|word| before(text, q).ends_with(word));
        !recent && any(near, &["保存", "保管", "保持", "残", "蓄積", "備え", "とする", "とします"])
    };
    let found: Vec<&Quantity> = all.iter().enumerate().filter(fits).map(|(_, q)| q).collect();
    if let Some(q) = found.iter().find(|q| kept(q)).or_else(|| found.first()) {
        let least = q.least();
        match least.months() {
            Some(months) => put(&mut out, "months", number(months)),
            None => put(&mut out, "days", number(least.days().unwrap_or_default())),
        }
    }
    out
}

const FREE: &[&str] = &[
    "無償",
    "無料",
    "費用負担なく",
    "費用は生じ",
    "費用はかか",
    "費用は発生し",
    "追加費用な",
    "費用はいただ",
    "料金に含む",
    "料金に含ま",
    "自己の費用",
    "乙の負担",
    "free of charge",
    "without charge",
    "no charge",
    "no additional cost",
];

/// How long weaknesses are mended free of charge, and within how many days.
pub(super) fn vulnerability(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if any(text, FREE) {
        let free = ["無償", "無料", "費用"].iter().find_map(|word| text.find(word)).unwrap_or(text.len());
        let near = all.iter().rfind(|q| q.months().is_some() && q.start < free);
        if let Some(months) = near.and_then(|q| q.months()).or_else(|| all.iter().find_map(|q| q.months())) {
            put(&mut out, "free_months", number(months));
        }
    }
    let fix = |q: &&Quantity| {
        let near: String = after(text, q).chars().take(14).collect();
        any(&near, &["修正", "適用", "改修", "対応", "解消", "直", "パッチ"])
    };
    let due: Vec<&Quantity> = all.iter().filter(|q| within(text, q)).collect();
    let days = due.iter().copied().filter(fix).find_map(|q| q.days()).or_else(|| due.iter().find_map(|q| q.days()));
    if let Some(days) = days {
        put(&mut out, "days", number(days));
    }
    out
}
