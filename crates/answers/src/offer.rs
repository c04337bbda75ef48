//! What a client is given of a book on a day, and why it is not given the rest.

use std::collections::BTreeMap;

use domain::{Lang, fold::fold};
use jiff::civil::Date;

use crate::{Answer, AnswerBook, Consent, Evidence, Lowered, Said, Standing, Target};

/// Who asks, about what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The client; without one consents are not looked at (the contractor fills a sheet for itself).
    pub client: Option<&'a str>,
    /// The service or site asked about; the company's answers stand in where it has none of its own.
    pub scope: Option<&'a str>,
    /// The day.
    pub on: Date,
}

impl Asked<'_> {
    /// The company's answers on a day, for no particular client.
    #[must_use]
    pub const fn on(on: Date) -> Self {
        Self { client: None, scope: None, on }
    }
}

/// One answer as it is given to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The measure, such as `CM-LG-01`.
    pub measure: String,
    /// How far it is carried out, as it counts on the day.
    pub standing: Standing,
    /// Words to the client.
    pub remark: Said,
    /// The proofs that are good.
    pub evidence: Vec<Evidence>,
    /// Day of the answer.
    pub answered_on: Option<Date>,
}

/// Why an answer of the book is not given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withheld {
    /// The book holds no consent for this client.
    NoConsent {
        /// The client.
        client: String,
    },
    /// The consent for this client has ended.
    ConsentEnded {
        /// The client.
        client: String,
        /// Its last day, or the day it was taken back.
        on: Date,
    },
    /// The answer is older than the book allows.
    Stale {
        /// Day of the answer.
        answered_on: Date,
        /// Days it was good for.
        days: u16,
    },
    /// None of its proofs is good any more; the last one to end.
    ProofEnded {
        /// Its name.
        name: String,
        /// Its last day.
        on: Date,
    },
    /// A proof of it is good no more; others are, and somebody has to look at the answer again.
    ProofLapsed {
        /// Its name.
        name: String,
        /// Its last day.
        on: Date,
    },
    /// There is an answer, but only for other services or sites.
    OtherScope {
        /// Their ids.
        scopes: Vec<String>,
    },
    /// The bundle the answers came in is no longer good.
    BundleEnded {
        /// Its last day.
        on: Date,
    },
}

impl Withheld {
    /// The reason in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.english(),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::NoConsent { client } => format!("「{client}」に渡すことへの同意が回答帳にありません"),
            Self::ConsentEnded { client, on } => format!("「{client}」に渡すことへの同意が{on}で終わっています"),
            Self::Stale { answered_on, days } => {
                format!("回答が古くなっています（{answered_on}の回答、有効{days}日）。見直してください")
            }
            Self::ProofEnded { name, on } => format!("証跡「{name}」の期限が{on}で切れ、有効な証跡がありません"),
            Self::ProofLapsed { name, on } => {
                format!("証跡「{name}」の期限が{on}で切れています。回答を見直してください")
            }
            Self::OtherScope { scopes } => format!("別の範囲（{}）の回答だけがあります", scopes.join("、")),
            Self::BundleEnded { on } => format!("回答の束の期限が{on}で切れています"),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::NoConsent { client } => format!("the book holds no consent for giving it to \"{client}\""),
            Self::ConsentEnded { client, on } => format!("the consent for \"{client}\" ended on {on}"),
            Self::Stale { answered_on, days } => {
                format!("the answer is stale (given on {answered_on}, good for {days} days); look at it again")
            }
            Self::ProofEnded { name, on } => {
                format!("the proof \"{name}\" ended on {on}, and no other proof is good")
            }
            Self::ProofLapsed { name, on } => format!("the proof \"{name}\" ended on {on}; look at the answer again"),
            Self::OtherScope { scopes } => format!("answered only for other scopes ({})", scopes.join(", ")),
            Self::BundleEnded { on } => format!("the bundle of answers was good until {on}"),
        }
    }
}

/// What there is to a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offered<'a> {
    /// An answer, and the proofs that ended and lowered it.
    Given {
        /// The answer.
        given: &'a Given,
        /// Why it counts for less than the book says.
        lowered: &'a [Lowered],
    },
    /// An answer that is not given, and why.
    Withheld(&'a Withheld),
    /// No answer.
    Unanswered,
}

/// The answers for a client on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offer {
    of: BTreeMap<String, Result<(Given, Vec<Lowered>), Withheld>>,
}

