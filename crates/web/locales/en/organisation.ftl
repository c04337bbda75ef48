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
unit-open = In use
unit-closed = Closed
unit-closed-hint = Records stay; no new engagement can belong to it
matrix-title = What each role may do
matrix-permission = Permission
f-unit-name = Name in Japanese
f-unit-name_en = Name in English
f-unit-parent = Stands under
f-unit-position = Position
f-unit-position-hint = Smaller comes first
f-unit-closed = State
person-add = Add a person
person-add-lead = A first password is shown once. Roles are granted on the next page.
person-add-do = Add the person
person-edit = Change the person
person-save = Save the person
person-active = Active
person-left = Left
person-left-hint = Cannot sign in any more; the records stay
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
f-person-disabled = State
grants-title = Roles
grants-note = A role is never erased; its last day is recorded
grants-none = No roles.
grant-holds = In force
grant-not = Not in force
grant-term = Term
grant-end = End the role
grant-end-ask = End this role today?
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
subs-end-ask = End this substitution today?
subs-add = Name a substitute
subs-do = Name the substitute
f-substitution-substitute = Substitute
f-substitution-from = First day
f-substitution-until = Last day
