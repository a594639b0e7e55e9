//! Invitations.

use domain::{
    api::Invitation,
    id::{AccountId, EnterpriseId, InvitationId},
};
use uuid::Uuid;

use super::{Connection, NewInvitation, Pool, Result, audit, enterprise, failure};
use crate::{audit::Entry, storage::Invitee};

#[derive(sqlx::FromRow)]
struct InvitationRow {
    id: Uuid,
    enterprise_id: Uuid,
    enterprise_name: String,
    created_by: String,
    created_at: i64,
    expires_at: i64,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl InvitationRow {
    fn invitation(self) -> Invitation {
        Invitation {
            id: InvitationId(self.id),
            enterprise: EnterpriseId(self.enterprise_id),
            enterprise_name: self.enterprise_name,
            created_by: self.created_by,
            created_at: self.created_at,
            expires_at: self.expires_at,
            used_at: self.used_at,
            revoked: self.revoked_at.is_some(),
        }
    }
}

pub(super) async fn invite(
    db: &mut Connection,
    new: NewInvitation,
    entry: Entry,
) -> Result<Option<Invitation>> {
    let enterprise = match &new.invitee {
        Invitee::Known(id) => *id,
        Invitee::New(details) => {
            enterprise::create(db, details, new.created_at).await?;
            details.id
        }
    };
    let exists: bool = sqlx::query_scalar("select exists (select 1 from enterprise where id = $1)")
        .bind(enterprise.0)
        .fetch_one(&mut *db)
        .await
        .map_err(failure)?;
    if !exists {
        return Ok(None);
    }
    sqlx::query(
        "insert into invitation (id, enterprise_id, secret_hash, code_hash, created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.0)
    .bind(enterprise.0)
    .bind(new.secret.as_slice())
    .bind(new.code.as_slice())
    .bind(new.created_by.0)
    .bind(new.created_at)
    .bind(new.expires_at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    audit::append(db, &entry.of(enterprise)).await?;
    let row: InvitationRow = sqlx::query_as(
        "select invitation.id, invitation.enterprise_id, enterprise.name as enterprise_name, account.name as created_by,
           invitation.created_at, invitation.expires_at, invitation.used_at, invitation.revoked_at
         from invitation join enterprise on enterprise.id = invitation.enterprise_id
           join account on account.id = invitation.created_by
         where invitation.id = $1",
    )
    .bind(new.id.0)
    .fetch_one(db)
    .await
    .map_err(failure)?;
    Ok(Some(row.invitation()))
}

pub(super) async fn all(db: &Pool, by: Option<AccountId>) -> Result<Vec<Invitation>> {
    let rows: Vec<InvitationRow> = sqlx::query_as(
        "select invitation.id, invitation.enterprise_id, enterprise.name as enterprise_name, account.name as created_by,
           invitation.created_at, invitation.expires_at, invitation.used_at, invitation.revoked_at
         from invitation join enterprise on enterprise.id = invitation.enterprise_id
           join account on account.id = invitation.created_by
         where $1 is null or invitation.created_by = $1
         order by invitation.created_at desc, invitation.id desc",
    )
    .bind(by.map(|id| id.0))
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(rows.into_iter().map(InvitationRow::invitation).collect())
}

pub(super) async fn revoke(
    db: &mut Connection,
    id: InvitationId,
    by: Option<AccountId>,
    entry: Entry,
) -> Result<bool> {
    let enterprise: Option<Uuid> = sqlx::query_scalar(
        "select enterprise_id from invitation where id = $1 and ($2 is null or created_by = $2)",
    )
    .bind(id.0)
    .bind(by.map(|id| id.0))
    .fetch_optional(&mut *db)
    .await
    .map_err(failure)?;
    let Some(enterprise) = enterprise else {
        return Ok(false);
    };
    let revoked = sqlx::query(
        "update invitation set revoked_at = $2 where id = $1 and revoked_at is null and used_at is null",
    )
    .bind(id.0)
    .bind(entry.at)
    .execute(&mut *db)
    .await
    .map_err(failure)?
    .rows_affected()
        == 1;
    if revoked {
        audit::append(db, &entry.of(EnterpriseId(enterprise))).await?;
    }
    Ok(true)
}
