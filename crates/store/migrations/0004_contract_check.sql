-- Drafts of contracts that were checked and kept on purpose. A check is never changed; what a person says of its findings
-- is a row of its own and goes on to the next version. Only "standing" follows, so that gates and lists need not read it all.

create table contract_check (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  contract text not null,
  version bigint not null,
  attachment_id text not null references attachment (id),
  document_type text not null,
  sha256 text not null,
  edition text not null,
  standing text not null,
  model text not null,
  checked_at bigint not null,
  checked_by text not null references person (id),
  unique (engagement_id, contract, version)
);

create table contract_correction (
  engagement_id text not null references engagement (id),
  contract text not null,
  concept text not null,
  body text not null,
  corrected_at bigint not null,
  corrected_by text not null references person (id),
  primary key (engagement_id, contract, concept)
);
