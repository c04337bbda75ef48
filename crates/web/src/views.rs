//! The pages, by feature. Each module holds the structs, and samples that tests render in both languages.

use askama::Template;
use domain::{Lang, permission::Permission};
use jiff::Timestamp;

use crate::page::{LedgerState, Nav, Shell, SignedIn, Theme};

#[cfg(test)]
mod tests;

pub mod account;
pub mod answer;
pub mod approvals;
pub mod books;
pub mod catalogue;
pub mod consultations;
pub mod contractors;
pub mod drafts;
pub mod engagement;
pub mod engagements;
pub mod errors;
pub mod home;
pub mod ledger;
pub mod organisation;
pub mod questionnaires;
pub mod receipt;
pub mod register;
pub mod requests;
pub mod settings;
pub mod sign_in;

/// A rendered sample of a page.
#[derive(Debug)]
pub struct Sample {
    /// Name, unique among all samples.
    pub name: &'static str,
    /// The whole page.
    pub html: String,
}

impl Sample {
    fn of(name: &'static str, page: &impl Template) -> Self {
        Self { name, html: page.render().unwrap_or_else(|error| format!("⟨{error}⟩")) }
    }
}

/// Samples of every page in one language.
#[must_use]
pub fn samples(lang: Lang) -> Vec<Sample> {
    [
        sign_in::samples(lang),
        errors::samples(lang),
        home::samples(lang),
        engagements::samples(lang),
        engagement::samples(lang),
        engagement::handovers::samples(lang),
        requests::samples(lang),
        drafts::samples(lang),
        approvals::samples(lang),
        register::samples(lang),
        contractors::samples(lang),
        questionnaires::samples(lang),
        answer::samples(lang),
        receipt::samples(lang),
        books::samples(lang),
        consultations::samples(lang),
        organisation::samples(lang),
        ledger::samples(lang),
        catalogue::samples(lang),
        account::samples(lang),
        settings::samples(lang),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// 11 June 2026, 09:42 in Japan: the day on which all samples play.
fn sample_now() -> Timestamp {
    Timestamp::from_second(1_781_138_520).unwrap_or_default()
}

fn say(lang: Lang, ja: &str, en: &str) -> String {
    match lang {
        Lang::Ja => ja.to_owned(),
        Lang::En => en.to_owned(),
    }
}

fn sample_shell(lang: Lang, nav: Nav, path: &str) -> Shell {
    Shell {
        lang,
        theme: Theme::Auto,
        organisation: say(lang, "青嶺市", "Aomine City"),
        nav,
        person: Some(SignedIn {
            name: say(lang, "高遠 美緒", "Mio Takato"),
            unit: say(lang, "市民課", "Citizens’ Affairs"),
            roles: say(lang, "課室情報セキュリティ責任者", "Section security officer"),
        }),
        may: Permission::ALL.to_vec(),
        engagements: Some(281),
        approvals: 4,
        ledger: LedgerState::Verified(Timestamp::from_second(1_781_136_000).unwrap_or_default()),
        said: None,
        path: path.to_owned(),
        now: sample_now(),
    }
}

fn sample_guest(lang: Lang, path: &str) -> Shell {
    Shell { person: None, may: Vec::new(), engagements: None, approvals: 0, ..sample_shell(lang, Nav::Nowhere, path) }
}
