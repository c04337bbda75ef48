//! What is still to be settled in a paper.

use catalogue::wording::PaperId;

use crate::{Both, ComposeError, Order, compose::Composer};

domain::codes! {
    /// What kind of point is open.
    pub enum OpenKind ("未確定の種類", "Kind of open point") {
        /// One of several texts has to be chosen.
        Alternative = "alternative" ("案を選ぶ", "Choose a text"),
        /// A value has to be set.
        Value = "value" ("値を決める", "Set a value"),
        /// A name or date that every paper uses has to be entered.
        Name = "name" ("名称や日付を入れる", "Enter a name or date"),
        /// A must-have clause was refused and nobody waived it.
        Refused = "refused" ("必須の条が外れている", "Must-have left out"),
        /// Nobody has said who answers for an area of the service.
        Owner = "owner" ("分担を決める", "Settle who does it"),
    }
}

/// A point that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPoint {
    /// Clause, article, annex or paper it belongs to; `names` for what every paper uses.
    pub owner: String,
    /// Title of the owner.
    pub owner_title: Both,
    /// Name of the parameter, or of the known name; empty for the owner as a whole.
    pub name: String,
    /// What has to be settled, as printed in the list of a paper that is not settled.
    pub label: Both,
    /// What kind of point.
    pub kind: OpenKind,
}

/// Points that are open in a paper, in the order of print; empty when it can be used.
///
/// # Errors
/// As for [`crate::compose`].
pub fn open_points(order: &Order<'_>, paper: &PaperId) -> Result<Vec<OpenPoint>, ComposeError> {
    Ok(Composer::of(order, paper)?.finish()?.open)
}
