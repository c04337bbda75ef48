//! Whatever the bytes, reading ends in a document whose places fit, or in one sentence; it never panics.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what a test does not find fails the test"
)]

use domain::Lang;
use proptest::prelude::*;
use reader::{Document, Limits, ReadError, annotate, read};

fn limits() -> Limits {
    Limits { unpacked: 8 << 20, nodes: 100_000, characters: 200_000, ..Limits::default() }
}

fn fits(document: &Document) {
    let all: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        let place = all.get(block.place.start..block.place.end).expect("a place lies within the text");
        assert_eq!(place.iter().collect::<String>(), block.text);
    }
    for notice in &document.notices {
        assert!(!notice.text(Lang::Ja).is_empty() && !notice.text(Lang::En).is_empty());
    }
}

fn check(bytes: &[u8]) {
    match read(bytes, None, &limits()) {
        Ok(document) => fits(&document),
        Err(error) => assert!(!error.text(Lang::Ja).is_empty() && !error.to_string().is_empty()),
    }
}

/// What a PDF is made of.
const PDF_PIECES: &[&str] = &[
    "1 0 obj",
    "endobj",
    "<<",
    ">>",
    "[",
    "]",
    "/Type/Page",
    "/Type/Catalog",
    "/Pages 2 0 R",
    "/Kids[3 0 R]",
    "stream\n",
    "endstream",
    "/Length 5",
    "/Filter/FlateDecode",
    "/Filter[/LZWDecode/ASCII85Decode]",
    "(a\\",
    ")",
    "<82A0>",
    "2 0 R",
    "/Font<</F 4 0 R>>",
    "/Subtype/Type0",
    "/Encoding/90ms-RKSJ-H",
    "BT /F 9 Tf",
    "(x) Tj",
    "[(a) -250 (b)] TJ",
    "ET",
    "1 0 0 1 9 9 cm",
    "/X Do",
    "BI ID EI",
    "trailer",
    "/Root 1 0 R",
    "/Encrypt 5 0 R",
    "/ObjStm",
    "/N 3/First 9",
    "1e99",
    "-",
    ".",
    "9999999999",
    "q",
    "Q",
    "/Span <</ActualText (a)>> BDC",
    "EMC",
    "3 0 obj",
    "2 0 obj",
    "% ",
    "beginbfrange <00> <FFFF> <0041> endbfrange",
    "/Contents 3 0 R",
    "/W[0 65535 500]",
    "xref",
    "/Differences[65/a]",
];

/// What a Word document is made of.
const WORD_PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:p/>",
    "<w:r>",
    "</w:r>",
    "<w:t>甲は</w:t>",
    "<w:t xml:space=\"preserve\"> 乙 </w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:ins w:id=\"1\">",
    "</w:ins>",
    "<w:del w:id=\"2\">",
    "</w:del>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"9\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>",
    "<w:rPr><w:vanish/></w:rPr>",
    "<w:tab/>",
    "<w:br/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:sectPr/>",
    "&amp;",
    "&#x41;",
    "<w:sdt>",
    "</w:sdt>",
    "<w:sdtContent>",
    "</w:sdtContent>",
    "<w:commentRangeStart w:id=\"0\"/>",
    "<w:ruby>",
    "</w:ruby>",
    "<w:sym w:char=\"F0FE\"/>",
    "<!-- -->",
];

/// A stored zip, so that the XML within can be anything.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, data) in parts {
        let mut crc = flate2::Crc::new();
        crc.update(data);
        let offset = u32::try_from(out.len()).unwrap();
        let size = u32::try_from(data.len()).unwrap().to_le_bytes();
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend_from_slice(&crc.sum().to_le_bytes());
        head.extend_from_slice(&size);
        head.extend_from_slice(&size);
        head.extend_from_slice(&u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(data);
        central.extend_from_slice(b"PK\x01\x02\x14\x00");
        central.extend_from_slice(&head);
        central.extend_from_slice(&[0; 10]);
        central.extend_from_slice(&offset.to_le_bytes());
        central.extend_from_slice(name.as_bytes());
    }
    let start = u32::try_from(out.len()).unwrap();
    let size = u32::try_from(central.len()).unwrap();
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    out.extend_from_slice(&central);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

fn word(body: &str) -> Vec<u8> {
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let numbering = "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"8\"><w:lvlText w:val=\"%9%1%0%\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"n\" Type=\"x/numbering\" Target=\"numbering.xml\"/></Relationships>";
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/numbering.xml", numbering.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ])
}

fn document_xml(bytes: &[u8]) -> Vec<u8> {
    let name = b"word/document.xml";
    let at = bytes.windows(name.len()).position(|w| w == name).unwrap();
    let field = |from: usize| u32::from_le_bytes(bytes[from..from + 4].try_into().unwrap()) as usize;
    let (packed, method) = (field(at - 12), bytes[at - 22]);
    let data = &bytes[at + name.len()..at + name.len() + packed];
    if method == 0 {
        return data.to_vec();
    }
    let mut out = Vec::with_capacity(1 << 20);
    flate2::Decompress::new(false).decompress_vec(data, &mut out, flate2::FlushDecompress::Finish).unwrap();
    out
}

