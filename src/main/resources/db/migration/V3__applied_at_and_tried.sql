-- Mode heal goes back to what was applied: the revision that a resource was first in sync with as it
-- is, and the last one of which all of a node was. What is known from before is the best guess; a
-- resource that its revision does not have like that is told as lost, never guessed at.
alter table applied_resource add column revision varchar(64);
update applied_resource set revision =
  (select n.revision from applied_node n where n.node = applied_resource.node);
alter table applied_resource alter column revision set not null;
alter table applied_node add column whole varchar(64);
update applied_node set whole = revision;

-- What was tried on a node and did not help, change by change, at the last revision only. It takes the
-- place of the search for the whole plan in the runs.
create table tried (
  node varchar(63) not null,
  change_key varchar(64) not null,
  revision varchar(64) not null,
  how varchar(16) not null,
  times integer not null,
  tried_at timestamp(6) with time zone not null,
  primary key (node, change_key)
);
drop index run_by_plan;

-- The keys of the changes of a step, with commas between them: a run that is found again tells its
-- steps by number only.
alter table run_plan_step add column changes varchar;
update run_plan_step set changes = '';
alter table run_plan_step alter column changes set not null;
