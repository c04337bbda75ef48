//! Clauses and articles under a profile: other paragraphs and other defaults, held to the same rules as our own texts.

use domain::Lang;

use super::{ParameterChange, PassageChange};
use crate::{
    Article, Catalogue, Clause,
    load::texts,
    paper::ClauseForm,
    wording::{Parameter, Passage, Piece, Placeholder, Strength, pieces},
};

/// What is wrong, in both languages.
type Said = (String, String);

/// A clause or an article.
#[derive(Debug, Clone, Copy)]
pub(super) enum Worded<'a> {
    Clause(&'a Clause),
    Article(&'a Article),
}

impl<'a> Worded<'a> {
    pub(super) fn of(catalogue: &'a Catalogue, id: &str) -> Option<Self> {
        let clause = || id.parse().ok().and_then(|id| catalogue.clause(&id)).map(Self::Clause);
        let article = || id.parse().ok().and_then(|id| catalogue.article(&id)).map(Self::Article);
        clause().or_else(article)
    }

    pub(super) fn parameters(self) -> &'a [Parameter] {
        match self {
            Self::Clause(clause) => &clause.parameters,
            Self::Article(article) => &article.parameters,
        }
    }

    fn passages(self, form: ClauseForm) -> Option<&'a [Passage]> {
        match (self, form) {
            (Self::Clause(clause), ClauseForm::Specification) => Some(&clause.specification),
            (Self::Clause(clause), ClauseForm::Contract) => Some(&clause.contract),
            (Self::Article(article), ClauseForm::Contract) => Some(&article.contract),
            (Self::Article(_), ClauseForm::Specification) => None,
        }
    }

    /// What would be wrong if the paragraph stood there.
    pub(super) fn with(self, catalogue: &Catalogue, change: &PassageChange) -> Vec<Said> {
        let Some(passages) = self.passages(change.form) else {
            return vec![(
                "条の文は form = \"contract\" だけです".into(),
                "an article has form = \"contract\" only".into(),
            )];
        };
        let count = passages.len();
        if let Some(number) = change.number.filter(|number| !(1..=count).contains(number)) {
            return vec![(
                format!("{number} 番目の段落はありません。1～{count} です"),
                format!("there is no paragraph {number}; there are 1 to {count}"),
            )];
        }
        let mut passages = passages.to_vec();
        put(&mut passages, change);
        let mut out = match self {
            Self::Clause(clause) => {
                let mut clause = clause.clone();
                *of_clause(&mut clause, change.form) = passages;
                texts::clause(&clause)
            }
            Self::Article(article) => texts::article(&Article { contract: passages, ..article.clone() }),
        };
        out.extend(cited(catalogue, change));
        out
    }
}

/// Articles and annexes it cites must exist.
fn cited(catalogue: &Catalogue, change: &PassageChange) -> Vec<Said> {
    let pieces = pieces(change.text.get(Lang::Ja)).unwrap_or_default();
    let unknown = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Hole(Placeholder::Article(id)) if Worded::of(catalogue, id).is_none() => Some(id),
        Piece::Hole(Placeholder::Annex(id)) if !catalogue.annexes().iter().any(|a| a.id.as_str() == id) => Some(id),
        _ => None,
    });
    unknown
        .map(|id| (format!("「{id}」という条や別紙はありません"), format!("there is no article or annex \"{id}\"")))
        .collect()
}

const fn of_clause(clause: &mut Clause, form: ClauseForm) -> &mut Vec<Passage> {
    match form {
        ClauseForm::Specification => &mut clause.specification,
        ClauseForm::Contract => &mut clause.contract,
    }
}

/// The text in place of the old one with the conditions of the old one; its items go, as they belong to its words.
fn put(passages: &mut Vec<Passage>, change: &PassageChange) {
    let at = change.number.map(|number| number.saturating_sub(1));
    match at.and_then(|at| passages.get_mut(at)) {
        Some(old) => {
            old.text = change.text.clone();
            old.items = Vec::new();
        }
        None => passages.push(Passage {
            text: change.text.clone(),
            strengths: Vec::new(),
            alternatives: Vec::new(),
            categories: Vec::new(),
            when: Vec::new(),
            with: None,
            items: Vec::new(),
        }),
    }
}

/// Puts a paragraph into the catalogue.
pub(super) fn passage(catalogue: &mut Catalogue, change: &PassageChange) {
    let wordings = &mut catalogue.wordings;
    let clause = wordings.clauses.iter_mut().find(|clause| clause.id.as_str() == change.id);
    let article = wordings.articles.iter_mut().find(|article| article.id.as_str() == change.id);
    let passages = match (clause, article) {
        (Some(clause), _) => of_clause(clause, change.form),
        (None, Some(article)) => &mut article.contract,
        (None, None) => return,
    };
    put(passages, change);
    if let Some(entry) = catalogue.entries.iter_mut().find(|entry| entry.id() == change.id) {
        entry.set_passage(change.form.code(), change.number.map(|number| number.saturating_sub(1)), &change.text);
    }
}

/// Puts a default into a clause or article; false when the id is of neither.
pub(super) fn parameter(catalogue: &mut Catalogue, change: &ParameterChange) -> bool {
    let wordings = &mut catalogue.wordings;
    let clause = wordings.clauses.iter_mut().find(|clause| clause.id.as_str() == change.id);
    let article = wordings.articles.iter_mut().find(|article| article.id.as_str() == change.id);
    let parameters = match (clause, article) {
        (Some(clause), _) => &mut clause.parameters,
        (None, Some(article)) => &mut article.parameters,
        (None, None) => return false,
    };
    for parameter in parameters.iter_mut().filter(|parameter| parameter.name == change.name) {
        let slot = match change.strength {
            Some(Strength::Strict) => &mut parameter.strict,
            Some(Strength::Mild) => &mut parameter.mild,
            Some(Strength::Standard) | None => &mut parameter.default,
        };
        *slot = Some(change.default.clone());
    }
    let key = change.strength.filter(|strength| *strength != Strength::Standard).map_or("default", Strength::code);
    if let (Ok(value), Some(entry)) =
        (toml::Value::try_from(&change.default), catalogue.entries.iter_mut().find(|entry| entry.id() == change.id))
    {
        entry.set_parameter(&["parameters"], (&change.name, key), &value);
    }
    true
}
