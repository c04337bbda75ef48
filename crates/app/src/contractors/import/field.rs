//! What a column of a list of contractors can mean: how lists call it, how a contractor says it.

use domain::{
    FieldError, Lang,
    contractor::{CertificateKind, ContractorStanding, FairTradeStanding, RawCertificate, RawDetails},
    fold::fold,
};

use crate::contractors::ContractorFields;

domain::codes! {
    /// What a column means.
    pub enum ImportField ("取り込む項目", "Import field") {
        /// Id in this register; for lists that come back.
        Id = "id" ("登録ID", "Register id"),
        /// Full name.
        Name = "name" ("名前", "Name"),
        /// Corporate number.
        Number = "corporate_number" ("法人番号", "Corporate number"),
        /// Reading of the name.
        Kana = "kana" ("名前の読み", "Reading"),
        /// Name in English.
        NameEn = "name_en" ("英語の名前", "English name"),
        /// Other names, one a line.
        Aliases = "aliases" ("別名", "Other names"),
        /// Country.
        Country = "country" ("本店の国", "Country"),
        /// Address of the seat.
        Address = "address" ("所在地", "Address"),
        /// Standing.
        Standing = "standing" ("取引の状態", "Contractor standing"),
        /// Why.
        StandingReason = "standing_reason" ("状態の理由", "Reason of the standing"),
        /// Capital.
        Capital = "capital" ("資本金（円）", "Capital (yen)"),
        /// Employees.
        Employees = "employees" ("従業員数", "Employees"),
        /// Standing under the act on fair dealings.
        FairTrade = "fair_trade" ("取適法の対象", "Fair trade standing"),
        /// What it rests on.
        FairTradeReason = "fair_trade_reason" ("取適法の判断の根拠", "Reason of the fair trade standing"),
        /// First contact.
        ContactName = "contact_name" ("窓口の名前", "Contact"),
        /// Its post.
        ContactPost = "contact_post" ("窓口の部署・役職", "Contact's post"),
        /// Its mail.
        ContactMail = "contact_mail" ("窓口のメール", "Contact's mail"),
        /// Its telephone.
        ContactTelephone = "contact_telephone" ("窓口の電話", "Contact's telephone"),
        /// Number of the ISMS certificate.
        IsmsNumber = "isms_number" ("ISMS登録番号", "ISMS number"),
        /// Its scope.
        IsmsScope = "isms_scope" ("ISMS適用範囲", "ISMS scope"),
        /// Its sites.
        IsmsSites = "isms_sites" ("ISMS対象拠点", "ISMS sites"),
        /// Its end.
        IsmsExpires = "isms_expires" ("ISMS有効期限", "ISMS in force until"),
        /// Number of the privacy mark.
        MarkNumber = "privacy_mark_number" ("Pマーク番号", "PrivacyMark number"),
        /// Its end.
        MarkExpires = "privacy_mark_expires" ("Pマーク有効期限", "PrivacyMark in force until"),
        /// Stars of the SCS evaluation.
        ScsLevel = "scs_level" ("SCSの★", "SCS stars"),
        /// Its scope.
        ScsScope = "scs_scope" ("SCSの対象範囲", "SCS scope"),
        /// Its end.
        ScsExpires = "scs_expires" ("SCSの有効期限", "SCS in force until"),
        /// Stars of SECURITY ACTION.
        ActionStars = "security_action_stars" ("SECURITY ACTIONの★", "SECURITY ACTION stars"),
        /// Its id.
        ActionId = "security_action_id" ("SECURITY ACTION自己宣言ID", "SECURITY ACTION id"),
        /// Note.
        Note = "note" ("メモ", "Note"),
    }
}

use ImportField as F;

