//! Pages: what a person sees and the forms they send.
//!
//! Every page is a struct with the data it shows, a template in `templates/` and samples; [`page::Shell`] is the part
//! they share. Nothing here decides anything: no SQL, no rule and no permission check. All words come from Fluent files
//! ([`i18n`]), all assets are embedded ([`assets`]), no page needs a script, and no page asks another host for anything.

pub mod api;
pub mod assets;
pub mod failure;
pub mod form;
mod health;
pub mod i18n;
pub mod link;
mod lookup;
pub mod page;
pub mod pages;
pub mod server;
pub mod show;
pub mod views;
pub mod visit;
