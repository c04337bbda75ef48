//! How often: audits a year with their notice, reports every so many months.

use serde_json::json;

use super::{
    Found, any, number, put,
    relation::{after, ahead, before, then, within},
};
use crate::value::{Quantity, Unit, quantities};

/// Characters between a length of time and a number of times: 1年につき2回, 3か月ごとに1回, 12か月間に少なくとも1回.
const LINKS: &str = "、にはつき間度ごとあた当りおい毎少なくも最低原則して一各内の";

/// Months to one time, from a length of time with a number of times behind it.
fn rate(text: &str, all: &[Quantity]) -> Option<f64> {
    all.windows(2).find_map(|pair| {
        let [length, times] = pair else { return None };
        let between = text.get(length.end..times.start)?;
        let linked = between.chars().count() <= 12 && between.chars().all(|c| LINKS.contains(c));
        let told = before(text, length).ends_with(['後', '去', '近']);
        (times.unit == Unit::Time && linked && times.value > 0.0 && !told)
            .then(|| length.months().map(|months| months / times.value))
            .flatten()
    })
}

/// Words for the time in which a number of times is counted, with its months.
const SPANS: &[(&str, f64)] = &[
    ("四半期", 3.0),
    ("半期", 6.0),
    ("毎月", 1.0),
    ("各月", 1.0),
    ("月", 1.0),
    ("年度", 12.0),
    ("事業年", 12.0),
    ("暦年", 12.0),
    ("毎年", 12.0),
    ("年", 12.0),
];

/// Months to one time, from 年2回, 月に一度, 四半期に1回.
fn counted(text: &str, all: &[Quantity]) -> Option<f64> {
    all.iter().filter(|q| q.unit == Unit::Time && q.value > 0.0).find_map(|q| {
        let past = before(text, q).trim_end_matches(|c: char| {
            "、につき間ごとあたり当りおいて毎少なくも最低原則して各内の".contains(c) || c == '一'
        });
        let span = SPANS.iter().find(|(word, _)| past.ends_with(word))?;
        Some(span.1 / q.value)
    })
}

const ENGLISH: &[(&str, f64)] = &[
    ("semi-annual", 6.0),
    ("semiannual", 6.0),
    ("half-yearly", 6.0),
    ("bimonthly", 2.0),
    ("monthly", 1.0),
    ("each month", 1.0),
    ("every month", 1.0),
    ("quarter", 3.0),
    ("annual", 12.0),
    ("yearly", 12.0),
    ("every year", 12.0),
    ("each year", 12.0),
];

/// Months to one time in English: twice a year, once in any twelve month period, every six months, annually.
fn english(text: &str, all: &[Quantity]) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let times = all.iter().find(|q| q.unit == Unit::Time);
    if let Some(times) = times {
        let near: String = after(&lower, times).chars().take(40).collect();
        let length = all.iter().filter(|q| q.start >= times.end).find_map(|q| q.months());
        let span = if near.contains("year") && length.is_none() {
            Some(12.0)
        } else if near.contains("quarter") {
            Some(3.0)
        } else {
            length
        };
        if let Some(span) = span.filter(|_| times.value > 0.0) {
            return Some(span / times.value);
        }
    }
    let every = all.iter().find(|q| super::relation::english(text, q, &["every"]));
    every
        .and_then(|q| q.months())
        .or_else(|| ENGLISH.iter().find(|(word, _)| lower.contains(word)).map(|(_, months)| *months))
}

/// Notice of an audit, and how many audits a year.
pub(super) fn audit(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let notice = all.iter().filter(|q| ahead(text, q)).find_map(|q| q.days_of_month());
    if let Some(days) = notice {
        put(&mut out, "notice_days", number(days));
    } else if any(text, &["前日まで", "前営業日まで"]) {
        put(&mut out, "notice_days", json!(1));
    }
    let every = rate(text, &all).or_else(|| counted(text, &all)).or_else(|| english(text, &all));
    if let Some(every) = every.filter(|months| *months > 0.0) {
        put(&mut out, "max_per_year", number(12.0 / every));
    }
    out
}

/// Words for a rhythm without a number, with its months.
const WORDS: &[(&str, f64)] = &[
    ("四半期", 3.0),
    ("半年", 6.0),
    ("半期", 6.0),
    ("上期", 6.0),
    ("毎月", 1.0),
    ("月次", 1.0),
    ("月例", 1.0),
    ("各月", 1.0),
    ("月報", 1.0),
    ("毎翌月", 1.0),
    ("隔月", 2.0),
    ("毎年", 12.0),
    ("年次", 12.0),
    ("年度ごと", 12.0),
    ("各年度", 12.0),
    ("毎事業年度", 12.0),
    ("年度末", 12.0),
    ("月末", 1.0),
    ("翌月", 1.0),
];

/// How often a report is due, and on which day.
pub(super) fn periodic(text: &str) -> Found {
    let mut out = Vec::new();
    let all = quantities(text);
    let each = all
        .iter()
        .filter(|q| q.unit == Unit::Month)
        .find(|q| then(text, q, &["ごと", "毎", "につき", "以内ごと", "おき"]) && !before(text, q).ends_with('第'));
    let named = || WORDS.iter().filter_map(|(w, m)| text.find(w).map(|at| (at, *m))).min_by_key(|(at, _)| *at);
    let every = rate(text, &all)
        .or_else(|| each.and_then(|q| q.months()))
        .or_else(|| counted(text, &all).map(|months| months.max(1.0)))
        .or_else(|| named().map(|(_, months)| months))
        .or_else(|| english(text, &all));
    if let Some(months) = every {
        put(&mut out, "every_months", number(months));
    }
    let day = all.iter().find(|q| q.unit == Unit::DayOfMonth && of_each_month(text, q));
    if let Some(day) = day {
        put(&mut out, "day_of_month", number(day.value));
    } else if let Some(days) = all.iter().filter(|q| within(text, q)).find_map(|q| q.days()) {
        put(&mut out, "days", number(days));
    }
    out
}

fn of_each_month(text: &str, q: &Quantity) -> bool {
    let past = before(text, q).trim_end_matches('の');
    let rest = after(text, q).trim_start();
    ["毎月", "翌月", "当月", "各月"].iter().any(|word| past.ends_with(word))
        || ["of each", "of every", "of the following"].iter().any(|word| rest.starts_with(word))
}
