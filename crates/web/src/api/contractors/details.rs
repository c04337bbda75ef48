//! What is known of a contractor, as programs send and get it.

use domain::contractor::{Details, RawAddress, RawCertificate, RawConnection, RawContact, RawDetails};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident = $raw:ident as $shown:ident { $($(#[$fmeta:meta])* $field:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields, default)]
        #[schema(as = $shown)]
        pub(super) struct $name { $($(#[$fmeta])* $field: String),+ }
        impl From<$raw> for $name {
            fn from(raw: $raw) -> Self { Self { $($field: raw.$field),+ } }
        }
        impl From<$name> for $raw {
            fn from(json: $name) -> Self { Self { $($field: json.$field),+ } }
        }
    };
}

mirror! {
    /// A place.
    AddressJson = RawAddress as ContractorAddress {
        /// What the place is called.
        name,
        /// The address.
        text,
    }
}

mirror! {
    /// Somebody who speaks for the contractor.
    ContactJson = RawContact as ContractorContact {
        /// Name.
        name,
        /// Department and post.
        post,
        /// Mail address.
        mail,
        /// Telephone.
        telephone,
    }
}

mirror! {
    /// A certificate, report or declaration.
    CertificateJson = RawCertificate as ContractorCertificate {
        /// `isms`, `privacy_mark`, `scs3`, `scs4`, `security_action1`, `security_action2`, `soc1`, `soc2`, `ismap`, `audit`, `other`.
        kind,
        /// Number or id; that of SECURITY ACTION is checked.
        number,
        /// The work it was given for.
        scope,
        /// The sites it was given for, one a line.
        sites,
        /// Who assessed.
        assessor,
        /// From when.
        issued,
        /// Last day in force.
        expires,
        /// Remark.
        note,
    }
}

mirror! {
    /// A connection or an account given to the contractor.
    ConnectionJson = RawConnection as ContractorConnection {
        /// What.
        what,
        /// Who uses it.
        holder,
        /// Last day.
        until,
        /// Remark.
        note,
    }
}

/// What is known of a contractor beyond name and number. Texts as a person would type them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ContractorDetails)]
pub(super) struct DetailsJson {
    /// Reading of the name.
    kana: String,
    /// Name in English.
    name_en: String,
    /// Other names, one a line.
    aliases: String,
    /// Country of the seat, two letters.
    country: String,
    /// `active`, `watch`, `suspended`, `ended`; empty for active.
    standing: String,
    /// Why, for anything but active.
    standing_reason: String,
    /// Capital in yen.
    capital: String,
    /// Regular employees.
    employees: String,
    /// Protection under the fair-dealings act: `unknown`, `protected`, `not_protected`.
    fair_trade: String,
    /// What that answer rests on.
    fair_trade_reason: String,
    /// Places; the first is the seat.
    addresses: Vec<AddressJson>,
    /// Contacts.
    contacts: Vec<ContactJson>,
    /// Certificates and reports.
    certificates: Vec<CertificateJson>,
    /// Connections and accounts given to it.
    connections: Vec<ConnectionJson>,
    /// Anything else.
    note: String,
}

impl From<RawDetails> for DetailsJson {
    fn from(raw: RawDetails) -> Self {
        Self {
            kana: raw.kana,
            name_en: raw.name_en,
            aliases: raw.aliases,
            country: raw.country,
            standing: raw.standing,
            standing_reason: raw.standing_reason,
            capital: raw.capital,
            employees: raw.employees,
            fair_trade: raw.fair_trade,
            fair_trade_reason: raw.fair_trade_reason,
            addresses: raw.addresses.into_iter().map(Into::into).collect(),
            contacts: raw.contacts.into_iter().map(Into::into).collect(),
            certificates: raw.certificates.into_iter().map(Into::into).collect(),
            connections: raw.connections.into_iter().map(Into::into).collect(),
            note: raw.note,
        }
    }
}
impl From<DetailsJson> for RawDetails {
    fn from(json: DetailsJson) -> Self {
        Self {
            kana: json.kana,
            name_en: json.name_en,
            aliases: json.aliases,
            country: json.country,
            standing: json.standing,
            standing_reason: json.standing_reason,
            capital: json.capital,
            employees: json.employees,
            fair_trade: json.fair_trade,
            fair_trade_reason: json.fair_trade_reason,
            addresses: json.addresses.into_iter().map(Into::into).collect(),
            contacts: json.contacts.into_iter().map(Into::into).collect(),
            certificates: json.certificates.into_iter().map(Into::into).collect(),
            connections: json.connections.into_iter().map(Into::into).collect(),
            note: json.note,
        }
    }
}
impl From<&Details> for DetailsJson {
    fn from(details: &Details) -> Self {
        RawDetails::from(details).into()
    }
}
