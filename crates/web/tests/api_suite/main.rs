//! The JSON API through the router, as programs meet it.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what a test does not find fails the test"
)]

mod agency;
mod contracts;
mod counting;
mod deciding;
mod document;
mod handovers;
mod inputs;
mod isolation;
mod papers;
mod refusing;
mod resources;
mod rights;
mod running;
