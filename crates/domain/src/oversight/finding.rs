//! Findings with their correction, and the track of poor performance. A transition may refuse and then says why.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Lang, Problem, Words,
    id::{AttachmentId, EngagementId, FindingId, PersonId, ShortfallId},
    text::{Ground, Statement, Title},
};

codes! {
    /// How grave a finding is.
    pub enum Gravity ("指摘の重さ", "Gravity of a finding") {
        /// Harm is near.
        Grave = "grave" ("重大", "Grave"),
        /// To be mended by its day.
        Middle = "middle" ("中程度", "Middling"),
        /// Worth mending.
        Slight = "slight" ("軽微", "Slight"),
    }
}

/// What will be done about a finding, and by when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What.
    pub plan: Ground,
    /// Who answers for it.
    pub by: Title,
    /// Until when.
    pub due: Date,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FindingState {
    /// Told to the contractor.
    Open,
    /// A correction is agreed.
    Planned {
        /// The correction.
        correction: Correction,
    },
    /// The contractor says it is done; we have not looked yet.
    Claimed {
        /// The correction.
        correction: Correction,
        /// What shows it.
        proof: Vec<AttachmentId>,
        /// Since when.
        on: Date,
    },
    /// We looked and it is mended.
    Closed {
        /// What shows it.
        proof: Vec<AttachmentId>,
        /// Who looked.
        by: PersonId,
        /// When.
        on: Date,
    },
    /// It stays, and someone bears it until a day.
    Accepted {
        /// Who bears it.
        by: PersonId,
        /// Why.
        reason: Ground,
        /// Last day.
        until: Date,
    },
}

/// Something found in a check or an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What was found.
    pub text: Statement,
    /// How grave.
    pub gravity: Gravity,
    /// When.
    pub found_on: Date,
    /// By when it has to be mended.
    pub due: Date,
    /// Where it stands.
    pub state: FindingState,
}

checked_serde!(Finding, Shortfall);

/// A step a finding can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Agree on a correction.
    Plan(Correction),
    /// The contractor says it is done.
    Claim {
        /// What shows it.
        proof: Vec<AttachmentId>,
        /// When.
        on: Date,
    },
    /// We looked and it is mended.
    Confirm {
        /// Who looked.
        by: PersonId,
        /// When.
        on: Date,
    },
    /// We looked and it is not.
    SendBack,
    /// Someone bears it.
    Accept {
        /// Who.
        by: PersonId,
        /// Why.
        reason: Ground,
        /// When this is said.
        on: Date,
        /// Last day.
        until: Date,
    },
    /// It showed up again, or its acceptance ran out.
    Reopen,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FindingError {
    /// Nothing shows that it was done (G7, NISC-2008 8.3(1)).
    #[error("{}", self.words().en)]
    NoProof,
    /// The step does not follow from where the finding stands.
    #[error("{}", self.words().en)]
    OutOfOrder,
    /// The day lies before the one it follows.
    #[error("{}", self.words().en)]
    DayBefore,
}

impl FindingError {
    /// The sentence for people.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::NoProof => Words {
                ja: "直したことを示すものが付いていないため、閉じられません。記録や写真を付けてください",
                en: "nothing shows that it was mended; attach a record or a picture before it can be closed",
            },
            Self::OutOfOrder => Words {
                ja: "いまの状態からは進められません。計画、完了の連絡、確認の順に進めてください",
                en: "this step does not follow; plan, then the word that it is done, then our own look",
            },
            Self::DayBefore => Words {
                ja: "日付が前の段階より早くなっています",
                en: "the day lies before the step it follows",
            },
        }
    }
    /// The sentence in one language.
    #[must_use]
    pub const fn text(self, lang: Lang) -> &'static str {
        self.words().get(lang)
    }
}

impl Finding {
    /// What in it contradicts itself; nothing when it can stand. It is closed by proof alone (G7).
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        let mut after = |field: &str, day: Date| {
            crate::problem::in_order(&mut out, field, (Some(self.found_on), Some(day)));
        };
        after("due", self.due);
        let proof = match &self.state {
            FindingState::Open => None,
            FindingState::Planned { correction } => {
                after("correction.due", correction.due);
                None
            }
            FindingState::Claimed { correction, proof, on } => {
                after("correction.due", correction.due);
                after("on", *on);
                Some(proof)
            }
            FindingState::Closed { proof, on, .. } => {
                after("on", *on);
                Some(proof)
            }
            FindingState::Accepted { until, .. } => {
                after("until", *until);
                None
            }
        };
        if proof.is_some_and(Vec::is_empty) {
            out.push(FieldError::new("proof", Problem::Missing));
        }
        out
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Why the step is refused; the finding is then as it was.
    pub fn step(self, step: Step) -> Result<Self, FindingError> {
        use FindingState as S;
        let state = match (self.state, step) {
            (S::Open | S::Planned { .. }, Step::Plan(correction)) => {
                if correction.due < self.found_on {
                    return Err(FindingError::DayBefore);
                }
                S::Planned { correction }
            }
            (S::Planned { correction }, Step::Claim { proof, on }) => {
                if proof.is_empty() {
                    return Err(FindingError::NoProof);
                }
                if on < self.found_on {
                    return Err(FindingError::DayBefore);
                }
                S::Claimed { correction, proof, on }
            }
            (S::Claimed { proof, on: since, .. }, Step::Confirm { by, on }) => {
                if proof.is_empty() {
                    return Err(FindingError::NoProof);
                }
                if on < since {
                    return Err(FindingError::DayBefore);
                }
                S::Closed { proof, by, on }
            }
            (S::Claimed { correction, .. }, Step::SendBack) => S::Planned { correction },
            (S::Open | S::Planned { .. } | S::Claimed { .. }, Step::Accept { by, reason, on, until }) => {
                if until < on || on < self.found_on {
                    return Err(FindingError::DayBefore);
                }
                S::Accepted { by, reason, until }
            }
            (S::Closed { .. } | S::Accepted { .. }, Step::Reopen) => S::Open,
            _ => return Err(FindingError::OutOfOrder),
        };
        Ok(Self { state, ..self })
    }

