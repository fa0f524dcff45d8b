-- Which hub is in charge: one row. Its token grows whenever a hub takes the lease, and is its key: a
-- transaction that holds the key ("for key share") keeps other hubs from taking the lease meanwhile,
-- and its holder not from making it longer.
create table hub_lease (
  token bigint primary key,
  holder varchar(64),
  taken_at timestamp(6) with time zone,
  expires_at timestamp(6) with time zone
);
insert into hub_lease (token) values (0);

-- The hubs that work or stand by on this database, and when each was last heard of.
create table hub (
  id varchar(64) primary key,
  name varchar(255) not null,
  started_at timestamp(6) with time zone not null,
  seen_at timestamp(6) with time zone not null
);
