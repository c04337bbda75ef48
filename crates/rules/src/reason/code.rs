//! Every reason there is.

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
    /// The formula was announced before anyone was judged.
    FormulaFrozen = "formula_frozen" [] ("date", "digest");
    /// The formula is still being written.
    FormulaOpen = "formula_open" [] ();
    /// The selection has not led to a decision yet.
    SelectionUndecided = "selection_undecided" [] ();
    /// The chosen one was scored for stability.
    StabilityScored = "stability_scored" [] ("score", "date");
    /// The chosen one shows the proof that was asked for.
    ProofFits = "proof_fits" [] ("scheme", "date");
    /// No answer of the chosen one's self-assessment is open.
    BenchmarkClear = "benchmark_clear" [] ("date");
    /// Answers of the chosen one's self-assessment are open.
    BenchmarkOpen = "benchmark_open" [] ("count");
    /// The candidates were scored by the announced formula.
    ScoredByFormula = "scored_by_formula" [] ("count", "date");
    /// One was chosen, with a reason.
    ContractorChosen = "contractor_chosen" [] ("name", "date");
    /// The engagement names another contractor than the chosen one.
    ContractorNotChosen = "contractor_not_chosen" [] ("name");
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
    /// A test of a single act holds.
    TestPassed = "test_passed" [] ();
    /// The item is not on the engagement's list.
    ItemNotListed = "item_not_listed" ["N-5.2-1"] ("item");
    /// Nothing says why the item is needed.
    NeedMissing = "need_missing" ["N-8.1-1"] ();
    /// No handler is named.
    HandlerMissing = "handler_missing" ["N-8.1-2"] ();
    /// The handler is not agreed or has left.
    HandlerNotAgreed = "handler_not_agreed" ["N-7.2-3"] ("name");
    /// The handler belongs to a firm that is not approved.
    HandlerOfAnotherFirm = "handler_of_another_firm" ["N-7.5-1"] ("name");
    /// Nobody said who employs the handler.
    HandlerEmployerUnknown = "handler_employer_unknown" ["N-7.2-3"] ("name");
    /// No promise of secrecy was in force.
    NdaNotInForce = "nda_not_in_force" ["CO-N1"] ("date");
    /// No contract was in force.
    ContractNotInForce = "contract_not_in_force" ["N-7.1-1"] ("date");
    /// The handling rule was not accepted before.
    RuleNotAccepted = "rule_not_accepted" ["N-8.1-6"] ("date");
    /// Method or protection is missing.
    MethodMissing = "method_missing" ["N-8.1-3"] ();
    /// The receiving firm is not approved.
    ReceiverNotApproved = "receiver_not_approved" ["N-7.5-3"] ();
    /// Someone else took the item.
    ReceiptByOther = "receipt_by_other" ["N-8.1-2"] ("name");
    /// The receipt lies before the release.
    ReceiptBeforeRelease = "receipt_before_release" ["N-8.1-2"] ("date");
    /// Nobody confirmed the receipt.
    ReceiptMissing = "receipt_missing" ["N-8.1-2"] ();
    /// More would go than is held.
    MoreThanHeld = "more_than_held" ["N-8.1-5"] ("item", "count");
    /// Kind and direction do not fit.
    WrongSide = "wrong_side" ["N-8.1-5"] ("item");
    /// Nothing remains with any contractor.
    BalanceZero = "balance_zero" ["N-8.1-4"] ("count");
    /// Something remains with a contractor.
    StillHeld = "still_held" ["N-8.1-4"] ("count", "items");
    /// A disposal or return is claimed without proof.
    ClaimsUnproven = "claims_unproven" ["N-8.1-4"] ("count", "items");
    /// A disposal report is incomplete.
    DisposalIncomplete = "disposal_incomplete" ["N-8.1-5"] ("items", "fields");
    /// Every disposal report is complete.
    DisposalsComplete = "disposals_complete" ["N-8.1-5"] ("count");
    /// Everything came back, so that no report of disposal is wanted.
    AllReturned = "all_returned" ["N-8.1-5"] ("count");
    /// Every release is recorded with its receipt.
    HandoversRecorded = "handovers_recorded" ["N-8.1-2"] ("count");
    /// Releases have no receipt.
    ReceiptsOpen = "receipts_open" ["N-8.1-2"] ("count", "items");
    /// A spoken disclosure was not written down in time.
    WrittenNoteLate = "written_note_late" ["DL5"] ("items", "date");
    /// The whole would be passed on.
    SubWhole = "sub_whole" ["N-7.5-1"] ();
    /// No reasonable ground.
    SubGroundMissing = "sub_ground_missing" ["N-7.5-3"] ();
    /// They have not agreed on the level.
    SubLevelNotAgreed = "sub_level_not_agreed" ["N-7.5-3"] ();
    /// Our contract does not demand the level.
    SubLevelNotInContract = "sub_level_not_in_contract" ["N-7.5-3"] ();
    /// The subcontractor's measures were not reported.
    SubMeasuresUnreported = "sub_measures_unreported" ["N-7.5-3"] ();
    /// The subcontractor's measures are not sufficient.
    SubMeasuresInsufficient = "sub_measures_insufficient" ["N-7.5-3"] ();
    /// No way to verify results.
    SubNoVerification = "sub_no_verification" ["N-7.5-3"] ();
    /// Work would come back to the applicant.
    SubCycle = "sub_cycle" ["N-7.5-3"] ();
    /// The applicant is not approved.
    SubApplicantNotApproved = "sub_applicant_not_approved" ["N-7.5-3"] ();
    /// Nobody decided.
    SubOpen = "sub_open" ["N-7.5-3"] ();
    /// The owner's word is missing.
    SubNeedsOwner = "sub_needs_owner" ["N-7.5-3"] ();
    /// The officer's word is missing.
    SubNeedsOfficer = "sub_needs_officer" ["N-7.5-3"] ();
    /// One person decided and approved.
    SubOnePerson = "sub_one_person" ["N-7.5-3"] ();
    /// It was refused.
    SubRefused = "sub_refused" ["N-7.5-3"] ("date");
    /// The approval was taken back.
    SubRevoked = "sub_revoked" ["N-7.5-3"] ("date");
    /// The approval ran out.
    SubExpired = "sub_expired" ["N-7.5-3"] ("date");
    /// The approval holds.
    SubInForce = "sub_in_force" ["N-7.5-3"] ("date", "count");
    /// Every firm at work is approved.
    ChainApproved = "chain_approved" ["N-7.5-3"] ("count");
    /// A firm works without approval.
    ChainUnapproved = "chain_unapproved" ["N-7.5-3"] ("count", "names");
    /// Every report due has come.
    ReportsOnTime = "reports_on_time" ["N-8.3-1"] ("count");
    /// A report is overdue.
    ReportsOverdue = "reports_overdue" ["N-8.3-1"] ("count", "date");
    /// A report is missing beyond patience.
    ReportsDeficient = "reports_deficient" ["N-8.3-1"] ("count", "date");
    /// A report leaves out a section.
    ReportsIncomplete = "reports_incomplete" ["N-8.3-1"] ("count", "sections");
    /// No finding is overdue.
    FindingsInTime = "findings_in_time" ["N-8.3-2"] ("count");
    /// A finding is overdue.
    FindingsOverdue = "findings_overdue" ["N-8.3-2"] ("count", "date");
    /// Every finding is settled.
    FindingsSettled = "findings_settled" ["N-9-1"] ("count");
    /// A finding is open.
    FindingsOpen = "findings_open" ["N-9-1"] ("count");
    /// Poor performance is being talked over.
    ShortfallsOpen = "shortfalls_open" ["N-8.3-1"] ("count");
    /// Certificates are valid.
    CertificatesValid = "certificates_valid" ["N-6.2.1-2"] ("count");
    /// A certificate ran out.
    CertificatesExpired = "certificates_expired" ["N-6.2.1-2"] ("names", "date");
    /// A certificate has no last day.
    CertificatesUndated = "certificates_undated" ["N-6.2.1-2"] ("names");
    /// A certificate has not begun.
    CertificatesNotBegun = "certificates_not_begun" ["N-6.2.1-2"] ("names", "date");
    /// Every access was withdrawn.
    AccessWithdrawn = "access_withdrawn" ["METI-2022"] ("count");
    /// An access remains.
    AccessLeft = "access_left" ["METI-2022"] ("names", "count");
    /// An access outlived contract, term or handler.
    AccessOutlived = "access_outlived" ["METI-2022"] ("names", "count");
    /// An access has no second factor and no exception in force.
    AccessWithoutSecondFactor = "access_without_second_factor" ["METI-2022"] ("names", "count");
    /// An access was not reviewed in time.
    AccessReviewDue = "access_review_due" ["METI-2022"] ("names", "count");
    /// Every measure picked was found done.
    AcceptancePassed = "acceptance_passed" ["N-9-1"] ("count");
    /// Nothing was picked.
    AcceptanceNothing = "acceptance_nothing" ["N-9-1"] ();
    /// A measure was not looked at.
    AcceptanceOpen = "acceptance_open" ["N-9-1"] ("count", "measures");
    /// A measure was left out without a reason.
    AcceptanceUnreasoned = "acceptance_unreasoned" ["N-9-1"] ("count", "measures");
    /// A measure was not done.
    AcceptanceFailed = "acceptance_failed" ["N-9-1"] ("count", "measures");
    /// A mended measure has no proof.
    AcceptanceUnproven = "acceptance_unproven" ["N-9-1"] ("count", "measures");
    /// Every weak point is explained.
    WeakPointsExplained = "weak_points_explained" ["N-9-1"] ("count");
    /// A weak point is not explained.
    WeakPointsUnexplained = "weak_points_unexplained" ["N-9-1"] ("count", "names");
    /// No design evaluation is wanted.
    DesignNotWanted = "design_not_wanted" ["N-10.1-1"] ();
    /// The design evaluation was confirmed.
    DesignConfirmed = "design_confirmed" ["N-10.1-2"] ("date");
    /// A late confirmation was agreed.
    DesignLateAgreed = "design_late_agreed" ["N-10.1-3"] ("date");
    /// Neither confirmation nor agreement.
    DesignOpen = "design_open" ["N-10.1-2"] ("date");
    /// The agreement came after the delivery.
    DesignAgreementLate = "design_agreement_late" ["N-10.1-3"] ("date");
    /// The agreed day passed.
    DesignAgreementOver = "design_agreement_over" ["N-10.1-3"] ("date");
    /// No new evaluation.
    RenewalNotEvaluated = "renewal_not_evaluated" ["N-7.3-1"] ();
    /// The evaluation is that of the former contract.
    RenewalEvaluationOld = "renewal_evaluation_old" ["N-7.3-1"] ("date");
    /// Single source without a reason.
    RenewalSingleSource = "renewal_single_source" ["N-7.3-1"] ();
    /// The yearly supervision was not approved.
    RenewalYearlyMissing = "renewal_yearly_missing" ["A-5-1"] ();
    /// A candidate quoted no price.
    OfferNoPrice = "offer_no_price" ["N-6.1-2"] ();
    /// The price is above the ceiling.
    OfferAboveCeiling = "offer_above_ceiling" ["N-6.1-2"] ();
    /// Nobody gave a score for a factor that counts.
    OfferNoScore = "offer_no_score" ["N-6.1-2"] ("factor");
    /// A score is below the minimum.
    OfferBelowMinimum = "offer_below_minimum" ["N-6.1-2"] ("factor", "minimum");
    /// There is no certificate.
    OfferNoCertificate = "offer_no_certificate" ["N-6.2.1-2"] ();
    /// The certificate ran out.
    OfferCertificateOver = "offer_certificate_over" ["N-6.2.1-2"] ("date");
    /// The certificate has no last day.
    OfferCertificateUndated = "offer_certificate_undated" ["N-6.2.1-2"] ();
    /// The certificate has not begun.
    OfferCertificateNotBegun = "offer_certificate_not_begun" ["N-6.2.1-2"] ("date");
    /// Nobody read that the scope covers the work.
    OfferScopeNotCovering = "offer_scope_not_covering" ["N-6.2.1-2"] ();
    /// The certificate does not name the place of work.
    OfferSiteNotCovered = "offer_site_not_covered" ["N-6.2.1-2"] ("site");
    /// The self-assessment has not as many answers as its set.
    OfferBenchmarkCount = "offer_benchmark_count" ["N-6.2.2-1"] ("answered", "items");
    /// The mean of the self-assessment is too low.
    OfferBenchmarkLow = "offer_benchmark_low" ["N-6.2.2-1"] ("mean", "needed");
    /// Answers of the self-assessment are unclear.
    OfferBenchmarkUnclear = "offer_benchmark_unclear" ["N-6.2.2-2"] ("count");
    /// No report of an audit that fits is in force.
    OfferAuditNotFitting = "offer_audit_not_fitting" ["N-6.2.3-2"] ();
    /// The SCS level is not held.
    OfferScsLow = "offer_scs_low" ["N-6.1-2"] ();
    /// No new work goes to the contractor.
    OfferNotActive = "offer_not_active" ["N-6.1-1"] ();
    /// No confirmation.
    ConfirmationMissing = "confirmation_missing" ["N-7.2-1"] ();
    /// A signature is missing.
    ConfirmationUnsigned = "confirmation_unsigned" ["N-7.2-1"] ("side");
    /// Someone else than the responsible person signed.
    ConfirmationSignedByOther = "confirmation_signed_by_other" ["N-7.2-1"] ("name");
    /// Measures have no owner.
    ConfirmationMeasuresOpen = "confirmation_measures_open" ["N-7.2-1"] ("count", "measures");
    /// Contacts are missing.
    ConfirmationContactsOpen = "confirmation_contacts_open" ["N-7.2-2"] ("contacts");
    /// Staff is not named.
    ConfirmationStaffOpen = "confirmation_staff_open" ["N-7.2-3"] ();
    /// A version follows from no change.
    ConfirmationChangeMissing = "confirmation_change_missing" ["N-7.4-1"] ("count");
    /// The confirmation binds.
    ConfirmationInForce = "confirmation_in_force" ["N-7.2-1"] ("count", "date");
    /// The contract says it all.
    ConfirmationInContract = "confirmation_in_contract" ["N-7.2-4"] ("count", "date");
    /// All four can be reached.
    ContactsNamed = "contacts_named" ["N-7.2-2"] ();
    /// Nobody held the change against it.
    ChangeUnexamined = "change_unexamined" ["N-7.4-1"] ("what");
    /// The change departs from it.
    ChangeAgainst = "change_against" ["N-7.4-1"] ("what");
    /// Nobody allowed it.
    ChangeOpen = "change_open" ["N-7.4-1"] ();
    /// It was refused.
    ChangeRefused = "change_refused" ["N-7.4-1"] ("date");
    /// Changes wait.
    ChangesOpen = "changes_open" ["N-7.4-1"] ("count", "date");
    /// Requests wait.
    SubRequestsOpen = "sub_requests_open" ["N-7.5-3"] ("count", "date");
    /// The handling rule was accepted.
    RuleAccepted = "rule_accepted" ["N-8.1-6"] ("date");
    /// The day is set.
    DesignDaySet = "design_day_set" ["N-10.1-2"] ("date");
    /// A look is overdue.
    AuditsOverdue = "audits_overdue" ["N-8.3-2"] ("count", "date");
    /// Notice is late.
    AuditNoticeLate = "audit_notice_late" ["N-8.3-2"] ("names", "date");
    /// Report or papers are missing.
    AuditsUnreported = "audits_unreported" ["N-8.3-2"] ("names");
    /// Findings are not on record.
    FindingsUnrecorded = "findings_unrecorded" ["N-8.3-2"] ("count");
    /// A grave finding is open.
    FindingsGrave = "findings_grave" ["N-8.3-2"] ("count", "date");
    /// An incident goes on.
    IncidentsOpen = "incidents_open" ["N-8.2-1"] ("count", "date");
    /// The first word came late.
    IncidentWordLate = "incident_word_late" ["N-8.2-1"] ("count", "names");
    /// Promises were kept.
    LevelsKept = "levels_kept" ["KL-14"] ("count");
    /// A promise was broken.
    LevelsBroken = "levels_broken" ["KL-14"] ("count", "names");
    /// A promise was not measured.
    LevelsUnmeasured = "levels_unmeasured" ["KL-14"] ("count", "names");
    /// Nothing is on record.
    ExitSilent = "exit_silent" ["N-8.1-4"] ("what");
    /// Data has not come back.
    DataNotReturned = "data_not_returned" ["A-5-2"] ();
    /// Nobody read it.
    DataNotRead = "data_not_read" ["A-5-2"] ("date");
    /// The contractor was not told.
    DutiesNotTold = "duties_not_told" ["KL-04"] ();
    /// Functions are not settled.
    ProductUndefined = "product_undefined" ["N-10.2-1"] ();
    /// The product lacks functions.
    ProductLacks = "product_lacks" ["N-10.2-2"] ("name", "functions");
    /// A certified one was passed over.
    ProductUncertified = "product_uncertified" ["N-10.2-2"] ("name", "other");
}
