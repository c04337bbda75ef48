# The register of critical and non-critical work
register-title = Appendix 1: register of critical work
register-lead = Which work stays inside and which may go out. An engagement is judged by the version in force when it was entered.
register-no-version = No version yet
register-critical = Not outsourced in principle
register-critical-note = Not without an exception
register-non-critical = May be outsourced
register-non-critical-note = Once other conditions are met
register-list-none = No entries.
register-why = Why
register-decided = Decided
register-review-due = review is due
register-versions = Versions
register-versions-note = Earlier versions never change
register-old = This is version { $version }. Version { $newest } is in force.
register-newest = See the version in force
register-pending =
    { $n ->
        [one] One update is waiting for a decision.
       *[other] { $n } updates are waiting for a decision.
    }
register-search = Search systems and information
register-add = Add an entry
register-update = Update the register
register-add-title = Add an entry to the register
register-change-title = Change “{ $name }”
register-change-lead = This makes a new version at once. Earlier versions stay as they are, and engagements keep the version they were entered under.
register-change-do = Make the new version
register-versions-shown =
    { $n ->
        [one] 1 version
       *[other] { $n } versions
    }
register-change-save = Change the entry
register-change-remove = Remove the entry
register-empty = The register is still empty
register-empty-text = Work that is not listed is judged by an officer, one by one. The first such decision makes the first version.
f-entry-change = Change
f-entry-list = List
f-entry-system = System or body of data
f-entry-activities = Activities
f-entry-information = Information concerned
f-entry-reason = Why it stands on this list
f-entry-review_on = Look at it again on
f-entry-decision = Why the register is changed
f-entry-decision-hint = Kept with the version
