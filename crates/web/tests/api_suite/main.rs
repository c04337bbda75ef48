//! The JSON API through the router, as programs meet it.

mod agency;
mod counting;
mod deciding;
mod document;
mod inputs;
mod isolation;
mod refusing;
mod resources;
mod rights;
mod running;
