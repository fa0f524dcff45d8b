-- Mode heal goes back to what was applied: the revision that a resource was first in sync with as it
-- is, and the last one of which all of a node was. What is known from before is the best guess; a
-- resource that its revision does not have like that is told as lost, never guessed at.
alter table applied_resource add column revision varchar(64);
update applied_resource set revision =
  (select n.revision from applied_node n where n.node = applied_resource.node);
alter table applied_resource alter column revision set not null;
alter table applied_node add column whole varchar(64);
update applied_node set whole = revision;
