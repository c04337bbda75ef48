# The list of engagements
engagements-title = Engagements
engagements-start = Start an engagement
engagements-views = Views
engagements-find = Search
engagements-search-hint = Number, title, contractor, system
engagements-without = : remove
engagements-clear = Clear all filters
engagements-view-save = Save this view
engagements-view-save-do = Save view
engagements-view-remove = Remove this view
engagements-view-remove-ask = Remove this saved view?
engagements-count =
    { $n ->
        [one] 1 engagement
       *[other] { $n } engagements
    }
engagements-count-more =
    { $n ->
        [one] 1 engagement or more
       *[other] { $n } engagements or more
    }
engagements-none-line = 0 engagements
engagements-none = No engagement matches
engagements-none-for = No engagement matches “{ $q }”
engagements-all = See all engagements
engagements-no-contractor = (not chosen)
engagements-legend-yama = Ochre: not yet known
f-view-name = Name of the view
col-number = Number
col-title = Title
col-contractor = Contractor
col-stage = Stage
col-seals = Marks
col-due = Next
col-amount = Amount (¥)
col-unit = Unit
