use crate::{
    BlockKind, Document, Kind, Limit, Limits, Notice, ReadError,
    fixture::{Fixture, num, p, pp, r},
    read,
};

fn printed(document: &Document) -> Vec<String> {
    document.blocks.iter().map(crate::Block::printed).collect()
}

fn body(xml: &str) -> Vec<String> {
    printed(&Fixture::new(xml).read())
}

#[test]
fn numbers_are_printed_and_offsets_fit() {
    let xml = [
        p("業務委託契約書"),
        p(""),
        pp(&num(1, 0), &r("（目的）")),
        pp(&num(1, 1), &r("甲は、乙に対し、")),
        pp(&num(1, 2), &r("設計")),
        pp(&num(1, 2), &r("開発")),
        pp(&num(1, 3), &r("試験")),
        pp(&num(1, 0), &r("（秘密保持）")),
        pp(&num(2, 0), &r("別紙の目的")),
    ]
    .concat();
    let document = Fixture::new(&xml).articles().read();
    assert_eq!(
        printed(&document),
        [
            "業務委託契約書",
            "第1条 （目的）",
            "１ 甲は、乙に対し、",
            "(1) 設計",
            "(2) 開発",
            "ア 試験",
            "第2条 （秘密保持）",
            "第1条 別紙の目的"
        ]
    );
    let all: Vec<char> = document.text().chars().collect();
    for block in &document.blocks {
        assert_eq!(all[block.place.start..block.place.end].iter().collect::<String>(), block.text);
    }
    assert_eq!(document.blocks[1].place.paragraph, 2);
    assert_eq!(document.blocks[1].kind, BlockKind::ListItem);
    assert!(document.notices.is_empty());
}

#[test]
fn styles_give_headings_and_numbers() {
    let styles = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"jo\"><w:name w:val=\"条\"/><w:basedOn w:val=\"1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"toc1\"><w:name w:val=\"toc 1\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"loop\"><w:name w:val=\"x\"/><w:basedOn w:val=\"loop\"/></w:style>";
    let xml = [
        pp("<w:pStyle w:val=\"T\"/>", &r("契約書")),
        pp("<w:pStyle w:val=\"toc1\"/>", &r("第1条（目的） 1")),
        pp("<w:pStyle w:val=\"jo\"/>", &r("（目的）")),
        pp("<w:pStyle w:val=\"jo\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>", &r("前文")),
        pp("<w:pStyle w:val=\"loop\"/>", &r("輪")),
        pp("<w:outlineLvl w:val=\"1\"/>", &r("小見出し")),
    ]
    .concat();
    let document = Fixture::new(&xml).articles().part("styles", "styles.xml", "styles", styles).read();
    let seen: Vec<_> = document.blocks.iter().map(|b| (b.kind, b.printed())).collect();
    assert_eq!(
        seen,
        [
            (BlockKind::Heading(0), "契約書".to_owned()),
            (BlockKind::Contents, "第1条（目的） 1".to_owned()),
            (BlockKind::Heading(1), "第1条 （目的）".to_owned()),
            (BlockKind::Heading(1), "前文".to_owned()),
            (BlockKind::Paragraph, "輪".to_owned()),
            (BlockKind::Heading(2), "小見出し".to_owned()),
        ]
    );
}

#[test]
fn tracked_changes_are_read_as_accepted_and_said() {
    let change = "w:id=\"1\" w:author=\"x\"";
    let xml = [
        format!(
            "<w:p>{}<w:ins {change}>{}</w:ins><w:del {change}><w:r><w:delText>２４</w:delText></w:r></w:del>{}</w:p>",
            r("報告は"),
            r("４８"),
            r("時間以内")
        ),
        // the end of this paragraph was deleted
        pp(&format!("<w:rPr><w:del {change}/></w:rPr>"), &r("甲は")),
        p("乙に"),
        format!("<w:p><w:moveFrom {change}>{}</w:moveFrom></w:p>", r("移した文")),
        format!("<w:p><w:moveTo {change}>{}</w:moveTo></w:p>", r("移した文")),
        format!(
            "<w:tbl><w:tr><w:trPr><w:del {change}/></w:trPr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            p("消えた行"),
            p("残る行")
        ),
    ]
    .concat();
    let document = Fixture::new(&xml).read();
    assert_eq!(printed(&document), ["報告は４８時間以内", "甲は乙に", "移した文", "残る行"]);
    assert_eq!(document.notices, [Notice::TrackedChangesAccepted { insertions: 2, deletions: 4 }]);
    assert_eq!(document.blocks[1].place.paragraph, 1);
}

