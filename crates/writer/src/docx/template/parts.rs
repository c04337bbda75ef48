//! Which parts a template has, and what its styles and lists are.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::TemplateError;
use super::archive::Archive;
use crate::docx::numbering::Nums;
use crate::docx::package::{self, RELATIONS};
use crate::paper::{Paper, number};

/// Width of the text where a template does not say it, in hundredths of a millimetre.
const UPRIGHT: u32 = crate::paper::Orientation::Portrait.text_width();

const CONTENT_TYPES: &str = "[Content_Types].xml";
const NUMBERING_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";

/// The parts that matter here.
#[derive(Debug)]
pub(super) struct Package {
    /// The document itself.
    pub(super) main: String,
    /// Its relations.
    relations: String,
    /// Headers and footers.
    around: Vec<String>,
    styles: Option<String>,
    numbering: Option<String>,
}

impl Package {
    pub(super) fn of(archive: &Archive) -> Result<Self, TemplateError> {
        if archive.text(CONTENT_TYPES)?.contains("macroEnabled") {
            return Err(TemplateError::Macros);
        }
        let root = relations(archive, "_rels/.rels", "")?;
        let main = root
            .into_iter()
            .find(|(kind, _)| kind == "officeDocument")
            .map(|(_, target)| target)
            .ok_or_else(|| TemplateError::NotWord("no document in it".to_owned()))?;
        if !archive.text(&main)?.contains("<w:document") {
            return Err(TemplateError::NotWord(format!("{main} is no Word document")));
        }
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", main.as_str()));
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let path = format!("{prefix}_rels/{file}.rels");
        let mut package =
            Self { main: main.clone(), relations: path.clone(), around: Vec::new(), styles: None, numbering: None };
        for (kind, target) in relations(archive, &path, &prefix)? {
            match kind.as_str() {
                "header" | "footer" => package.around.push(target),
                "styles" => package.styles = Some(target),
                "numbering" => package.numbering = Some(target),
                _ => {}
            }
        }
        Ok(package)
    }

    /// Parts that may have places: the document first.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut out = vec![self.main.clone()];
        for name in &self.around {
            if !out.contains(name) {
                out.push(name.clone());
            }
        }
        out
    }

    /// A template file (`.dotx`) becomes a document.
    pub(super) fn make_document(&self, archive: &mut Archive) -> Result<(), TemplateError> {
        let text = archive.text(CONTENT_TYPES)?;
        if text.contains("template.main+xml") {
            let text = text.replace("template.main+xml", "document.main+xml");
            archive.replace(CONTENT_TYPES, text);
        }
        Ok(())
    }
}

/// Relations of a part: last word of the kind, and the part it points to.
fn relations(archive: &Archive, path: &str, folder: &str) -> Result<Vec<(String, String)>, TemplateError> {
    let mut out = Vec::new();
    each_tag(path, archive.text(path)?, |tag, _| {
        if tag.name().0.rsplit(':').next() == Some("Relationship")
            && attribute(tag, "TargetMode").as_deref() != Some("External")
            && let (Some(kind), Some(target)) = (attribute(tag, "Type"), attribute(tag, "Target"))
        {
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let target = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{target}"),
            };
            out.push((kind, target));
        }
    })?;
    Ok(out)
}

/// The styles of a template.
#[derive(Debug)]
pub(super) struct Styles {
    /// Paragraph styles: name in small letters → id.
    pub(super) present: BTreeMap<String, String>,
    /// The style a paragraph has if it names none.
    pub(super) base: String,
}

impl Styles {
    pub(super) fn of(archive: &Archive, package: &Package) -> Result<Self, TemplateError> {
        let mut styles = Self { present: BTreeMap::new(), base: "Normal".to_owned() };
        let Some(part) = &package.styles else {
            return Err(TemplateError::NotWord("it has no styles".to_owned()));
        };
        let mut current: Option<String> = None;
        each_tag(part, archive.text(part)?, |tag, _| match tag.name().0 {
            "w:style" => {
                current = (attribute(tag, "w:type").as_deref() == Some("paragraph"))
                    .then(|| attribute(tag, "w:styleId"))
                    .flatten();
                if let Some(id) = &current
                    && matches!(attribute(tag, "w:default").as_deref(), Some("1" | "true" | "on"))
                {
                    styles.base.clone_from(id);
                }
            }
            "w:name" => {
                if let (Some(id), Some(name)) = (current.take(), attribute(tag, "w:val")) {
                    styles.present.insert(name.to_ascii_lowercase(), id);
                }
            }
            _ => {}
        })?;
        Ok(styles)
    }

