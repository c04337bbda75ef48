//! Checks of the repository on itself: what the documents promise about the code is compared with the code.
//!
//! Each check is a function from a [`Repo`] to a list of [`Finding`]s; `cargo xtask <check>` prints them and the tests
//! in `xtask/tests/repository.rs` want none. The checks read; they never write.

mod cargo;
mod markdown;
mod repo;
mod rust;
mod spdx;

pub mod fuzz;
pub mod glossary;
pub mod layering;
pub mod licences;
pub mod tidy;

pub use repo::{Finding, Repo};
