//! Why a file cannot be read or filled, in words for the person who has it.

use domain::Lang;

/// Why a workbook is refused. Nothing is ever half written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
#[non_exhaustive]
pub enum SheetError {
    /// Not a workbook at all.
    NotAWorkbook,
    /// Opened with a password only.
    Encrypted,
    /// Excel 97–2003.
    OldExcel,
    /// A workbook in the binary form .xlsb, or of OpenDocument.
    OtherFormat(&'static str),
    /// More than this program opens: what, and the limit.
    TooLarge {
        /// What there is too much of, Japanese and English.
        what: (&'static str, &'static str),
        /// The most that is allowed.
        limit: u64,
    },
    /// A part of the file is damaged: its name and what is wrong.
    Damaged {
        /// Name of the part inside the file.
        part: String,
        /// What a reader of XML or zip says of it.
        detail: String,
    },
    /// A part declares entities or a document type.
    Doctype {
        /// Name of the part inside the file.
        part: String,
    },
    /// A part that must be there is not.
    Missing {
        /// Name of the part inside the file.
        part: String,
    },
    /// The plan was made for another file: a cell is not what it was.
    OtherFile {
        /// Where.
        place: String,
    },
    /// A text is longer than a cell holds (32,767 characters).
    TextTooLong {
        /// Where it was to be written.
        place: String,
    },
}

impl SheetError {
    pub(crate) fn damaged(part: &str, detail: impl std::fmt::Display) -> Self {
        Self::Damaged { part: part.to_owned(), detail: detail.to_string() }
    }

    /// The message in one language: what is wrong and what to do.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.english(),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::NotAWorkbook => {
                "Excelブック（.xlsx、.xlsm）ではありません。Excelで開いて .xlsx で保存し直してください。".into()
            }
            Self::Encrypted => "パスワードで暗号化されたブックです。パスワードを外して保存し直してください。".into(),
            Self::OldExcel => {
                "Excel 97–2003 形式（.xls）のブックです。Excelで開いて .xlsx で保存し直してください。".into()
            }
            Self::OtherFormat(name) => format!("{name} 形式のブックです。.xlsx で保存し直してください。"),
            Self::TooLarge { what: (ja, _), limit } => {
                format!("{ja}が多すぎます（上限 {limit}）。不要なシートや行を除いてください。")
            }
            Self::Damaged { part, detail } => {
                format!("ファイルが壊れています（{part}: {detail}）。Excelで開いて保存し直してください。")
            }
            Self::Doctype { part } => {
                format!("{part} に文書型の宣言があります。Excelの作るブックにはないもので、安全のため読み込みません。")
            }
            Self::Missing { part } => {
                format!("ファイルが壊れています（{part} がありません）。Excelで開いて保存し直してください。")
            }
            Self::OtherFile { place } => {
                format!(
                    "{place} が記入案を作ったときと違います。記入案を作ったファイルを指定するか、作り直してください。"
                )
            }
            Self::TextTooLong { place } => format!("{place} に書く文が長すぎます（上限 32,767 文字）。"),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NotAWorkbook => {
                "this is no Excel workbook (.xlsx, .xlsm); open it in Excel and save it as .xlsx".into()
            }
            Self::Encrypted => {
                "the workbook is encrypted with a password; remove the password and save it again".into()
            }
            Self::OldExcel => "this is an Excel 97–2003 workbook (.xls); open it in Excel and save it as .xlsx".into(),
            Self::OtherFormat(name) => format!("this is a workbook of the form {name}; save it as .xlsx"),
            Self::TooLarge { what: (_, en), limit } => {
                format!("too many {en} (at most {limit}); remove sheets or rows that are not needed")
            }
            Self::Damaged { part, detail } => {
                format!("the file is damaged ({part}: {detail}); open it in Excel and save it again")
            }
            Self::Doctype { part } => {
                format!("{part} declares a document type, which no workbook of Excel does; it is not read, for safety")
            }
            Self::Missing { part } => {
                format!("the file is damaged ({part} is missing); open it in Excel and save it again")
            }
            Self::OtherFile { place } => {
                format!("{place} is not what it was when the plan was made; give that file, or make the plan anew")
            }
            Self::TextTooLong { place } => format!("the text for {place} is too long (at most 32,767 characters)"),
        }
    }
}
