//! What a file says, in order, every piece with its place.

use std::fmt::Write as _;

use domain::Lang;

/// What kind of file was read. Told from the content, never from the name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Word, Office Open XML (.docx, .docm, .dotx).
    Docx,
    /// PDF that holds characters.
    Pdf,
    /// Plain text.
    Text,
    /// Text whose name says Markdown.
    Markdown,
}

/// A file as structured text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Kind of file.
    pub format: Format,
    /// Paragraphs that hold text, in reading order: body first, then headers, footers, notes and comments.
    pub blocks: Vec<Block>,
    /// What a person should know about how the file was read.
    pub notices: Vec<Notice>,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its part in the document.
    pub kind: BlockKind,
    /// The automatic number as Word prints it (`第1条`, `(1)`, `ア`), which stands nowhere in `text`.
    pub label: Option<String>,
    /// The characters as they stand in the file, tracked changes accepted. A line break within the paragraph is `\n`,
    /// a tab `\t`. Never empty unless there is a label.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// Part that a paragraph has in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading; 1 is the highest level, 0 the title of the document.
    Heading(u8),
    /// A numbered or bulleted paragraph.
    ListItem,
    /// A paragraph within a table. A cell of several paragraphs is several blocks.
    TableCell {
        /// Table, from 0, in the order in which tables begin.
        table: u32,
        /// Row, from 0.
        row: u32,
        /// Column, from 0; a cell that spans columns counts as many.
        column: u32,
    },
    /// Head of the page.
    Header,
    /// Foot of the page.
    Footer,
    /// Footnote or endnote.
    Footnote,
    /// Text box or shape.
    TextBox,
    /// A line of the table of contents, which repeats headings.
    Contents,
    /// A remark in the margin, which is no part of the contract.
    Comment,
}

impl BlockKind {
    /// True for what stands in the text itself: no page heads and feet, no table of contents, no remarks.
    #[must_use]
    pub const fn is_body(self) -> bool {
        !matches!(self, Self::Header | Self::Footer | Self::Contents | Self::Comment)
    }
}

/// Where a block stands, in the file and in [`Document::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Page, from 1, where the format has pages (PDF).
    pub page: Option<u32>,
    /// Paragraph of the source, from 0. Text: the line. PDF: paragraphs as put together again. Docx: every paragraph of
    /// the body, empty ones and those in tables and boxes included; paragraphs of other parts are counted on after it.
    pub paragraph: u32,
    /// First character of the block's text (behind its label) in [`Document::text`], counted in characters.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

impl Block {
    /// Label and text as printed: `第1条 目的`.
    #[must_use]
    pub fn printed(&self) -> String {
        match self.label.as_deref() {
            None | Some("") => self.text.clone(),
            Some(label) if self.text.is_empty() => label.to_owned(),
            Some(label) => format!("{label} {}", self.text),
        }
    }

    /// Characters before the text in [`Self::printed`].
    fn lead(&self) -> usize {
        match self.label.as_deref() {
            None | Some("") => 0,
            Some(label) => label.chars().count() + usize::from(!self.text.is_empty()),
        }
    }
}

impl Document {
    /// Puts blocks together and gives each its `start` and `end`.
    #[must_use]
    pub fn new(format: Format, mut blocks: Vec<Block>, notices: Vec<Notice>) -> Self {
        let mut at = 0;
        for block in &mut blocks {
            block.place.start = at + block.lead();
            block.place.end = block.place.start + block.text.chars().count();
            at = block.place.end + 1;
        }
        Self { format, blocks, notices }
    }

    /// The whole text: blocks as printed, joined by `\n`. Places count its characters.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (index, block) in self.blocks.iter().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            // writing to a String cannot fail
            let _ = write!(out, "{}", block.printed());
        }
        out
    }
}

/// Something about the reading that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Tracked changes were read as if all had been accepted.
    TrackedChangesAccepted {
        /// Insertions (and targets of moves) kept.
        insertions: u32,
        /// Deletions (and sources of moves) left out.
        deletions: u32,
    },
    /// Hidden text was left out.
    HiddenText {
        /// Characters.
        characters: u32,
    },
    /// A page holds a picture and no characters.
    NoTextOnPage {
        /// Page, from 1.
        page: u32,
    },
    /// Running heads, feet and page numbers of a PDF were left out.
    RunningHeads {
        /// Lines.
        lines: u32,
    },
    /// An object or picture may hold text that was not read.
    Embedded {
        /// Objects.
        count: u32,
    },
    /// The characters were not in UTF-8.
    Encoding {
        /// Name of the encoding.
        name: &'static str,
    },
    /// Bytes that are no character of the encoding were replaced by `�`.
    BadCharacters {
        /// Number of replacements.
        count: u32,
    },
    /// A part of the file could not be read and was left out.
    PartLeftOut {
        /// Name of the part within the file.
        part: String,
    },
}

impl Format {
    /// Name for people.
    #[must_use]
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Docx, Lang::Ja) => "Word文書",
            (Self::Docx, Lang::En) => "a Word document",
            (Self::Pdf, Lang::Ja) => "PDF",
            (Self::Pdf, Lang::En) => "a PDF",
            (Self::Text, Lang::Ja) => "テキスト",
            (Self::Text, Lang::En) => "plain text",
            (Self::Markdown, Lang::Ja) => "Markdown",
            (Self::Markdown, Lang::En) => "Markdown",
        }
    }
}

impl Notice {
    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.ja(),
            Lang::En => self.en(),
        }
    }

    fn ja(&self) -> String {
        match self {
            Self::TrackedChangesAccepted { insertions, deletions } => format!(
                "変更履歴があります。挿入{insertions}か所を残し、削除{deletions}か所を除いて（すべて承諾した状態で）読みました"
            ),
            Self::HiddenText { characters } => format!("隠し文字が{characters}字あります。読んでいません"),
            Self::NoTextOnPage { page } => format!("{page}ページ目には文字の情報がありません（画像のみ）"),
            Self::RunningHeads { lines } => format!("ページの上下に繰り返される行とページ番号{lines}行を除きました"),
            Self::Embedded { count } => {
                format!("画像や埋込みオブジェクトが{count}件あります。中の文字は読んでいません")
            }
            Self::Encoding { name } => format!("文字コードを{name}と判断して読みました"),
            Self::BadCharacters { count } => format!("読めない文字が{count}か所あり、「�」に置き換えました"),
            Self::PartLeftOut { part } => format!("ファイル内の「{part}」は読めなかったので除きました"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::TrackedChangesAccepted { insertions, deletions } => format!(
                "The file has tracked changes. It was read as if all were accepted: {insertions} insertions kept, \
                 {deletions} deletions left out"
            ),
            Self::HiddenText { characters } => format!("{characters} characters of hidden text were left out"),
            Self::NoTextOnPage { page } => format!("Page {page} holds a picture and no characters"),
            Self::RunningHeads { lines } => {
                format!("{lines} lines that repeat at the edges of pages, page numbers included, were left out")
            }
            Self::Embedded { count } => {
                format!("{count} pictures or embedded objects may hold text that was not read")
            }
            Self::Encoding { name } => format!("The characters were read as {name}"),
            Self::BadCharacters { count } => format!("{count} unreadable characters were replaced by \"�\""),
            Self::PartLeftOut { part } => format!("\"{part}\" within the file could not be read and was left out"),
        }
    }
}
