# Contractors
contractor-add = Enter a contractor
contractor-edit = Change the contractor
contractor-edit-title = Change { $name }
contractor-save = Save the contractor
contractor-no-number = None
contractor-created = Entered
contractor-work = Engagements with this contractor
contractor-work-none = Within your reach there is no engagement with this contractor.
contractors-search = Search name or corporate number
contractors-count =
    { $n ->
        [one] 1 contractor
       *[other] { $n } contractors
    }
contractors-none = There are no contractors yet
contractors-none-for = No contractor matches “{ $q }”
contractors-none-text = Company forms, kana and width do not matter when searching.
contractors-all = See all contractors
contractors-work = Engagements under way
f-contractor-name = Name
f-contractor-name-hint = As registered, with the company form in full
f-contractor-corporate_number = Corporate number
f-contractor-corporate_number-hint = 13 digits; leave empty for persons and foreign firms

# Questions to the chief officer
consultations-lead = For emergencies, for what the rule does not foresee, and for what is unclear. Answers guide everyone.
consultations-search = Search questions and answers
consultations-count =
    { $n ->
        [one] 1 question
       *[other] { $n } questions
    }
consultations-none = No question has been asked yet
consultations-none-for = No question matches “{ $q }”
consultations-none-text = When in doubt, ask before going on.
consultation-ask = Ask a question
consultation-ask-title = Ask the chief security officer
consultation-chief = Answered by: { $who }
consultation-send = Send the question
consultation-by = Asked by
consultation-waiting = Waiting
consultation-answered = Answered
consultation-answer = Send the answer
consultation-no-answer = There is no answer yet.
urgency-hint-emergency = Something must be done at once, or the rule does not foresee it
urgency-hint-question = How the rule is meant, or how to go about it
f-consultation-urgency = Kind of question
f-consultation-engagement = Number of the engagement
f-consultation-engagement-hint = For example R8-0012
f-consultation-subject = Subject
f-consultation-question = Question
f-consultation-question-hint = What happens, what you want to do, what you are unsure of
f-reply-text = Answer
