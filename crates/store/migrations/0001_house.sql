-- The house: organisation, people, sign-in, register, engagements, approvals, gates, ledger.
-- One text for both databases. Types: text (ids, codes, civil dates, JSON parsed in Rust), bigint (microseconds, counts),
-- boolean, bytea. {integer} is a key that is the row's own address. {C} is the byte-order collation; lines between "-- only" marks belong to one database.

create table setting (
  key text not null primary key,
  value text not null
);

create table unit (
  id text not null primary key,
  parent_id text references unit (id),
  name text not null,
  name_en text,
  position bigint not null,
  closed boolean not null,
  revision bigint not null
);

create table person (
  id text not null primary key,
  login text not null unique,
  name text not null,
  search_key text not null,
  unit_id text not null references unit (id),
  lang text not null check (lang in ('ja', 'en')),
  theme text not null check (theme in ('auto', 'light', 'dark')),
  disabled boolean not null,
  created_at bigint not null,
  revision bigint not null
);

create table credential (
  person_id text not null primary key references person (id),
  password_hash text not null,
  changed_at bigint not null,
  failures bigint not null,
  locked_until bigint
);

create table session (
  id text not null primary key,
  secret_hash text not null unique,
  person_id text not null references person (id),
  created_at bigint not null,
  last_seen_at bigint not null,
  expires_at bigint not null,
  address text not null,
  agent text not null
);
create index session_person on session (person_id);

create table token (
  id text not null primary key,
  secret_hash text not null unique,
  person_id text not null references person (id),
  name text not null,
  created_at bigint not null,
  last_used_at bigint,
  expires_at bigint not null,
  revoked_at bigint
);
create index token_person on token (person_id);

create table role_grant (
  id text not null primary key,
  person_id text not null references person (id),
  role text not null,
  unit_id text not null references unit (id),
  from_on text not null,
  until_on text
);
create index role_grant_person on role_grant (person_id);
create index role_grant_unit on role_grant (unit_id, role);

create table substitution (
  id text not null primary key,
  absent_id text not null references person (id),
  substitute_id text not null references person (id),
  from_on text not null,
  until_on text not null
);
create index substitution_substitute on substitution (substitute_id);
create index substitution_absent on substitution (absent_id);

create table contractor (
  id text not null primary key,
  name text not null,
  search_key text{C} not null,
  corporate_number text unique,
  created_at bigint not null,
  revision bigint not null
);
create index contractor_key on contractor (search_key, id);

create table register_version (
  version bigint not null primary key,
  made_on text not null,
  made_by text references person (id),
  reason text not null
);

create table register_entry (
  id text not null,
  from_version bigint not null references register_version (version),
  until_version bigint,
  list text not null check (list in ('critical', 'non_critical')),
  system_name text not null,
  system_key text{C} not null,
  body text not null,
  review_on text,
  primary key (id, from_version)
);
create index register_entry_system on register_entry (system_key);

create table engagement_counter (
  year bigint not null primary key,
  last bigint not null
);

-- seq is the number as one integer (year and running number); -1 stands for an amount not stated, 9999-12-31 for
-- nothing due: sorting by keys needs no nulls. Narrow, so that walking it is cheap; the facts stand apart.
create table engagement (
  seq {integer} not null primary key,
  id text not null unique,
  unit_id text not null references unit (id),
  owner_id text not null references person (id),
  stage text not null,
  stage_no bigint not null,
  stage_since text not null,
  standing text not null,
  title text not null,
  title_key text{C} not null,
  category text not null,
  contractor_id text references contractor (id),
  contractor_name text not null,
  contractor_key text{C} not null,
  term_from text,
  term_to text,
  amount bigint not null,
  flags bigint not null,
  due_on text{C} not null,
  due_kind text not null,
  unmet bigint not null,
  waiting_since bigint,
  register_version bigint not null,
  entry_id text,
  split_from text references engagement (id),
  created_at bigint not null,
  updated_at bigint not null,
  revision bigint not null
);
create index engagement_unit on engagement (unit_id, seq);
create index engagement_stage on engagement (standing, stage_no, unit_id, unmet);
create index engagement_title on engagement (title_key, seq);
create index engagement_contractor on engagement (contractor_key, seq);
create index engagement_contractor_id on engagement (contractor_id, seq);
create index engagement_due on engagement (due_on, seq);
create index engagement_amount on engagement (amount, seq);
create index engagement_stage_seq on engagement (stage_no, seq);
create index engagement_split on engagement (split_from);
create index engagement_owner on engagement (owner_id, seq);

