//! What a hostile PDF repeats costs its own length, or stops at a bound; never its length times itself.

use std::time::Instant;

use crate::{Limit, Limits, ReadError, read};

/// Bodies of objects by number, with or without a stream.
fn pdf(objects: &[(u32, &str, Option<&str>)]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.4\n");
    for (number, body, stream) in objects {
        match stream {
            None => out.push_str(&format!("{number} 0 obj {body} endobj\n")),
            Some(data) => {
                let (open, length) = (body.trim_end_matches(">>"), data.len());
                out.push_str(&format!("{number} 0 obj {open}/Length {length}>>stream\n{data}\nendstream endobj\n"));
            }
        }
    }
    (out + "trailer<</Root 1 0 R>>").into_bytes()
}

const ROOT: (u32, &str, Option<&str>) = (1, "<</Type/Catalog/Pages 2 0 R>>", None);
const PAGES: (u32, &str, Option<&str>) = (2, "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 595 842]>>", None);
const CID: (u32, &str, Option<&str>) = (7, "<</Type/Font/Subtype/CIDFontType0/DW 1000>>", None);

/// One page with these resources and content, and more objects.
fn page<'a>(resources: &'a str, content: &'a str, more: &[(u32, &'a str, Option<&'a str>)]) -> Vec<u8> {
    let dict = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources {resources}>>");
    let mut all = vec![ROOT, PAGES, (3, dict.as_str(), None), (4, "<<>>", Some(content)), CID];
    all.extend_from_slice(more);
    pdf(&all)
}

/// How reading ends, within a time that only something faster than the square of the length can keep.
fn ends(name: &str, bytes: &[u8]) -> Result<String, ReadError> {
    let began = Instant::now();
    let limits = Limits { unpacked: 8 << 20, nodes: 200_000, characters: 300_000, ..Limits::default() };
    let read = read(bytes, Some("a.pdf"), &limits).map(|document| document.text());
    assert!(began.elapsed().as_secs() < 30, "{name}: {:?} for {} bytes", began.elapsed(), bytes.len());
    read
}

#[test]
fn openings_that_never_close() {
    for piece in
        ["1 0 obj%", "trailer<</A ", "trailer<</A[", "1 0 obj<</A ", "1 0 obj (", "1 0 obj<</A 1>>stream\n", "BI ID "]
    {
        let mut bytes = b"%PDF-1.4\n".to_vec();
        bytes.extend_from_slice(piece.repeat(60_000).as_bytes());
        assert!(ends(piece, &bytes).is_err(), "{piece}");
    }
}

#[test]
fn many_numbers_for_one_long_string() {
    let heads: String = (0..20_000).map(|n| format!("{} 0 ", n + 100)).collect();
    let first = heads.len();
    let data = format!("{heads}({})", "a".repeat(1 << 18));
    let body = format!("<</Type/ObjStm/N 20000/First {first}>>");
    assert_eq!(
        ends("strings", &page("<<>>", "", &[(9, &body, Some(&data))])),
        Err(ReadError::ZipBomb { what: Limit::Unpacked })
    );
}

#[test]
fn long_dictionaries_asked_again_and_again() {
    let fonts: String = (0..30_000).map(|n| format!("/F{n} 6 0 R")).collect();
    let resources = format!("<</Font<<{fonts}>>/XObject<<{fonts}>>/Properties<<{fonts}>>>>");
    let content = "/F1 9 Tf /F2 Do /Span /F3 BDC EMC ".repeat(30_000);
    let font = (6, "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[7 0 R]>>", None);
    assert!(ends("dictionaries", &page(&resources, &content, &[font])).is_err());
}

const FONT: &str = "<</Font<</F 6 0 R>>/Properties<</P 9 0 R>>>>";
const MAPPED: (u32, &str, Option<&str>) =
    (6, "<</Type/Font/Subtype/Type0/Encoding 8 0 R/ToUnicode 8 0 R/DescendantFonts[7 0 R]>>", None);

#[test]
fn maps_with_more_ranges_than_codes() {
    let spaces = format!("1 begincodespacerange {} endcodespacerange", "<F0000000> <F0000001> ".repeat(50_000));
    let content = format!("BT /F 9 Tf <{}> Tj ET", "0001".repeat(40_000));
    let read = ends("spaces", &page(FONT, &content, &[MAPPED, (8, "<<>>", Some(&spaces))]));
    assert!(read.is_err(), "codes that stand for nothing");
}

