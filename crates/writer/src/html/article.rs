//! Articles and lists.

use domain::Lang;

use super::{Writer, escaped, id};
use crate::paper::{Article, ArticleForm, Clause, Item, List, ListMark, Number, Trace};

impl Writer<'_> {
    pub(super) fn article(&mut self, article: &Article, trace: &Trace) {
        let number = self.counter.article();
        let printed = self.words.article(number.article);
        let data = self.data(trace);
        let level = self.top.saturating_add(1).saturating_add(u8::from(number.annex > 0));
        let (title, first) = match (self.form, self.paper.lang) {
            (ArticleForm::TitleAbove, _) => (format!("（{}）", escaped(&article.title)), Some(printed)),
            (ArticleForm::TitleBeside, Lang::Ja) => (format!("{printed}（{}）", escaped(&article.title)), None),
            (ArticleForm::TitleBeside, Lang::En) => (format!("{printed} ({})", escaped(&article.title)), None),
        };
        self.put(&format!(
            "<section class=\"paper-article\" id=\"{}\"{data}>\n<h{level} class=\"paper-article-title\">{title}</h{level}>\n",
            id(number)
        ));
        self.details(trace);
        let many = article.clauses.len() > 1;
        for (count, clause) in (1_u32..).zip(&article.clauses) {
            let label = match (&first, count) {
                (Some(printed), 1) => printed.clone(),
                (None, _) if !many => String::new(),
                (None, _) if self.paper.lang == Lang::En => format!("{count}."),
                _ => count.to_string(),
            };
            self.clause(clause, Number { clause: count, ..number }, &label);
        }
        self.put("</section>\n");
    }

    fn clause(&mut self, clause: &Clause, number: Number, label: &str) {
        let (text, data) = (self.runs(&clause.text), self.data(&clause.trace));
        let label = marked(label);
        self.put(&format!("<p class=\"paper-clause\" id=\"{}\"{data}>{label}{text}</p>\n", id(number)));
        self.details(&clause.trace);
        self.items(&clause.items, number);
    }

    fn items(&mut self, items: &[Item], number: Number) {
        if items.is_empty() {
            return;
        }
        self.put("<ol class=\"paper-items\">\n");
        for (count, item) in (1_u32..).zip(items) {
            let number = Number { item: count, ..number };
            self.item(item, number, &format!("({count})"));
            if !item.items.is_empty() {
                self.put("<ol class=\"paper-sub-items\">\n");
                for (count, sub) in (1_u32..).zip(&item.items) {
                    let label = self.words.sub_item(count);
                    self.item(sub, Number { sub: count, ..number }, &label);
                    self.put("</li>\n");
                }
                self.put("</ol>\n");
            }
            self.put("</li>\n");
        }
        self.put("</ol>\n");
    }

    /// An item without the end of its element: sub-items come before that.
    fn item(&mut self, item: &Item, number: Number, label: &str) {
        let (text, data) = (self.runs(&item.text), self.data(&item.trace));
        // Items of lists have no place in an article, and so nothing to lead to.
        let place = if number.article > 0 { format!(r#" id="{}""#, id(number)) } else { String::new() };
        self.put(&format!("<li{place}{data}>{}{text}", marked(label)));
        self.details(&item.trace);
    }

    pub(super) fn list(&mut self, list: &List, trace: &Trace) {
        let class = match list.mark {
            ListMark::Number => {
                self.details(trace);
                return self.items(&list.items, Number::default());
            }
            ListMark::Bullet => "paper-bullets",
            ListMark::Box => "paper-boxes",
        };
        let data = self.data(trace);
        self.put(&format!("<ul class=\"{class}\"{data}>\n"));
        for item in &list.items {
            self.item(item, Number::default(), "");
            if !item.items.is_empty() {
                self.put(&format!("<ul class=\"{class}\">\n"));
                for sub in &item.items {
                    self.item(sub, Number::default(), "");
                    self.put("</li>\n");
                }
                self.put("</ul>\n");
            }
            self.put("</li>\n");
        }
        self.put("</ul>\n");
        self.details(trace);
    }
}

fn marked(label: &str) -> String {
    if label.is_empty() { String::new() } else { format!(r#"<span class="paper-label">{}</span> "#, escaped(label)) }
}
