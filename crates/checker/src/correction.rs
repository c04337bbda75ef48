//! What a person says of a finding against the check, kept from one version of a contract to the next.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    report::{Finding, Report, Status},
    text::Folded,
};

/// What a correction holds on to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Anchor {
    /// The words that were found: digests of the quotes, widths and spaces made equal.
    Words {
        /// SHA-256, hexadecimal.
        digests: Vec<String>,
    },
    /// Nothing was found; the correction holds as long as nothing is.
    Nothing,
}

/// One corrected finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Id of the concept.
    pub concept: String,
    /// What the check had said.
    pub was: Status,
    /// What the person says.
    pub status: Status,
    /// Why.
    pub reason: String,
    /// What it holds on to.
    pub anchor: Anchor,
}

impl Correction {
    /// Corrects a finding as the check gave it.
    #[must_use]
    pub fn of(finding: &Finding, status: Status, reason: &str) -> Self {
        let anchor = if finding.places.is_empty() {
            Anchor::Nothing
        } else {
            Anchor::Words { digests: finding.places.iter().map(|place| digest(&place.quote)).collect() }
        };
        Self { concept: finding.concept.clone(), was: finding.status, status, reason: reason.to_owned(), anchor }
    }

    /// True when the check still says what it said then, of words that are still there.
    fn holds(&self, finding: &Finding) -> bool {
        let same = match &self.anchor {
            Anchor::Nothing => finding.places.is_empty(),
            Anchor::Words { digests } => finding.places.iter().any(|place| digests.contains(&digest(&place.quote))),
        };
        same && self.was == finding.status
    }
}

/// The corrections of one contract.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Corrections {
    /// One for a concept; a later one takes the place of the one before.
    list: Vec<Correction>,
}

/// A correction as it shows in a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Id of the concept.
    pub concept: String,
    /// What the check had said.
    pub was: Status,
    /// Why a person says otherwise.
    pub reason: String,
}

impl Corrections {
    /// Adds a correction, in place of one on the same concept.
    pub fn add(&mut self, correction: Correction) {
        self.remove(&correction.concept);
        self.list.push(correction);
    }

    /// Takes the correction on a concept back.
    pub fn remove(&mut self, concept: &str) {
        self.list.retain(|one| one.concept != concept);
    }

    /// Every correction.
    #[must_use]
    pub fn list(&self) -> &[Correction] {
        &self.list
    }

    /// Puts the corrections that still hold into a report as the check gave it, and names them in
    /// [`Report::corrected`]. Returns those that do not hold any more: the words they were made on are gone or the check
    /// now says something else, so that a person has to look again.
    pub fn apply(&self, report: &mut Report) -> Vec<Correction> {
        let mut lapsed = Vec::new();
        for one in &self.list {
            let found = report.findings.iter_mut().find(|finding| finding.concept == one.concept);
            match found.filter(|finding| one.holds(finding)) {
                Some(finding) => {
                    finding.status = one.status;
                    finding.vague_only &= one.status == Status::Weak;
                    report.corrected.push(Corrected {
                        concept: one.concept.clone(),
                        was: one.was,
                        reason: one.reason.clone(),
                    });
                }
                None => lapsed.push(one.clone()),
            }
        }
        lapsed
    }
}

/// Digest of words, however they are set.
fn digest(quote: &str) -> String {
    let folded = Folded::of_str(quote);
    Sha256::digest(folded.text().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
