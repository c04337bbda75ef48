//! The form of a contractor: what a browser sends, and what stands in it.

use app::contractors::ContractorFields;
use domain::contractor::{Contractor, RawAddress, RawCertificate, RawConnection, RawContact, RawDetails};

use crate::{
    form::Form,
    pages::parts::{Pairs, value},
};

/// Most rows of a group that are read.
const MOST: usize = 100;

/// Rows of a repeating group, read by index.
fn rows<T: Default + PartialEq>(pairs: &Pairs, group: &str, read: impl Fn(&dyn Fn(&str) -> String) -> T) -> Vec<T> {
    let known = Form::new("contractor").typed(pairs.clone()).rows(group).min(MOST);
    (0..known).map(|i| read(&|field: &str| value(pairs, &format!("{group}[{i}].{field}")).to_owned())).collect()
}

/// What a browser sent.
pub(super) fn fields(pairs: &Pairs) -> ContractorFields {
    let text = |field: &str| value(pairs, field).to_owned();
    let details = RawDetails {
        kana: text("kana"),
        name_en: text("name_en"),
        aliases: text("aliases"),
        country: text("country"),
        standing: text("standing"),
        standing_reason: text("standing_reason"),
        capital: text("capital"),
        employees: text("employees"),
        fair_trade: text("fair_trade"),
        fair_trade_reason: text("fair_trade_reason"),
        addresses: rows(pairs, "addresses", |t| RawAddress { name: t("name"), text: t("text") }),
        contacts: rows(pairs, "contacts", |t| RawContact {
            name: t("name"),
            post: t("post"),
            mail: t("mail"),
            telephone: t("telephone"),
        }),
        certificates: rows(pairs, "certificates", |t| RawCertificate {
            kind: t("kind"),
            number: t("number"),
            scope: t("scope"),
            sites: t("sites"),
            assessor: t("assessor"),
            issued: t("issued"),
            expires: t("expires"),
            note: t("note"),
        }),
        connections: rows(pairs, "connections", |t| RawConnection {
            what: t("what"),
            holder: t("holder"),
            until: t("until"),
            note: t("note"),
        }),
        note: text("note"),
    };
    ContractorFields { name: text("name"), corporate_number: text("corporate_number"), details }
}

/// The form with what the register knows.
pub(super) fn filled(form: Form, one: &Contractor) -> Form {
    let fields = ContractorFields::from(one);
    let d = fields.details;
    let mut form = form
        .with("name", fields.name)
        .with("corporate_number", fields.corporate_number)
        .with("kana", d.kana)
        .with("name_en", d.name_en)
        .with("aliases", d.aliases)
        .with("country", d.country)
        .with("standing", d.standing)
        .with("standing_reason", d.standing_reason)
        .with("capital", d.capital)
        .with("employees", d.employees)
        .with("fair_trade", d.fair_trade)
        .with("fair_trade_reason", d.fair_trade_reason)
        .with("note", d.note);
    let mut put = |group: &str, i: usize, field: &str, text: String| {
        let whole = std::mem::take(&mut form);
        form = whole.with(format!("{group}[{i}].{field}"), text);
    };
    for (i, a) in d.addresses.into_iter().enumerate() {
        put("addresses", i, "name", a.name);
        put("addresses", i, "text", a.text);
    }
    for (i, c) in d.contacts.into_iter().enumerate() {
        put("contacts", i, "name", c.name);
        put("contacts", i, "post", c.post);
        put("contacts", i, "mail", c.mail);
        put("contacts", i, "telephone", c.telephone);
    }
    for (i, c) in d.certificates.into_iter().enumerate() {
        let parts = [
            ("kind", c.kind),
            ("number", c.number),
            ("scope", c.scope),
            ("sites", c.sites),
            ("assessor", c.assessor),
            ("issued", c.issued),
            ("expires", c.expires),
            ("note", c.note),
        ];
        parts.into_iter().for_each(|(field, text)| put("certificates", i, field, text));
    }
    for (i, c) in d.connections.into_iter().enumerate() {
        let parts = [("what", c.what), ("holder", c.holder), ("until", c.until), ("note", c.note)];
        parts.into_iter().for_each(|(field, text)| put("connections", i, field, text));
    }
    form
}
