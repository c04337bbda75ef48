//! Ids: a UUIDv7 with a kind prefix in text, from one macro and one registry.

use std::str::FromStr;

use uuid::Uuid;

use crate::{Problem, Words};

const FORM: Words = Words {
    ja: "「eng_」のような頭書きと16進32文字の番号です",
    en: "a prefix such as 'eng_' and 32 hexadecimal digits",
};

fn parse(prefix: &str, text: &str) -> Result<Uuid, Problem> {
    text.strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .filter(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
        .and_then(|rest| Uuid::try_parse(rest).ok())
        .ok_or_else(|| Problem::form(text, FORM))
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident = $prefix:literal;)+) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            #[serde(try_from = "String", into = "String")]
            pub struct $name(Uuid);

            impl $name {
                /// Prefix of the text form.
                pub const PREFIX: &'static str = $prefix;
                /// Wraps a UUID minted from the caller's clock and randomness.
                #[must_use]
                pub const fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
                /// The UUID.
                #[must_use]
                pub const fn uuid(self) -> Uuid { self.0 }
            }
            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    write!(f, "{}_{}", $prefix, self.0.simple())
                }
            }
            impl FromStr for $name {
                type Err = Problem;
                fn from_str(text: &str) -> Result<Self, Problem> { parse($prefix, text).map(Self) }
            }
            impl TryFrom<String> for $name {
                type Error = Problem;
                fn try_from(text: String) -> Result<Self, Problem> { text.parse() }
            }
            impl From<$name> for String {
                fn from(id: $name) -> Self { id.to_string() }
            }
            impl Id for $name {
                fn mint(uuid: Uuid) -> Self { Self(uuid) }
            }
        )+

        /// Every prefix, for the test that none is used twice.
        pub const PREFIXES: &[&str] = &[$($prefix),+];
    };
}

/// Anything the registry below lists.
pub trait Id: std::fmt::Display + Copy {
    /// Makes an id of this kind from a fresh UUIDv7.
    fn mint(uuid: Uuid) -> Self;
}

ids! {
    /// An organisation unit 組織単位.
    UnitId = "unt";
    /// A person 利用者.
    PersonId = "per";
    /// A role given to a person at a unit 役割の付与.
    GrantId = "grt";
    /// A substitution 代理.
    SubstitutionId = "sub";
    /// An engagement 委託案件.
    EngagementId = "eng";
    /// An unfinished questionnaire 下書き.
    DraftId = "dft";
    /// An entry of the register of critical work 付録1の項目.
    EntryId = "ent";
    /// An approval request 承認依頼.
    ApprovalId = "apr";
    /// A waiver of a gate condition 免除.
    WaiverId = "wvr";
    /// A declaration that a gate condition is met 充足の申告.
    DeclarationId = "dcl";
    /// A question to the chief security officer 相談.
    ConsultationId = "cst";
    /// A contractor 委託先.
    ContractorId = "con";
    /// A server-side session.
    SessionId = "ses";
    /// A personal access token.
    TokenId = "tok";
    /// A saved view of a list 保存した絞り込み.
    ViewId = "viw";
    /// An attached file 添付.
    AttachmentId = "att";
    /// A version of a paper 文書.
    DocumentId = "doc";
    /// A questionnaire that was sent 質問票.
    QuestionnaireId = "qst";
    /// Questionnaires sent together 一斉の依頼.
    CampaignId = "cmp";
    /// A link to answer by 回答リンク.
    LinkId = "lnk";
    /// A note on a questionnaire 質問票のやりとり.
    NoteId = "nte";
    /// A file received with an answer 回答のファイル.
    AnswerFileId = "anf";
    /// A client's sheet to be filled in 記入する調査票.
    SheetId = "sht";
    /// A kept check of a draft contract 契約の点検.
    ContractCheckId = "chk";
    /// An entry of the information ledger 授受の記録.
    HandoverId = "hnd";
    /// A named handler of a contractor 作業従事者.
    HandlerId = "hdl";
    /// Access given to a contractor 貸与したアクセス.
    AccessId = "acs";
    /// A request to subcontract 再委託の申請.
    SubcontractId = "sct";
    /// A report schedule 報告の予定.
    ScheduleId = "sch";
    /// A finding 指摘.
    FindingId = "fnd";
    /// A case of poor performance 履行不良の記録.
    ShortfallId = "sfl";
    /// A version of the confirmation document 確認書.
    ConfirmationId = "cnf";
    /// A change the contractor asks for 変更の申出.
    ChangeRequestId = "chg";
    /// A check or an audit 確認・監査.
    AuditId = "aud";
    /// An incident at a contractor 事故.
    IncidentId = "inc";
    /// A selection of a contractor 選定.
    SelectionId = "sel";
    /// An import of a list that is under way 取込み.
    ImportId = "imp";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_unique_and_text_round_trips() {
        let mut seen = PREFIXES.to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), PREFIXES.len());
        let id = EngagementId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(id.to_string().parse::<EngagementId>().unwrap(), id);
        assert!(id.to_string().parse::<UnitId>().is_err());
        assert!("eng_0192".parse::<EngagementId>().is_err());
    }
}
