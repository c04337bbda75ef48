//! Why a file cannot be read, in one sentence that says what to do.

use domain::Lang;

use crate::Format;

/// Why a file was refused. `Display` is the English sentence, [`ReadError::text`] has both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or nothing but white space.
    #[error("The file is empty")]
    Empty,
    /// The file is larger than allowed.
    #[error("The file has {size} bytes; at most {max} are read")]
    TooLarge {
        /// Bytes of the file.
        size: u64,
        /// Most bytes.
        max: u64,
    },
    /// What the file unpacks to is out of proportion.
    #[error("The file unpacks to more than is reasonable ({what}); it was not opened further")]
    ZipBomb {
        /// Which limit it broke.
        what: Limit,
    },
    /// More pages, elements or nested levels than are read.
    #[error("The file is too complex: more than {max} {}", what.en())]
    TooComplex {
        /// Which limit it broke.
        what: Limit,
        /// The limit.
        max: u64,
    },
    /// Protected by a password.
    #[error("The file is protected by a password. Save it without one and give that file")]
    Encrypted,
    /// The file is broken.
    #[error("The file is damaged and cannot be read ({detail}). Open it in the program that made it and save it again")]
    Damaged {
        /// What is broken, for a technician.
        detail: String,
    },
    /// A PDF whose pages are pictures.
    #[error(
        "The PDF has {pages} pages and no characters: it seems to be scanned. Give the original file or a PDF with text"
    )]
    ScannedPdf {
        /// Number of pages.
        pages: u32,
    },
    /// The old binary Word format.
    #[error("This is an old Word file (.doc). Save it as .docx in Word and give that file")]
    OldWord,
    /// A kind that is known and not read here.
    #[error("This is {}, which is not read here. Give a Word document (.docx), a PDF with text, or plain text", kind.en())]
    OtherKind {
        /// What it is.
        kind: Kind,
    },
    /// An XML part brings its own document type, which honest files never do.
    #[error(
        "\"{part}\" within the file declares a document type (DTD). Such files are not read, as they can be used for attacks"
    )]
    Doctype {
        /// Name of the part.
        part: String,
    },
    /// The file carries macros, which a contract does not need.
    #[error("The file carries macros and was not read. Save it as .docx, which leaves them out, and give that file")]
    Macros,
    /// Opening the file would fetch something from elsewhere.
    #[error(
        "The file fetches {count} things from elsewhere when it is opened, and was not read. Break its links in Word, save it, and give that file"
    )]
    ExternalContent {
        /// Things outside; links that a person may click are not counted.
        count: u32,
    },
    /// The name promises another kind than the content.
    #[error("The name ends in \".{extension}\", yet the content is {}. If that is right, correct the name and give the file again", format.name(Lang::En))]
    NameDiffers {
        /// Ending of the name.
        extension: String,
        /// What the content is.
        format: Format,
    },
    /// No known kind.
    #[error("The kind of the file is not known. Give a Word document (.docx), a PDF with text, or plain text")]
    Unknown,
}

/// A limit that a hostile file may break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Entries of the archive.
    Entries,
    /// Bytes after unpacking.
    Unpacked,
    /// Unpacked to packed bytes.
    Ratio,
    /// Nested levels of XML or of PDF objects.
    Depth,
    /// XML elements, PDF objects or paragraphs.
    Nodes,
    /// Pages.
    Pages,
    /// Characters of text.
    Characters,
}

impl Limit {
    const fn en(self) -> &'static str {
        match self {
            Self::Entries => "entries",
            Self::Unpacked => "bytes",
            Self::Ratio => "times its packed size",
            Self::Depth => "nested levels",
            Self::Nodes => "elements",
            Self::Pages => "pages",
            Self::Characters => "characters",
        }
    }

    const fn ja(self) -> &'static str {
        match self {
            Self::Entries => "個の部品",
            Self::Unpacked => "バイト",
            Self::Ratio => "倍の圧縮率",
            Self::Depth => "段の入れ子",
            Self::Nodes => "個の要素",
            Self::Pages => "ページ",
            Self::Characters => "文字",
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.en())
    }
}

/// Kinds of files that are recognised in order to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Excel.
    Workbook,
    /// `PowerPoint`.
    Slides,
    /// OpenDocument.
    OpenDocument,
    /// Rich text.
    RichText,
    /// HTML or XML.
    Markup,
    /// A picture.
    Picture,
    /// An archive.
    Archive,
    /// A program.
    Program,
    /// 一太郎
    Ichitaro,
}