create table engagement_facts (
  engagement_id text not null primary key references engagement (id),
  facts text not null
);

-- only sqlite
create virtual table engagement_words using fts5 (grams, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0');
-- only postgres
create table engagement_words (
  rowid bigint not null primary key,
  grams tsvector not null
);
create index engagement_words_grams on engagement_words using gin (grams);
-- both

create table draft (
  id text not null primary key,
  person_id text not null references person (id),
  title text not null,
  answers text not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index draft_person on draft (person_id, updated_at);

create table approval (
  id text not null primary key,
  engagement_id text references engagement (id),
  unit_id text not null references unit (id),
  kind text not null,
  state text not null,
  request text not null,
  requested_by text not null references person (id),
  requested_at bigint not null,
  decided text,
  decided_by text references person (id),
  decided_at bigint,
  revision bigint not null
);
create index approval_engagement on approval (engagement_id);
create index approval_state on approval (state, requested_at);
create index approval_requested_by on approval (requested_by, requested_at);
create index approval_decided_by on approval (decided_by, decided_at);

create table waiver (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  condition_id text not null,
  granted_by text not null references person (id),
  granted_on text not null,
  reason text not null,
  until_on text not null,
  approval_id text not null references approval (id)
);
create index waiver_engagement on waiver (engagement_id);

create table attachment (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  received_by text not null references person (id),
  received_at bigint not null,
  effective_on text,
  note text not null
);
create index attachment_engagement on attachment (engagement_id, received_at);
create index attachment_sha256 on attachment (sha256);

create table declaration (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  condition_id text not null,
  declared_by text not null references person (id),
  declared_at bigint not null,
  note text not null,
  attachment_id text references attachment (id)
);
create index declaration_engagement on declaration (engagement_id);

create table passage (
  engagement_id text not null references engagement (id),
  gate text not null,
  passed_at bigint not null,
  passed_by text not null references person (id),
  on_behalf_of text,
  conditions text not null,
  primary key (engagement_id, gate, passed_at)
);

create table consultation (
  id text not null primary key,
  engagement_id text references engagement (id),
  unit_id text not null references unit (id),
  urgency text not null,
  subject text not null,
  question text not null,
  search_key text not null,
  asked_by text not null references person (id),
  asked_at bigint not null,
  answer text,
  answered_by text references person (id),
  answered_at bigint
);
create index consultation_asked on consultation (asked_at);
create index consultation_engagement on consultation (engagement_id);

create table saved_view (
  id text not null primary key,
  person_id text not null references person (id),
  name text not null,
  query text not null,
  created_at bigint not null
);
create index saved_view_person on saved_view (person_id, created_at);

create table ledger (
  seq bigint not null primary key,
  at bigint not null,
  actor text not null,
  on_behalf_of text,
  channel text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  unit_id text,
  before_digest text,
  after_digest text,
  detail text not null,
  request_id text,
  prev_hash text not null,
  hash text not null
);
create index ledger_subject on ledger (subject_id, seq);
create index ledger_action on ledger (action, seq);
create index ledger_actor on ledger (actor, seq);
create index ledger_unit on ledger (unit_id, seq);

create table ledger_head (
  id bigint not null primary key check (id = 1),
  seq bigint not null,
  hash text not null
);

create table checkpoint (
  seq bigint not null primary key,
  at bigint not null,
  body text not null
);

create table sample_row (
  kind text not null,
  id text not null,
  primary key (kind, id)
);
