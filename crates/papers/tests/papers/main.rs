//! Every paper of every category in both languages.
#![cfg(test)]

mod defects;
mod duties;
mod engagements;
mod inputs;
mod plan;
mod shape;
mod soundness;
mod together;
mod written;
