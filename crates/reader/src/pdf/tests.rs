mod hostile;

use crate::{Document, Limit, Limits, Notice, ReadError, read};

/// A PDF with these pages: each a content stream; the font is Japanese in Shift_JIS and needs no data of its own.
fn pdf(pages: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let kids: String = (0..pages.len()).map(|n| format!("{} 0 R ", 10 + 2 * n)).collect();
    let mut put = |number: usize, body: &[u8]| {
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(body);
        out.extend_from_slice(b"\nendobj\n");
    };
    put(1, b"<</Type/Catalog/Pages 2 0 R>>");
    put(2, format!("<</Type/Pages/Kids[{kids}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/XObject<</I 5 0 R>>>>>>", pages.len()).as_bytes());
    put(3, b"<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/90ms-RKSJ-H/DescendantFonts[4 0 R]>>");
    put(
        4,
        b"<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000>>",
    );
    put(5, b"<</Type/XObject/Subtype/Image/Width 1/Height 1/Length 1>>stream\nx\nendstream");
    for (n, content) in pages.iter().enumerate() {
        let bytes = encoding_rs::SHIFT_JIS.encode(content).0.into_owned();
        put(10 + 2 * n, format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 11 + 2 * n).as_bytes());
        let mut stream = format!("<</Length {}>>stream\n", bytes.len()).into_bytes();
        stream.extend_from_slice(&bytes);
        stream.extend_from_slice(b"\nendstream");
        put(11 + 2 * n, &stream);
    }
    out.extend_from_slice(b"trailer<</Root 1 0 R>>\n%%EOF");
    out
}

/// Lines of 12 points from the top of a page.
fn lines(lines: &[(f64, &str)]) -> String {
    let mut out = String::from("BT /F1 12 Tf ");
    for (at, (x, text)) in lines.iter().enumerate() {
        let hex: String = encoding_rs::SHIFT_JIS.encode(text).0.iter().map(|b| format!("{b:02X}")).collect();
        out.push_str(&format!("1 0 0 1 {x} {} Tm <{hex}> Tj ", 780.0 - 18.0 * at as f64));
    }
    out + "ET"
}

fn texts(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|b| b.text.as_str()).collect()
}

fn open(bytes: &[u8]) -> Result<Document, ReadError> {
    read(bytes, Some("a.pdf"), &Limits::default())
}

#[test]
fn a_contract_over_two_pages_reads_as_paragraphs() {
    let long = "　乙は、甲から開示を受けた秘密情報を、本契約の目的以外に使用し、又は第三";
    let first = lines(&[(60.0, "業務委託契約書"), (60.0, "第１条（秘密保持）"), (60.0, long), (280.0, "- 1 -")]);
    let second =
        lines(&[(60.0, "者に開示してはならない。"), (60.0, "①　個人情報"), (60.0, "②　設計書"), (280.0, "- 2 -")]);
    let document = open(&pdf(&[first, second])).unwrap();
    assert_eq!(
        texts(&document),
        [
            "業務委託契約書",
            "第１条（秘密保持）",
            &format!("{long}者に開示してはならない。"),
            "①　個人情報",
            "②　設計書"
        ]
    );
    assert_eq!(document.notices, [Notice::RunningHeads { lines: 2 }]);
    assert_eq!(document.blocks.iter().map(|b| b.place.page).collect::<Vec<_>>(), [1, 1, 1, 2, 2].map(Some));
    let all: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        assert_eq!(all[block.place.start..block.place.end].iter().collect::<String>(), block.text);
    }
}

#[test]
fn scans_and_empty_files_are_told_apart() {
    let picture = "q 1 0 0 1 0 0 cm /I Do Q".to_owned();
    assert_eq!(open(&pdf(&[picture.clone(), picture.clone()])).unwrap_err(), ReadError::ScannedPdf { pages: 2 });
    assert_eq!(open(&pdf(&[String::new()])).unwrap_err(), ReadError::Empty);
    let text = lines(&[(60.0, "秘密保持契約書（案）")]);
    let mixed = open(&pdf(&[text, picture])).unwrap();
    assert_eq!(mixed.notices, [Notice::NoTextOnPage { page: 2 }]);
}

