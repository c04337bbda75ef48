//! Papers as Word files.
//!
//! Numbers of articles, paragraphs, items, headings and annexes are Word's own automatic numbers, and references are
//! fields that point to bookmarks, with the number in them: whoever inserts an article in Word and updates the fields
//! has a correct paper again. The same paper gives the same bytes.
//!
//! ```
//! use domain::Lang;
//! use writer::docx::{self, Face};
//! use writer::paper::{Paper, Part};
//!
//! let mut paper = Paper::new(Lang::Ja, "誓約書");
//! paper.push(Part::title("誓約書"));
//! paper.push(Part::paragraph("取り扱う情報を、業務のほかには使いません。"));
//! let bytes = docx::write(&paper, Face::Gothic)?;
//! assert!(bytes.starts_with(b"PK"));
//! assert_eq!(bytes, docx::write(&paper, Face::Gothic)?);
//! # Ok::<(), writer::paper::PaperError>(())
//! ```

mod article;
mod block;
mod grid;
mod numbering;
mod package;
mod styles;
mod template;
mod xml;

use crate::paper::{
    ArticleForm, Body, Counter, Number, Numbers, Orientation, Paper, PaperError, Piece, Run, Runs, Words, number,
};

pub use template::{Place, TemplateError, fill as fill_template};

use numbering::Nums;
use styles::StyleMap;
use xml::Xml;

/// Typeface of the body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Face {
    /// BIZ UDPGothic, as in the PDF; Arial in English.
    #[default]
    Gothic,
    /// Yu Mincho with headings in BIZ UDPGothic; Times New Roman in English.
    Mincho,
}

/// Whether pages may lie on their side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turning {
    /// As the paper says.
    Free,
    /// Never: a template keeps its own pages.
    Fixed,
}

/// Writes a paper as a Word file.
///
/// # Errors
/// When the paper contradicts itself (see [`PaperError`]).
pub fn write(paper: &Paper, face: Face) -> Result<Vec<u8>, PaperError> {
    let numbers = Numbers::of(paper)?;
    let width = paper.orientation.text_width();
    let mut writer = Writer::new(paper, &numbers, (Nums::new(0, 0), StyleMap::own()), (width, Turning::Free));
    let body = writer.body(Titles::Keep);
    package::assemble(paper, face, (&body, writer.orientation), &writer.nums)
}

/// Whether the title is written in the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Titles {
    /// Where the paper has it.
    Keep,
    /// Not: the template has a place for it.
    Skip,
}

/// Writes the body.
struct Writer<'a> {
    paper: &'a Paper,
    numbers: &'a Numbers,
    words: &'static Words,
    form: ArticleForm,
    counter: Counter,
    nums: Nums,
    styles: StyleMap,
    bookmarks: u32,
    /// Width of the text in hundredths of a millimetre.
    width: u32,
    turning: Turning,
    /// How the pages lie by now.
    orientation: Orientation,
    /// How the paper wants them by now; a template keeps its own.
    lies: Orientation,
    out: Xml,
}

impl<'a> Writer<'a> {
    fn new(
        paper: &'a Paper,
        numbers: &'a Numbers,
        (nums, styles): (Nums, StyleMap),
        (width, turning): (u32, Turning),
    ) -> Self {
        Self {
            paper,
            numbers,
            words: Words::of(paper.lang),
            form: number::form(paper),
            counter: Counter::default(),
            nums,
            styles,
            bookmarks: 10_000,
            width,
            turning,
            orientation: paper.orientation,
            lies: paper.orientation,
            out: Xml::default(),
        }
    }

