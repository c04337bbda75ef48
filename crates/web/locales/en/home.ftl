# Home
home-title = Today’s work
home-weekday = , { $weekday }
home-todo = What to do next
home-todo-line = Nearest first, { $shown } of { $total }
home-todo-none = There is nothing for you to do just now.
home-waiting = Waiting for you
home-waiting-all = All approvals
home-waiting-none = No request is waiting for your decision.
home-waiting-today = today
home-waiting-days =
    { $n ->
        [one] waiting 1 day
       *[other] waiting { $n } days
    }
home-sent-back =
    { $n ->
        [one] One of your requests was sent back.
       *[other] { $n } of your requests were sent back.
    }
home-sent-back-see = See
home-days = Due within two weeks
home-days-none = Nothing falls due within two weeks.
home-span = { $from } – { $to }
home-overdue = Over
home-items = { $n }
home-today = today
home-stages =
    { $n ->
        [one] One engagement
       *[other] { $n } engagements
    }
home-empty-title = There are no engagements yet
home-empty-text = If there is work you would like to give out, answer what you know and begin.
home-empty-1 = Answer six short questions (“not yet known” is always allowed)
home-empty-2 = See whether the work may go out, why, and who decides
home-empty-3 = Settle the conditions one by one and pass the gate
sample-load = Load sample data
sample-load-text = Try it with the engagements of a made-up organisation. All of it can be removed in one step.
