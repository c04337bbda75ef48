//! Every paper of every category in both languages.
#![cfg(test)]

mod engagements;
mod soundness;
