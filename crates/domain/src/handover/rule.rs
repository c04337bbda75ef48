//! Versions of the handling rule, and that a contractor accepted one (NISC-2008 8.1(6); §6.2 of the requirements).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    id::{ContractorId, EngagementId},
    text::Title,
};

/// A version of the handling rule of an engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingVersion {
    /// The engagement.
    pub engagement: EngagementId,
    /// Version, from 1.
    pub version: u32,
    /// From when.
    pub from: Date,
}

/// That a firm accepted a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandlingAcceptance {
    /// The engagement.
    pub engagement: EngagementId,
    /// The firm.
    pub contractor: ContractorId,
    /// The version.
    pub version: u32,
    /// Who accepted it there.
    pub by: Title,
    /// When.
    pub on: Date,
}
