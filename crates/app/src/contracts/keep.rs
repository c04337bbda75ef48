//! Keeping a checked draft: the file among the attachments, text and findings as they were, one entry in the ledger.

use domain::{
    FieldError, Problem,
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

use super::{Checked, Contracts, Draft, newest};
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
    /// As checking does; conflict when the engagement has ended or the same file is the newest version already.
    pub async fn keep(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (draft, keep): (Draft, Keep),
    ) -> Result<ContractCheckId> {
        let name: FileName = draft.name.parse().map_err(|p: Problem| Error::field("file", p))?;
        let bytes = draft.bytes.clone();
        let next_of = draft.contract.clone().filter(|name| !name.is_empty());
        let checked = self.check(caller, number, draft).await?;
        checked.requirements.case.must_be_open(None)?;
        let contract = contract_name(&checked, (next_of, &keep.contract), caller)?;
        if newest(&checked.requirements, &contract).is_some_and(|one| one.sha256 == checked.sha256) {
            return Err(Error::conflict(
                format!("「{contract}」の最新の版と同じファイルです。新しい版にはしませんでした"),
                format!("This is the same file as the newest version of \"{contract}\"; no new version was made"),
            ));
        }
        // bytes come first: those whose row is not written are never seen
        let id: AttachmentId = self.0.mint();
        let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let store = Files::new(&self.0.inner.files);
        let written = store.write(&id.to_string(), bytes.as_slice(), most).await;
        let written = written.map_err(|_| Error::internal("a draft could not be kept"))?;
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
        self.write(caller, number, (checked, contract, file)).await
    }

    async fn write(
        &self,
        caller: &Caller,
        number: EngagementNumber,
        (checked, contract, mut file): (Checked, String, Attachment),
    ) -> Result<ContractCheckId> {
        let unit = super::unit_of(&checked.requirements);
        let scope = caller.may_at(Permission::CheckContract, unit)?;
        let mut work = self.0.work(caller).await?;
        let mut case = CaseFile::load(&mut work.tx, &scope, number).await?;
        case.must_be_open(None)?;
        self.0.must_hold(file.sha256).await?;
        file.received_at = work.at();
        store::attachments::insert(&mut work.tx, &scope, &file).await?;
        let versions = case.contracts.iter().filter(|one| one.contract == contract).map(|one| one.version);
        let one = ContractCheck {
            id: self.0.mint(),
            engagement: case.engagement.id,
            version: versions.max().unwrap_or(0).saturating_add(1),
            contract,
            attachment: file.id,
            document_type: checked.examined.report.document_type.code().to_owned(),
            sha256: file.sha256,
            edition: self.0.catalogue().edition().to_owned(),
            standing: serde_json::to_string(&checked.standing()).map_err(Error::internal)?,
            model: serde_json::to_string(&checked.examined).map_err(Error::internal)?,
            checked_at: work.at(),
            checked_by: caller.id(),
        };
        store::contracts::insert(&mut work.tx, &scope, &one).await?;
        let standing = checked.standing();
        let change = Change::of(action!("contract.keep"), kind!("contract"), one.id)
            .after(&one)?
            .at(unit)
            .for_person(caller.actor.acts_for(Permission::CheckContract, unit, &caller.units))
            .note("engagement", number)
            .note("contract", &one.contract)
            .note("version", one.version)
            .note("sha256", one.sha256)
            .note("gaps", standing.must.gaps().saturating_add(standing.negotiable.gaps()));
        work.record(change).await?;
        let id = one.id;
        case.contracts.insert(0, one);
        case.project(self.0.catalogue(), work.today());
        store::engagements::update(&mut work.tx, &scope, &mut case.engagement, &case.projection).await?;
        work.commit().await?;
        Ok(id)
    }
}

/// The contract a draft belongs to: the one it is the next version of, the name that was typed, or a free name of its kind.
fn contract_name(checked: &Checked, (next_of, typed): (Option<String>, &str), caller: &Caller) -> Result<String> {
    let known = |name: &str| checked.requirements.case.contracts.iter().any(|one| one.contract == name);
    if let Some(name) = next_of {
        return if known(&name) { Ok(name) } else { Err(Error::field("contract", Problem::Unknown { value: name })) };
    }
    if !typed.trim().is_empty() {
        let name: Title = typed.parse().map_err(|p| Error::Invalid(vec![FieldError::new("name", p)]))?;
        return if known(name.as_str()) {
            Err(Error::field("name", Problem::Taken { value: name.to_string() }))
        } else {
            Ok(name.to_string())
        };
    }
    let words = checked.examined.report.document_type.words().get(caller.lang());
    let numbered = (2..).map(|n: u32| format!("{words} {n}"));
    let free = std::iter::once(words.to_owned()).chain(numbered).find(|name| !known(name));
    Ok(free.unwrap_or_else(|| words.to_owned()))
}
