//! The built program, driven the way people drive it.
#![cfg(test)]

mod book;
mod codes;
mod config;
mod hostile;
mod journey;
mod keeping;
mod killed;
mod ledger;
mod papers;
mod serving;
mod support;
