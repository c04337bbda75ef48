use super::*;
use crate::{
    BlockKind, Document, Notice,
    fixture::{Fixture, NAMESPACES, num, p, pp, r},
    read,
};

fn at(paragraph: u32, characters: Option<std::ops::Range<usize>>, line: &str) -> Remark {
    Remark {
        paragraph, characters, author: "関守 <点検>".into(), lines: vec![line.into(), "二行目 & 続き".into()]
    }
}

fn additions(remarks: Vec<Remark>, proposals: Vec<Proposal>) -> Additions {
    let date = jiff::civil::date(2026, 11, 28).at(9, 30, 0, 0);
    Additions { remarks, proposals, author: "関守".into(), date }
}

fn proposal() -> Proposal {
    Proposal {
        heading: "第41条（再委託）".into(),
        paragraphs: vec!["乙は、\u{0}事前に<書面>で".into(), "２ 前項".into()],
    }
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = Archive::open(bytes, &Limits::default()).unwrap();
    archive.names().map(|name| (name.to_owned(), archive.part(name).unwrap().unwrap())).collect()
}

fn document_xml(bytes: &[u8]) -> String {
    utf8(&Archive::open(bytes, &Limits::default()).unwrap(), "word/document.xml").unwrap()
}

/// Annotates, checks what must always hold, and gives back the annotated file.
fn checked(original: &[u8], additions: &Additions) -> Vec<u8> {
    let limits = Limits::default();
    let annotated = annotate(original, additions, &limits).unwrap();
    assert_eq!(annotated, annotate(original, additions, &limits).unwrap(), "same input, same bytes");
    let stripped = strip(&annotated, &limits).unwrap();
    assert_eq!(parts(&stripped), parts(original), "stripped, it is the original");
    let body = |document: &Document| -> Vec<String> {
        document.blocks.iter().filter(|b| b.kind.is_body()).map(crate::Block::printed).collect()
    };
    let (before, after) = (read(original, None, &limits).unwrap(), read(&annotated, None, &limits).unwrap());
    assert!(body(&after).starts_with(&body(&before)), "the text reads the same");
    annotated
}

/// The text between the marks of a remark.
fn marked(bytes: &[u8], id: u32) -> String {
    let xml = document_xml(bytes);
    let (_, rest) = xml.split_once(&mark::range_start("w:", id)).unwrap();
    let (inside, _) = rest.split_once(&format!("<w:commentRangeEnd w:id=\"{id}\"/>")).unwrap();
    let mut text = String::new();
    for piece in inside.split('<') {
        if piece.starts_with("w:t>") || piece.starts_with("w:t ") || !piece.contains('>') {
            text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        }
    }
    text
}

fn article() -> String {
    [
        p("業務委託契約書"),
        pp(&num(1, 0), &r("（秘密保持）")),
        pp(
            "",
            "<w:r w:rsidR=\"00AA\"><w:rPr><w:b/></w:rPr><w:t>乙は、秘密情報を A B に開示してはならない。</w:t></w:r><w:r><w:t>ただし</w:t><w:tab/><w:t>法令を除く。</w:t></w:r>",
        ),
        "<w:p/>".into(),
        p("末尾の段落"),
    ]
    .concat()
}