    fn body(&mut self, titles: Titles) -> String {
        self.open_points();
        let mut after_article = false;
        let mut parts = self.paper.parts.iter().peekable();
        while let Some(part) = parts.next() {
            let before_signatures = parts.peek().is_some_and(|next| matches!(next.body, Body::Signatures(_)));
            match &part.body {
                Body::Title(_) if titles == Titles::Skip => {}
                Body::Paragraph(runs) => {
                    // The words that close the articles stand apart from the last of them, and with the signatures.
                    let keep = if before_signatures { "<w:keepNext/>" } else { "" };
                    let apart = if after_article { r#"<w:spacing w:before="240"/>"# } else { "" };
                    self.paragraph("BodyText", &format!("{keep}{apart}"), runs);
                }
                body => self.part(body),
            }
            after_article = matches!(part.body, Body::Article(_));
        }
        let body = std::mem::take(&mut self.out).into_string();
        // Word wants a paragraph after a table. At the very end it must not be what begins one more page.
        let spacer = self.paragraph_xml("Spacer", "", "");
        match body.strip_suffix(&spacer) {
            Some(body) => format!("{body}{}", self.paragraph_xml("Spacer", THIN, "")),
            None => body,
        }
    }

    fn part(&mut self, body: &Body) {
        match body {
            Body::Title(text) => self.paragraph("Title", "", &[Run::text(text.as_str())]),
            Body::Addressee(addressee) => self.addressee(addressee),
            Body::Lines { side, lines } => self.lines(*side, lines),
            Body::Heading(heading) => self.heading(heading),
            Body::Paragraph(runs) => self.paragraph("BodyText", "", runs),
            Body::Centred(runs) => self.paragraph("Centred", "", runs),
            Body::Article(article) => self.article(article),
            Body::List(list) => self.list(list),
            Body::Table(table) => self.table(table),
            Body::Form(form) => self.form_table(form),
            Body::Signatures(signatures) => self.signatures(signatures),
            Body::Seals(seals) => self.seals(seals),
            Body::Note(runs) => self.note(runs),
            Body::PageBreak => self.out.raw(r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#),
            Body::Annex(annex) => self.annex(annex),
        }
    }

    /// The mark and the list of what is open.
    fn open_points(&mut self) {
        if !self.paper.is_open() {
            return;
        }
        let words = self.words;
        self.paragraph(
            "OpenPoints",
            "<w:keepNext/>",
            &[Run::bold(words.open_mark), Run::Break, Run::text(words.open_list)],
        );
        let points = self.paper.open_points();
        if points.is_empty() {
            self.paragraph("OpenPoints", "", &[Run::text(words.open_none)]);
        }
        for point in points {
            self.paragraph("OpenPoints", "", &[Run::Text(format!("{}{point}", words.bullet_mark()))]);
        }
        self.spacer();
    }

    /// A paragraph. `more` are properties after the style, in the order the format asks for.
    fn paragraph(&mut self, style: &str, more: &str, runs: &[Run]) {
        let inner = self.runs(runs);
        self.paragraph_of(style, more, &inner);
    }

    fn paragraph_of(&mut self, style: &str, more: &str, inner: &str) {
        let text = self.paragraph_xml(style, more, inner);
        self.out.raw(&text);
    }

    fn paragraph_xml(&self, style: &str, more: &str, inner: &str) -> String {
        let style = self.styles.id(style);
        format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>"#)
    }

    /// Ends the section if the pages to come lie otherwise.
    fn turn(&mut self, orientation: Orientation) {
        if self.turning == Turning::Fixed || orientation == self.orientation {
            return;
        }
        let section = package::section(self.orientation);
        let end = self.paragraph_xml("Spacer", "", "");
        // after a table its spacer ends the section, so that no second paragraph begins one more page
        self.out.drop_end(&end);
        self.paragraph_of("Spacer", &format!("{THIN}{section}"), "");
        self.orientation = orientation;
        self.width = orientation.text_width();
    }

    fn spacer(&mut self) {
        self.paragraph_of("Spacer", "", "");
    }

    fn runs(&self, runs: &[Run]) -> String {
        let mut out = Xml::default();
        for run in runs {
            self.run(run, &mut out);
        }
        out.into_string()
    }

    fn run(&self, run: &Run, out: &mut Xml) {
        match run {
            Run::Text(text) => out.run("", text),
            Run::Bold(text) => out.run("<w:b/>", text),
            Run::Underline(text) => out.run(r#"<w:u w:val="single"/>"#, text),
            Run::Open(label) => {
                out.run(
                    r#"<w:b/><w:shd w:val="clear" w:color="auto" w:fill="FFF2CC"/>"#,
                    &number::open(self.paper.lang, label),
                );
            }
            Run::Blank(width) => {
                out.run(r#"<w:u w:val="single"/>"#, &blank(*width));
            }
            Run::Break => out.raw("<w:r><w:br/></w:r>"),
            Run::ArticleRef(_) | Run::ParagraphRef(_) | Run::HeadingRef(_) | Run::AnnexRef(_) => {
                for piece in self.numbers.pieces(run, self.counter.scope()) {
                    match piece {
                        Piece::Text(text) => out.run("", &text),
                        Piece::Number { bookmark, text } => out.reference(&bookmark, &text),
                    }
                }
            }
        }
    }

    /// Runs between the marks of a bookmark, if a reference may point there.
    fn marked(&mut self, number: Number, inner: &str) -> String {
        let Some(name) = self.numbers.mark(number) else { return inner.to_owned() };
        self.bookmarks = self.bookmarks.saturating_add(1);
        let id = self.bookmarks;
        let name = xml::bookmark(&name);
        format!(r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{id}"/>"#)
    }

    /// Paragraphs of a cell.
    fn cell(&self, style: &str, more: &str, paragraphs: &[Runs]) -> String {
        if paragraphs.is_empty() {
            return self.paragraph_xml(style, more, "");
        }
        paragraphs.iter().map(|runs| self.paragraph_xml(style, more, &self.runs(runs))).collect()
    }
}

/// A line that takes no room.
const THIN: &str = r#"<w:spacing w:line="20" w:lineRule="exact"/>"#;

/// Spaces to write on. Other spaces are not underlined at the end of a line.
fn blank(width: u8) -> String {
    "\u{a0}".repeat(usize::from(width).saturating_mul(3))
}

#[cfg(test)]
mod tests;
