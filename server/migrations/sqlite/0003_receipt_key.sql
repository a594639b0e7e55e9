-- The keys that receipts are signed with. The one in force at the moment of receipt signs, so a receipt can be made
-- again, bit for bit, from what is stored; that is why a retired key stays.
create table receipt_key (
  number bigint primary key,
  seed blob not null,
  valid_from bigint not null
);
