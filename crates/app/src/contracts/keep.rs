//! Keeping a checked draft: the file among the attachments, text and findings as they were, one entry in the ledger.

use domain::{
    FieldError, Lang, Problem,
    calendar::EngagementNumber,
    id::{AttachmentId, ContractCheckId},
    permission::Permission,
    text::{Memo, Title},
};
use ledger::{action, kind};
use store::{
    attachments::{Attachment, FileName},
    contracts::ContractCheck,
    files::Files,
};

use super::{Checked, Contracts, Draft, Standing, newest};
use crate::{Caller, Error, Result, engagements::CaseFile, work::Change};

/// What is said of a draft that is kept.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// What people call the contract; empty for the name of its kind.
    pub contract: String,
}

impl Contracts<'_> {
    /// Checks a draft and keeps it as the next version of its contract.
    ///
    /// # Errors
    /// As checking does; conflict when the engagement has ended, the same file is the newest version already, or what is
    /// asked of the engagement was changed while the draft was read.
    pub async fn keep(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (draft, keep): (Draft, Keep),
    ) -> Result<ContractCheckId> {
        let name: FileName = draft.name.parse().map_err(|p: Problem| Error::field("file", p))?;
        let bytes = draft.bytes.clone();
        let wish = Wish { next_of: draft.contract.clone().filter(|name| !name.is_empty()), typed: keep.contract };
        let checked = self.check(caller, number, draft).await?;
        self.keep_checked(caller, (checked, wish), (name, bytes)).await
    }

    pub(super) async fn keep_checked(
        &self,
        caller: &Caller,
        (checked, wish): (Checked, Wish),
        (name, bytes): (FileName, Vec<u8>),
    ) -> Result<ContractCheckId> {
        // what is refused already is refused before anything is written
        admitted(&checked.requirements.case, (&checked, &wish), caller.lang())?;
        // bytes come first: those whose row is not written are never seen
        let id: AttachmentId = self.0.mint();
        let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let written = Files::new(&self.0.inner.files).write(&id.to_string(), bytes.as_slice(), most).await;
        let written = written.map_err(|cause| Error::internal(format!("a draft could not be kept: {cause}")))?;
        let file = Attachment {
            id,
            engagement: checked.requirements.case.engagement.id,
            media_type: crate::attachments::media_type(&name).to_owned(),
            name,
            size: i64::try_from(written.size).map_err(Error::internal)?,
            sha256: written.digest,
            received_by: caller.id(),
            received_at: self.0.clock().now(),
            effective_on: None,
            note: Memo::default(),
        };
        self.write(caller, (checked, wish), file).await
    }

    async fn write(
        &self,
        caller: &Caller,
        (checked, wish): (Checked, Wish),
        mut file: Attachment,
    ) -> Result<ContractCheckId> {
        let number = checked.requirements.case.engagement.number;
        let scope = caller.may_at(Permission::CheckContract, checked.requirements.case.engagement.unit)?;
        let mut work = self.0.work(caller).await?;
        let mut case = CaseFile::load(&mut work.tx, &scope, number).await?;
        self.0.must_hold(file.sha256).await?;
        // somebody may have been quicker: the same questions again, now that nobody else writes
        let contract = admitted(&case, (&checked, &wish), caller.lang())?;
        let profile = rules::profile::profile(self.0.catalogue(), &case.engagement.facts, &case.plan.plan);
        if profile != checked.requirements.profile {
            return Err(Error::stale());
        }
        file.received_at = work.at();
        store::attachments::insert(&mut work.tx, &scope, &file).await?;
        let standing = checked.standing();
        let one = ContractCheck {
            id: self.0.mint(),
            engagement: case.engagement.id,
            version: newest(&case.contracts, &contract).map_or(0, |one| one.version).saturating_add(1),
            contract,
            attachment: file.id,
            document_type: checked.examined.report.document_type.code().to_owned(),
            sha256: file.sha256,
            edition: self.0.catalogue().edition().to_owned(),
            standing: serde_json::to_string(&standing).map_err(Error::internal)?,
            model: serde_json::to_string(&checked.examined).map_err(Error::internal)?,
            checked_at: work.at(),
            checked_by: caller.id(),
        };
        store::contracts::insert(&mut work.tx, &scope, &one).await?;
        work.record(recorded(caller, (&case, &one), standing)?).await?;
        let id = one.id;
        case.contracts.insert(0, one);
        case.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, &scope, &mut case.engagement, &case.projection).await?;
        work.commit().await?;
        Ok(id)
    }
}

fn recorded(caller: &Caller, (case, one): (&CaseFile, &ContractCheck), standing: Standing) -> Result<Change> {
    let unit = case.engagement.unit;
    Ok(Change::of(action!("contract.keep"), kind!("contract"), one.id)
        .after(one)?
        .at(unit)
        .for_person(caller.actor.acts_for(Permission::CheckContract, unit, &caller.units))
        .note("engagement", case.engagement.number)
        .note("contract", &one.contract)
        .note("version", one.version)
        .note("sha256", one.sha256)
        .note("gaps", standing.must.gaps().saturating_add(standing.negotiable.gaps())))
}

/// Which contract a draft is to belong to.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    /// The kept contract it is the next version of.
    pub(super) next_of: Option<String>,
    /// The name typed for a new one.
    pub(super) typed: String,
}

/// Whether a draft can be kept as things stand, and under which name.
fn admitted(case: &CaseFile, (checked, wish): (&Checked, &Wish), lang: Lang) -> Result<String> {
    case.must_be_open(None)?;
    let contract = contract_name(case, (checked, wish), lang)?;
    if newest(&case.contracts, &contract).is_some_and(|one| one.sha256 == checked.sha256) {
        return Err(Error::conflict(
            format!("「{contract}」の最新の版と同じファイルです。新しい版にはしませんでした"),
            format!("This is the same file as the newest version of \"{contract}\"; no new version was made"),
        ));
    }
    Ok(contract)
}

/// The contract a draft belongs to: the one it is the next version of, the name that was typed, or a free name of its kind.
fn contract_name(case: &CaseFile, (checked, wish): (&Checked, &Wish), lang: Lang) -> Result<String> {
    let known = |name: &str| case.contracts.iter().any(|one| one.contract == name);
    if let Some(name) = &wish.next_of {
        let unknown = || Error::field("contract", Problem::Unknown { value: name.clone() });
        return if known(name) { Ok(name.clone()) } else { Err(unknown()) };
    }
    if !wish.typed.trim().is_empty() {
        let name: Title = wish.typed.parse().map_err(|p| Error::Invalid(vec![FieldError::new("name", p)]))?;
        return if known(name.as_str()) {
            Err(Error::field("name", Problem::Taken { value: name.to_string() }))
        } else {
            Ok(name.to_string())
        };
    }
    let words = checked.examined.report.document_type.words().get(lang);
    let numbered = (2..).map(|n: u32| format!("{words} {n}"));
    let free = std::iter::once(words.to_owned()).chain(numbered).find(|name| !known(name));
    Ok(free.unwrap_or_else(|| words.to_owned()))
}
