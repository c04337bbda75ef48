//! Values that the text states: hours, days, months, caps.

mod figure;

use figure::{damages, days, level, periodic, termination, vulnerability};

use serde_json::{Map, Value, json};

use crate::{
    report::Status,
    value::{Quantity, Unit, quantities},
    verdict::{Case, Verdict},
};

/// The values of a finding, from the sentences that show it and, for some concepts, from those around them.
pub(crate) fn of(case: &Case<'_>, concept: &str, sentences: &[usize]) -> Map<String, Value> {
    let mut order: Vec<usize> = sentences.to_vec();
    if concept == "incident_report" {
        order.sort_unstable();
        for at in &order {
            let found = extract(concept, &[&amended(case.said(*at))]);
            if !found.is_empty() {
                return found;
            }
        }
        return Map::new();
    }
    if matches!(
        concept,
        "damages" | "audit_right" | "vulnerability_handling" | "log_retention" | "survival" | "periodic_report"
    ) {
        for at in sentences {
            let article = case.article(*at);
            let around = (0..case.text.sentences.len()).filter(|other| case.article(*other) == article);
            for other in around.filter(|other| concept != "survival" || *other > *at) {
                if !order.contains(&other) {
                    order.push(other);
                }
            }
        }
    }
    if concept == "damages" {
        // the amount may stand in a table of terms
        let rows = (0..case.text.sentences.len()).filter(|at| {
            let said = case.said(*at);
            said.contains(':')
                && said.contains("上限")
                && (said.contains("責任") || said.contains("賠償"))
                && said.contains('円')
        });
        order.extend(rows.filter(|at| !sentences.contains(at)));
    }
    let texts: Vec<String> = order.iter().map(|at| amended(case.said(*at))).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    extract(concept, &texts)
}

/// 「A」を「B」に改める: only B counts.
fn amended(said: &str) -> String {
    let changes = ["改め", "読み替え", "変更", "修正"].iter().any(|w| said.contains(w));
    if !changes {
        return said.to_owned();
    }
    let mut out = said.to_owned();
    while let Some(joint) = out.find("」を「") {
        let Some(open) = out.get(..joint).and_then(|t| t.rfind('「')) else { break };
        out = format!("{}{}", out.get(..open).unwrap_or_default(), out.get(joint + "」を".len()..).unwrap_or_default());
    }
    out
}

/// The values that sentences state for a concept; also used on a phrase alone.
pub(crate) fn extract(concept: &str, texts: &[&str]) -> Map<String, Value> {
    let mut out = Map::new();
    for text in texts {
        let found = match concept {
            "incident_report" => incident(text),
            "survival" => survival(text),
            "log_retention" => logs(text),
            "audit_right" => audit(text),
            "damages" => damages(text),
            "return_destroy" | "destroy_report" => days(text),
            "periodic_report" => periodic(text),
            "termination_right" => termination(text),
            "vulnerability_handling" => vulnerability(text),
            "equivalent_level" => level(text),
            _ => Vec::new(),
        };
        for (name, value) in found {
            out.entry(name).or_insert(value);
        }
    }
    if concept == "incident_report" && out.contains_key("deadline_hours") {
        out.remove("deadline");
    }
    if concept == "survival" && !texts.is_empty() && !out.contains_key("months") && !out.contains_key("until") {
        out.insert("indefinite".to_owned(), json!(true));
    }
    if concept == "survival" && out.contains_key("months") {
        out.remove("indefinite");
    }
    out
}

type Found = Vec<(String, Value)>;

fn put(out: &mut Found, name: &str, value: Value) {
    out.push((name.to_owned(), value));
}

/// Whole numbers as integers, so that 24 is 24 and not 24.0.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small just above")]
        let whole = value as i64;
        json!(whole)
    } else {
        json!(value)
    }
}

/// What follows a quantity.
fn after<'t>(text: &'t str, q: &Quantity) -> &'t str {
    text.get(q.end..).unwrap_or_default()
}

fn before<'t>(text: &'t str, q: &Quantity) -> &'t str {
    text.get(..q.start).unwrap_or_default()
}

const WITHIN: &[&str] = &[
    "以内",
    "内に",
    "を超えない",
    "までに",
    "を限度",
    "以上経過しないうち",
    "以内の",
    "を経過する日まで",
    "を経過するまで",
    "のうちに",
    "中に",
];

fn within(text: &str, q: &Quantity) -> bool {
    let rest = after(text, q);
    WITHIN.iter().any(|w| rest.starts_with(w))
}

