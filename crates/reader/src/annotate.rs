//! Writes remarks and proposed clauses into a Word document, and takes them out again.
//!
//! Nothing else changes: every other part keeps its packed bytes, and within the changed parts text is only inserted.
//! Remarks become comments in the margin; proposed clauses become tracked insertions at the end of the body, which a
//! person accepts or rejects in Word. The same input gives the same bytes.

mod body;
mod container;
mod mark;
mod remark;
mod strip;

use jiff::civil::DateTime;

use crate::{
    Limits, ReadError,
    archive::Archive,
    docx::{
        Package,
        body::{Container, Story},
        relations,
    },
    xml,
};
use mark::Names;
pub use strip::strip;

/// A remark at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Paragraph as counted by [`crate::Place::paragraph`].
    pub paragraph: u32,
    /// Characters of the block's text; without, the whole paragraph.
    pub characters: Option<std::ops::Range<usize>>,
    /// Who remarks.
    pub author: String,
    /// Paragraphs of the remark.
    pub lines: Vec<String>,
}

/// A clause that is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// First line, in bold.
    pub heading: String,
    /// Lines below it.
    pub paragraphs: Vec<String>,
}

/// What is added to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Additions {
    /// Remarks in the margin.
    pub remarks: Vec<Remark>,
    /// Clauses proposed at the end.
    pub proposals: Vec<Proposal>,
    /// Who proposes the clauses.
    pub author: String,
    /// Date of it all, by the clock on the wall: Word shows it as it stands.
    pub date: DateTime,
}

/// Adds remarks and proposed clauses to a Word document.
///
/// A remark whose paragraph lies in a text box stands at the paragraph that holds the box; one in a header, a note or
/// beyond the end stands at the first paragraph.
///
/// # Errors
/// Why the document cannot be read or written.
pub fn annotate(docx: &[u8], additions: &Additions, limits: &Limits) -> Result<Vec<u8>, ReadError> {
    let archive = Archive::open(docx, limits)?;
    let package = Package::open(&archive, limits)?;
    let main = utf8(&archive, &package.main)?;
    let names = Names::of(&main, &package.main, limits)?;
    let mut found = package.settings(limits)?;
    found.trails = Some(Vec::new());
    Story::new(&mut found, Container::Body).read(&main, &package.main, limits)?;
    let trails = found.trails.unwrap_or_default();

    let mut changes = Vec::new();
    let comments = Comments::open(&package, limits)?;
    let first = comments.next_id.max(names.next_id);
    let edited = body::edit(&body::Source::of(&main, &names, &trails), additions, first)?;
    changes.push((package.main.clone(), Some(edited.into_bytes())));
    if !additions.remarks.is_empty() {
        changes.extend(comments.add(&package, &names, additions, first)?);
    }
    archive.rewrite(&changes)
}

/// A part as text whose bytes are those of the file.
fn utf8(archive: &Archive<'_>, part: &str) -> Result<String, ReadError> {
    let bytes = archive.part(part)?.unwrap_or_default();
    String::from_utf8(bytes).map_err(|_| ReadError::Damaged { detail: format!("{part}: not in UTF-8") })
}

/// Changes to the archive: name of a part and its new bytes.
type Changes = Vec<(String, Option<Vec<u8>>)>;

/// The part with comments, if the document has one already.
struct Comments {
    existing: Option<(String, String)>,
    next_id: u32,
}

impl Comments {
    fn open(package: &Package<'_>, limits: &Limits) -> Result<Self, ReadError> {
        let Some(target) = package.relations.first("comments") else {
            return Ok(Self { existing: None, next_id: 0 });
        };
        let Some(name) = package.archive.name_of(&target).map(str::to_owned) else {
            return Ok(Self { existing: None, next_id: 0 });
        };
        let text = utf8(package.archive, &name)?;
        let next_id = mark::next_id(&text, &name, limits)?;
        Ok(Self { existing: Some((name, text)), next_id })
    }

    fn add(
        self,
        package: &Package<'_>,
        names: &Names,
        additions: &Additions,
        first: u32,
    ) -> Result<Changes, ReadError> {
        let mut changes = Changes::new();
        if let Some((name, text)) = self.existing {
            let own = Names::of_root(&text, &name)?;
            let written = remark::comments(&own.prefix, additions, first);
            changes.push((name, Some(container::append(&text, &written)?.into_bytes())));
            return Ok(changes);
        }
        let types = utf8(package.archive, mark::TYPES_PART)?;
        let folder = package.main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let taken = |file: &str| {
            let name = format!("{folder}{file}");
            package.archive.name_of(&name).is_some()
                || types.to_lowercase().contains(&format!("/{}\"", name.to_lowercase()))
        };
        let file = (0..1000).map(|n| if n == 0 { "comments.xml".into() } else { format!("comments{n}.xml") });
        let file = file.into_iter().find(|file| !taken(file)).unwrap_or_else(|| "comments-sekimori.xml".to_owned());
        let part = format!("{folder}{file}");

        let written = remark::comments(&names.prefix, additions, first);
        let root = format!("{}comments", names.prefix);
        let attributes = format!("xmlns:{}=\"{}\"", names.prefix.trim_end_matches(':'), names.uri);
        changes.push((part.clone(), Some(container::create(&root, &attributes, &written).into_bytes())));
        changes.push(Self::relate(package, names, &file)?);
        let tag = Names::of_root(&types, mark::TYPES_PART)?.prefix;
        let known = mark::override_tag(&tag, &part);
        changes.push((mark::TYPES_PART.to_owned(), Some(container::append(&types, &known)?.into_bytes())));
        Ok(changes)
    }

    /// The relation from the body to the new part.
    fn relate(package: &Package<'_>, names: &Names, file: &str) -> Result<(String, Option<Vec<u8>>), ReadError> {
        let name = relations::name_for(&package.main);
        let Some(stored) = package.archive.name_of(&name).map(str::to_owned) else {
            let relation = mark::relation_tag("", names.is_strict(), file);
            let attributes = format!("xmlns=\"{}\"", mark::RELATIONS_URI);
            let created = container::create("Relationships", &attributes, &relation);
            return Ok((name, Some(created.into_bytes())));
        };
        let text = utf8(package.archive, &stored)?;
        let tag = Names::of_root(&text, &stored)?.prefix;
        let relation = mark::relation_tag(&tag, names.is_strict(), file);
        Ok((stored, Some(container::append(&text, &relation)?.into_bytes())))
    }
}

/// Text for XML: escaped, without characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests;
