//! Public holidays by year, as announced or computed beforehand.

use domain::calendar::BusinessDays;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

domain::codes! {
    /// How sure the days of a year are.
    pub enum HolidayStanding ("祝日の確かさ", "Standing of holidays") {
        /// Announced by the Cabinet Office.
        Announced = "announced" ("公表済み", "Announced"),
        /// Computed by the rule; the equinoxes may still move by a day.
        Computed = "computed" ("計算による", "Computed"),
    }
}

/// The public holidays of one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// Western year.
    pub year: i16,
    /// How sure they are.
    pub standing: HolidayStanding,
    /// The days, in order, substitute holidays and days between included.
    pub days: Vec<Date>,
}

/// Business days by the years listed; other years go by the rule of the Act.
#[must_use]
pub fn business_days(years: &[HolidayYear]) -> BusinessDays {
    BusinessDays::announced(years.iter().flat_map(|y| y.days.iter().copied()))
}

#[cfg(test)]
mod tests {
    use crate::Catalogue;
    use domain::calendar::{BusinessDays, holiday};
    use jiff::civil::date;

    #[test]
    fn list_and_rule_agree_on_every_day_from_2020_to_2035() {
        let years = Catalogue::load_embedded().unwrap().holidays().to_vec();
        assert_eq!(years.iter().map(|y| y.year).collect::<Vec<_>>(), (2020..=2035).collect::<Vec<_>>());
        let listed = Catalogue::load_embedded().unwrap().business_days();
        let mut day = date(2020, 1, 1);
        while day <= date(2036, 12, 31) {
            let by_rule = holiday(day).is_some();
            let by_list = years.iter().any(|y| y.days.contains(&day));
            if day.year() <= 2035 {
                assert_eq!(by_rule, by_list, "{day}");
            }
            assert_eq!(listed.is_off(day), BusinessDays::by_rule().is_off(day), "{day}");
            day = day.tomorrow().unwrap();
        }
    }
}
