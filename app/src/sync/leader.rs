//! One tab sends: the one that holds the lock. It gives the lead up when it is hidden and another tab waits for it.

use std::{cell::RefCell, pin::pin, rc::Rc, time::Duration};

use domain::sync::Event;
use futures::{
    channel::oneshot,
    future::{Either, select},
};
use leptos::prelude::{set_timeout, window_event_listener_untyped};
use ui::clock::now_ms;

use super::{driver::Driver, trigger::is_visible};
use crate::{
    lock::{self, Ask, Granted},
    store::browser::lease,
};

const NAME: &str = "ieum-sync";
/// How long a lease lasts where there are no locks, milliseconds, and how often it is renewed.
const LEASE: i64 = 10_000;
const RENEWAL: Duration = Duration::from_secs(3);

/// Runs for as long as the tab lives.
pub(crate) async fn run(driver: Rc<Driver>) {
    loop {
        let mut lock = match lock::ask(NAME, Ask::Wait).await {
            Granted::Yes(lock) => lock,
            // One that waits is not told no.
            Granted::No => continue,
            Granted::Unsupported => return run_with_lease(driver).await,
        };
        lead(&driver).await;
        loop {
            match select(&mut lock.ended, pin!(hidden())).await {
                Either::Left(_) => break,
                Either::Right(_) if lock::is_wanted(NAME).await => break,
                Either::Right(_) => {}
            }
        }
        driver.dispatch(Event::Follows);
        // No write of ours may come after the next tab has read what is on disk.
        driver.settled().await;
        lock.release();
    }
}

async fn lead(driver: &Rc<Driver>) {
    loop {
        driver.settled().await;
        match driver.store().reload().await {
            Ok(loaded) => {
                driver.signals().reloaded(&loaded);
                driver.dispatch(Event::Leads(Box::new(loaded.snapshot)));
                return;
            }
            Err(_) => sleep(RENEWAL).await,
        }
    }
}

async fn run_with_lease(driver: Rc<Driver>) {
    let name = ui::ids::new_id().to_string();
    let mut leads = false;
    loop {
        let ours = lease(&name, now_ms(), LEASE);
        if ours && !leads {
            lead(&driver).await;
        } else if leads && !ours {
            driver.dispatch(Event::Follows);
        }
        leads = ours;
        sleep(RENEWAL).await;
    }
}

/// Resolves when the page is hidden next.
async fn hidden() {
    let (sender, hidden) = oneshot::channel();
    let sender = RefCell::new(Some(sender));
    let listener = window_event_listener_untyped("visibilitychange", move |_| {
        if !is_visible()
            && let Some(sender) = sender.borrow_mut().take()
        {
            let _ = sender.send(());
        }
    });
    let _ = hidden.await;
    listener.remove();
}

async fn sleep(duration: Duration) {
    let (sender, over) = oneshot::channel();
    set_timeout(
        move || {
            let _ = sender.send(());
        },
        duration,
    );
    let _ = over.await;
}
