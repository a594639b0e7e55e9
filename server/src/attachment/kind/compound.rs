//! Which document an OLE compound file is: HWP by the signature in its header stream, the old office formats by
//! the stream that each must have.

use std::io::{Cursor, Read as _};

use domain::attachment::FileRefusal;

use super::Kind;

/// What the stream `FileHeader` of a HWP 5 document begins with.
const HWP: &[u8] = b"HWP Document File";

pub(super) fn kind(bytes: &[u8]) -> Result<Kind, FileRefusal> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileRefusal::Damaged)?;
    if file.is_stream("/FileHeader") {
        let mut signature = [0; HWP.len()];
        file.open_stream("/FileHeader")
            .and_then(|mut stream| stream.read_exact(&mut signature))
            .map_err(|_| FileRefusal::Damaged)?;
        if signature == HWP {
            return Ok(Kind::Hwp);
        }
    }
    let streams = [
        ("/WordDocument", Kind::Doc),
        ("/Workbook", Kind::Xls),
        ("/Book", Kind::Xls),
        ("/PowerPoint Document", Kind::Ppt),
    ];
    streams
        .into_iter()
        .find(|(stream, _)| file.is_stream(stream))
        .map(|(_, kind)| kind)
        .ok_or(FileRefusal::Kind)
}
