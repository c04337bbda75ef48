//! The contract check for an engagement: a draft against what is asked of this work. Nothing of a draft is kept unless the
//! person says so; then file, text and findings are kept as they were, and what people say of a finding goes on to the
//! next version. It compares with the registered standard and gives no legal verdict.

mod correct;
mod examine;
mod keep;
mod proposal;
mod report;
mod standing;
mod word;

use base64::Engine as _;
pub use checker::{
    Change as Difference, Correction, Difference as What, DocumentType, Finding, FoundPlace, Lint, Report, Severity,
    Status, Tier,
};
use domain::{
    FieldError, Lang, calendar::EngagementNumber, engagement::Standing as EngagementStanding, id::ContractCheckId,
    permission::Permission,
};
pub use examine::{Examined, Piece, PieceKind};
pub use keep::Keep;
use ledger::Digest;
pub use proposal::{Proposal, Proposals};
pub use report::html;
pub(crate) use standing::fact;
pub use standing::{Standing, Tally};
pub use store::contracts::ContractCheck;
use store::contracts::ContractCorrection;
pub use word::{with_remarks, word_name};

use crate::{
    App, Caller, Error, Result,
    engagements::{CaseFile, Names},
    requirements::RequirementsView,
};

/// Most checks that run at once; the others wait their turn.
static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// The use cases of the contract check.
#[derive(Debug, Clone, Copy)]
pub struct Contracts<'a>(pub(crate) &'a App);

impl App {
    /// Draft contracts of engagements.
    #[must_use]
    pub const fn contracts(&self) -> Contracts<'_> {
        Contracts(self)
    }
}

/// A draft as it came in.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The kind of document, where the person knows better than the check.
    pub kind: Option<DocumentType>,
    /// The kept contract it is the next version of.
    pub contract: Option<String>,
}

/// A checked draft, kept or not.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The engagement with its requirements.
    pub requirements: RequirementsView,
    /// Name of the file.
    pub name: String,
    /// Digest of the file.
    pub sha256: Digest,
    /// Text and findings as the check gave them.
    pub examined: Examined,
    /// The findings with what people said of them.
    pub report: Report,
    /// Corrections that no longer fit and want another look.
    pub lapsed: Vec<Correction>,
    /// The version before, and what changed since.
    pub before: Option<(ContractCheck, Vec<Difference>)>,
    /// The kept check; `None` while nothing is kept.
    pub kept: Option<ContractCheck>,
    /// Who corrected what, by concept.
    pub corrections: Vec<ContractCorrection>,
    /// Names of those who did something.
    pub names: Names,
    /// Whether the caller may check, keep and correct.
    pub may_check: bool,
}

/// The contracts of an engagement.
#[derive(Debug, Clone)]
pub struct ContractsView {
    /// The engagement with its requirements; its kept checks are in the case.
    pub requirements: RequirementsView,
    /// Names of those who checked.
    pub names: Names,
    /// Whether the caller may check a draft.
    pub may_check: bool,
}

impl Checked {
    /// What it states in short.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(&self.report)
    }

    /// Clauses that are must-haves here today and that it does not state, or only in abstract words.
    #[must_use]
    pub fn lacking(&self) -> Vec<String> {
        self.standing().lacking(&self.requirements.profile)
    }

    /// True for the newest version of its contract, which alone can be corrected.
    #[must_use]
    pub fn is_newest(&self) -> bool {
        let kept = &self.requirements.case.contracts;
        self.kept.as_ref().is_some_and(|one| newest(kept, &one.contract).is_some_and(|newest| newest.id == one.id))
    }
}

/// A version held against an earlier one.
#[derive(Debug, Clone)]
pub struct Compared {
    /// The newer version.
    pub newer: Checked,
    /// The earlier one; the newer itself where it is the first.
    pub older: ContractCheck,
    /// What the newer states otherwise.
    pub changes: Vec<Difference>,
}

/// The newest kept version of a contract.
fn newest<'v>(kept: &'v [ContractCheck], contract: &str) -> Option<&'v ContractCheck> {
    kept.iter().filter(|one| one.contract == contract).max_by_key(|one| one.version)
}

