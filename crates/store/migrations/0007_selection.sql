-- Selections: rounds of an engagement, each with the formula its candidates are judged by, and the candidates. A formula
-- that was published stands in its row as it was announced, beside its digest.
create table selection_round (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  round bigint not null,
  state text not null check (state in ('open', 'published', 'decided', 'ended')),
  formula text not null,
  record text not null,
  made_at bigint not null,
  made_by text not null references person (id),
  revision bigint not null,
  unique (engagement_id, round)
);

create table selection_candidate (
  selection_id text not null references selection_round (id),
  contractor_id text not null references contractor (id),
  position bigint not null,
  body text not null,
  revision bigint not null,
  primary key (selection_id, contractor_id)
);
create index selection_candidate_contractor on selection_candidate (contractor_id);
