use std::io::{Cursor, Write as _};

use domain::Lang;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::super::tests::{assert_well_formed, part, parts};
use super::*;
use crate::paper::{Article, Part, Run, Status};

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A template with this body and header.
fn template(body: &str, header: &str) -> Vec<u8> {
    let relations = |list: &[(&str, &str)]| {
        let all: String = list
            .iter()
            .enumerate()
            .map(|(id, (kind, target))| {
                format!(r#"<Relationship Id="rId{id}" Type="{REL}/{kind}" Target="{target}"/>"#)
            })
            .collect();
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{all}</Relationships>"#
        )
    };
    let files = [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"/></Types>"#.to_owned()),
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        ("word/_rels/document.xml.rels", relations(&[("styles", "styles.xml"), ("header", "header1.xml")])),
        ("word/document.xml", format!(r#"<w:document {W}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1701" w:right="1701"/></w:sectPr></w:body></w:document>"#)),
        ("word/header1.xml", format!(r#"<w:hdr {W}><w:p>{header}</w:p></w:hdr>"#)),
        ("word/styles.xml", format!(r#"<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="house"><w:name w:val="Article Paragraph"/></w:style></w:styles>"#)),
        ("word/media/logo.xml", "<logo/>".to_owned()),
    ];
    zipped(&files)
}

fn zipped(files: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn run(text: &str) -> String {
    format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn paper() -> Paper {
    let mut paper = Paper::new(Lang::Ja, "覚書 <案>");
    paper.meta.number = Some("第7号".into());
    paper.push(Part::title("覚書"));
    paper.push(Part::article(Article::new("a", "目的").clause("一。").clause("二。")));
    paper
}

#[test]
fn places_are_filled_though_spread_over_runs() {
    let body = format!(
        "<w:p>{}{}{}</w:p>{}{}",
        run("件名：{{ti"),
        run("tle"),
        run("}} について"),
        paragraph("{{body}}"),
        paragraph("以上")
    );
    let template = template(&body, &run("{{ number }}"));
    let filled = fill(&template, &paper()).unwrap();
    assert_well_formed(&filled);
    let document = part(&filled, "word/document.xml");
    assert!(document.contains(r#"<w:t xml:space="preserve">件名：覚書 &lt;案&gt;</w:t>"#), "{document}");
    assert!(document.contains(r#"<w:t xml:space="preserve"> について</w:t>"#));
    assert!(document.contains("<w:t>以上</w:t>"), "what has no place stays as it is");
    assert!(!document.contains("{{") && part(&filled, "word/header1.xml").contains("第7号"));
    // The title has a place, so the body does not repeat it; a style of the template is used, others are added.
    assert!(!document.contains(r#"<w:pStyle w:val="Title"/>"#));
    assert!(document.contains(r#"<w:pStyle w:val="house"/>"#));
    let styles = part(&filled, "word/styles.xml");
    assert!(styles.contains(r#"w:styleId="Article"><w:name w:val="Article"/><w:basedOn w:val="a"/>"#), "{styles}");
    assert_eq!(styles.matches("Article Paragraph").count(), 1);
}

#[test]
fn numbers_get_a_part_of_their_own_and_the_rest_stays() {
    let template = template(&paragraph("{{body}}"), &run("見出し"));
    let filled = fill(&template, &paper()).unwrap();
    assert!(part(&filled, "word/numbering1.xml").contains("第%1条"));
    assert!(part(&filled, "word/_rels/document.xml.rels").contains(r#"Target="/word/numbering1.xml""#));
    let types = part(&filled, "[Content_Types].xml");
    assert!(types.contains("numbering+xml") && types.contains("document.main+xml") && !types.contains("template.main"));
    let before = parts(&template);
    for name in ["word/header1.xml", "word/media/logo.xml", "_rels/.rels"] {
        assert_eq!(part(&filled, name), before.iter().find(|(found, _)| found == name).unwrap().1);
    }
    assert_eq!(filled, fill(&template, &paper()).unwrap());
}

#[test]
fn a_template_with_lists_of_its_own_keeps_them() {
    let mut files = parts(&template(&paragraph("{{body}}"), ""));
    let lists = format!(
        r#"<w:numbering {W}><w:abstractNum w:abstractNumId="7"/><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"#
    );
    files.push(("word/numbering.xml".into(), lists));
    for (name, text) in &mut files {
        if name == "word/_rels/document.xml.rels" {
            let relation =
                format!(r#"<Relationship Id="n" Type="{REL}/numbering" Target="numbering.xml"/></Relationships>"#);
            *text = text.replace("</Relationships>", &relation);
        }
    }
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let filled = fill(&zipped(&files), &paper()).unwrap();
    let numbering = part(&filled, "word/numbering.xml");
    let at = |mark: &str| numbering.find(mark).unwrap_or_else(|| panic!("{mark}"));
    assert!(at(r#"<w:abstractNum w:abstractNumId="8">"#) < at(r#"<w:num w:numId="3">"#));
    assert!(at(r#"<w:num w:numId="3">"#) < at(r#"<w:num w:numId="4">"#));
    assert!(part(&filled, "word/document.xml").contains(r#"<w:numId w:val="4"/>"#));
}

#[test]
fn what_is_wrong_is_named_and_nothing_is_written() {
    let error = |body: &str, header: &str| fill(&template(body, header), &paper()).unwrap_err();
    let body = paragraph("{{body}}");
    assert_eq!(
        error(&format!("{}{body}", paragraph("{{titel}}")), &run("{{foo}}")).text(Lang::Ja),
        "ひな形に知らない差し込み欄があります：{{titel}}, {{foo}}。使えるもの：{{title}}, {{contract_number}}, {{number}}, {{version}}, {{date}}, {{form_number}}, {{edition}}, {{status}}, {{body}}"
    );
    assert_eq!(
        error(&paragraph("{{title}}"), "").to_string(),
        "the template has no place {{body}}; it has: {{title}}; allowed are {{title}}, {{contract_number}}, {{number}}, {{version}}, {{date}}, {{form_number}}, {{edition}}, {{status}}, {{body}}"
    );
    assert_eq!(error(&format!("{body}{body}"), ""), TemplateError::ManyBodies(2));
    assert_eq!(error(&paragraph("前 {{body}}"), ""), TemplateError::BodyNotAlone);
    assert_eq!(error(&format!("<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"), ""), TemplateError::BodyNotAlone);
    assert_eq!(error(&paragraph("終"), &run("{{body}}")), TemplateError::BodyNotAlone);
    assert!(
        matches!(error(&format!("{body}{}", paragraph("{{title")), ""), TemplateError::Unclosed { near, .. } if near == "{{title")
    );
    assert!(matches!(error("<w:p>", ""), TemplateError::Malformed { part, .. } if part == "word/document.xml"));
    for bytes in [&b"PK"[..], b"", b"no zip at all"] {
        assert!(matches!(fill(bytes, &paper()).unwrap_err(), TemplateError::NotWord(_)));
    }
    let mut wrong = paper();
    wrong.push(Part::paragraph(Run::article("nowhere")));
    assert!(matches!(fill(&template(&body, ""), &wrong).unwrap_err(), TemplateError::Paper(_)));
}

#[test]
fn bombs_and_macros_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..=(archive::MAX_UNPACKED >> 20) {
        zip.write_all(&block).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(fill(&bomb, &paper()).unwrap_err(), TemplateError::TooLarge { what: "bytes unpacked", .. }));
    let mut files = parts(&template(&paragraph("{{body}}"), ""));
    files.push(("word/vbaProject.bin".into(), String::new()));
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    assert_eq!(fill(&zipped(&files), &paper()).unwrap_err(), TemplateError::Macros);
}

#[test]
fn the_mark_of_an_open_paper_has_a_place_and_its_list_stands_in_the_body() {
    let mut paper = paper();
    paper.meta.status = Status::Open(vec!["金額".into()]);
    let filled = fill(&template(&paragraph("{{body}}"), &run("{{status}}")), &paper).unwrap();
    assert!(part(&filled, "word/header1.xml").contains("未確定"));
    assert!(part(&filled, "word/document.xml").contains("・金額"));
}
