-- The information ledger of engagements, what each holder still has, named handlers, accesses given to contractors, the terms
-- information goes out under, and links by which a handler confirms receipt. An entry keeps its number for ever; none is deleted.
-- Of a link only digests are kept. `holding` follows the entries and is written in the same transaction.

create table handover (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  no bigint not null,
  kind text not null check (kind in ('provide', 'make_accessible', 'learned', 'copy', 'return', 'discard', 'erase')),
  item text not null,
  from_id text references contractor (id),
  to_id text references contractor (id),
  handler_id text,
  happened_at bigint not null,
  waits boolean not null,
  body text not null,
  receipt_way text check (receipt_way in ('link', 'paper', 'own')),
  receipt_paper text references attachment (id),
  entered_at bigint not null,
  entered_by text not null references person (id),
  revision bigint not null,
  unique (engagement_id, no)
);
create index handover_item on handover (engagement_id, item);
create index handover_waits on handover (engagement_id, waits, no);
create index handover_handler on handover (handler_id, no);
create index handover_from on handover (from_id);
create index handover_to on handover (to_id);

create table holding (
  engagement_id text not null references engagement (id),
  holder_id text not null references contractor (id),
  item text not null,
  carrier text not null check (carrier in ('paper', 'medium', 'file', 'access_right', 'spoken')),
  held bigint not null,
  claimed bigint not null,
  primary key (engagement_id, holder_id, item, carrier)
);
create index holding_holder on holding (holder_id, engagement_id);

create table handler (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  works_for text not null references contractor (id),
  employer text references contractor (id),
  body text not null,
  entered_at bigint not null,
  entered_by text not null references person (id),
  revision bigint not null
);
create index handler_engagement on handler (engagement_id, id);

create table handler_link (
  id text not null primary key,
  handler_id text not null references handler (id),
  token_hash text not null unique,
  session_hash text unique,
  created_at bigint not null,
  expires_at bigint not null,
  opened_at bigint,
  ended_at bigint
);
create index handler_link_of on handler_link (handler_id, created_at);

create table given_access (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  contractor_id text not null references contractor (id),
  body text not null,
  entered_at bigint not null,
  entered_by text not null references person (id),
  revision bigint not null
);
create index given_access_engagement on given_access (engagement_id, id);
create index given_access_contractor on given_access (contractor_id, id);

create table handling_terms (
  engagement_id text not null primary key references engagement (id),
  body text not null,
  updated_at bigint not null,
  updated_by text not null references person (id),
  revision bigint not null
);
