//! Ed25519 keys for checkpoints, in the PEM forms that OpenSSL reads and writes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{Problem, Words};
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use ed25519_dalek::{Signature, Signer};

use crate::Digest;

const PRIVATE: Words = Words {
    ja: "「-----BEGIN PRIVATE KEY-----」で始まるEd25519の秘密鍵（PKCS#8 PEM）です",
    en: "an Ed25519 private key in PKCS#8 PEM, beginning with -----BEGIN PRIVATE KEY-----",
};
const PUBLIC: Words = Words {
    ja: "「-----BEGIN PUBLIC KEY-----」で始まるEd25519の公開鍵（PEM）です",
    en: "an Ed25519 public key in PEM, beginning with -----BEGIN PUBLIC KEY-----",
};

/// The key that signs checkpoints. Keep it away from the database it vouches for.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A key from 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// Reads the PEM text.
    ///
    /// # Errors
    /// [`Problem::Form`]; the text itself is not repeated in the message.
    pub fn from_pem(text: &str) -> Result<Self, Problem> {
        ed25519_dalek::SigningKey::from_pkcs8_pem(text)
            .map(Self)
            .map_err(|_| Problem::Form { value: "…".to_owned(), form: PRIVATE })
    }

    /// The PEM text, with the public key inside.
    ///
    /// # Errors
    /// Never for a key made by this type; the encoder's own refusal is passed on.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.0.to_pkcs8_pem(LineEnding::LF).map(|text| text.to_string()).map_err(|e| KeyError(e.to_string()))
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        self.0.sign(message)
    }

    /// Signs a text under the line that names its form, so that no signature of one form passes for another; base64.
    #[must_use]
    pub fn sign_text(&self, form: &str, text: &str) -> String {
        STANDARD.encode(self.sign(under(form, text).as_bytes()).to_bytes())
    }
}

impl std::fmt::Debug for SigningKey {
    /// Shows the key id only.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.verifying_key().id())
    }
}

/// The key that checks checkpoints; anyone may have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Reads the PEM text.
    ///
    /// # Errors
    /// [`Problem::Form`].
    pub fn from_pem(text: &str) -> Result<Self, Problem> {
        ed25519_dalek::VerifyingKey::from_public_key_pem(text).map(Self).map_err(|_| Problem::form(text, PUBLIC))
    }

    /// The PEM text.
    ///
    /// # Errors
    /// Never for a key made by this type; the encoder's own refusal is passed on.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|e| KeyError(e.to_string()))
    }

    /// The short name of the key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes.
    #[must_use]
    pub fn id(&self) -> String {
        Digest::of_bytes(self.0.as_bytes()).to_string().chars().take(16).collect()
    }

    pub(crate) fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        self.0.verify_strict(message, signature).is_ok()
    }

    /// Whether this is the signature of [`SigningKey::sign_text`] under the same form, spelt as it spells it.
    #[must_use]
    pub fn verify_text(&self, form: &str, text: &str, signature: &str) -> bool {
        let bytes = STANDARD.decode(signature).ok().filter(|bytes| STANDARD.encode(bytes) == signature);
        let parsed = bytes.and_then(|bytes| Signature::from_slice(&bytes).ok());
        parsed.is_some_and(|signature| self.verify(under(form, text).as_bytes(), &signature))
    }
}

/// A text under its form. A line end within a form would let two forms meet; it is no form.
fn under(form: &str, text: &str) -> String {
    format!("{}\n{text}", form.replace('\n', " "))
}

/// A key could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key cannot be written: {0}")]
pub struct KeyError(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_round_trip_and_never_show_themselves() {
        let key = SigningKey::from_seed(&[7; 32]);
        let pem = key.to_pem().unwrap();
        assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----\n"));
        assert_eq!(SigningKey::from_pem(&pem).unwrap().verifying_key(), key.verifying_key());
        let public = key.verifying_key().to_pem().unwrap();
        assert!(public.starts_with("-----BEGIN PUBLIC KEY-----\n"));
        assert_eq!(VerifyingKey::from_pem(&public).unwrap(), key.verifying_key());
        assert_eq!(format!("{key:?}"), format!("SigningKey({})", key.verifying_key().id()));
        let damaged = pem.replacen('M', "N", 1);
        let refusal = SigningKey::from_pem(&damaged).unwrap_err();
        assert!(!refusal.to_string().contains("BEGIN PRIVATE KEY-----\n"));
        assert!(VerifyingKey::from_pem(&pem).is_err());
    }

    #[test]
    fn a_signature_of_one_form_is_none_of_another() {
        let key = SigningKey::from_seed(&[7; 32]);
        let signature = key.sign_text("form-a", "text\n");
        let public = key.verifying_key();
        assert!(public.verify_text("form-a", "text\n", &signature));
        for (form, text) in [("form-b", "text\n"), ("form-a", "text"), ("form-a\ntext", ""), ("", "form-a\ntext\n")] {
            assert!(!public.verify_text(form, text, &signature), "{form:?} {text:?}");
        }
        assert!(!public.verify_text("form-a", "text\n", &signature.replace('=', "")));
    }

    #[test]
    fn the_key_id_is_that_of_a_known_key() {
        // public key of RFC 8032, section 7.1, test 1
        let seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60".parse::<Digest>().unwrap();
        let key = SigningKey::from_seed(seed.as_bytes()).verifying_key();
        let public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".parse::<Digest>().unwrap();
        assert_eq!(key.0.as_bytes(), public.as_bytes());
        assert_eq!(key.id(), Digest::of_bytes(public.as_bytes()).to_string()[..16]);
    }
}
