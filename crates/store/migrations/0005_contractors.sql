-- The register of contractors grows: details, spellings under which duplicates meet, what lists filter by, entries that were
-- merged into another. And selections: the candidates of an engagement, the formula they are judged by, the decision.
alter table contractor add column name_key text{C};
alter table contractor add column core_key text{C};
alter table contractor add column body text;
alter table contractor add column standing text;
alter table contractor add column marks text;
alter table contractor add column ends_on text{C};
alter table contractor add column merged_into text references contractor (id);
-- only sqlite
update contractor set name_key = substr(search_key, 1, instr(search_key, ' ') - 1);
-- only postgres
update contractor set name_key = substr(search_key, 1, strpos(search_key, ' ') - 1);
-- both
update contractor set core_key = replace(replace(replace(replace(name_key, '株式会社', ''), '有限会社', ''), '合同会社', ''), '合名会社', '');
update contractor set body = '{}', standing = 'active', marks = ' ', ends_on = '9999-12-31';
create index contractor_name on contractor (name_key);
create index contractor_core on contractor (core_key, id);
create index contractor_merged on contractor (merged_into);

-- Which column of a list means what, by the heads of the list; offered again when the same list comes back.
create table import_mapping (
  heads text not null primary key,
  body text not null,
  updated_at bigint not null,
  updated_by text not null references person (id)
);

create table selection (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  round bigint not null,
  state text not null check (state in ('open', 'published', 'decided', 'ended')),
  body text not null,
  made_at bigint not null,
  made_by text not null references person (id),
  revision bigint not null,
  unique (engagement_id, round)
);

create table candidate (
  selection_id text not null references selection (id),
  contractor_id text not null references contractor (id),
  position bigint not null,
  body text not null,
  primary key (selection_id, contractor_id)
);
create index candidate_contractor on candidate (contractor_id);