#[test]
fn remarks_stand_at_their_characters() {
    let original = Fixture::new(&article()).articles().bytes();
    let remarks = vec![
        at(2, Some(3..7), "秘密情報だけ"),
        at(2, Some(3..7), "同じところ"),
        at(2, Some(5..25), "重なる"),
        at(2, None, "段落全体"),
        at(1, Some(0..6), "見出し"),
        at(2, Some(0..1), "先頭"),
        at(2, Some(28..31), "タブの後"),
    ];
    let annotated = checked(&original, &additions(remarks, vec![]));
    assert_eq!(marked(&annotated, 0), "秘密情報");
    assert_eq!(marked(&annotated, 1), "秘密情報");
    assert_eq!(marked(&annotated, 2), "情報を A B に開示してはならない。た");
    assert_eq!(marked(&annotated, 3), "乙は、秘密情報を A B に開示してはならない。ただし法令を除く。");
    assert_eq!(marked(&annotated, 4), "（秘密保持）");
    assert_eq!(marked(&annotated, 5), "乙");
    let xml = document_xml(&annotated);
    assert!(xml.contains("<w:r w:rsidR=\"5E4B1030\"><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">"));
    let comments: Vec<_> = read(&annotated, None, &Limits::default())
        .unwrap()
        .blocks
        .into_iter()
        .filter(|b| b.kind == BlockKind::Comment)
        .map(|b| b.text)
        .collect();
    assert_eq!(comments.len(), 14);
    assert_eq!(comments[0], "秘密情報だけ");
    assert_eq!(comments[1], "二行目 & 続き");
}

#[test]
fn a_cut_does_not_lose_spaces() {
    let original = Fixture::new(&article()).bytes();
    // characters 8.. are " A B に"
    let annotated = checked(&original, &additions(vec![at(2, Some(9..10), "x"), at(2, Some(11..12), "y")], vec![]));
    let text = &read(&annotated, None, &Limits::default()).unwrap().blocks[2].text;
    assert!(text.contains("秘密情報を A B に"), "{text}");
}

#[test]
fn clauses_are_proposed_as_tracked_insertions_before_the_last_section() {
    let body = format!("{}<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr>", article());
    let original = Fixture::new(&body).bytes();
    let annotated = checked(&original, &additions(vec![], vec![proposal()]));
    let document = read(&annotated, None, &Limits::default()).unwrap();
    let last: Vec<_> = document.blocks.iter().rev().take(3).map(|b| b.text.as_str()).collect();
    assert_eq!(last, ["２ 前項", "乙は、事前に<書面>で", "第41条（再委託）"]);
    assert_eq!(document.notices, [Notice::TrackedChangesAccepted { insertions: 6, deletions: 0 }]);
    assert!(document_xml(&annotated).contains("</w:p><w:sectPr>"));
    let without = Fixture::new(&article()).bytes();
    checked(&without, &additions(vec![at(0, None, "x")], vec![proposal(), proposal()]));
}

#[test]
fn comments_that_are_there_stay() {
    let comment = format!("<w:comment w:id=\"7\" w:author=\"a\" w:initials=\"関\">{}</w:comment>", p("先客"));
    let body = "<w:p><w:commentRangeStart w:id=\"7\"/><w:r><w:t>本文</w:t></w:r><w:commentRangeEnd w:id=\"7\"/><w:r><w:commentReference w:id=\"7\"/></w:r></w:p>";
    let original = Fixture::new(body).part("comments", "comments.xml", "comments", &comment).bytes();
    let annotated = checked(&original, &additions(vec![at(0, Some(1..2), "新しい")], vec![]));
    assert_eq!(marked(&annotated, 8), "文");
    let part = parts(&annotated).into_iter().find(|(name, _)| name == "word/comments.xml").unwrap().1;
    let part = String::from_utf8(part).unwrap();
    assert!(part.contains("先客") && part.contains("新しい") && part.contains("関守 &lt;点検&gt;"));
    let empty = Fixture::new(body).file("word/comments.xml", "not related").bytes();
    let annotated = checked(&empty, &additions(vec![at(0, None, "x")], vec![]));
    assert!(parts(&annotated).iter().any(|(name, _)| name == "word/comments1.xml"));
}

#[test]
fn parts_that_are_not_touched_keep_their_packed_bytes() {
    let original = Fixture::new(&article()).file("word/media/image1.png", "not really a picture").bytes();
    let annotated = checked(&original, &additions(vec![at(0, None, "x")], vec![]));
    let local = |bytes: &[u8]| {
        let name = crate::bytes::find(bytes, b"word/media/image1.png", 0).unwrap();
        bytes[name - 30..name + 40].to_vec()
    };
    assert_eq!(local(&original), local(&annotated));
}

#[test]
fn places_without_room_fall_back_to_the_nearest_paragraph() {
    let boxed = format!("<w:p>{}<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>", r("外"), p("中"));
    let body =
        ["<w:p/>".to_owned(), boxed, "<w:p><w:ins w:id=\"3\"><w:r><w:t>挿入した文</w:t></w:r></w:ins></w:p>".into()]
            .concat();
    let original = Fixture::new(&body).part("header", "header1.xml", "hdr", &p("秘")).bytes();
    let annotated = checked(
        &original,
        &additions(
            vec![
                at(0, None, "空"),
                at(2, Some(0..1), "箱"),
                at(3, Some(2..4), "挿入"),
                at(4, None, "頭"),
                at(99, Some(0..9), "外"),
            ],
            vec![],
        ),
    );
    assert_eq!(marked(&annotated, 6), "した");
    assert!(marked(&annotated, 5).starts_with('外'));
}

#[test]
fn paragraphs_that_run_on_are_one_place() {
    let body = [pp("<w:rPr><w:del w:id=\"1\"/></w:rPr>", &r("甲は")), p("乙に開示する")].concat();
    let annotated = checked(&Fixture::new(&body).bytes(), &additions(vec![at(0, Some(1..4), "境")], vec![]));
    assert_eq!(marked(&annotated, 2), "は乙に");
}

#[test]
fn documents_without_relations_or_with_other_prefixes_are_written_too() {
    let w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!(
        "\u{feff}<ns0:document xmlns:ns0=\"{w}\"><ns0:body><ns0:p><ns0:r><ns0:t>本文です</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>"
    );
    let types = "<ns1:Types xmlns:ns1=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let original = crate::archive::pack(&[("[Content_Types].xml", types), ("word/document.xml", &document)]);
    let added = additions(vec![at(0, Some(0..2), "x")], vec![proposal()]);
    let annotated = checked(&original, &added);
    assert!(document_xml(&annotated).contains("<ns0:commentRangeStart ns0:id=\"0\"/><ns0:r>"));

    let bare = document.replace("ns0:", "").replace("xmlns:ns0", "xmlns");
    let bare = bare.replace(":document xmlns", "");
    let plain = crate::archive::pack(&[("[Content_Types].xml", types), ("word/document.xml", &bare)]);
    assert!(annotate(&plain, &added, &Limits::default()).is_err());
    assert!(NAMESPACES.contains(w));
}

#[test]
fn stripping_what_was_never_annotated_changes_nothing() {
    let original = Fixture::new(&article()).articles().bytes();
    assert_eq!(strip(&original, &Limits::default()).unwrap(), original);
}

#[test]
fn forty_articles_come_back_with_a_remark_at_each() {
    let article =
        |n: u32| [pp(&num(1, 0), &r(&format!("（見出し{n}）"))), pp(&num(1, 1), &r(&format!("本文{n}。")))].concat();
    let original = Fixture::new(&(1..=40).map(article).collect::<String>()).articles().bytes();
    let remarks = (0..40).map(|n| at(2 * n + 1, None, &format!("第{}条について", n + 1))).collect();
    let annotated = checked(&original, &additions(remarks, vec![proposal()]));
    for n in 0..40 {
        assert_eq!(marked(&annotated, n), format!("本文{}。", n + 1));
    }
}
