//! Styles of our papers, and how they meet the styles of a template.

use std::collections::BTreeMap;

use domain::Lang;

use super::Face;

/// A paragraph style. Sizes are half-points, distances twentieths of a point; 210 are a character of 10.5 points.
struct Style {
    id: &'static str,
    /// Name in Word. A template that has a style of this name decides how the text looks.
    name: &'static str,
    /// Properties of the paragraph.
    paragraph: &'static str,
    /// Properties of the letters.
    letters: &'static str,
    kind: Kind,
}

/// Whether a style is of a heading: those are gothic even where the body is mincho.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    Text,
}

const fn text(id: &'static str, name: &'static str, paragraph: &'static str, letters: &'static str) -> Style {
    Style { id, name, paragraph, letters, kind: Kind::Text }
}

const fn head(id: &'static str, name: &'static str, paragraph: &'static str, letters: &'static str) -> Style {
    Style { id, name, paragraph, letters, kind: Kind::Heading }
}

const BOLD: &str = "<w:b/><w:bCs/>";

/// Styles that are the same in both languages.
const COMMON: &[Style] = &[
    head(
        "Title",
        "Title",
        r#"<w:keepNext/><w:spacing w:before="120" w:after="280" w:line="460" w:lineRule="exact"/><w:jc w:val="center"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="32"/>"#,
    ),
    head(
        "Heading1",
        "heading 1",
        r#"<w:keepNext/><w:spacing w:before="300" w:after="100" w:line="380" w:lineRule="exact"/><w:outlineLvl w:val="0"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/>"#,
    ),
    head(
        "Heading2",
        "heading 2",
        r#"<w:keepNext/><w:spacing w:before="200" w:after="60"/><w:outlineLvl w:val="1"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="22"/><w:szCs w:val="22"/>"#,
    ),
    head("Heading3", "heading 3", r#"<w:keepNext/><w:spacing w:before="120"/><w:outlineLvl w:val="2"/>"#, BOLD),
    head(
        "AnnexTitle",
        "Annex Title",
        r#"<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="240" w:line="420" w:lineRule="exact"/><w:outlineLvl w:val="0"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/>"#,
    ),
    text("Centred", "Centred Text", r#"<w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>"#, ""),
    text("LinesLeft", "Lines Left", r#"<w:jc w:val="left"/>"#, ""),
    text("LinesRight", "Lines Right", r#"<w:jc w:val="right"/>"#, ""),
    text("Addressee", "Addressee", r#"<w:jc w:val="left"/>"#, ""),
    text("Sender", "Sender", r#"<w:ind w:left="4700"/><w:jc w:val="left"/>"#, ""),
    text("Signature", "Signature Block", r#"<w:spacing w:line="320" w:lineRule="exact"/><w:jc w:val="left"/>"#, ""),
    head(
        "TableHead",
        "Table Head",
        r#"<w:keepNext/><w:spacing w:line="260" w:lineRule="exact"/><w:jc w:val="center"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    text(
        "TableText",
        "Table Text",
        r#"<w:spacing w:line="260" w:lineRule="exact"/><w:jc w:val="left"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    head(
        "DenseHead",
        "Dense Table Head",
        r#"<w:keepNext/><w:spacing w:line="230" w:lineRule="exact"/><w:jc w:val="center"/>"#,
        r#"<w:b/><w:bCs/><w:sz w:val="16"/><w:szCs w:val="16"/>"#,
    ),
    text(
        "DenseText",
        "Dense Table Text",
        r#"<w:spacing w:line="230" w:lineRule="exact"/><w:jc w:val="left"/>"#,
        r#"<w:sz w:val="16"/><w:szCs w:val="16"/>"#,
    ),
    head("Caption", "caption", r#"<w:keepNext/><w:spacing w:before="160" w:after="60"/>"#, BOLD),
    text(
        "Note",
        "Note",
        r#"<w:spacing w:line="290" w:lineRule="exact"/><w:ind w:left="540" w:hanging="540"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    text(
        "OpenPoints",
        "Open Points",
        r#"<w:pBdr><w:top w:val="single" w:sz="8" w:space="4" w:color="B3261E"/><w:left w:val="single" w:sz="8" w:space="4" w:color="B3261E"/><w:bottom w:val="single" w:sz="8" w:space="4" w:color="B3261E"/><w:right w:val="single" w:sz="8" w:space="4" w:color="B3261E"/></w:pBdr><w:ind w:left="120" w:right="120"/><w:jc w:val="left"/>"#,
        r#"<w:color w:val="8C1D18"/><w:sz w:val="19"/><w:szCs w:val="19"/>"#,
    ),
    text(
        "Spacer",
        "Spacer",
        r#"<w:spacing w:line="160" w:lineRule="exact"/>"#,
        r#"<w:sz w:val="8"/><w:szCs w:val="8"/>"#,
    ),
    text(
        "Header",
        "header",
        r#"<w:tabs><w:tab w:val="right" w:pos="9071"/></w:tabs><w:spacing w:line="260" w:lineRule="exact"/><w:jc w:val="left"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
    text(
        "Footer",
        "footer",
        r#"<w:tabs><w:tab w:val="center" w:pos="4535"/><w:tab w:val="right" w:pos="9071"/></w:tabs><w:spacing w:line="260" w:lineRule="exact"/><w:jc w:val="left"/>"#,
        r#"<w:sz w:val="18"/><w:szCs w:val="18"/>"#,
    ),
];

/// Styles of running text in Japanese: first lines indented by a character, no space between paragraphs.
const JAPANESE: &[Style] = &[
    text("BodyText", "Body Text", r#"<w:ind w:firstLine="210"/>"#, ""),
    head("ArticleTitle", "Article Title", r#"<w:keepNext/><w:spacing w:before="180"/><w:ind w:left="105"/>"#, BOLD),
    head("ArticleHeading", "Article Heading", r#"<w:keepNext/><w:spacing w:before="180"/>"#, BOLD),
    text("Article", "Article", "", ""),
    text("Clause", "Article Paragraph", "", ""),
    text("Item", "Article Item", "", ""),
    text("SubItem", "Article Sub-item", "", ""),
];

/// Styles of running text in English: space between paragraphs, no indent, ragged right.
const ENGLISH: &[Style] = &[
    text("BodyText", "Body Text", r#"<w:spacing w:after="100"/><w:jc w:val="left"/>"#, ""),
    head("ArticleTitle", "Article Title", r#"<w:keepNext/><w:spacing w:before="200" w:after="60"/>"#, BOLD),
    head("ArticleHeading", "Article Heading", r#"<w:keepNext/><w:spacing w:before="220" w:after="60"/>"#, BOLD),
    text("Article", "Article", r#"<w:spacing w:after="100"/><w:jc w:val="left"/>"#, ""),
    text("Clause", "Article Paragraph", r#"<w:spacing w:after="100"/><w:jc w:val="left"/>"#, ""),
    text("Item", "Article Item", r#"<w:spacing w:after="60"/><w:jc w:val="left"/>"#, ""),
    text("SubItem", "Article Sub-item", r#"<w:spacing w:after="60"/><w:jc w:val="left"/>"#, ""),
];

fn all(lang: Lang) -> impl Iterator<Item = &'static Style> {
    let own = match lang {
        Lang::Ja => JAPANESE,
        Lang::En => ENGLISH,
    };
    COMMON.iter().chain(own)
}

/// Names of our styles in a file.
#[derive(Debug, Clone)]
pub(super) struct StyleMap {
    ids: BTreeMap<&'static str, String>,
    /// Style everything rests on.
    base: String,
}

impl StyleMap {
    /// In our own files.
    pub(super) fn own() -> Self {
        Self { ids: BTreeMap::new(), base: "Normal".to_owned() }
    }

    /// In a template with these styles (name in small letters → id) and this default style.
    pub(super) fn in_template(lang: Lang, present: &BTreeMap<String, String>, base: String) -> Self {
        let ids = all(lang)
            .filter_map(|style| {
                let taken = || present.values().any(|id| id == style.id);
                match present.get(&style.name.to_ascii_lowercase()) {
                    Some(id) => Some((style.id, id.clone())),
                    None if taken() => Some((style.id, format!("Paper{}", style.id))),
                    None => None,
                }
            })
            .collect();
        Self { ids, base }
    }

    /// Id of one of our styles.
    pub(super) fn id<'a>(&'a self, own: &'a str) -> &'a str {
        self.ids.get(own).map_or(own, String::as_str)
    }

    /// Definitions of the styles a template lacks.
    pub(super) fn missing_xml(&self, lang: Lang, present: &BTreeMap<String, String>) -> String {
        all(lang)
            .filter(|style| !present.contains_key(&style.name.to_ascii_lowercase()))
            .map(|style| self.style_xml(style, ""))
            .collect()
    }

    fn style_xml(&self, style: &Style, heading_fonts: &str) -> String {
        let Style { name, paragraph, letters, .. } = style;
        let (id, base) = (self.id(style.id), &self.base);
        let fonts = if style.kind == Kind::Heading { heading_fonts } else { "" };
        format!(
            r#"<w:style w:type="paragraph" w:customStyle="1" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{fonts}{letters}</w:rPr></w:style>"#
        )
        .replace(r#" w:customStyle="1""#, if is_built_in(name) { "" } else { r#" w:customStyle="1""# })
    }
}

/// Names Word knows by itself are in small letters, but for two.
fn is_built_in(name: &str) -> bool {
    name == "Title" || name == "Body Text" || name.chars().all(|c| !c.is_uppercase())
}

/// Typefaces: for Latin letters, for Japanese.
const fn fonts(lang: Lang, face: Face) -> (&'static str, &'static str) {
    match (lang, face) {
        (Lang::Ja, Face::Gothic) => ("BIZ UDPGothic", "BIZ UDPGothic"),
        (Lang::Ja, Face::Mincho) => ("游明朝", "游明朝"),
        (Lang::En, Face::Gothic) => ("Arial", "BIZ UDPGothic"),
        (Lang::En, Face::Mincho) => ("Times New Roman", "游明朝"),
    }
}

fn fonts_xml(latin: &str, japanese: &str) -> String {
    format!(r#"<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{japanese}" w:cs="{latin}"/>"#)
}

/// The whole part `styles.xml`.
pub(super) fn part(lang: Lang, face: Face) -> String {
    let (latin, japanese) = fonts(lang, face);
    let body = fonts_xml(latin, japanese);
    let heading = match (face, lang) {
        (Face::Gothic, _) => String::new(),
        (Face::Mincho, Lang::Ja) => fonts_xml("BIZ UDPGothic", "BIZ UDPGothic"),
        (Face::Mincho, Lang::En) => fonts_xml("Arial", "BIZ UDPGothic"),
    };
    let (code, line, align) = match lang {
        Lang::Ja => ("en-US", r#"<w:spacing w:line="360" w:lineRule="exact"/>"#, "both"),
        Lang::En => ("en-GB", r#"<w:spacing w:line="290" w:lineRule="exact"/>"#, "left"),
    };
    let map = StyleMap::own();
    let styles: String = all(lang).map(|style| map.style_xml(style, &heading)).collect();
    format!(
        r#"{head}<w:styles {ns}><w:docDefaults><w:rPrDefault><w:rPr>{body}<w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="{code}" w:eastAsia="ja-JP" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>{line}<w:jc w:val="{align}"/></w:pPr></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>{styles}</w:styles>"#,
        head = super::package::XML,
        ns = super::package::NAMESPACES,
    )
}

/// The whole part `fontTable.xml`: what to take where a typeface is not installed.
pub(super) fn font_table() -> String {
    let font = |name: &str, other: &str, family: &str, pitch: &str| {
        format!(
            r#"<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="80"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>"#
        )
    };
    format!(
        r#"{head}<w:fonts {ns}>{}{}</w:fonts>"#,
        font("BIZ UDPGothic", "BIZ UDPゴシック", "swiss", "variable"),
        font("游明朝", "Yu Mincho", "roman", "variable"),
        head = super::package::XML,
        ns = super::package::NAMESPACES,
    )
}
