//! A profile applied: a catalogue of its own, the old one untouched.

use super::{MarkChange, ParameterChange, Profile, ProfileProblem, TextChange, TextField, wording};
use crate::{Catalogue, Entry, MeasureId, Text, entry::Index, wording::ParameterValue};

impl Catalogue {
    /// The catalogue as the profile wants it.
    ///
    /// # Errors
    /// Every problem of the profile; nothing is applied then.
    pub fn tailored(&self, profile: &Profile) -> Result<Self, Vec<ProfileProblem>> {
        let problems = profile.check(self);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut out = self.clone();
        // papers, plans and contracts looked at say by which rules, and these are no longer those of the edition alone
        for (_, envelope) in &mut out.envelopes {
            envelope.edition = format!("{}+{}", envelope.edition, profile.head.value.id);
        }
        profile.marks.iter().for_each(|change| out.mark(&change.value));
        profile.texts.iter().for_each(|change| out.text_of(&change.value));
        profile.parameters.iter().for_each(|change| out.parameter(&change.value));
        profile.passages.iter().for_each(|change| wording::passage(&mut out, &change.value));
        for change in &profile.items {
            let (id, default) = (&change.value.id, change.value.default);
            if let Some(item) = out.families.handling.iter_mut().find(|item| item.id == *id) {
                item.default = default;
                out.write(id.as_str(), &["default"], toml::Value::from(default.code()));
            }
        }
        profile.omissions.iter().for_each(|omission| out.leave_out(&omission.value.measure));
        for added in &profile.measures {
            if let Ok(value) = toml::Value::try_from(&added.value) {
                out.entries.push(Entry::new(&profile.file, "measure", added.value.id.as_str(), value));
            }
            out.families.measures.push(added.value.clone());
        }
        out.index = Index::of(&out.entries);
        Ok(out)
    }

    fn write(&mut self, id: &str, place: &[&str], value: toml::Value) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id() == id) {
            entry.set(place, value);
        }
    }

    fn mark(&mut self, change: &MarkChange) {
        let row = self.families.tables.rows.iter_mut().find(|row| row.id == change.row);
        if let Some(cell) = row.and_then(|row| row.cells.get_mut(&change.category)) {
            cell.mark = change.mark;
        }
        let place = ["cells", change.category.code(), "mark"];
        self.write(change.row.as_str(), &place, toml::Value::from(change.mark.code()));
    }

    fn text_of(&mut self, change: &TextChange) {
        if let Some(slot) = self.slot(&change.id, change.field) {
            *slot = change.text.clone();
        }
        if let Ok(value) = toml::Value::try_from(&change.text) {
            self.write(&change.id, &[change.field.code()], value);
        }
    }

    fn slot(&mut self, id: &str, field: TextField) -> Option<&mut Text> {
        if let Some(clause) = self.wordings.clauses.iter_mut().find(|c| c.id.as_str() == id) {
            return match field {
                TextField::Title => Some(&mut clause.title),
                TextField::Why => Some(&mut clause.why),
                _ => None,
            };
        }
        if let Some(article) = self.wordings.articles.iter_mut().find(|a| a.id.as_str() == id) {
            return (field == TextField::Title).then_some(&mut article.title);
        }
        let families = &mut self.families;
        if let Some(measure) = families.measures.iter_mut().find(|m| m.id.as_str() == id) {
            return match field {
                TextField::Title => Some(&mut measure.title),
                TextField::Statement => Some(&mut measure.statement),
                TextField::Question => Some(&mut measure.question),
                TextField::Examples => Some(&mut measure.examples),
                TextField::Confirm => Some(&mut measure.confirm),
                TextField::Tip => Some(&mut measure.tip),
                TextField::Meaning | TextField::Rule | TextField::Why => None,
            };
        }
        if let Some(row) = families.tables.rows.iter_mut().find(|r| r.id.as_str() == id) {
            return match field {
                TextField::Title => Some(&mut row.title),
                TextField::Meaning => Some(&mut row.meaning),
                _ => None,
            };
        }
        let item = families.handling.iter_mut().find(|i| i.id.as_str() == id)?;
        match field {
            TextField::Title => Some(&mut item.title),
            TextField::Rule => Some(&mut item.rule),
            TextField::Why => Some(&mut item.why),
            _ => None,
        }
    }

    fn parameter(&mut self, change: &ParameterChange) {
        if wording::parameter(self, change) {
            return;
        }
        let ParameterValue::Text(text) = &change.default else { return };
        let families = &mut self.families;
        if let Some(item) = families.handling.iter_mut().find(|i| i.id.as_str() == change.id) {
            let slot = item.parameters.iter_mut().find(|p| p.name == change.name);
            slot.into_iter().for_each(|p| p.default = text.clone());
        }
        let row = families.tables.rows.iter_mut().find(|r| r.id.as_str() == change.id);
        let parameters = row.and_then(|row| row.wording.as_mut()).map(|w| w.parameters.iter_mut());
        for parameter in parameters.into_iter().flatten().filter(|p| p.name == change.name) {
            parameter.default = text.clone();
        }
        if let (Ok(value), Some(entry)) =
            (toml::Value::try_from(text), self.entries.iter_mut().find(|entry| entry.id() == change.id))
        {
            entry.set_default(&["parameter"], &change.name, &value);
            entry.set_default(&["wording", "parameters"], &change.name, &value);
        }
    }

    /// Takes a measure out of the list and out of everything that calls it up.
    fn leave_out(&mut self, id: &MeasureId) {
        let families = &mut self.families;
        families.measures.retain(|measure| measure.id != *id);
        for row in &mut families.tables.rows {
            row.measures.retain(|measure| measure != id);
            for cell in row.cells.values_mut() {
                cell.measures.iter_mut().for_each(|list| list.retain(|measure| measure != id));
            }
        }
        for item in &mut families.handling {
            item.measures.retain(|measure| measure != id);
        }
        for area in &mut families.responsibility.areas {
            area.measures.retain(|measure| measure != id);
        }
        for control in &mut families.crosswalks.controls {
            control.measures.retain(|answer| answer.id != *id);
        }
        self.entries.retain(|entry| entry.id() != id.as_str());
    }
}
