-- What is on a node because mesh made it, as it was applied last. Only that may be removed when it has
-- left the catalog; left_at is the revision at which it was first seen to have left.
create table made_resource (
  node varchar(63) not null,
  digest varchar(64) not null,
  resource varchar not null,
  fingerprint varchar not null,
  revision varchar(64) not null,
  left_at varchar(64),
  primary key (node, digest)
);
