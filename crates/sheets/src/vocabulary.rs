//! The vocabulary of the catalogue, made ready for comparing.

use std::collections::HashMap;

use catalogue::{
    Catalogue, CatalogueProblem, Measure, SheetVocabulary, Text,
    vocabulary::{Rule, Word},
};

use domain::Lang;

use crate::{
    fold::{Folded, fold, key},
    nearest::{Nearest, features},
    words::Words,
};

/// Which concepts a text names, and how much each counts.
#[derive(Debug, Clone)]
pub(crate) struct Concepts {
    weights: Vec<f32>,
}

impl Concepts {
    pub fn weight(&self, concept: usize) -> f32 {
        self.weights.get(concept).copied().unwrap_or(0.0)
    }

    /// Those that are there.
    pub fn present(&self) -> impl Iterator<Item = (usize, f32)> {
        self.weights.iter().copied().enumerate().filter(|(_, weight)| *weight > 0.0)
    }
}

/// A rule whose words are numbers of concepts.
#[derive(Debug, Clone)]
struct Numbered {
    all: Vec<Vec<usize>>,
    none: Vec<usize>,
    weight: f32,
}

impl Numbered {
    /// The weight of the rule against the words of a question; 0 where it does not hold.
    fn holds(&self, concepts: &Concepts) -> f32 {
        if self.none.iter().any(|c| concepts.weight(*c) > 0.0) {
            return 0.0;
        }
        let mut least = 1.0_f32;
        for group in &self.all {
            let best = group.iter().map(|c| concepts.weight(*c)).fold(0.0, f32::max);
            if best <= 0.0 {
                return 0.0;
            }
            least = least.min(best);
        }
        self.weight * least
    }
}

#[derive(Debug, Clone)]
struct Ready {
    id: String,
    topic: Option<Text>,
    rules: Vec<Numbered>,
}

/// The vocabulary, ready to map questions.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    edition: String,
    words: Words,
    /// Concepts of each word.
    of: Vec<Vec<usize>>,
    concepts: usize,
    /// Name of each concept: an id, or the word of a rule itself.
    subjects: Vec<Ready>,
    nearest: Nearest,
    /// The catalogue's own questions, folded, with the number of their measure.
    own: HashMap<String, usize>,
}

/// How a question stands to one subject.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing<'a> {
    pub id: &'a str,
    pub topic: Option<&'a Text>,
    /// What the rules give, 0 to about 15.
    pub rules: f32,
    /// Nearness to the examples, 0 to 1.
    pub nearness: f32,
}

impl Vocabulary {
    /// Makes the embedded vocabulary ready, with the measures of the embedded catalogue.
    ///
    /// # Errors
    /// The problems of the embedded files; there are none in a released program.
    pub fn load_embedded() -> Result<Self, Vec<CatalogueProblem>> {
        let catalogue = Catalogue::load_embedded()?;
        SheetVocabulary::load_embedded().map(|v| Self::new(&v, catalogue.measures()))
    }

    /// Makes a vocabulary ready. The measures' own titles, questions and statements are known word for word, so that a
    /// sheet made from the catalogue is answered without doubt.
    #[must_use]
    pub fn new(source: &SheetVocabulary, measures: &[Measure]) -> Self {
        Self::with_examples(source, measures, |_| true)
    }

    /// The subject whose own question this is.
    pub(crate) fn own(&self, question: &str) -> Option<&str> {
        let subject = self.own.get(&key(question))?;
        self.subjects.get(*subject).map(|s| s.id.as_str())
    }

    /// With those examples of each subject only whose number is wanted.
    fn with_examples(source: &SheetVocabulary, measures: &[Measure], wanted: impl Fn(usize) -> bool) -> Self {
        let mut builder = Builder { words: Words::new(), of: Vec::new(), names: HashMap::new() };
        for concept in source.concepts() {
            let number = builder.concept(&format!("@{}", concept.id));
            for term in &concept.terms {
                builder.term(number, term);
            }
        }
        let subjects: Vec<Ready> = source
            .subjects()
            .iter()
            .map(|s| Ready {
                id: s.id.clone(),
                topic: s.topic.clone(),
                rules: s.rules.iter().map(|rule| builder.rule(rule)).collect(),
            })
            .collect();
        let mut ready = Self {
            edition: source.edition().to_owned(),
            words: builder.words,
            of: builder.of,
            concepts: builder.names.len(),
            nearest: Nearest::default(),
            own: HashMap::new(),
            subjects,
        };
        let mut examples = Vec::new();
        for (number, subject) in source.subjects().iter().enumerate() {
            for (_, question) in subject.questions.iter().enumerate().filter(|(n, _)| wanted(*n)) {
                let text = fold(question);
                examples.push((number, features(&text, &ready.concepts_in(&text))));
            }
        }
        for measure in measures {
            let Some(number) = ready.subjects.iter().position(|s| s.id == measure.id.as_str()) else { continue };
            for (text, lang) in [&measure.title, &measure.question, &measure.statement]
                .into_iter()
                .flat_map(|t| Lang::ALL.iter().map(move |l| (t, *l)))
            {
                let text = text.get(lang);
                ready.own.insert(key(text), number);
                let text = fold(text);
                examples.push((number, features(&text, &ready.concepts_in(&text))));
            }
        }
        ready.nearest = Nearest::new(ready.subjects.len(), examples);
        ready
    }

