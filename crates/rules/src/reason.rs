//! Reasons: a code, the rule behind it, and what the catalogue's sentence is filled with.

use std::{borrow::Cow, collections::BTreeSet};

use catalogue::Catalogue;
use domain::{Lang, Words, calendar::long_date, engagement::Activity, id::EntryId};
use jiff::civil::Date;
use serde::{Serialize, Serializer, ser::SerializeMap};

macro_rules! reasons {
    ($($(#[$meta:meta])* $variant:ident = $code:literal [$($rule:literal)?] ($($param:literal),*);)+) => {
        /// Every reason the rules give. Its sentence stands in `catalogue/reasons.toml` under the same code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ReasonCode { $($(#[$meta])* $variant),+ }

        impl ReasonCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code used in the catalogue, the API and the ledger.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }

            /// Id of the main rule; `None` where the reason stands at a gate condition and takes the condition's source.
            #[must_use]
            pub const fn rule(self) -> Option<&'static str> {
                const fn first(rules: &[&'static str]) -> Option<&'static str> {
                    match rules { [rule, ..] => Some(*rule), [] => None }
                }
                match self { $(Self::$variant => first(&[$($rule)?])),+ }
            }

            /// Names of what the sentence is filled with.
            #[must_use]
            pub const fn params(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($param),*]),+ }
            }
        }
    };
}

