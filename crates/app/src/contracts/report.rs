//! The result as one page that needs nothing else.

use checker::{Sheet, page};
use domain::Lang;

use super::{Checked, Finding, Proposals, examine::bench};
use crate::Result;

/// Writes the page.
///
/// # Errors
/// When the built-in catalogue is broken.
pub fn html(checked: &Checked, proposals: &Proposals, lang: Lang) -> Result<String> {
    let engagement = &checked.requirements.case.engagement;
    let sheet = Sheet {
        name: &checked.name,
        about: vec![format!("{} {}", engagement.number, engagement.facts.title), format!("SHA-256 {}", checked.sha256)],
        notices: checked
            .examined
            .notices
            .iter()
            .map(|(ja, en)| if lang == Lang::Ja { ja } else { en }.clone())
            .collect(),
        report: &checked.report,
    };
    let wording = |finding: &Finding| proposals.proposed(&finding.concept);
    Ok(page([sheet], &bench()?.concepts, &wording, lang))
}
