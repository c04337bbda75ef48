//! The parts of a Word file and the zip around them.

use std::io::{Cursor, Write as _};

use domain::Lang;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::numbering::Nums;
use super::xml::{Xml, escaped};
use super::{Face, styles};
use crate::paper::{Orientation, Paper, PaperError, Words, number};

pub(super) const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
pub(super) const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
pub(super) const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Puts the parts together.
pub(super) fn assemble(
    paper: &Paper,
    face: Face,
    (body, last): (&str, Orientation),
    nums: &Nums,
) -> Result<Vec<u8>, PaperError> {
    let parts = [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("docProps/app.xml", app_properties()),
        ("docProps/core.xml", core_properties(paper)),
        ("word/_rels/document.xml.rels", document_relations()),
        ("word/document.xml", document(body, last)),
        ("word/fontTable.xml", styles::font_table()),
        ("word/footer1.xml", footer(paper, Orientation::Portrait)),
        ("word/footer2.xml", footer(paper, Orientation::Landscape)),
        ("word/header1.xml", header(paper, Orientation::Portrait)),
        ("word/header2.xml", header(paper, Orientation::Landscape)),
        ("word/numbering.xml", numbering(paper, nums)),
        ("word/settings.xml", settings(paper.lang)),
        ("word/styles.xml", styles::part(paper.lang, face)),
    ];
    zipped(&parts).map_err(|error| PaperError::Package(error.to_string()))
}

/// The one way a part is stored: deflated, without a time of its own.
pub(super) fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}

