//! One part after the other.

use catalogue::{
    paper::{FormBox, ListStyle, Part as Source, Party},
    wording::{Passage, chosen},
};
use domain::Lang;
use writer::paper::{Body, Form, FormRow, Heading, List, ListMark, Run, Runs, Seals, Side, Trace};

use super::{
    Composer,
    article::{Chosen, Filled, forced, item},
};
use crate::{fill::Scope, words::BOX};

/// Least height of a box for the hand, in millimetres.
const BOX_MM: u16 = 9;
/// Width of the labels of a form, in millimetres.
const LABEL_MM: u16 = 50;

impl<'a> Composer<'a> {
    pub(super) fn part(&mut self, part: &'a Source, scope: &Scope<'a>) {
        match part {
            Source::Heading { level, text } => self.heading(*level, text, scope),
            Source::Paragraph { passages } => self.paragraphs(passages, scope),
            Source::Article { .. } => {
                for wording in self.wordings(part) {
                    self.contract_article(&wording, forced(part));
                }
            }
            Source::Clauses { form } => {
                self.note_refused(*form);
                for wording in self.wordings(part) {
                    if self.is_specification() { self.section(&wording) } else { self.contract_article(&wording, None) }
                }
            }
            Source::Table { .. } => self.table(part, scope),
            Source::Form { title, boxes, when } if self.holds(when) => self.form(title.as_ref(), boxes, scope),
            Source::Form { .. } => {}
            Source::List { style, passages } => self.list(*style, passages, scope),
            Source::Signatures { passages, signers } => {
                self.paragraphs(passages, scope);
                self.signatures(signers, scope);
            }
            Source::Approval { steps } => {
                let boxes = steps.iter().map(|step| step.role.get(self.order.lang).to_owned()).collect();
                self.push(Body::Seals(Seals { side: Side::Right, boxes }), Trace::new());
            }
            Source::Annexes {} => self.annexes_at = Some(self.parts.len()),
            Source::Annex { annex } => self.placed_annex(annex, scope),
            Source::PageBreak {} => self.push(Body::PageBreak, Trace::new()),
        }
    }

    fn placed_annex(&mut self, id: &catalogue::AnnexId, scope: &Scope<'a>) {
        let Some(annex) = self.order.catalogue.annex(id) else { return };
        if !self.inline.contains(annex.id.as_str()) {
            self.annex(annex);
            return;
        }
        if annex.title != self.source.title {
            self.heading(1, &annex.title, scope);
        }
        self.annex_parts(annex);
    }

    fn heading(&mut self, level: u8, text: &catalogue::Text, scope: &Scope<'a>) {
        let words = self.plain(text.get(self.order.lang), scope);
        let heading = Heading::new(level, words);
        self.depth = level;
        let heading = if self.is_specification() { heading.numbered() } else { heading };
        self.push(Body::Heading(heading), Trace::new());
    }

    /// The passages of a paper's own text that stand, filled.
    fn own(&mut self, passages: &'a [Passage], scope: &Scope<'a>) -> Vec<Filled> {
        let off = self.switches(scope.owner, scope.title, scope.parameters, passages);
        let standing = chosen(passages, &self.pick(None, &off));
        let texts: Vec<Chosen<'_>> = standing.iter().map(|one| Chosen::of(one, self.order.lang)).collect();
        texts.iter().map(|one| self.fill_one(one, scope)).collect()
    }

    fn paragraphs(&mut self, passages: &'a [Passage], scope: &Scope<'a>) {
        for Filled { text, items } in self.own(passages, scope) {
            let trace = self.trace();
            self.push(Body::Paragraph(text), trace.clone());
            if !items.is_empty() {
                let items = items.into_iter().map(|one| item(one, &[])).collect();
                self.push(Body::List(List { mark: ListMark::Number, items }), trace);
            }
        }
    }

    fn list(&mut self, style: ListStyle, passages: &'a [Passage], scope: &Scope<'a>) {
        let mark = match style {
            ListStyle::Numbered => ListMark::Number,
            ListStyle::Bullets => ListMark::Bullet,
            ListStyle::Boxes => ListMark::Box,
        };
        let items: Vec<_> = self.own(passages, scope).into_iter().map(|one| item(one, &[])).collect();
        if !items.is_empty() {
            let trace = self.trace();
            self.push(Body::List(List { mark, items }), trace);
        }
    }

    fn form(&mut self, title: Option<&catalogue::Text>, boxes: &'a [FormBox], scope: &Scope<'a>) {
        if let Some(title) = title {
            let words = self.plain(title.get(self.order.lang), scope);
            self.push(Body::Heading(Heading::new(3, words)), Trace::new());
        }
        let rows = boxes.iter().map(|one| self.form_row(one, scope)).collect();
        let trace = self.trace();
        self.push(Body::Form(Form { label_mm: LABEL_MM, rows }), trace);
    }

    fn form_row(&mut self, one: &'a FormBox, scope: &Scope<'a>) -> FormRow {
        let lang = self.order.lang;
        let label = self.plain(one.label.get(lang), scope);
        let hint = one.hint.as_ref().map(|hint| self.plain(hint.get(lang), scope));
        let mut value: Vec<Runs> = Vec::new();
        if let Some(text) = &one.value {
            let scope = if by_hand(one.by) { scope.by_hand() } else { *scope };
            value.push(self.runs(text.get(lang), &scope));
        }
        if !one.boxes.is_empty() {
            let ticks: Vec<String> =
                one.boxes.iter().map(|text| format!("{BOX} {}", self.plain(text.get(lang), scope))).collect();
            value.push(vec![Run::text(ticks.join(if lang == Lang::Ja { "\u{3000}" } else { "   " }))]);
        }
        if let Some(hint) = hint {
            let words = match lang {
                Lang::Ja => format!("※{hint}"),
                Lang::En => format!("({hint})"),
            };
            value.push(vec![Run::Text(words)]);
        }
        let height_mm = if one.value.is_some() { 0 } else { BOX_MM };
        FormRow { label, value, height_mm, trace: Trace::new() }
    }
}

/// Those who write with a pen.
const fn by_hand(party: Party) -> bool {
    !matches!(party, Party::Program | Party::Client)
}
