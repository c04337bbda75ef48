//! Word's automatic numbers.
//!
//! Articles and their paragraphs are levels of one list. Items are lists of their own, one for each paragraph that has
//! any: below an article's first paragraph they would skip a level, and how programs count after that is not to be
//! relied on.

use domain::Lang;

use crate::paper::ArticleForm;

/// The lists that can be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// Articles and their paragraphs.
    Articles,
    /// Items and sub-items.
    Items,
    /// Headings.
    Headings,
    /// ・
    Bullets,
    /// □
    Boxes,
    /// Annexes.
    Annexes,
}

/// The lists in use.
#[derive(Debug, Clone)]
pub(super) struct Nums {
    /// First free number of a scheme.
    schemes: u32,
    next: u32,
    lists: Vec<(u32, Scheme)>,
    articles: Option<u32>,
    headings: Option<u32>,
    bullets: Option<u32>,
    boxes: Option<u32>,
    annexes: Option<u32>,
}

impl Nums {
    /// Lists after those a template has: its highest scheme number plus 1 and its highest list number.
    pub(super) const fn new(schemes: u32, lists: u32) -> Self {
        Self {
            schemes,
            next: lists,
            lists: Vec::new(),
            articles: None,
            headings: None,
            bullets: None,
            boxes: None,
            annexes: None,
        }
    }

    /// Articles and headings are counted anew from here.
    pub(super) const fn restart(&mut self) {
        self.articles = None;
        self.headings = None;
    }

    /// The list of a scheme that goes on; of items, a new one each time.
    pub(super) fn list(&mut self, scheme: Scheme) -> u32 {
        let slot = match scheme {
            Scheme::Articles => self.articles,
            Scheme::Items => None,
            Scheme::Headings => self.headings,
            Scheme::Bullets => self.bullets,
            Scheme::Boxes => self.boxes,
            Scheme::Annexes => self.annexes,
        };
        if let Some(list) = slot {
            return list;
        }
        self.next = self.next.saturating_add(1);
        let list = self.next;
        self.lists.push((list, scheme));
        match scheme {
            Scheme::Articles => self.articles = Some(list),
            Scheme::Items => {}
            Scheme::Headings => self.headings = Some(list),
            Scheme::Bullets => self.bullets = Some(list),
            Scheme::Boxes => self.boxes = Some(list),
            Scheme::Annexes => self.annexes = Some(list),
        }
        list
    }

    /// The schemes, for before any list.
    pub(super) fn schemes_xml(&self, lang: Lang, form: ArticleForm) -> String {
        let all = [Scheme::Articles, Scheme::Items, Scheme::Headings, Scheme::Bullets, Scheme::Boxes, Scheme::Annexes];
        all.iter().map(|scheme| scheme_xml(self.schemes.saturating_add(scheme.place()), *scheme, lang, form)).collect()
    }

    /// The lists, each counting from the beginning.
    pub(super) fn lists_xml(&self) -> String {
        self.lists
            .iter()
            .map(|(list, scheme)| {
                let number = self.schemes.saturating_add(scheme.place());
                let levels = match scheme {
                    Scheme::Headings => 3_u32,
                    Scheme::Bullets | Scheme::Boxes => 0,
                    _ => 1,
                };
                let starts: String = (0..levels)
                    .map(|level| {
                        format!(r#"<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>"#)
                    })
                    .collect();
                format!(r#"<w:num w:numId="{list}"><w:abstractNumId w:val="{number}"/>{starts}</w:num>"#)
            })
            .collect()
    }
}

impl Scheme {
    const fn place(self) -> u32 {
        match self {
            Self::Articles => 0,
            Self::Items => 1,
            Self::Headings => 2,
            Self::Bullets => 3,
            Self::Boxes => 4,
            Self::Annexes => 5,
        }
    }
}

/// A level of a list: how it counts, what it prints and where it stands (twentieths of a point; 210 are a character).
struct Level {
    start: u32,
    format: &'static str,
    text: &'static str,
    /// Left edge of the second line.
    left: u32,
    /// How far left of it the number begins.
    hanging: u32,
    /// Where the text of the first line begins; `None`: right behind the number.
    tab: Option<u32>,
}

const fn level(format: &'static str, text: &'static str, left: u32, hanging: u32, tab: Option<u32>) -> Level {
    Level { start: 1, format, text, left, hanging, tab }
}

fn levels(scheme: Scheme, lang: Lang, form: ArticleForm) -> Vec<Level> {
    match (scheme, lang) {
        (Scheme::Articles, Lang::Ja) if form == ArticleForm::TitleAbove => vec![
            level("decimal", "第%1条", 420, 420, Some(840)),
            Level { start: 2, ..level("decimal", "%2", 420, 420, Some(420)) },
        ],
        (Scheme::Articles, Lang::Ja) => {
            vec![level("decimal", "第%1条", 0, 0, None), level("decimal", "%2", 420, 420, Some(420))]
        }
        (Scheme::Articles, Lang::En) => {
            vec![level("decimal", "Article %1", 0, 0, None), level("decimal", "%2.", 420, 420, Some(420))]
        }
        (Scheme::Items, Lang::Ja) => {
            vec![level("decimal", "(%1)", 1050, 630, Some(1050)), level("aiueoFullWidth", "%2", 1470, 420, Some(1470))]
        }
        (Scheme::Items, Lang::En) => {
            vec![level("decimal", "(%1)", 900, 480, Some(900)), level("lowerLetter", "(%2)", 1380, 480, Some(1380))]
        }
        (Scheme::Headings, _) => vec![
            level("decimal", "%1", 420, 420, Some(420)),
            level("decimal", "%1.%2", 630, 630, Some(630)),
            level("decimal", "(%3)", 630, 630, Some(630)),
        ],
        (Scheme::Bullets, Lang::Ja) => {
            vec![level("bullet", "・", 420, 210, Some(420)), level("bullet", "・", 840, 210, Some(840))]
        }
        (Scheme::Bullets, Lang::En) => {
            vec![level("bullet", "•", 420, 300, Some(420)), level("bullet", "–", 840, 300, Some(840))]
        }
        (Scheme::Boxes, _) => {
            vec![level("bullet", "□", 525, 315, Some(525)), level("bullet", "□", 945, 315, Some(945))]
        }
        (Scheme::Annexes, Lang::Ja) => vec![level("decimal", "別紙%1", 0, 0, None)],
        (Scheme::Annexes, Lang::En) => vec![level("decimal", "Annex %1", 0, 0, None)],
    }
}

fn scheme_xml(number: u32, scheme: Scheme, lang: Lang, form: ArticleForm) -> String {
    let levels = levels(scheme, lang, form);
    let kind = if levels.len() > 1 { "multilevel" } else { "singleLevel" };
    // Word tells lists apart by this number; it has to differ between schemes and stay the same for the same scheme.
    let identity = 0x5EC1_0000_u32.saturating_add(scheme.place());
    let mut out = format!(
        r#"<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{identity:08X}"/><w:multiLevelType w:val="{kind}"/><w:tmpl w:val="{identity:08X}"/>"#
    );
    for (place, level) in levels.iter().enumerate() {
        let Level { start, format, text, left, hanging, .. } = level;
        let (suffix, tabs) = match level.tab {
            Some(tab) => ("tab", format!(r#"<w:tabs><w:tab w:val="num" w:pos="{tab}"/></w:tabs>"#)),
            None => ("nothing", String::new()),
        };
        out.push_str(&format!(
            r#"<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>{tabs}<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>"#
        ));
    }
    out.push_str("</w:abstractNum>");
    out
}
