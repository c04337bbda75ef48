//! What the catalogue says of measures, duties, tables and ids.

use domain::engagement::Category;

use crate::{
    Catalogue, Cell, Crosswalks, Difference, Duty, DutyId, Entry, HandlingId, HandlingItem, Measure, MeasureId,
    Responsibility, RowId, Tables, Use,
};

impl Catalogue {
    /// The measures: common ones in the order of the files, then those a profile added.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.families.measures
    }

    /// One measure.
    #[must_use]
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.families.measures.iter().find(|measure| measure.id == *id)
    }

    /// The duties of the procedure.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.families.duties
    }

    /// One duty.
    #[must_use]
    pub fn duty(&self, id: &DutyId) -> Option<&Duty> {
        self.families.duties.iter().find(|duty| duty.id == *id)
    }

    /// Tables 1 and 2.
    #[must_use]
    pub const fn tables(&self) -> &Tables {
        &self.families.tables
    }

    /// One cell of the tables; the row says which table.
    #[must_use]
    pub fn cell(&self, row: &RowId, category: Category) -> Option<&Cell> {
        self.families.tables.row(row)?.cell(category)
    }

    /// Items of the handling rule.
    #[must_use]
    pub fn handling_items(&self) -> &[HandlingItem] {
        &self.families.handling
    }

    /// One item of the handling rule.
    #[must_use]
    pub fn handling_item(&self, id: &HandlingId) -> Option<&HandlingItem> {
        self.families.handling.iter().find(|item| item.id == *id)
    }

    /// The boundary of responsibility.
    #[must_use]
    pub const fn responsibility(&self) -> &Responsibility {
        &self.families.responsibility
    }

    /// Later yardsticks and the measures that answer them.
    #[must_use]
    pub const fn crosswalks(&self) -> &Crosswalks {
        &self.families.crosswalks
    }

    /// Every entry of every file as it is written.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// One entry by its id. Ids are unique except for plain values such as `build`, of which the first is given.
    #[must_use]
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id() == id)
    }

    /// Every place where an id is used: a measure, clause, row, duty, condition, threat, document or item of a source.
    #[must_use]
    pub fn uses(&self, id: &str) -> &[Use] {
        self.index.get(id)
    }

    /// Every id that is used anywhere, in order, with the places.
    pub fn used_ids(&self) -> impl Iterator<Item = (&str, &[Use])> {
        self.index.iter()
    }

    /// What a newer catalogue added, removed and changed, by file, list and id.
    #[must_use]
    pub fn diff(&self, newer: &Self) -> Difference {
        Difference::between(&self.entries, &newer.entries)
    }
}
