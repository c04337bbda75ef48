//! Everything about one entry, as blocks in the order a reader wants them.

use catalogue::{Catalogue, Entry, Measure, Row, SourceRef};
use domain::{Lang, engagement::Category};

use crate::{
    lookup::{entry, href},
    page::Shell,
    show::{Kind, Link, Mark},
    views::catalogue::{Block, CellLine},
};

/// Words for the fields of lists that have no form of their own.
const FIELDS: &[(&str, &str)] = &[
    ("title", "field-title"),
    ("label", "field-label"),
    ("publisher", "field-publisher"),
    ("year", "field-year"),
    ("edition", "field-edition"),
    ("number", "field-number"),
    ("standard", "field-standard"),
    ("levels", "field-levels"),
    ("measures", "field-measures"),
    ("certainty", "field-certainty"),
    ("extent", "field-extent"),
    ("note", "field-note"),
    ("as_of", "field-as_of"),
];

/// What it takes to say it.
#[derive(Clone, Copy)]
pub(super) struct Detail<'a> {
    pub(super) ui: &'a Shell,
    pub(super) catalogue: &'a Catalogue,
}

impl Detail<'_> {
    pub(super) fn lang(&self) -> Lang {
        self.ui.lang
    }

    pub(super) fn key(&self, key: &str) -> String {
        self.ui.t(key).into_owned()
    }

    pub(super) fn text(&self, key: &str, text: &catalogue::Text) -> Block {
        Block::Text(self.key(key), text.get(self.lang()).to_owned())
    }

    pub(super) fn texts(&self, key: &str, texts: &[catalogue::Text]) -> Option<Block> {
        let items: Vec<String> = texts.iter().map(|t| t.get(self.lang()).to_owned()).collect();
        (!items.is_empty()).then(|| Block::Items(self.key(key), items))
    }

    /// Ids as links, with their titles.
    pub(super) fn links<'i>(&self, key: &str, ids: impl IntoIterator<Item = &'i str>) -> Option<Block> {
        let one = |id: &str| {
            let to = href(self.catalogue, id).unwrap_or_else(|| "/catalogue".to_owned());
            let title = entry(self.catalogue, id).and_then(|e| e.title(self.lang())).unwrap_or_default();
            (Link::new(to, id), title.to_owned())
        };
        let all: Vec<_> = ids.into_iter().map(one).collect();
        (!all.is_empty()).then(|| Block::Links(self.key(key), all))
    }

    /// Where it comes from.
    pub(super) fn sources(&self, sources: &[SourceRef]) -> Option<Block> {
        let one = |source: &SourceRef| {
            let id = source.id.clone().unwrap_or_else(|| source.document.to_string());
            let to = href(self.catalogue, &id).unwrap_or_else(|| format!("/catalogue/{}", source.document));
            let title = self.catalogue.source(&source.document).map(|s| s.title.get(self.lang()).to_owned());
            (Link::new(to, source.to_string()), title.unwrap_or_default())
        };
        let all: Vec<_> = sources.iter().map(one).collect();
        (!all.is_empty()).then(|| Block::Links(self.key("detail-source"), all))
    }

    pub(super) fn join<'t>(&self, words: impl IntoIterator<Item = &'t str>) -> String {
        let comma = if self.lang() == Lang::Ja { "、" } else { ", " };
        words.into_iter().collect::<Vec<_>>().join(comma)
    }

    pub(super) fn pairs(&self, pairs: Vec<(&str, String)>) -> Block {
        let shown = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        Block::Pairs(self.key("detail-about"), shown.map(|(key, value)| (self.key(key), value)).collect())
    }

    /// Everything about an id.
    pub(super) fn blocks(&self, id: &str, known: Option<&Entry>) -> Vec<Block> {
        let c = self.catalogue;
        macro_rules! typed {
            ($($list:literal => $find:ident, $make:ident;)+) => {
                match known.map(Entry::list) {
                    $(Some($list) => id.parse().ok().and_then(|id| c.$find(&id)).map(|one| self.$make(one)),)+
                    _ => None,
                }
            };
        }
        let found = typed! {
            "measure" => measure, measure;
            "clause" => clause, clause;
            "article" => article, article;
            "annex" => annex, annex;
            "paper" => paper, paper;
            "duty" => duty, duty;
            "condition" => condition, condition;
            "item" => handling_item, handling;
            "threat" => threat, threat;
        };
        let row = || id.parse().ok().and_then(|id| c.tables().row(&id)).map(|row| self.row(row));
        let area = || id.parse().ok().and_then(|id| c.responsibility().area(&id)).map(|area| self.area(area));
        found.or_else(row).or_else(area).unwrap_or_else(|| known.map(|e| self.plain(e)).unwrap_or_default())
    }

    /// An entry of a list that has no form of its own: its fields.
    fn plain(&self, entry: &Entry) -> Vec<Block> {
        let other = if self.lang() == Lang::Ja { ".en" } else { ".ja" };
        let own = format!(".{}", self.lang().code());
        let kept = |(place, _): &(String, String)| !place.ends_with(other) && place != "id";
        let name = |place: String| {
            let plain = place.trim_end_matches(own.as_str()).to_owned();
            let key = plain.split(['[', '.']).next().unwrap_or_default();
            let known = FIELDS.iter().find_map(|(field, text)| (*field == key).then_some(*text));
            known.map_or(plain, |text| self.key(text))
        };
        let pairs = entry.fields().into_iter().filter(kept).map(|(place, value)| (name(place), value));
        vec![Block::Pairs(self.key("detail-about"), pairs.collect())]
    }

    fn measure(&self, one: &Measure) -> Vec<Block> {
        let lang = self.lang();
        let levels = one.levels.iter().map(|level| level.get(lang).to_owned()).collect();
        let evidence = self.join(one.evidence.iter().map(|e| e.label(lang)));
        let facts = self.join(one.applies.iter().map(|f| f.label(lang)));
        let satisfies = one.satisfies.iter().map(|s| {
            let id = s.id.clone().unwrap_or_else(|| s.document.to_string());
            let to = href(self.catalogue, &id).unwrap_or_else(|| format!("/catalogue/{}", s.document));
            (Link::new(to, s.strength.label(lang)), format!("{} {}", s.document, s.section))
        });
        let satisfies: Vec<_> = satisfies.collect();
        let controls: Vec<_> = self.catalogue.crosswalks().answered_by(&one.id).map(|c| c.id.as_str()).collect();
        let mut out = vec![
            self.text("detail-statement", &one.statement),
            self.text("detail-question", &one.question),
            Block::Items(self.key("detail-levels"), levels),
            self.pairs(vec![
                ("detail-evidence", evidence),
                ("detail-examples", one.examples.get(lang).to_owned()),
                ("detail-confirm", one.confirm.get(lang).to_owned()),
                ("detail-tip", one.tip.get(lang).to_owned()),
                ("detail-answered-by", one.answered_by.label(lang).to_owned()),
                ("req-owner", one.owner.label(lang).to_owned()),
                ("detail-applies", facts),
            ]),
        ];
        if !satisfies.is_empty() {
            out.push(Block::Links(self.key("detail-satisfies"), satisfies));
        }
        out.extend(self.links("detail-controls", controls));
        out
    }

    fn row(&self, row: &Row) -> Vec<Block> {
        let lang = self.lang();
        let cells = Category::ALL.iter().filter_map(|category| {
            let cell = row.cell(*category)?;
            let kind = match cell.mark {
                catalogue::table::CellMark::Required | catalogue::table::CellMark::PhysicalOnly => Kind::Now,
                catalogue::table::CellMark::Optional => Kind::Weak,
                catalogue::table::CellMark::Included => Kind::Met,
                catalogue::table::CellMark::NotApplicable => Kind::Off,
            };
            let letter = cell.reason.map(|letter| {
                let text = self.catalogue.tables().reason(letter).map(|t| t.get(lang)).unwrap_or_default();
                format!("{}: {text}", letter.code())
            });
            let notes = cell.notes.iter().filter_map(|n| self.catalogue.tables().note(*n)).map(|t| t.get(lang));
            let reason: Vec<String> = letter.into_iter().chain(notes.map(str::to_owned)).collect();
            Some(CellLine {
                category: category.label(lang).to_owned(),
                mark: Mark::new(kind, cell.mark.label(lang)),
                standing: cell.standing.label(lang).to_owned(),
                reason: reason.join(" "),
            })
        });
        let cells = Block::Cells(self.key("detail-cells"), cells.collect());
        let mut out = vec![self.text("detail-meaning", &row.meaning), cells];
        out.extend(self.links("detail-measures", row.measures.iter().map(|m| m.as_str())));
        out.extend(self.links("detail-clauses", row.clauses.iter().map(String::as_str)));
        if let Some(wording) = &row.wording {
            out.push(self.text("detail-specification", &wording.specification));
            out.push(self.text("detail-contract", &wording.contract));
        }
        out.extend(self.sources(&row.source));
        out
    }
}
