//! Public holidays and business days.
//!
//! Holidays follow 国民の祝日に関する法律 (Act No. 178 of 1948) as it stands from 2020 on: fixed days, Monday holidays, the
//! days moved for the Games of 2020 and 2021, the equinoxes by the usual approximation (valid 1980–2099), the substitute
//! holiday (article 3(2)) and the day between two holidays (article 3(3)). The equinox of a year becomes law only on the
//! first of February before it, so that a list of announced days, where there is one, comes before the rule.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use crate::Words;

/// No search for a business day looks further than this many days: longer than any row of days off.
const HORIZON: usize = 400;

/// Name of the public holiday on a date, if it is one, by the rule alone.
#[must_use]
pub fn holiday(date: Date) -> Option<Words> {
    national(date).or_else(|| substitute(date)).or_else(|| between(date))
}

/// True on Saturdays, Sundays and public holidays.
#[must_use]
pub fn is_day_off(date: Date) -> bool {
    is_weekend(date) || holiday(date).is_some()
}

/// Business days after `from` up to and including `to`; 0 when `to` is not later.
#[must_use]
pub fn business_days(from: Date, to: Date) -> u32 {
    BusinessDays::by_rule().between(from, to)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Which days are worked: public holidays as announced or by rule, and the organisation's own days off.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BusinessDays {
    announced: BTreeMap<i16, BTreeSet<Date>>,
    closed: BTreeSet<(i8, i8)>,
    extra: BTreeSet<Date>,
}

impl BusinessDays {
    /// Weekends and public holidays by the rule.
    #[must_use]
    pub fn by_rule() -> Self {
        Self::default()
    }

    /// Public holidays as announced; a year that has none listed goes by the rule.
    #[must_use]
    pub fn announced(days: impl IntoIterator<Item = Date>) -> Self {
        let mut out = Self::default();
        for day in days {
            out.announced.entry(day.year()).or_default().insert(day);
        }
        out
    }

    /// As public offices: closed from 29 December to 3 January as well (行政機関の休日に関する法律, article 1).
    #[must_use]
    pub fn with_year_end(mut self) -> Self {
        self.closed.extend([(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)]);
        self
    }

    /// Days on which the organisation itself is closed, such as its founding day.
    #[must_use]
    pub fn with_closed(mut self, days: impl IntoIterator<Item = Date>) -> Self {
        self.extra.extend(days);
        self
    }

    /// True when nobody works on the day.
    #[must_use]
    pub fn is_off(&self, date: Date) -> bool {
        let public = match self.announced.get(&date.year()) {
            Some(days) => days.contains(&date),
            None => holiday(date).is_some(),
        };
        public || is_weekend(date) || self.closed.contains(&(date.month(), date.day())) || self.extra.contains(&date)
    }

    /// The day itself when it is worked, otherwise the next one that is.
    #[must_use]
    pub fn on_or_after(&self, date: Date) -> Date {
        self.first_worked(date, 1)
    }

    /// The day itself when it is worked, otherwise the last one before it that is.
    #[must_use]
    pub fn on_or_before(&self, date: Date) -> Date {
        self.first_worked(date, -1)
    }

    fn first_worked(&self, date: Date, step: i64) -> Date {
        let mut day = date;
        for _ in 0..HORIZON {
            if !self.is_off(day) {
                return day;
            }
            let Ok(next) = day.checked_add(step.days()) else { return day };
            day = next;
        }
        day
    }

    /// The n-th business day after a date (翌営業日 is the first); the date's own day never counts. 0 is the date itself.
    #[must_use]
    pub fn after(&self, date: Date, n: u32) -> Date {
        let mut day = date;
        for _ in 0..n {
            let Ok(next) = day.tomorrow() else { return day };
            day = self.on_or_after(next);
        }
        day
    }

    /// The n-th business day before a date. 0 is the date itself.
    #[must_use]
    pub fn before(&self, date: Date, n: u32) -> Date {
        let mut day = date;
        for _ in 0..n {
            let Ok(next) = day.yesterday() else { return day };
            day = self.on_or_before(next);
        }
        day
    }

    /// Business days after `from` up to and including `to`; 0 when `to` is not later.
    #[must_use]
    pub fn between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0u32;
        let mut day = from;
        while day < to {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
            if !self.is_off(day) {
                count = count.saturating_add(1);
            }
        }
        count
    }
}

/// The days moved for the Games: 2020 (Act No. 68 of 2015 as amended) and 2021 (Act No. 68 of 2020).
fn moved(date: Date) -> Option<Option<Words>> {
    let w = |ja, en| Some(Some(Words { ja, en }));
    match (date.year(), date.month(), date.day()) {
        (2020, 7, 23) | (2021, 7, 22) => w("海の日", "Marine Day"),
        (2020, 7, 24) | (2021, 7, 23) => w("スポーツの日", "Sports Day"),
        (2020, 8, 10) | (2021, 8, 8) => w("山の日", "Mountain Day"),
        (2020 | 2021, 7 | 10, _) | (2020 | 2021, 8, 11) => Some(None),
        _ => None,
    }
}

