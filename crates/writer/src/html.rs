//! Papers as HTML, for reading before they are written: semantic markup, classes only, no style and no script.
//!
//! Every number is the one the other outputs print. On demand each paragraph says what it comes from.
//!
//! ```
//! use domain::Lang;
//! use writer::html::{self, Tracing};
//! use writer::paper::{Paper, Part};
//!
//! let mut paper = Paper::new(Lang::Ja, "誓約書");
//! paper.push(Part::paragraph("業務のほかには使いません。").from_sources(["KL-03"]));
//! let page = html::write(&paper, 2, &Tracing::Attributes)?;
//! assert!(page.contains(r#"<p class="paper-text" data-trace="KL-03">業務のほかには使いません。</p>"#));
//! # Ok::<(), writer::paper::PaperError>(())
//! ```

mod article;
mod block;
mod change;

use crate::paper::{ArticleForm, Trace};
use crate::paper::{
    Body, Counter, Heading, Number, Numbers, Paper, PaperError, Piece, Run, Runs, TraceId, Words, form, number,
};

pub use change::changes;

/// Whether and how paragraphs say what they come from.
pub enum Tracing<'a> {
    /// They do not.
    Hidden,
    /// In `data-trace`, ids separated by spaces.
    Attributes,
    /// In `data-trace`, and as a list behind the paragraph that opens; each id is shown as this says.
    Details(&'a dyn Fn(&TraceId) -> Source),
}

/// How an id is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Words for it.
    pub label: String,
    /// Where to read more, if anywhere.
    pub href: Option<String>,
}

/// Writes a paper as an `<article>`. `top` is the level of its title among the headings of the page, 1 to 4.
///
/// # Errors
/// When the paper contradicts itself (see [`PaperError`]).
pub fn write(paper: &Paper, top: u8, tracing: &Tracing<'_>) -> Result<String, PaperError> {
    let numbers = Numbers::of(paper)?;
    let mut writer = Writer {
        paper,
        numbers: &numbers,
        words: Words::of(paper.lang),
        form: form(paper),
        counter: Counter::default(),
        tracing,
        top: top.clamp(1, 4),
        out: String::new(),
    };
    writer.paper();
    Ok(writer.out)
}

struct Writer<'a> {
    paper: &'a Paper,
    numbers: &'a Numbers,
    words: &'static Words,
    form: ArticleForm,
    counter: Counter,
    tracing: &'a Tracing<'a>,
    top: u8,
    out: String,
}

