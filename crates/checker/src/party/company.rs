//! The drafter's own words for itself and for the one it speaks to: 当社, 弊社, 貴社.

use crate::party::Body;

pub(super) const COMPANY: &[&str] = &["当社", "弊社", "当方", "当機構", "当法人"];

pub(super) const ADDRESSEES: &[&str] = &["貴社", "御社", "貴殿"];

/// 「弊社は、貴社に発注します。」: the one spoken to does the work, which in other papers is the client.
pub(super) fn addressee_is_vendor(body: &Body<'_>) -> bool {
    std::iter::once(&body.preamble).chain(body.texts).flat_map(|text| text.split('。')).any(|said| {
        let to = ADDRESSEES.iter().any(|who| {
            let gives = |cases: &[&str], acts: &[&str]| {
                cases.iter().any(|case| {
                    let at = said.find(&format!("{who}{case}"));
                    let rest = at.and_then(|at| said.get(at + who.len()..)).unwrap_or_default();
                    acts.iter().any(|act| rest.contains(act))
                })
            };
            gives(&["に", "へ"], &["発注し", "発注す", "注文し", "注文す", "委託し", "委託す"])
                || ["への", "に対する"]
                    .iter()
                    .any(|case| ["発注", "注文", "委託"].iter().any(|act| said.contains(&format!("{who}{case}{act}"))))
        });
        let company = COMPANY.iter().any(|who| said.contains(who));
        let works = ADDRESSEES
            .iter()
            .any(|who| ["が受注", "が受託", "は受注", "は受託"].iter().any(|w| said.contains(&format!("{who}{w}"))));
        (to && company) || works
    })
}
