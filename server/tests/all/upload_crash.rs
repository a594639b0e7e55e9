//! Uploads to the real program, over connections that are cut and under a server that is killed.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpStream},
    path::Path,
    time::Duration,
};

use server::demo::{Dice, Firm};

use crate::{
    crash::{Program, enrol},
    files,
    support::write_site,
    upload::{address, base64, hash},
};

/// A phone that speaks over sockets.
pub(crate) struct Phone {
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
}

impl Phone {
    /// Sends a request of which only `body` arrives, and gives its status and its `Upload-Offset`; nothing when there
    /// is no answer.
    fn ask(&self, head: &str, announced: usize, body: &[u8]) -> Option<(u16, u64)> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        let limit = Some(Duration::from_secs(20));
        stream.set_read_timeout(limit).unwrap();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
             tus-resumable: 1.0.0\r\ncontent-type: application/offset+octet-stream\r\n",
            self.token
        )
        .ok()?;
        write!(stream, "content-length: {announced}\r\n\r\n").ok()?;
        stream.write_all(body).ok()?;
        if body.len() < announced {
            stream.shutdown(Shutdown::Write).ok()?;
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let status = answer.get(9..12)?.parse().ok()?;
        let offset = answer
            .lines()
            .find_map(|line| line.strip_prefix("upload-offset: "))
            .and_then(|offset| offset.parse().ok());
        Some((status, offset.unwrap_or_default()))
    }

    pub(crate) fn begin(&self, hash: &str, length: usize) -> Option<(u16, u64)> {
        let metadata = base64(hash.as_bytes());
        let head = format!(
            "POST /api/v1/uploads HTTP/1.1\r\nupload-length: {length}\r\nupload-metadata: sha256 {metadata}\r\nx:"
        );
        // The rest of the first line becomes the value of a header that nobody reads.
        self.ask(&head, 0, b"")
    }

    fn standing(&self, hash: &str) -> Option<(u16, u64)> {
        self.ask(&format!("HEAD {}", address(hash)), 0, b"")
    }

    /// Brings the rest from `offset`, of which only the part up to `end` arrives.
    pub(crate) fn bring(
        &self,
        hash: &str,
        bytes: &[u8],
        offset: u64,
        end: usize,
    ) -> Option<(u16, u64)> {
        let start = usize::try_from(offset).unwrap();
        let path = address(hash);
        let head = format!("PATCH {path} HTTP/1.1\r\nupload-offset: {offset}\r\nx:");
        self.ask(&head, bytes.len() - start, &bytes[start..end.max(start)])
    }
}

fn program(folder: &Path) -> (Program, Phone) {
    write_site(&folder.join("site"));
    let program = Program::start(folder);
    let token = enrol(&program, &Firm::made_up(&mut Dice::seeded(5)));
    let address = program.address;
    (program, Phone { address, token })
}

/// A paper of at least `size` bytes.
fn paper(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..size).map(|at| (at * 31 % 251) as u8));
    bytes.extend_from_slice(b"\n%%EOF\n");
    bytes
}

#[test]
fn a_connection_that_is_cut_at_any_byte_loses_none_that_arrived() {
    let folder = tempfile::tempdir().unwrap();
    let (_program, phone) = program(folder.path());
    for cut in 0..files::pdf().len() {
        let mut bytes = files::pdf();
        bytes.extend(format!("% {cut}").bytes());
        let hash = hash(&bytes);
        assert_eq!(phone.begin(&hash, bytes.len()), Some((201, 0)));
        phone.bring(&hash, &bytes, 0, cut);
        // The server may still be reading what the broken connection brought.
        let offset = (0..200)
            .find_map(|_| match phone.standing(&hash) {
                Some((200, offset)) if offset == cut as u64 => Some(offset),
                _ => {
                    std::thread::sleep(Duration::from_millis(5));
                    None
                }
            })
            .expect("every byte that arrived");
        let all = bytes.len() as u64;
        assert_eq!(
            phone.bring(&hash, &bytes, offset, bytes.len()),
            Some((204, all))
        );
        assert_eq!(phone.standing(&hash), Some((200, all)));
    }
}

#[test]
fn a_server_that_is_killed_while_it_receives_goes_on_with_what_its_disk_has() {
    let folder = tempfile::tempdir().unwrap();
    let (mut program, mut phone) = program(folder.path());
    let bytes = paper(4_000_000);
    let hash = hash(&bytes);
    phone.begin(&hash, bytes.len());
    let mut before = 0;
    for kill in 1..=4 {
        let end = bytes.len() * kill / 5;
        std::thread::scope(|scope| {
            let (phone, hash, bytes) = (&phone, &hash, &bytes);
            let bringing = scope.spawn(move || phone.bring(hash, bytes, before, end));
            // Somewhere between the first byte and the last.
            while parts_in(folder.path()) <= before && !bringing.is_finished() {
                std::thread::yield_now();
            }
            program.signal("-KILL");
            bringing.join().unwrap();
        });
        drop(program);
        program = Program::start(folder.path());
        phone.address = program.address;
        let (status, offset) = phone.standing(&hash).unwrap();
        assert_eq!(status, 200);
        assert!(
            (before..=end as u64).contains(&offset),
            "{before} {offset} {end}"
        );
        before = offset;
    }
    let all = bytes.len() as u64;
    assert_eq!(
        phone.bring(&hash, &bytes, before, bytes.len()),
        Some((204, all))
    );
    assert_eq!(
        phone.standing(&hash),
        Some((200, all)),
        "its hash was compared"
    );
}

/// How many bytes of parts the disk has.
fn parts_in(folder: &Path) -> u64 {
    let parts = folder.join("data/attachments/parts");
    let files = std::fs::read_dir(parts).into_iter().flatten().flatten();
    files
        .filter_map(|enterprise| std::fs::read_dir(enterprise.path()).ok())
        .flat_map(|files| files.flatten())
        .filter_map(|file| file.metadata().ok())
        .map(|about| about.len())
        .sum()
}
