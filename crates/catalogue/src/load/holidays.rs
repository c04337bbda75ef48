//! Public holidays.

use super::File;
use crate::holiday::HolidayYear;

pub(super) fn read(file: &mut File<'_>) -> Vec<HolidayYear> {
    let list: Vec<HolidayYear> = file.list("year", "year");
    let names: Vec<String> = list.iter().map(|y| y.year.to_string()).collect();
    file.unique(names.iter().map(String::as_str));
    for year in &list {
        let entry = year.year.to_string();
        for day in year.days.iter().filter(|d| d.year() != year.year) {
            let said =
                (format!("{day} は{}年の日ではありません", year.year), format!("{day} is no day of {}", year.year));
            file.note(&entry, said);
        }
        if !year.days.is_sorted_by(|a, b| a < b) {
            file.note(&entry, ("日が順に並んでいません".into(), "the days are not in order".into()));
        }
    }
    list
}
