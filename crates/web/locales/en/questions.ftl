# Questionnaires to contractors
nav-questionnaires = Questionnaires
nav-book = Answer book
questionnaire-send = Send a questionnaire
questionnaire-send-lead = Three decisions: to whom, how deep, by when. The questions follow from the requirements of the engagement; their text stays as it was sent.
questionnaire-send-do = Send
questionnaire-no-contractors = No contractor is entered yet.
questionnaire-find = Search
questionnaire-found = { $n ->
        [one] One contractor is found.
       *[other] { $n } contractors are found; the first of them are listed by name.
    } Search by name or corporate number for the others. Those you chose stay.
questionnaire-campaign = Sent together
questionnaire-campaign-list = List of those sent together
questionnaire-n = { $n ->
        [one] 1 question
       *[other] { $n } questions
    }
questionnaire-sent-title = The questionnaire is sent
questionnaire-sent-once = The links below are shown on this page only. Copy them to whoever shall answer; the Excel file may go with them.
questionnaire-copy = Copy
questionnaire-copied = Copied
questionnaire-excel = Questionnaire in Excel
questionnaires-funnel-sent = Sent
questionnaires-funnel-opened = Opened
questionnaires-funnel-begun = Begun
questionnaires-funnel-done = Done
questionnaires-funnel-accepted = Accepted
questionnaires-by-state = By state
questionnaires-all = All
questionnaires-none = No questionnaires yet
questionnaires-none-text = Once one is sent, this list says who opened it, how far they are, and what it is worth.
questionnaires-contractor = Contractor
questionnaires-state = State
questionnaires-due = Wanted by
questionnaires-answered = Answered
questionnaires-score = Score
questionnaires-of = Only those sent to { $name } are listed.
questionnaires-together = Only those sent together as “{ $name }” are listed.
questionnaires-widen = List all questionnaires
questionnaire-depth = Depth
questionnaire-sent-at = Sent
questionnaire-submitted = Handed in
questionnaire-link-state = Link
questionnaire-link-none = None
questionnaire-link-waits = Not opened yet
questionnaire-link-used = Opened
questionnaire-link-ended = Ended
questionnaire-figure = Score
questionnaire-figure-lead = Level 1 gives 0 points, level 5 gives 100, averaged by weight. No answer gives no points; not applicable is left out. Evidence that has expired lowers an answer by one level, and to level 2 at most where none is left.
questionnaire-band = Band
questionnaire-coverage = Coverage
questionnaire-silent = No answer
questionnaire-excluded = Not applicable
questionnaire-edition = Catalogue edition { $edition }
questionnaire-last = The questionnaire before
questionnaire-differs = { $n ->
        [one] – 1 answer has changed since
       *[other] – { $n } answers have changed since
    }
questionnaire-answers = Answers
questionnaire-question = Question
questionnaire-answer = Answer
questionnaire-no-answer = No answer
questionnaire-evidence = Evidence
questionnaire-marks = Doubts
questionnaire-points = Points and weight
questionnaire-change = { $n } since last time
questionnaire-files = Files received
questionnaire-notes = Notes
questionnaire-notes-lead = The contractor reads what is written here.
questionnaire-notes-none = None yet.
questionnaire-by-contractor = Contractor
questionnaire-note-whole = The whole
questionnaire-note-do = Write the note
questionnaire-decide = What to do next
questionnaire-accept = Accept
questionnaire-send-back = Write and send back
questionnaire-extend = Give more time
questionnaire-new-link = Make a new link
questionnaire-withdraw = Withdraw
questionnaire-withdraw-ask = Withdraw this questionnaire? Its link will end.
questionnaire-import = Read the Excel file that came by mail
f-send-contractors = Contractors
f-send-contractors-hint = Any number
f-send-q = Search contractors
f-send-q-hint = Part of the name, or the corporate number
f-send-depth = Depth
f-send-due_on = Wanted by
f-send-title = Title
f-send-title-hint = Left empty, the title of the engagement
f-decide-question = About which question
f-decide-body = What the note says
f-decide-due_on = New day
f-decide-file = The filled Excel file

# The page of whoever answers
answer-from = Asked by { $organisation }
answer-door-text = A questionnaire on information security. No account is needed, and you may stop and go on later.
answer-door-once = The link works once. After opening it, go on in this browser.
answer-door-open = Open the questionnaire
answer-progress = Progress
answer-answered = answered
answer-sections = Sections
answer-excel-lead = You may also answer in Excel and bring the file back at the bottom of this page.
answer-excel-get = Get the Excel file
answer-returned = It was sent back. Read the notes, mend it and hand it in again.
answer-closed = It is handed in and cannot be changed.
answer-offers = { $n ->
        [one] An earlier answer fits 1 question
       *[other] Earlier answers fit { $n } questions
    }
