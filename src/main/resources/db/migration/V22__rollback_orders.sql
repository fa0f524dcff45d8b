-- What somebody wants undone on a node, until the pass that does it has ended: a hub that is killed before
-- that does it when it is back. forced is 1 for what somebody has changed since, too.
create table rollback_order (
  node varchar(63) not null primary key,
  generation integer not null,
  forced integer not null,
  ordered_by varchar not null,
  reason varchar not null,
  ordered_at timestamp(6) with time zone not null
);
