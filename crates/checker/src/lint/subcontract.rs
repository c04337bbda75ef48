//! L9 and L13: subcontracting without a report, operation and maintenance without a word on subcontracting.

use crate::{
    kind::DocumentType,
    lint::{Hit, View, words::any},
    report::Status,
};

const SUB: &[&str] = &["再委託", "再請負", "再々委託", "下請", "再受託"];

fn contract(view: &View<'_>) -> bool {
    !matches!(view.case.kind, DocumentType::Specification | DocumentType::Nda)
}

pub(crate) fn unreported(view: &View<'_>) -> Vec<Hit> {
    if !contract(view) {
        return Vec::new();
    }
    let mut permit = None;
    for (at, one) in view.case.text.sentences.iter().enumerate() {
        let said = view.case.said(at);
        let own = any(said, SUB);
        let title = view.map.articles.get(one.article).is_some_and(|article| any(&article.title, SUB));
        let lead = one.lead.is_some_and(|lead| any(view.case.said(lead), SUB));
        if !(own || title || lead) {
            continue;
        }
        if any(said, &["報告", "届け出", "届出", "届け、", "報告書", "通知", "写しを提出", "結果を提出", "提出させ"])
        {
            return Vec::new();
        }
        let allows = [
            "できる",
            "認める場合",
            "承諾を得て",
            "承諾を得た",
            "承諾を得な",
            "同意を得て",
            "承認を得",
            "許可を得",
            "再委託する場合",
            "再委託を行う",
            "再請負を行う",
            "行わせること",
            "義務を負わせ",
            "義務を課",
            "遵守させ",
        ];
        if own && any(said, &allows) && !said.contains("できない") {
            permit = permit.or(Some(at));
        }
    }
    let hit = permit
        .and_then(|at| view.case.sentence(at))
        .map(|one| Hit::new("no_report", view.map.place((one.article, one.node), one.start..one.end)));
    hit.into_iter().collect()
}

pub(crate) fn silent(view: &View<'_>) -> Vec<Hit> {
    if !contract(view) || matches!(view.case.kind, DocumentType::PersonalDataAnnex) {
        return Vec::new();
    }
    let said = view.map.nodes().any(|(_, _, node)| any(node.text.text(), SUB))
        || view.map.articles.iter().any(|article| any(&article.title, SUB));
    let found = view.finding("subcontract_consent").is_some_and(|finding| finding.status != Status::Missing);
    if said || found {
        return Vec::new();
    }
    let work = ["運用", "保守", "点検"];
    let titled = any(&view.case.text.structure.title, &work);
    let named = [
        "運用業務",
        "保守業務",
        "点検業務",
        "運用保守",
        "保守運用",
        "運用・保守",
        "保守・運用",
        "保守・点検",
        "保守点検",
        "運用及び保守",
        "保守及び点検",
        "運用監視",
        "運用/保守",
        "保守作業",
        "運用支援",
        "[運用",
    ];
    let body = || view.map.nodes().filter(|(_, _, node)| any(node.text.text(), &named)).take(2).count() >= 2;
    if titled || body() { vec![Hit::new("absent", None)] } else { Vec::new() }
}
