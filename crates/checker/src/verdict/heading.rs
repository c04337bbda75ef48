//! An article whose title names the matter and whose text binds the vendor, in words that no pattern knows.

use crate::{
    party::Side,
    report::Status,
    sentence::{consent::consent, predicate::Mood},
    verdict::{Case, Verdict, reference},
};

/// What the text of the article has to say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asks {
    /// The vendor must not, or only with consent or within limits.
    Limit,
    /// The vendor owes something.
    Duty,
    /// The client may, or the vendor must put up with it.
    Right,
    /// Anything that is settled.
    Settled,
}

fn asks(concept: &str) -> Option<Asks> {
    Some(match concept {
        "purpose_limitation"
        | "confidentiality"
        | "copy_restriction"
        | "takeout_restriction"
        | "access_restriction"
        | "subcontract_consent" => Asks::Limit,
        "incident_report"
        | "incident_cooperation"
        | "periodic_report"
        | "security_officer"
        | "damages"
        | "return_destroy"
        | "vulnerability_handling"
        | "dev_environment"
        | "secure_development" => Asks::Duty,
        "audit_right" | "noncompliance_remedy" | "termination_right" => Asks::Right,
        "ip_and_knowhow" | "governing_law_jurisdiction" => Asks::Settled,
        _ => return None,
    })
}

/// The best that articles with a fitting title say.
pub(crate) fn weigh(case: &Case<'_>, concept: &str) -> Option<Verdict> {
    let asks = asks(concept)?;
    let family = format!("h_{concept}");
    let mut weak: Option<Verdict> = None;
    for (at, one) in case.text.sentences.iter().enumerate() {
        if !case.title(at, &family) || !matters(case, at, concept) {
            continue;
        }
        let side = case.text.subject(at, case.said(at).len());
        let mood = one.predicates.iter().rev().find(|p| p.mood != Mood::Condition).map_or(Mood::Must, |p| p.mood);
        let vendor = !matches!(side, Some(Side::Client | Side::Other));
        if reference::elsewhere(case, at, concept).is_some() {
            if vendor && asks != Asks::Right {
                weak.get_or_insert_with(|| Verdict::of(Status::Weak, vec![at]).because("by_reference"));
            }
            continue;
        }
        if concept == "incident_report" && super::special::vendor_decides(case, at) {
            weak.get_or_insert_with(|| Verdict::of(Status::Weak, vec![at]).because("vendor_decides"));
            continue;
        }
        match (asks, mood) {
            (Asks::Settled, Mood::Must | Mood::May | Mood::Ban) => return Some(Verdict::of(Status::Present, vec![at])),
            (_, Mood::Effort) if vendor => {
                weak.get_or_insert_with(|| Verdict::of(Status::Weak, vec![at]).because("effort_only"));
            }
            (_, Mood::Later) if vendor => {
                weak.get_or_insert_with(|| Verdict::of(Status::Weak, vec![at]).because("later_agreement"));
            }
            (Asks::Limit, _) if vendor && limits(case, at, mood) => {
                return Some(Verdict::of(Status::Present, vec![at]));
            }
            (Asks::Duty, Mood::Must) if vendor && side.is_some() => {
                return Some(Verdict::of(Status::Present, vec![at]));
            }
            (Asks::Right, Mood::May) if matches!(side, Some(Side::Client | Side::Both)) => {
                return Some(Verdict::of(Status::Present, vec![at]));
            }
            (Asks::Right, Mood::Must)
                if side == Some(Side::Vendor)
                    && ["accept_word", "cooperate", "correct"].iter().any(|f| case.own(at, f)) =>
            {
                return Some(Verdict::of(Status::Present, vec![at]));
            }
            _ => {}
        }
    }
    weak
}

fn limits(case: &Case<'_>, at: usize, mood: Mood) -> bool {
    let said = consent(case.said(at));
    if said.free {
        return false;
    }
    match mood {
        Mood::Ban => true,
        Mood::Must | Mood::May => said.with || said.needed || case.said(at).contains("に限"),
        _ => false,
    }
}

/// Words that keep look-alikes out.
fn matters(case: &Case<'_>, at: usize, concept: &str) -> bool {
    let own = |family: &str| case.own(at, family);
    match concept {
        "purpose_limitation" => own("use") || own("beyond"),
        "incident_report" => own("report") && !own("delay") && (!own("labour") || case.said(at).contains("その他")),
        "confidentiality" => own("disclose") && (own("info") || own("third")),
        "incident_cooperation" => own("investigate") || own("contain") || own("recurrence"),
        "periodic_report" => own("regular") && own("report_act") && own("security_content") && !own("progress"),
        "security_officer" => (own("officer") || own("officer_head")) && (own("appoint") || own("submit")),
        "termination_right" => own("terminate") && own("breach"),
        "damages" => own("damage_word") || own("compensate"),
        "return_destroy" => (own("return") || own("destroy")) && !own("money") && !own("lent"),
        "audit_right" => !own("accounts") && !own("acceptance"),
        "noncompliance_remedy" => own("correct") && !own("acceptance") && !own("defect") && !own("notice_before_end"),
        "ip_and_knowhow" => own("ip") && own("own_verb"),
        "governing_law_jurisdiction" => own("court") || own("law_choice") || own("jurisdiction"),
        "copy_restriction" => own("copy"),
        "takeout_restriction" => own("takeout") || own("takeout_verb"),
        "access_restriction" => own("persons") || own("person") || own("access_verb"),
        "subcontract_consent" => own("delegate") || own("subcontract") || own("subcontract_topic"),
        "vulnerability_handling" => own("vuln") || own("vuln_act"),
        "dev_environment" => own("devenv") || own("devenv_control"),
        "secure_development" => own("devrule") || own("develop"),
        _ => true,
    }
}