answer-offers-text = Look at the date and the words; use them if they still hold.
answer-take-all = Use all
answer-take = Use this answer
answer-offer-for = Question { $no }
answer-no = { $no }
answer-offline = It could not be saved. Press the button below.
answer-field-empty = { $id }: the answer is empty, so what was there stays. To take it away, press the button below that saves this section.
answer-end = Close the page
answer-end-lead = At a computer that others use as well, close it before you leave. What you wrote is kept.
answer-end-ask = Close the page for answering? To go on you need a new link from the client.
answer-left = The page for answering is closed
answer-left-text = It cannot be opened from this browser any more. Saved answers are kept. To go on, ask the client for a new link.
answer-save = Save this section
answer-save-text = Open questions do not hinder saving.
answer-saved-at = Saved { $at }
answer-other-ways = Other ways to answer
answer-excel-back = The filled Excel file
answer-excel-back-do = Read the Excel file
answer-book = Answer book
answer-book-hint = A signed book (zip), or one in TOML or JSON. Only questions that are still open are filled.
answer-book-do = Fill from the book
answer-file = File to attach
answer-file-do = Attach the file
answer-file-hint = The name alone will do. Send the file itself with "Attach the file" below.
answer-note = Note to the client
answer-note-do = Write the note
answer-by-client = Client
answer-by-you = You
answer-hand-in = Hand in
answer-hand-in-do = Hand in
answer-missing = { $n ->
        [one] 1 required question is still open.
       *[other] { $n } required questions are still open.
    }
answer-missing-rest = { $n ->
        [one] See the other one
       *[other] See the other { $n }
    }
answer-keep = Keep these answers for the next request
answer-keep-text = When the same client asks again, they are offered with their date. No other company sees them.
answer-value = Answer
answer-reason = Why it does not apply
answer-reason-hint = Only with the answer "not applicable"
answer-remark = Remark
answer-na = N/A
answer-na-hint = Give the reason
answer-evidence-name = Name of the document
answer-evidence-kind = Kind
answer-evidence-until = Valid until
f-hand-in-name = Name of whoever answers for it
f-hand-in-about = About which question
f-hand-in-body = What the note says
f-hand-in-question = Question the file belongs to

# The organisation's own answer book and clients' sheets
book-lead = Answer once what clients ask, and use it again.
book-sheet = Fill a client's sheet
book-sheet-lead = Upload the Excel file you were sent: its questions are recognised and answered from the book. Nothing else in it changes.
book-sheet-do = Read and review
book-answers = { $n ->
        [one] 1 answer
       *[other] { $n } answers
    }
book-none = No answers yet. Write them below or read a book.
book-measure = Measure
book-scope = Scope
book-on = Answered on
book-put = Write an answer
book-put-do = Put it into the book
book-import = Read a book
book-import-lead = A signed zip, or TOML or JSON. Answers that are newer here stay.
book-import-do = Read
f-book-file = Sheet (.xlsx)
f-book-book = File of the book
f-book-measure = Measure
f-book-scope = Scope
f-book-scope_name = Name of the service or site
f-book-value = Level
f-book-reason = Why it does not apply
f-book-remark = Remark
f-book-evidence = Name of the evidence
f-book-kind = Kind of evidence
f-book-valid_until = Evidence valid until
sheet-answered = { $n ->
        [one] 1 question will be filled
       *[other] { $n } questions will be filled
    }
sheet-questions = { $n ->
        [one] 1 question found
       *[other] { $n } questions found
    }
sheet-download = Get the filled file
sheet-lead = Choose again where the measure is wrong. Corrections are remembered for other sheets.
sheet-written = Written
sheet-empty = Left empty
sheet-measure = Measure
sheet-score = Score
sheet-reason = Reason
sheet-correct = Remember and fill anew
sheet-correct-text = Only rows you changed are remembered.
sheet-no-measure = No measure fits
said-noted = The note is written.
said-returned = It is sent back.
said-extended = More time is given.
said-accepted = It is accepted.
said-taken = Answers are taken over.
said-imported = The file is read.
said-submitted = It is handed in.
said-corrected = The corrections are remembered.