/// Words by which lists call a column, besides our own labels; the longer a word, the more it says.
const CALLED: &[(F, &[&str])] = &[
    (F::Id, &["登録id", "contractor id"]),
    (
        F::Name,
        &[
            "委託先名称",
            "委託先名",
            "委託先",
            "取引先名",
            "取引先",
            "会社名",
            "法人名",
            "企業名",
            "事業者名",
            "業者名",
            "商号",
            "社名",
            "名称",
            "vendor name",
            "vendor",
            "company name",
            "company",
            "supplier",
            "contractor",
        ],
    ),
    (F::Number, &["法人番号", "corporate no", "houjin"]),
    (F::Kana, &["フリガナ", "ふりがな", "カナ", "読み", "ヨミ"]),
    (F::NameEn, &["英語名", "英文名", "英文商号", "english"]),
    (F::Aliases, &["別名", "旧社名", "略称", "alias"]),
    (F::Country, &["国名", "所在国", "国", "country"]),
    (F::Address, &["本社所在地", "所在地", "住所", "address"]),
    (F::Standing, &["取引状態", "取引状況", "取引区分", "ステータス", "status"]),
    (F::StandingReason, &["停止理由", "状態の理由"]),
    (F::Capital, &["資本金", "capital"]),
    (F::Employees, &["従業員数", "従業員", "社員数", "人数", "employees", "headcount"]),
    (F::FairTrade, &["取適法", "下請法", "中小受託"]),
    (F::FairTradeReason, &["取適法の根拠", "取適法判断"]),
    (F::ContactName, &["担当者名", "担当者", "窓口", "責任者", "contact"]),
    (F::ContactPost, &["担当部署", "部署", "役職", "department"]),
    (F::ContactMail, &["メールアドレス", "メール", "e-mail", "email", "mail"]),
    (F::ContactTelephone, &["電話番号", "電話", "tel", "phone"]),
    (F::IsmsNumber, &["isms登録番号", "isms番号", "isms認証番号", "isms認証", "iso27001", "isms"]),
    (F::IsmsScope, &["isms適用範囲", "isms範囲", "適用範囲", "登録範囲"]),
    (F::IsmsSites, &["isms拠点", "対象拠点", "登録拠点"]),
    (F::IsmsExpires, &["isms有効期限", "isms期限"]),
    (F::MarkNumber, &["pマーク番号", "プライバシーマーク番号", "pマーク登録番号", "プライバシーマーク", "pマーク"]),
    (F::MarkExpires, &["pマーク有効期限", "pマーク期限", "プライバシーマーク有効期限"]),
    (F::ScsLevel, &["scs評価", "scs★", "scs"]),
    (F::ScsScope, &["scs範囲", "scs対象"]),
    (F::ScsExpires, &["scs期限", "scs有効期限"]),
    (F::ActionStars, &["security action星", "security action★"]),
    (F::ActionId, &["security action", "セキュリティアクション", "自己宣言id"]),
    (F::Note, &["備考", "特記", "メモ", "remark", "note"]),
];

impl ImportField {
    /// What a head most likely means, and how sure that is: 1000 for our own word, else the length of the word met.
    #[must_use]
    pub fn guess(head: &str) -> Option<(Self, usize)> {
        let head = fold(head);
        if head.is_empty() || head.chars().count() > 40 {
            return None;
        }
        let own = |f: &&F| Lang::ALL.iter().any(|lang| fold(f.label(*lang)) == head) || f.code() == head;
        if let Some(field) = Self::ALL.iter().find(own) {
            return Some((*field, 1000));
        }
        let mut best: Option<(Self, usize)> = None;
        for (field, words) in CALLED {
            for word in words.iter().map(|w| fold(w)) {
                let length = word.chars().count();
                let score = if head == word { length.saturating_add(500) } else { length };
                if head.contains(&word) && best.is_none_or(|(_, most)| score > most) {
                    best = Some((*field, score));
                }
            }
        }
        best
    }

    /// Whether its cells hold days.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(self, F::IsmsExpires | F::MarkExpires | F::ScsExpires)
    }

    /// Whether its cells hold whole numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, F::Capital | F::Employees)
    }
}