proptest! {
    #[test]
    fn bytes_of_any_kind(bytes in proptest::collection::vec(any::<u8>(), 0..2000), magic in 0..6_usize) {
        let heads: [&[u8]; 6] = [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xFF\xFE", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\x1B$B"];
        check(&[heads[magic], &bytes].concat());
    }

    #[test]
    fn pieces_of_a_pdf(pieces in proptest::collection::vec(proptest::sample::select(PDF_PIECES), 0..80)) {
        check(format!("%PDF-1.7\n{}", pieces.join(" ")).as_bytes());
    }

    #[test]
    fn pieces_of_a_word_document(pieces in proptest::collection::vec(proptest::sample::select(WORD_PIECES), 0..40)) {
        check(&word(&pieces.concat()));
    }

    #[test]
    fn a_document_with_bytes_changed(at in 0..3000_usize, byte in any::<u8>(), length in 0..3000_usize) {
        let mut bytes = word("<w:p><w:r><w:t>甲は乙に</w:t></w:r></w:p>");
        let place = at % bytes.len();
        bytes[place] = byte;
        check(&bytes);
        bytes.truncate(length);
        check(&bytes);
    }

    /// Whatever paragraphs a document has and wherever remarks point, taking them out gives the same bytes back, and
    /// the text reads as before.
    #[test]
    fn remarks_go_in_and_out(
        texts in proptest::collection::vec("[甲乙は a<\t]{0,12}", 1..6),
        splits in proptest::collection::vec(1..5_usize, 6),
        places in proptest::collection::vec((0..8_u32, 0..14_usize, 0..14_usize), 0..6),
    ) {
        let mut body = String::new();
        for (text, step) in texts.iter().zip(&splits) {
            let letters: Vec<char> = text.chars().collect();
            body.push_str("<w:p>");
            for piece in letters.chunks(*step) {
                let piece: String = piece.iter().collect::<String>().replace('<', "&lt;");
                body.push_str(&format!("<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">{piece}</w:t></w:r>"));
            }
            body.push_str("</w:p>");
        }
        let original = word(&body);
        let remarks = places.iter().map(|(paragraph, from, to)| annotate::Remark {
            paragraph: *paragraph,
            characters: (from < to).then_some(*from..*to),
            author: "関守".into(),
            lines: vec!["確認".into()],
        });
        let additions = annotate::Additions {
            remarks: remarks.collect(),
            proposals: vec![annotate::Proposal { heading: "追加".into(), paragraphs: vec!["条文".into()] }],
            author: "関守".into(),
            date: jiff::civil::date(2026, 4, 1).at(9, 0, 0, 0),
        };
        let annotated = annotate::annotate(&original, &additions, &limits()).unwrap();
        let stripped = annotate::strip(&annotated, &limits()).unwrap();
        prop_assert_eq!(document_xml(&stripped), document_xml(&original));
        let texts = |bytes: &[u8]| -> Vec<String> {
            read(bytes, None, &limits()).map(|d| d.blocks.into_iter().map(|b| b.text).collect()).unwrap_or_default()
        };
        prop_assert!(texts(&annotated).starts_with(&texts(&original)));
    }
}

#[test]
fn encrypted_pdfs_open_when_no_password_is_needed() {
    for bytes in [
        &include_bytes!("data/rc4-128.pdf")[..],
        include_bytes!("data/aes-128.pdf"),
        include_bytes!("data/aes-256.pdf"),
    ] {
        let document = read(bytes, None, &limits()).unwrap();
        let texts: Vec<_> = document.blocks.iter().map(|b| b.text.as_str()).collect();
        assert_eq!(texts, ["The vendor keeps it secret.", "Replaced"]);
    }
    let locked = include_bytes!("data/locked.pdf");
    assert_eq!(read(locked, None, &limits()).unwrap_err(), ReadError::Encrypted);
}

#[test]
fn kinds_that_are_not_read_are_named() {
    let wide = |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let compound = |name: &str| [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 100], &wide(name)].concat();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (compound("WordDocument"), "old_word"),
        (compound("EncryptedPackage"), "encrypted"),
        (compound("Workbook"), "other_kind"),
        (compound("nothing"), "unknown"),
        (b"{\\rtf1}".to_vec(), "other_kind"),
        (b"\x89PNG\r\n".to_vec(), "other_kind"),
        (b"<!DOCTYPE html><p>x".to_vec(), "other_kind"),
        (b"   \n".to_vec(), "empty"),
        (vec![0, 1, 2, 3, 4, 5, 6, 7], "unknown"),
        (zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")]), "other_kind"),
    ];
    for (bytes, code) in cases {
        let error = read(&bytes, Some("契約書.docx"), &Limits::default()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
    for name in ["契約書.docx", "契約書.pdf", "契約書.doc"] {
        let error = read("甲は、".as_bytes(), Some(name), &Limits::default()).unwrap_err();
        assert_eq!(error.code(), "name_differs", "{error}");
    }
    assert!(read("甲は、".as_bytes(), Some("契約書.v2"), &Limits::default()).is_ok());
    let large = Limits { bytes: 10, ..Limits::default() };
    assert_eq!(read(&[b'a'; 11], None, &large).unwrap_err().code(), "too_large");
}
