//! Every paper of every category in both languages.
#![cfg(test)]

mod duties;
mod engagements;
mod inputs;
mod plan;
mod shape;
mod soundness;
mod together;
mod written;
