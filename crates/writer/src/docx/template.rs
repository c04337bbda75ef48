//! Word templates of the organisation: named places are filled, everything else stays byte for byte.
//!
//! A template is a `.docx` (or `.dotx`) with places such as `{{title}}` in its text, header or footer, and one paragraph
//! `{{body}}` for the contents. A place may be spread over several runs of text, as Word likes to do. Styles the
//! template has under our names (`Title`, `heading 1`, `Body Text`, `Article`, `Table Text` …) are used; those it lacks
//! are added.

mod archive;
mod error;
mod parts;
mod scan;

use std::collections::BTreeMap;

use super::numbering::Nums;
use super::styles::StyleMap;
use super::{Titles, Turning, Writer};
use crate::paper::{Numbers, Paper, Words};

pub use error::TemplateError;

use archive::Archive;
use scan::Scan;

/// A place in a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// `{{title}}`: the title. The body then leaves it out.
    Title,
    /// `{{contract_number}}`: the number of the contract, where the paper bears it.
    Contract,
    /// `{{number}}`: the document number.
    Number,
    /// `{{version}}`: the version.
    Version,
    /// `{{date}}`: the date as printed.
    Date,
    /// `{{form_number}}`: the form number.
    FormNumber,
    /// `{{edition}}`: the edition of the catalogue.
    Edition,
    /// `{{status}}`: 未確定 while something is open, else nothing.
    Status,
    /// `{{body}}`: the contents; a paragraph of its own, not in a table. Every template has it once.
    Body,
}

impl Place {
    /// All places.
    pub const ALL: &'static [Self] = &[
        Self::Title,
        Self::Contract,
        Self::Number,
        Self::Version,
        Self::Date,
        Self::FormNumber,
        Self::Edition,
        Self::Status,
        Self::Body,
    ];

    /// Its name between the brackets.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Contract => "contract_number",
            Self::Number => "number",
            Self::Version => "version",
            Self::Date => "date",
            Self::FormNumber => "form_number",
            Self::Edition => "edition",
            Self::Status => "status",
            Self::Body => "body",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|place| place.name() == name)
    }

    /// What is put there; the body is put otherwise.
    fn text(self, paper: &Paper) -> String {
        let meta = &paper.meta;
        let given = |text: &Option<String>| text.clone().unwrap_or_default();
        match self {
            Self::Title => meta.title.clone(),
            Self::Contract => given(&meta.contract),
            Self::Number => given(&meta.number),
            Self::Version => given(&meta.version),
            Self::Date => given(&meta.date),
            Self::FormNumber => given(&meta.form_number),
            Self::Edition => given(&meta.edition),
            Self::Status if paper.is_open() => Words::of(paper.lang).open_mark.to_owned(),
            Self::Status | Self::Body => String::new(),
        }
    }
}

/// Fills a template with a paper.
///
/// # Errors
/// When the file is no Word file, is too large, holds macros, has a place of an unknown name, or lacks the place for
/// the body; when the paper contradicts itself. Nothing is written then.
pub fn fill(template: &[u8], paper: &Paper) -> Result<Vec<u8>, TemplateError> {
    let numbers = Numbers::of(paper)?;
    let mut archive = Archive::open(template)?;
    let package = parts::Package::of(&archive)?;
    let scans: Vec<(String, Scan)> = package
        .texts()
        .into_iter()
        .map(|name| {
            let scan = Scan::of(&name, archive.text(&name)?)?;
            Ok((name, scan))
        })
        .collect::<Result<_, TemplateError>>()?;
    let found = found(&scans)?;

    let styles = parts::Styles::of(&archive, &package)?;
    let lists = parts::Lists::of(&archive, &package)?;
    let map = StyleMap::in_template(paper.lang, &styles.present, styles.base.clone());
    let width = parts::text_width(archive.text(&package.main)?);
    let nums = Nums::new(lists.schemes, lists.lists);
    let mut writer = Writer::new(paper, &numbers, (nums, map), (width, Turning::Fixed));
    let titles = if found.contains_key(&Place::Title) { Titles::Skip } else { Titles::Keep };
    let body = writer.body(titles);

    for (name, scan) in &scans {
        let filled = scan.filled(archive.text(name)?, |place| place.text(paper), &body);
        if let Some(text) = filled {
            archive.replace(name, text);
        }
    }
    styles.add(&mut archive, &package, &writer.styles.missing_xml(paper.lang, &styles.present))?;
    lists.add(&mut archive, &package, paper, &writer.nums)?;
    package.make_document(&mut archive)?;
    archive.write(template)
}

/// Which places there are, and how often. Refuses unknown names and a missing or unusable body.
fn found(scans: &[(String, Scan)]) -> Result<BTreeMap<Place, usize>, TemplateError> {
    let mut found: BTreeMap<Place, usize> = BTreeMap::new();
    let mut unknown: Vec<String> = Vec::new();
    for name in scans.iter().flat_map(|(_, scan)| scan.names()) {
        match Place::named(name) {
            Some(place) => {
                let count = found.entry(place).or_default();
                *count = count.saturating_add(1);
            }
            None if unknown.iter().any(|known| known == name) => {}
            None => unknown.push(name.to_owned()),
        }
    }
    if !unknown.is_empty() {
        return Err(TemplateError::UnknownPlaces(unknown));
    }
    let usable = scans.first().is_some_and(|(_, main)| main.has_body());
    match found.get(&Place::Body) {
        None => Err(TemplateError::NoBody(found.into_keys().map(Place::name).collect())),
        Some(1) if usable => Ok(found),
        Some(1) => Err(TemplateError::BodyNotAlone),
        Some(count) => Err(TemplateError::ManyBodies(*count)),
    }
}

#[cfg(test)]
mod tests;
