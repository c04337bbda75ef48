//! The two sides of a contract.

use serde::Serialize;

/// On whose side somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The one who entrusts work or information.
    Client,
    /// The one who receives it.
    Vendor,
    /// Either of them, or both.
    Both,
    /// Neither: subcontractors, staff, courts.
    Other,
}

impl Side {
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Client => Self::Vendor,
            Self::Vendor => Self::Client,
            other => other,
        }
    }
}
