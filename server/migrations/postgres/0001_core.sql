-- The same tables as SQLite's. Instants are Unix milliseconds (UTC), secrets only ever SHA-256 or argon2id digests. Text is
-- ordered by its code points, as there.

create table meta (
  key text collate "C" primary key,
  value bytea not null
);

create table account (
  id uuid primary key,
  login text collate "C" not null unique,
  password_hash text collate "C" not null,
  name text collate "C" not null,
  unit text collate "C" not null,
  phone text collate "C" not null,
  role text collate "C" not null,
  created_at bigint not null
);

create table session (
  token_hash bytea primary key,
  account_id uuid not null references account (id),
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);

-- `change` counts what happened to the enterprise's submissions; it is the cursor that its phones pull by.
create table enterprise (
  id uuid primary key,
  name text collate "C" not null,
  contact_name text collate "C" not null,
  contact_mobile text collate "C" not null,
  verified boolean not null,
  created_at bigint not null,
  change bigint not null default 0
);
create index enterprise_order on enterprise (verified, name);

create table device (
  id uuid primary key,
  enterprise_id uuid not null references enterprise (id),
  token_hash bytea not null unique,
  name text collate "C" not null,
  enrolled_at bigint not null,
  expires_at bigint not null,
  seen_at bigint,
  revoked_at bigint
);
create index device_enterprise on device (enterprise_id, enrolled_at);

create table invitation (
  id uuid primary key,
  enterprise_id uuid not null references enterprise (id),
  secret_hash bytea not null unique,
  code_hash bytea not null unique,
  created_by uuid not null references account (id),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by uuid references device (id),
  revoked_at bigint
);
create index invitation_order on invitation (created_at desc);

create table receipt_counter (
  kind text collate "C" not null,
  year integer not null,
  last bigint not null,
  primary key (kind, year)
);

-- Where there is none, `industry` is empty and `assignee_id` the nil UUID rather than null, so that they can be counted by.
create table submission (
  id uuid primary key,
  enterprise_id uuid not null references enterprise (id),
  form text collate "C" not null,
  form_version text collate "C" not null,
  number text collate "C" not null unique,
  state text collate "C" not null,
  version bigint not null,
  change bigint not null,
  revision_id uuid not null,
  revision_number bigint not null,
  hash text collate "C" not null,
  enterprise_name text collate "C" not null,
  name_key text collate "C" not null,
  name_initials text collate "C" not null,
  brn text collate "C",
  industry text collate "C" not null,
  assignee_id uuid not null,
  proposed boolean not null,
  -- The case as JSON: what no query asks for.
  casework text collate "C" not null,
  decision text collate "C",
  received_at bigint not null,
  updated_at bigint not null,
  due_at bigint
);
create unique index submission_change on submission (enterprise_id, change);
create index submission_brn on submission (brn, form) where brn is not null;
create index queue_all on submission (received_at desc, id desc);
create index queue_state on submission (state, received_at desc, id desc);
create index queue_form on submission (form, state, received_at desc, id desc);
create index queue_industry on submission (industry, state, received_at desc, id desc);
create index queue_assignee on submission (assignee_id, state, received_at desc, id desc);
create index queue_proposed on submission (received_at desc, id desc) where proposed;

create table revision (
  id uuid primary key,
  submission_id uuid not null references submission (id),
  number bigint not null,
  parent_id uuid,
  device_id uuid references device (id),
  content text collate "C" not null,
  hash text collate "C" not null,
  received_at bigint not null,
  unique (submission_id, number)
);

-- An applicant's withdrawals, so that one that is sent twice is acknowledged twice.
create table withdrawal (
  id uuid primary key,
  submission_id uuid not null references submission (id),
  hash text collate "C" not null,
  received_at bigint not null
);

-- Append-only: each row carries the hash of the row before it. Its number follows the newest row's: a sequence would leave
-- a gap wherever a change was given back.
create table audit (
  seq bigint primary key,
  id uuid not null unique,
  at bigint not null,
  actor_id uuid,
  role text collate "C" not null,
  action text collate "C" not null,
  enterprise_id uuid,
  submission_id uuid,
  state text collate "C",
  detail text collate "C" not null,
  source text collate "C" not null,
  prev_hash bytea not null,
  hash bytea not null
);
create index audit_submission on audit (submission_id, seq) where submission_id is not null;

create function next_link() returns bigint language sql volatile as $$
  select coalesce(max(seq), 0) + 1 from audit
$$;
alter table audit alter column seq set default next_link();

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only';
end $$;

create trigger audit_is_never_changed before update or delete on audit
for each row execute function audit_is_append_only();

create trigger audit_is_never_emptied before truncate on audit
for each statement execute function audit_is_append_only();

-- One row. Whoever changes anything holds its lock until the commit, so that changes have one order: that of the audit
-- trail and of every cursor.
create table turn (
  one boolean primary key check (one)
);
insert into turn (one) values (true);

-- How many submissions there are of each kind that the queue can be filtered by. Counting a million rows for
-- every page would take a second; the few thousand rows of this table take a millisecond. Triggers keep it, so
-- that no path into `submission` can forget it.
create table queue_count (
  form text collate "C" not null,
  industry text collate "C" not null,
  assignee_id uuid not null,
  proposed boolean not null,
  state text collate "C" not null,
  count bigint not null,
  primary key (form, industry, assignee_id, proposed, state)
);

create function queue_is_counted() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update queue_count set count = count - 1
    where form = old.form and industry = old.industry and assignee_id = old.assignee_id
      and proposed = old.proposed and state = old.state;
  end if;
  if tg_op <> 'DELETE' then
    insert into queue_count (form, industry, assignee_id, proposed, state, count)
    values (new.form, new.industry, new.assignee_id, new.proposed, new.state, 1)
    on conflict (form, industry, assignee_id, proposed, state) do update set count = queue_count.count + 1;
  end if;
  return null;
end $$;

create trigger queue_count_rows after insert or delete on submission
for each row execute function queue_is_counted();

create trigger queue_count_update
after update of form, industry, assignee_id, proposed, state on submission
for each row execute function queue_is_counted();

-- Files that phones sent. The bytes are in a store of their own, under `hash` and `blob_id`; a blob's id is used
-- once, so that whoever drops one never drops another's.
create table attachment (
  enterprise_id uuid not null references enterprise (id),
  hash text collate "C" not null,
  blob_id uuid not null unique,
  media_type text collate "C" not null,
  size bigint not null,
  width bigint,
  height bigint,
  device_id uuid not null references device (id),
  stored_at bigint not null,
  primary key (enterprise_id, hash)
);
create index attachment_age on attachment (stored_at);

-- What each content names. The reference keeps the collector from a file that somebody names.
create table revision_attachment (
  revision_id uuid not null references revision (id),
  enterprise_id uuid not null,
  hash text collate "C" not null,
  primary key (revision_id, hash),
  foreign key (enterprise_id, hash) references attachment (enterprise_id, hash)
);
create index revision_attachment_file on revision_attachment (enterprise_id, hash);
