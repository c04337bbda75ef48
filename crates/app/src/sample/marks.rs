//! How days and marks in the sample's files are read.

use domain::calendar::FiscalYear;
use jiff::{Span, civil::Date};

/// The day some days from another.
pub(super) fn day(from: Date, days: i64) -> Date {
    from.saturating_add(Span::new().days(days.clamp(-20_000, 20_000)))
}

/// The last day of what is granted until about then.
pub(super) fn last_day(today: Date, days: i64) -> Date {
    let plain = day(today, days);
    if days.abs() > 20 { plain.last_of_month() } else { plain }
}

/// A term from days counted from today. Long ones begin on the first of a month and end on the last of one, as contracts
/// do, and never begin earlier than said.
pub(super) fn term(today: Date, (from, to): (i64, i64)) -> (Date, Date) {
    let (first, last) = (day(today, from), day(today, to));
    if to.saturating_sub(from) < 60 {
        return (first, last);
    }
    let next_month = |d: Date| d.last_of_month().tomorrow().unwrap_or(d);
    let month_before = |d: Date| d.first_of_month().yesterday().unwrap_or(d);
    let first = if from.abs() > 20 { next_month(first) } else { first };
    let last = match to {
        21.. => last.last_of_month(),
        ..-20 => month_before(last),
        _ => last,
    };
    (first, last)
}

/// Fills the marks of a text: `{年度}`, `{委託先}` and `{日:-3}`.
pub(super) fn fill(text: &str, on: Date, contractor: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((mark, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match mark.strip_prefix("日:").and_then(|n| n.parse().ok()) {
            Some(days) => {
                let on = workday(day(on, days));
                out.push_str(&format!("{}月{}日", on.month(), on.day()));
            }
            None if mark == "年度" => out.push_str(&fiscal_year(on)),
            None if contractor.is_empty() => out.push_str("委託先"),
            None => out.push_str(contractor),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn fiscal_year(on: Date) -> String {
    let year = FiscalYear::of(on).year();
    if year == 2019 { "令和元年度".to_owned() } else { format!("令和{}年度", year.saturating_sub(2018)) }
}

/// The day itself, or the last working day before it.
pub(super) fn workday(mut on: Date) -> Date {
    while domain::calendar::is_day_off(on) {
        match on.yesterday() {
            Ok(before) => on = before,
            Err(_) => break,
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn marks_are_filled_with_days_of_the_office() {
        let on = date(2026, 6, 15);
        assert_eq!(fill("{年度}の{日:-1}に{委託先}へ", on, "霧沢"), "令和8年度の6月12日に霧沢へ");
        assert_eq!(fill("括弧 { だけ", on, ""), "括弧 { だけ");
        assert_eq!(term(on, (45, 400)), (date(2026, 8, 1), date(2027, 7, 31)));
        assert_eq!(term(on, (-100, -30)), (date(2026, 4, 1), date(2026, 4, 30)));
        assert_eq!(term(on, (8, 66)), (date(2026, 6, 23), date(2026, 8, 20)));
        assert_eq!(last_day(on, -3), date(2026, 6, 12));
    }
}
