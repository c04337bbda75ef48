//! Rules of single concepts.

use catalogue::Gives;

use crate::{
    evidence::Evidence,
    kind::DocumentType,
    party::Side,
    report::Status,
    verdict::{Case, Verdict, safeguard, scope},
};

/// Does a sentence that takes something back reach the evidence?
pub(crate) fn cuts(case: &Case<'_>, concept: &str, cut: &Evidence, present: &[&Evidence]) -> bool {
    match concept {
        // a licence to use the data for the vendor's own ends empties the purpose wherever it stands
        "purpose_limitation" => true,
        _ => present.iter().any(|e| case.article(e.sentence) == case.article(cut.sentence)),
    }
}

/// The last word of a concept's own rule.
pub(crate) fn adjust(case: &Case<'_>, id: &str, verdict: Verdict) -> Verdict {
    match id {
        "log_retention" => logs(case, verdict),
        "subcontract_consent" => only_for_personal(case, verdict),
        "subcontract_flowdown" => flowdown(case, verdict),
        "damages" => damages(case, gross_only(case, verdict)),
        "incident_report" => left_to_vendor(case, verdict),
        "security_officer" => officer(case, verdict),
        _ => verdict,
    }
}

/// A log named in a list of measures, with neither period nor handing over, is only a mention.
fn logs(case: &Case<'_>, verdict: Verdict) -> Verdict {
    if verdict.status != Status::Present {
        return verdict;
    }
    let hidden: Vec<usize> = verdict.sentences.iter().copied().filter(|at| not_shown(case, *at)).collect();
    if hidden.len() == verdict.sentences.len() {
        return Verdict::missing().because("refused");
    }
    let kept = |at: &usize| {
        let Some(one) = case.sentence(*at).filter(|_| !hidden.contains(at)) else { return false };
        let said = case.said(*at);
        let keep = case.family("log_keep");
        let timed = crate::value::quantities(said).iter().any(|q| q.months().is_some() || q.days().is_some());
        let period = one.own.has(case.family("log_period")) || timed;
        let verb = one.hits.iter().filter(|hit| hit.family == keep).any(|hit| {
            let rest = said.get(hit.end as usize..).unwrap_or_default();
            let word = said.get(hit.start as usize..hit.end as usize).unwrap_or_default();
            ["し", "す", "さ", "を行", "を義務", "なければ", "て"].iter().any(|w| rest.starts_with(w))
                || word.ends_with(['し', 'す', 'る', '、', 'て'])
        });
        // one among other measures, for no time
        let listed = !timed
            && (["措置", "対策", "その他"].iter().any(|w| said.contains(w)) || one.lead.is_some())
            && !["求め", "提出", "提供", "渡", "請求"].iter().any(|w| said.contains(w));
        (period || verb) && !listed
    };
    if verdict.sentences.iter().any(kept) {
        let sentences = verdict.sentences.iter().copied().filter(|s| kept(s)).collect();
        return Verdict { sentences, ..verdict };
    }
    Verdict { status: Status::Weak, ..verdict }.because("mention_only")
}

/// 「前項の記録は当社の内部の管理に用いるもので、求めには応じかねます。」
fn not_shown(case: &Case<'_>, at: usize) -> bool {
    let article = case.article(at);
    (at + 1..case.text.sentences.len()).take(3).take_while(|next| case.article(*next) == article).any(|next| {
        let said = case.said(next);
        ["記録", "ログ", "履歴", "前項"].iter().any(|w| said.contains(w))
            && [
                "開示しま",
                "開示しない",
                "応じかね",
                "応じませ",
                "応じない",
                "提供しま",
                "提供しない",
                "内部の管理に用",
            ]
            .iter()
            .any(|w| said.contains(w))
            && !["応じます", "提供します。", "開示します。"].iter().any(|w| said.contains(w))
    })
}

/// Consent only where personal data is passed on, while the rest is free.
fn only_for_personal(case: &Case<'_>, verdict: Verdict) -> Verdict {
    if verdict.status != Status::Present || case.kind == DocumentType::PersonalDataAnnex {
        return verdict;
    }
    let personal = verdict.sentences.iter().all(|s| {
        (case.bits(*s, "personal") || case.title(*s, "personal") || safeguard::is_personal_term(case, *s))
            && !case.said(*s).contains("伴わない")
    });
    let free = case.of("subcontract_consent").iter().any(|e| e.gives == Gives::Free);
    if personal && (free || scope::protects_secrets(case)) {
        return Verdict { status: Status::Weak, ..verdict }.because("personal_data_only");
    }
    verdict
}

