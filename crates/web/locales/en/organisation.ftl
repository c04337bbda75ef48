# Units, people, roles, substitutes
people-title =
    { $n ->
        [one] 1 person
       *[other] { $n } people
    }
people-search = Search names
people-none = No such person.
people-roles = Roles
units-title = Units
units-note = A role reaches its unit and everything below
units-people =
    { $n ->
        [one] 1 person
       *[other] { $n } people
    }
unit-add = Add a unit
unit-edit = Change { $name }
unit-save = Save the unit
unit-closed = Closed
unit-close = Close the unit
unit-close-ask = Close this unit? Records stay; no new engagement or person can belong to it
unit-reopen = Reopen the unit
matrix-title = What each role may do
matrix-permission = Permission
f-unit-name = Name in Japanese
f-unit-name_en = Name in English
f-unit-parent = Stands under
f-unit-position = Position
f-unit-position-hint = Smaller comes first
person-add = Add a person
person-add-lead = A first password is shown once. Roles are granted on the next page.
person-add-do = Add the person
person-edit = Change the person
person-save = Save the person
person-left = Left
person-disable = Mark as left
person-disable-ask = Mark as left? They are signed out everywhere and cannot sign in any more; the records stay
person-enable = Mark as active again
person-password = Set a new password
person-password-ask = Set a new password? The present one stops working and every device is signed out
person-password-once = This password is shown only once. Hand it over, and have it changed at the first sign-in.
copy = Copy
copied = Copied
f-person-login = User name
f-person-login-hint = A letter first, then letters, digits, “.”, “_” or “-”
f-person-name = Name
f-person-unit = Unit
f-person-lang = Language
grants-title = Roles
grants-note = A role is never erased; its last day is recorded
grants-none = No roles.
grant-holds = In force
grant-not = Not in force
grant-term = Term
grant-end = End the role
grant-end-ask = End this role now?
grant-add = Grant a role
grant-do = Grant the role
f-grant-role = Role
f-grant-unit = Unit
f-grant-from = First day
f-grant-until = Last day
subs-title = Substitutes
subs-note = A substitute may use all roles of the absent person for the time
subs-none = No substitutes.
subs-absent = Absent
subs-end = End
subs-end-ask = End this substitution now?
subs-add = Name a substitute
subs-do = Name the substitute
f-substitution-substitute = Substitute
f-substitution-substitute-hint = The user name
f-substitution-from = First day
f-substitution-until = Last day