reasons! {
    /// The register lists the work as critical.
    ListedCritical = "listed_critical" ["N-5.1-1"] ("system", "activities");
    /// The register lists the work as non-critical.
    ListedNonCritical = "listed_non_critical" ["N-5.1-2"] ("system", "activities");
    /// The work stands on both lists; the stricter counts.
    ListedOnBoth = "listed_on_both" ["N-5.1-1"] ("system", "activities");
    /// The work is not in the register.
    Unlisted = "unlisted" ["N-5.1-3"] ("system", "activities");
    /// The register has an entry with a similar name.
    SimilarEntry = "similar_entry" ["N-5.1-3"] ("similar");
    /// An entry that was used is due for review.
    EntryReviewDue = "entry_review_due" ["N-5.1-4"] ("system", "date");
    /// Listed critical although no item is judged critical.
    ListedCriticalItemsNot = "listed_critical_items_not" ["N-5.1-1"] ();
    /// The officer held the work to be critical.
    OfficerCritical = "officer_critical" ["N-5.1-3"] ("date");
    /// The officer held the work to be not critical.
    OfficerNotCritical = "officer_not_critical" ["N-5.1-3"] ("date");
    /// A decision "not critical" does not lift the register's listing.
    OfficerCannotLiftListing = "officer_cannot_lift_listing" ["N-5.1-1"] ();
    /// A decision was asked for.
    CriticalityWaiting = "criticality_waiting" ["N-5.1-3"] ("date");
    /// The request for a decision was sent back.
    CriticalitySentBack = "criticality_sent_back" ["N-5.1-3"] ("date");
    /// The request for a decision was turned down.
    CriticalityRefused = "criticality_refused" ["N-5.1-3"] ("date");
    /// The decision has still to be reported to the chief officer.
    RegisterReportDue = "register_report_due" ["N-5.1-4"] ();
    /// The update of the register is being decided.
    RegisterReportWaiting = "register_report_waiting" ["N-5.1-4"] ("date");
    /// Items are judged critical.
    CriticalItems = "critical_items" ["N-5.2-1"] ("count", "items");
    /// Signs of critical information contradict the register.
    CriticalAgainstListing = "critical_against_listing" ["N-5.2-1"] ();
    /// Signs of critical information contradict the officer's decision.
    CriticalAgainstDecision = "critical_against_decision" ["N-5.2-1"] ("date");
    /// Items are not judged yet.
    ItemsUnjudged = "items_unjudged" ["N-5.2-1"] ("count", "items");
    /// Unknown information and no list.
    ItemsMissing = "items_missing" ["N-5.2-1"] ();
    /// A kind of information is unknown.
    InformationUnknown = "information_unknown" ["N-5.2-1"] ();
    /// Installation opens critical information.
    InstallationOpensCritical = "installation_opens_critical" ["N-5.2-3"] ();
    /// Installation would open critical information but is not part of the work.
    InstallationLeftOut = "installation_left_out" ["N-5.2-3"] ();
    /// The question on installation is open.
    InstallationUnanswered = "installation_unanswered" ["N-5.2-3"] ();
    /// The contractor's rights reach everything.
    RightsReachAll = "rights_reach_all" ["N-5.2-4"] ();
    /// A permit is in force.
    PermitInForce = "permit_in_force" ["N-5.1-5"] ("date", "count");
    /// There is no permit.
    PermitMissing = "permit_missing" ["N-5.1-5"] ();
    /// The permit has run out.
    PermitExpired = "permit_expired" ["N-5.1-5"] ("date");
    /// The permit has not begun.
    PermitNotBegun = "permit_not_begun" ["N-5.1-5"] ("date");
    /// A permit was asked for.
    ExceptionWaiting = "exception_waiting" ["N-5.1-5"] ("date");
    /// The request for a permit was sent back.
    ExceptionSentBack = "exception_sent_back" ["N-5.1-5"] ("date");
    /// A permit was refused.
    ExceptionRefused = "exception_refused" ["N-5.1-5"] ("date");
    /// Splitting would spare critical information.
    ScopeCutPossible = "scope_cut_possible" ["N-5.2-2"] ("spared", "rest");
    /// Critical items are needed for some activities only.
    ItemNeededOnlyFor = "item_needed_only_for" ["N-5.2-2"] ("items", "activities");
    /// No split was found.
    ScopeCutNone = "scope_cut_none" ["N-5.2-2"] ();
    /// The engagement comes from a split.
    ScopeCutMade = "scope_cut_made" ["N-5.2-2"] ();
    /// It was declared why the engagement is not split.
    ScopeCutDeclined = "scope_cut_declined" ["N-5.2-2"] ("date");
    /// The category fits by itself.
    CategoryFits = "category_fits" ["N-3"] ("category");
    /// The category is used by analogy, with an explanation.
    CategoryLikened = "category_likened" ["N-3"] ("category");
    /// The category is used by analogy, without an explanation.
    CategoryUnexplained = "category_unexplained" ["N-3"] ("category");
    /// The information list has items.
    ItemsListed = "items_listed" ["N-5.2-1"] ("count");
    /// The information list is empty.
    ItemsNotListed = "items_not_listed" ["N-5.2-1"] ();
    /// Only public information is involved.
    PublicOnly = "public_only" ["N-5.2-1"] ();
    /// Every item is judged.
    ItemsJudged = "items_judged" ["N-5.2-1"] ("count");
    /// The question on installation is answered.
    InstallationAnswered = "installation_answered" ["N-5.2-3"] ("answer");
    /// The question on rights is answered.
    RightsAnswered = "rights_answered" ["N-5.2-4"] ("answer");
    /// The question on rights is open.
    RightsUnanswered = "rights_unanswered" ["N-5.2-4"] ();
    /// A person declared the condition met.
    Declared = "declared" [] ("date");
    /// Nobody declared the condition met.
    NotDeclared = "not_declared" [] ();
    /// A waiver holds.
    WaiverInForce = "waiver_in_force" [] ("date");
    /// The waiver has run out.
    WaiverExpired = "waiver_expired" [] ("date");
    /// The waiver has not begun.
    WaiverNotBegun = "waiver_not_begun" [] ("date");
    /// A waiver cannot cover this condition.
    WaiverHasNoEffect = "waiver_has_no_effect" [] ();
    /// A waiver was asked for.
    WaiverWaiting = "waiver_waiting" [] ("date");
    /// The request for a waiver was sent back.
    WaiverSentBack = "waiver_sent_back" [] ("date");
    /// A waiver was refused.
    WaiverRefused = "waiver_refused" [] ("date");
    /// About system build only.
    AppliesBuild = "applies_build" [] ();
    /// About operation and maintenance only.
    AppliesOperation = "applies_operation" [] ();
    /// About cloud services only.
    AppliesCloud = "applies_cloud" [] ();
    /// About personal data only.
    AppliesPersonal = "applies_personal" [] ();
    /// About non-public information only.
    AppliesNonPublic = "applies_non_public" [] ();
    /// About critical work only.
    AppliesCritical = "applies_critical" [] ();
    /// About possible subcontracting only.
    AppliesSubcontracting = "applies_subcontracting" [] ();
    /// A cell of a table asks for it, by a derivation.
    AskedByCell = "asked_by_cell" [] ("table", "row", "mark", "why");
    /// A cell of a table asks for it, as printed.
    PrintedInCell = "printed_in_cell" [] ("table", "row", "mark");
    /// A fact of the engagement asks for it.
    CalledByFact = "called_by_fact" [] ("fact");
    /// Nothing about the engagement asks for it.
    NothingCalls = "nothing_calls" [] ();
    /// A person set another level.
    TailoredTo = "tailored_to" [] ("level", "reason");
    /// An audit was decided on.
    AuditWasChosen = "audit_was_chosen" [] ();
    /// The clause is meant for other work.
    ClauseDoesNotFit = "clause_does_not_fit" [] ();
    /// The clause binds a measure of this level.
    BindsMeasure = "binds_measure" [] ("measure", "level");
    /// The clause is a must-have.
    MustHave = "must_have" [] ();
    /// The paper is not written.
    PaperMissing = "paper_missing" [] ();
    /// The paper leaves points open.
    PaperOpen = "paper_open" [] ("count");
    /// Facts or plan were changed after the paper was written.
    PaperOutdated = "paper_outdated" [] ("date");
    /// The paper is written.
    PaperReady = "paper_ready" [] ("date");
    /// Every choice has its reason.
    ChoicesReasoned = "choices_reasoned" [] ();
    /// Choices are open.
    ChoicesOpen = "choices_open" [] ("count", "rows");
    /// The alternative of a clause is chosen.
    AlternativeChosen = "alternative_chosen" [] ("clause", "choice");
    /// The alternative of a clause is not chosen.
    AlternativeOpen = "alternative_open" [] ("clause");
    /// Nobody decided on auditing.
    AuditUndecided = "audit_undecided" [] ();
    /// The decision on auditing departs from the suggestion without a reason.
    AuditUnreasoned = "audit_unreasoned" [] ();
    /// No audit is asked for.
    AuditDeclined = "audit_declined" [] ();
    /// Must-have clauses were refused, and insurance or tolerance is not answered.
    RefusalUnanswered = "refusal_unanswered" [] ("clauses");
    /// Must-have clauses were refused.
    MustHaveRefused = "must_have_refused" [] ("clauses");
    /// The contract, as last checked, holds every must-have.
    ContractStates = "contract_states" [] ("date");
    /// The contract, as last checked, lacks must-haves.
    ContractLacks = "contract_lacks" [] ("clauses", "date");
    /// Every required measure has an owner.
    OwnersSettled = "owners_settled" [] ("count");
    /// Boundary areas have no owner.
    OwnersOpen = "owners_open" [] ("areas");
    /// No quotation was entered.
    NothingPriced = "nothing_priced" [] ();
    /// Whatever is not offered has someone who bears the risk.
    PricesSettled = "prices_settled" [] ();
    /// Measures are not offered and nobody bears the risk.
    RiskUnaccepted = "risk_unaccepted" [] ("measures");
    /// A fact speaks for an audit.
    AuditForFact = "audit_for_fact" [] ("fact");
    /// The rule specially wants an audit.
    AuditSpeciallyWanted = "audit_specially_wanted" [] ("factor");
    /// The work is short.
    AuditShortTerm = "audit_short_term" [] ();
    /// The work is cheap.
    AuditSmallAmount = "audit_small_amount" [] ();
    /// Who asks cannot decide.
    RequesterDecides = "requester_decides" ["N-5.1-5"] ();
    /// Who stands in for the requester cannot decide.
    DecidesForRequester = "decides_for_requester" ["N-5.1-5"] ();
    /// One person asks and decides, which the small-firm setting allows.
    SmallFirmSamePerson = "small_firm_same_person" ["N-5.1-5"] ();
}

