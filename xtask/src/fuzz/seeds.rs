//! Well-formed files to begin with, and the words they are made of.

mod words;

pub(super) use words::{CONTRACT, PDF, SHEET, WORD};

use super::{mutate::Input, target::Target};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
    xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
const RELATIONS: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn archive(parts: &[(&str, &str)]) -> Input {
    Input(parts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect())
}

/// Inputs to begin with.
pub(super) fn of(target: Target) -> Vec<Input> {
    match target {
        Target::Docx => word(),
        Target::Pdf => pdfs(),
        Target::Text => contracts().into_iter().chain(encoded()).collect(),
        Target::Segmenter => contracts(),
        Target::Xlsx => books(),
    }
}

fn word() -> Vec<Input> {
    let p = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let item = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\"> {text} </w:t></w:r></w:p>"
        )
    };
    let changed = "<w:p><w:pPr><w:rPr><w:del w:id=\"9\"/></w:rPr></w:pPr><w:ins w:id=\"1\"><w:r><w:t>加えた</w:t></w:r></w:ins><w:del w:id=\"2\"><w:r><w:delText>除いた</w:delText></w:r></w:del></w:p>";
    let table = format!(
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
        p("項目"),
        p("持出し"),
        p("不可")
    );
    let drawn = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        p("社外秘")
    );
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let control = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        p("第1条 3")
    );
    let bodies = [
        [p("業務委託契約書"), item(0, "（目的）"), item(1, "甲は、乙に委託する。"), changed.to_owned(), p("以上")]
            .concat(),
        [table, drawn, field.to_owned(), control].concat(),
    ];
    let level = |at: u32, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering {W}><w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>",
        level(0, "decimal", "第%1条"),
        level(1, "aiueoFullWidth", "%1-%2")
    );
    let styles = format!(
        "<w:styles {W}><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"2\"/></w:style><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"2\"><w:name w:val=\"Normal\"/></w:style></w:styles>"
    );
    let notes = format!(
        "<w:footnotes {W}><w:footnote w:type=\"separator\" w:id=\"0\">{}</w:footnote><w:footnote w:id=\"2\">{}</w:footnote></w:footnotes>",
        p("―"),
        p("注")
    );
    let comments =
        format!("<w:comments {W}><w:comment w:id=\"0\" w:initials=\"a\">{}</w:comment></w:comments>", p("要確認"));
    let roles = [
        ("numbering", "numbering.xml"),
        ("styles", "styles.xml"),
        ("footnotes", "footnotes.xml"),
        ("comments", "comments.xml"),
    ];
    let relations: String = roles
        .iter()
        .map(|(role, name)| format!("<Relationship Id=\"{role}\" Type=\"{TYPES}/{role}\" Target=\"{name}\"/>"))
        .collect();
    let relations = format!("<Relationships {RELATIONS}>{relations}</Relationships>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let one = |body: &String| {
        let document = format!("<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>");
        archive(&[
            ("word/document.xml", &document),
            ("word/numbering.xml", &numbering),
            ("word/styles.xml", &styles),
            ("word/footnotes.xml", &notes),
            ("word/comments.xml", &comments),
            ("word/_rels/document.xml.rels", &relations),
            ("[Content_Types].xml", types),
        ])
    };
    let bare = |body: &String| {
        let document = format!("<w:document {W}><w:body>{body}</w:body></w:document>");
        archive(&[("word/document.xml", &document), ("[Content_Types].xml", types)])
    };
    bodies.iter().map(one).chain(bodies.iter().map(bare)).collect()
}