#[test]
fn one_code_that_stands_for_a_book() {
    let text = "0041".repeat(100_000);
    let content = format!("BT /F 9 Tf <{}> Tj ET", "0001".repeat(20_000));
    for map in [
        format!("1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <{text}> endbfchar"),
        format!("1 beginbfrange <0000> <FFFF> <{text}> endbfrange"),
        format!("1 beginbfrange <0000> <FFFF> [<{text}> <{text}>] endbfrange"),
    ] {
        assert!(ends("book", &page(FONT, &content, &[MAPPED, (8, "<<>>", Some(&map))])).is_err());
    }
    // as many as a code may stand for, shown until the bound on characters
    let few = format!("1 beginbfchar <0001> <{}> endbfchar", "0041".repeat(60));
    let read = ends("few", &page(FONT, &content, &[MAPPED, (8, "<<>>", Some(&few))]));
    assert_eq!(read, Err(ReadError::TooComplex { what: Limit::Characters, max: 300_000 }));
}

#[test]
fn one_text_named_again_and_again() {
    let properties = format!("<</ActualText({})>>", "a".repeat(100_000));
    let content = format!("BT /F 9 Tf {} ET", "/Span /P BDC EMC ".repeat(50_000));
    let read = ends("text", &page(FONT, &content, &[MAPPED, (8, "<<>>", Some("")), (9, &properties, None)]));
    assert_eq!(read, Err(ReadError::TooComplex { what: Limit::Characters, max: 300_000 }));
}

#[test]
fn one_list_that_many_refer_to() {
    let list = format!("[{}]", "1 ".repeat(20_000));
    let widths = format!("<</Type/Font/Subtype/CIDFontType0/W[{}]>>", "0 9 0 R ".repeat(30_000));
    let fonts: String = (0..400).map(|n| format!("/F{n} {} 0 R", n + 100)).collect();
    let resources = format!("<</Font<<{fonts}>>>>");
    let content: String = (0..400).map(|n| format!("/F{n} 9 Tf ")).collect();
    let own: Vec<String> = (0..400).map(|_| "<</Type/Font/Subtype/Type0/DescendantFonts[8 0 R]>>".to_owned()).collect();
    let mut more: Vec<(u32, &str, Option<&str>)> = vec![(8, &widths, None), (9, &list, None)];
    more.extend(own.iter().zip(100..).map(|(font, n)| (n, font.as_str(), None)));
    assert!(ends("widths", &page(&resources, &content, &more)).is_err());

    let simple: Vec<String> = (0..400)
        .map(|_| "<</Type/Font/Subtype/Type1/Encoding<</Differences 9 0 R>>/Widths 9 0 R>>".to_owned())
        .collect();
    let mut more: Vec<(u32, &str, Option<&str>)> = vec![(9, &list, None)];
    more.extend(simple.iter().zip(100..).map(|(font, n)| (n, font.as_str(), None)));
    assert!(ends("differences", &page(&resources, &content, &more)).is_err());

    // pages that share their contents and their fields
    let kids: String = (0..600).map(|n| format!("{} 0 R ", n + 100)).collect();
    let tree = format!("<</Type/Pages/Kids[{kids}]/MediaBox 9 0 R>>");
    let parts = format!("[{}]", "4 0 R ".repeat(10_000));
    let dict = "<</Type/Page/Parent 2 0 R/Contents 8 0 R/Annots 8 0 R>>";
    let mut all = vec![
        ROOT,
        (2, tree.as_str(), None),
        (4, "<<>>", Some("")),
        (8, parts.as_str(), None),
        (9, list.as_str(), None),
    ];
    all.extend((100..700).map(|n| (n, dict, None)));
    assert_eq!(ends("pages", &pdf(&all)), Err(ReadError::TooComplex { what: Limit::Nodes, max: 200_000 }));
}

#[test]
fn one_paragraph_as_long_as_the_file() {
    for first in ["（", "1", "第一", "　"] {
        let line = |at: usize| {
            let text = if at == 0 { first.to_owned() + &"1".repeat(20) } else { "1".repeat(20) };
            let hex: String = encoding_rs::SHIFT_JIS.encode(&text).0.iter().map(|b| format!("{b:02X}")).collect();
            format!("1 0 0 1 0 {} Tm <{hex}> Tj ", 100_000.0 - 14.0 * at as f64)
        };
        let content = format!("BT /F 30 Tf {} ET", (0..2_000).map(line).collect::<String>());
        let font = (6, "<</Type/Font/Subtype/Type0/Encoding/90ms-RKSJ-H/DescendantFonts[7 0 R]>>", None);
        let read = ends(first, &page(FONT, &content, &[font]));
        assert!(read.is_ok_and(|text| text.chars().count() > 30_000), "{first}");
    }
}