/// A secrecy agreement knows recipients, not subcontractors.
fn flowdown(case: &Case<'_>, verdict: Verdict) -> Verdict {
    if verdict.status != Status::Present {
        return verdict;
    }
    let subcontract = case.family("subcontract_topic");
    // where the vendor itself is called 委託先, only words for further parties count
    if case.text.cast.parties.vendor.as_deref() == Some("委託先")
        && !verdict.sentences.iter().any(|s| case.own(*s, "subcontract_strict"))
    {
        return Verdict::missing();
    }
    if case.kind == DocumentType::Nda
        && !verdict.sentences.iter().any(|s| {
            case.sentence(*s).is_some_and(|one| one.own.has(subcontract)) || case.title(*s, "subcontract_topic")
        })
    {
        return Verdict { status: Status::Weak, ..verdict }.because("recipients_only");
    }
    verdict
}

/// Supervision by name, or checks together with instructions where the protected information is personal data.
pub(crate) fn supervision(case: &Case<'_>, weighed: Verdict) -> Verdict {
    let annex = case.kind == DocumentType::PersonalDataAnnex;
    let personal = |at: usize| {
        annex || case.bits(at, "personal") || case.title(at, "personal") || safeguard::is_personal_term(case, at)
    };
    if weighed.status == Status::Present {
        let about = |s: &usize| {
            personal(*s)
                || case.bits(*s, "personal_law")
                || case
                    .article(*s)
                    .and_then(|a| case.text.articles.get(a))
                    .is_some_and(|bits| bits.has(case.family("personal")))
        };
        if weighed.sentences.iter().any(about) {
            return weighed;
        }
        return Verdict::missing();
    }
    let main_personal = annex || personal_is_main(case);
    let audits: Vec<usize> = case
        .of("audit_right")
        .iter()
        .filter(|e| e.gives == Gives::Present)
        .map(|e| e.sentence)
        .filter(|s| main_personal || personal(*s))
        .collect();
    let instructions: Vec<usize> = ["SU-instruct", "SU-order"]
        .iter()
        .flat_map(|s| case.marks("personal_data_supervision", s))
        .map(|e| e.sentence)
        .filter(|s| main_personal || personal(*s))
        .collect();
    let after_incident: Vec<usize> =
        case.marks("personal_data_supervision", "SU-instruct-incident").map(|e| e.sentence).collect();
    let general = instructions.iter().any(|s| !after_incident.contains(s));
    match (audits.is_empty(), instructions.is_empty()) {
        (false, false) => {
            let mut all = audits;
            all.extend(instructions);
            Verdict::of(Status::Present, all)
        }
        (false, true) => Verdict::of(Status::Weak, audits).because("audit_without_instructions"),
        (true, false) => {
            let verdict = Verdict::of(Status::Weak, instructions);
            if general { verdict } else { verdict.because("after_incident_only") }
        }
        (true, true) => weighed,
    }
}

/// The information the contract protects is personal data.
pub(crate) fn personal_is_main(case: &Case<'_>) -> bool {
    let found: Vec<&Evidence> = case.of("confidentiality").iter().filter(|e| e.gives == Gives::Present).collect();
    !found.is_empty()
        && found.iter().all(|e| {
            safeguard::is_personal_term(case, e.sentence) || scope::covers(case, e.sentence) == scope::Covers::Personal
        })
}

/// 「故意又は重大な過失がある場合に限り賠償する」: a cap beside it changes nothing.
fn gross_only(case: &Case<'_>, verdict: Verdict) -> Verdict {
    if verdict.status != Status::Present {
        return verdict;
    }
    let gross: Vec<usize> = (0..case.text.sentences.len())
        .filter(|at| {
            case.own(*at, "gross_only")
                && (case.own(*at, "compensate") || case.own(*at, "damage_word"))
                && !case.said(*at).contains("限度")
                && !case.said(*at).contains("上限")
        })
        .chain(case.marks("damages", "DM-limited").map(|e| e.sentence))
        .collect();
    let cap = |at: &usize| {
        let said = case.said(*at);
        gross.contains(at)
            || (["上限", "限度", "超えない", "超えな"].iter().any(|w| said.contains(w)) && {
                let before = said.split(['、', '。']).next().unwrap_or_default();
                ["額", "責任", "ときも", "場合も", "場合で", "前項"].iter().any(|w| before.contains(w))
            })
    };
    if !gross.is_empty() && verdict.sentences.iter().all(cap) {
        return Verdict { status: Status::Weak, ..verdict }.because("intent_or_gross_only");
    }
    verdict
}

