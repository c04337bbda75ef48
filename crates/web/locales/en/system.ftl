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
ledger-key = Get the public key
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
f-ledger-subject-hint = A number such as R8-0012, or a user name
f-ledger-person = By
f-ledger-person-hint = The user name

# The account
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
f-token-until-hint = Within a year; 90 days when left empty. For example 2026-07-01

# Settings
settings-sample = Sample data
settings-sample-in = Sample data is loaded. Removing it leaves everything else alone.
settings-sample-once = All people of the sample sign in with this password. It is shown only once.
settings-sample-try = What to try
settings-sample-remove = Remove sample data
settings-sample-ask = Remove the sample data?
settings-small = Small-firm mode
settings-small-on = On
settings-small-off = Off
settings-small-text = For organisations too small to keep requester and decider apart. Each decision records that one person did both.
settings-organisation = Name and set-up
settings-save = Save the settings
settings-small-no-hint = Nobody decides what they asked for themselves
settings-database-id = Number of the database
settings-verified = Last verification of the ledger
settings-verified-none = None yet
f-settings-organisation_ja = Name in Japanese
f-settings-organisation_en = Name in English
f-settings-small_firm = Small-firm mode
settings-system = System
settings-version = Version
settings-database = Database
