//! The zip package of a workbook: what kind of file it is, and its parts, within limits.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::SheetError;

/// Largest file, in bytes.
const FILE: u64 = 40 * 1024 * 1024;
/// Most entries of the package.
const ENTRIES: usize = 4_000;
/// Largest part that is read, in bytes, when unpacked.
const PART: u64 = 48 * 1024 * 1024;
/// Largest sum of the parts that are read, in bytes.
const TOTAL: u64 = 200 * 1024 * 1024;

/// An opened package.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package after a look at what kind of file it is.
    pub fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        kind(bytes)?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| SheetError::damaged("zip", e))?;
        if zip.len() > ENTRIES {
            return Err(too_large(("部品", "entries"), ENTRIES as u64));
        }
        let package = Self { zip, left: TOTAL };
        package.check_names()?;
        Ok(package)
    }

    fn check_names(&self) -> Result<(), SheetError> {
        if self.zip.has_duplicate_names() {
            return Err(SheetError::damaged("zip", "an entry stands twice"));
        }
        let has = |name: &str| self.zip.index_for_name(name).is_some();
        if has("xl/workbook.bin") {
            return Err(SheetError::OtherFormat(".xlsb"));
        }
        if has("content.xml") && has("mimetype") {
            return Err(SheetError::OtherFormat("OpenDocument (.ods)"));
        }
        if !has("[Content_Types].xml") || has("word/document.xml") || has("ppt/presentation.xml") {
            return Err(SheetError::NotAWorkbook);
        }
        Ok(())
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The text of a part that must be there.
    pub fn text(&mut self, name: &str) -> Result<String, SheetError> {
        let mut file = self.zip.by_name(name).map_err(|e| match e {
            zip::result::ZipError::FileNotFound => SheetError::Missing { part: name.to_owned() },
            e => SheetError::damaged(name, e),
        })?;
        let most = PART.min(self.left);
        let mut bytes = Vec::new();
        // what the directory says of the size is not believed
        file.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| SheetError::damaged(name, e))?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(too_large(("展開後のバイト数", "bytes when unpacked"), most));
        }
        self.left = self.left.saturating_sub(size);
        let text = String::from_utf8(bytes).map_err(|_| SheetError::damaged(name, "not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// The text of a part, or nothing where there is none.
    pub fn text_if_there(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        if self.has(name) { self.text(name).map(Some) } else { Ok(None) }
    }

    /// The package again, some parts replaced; every other entry is copied as it is packed.
    pub fn rewritten(mut self, parts: &BTreeMap<String, String>) -> Result<Vec<u8>, SheetError> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        out.set_raw_comment(self.zip.comment().into()).map_err(|e| SheetError::damaged("zip", e))?;
        for index in 0..self.zip.len() {
            let file = self.zip.by_index_raw(index).map_err(|e| SheetError::damaged("zip", e))?;
            let name = file.name().map_err(|e| SheetError::damaged("zip", e))?.into_owned();
            match parts.get(&name) {
                None => out.raw_copy_file(file).map_err(|e| SheetError::damaged(&name, e))?,
                Some(text) => {
                    let options = zip::write::SimpleFileOptions::default()
                        .compression_method(zip::CompressionMethod::Deflated)
                        .last_modified_time(file.last_modified().unwrap_or_default());
                    drop(file);
                    out.start_file(name.as_str(), options).map_err(|e| SheetError::damaged(&name, e))?;
                    std::io::Write::write_all(&mut out, text.as_bytes()).map_err(|e| SheetError::damaged(&name, e))?;
                }
            }
        }
        out.finish().map(Cursor::into_inner).map_err(|e| SheetError::damaged("zip", e))
    }
}

pub(crate) const fn too_large(what: (&'static str, &'static str), limit: u64) -> SheetError {
    SheetError::TooLarge { what, limit }
}

/// Refuses what is no zip package, saying what it is where that can be told.
fn kind(bytes: &[u8]) -> Result<(), SheetError> {
    if bytes.len() as u64 > FILE {
        return Err(too_large(("ファイルのバイト数", "bytes in the file"), FILE));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(());
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let has = |name: &str| {
            let name = wide(name);
            bytes.windows(name.len()).any(|w| w == name)
        };
        return Err(if has("EncryptedPackage") {
            SheetError::Encrypted
        } else if has("Workbook") || has("Book") {
            SheetError::OldExcel
        } else {
            SheetError::NotAWorkbook
        });
    }
    // BIFF2 to BIFF4: a bare stream that begins with a BOF record
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, _, 0x00, ..]) {
        return Err(SheetError::OldExcel);
    }
    Err(SheetError::NotAWorkbook)
}
