//! The words of clients' check sheets: concepts, rules and example questions, each leading to a common measure or to a
//! topic that no common measure answers.
//!
//! Read apart from the rest of the catalogue, because only filling a sheet needs it. What a rule or an example is worth
//! against a question is the business of `sheets`.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{CatalogueProblem, Envelope, Text, load, measure::MeasureId};

/// The embedded files of the vocabulary, name and text.
pub const VOCABULARY: &[(&str, &str)] = &[
    (WORDS, include_str!("../../../catalogue/sheet_vocabulary.toml")),
    (EXAMPLES, include_str!("../../../catalogue/sheet_examples.toml")),
];

const WORDS: &str = "sheet_vocabulary.toml";
const EXAMPLES: &str = "sheet_examples.toml";

/// Words that mean much the same in a question of a check sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Name used in rules, small letters.
    pub id: String,
    /// The words, Japanese and English, in any spelling.
    pub terms: Vec<String>,
}

/// One word of a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// Any word of a concept.
    Concept(String),
    /// This word itself.
    Text(String),
}

/// Words that together point to a subject, and how surely.
///
/// Written `@log @keep|期間 !@review = 8`: see the head of the file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rule {
    /// Each group must be there by one of its words.
    pub all: Vec<Vec<Word>>,
    /// None of these may be there.
    pub none: Vec<Word>,
    /// 1 (a hint) to 10 (nearly sure).
    pub weight: u8,
}

/// What a question can be about: a common measure, or a topic no measure answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `CM-IC-01`, or the name of the topic.
    pub id: String,
    /// The topic in words; `None` for a measure.
    pub topic: Option<Text>,
    /// The rules that lead here.
    pub rules: Vec<Rule>,
    /// Questions that belong here.
    pub questions: Vec<String>,
}

impl Subject {
    /// Whether this is a common measure.
    #[must_use]
    pub const fn is_measure(&self) -> bool {
        self.topic.is_none()
    }
}

/// The whole vocabulary, checked.
#[derive(Debug, Clone)]
pub struct SheetVocabulary {
    envelopes: Vec<(String, Envelope)>,
    concepts: Vec<Concept>,
    subjects: Vec<Subject>,
}

impl SheetVocabulary {
    /// Reads the files embedded in the binary.
    ///
    /// # Errors
    /// Every problem found, with file and entry.
    pub fn load_embedded() -> Result<Self, Vec<CatalogueProblem>> {
        Self::load_from(VOCABULARY)
    }

    /// Reads the given files (name and text); a file of [`VOCABULARY`] that is not among them is a problem.
    ///
    /// # Errors
    /// Every problem found, with file and entry.
    pub fn load_from(files: &[(&str, &str)]) -> Result<Self, Vec<CatalogueProblem>> {
        let mut loader = load::Loader::new(files);
        let (concepts, mut subjects) = loader.read(WORDS, words);
        let examples = loader.read(EXAMPLES, |file| {
            let list: Vec<Examples> = file.list("example", "of");
            file.unique(list.iter().map(|e| e.of.as_str()));
            for examples in &list {
                match subjects.iter_mut().find(|subject| subject.id == examples.of) {
                    Some(subject) => subject.questions.clone_from(&examples.questions),
                    None => file.note(&examples.of, unknown(&examples.of)),
                }
            }
            list
        });
        for subject in subjects.iter().filter(|s| !examples.iter().any(|e| e.of == s.id && !e.questions.is_empty())) {
            let said = ("例となる設問がありません".into(), "no example question is given".into());
            loader.note(EXAMPLES, &subject.id, said);
        }
        let envelopes = loader.finish()?;
        Ok(Self { envelopes, concepts, subjects })
    }

    /// The edition of the files, such as `2026-11`.
    #[must_use]
    pub fn edition(&self) -> &str {
        self.envelopes.first().map_or("", |(_, envelope)| envelope.edition.as_str())
    }

    /// Each file with its envelope.
    pub fn envelopes(&self) -> impl Iterator<Item = (&str, &Envelope)> {
        self.envelopes.iter().map(|(file, envelope)| (file.as_str(), envelope))
    }

    /// Every concept.
    #[must_use]
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// Every subject: measures first, then topics.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeasure {
    id: String,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTopic {
    id: String,
    name: Text,
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    of: String,
    questions: Vec<String>,
}

fn words(file: &mut load::File<'_>) -> (Vec<Concept>, Vec<Subject>) {
    let concepts: Vec<Concept> = file.list("concept", "id");
    file.unique(concepts.iter().map(|c| c.id.as_str()));
    for concept in concepts.iter().filter(|c| c.terms.is_empty() || c.terms.iter().any(|t| t.trim().is_empty())) {
        file.note(&concept.id, ("空の語があります".into(), "a word is empty".into()));
    }
    let measures: Vec<RawMeasure> = file.list("measure", "id");
    for measure in measures.iter().filter(|m| m.id.parse::<MeasureId>().is_err()) {
        let said = ("指標の番号は CM-IC-01 の形です".into(), "ids of measures look like CM-IC-01".into());
        file.note(&measure.id, said);
    }
    let topics: Vec<RawTopic> = file.list("topic", "id");
    let subjects: Vec<Subject> = measures
        .into_iter()
        .map(|m| Subject { id: m.id, topic: None, rules: m.rules, questions: Vec::new() })
        .chain(topics.into_iter().map(|t| Subject {
            id: t.id,
            topic: Some(t.name),
            rules: t.rules,
            questions: Vec::new(),
        }))
        .collect();
    file.unique(subjects.iter().map(|s| s.id.as_str()));
    let known: BTreeSet<&str> = concepts.iter().map(|c| c.id.as_str()).collect();
    for subject in &subjects {
        for word in subject.rules.iter().flat_map(|r| r.all.iter().flatten().chain(&r.none)) {
            if let Word::Concept(id) = word
                && !known.contains(id.as_str())
            {
                file.note(&subject.id, unknown(&format!("@{id}")));
            }
        }
    }
    (concepts, subjects)
}

fn unknown(name: &str) -> (String, String) {
    (format!("「{name}」はこのファイルで定めていません"), format!("\"{name}\" is not defined"))
}

impl FromStr for Word {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix('@') {
            Some("") => Err("@ must be followed by the name of a concept"),
            Some(id) => Ok(Self::Concept(id.to_owned())),
            None if text.is_empty() => Err("a word is empty"),
            None => Ok(Self::Text(text.replace('_', " "))),
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Concept(id) => write!(f, "@{id}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = String;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let wrong = |what: &str| format!("\"{text}\": {what}");
        let (words, weight) = text.rsplit_once('=').ok_or_else(|| wrong("write \"words = weight\""))?;
        let weight = weight.trim().parse().ok().filter(|w| (1..=10).contains(w));
        let weight = weight.ok_or_else(|| wrong("the weight is a number from 1 to 10"))?;
        let (mut all, mut none) = (Vec::new(), Vec::new());
        for part in words.split_whitespace() {
            if let Some(word) = part.strip_prefix('!') {
                none.push(word.parse().map_err(wrong)?);
            } else {
                all.push(part.split('|').map(str::parse).collect::<Result<Vec<Word>, _>>().map_err(wrong)?);
            }
        }
        if all.is_empty() {
            return Err(wrong("at least one word must be there"));
        }
        Ok(Self { all, none, weight })
    }
}
