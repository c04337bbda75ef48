//! Word documents: the body, its printed numbers, and what hangs on it (headers, notes, boxes, comments).

pub(crate) mod body;
mod number;
pub(crate) mod numbering;
pub(crate) mod paragraph;
pub(crate) mod relations;
mod run;
mod styles;
mod symbol;
mod table;

use std::collections::HashSet;

use crate::{
    Block, BlockKind, Document, Format, Limits, Notice, Place, ReadError,
    archive::Archive,
    error::{Kind, Limit},
    xml,
};
use body::{Container, Found, Settings, Story};
use numbering::Numbering;
use relations::Relations;
use styles::Styles;

/// Reads a zip archive that should be a Word document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let archive = Archive::open(bytes, limits)?;
    let package = Package::open(&archive, limits)?;
    let mut found = package.settings(limits)?;
    package.harmless(limits)?;
    let mut notices = Vec::new();
    let main = package.main_text()?;
    let mut story = Story::new(&mut found, Container::Body);
    story.read(&main, &package.main, limits)?;
    package.other_stories(&mut found, limits, &mut notices)?;
    notices.extend(found.notices());
    document(found, notices, limits)
}

fn document(found: Found, notices: Vec<Notice>, limits: &Limits) -> Result<Document, ReadError> {
    let characters: usize = found.blocks.iter().map(|b| b.text.chars().count()).sum();
    if characters > limits.characters {
        return Err(ReadError::TooComplex { what: Limit::Characters, max: limits.characters as u64 });
    }
    let mut blocks = found.blocks;
    // a paragraph ends after the boxes it holds; it began before them
    blocks.sort_by_key(|block| block.place.paragraph);
    if blocks.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Document::new(Format::Docx, blocks, notices))
}

/// The parts of a Word document by their roles.
#[derive(Debug)]
pub(crate) struct Package<'a> {
    pub(crate) archive: &'a Archive<'a>,
    /// Name of the part that holds the body.
    pub(crate) main: String,
    pub(crate) relations: Relations,
}

impl<'a> Package<'a> {
    /// Finds the body, or says what else the archive is.
    pub(crate) fn open(archive: &'a Archive<'a>, limits: &Limits) -> Result<Self, ReadError> {
        let roots = Relations::of(archive, "", limits)?;
        let named = roots.first("officeDocument").and_then(|target| archive.name_of(&target));
        let main = named.or_else(|| archive.name_of("word/document.xml"));
        let main = main.ok_or_else(|| other_kind(archive))?.to_owned();
        if let Some(kind) = kind_of(&main) {
            return Err(ReadError::OtherKind { kind });
        }
        let relations = Relations::of(archive, &main, limits)?;
        Ok(Self { archive, main, relations })
    }

    /// The body as characters.
    pub(crate) fn main_text(&self) -> Result<String, ReadError> {
        let bytes = self.archive.part(&self.main)?.ok_or_else(|| other_kind(self.archive))?;
        xml::decode(bytes, &self.main)
    }

    /// A part found by its role, with its name.
    pub(crate) fn by_role(&self, role: &str) -> Result<Option<(String, String)>, ReadError> {
        let Some(target) = self.relations.first(role) else { return Ok(None) };
        let Some(bytes) = self.archive.part(&target)? else { return Ok(None) };
        Ok(Some((xml::decode(bytes, &target)?, target)))
    }

    /// Styles and numbering, ready for the body. A broken one is left out: the text matters more than its numbers.
    pub(crate) fn settings(&self, limits: &Limits) -> Result<Found, ReadError> {
        let mut found = Found::default();
        let mut settings = Settings::default();
        if let Some((text, part)) = self.by_role("styles")? {
            settings.styles = self.or_left_out(Styles::read(&text, &part, limits), &part, &mut found)?;
        }
        if let Some((text, part)) = self.by_role("numbering")? {
            settings.numbering = self.or_left_out(Numbering::read(&text, &part, limits), &part, &mut found)?;
        }
        settings.numbering.link(&settings.styles);
        found.settings = settings;
        Ok(found)
    }

