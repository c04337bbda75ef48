use super::*;
use crate::fixture;

type Seen = Vec<(u32, Vec<String>)>;

fn read(bytes: &[u8], sheet: usize) -> Result<Seen, TableError> {
    let mut out = Vec::new();
    File::open(bytes)?.rows(sheet, &mut |row| {
        out.push((row.number, row.cells.iter().map(|c| c.text.clone()).collect()));
        true
    })?;
    Ok(out)
}

fn rows(all: &[(u32, &[&str])]) -> Seen {
    all.iter().map(|(n, cells)| (*n, cells.iter().map(|c| (*c).to_owned()).collect())).collect()
}

fn book(workbook: &str, sheet: &str) -> Vec<u8> {
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    let shared = r#"<sst><si><t>名前</t><rPh sb="0" eb="2"><t>ナマエ</t></rPh></si><si><r><t>霧</t></r><r><t xml:space="preserve">沢 </t></r></si></sst>"#;
    fixture::pack(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", shared),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

const PLAIN: &str = r#"<workbook><sheets><sheet name="一覧" r:id="r1"/></sheets></workbook>"#;

#[test]
fn a_workbook_shows_what_excel_shows() {
    let sheet = r#"<worksheet><sheetData>
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><t>番号 &amp; &#x4E00;</t></is></c></row>
        <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>46204</v></c><c r="C3"><v>8.000000000001E12</v></c><c r="D3"><f>1+1</f><v>2</v></c><c r="E3" t="e"><v>#N/A</v></c></row>
        <row r="4"><c r="A4" s="1"/></row>
        <row><c><v>7</v></c><c t="b"><v>1</v></c></row>
        </sheetData></worksheet>"#;
    let bytes = book(PLAIN, sheet);
    let file = File::open(&bytes).unwrap();
    assert_eq!(file.sheets(), [SheetInfo { name: "一覧".into(), hidden: false }]);
    assert_eq!(file.source(), Source::Workbook { from_1904: false });
    let seen = read(&bytes, 0).unwrap();
    assert_eq!(
        seen,
        rows(&[
            (2, &["名前", "", "番号 & 一"]),
            (3, &["霧沢 ", "2026-07-01", "8000000000001", "2", "#N/A"]),
            (5, &["7", "TRUE"]),
        ])
    );
    let mut flags = Vec::new();
    let see = &mut |row: Row| {
        flags.extend(row.cells.iter().filter(|c| c.formula || c.error).map(|c| (c.text.clone(), c.formula, c.error)));
        true
    };
    file.rows(0, see).unwrap();
    assert_eq!(flags, [("2".to_owned(), true, false), ("#N/A".to_owned(), false, true)]);
}

/// A cell that does not say where it stands comes behind the one before it, be that empty or not.
#[test]
fn cells_without_a_place_stand_behind_the_one_before() {
    let sheet = r#"<worksheet><sheetData>
        <row><c/><c><v>1</v></c><c></c><c><v>2</v></c></row>
        <row r="7"><c r="C7"/><c><v>3</v></c><c r="B7"><v>4</v></c><c><v>5</v></c></row>
        <row><c t="inlineStr"><is><t></t></is></c><c t="inlineStr"><is><t>a</t></is></c></row>
        <row/><row><c><v>6</v></c></row>
        </sheetData></worksheet>"#;
    let seen = read(&book(PLAIN, sheet), 0).unwrap();
    assert_eq!(seen, rows(&[(1, &["", "1", "", "2"]), (7, &["", "4", "5", "3"]), (8, &["", "a"]), (10, &["6"])]));
}

/// Each bound of a workbook holds against a file made to break it, in little memory and time.
#[test]
fn every_bound_of_a_workbook_holds() {
    let began = std::time::Instant::now();
    let with = |part: &str, text: &str| {
        let sheet = "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
        let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;
        let mut parts = vec![
            ("xl/workbook.xml", PLAIN),
            ("xl/_rels/workbook.xml.rels", rels),
            ("xl/styles.xml", "<styleSheet/>"),
            ("xl/sharedStrings.xml", "<sst><si><t>x</t></si></sst>"),
            ("xl/worksheets/sheet1.xml", sheet),
        ];
        parts.iter_mut().filter(|(name, _)| *name == part).for_each(|one| one.1 = text);
        read(&fixture::pack(&parts), 0)
    };
    // packs badly enough to pass the bound on how much a part may grow
    let noise = |bytes: usize| -> String {
        (0..bytes as u64)
            .map(|n| char::from(b'a' + (n.wrapping_mul(6_364_136_223_846_793_005) >> 59) as u8 % 26))
            .collect()
    };
    let too_large = |part: &str, text: &str, what: &str| match with(part, text) {
        Err(TableError::TooLarge { what: (_, en), max }) => {
            assert_eq!(en, what, "{part}");
            assert!(max > 0);
        }
        other => panic!("{part} {what}: {:?}", other.map(|rows| rows.len())),
    };
    let strings = "xl/sharedStrings.xml";
    too_large(strings, &format!("<sst><si><t>{}</t></si></sst>", noise(20 << 10)), "bytes of text in one cell");
    too_large(
        strings,
        &format!("<sst><si>{}</si></sst>", "<r><t>&#x41;&#x42;</t></r>".repeat(9_000)),
        "bytes of text in one cell",
    );
    too_large(strings, &format!("<sst><si><t>{}</t></si></sst>", noise(500 << 10)), "bytes in one piece of text");
    too_large(strings, &format!("<sst><!--{}--></sst>", noise(500 << 10)), "bytes in one piece of text");
    too_large("xl/workbook.xml", &format!("<workbook a=\"{}\"/>", noise(500 << 10)), "bytes in one piece of text");
    let numbered = |head: &str, one: fn(usize) -> String, count: usize, tail: &str| {
        format!("{head}{}{tail}", (0..count).map(one).collect::<String>())
    };
    let sheets =
        numbered("<workbook><sheets>", |n| format!("<sheet name=\"{n}\" r:id=\"r1\"/>"), 1_001, "</sheets></workbook>");
    too_large("xl/workbook.xml", &sheets, "sheets");
    let name = format!("<workbook><sheets><sheet name=\"{}\" r:id=\"r1\"/></sheets></workbook>", noise(2_000));
    too_large("xl/workbook.xml", &name, "bytes in the name of a sheet");
    let rels = "xl/_rels/workbook.xml.rels";
    let parts = numbered(
        "<Relationships>",
        |n| format!("<Relationship Id=\"r{n}\" Target=\"t{n}\"/>"),
        10_001,
        "</Relationships>",
    );
    too_large(rels, &parts, "parts of the workbook");
    let part = format!("<Relationships><Relationship Id=\"r1\" Target=\"{}\"/></Relationships>", noise(2_000));
    too_large(rels, &part, "bytes in the name of a part");
    let styles = "xl/styles.xml";
    let formats =
        numbered("<s><cellXfs>", |n| format!("<xf numFmtId=\"{}\"/>", n * 7_919 % 100_003), 2_001, "</cellXfs></s>");
    too_large(styles, &formats, "formats of cells");
    let numbers = numbered(
        "<s>",
        |n| format!("<numFmt numFmtId=\"{}\" formatCode=\"{n}\"/>", n * 7_919 % 1_000_003),
        2_001,
        "</s>",
    );
    too_large(styles, &numbers, "formats of cells");
    // texts shared between cells: one of 15 KB in 8,000 cells
    let long = noise(15 << 10);
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(400);
    let rows: String = (0..20).map(|n| format!("<row r=\"{n}\">{cells}</row><!--{}-->", noise(60))).collect();
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut total = 0_usize;
    let strings = format!("<sst><si><t>{long}</t></si></sst>");
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let bytes = fixture::pack(&[
        ("xl/workbook.xml", PLAIN),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/sharedStrings.xml", &strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ]);
    let seen = File::open(&bytes).unwrap().rows(0, &mut |row| {
        total += row.cells.iter().map(|c| c.text.len()).sum::<usize>();
        true
    });
    assert!(matches!(seen, Err(TableError::TooLarge { what: (_, "bytes of texts"), .. })), "{seen:?}");
    assert!(total <= 64 << 20);
    // the file itself, its cells
    assert!(matches!(
        File::open(&vec![b'a'; (64 << 20) + 1]).map(|_| ()),
        Err(TableError::TooLarge { what: (_, "bytes in the file"), .. })
    ));
    assert!(began.elapsed().as_secs() < 120, "{:?}", began.elapsed());
}

/// Texts that are empty cost as well: they are kept one by one.
#[test]
fn very_many_empty_texts_are_refused() {
    let noise = |n: u32| format!("<!--{:x}-->", n.wrapping_mul(2_654_435_761));
    let texts: String = (0..20_000).map(|n| format!("<si/><si></si>{}", noise(n))).collect();
    let texts = format!("<sst>{texts}</sst>");
    let rels = r#"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let parts =
        [("xl/workbook.xml", PLAIN), ("xl/_rels/workbook.xml.rels", rels), ("xl/sharedStrings.xml", texts.as_str())];
    let read = read(&fixture::pack(&parts), 0);
    assert!(matches!(read, Err(TableError::TooLarge { what: (_, "bytes of texts"), .. })), "{read:?}");
}

#[test]
fn days_from_1904_are_the_same_days() {
    let workbook =
        r#"<workbook><workbookPr date1904="1"/><sheets><sheet name="a" state="hidden" r:id="r1"/></sheets></workbook>"#;
    let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1" s="1"><v>44742</v></c></row></sheetData></worksheet>"#;
    let bytes = book(workbook, sheet);
    assert_eq!(read(&bytes, 0).unwrap(), rows(&[(1, &["2026-07-01"])]));
    let file = File::open(&bytes).unwrap();
    assert_eq!(file.source(), Source::Workbook { from_1904: true });
    assert!(file.sheets()[0].hidden);
}

#[test]
fn csv_in_every_encoding() {
    let text = "名前,番号\r\n\"霧沢, \"\"電算\"\"\n㈱\",1\r\n,\r\n夜鷹,2";
    let expected = rows(&[(1, &["名前", "番号"]), (2, &["霧沢, \"電算\"\n㈱", "1"]), (4, &["夜鷹", "2"])]);
    let sjis = encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for (bytes, name) in [(text.as_bytes().to_vec(), "UTF-8"), (marked, "UTF-8"), (sjis, "Shift_JIS")] {
        assert_eq!(read(&bytes, 0).unwrap(), expected, "{name}");
        assert_eq!(File::open(&bytes).unwrap().source(), Source::Csv { encoding: name, delimiter: ',' });
    }
    assert_eq!(read("a;b\tc;d".as_bytes(), 0).unwrap(), rows(&[(1, &["a", "b\tc", "d"])]));
}

#[test]
fn every_bad_file_has_its_sentence() {
    let ole = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &wide].concat()
    };
    let mixed = [encoding_rs::SHIFT_JIS.encode("名前,所在地\n霧沢,東京都千代田区\n").0.as_ref(), b"\x81,x\n"].concat();
    let doctype = book(PLAIN, "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>");
    let cut = book(PLAIN, "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</c>");
    let cases: Vec<(Vec<u8>, TableError)> = vec![
        (Vec::new(), TableError::Empty),
        (ole("Workbook"), TableError::OldExcel),
        (ole("EncryptedPackage"), TableError::Encrypted),
        (b"%PDF-1.7".to_vec(), TableError::OtherFormat("PDF")),
        (fixture::pack(&[("content.xml", ""), ("mimetype", "")]), TableError::OtherFormat("OpenDocument (.ods)")),
        (fixture::pack(&[("word/document.xml", "")]), TableError::NotATable),
        (mixed, TableError::Encoding { line: 3 }),
        (b"a,b\n\"c,d\n".to_vec(), TableError::Quote { line: 2 }),
        (doctype, TableError::Doctype),
    ];
    for (bytes, error) in cases {
        let found = read(&bytes, 0).unwrap_err();
        assert_eq!(found, error);
        assert!(found.text(domain::Lang::Ja).ends_with('。') && found.text(domain::Lang::En).ends_with('.'));
    }
    assert!(matches!(read(&cut, 0), Err(TableError::Damaged { .. })));
}

proptest::proptest! {
    #[test]
    fn any_bytes_end_in_rows_or_a_sentence(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = read(&bytes, 0);
        let _ = read(&book(PLAIN, &String::from_utf8_lossy(&bytes)), 0);
    }

    #[test]
    fn quoted_values_come_back(values in proptest::collection::vec("[a\",\r\n あ]{0,6}", 1..5)) {
        let line = values.iter().map(|v| format!("\"{}\"", v.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
        let text = format!("x,x,x,x,x,x\n{line}\n");
        let seen = read(text.as_bytes(), 0).unwrap();
        let blank = values.iter().all(String::is_empty);
        proptest::prop_assert_eq!(seen.get(1).map(|(_, cells)| cells.clone()), (!blank).then_some(values));
    }
}
