-- How each access path of each node does, tried before it is needed. One row for each path that was ever tried; a
-- path with another host or port is another path.
create table path_health (
  node varchar(63) not null,
  path varchar(400) not null,
  state varchar(8) not null,
  since timestamp(6) with time zone not null,
  last_good timestamp(6) with time zone,
  last_tried timestamp(6) with time zone not null,
  failures integer not null,
  obstacle varchar(32),
  reason varchar,
  -- 1 when its rot was told, so that a restart does not tell it again.
  told integer not null,
  primary key (node, path)
);
