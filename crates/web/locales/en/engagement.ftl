# One engagement, and the explanations of choices
engagement-record = Decision record
engagement-acts = Actions
engagement-way = Stages
engagement-tabs = Engagement
engagement-tab-decision = Decisions
engagement-tab-information = Information
engagement-tab-requirements = Requirements
engagement-tab-papers = Papers
engagement-tab-unjudged =
    { $n ->
        [one] 1 not judged
       *[other] { $n } not judged
    }
engagement-tab-files = Files
engagement-tab-facts = Facts
engagement-tab-history = History
engagement-next-gate = Next gate.
engagement-left =
    { $n ->
        [one] 1 left
       *[other] { $n } left
    }
engagement-left-none = Clear
engagement-gate = Gate: { $gate }
engagement-gate-left =
    { $n ->
        [one] One condition to go
       *[other] { $n } conditions to go
    }
engagement-gate-clear = All conditions are settled
engagement-pass = Pass the gate
engagement-met-list =
    { $n ->
        [one] 1 condition met
       *[other] { $n } conditions met
    }
engagement-na-list =
    { $n ->
        [one] 1 condition not applicable
       *[other] { $n } conditions not applicable
    }
engagement-ask-waiver = Request a waiver
engagement-assessment = May this work go out?
engagement-assessment-note = The rules applied to the facts
engagement-decisions = Decided and waiting
engagement-decisions-none = Nothing has been requested or decided yet.
state-unmet = Unmet
state-waived = Waived
state-met = Met
state-not-applicable = Not applicable
state-waiting = Waiting
tally-unmet =
    { $n ->
        [one] Unmet 1
       *[other] Unmet { $n }
    }
tally-waived =
    { $n ->
        [one] Waived 1
       *[other] Waived { $n }
    }
tally-met =
    { $n ->
        [one] Met 1
       *[other] Met { $n }
    }
fact-contractor = Contractor
fact-owner = Owner
fact-amount = Amount (tax incl.)
fact-term = Term
fact-register = Register version
fact-relatives = Split from or into
fact-undecided = Not yet known
amount = ¥{ $yen }
unit-yen = yen
unit-people = people
to = –
register-version-n =
    { $n ->
        [one] Version 1
       *[other] Version { $n }
    }

# Information
items-title = Information given or seen
items-lead = List each piece of information the contractor is given or can see, and judge whether its loss or leak would gravely harm people’s rights or public or national safety.
items-row =
    { $n ->
        [one] Item 1
       *[other] Item { $n }
    }
items-empty-row = Rows without a name are not saved. To remove a row, empty its name.
items-save = Save the list
items-add = Add a row
items-none = No information is listed yet
items-none-text = Once the owner lists it, its judgement shows here.
items-needed-any = Any activity
f-items-items-name = Information
f-items-items-access = How it is reached
f-items-items-criticality = Critical?
f-items-items-needed_for = Needed for

# Files
files-title = Attached files
files-lead = Frozen as received; a replacement is a new file
files-none = No files yet
files-none-text = Keep here what shows that a condition is met: a budget, minutes, a letter.
files-name = Name
files-size = Size
files-received = Received
files-effective = Effective from
files-shows = Shows
files-add = Attach a file
files-add-do = Attach the file
files-limit = Up to { $limit }
f-file-file = File
f-file-effective_on = Effective from
f-file-effective_on-hint = The day from which its content holds, apart from the day it was received
f-file-note = Note

# Facts
facts-title = Facts of the engagement
facts-lead = A change checks conditions and assessment afresh. Decisions already made stay on record.
facts-save = Save the facts
f-facts-title = Title
f-facts-title-hint = As it will stand in the contract
f-facts-summary = The work
f-facts-summary-hint = In two or three plain lines
f-facts-category = Work category
f-facts-category_fit = Fit with the category
f-facts-system = System or body of data
f-facts-system-hint = If the register has a name for it, use that
f-facts-activities = What will be done
f-facts-term-from = First day
f-facts-term-to = Last day
f-facts-amount = Amount (tax included)
f-facts-contractor = Contractor
f-facts-information = Kinds of information given or seen
f-facts-people_count = Personal data of how many people
f-facts-people_count-hint = A rough number will do
f-facts-places = Place of work
f-facts-connection = Connection to your systems
f-facts-installation_opens_critical = Does connecting or setting up open critical information?
f-facts-rights_reach_all = Do the rights reach all data of the system?
f-facts-subcontracting = Will the contractor pass part of it on?
f-facts-accounts = Does the contractor get accounts on our systems?

# History
history-title = History of this engagement
history-lead = From the ledger; it cannot be erased or rewritten
ledger-seq = No.
ledger-at = Time
ledger-action = Action
ledger-subject = Subject
ledger-by = By
ledger-hash = Hash

# Explanations of choices
category-hint-build = Building or rebuilding a system, developing software
category-hint-on_site_operation = Running a system in your rooms
category-hint-remote_operation = Running a system over a connection
category-hint-data_centre = Running it on the contractor’s equipment and premises
category-hint-asp = Using a ready-made service over a network
category-hint-housing = Your equipment in the contractor’s premises
category-hint-maintenance = Inspecting, repairing, updating equipment or software
category-hint-processing = Entry, conversion, statistics, printing, mailing, calls
category-hint-storage_transport = Keeping or carrying paper, media or equipment
fit-hint-direct = The work is of this category itself
fit-hint-by_analogy = No category fits exactly; this one is nearest
activity-hint-design = Requirements, drawings, specifications
activity-hint-build = Building and testing without your running data
activity-hint-installation = Connecting or setting up beside running systems
activity-hint-operation = Running and watching day by day
activity-hint-maintenance = Inspection, repair, updates
activity-hint-processing = Entry, conversion, statistics, printing, mailing, calls
activity-hint-storage = Keeping things in custody
activity-hint-transport = Carrying things from place to place
activity-hint-service_use = Use under the provider’s own terms
information-hint-personal = Names, addresses, photos, numbers: anything that tells who it is about
information-hint-my_number = The Number Act adds rules of its own
information-hint-business_secret = Bid plans, drawings, unpublished plans
information-hint-entrusted_by_others = Received from other firms or bodies under a promise
information-hint-system_security = Diagrams, settings, account lists, test findings
information-hint-public_only = Not together with any other
information-hint-unknown = You are asked again later; until then it is handled most carefully
place-hint-client_premises = Where your own staff can see the work
place-hint-contractor_premises = A building in Japan the contractor controls
place-hint-remote = Homes, shared offices, on the road
place-hint-abroad = Also when it is only viewed from abroad
place-hint-unknown = You are asked again later; until then it is handled most carefully
connection-hint-none = Working only with what is handed over
connection-hint-on_site = From equipment placed inside
connection-hint-remote = Private lines, VPN, remote control
connection-hint-unknown = You are asked again later; until then it is handled most carefully
