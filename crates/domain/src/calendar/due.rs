//! Due dates: how a contract or a law counts, and the day or hour that comes of it.
//!
//! Days count as 民法 140 to 143 do: the day of the event does not count, and months are counted by the calendar from the day
//! after it. A period that begins with a month ends with a month (28 February and a month is 31 March); any other ends on
//! the day before the one that corresponds to its first, or on the last of a shorter month. What happens when the end is a day off is said by a
//! [`Roll`], as contracts and laws differ.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::BusinessDays;

codes! {
    /// What becomes of an end that falls on a day off.
    pub enum Roll ("休みの日に当たるとき", "On a day off") {
        /// It stays.
        Stay = "stay" ("そのまま", "It stays"),
        /// It moves to the next business day (民法 142).
        Next = "next" ("翌営業日へ", "Next business day"),
        /// It moves to the last business day before.
        Previous = "previous" ("前営業日へ", "Business day before"),
    }
}

impl Roll {
    /// The day after rolling.
    #[must_use]
    pub fn apply(self, date: Date, days: &BusinessDays) -> Date {
        match self {
            Self::Stay => date,
            Self::Next => days.on_or_after(date),
            Self::Previous => days.on_or_before(date),
        }
    }
}

/// How a due date is counted from an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "count", rename_all = "snake_case")]
pub enum DueRule {
    /// The n-th business day after; 1 is 翌営業日.
    BusinessDays {
        /// How many.
        n: u16,
    },
    /// n days after, the event's own day not counted.
    Days {
        /// How many.
        n: u16,
        /// When that is a day off.
        roll: Roll,
    },
    /// n days, the event's own day being the first, as the guideline on reports under the Act on the Protection of
    /// Personal Information counts them.
    DaysFromThatDay {
        /// How many.
        n: u16,
        /// When that is a day off.
        roll: Roll,
    },
    /// n months after.
    Months {
        /// How many.
        n: u16,
        /// When that is a day off.
        roll: Roll,
    },
    /// The last day of the event's month.
    MonthEnd {
        /// When that is a day off.
        roll: Roll,
    },
    /// A day of a month after the event's, or the last of that month when it is shorter.
    DayOfMonth {
        /// Months after the event's month.
        after: u16,
        /// Day, 1 to 31.
        day: u8,
        /// When that is a day off.
        roll: Roll,
    },
    /// Hours, by the clock: days off count.
    Hours {
        /// How many.
        n: u16,
    },
}

impl DueRule {
    /// The first report on a leak of personal data: about three to five days (個人情報保護法施行規則 8(1) and guideline
    /// 3-5-3-3); this is the fifth.
    pub const APPI_FIRST: Self = Self::DaysFromThatDay { n: 5, roll: Roll::Stay };
    /// The final report: 30 days (施行規則 8(2)); a day off moves it to the next day the offices open.
    pub const APPI_FINAL: Self = Self::DaysFromThatDay { n: 30, roll: Roll::Next };
    /// The final report where a wrongful purpose is feared: 60 days.
    pub const APPI_FINAL_WRONGFUL: Self = Self::DaysFromThatDay { n: 60, roll: Roll::Next };
    /// Notice to the supervisory authority under article 33 of the GDPR: 72 hours.
    pub const GDPR_AUTHORITY: Self = Self::Hours { n: 72 };

    /// The end counted from an instant, in a time zone.
    #[must_use]
    pub fn from_instant(self, event: Timestamp, zone: &TimeZone, days: &BusinessDays) -> Due {
        match self {
            Self::Hours { n } => Due::At(ends_of_hours(event, n)),
            rule => Due::On(rule.from_day(event.to_zoned(zone.clone()).date(), days)),
        }
    }

