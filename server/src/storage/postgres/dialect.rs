//! What only PostgreSQL understands, or calls by another name.

use domain::id::AccountId;
use uuid::Uuid;

/// Whom a submission is assigned to, as it is stored.
pub(super) type Whom = Uuid;

/// Finds text whatever its Latin letters' case.
pub(super) const LIKE: &str = "ilike ";

/// Stores a first revision with its number, its change and its link of the trail, in one call.
pub(super) const RECEIVE: &str = "with numbered as (
     insert into receipt_counter (kind, year, last) values ($1, $2, $3)
       on conflict (kind, year) do update set last = $3),
   told as (update enterprise set change = $4 where id = $5),
   stored as (
     insert into submission (id, enterprise_id, form, form_version, number, state, version, change, revision_id,
       revision_number, hash, enterprise_name, name_key, name_initials, brn, industry, assignee_id, proposed,
       casework, received_at, updated_at, due_at)
       values ($6, $5, $7, $8, $9, $10, 1, $4, $11, 1, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21, $22)),
   written as (
     insert into revision (id, submission_id, number, parent_id, device_id, content, hash, received_at)
       values ($11, $6, 1, null, $23, $24, $12, $21))
   insert into audit (id, at, actor_id, role, action, enterprise_id, submission_id, state, detail, source,
     prev_hash, hash)
     values ($25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)";

/// Nobody is the id that nobody has: a column that is counted by holds no null.
pub(super) fn whom(id: Option<AccountId>) -> Whom {
    id.map_or(Uuid::nil(), |id| id.0)
}
