//! Texts of the catalogue with their holes filled.

use catalogue::wording::{ArticleId, ClauseId, Parameter, Placeholder, fill};
use domain::Lang;
use writer::paper::{Run, Runs};

use crate::{
    Both, OpenKind, OpenPoint, Order,
    compose::{Composer, Held},
    day::day,
    setting::Shown,
    words::{Style, bracketed, gap, quoted},
};

/// Marks around the number of a run that is no plain text, while a sentence is filled. User's texts cannot hold them.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Width of a blank for the hand, in characters.
const BLANK: u8 = 8;

/// What is done about a name that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is marked and listed as open.
    Open,
    /// A blank is left for the hand.
    Blank,
}

/// Where a text belongs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// Clause, article, annex or paper.
    pub owner: &'s str,
    /// Its title.
    pub title: &'s catalogue::Text,
    /// What can be set for it.
    pub parameters: &'s [Parameter],
    /// What is done about a name that is not known.
    pub missing: Missing,
}

impl Scope<'_> {
    /// The same, with blanks for the hand.
    pub(crate) const fn by_hand(self) -> Self {
        Self { missing: Missing::Blank, ..self }
    }
}

impl Composer<'_> {
    /// A text filled, as runs.
    pub(crate) fn runs(&mut self, text: &str, scope: &Scope<'_>) -> Runs {
        let mut specials = Vec::new();
        let lang = self.order.lang;
        self.bare = bare_annexes(text);
        let filled = fill(text, lang, |hole| Some(self.hole(hole, scope, &mut specials)));
        split(&filled, &specials)
    }

    /// A text filled, in plain words; blanks are spaces.
    pub(crate) fn plain(&mut self, text: &str, scope: &Scope<'_>) -> String {
        let parts = self.runs(text, scope);
        parts.iter().map(plain_run).collect()
    }

    fn hole(&mut self, hole: Placeholder<'_>, scope: &Scope<'_>, specials: &mut Vec<Run>) -> String {
        match hole {
            Placeholder::Article(id) => self.article_reference(id, specials),
            Placeholder::Annex(id) => self.annex_reference(id, specials),
            Placeholder::Name(name) => match scope.parameters.iter().find(|p| p.name == name) {
                Some(parameter) => self.parameter(parameter, scope, specials),
                None => self.known(name, scope, specials),
            },
        }
    }

    fn parameter(&mut self, parameter: &Parameter, scope: &Scope<'_>, specials: &mut Vec<Run>) -> String {
        self.uses_value(scope.owner, scope.title, parameter);
        let Some(value) = self.order.value(scope.owner, parameter) else {
            let label = Both::from(&parameter.label);
            let point = OpenPoint {
                owner: scope.owner.to_owned(),
                owner_title: Both::from(scope.title),
                name: parameter.name.clone(),
                label,
                kind: OpenKind::Value,
            };
            return self.missing(point, scope, specials);
        };
        match self.order.shown(scope.owner, parameter, value) {
            Shown::Words(words) => clean(&words),
            Shown::Article(id) => self.article_reference(&id, specials),
        }
    }

    fn known(&mut self, name: &str, scope: &Scope<'_>, specials: &mut Vec<Run>) -> String {
        if let Some(value) = self.name(name) {
            return clean(&value);
        }
        let known = catalogue::wording::KNOWN.iter().find(|known| known.name == name);
        let label = known.map_or_else(|| Both::same(name), |k| Both::new(short(k.words.ja), short(k.words.en)));
        let point = OpenPoint {
            owner: "names".to_owned(),
            owner_title: Both::new("名称と日付", "Names and dates"),
            name: name.to_owned(),
            label,
            kind: OpenKind::Name,
        };
        self.missing(point, scope, specials)
    }

    fn missing(&mut self, point: OpenPoint, scope: &Scope<'_>, specials: &mut Vec<Run>) -> String {
        match scope.missing {
            Missing::Blank => special(specials, Run::Blank(BLANK)),
            Missing::Open => {
                let run = Run::open(point.label.get(self.order.lang));
                self.open(point);
                special(specials, run)
            }
        }
    }

    /// A name every paper knows.
    pub(crate) fn name(&mut self, name: &str) -> Option<String> {
        let lang = self.order.lang;
        match name {
            "client" => return Some(self.style.client(lang).to_owned()),
            "contractor" => return Some(self.style.contractor(lang).to_owned()),
            "bidder" => return Some(if lang == Lang::Ja { "提案者" } else { "the Bidder" }.to_owned()),
            "category" => return Some(self.order.facts.category.label(lang).to_owned()),
            "edition" => return Some(self.order.catalogue.edition().to_owned()),
            "document_number" | "document_version" | "document_date" => {}
            _ => self.uses_name(name),
        }
        self.planned(name).or_else(|| self.order.recorded_name(name))
    }

    /// What a person set; a date is written as the paper writes dates.
    fn planned(&self, name: &str) -> Option<String> {
        let plan = &self.order.plan.names;
        let translated = plan.get(&format!("{name}_en")).filter(|_| self.order.lang == Lang::En);
        let text = translated.or_else(|| plan.get(name)).map(|memo| memo.as_str()).filter(|text| !text.is_empty())?;
        let date = matches!(name, "contract_date" | "start" | "end" | "document_date");
        match text.parse() {
            Ok(parsed) if date => Some(day(parsed, self.order.lang, self.order.era)),
            _ => Some(text.to_owned()),
        }
    }

    /// Where an article stands in this paper, or its title where it does not.
    fn article_reference(&mut self, id: &str, specials: &mut Vec<Run>) -> String {
        let lang = self.order.lang;
        match (self.held(id), lang) {
            (Some(Held::Article), _) => special(specials, Run::article(id)),
            (Some(Held::Section), Lang::Ja) => {
                let title = self.title_of(id);
                special(specials, Run::HeadingRef(id.into())) + &quoted(&title, lang)
            }
            (Some(Held::Section), Lang::En) => {
                format!("section {}", special(specials, Run::HeadingRef(id.into())))
            }
            (None, _) => quoted(&self.title_of(id), lang),
        }
    }

    pub(crate) fn title_of(&self, id: &str) -> String {
        let (catalogue, lang) = (self.order.catalogue, self.order.lang);
        let clause = id.parse::<ClauseId>().ok().and_then(|id| catalogue.clause(&id)).map(|c| &c.title);
        let article = || id.parse::<ArticleId>().ok().and_then(|id| catalogue.article(&id)).map(|a| &a.title);
        clause.or_else(article).map_or_else(|| id.to_owned(), |title| title.get(lang).to_owned())
    }

    /// The number of an annex, with its title the first time, or its title where the paper does not hold it.
    fn annex_reference(&mut self, id: &str, specials: &mut Vec<Run>) -> String {
        let lang = self.order.lang;
        let annex = id.parse().ok().and_then(|id| self.order.catalogue.annex(&id));
        let Some(annex) = annex else { return quoted(id, lang) };
        let title = annex.title.get(lang);
        if !self.cite(annex) {
            return quoted(title, lang);
        }
        let number = special(specials, Run::annex(annex_key(id)));
        let bare = self.bare.iter().any(|bare| bare == id);
        if !bare && self.named_annexes.insert(id.to_owned()) { number + &bracketed(title, lang) } else { number }
    }

    /// Names and figures of a text without any hole of its own.
    pub(crate) const fn client_word(&self) -> &'static str {
        self.style.client(self.order.lang)
    }

    pub(crate) const fn contractor_word(&self) -> &'static str {
        self.style.contractor(self.order.lang)
    }

    pub(crate) const fn is_specification(&self) -> bool {
        matches!(self.style, Style::Specification)
    }

    /// Parts joined on one line, those that are missing left out.
    pub(crate) fn joined(&self, parts: impl IntoIterator<Item = Option<String>>) -> String {
        parts.into_iter().flatten().collect::<Vec<_>>().join(gap(self.order.lang))
    }
}

