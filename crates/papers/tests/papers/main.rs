//! Every paper of every category in both languages.

mod engagements;
mod soundness;
