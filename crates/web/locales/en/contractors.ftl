# The register of contractors
contractors-any = All
contractors-none-fit = No contractor fits these filters
contractors-ends-90 = Ending within 90 days
contractors-ends-0 = Ended by today
contractors-duplicates = Find duplicates
contractors-duplicates-lead = Names that differ only in company form, kana or width. The entry with a corporate number stays, otherwise the older one.
contractors-duplicates-none = Nothing looks like a duplicate
contractors-duplicates-do = Merge
contractors-duplicates-more = See more
contractor-merge = Make two entries one
contractor-merge-lead = Engagements and candidacies go over to the entry that stays. The other is closed, not deleted, and its name remains as a further name.
contractor-merge-keeps = Stays
contractor-merge-goes = Is merged
contractor-merge-do = Merge the entries
contractor-merge-up = Merge into the one above
contractor-merge-stays = Stays
contractor-merge-into-this = Merge into this entry
contractor-merged = Merged entries
contractor-alike-caution = These entries may be the same firm
contractor-certificates = Certificates and reports
contractor-certificates-none = None entered yet.
contractor-contacts = Contacts and places
contractor-contacts-none = None entered yet.
contractor-connections = Connections and accounts given
contractor-history = Record of this contractor
contractor-part-standing = Standing and size
contractor-rows-lead = Empty rows are not kept. Saving adds another row.
contractor-row-certificate = Certificate { $n }
contractor-row-contact = Contact { $n }
contractor-row-address = Place { $n }
contractor-row-connection = Connection { $n }
contractor-yen = { $n } yen
contractor-people =
    { $n ->
        [one] 1 person
       *[other] { $n } people
    }
contractor-fair-trade-hint = { $answer } (by size alone: { $hint })
contractor-fair-trade-why = { $answer }. { $why }
certificate-old-id = An id of the system that ended in March 2026; ask for the new one
certificate-no-scope = No scope entered; ask for the scope statement
connection-over = Expired
f-contractors-standing = Standing
f-contractors-certificate = Certificate
f-contractors-ends = Ends
f-merge-reason = Why they are the same firm
f-contractor-kana = Reading of the name
f-contractor-name_en = Name in English
f-contractor-aliases = Other names
f-contractor-aliases-hint = Former and short names, one a line; they are searched too
f-contractor-country = Country of the seat
f-contractor-country-hint = Two letters; Japan is JP
f-contractor-standing = Contractor standing
f-contractor-standing_reason = Why
f-contractor-standing_reason-hint = Needed for anything but “Active”
f-contractor-capital = Capital (yen)
f-contractor-employees = Regular employees
f-contractor-fair_trade = Protection under the fair-dealings act
f-contractor-fair_trade-hint = 300 million yen and 300 employees are the widest thresholds. Our own size and the kind of work count too; a person decides
f-contractor-fair_trade_reason = What that answer rests on
f-contractor-note = Note
f-contractor-addresses-name = Name of the place
f-contractor-addresses-text = Address
f-contractor-contacts-name = Name of the contact
f-contractor-contacts-post = Department and post
f-contractor-contacts-mail = Mail
f-contractor-contacts-telephone = Telephone
f-contractor-certificates-kind = Kind
f-contractor-certificates-number = Number or id
f-contractor-certificates-scope = Work covered (scope)
f-contractor-certificates-sites = Sites covered
f-contractor-certificates-sites-hint = One a line
f-contractor-certificates-assessor = Assessed by
f-contractor-certificates-issued = Issued
f-contractor-certificates-expires = In force until
f-contractor-certificates-note = Remark
f-contractor-connections-what = Connection or account
f-contractor-connections-holder = Used by
f-contractor-connections-until = Until
f-contractor-connections-note = Remark

# Importing a list
import-title = Import a list of contractors
import-lead = Choose the list you have (.xlsx or CSV) as it is. The row of heads and the meaning of columns are recognised, and you look before anything is written.
import-look = Look at it
import-preview-title = Importing { $name }
import-preview-lead = Nothing is written yet. One error anywhere holds back everything. Empty cells leave what the register says.
import-create = New
import-update = Changed
import-skip = Same
import-wrong = Errors
import-slips = To be mended
import-slips-lead = Mend the list and choose it again. At most 200 are shown.
import-cell = Cell
import-field = Field
import-value = What stands there
import-said = What to do
import-run = Import
import-idle = Everything is in the register already. There is nothing to import.
import-rows = What importing does
import-row = Row
import-becomes = Becomes
import-changes = Fields written
import-columns = Meaning of the columns
import-columns-lead = Put right what is wrong. A list with the same heads will be read this way from then on.
import-column = Column
import-head = Head
import-example = Example
import-means = Meaning
import-means-of = Meaning of column { $column }
import-not = Not imported
import-again = Look again this way
import-formulas =
    { $n ->
        [one] 1 cell is computed; the value stored with it is used.
       *[other] { $n } cells are computed; the values stored with them are used.
    }
import-state-title = Importing { $name }
import-running =
    { $n ->
        [one] Importing: 1 row is through.
       *[other] Importing: { $n } rows are through.
    }
import-running-lead = This page renews itself. The import goes on when you close it.
import-done = Imported.
import-to-list = To the list of contractors
import-refused = It could not be imported. Nothing was written.
import-failed = The program failed. Tell the administrator.
import-another = Choose another file
f-import-file = File with the list
f-import-columns = Column
f-import-sheet = Sheet
f-import-header_row = Row of the heads