impl Order<'_> {
    /// What the records say for a name every paper knows.
    pub(crate) fn recorded_name(&self, name: &str) -> Option<String> {
        let order = self;
        let (facts, about, lang) = (order.facts, order.about, order.lang);
        let both = |text: &Option<Both>| text.as_ref().map(|t| t.get(lang).to_owned());
        let person = |who: &Option<crate::Person>| who.as_ref().map(|p| p.line(lang));
        let date = |d| day(d, lang, order.era);
        match name {
            "client_name" => both(&about.client.name),
            "client_unit" => both(&about.client.unit),
            "client_officer" => person(&about.client.officer),
            "contractor_name" => both(&about.contractor.name),
            "contractor_officer" => person(&about.contractor.officer),
            "work" => Some(facts.title.to_string()),
            "work_summary" => Some(facts.summary.to_string()).filter(|text| !text.is_empty()),
            "system" => Some(facts.system.to_string()),
            "contract_number" => about.contract_number.clone(),
            "contract_date" => about.contract_date.map(date),
            "start" => facts.term.map(|term| date(term.from())),
            "end" => facts.term.map(|term| date(term.to())),
            "document_number" => order.document.number.clone(),
            "document_version" => order.document.version.clone(),
            "document_date" => order.document.date.map(date),
            _ => None,
        }
    }
}