fn national(date: Date) -> Option<Words> {
    if let Some(found) = moved(date) {
        return found;
    }
    let nth_monday =
        |n: i8| date.weekday() == Weekday::Monday && (date.day().saturating_sub(1) / 7).saturating_add(1) == n;
    let w = |ja, en| Some(Words { ja, en });
    match (date.month(), date.day()) {
        (1, 1) => w("元日", "New Year's Day"),
        (1, _) if nth_monday(2) => w("成人の日", "Coming of Age Day"),
        (2, 11) => w("建国記念の日", "National Foundation Day"),
        (2, 23) => w("天皇誕生日", "Emperor's Birthday"),
        (3, d) if d == equinox(date.year(), 20.8431) => w("春分の日", "Vernal Equinox Day"),
        (4, 29) => w("昭和の日", "Showa Day"),
        (5, 3) => w("憲法記念日", "Constitution Day"),
        (5, 4) => w("みどりの日", "Greenery Day"),
        (5, 5) => w("こどもの日", "Children's Day"),
        (7, _) if nth_monday(3) => w("海の日", "Marine Day"),
        (8, 11) => w("山の日", "Mountain Day"),
        (9, _) if nth_monday(3) => w("敬老の日", "Respect for the Aged Day"),
        (9, d) if d == equinox(date.year(), 23.2488) => w("秋分の日", "Autumnal Equinox Day"),
        (10, _) if nth_monday(2) => w("スポーツの日", "Sports Day"),
        (11, 3) => w("文化の日", "Culture Day"),
        (11, 23) => w("勤労感謝の日", "Labour Thanksgiving Day"),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the result is a day of a month, 19 to 25")]
fn equinox(year: i16, base: f64) -> i8 {
    let since = f64::from(year.saturating_sub(1980));
    (base + 0.242_194 * since - (since / 4.0).floor()) as i8
}

fn substitute(date: Date) -> Option<Words> {
    // a holiday on a Sunday moves to the next day that is no holiday itself
    let mut day = date;
    loop {
        day = day.yesterday().ok()?;
        national(day)?;
        if day.weekday() == Weekday::Sunday {
            return Some(Words { ja: "振替休日", en: "Substitute holiday" });
        }
    }
}

fn between(date: Date) -> Option<Words> {
    let before = national(date.yesterday().ok()?).is_some();
    let after = national(date.tomorrow().ok()?).is_some();
    (before && after && date.weekday() != Weekday::Sunday)
        .then_some(Words { ja: "国民の休日", en: "Citizens' holiday" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn days_moved_for_the_games() {
        for day in [date(2020, 7, 23), date(2020, 7, 24), date(2020, 8, 10), date(2021, 7, 22), date(2021, 7, 23)] {
            assert!(holiday(day).is_some(), "{day}");
        }
        assert_eq!(holiday(date(2021, 8, 9)).unwrap().ja, "振替休日");
        for day in [date(2020, 7, 20), date(2020, 8, 11), date(2020, 10, 12), date(2021, 7, 19), date(2021, 10, 11)] {
            assert_eq!(holiday(day), None, "{day}");
        }
    }

    #[test]
    fn an_announced_list_comes_before_the_rule() {
        let days = BusinessDays::announced([date(2031, 3, 20)]);
        assert!(days.is_off(date(2031, 3, 20)) && !days.is_off(date(2031, 3, 21)));
        assert!(days.is_off(date(2032, 3, 20)), "a year without a list goes by the rule");
    }

    #[test]
    fn over_the_year_end() {
        let plain = BusinessDays::by_rule();
        let office = BusinessDays::by_rule().with_year_end();
        assert_eq!(plain.after(date(2026, 12, 28), 1), date(2026, 12, 29));
        assert_eq!(office.after(date(2026, 12, 28), 1), date(2027, 1, 4));
        assert_eq!(office.before(date(2027, 1, 4), 1), date(2026, 12, 28));
        assert_eq!(office.between(date(2026, 12, 28), date(2027, 1, 4)), 1);
        assert_eq!(plain.after(date(2026, 5, 1), 1), date(2026, 5, 7), "over the golden week");
        assert_eq!(plain.with_closed([date(2026, 5, 7)]).after(date(2026, 5, 1), 1), date(2026, 5, 8));
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (2020i16..2036, 1i8..=12, 1i8..=28).prop_map(|(y, m, d)| date(y, m, d))
    }

    proptest! {
        #[test]
        fn the_nth_business_day_is_worked_and_counts_back(from in any_date(), n in 1u32..60, office in any::<bool>()) {
            let days = if office { BusinessDays::by_rule().with_year_end() } else { BusinessDays::by_rule() };
            let to = days.after(from, n);
            prop_assert!(!days.is_off(to) && to > from);
            prop_assert_eq!(days.between(from, to), n);
            prop_assert_eq!(days.after(from, n + 1), days.after(to, 1));
            prop_assert!(days.before(to, n) <= from || !days.is_off(from));
            prop_assert_eq!(days.on_or_after(to), to);
            prop_assert_eq!(days.on_or_before(to), to);
        }

        #[test]
        fn more_days_off_never_bring_a_day_forward(from in any_date(), n in 0u32..40, extra in any_date()) {
            let few = BusinessDays::by_rule();
            let more = BusinessDays::by_rule().with_year_end().with_closed([extra]);
            prop_assert!(more.after(from, n) >= few.after(from, n));
        }
    }
}
