//! What the register knows of a contractor beyond name and number.

use serde::{Deserialize, Serialize};

use super::Certificate;
use crate::{
    country::Country,
    text::{Line, Memo, Yen},
};

codes! {
    /// Whether work may go to a contractor.
    pub enum ContractorStanding ("取引の状態", "Contractor standing") {
        /// Nothing speaks against it.
        Active = "active" ("取引できる", "Active"),
        /// Only after a look at the reason.
        Watch = "watch" ("注意して取引", "On watch"),
        /// No new work for now.
        Suspended = "suspended" ("新しい委託を停止", "Suspended"),
        /// The relation has ended.
        Ended = "ended" ("取引終了", "Ended"),
    }
}

codes! {
    /// Whether the act on fair dealings with smaller contractors protects it in what we order.
    pub enum FairTradeStanding ("取適法の対象", "Fair trade standing") {
        /// Nobody has looked.
        Unknown = "unknown" ("未確認", "Not checked"),
        /// Protected.
        Protected = "protected" ("中小受託事業者にあたる", "Protected"),
        /// Not protected.
        NotProtected = "not_protected" ("あたらない", "Not protected"),
    }
}

codes! {
    /// What the size of a contractor alone says about that act; a person decides.
    pub enum FairTradeHint ("規模から見た目安", "Fair trade hint") {
        /// Within the largest thresholds: look at kind of work and at our own size.
        Possible = "possible" ("対象になりうる", "Possible"),
        /// Above every threshold.
        Unlikely = "unlikely" ("規模では対象外", "Unlikely"),
        /// Size not known.
        NoData = "no_data" ("規模が不明", "No data"),
    }
}

/// Capital and staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// Capital in yen.
    #[serde(default)]
    pub capital: Option<Yen>,
    /// People it employs all the time.
    #[serde(default)]
    pub employees: Option<u32>,
}

impl Size {
    /// Largest capital at which the act can protect a contractor, in yen.
    pub const CAPITAL: i64 = 300_000_000;
    /// Largest staff at which it can (since January 2026).
    pub const EMPLOYEES: u32 = 300;

    /// What size alone says. Either threshold is enough, so only a contractor above both is unlikely to be protected.
    #[must_use]
    pub fn fair_trade_hint(&self) -> FairTradeHint {
        let small = self.capital.is_some_and(|c| c.get() <= Self::CAPITAL)
            || self.employees.is_some_and(|n| n <= Self::EMPLOYEES);
        match (small, self.capital, self.employees) {
            (true, ..) => FairTradeHint::Possible,
            (false, Some(_), Some(_)) => FairTradeHint::Unlikely,
            (false, ..) => FairTradeHint::NoData,
        }
    }
}

/// What a person found out about that act, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FairTradeAnswer {
    /// The answer.
    pub standing: FairTradeStanding,
    /// What it rests on; needed as soon as there is an answer.
    #[serde(default)]
    pub reason: Memo,
}

impl Default for FairTradeAnswer {
    fn default() -> Self {
        Self { standing: FairTradeStanding::Unknown, reason: Memo::default() }
    }
}

/// A place of the contractor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// What the place is called: head office, data centre.
    #[serde(default)]
    pub name: Line,
    /// The address, with its postal code.
    #[serde(default)]
    pub text: Line,
}

/// Somebody who speaks for the contractor. The same person may do so for several.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    #[serde(default)]
    pub name: Line,
    /// Department and post, or what for.
    #[serde(default)]
    pub post: Line,
    /// Mail address.
    #[serde(default)]
    pub mail: Line,
    /// Telephone.
    #[serde(default)]
    pub telephone: Line,
}

/// A connection or an account given to the contractor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractorConnection {
    /// What: a line, a VPN, an account of a system.
    #[serde(default)]
    pub what: Line,
    /// Who uses it there.
    #[serde(default)]
    pub holder: Line,
    /// Last day.
    #[serde(default)]
    pub until: Option<jiff::civil::Date>,
    /// Anything else, such as how one signs in.
    #[serde(default)]
    pub note: Line,
}

/// Everything beyond name and number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Details {
    /// Reading of the name.
    pub kana: Line,
    /// Name in English.
    pub name_en: Line,
    /// Other names: former ones, those of merged entries, short ones.
    pub aliases: Vec<Line>,
    /// Country of the seat.
    #[serde(with = "crate::country::or_empty")]
    pub country: Option<Country>,
    /// Whether work may go to it.
    pub standing: ContractorStanding,
    /// Why, where something speaks against it.
    pub standing_reason: Memo,
    /// Size.
    pub size: Size,
    /// Whether the act on fair dealings protects it.
    pub fair_trade: FairTradeAnswer,
    /// Its places; the first is the seat.
    pub addresses: Vec<Address>,
    /// Who speaks for it; the first is asked first.
    pub contacts: Vec<Contact>,
    /// Certificates and reports.
    pub certificates: Vec<Certificate>,
    /// Connections and accounts given to it.
    pub connections: Vec<ContractorConnection>,
    /// Anything else.
    pub note: Memo,
}

impl Default for Details {
    fn default() -> Self {
        Self {
            kana: Line::default(),
            name_en: Line::default(),
            aliases: Vec::new(),
            country: None,
            standing: ContractorStanding::Active,
            standing_reason: Memo::default(),
            size: Size::default(),
            fair_trade: FairTradeAnswer::default(),
            addresses: Vec::new(),
            contacts: Vec::new(),
            certificates: Vec::new(),
            connections: Vec::new(),
            note: Memo::default(),
        }
    }
}

impl Details {
    /// The first day on which a certificate ends; what has ended already comes first.
    #[must_use]
    pub fn first_end(&self) -> Option<jiff::civil::Date> {
        self.certificates.iter().filter_map(|c| c.expires).min()
    }
}
