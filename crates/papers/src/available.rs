//! Which papers an engagement needs.

use catalogue::{Catalogue, Paper, paper::Party, wording::Trigger};
use rules::profile::Profile;

/// The papers that fit category and facts, by stage and in the order they are used.
#[must_use]
pub fn available<'a>(catalogue: &'a Catalogue, profile: &Profile) -> Vec<&'a Paper> {
    let bundles = catalogue.bundles().iter().flat_map(|bundle| &bundle.papers);
    bundles.filter_map(|id| catalogue.paper(id)).filter(|paper| fits(paper, profile)).collect()
}

/// Whether a paper is meant for such an engagement.
#[must_use]
pub fn fits(paper: &Paper, profile: &Profile) -> bool {
    let category = paper.categories.is_empty() || paper.categories.contains(&profile.category);
    let holds = |trigger: &Trigger| *trigger == Trigger::Always || profile.triggers.contains(trigger);
    category && (paper.when.is_empty() || paper.when.iter().any(holds))
}

/// Whether a paper is drawn up by the client, so that it bears the client's letterhead.
#[must_use]
pub const fn is_ours(paper: &Paper) -> bool {
    matches!(paper.drafted_by, Party::Program | Party::Client | Party::Officer)
}
