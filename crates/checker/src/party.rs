//! Who is the client and who the vendor, and which word of a sentence means whom.

mod company;
mod count;
mod english;
mod name;
mod side;
mod sign;

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Serialize;

use company::{ADDRESSEES, COMPANY, addressee_is_vendor};
use count::{Counts, EITHER, PAIRS};

pub use side::Side;

use crate::kind::DocumentType;

/// What the contract calls the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parties {
    /// Word for the client, as far as known.
    pub client: Option<String>,
    /// Word for the vendor.
    pub vendor: Option<String>,
}

/// Titles that say the side by themselves.
const CLIENT: &[&str] = &[
    "委託者",
    "発注者",
    "注文者",
    "委託元",
    "委託側",
    "委託する側",
    "発注側",
    "発注元",
    "委託会社",
    "委託機関",
    "委託企業",
    "委託事業者",
    "発注機関",
    "発注企業",
    "発注会社",
    "依頼者",
    "依頼元",
    "注文主",
    "委任者",
    "寄託者",
    "買主",
    "開示者",
    "開示当事者",
    "情報開示者",
    "開示側",
    "情報提供者",
    "貴社",
    "御社",
    "貴殿",
    "貴庁",
    "貴市",
    "貴院",
    "貴組合",
    "貴機構",
    "貴所",
    "貴行",
    "貴法人",
    "貴学",
    "本市",
    "本県",
    "本町",
    "本村",
    "本区",
    "当市",
    "本学",
    "本院",
    "本省",
    "本庁",
    "Client",
    "Customer",
    "CLIENT",
    "Discloser",
    "頼む側",
    "出す側",
    "渡す側",
];
const VENDOR: &[&str] = &[
    "受託者",
    "受注者",
    "請負者",
    "請負人",
    "受託会社",
    "受託事業者",
    "受託機関",
    "受託側",
    "受託企業",
    "受ける側",
    "引き受ける側",
    "受注側",
    "受注会社",
    "受注企業",
    "受注業者",
    "受託業者",
    "業務受託者",
    "ベンダー",
    "ベンダ",
    "受領者",
    "受領当事者",
    "情報受領者",
    "被開示者",
    "被開示当事者",
    "受ける側",
    "受領側",
    "受け取る側",
    "受取側",
    "供給者",
    "売主",
    "サービス提供者",
    "サービス提供事業者",
    "サービス事業者",
    "クラウド事業者",
    "運営者",
    "運営会社",
    "開発者",
    "請負会社",
    "請負業者",
    "受任者",
    "受寄者",
    "私",
    "誓約者",
    "Vendor",
    "Contractor",
    "Supplier",
    "Provider",
    "Recipient",
    "受託先",
    "納入者",
    "指定管理者",
    "保守業者",
    "制作会社",
    "開発会社",
];
/// Words for a customer, which in many contracts mean the client's own customers.
const CUSTOMER: &[&str] = &[
    "契約者",
    "利用者",
    "利用契約者",
    "お客様",
    "お客さま",
    "会員",
    "ユーザー",
    "ユーザ",
    "加入者",
    "申込者",
    "利用企業",
    "導入企業",
    "顧客",
    "ご利用者",
    "利用店舗",
    "利用会社",
];
/// Words for a supplier, which in many contracts mean a subcontractor.
const SUPPLIER: &[&str] = &[
    "委託先",
    "協力会社",
    "取引先",
    "サプライヤー",
    "サプライヤ",
    "パートナー",
    "パートナー企業",
    "提供者",
    "提供事業者",
    "事業者",
];
const BOTH: &[&str] = &[
    "両当事者",
    "各当事者",
    "当事者双方",
    "契約当事者",
    "一方当事者",
    "いずれの当事者",
    "いずれか一方の当事者",
    "一方の当事者",
    "当事者の一方",
    "当事者",
    "甲乙双方",
    "甲乙",
    "甲・乙",
    "双方",
    "両者",
    "相互",
    "本当事者",
    "両社",
    "互い",
    "お互い",
    "どちらの側",
    "いずれの側",
    "いずれか一方",
    "どちらか",
    "一方",
    "他方",
    "両名",
    "Parties",
    "各社",
    "契約を守らなかった側",
    "守らなかった側",
];
const OTHER: &[&str] = &[
    "再委託先",
    "再受託者",
    "再委託者",
    "下請負人",
    "下請事業者",
    "第三者",
    "監督官庁",
    "裁判所",
    "本人",
    "丙",
    "再々委託先",
];
/// Longer words in which a word for somebody means nobody.
const NOBODY: &[&str] = &[
    "当事者間",
    "甲乙協議",
    "契約者データ",
    "利用者データ",
    "利用者情報",
    "契約者情報",
    "会員データ",
    "ユーザ認証",
    "ユーザー認証",
    "ユーザID",
    "ユーザーID",
    "会員リスト",
    "会員制",
    "顧客情報",
    "顧客データ",
    "会員情報",
    "ユーザーデータ",
    "ユーザデータ",
    "お客様データ",
    "お客様情報",
    "私物",
    "私用",
    "私的",
    "私人",
    "私有",
    "公私",
    "私製",
    "利用者ID",
    "利用者権限",
    "利用者認証",
    "利用者識別",
    "利用者登録",
    "乙種",
    "甲種",
    "甲号",
    "顧客満足",
    "利用者名",
    "利用者ごと",
    "一方的",
    "他方で",
    "一方で",
    "双方向",
    "相互接続",
    "利用者数",
    "個人情報提供者",
    "一方から",
    "他方へ",
    "市場",
    "都市",
    "市販",
    "市町村",
    "市民",
    "市内",
    "市区町村",
    "市価",
    "町村",
    "県内",
    "都道府県",
    "町内",
    "村内",
    "市議",
    "県民",
    "町民",
    "発注者支援",
    "委託者名",
    "受託者名",
    "委託先の監督",
    "事業者団体",
    "取引先名",
    "取引先情報",
];

