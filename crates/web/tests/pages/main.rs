//! Pages through the router, as a browser would ask for them: forms, refusals, roles.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what a test does not find fails the test")]

mod account;
mod approvals;
mod authorisation;
mod catalogue;
mod chain;
mod consultations;
mod contract;
mod contractors;
mod drafts;
mod handovers;
mod house;
mod ledger;
mod office;
mod organisation;
mod papers;
mod questionnaires;
mod register;
mod requirements;
mod scene;
mod selection;
mod settings;