fn incident(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let hours = all.iter().filter(|q| within(text, q) && !before(text, q).ends_with("翌")).find_map(|q| q.hours());
    if let Some(hours) = hours {
        put(&mut out, "deadline_hours", number(hours));
        return out;
    }
    let words: &[(&str, &[&str])] = &[
        (
            "next_business_day_noon",
            &[
                "翌営業日正午",
                "翌営業日の正午",
                "翌営業日の午前中",
                "翌営業日12時",
                "翌営業日の12時",
                "翌営業日午前中",
                "翌営業日の昼",
            ],
        ),
        ("next_business_day", &["翌営業日", "次の営業日", "翌稼働日", "翌就業日", "翌平日"]),
        (
            "same_day",
            &[
                "当日中",
                "即日",
                "その日のうち",
                "当日のうち",
                "同日中",
                "発生日中",
                "その日中",
                "当日内",
                "発見した日のうち",
                "判明した日のうち",
            ],
        ),
        ("immediately", &["直ちに", "ただちに", "即時", "即座", "直ぐに", "すぐに", "至急", "即刻"]),
        ("promptly", &["速やか", "すみやか", "迅速", "早急", "早期に", "可及的速やか"]),
        ("without_delay", &["遅滞なく", "遅滞無く", "遅れることなく", "延滞なく"]),
    ];
    let first = words
        .iter()
        .filter_map(|(name, forms)| forms.iter().filter_map(|f| text.find(f)).min().map(|at| (at, *name)))
        .min_by_key(|(at, _)| *at);
    let noon = words.first().is_some_and(|(_, forms)| forms.iter().any(|f| text.contains(f)));
    if let Some((_, name)) = first {
        put(
            &mut out,
            "deadline",
            json!(if noon && name == "next_business_day" { "next_business_day_noon" } else { name }),
        );
    }
    out
}

fn survival(text: &str) -> Found {
    let mut out = Vec::new();
    let held = [
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
    let secret = [
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
    if held.iter().any(|w| text.contains(w)) {
        put(&mut out, "until", json!("while_held"));
    } else if secret.iter().any(|w| text.contains(w)) {
        put(&mut out, "until", json!("while_secret"));
    }
    let all = quantities(text);
    let months = all.iter().filter(|q| q.months().is_some()).find(|q| {
        let rest = after(text, q);
        let past = before(text, q);
        let ended = ["終了", "満了", "終わ", "離れ", "退", "解除", "経過", "失効", "完了", "後"]
            .iter()
            .any(|w| past.contains(w));
        ended
            && !rest.starts_with("前")
            && !rest.starts_with("目")
            && !rest.starts_with("以内に返")
            && !rest.starts_with("ごと")
    });
    if let Some(months) = months.and_then(|q| q.months()) {
        put(&mut out, "months", number(months));
    }
    if [
        "無期限",
        "期間の定めなく",
        "期限の定めなく",
        "永久に",
        "永続",
        "期間を問わず",
        "期限を定めず",
        "期間の制限なく",
        "無期に",
    ]
    .iter()
    .any(|w| text.contains(w))
    {
        put(&mut out, "indefinite", json!(true));
    }
    out
}

fn logs(text: &str) -> Found {
    let mut out = Vec::new();
    let keep = [
        "保存",
        "保管",
        "保持",
        "以上",
        "残",
        "の間",
        "蓄積",
        "分",
        "にわた",
        "備え",
        "を下らない",
        "とする",
        "、",
        "。",
        "",
    ];
    let all = quantities(text);
    let fits = |q: &&Quantity| {
        let rest = after(text, q);
        !within(text, q)
            && !rest.starts_with("前")
            && !rest.starts_with("ごと")
            && !rest.starts_with("に1")
            && keep.iter().any(|w| rest.contains(w))
    };
    if let Some(q) = all.iter().filter(fits).find(|q| q.months().is_some() || matches!(q.unit, Unit::Day | Unit::Week))
    {
        match q.months() {
            Some(months) => put(&mut out, "months", number(months)),
            None => put(&mut out, "days", number(q.days().unwrap_or_default())),
        }
    }
    out
}

fn audit(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let notice = all.iter().find(|q| {
        let rest = after(text, q);
        q.days().is_some()
            && (rest.starts_with("前")
                || rest.starts_with("以上前")
                || rest.starts_with("の猶予")
                || rest.starts_with("の予告")
                || rest.starts_with("以上の"))
    });
    if let Some(days) = notice.and_then(|q| q.days()) {
        put(&mut out, "notice_days", number(days));
    }
    if notice.is_none() && ["前日まで", "前営業日まで"].iter().any(|w| text.contains(w)) {
        put(&mut out, "notice_days", json!(1));
    }
    if let Some(q) = all.iter().find(|q| q.unit == Unit::Time && before(text, q).ends_with("四半期に")) {
        put(&mut out, "max_per_year", number(q.value * 4.0));
    }
    for q in all.iter().filter(|q| q.unit == Unit::Time) {
        let past = before(text, q).trim_end_matches([
            '、', 'に', 'つ', 'き', '間', '度', 'ご', 'と', '当', 'た', 'り', '原', '則', 'と', 'し', 'て', '毎', '各',
        ]);
        let yearly = past.ends_with('年')
            || past.ends_with("事業")
            || past.ends_with("1か")
            || past.ends_with("12か月")
            || past.ends_with("暦");
        if yearly {
            put(&mut out, "max_per_year", number(q.value));
            break;
        }
    }
    out
}

/// Reasons that follow from values: no deadline, no period, a cap.
pub(crate) fn reasons(concept: &str, verdict: Verdict, parameters: &Map<String, Value>) -> Verdict {
    if verdict.status == Status::Missing {
        return verdict;
    }
    let has = |name: &str| parameters.contains_key(name);
    match concept {
        "incident_report" if !has("deadline_hours") => verdict.because("no_deadline"),
        "log_retention" if !has("months") && !has("days") => verdict.because("no_period"),
        "return_destroy" if !has("days") => verdict.because("no_deadline"),
        "survival" if has("indefinite") => verdict.because("no_period"),
        "damages" if has("cap") && parameters.get("cap").is_some_and(|cap| cap.get("unlimited").is_none()) => {
            verdict.because("capped")
        }
        _ => verdict,
    }
}