/// The words of one document and their sides.
pub(crate) struct Cast {
    automaton: Option<AhoCorasick>,
    /// For each word its side; none for words that mean nobody.
    sides: Vec<Option<Side>>,
    pub parties: Parties,
    pub mutual: bool,
    english: english::Names,
}

/// A word for somebody in a sentence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Role {
    pub start: usize,
    pub end: usize,
    pub side: Side,
}

/// The texts of a document, with the words for somebody counted.
pub(crate) struct Body<'a> {
    pub preamble: &'a str,
    pub texts: &'a [&'a str],
    pub kind: DocumentType,
    counts: Counts,
}

impl<'a> Body<'a> {
    pub(crate) fn of(preamble: &'a str, texts: &'a [&'a str], kind: DocumentType) -> Self {
        Self { preamble, texts, kind, counts: Counts::of(texts) }
    }

    fn count(&self, word: &str) -> usize {
        self.counts.total(word).unwrap_or_else(|| self.search(word))
    }

    /// How often somebody is the subject.
    fn topics(&self, word: &str) -> usize {
        let counted = self.counts.topics(word);
        counted.unwrap_or_else(|| self.search(&format!("{word}は")) + self.search(&format!("{word}が")))
    }

    fn search(&self, word: &str) -> usize {
        self.texts.iter().map(|text| text.matches(word).count()).sum()
    }
}

impl Cast {
    /// Reads the folded preamble and the folded text of all articles.
    pub(crate) fn of(body: &Body<'_>) -> Self {
        let roles = name::roles(body);
        let mut names = name::names(body);
        names.retain(|n| !roles.iter().any(|(role, _)| *role == n.name));
        let mutual = is_mutual(body) || !roles.is_empty();
        let judged = sign::judge(&names, body, mutual);
        let mut words: BTreeMap<String, Side> = BTreeMap::new();
        for (list, side) in [(CLIENT, Side::Client), (VENDOR, Side::Vendor), (BOTH, Side::Both), (OTHER, Side::Other)] {
            words.extend(list.iter().map(|word| ((*word).to_owned(), side)));
        }
        ambiguous(&mut words, &judged, body);
        words.extend(judged.iter().cloned());
        if mutual {
            for word in [
                "被開示当事者",
                "受ける側",
                "受領者",
                "受領当事者",
                "情報受領者",
                "被開示者",
                "受領側",
                "受け取る側",
                "受取側",
                "Recipient",
            ] {
                words.insert(word.to_owned(), Side::Both);
            }
        }
        for (role, gives) in &roles {
            words.insert(role.clone(), if *gives { Side::Client } else { Side::Both });
        }
        Self::build(&words, &judged, body, mutual)
    }

