//! The JSON API through the router, as programs meet it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test does not find fails the test"
)]

mod agency;
mod chain;
mod contracts;
mod counting;
mod deciding;
mod document;
mod handovers;
mod importing;
mod inputs;
mod isolation;
mod papers;
mod questionnaires;
mod refusing;
mod resources;
mod rights;
mod running;
mod selections;
