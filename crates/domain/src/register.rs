//! The register of critical and non-critical work 付録1 (NISC-2008 appendix 1, §6.4 of the requirements).

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    engagement::Activity,
    id::{EntryId, PersonId},
    text::{Ground, Title},
};

codes! {
    /// The two lists of the register.
    pub enum RegisterList ("付録1の一覧", "Register list") {
        /// Not to be outsourced in principle.
        Critical = "critical" ("原則として委託しない業務", "Critical work"),
        /// May be outsourced.
        NonCritical = "non_critical" ("委託できる業務", "Non-critical work"),
    }
}

/// One line of the register: some activities on one system, on one of the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its id; kept through versions.
    pub id: EntryId,
    /// Which list.
    pub list: RegisterList,
    /// The system or body of data.
    pub system: Title,
    /// What is done to it; one entry covers all of these.
    pub activities: BTreeSet<Activity>,
    /// The information concerned, in words.
    pub information: Title,
    /// Why it stands on this list.
    pub reason: Ground,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// When.
    pub decided_on: Date,
    /// When it should be looked at again.
    pub review_on: Option<Date>,
}

/// The register as it stood in one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Version, counted from 1; 0 is the empty register before the first.
    pub version: i64,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// Who made a version, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterVersion {
    /// The version.
    pub version: i64,
    /// Day it was made.
    pub made_on: Date,
    /// By whom.
    pub made_by: Option<PersonId>,
    /// Why.
    pub reason: Ground,
}

/// A change of the register that makes the next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum RegisterChange {
    /// A new line.
    Add(Box<Entry>),
    /// A line that takes the place of the one with the same id.
    Replace(Box<Entry>),
    /// A line that goes.
    Remove {
        /// Which.
        entry: EntryId,
    },
}
