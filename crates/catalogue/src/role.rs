//! What each role has to do (§1 of the requirements; NISC-2008 ch. 4 to 11).

use domain::person::Role;
use serde::{Deserialize, Serialize};

use crate::{SourceRef, Text};

/// The duties of one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleDuties {
    /// The role.
    pub role: Role,
    /// In one sentence.
    pub summary: Text,
    /// Duty by duty.
    pub duties: Vec<Text>,
    /// Where they come from; empty when the role is the product's own.
    #[serde(default)]
    pub source: Vec<SourceRef>,
}
