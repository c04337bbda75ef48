//! What a form, a program or a table says of a contractor: texts, before they are checked.

use serde::{Deserialize, Serialize};

use super::{
    Address, Certificate, Contact, ContractorConnection, ContractorStanding, Details, FairTradeAnswer,
    FairTradeStanding, Size, certificate::security_action_id,
};
use crate::{
    FieldError, Problem, Words,
    calendar::parse_date,
    country::Country,
    problem::Problems,
    text::{Line, Memo, Yen, parse_integer},
};

/// A place, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawAddress {
    /// What it is called.
    pub name: String,
    /// The address.
    pub text: String,
}

/// Somebody who speaks for it, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawContact {
    /// Name.
    pub name: String,
    /// Department and post.
    pub post: String,
    /// Mail address.
    pub mail: String,
    /// Telephone.
    pub telephone: String,
}

/// A certificate, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCertificate {
    /// Code of its kind.
    pub kind: String,
    /// Number.
    pub number: String,
    /// Scope.
    pub scope: String,
    /// Sites, one a line.
    pub sites: String,
    /// Who assessed.
    pub assessor: String,
    /// From when.
    pub issued: String,
    /// Last day.
    pub expires: String,
    /// Note.
    pub note: String,
}

/// A connection, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawConnection {
    /// What.
    pub what: String,
    /// Who uses it.
    pub holder: String,
    /// Last day.
    pub until: String,
    /// Note.
    pub note: String,
}

/// Everything beyond name and number, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawDetails {
    /// Reading of the name.
    pub kana: String,
    /// Name in English.
    pub name_en: String,
    /// Other names, one a line.
    pub aliases: String,
    /// Country, two letters.
    pub country: String,
    /// Code of the standing; empty for active.
    pub standing: String,
    /// Why.
    pub standing_reason: String,
    /// Capital in yen.
    pub capital: String,
    /// Employees.
    pub employees: String,
    /// Code of the standing under the act on fair dealings; empty for not checked.
    pub fair_trade: String,
    /// What that rests on.
    pub fair_trade_reason: String,
    /// Places.
    pub addresses: Vec<RawAddress>,
    /// Contacts.
    pub contacts: Vec<RawContact>,
    /// Certificates.
    pub certificates: Vec<RawCertificate>,
    /// Connections.
    pub connections: Vec<RawConnection>,
    /// Anything else.
    pub note: String,
}

/// Most rows of each list.
const MOST: usize = 100;

fn lines(problems: &mut Problems, field: &str, text: &str) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    for one in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if let Some(line) = problems.keep::<Line>(field, one.parse()).filter(|line| !out.contains(line)) {
            out.push(line);
        }
    }
    too_many(problems, field, out.len());
    out
}

fn too_many(problems: &mut Problems, field: &str, n: usize) {
    if n > MOST {
        let max = i64::try_from(MOST).unwrap_or(i64::MAX);
        problems.add(FieldError::new(field, Problem::OutOfRange { value: n.to_string(), min: 0, max }));
    }
}

fn text<T: std::str::FromStr<Err = Problem> + Default>(problems: &mut Problems, field: &str, text: &str) -> T {
    problems.keep(field, text.parse()).unwrap_or_default()
}

fn code<T: std::str::FromStr<Err = Problem>>(problems: &mut Problems, field: &str, text: &str, default: T) -> T {
    if text.trim().is_empty() { default } else { problems.keep(field, text.trim().parse()).unwrap_or(default) }
}

fn day(problems: &mut Problems, field: &str, text: &str) -> Option<jiff::civil::Date> {
    if text.trim().is_empty() { None } else { problems.keep(field, parse_date(text)) }
}

fn mail(problems: &mut Problems, field: &str, text: &str) -> Line {
    let line: Line = self::text(problems, field, text);
    let is_mail = |t: &str| {
        t.split_once('@').is_some_and(|(who, host)| {
            !who.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        }) && !t.contains(char::is_whitespace)
    };
    if !line.as_str().is_empty() && !is_mail(line.as_str()) {
        let form = Words {
            ja: "「名前@example.jp」の形のメールアドレスです",
            en: "a mail address such as name@example.jp",
        };
        problems.add(FieldError::new(field, Problem::form(text, form)));
    }
    line
}

fn size(problems: &mut Problems, capital: &str, employees: &str) -> Size {
    let capital = problems.optional::<Yen>("capital", capital);
    let employees = if employees.trim().is_empty() {
        None
    } else {
        let read = parse_integer(employees).and_then(|n| {
            let max = 10_000_000;
            let out = Problem::OutOfRange { value: n.to_string(), min: 0, max };
            u32::try_from(n).ok().filter(|n| i64::from(*n) <= max).ok_or(out)
        });
        problems.keep("employees", read)
    };
    Size { capital, employees }
}

impl RawCertificate {
    fn is_empty(&self) -> bool {
        let Self { kind: _, number, scope, sites, assessor, issued, expires, note } = self;
        [number, scope, sites, assessor, issued, expires, note].iter().all(|t| t.trim().is_empty())
    }

