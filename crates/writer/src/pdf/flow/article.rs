//! Articles, lists, headings, annexes: everything with a number.

use domain::Lang;

use super::Flow;
use crate::paper::{Annex, Article, ArticleForm, Begins, Clause, Heading, Item, List, ListMark, Run, number};
use crate::pdf::page::{Entry, Place};
use crate::pdf::style::{Keep, Kind};

impl Flow<'_> {
    pub(super) fn article(&mut self, article: &Article) {
        let printed = self.words.article(self.counter.article().article);
        let title = match (self.paper.lang, article.title.is_empty()) {
            (_, true) => String::new(),
            (Lang::Ja, false) => format!("（{}）", article.title),
            (Lang::En, false) => format!(" ({})", article.title),
        };
        let entry = Some(self.entry(0, format!("{printed}{title}")));
        match self.form {
            ArticleForm::TitleAbove => {
                let mut entry = entry;
                if !title.is_empty() {
                    let paragraph = self.set(Kind::ArticleTitle, &[Run::Text(title)]);
                    self.push(&paragraph, entry.take());
                }
                let nothing = Clause::of(Vec::new());
                let first = article.clauses.first().unwrap_or(&nothing);
                self.numbered(Kind::Article, &printed, &first.text, entry);
                self.items(&first.items);
                for (count, clause) in (2_u32..).zip(article.clauses.iter().skip(1)) {
                    self.clause(clause, Some(count));
                }
            }
            ArticleForm::TitleBeside => {
                let paragraph = self.set(Kind::ArticleHeading, &[Run::Text(format!("{printed}{title}"))]);
                self.push(&paragraph, entry);
                let many = article.clauses.len() > 1;
                for (count, clause) in (1_u32..).zip(&article.clauses) {
                    self.clause(clause, many.then_some(count));
                }
            }
        }
    }

    fn clause(&mut self, clause: &Clause, number: Option<u32>) {
        match (number, self.paper.lang) {
            (None, _) => self.runs_of(Kind::Body, &clause.text),
            (Some(number), Lang::Ja) => self.numbered(Kind::Clause, &number.to_string(), &clause.text, None),
            (Some(number), Lang::En) => self.numbered(Kind::Clause, &format!("{number}."), &clause.text, None),
        }
        self.items(&clause.items);
    }

    fn items(&mut self, items: &[Item]) {
        // The words before items stay with the first of them.
        if let (false, Some(row)) = (items.is_empty(), self.rows.last_mut()) {
            row.keep = Keep::WithNext;
        }
        for (count, item) in (1_u32..).zip(items) {
            self.numbered(Kind::Item, &format!("({count})"), &item.text, None);
            for (count, sub) in (1_u32..).zip(&item.items) {
                let label = self.words.sub_item(count);
                self.numbered(Kind::SubItem, &label, &sub.text, None);
            }
        }
    }

    pub(super) fn list(&mut self, list: &List) {
        let (mark, below, kinds) = match (list.mark, self.paper.lang) {
            (ListMark::Number, _) => return self.items(&list.items),
            (ListMark::Bullet, Lang::Ja) => ("・", "・", (Kind::Listed, Kind::ListedBelow)),
            (ListMark::Bullet, Lang::En) => ("•", "–", (Kind::Listed, Kind::ListedBelow)),
            (ListMark::Box, _) => ("□", "□", (Kind::Boxed, Kind::BoxedBelow)),
        };
        for item in &list.items {
            self.numbered(kinds.0, mark, &item.text, None);
            for sub in &item.items {
                self.numbered(kinds.1, below, &sub.text, None);
            }
        }
    }

    pub(super) fn heading(&mut self, heading: &Heading) {
        let kind = Kind::Heading(heading.depth());
        let number = self.counter.heading(heading).map(number::heading_number);
        let (numbers, scope) = (self.numbers, self.counter.scope());
        let words: String = heading.text.iter().map(|run| numbers.plain_in(run, scope)).collect();
        let level = heading.depth().saturating_sub(1);
        match number {
            None => {
                let entry = Some(self.entry(level, words));
                let paragraph = self.set(kind, &heading.text);
                self.push(&paragraph, entry);
            }
            Some(number) => {
                let entry = Some(self.entry(level, format!("{number} {words}")));
                self.numbered(kind, &number, &heading.text, entry);
            }
        }
    }

    pub(super) fn annex(&mut self, annex: &Annex) {
        let count = self.counter.annex();
        let printed = self.words.annex_number(count);
        let title = self.words.annex_title(&printed, &annex.title);
        if annex.begins == Begins::Below && annex.orientation == self.orientation && count > 1 {
            self.space += 18.0;
        } else {
            self.next = Place::NewPage;
        }
        self.orientation = annex.orientation;
        let paragraph = self.set(Kind::Annex, &[Run::Text(title.clone())]);
        self.push(&paragraph, Some(Entry { level: 0, title }));
    }

    pub(super) fn note(&mut self, runs: &[Run]) {
        let mark = match self.paper.lang {
            Lang::Ja => format!("（{}）", self.words.note),
            Lang::En => format!("{}:", self.words.note),
        };
        self.numbered(Kind::Note, &mark, runs, None);
    }

    /// An entry of the table of contents, below the annex if it stands in one.
    fn entry(&self, level: usize, title: String) -> Entry {
        let below = if self.counter.scope() > 0 { 1 } else { 0 };
        Entry { level: level.saturating_add(below), title: title.replace('\n', " ") }
    }
}
