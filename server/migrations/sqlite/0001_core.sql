-- Ids are UUIDs as 16 bytes, instants Unix milliseconds (UTC), secrets only ever SHA-256 or argon2id digests.

create table meta (
  key text primary key,
  value blob not null
);

create table account (
  id blob primary key,
  login text not null unique,
  password_hash text not null,
  name text not null,
  unit text not null,
  phone text not null,
  role text not null,
  created_at bigint not null
);

create table session (
  token_hash blob primary key,
  account_id blob not null references account (id),
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null
);
create index session_expiry on session (expires_at);

-- `change` counts what happened to the enterprise's submissions; it is the cursor that its phones pull by.
create table enterprise (
  id blob primary key,
  name text not null,
  contact_name text not null,
  contact_mobile text not null,
  verified boolean not null,
  created_at bigint not null,
  change bigint not null default 0
);
create index enterprise_order on enterprise (verified, name);

create table device (
  id blob primary key,
  enterprise_id blob not null references enterprise (id),
  token_hash blob not null unique,
  name text not null,
  enrolled_at bigint not null,
  expires_at bigint not null,
  seen_at bigint,
  revoked_at bigint
);
create index device_enterprise on device (enterprise_id, enrolled_at);

create table invitation (
  id blob primary key,
  enterprise_id blob not null references enterprise (id),
  secret_hash blob not null unique,
  code_hash blob not null unique,
  created_by blob not null references account (id),
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  used_by blob references device (id),
  revoked_at bigint
);
create index invitation_order on invitation (created_at desc);

create table receipt_counter (
  kind text not null,
  year integer not null,
  last bigint not null,
  primary key (kind, year)
);

-- `industry` and `assignee_id` are empty rather than null where there is none, so that they can be counted by.
create table submission (
  id blob primary key,
  enterprise_id blob not null references enterprise (id),
  form text not null,
  form_version text not null,
  number text not null unique,
  state text not null,
  version bigint not null,
  change bigint not null,
  revision_id blob not null,
  revision_number integer not null,
  hash text not null,
  enterprise_name text not null,
  name_key text not null,
  name_initials text not null,
  brn text,
  industry text not null,
  assignee_id blob not null,
  proposed boolean not null,
  -- The case as JSON: what no query asks for.
  casework text not null,
  decision text,
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
  id blob primary key,
  submission_id blob not null references submission (id),
  number integer not null,
  parent_id blob,
  device_id blob references device (id),
  content text not null,
  hash text not null,
  received_at bigint not null,
  unique (submission_id, number)
);

-- An applicant's withdrawals, so that one that is sent twice is acknowledged twice.
create table withdrawal (
  id blob primary key,
  submission_id blob not null references submission (id),
  hash text not null,
  received_at bigint not null
);

-- Append-only: each row carries the hash of the row before it.
create table audit (
  seq integer primary key autoincrement,
  id blob not null unique,
  at bigint not null,
  actor_id blob,
  role text not null,
  action text not null,
  enterprise_id blob,
  submission_id blob,
  state text,
  detail text not null,
  source text not null,
  prev_hash blob not null,
  hash blob not null
);
create index audit_submission on audit (submission_id, seq) where submission_id is not null;

create trigger audit_is_never_changed before update on audit
begin
  select raise(abort, 'the audit trail is append-only');
end;

create trigger audit_is_never_deleted before delete on audit
begin
  select raise(abort, 'the audit trail is append-only');
end;

-- How many submissions there are of each kind that the queue can be filtered by. Counting a million rows for
-- every page would take a second; the few thousand rows of this table take a millisecond. Triggers keep it, so
-- that no path into `submission` can forget it.
create table queue_count (
  form text not null,
  industry text not null,
  assignee_id blob not null,
  proposed boolean not null,
  state text not null,
  count bigint not null,
  primary key (form, industry, assignee_id, proposed, state)
) without rowid;

create trigger queue_count_insert after insert on submission
begin
  insert into queue_count (form, industry, assignee_id, proposed, state, count)
  values (new.form, new.industry, new.assignee_id, new.proposed, new.state, 1)
  on conflict (form, industry, assignee_id, proposed, state) do update set count = count + 1;
end;

create trigger queue_count_update
after update of form, industry, assignee_id, proposed, state on submission
begin
  update queue_count set count = count - 1
  where form = old.form and industry = old.industry and assignee_id = old.assignee_id
    and proposed = old.proposed and state = old.state;
  insert into queue_count (form, industry, assignee_id, proposed, state, count)
  values (new.form, new.industry, new.assignee_id, new.proposed, new.state, 1)
  on conflict (form, industry, assignee_id, proposed, state) do update set count = count + 1;
end;

create trigger queue_count_delete after delete on submission
begin
  update queue_count set count = count - 1
  where form = old.form and industry = old.industry and assignee_id = old.assignee_id
    and proposed = old.proposed and state = old.state;
end;
