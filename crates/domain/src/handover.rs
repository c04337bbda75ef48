//! The information ledger 情報授受台帳: what was handed over, seen, copied, given back and destroyed
//! (NISC-2008 8.1; §6.1 of the requirements), and who may handle it.

mod access;
mod disposal;
mod rule;
mod terms;

use std::collections::BTreeSet;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    FieldError, Lang, Problem,
    engagement::{Criticality, InformationKind},
    id::{ContractorId, EngagementId, HandlerId, HandoverId, PersonId, SubcontractId},
    text::{Ground, Memo, Title},
};

pub use access::{AccessKind, GivenAccess, NamedHandler, SecondFactor};
pub use disposal::{Disposal, DisposalField, DisposalMethod, DisposalProof};
pub use rule::{HandlingAcceptance, HandlingVersion};
pub use terms::{HandlingRule, Promise, Terms};

codes! {
    /// What happened to an item (§6.1).
    pub enum HandoverKind ("授受の種類", "Kind of hand-over") {
        /// Handed over.
        Provide = "provide" ("提供", "Provide"),
        /// Opened to be seen or used.
        MakeAccessible = "make_accessible" ("閲覧できるようにする", "Make accessible"),
        /// Came to be known in the course of the work.
        Learned = "learned" ("業務中に知った", "Learned"),
        /// Copied by whoever holds it.
        Copy = "copy" ("複製", "Copy"),
        /// Given back, or access withdrawn.
        Return = "return" ("返却", "Return"),
        /// Destroyed together with what carries it.
        Discard = "discard" ("廃棄", "Discard"),
        /// Made unreadable while the medium remains.
        Erase = "erase" ("消去", "Erase"),
    }
}

impl HandoverKind {
    /// True when information goes out, so that gate G5 guards the act.
    #[must_use]
    pub const fn is_release(self) -> bool {
        matches!(self, Self::Provide | Self::MakeAccessible)
    }
    /// True when the entry says that something no longer exists.
    #[must_use]
    pub const fn is_disposal(self) -> bool {
        matches!(self, Self::Discard | Self::Erase)
    }
}

codes! {
    /// In what form an item is there.
    pub enum Carrier ("情報の形", "Form of information") {
        /// On paper.
        Paper = "paper" ("紙", "Paper"),
        /// On a medium that can be carried.
        Medium = "medium" ("媒体", "Medium"),
        /// As a file sent or shared.
        File = "file" ("電子ファイル", "File"),
        /// As a right to look at it where it is.
        AccessRight = "access_right" ("アクセス権", "Access right"),
        /// Spoken or shown.
        Spoken = "spoken" ("口頭・提示", "Spoken or shown"),
    }
}

codes! {
    /// How secret an item is, as its mark says.
    pub enum SecrecyMark ("秘密の表示", "Secrecy mark") {
        /// Known to a few named people.
        TopSecret = "top_secret" ("極秘", "Top secret"),
        /// Known to those concerned.
        Secret = "secret" ("秘", "Secret"),
        /// Not for outsiders.
        InHouse = "in_house" ("取扱注意", "In confidence"),
        /// No mark.
        Unmarked = "unmarked" ("表示なし", "Unmarked"),
    }
}

codes! {
    /// Whether copies may be made.
    pub enum CopyPermission ("複製の可否", "Copying") {
        /// Not at all.
        Never = "never" ("禁止", "Not allowed"),
        /// With our permission each time.
        Asked = "asked" ("その都度許可", "By permission"),
        /// As the work needs.
        Free = "free" ("業務に必要な範囲で可", "As the work needs"),
    }
}

/// The mark on an item: secrecy, class and who may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    /// How secret.
    pub mark: SecrecyMark,
    /// Class of the client's own scheme, such as 機密性2.
    pub class: Option<Title>,
    /// Who may see it.
    pub audience: Title,
}

impl Marking {
    /// The mark an item gets unless a person sets another: critical and individual numbers are secret to named people,
    /// whatever else is not public is secret to those concerned (METI-2022 ch. 3: the mark names its audience).
    #[must_use]
    pub fn suggested(criticality: Criticality, information: &BTreeSet<InformationKind>, audience: Title) -> Self {
        let mark = if criticality == Criticality::Critical || information.contains(&InformationKind::MyNumber) {
            SecrecyMark::TopSecret
        } else if information.iter().all(|k| *k == InformationKind::PublicOnly) && !information.is_empty() {
            SecrecyMark::Unmarked
        } else {
            SecrecyMark::Secret
        };
        Self { mark, class: None, audience }
    }

