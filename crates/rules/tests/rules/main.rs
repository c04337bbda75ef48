//! Rules against case files, against the catalogue, and by property.
#![cfg(test)]

mod agreement;
mod cases;
mod profiles;
mod properties;
mod selection;
mod service;
mod support;
