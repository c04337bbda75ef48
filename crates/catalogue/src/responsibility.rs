//! The boundary of responsibility: four areas, the tasks of protection and the forms of service (ASPIC-2011 ch. 3).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Choice, MeasureId, Options, Owner, SourceRef, Text};

catalogue_id! {
    /// Permanent id of an area, `RB-1` to `RB-4`.
    pub struct AreaId:
        "「RB-1」のような番号です",
        "an id such as RB-1",
        |text| text.strip_prefix("RB-").is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
}

domain::codes! {
    /// What is rented.
    pub enum ServiceForm ("サービスの形", "Form of service") {
        /// Computing resources.
        Iaas = "iaas" ("計算資源（IaaS）", "Computing resources (IaaS)"),
        /// A platform.
        Paas = "paas" ("土台（PaaS）", "Platform (PaaS)"),
        /// A finished application.
        Application = "application" ("業務ソフト（SaaS・ASP）", "Application (SaaS, ASP)"),
    }
}

domain::codes! {
    /// Who shares the service.
    pub enum Deployment ("置き方", "Deployment") {
        /// Many customers.
        Public = "public" ("公開", "Public"),
        /// One organisation.
        Private = "private" ("専用", "Private"),
        /// Both together.
        Hybrid = "hybrid" ("組み合わせ", "Hybrid"),
    }
}

domain::codes! {
    /// A task of protection that somebody must hold in every area.
    pub enum Task ("守る作業", "Task") {
        /// Buildings and equipment.
        Physical = "physical" ("物理的な守り", "Physical protection"),
        /// Secure settings.
        Configuration = "configuration" ("安全な設定", "Secure configuration"),
        /// Fixes.
        Patching = "patching" ("修正の適用", "Patching"),
        /// Accounts and rights.
        Accounts = "accounts" ("利用者と権限", "Accounts and rights"),
        /// Noticing.
        Monitoring = "monitoring" ("見張り", "Monitoring"),
        /// Logs.
        Logs = "logs" ("記録", "Logs"),
        /// Copies and restoring.
        Backup = "backup" ("写しと復元", "Backup and restore"),
        /// Encryption and keys.
        Encryption = "encryption" ("暗号化と鍵", "Encryption and keys"),
        /// First response.
        Incident = "incident" ("事故の初動", "First response"),
        /// Erasure.
        Erasure = "erasure" ("消去", "Erasure"),
    }
}

/// Explanation of a form of service or a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained<T> {
    /// The value.
    pub value: T,
    /// What it is called.
    pub label: Text,
    /// What it means for the split.
    pub note: Text,
}

/// One area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Permanent id.
    pub id: AreaId,
    /// Title.
    pub title: Text,
    /// What to ask.
    pub question: Text,
    /// Examples of what belongs to it.
    pub examples: Text,
    /// Measures it carries out.
    pub measures: Vec<MeasureId>,
    /// Sources.
    pub source: Vec<SourceRef>,
    /// Who guards by default; the loader has made sure that nothing is empty.
    pub owners: BTreeMap<ServiceForm, BTreeMap<Task, Owner>>,
}

/// Areas, forms, deployments and tasks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Responsibility {
    pub(crate) forms: Vec<Explained<ServiceForm>>,
    pub(crate) deployments: Vec<Explained<Deployment>>,
    pub(crate) tasks: Options<Task>,
    pub(crate) areas: Vec<Area>,
}

impl Responsibility {
    /// The areas.
    #[must_use]
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }
    /// One area.
    #[must_use]
    pub fn area(&self, id: &AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == *id)
    }
    /// Forms of service with their explanation.
    #[must_use]
    pub fn forms(&self) -> &[Explained<ServiceForm>] {
        &self.forms
    }
    /// Deployments with their explanation.
    #[must_use]
    pub fn deployments(&self) -> &[Explained<Deployment>] {
        &self.deployments
    }
    /// The tasks in words.
    pub fn tasks(&self) -> impl Iterator<Item = &Choice<Task>> {
        self.tasks.iter()
    }
    /// Who guards by default.
    #[must_use]
    pub fn owner(&self, area: &AreaId, form: ServiceForm, task: Task) -> Option<Owner> {
        self.area(area)?.owners.get(&form)?.get(&task).copied()
    }
}