impl Contracts<'_> {
    /// What the check looks for, in its fixed order.
    ///
    /// # Errors
    /// When the built-in catalogue is broken.
    pub fn concepts(&self) -> Result<&'static catalogue::Concepts> {
        Ok(&examine::bench()?.concepts)
    }

    /// The contracts of an engagement.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when there is none within reach.
    pub async fn list(&self, caller: &Caller, number: EngagementNumber) -> Result<ContractsView> {
        let requirements = self.0.requirements().show(caller, number).await?;
        let people: Vec<_> = requirements.case.contracts.iter().map(|one| one.checked_by).collect();
        let mut tx = self.0.db().read().await?;
        let names = Names::load(&mut tx, &people).await?;
        tx.commit().await?;
        let may_check = may_check(caller, &requirements);
        Ok(ContractsView { requirements, names, may_check })
    }

    /// Checks a draft and keeps nothing.
    ///
    /// # Errors
    /// Not found when the engagement is out of sight; forbidden without [`Permission::CheckContract`] at its unit; invalid
    /// when the file cannot be read.
    pub async fn check(&self, caller: &Caller, number: EngagementNumber, draft: Draft) -> Result<Checked> {
        let requirements = self.0.requirements().show(caller, number).await?;
        caller.may_at(Permission::CheckContract, requirements.case.engagement.unit)?;
        self.examined(caller, requirements, draft).await
    }

    /// A kept check.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of sight.
    pub async fn show(&self, caller: &Caller, id: ContractCheckId) -> Result<Checked> {
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let kept = store::contracts::by_id(&mut tx, &scope, id).await?.ok_or(Error::NotFound)?;
        let file = store::attachments::by_id(&mut tx, &scope, kept.attachment).await?.ok_or(Error::NotFound)?;
        let case = CaseFile::load_by_id(&mut tx, &scope, kept.engagement).await?;
        let view = self.0.requirements().view(caller, &mut tx, case).await?;
        let read = Read {
            name: file.attachment.name.to_string(),
            sha256: kept.sha256,
            examined: examined_of(&kept)?,
            contract: Some(kept.contract.clone()),
            kept: Some(kept),
        };
        let checked = self.assembled(caller, &mut tx, (view, read)).await?;
        tx.commit().await?;
        Ok(checked)
    }

    /// The file of a kept check, as it came in.
    ///
    /// # Errors
    /// Forbidden without [`Permission::ViewEngagement`]; not found when it is out of sight; conflict when its bytes are not
    /// those that were received.
    pub async fn file(&self, caller: &Caller, kept: &ContractCheck) -> Result<Vec<u8>> {
        let found = self.0.attachments().open(caller, kept.attachment).await?;
        crate::attachments::read_all(found.bytes).await
    }

    /// Our wording for every clause the check may miss. It is to stand in the contract, and the check reads contracts in
    /// Japanese: so it is Japanese, whatever language the person reads.
    ///
    /// # Errors
    /// Of the database.
    pub async fn proposals(&self, caller: &Caller, view: &RequirementsView) -> Result<Proposals> {
        let about = self.0.documents().about(caller, view).await?;
        let concepts = self.concepts()?;
        Ok(Proposals::of(self.0.catalogue(), (view, &about), concepts, Lang::Ja))
    }

    /// What one kept version states otherwise than an earlier one of the same contract; than the one before it, when none is
    /// named.
    ///
    /// # Errors
    /// Not found when one of them is out of sight or they are not of one contract.
    pub async fn changes(
        &self,
        caller: &Caller,
        (newer, since): (ContractCheckId, Option<ContractCheckId>),
    ) -> Result<Compared> {
        let mut newer = self.show(caller, newer).await?;
        let kept = newer.kept.clone().ok_or(Error::NotFound)?;
        let Some(since) = since else {
            let (older, changes) = newer.before.take().unwrap_or_else(|| (kept, Vec::new()));
            return Ok(Compared { newer, older, changes });
        };
        let scope = caller.may(Permission::ViewEngagement)?;
        let mut tx = self.0.db().read().await?;
        let older = store::contracts::by_id(&mut tx, &scope, since).await?.ok_or(Error::NotFound)?;
        tx.commit().await?;
        if (older.engagement, &older.contract) != (kept.engagement, &kept.contract) {
            return Err(Error::NotFound);
        }
        let changes = changed(&older, &newer.corrections, &newer.report)?;
        Ok(Compared { newer, older, changes })
    }

    /// Checks a draft against an engagement that was looked up.
    async fn examined(&self, caller: &Caller, view: RequirementsView, draft: Draft) -> Result<Checked> {
        let contract = draft.contract.clone().filter(|name| !name.is_empty());
        let specification = self.specification(caller, &view).await?;
        let order = examine::Order::of(&view.profile, specification);
        let turn = TURNS.acquire().await.map_err(Error::internal)?;
        let (name, sha256) = (draft.name.clone(), Digest::of_bytes(&draft.bytes));
        let done = tokio::task::spawn_blocking(move || examine::examine(&draft, order)).await;
        drop(turn);
        let read = Read { name, sha256, examined: done.map_err(Error::internal)??, contract, kept: None };
        let mut tx = self.0.db().read().await?;
        let checked = self.assembled(caller, &mut tx, (view, read)).await?;
        tx.commit().await?;
        Ok(checked)
    }

    /// Puts beside what was read: what people said of it, and the version before. Each is loaded once.
    async fn assembled(
        &self,
        caller: &Caller,
        tx: &mut store::Tx,
        (requirements, read): (RequirementsView, Read),
    ) -> Result<Checked> {
        let Read { name, sha256, examined, contract, kept } = read;
        let scope = caller.may(Permission::ViewEngagement)?;
        let (corrections, older) = match &contract {
            None => (Vec::new(), None),
            Some(contract) => {
                let of = (requirements.case.engagement.id, contract.as_str());
                let version = kept.as_ref().map(|one| one.version);
                let corrections = store::contracts::corrections(tx, &scope, of).await?;
                (corrections, store::contracts::before(tx, &scope, of, version).await?)
            }
        };
        let mut people: Vec<_> = corrections.iter().map(|one| one.by).collect();
        people.extend(kept.as_ref().map(|one| one.checked_by));
        let names = Names::load(tx, &people).await?;
        let (report, lapsed) = correct::corrected(&examined, &corrections)?;
        let before = match older {
            None => None,
            Some(older) => {
                let changes = changed(&older, &corrections, &report)?;
                Some((older, changes))
            }
        };
        let may_check = may_check(caller, &requirements);
        Ok(Checked {
            requirements,
            name,
            sha256,
            examined,
            report,
            lapsed,
            before,
            kept,
            corrections,
            names,
            may_check,
        })
    }

    /// The specification of the engagement: its newest version, or else as plan and facts give it now.
    async fn specification(&self, caller: &Caller, view: &RequirementsView) -> Result<Option<writer::paper::Paper>> {
        const PAPER: &str = "procurement-specification";
        let issued = view.case.documents.iter().filter(|d| d.paper == PAPER && d.lang == Lang::Ja);
        if let Some(newest) = issued.max_by_key(|d| d.version) {
            return Ok(Some(self.0.documents().issued(caller, newest.id).await?.paper));
        }
        if view.case.plan.revision == 0 {
            return Ok(None);
        }
        let paper = PAPER.parse().map_err(Error::internal)?;
        match self.0.documents().preview(caller, view.case.engagement.number, (&paper, Lang::Ja)).await {
            Ok(preview) => Ok(Some(preview.paper)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A draft that was read, or a kept one as it was read then.
struct Read {
    name: String,
    sha256: Digest,
    examined: Examined,
    contract: Option<String>,
    kept: Option<ContractCheck>,
}

/// What a report states otherwise than an earlier version of the contract, with what people said counted in on both sides.
fn changed(older: &ContractCheck, corrections: &[ContractCorrection], report: &Report) -> Result<Vec<Difference>> {
    let (old, _) = correct::corrected(&examined_of(older)?, corrections)?;
    Ok(checker::compare(&old, report))
}

fn may_check(caller: &Caller, view: &RequirementsView) -> bool {
    let open = view.case.engagement.standing == EngagementStanding::Open;
    open && caller.actor.may_at(Permission::CheckContract, view.case.engagement.unit).is_ok()
}

fn examined_of(kept: &ContractCheck) -> Result<Examined> {
    serde_json::from_str(&kept.model).map_err(Error::internal)
}

/// Bytes of a draft as a page carries them along while nothing is kept.
#[must_use]
pub fn carry(bytes: &[u8]) -> String {
    base64::prelude::BASE64_STANDARD.encode(bytes)
}

/// The bytes again.
///
/// # Errors
/// Invalid when they did not come whole.
pub fn carried(text: &str) -> Result<Vec<u8>> {
    let broken = || FieldError::rule("file", "送られた内容が途中で切れています", "What was sent is cut short");
    base64::prelude::BASE64_STANDARD.decode(text).map_err(|_| Error::Invalid(vec![broken()]))
}

/// A file that cannot be read, as something wrong with the field of the form.
fn unreadable(error: &reader::ReadError) -> Error {
    let (ja, en) = (error.text(Lang::Ja), error.text(Lang::En));
    Error::Invalid(vec![FieldError::new("file", domain::Problem::Said { ja, en })])
}

#[cfg(test)]
mod tests;
