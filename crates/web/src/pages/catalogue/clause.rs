//! Clauses and articles: their words in each strength and both languages, what is set in them, what makes them weak.

use catalogue::{
    Article, Catalogue, Clause,
    wording::{Alternative, KNOWN, Parameter, ParameterValue, Passage, Placeholder, Strength, fill},
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
        let words = |passages, strength| self.words(passages, (&one.parameters, Voice::Contract), strength);
        let specification = self.words(&one.specification, (&one.parameters, Voice::Specification), None);
        out.push(Block::Words(self.key("detail-specification"), specification));
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
            out.push(Block::Words(title, self.words(&one.contract, (&one.parameters, Voice::Contract), strength)));
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
    fn words(&self, passages: &[Passage], how: How<'_>, strength: Option<Strength>) -> Vec<WordLine> {
        let mut out = Vec::new();
        self.word_lines(passages, how, (strength, 0), &mut out);
        out
    }

    fn word_lines(
        &self,
        passages: &[Passage],
        how: How<'_>,
        (strength, depth): (Option<Strength>, usize),
        out: &mut Vec<WordLine>,
    ) {
        let stands = |p: &&Passage| strength.is_none_or(|s| p.strengths.is_empty() || p.strengths.contains(&s));
        for passage in passages.iter().filter(stands) {
            let shown = |lang| holes(self.catalogue, passage.text.get(lang), how, lang);
            out.push(WordLine { depth, tags: self.tags(passage, how.0), ja: shown(Lang::Ja), en: shown(Lang::En) });
            self.word_lines(&passage.items, how, (strength, depth.saturating_add(1).min(2)), out);
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
}

/// Who speaks: what the parties are called depends on it.
#[derive(Clone, Copy)]
enum Voice {
    Specification,
    Contract,
}

/// The parameters of a clause, and who speaks.
type How<'p> = (&'p [Parameter], Voice);

impl Voice {
    /// What a party is called.
    fn party(self, name: &str, lang: Lang) -> Option<&'static str> {
        Some(match (name, self, lang) {
            ("client", Self::Contract, Lang::Ja) => "甲",
            ("contractor", Self::Contract, Lang::Ja) => "乙",
            ("client", Self::Specification, Lang::Ja) => "委託者",
            ("contractor", Self::Specification, Lang::Ja) => "受託者",
            ("client", _, Lang::En) => "the Client",
            ("contractor", _, Lang::En) => "the Contractor",
            ("bidder", _, Lang::Ja) => "提案者",
            ("bidder", _, Lang::En) => "the bidder",
            _ => return None,
        })
    }
}

/// A text with words in place of its holes; what a person sets stands in brackets.
fn holes(catalogue: &Catalogue, text: &str, (parameters, voice): How<'_>, lang: Lang) -> String {
    let label = |name: &str| {
        let own = parameters.iter().find(|p| p.name == name).map(|p| p.label.get(lang));
        own.or_else(|| KNOWN.iter().find(|k| k.name == name).map(|k| k.words.get(lang)))
    };
    fill(text, lang, |hole| match hole {
        Placeholder::Name(name) => {
            let party = voice.party(name, lang).map(str::to_owned);
            party.or_else(|| Some(format!("［{}］", label(name)?)))
        }
        Placeholder::Article(id) | Placeholder::Annex(id) => {
            let title = crate::lookup::entry(catalogue, id).and_then(|e| e.title(lang)).unwrap_or(id);
            Some(format!("［{title}］"))
        }
    })
}

/// True when passages differ by strength.
fn differs(passages: &[Passage]) -> bool {
    catalogue::wording::walk(passages).any(|p| !p.strengths.is_empty())
}
