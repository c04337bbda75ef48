//! The word lists, and luck that is the same for the same seed.

use std::collections::BTreeSet;

use domain::engagement::{Activity, Category, Connection, InformationKind, Place};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use serde::Deserialize;

use crate::{Error, Result};

const WORDS: &str = include_str!("../../../../../sample/words.toml");

/// Random choices from a seed.
pub(super) struct Luck(StdRng);

impl Luck {
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number from 0 up to, but not including, a bound.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.0.next_u64().checked_rem(bound).unwrap_or(0)
    }

    /// A number between two, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = u64::try_from(to.saturating_sub(from)).unwrap_or(0).saturating_add(1);
        from.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True so often in a hundred.
    pub(super) fn in_hundred(&mut self, times: u64) -> bool {
        self.below(100) < times
    }

    /// One of several.
    pub(super) fn pick<'t, T>(&mut self, list: &'t [T]) -> Result<&'t T> {
        let bound = u64::try_from(list.len()).unwrap_or(0);
        let place = usize::try_from(self.below(bound)).unwrap_or(0);
        list.get(place).ok_or_else(|| Error::internal("sample: an empty list of words"))
    }
}

/// The lists as they stand in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordLists {
    surnames: Vec<String>,
    given: Vec<String>,
    firm_first: Vec<String>,
    firm_second: Vec<String>,
    firm_business: Vec<String>,
    firm_form: Vec<String>,
    pub(super) domains: Vec<String>,
    pub(super) forms: Vec<String>,
    #[serde(rename = "division")]
    pub(super) divisions: Vec<Division>,
    #[serde(rename = "work")]
    works: Vec<WorkKind>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Division {
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) sections: Vec<String>,
}

/// A kind of work that is often put out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WorkKind {
    pub(super) category: Category,
    often: u64,
    pub(super) titles: Vec<String>,
    pub(super) activities: BTreeSet<Activity>,
    pub(super) information: Vec<BTreeSet<InformationKind>>,
    pub(super) items: Vec<String>,
    pub(super) places: Vec<BTreeSet<Place>>,
    pub(super) connections: Vec<Connection>,
    pub(super) amount: (i64, i64),
}

impl WordLists {
    pub(super) fn read() -> Result<Self> {
        toml::from_str(WORDS).map_err(|e| Error::internal(format!("sample: words: {e}")))
    }

    /// A person's name.
    pub(super) fn person(&self, luck: &mut Luck) -> Result<String> {
        Ok(format!("{} {}", luck.pick(&self.surnames)?, luck.pick(&self.given)?))
    }

    /// The n-th name of a firm; different numbers give different names, neighbours unlike ones.
    pub(super) fn firm(&self, n: u32) -> Result<String> {
        let lists = [&self.firm_first, &self.firm_second, &self.firm_business, &self.firm_form];
        let mut rest = usize::try_from(n).map_err(Error::internal)?;
        let mut chosen = Vec::with_capacity(lists.len());
        for list in lists {
            let size = list.len().max(1);
            chosen.push(list.get(rest % size).map_or("", String::as_str));
            // a full turn of one list moves the next by one, so the four places are the digits of n
            rest /= size;
        }
        let [first, second, business, form] = chosen.as_slice() else { return Err(Error::internal("sample: words")) };
        Ok(form.replace("{名}", &format!("{first}{second}{business}")))
    }

    /// How many names of firms there are.
    pub(super) fn firms(&self) -> u64 {
        let lists = [&self.firm_first, &self.firm_second, &self.firm_business, &self.firm_form];
        lists.into_iter().map(|list| u64::try_from(list.len()).unwrap_or(0)).product()
    }

    /// A kind of work, as often as it is.
    pub(super) fn work(&self, luck: &mut Luck) -> Result<&WorkKind> {
        let all = self.works.iter().map(|w| w.often).sum();
        let mut left = luck.below(all);
        for work in &self.works {
            if left < work.often {
                return Ok(work);
            }
            left = left.saturating_sub(work.often);
        }
        Err(Error::internal("sample: no kind of work"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_firms_differ() {
        let words = WordLists::read().unwrap();
        let all = words.firms();
        assert!(all >= u64::from(super::super::MOST_CONTRACTORS), "{all}");
        let names: BTreeSet<String> = (0..u32::try_from(all).unwrap()).map(|n| words.firm(n).unwrap()).collect();
        assert_eq!(u64::try_from(names.len()).unwrap(), all);
    }

    #[test]
    fn luck_is_the_same_for_the_same_seed() {
        let (mut a, mut b) = (Luck::new(7), Luck::new(7));
        for _ in 0..50 {
            assert_eq!(a.between(-3, 9), b.between(-3, 9));
        }
        assert!((0..200).all(|_| (2..=4).contains(&a.between(2, 4))));
    }
}