fn pdfs() -> Vec<Input> {
    let object = |number: u32, body: &str| format!("{number} 0 obj {body} endobj\n");
    let stream = |number: u32, head: &str, data: &str| {
        format!("{number} 0 obj <<{head}/Length {}>>stream\n{data}\nendstream endobj\n", data.len())
    };
    let font = |encoding: &str, more: &str| {
        format!(
            "<</Type/Font/Subtype/Type0/Encoding{encoding}/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Ordering(Japan1)>>/DW 1000/W[1[500 500] 5 9 300]>>]{more}>>"
        )
    };
    let page = "BT /F 12 Tf 1 0 0 1 60 780 Tm <8BC696B188CF91F5> Tj 0 -18 Td [<91E6> -250 <825082CC>] TJ T* (abc) ' ET /X Do /Span <</ActualText (a)>> BDC BT /F 12 Tf (x) Tj ET EMC";
    let map = "/WMode 0 def 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfchar <0001> <7532> endbfchar 1 beginbfrange <0010> <0020> <3042> endbfrange 1 begincidrange <0000> <00FF> 1 endcidrange";
    let whole = |font: &str| {
        [
            "%PDF-1.5\n".to_owned(),
            object(1, "<</Type/Catalog/Pages 2 0 R>>"),
            object(2, "<</Type/Pages/Kids[3 0 R 10 0 R]/MediaBox[0 0 595 842]/Resources<</Font<</F 6 0 R>>/XObject<</X 7 0 R>>/Properties<</P 8 0 R>>>>>>"),
            object(3, "<</Type/Page/Parent 2 0 R/Contents[4 0 R 4 0 R]/Annots[8 0 R]>>"),
            object(10, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Rotate 90>>"),
            stream(4, "", page),
            object(6, font),
            stream(7, "/Type/XObject/Subtype/Form/Matrix[1 0 0 1 0 -40]", "BT /F 9 Tf (y) Tj ET"),
            object(8, "<</Subtype/FreeText/Rect[0 0 9 9]/AP<</N 7 0 R>>/ActualText(b)>>"),
            stream(9, "", map),
            stream(11, "/Type/ObjStm/N 2/First 10", "20 0 21 4 (a) <</A 1>>"),
            "trailer<</Root 1 0 R>>\n%%EOF".to_owned(),
        ]
        .concat()
    };
    let fonts = [
        font("/90ms-RKSJ-H", ""),
        font("/Identity-H", "/ToUnicode 9 0 R"),
        font(" 9 0 R", ""),
        "<</Type/Font/Subtype/TrueType/FirstChar 65/Widths[500 500]/Encoding<</BaseEncoding/MacRomanEncoding/Differences[65/a/b]>>>>".to_owned(),
    ];
    fonts.iter().map(|font| Input::of(whole(font).as_bytes())).collect()
}

const LONG: &str = "業務委託契約書\n\n株式会社青空（以下「甲」という。）と株式会社夕凪（以下「乙」という。）は、次のとおり契約（以下「本契約」という。）を結ぶ。\n\n\
第1条（目的）\n甲は、帳票作成の業務を乙に委託し、乙はこれを受託する。\n第2条（秘密保持）\n乙は、本契約により知り得た甲の営業上又は技術上の情報（以下「秘密情報」という。）を、甲の書面による承諾なく第三者に開示してはならない。\n\
2　前項の義務は、本契約終了後5年間存続する。\n（1）公知の情報\n（2）独自に開発した情報\n第3条（再委託）\n乙は、甲の事前の書面による承諾を得た場合に限り、再委託することができる。ただし、再委託先に同等の義務を課すものとする。\n\
第4条（事故）\n乙は、事故を知ったときは24時間以内に甲に報告し、AES-256で暗号化された記録を別紙1により提出する。\n第5条（損害賠償）\n乙は、甲に生じた損害を、委託料1億5,000万円を上限として賠償する。\n第6条（監査）\n甲は、年1回、10日前に通知して監査することができる。\n\
第7条（合意管轄）\n東京地方裁判所を第一審の専属的合意管轄裁判所とする。\n\n令和8年4月1日\n\n甲　　　　　㊞\n乙　　　　　㊞\n\n別紙1\n｜項目｜内容｜\n□ 可　□ 否\n";
const SPEC: &str = "# 調達仕様書\n\n## 1　概要\n1.1 件名　〔　　〕\n- 受注者は、ログを1年間保存すること。\n- パスワードは12文字以上とする。\n> 注）別添2を参照\n\n【運用の場合】\n脆弱性の修正は10営業日以内に行う。\n【保守の場合】\n（略）\n";
const ENGLISH: &str = "Article 1 (Confidentiality) The Vendor shall not disclose the Confidential Information to any third party. Article 2. The Vendor shall notify the Client within twenty-four (24) hours. The Tokyo District Court shall have jurisdiction.\n";

fn contracts() -> Vec<Input> {
    [LONG, SPEC, ENGLISH, "覚書\n", "第十二条の三　乙は、"].iter().map(|text| Input::of(text.as_bytes())).collect()
}

fn encoded() -> Vec<Input> {
    let wide = |order: fn(u16) -> [u8; 2]| LONG.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    let marked = [b"\xEF\xBB\xBF", SPEC.as_bytes()].concat();
    // 業務委託契約書 and a line in Shift_JIS, EUC-JP and ISO-2022-JP
    let legacy: [&[u8]; 3] = [
        b"\x8B\xC6\x96\xB1\x88\xCF\x91\xF5\x8C\x5F\x96\xF1\x8F\x91\n\x91\xE6\x88\xEA\x8F\xF0\n",
        b"\xB6\xC8\xCC\xB3\xB0\xD1\xC2\xF7\xB7\xC0\xCC\xF3\xBD\xF1\n\xC2\xE8\xB0\xEC\xBE\xF2\n",
        b"\x1B$B6HL30QBw7@Ls=q\x1B(B\n",
    ];
    let all = [little, big, marked].into_iter().chain(legacy.into_iter().map(<[u8]>::to_vec));
    all.map(|bytes| Input::of(&bytes)).collect()
}

fn books() -> Vec<Input> {
    let relations = format!(
        "<Relationships {RELATIONS}><Relationship Id=\"r1\" Type=\"{TYPES}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{TYPES}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"{TYPES}/styles\" Target=\"styles.xml\"/></Relationships>"
    );
    let roots = format!(
        "<Relationships {RELATIONS}><Relationship Id=\"r1\" Type=\"{TYPES}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let workbook = format!(
        "<workbook {main}><workbookPr/><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"r1\"/></sheets><definedNames><definedName name=\"list\">Sheet1!$F$1:$F$3</definedName></definedNames></workbook>"
    );
    let styles = format!(
        "<styleSheet {main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"><protection locked=\"0\"/></xf></cellXfs></styleSheet>"
    );
    let texts = [
        "No.",
        "確認事項",
        "回答",
        "備考",
        "ログを取得していますか。",
        "バックアップを取得していますか。",
        "はい",
        "いいえ",
    ];
    let strings: String =
        texts.iter().map(|text| format!("<si><t>{text}</t><rPh sb=\"0\" eb=\"1\"><t>ヨミ</t></rPh></si>")).collect();
    let strings = format!("<sst {main}>{strings}</sst>");
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    let sheet = |rows: &str, tail: &str| {
        format!(
            "<worksheet {main}><cols><col min=\"9\" max=\"9\" hidden=\"1\"/></cols><sheetData>{rows}</sheetData>{tail}</worksheet>"
        )
    };
    let row = |n: u32, cells: &[u32]| {
        let cells: String = cells
            .iter()
            .zip('A'..)
            .map(|(text, column)| format!("<c r=\"{column}{n}\" t=\"s\"><v>{text}</v></c>"))
            .collect();
        format!("<row r=\"{n}\">{cells}</row>")
    };
    let plain = [
        row(1, &[0, 1, 2, 3]),
        row(2, &[0, 4]),
        row(3, &[0, 5]),
        "<row><c/><c s=\"1\"><v>46204</v></c><c><f>1+1</f><v>2</v></c></row>".to_owned(),
    ]
    .concat();
    let list = "<mergeCells><mergeCell ref=\"A1:A1\"/><mergeCell ref=\"D2:D3\"/></mergeCells><dataValidations><dataValidation type=\"list\" sqref=\"C2:C3\"><formula1>\"はい,いいえ\"</formula1></dataValidation></dataValidations>";
    let guarded = "<sheetProtection sheet=\"1\"/><dataValidations><dataValidation type=\"list\" sqref=\"C2:C3\"><formula1>list</formula1></dataValidation></dataValidations>";
    [
        sheet(&plain, list),
        sheet(&plain, guarded),
        sheet("<row r=\"1\"><c t=\"inlineStr\"><is><t>設問　はい・いいえ</t></is></c></row>", ""),
    ]
    .iter()
    .map(|sheet| {
        archive(&[
            ("[Content_Types].xml", types),
            ("_rels/.rels", &roots),
            ("xl/workbook.xml", &workbook),
            ("xl/_rels/workbook.xml.rels", &relations),
            ("xl/styles.xml", &styles),
            ("xl/sharedStrings.xml", &strings),
            ("xl/worksheets/sheet1.xml", sheet),
        ])
    })
    .collect()
}
