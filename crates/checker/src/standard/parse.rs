//! From the text of a profile to a standard; every problem is reported at its line.

use std::collections::BTreeMap;

use catalogue::Concepts;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Standard, StandardProblem, Tier};
use crate::kind::DocumentType;

pub(super) fn parse(text: &str, concepts: &Concepts) -> Result<Standard, Vec<StandardProblem>> {
    let mut reader = Reader { text, concepts, standard: Standard::of(concepts), problems: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.top(table.into_inner()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let said = (format!("読み取れません: {}", error.message()), format!("cannot be read: {}", error.message()));
            reader.note(at, "", (Vec::new(), said));
        }
    }
    if reader.problems.is_empty() {
        return Ok(reader.standard);
    }
    reader.problems.sort_by_key(|problem| problem.line);
    Err(reader.problems)
}

type Said = (String, String);

struct Reader<'a> {
    text: &'a str,
    concepts: &'a Concepts,
    standard: Standard,
    problems: Vec<StandardProblem>,
}

impl<'a> Reader<'a> {
    fn note(&mut self, at: usize, value: &str, (allowed, (ja, en)): (Vec<String>, Said)) {
        let line = self.text.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        self.problems.push(StandardProblem { line, value: value.to_owned(), allowed, ja, en });
    }

    /// `value` is none of `allowed`.
    fn unknown(&mut self, at: usize, value: &str, (what_ja, what_en, allowed): (&str, &str, Vec<String>)) {
        let list = allowed.join(", ");
        let said = (
            format!("「{value}」という{what_ja}はありません。使えるのは {list} です"),
            format!("there is no {what_en} \"{value}\"; allowed are {list}"),
        );
        self.note(at, value, (allowed, said));
    }

    fn top(&mut self, table: DeTable<'a>) {
        for (key, value) in table {
            let (name, at) = (key.get_ref().to_string(), key.span().start);
            if name == "title" {
                match value.get_ref() {
                    DeValue::String(title) => self.standard.title = Some(title.to_string()),
                    _ => self.shape(at, "title", ("文字", "a text")),
                }
                continue;
            }
            match (DocumentType::from_code(&name), value.into_inner()) {
                (Some(kind), DeValue::Table(table)) => self.kind(kind, table),
                (Some(_), _) => self.shape(at, &name, ("[見出し] の形の表", "a table")),
                (None, _) => {
                    let mut allowed: Vec<String> =
                        DocumentType::ALL.iter().map(|kind| kind.code().to_owned()).collect();
                    allowed.push("title".to_owned());
                    self.unknown(at, &name, ("文書の種類", "kind of document", allowed));
                }
            }
        }
    }

    fn shape(&mut self, at: usize, value: &str, (ja, en): (&str, &str)) {
        let said = (format!("「{value}」には{ja}を書きます"), format!("\"{value}\" takes {en}"));
        self.note(at, value, (vec![en.to_owned()], said));
    }

    fn kind(&mut self, kind: DocumentType, table: DeTable<'a>) {
        let mut placed: BTreeMap<String, Tier> = BTreeMap::new();
        // in the order of the file, so that the second mention of a concept is the one reported
        let mut lists: Vec<(Spanned<_>, Spanned<DeValue<'a>>)> = table.into_iter().collect();
        lists.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in lists {
            let (name, at) = (key.get_ref().to_string(), key.span().start);
            let Some(tier) = Tier::from_code(&name) else {
                let allowed = Tier::ALL.iter().map(|tier| tier.code().to_owned()).collect();
                self.unknown(at, &name, ("段階", "tier", allowed));
                continue;
            };
            let DeValue::Array(values) = value.into_inner() else {
                self.shape(at, &name, ("[\"…\"] の形の列挙", "a list of texts"));
                continue;
            };
            for value in values {
                let at = value.span().start;
                match value.into_inner() {
                    DeValue::String(concept) => self.concept((kind, tier), (&concept, at), &mut placed),
                    _ => self.shape(at, &name, ("[\"…\"] の形の列挙", "a list of texts")),
                }
            }
        }
    }

    fn concept(
        &mut self,
        (kind, tier): (DocumentType, Tier),
        (id, at): (&str, usize),
        placed: &mut BTreeMap<String, Tier>,
    ) {
        if self.concepts.concept(id).is_none() {
            let allowed = self.concepts.concepts().iter().map(|concept| concept.id.clone()).collect();
            self.unknown(at, id, ("事項", "concept", allowed));
            return;
        }
        if let Some(before) = placed.insert(id.to_owned(), tier) {
            let said = (
                format!("「{id}」は {} にもあります。どれか一つに書きます", before.code()),
                format!("\"{id}\" stands in {} too; put it into one list", before.code()),
            );
            self.note(at, id, (Vec::new(), said));
            return;
        }
        self.standard.set(kind, id, tier);
    }
}
