//! Named handlers, and the accounts, connections and keys given to them (METI-2022 ch. 3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    FieldError,
    id::{AccessId, ContractorId, EngagementId, HandlerId, PersonId},
    text::{Ground, Title},
};

/// A person of a contractor who may handle information, with the firm that employs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct NamedHandler {
    /// Its id.
    pub id: HandlerId,
    /// The engagement.
    pub engagement: EngagementId,
    /// Name.
    pub name: Title,
    /// The contractor that names them.
    pub works_for: ContractorId,
    /// The firm that employs them; `None` while nobody said so.
    pub employer: Option<ContractorId>,
    /// When we agreed; `None` while we have not.
    pub agreed_on: Option<Date>,
    /// When the pledge of secrecy was signed.
    pub pledged_on: Option<Date>,
    /// When they were last trained.
    pub trained_on: Option<Date>,
    /// Last day; `None` while none is set.
    pub until: Option<Date>,
}

checked_serde!(NamedHandler, GivenAccess);

impl NamedHandler {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        crate::problem::in_order(&mut out, "until", (self.agreed_on, self.until));
        out
    }

    /// True while they have not left by a day. Whoever has a last day that is still to come is at work.
    #[must_use]
    pub fn is_at_work(&self, day: Date) -> bool {
        self.until.is_none_or(|until| day <= until)
    }
}

codes! {
    /// What kind of access.
    pub enum AccessKind ("アクセスの種類", "Kind of access") {
        /// A user account.
        Account = "account" ("利用者アカウント", "Account"),
        /// An account that may change the system.
        AdminAccount = "admin_account" ("管理者アカウント", "Administrator account"),
        /// A way in from outside.
        RemoteAccess = "remote_access" ("遠隔接続", "Remote access"),
        /// A standing connection between networks.
        Connection = "connection" ("回線・ネットワーク接続", "Network connection"),
        /// A key or a pass to rooms.
        KeyOrPass = "key_or_pass" ("鍵・入館証", "Key or pass"),
    }
}

impl AccessKind {
    /// True when somebody proves with it who they are, so that a second factor belongs to it.
    #[must_use]
    pub const fn signs_in(self) -> bool {
        matches!(self, Self::Account | Self::AdminAccount | Self::RemoteAccess)
    }
}

/// Whether a second factor protects an access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SecondFactor {
    /// It does.
    On,
    /// It does not.
    Off,
    /// It does not, and an officer bears that until a day.
    Excepted {
        /// Who bears it.
        by: PersonId,
        /// Why.
        reason: Ground,
        /// Last day.
        until: Date,
    },
}

/// One access given to a contractor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct GivenAccess {
    /// Its id.
    pub id: AccessId,
    /// The engagement.
    pub engagement: EngagementId,
    /// The contractor.
    pub contractor: ContractorId,
    /// What it is called: user name, line, key number.
    pub name: Title,
    /// What kind.
    pub kind: AccessKind,
    /// The handler who uses it; `None` for something shared.
    pub handler: Option<HandlerId>,
    /// Our person who answers for it.
    pub owner: PersonId,
    /// The second factor.
    pub second_factor: SecondFactor,
    /// Given on.
    pub given_on: Date,
    /// When somebody last looked whether it is still needed.
    pub reviewed_on: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// When it was taken away.
    pub revoked_on: Option<Date>,
}

impl GivenAccess {
    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        for (field, day) in [("reviewed_on", self.reviewed_on), ("until", self.until), ("revoked_on", self.revoked_on)]
        {
            crate::problem::in_order(&mut out, field, (Some(self.given_on), day));
        }
        out
    }

    /// True while it can be used: given by a day and not yet taken away.
    #[must_use]
    pub fn is_live(&self, day: Date) -> bool {
        self.given_on <= day && self.revoked_on.is_none_or(|on| on > day)
    }
}
