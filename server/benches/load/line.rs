//! One connection that stays open: a request goes out, its answer comes back, and both are counted as on the wire.

use std::{io::Read as _, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// Bytes of the head and of the body as it travelled.
    pub(crate) down: usize,
    /// Seconds after which the server asks to come again.
    pub(crate) retry_after: Option<u64>,
}

/// An open connection.
#[derive(Debug)]
pub(crate) struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub(crate) async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(4096),
        })
    }

    pub(crate) async fn ask(&mut self, request: &[u8]) -> std::io::Result<Answer> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n", 0) {
                break end + 4;
            }
            self.more().await?;
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        let header = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                .map(str::trim)
        };
        let body = if header("transfer-encoding") == Some("chunked") {
            self.chunks(head).await?
        } else {
            let length: usize = header("content-length").map_or(0, |text| text.parse().unwrap());
            while self.buffer.len() < head + length {
                self.more().await?;
            }
            self.buffer[head..head + length].to_vec()
        };
        let body = if header("content-encoding") == Some("gzip") {
            let mut plain = Vec::with_capacity(body.len() * 4);
            flate2::read::GzDecoder::new(&body[..]).read_to_end(&mut plain)?;
            plain
        } else {
            body
        };
        Ok(Answer {
            status: text[9..12].parse().unwrap(),
            retry_after: header("retry-after").and_then(|text| text.parse().ok()),
            body,
            down: self.buffer.len(),
        })
    }

    async fn chunks(&mut self, mut at: usize) -> std::io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = find(&self.buffer, b"\r\n", at) {
                    break end;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(&self.buffer[at..end]).unwrap();
            let size = usize::from_str_radix(size, 16).unwrap();
            let chunk = end + 2;
            at = chunk + size + 2;
            while self.buffer.len() < at {
                self.more().await?;
            }
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&self.buffer[chunk..chunk + size]);
        }
    }

    async fn more(&mut self) -> std::io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(bytes: &[u8], part: &[u8], from: usize) -> Option<usize> {
    bytes[from..]
        .windows(part.len())
        .position(|window| window == part)
        .map(|at| at + from)
}
