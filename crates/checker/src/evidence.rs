//! What the patterns found: for each concept the sentences that speak for or against it.

use catalogue::{Concepts, Gives};

use crate::{
    kind::DocumentType,
    lexicon::Lexicon,
    pattern::{Grade, Pattern, PatternError},
    sentence::Text,
};

/// The catalogue made ready: one automaton, patterns read.
pub struct Engine {
    pub(crate) lexicon: Lexicon,
    pub(crate) patterns: Vec<Vec<Pattern>>,
    pub(crate) concepts: Concepts,
}

impl Engine {
    /// Makes the catalogue ready for checking. Do it once; checking any number of documents only reads it.
    ///
    /// # Errors
    /// A pattern of the catalogue that cannot be read.
    pub fn new(concepts: Concepts) -> Result<Self, PatternError> {
        let lexicon = Lexicon::of(concepts.families());
        let patterns = concepts
            .concepts()
            .iter()
            .map(|concept| concept.signal.iter().map(|signal| Pattern::read(signal, &lexicon)).collect())
            .collect::<Result<_, _>>()?;
        Ok(Self { lexicon, patterns, concepts })
    }
}

/// One pattern that fits one sentence.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    pub signal: String,
    pub gives: Gives,
    pub sentence: usize,
    /// Byte in the sentence.
    pub at: usize,
    pub reason: Option<String>,
    pub vague: bool,
}

/// All evidence, per concept in the order of the catalogue.
pub(crate) fn gather(engine: &Engine, text: &Text<'_>, kind: DocumentType) -> Vec<Vec<Evidence>> {
    engine
        .patterns
        .iter()
        .map(|patterns| {
            let mut out = Vec::new();
            for sentence in 0..text.sentences.len() {
                for pattern in patterns {
                    if let Some((at, grade)) = pattern.find(text, sentence, kind) {
                        let lesser = match grade {
                            Grade::Full => None,
                            Grade::Effort => Some("effort_only"),
                            Grade::Later => Some("later_agreement"),
                        };
                        out.push(Evidence {
                            signal: pattern.id.clone(),
                            gives: if lesser.is_some() { Gives::Weak } else { pattern.gives },
                            sentence,
                            at,
                            reason: lesser.map(str::to_owned).or_else(|| pattern.reason.clone()),
                            vague: pattern.vague,
                        });
                    }
                }
            }
            out
        })
        .collect()
}
