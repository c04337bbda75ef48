//! Caps, days, rhythms, free periods and named settings.

use super::*;

pub(super) fn damages(text: &str) -> Found {
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
        "限りなく",
        "全額を弁償",
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
        "開発費",
        "請負代金",
        "売買代金",
        "相当額",
    ];
    let has_fee = fee.iter().any(|w| text.contains(w));
    let boundless = ["限りなく", "限度はありま", "限度がない", "上限はない"].iter().any(|w| text.contains(w))
        && !text.contains("ただし");
    if has_limit && !boundless {
        if let Some(yen) = all.iter().find(|q| q.unit == Unit::Yen) {
            put(&mut out, "cap", json!({ "yen": number(yen.value) }));
        } else if let Some(months) = yearly_fee(text, &all).filter(|_| has_fee) {
            put(&mut out, "cap", json!({ "fee_months": number(months) }));
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

/// 年間の委託料の2倍, 当該月の委託料
pub(super) fn yearly_fee(text: &str, all: &[Quantity]) -> Option<f64> {
    let times = text.find('倍').and_then(|at| {
        let before = text.get(..at)?;
        let digits: String =
            before.chars().rev().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c)).collect();
        let digits: Vec<char> = digits.chars().rev().collect();
        let plain: String = digits.iter().collect();
        plain.parse::<f64>().ok().or_else(|| crate::mark::kanji_number(&digits).map(f64::from))
    });
    let unit = if text.contains("年間")
        && ["年間の", "年間委託", "年間保守", "年間利用", "年間料", "年間報酬"].iter().any(|w| text.contains(w))
    {
        12.0
    } else if (["当該月", "発生月", "その月の", "当月の", "発生した月"].iter().any(|w| text.contains(w))
        && !all.iter().any(|q| q.months().is_some()))
        || (text.contains("月額") && times.is_some())
    {
        1.0
    } else {
        return None;
    };
    Some(unit * times.unwrap_or(1.0))
}

pub(super) fn days(text: &str) -> Found {
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

pub(super) fn periodic(text: &str) -> Found {
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

pub(super) fn termination(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    // the days of notice, or those given to put things right
    if let Some(days) = all
        .iter()
        .filter(|q| !after(text, q).starts_with('目'))
        .find_map(|q| q.days().or_else(|| q.months().map(|m| m * 30.0)))
    {
        put(&mut out, "notice_days", number(days));
    }
    out
}

pub(super) fn vulnerability(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if text.contains("無償")
        || text.contains("無料")
        || [
            "費用負担なく",
            "費用は生じ",
            "費用はかか",
            "費用は発生し",
            "追加費用な",
            "費用はいただ",
            "料金に含む",
            "料金に含ま",
        ]
        .iter()
        .any(|w| text.contains(w))
        || text.contains("自己の費用")
        || text.contains("乙の負担")
    {
        let free = text.find("無償").or_else(|| text.find("無料")).or_else(|| text.find("費用")).unwrap_or(text.len());
        let near = all.iter().rfind(|q| q.months().is_some() && q.start < free);
        if let Some(months) = near.and_then(|q| q.months()).or_else(|| all.iter().find_map(|q| q.months())) {
            put(&mut out, "free_months", number(months));
        }
    }
    let fix = |q: &&Quantity| {
        let near: String = after(text, q).chars().take(14).collect();
        ["修正", "適用", "改修", "対応", "解消", "直", "パッチ"].iter().any(|w| near.contains(w))
    };
    let due: Vec<&Quantity> = all.iter().filter(|q| within(text, q)).collect();
    let days = due.iter().copied().filter(fix).find_map(|q| q.days()).or_else(|| due.iter().find_map(|q| q.days()));
    if let Some(days) = days {
        put(&mut out, "days", number(days));
    }
    out
}

pub(super) fn level(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    if text.contains("パスワード") || text.contains("暗証") || text.contains("パスフレーズ") {
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
pub(super) fn algorithms(text: &str) -> Vec<String> {
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
