# The chain below an engagement
engagement-tab-chain = Subcontracting
said-subcontract-entered = The request is recorded.
said-subcontract-said = Your decision is recorded.
said-firm-seen = The firm at work is recorded.
said-firm-left = It is recorded that the firm has left.
chain-title = Firms at work
chain-none = No contractor is chosen yet
chain-none-text = Once the contractor is entered, the firms that work below it are handled here.
chain-violations =
    { $n ->
        [one] One firm works without approval. Ask for a request, or ask for the work to stop.
       *[other] { $n } firms work without approval. Ask for requests, or ask for the work to stop.
    }
chain-firm = Firm
chain-tier = Tier
chain-under = Given work by
chain-client = This organisation
chain-contractor = Contractor
chain-approved = Approved
chain-approved-until = until { $day }
chain-unapproved = Not approved
chain-unasked = Never asked for
chain-unasked-why = Works without a request
chain-below = Tier above not approved
chain-below-why = The firm that gave it work has no approval
chain-left-do = Has left
chain-requests = Requests to pass work on
chain-requests-none = There is no request yet.
chain-new = Record a request
chain-new-text = Enter what the contractor's application for subcontracting says. It is the same at every tier.
chain-new-do = Record the request
chain-request = Request to pass work on
chain-asked = Asked on
chain-entered = Recorded by
chain-until = Approved until
chain-open = Waiting for a decision
chain-half = Decided by the owner, waiting for approval
chain-refused = Refused
chain-revoked = Revoked
chain-tests = Conditions for approval
chain-condition = Condition
chain-source = Source
chain-holds = Met
chain-does-not-hold = Not met
chain-said = Decisions
chain-said-none = Nothing has been decided yet.
chain-voice-owner = Owner
chain-voice-officer = Security officer
chain-conditions = Conditions laid down with the approval
chain-approve = Approve subcontracting
chain-refuse = Refuse
chain-revoke = Revoke the approval
chain-seen = A firm nobody asked for
chain-seen-text = Badges, work records or invoices may show a firm at work that nobody asked for. Write it down; it is shown as a violation until it is approved.
chain-seen-do = Record the firm
chain-answer-hint-unknown = Counts as not met
f-chain-applicant = Applicant
f-chain-to = Who takes the work on
f-chain-to-hint = A name in the list of contractors, or a corporate number
f-chain-part = The part passed on
f-chain-extent = How much is passed on
f-chain-country = Country of the work
f-chain-country-hint = Two letters; JP for Japan
f-chain-sites = Places of work
f-chain-sites-hint = One a line
f-chain-information = Information they would touch
f-chain-ground = Ground
f-chain-reason = The ground in words
f-chain-in_our_contract = Does our contract ask for the same level of subcontractors?
f-chain-between_them = Does the contract between the two ask for the same level?
f-chain-measures_reported = Were the subcontractor's measures reported?
f-chain-measures_sufficient = Were those measures found sufficient?
f-chain-verification = How results are verified
f-chain-asked_on = Asked on
f-seen-giver = Given work by
f-seen-firm = The firm
f-seen-firm-hint = A name in the list of contractors, or a corporate number
f-seen-on = Seen on
f-seen-note = How it came to be known
f-say-reason = Reason
f-say-conditions = Conditions
f-say-conditions-hint = One a line
f-say-until = Approved until
ground-hint-expertise = The contractor alone could not do it, or only with difficulty
ground-hint-fair_cost = It costs what it should, unlike doing it alone
ground-hint-other = Does not count as a reasonable ground
extent-hint-whole = Passing on the whole of the work is never allowed

# What rests on a firm
touched-title = Engagements with a part of this firm
touched-lead = What is touched when something happens to { $name }: engagements under way
touched-part = As
touched-contractor = Contractor
touched-below = Subcontractor
touched-count =
    { $n ->
        [one] 1 engagement
       *[other] { $n } engagements
    }
touched-none = No engagement
touched-none-text = No engagement under way has this firm as contractor or subcontractor.
concentration-title = Concentration
concentration-lead = Firms on which most engagements under way rest, counted at every tier
concentration-n = Engagements
concentration-direct = As the contractor
concentration-none = No engagement under way has a contractor
concentration-none-text = Engagements with a contractor appear here.
