-- SSH certificates that the hub issued: who may log in as what until when; of keys a fingerprint only. A
-- serial number is never given twice, also when its row was forgotten long ago.
create table certificate (
  serial bigint primary key,
  key_id varchar(160) not null,
  fingerprint varchar(64) not null,
  principals varchar not null,
  sources varchar not null,
  valid_from timestamp(6) with time zone not null,
  valid_until timestamp(6) with time zone not null,
  issued_at timestamp(6) with time zone not null,
  revoked_by varchar,
  revoked_at timestamp(6) with time zone,
  revoked_why varchar
);
create index certificate_by_end on certificate (valid_until);
create index certificate_by_key_id on certificate (key_id);
create table certificate_number (
  last_serial bigint not null
);
insert into certificate_number (last_serial) values (0);