    fn check(&self, problems: &mut Problems, at: &str) -> Option<Certificate> {
        let field = |name: &str| format!("{at}.{name}");
        let kind = problems.required::<super::CertificateKind>(&field("kind"), self.kind.trim());
        let number = match kind {
            Some(kind) if kind.is_security_action() && !self.number.trim().is_empty() => {
                problems.keep(&field("number"), security_action_id(&self.number)).unwrap_or_default()
            }
            _ => text(problems, &field("number"), &self.number),
        };
        let issued = day(problems, &field("issued"), &self.issued);
        let expires = day(problems, &field("expires"), &self.expires);
        if let (Some(from), Some(end)) = (issued, expires)
            && end < from
        {
            let problem = Problem::Before { value: end.to_string(), bound: from.to_string() };
            problems.add(FieldError::new(field("expires"), problem));
        }
        Some(Certificate {
            number,
            scope: text(problems, &field("scope"), &self.scope),
            sites: lines(problems, &field("sites"), &self.sites),
            assessor: text(problems, &field("assessor"), &self.assessor),
            issued,
            expires,
            note: text(problems, &field("note"), &self.note),
            kind: kind?,
        })
    }
}

impl RawDetails {
    /// Checks everything; what is wrong is noted under the name of its field, and rows that say nothing are left out.
    pub fn check(&self, problems: &mut Problems) -> Details {
        let mut details = Details {
            kana: text(problems, "kana", &self.kana),
            name_en: text(problems, "name_en", &self.name_en),
            aliases: lines(problems, "aliases", &self.aliases),
            country: problems.optional("country", &self.country),
            standing: code(problems, "standing", &self.standing, ContractorStanding::Active),
            standing_reason: text(problems, "standing_reason", &self.standing_reason),
            size: size(problems, &self.capital, &self.employees),
            fair_trade: FairTradeAnswer {
                standing: code(problems, "fair_trade", &self.fair_trade, FairTradeStanding::Unknown),
                reason: text(problems, "fair_trade_reason", &self.fair_trade_reason),
            },
            note: text::<Memo>(problems, "note", &self.note),
            ..Details::default()
        };
        if details.standing != ContractorStanding::Active && details.standing_reason.as_str().is_empty() {
            problems.add(FieldError::new("standing_reason", Problem::Missing));
        }
        if details.fair_trade.standing != FairTradeStanding::Unknown && details.fair_trade.reason.as_str().is_empty() {
            problems.add(FieldError::new("fair_trade_reason", Problem::Missing));
        }
        self.rows(problems, &mut details);
        details
    }

    fn rows(&self, problems: &mut Problems, details: &mut Details) {
        for (i, raw) in self.addresses.iter().enumerate() {
            let one = Address {
                name: text(problems, &format!("addresses[{i}].name"), &raw.name),
                text: text(problems, &format!("addresses[{i}].text"), &raw.text),
            };
            details.addresses.extend((one != Address::default()).then_some(one));
        }
        for (i, raw) in self.contacts.iter().enumerate() {
            let one = Contact {
                name: text(problems, &format!("contacts[{i}].name"), &raw.name),
                post: text(problems, &format!("contacts[{i}].post"), &raw.post),
                mail: mail(problems, &format!("contacts[{i}].mail"), &raw.mail),
                telephone: text(problems, &format!("contacts[{i}].telephone"), &raw.telephone),
            };
            details.contacts.extend((one != Contact::default()).then_some(one));
        }
        for (i, raw) in self.certificates.iter().enumerate().filter(|(_, raw)| !raw.is_empty()) {
            details.certificates.extend(raw.check(problems, &format!("certificates[{i}]")));
        }
        for (i, raw) in self.connections.iter().enumerate() {
            let one = ContractorConnection {
                what: text(problems, &format!("connections[{i}].what"), &raw.what),
                holder: text(problems, &format!("connections[{i}].holder"), &raw.holder),
                until: day(problems, &format!("connections[{i}].until"), &raw.until),
                note: text(problems, &format!("connections[{i}].note"), &raw.note),
            };
            details.connections.extend((one != ContractorConnection::default()).then_some(one));
        }
        too_many(problems, "addresses", details.addresses.len());
        too_many(problems, "contacts", details.contacts.len());
        too_many(problems, "certificates", details.certificates.len());
        too_many(problems, "connections", details.connections.len());
    }
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(Line::as_str).collect::<Vec<_>>().join("\n")
}

