//! Values that the text states: hours, days, months, caps.

use serde_json::{Map, Value, json};

use crate::{
    report::Status,
    value::{Quantity, Unit, quantities},
    verdict::{Case, Verdict},
};

/// The values of a finding, from the sentences that show it.
pub(crate) fn of(case: &Case<'_>, concept: &str, sentences: &[usize]) -> Map<String, Value> {
    let mut texts: Vec<&str> = Vec::new();
    for at in sentences {
        texts.push(case.said(*at));
    }
    extract(concept, &texts)
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
        let ended = ["終了", "満了", "解除", "経過", "失効", "完了", "後"].iter().any(|w| past.contains(w));
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

fn damages(text: &str) -> Found {
    let mut out = Vec::new();
    let limit = [
        "上限",
        "限度",
        "超えな",
        "超えて",
        "を超える",
        "範囲内",
        "以内",
        "限る",
        "限り",
        "に限定",
        "累計",
        "まで",
        "最大",
    ];
    let has_limit = limit.iter().any(|w| text.contains(w));
    let unlimited = [
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
    ];
    let all = quantities(text);
    let fee = [
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
        "業務委託料",
        "請負金額",
        "金額の累計",
        "支払った金額",
        "支払済",
        "受領した",
        "費用",
    ];
    let has_fee = fee.iter().any(|w| text.contains(w));
    if has_limit {
        if let Some(yen) = all.iter().find(|q| q.unit == Unit::Yen) {
            put(&mut out, "cap", json!({ "yen": number(yen.value) }));
        } else if let Some(months) = all
            .iter()
            .filter(|q| has_fee && !after(text, q).starts_with("以内に") && !after(text, q).starts_with("前"))
            .find_map(|q| q.months())
        {
            put(&mut out, "cap", json!({ "fee_months": number(months) }));
        } else if has_fee {
            put(&mut out, "cap", json!({ "fee_total": true }));
        }
    }
    if out.is_empty() && unlimited.iter().any(|w| text.contains(w)) {
        put(&mut out, "cap", json!({ "unlimited": true }));
    }
    out
}

fn days(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if let Some(days) = all
        .iter()
        .filter(|q| within(text, q) || after(text, q).starts_with("後") || after(text, q).starts_with("を経過"))
        .find_map(|q| q.days())
    {
        put(&mut out, "days", number(days));
    }
    out
}

fn periodic(text: &str) -> Found {
    let mut out = Vec::new();
    let every: &[(&str, f64)] = &[
        ("四半期", 3.0),
        ("半年", 6.0),
        ("半期", 6.0),
        ("上期", 6.0),
        ("毎月", 1.0),
        ("月次", 1.0),
        ("月例", 1.0),
        ("各月", 1.0),
        ("月報", 1.0),
        ("月1回", 1.0),
        ("月一回", 1.0),
        ("月に1回", 1.0),
        ("月に一回", 1.0),
        ("月1度", 1.0),
        ("毎翌月", 1.0),
        ("隔月", 2.0),
        ("毎年", 12.0),
        ("年次", 12.0),
        ("年度ごと", 12.0),
        ("毎年度", 12.0),
        ("各年度", 12.0),
        ("毎事業年度", 12.0),
        ("年度末", 12.0),
        ("月末ごと", 1.0),
        ("月末", 1.0),
        ("翌月", 1.0),
    ];
    let all = quantities(text);
    let months = all.iter().filter(|q| q.unit == Unit::Month).find(|q| {
        let rest = after(text, q);
        ["ごと", "毎", "に1", "に一", "につき", "以内ごと", "おき"].iter().any(|w| rest.starts_with(w))
            && !before(text, q).ends_with('第')
    });
    let yearly = all.iter().find(|q| {
        q.unit == Unit::Time && {
            let past = before(text, q).trim_end_matches([
                '、', 'に', 'つ', 'き', '間', '少', 'な', 'く', 'と', 'も', '1', '一', '原', '則', 'し', 'て',
            ]);
            past.ends_with('年') || past.ends_with("年度") || past.ends_with("毎年")
        }
    });
    if let Some(months) = months.and_then(|q| q.months()) {
        put(&mut out, "every_months", number(months));
    } else if let Some(times) = yearly.map(|q| q.value).filter(|t| *t > 0.0 && *t <= 12.0) {
        put(&mut out, "every_months", number((12.0 / times).max(1.0)));
    } else if let Some((_, months)) =
        every.iter().filter_map(|(w, m)| text.find(w).map(|at| (at, *m))).min_by_key(|(at, _)| *at)
    {
        put(&mut out, "every_months", number(months));
    }
    let day = all.iter().find(|q| {
        let past = before(text, q);
        q.unit == Unit::Day
            && (past.ends_with("毎月")
                || past.ends_with("翌月")
                || past.ends_with("翌月の")
                || past.ends_with("毎月の")
                || past.ends_with("当月")
                || past.ends_with("各月")
                || past.ends_with("各月の"))
            && !after(text, q).starts_with("以内")
            && !after(text, q).starts_with("間")
    });
    if let Some(day) = day {
        put(&mut out, "day_of_month", number(day.value));
    } else if let Some(days) = all.iter().filter(|q| within(text, q)).find_map(|q| q.days()) {
        put(&mut out, "days", number(days));
    }
    out
}

fn termination(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let notice = all.iter().find(|q| {
        after(text, q).starts_with("前") || after(text, q).starts_with("以上前") || after(text, q).starts_with("の予告")
    });
    if let Some(days) = notice.and_then(|q| q.days().or_else(|| q.months().map(|m| m * 30.0))) {
        put(&mut out, "notice_days", number(days));
    }
    if let Some(days) = all
        .iter()
        .filter(|q| {
            within(text, q)
                || after(text, q).starts_with("を経過")
                || after(text, q).starts_with("の期間")
                || after(text, q).starts_with("以上の期間")
        })
        .find_map(|q| q.days())
    {
        put(&mut out, "days", number(days));
    }
    out
}

fn vulnerability(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if text.contains("無償")
        || text.contains("無料")
        || text.contains("費用負担なく")
        || text.contains("自己の費用")
        || text.contains("乙の負担")
    {
        let free = text.find("無償").or_else(|| text.find("無料")).unwrap_or(text.len());
        let near = all.iter().rfind(|q| q.months().is_some() && q.start < free);
        if let Some(months) = near.and_then(|q| q.months()).or_else(|| all.iter().find_map(|q| q.months())) {
            put(&mut out, "free_months", number(months));
        }
    }
    if let Some(days) = all.iter().filter(|q| within(text, q)).find_map(|q| q.days()) {
        put(&mut out, "days", number(days));
    }
    out
}

fn level(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if text.contains("パスワード") || text.contains("暗証番号") || text.contains("パスフレーズ") {
        let length = all.iter().find(|q| q.unit == Unit::Character);
        if let Some(length) = length {
            put(&mut out, "password_min_length", number(length.value));
        }
    }
    let names = algorithms(text);
    if !names.is_empty() {
        put(&mut out, "encryption", json!(names));
    }
    out
}

/// Named algorithms as printed, without spaces: AES-256, TLS1.2.
fn algorithms(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for name in [
        "AES", "TLS", "RSA", "SHA", "SSL", "3DES", "ChaCha20", "Camellia", "IPsec", "WPA", "SSH", "S/MIME", "ECDSA",
        "PGP", "SFTP", "HTTPS", "CRYPTREC",
    ] {
        for (at, _) in text.match_indices(name) {
            let whole: String = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-./ ".contains(*c))
                .collect();
            let whole = whole.trim_end_matches([' ', '.', '-', '/']);
            let inner = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(|c| c.is_ascii_alphanumeric());
            let whole = whole.replace(' ', "");
            if !inner && !out.contains(&whole) && whole.len() < 24 {
                out.push(whole);
            }
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
