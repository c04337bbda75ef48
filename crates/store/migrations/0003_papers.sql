-- What people settle about an engagement beyond its facts, and the papers made from it. A paper is never changed: the next
-- version is another row.

create table plan (
  engagement_id text not null primary key references engagement (id),
  body text not null,
  updated_at bigint not null,
  updated_by text not null references person (id),
  revision bigint not null
);

create table document (
  id text not null primary key,
  engagement_id text not null references engagement (id),
  paper text not null,
  lang text not null check (lang in ('ja', 'en')),
  version bigint not null,
  title text not null,
  edition text not null,
  open_points bigint not null,
  basis text not null,
  model text not null,
  files text not null,
  made_at bigint not null,
  made_by text not null references person (id),
  unique (engagement_id, paper, lang, version)
);
