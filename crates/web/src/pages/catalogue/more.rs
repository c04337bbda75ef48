//! Duties, conditions, papers, annexes, handling items, areas and threats.

use catalogue::{
    Annex, Condition, Duty, HandlingItem, Paper, Threat,
    paper::{ArticleSource, Part},
    responsibility::{Area, ServiceForm, Task},
};

use super::detail::Detail;
use crate::views::catalogue::Block;

impl Detail<'_> {
    pub(super) fn duty(&self, one: &Duty) -> Vec<Block> {
        let lang = self.lang();
        let mut out = vec![
            self.text("detail-duty", &one.duty),
            self.pairs(vec![
                ("detail-who", self.join(one.who.iter().map(|w| w.label(lang)))),
                ("detail-to", one.to.map(|t| t.label(lang).to_owned()).unwrap_or_default()),
                ("col-stage", one.stage.map(|s| s.label(lang).to_owned()).unwrap_or_default()),
                ("detail-trigger", one.trigger.get(lang).to_owned()),
                ("detail-record", one.record.get(lang).to_owned()),
                ("detail-paper", one.document.as_ref().map(|d| d.get(lang).to_owned()).unwrap_or_default()),
                ("detail-force", self.join(one.force.iter().map(|f| f.label(lang)))),
                ("detail-standard-item", one.standard_item.clone().unwrap_or_default()),
            ]),
        ];
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn condition(&self, one: &Condition) -> Vec<Block> {
        let lang = self.lang();
        let mut out = vec![
            self.text("detail-help", &one.help),
            self.pairs(vec![
                ("detail-gate", one.gate.label(lang).to_owned()),
                ("detail-waivable", one.waivable.label(lang).to_owned()),
                ("detail-applies-to", one.applies.label(lang).to_owned()),
                ("detail-check", one.check.label(lang).to_owned()),
            ]),
        ];
        out.extend(self.links("detail-papers", one.papers.iter().map(String::as_str)));
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn paper(&self, one: &Paper) -> Vec<Block> {
        let lang = self.lang();
        let mut out = vec![
            self.text("detail-purpose", &one.purpose),
            self.pairs(vec![
                ("papers-form", one.form_number.get(lang).to_owned()),
                ("col-stage", one.stage.label(lang).to_owned()),
                ("detail-drafted-by", one.drafted_by.label(lang).to_owned()),
                ("document-files", self.join(one.files.iter().map(|f| f.label(lang)))),
                ("detail-categories", self.join(one.categories.iter().map(|c| c.label(lang)))),
                ("detail-conditions", self.join(one.when.iter().map(|t| t.label(lang)))),
            ]),
        ];
        out.extend(self.contents(&one.parts));
        out.extend(self.parameters(&one.inputs));
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn annex(&self, one: &Annex) -> Vec<Block> {
        let filled = one.filled_by.label(self.lang()).to_owned();
        let mut out = vec![self.text("detail-purpose", &one.purpose), self.pairs(vec![("detail-filled-by", filled)])];
        out.extend(self.contents(&one.parts));
        out.extend(self.parameters(&one.inputs));
        out
    }

    /// Headings, articles and annexes it is made of.
    fn contents(&self, parts: &[Part]) -> Vec<Block> {
        let lang = self.lang();
        let (mut headings, mut ids) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Part::Heading { text, .. } => headings.push(text.get(lang).to_owned()),
                Part::Article { source: ArticleSource::Clause(id), .. } => ids.push(id.to_string()),
                Part::Article { source: ArticleSource::Article(id), .. } => ids.push(id.to_string()),
                Part::Annex { annex } => ids.push(annex.to_string()),
                _ => {}
            }
        }
        let headings = (!headings.is_empty()).then(|| Block::Items(self.key("detail-headings"), headings));
        headings.into_iter().chain(self.links("detail-articles", ids.iter().map(String::as_str))).collect()
    }

    pub(super) fn handling(&self, one: &HandlingItem) -> Vec<Block> {
        let lang = self.lang();
        let places = one.parameters.iter().map(|p| (p.label.get(lang).to_owned(), p.default.get(lang).to_owned()));
        let places: Vec<_> = places.collect();
        let mut out = vec![
            Block::Text(self.key("detail-rule"), one.fill(lang, &[])),
            self.text("detail-why", &one.why),
            self.pairs(vec![
                ("detail-origin", one.origin.label(lang).to_owned()),
                ("detail-at-first", one.default.label(lang).to_owned()),
                ("detail-applies", self.join(one.applies.iter().map(|f| f.label(lang)))),
            ]),
        ];
        if !places.is_empty() {
            out.push(Block::Pairs(self.key("detail-parameters"), places));
        }
        out.extend(self.links("detail-measures", one.measures.iter().map(|m| m.as_str())));
        out.extend(self.links("detail-clauses", one.clauses.iter().map(String::as_str)));
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn area(&self, one: &Area) -> Vec<Block> {
        let lang = self.lang();
        let mut out = vec![self.text("detail-question", &one.question), self.text("detail-examples", &one.examples)];
        for form in ServiceForm::ALL {
            let owner = |task: &Task| {
                let owner = one.owners.get(form)?.get(task)?;
                Some((task.label(lang).to_owned(), owner.label(lang).to_owned()))
            };
            let title = self.ui.t1("detail-owners-in", "form", form.label(lang));
            out.push(Block::Pairs(title, Task::ALL.iter().filter_map(owner).collect()));
        }
        out.extend(self.links("detail-measures", one.measures.iter().map(|m| m.as_str())));
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn threat(&self, one: &Threat) -> Vec<Block> {
        let mut out = vec![self.text("detail-hint", &one.hint)];
        out.extend(self.texts("detail-against", &one.measures));
        out.extend(self.sources(&one.source));
        out
    }
}
