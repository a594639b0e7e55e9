-- Changes that their writers took back before they came: they are never accepted. The ids are the phones', so they count
-- within an enterprise only.
create table recall (
  enterprise_id blob not null references enterprise (id),
  change_id blob not null,
  at bigint not null,
  primary key (enterprise_id, change_id)
) without rowid;
