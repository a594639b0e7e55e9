//! What happened in a history, as one number: equal histories have equal traces, on any machine.

use std::fmt::{self, Write as _};

/// FNV-1a over everything that was noted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trace {
    hash: u64,
    /// Written out too, to be read.
    aloud: bool,
}

impl fmt::Write for Trace {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Ok(())
    }
}

impl Trace {
    pub(crate) fn new(aloud: bool) -> Self {
        let hash = 0xcbf2_9ce4_8422_2325;
        Self { hash, aloud }
    }

    /// Notes that this happened at this moment, in full.
    #[expect(clippy::print_stdout, reason = "a history that somebody asked to read")]
    pub(crate) fn note(&mut self, now: i64, phone: usize, what: &dyn fmt::Debug) {
        // A hash takes everything.
        let _ = writeln!(self, "{now} phone {phone}: {what:?}");
        if self.aloud {
            println!("{now} phone {phone}: {what:?}");
        }
    }

    pub(crate) fn hash(self) -> u64 {
        self.hash
    }
}
