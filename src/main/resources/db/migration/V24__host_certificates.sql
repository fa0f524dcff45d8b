-- Certificates by which nodes show who they are. They are no secrets, and kept as they were signed: the same one
-- goes to its node until it is renewed. A serial number is never given twice, also when its row was forgotten long ago.
create table host_certificate (
  serial bigint primary key,
  node varchar(63) not null,
  fingerprint varchar(64) not null,
  authority varchar(64) not null,
  principals varchar not null,
  valid_from timestamp(6) with time zone not null,
  valid_until timestamp(6) with time zone not null,
  issued_at timestamp(6) with time zone not null,
  line varchar not null
);
create index host_certificate_by_key on host_certificate (node, fingerprint, serial);
create index host_certificate_by_end on host_certificate (valid_until);
create table host_certificate_number (
  last_serial bigint not null
);
insert into host_certificate_number (last_serial) values (0);
