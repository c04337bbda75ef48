//! The zip of a template, read within limits and written back with only the changed parts new.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write as _};

use zip::{ZipArchive, ZipWriter};

use super::TemplateError;
use crate::docx::package::stored;
use crate::paper::PaperError;

/// Most bytes of the file.
pub(super) const MAX_FILE: u64 = 20 << 20;
/// Most bytes of all parts unpacked.
pub(super) const MAX_UNPACKED: u64 = 100 << 20;
/// Most parts.
pub(super) const MAX_PARTS: u64 = 2_000;

/// The texts of a template's parts, and what changes.
#[derive(Debug)]
pub(super) struct Archive {
    /// Parts that are XML.
    texts: BTreeMap<String, String>,
    changed: BTreeMap<String, String>,
}

impl Archive {
    pub(super) fn open(bytes: &[u8]) -> Result<Self, TemplateError> {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        if size > MAX_FILE {
            return Err(TemplateError::TooLarge { what: "bytes of the file", limit: MAX_FILE });
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(not_word)?;
        if u64::try_from(zip.len()).unwrap_or(u64::MAX) > MAX_PARTS {
            return Err(TemplateError::TooLarge { what: "parts", limit: MAX_PARTS });
        }
        let mut left = MAX_UNPACKED;
        let mut texts = BTreeMap::new();
        for index in 0..zip.len() {
            let file = zip.by_index(index).map_err(not_word)?;
            let name = file.name().map_err(not_word)?.into_owned();
            if name.to_ascii_lowercase().ends_with("vbaproject.bin") {
                return Err(TemplateError::Macros);
            }
            let mut content = Vec::new();
            // What the directory says of the size is not believed.
            file.take(left.saturating_add(1)).read_to_end(&mut content).map_err(not_word)?;
            left = left
                .checked_sub(u64::try_from(content.len()).unwrap_or(u64::MAX))
                .ok_or(TemplateError::TooLarge { what: "bytes unpacked", limit: MAX_UNPACKED })?;
            if name.ends_with(".xml") || name.ends_with(".rels") {
                let at = |error: &std::string::FromUtf8Error| error.utf8_error().valid_up_to();
                let text = String::from_utf8(content).map_err(|error| TemplateError::Malformed {
                    part: name.clone(),
                    at: u64::try_from(at(&error)).unwrap_or(0),
                })?;
                texts.insert(name, text);
            }
        }
        Ok(Self { texts, changed: BTreeMap::new() })
    }

    /// Text of a part, as it is by now.
    pub(super) fn text(&self, name: &str) -> Result<&str, TemplateError> {
        self.find(name).ok_or_else(|| TemplateError::NotWord(format!("{name} is missing")))
    }

    /// The same, if there is one.
    pub(super) fn find(&self, name: &str) -> Option<&str> {
        self.changed.get(name).or_else(|| self.texts.get(name)).map(String::as_str)
    }

    pub(super) fn replace(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// The template with the changed parts in their places and new parts at the end.
    pub(super) fn write(&self, template: &[u8]) -> Result<Vec<u8>, TemplateError> {
        self.written(template).map_err(|error| TemplateError::Paper(PaperError::Package(error.to_string())))
    }

    fn written(&self, template: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
        let mut from = ZipArchive::new(Cursor::new(template))?;
        let mut to = ZipWriter::new(Cursor::new(Vec::new()));
        let mut done: Vec<String> = Vec::new();
        for index in 0..from.len() {
            let file = from.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            match self.changed.get(&name) {
                None => to.raw_copy_file(file)?,
                Some(text) => {
                    to.start_file(name.as_str(), stored())?;
                    to.write_all(text.as_bytes())?;
                    done.push(name);
                }
            }
        }
        for (name, text) in self.changed.iter().filter(|(name, _)| !done.contains(name)) {
            to.start_file(name.as_str(), stored())?;
            to.write_all(text.as_bytes())?;
        }
        Ok(to.finish()?.into_inner())
    }
}

fn not_word(error: impl std::fmt::Display) -> TemplateError {
    TemplateError::NotWord(error.to_string())
}