    fn or_left_out<T: Default>(
        &self,
        read: Result<T, ReadError>,
        part: &str,
        found: &mut Found,
    ) -> Result<T, ReadError> {
        match read {
            Err(ReadError::Damaged { .. }) => {
                found.left_out.push(part.to_owned());
                Ok(T::default())
            }
            other => other,
        }
    }

    /// Refuses what would act when the file is opened, as it may go back to its sender with our remarks in it.
    fn harmless(&self, limits: &Limits) -> Result<(), ReadError> {
        let is_project = |name: &str| name.to_ascii_lowercase().ends_with("vbaproject.bin");
        if self.archive.names().any(is_project) || self.typed_macros()? {
            return Err(ReadError::Macros);
        }
        let mut count = 0_u32;
        for part in self.archive.names().filter_map(relations::part_of) {
            match Relations::of(self.archive, &part, limits) {
                // the project may have any name
                Ok(relations) if relations.has_role("vbaProject") => return Err(ReadError::Macros),
                Ok(relations) => count = count.saturating_add(relations.fetched()),
                // relations nobody can read fetch nothing
                Err(ReadError::Damaged { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        if count > 0 { Err(ReadError::ExternalContent { count }) } else { Ok(()) }
    }

    /// Whether the list of types knows a project of macros, whatever the part is called.
    fn typed_macros(&self) -> Result<bool, ReadError> {
        let Some(bytes) = self.archive.part("[Content_Types].xml")? else { return Ok(false) };
        // one that nobody can read makes a file that no program opens
        let text = xml::decode(bytes, "[Content_Types].xml");
        Ok(text.is_ok_and(|text| text.to_ascii_lowercase().contains("vbaproject")))
    }

    /// Notes, heads and feet of pages, comments: in this order behind the body.
    fn other_stories(&self, found: &mut Found, limits: &Limits, notices: &mut Vec<Notice>) -> Result<(), ReadError> {
        let once = [("footnotes", Container::Footnote), ("endnotes", Container::Endnote)];
        let pages = [("header", Container::Header), ("footer", Container::Footer)];
        let named = |(role, container)| self.relations.first(role).map(|target| (target, container));
        let mut parts: Vec<(String, Container)> = once.into_iter().filter_map(named).collect();
        for (role, container) in pages {
            parts.extend(self.relations.all(role).map(|target| (target, container)));
        }
        parts.extend(named(("comments", Container::Comment)));
        let mut read = HashSet::new();
        // a part that many relations name is read once
        for (part, container) in parts.into_iter().filter(|(part, _)| read.insert(part.clone())) {
            let Some(bytes) = self.archive.part(&part)? else { continue };
            let text = xml::decode(bytes, &part)?;
            match Story::new(found, container).read(&text, &part, limits) {
                Err(ReadError::Damaged { .. }) => notices.push(Notice::PartLeftOut { part }),
                other => other?,
            }
        }
        Ok(())
    }
}

/// What an archive without a Word body is.
fn other_kind(archive: &Archive<'_>) -> ReadError {
    if archive.names().any(|name| name == "mimetype") {
        return ReadError::OtherKind { kind: Kind::OpenDocument };
    }
    if archive.names().any(|name| name == "[Content_Types].xml") {
        let kind = archive.names().find_map(kind_of);
        return kind.map_or_else(
            || ReadError::Damaged { detail: "document.xml missing".to_owned() },
            |kind| ReadError::OtherKind { kind },
        );
    }
    ReadError::OtherKind { kind: Kind::Archive }
}

fn kind_of(part: &str) -> Option<Kind> {
    if part.starts_with("xl/") {
        Some(Kind::Workbook)
    } else if part.starts_with("ppt/") {
        Some(Kind::Slides)
    } else {
        None
    }
}

/// A block whose offsets are still to be counted.
pub(crate) fn block(kind: BlockKind, label: Option<String>, text: String, paragraph: u32) -> Block {
    Block { kind, label, text, place: Place { paragraph, ..Place::default() } }
}

#[cfg(test)]
mod tests;
