//! Passwords the program makes up, to be handed over once and then changed.

use super::Auth;

/// Letters and digits that nobody takes for one another, read aloud or in print.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// Characters of a password: 16 of 31 are 79 bits.
const LENGTH: usize = 16;

impl Auth<'_> {
    /// A password nobody can guess, in groups of four.
    #[must_use]
    pub fn fresh_password(&self) -> String {
        let mut out = String::with_capacity(LENGTH.saturating_add(3));
        let mut made = 0usize;
        while made < LENGTH {
            for byte in self.app.inner.dice.bytes::<32>() {
                // the largest multiple of 31 below 256: what lies above would favour some characters
                let Some(c) = ALPHABET.get(usize::from(byte % 31)).filter(|_| byte < 248 && made < LENGTH) else {
                    continue;
                };
                if made > 0 && made.is_multiple_of(4) {
                    out.push('-');
                }
                out.push(char::from(*c));
                made = made.saturating_add(1);
            }
        }
        out
    }
}