#[test]
fn a_deleted_numbered_paragraph_does_not_count() {
    let xml = [
        pp(&num(1, 0), &r("一")),
        pp(
            &format!("{}<w:rPr><w:del w:id=\"1\"/></w:rPr>", num(1, 0)),
            "<w:del w:id=\"2\"><w:r><w:delText>二</w:delText></w:r></w:del>",
        ),
        pp(&num(1, 0), &r("三")),
    ]
    .concat();
    assert_eq!(printed(&Fixture::new(&xml).articles().read()), ["第1条 一", "第2条 三"]);
}

#[test]
fn fields_keep_their_result_only() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let nested = field("IF ", &field("REF a", &r("第３条")));
    let xml = [
        format!("<w:p>{}{}{}</w:p>", r("前項及び"), field("REF x", &r("第５条")), r("に定める")),
        format!("<w:p>{nested}</w:p>"),
        format!("<w:p><w:fldSimple w:instr=\"PAGE\">{}</w:fldSimple></w:p>", r("9")),
        format!("<w:p><w:hyperlink w:anchor=\"a\">{}</w:hyperlink></w:p>", r("参照")),
    ]
    .concat();
    assert_eq!(body(&xml), ["前項及び第５条に定める", "第３条", "9", "参照"]);
}

#[test]
fn breaks_tabs_symbols_readings_and_hidden_text() {
    let xml = [
        "<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r></w:p>".to_owned(),
        format!("<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby></w:r></w:p>", r("せきもり"), r("関守")),
        format!("<w:p>{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>内緒</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>です</w:t></w:r></w:p>", r("公開")),
        "<w:p><w:r><w:t> A &amp; B &#x3042; </w:t></w:r></w:p>".to_owned(),
        "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>".to_owned(),
    ]
    .concat();
    let document = Fixture::new(&xml).read();
    assert_eq!(printed(&document), ["一\n二\t三-☑", "関守", "公開です", "A & B あ", "x=1"]);
    assert_eq!(document.notices, [Notice::HiddenText { characters: 2 }]);
}

#[test]
fn boxes_are_read_once_and_in_their_place() {
    let inner = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let drawn = format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        inner("社外秘"),
        inner("社外秘")
    );
    let xml = [format!("<w:p>{}{drawn}</w:p>", r("外の文")), p("次の文")].concat();
    let document = Fixture::new(&xml).read();
    assert_eq!(printed(&document), ["外の文", "社外秘", "次の文"]);
    assert_eq!(document.blocks[1].kind, BlockKind::TextBox);
    // the paragraph of the other drawing is counted, so that numbers are those of the file
    assert_eq!(document.blocks.iter().map(|b| b.place.paragraph).collect::<Vec<_>>(), [0, 1, 3]);
}

#[test]
fn tables_know_rows_and_columns() {
    let cell = |more: &str, text: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{}</w:tc>", p(text));
    let wide = cell("<w:gridSpan w:val=\"2\"/>", "見出し");
    let inner = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell("", "入れ子"));
    let xml = format!(
        "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{wide}{}</w:tr><w:tr>{}<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>",
        cell("", "可否"),
        cell("", "持出し"),
        cell("", "不可")
    );
    let document = Fixture::new(&xml).read();
    let seen: Vec<_> = document.blocks.iter().map(|b| (b.text.as_str(), b.kind)).collect();
    let at = |table, row, column| BlockKind::TableCell { table, row, column };
    assert_eq!(
        seen,
        [
            ("見出し", at(0, 0, 0)),
            ("可否", at(0, 0, 2)),
            ("持出し", at(0, 1, 0)),
            ("不可", at(0, 1, 1)),
            ("入れ子", at(1, 0, 0))
        ]
    );
}

