//! Japanese calendar: fiscal years, era dates, public holidays, business days and due dates.

mod due;
mod holiday;

use jiff::civil::{Date, Weekday};

pub use due::{Due, DueRule, Roll, ends_of_hours, months_after};
pub use holiday::{BusinessDays, business_days, holiday, is_day_off};

use crate::{Lang, Problem, Words};

/// A Japanese fiscal year (April to March), shown by era: `R8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i16);

impl FiscalYear {
    /// The fiscal year a date falls in.
    #[must_use]
    pub fn of(date: Date) -> Self {
        Self(if date.month() >= 4 { date.year() } else { date.year().saturating_sub(1) })
    }
    /// From the western year it begins in.
    #[must_use]
    pub const fn from_year(year: i16) -> Self {
        Self(year)
    }
    /// Western year it begins in.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.0
    }
    /// `R8`; before 2019 the western year.
    #[must_use]
    pub fn short(self) -> String {
        if self.0 >= 2019 { format!("R{}", self.0.saturating_sub(2018)) } else { self.0.to_string() }
    }
    /// First day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date::new(self.0, 4, 1).unwrap_or(Date::MIN)
    }
}

/// The number people use for an engagement: fiscal year and running number, `R8-0012`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EngagementNumber {
    year: i16,
    running: u32,
}

impl EngagementNumber {
    /// A number of a fiscal year.
    #[must_use]
    pub const fn new(year: FiscalYear, running: u32) -> Self {
        Self { year: year.0, running }
    }
    /// Western year the fiscal year begins in.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }
    /// Running number within the year.
    #[must_use]
    pub const fn running(self) -> u32 {
        self.running
    }
    /// One integer that sorts like the number.
    #[must_use]
    pub fn sort_key(self) -> i64 {
        i64::from(self.year).saturating_mul(10_000_000).saturating_add(i64::from(self.running))
    }
    /// The inverse of [`Self::sort_key`].
    #[must_use]
    pub fn from_sort_key(key: i64) -> Option<Self> {
        let year = i16::try_from(key.checked_div(10_000_000)?).ok()?;
        let running = u32::try_from(key.checked_rem(10_000_000)?).ok()?;
        Some(Self { year, running })
    }
}

impl std::fmt::Display for EngagementNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:04}", FiscalYear(self.year).short(), self.running)
    }
}
impl std::str::FromStr for EngagementNumber {
    type Err = Problem;
    fn from_str(text: &str) -> Result<Self, Problem> {
        use unicode_normalization::UnicodeNormalization;
        let plain: String = text.trim().nfkc().collect::<String>().to_uppercase();
        let parsed = plain.split_once('-').and_then(|(year, running)| {
            let year: i16 = match year.strip_prefix('R') {
                Some(era) => era.parse::<i16>().ok().filter(|y| (1..=200).contains(y))?.checked_add(2018)?,
                None => year.parse().ok().filter(|y| (1989..2019).contains(y))?,
            };
            let running = running.parse().ok().filter(|n| (1..10_000_000).contains(n))?;
            Some(Self { year, running })
        });
        parsed.ok_or_else(|| {
            Problem::form(
                text,
                Words {
                    ja: "「R8-0012」のような年度と番号です", en: "a fiscal year and a number such as R8-0012"
                },
            )
        })
    }
}
impl TryFrom<String> for EngagementNumber {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        text.parse()
    }
}
impl From<EngagementNumber> for String {
    fn from(value: EngagementNumber) -> Self {
        value.to_string()
    }
}

/// `令和8年7月1日` or `1 July 2026`.
#[must_use]
pub fn long_date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}{}月{}日", era_year(date), date.month(), date.day()),
        Lang::En => format!("{} {} {}", date.day(), month_name(date.month()), date.year()),
    }
}

/// `6/19（金）` or `19 Jun`.
#[must_use]
pub fn short_date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}/{}（{}）", date.month(), date.day(), weekday(date, Lang::Ja)),
        Lang::En => format!("{} {}", date.day(), month_name(date.month()).chars().take(3).collect::<String>()),
    }
}

/// `金` or `Fri`.
#[must_use]
pub fn weekday(date: Date, lang: Lang) -> &'static str {
    let words = match date.weekday() {
        Weekday::Monday => ("月", "Mon"),
        Weekday::Tuesday => ("火", "Tue"),
        Weekday::Wednesday => ("水", "Wed"),
        Weekday::Thursday => ("木", "Thu"),
        Weekday::Friday => ("金", "Fri"),
        Weekday::Saturday => ("土", "Sat"),
        Weekday::Sunday => ("日", "Sun"),
    };
    if lang == Lang::Ja { words.0 } else { words.1 }
}

