-- What agents were allowed: tokens, of which only a digest is kept, and contracts of sessions that
-- the hub itself issued. And commits that an operator let in though they left their contract.
create table agent_token (
  id varchar(16) primary key,
  digest varchar(64) not null,
  agent varchar(32) not null,
  contract varchar(64),
  scope varchar(16) not null,
  nodes varchar not null,
  issued_by varchar not null,
  issued_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  revoked_by varchar,
  revoked_at timestamp(6) with time zone
);
create index agent_token_by_end on agent_token (expires_at);

create table session_contract (
  id varchar(64) primary key,
  text varchar not null,
  issued_by varchar not null,
  issued_at timestamp(6) with time zone not null,
  ended_by varchar,
  ended_at timestamp(6) with time zone
);
create index session_contract_by_time on session_contract (issued_at);

create table scope_exception (
  revision varchar(64) primary key,
  reason varchar not null,
  accepted_by varchar not null,
  accepted_at timestamp(6) with time zone not null
);