impl Offer {
    /// Answers made elsewhere; of two answers to one measure the first counts.
    #[must_use]
    pub fn plain(answers: Vec<Given>) -> Self {
        let mut of = BTreeMap::new();
        for given in answers {
            of.entry(given.measure.clone()).or_insert(Ok((given, Vec::new())));
        }
        Self { of }
    }

    /// The same with answers that are there and not given, and why; what is given stays.
    #[must_use]
    pub fn withholding(mut self, reasons: impl IntoIterator<Item = (String, Withheld)>) -> Self {
        for (measure, why) in reasons {
            self.of.entry(measure).or_insert(Err(why));
        }
        self
    }

    /// What there is to a measure.
    #[must_use]
    pub fn of(&self, measure: &str) -> Offered<'_> {
        match self.of.get(measure) {
            None => Offered::Unanswered,
            Some(Ok((given, lowered))) => Offered::Given { given, lowered },
            Some(Err(why)) => Offered::Withheld(why),
        }
    }

    /// Nothing is given, because the bundle it came in ended.
    #[must_use]
    pub fn ended(mut self, on: Date) -> Self {
        for offered in self.of.values_mut() {
            *offered = Err(Withheld::BundleEnded { on });
        }
        self
    }

    /// Every measure with what is given or why not, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Result<&Given, &Withheld>)> {
        self.of.iter().map(|(measure, o)| (measure.as_str(), o.as_ref().map(|(given, _)| given)))
    }
}

impl AnswerBook {
    /// What a client is given on a day.
    #[must_use]
    pub fn offer(&self, asked: &Asked<'_>) -> Offer {
        let mut of = BTreeMap::new();
        let theirs = asked.client.map(|client| (client, self.consents_of(client)));
        for answer in &self.answers {
            let measure = &answer.target.measure;
            if of.contains_key(measure) {
                continue;
            }
            let offered = match self.for_scope(measure, asked.scope) {
                Some(answer) => theirs
                    .as_ref()
                    .map_or(Ok(()), |(client, theirs)| consented(theirs, answer, (*client, asked.on)))
                    .and_then(|()| self.given(answer, asked.on)),
                None => Err(Withheld::OtherScope { scopes: self.scopes_with(measure) }),
            };
            of.insert(measure.clone(), offered);
        }
        Offer { of }
    }

    fn for_scope(&self, measure: &str, scope: Option<&str>) -> Option<&Answer> {
        let at =
            |scope: Option<&str>| self.answer(&Target { measure: measure.to_owned(), scope: scope.map(str::to_owned) });
        scope.filter(|s| *s != "company").and_then(|s| at(Some(s))).or_else(|| at(None))
    }

    fn scopes_with(&self, measure: &str) -> Vec<String> {
        self.answers.iter().filter(|a| a.target.measure == measure).filter_map(|a| a.target.scope.clone()).collect()
    }

    fn consents_of(&self, client: &str) -> Vec<&Consent> {
        let name = fold(client);
        self.consents.iter().filter(|c| fold(&c.client) == name).collect()
    }

    fn given(&self, answer: &Answer, day: Date) -> Result<(Given, Vec<Lowered>), Withheld> {
        let worth = self.worth(answer, day);
        if let (Some(_), Some(answered_on)) = (worth.stale_since, answer.answered_on) {
            return Err(Withheld::Stale { answered_on, days: self.stale_after_days });
        }
        if let Some(last) = worth.because.iter().max_by_key(|l| l.ended_on).filter(|_| worth.unproven) {
            return Err(Withheld::ProofEnded { name: last.name.clone(), on: last.ended_on });
        }
        let standing = match (&answer.standing, worth.level) {
            (Standing::Level(_), Some(level)) => Standing::Level(level),
            (other, _) => other.clone(),
        };
        let given = Given {
            measure: answer.target.measure.clone(),
            standing,
            remark: answer.remark.clone(),
            evidence: self.proofs(answer).filter(|e| e.is_good(day)).cloned().collect(),
            answered_on: answer.answered_on,
        };
        Ok((given, worth.because))
    }
}

/// Whether a client may be given an answer on a day, by its consents; why not.
fn consented(theirs: &[&Consent], answer: &Answer, (client, day): (&str, Date)) -> Result<(), Withheld> {
    let covering = || theirs.iter().filter(|c| c.covers(&answer.target));
    if covering().any(|c| c.holds(day)) {
        return Ok(());
    }
    Err(match covering().filter_map(|c| c.ended(day)).max() {
        Some(on) => Withheld::ConsentEnded { client: client.to_owned(), on },
        None => Withheld::NoConsent { client: client.to_owned() },
    })
}
