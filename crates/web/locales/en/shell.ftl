# The frame of every page
product = Sekimori
skip = Skip to content
search = Search
search-engagements = Search engagements
search-placeholder = Number or title
menu = Menu
menu-main = Main menu
nav-home = Home
nav-engagements = Engagements
nav-approvals = Approvals
nav-register = Appendix 1 (register)
nav-contractors = Contractors
nav-consultations = Consultations
nav-catalogue = Catalogue
nav-organisation = Units and roles
nav-ledger = Ledger
nav-settings = Settings
nav-account = Account
ledger-verified-at = Ledger verified { $at }
ledger-broken-at = Ledger is broken { $at }
ledger-not-yet = Ledger not yet verified
sign-out = Sign out
language-other = 日本語
theme-now = Theme: { $now }
theme-switch = Press to switch to “{ $next }”
theme-auto = auto
theme-light = light
theme-dark = dark
printed-at = printed { $at }
handling-mark = Handle with care
here = You are here
cancel = Cancel
back = Back
edit = Change
yes = Yes
no = No
download-excel = Export to Excel
print-page = Print this page
pager = Pages
pager-newer = Newer
pager-older = Older
same-person-note = Requested and decided by the same person (small-firm mode)

# Messages
note-info = Note
note-done = Done
note-caution = Caution
note-grave = Serious
said-saved = Saved.
said-plan-saved = The plan is saved.
said-issued = The version is made.
said-created = Entered.
said-merged = The entries are one now.
said-passed = The gate is passed. The engagement is at its next stage.
said-declared = The condition is recorded as met.
said-requested = The request is with the officer.
said-decided = The decision is recorded.
said-sent-back = The request is sent back.
said-refused = The refusal is recorded.
said-withdrawn = The request is withdrawn.
said-split = The engagement is split. The original stays on record.
said-ended = The engagement is ended. Its record stays.
said-attached = The file is attached.
said-view-saved = The view is saved.
said-view-removed = The saved view is removed.
said-draft-saved = The draft is saved. You can go on at any time.
said-draft-removed = The draft is removed.
said-granted = The role is granted.
said-ended-role = The last day is recorded.
said-verified = The ledger has been verified.
said-checkpoint = A signed checkpoint has been made.
said-password = The password is changed.
said-session-ended = That device is signed out.
said-token-ended = The access token is revoked.
said-sample-loaded = Sample data is loaded.
said-sample-removed = Sample data is removed.
said-asked = The question is sent.
said-answered = The answer is sent.
said-signed-out = You are signed out.

# Forms
form-must = Required
form-may = Optional
form-wrong = Error:
form-errors =
    { $n ->
        [one] One thing to put right
       *[other] { $n } things to put right
    }
form-error-line = { $label }: { $said }
form-row-label = { $label } in row { $row }
form-date-hint = For example 2026-07-01
form-keep-revision = If someone else changes this meanwhile, nothing is overwritten and you are told.

# Signing in
sign-in-title = Sign in
sign-in-lead = Outsourcing security at { $organisation }
sign-in-do = Sign in
sign-in-wrong = The user name or password is wrong. Try again. After several wrong attempts in a row, wait about 15 minutes.
sign-in-ended = You were signed out after a while. Please sign in again.
sign-in-next = After signing in you go on to the page you asked for.
sign-in-help = If you cannot sign in, ask your organisation’s administrator for your user name and a new password.
sign-in-offers = Try it as
sign-in-offers-note = A fictitious organisation. What you see and may do depends on the role.
f-sign-in-login = User name
f-sign-in-password = Password

# Errors

error-403-title = You cannot do this
error-404-title = There is no such page
error-409-title = This changed in the meantime
error-409-as-it-stands-title = Not possible as things stand
error-409-as-it-stands-text = This cannot be done until what stands in its way has changed. Nothing was written.
error-422-title = Something could not be accepted
error-429-title = Please wait a while
error-500-title = This could not be finished
error-403-text = Your roles do not allow it. See under Units and roles what is needed, and ask an administrator to grant it.
error-404-text = The address is wrong, or it lies outside what you may see. Try searching by number or title.
error-409-text = Someone else changed it first, so nothing was overwritten. Open it as it stands now and make your change again.
error-422-text = What was sent could not be read. Go back and check what you entered.
error-429-text = There were many requests in a short time. Wait a little and open the page again.
error-500-text = It was called off, and nothing was written. Try again; if it goes on, tell your administrator the request number.
error-request = Request number
error-home = Go to Home
error-search = Search engagements
error-now = Open it as it stands now
error-roles = See units and roles
error-again = Try again
error-sign-in = Sign in
