-- Lists that stay quick over a hundred thousand engagements.
--
-- How many engagements of a standing are at a stage of a unit, and how many of them stand at a gate with unmet conditions.
-- Kept in the transaction that changes the engagement; derived, so backups leave it out and a restore counts anew.
create table engagement_tally (
  unit_id text not null,
  standing text not null,
  stage_no bigint not null,
  n bigint not null,
  stopped bigint not null,
  primary key (unit_id, standing, stage_no)
);
insert into engagement_tally (unit_id, standing, stage_no, n, stopped)
  select unit_id, standing, stage_no, count(*), sum(case when unmet > 0 then 1 else 0 end)
  from engagement group by unit_id, standing, stage_no;

-- Each order's index carries what lists are filtered by: a walk that passes over many rows reads the index alone, and only
-- rows that are shown are read whole.
drop index engagement_unit;
drop index engagement_stage;
drop index engagement_stage_seq;
drop index engagement_title;
drop index engagement_contractor;
drop index engagement_contractor_id;
drop index engagement_due;
drop index engagement_amount;
create index engagement_number on engagement (seq, standing, stage_no, category, flags, unmet, waiting_since, term_to);
create index engagement_stage on engagement (stage_no, seq, standing, category, flags, unmet, waiting_since, term_to);
create index engagement_category on engagement (category, seq, standing, stage_no, flags, unmet, waiting_since, term_to);
create index engagement_title on engagement (title_key, seq, standing, stage_no, category, flags, unmet, waiting_since, term_to);
create index engagement_contractor
  on engagement (contractor_key, seq, standing, stage_no, category, flags, unmet, waiting_since, term_to);
create index engagement_due
  on engagement (due_on, seq, standing, stage_no, category, flags, unmet, waiting_since, term_to, unit_id);
create index engagement_amount on engagement (amount, seq, standing, stage_no, category, flags, unmet, waiting_since, term_to);
create index engagement_unit on engagement (unit_id, seq, standing, stage_no, category, flags, unmet, waiting_since, term_to);
create index engagement_contractor_id on engagement (contractor_id, seq, standing, unit_id);