    /// The edition of the vocabulary.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// Whether this is the id of a measure the vocabulary knows.
    #[must_use]
    pub fn knows(&self, measure: &str) -> bool {
        self.subjects.iter().any(|s| s.topic.is_none() && s.id == measure)
    }

    fn concepts_in(&self, text: &Folded) -> Concepts {
        let mut weights = vec![0.0_f32; self.concepts];
        for place in self.words.find(text) {
            for concept in self.of.get(place.word).into_iter().flatten() {
                if let Some(weight) = weights.get_mut(*concept) {
                    *weight = weight.max(place.weight);
                }
            }
        }
        Concepts { weights }
    }

    /// How a question stands to every subject; `context` is the heading it stands under.
    pub(crate) fn standings(&self, question: &str, context: &str) -> Vec<Standing<'_>> {
        let text = fold(question);
        let concepts = self.concepts_in(&text);
        let nearness = self.nearest.score(&features(&text, &concepts));
        let heading = (!context.is_empty()).then(|| {
            let text = fold(context);
            let concepts = self.concepts_in(&text);
            let nearness = self.nearest.score(&features(&text, &concepts));
            (concepts, nearness)
        });
        let with = |subject: &Ready, number: usize| {
            let near = nearness.get(number).copied().unwrap_or(0.0);
            let heading = heading
                .as_ref()
                .map_or((0.0, 0.0), |(c, n)| (points(&subject.rules, c), n.get(number).copied().unwrap_or(0.0)));
            (points(&subject.rules, &concepts) + CONTEXT * heading.0, near + CONTEXT * heading.1)
        };
        self.subjects
            .iter()
            .enumerate()
            .map(|(number, s)| {
                let (rules, nearness) = with(s, number);
                Standing { id: &s.id, topic: s.topic.as_ref(), rules, nearness }
            })
            .collect()
    }
}

/// How much the heading counts against the question.
const CONTEXT: f32 = 0.12;
/// How much a further rule adds to the best.
const FURTHER: f32 = 0.12;

fn points(rules: &[Numbered], concepts: &Concepts) -> f32 {
    let mut best = 0.0_f32;
    let mut sum = 0.0_f32;
    for weight in rules.iter().map(|r| r.holds(concepts)) {
        best = best.max(weight);
        sum += weight;
    }
    best + FURTHER * (sum - best)
}

struct Builder {
    words: Words,
    of: Vec<Vec<usize>>,
    names: HashMap<String, usize>,
}

impl Builder {
    fn concept(&mut self, name: &str) -> usize {
        let next = self.names.len();
        *self.names.entry(name.to_owned()).or_insert(next)
    }

    fn term(&mut self, concept: usize, term: &str) {
        let Some(word) = self.words.add(&fold(term).chars) else { return };
        while self.of.len() <= word {
            self.of.push(Vec::new());
        }
        if let Some(list) = self.of.get_mut(word)
            && !list.contains(&concept)
        {
            list.push(concept);
        }
    }

    fn word(&mut self, word: &Word) -> usize {
        let number = self.concept(&word.to_string());
        if let Word::Text(text) = word {
            self.term(number, text);
        }
        number
    }

    fn rule(&mut self, rule: &Rule) -> Numbered {
        Numbered {
            all: rule.all.iter().map(|group| group.iter().map(|w| self.word(w)).collect()).collect(),
            none: rule.none.iter().map(|w| self.word(w)).collect(),
            weight: f32::from(rule.weight),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::mapping::decide;
    use catalogue::SheetVocabulary;

    fn source() -> SheetVocabulary {
        let text = |n: &str| std::fs::read_to_string(format!("../../catalogue/{n}")).unwrap();
        let (a, b) = (text("sheet_vocabulary.toml"), text("sheet_examples.toml"));
        SheetVocabulary::load_from(&[("sheet_vocabulary.toml", &a), ("sheet_examples.toml", &b)]).unwrap()
    }

    /// Every example is mapped by a vocabulary that does not hold it: an estimate for questions nobody has seen.
    #[test]
    fn examples_left_out_come_home() {
        const PARTS: usize = 5;
        let source = source();
        let (mut all, mut first, mut three, mut none, mut right_none) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for part in 0..PARTS {
            let ready = Vocabulary::with_examples(&source, &[], |n| n % PARTS != part);
            for subject in source.subjects() {
                for (_, question) in subject.questions.iter().enumerate().filter(|(n, _)| n % PARTS == part) {
                    let found = decide(ready.standings(question, "")).candidates;
                    if subject.topic.is_some() {
                        none += 1.0;
                        right_none += f64::from(u8::from(found.is_empty()));
                        if !found.is_empty() {
                            println!("none but {}: {question}", found[0].measure);
                        }
                        continue;
                    }
                    all += 1.0;
                    let place = found.iter().position(|c| c.measure == subject.id);
                    first += f64::from(u8::from(place == Some(0)));
                    three += f64::from(u8::from(place.is_some_and(|p| p < 3)));
                    if place != Some(0) {
                        let got: Vec<&str> = found.iter().take(3).map(|c| c.measure.as_str()).collect();
                        println!("{} {got:?}: {question}", subject.id);
                    }
                }
            }
        }
        println!("left out: first {:.3} three {:.3} none {:.3}", first / all, three / all, right_none / none);
        assert!(first / all > 0.7 && three / all > 0.8 && right_none / none > 0.7);
    }
}