/// Reported only where the vendor itself thinks it grave or needed.
fn left_to_vendor(case: &Case<'_>, verdict: Verdict) -> Verdict {
    if verdict.status == Status::Present && verdict.sentences.iter().all(|at| vendor_decides(case, *at)) {
        return Verdict { status: Status::Weak, ..verdict }.because("vendor_decides");
    }
    verdict
}

/// 「当社が必要と認めたとき」, 「乙が重大であると判断したとき」
pub(crate) fn vendor_decides(case: &Case<'_>, at: usize) -> bool {
    of_vendor(case, at, &["と判断", "と認め", "裁量", "の判断", "と考え", "の都合"])
}

/// The vendor is followed by one of these words: 「乙の指定する会社」
fn of_vendor(case: &Case<'_>, at: usize, words: &[&str]) -> bool {
    let Some(one) = case.sentence(at) else { return false };
    let said = case.said(at);
    one.topics.iter().filter(|t| t.side == Side::Vendor).any(|t| {
        let near: String = said.get(t.end..).unwrap_or_default().chars().take(16).collect();
        let near = near.split(['、', '。']).next().unwrap_or_default();
        near.starts_with(['が', 'の']) && words.iter().any(|w| near.contains(w))
    })
}

/// Compensation that the client owes the vendor does not count: 「甲に生じた損害」 where 甲 is the vendor.
fn damages(case: &Case<'_>, verdict: Verdict) -> Verdict {
    let owed_to_vendor = |at: &usize| {
        let Some(one) = case.sentence(*at) else { return false };
        let said = case.said(*at);
        let victim = |side: Side| {
            one.topics.iter().filter(|t| t.side == side).any(|t| {
                let rest = said.get(t.end..).unwrap_or_default();
                [
                    "に生じた",
                    "に与えた",
                    "が被った",
                    "の被った",
                    "の損害",
                    "に損害",
                    "が受けた",
                    "に発生した",
                    "に及ぼした",
                    "に生じさせた",
                ]
                .iter()
                .any(|w| rest.starts_with(w))
                    && !rest.starts_with("の損害賠償")
            })
        };
        victim(Side::Vendor)
            && !victim(Side::Client)
            && !victim(Side::Both)
            && !one.topics.iter().any(|t| t.side == Side::Vendor && t.case == crate::sentence::Case::Topic)
    };
    if verdict.status == Status::Missing || !verdict.sentences.iter().all(owed_to_vendor) {
        return verdict;
    }
    Verdict::missing().because("binds_client_only")
}

/// The client's own officer, to whom something is sent, is not the vendor's.
fn officer(case: &Case<'_>, verdict: Verdict) -> Verdict {
    let theirs = |at: &usize| {
        let Some(one) = case.sentence(*at) else { return false };
        let said = case.said(*at);
        let officers = [case.family("officer"), case.family("officer_head")];
        let hits: Vec<_> = one.hits.iter().filter(|h| officers.contains(&h.family)).collect();
        !hits.is_empty()
            && hits.iter().all(|hit| {
                one.topics.iter().filter(|t| t.side == Side::Client).any(|t| {
                    let between = said.get(t.end..hit.start as usize).unwrap_or("。");
                    between.starts_with('の') && between.chars().count() <= 14 && !between.contains('、')
                })
            })
    };
    if verdict.status == Status::Missing {
        return verdict;
    }
    let own: Vec<usize> = verdict.sentences.iter().copied().filter(|at| !theirs(at)).collect();
    if own.is_empty() { Verdict::missing().because("binds_client_only") } else { Verdict { sentences: own, ..verdict } }
}

/// A later sentence of the article lifts the duty in the vendor's own interest: 「前項は、乙が必要と認める…には適用しない」.
pub(crate) fn taken_back(case: &Case<'_>, present: &[&Evidence]) -> bool {
    let lifts = |said: &str| {
        let back =
            ["前項", "前各項", "本条", "前条", "前二項", "前2項", "ただし", "但し"].iter().any(|w| said.contains(w));
        let off = [
            "適用しない",
            "適用しません",
            "適用されない",
            "限りでない",
            "限りではない",
            "及ばない",
            "当たらない",
            "除外",
            "ことができる。",
            "できます。",
            "できるものとする。",
        ]
        .iter()
        .any(|w| said.contains(w));
        back && off
    };
    present.iter().all(|e| {
        let article = case.article(e.sentence);
        (e.sentence + 1..case.text.sentences.len()).take_while(|at| case.article(*at) == article).any(|at| {
            (case.own(at, "self_interest") || of_vendor(case, at, &["の指定", "が指定", "の選", "が選"]))
                && lifts(case.said(at))
                && !case.own(at, "incident")
        })
    })
}
