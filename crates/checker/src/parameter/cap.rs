//! The cap of a liability as the contract states it.

use serde_json::{Value, json};

use super::{
    Found, any, number, put,
    relation::{after, before, then, within},
};
use crate::value::{Quantity, Unit, quantities};

const LIMIT: &[&str] = &[
    "上限",
    "限度",
    "超えな",
    "超えて",
    "を超える",
    "範囲内",
    "に限定",
    "累計",
    "最大",
    "shall not exceed",
    "not exceed",
    "shall exceed",
    "will exceed",
    "limited to",
    "maximum",
    "capped",
    "up to",
];

/// Words that limit an amount only where the sentence speaks of compensation.
const PERHAPS: &[&str] = &["以内", "限る", "限り", "まで"];

const UNLIMITED: &[&str] = &[
    "上限を設けな",
    "上限なく",
    "上限はな",
    "制限なく",
    "限度なく",
    "上限を定めな",
    "無制限",
    "全額を賠償",
    "一切の損害を賠償",
    "限度を設けな",
    "上限の定めなく",
    "すべての損害を賠償",
    "全ての損害を賠償",
    "限りなく",
    "全額を弁償",
    "unlimited",
    "without limit",
];

const FEE: &[&str] = &[
    "委託料",
    "利用料",
    "料金",
    "報酬",
    "対価",
    "契約金額",
    "代金",
    "月額",
    "委託費",
    "契約額",
    "請負金額",
    "金額の累計",
    "支払った金額",
    "支払済",
    "受領した",
    "費用",
    "開発費",
    "相当額",
    "注文金額",
    "取引金額",
    "発注金額",
    "保守料",
    "業務料",
    "使用料",
    "fee",
    "charges",
    "amounts paid",
    "price",
];

/// What stands before the amount an insurance pays, which limits the insurer and not who is liable.
const INSURED: &[&str] =
    &["支払限度額", "補償限度額", "てん補限度額", "填補限度額", "保険金額", "保険金の額", "coverage of", "insured for"];

/// An amount, months of the fee, a share of it, the fee, or none.
pub(super) fn damages(text: &str) -> Found {
    // clauses on liability are often all in capitals
    let lower = text.to_ascii_lowercase();
    let mut out = Vec::new();
    let boundless = any(text, &["限りなく", "限度はありま", "限度がない", "上限はない", "限度を設けな"])
        && !text.contains("ただし");
    let of_damages = any(text, &["賠償", "責任", "損害", "補償", "弁償"]);
    let limited = (any(&lower, LIMIT) || (of_damages && any(text, PERHAPS))) && !boundless;
    if let Some(cap) = limited.then(|| cap(text)).flatten() {
        put(&mut out, "cap", cap);
    } else if any(text, UNLIMITED) {
        put(&mut out, "cap", json!({ "unlimited": true }));
    }
    out
}

fn cap(text: &str) -> Option<Value> {
    let all = quantities(text);
    let amount = |q: &&Quantity| q.unit == Unit::Yen && !then(text, q, &["未満の端", "単位", "につき"]);
    let insured = |q: &&Quantity| {
        let past = before(text, q).trim_end_matches(['は', 'が', 'を', '、', '：', ' ']).to_ascii_lowercase();
        INSURED.iter().any(|word| past.ends_with(word))
    };
    if all.iter().filter(amount).any(|q| insured(&q)) && all.iter().filter(amount).all(|q| insured(&q)) {
        return None;
    }
    if let Some(yen) = all.iter().find(|q| amount(q) && !insured(q)) {
        return Some(json!({ "yen": number(yen.value) }));
    }
    if !any(&text.to_ascii_lowercase(), FEE) {
        return None;
    }
    if let Some(months) = fee_months(text, &all) {
        return Some(json!({ "fee_months": number(months) }));
    }
    let share = all.iter().filter(|q| share(text, q)).find_map(|q| match q.unit {
        Unit::Percent => Some(q.value),
        Unit::Multiple => Some(q.value * 100.0),
        _ => None,
    });
    match share {
        Some(percent) if (percent - 100.0).abs() > f64::EPSILON => Some(json!({ "fee_percent": number(percent) })),
        _ => Some(json!({ "fee_total": true })),
    }
}

/// A percentage of the fee, not of interest or tax.
fn share(text: &str, q: &Quantity) -> bool {
    let near: String = after(text, q).chars().take(10).collect();
    let past = before(text, q);
    !(past.ends_with('年')
        || past.ends_with("年率")
        || past.ends_with("年利")
        || any(&near, &["遅延", "利息", "利率", "消費税"]))
}

/// 6か月分の委託料, 年間の委託料の2倍, 当該月の委託料
fn fee_months(text: &str, all: &[Quantity]) -> Option<f64> {
    let times = all.iter().find(|q| q.unit == Unit::Multiple).map_or(1.0, |q| q.value);
    let paid = |q: &Quantity| {
        let near: String = after(text, q).chars().take(14).collect();
        any(&near, &["支払", "受領", "受け取"])
    };
    let time = |q: &Quantity| within(text, q) && !paid(q);
    let span = all.iter().filter(|q| !time(q) && !then(text, q, &["前"])).find_map(|q| q.months());
    let yearly = ["年間の", "年間委託", "年間保守", "年間利用", "年間料", "年間報酬", "年額"];
    let monthly = ["当該月", "発生月", "その月の", "当月の", "発生した月"];
    let base = span.or_else(|| any(text, &yearly).then_some(12.0)).or_else(|| {
        let counted = text.contains("月額") && all.iter().any(|q| q.unit == Unit::Multiple);
        (any(text, &monthly) || counted).then_some(1.0)
    })?;
    Some(base * times)
}
