//! Clauses and articles: their words in each strength and both languages, what is set in them, what makes them weak.

use catalogue::{
    Article, Clause,
    wording::{Alternative, Parameter, ParameterValue, Passage, Piece, Placeholder, Strength, pieces},
};
use domain::Lang;

use super::detail::Detail;
use crate::views::catalogue::{Block, WordLine};

impl Detail<'_> {
    pub(super) fn clause(&self, one: &Clause) -> Vec<Block> {
        let lang = self.lang();
        let mut out = vec![
            self.text("detail-intent", &one.intent),
            self.text("detail-why", &one.why),
            self.pairs(vec![
                ("detail-obliged", one.obliged.label(lang).to_owned()),
                ("req-tier", one.tier.label(lang).to_owned()),
                ("detail-categories", self.join(one.categories.iter().map(|c| c.label(lang)))),
                ("detail-conditions", self.join(one.conditions.iter().map(|t| t.label(lang)))),
            ]),
        ];
        out.extend(self.alternatives(&one.alternatives));
        out.extend(self.parameters(&one.parameters));
        let words = |passages, strength| self.words(passages, &one.parameters, strength);
        out.push(Block::Words(self.key("detail-specification"), words(&one.specification, None)));
        for strength in Strength::ALL {
            let title = self.ui.t1("detail-contract-in", "strength", strength.label(lang));
            out.push(Block::Words(title, words(&one.contract, Some(*strength))));
        }
        out.extend(self.texts("detail-weak", &one.weak_when));
        out.extend(self.texts("detail-evidence", &one.evidence));
        out.extend(self.links("detail-measures", one.measures.iter().map(String::as_str)));
        out.extend(self.links("detail-rows", one.rows.iter().map(String::as_str)));
        out.extend(self.sources(&one.source));
        out
    }

    pub(super) fn article(&self, one: &Article) -> Vec<Block> {
        let mut out = vec![self.text("detail-intent", &one.intent)];
        out.extend(self.alternatives(&one.alternatives));
        out.extend(self.parameters(&one.parameters));
        let strengths: Vec<Option<Strength>> =
            if differs(&one.contract) { Strength::ALL.iter().copied().map(Some).collect() } else { vec![None] };
        for strength in strengths {
            let title = match strength {
                Some(s) => self.ui.t1("detail-contract-in", "strength", s.label(self.lang())),
                None => self.key("detail-contract"),
            };
            out.push(Block::Words(title, self.words(&one.contract, &one.parameters, strength)));
        }
        out.extend(self.sources(&one.source));
        out
    }

    fn alternatives(&self, all: &[Alternative]) -> Option<Block> {
        let pair =
            |a: &Alternative| (format!("{}. {}", a.code, a.label.get(self.lang())), a.when.get(self.lang()).to_owned());
        let pairs: Vec<_> = all.iter().map(pair).collect();
        (!pairs.is_empty()).then(|| Block::Pairs(self.key("detail-alternatives"), pairs))
    }

    /// What a person sets: kind, what holds until then in each strength, bounds, how to choose.
    pub(super) fn parameters(&self, all: &[Parameter]) -> Option<Block> {
        let pairs: Vec<_> = all.iter().map(|p| (p.label.get(self.lang()).to_owned(), self.parameter(p))).collect();
        (!pairs.is_empty()).then(|| Block::Pairs(self.key("detail-parameters"), pairs))
    }

    fn parameter(&self, one: &Parameter) -> String {
        let lang = self.lang();
        let unit = one.unit.as_ref().map(|u| u.get(lang)).unwrap_or_default();
        let mut parts = vec![one.kind.label(lang).to_owned()];
        let shown = |value: &ParameterValue| format!("{} {unit}", self.value(one, value)).trim().to_owned();
        let usual = one.default.as_ref().map(shown);
        parts.extend(usual.iter().map(|value| self.ui.t1("detail-default", "value", value)));
        for (strength, value) in [(Strength::Strict, &one.strict), (Strength::Mild, &one.mild)] {
            if let Some(value) = value {
                parts.push(format!("{} {}", strength.label(lang), shown(value)));
            }
        }
        if let (Some(min), Some(max)) = (one.min, one.max) {
            parts.push(self.ui.words().t2("paper-bounds", ("min", min), ("max", max)));
        }
        let options: Vec<&str> = one.options.iter().map(|o| o.label.get(lang)).collect();
        if !options.is_empty() {
            parts.push(self.join(options));
        }
        parts.push(one.help.get(lang).to_owned());
        parts.join(" / ")
    }

    fn value(&self, one: &Parameter, value: &ParameterValue) -> String {
        let lang = self.lang();
        match value {
            ParameterValue::Bool(on) => self.key(if *on { "yes" } else { "no" }),
            ParameterValue::Number(n) => domain::text::group_digits(*n),
            ParameterValue::Code(code) => one.option(code, lang).unwrap_or(code).to_owned(),
            ParameterValue::Text(text) => text.get(lang).to_owned(),
            ParameterValue::List(items) => self.join(items.iter().map(|i| i.get(lang))),
        }
    }

    /// Passages of a strength with what each depends on; holes show what is put in.
    fn words(&self, passages: &[Passage], parameters: &[Parameter], strength: Option<Strength>) -> Vec<WordLine> {
        let mut out = Vec::new();
        self.word_lines(passages, parameters, (strength, 0), &mut out);
        out
    }

    fn word_lines(
        &self,
        passages: &[Passage],
        parameters: &[Parameter],
        (strength, depth): (Option<Strength>, usize),
        out: &mut Vec<WordLine>,
    ) {
        let stands = |p: &&Passage| strength.is_none_or(|s| p.strengths.is_empty() || p.strengths.contains(&s));
        for passage in passages.iter().filter(stands) {
            let shown = |lang| self.holes(passage.text.get(lang), parameters, lang);
            out.push(WordLine {
                depth,
                tags: self.tags(passage, parameters),
                ja: shown(Lang::Ja),
                en: shown(Lang::En),
            });
            self.word_lines(&passage.items, parameters, (strength, depth.saturating_add(1).min(2)), out);
        }
    }

    fn tags(&self, passage: &Passage, parameters: &[Parameter]) -> Vec<String> {
        let lang = self.lang();
        let mut out = Vec::new();
        if !passage.alternatives.is_empty() {
            out.push(self.ui.t1("tag-alternative", "codes", passage.alternatives.join(", ")));
        }
        if !passage.categories.is_empty() {
            out.push(self.join(passage.categories.iter().map(|c| c.label(lang))));
        }
        if !passage.when.is_empty() {
            out.push(self.ui.t1("tag-when", "facts", self.join(passage.when.iter().map(|t| t.label(lang)))));
        }
        if let Some(name) = &passage.with {
            let label = parameters.iter().find(|p| p.name == *name).map_or(name.as_str(), |p| p.label.get(lang));
            out.push(self.ui.t1("tag-with", "what", label));
        }
        out
    }

    /// A text with words in place of its holes.
    fn holes(&self, text: &str, parameters: &[Parameter], lang: Lang) -> String {
        let Ok(all) = pieces(text) else { return text.to_owned() };
        let hole = |hole: Placeholder<'_>| match hole {
            Placeholder::Name(name) => {
                let own = parameters.iter().find(|p| p.name == name).map(|p| p.label.get(lang).to_owned());
                let known = match (name, lang) {
                    ("client", Lang::Ja) => return "甲".to_owned(),
                    ("client", Lang::En) => return "the Client".to_owned(),
                    ("contractor", Lang::Ja) => return "乙".to_owned(),
                    ("contractor", Lang::En) => return "the Contractor".to_owned(),
                    ("bidder", Lang::Ja) => return "提案者".to_owned(),
                    ("bidder", Lang::En) => return "the bidder".to_owned(),
                    _ => {
                        catalogue::wording::KNOWN.iter().find(|k| k.name == name).map(|k| k.words.get(lang).to_owned())
                    }
                };
                format!("［{}］", own.or(known).unwrap_or_else(|| name.to_owned()))
            }
            Placeholder::Article(id) | Placeholder::Annex(id) => {
                let title = crate::lookup::entry(self.catalogue, id).and_then(|e| e.title(lang)).unwrap_or(id);
                format!("［{title}］")
            }
        };
        all.into_iter()
            .map(|piece| match piece {
                Piece::Plain(plain) => plain.to_owned(),
                Piece::Hole(one) => hole(one),
            })
            .collect()
    }
}

/// True when passages differ by strength.
fn differs(passages: &[Passage]) -> bool {
    catalogue::wording::walk(passages).any(|p| !p.strengths.is_empty())
}
