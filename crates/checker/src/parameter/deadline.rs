//! By when something is to be done: hours to report, days to return, days of notice.

use serde_json::json;

use super::{
    Found, any, number, put,
    relation::{after, ahead, before, then, within},
};
use crate::value::{Quantity, quantities};

/// Words for a deadline without a number, the more exact ones first.
const WORDS: &[(&str, &[&str])] = &[
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
            "noon on the next business day",
            "noon of the next business day",
            "noon on the following business day",
        ],
    ),
    (
        "next_business_day",
        &[
            "翌営業日",
            "次の営業日",
            "翌稼働日",
            "翌就業日",
            "翌平日",
            "next business day",
            "following business day",
            "next working day",
        ],
    ),
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
            "same day",
            "same business day",
        ],
    ),
    (
        "immediately",
        &["直ちに", "ただちに", "即時", "即座", "直ぐに", "すぐに", "至急", "即刻", "immediate", "forthwith"],
    ),
    ("promptly", &["速やか", "すみやか", "迅速", "早急", "早期に", "prompt"]),
    ("without_delay", &["遅滞なく", "遅滞無く", "遅れることなく", "延滞なく", "without delay", "without undue delay"]),
];

/// Hours, or a word; what stands behind 遅くとも is the real limit.
pub(super) fn incident(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let due = |q: &&Quantity| {
        let named = then(text, q, &["とする", "である", "とします"]) && any(before(text, q), &["期限", "時限"]);
        (within(text, q) || named) && !before(text, q).ends_with('翌')
    };
    if let Some(hours) = all.iter().filter(due).find_map(|q| q.hours()) {
        put(&mut out, "deadline_hours", number(hours));
        return out;
    }
    let text = text.to_ascii_lowercase();
    let latest = ["遅くとも", "遅くても", "later than", "in any event", "at the latest"];
    let limit = latest.iter().filter_map(|word| text.find(word)).min().and_then(|at| text.get(at..));
    if let Some(name) = limit.and_then(first_word).or_else(|| first_word(&text)) {
        put(&mut out, "deadline", json!(name));
    }
    out
}

fn first_word(text: &str) -> Option<&'static str> {
    let place = |forms: &[&str]| forms.iter().filter_map(|form| text.find(form)).min();
    let found = WORDS.iter().filter_map(|(name, forms)| place(forms).map(|at| (at, *name)));
    let (_, name) = found.min_by_key(|(at, _)| *at)?;
    // noon is named before or behind the day
    let (exact, forms) = WORDS.first()?;
    Some(if name == "next_business_day" && any(text, forms) { exact } else { name })
}

/// Days to return, to destroy, to report it.
pub(super) fn days(text: &str) -> Found {
    let mut out = Vec::new();
    let found = quantities(text).into_iter().find_map(|q| {
        if within(text, &q) {
            q.days_of_month()
        } else if then(text, &q, &["後", "を経過"]) {
            q.days()
        } else {
            None
        }
    });
    if let Some(days) = found {
        put(&mut out, "days", number(days));
    }
    out
}

/// The days of notice, or those given to put things right.
pub(super) fn termination(text: &str) -> Found {
    let mut out = Vec::new();
    let fits = |q: &&Quantity| {
        let lasting = after(text, q).starts_with("以上") && !ahead(text, q);
        !lasting && !then(text, q, &["目", "超", "を超"])
    };
    if let Some(days) = quantities(text).iter().filter(fits).find_map(|q| q.days_of_month()) {
        put(&mut out, "notice_days", number(days));
    }
    out
}