    /// The last day counted from a day. Hours count from the end of that day, in whole days rounded up.
    #[must_use]
    pub fn from_day(self, event: Date, days: &BusinessDays) -> Date {
        let plus = |n: u16| event.checked_add(i64::from(n).days()).unwrap_or(Date::MAX);
        match self {
            Self::BusinessDays { n } => days.after(event, u32::from(n)),
            Self::Days { n, roll } => roll.apply(plus(n), days),
            Self::DaysFromThatDay { n, roll } => roll.apply(plus(n.saturating_sub(1)), days),
            Self::Months { n, roll } => roll.apply(months_after(event, n), days),
            Self::MonthEnd { roll } => roll.apply(event.last_of_month(), days),
            Self::DayOfMonth { after, day, roll } => roll.apply(day_of_month(event, after, day), days),
            Self::Hours { n } => plus(n.div_ceil(24)),
        }
    }
}

/// The last day of a period of months that an event sets going (民法 140, 143): it begins on the day after the event.
///
/// ```
/// use domain::calendar::months_after;
/// use jiff::civil::date;
/// assert_eq!(months_after(date(2027, 2, 28), 1), date(2027, 3, 31));
/// assert_eq!(months_after(date(2027, 1, 30), 1), date(2027, 2, 28));
/// assert_eq!(months_after(date(2027, 1, 15), 1), date(2027, 2, 15));
/// ```
#[must_use]
pub fn months_after(event: Date, n: u16) -> Date {
    let Ok(first) = event.tomorrow() else { return Date::MAX };
    let Ok(month) = first.first_of_month().checked_add(i64::from(n).months()) else { return Date::MAX };
    // the day that corresponds to the first, and the one before it; a month without such a day is filled
    match Date::new(month.year(), month.month(), first.day()) {
        Ok(corresponding) => corresponding.yesterday().unwrap_or(corresponding),
        Err(_) => month.last_of_month(),
    }
}

fn day_of_month(event: Date, after: u16, day: u8) -> Date {
    let month = event.first_of_month().checked_add(i64::from(after).months()).unwrap_or(Date::MAX);
    let day = i8::try_from(day).unwrap_or(31).clamp(1, month.days_in_month());
    Date::new(month.year(), month.month(), day).unwrap_or(month)
}

/// The instant n hours after another.
#[must_use]
pub fn ends_of_hours(event: Timestamp, n: u16) -> Timestamp {
    event.checked_add(SignedDuration::from_hours(i64::from(n))).unwrap_or(Timestamp::MAX)
}

/// An end: a whole day or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "due", content = "value", rename_all = "snake_case")]
pub enum Due {
    /// By the end of the day.
    On(Date),
    /// By the instant.
    At(Timestamp),
}

impl Due {
    /// True when the end lies behind, seen from an instant in a time zone.
    #[must_use]
    pub fn is_past(self, now: Timestamp, zone: &TimeZone) -> bool {
        match self {
            Self::On(day) => now.to_zoned(zone.clone()).date() > day,
            Self::At(end) => now > end,
        }
    }