    /// The line to print on the item: `【秘】機密性2 ／ 関係者：移行班`.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        let mark = match (self.mark, lang) {
            (SecrecyMark::Unmarked, _) => String::new(),
            (mark, Lang::Ja) => format!("【{}】", mark.label(lang)),
            (mark, Lang::En) => format!("[{}] ", mark.label(lang)),
        };
        let class = self.class.as_ref().map(|c| format!("{c}")).unwrap_or_default();
        let gap = if self.class.is_some() { if lang == Lang::Ja { " ／ " } else { " / " } } else { "" };
        let audience = if lang == Lang::Ja { "関係者：" } else { "for: " };
        format!("{mark}{class}{gap}{audience}{}", self.audience)
    }
}

/// One side of a hand-over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "side", content = "contractor", rename_all = "snake_case")]
pub enum Side {
    /// The client.
    Client,
    /// A contractor, at any tier.
    Contractor(ContractorId),
}

/// How many units: sheets, media, files, rights. At least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u32);

impl Quantity {
    /// Most that one entry may speak of.
    pub const MAX: u32 = 100_000_000;
    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}
impl TryFrom<u32> for Quantity {
    type Error = Problem;
    fn try_from(n: u32) -> Result<Self, Problem> {
        if (1..=Self::MAX).contains(&n) {
            Ok(Self(n))
        } else {
            Err(Problem::OutOfRange { value: n.to_string(), min: 1, max: i64::from(Self::MAX) })
        }
    }
}
impl From<Quantity> for u32 {
    fn from(value: Quantity) -> Self {
        value.0
    }
}

/// Whom an item went to and that it arrived. Both sides see the same entry (METI-2022 ch. 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The handler who took it, when a contractor received.
    pub handler: Option<HandlerId>,
    /// Our person who took it, when it came back.
    pub person: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// In what condition.
    pub condition: Memo,
}

/// The written note that follows a spoken disclosure (METI-2022 sample agreements: within a number of days, DL5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenNote {
    /// Days the agreement gives.
    pub within_days: u16,
    /// The day the note was handed over.
    pub given_on: Option<Date>,
}

codes! {
    /// How a receipt came to be known.
    pub enum ReceiptWay ("受領の確認の方法", "How the receipt was confirmed") {
        /// The receiving handler confirmed it through a link.
        Link = "link" ("受け取った人がリンクで確認", "Confirmed by the handler through a link"),
        /// We entered it from a signed paper.
        Paper = "paper" ("署名のある書面から入力", "Entered from a signed paper"),
        /// We took it back ourselves.
        Own = "own" ("こちらで受け取った", "Received by us"),
    }
}

/// One entry of the information ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// The engagement.
    pub engagement: EngagementId,
    /// What happened.
    pub kind: HandoverKind,
    /// The item, by its name on the engagement's list.
    pub item: Title,
    /// How many.
    pub quantity: Quantity,
    /// Serial numbers of media.
    pub serials: BTreeSet<Title>,
    /// The mark it carries.
    pub marking: Marking,
    /// Whether it is critical.
    pub criticality: Criticality,
    /// What kinds of information it holds: personal, technical, tax and so on.
    pub information: BTreeSet<InformationKind>,
    /// In what form.
    pub carrier: Carrier,
    /// What it is for.
    pub purpose: Option<Ground>,
    /// Why the work cannot do without it (NISC-2008 8.1(1)).
    pub necessity: Option<Ground>,
    /// Who held it before, or who copied or destroyed it.
    pub from: Side,
    /// Who holds it after; the same side for a copy or a disposal.
    pub to: Side,
    /// The named handler it is meant for.
    pub handler: Option<HandlerId>,
    /// When it happened.
    pub at: Timestamp,
    /// How it was handed over.
    pub method: Option<Title>,
    /// What protects it on the way.
    pub protection: Option<Title>,
    /// Where it may be used.
    pub place: Option<Title>,
    /// Whether copies may be made.
    pub copying: CopyPermission,
    /// When it is to come back.
    pub due_back: Option<Date>,
    /// That it arrived.
    pub receipt: Option<Receipt>,
    /// The written note after a spoken disclosure.
    pub note: Option<WrittenNote>,
    /// How it was destroyed.
    pub disposal: Option<Disposal>,
    /// The subcontract it went down by.
    pub through: Option<SubcontractId>,
}

checked_serde!(Handover);

impl Handover {
    /// True when the sides fit what happened: information goes out to a contractor, is copied and destroyed where it is, and
    /// comes back from one.
    #[must_use]
    pub fn sides_fit(&self) -> bool {
        let held = |side: Side| matches!(side, Side::Contractor(_));
        match self.kind {
            HandoverKind::Provide | HandoverKind::MakeAccessible => held(self.to) && self.from != self.to,
            HandoverKind::Learned => held(self.to),
            HandoverKind::Copy | HandoverKind::Discard | HandoverKind::Erase => held(self.from) && self.from == self.to,
            HandoverKind::Return => held(self.from) && self.from != self.to,
        }
    }