    /// True when nothing more is to be done today: closed with proof, or borne by someone in force.
    #[must_use]
    pub fn is_settled(&self, today: Date) -> bool {
        match &self.state {
            FindingState::Closed { proof, on, .. } => !proof.is_empty() && *on <= today,
            FindingState::Accepted { until, .. } => *until >= today,
            _ => false,
        }
    }

    /// The day it has to be mended by: the agreed one when there is one, never later than an acceptance reaches.
    #[must_use]
    pub const fn due(&self) -> Date {
        match &self.state {
            FindingState::Planned { correction } | FindingState::Claimed { correction, .. } => correction.due,
            FindingState::Accepted { until, .. } => *until,
            _ => self.due,
        }
    }

    /// True when its day has passed and it is not settled.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        !self.is_settled(today) && self.due() < today
    }
}

/// Poor performance 履行不良: opened on suspicion, talked over, ended by an agreed action with proof (F25).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Shortfall {
    /// Its id.
    pub id: ShortfallId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What is suspected.
    pub suspicion: Statement,
    /// Since when.
    pub opened_on: Date,
    /// Minutes of talks with the contractor: day and file.
    pub minutes: Vec<(Date, AttachmentId)>,
    /// What both sides agreed to do.
    pub action: Option<Correction>,
    /// What shows that it was done.
    pub proof: Vec<AttachmentId>,
    /// When it was closed, and by whom.
    pub closed: Option<(Date, PersonId)>,
}

/// Why a case of poor performance cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShortfallError {
    /// Nobody talked with the contractor.
    #[error("{}", self.words().en)]
    NoMinutes,
    /// Nothing was agreed.
    #[error("{}", self.words().en)]
    NoAction,
    /// Nothing shows that it was done.
    #[error("{}", self.words().en)]
    NoProof,
    /// It is closed already.
    #[error("{}", self.words().en)]
    AlreadyClosed,
}

impl ShortfallError {
    /// The sentence for people.
    #[must_use]
    pub const fn words(self) -> Words {
        match self {
            Self::NoMinutes => Words {
                ja: "委託先との話し合いの記録がありません",
                en: "there are no minutes of a talk with the contractor",
            },
            Self::NoAction => Words {
                ja: "何をするかの合意がありません",
                en: "nothing was agreed on what will be done",
            },
            Self::NoProof => Words {
                ja: "合意したことを行ったと示すものがありません",
                en: "nothing shows that the agreed action was taken",
            },
            Self::AlreadyClosed => Words { ja: "すでに閉じています", en: "it is closed already" },
        }
    }
}

impl Shortfall {
    /// True on a day on which it is not closed, from the day it was opened.
    #[must_use]
    pub fn is_open(&self, today: Date) -> bool {
        self.opened_on <= today && self.closed.is_none_or(|(on, _)| on > today)
    }

    /// What in it contradicts itself; nothing when it can stand: what is closed was talked over, agreed and shown.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        for (day, _) in &self.minutes {
            crate::problem::in_order(&mut out, "minutes", (Some(self.opened_on), Some(*day)));
        }
        if let Some((on, _)) = self.closed {
            crate::problem::in_order(&mut out, "closed", (Some(self.opened_on), Some(on)));
            out.extend(self.lacks().map(|e| FieldError::new("closed", Problem::Rule { said: e.words() })));
        }
        out
    }

    /// What a close still lacks, the first of it.
    const fn lacks(&self) -> Option<ShortfallError> {
        if self.minutes.is_empty() {
            Some(ShortfallError::NoMinutes)
        } else if self.action.is_none() {
            Some(ShortfallError::NoAction)
        } else if self.proof.is_empty() {
            Some(ShortfallError::NoProof)
        } else {
            None
        }
    }

    /// Closes the case.
    ///
    /// # Errors
    /// What is still missing.
    pub fn close(self, on: Date, by: PersonId) -> Result<Self, ShortfallError> {
        if self.closed.is_some() {
            return Err(ShortfallError::AlreadyClosed);
        }
        match self.lacks() {
            Some(lacking) => Err(lacking),
            None => Ok(Self { closed: Some((on, by)), ..self }),
        }
    }
}
