//! What a person said of questions the mapping had wrong; remembered per organisation and asked first.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fold;

/// One correction as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Correction {
    question: String,
    /// The measure that answers it; `null` where none does.
    measure: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    corrections: Vec<Correction>,
}

/// Corrections by question, spelling, spacing and number in front set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    of: BTreeMap<String, Correction>,
}

impl Corrections {
    /// Remembers which measure answers a question; `None`: no common measure does. The last word counts.
    pub fn learn(&mut self, question: &str, measure: Option<&str>) {
        let correction = Correction { question: question.trim().to_owned(), measure: measure.map(str::to_owned) };
        self.of.insert(fold::key(question), correction);
    }

    /// What was said of a question: the outer `None` where nothing was.
    #[must_use]
    pub fn get(&self, question: &str) -> Option<Option<&str>> {
        self.of.get(&fold::key(question)).map(|c| c.measure.as_deref())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Reads the JSON that [`Self::to_json`] writes.
    ///
    /// # Errors
    /// What the reader of JSON says, with line and column.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        let file: File = serde_json::from_str(text)?;
        let mut out = Self::default();
        for correction in file.corrections {
            out.learn(&correction.question, correction.measure.as_deref());
        }
        Ok(out)
    }

    /// The corrections as JSON, in the order of their questions.
    #[must_use]
    pub fn to_json(&self) -> String {
        let file = File { corrections: self.of.values().cloned().collect() };
        serde_json::to_string_pretty(&file).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Corrections;

    #[test]
    fn a_correction_holds_for_the_same_question_in_another_sheet() {
        let mut corrections = Corrections::default();
        corrections.learn("3. バックアップの 取得状況", Some("CM-TE-03"));
        corrections.learn("資本金", None);
        assert_eq!(corrections.get("（12）バックアップの取得状況。"), Some(Some("CM-TE-03")));
        assert_eq!(corrections.get("資本金"), Some(None));
        assert_eq!(corrections.get("売上高"), None);
        assert_eq!(Corrections::from_json(&corrections.to_json()).unwrap(), corrections);
        assert!(Corrections::from_json("{}").is_err());
    }
}