const ISMS: &[CertificateKind] = &[CertificateKind::Isms];
const MARK: &[CertificateKind] = &[CertificateKind::PrivacyMark];
const SCS: &[CertificateKind] = &[CertificateKind::Scs4, CertificateKind::Scs3];
const ACTION: &[CertificateKind] = &[CertificateKind::SecurityAction2, CertificateKind::SecurityAction1];

/// The certificate a field speaks of: the first of the kinds, in their order.
fn position(details: &RawDetails, kinds: &[CertificateKind]) -> Option<usize> {
    kinds.iter().find_map(|kind| details.certificates.iter().position(|c| c.kind == kind.code()))
}

fn certificate<'d>(details: &'d mut RawDetails, kinds: &[CertificateKind]) -> Option<&'d mut RawCertificate> {
    let at = position(details, kinds).unwrap_or_else(|| {
        let kind = kinds.last().map_or("", |kind| kind.code());
        details.certificates.push(RawCertificate { kind: kind.to_owned(), ..RawCertificate::default() });
        details.certificates.len().saturating_sub(1)
    });
    details.certificates.get_mut(at)
}

/// A code where the text is its label in either language; otherwise the text itself, to be refused by name.
fn coded(text: &str, labels: impl Iterator<Item = (&'static str, domain::Words)>) -> String {
    let wanted = fold(text);
    let mut labels = labels;
    let found =
        labels.find(|(code, words)| fold(words.ja) == wanted || fold(words.en) == wanted || fold(code) == wanted);
    found.map_or_else(|| text.to_owned(), |(code, _)| code.to_owned())
}

fn stars(text: &str, kinds: [(char, CertificateKind); 2]) -> String {
    let folded = fold(text);
    let star = |c: char| match c {
        '一' | 'ⅰ' => '1',
        '二' | 'ⅱ' => '2',
        c => c,
    };
    let found = folded.chars().rev().map(star).find_map(|c| kinds.iter().find(|(n, _)| *n == c));
    found.map_or_else(|| text.to_owned(), |(_, kind)| kind.code().to_owned())
}

/// The label of a code in a language; what is none stays.
fn labelled(code: &str, lang: Lang, labels: impl Iterator<Item = (&'static str, domain::Words)>) -> String {
    let mut labels = labels;
    labels.find(|(known, _)| *known == code).map_or_else(|| code.to_owned(), |(_, words)| words.get(lang).to_owned())
}

fn standings() -> impl Iterator<Item = (&'static str, domain::Words)> {
    ContractorStanding::ALL.iter().map(|s| (s.code(), s.words()))
}
fn fair_trades() -> impl Iterator<Item = (&'static str, domain::Words)> {
    FairTradeStanding::ALL.iter().map(|s| (s.code(), s.words()))
}

/// Writes what a cell says into a contractor; an empty cell leaves what is there.
pub(super) fn put(fields: &mut ContractorFields, field: F, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let owned = || text.to_owned();
    let d = &mut fields.details;
    let first_contact = |d: &mut RawDetails| {
        if d.contacts.is_empty() {
            d.contacts.push(domain::contractor::RawContact::default());
        }
    };
    match field {
        F::Id => {}
        F::Name => fields.name = owned(),
        F::Number => fields.corporate_number = owned(),
        F::Kana => d.kana = owned(),
        F::NameEn => d.name_en = owned(),
        F::Aliases => d.aliases = owned(),
        F::Country => d.country = owned(),
        F::Address => match d.addresses.first_mut() {
            Some(first) => first.text = owned(),
            None => d.addresses.push(domain::contractor::RawAddress { text: owned(), ..Default::default() }),
        },
        F::Standing => d.standing = coded(text, standings()),
        F::StandingReason => d.standing_reason = owned(),
        F::Capital => d.capital = owned(),
        F::Employees => d.employees = owned(),
        F::FairTrade => d.fair_trade = coded(text, fair_trades()),
        F::FairTradeReason => d.fair_trade_reason = owned(),
        F::ContactName | F::ContactPost | F::ContactMail | F::ContactTelephone => {
            first_contact(d);
            if let Some(first) = d.contacts.first_mut() {
                match field {
                    F::ContactName => first.name = owned(),
                    F::ContactPost => first.post = owned(),
                    F::ContactMail => first.mail = owned(),
                    _ => first.telephone = owned(),
                }
            }
        }
        F::Note => d.note = owned(),
        _ => put_certificate(d, field, text),
    }
}

fn put_certificate(d: &mut RawDetails, field: F, text: &str) {
    let Some((kinds, _)) = certificate_of(field) else { return };
    let Some(one) = certificate(d, kinds) else { return };
    let text = text.to_owned();
    match field {
        F::IsmsNumber | F::MarkNumber | F::ActionId => one.number = text,
        F::IsmsScope | F::ScsScope => one.scope = text,
        F::IsmsSites => one.sites = text,
        F::IsmsExpires | F::MarkExpires | F::ScsExpires => one.expires = text,
        F::ScsLevel => one.kind = stars(&text, [('3', CertificateKind::Scs3), ('4', CertificateKind::Scs4)]),
        F::ActionStars => {
            one.kind = stars(&text, [('1', CertificateKind::SecurityAction1), ('2', CertificateKind::SecurityAction2)]);
        }
        _ => {}
    }
}

/// The certificate a field speaks of, and the part of it.
const fn certificate_of(field: F) -> Option<(&'static [CertificateKind], &'static str)> {
    Some(match field {
        F::IsmsNumber => (ISMS, "number"),
        F::IsmsScope => (ISMS, "scope"),
        F::IsmsSites => (ISMS, "sites"),
        F::IsmsExpires => (ISMS, "expires"),
        F::MarkNumber => (MARK, "number"),
        F::MarkExpires => (MARK, "expires"),
        F::ScsLevel => (SCS, "kind"),
        F::ScsScope => (SCS, "scope"),
        F::ScsExpires => (SCS, "expires"),
        F::ActionStars => (ACTION, "kind"),
        F::ActionId => (ACTION, "number"),
        _ => return None,
    })
}

/// What a contractor says for a column.
pub(in crate::contractors) fn get(fields: &ContractorFields, field: F, lang: Lang) -> String {
    let d = &fields.details;
    let contact = d.contacts.first();
    if let Some((kinds, part)) = certificate_of(field) {
        let Some(one) = position(d, kinds).and_then(|at| d.certificates.get(at)) else { return String::new() };
        return match (field, part) {
            (F::ScsLevel, _) => if one.kind == CertificateKind::Scs4.code() { "★4" } else { "★3" }.to_owned(),
            (F::ActionStars, _) => {
                if one.kind == CertificateKind::SecurityAction2.code() { "★2" } else { "★1" }.to_owned()
            }
            (_, "number") => one.number.clone(),
            (_, "scope") => one.scope.clone(),
            (_, "sites") => one.sites.clone(),
            _ => one.expires.clone(),
        };
    }
    match field {
        F::Name => fields.name.clone(),
        F::Number => fields.corporate_number.clone(),
        F::Kana => d.kana.clone(),
        F::NameEn => d.name_en.clone(),
        F::Aliases => d.aliases.clone(),
        F::Country => d.country.clone(),
        F::Address => d.addresses.first().map(|a| a.text.clone()).unwrap_or_default(),
        F::Standing => labelled(&d.standing, lang, standings()),
        F::StandingReason => d.standing_reason.clone(),
        F::Capital => d.capital.clone(),
        F::Employees => d.employees.clone(),
        F::FairTrade => labelled(&d.fair_trade, lang, fair_trades()),
        F::FairTradeReason => d.fair_trade_reason.clone(),
        F::ContactName => contact.map(|c| c.name.clone()).unwrap_or_default(),
        F::ContactPost => contact.map(|c| c.post.clone()).unwrap_or_default(),
        F::ContactMail => contact.map(|c| c.mail.clone()).unwrap_or_default(),
        F::ContactTelephone => contact.map(|c| c.telephone.clone()).unwrap_or_default(),
        F::Note => d.note.clone(),
        _ => String::new(),
    }
}

/// The column a refused value came from.
pub(super) fn blamed(fields: &ContractorFields, error: &FieldError) -> F {
    let name = error.field.as_str();
    let part = name.rsplit_once('.').map_or(name, |(_, part)| part);
    if let Some(rest) = name.strip_prefix("certificates[") {
        let index: usize = rest.split(']').next().and_then(|i| i.parse().ok()).unwrap_or(usize::MAX);
        let kind = fields.details.certificates.get(index).map_or("", |c| c.kind.as_str());
        let of =
            |f: &&F| certificate_of(**f).is_some_and(|(kinds, p)| p == part && kinds.iter().any(|k| k.code() == kind));
        // an unknown kind comes from a column of stars
        let unknown = if kind.contains("scs") { F::ScsLevel } else { F::ActionStars };
        return F::ALL.iter().find(of).copied().unwrap_or(unknown);
    }
    if name.starts_with("contacts[") {
        return match part {
            "name" => F::ContactName,
            "post" => F::ContactPost,
            "telephone" => F::ContactTelephone,
            _ => F::ContactMail,
        };
    }
    if name.starts_with("addresses[") {
        return F::Address;
    }
    F::ALL.iter().find(|f| f.code() == name).copied().unwrap_or(F::Name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_real_lists_are_understood() {
        let cases = [
            ("委託先名", F::Name),
            ("会社名（正式名称）", F::Name),
            ("フリガナ", F::Kana),
            ("法人番号(13桁)", F::Number),
            ("本社所在地", F::Address),
            ("ご担当者名", F::ContactName),
            ("Ｅメール", F::ContactMail),
            ("ＩＳＭＳ登録番号", F::IsmsNumber),
            ("ISMS有効期限", F::IsmsExpires),
            ("プライバシーマーク", F::MarkNumber),
            ("資本金(円)", F::Capital),
            ("下請法対象", F::FairTrade),
            ("SECURITY ACTION", F::ActionId),
            ("備考欄", F::Note),
            ("Vendor", F::Name),
        ];
        for (head, field) in cases {
            assert_eq!(ImportField::guess(head).map(|(f, _)| f), Some(field), "{head}");
        }
        for head in ["", "No.", "契約日", "金額"] {
            assert_eq!(ImportField::guess(head), None, "{head}");
        }
    }

    #[test]
    fn our_own_heads_mean_themselves() {
        for field in F::ALL {
            for lang in Lang::ALL {
                assert_eq!(ImportField::guess(field.label(*lang)), Some((*field, 1000)), "{field}");
            }
        }
    }

    #[test]
    fn what_is_put_is_got_back() {
        let mut fields = ContractorFields::default();
        let said = [
            (F::Name, "霧沢電算", "霧沢電算"),
            (F::Standing, "新しい委託を停止", "新しい委託を停止"),
            (F::FairTrade, "protected", "中小受託事業者にあたる"),
            (F::IsmsScope, "運用", "運用"),
            (F::ScsLevel, "SCS ★4", "★4"),
            (F::ScsExpires, "2027-03-31", "2027-03-31"),
            (F::ActionStars, "二つ星", "★2"),
            (F::ActionId, "51234567890", "51234567890"),
            (F::ContactMail, "a@example.jp", "a@example.jp"),
            (F::Address, "東京都", "東京都"),
        ];
        for (field, typed, _) in said {
            put(&mut fields, field, typed);
            put(&mut fields, field, "  ");
        }
        for (field, _, shown) in said {
            assert_eq!(get(&fields, field, Lang::Ja), shown, "{field}");
        }
        assert_eq!(fields.details.certificates.len(), 3);
    }
}