fn zipped(parts: &[(&str, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, stored())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

fn content_types() -> String {
    let part = |name: &str, kind: &str| format!(r#"<Override PartName="/{name}" ContentType="{kind}"/>"#);
    let word: String = [
        ("document", "document.main"),
        ("fontTable", "fontTable"),
        ("footer1", "footer"),
        ("footer2", "footer"),
        ("header1", "header"),
        ("header2", "header"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("styles", "styles"),
    ]
    .iter()
    .map(|(name, kind)| part(&format!("word/{name}.xml"), &format!("{TYPE}.{kind}+xml")))
    .collect();
    format!(
        r#"{XML}<Types xmlns="{PACKAGE_RELATIONS}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{word}</Types>"#,
        part("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
        part("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
}

fn relations(list: &[(&str, &str)]) -> String {
    let all: String = (1..)
        .zip(list)
        .map(|(id, (kind, target))| format!(r#"<Relationship Id="rId{id}" Type="{kind}" Target="{target}"/>"#))
        .collect();
    format!(r#"{XML}<Relationships xmlns="{PACKAGE_RELATIONS}/relationships">{all}</Relationships>"#)
}

fn package_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        (&format!("{PACKAGE_RELATIONS}/relationships/metadata/core-properties"), "docProps/core.xml"),
        (&format!("{RELATIONS}/extended-properties"), "docProps/app.xml"),
    ])
}

fn document_relations() -> String {
    relations(&[
        (&format!("{RELATIONS}/styles"), "styles.xml"),
        (&format!("{RELATIONS}/numbering"), "numbering.xml"),
        (&format!("{RELATIONS}/settings"), "settings.xml"),
        (&format!("{RELATIONS}/fontTable"), "fontTable.xml"),
        (&format!("{RELATIONS}/header"), "header1.xml"),
        (&format!("{RELATIONS}/footer"), "footer1.xml"),
        (&format!("{RELATIONS}/header"), "header2.xml"),
        (&format!("{RELATIONS}/footer"), "footer2.xml"),
    ])
}

fn app_properties() -> String {
    format!(
        r#"{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Sekimori</Application></Properties>"#
    )
}

/// No times: the same paper gives the same bytes.
fn core_properties(paper: &Paper) -> String {
    let meta = &paper.meta;
    let version = meta.version.as_deref().map(escaped).unwrap_or_default();
    let number = meta.number.as_deref().map(escaped).unwrap_or_default();
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:identifier>{number}</dc:identifier><dc:language>{}</dc:language><cp:version>{version}</cp:version></cp:coreProperties>"#,
        escaped(&meta.title),
        paper.lang.code(),
    )
}

/// A section: A4 with margins of 25 mm, on its side 20 mm above and below, with head and foot as wide.
pub(super) fn section(orientation: Orientation) -> String {
    let (header, footer, size, high) = match orientation {
        Orientation::Portrait => ("rId5", "rId6", r#"w:w="11906" w:h="16838""#, 1417),
        Orientation::Landscape => ("rId7", "rId8", r#"w:w="16838" w:h="11906" w:orient="landscape""#, 1134),
    };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="{header}"/><w:footerReference w:type="default" r:id="{footer}"/><w:pgSz {size}/><w:pgMar w:top="{high}" w:right="1417" w:bottom="{high}" w:left="1418" w:header="720" w:footer="680" w:gutter="0"/></w:sectPr>"#
    )
}

/// Where the tabs of head and foot stand that the style has for an upright page.
fn tabs(orientation: Orientation) -> &'static str {
    match orientation {
        Orientation::Portrait => "",
        Orientation::Landscape => {
            r#"<w:tabs><w:tab w:val="clear" w:pos="4535"/><w:tab w:val="clear" w:pos="9071"/><w:tab w:val="center" w:pos="7001"/><w:tab w:val="right" w:pos="14003"/></w:tabs>"#
        }
    }
}

/// The head has one tab, at the right.
fn head_tabs(orientation: Orientation) -> &'static str {
    match orientation {
        Orientation::Portrait => "",
        Orientation::Landscape => {
            r#"<w:tabs><w:tab w:val="clear" w:pos="9071"/><w:tab w:val="right" w:pos="14003"/></w:tabs>"#
        }
    }
}

fn document(body: &str, last: Orientation) -> String {
    // The last paragraph of the body must not be a table.
    let section = section(last);
    format!(r#"{XML}<w:document {NAMESPACES}><w:body>{body}{section}</w:body></w:document>"#)
}

fn header(paper: &Paper, orientation: Orientation) -> String {
    let mut line = Xml::default();
    line.run("", paper.meta.form_number.as_deref().unwrap_or_default());
    line.raw("<w:r><w:tab/></w:r>");
    if paper.is_open() {
        let mark = format!("{}\u{3000}", number::open(paper.lang, Words::of(paper.lang).open_mark));
        line.run(r#"<w:b/><w:color w:val="B3261E"/>"#, &mark);
    }
    line.run("", &paper.header_text());
    format!(
        r#"{XML}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/>{}</w:pPr>{}</w:p></w:hdr>"#,
        head_tabs(orientation),
        line.into_string()
    )
}

fn footer(paper: &Paper, orientation: Orientation) -> String {
    let mut line = Xml::default();
    line.raw("<w:r><w:tab/></w:r>");
    line.field(" PAGE ", "1");
    line.run("", " / ");
    line.field(" NUMPAGES ", "1");
    let edition = paper.footer_text();
    if !edition.is_empty() {
        line.raw("<w:r><w:tab/></w:r>");
        line.run(r#"<w:color w:val="595959"/><w:sz w:val="16"/><w:szCs w:val="16"/>"#, &edition);
    }
    format!(
        r#"{XML}<w:ftr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/>{}</w:pPr>{}</w:p></w:ftr>"#,
        tabs(orientation),
        line.into_string()
    )
}

/// The whole part `numbering.xml`.
pub(super) fn numbering(paper: &Paper, nums: &Nums) -> String {
    format!(
        r#"{XML}<w:numbering {NAMESPACES}>{}{}</w:numbering>"#,
        nums.schemes_xml(paper.lang, number::form(paper)),
        nums.lists_xml()
    )
}

fn settings(lang: Lang) -> String {
    let code = match lang {
        Lang::Ja => "en-US",
        Lang::En => "en-GB",
    };
    format!(
        r#"{XML}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="840"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:ulTrailSpace/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{code}" w:eastAsia="ja-JP"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"#
    )
}
