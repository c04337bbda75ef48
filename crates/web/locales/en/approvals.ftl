# Approvals
approvals-waiting = Waiting for me
approvals-mine = My requests
approvals-back =
    { $n ->
        [one] 1 sent back
       *[other] { $n } sent back
    }
approvals-decided = Decided
approvals-what = Request
approvals-by = Requested by
approvals-at = Requested
approvals-today = Pending since today
approvals-days =
    { $n ->
        [one] Pending 1 day
       *[other] Pending { $n } days
    }
approvals-shown =
    { $n ->
        [one] One request
       *[other] { $n } requests
    }
approvals-substitute = Until { $until } you decide for { $who }.
approval-substitute = You decide for { $who }. The ledger keeps both names.
approval-sent-back = { $reason } ({ $by })
approvals-none-waiting = No request is waiting for you
approvals-none-mine = You have made no requests
approvals-none-decided = Nothing has been decided yet
approvals-none-text = Requests for decisions, exceptions, register updates and waivers show here.
approval-asked = What is asked
approval-why = Why this needs an officer
approval-decide = Decide
approval-decision = The officer’s decision
approval-current = Entry as it stands
approval-grounds = Grounds
approval-measures = Measures directed
approval-until = Until { $until }
approval-mend = Mend and send again
approval-otherwise = Send back or refuse
approval-send-back = Send back
approval-refuse = Refuse
approval-withdraw-title = Withdraw the request
approval-withdraw-text = A request that is not decided can be withdrawn. It stays on record.
approval-withdraw = Withdraw the request
approval-small-firm = In small-firm mode the requester may decide. The record shows that one person did both.
decide-critical = Critical
decide-critical-hint = Not outsourced in principle; an exception is needed to go on
decide-not-critical = Not critical
decide-not-critical-hint = It may go on as work that can be outsourced
decide-update = Update the register
decide-update-hint = Make a new version with the entry below
decide-no-update = No update needed
decide-no-update-hint = The decision holds for this engagement only
decide-do-criticality = Record the decision
decide-do-exception = Grant the exception
decide-do-register = Decide on the register
decide-do-waiver = Approve the waiver
f-decide-critical = Is this work critical?
f-decide-measures = Measures directed
f-decide-measures-hint = One a line. The contract gate checks that the contract holds them
f-decide-until = Permit holds until
f-decide-update = What happens to the register
f-decide-list = List
f-decide-system = System or body of data
f-decide-activities = Activities
f-decide-information = Information concerned
f-decide-entry_reason = Why it stands on this list
f-decide-review_on = Look at it again on
f-decide-reason = Reason for the decision
f-answer-reason = Reason
f-answer-reason-hint = Say what should be mended
list-hint-critical = Does not go out without an exception
list-hint-non_critical = May go out once other conditions are met