    fn build(words: &BTreeMap<String, Side>, judged: &[(String, Side)], body: &Body<'_>, mutual: bool) -> Self {
        let mut list: Vec<(String, Option<Side>)> =
            words.iter().map(|(word, side)| (word.clone(), Some(*side))).collect();
        list.extend(NOBODY.iter().filter(|w| !words.contains_key(**w)).map(|w| ((*w).to_owned(), None)));
        let used = |side: Side| -> Vec<String> {
            words
                .iter()
                .filter(|(w, s)| **s == side && body.topics(w) + body.count(w) > 0)
                .map(|(w, _)| w.clone())
                .collect()
        };
        let (clients, vendors) = (used(Side::Client), used(Side::Vendor));
        let joints =
            ["及び", "および", "又は", "または", "並びに", "ならびに", "と", "・", "、", "若しくは", "もしくは", "及"];
        let mut both = |a: &str, b: &str| {
            for joint in joints {
                list.push((format!("{a}{joint}{b}"), Some(Side::Both)));
            }
        };
        both("甲", "乙");
        both("乙", "甲");
        for client in clients.iter().take(12) {
            for vendor in vendors.iter().take(12) {
                both(client, vendor);
                both(vendor, client);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(list.iter().map(|(word, _)| word.as_str()))
            .ok();
        let called = |side: Side| {
            let own =
                judged.iter().filter(|(_, s)| *s == side).max_by_key(|(w, _)| body.topics(w)).map(|(w, _)| w.clone());
            own.or_else(|| used(side).into_iter().filter(|w| body.topics(w) > 0).max_by_key(|w| body.topics(w)))
        };
        let english = english::Names::of(body.preamble, body.texts);
        let parties = Parties {
            client: called(Side::Client).or_else(|| english.called(Side::Client)),
            vendor: called(Side::Vendor).or_else(|| english.called(Side::Vendor)),
        };
        Self { automaton, sides: list.iter().map(|(_, side)| *side).collect(), parties, mutual, english }
    }

    /// Every word for somebody in an English text.
    pub(crate) fn english(&self, text: &str) -> Vec<Role> {
        self.english.roles(text)
    }

    /// Every word for somebody in a text, longest first, in order.
    pub(crate) fn roles(&self, text: &str) -> Vec<Role> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        automaton
            .find_iter(text)
            .filter_map(|m| {
                let side = (*self.sides.get(m.pattern().as_usize())?)?;
                Some(Role { start: m.start(), end: m.end(), side })
            })
            .collect()
    }
}

/// Customers and suppliers stand for a side only where nobody else does.
fn ambiguous(words: &mut BTreeMap<String, Side>, judged: &[(String, Side)], body: &Body<'_>) {
    let known = |side: Side, titles: &[&str]| {
        judged.iter().any(|(_, s)| *s == side) || titles.iter().any(|w| body.topics(w) > 1)
    };
    let orders = addressee_is_vendor(body);
    let has_client = known(Side::Client, CLIENT) && !orders;
    let has_vendor = known(Side::Vendor, VENDOR) || orders;
    if orders {
        words.extend(ADDRESSEES.iter().map(|word| ((*word).to_owned(), Side::Vendor)));
    }
    for word in CUSTOMER.iter().filter(|w| body.topics(w) > 0) {
        if !has_client {
            words.insert((*word).to_owned(), Side::Client);
        }
    }
    let customers: usize = CUSTOMER.iter().map(|w| body.topics(w)).sum();
    let suppliers: usize = SUPPLIER.iter().map(|w| body.topics(w)).sum();
    for word in COMPANY.iter().filter(|w| !judged.iter().any(|(n, _)| n == *w)) {
        let side = match (has_client, has_vendor) {
            (true, false) => Side::Vendor,
            (false, true) => Side::Client,
            _ if suppliers > customers && !has_vendor => Side::Client,
            _ => Side::Vendor,
        };
        words.insert((*word).to_owned(), side);
    }
    let company_is_client = COMPANY.iter().any(|w| body.count(w) > 0 && words.get(*w) == Some(&Side::Client));
    if company_is_client && (!has_vendor || orders) {
        for word in SUPPLIER.iter().chain(&["貴社", "御社"]) {
            words.insert((*word).to_owned(), Side::Vendor);
        }
    } else if !judged.iter().any(|(n, _)| n == "委託先") {
        words.insert("委託先".to_owned(), Side::Other);
    }
}

/// 「甲及び乙」 or 開示者/受領者 used of either side.
fn is_mutual(body: &Body<'_>) -> bool {
    PAIRS.iter().any(|w| body.count(w) > 0) && EITHER.iter().any(|w| body.count(w) > 0)
}
