-- Who did what: a chain, each row with the digest of its content and of the row before. Nothing here is
-- ever changed or removed, also not by retention. Whoever holds the row of audit_head commits before
-- the next row is written, so that the chain has no gap and no fork.
create table audit_head (
  last_id bigint not null,
  digest varchar(64) not null
);
insert into audit_head (last_id, digest)
  values (0, '0000000000000000000000000000000000000000000000000000000000000000');

create table audit (
  id bigint primary key,
  happened_at timestamp(6) with time zone not null,
  by_kind varchar(16) not null,
  by_name varchar not null,
  deed varchar(64) not null,
  node varchar(63),
  run varchar(64),
  revision varchar(64),
  outcome varchar(64) not null,
  detail varchar not null,
  previous varchar(64) not null,
  digest varchar(64) not null
);
