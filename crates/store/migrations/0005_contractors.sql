-- The register of contractors grows: details, spellings under which duplicates meet, what lists filter by, entries that were
-- merged into another.
alter table contractor add column name_key text{C};
alter table contractor add column core_key text{C};
alter table contractor add column body text;
alter table contractor add column standing text;
alter table contractor add column marks text;
alter table contractor add column ends_on text{C};
alter table contractor add column merged_into text references contractor (id);
-- name_key and core_key of what is there already are filled in by the program, which alone knows how names are folded
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