    /// What in it contradicts itself; nothing when it can stand.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldError> {
        let mut out = Vec::new();
        if !self.sides_fit() {
            out.push(FieldError::rule(
                "to",
                "授受の種類と、渡す側・受け取る側の向きが合いません",
                "the two sides do not fit the kind of hand-over",
            ));
        }
        if self.disposal.is_some() && !self.kind.is_disposal() {
            out.push(FieldError::rule(
                "disposal",
                "廃棄・消去でない記録に、廃棄の内容が付いています",
                "a report of disposal stands at an entry that is none",
            ));
        }
        if self.receipt.as_ref().is_some_and(|r| r.handler.is_none() && r.person.is_none()) {
            out.push(FieldError::rule("receipt", "誰が受け取ったかがありません", "it is not said who received it"));
        }
        let day = jiff::tz::Offset::constant(9).to_datetime(self.at).date();
        crate::problem::in_order(&mut out, "due_back", (Some(day), self.due_back));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_contradicts_itself_is_not_read() {
        let holder = serde_json::json!({ "side": "contractor", "contractor": format!("con_{:032x}", 1) });
        let good = serde_json::json!({
            "id": format!("hnd_{:032x}", 1), "engagement": format!("eng_{:032x}", 1), "kind": "provide", "item": "台帳",
            "quantity": 1, "serials": [], "marking": { "mark": "secret", "audience": "移行班" },
            "criticality": "not_critical", "information": ["personal"], "carrier": "paper",
            "from": { "side": "client" }, "to": holder, "at": "2026-06-11T16:00:00Z", "copying": "never",
        });
        let read = |changes: serde_json::Value| {
            let mut all = good.clone();
            all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            serde_json::from_value::<Handover>(all).map_err(|e| e.to_string())
        };
        let entry = read(serde_json::json!({})).unwrap();
        assert_eq!(serde_json::from_value::<Handover>(serde_json::to_value(&entry).unwrap()).unwrap(), entry);
        let client = serde_json::json!({ "side": "client" });
        for changes in [
            serde_json::json!({ "to": client }),
            serde_json::json!({ "from": holder }),
            serde_json::json!({ "kind": "erase" }),
            serde_json::json!({ "kind": "copy" }),
            serde_json::json!({ "kind": "return" }),
            serde_json::json!({ "disposal": Disposal::default() }),
            serde_json::json!({ "receipt": { "at": "2026-06-11T17:00:00Z", "condition": "" } }),
            // one o'clock in the night of the twelfth, in Japan
            serde_json::json!({ "due_back": "2026-06-11" }),
            serde_json::json!({ "colour": "red" }),
        ] {
            assert!(read(changes.clone()).is_err(), "{changes}");
        }
        assert!(read(serde_json::json!({ "kind": "return", "from": holder, "to": client })).is_ok());
        assert!(read(serde_json::json!({ "due_back": "2026-06-12" })).is_ok());
    }

    #[test]
    fn marks_name_secrecy_class_and_audience() {
        let audience: Title = "移行班".parse().unwrap();
        let personal = BTreeSet::from([InformationKind::Personal]);
        let mut marking = Marking::suggested(Criticality::NotCritical, &personal, audience.clone());
        assert_eq!(marking.line(Lang::Ja), "【秘】関係者：移行班");
        marking.class = Some("機密性2".parse().unwrap());
        assert_eq!(marking.line(Lang::Ja), "【秘】機密性2 ／ 関係者：移行班");
        assert_eq!(marking.line(Lang::En), "[Secret] 機密性2 / for: 移行班");
        let public = BTreeSet::from([InformationKind::PublicOnly]);
        assert_eq!(Marking::suggested(Criticality::NotCritical, &public, audience.clone()).mark, SecrecyMark::Unmarked);
        assert_eq!(Marking::suggested(Criticality::Critical, &public, audience.clone()).mark, SecrecyMark::TopSecret);
        let unknown = BTreeSet::new();
        assert_eq!(Marking::suggested(Criticality::Unjudged, &unknown, audience).mark, SecrecyMark::Secret);
    }

    #[test]
    fn quantities_are_at_least_one() {
        assert!(Quantity::try_from(0).is_err() && Quantity::try_from(Quantity::MAX + 1).is_err());
        assert_eq!(Quantity::try_from(3).unwrap().get(), 3);
        assert!(serde_json::from_str::<Quantity>("0").is_err());
    }
}