fn said<T: ToString>(value: Option<T>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

impl From<&Details> for RawDetails {
    /// As it would be typed; checking it gives the same details again.
    fn from(d: &Details) -> Self {
        let certificate = |c: &Certificate| RawCertificate {
            kind: c.kind.code().to_owned(),
            number: c.number.to_string(),
            scope: c.scope.to_string(),
            sites: joined(&c.sites),
            assessor: c.assessor.to_string(),
            issued: said(c.issued),
            expires: said(c.expires),
            note: c.note.to_string(),
        };
        let contact = |c: &Contact| RawContact {
            name: c.name.to_string(),
            post: c.post.to_string(),
            mail: c.mail.to_string(),
            telephone: c.telephone.to_string(),
        };
        let connection = |c: &ContractorConnection| RawConnection {
            what: c.what.to_string(),
            holder: c.holder.to_string(),
            until: said(c.until),
            note: c.note.to_string(),
        };
        let address = |a: &Address| RawAddress { name: a.name.to_string(), text: a.text.to_string() };
        Self {
            kana: d.kana.to_string(),
            name_en: d.name_en.to_string(),
            aliases: joined(&d.aliases),
            country: d.country.map(Country::code).unwrap_or_default(),
            standing: d.standing.code().to_owned(),
            standing_reason: d.standing_reason.to_string(),
            capital: said(d.size.capital.map(Yen::get)),
            employees: said(d.size.employees),
            fair_trade: d.fair_trade.standing.code().to_owned(),
            fair_trade_reason: d.fair_trade.reason.to_string(),
            addresses: d.addresses.iter().map(address).collect(),
            contacts: d.contacts.iter().map(contact).collect(),
            certificates: d.certificates.iter().map(certificate).collect(),
            connections: d.connections.iter().map(connection).collect(),
            note: d.note.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contractor::{CertificateKind, FairTradeHint, Validity};

    fn certificate(kind: &str, number: &str, expires: &str) -> RawCertificate {
        let text = str::to_owned;
        RawCertificate { kind: text(kind), number: text(number), expires: text(expires), ..RawCertificate::default() }
    }

    fn checked(raw: &RawDetails) -> Result<Details, Vec<(String, &'static str)>> {
        let mut problems = Problems::new();
        let details = raw.check(&mut problems);
        match problems.finish() {
            Ok(()) => Ok(details),
            Err(errors) => Err(errors.into_iter().map(|e| (e.field, e.problem.code())).collect()),
        }
    }

    #[test]
    fn what_is_kept_can_be_typed_again() {
        let raw = RawDetails {
            kana: "キリサワ".into(),
            aliases: "霧沢\n\n旧霧沢電算\n霧沢".into(),
            country: "日本".into(),
            capital: "１０，０００，０００円".into(),
            employees: "45人".into(),
            fair_trade: "protected".into(),
            fair_trade_reason: "資本金から".into(),
            contacts: vec![
                RawContact { name: "霧沢 一".into(), mail: "a@example.jp".into(), ..RawContact::default() },
                RawContact::default(),
            ],
            certificates: vec![
                certificate("security_action2", "５００１２３４５６７８", "令和9年3月31日"),
                certificate("isms", "", ""),
            ],
            ..RawDetails::default()
        };
        let details = checked(&raw).unwrap();
        assert_eq!((details.contacts.len(), details.certificates.len(), details.aliases.len()), (1, 1, 2));
        assert_eq!(details.country, Some(Country::JAPAN));
        assert_eq!(details.size.fair_trade_hint(), FairTradeHint::Possible);
        assert_eq!(checked(&RawDetails::from(&details)).unwrap(), details);
        assert_eq!(serde_json::from_str::<Details>(&serde_json::to_string(&details).unwrap()).unwrap(), details);
    }

    #[test]
    fn every_slip_is_named_by_its_field() {
        let raw = RawDetails {
            standing: "suspended".into(),
            country: "Nippon".into(),
            employees: "-3".into(),
            contacts: vec![RawContact { mail: "a@b".into(), ..RawContact::default() }],
            certificates: vec![
                certificate("security_action1", "61234567890", ""),
                certificate("", "IS 1", "2026-13-01"),
            ],
            ..RawDetails::default()
        };
        let field = |name: &str, code| (name.to_owned(), code);
        assert_eq!(
            checked(&raw).unwrap_err(),
            [
                field("country", "form"),
                field("employees", "out_of_range"),
                field("standing_reason", "missing"),
                field("contacts[0].mail", "form"),
                field("certificates[0].number", "form"),
                field("certificates[1].kind", "missing"),
                field("certificates[1].expires", "form"),
            ]
        );
    }

    #[test]
    fn the_last_day_counts_and_old_ids_are_known() {
        let raw = RawDetails {
            certificates: vec![certificate("security_action1", "41234567890", "2026-06-30")],
            ..RawDetails::default()
        };
        let details = checked(&raw).unwrap();
        let one = details.certificates.first().unwrap();
        assert!(one.has_old_id() && one.kind == CertificateKind::SecurityAction1);
        let on = |text: &str| one.validity(text.parse().unwrap());
        assert_eq!(
            [on("2026-01-01"), on("2026-04-01"), on("2026-06-30"), on("2026-07-01")],
            [Validity::Valid, Validity::EndsSoon, Validity::EndsSoon, Validity::Expired]
        );
    }

    #[test]
    fn sites_meet_in_every_spelling() {
        let raw = RawDetails {
            certificates: vec![RawCertificate {
                kind: "isms".into(),
                sites: "本社（東京都千代田区）\n大阪ｾﾝﾀｰ".into(),
                ..RawCertificate::default()
            }],
            ..RawDetails::default()
        };
        let one = checked(&raw).unwrap().certificates.remove(0);
        assert!(one.covers_site("大阪センター") && one.covers_site("本社"));
        assert!(!one.covers_site("福岡センター") && !one.covers_site(""));
    }
}
