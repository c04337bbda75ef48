//! Discarding and erasing: the written report and the certificate (NISC-2008 8.1(4), 8.1(5)).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Carrier;
use crate::{
    FieldError,
    id::{AttachmentId, PersonId},
    text::Title,
};

codes! {
    /// How information was made to end.
    pub enum DisposalMethod ("廃棄・消去の方法", "Way of disposal") {
        /// Written over.
        Overwrite = "overwrite" ("上書き消去", "Overwriting"),
        /// The drive's own erase command.
        DeviceCommand = "device_command" ("装置の消去命令", "Erase command of the device"),
        /// The keys were destroyed.
        KeyDestruction = "key_destruction" ("暗号鍵の破棄", "Destruction of keys"),
        /// By a strong magnetic field.
        Degauss = "degauss" ("磁気消去", "Degaussing"),
        /// Crushed, bored or melted.
        Destruction = "destruction" ("物理破壊", "Physical destruction"),
        /// Shredded, burnt or pulped.
        Shredding = "shredding" ("裁断・溶解・焼却", "Shredding, pulping or burning"),
        /// Deleted in a service whose media are out of reach.
        ServiceDeletion = "service_deletion" ("サービス上の削除", "Deletion in the service"),
        /// Deleted as files are deleted, which leaves the content readable.
        PlainDeletion = "plain_deletion" ("通常の削除", "Plain deletion"),
    }
}

impl DisposalMethod {
    /// True when a tool does it, so that its name belongs in the report.
    #[must_use]
    pub const fn needs_tool(self) -> bool {
        matches!(self, Self::Overwrite | Self::DeviceCommand | Self::Degauss)
    }
    /// True when what was there can no longer be read. Plain deletion leaves it on the medium.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::PlainDeletion)
    }
}

codes! {
    /// What a report of disposal has to say.
    pub enum DisposalField ("廃棄報告の項目", "Field of a disposal report") {
        /// A way that leaves nothing to read.
        Method = "method" ("読めなくなる方法", "A way that leaves nothing readable"),
        /// What carried it.
        Media = "media" ("媒体の名称", "The medium"),
        /// The medium's number.
        Serial = "serial" ("媒体の製造番号", "The medium's serial number"),
        /// What it was done with.
        Tool = "tool" ("使った道具・ソフト", "The tool"),
        /// Where.
        Place = "place" ("作業の場所", "The place"),
        /// By whom.
        Performer = "performer" ("行った人", "Who did it"),
        /// Who looked on.
        Witness = "witness" ("立ち会った人", "Who witnessed it"),
        /// When.
        Day = "day" ("行った日", "The day"),
        /// The written report.
        Report = "report" ("報告書の番号と受取日", "Number and day of the written report"),
        /// The certificate.
        Certificate = "certificate" ("証明書", "The certificate"),
        /// Something that shows it: log, photograph.
        Evidence = "evidence" ("裏付け（記録・写真など）", "Evidence such as a log or a photograph"),
        /// Our own confirmation.
        Confirmation = "confirmation" ("こちらの確認", "Our own confirmation"),
    }
}

/// What is known of a disposal. Everything may still be missing: what is missing keeps the entry open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Disposal {
    /// How.
    pub method: Option<DisposalMethod>,
    /// What carried it: kind, model, capacity.
    pub media: Option<Title>,
    /// The medium's serial number.
    pub serial: Option<Title>,
    /// Program or machine, with its version.
    pub tool: Option<Title>,
    /// Where.
    pub place: Option<Title>,
    /// By whom.
    pub performer: Option<Title>,
    /// Who looked on; not the performer.
    pub witness: Option<Title>,
    /// When.
    pub performed_on: Option<Date>,
    /// Number of the written report.
    pub report_number: Option<Title>,
    /// When the report came.
    pub report_received_on: Option<Date>,
    /// The certificate.
    pub certificate: Option<AttachmentId>,
    /// What shows that it was done.
    #[serde(default)]
    pub evidence: Vec<AttachmentId>,
    /// Who confirmed it on our side.
    pub confirmed_by: Option<PersonId>,
    /// When.
    pub confirmed_on: Option<Date>,
}

codes! {
    /// How much proof an item asks for.
    pub enum DisposalProof ("廃棄の裏付けの度合い", "Proof of disposal") {
        /// The written report of NISC-2008 8.1(4).
        Report = "report" ("書面の報告", "A written report"),
        /// A certificate with a witness as well: personal and critical information.
        Certificate = "certificate" ("証明書と立会い", "A certificate and a witness"),
    }
}

checked_serde!(Disposal);

impl Disposal {
    /// What in it contradicts itself; nothing when it can stand. Nobody reports or confirms what was not yet done.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        for (field, day) in [("report_received_on", self.report_received_on), ("confirmed_on", self.confirmed_on)] {
            crate::problem::in_order(&mut out, field, (self.performed_on, day));
        }
        out
    }

    /// What a report on an item in this form still lacks, in the order of the form. Empty means complete.
    #[must_use]
    pub fn missing(&self, carrier: Carrier, proof: DisposalProof) -> Vec<DisposalField> {
        use DisposalField as F;
        let on_medium = matches!(carrier, Carrier::Medium);
        let strict = proof == DisposalProof::Certificate;
        let tool = self.method.is_some_and(DisposalMethod::needs_tool);
        let witnessed = self.witness.is_some() && self.witness != self.performer;
        let asked = [
            (F::Method, !self.method.is_some_and(DisposalMethod::is_final)),
            (F::Media, on_medium && self.media.is_none()),
            (F::Serial, on_medium && self.serial.is_none()),
            (F::Tool, tool && self.tool.is_none()),
            (F::Place, strict && self.place.is_none()),
            (F::Performer, self.performer.is_none()),
            (F::Witness, strict && !witnessed),
            // a day after the report or the confirmation is none on which it was done
            (F::Day, self.performed_on.is_none() || !self.problems().is_empty()),
            (F::Report, self.report_number.is_none() || self.report_received_on.is_none()),
            (F::Certificate, strict && self.certificate.is_none()),
            (F::Evidence, self.evidence.is_empty() && self.certificate.is_none()),
            (F::Confirmation, self.confirmed_by.is_none() || self.confirmed_on.is_none()),
        ];
        asked.into_iter().filter(|(_, open)| *open).map(|(field, _)| field).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_claim_lacks_everything_asked() {
        let bare = Disposal::default();
        let report = bare.missing(Carrier::File, DisposalProof::Report);
        assert!(report.contains(&DisposalField::Evidence) && report.contains(&DisposalField::Confirmation));
        assert!(!report.contains(&DisposalField::Serial), "a file has no serial number");
        let strict = bare.missing(Carrier::Medium, DisposalProof::Certificate);
        assert_eq!(strict.len(), DisposalField::ALL.len() - 1, "all but the tool, which depends on the method");
    }

    #[test]
    fn plain_deletion_is_no_erasure_and_nobody_witnesses_himself() {
        let name: Title = "佐藤".parse().unwrap();
        let claim = Disposal {
            method: Some(DisposalMethod::PlainDeletion),
            performer: Some(name.clone()),
            witness: Some(name),
            ..Disposal::default()
        };
        let missing = claim.missing(Carrier::File, DisposalProof::Certificate);
        assert!(missing.contains(&DisposalField::Method) && missing.contains(&DisposalField::Witness));
    }
}