impl Kind {
    const fn en(self) -> &'static str {
        match self {
            Self::Workbook => "an Excel workbook",
            Self::Slides => "a PowerPoint file",
            Self::OpenDocument => "an OpenDocument file",
            Self::RichText => "a rich text file (.rtf)",
            Self::Markup => "an HTML or XML file",
            Self::Picture => "a picture",
            Self::Archive => "an archive",
            Self::Program => "a program",
            Self::Ichitaro => "an Ichitaro file",
        }
    }

    const fn ja(self) -> &'static str {
        match self {
            Self::Workbook => "Excelブック",
            Self::Slides => "PowerPointファイル",
            Self::OpenDocument => "OpenDocument形式のファイル",
            Self::RichText => "リッチテキスト（.rtf）",
            Self::Markup => "HTMLまたはXML",
            Self::Picture => "画像",
            Self::Archive => "圧縮ファイル",
            Self::Program => "プログラム",
            Self::Ichitaro => "一太郎のファイル",
        }
    }
}

impl ReadError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::ZipBomb { .. } => "zip_bomb",
            Self::TooComplex { .. } => "too_complex",
            Self::Encrypted => "encrypted",
            Self::Damaged { .. } => "damaged",
            Self::ScannedPdf { .. } => "scanned_pdf",
            Self::OldWord => "old_word",
            Self::OtherKind { .. } => "other_kind",
            Self::Doctype { .. } => "doctype",
            Self::Macros => "macros",
            Self::ExternalContent { .. } => "external_content",
            Self::NameDiffers { .. } => "name_differs",
            Self::Unknown => "unknown",
        }
    }

    /// The sentence for people.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if lang == Lang::En {
            return self.to_string();
        }
        match self {
            Self::Empty => "ファイルが空です".to_owned(),
            Self::TooLarge { size, max } => format!("ファイルが{size}バイトあります。読めるのは{max}バイトまでです"),
            Self::ZipBomb { what } => {
                format!(
                    "展開すると異常に大きくなるファイルです（{}が上限を超えます）。開くのを中止しました",
                    what.subject_ja()
                )
            }
            Self::TooComplex { what, max } => format!("ファイルが複雑すぎます。読めるのは{max}{}までです", what.ja()),
            Self::Encrypted => "パスワードで保護されています。保護を外して保存したファイルを渡してください".to_owned(),
            Self::Damaged { detail } => {
                format!("ファイルが壊れていて読めません（{detail}）。作成したソフトで開き、保存し直してください")
            }
            Self::ScannedPdf { pages } => format!(
                "PDF（{pages}ページ）に文字の情報がありません。紙を読み取ったもののようです。元のファイルか、文字の入ったPDFを渡してください"
            ),
            Self::OldWord => {
                "古い形式のWord文書（.doc）です。Wordで.docxとして保存し、そのファイルを渡してください".to_owned()
            }
            Self::OtherKind { kind } => {
                format!(
                    "これは{}で、ここでは読めません。Word文書（.docx）、文字の入ったPDF、テキストを渡してください",
                    kind.ja()
                )
            }
            Self::Doctype { part } => {
                format!("ファイル内の「{part}」が文書型（DTD）を宣言しています。攻撃に使われることがあるため読みません")
            }
            Self::Macros => {
                "マクロが入っているため読みません。.docxとして保存し（マクロは外れます）、そのファイルを渡してください"
                    .to_owned()
            }
            Self::ExternalContent { count } => format!(
                "開くと外部から取得するものが{count}件あるため読みません。Wordでリンクを解除して保存し、そのファイルを渡してください"
            ),
            Self::NameDiffers { extension, format } => format!(
                "名前の末尾は「.{extension}」ですが、中身は{}です。中身が正しければ、名前を直して渡してください",
                format.name(Lang::Ja)
            ),
            Self::Unknown => {
                "ファイルの種類がわかりません。Word文書（.docx）、文字の入ったPDF、テキストを渡してください".to_owned()
            }
        }
    }
}

impl Limit {
    const fn subject_ja(self) -> &'static str {
        match self {
            Self::Entries => "部品の数",
            Self::Unpacked => "展開後の大きさ",
            Self::Ratio => "圧縮率",
            Self::Depth => "入れ子の深さ",
            Self::Nodes => "要素の数",
            Self::Pages => "ページ数",
            Self::Characters => "文字数",
        }
    }
}
