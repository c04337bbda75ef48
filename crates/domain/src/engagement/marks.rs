//! What lists show of an engagement at a glance: seals, and what falls due next.

use super::{Answer, Connection, Criticality, InformationKind, Place, RawFacts};

codes! {
    /// A mark in lists 印: what makes this engagement delicate, at a glance.
    pub enum Seal ("印", "Seal") {
        /// 個
        Personal = "personal" ("個人データ", "Personal data"),
        /// 特
        MyNumber = "my_number" ("特定個人情報", "Individual number"),
        /// 秘
        Secret = "secret" ("秘密情報", "Secret information"),
        /// 遠
        Remote = "remote" ("遠隔接続", "Remote connection"),
        /// 再
        Subcontracting = "subcontracting" ("再委託", "Subcontracting"),
        /// 雲
        Cloud = "cloud" ("クラウド", "Cloud"),
        /// 国
        Abroad = "abroad" ("国外", "Abroad"),
        /// 危
        Critical = "critical" ("危機的な情報", "Critical information"),
        /// 未
        Unknown = "unknown" ("未確認の点あり", "Something not yet known"),
    }
}

impl Seal {
    /// One character for Japanese tables, two letters for English ones.
    #[must_use]
    pub const fn mark(self) -> crate::Words {
        let (ja, en) = match self {
            Self::Personal => ("個", "Pd"),
            Self::MyNumber => ("特", "In"),
            Self::Secret => ("秘", "Se"),
            Self::Remote => ("遠", "Re"),
            Self::Subcontracting => ("再", "Su"),
            Self::Cloud => ("雲", "Cl"),
            Self::Abroad => ("国", "Ab"),
            Self::Critical => ("危", "Cr"),
            Self::Unknown => ("未", "Un"),
        };
        crate::Words { ja, en }
    }

    /// A bit of its own, for storage.
    #[must_use]
    pub fn bit(self) -> i64 {
        Self::ALL
            .iter()
            .position(|s| *s == self)
            .map_or(0, |i| 1i64.checked_shl(u32::try_from(i).unwrap_or(63)).unwrap_or(0))
    }

    /// The seals of a stored number.
    #[must_use]
    pub fn of_bits(bits: i64) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|s| bits & s.bit() != 0).collect()
    }
}

impl RawFacts {
    /// The seals of these facts.
    #[must_use]
    pub fn seals(&self) -> Vec<Seal> {
        use InformationKind as K;
        let has = |k| self.information.contains(&k);
        let unknown = has(K::Unknown)
            || self.places.contains(&Place::Unknown)
            || self.connection == Connection::Unknown
            || self.items.iter().any(|i| i.criticality == Criticality::Unjudged);
        let on = |seal: &Seal| match seal {
            Seal::Personal => has(K::Personal) || has(K::MyNumber),
            Seal::MyNumber => has(K::MyNumber),
            Seal::Secret => {
                [K::BusinessSecret, K::EntrustedByOthers, K::SystemSecurity, K::Technical, K::Tax, K::Financial]
                    .into_iter()
                    .any(has)
            }
            Seal::Remote => self.connection == Connection::Remote,
            Seal::Subcontracting => self.subcontracting == Answer::Yes,
            Seal::Cloud => self.is_cloud(),
            Seal::Abroad => self.places.contains(&Place::Abroad),
            Seal::Critical => self.items.iter().any(|i| i.criticality == Criticality::Critical),
            Seal::Unknown => unknown,
        };
        Seal::ALL.iter().copied().filter(on).collect()
    }
}

codes! {
    /// What falls due next.
    #[derive(Default)]
    pub enum DueKind ("次の期限", "Next due") {
        /// The work begins.
        Start = "start" ("開始予定", "Starts"),
        /// The work ends.
        End = "end" ("満了", "Ends"),
        /// The exception permit ends.
        PermitEnds = "permit_ends" ("許可の期限", "Permit ends"),
        /// A waiver ends.
        WaiverEnds = "waiver_ends" ("免除の期限", "Waiver ends"),
        /// Nothing.
        #[default]
        Nothing = "nothing" ("期限なし", "Nothing due"),
    }
}