    /// The day it falls on.
    #[must_use]
    pub fn day(self, zone: &TimeZone) -> Date {
        match self {
            Self::On(day) => day,
            Self::At(end) => end.to_zoned(zone.clone()).date(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn office() -> BusinessDays {
        BusinessDays::by_rule().with_year_end()
    }

    #[test]
    fn table_of_cases() {
        use Roll::{Next, Previous, Stay};
        let cases = [
            (DueRule::BusinessDays { n: 1 }, (2026, 12, 28), (2027, 1, 4), "翌営業日 over the year end"),
            (DueRule::BusinessDays { n: 1 }, (2026, 4, 30), (2026, 5, 1), "a plain next day"),
            (DueRule::BusinessDays { n: 3 }, (2026, 5, 1), (2026, 5, 11), "three after the golden week"),
            (DueRule::BusinessDays { n: 1 }, (2026, 9, 18), (2026, 9, 24), "three holidays after a weekend"),
            (DueRule::Days { n: 30, roll: Next }, (2026, 12, 1), (2027, 1, 4), "the end in the closed days"),
            (DueRule::Days { n: 30, roll: Stay }, (2026, 12, 1), (2026, 12, 31), "and where it stays"),
            (DueRule::Months { n: 1, roll: Stay }, (2027, 1, 31), (2027, 2, 28), "no such day in February"),
            (DueRule::Months { n: 1, roll: Stay }, (2028, 1, 31), (2028, 2, 29), "a leap year"),
            (DueRule::Months { n: 2, roll: Stay }, (2026, 12, 15), (2027, 2, 15), "into the next year"),
            (DueRule::Months { n: 1, roll: Stay }, (2027, 2, 28), (2027, 3, 31), "March as a whole"),
            (DueRule::Months { n: 1, roll: Stay }, (2026, 4, 30), (2026, 5, 31), "May as a whole"),
            (DueRule::Months { n: 1, roll: Stay }, (2028, 2, 28), (2028, 3, 28), "not the end of a leap February"),
            (DueRule::Months { n: 1, roll: Stay }, (2028, 2, 29), (2028, 3, 31), "the end of a leap February"),
            (DueRule::Months { n: 12, roll: Stay }, (2028, 2, 29), (2029, 2, 28), "a year from a leap day"),
            (DueRule::Months { n: 12, roll: Stay }, (2027, 2, 28), (2028, 2, 29), "a year into a leap year"),
            (DueRule::Months { n: 1, roll: Stay }, (2027, 1, 28), (2027, 2, 28), "begun on the 29th of January"),
            (DueRule::Months { n: 1, roll: Stay }, (2027, 1, 27), (2027, 2, 27), "the day before the 28th"),
            (DueRule::Months { n: 1, roll: Stay }, (2026, 12, 31), (2027, 1, 31), "January as a whole"),
            (DueRule::Months { n: 3, roll: Stay }, (2026, 11, 30), (2027, 2, 28), "the winter as a whole"),
            (DueRule::Months { n: 0, roll: Stay }, (2026, 11, 30), (2026, 11, 30), "no month at all"),
            (DueRule::Months { n: 1, roll: Next }, (2026, 4, 30), (2026, 6, 1), "31 May 2026 is a Sunday"),
            (DueRule::Months { n: 1, roll: Next }, (2026, 11, 30), (2027, 1, 4), "31 December is closed"),
            (DueRule::Months { n: 1, roll: Previous }, (2026, 11, 30), (2026, 12, 28), "and brought forward"),
            (DueRule::Months { n: 1, roll: Next }, (2026, 4, 3), (2026, 5, 7), "over the golden week"),
            (DueRule::MonthEnd { roll: Previous }, (2026, 5, 3), (2026, 5, 29), "31 May 2026 is a Sunday"),
            (DueRule::MonthEnd { roll: Next }, (2026, 12, 3), (2027, 1, 4), "month-end in the closed days"),
            (DueRule::MonthEnd { roll: Previous }, (2026, 12, 3), (2026, 12, 28), "and brought forward"),
            (
                DueRule::DayOfMonth { after: 1, day: 10, roll: Next },
                (2026, 12, 31),
                (2027, 1, 12),
                "10 January, then a holiday",
            ),
            (
                DueRule::DayOfMonth { after: 1, day: 31, roll: Stay },
                (2027, 1, 5),
                (2027, 2, 28),
                "the 31st of February",
            ),
            (DueRule::APPI_FIRST, (2026, 12, 28), (2027, 1, 1), "five days with the day itself, days off counted"),
            (DueRule::APPI_FINAL, (2026, 6, 1), (2026, 6, 30), "thirty days with the day itself"),
            (DueRule::APPI_FINAL, (2026, 12, 1), (2027, 1, 4), "30 December is closed"),
            (DueRule::APPI_FINAL_WRONGFUL, (2026, 11, 3), (2027, 1, 4), "sixty days end on 1 January"),
            (DueRule::Hours { n: 24 }, (2026, 12, 31), (2027, 1, 1), "hours in whole days"),
        ];
        for (rule, (y, m, d), (ey, em, ed), why) in cases {
            assert_eq!(rule.from_day(date(y, m, d), &office()), date(ey, em, ed), "{why}");
        }
    }

    #[test]
    fn hours_run_through_days_off_and_zones() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let event: Timestamp = "2026-12-31T23:30:00+09:00".parse().unwrap();
        let due = DueRule::GDPR_AUTHORITY.from_instant(event, &tokyo, &office());
        assert_eq!(due, Due::At("2027-01-03T23:30:00+09:00".parse().unwrap()));
        assert!(!due.is_past("2027-01-03T23:30:00+09:00".parse().unwrap(), &tokyo));
        assert!(due.is_past("2027-01-03T23:30:01+09:00".parse().unwrap(), &tokyo));
        // the day of the event is the day in Japan, not in London
        let late: Timestamp = "2026-12-01T16:00:00Z".parse().unwrap();
        let next = DueRule::BusinessDays { n: 1 }.from_instant(late, &tokyo, &office());
        assert_eq!(next.day(&tokyo), date(2026, 12, 3));
        assert!(!next.is_past("2026-12-03T14:59:59Z".parse().unwrap(), &tokyo));
        assert!(next.is_past("2026-12-03T15:00:00Z".parse().unwrap(), &tokyo));
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (2020i16..2036, 1i8..=12, 1i8..=31).prop_filter_map("a date", |(y, m, d)| Date::new(y, m, d).ok())
    }

    fn any_rule() -> impl Strategy<Value = DueRule> {
        let roll = proptest::sample::select(Roll::ALL.to_vec());
        (0u8..7, 1u16..90, 1u8..=31, roll).prop_map(|(which, n, day, roll)| match which {
            0 => DueRule::BusinessDays { n },
            1 => DueRule::Days { n, roll },
            2 => DueRule::DaysFromThatDay { n, roll },
            3 => DueRule::Months { n: n % 24, roll },
            4 => DueRule::MonthEnd { roll },
            5 => DueRule::DayOfMonth { after: n % 4, day, roll },
            _ => DueRule::Hours { n },
        })
    }

    proptest! {
        #[test]
        fn an_end_that_rolls_forward_is_worked(event in any_date(), n in 0u16..400) {
            let end = DueRule::Days { n, roll: Roll::Next }.from_day(event, &office());
            prop_assert!(!office().is_off(end));
            let stays = DueRule::Days { n, roll: Roll::Stay }.from_day(event, &office());
            let before = DueRule::Days { n, roll: Roll::Previous }.from_day(event, &office());
            prop_assert!(before <= stays && stays <= end);
        }

        #[test]
        fn a_later_event_is_never_due_earlier(a in any_date(), b in any_date(), rule in any_rule()) {
            let (first, second) = (a.min(b), a.max(b));
            prop_assert!(rule.from_day(first, &office()) <= rule.from_day(second, &office()));
        }

        #[test]
        fn months_follow_one_another_and_whole_months_stay_whole(event in any_date(), n in 0u16..60) {
            let end = months_after(event, n);
            // a period in whole calendar months, and no other, ends with a month that has the day
            let whole = event == event.last_of_month();
            prop_assert!(!whole || end == end.last_of_month());
            let months = |d: Date| i32::from(d.year()) * 12 + i32::from(d.month());
            prop_assert_eq!(months(end) - months(event), i32::from(n));
            prop_assert!(whole || end.day() == event.day().min(end.days_in_month()));
            prop_assert!(months_after(event, n + 1) > end);
        }

        #[test]
        fn month_ends_stay_in_their_month_or_touch_it(event in any_date()) {
            let end = DueRule::MonthEnd { roll: Roll::Previous }.from_day(event, &office());
            prop_assert_eq!((end.year(), end.month()), (event.year(), event.month()));
        }

        #[test]
        fn hours_are_exact(seconds in 1_600_000_000i64..2_000_000_000, n in 0u16..2000) {
            let event = Timestamp::from_second(seconds).unwrap();
            prop_assert_eq!(ends_of_hours(event, n).as_second() - seconds, i64::from(n) * 3600);
        }
    }
}
