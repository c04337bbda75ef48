//! Watching work in service: reports, findings, accesses, and who is to be told of what (NISC-2008 8.3; COLUMN-2025 CO-M3).

mod access;
mod audits;
mod levels;
mod notices;
mod reports;

pub use access::{AccessFlaw, Seen, access_flaws, flaws_reason};
pub use audits::{AuditState, audit_flaws, audit_state, follow_up, grave, looked, unrecorded};
pub use levels::{Measured, levels_kept};
pub use notices::{DueItem, Ladder, Notice, Recipient, Rung, Tone, notices};
pub use reports::{Period, PeriodState, ReportStanding, Standing, expected, report_standing, state_of};
