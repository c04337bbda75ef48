//! Taking the sample out again, in one transaction.

use domain::{Words, approval::ApprovalKind, calendar::EngagementNumber, permission::Permission, person::Role};
use ledger::{OperatorLogin, action, kind};
use store::sample::Outside;

use super::{Loader, Sample, authorise};
use crate::{
    Caller, Error, Result, operator,
    work::{Author, Change},
};

/// What was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// Rows that went.
    pub rows: u64,
}

impl Sample<'_> {
    /// Takes out every row of the sample and all that hangs on it. What the sample's people entered goes with them. The
    /// ledger stays as it is and gains an entry; attached contents stay in the folder under their digest.
    ///
    /// # Errors
    /// Forbidden without [`Permission::Operate`] over the whole organisation; conflict when no sample is loaded, or when
    /// something real rests on it, which is then named.
    pub async fn remove(&self, caller: &Caller) -> Result<Removed> {
        authorise(caller)?;
        self.remove_by(Loader::Caller(caller)).await
    }

    /// The same by the operator of the machine.
    ///
    /// # Errors
    /// As [`Self::remove`], but for the permission.
    pub async fn remove_as_operator(&self, operator: &OperatorLogin) -> Result<Removed> {
        self.remove_by(Loader::Operator(operator)).await
    }

    pub(super) async fn remove_by(&self, loader: Loader<'_>) -> Result<Removed> {
        let scope = operator::scope(Role::Administrator, Permission::Operate)?;
        let mut work = self.0.work_as(Author::from(loader)).await?;
        if !store::sample::is_loaded(&mut work.tx).await? {
            return Err(Error::conflict("見本データは入っていません", "There is no sample data"));
        }
        store::sample::adopt(&mut work.tx, &scope).await?;
        let outside = store::sample::outside(&mut work.tx, &scope).await?;
        if !outside.is_empty() {
            return Err(resting(&outside));
        }
        let rows = store::sample::remove(&mut work.tx, &scope).await?;
        let change = Change::named(action!("sample.remove"), kind!("sample"), "sample")?.note("rows", rows);
        work.record(change).await?;
        work.commit().await?;
        Ok(Removed { rows })
    }
}

/// The refusal, naming what rests on the sample.
fn resting(outside: &[Outside]) -> Error {
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    for one in outside {
        let (a, b) = match one {
            Outside::Engagement(seq) => {
                let number = EngagementNumber::from_sort_key(*seq).map_or_else(String::new, |n| n.to_string());
                (format!("委託案件{number}"), format!("engagement {number}"))
            }
            Outside::Person(login) => (format!("利用者{login}"), format!("person {login}")),
            Outside::Unit(name) => (format!("組織単位{name}"), format!("unit {name}")),
            Outside::RegisterVersion(n) => (format!("付録1の第{n}版"), format!("version {n} of the register")),
            Outside::Consultation(subject) => (format!("相談「{subject}」"), format!("question \"{subject}\"")),
            Outside::Contractor(name) => (
                format!("見本の委託先にまとめた委託先「{name}」"),
                format!("contractor \"{name}\", merged into one of the sample"),
            ),
            Outside::Questionnaire(title) => (
                format!("調査票「{title}」（取り下げるか、見本の委託先を実在の委託先にまとめると外れます）"),
                format!("questionnaire \"{title}\" (withdraw it, or merge the sample contractor into a real one)"),
            ),
            Outside::Approval(kind) => {
                let words = kind.parse::<ApprovalKind>().map(ApprovalKind::words);
                let words = words.unwrap_or(Words { ja: "承認", en: "approval" });
                (format!("申請「{}」", words.ja), format!("request \"{}\"", words.en))
            }
        };
        ja.push(a);
        en.push(b);
    }
    Error::conflict(
        format!("見本データに、次のものが結び付いています。先に移すか終わらせてください: {}", ja.join("、")),
        format!("These rest on the sample; move or end them first: {}", en.join(", ")),
    )
}
