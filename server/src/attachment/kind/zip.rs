//! Which document a ZIP container is: by the names in its central directory. No entry is ever unpacked, so a bomb
//! stays packed here as it does in the store.

use domain::attachment::FileRefusal;

use super::Kind;

/// The end record without its comment, and the longest comment.
const END: usize = 22;
const LONGEST_COMMENT: usize = 65_535;
/// An entry of the central directory without its name.
const ENTRY: usize = 46;
/// More entries than any document has.
const MOST_ENTRIES: u16 = 20_000;

/// The part by which each kind is known.
const PARTS: [(&[u8], Kind); 4] = [
    (b"word/document.xml", Kind::Docx),
    (b"xl/workbook.xml", Kind::Xlsx),
    (b"ppt/presentation.xml", Kind::Pptx),
    (b"Contents/content.hpf", Kind::Hwpx),
];

pub(super) fn kind(bytes: &[u8]) -> Result<Kind, FileRefusal> {
    let mut known = None;
    let mut macros = false;
    for name in names(bytes).ok_or(FileRefusal::Damaged)? {
        let name = name.ok_or(FileRefusal::Damaged)?;
        // Macros have no place in a document of these kinds, whatever its name says.
        macros |= name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
        let part = PARTS.iter().find(|(part, _)| *part == name);
        known = known.or(part.map(|(_, kind)| *kind));
    }
    known.filter(|_| !macros).ok_or(FileRefusal::Kind)
}

/// The names of the entries; nothing without a central directory that lies within the file, and nothing in place of
/// a name that doesn't.
fn names(bytes: &[u8]) -> Option<impl Iterator<Item = Option<&[u8]>>> {
    let end = end(bytes)?;
    let count = u16_at(end, 10).filter(|count| *count <= MOST_ENTRIES)?;
    let (size, start) = (u32_at(end, 12)? as usize, u32_at(end, 16)? as usize);
    let mut directory = bytes.get(start..start.checked_add(size)?)?;
    Some((0..count).map(move |_| {
        let is_entry = directory.starts_with(b"PK\x01\x02");
        let lengths = [28, 30, 32].map(|at| u16_at(directory, at).map(usize::from));
        let [Some(name), Some(extra), Some(comment)] = lengths else {
            return None;
        };
        let text = directory.get(ENTRY..ENTRY + name).filter(|_| is_entry)?;
        directory = directory.get(ENTRY + name + extra + comment..)?;
        Some(text)
    }))
}

/// The end record: the last one whose comment ends where the file does.
fn end(bytes: &[u8]) -> Option<&[u8]> {
    let last = bytes.len().checked_sub(END)?;
    let first = last.saturating_sub(LONGEST_COMMENT);
    (first..=last).rev().find_map(|at| {
        let record = bytes.get(at..)?;
        let comment = usize::from(u16_at(record, 20)?);
        (record.starts_with(b"PK\x05\x06") && record.len() == END + comment).then_some(record)
    })
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
