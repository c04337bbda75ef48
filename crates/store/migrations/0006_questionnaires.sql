-- Questionnaires to contractors, what comes back, links to answer by; answer books; clients' sheets that are filled in.
-- The text of a questionnaire is frozen in its row. Of a link only digests are kept. Bytes of files are in the folder of
-- attachments, under their digest.

create table questionnaire (
  id text not null primary key,
  campaign_id text,
  contractor_id text not null references contractor (id),
  engagement_id text references engagement (id),
  unit_id text not null references unit (id),
  title text not null,
  depth text not null check (depth in ('basic', 'standard', 'full')),
  body text not null,
  state text not null check (state in ('sent', 'opened', 'begun', 'submitted', 'returned', 'accepted', 'withdrawn')),
  due_on text not null,
  sent_at bigint not null,
  sent_by text not null references person (id),
  opened_at bigint,
  begun_at bigint,
  submitted_at bigint,
  submitted_by text,
  decided_at bigint,
  decided_by text references person (id),
  score bigint,
  coverage bigint not null,
  answered bigint not null,
  asked bigint not null,
  kept boolean not null,
  revision bigint not null
);
create index questionnaire_contractor on questionnaire (contractor_id, sent_at);
create index questionnaire_unit on questionnaire (unit_id, id);
create index questionnaire_campaign on questionnaire (campaign_id, id);

create table questionnaire_answer (
  questionnaire_id text not null references questionnaire (id),
  question_id text not null,
  body text not null,
  source text not null check (source in ('page', 'excel', 'book', 'last')),
  answered_at bigint not null,
  answered_on text not null,
  primary key (questionnaire_id, question_id)
);

create table questionnaire_link (
  id text not null primary key,
  questionnaire_id text not null references questionnaire (id),
  token_hash text not null unique,
  session_hash text unique,
  created_at bigint not null,
  expires_at bigint not null,
  opened_at bigint,
  ended_at bigint
);
create index questionnaire_link_of on questionnaire_link (questionnaire_id, created_at);

create table questionnaire_note (
  id text not null primary key,
  questionnaire_id text not null references questionnaire (id),
  question_id text,
  body text not null,
  person_id text references person (id),
  noted_at bigint not null
);
create index questionnaire_note_of on questionnaire_note (questionnaire_id, id);

create table answer_file (
  id text not null primary key,
  questionnaire_id text not null references questionnaire (id),
  question_id text not null,
  name text not null,
  sha256 text not null,
  size bigint not null,
  received_at bigint not null
);
create index answer_file_of on answer_file (questionnaire_id, id);
create index answer_file_content on answer_file (sha256);

create table book_answer (
  owner text not null,
  measure text not null,
  scope_kind text not null check (scope_kind in ('company', 'service', 'site')),
  scope_name text not null,
  body text not null,
  answered_on text not null,
  kept_at bigint not null,
  questionnaire_id text,
  primary key (owner, measure, scope_kind, scope_name)
);

create table sheet_correction (
  question_key text not null primary key,
  question text not null,
  measure text,
  learned_at bigint not null
);

create table sheet_upload (
  id text not null primary key,
  name text not null,
  sha256 text not null,
  size bigint not null,
  choices text not null,
  person_id text not null references person (id),
  created_at bigint not null
);
create index sheet_upload_person on sheet_upload (person_id, created_at);
create index sheet_upload_age on sheet_upload (created_at);
create index sheet_upload_content on sheet_upload (sha256);
