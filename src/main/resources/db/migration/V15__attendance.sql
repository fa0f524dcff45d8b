-- Whether nodes answer, as the hub has seen it: an absence that was seen goes on over a restart, with its
-- grace, and what was told of it is not told again. One row for each node that was ever tried.
create table attendance (
  node varchar(63) primary key,
  last_seen timestamp(6) with time zone,
  absent_since timestamp(6) with time zone,
  cause_since timestamp(6) with time zone,
  cause varchar(32),
  reason varchar,
  -- The longest absence since the node was last as it shall be.
  gap_from timestamp(6) with time zone,
  gap_to timestamp(6) with time zone,
  told varchar(16) not null
);