/// Key of an annex in the paper; ids of papers, annexes and articles never meet.
pub(crate) fn annex_key(id: &str) -> String {
    format!("annex:{id}")
}

/// Annexes that a text cites in brackets, where a title in further brackets would be one pair too many.
fn bare_annexes(text: &str) -> Vec<String> {
    let cited = text.split(['（', '(']).filter_map(|rest| rest.strip_prefix("{annex:"));
    cited.filter_map(|rest| rest.split_once('}')).map(|(id, _)| id.to_owned()).collect()
}

/// A user's text without the marks used here.
pub(crate) fn clean(text: &str) -> String {
    text.replace([OPEN, CLOSE], "")
}

/// The words of a known name without what is said in brackets.
fn short(words: &str) -> &str {
    let end = words.find(['（', '。', ';']).unwrap_or(words.len());
    words.get(..end).unwrap_or(words).trim()
}

fn special(specials: &mut Vec<Run>, run: Run) -> String {
    let number = specials.len();
    specials.push(run);
    format!("{OPEN}{number}{CLOSE}")
}

/// The text cut at its marks and line ends.
fn split(text: &str, specials: &[Run]) -> Runs {
    let mut out = Runs::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        words(before, &mut out);
        let Some((number, tail)) = after.split_once(CLOSE) else { break };
        out.extend(number.parse().ok().and_then(|n: usize| specials.get(n)).cloned());
        rest = tail;
    }
    words(rest, &mut out);
    out
}

/// Plain words; a line end is a new line.
fn words(text: &str, out: &mut Runs) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push(Run::Break);
        }
        if !line.is_empty() {
            out.push(Run::text(line));
        }
    }
}

/// A user's text as runs.
pub(crate) fn user_runs(text: &str) -> Runs {
    let mut out = Runs::new();
    words(&clean(text), &mut out);
    out
}

pub(crate) fn plain_run(run: &Run) -> String {
    match run {
        Run::Text(text) | Run::Bold(text) | Run::Underline(text) | Run::Open(text) => text.clone(),
        Run::Blank(width) => "\u{3000}".repeat(usize::from(*width)),
        Run::Break => " ".to_owned(),
        Run::ArticleRef(key) | Run::ParagraphRef(key) | Run::HeadingRef(key) | Run::AnnexRef(key) => {
            key.as_str().to_owned()
        }
    }
}