#[test]
fn notes_headers_and_comments_follow_the_body() {
    let xml = "<w:p><w:r><w:t>本文</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let document = Fixture::new(xml)
        .part(
            "footnotes",
            "footnotes.xml",
            "footnotes",
            &format!(
                "<w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote>",
                p("―"),
                p("注のことば")
            ),
        )
        .part("comments", "comments.xml", "comments", &format!("<w:comment w:id=\"0\">{}</w:comment>", p("要確認")))
        .part("header", "header1.xml", "hdr", &p("秘"))
        .part("footer", "footer1.xml", "ftr", &p("1/2"))
        .read();
    let seen: Vec<_> = document.blocks.iter().map(|b| (b.kind, b.printed())).collect();
    assert_eq!(
        seen,
        [
            (BlockKind::Paragraph, "本文".to_owned()),
            (BlockKind::Footnote, "1 注のことば".to_owned()),
            (BlockKind::Header, "秘".to_owned()),
            (BlockKind::Footer, "1/2".to_owned()),
            (BlockKind::Comment, "要確認".to_owned()),
        ]
    );
}

#[test]
fn macros_and_what_would_be_fetched_are_refused() {
    let open = |fixture: Fixture| read(&fixture.bytes(), Some("契約書.docx"), &Limits::default()).map(|d| d.notices);
    let plain = || Fixture::new(&p("本文"));
    assert_eq!(open(plain().file("word/vbaProject.bin", "x")), Err(ReadError::Macros));
    let outside =
        plain().external("oleObject", "http://203.0.113.9/o").external("image", "https://example.invalid/i.png");
    assert_eq!(open(outside), Err(ReadError::ExternalContent { count: 2 }));
    let settings = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"t\" \
        Type=\"x/attachedTemplate\" Target=\"http://203.0.113.9/t.dotm\" TargetMode=\"External\"/></Relationships>";
    let template = plain().file("word/_rels/settings.xml.rels", settings);
    assert_eq!(open(template), Err(ReadError::ExternalContent { count: 1 }));
    for name in ["word/VBAPROJECT.BIN", "word/vbaproject.bin", "x/VbaProject.Bin"] {
        assert_eq!(open(plain().file(name, "x")), Err(ReadError::Macros), "{name}");
    }
    // under another name, known by its role or its type only
    for role in ["vbaProject", "VBAPROJECT"] {
        assert_eq!(open(plain().part(role, "styles2.bin", "x", "")), Err(ReadError::Macros), "{role}");
    }
    for (role, target) in [("attachedTemplate", r"http:\\203.0.113.9\t.dotm"), ("ATTACHEDTEMPLATE", "//203.0.113.9/t")]
    {
        assert_eq!(open(plain().external(role, target)), Err(ReadError::ExternalContent { count: 1 }), "{target}");
    }
    assert_eq!(
        open(plain().external("frame", "C:/t.htm")),
        Err(ReadError::ExternalContent { count: 1 }),
        "no link, no template"
    );
    let mode = |mode: &str| {
        let relation = format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"t\" \
             Type=\"x/image\" Target=\"http://203.0.113.9/i.png\" {mode}/></Relationships>"
        );
        open(plain().file("word/_rels/settings.xml.rels", &relation))
    };
    for text in ["TargetMode=\"External\"", "TargetMode=\"EXTERNAL\"", "TargetMode=\"Internal\"", ""] {
        assert_eq!(mode(text), Err(ReadError::ExternalContent { count: 1 }), "{text}");
    }
    let honest =
        plain().external("Hyperlink", "https://example.invalid/").external("attachedTemplate", "file:///C:/N.dotm");
    assert_eq!(open(honest), Ok(Vec::new()));
}

