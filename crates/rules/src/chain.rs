//! The chain below an engagement: who works for whom, who approved it, what flows down, and who is touched when one firm
//! fails (NISC-2008 7.5; §5.5 of the requirements).

mod approval;
mod concentration;
mod flow;
mod graph;
mod party;

pub use approval::{PASSING_ON, Setting, Standing, examine, standing};
pub use concentration::Concentration;
pub use flow::{Coverage, Flow, FlowError, Gap, Hop, flow_down};
pub use graph::{Affected, Chain, ChainError, Link, Node};
pub(crate) use party::unapproved;
pub use party::{Party, PartyStanding, parties};
