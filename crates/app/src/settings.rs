//! Settings of the installation that people change and the ledger records.

use domain::{permission::Permission, permission::Reach, problem::Problems, text::Title};
use jiff::Timestamp;
use ledger::{action, kind};
use store::Tx;

use crate::{
    App, Caller, Error, Result,
    work::{Change, Work},
};

pub(crate) const ORGANISATION_JA: &str = "organisation_ja";
pub(crate) const ORGANISATION_EN: &str = "organisation_en";
pub(crate) const SMALL_FIRM: &str = "small_firm";
pub(crate) const DATABASE_ID: &str = "database_id";
pub(crate) const LEDGER_VERIFIED: &str = "ledger_verified";

/// The settings in force.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Settings {
    /// Name of the organisation in Japanese; empty before it is set up.
    pub organisation_ja: String,
    /// Its name in English, where it has one.
    pub organisation_en: String,
    /// Requester and approver may be one person, with a notice.
    pub small_firm: bool,
    /// Tells this database from others; stands on checkpoints.
    pub database_id: String,
    /// The last verification of the ledger.
    pub ledger_verified: Option<LedgerVerified>,
}

/// The last verification of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LedgerVerified {
    /// When.
    pub at: Timestamp,
    /// Last entry it saw.
    pub seq: i64,
    /// Whether everything was as it was written.
    pub sound: bool,
}

impl Settings {
    /// The name in a language, falling back to Japanese.
    #[must_use]
    pub fn organisation(&self, lang: domain::Lang) -> &str {
        match lang {
            domain::Lang::En if !self.organisation_en.is_empty() => &self.organisation_en,
            _ => &self.organisation_ja,
        }
    }
}

/// Settings as they shall be.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSettings {
    /// Name of the organisation in Japanese.
    pub organisation_ja: String,
    /// Its name in English; may be empty.
    #[serde(default)]
    pub organisation_en: String,
    /// Small-firm mode.
    #[serde(default)]
    pub small_firm: bool,
}

/// Loads the settings in one statement.
///
/// # Errors
/// Of the database.
pub(crate) async fn load(tx: &mut Tx) -> Result<Settings> {
    let mut out = Settings::default();
    for (key, value) in store::settings::all(tx).await? {
        match key.as_str() {
            ORGANISATION_JA => out.organisation_ja = value,
            ORGANISATION_EN => out.organisation_en = value,
            SMALL_FIRM => out.small_firm = value == "yes",
            DATABASE_ID => out.database_id = value,
            LEDGER_VERIFIED => out.ledger_verified = serde_json::from_str(&value).ok(),
            _ => {}
        }
    }
    Ok(out)
}

impl App {
    /// Changes the organisation's name and small-firm mode; for who manages the whole organisation.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Invalid`] at `organisation_ja` or `organisation_en`.
    pub async fn change_settings(&self, caller: &Caller, change: &ChangeSettings) -> Result<()> {
        let scope = caller.may(Permission::ManageOrganisation)?;
        if *scope.reach() != Reach::All {
            return Err(Error::forbidden(
                "設定を変えられるのは、組織全体の管理者だけです",
                "Only an administrator of the whole organisation can change the settings",
            ));
        }
        let (ja, en) = names(&change.organisation_ja, &change.organisation_en)?;
        let mut work = self.work(caller).await?;
        let old = load(&mut work.tx).await?;
        let new = Settings { organisation_ja: ja, organisation_en: en, small_firm: change.small_firm, ..old.clone() };
        if (&new.organisation_ja, &new.organisation_en) != (&old.organisation_ja, &old.organisation_en) {
            save_names(&mut work, (&new.organisation_ja, &new.organisation_en)).await?;
        }
        if new.small_firm != old.small_firm {
            let mode = if new.small_firm { "yes" } else { "no" };
            store::settings::set(&mut work.tx, SMALL_FIRM, mode).await?;
            let change = Change::named(action!("setting.change"), kind!("setting"), SMALL_FIRM)?;
            work.record(change.before(&old.small_firm)?.after(&new.small_firm)?.note("value", mode)).await?;
        }
        if new == old {
            return Ok(());
        }
        work.commit().await
    }
}

/// Reads both names; the English one may be empty.
pub(crate) fn names(ja: &str, en: &str) -> Result<(String, String)> {
    let mut problems = Problems::new();
    let ja: Option<Title> = problems.required("organisation_ja", ja);
    let en: Option<Title> = problems.optional("organisation_en", en);
    match ja {
        Some(ja) if problems.is_empty() => Ok((ja.into(), en.map(String::from).unwrap_or_default())),
        _ => Err(problems.into_vec().into()),
    }
}

pub(crate) async fn save_names(work: &mut Work, (ja, en): (&str, &str)) -> Result<()> {
    store::settings::set(&mut work.tx, ORGANISATION_JA, ja).await?;
    store::settings::set(&mut work.tx, ORGANISATION_EN, en).await?;
    let change = Change::named(action!("setting.change"), kind!("setting"), "organisation")?;
    work.record(change.after(&(ja, en))?.note("ja", ja).note("en", en)).await
}
