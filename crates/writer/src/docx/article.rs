//! Articles, lists, headings, annexes: everything with a number.

use domain::Lang;

use super::Writer;
use super::numbering::Scheme;
use crate::paper::{Annex, Article, ArticleForm, Begins, Clause, Heading, Item, List, ListMark, Number, Run};

/// Where a numbered paragraph stands in its list.
#[derive(Debug, Clone, Copy)]
struct At {
    list: u32,
    level: u8,
}

impl At {
    fn xml(self) -> String {
        format!(r#"<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>"#, self.level, self.list)
    }
}

impl Writer<'_> {
    pub(super) fn article(&mut self, article: &Article) {
        let number = self.counter.article();
        let list = self.nums.list(Scheme::Articles);
        match self.form {
            ArticleForm::TitleAbove => self.article_above(article, number, list),
            ArticleForm::TitleBeside => self.article_beside(article, number, list),
        }
    }

    fn article_above(&mut self, article: &Article, number: Number, list: u32) {
        if !article.title.is_empty() {
            let title = Run::Text(format!("（{}）", article.title));
            self.paragraph("ArticleTitle", "<w:keepNext/>", &[title]);
        }
        let nothing = Clause::of(Vec::new());
        let first = article.clauses.first().unwrap_or(&nothing);
        let inner = self.runs(&first.text);
        let inner = self.marked(number, &inner);
        self.paragraph_of("Article", &keep_with_items(first, At { list, level: 0 }), &inner);
        self.items(&first.items, Number { clause: 1, ..number });
        for (count, clause) in (2..).zip(article.clauses.iter().skip(1)) {
            self.clause(clause, Number { clause: count, ..number }, Some(At { list, level: 1 }));
        }
    }

    fn article_beside(&mut self, article: &Article, number: Number, list: u32) {
        let title = match (self.paper.lang, article.title.is_empty()) {
            (_, true) => String::new(),
            (Lang::Ja, false) => format!("（{}）", article.title),
            (Lang::En, false) => format!(" ({})", article.title),
        };
        let inner = self.runs(&[Run::Text(title)]);
        let inner = self.marked(number, &inner);
        let more = format!("<w:keepNext/>{}", At { list, level: 0 }.xml());
        self.paragraph_of("ArticleHeading", &more, &inner);
        let at = (article.clauses.len() > 1).then_some(At { list, level: 1 });
        for (count, clause) in (1..).zip(&article.clauses) {
            self.clause(clause, Number { clause: count, ..number }, at);
        }
    }

    fn clause(&mut self, clause: &Clause, number: Number, at: Option<At>) {
        let inner = self.runs(&clause.text);
        let inner = self.marked(number, &inner);
        match at {
            Some(at) => self.paragraph_of("Clause", &keep_with_items(clause, at), &inner),
            None => self.paragraph_of("BodyText", if clause.items.is_empty() { "" } else { "<w:keepNext/>" }, &inner),
        }
        self.items(&clause.items, number);
    }

    /// Items of a paragraph, counted from (1).
    fn items(&mut self, items: &[Item], number: Number) {
        if items.is_empty() {
            return;
        }
        let list = self.nums.list(Scheme::Items);
        for (count, item) in (1..).zip(items) {
            let number = Number { item: count, ..number };
            self.item(item, At { list, level: 0 }, number);
            for (count, sub) in (1..).zip(&item.items) {
                self.item(sub, At { list, level: 1 }, Number { sub: count, ..number });
            }
        }
    }

    fn item(&mut self, item: &Item, at: At, number: Number) {
        let inner = self.runs(&item.text);
        let inner = self.marked(number, &inner);
        self.paragraph_of(if at.level == 0 { "Item" } else { "SubItem" }, &at.xml(), &inner);
    }

    pub(super) fn list(&mut self, list: &List) {
        let number = self.nums.list(match list.mark {
            ListMark::Bullet => Scheme::Bullets,
            ListMark::Number => Scheme::Items,
            ListMark::Box => Scheme::Boxes,
        });
        for item in &list.items {
            self.item(item, At { list: number, level: 0 }, Number::default());
            for sub in &item.items {
                self.item(sub, At { list: number, level: 1 }, Number::default());
            }
        }
    }

    pub(super) fn heading(&mut self, heading: &Heading) {
        let inner = self.runs(&heading.text);
        let style = match heading.depth() {
            1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        };
        match self.counter.heading(heading) {
            None => self.paragraph_of(style, "<w:keepNext/>", &inner),
            Some(number) => {
                let list = self.nums.list(Scheme::Headings);
                let level = u8::try_from(heading.depth().saturating_sub(1)).unwrap_or(2);
                let inner = self.marked(number, &inner);
                self.paragraph_of(style, &format!("<w:keepNext/>{}", At { list, level }.xml()), &inner);
            }
        }
    }

    pub(super) fn annex(&mut self, annex: &Annex) {
        let below = annex.begins == Begins::Below && annex.orientation == self.lies;
        self.lies = annex.orientation;
        self.turn(annex.orientation);
        let count = self.counter.annex();
        self.nums.restart();
        let list = self.nums.list(Scheme::Annexes);
        let number = Number { annex: count, ..Number::default() };
        // The number is Word's; only what stands behind it is typed.
        let printed = self.words.annex_number(count);
        let full = self.words.annex_title(&printed, &annex.title);
        let rest = full.strip_prefix(printed.as_str()).unwrap_or_default().to_owned();
        let inner = self.runs(&[Run::Text(rest)]);
        let inner = self.marked(number, &inner);
        let number = At { list, level: 0 }.xml();
        let more = if below && count > 1 {
            let apart = r#"<w:spacing w:before="360" w:after="240" w:line="420" w:lineRule="exact"/>"#;
            format!(r#"<w:keepNext/><w:pageBreakBefore w:val="0"/>{number}{apart}"#)
        } else {
            format!("<w:keepNext/><w:pageBreakBefore/>{number}")
        };
        self.paragraph_of("AnnexTitle", &more, &inner);
    }

    pub(super) fn note(&mut self, runs: &[Run]) {
        let mark = match self.paper.lang {
            Lang::Ja => format!("（{}）", self.words.note),
            Lang::En => format!("{}: ", self.words.note),
        };
        let mut all = vec![Run::Text(mark)];
        all.extend_from_slice(runs);
        self.paragraph("Note", "", &all);
    }
}

/// The paragraph before items stays with the first of them.
fn keep_with_items(clause: &Clause, at: At) -> String {
    let keep = if clause.items.is_empty() { "" } else { "<w:keepNext/>" };
    format!("{keep}{}", at.xml())
}
