//! Why a table cannot be read, in words for the person who has it.

use domain::Lang;

use crate::{ReadError, bytes::find, error::Limit};

/// Why a file was refused. `Display` is the English sentence, [`TableError::text`] has both.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Lang::En))]
#[non_exhaustive]
pub enum TableError {
    /// No bytes, or nothing but white space.
    Empty,
    /// Neither a workbook nor text.
    NotATable,
    /// Excel 97–2003.
    OldExcel,
    /// Opened with a password only.
    Encrypted,
    /// Another form: its name.
    OtherFormat(&'static str),
    /// More than is read.
    TooLarge {
        /// What there is too much of, Japanese and English.
        what: (&'static str, &'static str),
        /// The most that is allowed.
        max: u64,
    },
    /// A part of the file is damaged.
    Damaged {
        /// What is broken, for a technician.
        detail: String,
    },
    /// A part declares a document type.
    Doctype,
    /// Characters that cannot be read in the encoding.
    Encoding {
        /// First such line, from 1.
        line: usize,
    },
    /// A quote that is never closed.
    Quote {
        /// Line it opens in, from 1.
        line: usize,
    },
}

impl TableError {
    pub(super) fn damaged(part: &str, detail: impl std::fmt::Display) -> Self {
        Self::Damaged { detail: format!("{part}: {detail}") }
    }

    /// The sentence in one language: what is wrong and what to do.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.english(),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::Empty => "ファイルに何も入っていません。".into(),
            Self::NotATable => "表として読めません。Excelブック（.xlsx）かCSVを指定してください。".into(),
            Self::OldExcel => "Excel 97–2003 形式（.xls）です。Excelで開き、.xlsx で保存し直してください。".into(),
            Self::Encrypted => "パスワードで暗号化されています。パスワードを外して保存し直してください。".into(),
            Self::OtherFormat(name) => format!("{name} 形式です。.xlsx かCSVで保存し直してください。"),
            Self::TooLarge { what: (ja, _), max } => {
                format!("{ja}が多すぎます（上限 {max}）。要らないシートや行を除くか、ファイルを分けてください。")
            }
            Self::Damaged { detail } => {
                format!("ファイルが壊れています（{detail}）。Excelで開いて保存し直してください。")
            }
            Self::Doctype => {
                "文書型の宣言が含まれています。Excelの作るブックにはないもので、安全のため読みません。".into()
            }
            Self::Encoding { line } => format!(
                "{line}行目に読めない文字があります。文字コードが混ざっているようです。UTF-8かShift_JISで保存し直してください。"
            ),
            Self::Quote { line } => format!("{line}行目で始まる引用符（\"）が閉じていません。"),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Empty => "The file is empty.".into(),
            Self::NotATable => "This cannot be read as a table. Give an Excel workbook (.xlsx) or CSV.".into(),
            Self::OldExcel => "This is an Excel 97–2003 workbook (.xls). Open it in Excel and save it as .xlsx.".into(),
            Self::Encrypted => {
                "The workbook is encrypted with a password. Remove the password and save it again.".into()
            }
            Self::OtherFormat(name) => format!("This is a file of the form {name}. Save it as .xlsx or CSV."),
            Self::TooLarge { what: (_, en), max } => {
                format!("Too many {en} (at most {max}). Remove what is not needed or divide the file.")
            }
            Self::Damaged { detail } => {
                format!("The file is damaged ({detail}). Open it in Excel and save it again.")
            }
            Self::Doctype => {
                "The file declares a document type, which no workbook of Excel does; it is not read, for safety.".into()
            }
            Self::Encoding { line } => format!(
                "Line {line} has characters that cannot be read; encodings seem to be mixed. Save the file as UTF-8 or Shift_JIS."
            ),
            Self::Quote { line } => format!("A quotation mark (\") that opens in line {line} is never closed."),
        }
    }
}

impl From<ReadError> for TableError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Empty => Self::Empty,
            ReadError::Encrypted => Self::Encrypted,
            ReadError::Doctype { .. } => Self::Doctype,
            ReadError::TooLarge { max, .. } => {
                Self::TooLarge { what: ("ファイルのバイト数", "bytes in the file"), max }
            }
            ReadError::ZipBomb { what: Limit::Ratio } => Self::TooLarge {
                what: ("展開後の大きさの倍率", "times its size when unpacked"),
                max: super::workbook::RATIO,
            },
            ReadError::ZipBomb { .. } => Self::TooLarge {
                what: ("展開後のバイト数", "bytes when unpacked"),
                max: super::workbook::UNPACKED,
            },
            ReadError::Damaged { detail } => Self::Damaged { detail },
            _ => Self::NotATable,
        }
    }
}

/// What the first bytes look like.
pub(super) enum Kind {
    Zip,
    Text,
}

/// Tells workbooks from texts; what is known and not read is refused by name.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, TableError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(Kind::Zip);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        let has = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            find(bytes, &wide, 0).is_some()
        };
        return Err(if has("EncryptedPackage") {
            TableError::Encrypted
        } else if has("Workbook") || has("Book") {
            TableError::OldExcel
        } else {
            TableError::NotATable
        });
    }
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, _, 0x00, ..]) {
        return Err(TableError::OldExcel);
    }
    if bytes.starts_with(b"%PDF-") {
        return Err(TableError::OtherFormat("PDF"));
    }
    let head: Vec<u8> =
        bytes.iter().skip_while(|b| b.is_ascii_whitespace()).take(14).map(u8::to_ascii_lowercase).collect();
    if head.starts_with(b"<html") || head.starts_with(b"<!doctype") || head.starts_with(b"<?xml") {
        return Err(TableError::OtherFormat("HTML/XML"));
    }
    Ok(Kind::Text)
}