#[test]
fn hostile_documents_get_one_error() {
    let limits = Limits::default();
    let error = |bytes: &[u8]| read(bytes, None, &limits).unwrap_err();
    let with = |xml: &str| Fixture::new("").file("word/document2.xml", xml).bytes();
    assert!(read(&with(""), None, &limits).is_err());

    let part = |xml: &str| crate::archive::pack(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml)]);
    let external = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><d>&x;</d>";
    assert_eq!(error(&part(external)), ReadError::Doctype { part: "word/document.xml".into() });
    assert!(matches!(error(&part("<d>&x;</d>")), ReadError::Damaged { .. }));
    assert!(matches!(error(&part("<d><e></d>")), ReadError::Damaged { .. }));
    assert!(matches!(error(&part("<d>")), ReadError::Damaged { .. }));
    let deep = format!("{}{}", "<d>".repeat(5000), "</d>".repeat(5000));
    assert_eq!(error(&part(&deep)), ReadError::TooComplex { what: Limit::Depth, max: 200 });
    let many = format!("<d>{}</d>", "<e/>".repeat(3000));
    let few = Limits { nodes: 1000, ..limits };
    assert_eq!(read(&part(&many), None, &few).unwrap_err(), ReadError::TooComplex { what: Limit::Nodes, max: 1000 });
    assert_eq!(error(&part("<d/>")), ReadError::Empty);

    let whole = Fixture::new(&p("本文")).bytes();
    assert!(matches!(error(&whole[..whole.len() / 2]), ReadError::Damaged { .. }));
    let small = Limits { bytes: 100, ..limits };
    assert!(matches!(read(&whole, None, &small).unwrap_err(), ReadError::TooLarge { max: 100, .. }));

    let other = |name: &str| error(&crate::archive::pack(&[("[Content_Types].xml", "<Types/>"), (name, "<x/>")]));
    assert_eq!(other("xl/workbook.xml"), ReadError::OtherKind { kind: Kind::Workbook });
    assert_eq!(other("ppt/presentation.xml"), ReadError::OtherKind { kind: Kind::Slides });
    assert_eq!(error(&crate::archive::pack(&[("a.txt", "x")])), ReadError::OtherKind { kind: Kind::Archive });
}

#[test]
fn a_broken_side_part_costs_its_numbers_not_the_text() {
    let document = Fixture::new(&pp(&num(1, 0), &r("本文")))
        .part("numbering", "numbering.xml", "numbering", "<w:abstractNum>")
        .read();
    assert_eq!(printed(&document), ["本文"]);
    assert_eq!(document.notices, [Notice::PartLeftOut { part: "word/numbering.xml".into() }]);
}

#[test]
fn forty_articles_are_numbered_to_the_end() {
    let article = |n: u32| [pp(&num(1, 0), &r(&format!("（見出し{n}）"))), pp(&num(1, 1), &r("本文。"))].concat();
    let xml: String = (1..=40).map(article).collect();
    let document = Fixture::new(&xml).articles().read();
    assert_eq!(document.blocks.len(), 80);
    assert_eq!(document.blocks[78].printed(), "第40条 （見出し40）");
    assert_eq!(document.blocks[79].printed(), "１ 本文。");
}

#[test]
fn unknown_surroundings_do_not_hide_text() {
    let strict = "<w:p xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:r><w:t>strict</w:t></w:r></w:p>";
    let xml = [
        strict.to_owned(),
        format!("<w:customXml w:element=\"x\">{}</w:customXml>", p("囲み")),
        format!("<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", p("第1条 3")),
        format!("<w:p><w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt></w:p>", r("欄")),
        format!("<w:p><w:future>{}</w:future></w:p>", r("未来")),
    ]
    .concat();
    let document = Fixture::new(&xml).read();
    assert_eq!(printed(&document), ["strict", "囲み", "第1条 3", "欄", "未来"]);
    assert_eq!(document.blocks[2].kind, BlockKind::Contents);
}

