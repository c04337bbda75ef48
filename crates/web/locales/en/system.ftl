# The ledger
ledger-lead = Every change is chained to the one before it, with who and when. Any alteration is found here.
ledger-verify = Verify the ledger
ledger-export = Export the ledger
ledger-checkpoint = Make a checkpoint
ledger-state-not-yet = Not yet verified since the server was started.
ledger-state-whole = All { $n } entries are intact (verified { $at }).
ledger-state-broken = The verification of { $at } found altered, missing or reordered entries.
ledger-findings =
    { $n ->
        [one] 1 entry that does not fit
       *[other] { $n } entries that do not fit
    }
ledger-findings-do = Stop writing, and compare with checkpoints and backups kept elsewhere.
ledger-entries = Entries
ledger-none = No such entries.
ledger-filter = Filter
ledger-filter-do = Filter entries
ledger-any = Any
ledger-checkpoints = Signed checkpoints
ledger-checkpoints-note = Kept elsewhere by an auditor, and checked against the ledger later
ledger-checkpoints-none = There are no checkpoints yet.
ledger-checkpoint-n =
    { $n ->
        [one] Checkpoint up to entry 1
       *[other] Checkpoint up to entry { $n }
    }
f-ledger-action = Action
f-ledger-subject = Subject
f-ledger-subject-hint = A number such as R8-0012
f-ledger-person = By

# The account
account-must-change = You are using a first password. Please change it before anything else.
account-password = Change the password
account-password-do = Change the password
account-password-note = Changing it signs out your other devices.
account-profile = Display
account-profile-do = Save the display
account-sessions = Where you are signed in
account-sessions-note = End what you do not recognise, and change the password
account-tokens = Access tokens
account-tokens-note = Keys with which programs use the API with your rights
theme-auto-long = As the device says
theme-light-long = Light
theme-dark-long = Dark
session-device = Device
session-address = From
session-since = Since
session-used = Last used
session-this = This device
session-end = Sign it out
token-once = This token is shown only once.
token-since = Made
token-end = Revoke
token-end-ask = Revoke this token? Programs using it stop working
tokens-none = There are no access tokens.
token-add = Make an access token
token-do = Make the token
f-profile-lang = Language
f-profile-theme = Theme
f-password-current = Present password
f-password-new = New password
f-password-new-hint = At least 12 characters; a long phrase is fine
f-password-again = New password, once more
f-token-name = Name
f-token-name-hint = What it is for
f-token-until = Until

# Settings
settings-sample = Sample data
settings-sample-in =
    { $n ->
        [one] One sample engagement is loaded. Removing it leaves everything else alone.
       *[other] { $n } sample engagements are loaded. Removing them leaves everything else alone.
    }
settings-sample-remove = Remove sample data
settings-sample-ask = Remove the sample data?
settings-small = Small-firm mode
settings-small-on = On
settings-small-off = Off
settings-small-text = For organisations too small to keep requester and decider apart. It is switched in the configuration file, and each decision records that one person did both.
settings-system = System
settings-version = Version
settings-database = Database