    /// Adds the styles the template lacks.
    pub(super) fn add(&self, archive: &mut Archive, package: &Package, missing: &str) -> Result<(), TemplateError> {
        let Some(part) = &package.styles else { return Ok(()) };
        let text = archive.text(part)?;
        let at = text.rfind("</w:styles>").ok_or_else(|| malformed(part, text.len()))?;
        let text = inserted(text, at, missing);
        archive.replace(part, text);
        Ok(())
    }
}

/// The lists of a template.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// First free number of a scheme.
    pub(super) schemes: u32,
    /// Highest number of a list.
    pub(super) lists: u32,
    /// Where schemes end and lists begin.
    between: Option<usize>,
    /// Where lists end.
    end: Option<usize>,
}

impl Lists {
    pub(super) fn of(archive: &Archive, package: &Package) -> Result<Self, TemplateError> {
        let mut lists = Self::default();
        let Some(part) = &package.numbering else { return Ok(lists) };
        let text = archive.text(part)?;
        each_tag(part, text, |tag, at| {
            let number = |name: &str| attribute(tag, name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
            match tag.name().0 {
                "w:abstractNum" => {
                    lists.schemes = lists.schemes.max(number("w:abstractNumId").saturating_add(1));
                }
                "w:num" => {
                    lists.lists = lists.lists.max(number("w:numId"));
                    lists.between.get_or_insert(at);
                }
                "w:numIdMacAtCleanup" => lists.end = Some(at),
                _ => {}
            }
        })?;
        let close = text.rfind("</w:numbering>").ok_or_else(|| malformed(part, text.len()))?;
        let end = *lists.end.get_or_insert(close);
        lists.between.get_or_insert(end);
        Ok(lists)
    }

    /// Adds our schemes and lists, and the part for them if there is none.
    pub(super) fn add(
        &self,
        archive: &mut Archive,
        package: &Package,
        paper: &Paper,
        nums: &Nums,
    ) -> Result<(), TemplateError> {
        if let (Some(part), Some(between), Some(end)) = (&package.numbering, self.between, self.end) {
            let text = inserted(archive.text(part)?, end, &nums.lists_xml());
            let text = inserted(&text, between, &nums.schemes_xml(paper.lang, number::form(paper)));
            archive.replace(part, text);
            return Ok(());
        }
        let folder = package.main.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let name = (1..100)
            .map(|count| format!("{folder}numbering{count}.xml"))
            .find(|name| archive.find(name).is_none())
            .unwrap_or_default();
        let relation =
            format!(r#"<Relationship Id="rIdPaperNumbering" Type="{RELATIONS}/numbering" Target="/{name}"/>"#);
        add_before(archive, &package.relations, "</Relationships>", &relation)?;
        let kind = format!(r#"<Override PartName="/{name}" ContentType="{NUMBERING_TYPE}"/>"#);
        add_before(archive, CONTENT_TYPES, "</Types>", &kind)?;
        archive.replace(&name, package::numbering(paper, nums));
        Ok(())
    }
}

/// Width of the text in hundredths of a millimetre, from the last section of the document.
pub(super) fn text_width(main: &str) -> u32 {
    let (mut page, mut left, mut right) = (11_906_u32, 1_418_u32, 1_418_u32);
    let read = each_tag("", main, |tag, _| {
        let number =
            |name: &str, other: u32| attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(other);
        match tag.name().0 {
            "w:pgSz" => page = number("w:w", page),
            "w:pgMar" => (left, right) = (number("w:left", left), number("w:right", right)),
            _ => {}
        }
    });
    let twips = page.min(31_680).saturating_sub(left).saturating_sub(right);
    match read {
        Ok(()) if twips > 2_000 => u32::try_from(u64::from(twips).saturating_mul(10_000) / 5_669).unwrap_or(UPRIGHT),
        _ => UPRIGHT,
    }
}

/// Shows every start tag with its place.
fn each_tag(part: &str, xml: &str, mut see: impl FnMut(&BytesStart<'_>, usize)) -> Result<(), TemplateError> {
    let mut reader = Reader::from_str(xml);
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => see(&tag, at),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::DocType(_)) | Err(_) => return Err(malformed(part, at)),
            Ok(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
}

fn add_before(archive: &mut Archive, part: &str, mark: &str, addition: &str) -> Result<(), TemplateError> {
    let text = archive.text(part)?;
    let at = text.rfind(mark).ok_or_else(|| malformed(part, text.len()))?;
    let text = inserted(text, at, addition);
    archive.replace(part, text);
    Ok(())
}

fn inserted(text: &str, at: usize, addition: &str) -> String {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    format!("{before}{addition}{after}")
}

fn malformed(part: &str, at: usize) -> TemplateError {
    TemplateError::Malformed { part: part.to_owned(), at: u64::try_from(at).unwrap_or(u64::MAX) }
}
