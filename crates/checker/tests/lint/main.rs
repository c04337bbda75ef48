//! The linter, the standard, comparison of versions and corrections, through what the crate offers.
#![cfg(test)]

mod any_text;
#[path = "../../../papers/tests/papers/engagements.rs"]
mod engagements;
mod gaps;
mod our_clauses;
mod our_papers;
mod plan;
mod samples;
mod slips;
mod standard;
mod support;
mod versions;