#[test]
fn as_deep_as_allowed_is_not_too_deep_for_the_stack() {
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    let runs = format!("<w:p>{}</w:p>", nested("<w:ins w:id=\"1\">", &r("深い"), "</w:ins>", 190));
    let tables = nested("<w:tbl><w:tr><w:tc>", &p("表"), "</w:tc></w:tr></w:tbl>", 64);
    let boxes = nested("<w:p><w:r><w:pict><w:txbxContent>", &p("箱"), "</w:txbxContent></w:pict></w:r></w:p>", 48);
    let document = Fixture::new(&[runs, tables, boxes].concat()).read();
    assert_eq!(printed(&document), ["深い", "表", "箱"]);
}

/// Word knows roles whatever their capitals.
#[test]
fn roles_of_parts_do_not_tell_capitals_apart() {
    let document = Fixture::new(&p("本文"))
        .part("FootNotes", "notes.xml", "footnotes", &format!("<w:footnote w:id=\"2\">{}</w:footnote>", p("注")))
        .read();
    assert_eq!(printed(&document), ["本文", "注"]);
}

/// What a hostile file repeats costs its own length, not its length times itself.
#[test]
fn repetition_takes_no_more_than_its_length() {
    // fields that are begun and never ended, then text
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let text = "あ".repeat(100_000);
    let fields = Fixture::new(&format!("<w:p>{}{}</w:p>", field.repeat(20_000), r(&text)));
    // what repeats packs well: the test is of what reading costs, not of what is refused before
    let dense = |file: &Fixture| {
        let limits = Limits { ratio: u64::MAX, ..Limits::default() };
        read(&file.bytes(), Some("契約書.docx"), &limits).unwrap()
    };
    assert_eq!(printed(&dense(&fields))[0].chars().count(), 100_000);
    // paragraphs whose ends were deleted run on into each other
    let deleted = "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>あ</w:t></w:r></w:p>";
    let run_on = Fixture::new(&format!("{}{}", deleted.repeat(8_000), p("終")));
    assert_eq!(printed(&dense(&run_on))[0].chars().count(), 8_001);
    let additions = crate::annotate::Additions {
        remarks: Vec::new(),
        proposals: Vec::new(),
        author: "関守".into(),
        date: jiff::civil::date(2026, 11, 28).at(0, 0, 0, 0),
    };
    assert!(
        crate::annotate::annotate(&run_on.bytes(), &additions, &Limits { ratio: u64::MAX, ..Limits::default() })
            .is_ok()
    );
    // headers in many relations that are not there, in an archive of many parts
    let mut many = Fixture::new(&p("本文"));
    for n in 0..1_000 {
        many = many.file(&format!("word/part{n}.bin"), "").external("hyperlink", "https://example.invalid/");
    }
    for n in 0..500 {
        many = many.relation("header", &format!("none{n}.xml"));
    }
    assert_eq!(printed(&dense(&many)), ["本文"]);
    // a label as long as a book before every paragraph, and a style whose name is one
    let long = "章".repeat(50_000);
    let level = format!(
        "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{long}%1\"/></w:lvl>"
    );
    let lists = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{level}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>"
    );
    let styles = format!(
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"{long}\"/><w:basedOn w:val=\"{long}\"/></w:style>"
    );
    let labels = Fixture::new(&pp(&num(1, 0), &r("文")).repeat(2_000))
        .part("numbering", "numbering.xml", "numbering", &lists)
        .part("styles", "styles.xml", "styles", &styles);
    let labels = dense(&labels);
    assert!(labels.blocks.iter().all(|b| b.label.as_ref().is_none_or(|l| l.chars().count() <= 255)));
}

#[test]
fn many_notes_and_relations_take_no_more_than_their_length() {
    let notes: String = (0..20_000).map(|n| format!("<w:r><w:footnoteReference w:id=\"{n}\"/></w:r>")).collect();
    let mut fixture = Fixture::new(&format!("<w:p>{notes}{}</w:p>", r("本文")));
    for _ in 0..300 {
        fixture = fixture.part("header", "header1.xml", "hdr", &p("秘"));
    }
    assert_eq!(printed(&fixture.read()), ["本文", "秘"]);
}