impl std::fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// What a placeholder is filled with; shown in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text as people wrote it.
    Text(String),
    /// A day.
    Date(Date),
    /// How many.
    Count(usize),
    /// Kinds of work.
    Activities(BTreeSet<Activity>),
    /// Names as people wrote them; the first three are shown.
    Names(Vec<String>),
    /// A fixed text.
    Words(Words),
    /// A text of the catalogue: Japanese, English.
    Both(String, String),
}

impl Value {
    /// The value in one language.
    #[must_use]
    pub fn show(&self, lang: Lang) -> String {
        let comma = if lang == Lang::Ja { "、" } else { ", " };
        match self {
            Self::Text(text) => text.clone(),
            Self::Date(date) => long_date(*date, lang),
            Self::Count(n) => n.to_string(),
            Self::Activities(set) => set.iter().map(|a| a.label(lang)).collect::<Vec<_>>().join(comma),
            Self::Words(words) => words.get(lang).to_owned(),
            Self::Both(ja, en) => {
                if lang == Lang::Ja {
                    ja.clone()
                } else {
                    en.clone()
                }
            }
            Self::Names(names) => {
                let shown = names.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(comma);
                match (names.len().saturating_sub(3), lang) {
                    (0, _) => shown,
                    (more, Lang::Ja) => format!("{shown}ほか{more}件"),
                    (more, Lang::En) => format!("{shown} and {more} more"),
                }
            }
        }
    }
}