impl Writer<'_> {
    fn paper(&mut self) {
        let lang = self.paper.lang.code();
        self.put(&format!(r#"<article class="paper paper-{lang}" lang="{lang}">"#));
        self.head();
        self.open_points();
        for part in &self.paper.parts {
            self.part(&part.body, &part.trace);
        }
        self.put("</article>\n");
    }

    fn head(&mut self) {
        let form = self.paper.meta.form_number.clone().unwrap_or_default();
        self.put(r#"<div class="paper-head">"#);
        for (class, text) in [("paper-form-number", form), ("paper-number", self.paper.header_text())] {
            if !text.is_empty() {
                self.put(&format!(r#"<p class="{class}">{}</p>"#, escaped(&text)));
            }
        }
        self.put("</div>\n");
    }

    fn open_points(&mut self) {
        if !self.paper.is_open() {
            return;
        }
        let words = self.words;
        self.put(&format!(
            r#"<div class="paper-open"><p class="paper-open-mark">{}</p><p>{}</p>"#,
            words.open_mark, words.open_list
        ));
        let points = self.paper.open_points();
        if !points.is_empty() {
            let points: String = points.iter().map(|point| format!("<li>{}</li>", escaped(point))).collect();
            self.put(&format!("<ul>{points}</ul>"));
        }
        self.put("</div>\n");
    }

    fn part(&mut self, body: &Body, trace: &Trace) {
        match body {
            Body::Title(text) => {
                let level = self.top;
                self.put(&format!("<h{level} class=\"paper-title\">{}</h{level}>\n", escaped(text)));
            }
            Body::Heading(heading) => self.heading(heading, trace),
            Body::Paragraph(runs) => self.paragraph("paper-text", runs, trace),
            Body::Centred(runs) => self.paragraph("paper-centred", runs, trace),
            Body::Note(runs) => {
                let mut all = vec![Run::Text(format!("（{}）", self.words.note))];
                all.extend_from_slice(runs);
                self.paragraph("paper-note", &all, trace);
            }
            Body::Article(article) => self.article(article, trace),
            Body::List(list) => self.list(list, trace),
            Body::Annex(annex) => {
                let number = Number { annex: self.counter.annex(), ..Number::default() };
                let printed = self.words.annex_number(number.annex);
                let title = self.words.annex_title(&printed, &annex.title);
                let level = self.top.saturating_add(1);
                let id = id(number);
                self.put(&format!("<h{level} class=\"paper-annex\" id=\"{id}\">{}</h{level}>\n", escaped(&title)));
            }
            Body::PageBreak => self.put("<hr class=\"paper-break\">\n"),
            Body::Lines { .. }
            | Body::Addressee(_)
            | Body::Table(_)
            | Body::Form(_)
            | Body::Signatures(_)
            | Body::Seals(_) => self.block(body, trace),
        }
    }

    fn heading(&mut self, heading: &Heading, trace: &Trace) {
        let number = self.counter.heading(heading);
        let level = self.top.saturating_add(1).saturating_add(u8::try_from(heading.depth()).unwrap_or(3)).min(6);
        let (id, label) = match number {
            None => (String::new(), String::new()),
            Some(number) => (
                format!(r#" id="{}""#, id(number)),
                format!(r#"<span class="paper-label">{}</span> "#, number::heading_number(number)),
            ),
        };
        let text = self.runs(&heading.text);
        let data = self.data(trace);
        self.put(&format!("<h{level} class=\"paper-heading\"{id}{data}>{label}{text}</h{level}>\n"));
        self.details(trace);
    }

    fn paragraph(&mut self, class: &str, runs: &[Run], trace: &Trace) {
        let (text, data) = (self.runs(runs), self.data(trace));
        self.put(&format!("<p class=\"{class}\"{data}>{text}</p>\n"));
        self.details(trace);
    }

    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// The attribute that says what something comes from.
    fn data(&self, trace: &Trace) -> String {
        if trace.is_empty() || matches!(self.tracing, Tracing::Hidden) {
            return String::new();
        }
        let ids: Vec<&str> = trace.iter().map(TraceId::as_str).collect();
        format!(r#" data-trace="{}""#, escaped(&ids.join(" ")))
    }

    /// The list that opens.
    fn details(&mut self, trace: &[TraceId]) {
        let (Tracing::Details(show), false) = (self.tracing, trace.is_empty()) else { return };
        let all: String = trace
            .iter()
            .map(|id| {
                let Source { label, href } = show(id);
                match href {
                    None => format!("<li>{}</li>", escaped(&label)),
                    Some(href) => format!(r#"<li><a href="{}">{}</a></li>"#, escaped(&href), escaped(&label)),
                }
            })
            .collect();
        let words = self.words.sources;
        self.put(&format!("<details class=\"paper-trace\"><summary>{words}</summary><ul>{all}</ul></details>\n"));
    }

    fn runs(&self, runs: &[Run]) -> String {
        runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &Run) -> String {
        match run {
            Run::Text(text) => lines(text),
            Run::Bold(text) => format!("<b>{}</b>", lines(text)),
            Run::Underline(text) => format!("<u>{}</u>", lines(text)),
            Run::Open(label) => {
                format!(r#"<mark class="paper-open-place">{}</mark>"#, escaped(&number::open(self.paper.lang, label)))
            }
            Run::Blank(width) => {
                format!(r#"<span class="paper-blank">{}</span>"#, "\u{3000}".repeat(usize::from(*width)))
            }
            Run::Break => "<br>".to_owned(),
            Run::ArticleRef(_) | Run::ParagraphRef(_) | Run::HeadingRef(_) | Run::AnnexRef(_) => self
                .numbers
                .pieces(run, self.counter.scope())
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => escaped(&text),
                    Piece::Number { bookmark, text } => format!(r##"<a href="#{bookmark}">{}</a>"##, escaped(&text)),
                })
                .collect(),
        }
    }

    fn paragraphs(&self, paragraphs: &[Runs]) -> String {
        match paragraphs {
            [one] => self.runs(one),
            many => many.iter().map(|runs| format!("<p>{}</p>", self.runs(runs))).collect(),
        }
    }
}

/// Where references lead.
fn id(number: Number) -> String {
    number.bookmark()
}

/// Escaped text with its line breaks.
fn lines(text: &str) -> String {
    escaped(text).replace('\n', "<br>")
}

/// Text for content and attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests;
