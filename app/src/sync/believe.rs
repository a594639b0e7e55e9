//! Which receipts of an answer are not the server's: what the engine is told beside the answer.

use domain::{
    api::{About, Outcome, Receipt, SyncResponse, path},
    sync::Write,
};
use ui::net::{self, Call};
use uuid::Uuid;

use super::driver::Driver;
use crate::receipt::{Verdict, look};

impl Driver {
    /// The changes whose receipts must not be believed.
    pub(super) async fn forged(&self, response: &SyncResponse) -> Vec<Uuid> {
        let mut forged = Vec::new();
        for ack in &response.acks {
            if let Outcome::Accepted { receipt } = &ack.outcome
                && !self.believes(receipt).await
            {
                forged.push(ack.id);
            }
        }
        forged
    }

    async fn believes(&self, receipt: &Receipt) -> bool {
        let mut verdict = self.look(receipt).await;
        if verdict == Verdict::UnknownKey {
            // A key that is new: the server made it since this phone asked last.
            self.refresh_about().await;
            verdict = self.look(receipt).await;
        }
        match verdict {
            Verdict::Genuine | Verdict::Unchecked => true,
            // A server that has keys signs; one that has none is older than this app.
            Verdict::Unsigned => self.signals().receipt_keys().is_empty(),
            Verdict::UnknownKey | Verdict::Forged => false,
        }
    }

    async fn look(&self, receipt: &Receipt) -> Verdict {
        look(receipt, &self.signals().receipt_keys()).await
    }

    /// Asks who the server is, and which keys it signs with.
    pub(crate) async fn refresh_about(&self) {
        if let Ok(about) = net::get::<About>(path::ABOUT, Call::default()).await {
            let write = [Write::PutAbout(about)];
            self.signals().take(&write);
            // Asked again at the next start, should it not be kept.
            let _ = self.store().commit(&write).await;
        }
    }
}