/// One reason of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Which.
    pub code: ReasonCode,
    /// Id of the rule, such as `N-5.1-3`.
    pub rule: Cow<'static, str>,
    /// What the sentence is filled with.
    #[serde(serialize_with = "as_map")]
    pub params: Vec<(&'static str, Value)>,
    /// The register entry it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
}

fn as_map<S: Serializer>(params: &[(&'static str, Value)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(params.len()))?;
    for (name, value) in params {
        map.serialize_entry(name, value)?;
    }
    map.end()
}

impl Reason {
    /// A reason under its own rule.
    #[must_use]
    pub fn new(code: ReasonCode) -> Self {
        Self { code, rule: Cow::Borrowed(code.rule().unwrap_or_default()), params: Vec::new(), entry: None }
    }

    pub(crate) fn with(mut self, name: &'static str, value: Value) -> Self {
        self.params.push((name, value));
        self
    }

    pub(crate) fn on(self, date: Date) -> Self {
        self.with("date", Value::Date(date))
    }

    pub(crate) fn at(mut self, entry: EntryId) -> Self {
        self.entry = Some(entry);
        self
    }

    /// Takes the rule of a gate condition when the reason has none of its own.
    pub(crate) fn under(mut self, rule: &str) -> Self {
        if self.code.rule().is_none() {
            self.rule = Cow::Owned(rule.to_owned());
        }
        self
    }

    /// The sentence.
    #[must_use]
    pub fn text(&self, catalogue: &Catalogue, lang: Lang) -> String {
        let params: Vec<(&str, String)> = self.params.iter().map(|(name, value)| (*name, value.show(lang))).collect();
        catalogue.text(self.code.code(), lang, &params)
    }
}
