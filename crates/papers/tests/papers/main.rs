//! Every paper of every category in both languages.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop where it stands")]

mod engagements;
mod soundness;
