-- Deliveries of webhooks that were taken, so that one that is sent again counts once. Only what tells
-- them apart is kept, as a digest.
create table webhook_delivery (
  digest varchar(64) primary key,
  taken_at timestamp(6) with time zone not null
);
create index webhook_delivery_by_time on webhook_delivery (taken_at);
