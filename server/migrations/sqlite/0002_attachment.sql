-- Files that phones sent. The bytes are in a store of their own, under `hash` and `blob_id`; a blob's id is used
-- once, so that whoever drops one never drops another's.
create table attachment (
  enterprise_id blob not null references enterprise (id),
  hash text not null,
  blob_id blob not null unique,
  media_type text not null,
  size bigint not null,
  width bigint,
  height bigint,
  device_id blob not null references device (id),
  stored_at bigint not null,
  primary key (enterprise_id, hash)
);
create index attachment_age on attachment (stored_at);

-- What each content names. The reference keeps the collector from a file that somebody names.
create table revision_attachment (
  revision_id blob not null references revision (id),
  enterprise_id blob not null,
  hash text not null,
  primary key (revision_id, hash),
  foreign key (enterprise_id, hash) references attachment (enterprise_id, hash)
);
create index revision_attachment_file on revision_attachment (enterprise_id, hash);