#[test]
fn hostile_pdfs_get_one_error() {
    assert!(matches!(open(b"%PDF-1.7\nnothing").unwrap_err(), ReadError::Damaged { .. }));
    // the tree of pages bites its tail
    let ring = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>";
    assert!(matches!(open(ring).unwrap_err(), ReadError::Damaged { .. }));
    let locked = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(y)/P -4>>>>";
    assert_eq!(open(locked).unwrap_err(), ReadError::Encrypted);
    let many = format!("%PDF-1.7\n1 0 obj [{}] endobj", "0 ".repeat(5000));
    let few = Limits { nodes: 1000, ..Limits::default() };
    assert_eq!(read(many.as_bytes(), None, &few).unwrap_err(), ReadError::TooComplex { what: Limit::Nodes, max: 1000 });
    let two = pdf(&[String::new(), String::new()]);
    let one = Limits { pages: 1, ..Limits::default() };
    assert_eq!(read(&two, None, &one).unwrap_err(), ReadError::TooComplex { what: Limit::Pages, max: 1 });
}

#[test]
fn a_drawing_that_draws_itself_and_a_stream_that_explodes_are_stopped() {
    let mut own = pdf(&["/X Do".to_owned()]);
    let form = b"\n20 0 obj<</Subtype/Form/Resources<</XObject<</X 20 0 R>>>>/Length 11>>stream\n/X Do /X Do\nendstream endobj\n\
        2 0 obj<</Kids[10 0 R]/Resources<</XObject<</X 20 0 R>>>>>>endobj";
    own.extend_from_slice(form);
    assert!(open(&own).is_err());

    let zeros = vec![0_u8; 4 << 20];
    let mut packed = Vec::new();
    let mut deflater = flate2::Compress::new(flate2::Compression::new(9), true);
    packed.reserve(1 << 20);
    deflater.compress_vec(&zeros, &mut packed, flate2::FlushCompress::Finish).unwrap();
    let mut bomb = pdf(&[String::new()]);
    bomb.extend_from_slice(format!("\n11 0 obj<</Filter/FlateDecode/Length {}>>stream\n", packed.len()).as_bytes());
    bomb.extend_from_slice(&packed);
    bomb.extend_from_slice(b"\nendstream endobj");
    let tight = Limits { unpacked: 1 << 20, ..Limits::default() };
    assert_eq!(read(&bomb, None, &tight).unwrap_err(), ReadError::ZipBomb { what: Limit::Unpacked });
}

#[test]
fn fields_that_were_filled_in_are_read() {
    let mut filled = pdf(&[lines(&[(60.0, "委託料")])]);
    filled.extend_from_slice(
        b"\n10 0 obj<</Type/Page/Parent 2 0 R/Contents 11 0 R/Annots[30 0 R]>>endobj\n\
          30 0 obj<</Subtype/Widget/Rect[200 780 300 800]/AP<</N 31 0 R>>>>endobj\n\
          31 0 obj<</Subtype/Form/Length 40>>stream\nBT /F1 12 Tf 0 0 Td (1,000,000) Tj ET\nendstream endobj",
    );
    // the field brings no resources: those of the page do not hold for it, so it needs its own
    let document = open(&filled).unwrap();
    assert_eq!(texts(&document), ["委託料"]);
    let with = String::from_utf8_lossy(b"31 0 obj<</Subtype/Form").into_owned();
    let bytes: Vec<u8> = {
        let at = crate::bytes::find(&filled, with.as_bytes(), 0).unwrap() + with.len();
        [&filled[..at], b"/Resources<</Font<</F1 3 0 R>>>>", &filled[at..]].concat()
    };
    assert_eq!(texts(&open(&bytes).unwrap()), ["委託料\t1,000,000"]);
}