fn month_name(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

fn era_year(date: Date) -> String {
    let reiwa = Date::new(2019, 5, 1).unwrap_or(Date::MIN);
    let heisei = Date::new(1989, 1, 8).unwrap_or(Date::MIN);
    let (era, base) = if date >= reiwa {
        ("令和", 2018)
    } else if date >= heisei {
        ("平成", 1988)
    } else {
        return format!("{}年", date.year());
    };
    match date.year().saturating_sub(base) {
        1 => format!("{era}元年"),
        n => format!("{era}{n}年"),
    }
}

/// Reads a date as people type it: `2026-07-01`, `2026/7/1`, `令和8年7月1日`, `R8.7.1`, digits of any width.
///
/// # Errors
/// [`Problem::Form`] when it is no such date.
pub fn parse_date(text: &str) -> Result<Date, Problem> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    if plain.is_empty() {
        return Err(Problem::Missing);
    }
    let (base, rest) = if let Some(rest) = plain.strip_prefix("令和").or_else(|| plain.strip_prefix(['R', 'r'])) {
        (2018, rest.replacen("元", "1", 1))
    } else if let Some(rest) = plain.strip_prefix("平成").or_else(|| plain.strip_prefix(['H', 'h'])) {
        (1988, rest.replacen("元", "1", 1))
    } else {
        (0, plain.clone())
    };
    let parts: Vec<i16> =
        rest.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).map(|p| p.parse().unwrap_or(-1)).collect();
    let separators_ok = rest.chars().all(|c| c.is_ascii_digit() || "-/.年月日".contains(c));
    let date = match parts.as_slice() {
        [y, m, d] if separators_ok && (base > 0 || *y >= 1900) => {
            Date::new(y.saturating_add(base), i8::try_from(*m).unwrap_or(0), i8::try_from(*d).unwrap_or(0)).ok()
        }
        _ => None,
    };
    date.filter(|d| (1900..=2200).contains(&d.year())).ok_or_else(|| {
        Problem::form(
            text,
            Words {
                ja: "「2026-07-01」または「令和8年7月1日」のように入力してください",
                en: "a date such as 2026-07-01",
            },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn known_holidays() {
        assert_eq!(holiday(date(2026, 9, 22)).unwrap().ja, "国民の休日");
        assert_eq!(holiday(date(2026, 5, 6)).unwrap().ja, "振替休日");
        assert_eq!(holiday(date(2026, 3, 20)).unwrap().ja, "春分の日");
        assert_eq!(holiday(date(2026, 9, 23)).unwrap().ja, "秋分の日");
        assert_eq!(holiday(date(2027, 3, 22)).unwrap().ja, "振替休日");
        assert_eq!(holiday(date(2026, 6, 11)), None);
        assert_eq!(business_days(date(2026, 6, 11), date(2026, 7, 1)), 14);
    }

    #[test]
    fn dates_as_people_type_them() {
        for text in ["2026-07-01", "2026/7/1", "令和8年7月1日", "Ｒ８．７．１", "2026年7月1日"] {
            assert_eq!(parse_date(text).unwrap(), date(2026, 7, 1), "{text}");
        }
        assert_eq!(parse_date("令和元年5月1日").unwrap(), date(2019, 5, 1));
        for text in ["2026-02-30", "7/1", "きのう", "20260701x", "2026-7"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
        assert_eq!(long_date(date(2026, 7, 1), Lang::Ja), "令和8年7月1日");
        assert_eq!(long_date(date(2019, 5, 1), Lang::Ja), "令和元年5月1日");
    }

    #[test]
    fn numbers_of_engagements() {
        let n: EngagementNumber = "Ｒ８－12".nfkc_number();
        assert_eq!(n.to_string(), "R8-0012");
        assert_eq!(EngagementNumber::from_sort_key(n.sort_key()), Some(n));
        assert_eq!(FiscalYear::of(date(2027, 3, 31)).short(), "R8");
        assert!("R0-1".parse::<EngagementNumber>().is_err());
    }

    trait N {
        fn nfkc_number(&self) -> EngagementNumber;
    }
    impl N for str {
        fn nfkc_number(&self) -> EngagementNumber {
            self.parse().unwrap()
        }
    }
}
