//! Reading back what a report says of parties and kinds, so that a stored report can be compared with a new one.

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    kind::DocumentType,
    party::{Parties, Side},
};

impl<'de> Deserialize<'de> for DocumentType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom(format!("no kind of document \"{code}\"")))
    }
}

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match String::deserialize(from)?.as_str() {
            "client" => Ok(Self::Client),
            "vendor" => Ok(Self::Vendor),
            "both" => Ok(Self::Both),
            "other" => Ok(Self::Other),
            side => Err(D::Error::custom(format!("no side \"{side}\""))),
        }
    }
}

impl<'de> Deserialize<'de> for Parties {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Raw {
            client: Option<String>,
            vendor: Option<String>,
        }
        Raw::deserialize(from).map(|raw| Self { client: raw.client, vendor: raw.vendor })
    }
}
