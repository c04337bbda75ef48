-- Who works below the contractor of an engagement: requests to pass work on with their decisions, and firms seen at work,
-- asked for or not. The request stands whole in "body"; the columns beside it are what lists and counts look at.

create table subcontract (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  applicant_id text not null references contractor (id),
  firm_id text not null references contractor (id),
  state text not null,
  until text{C},
  asked_on text{C} not null,
  body text not null,
  entered_by text not null references person (id),
  entered_at bigint not null,
  revision bigint not null
);
create index subcontract_engagement on subcontract (engagement_id, id);
create index subcontract_firm on subcontract (firm_id, engagement_id, state);
create index subcontract_applicant on subcontract (applicant_id);

create table firm_at_work (
  engagement_id text not null references engagement (id),
  giver_id text not null references contractor (id),
  firm_id text not null references contractor (id),
  seen_on text{C} not null,
  note text not null,
  seen_by text not null references person (id),
  seen_at bigint not null,
  left_on text{C},
  primary key (engagement_id, giver_id, firm_id)
);
create index firm_at_work_firm on firm_at_work (firm_id, engagement_id, left_on);
create index firm_at_work_giver on firm_at_work (giver_id);
