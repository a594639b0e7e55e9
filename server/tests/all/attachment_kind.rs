//! What a file is, by its content.

use domain::attachment::FileRefusal;
use proptest::prelude::*;
use server::attachment::{Kind, of};

use crate::files;

#[test]
fn every_kind_that_is_taken_is_known_by_its_content() {
    let ole = |stream: &str| files::compound(&[(stream, b"x")]);
    let zip = |part: &str| files::zip(&[("[Content_Types].xml", b"x"), (part, b"x")]);
    for (kind, bytes) in [
        (Kind::Jpeg, files::jpeg(4, 4)),
        (Kind::Png, files::png(4, 4)),
        (Kind::Webp, files::webp(4, 4)),
        (Kind::Pdf, files::pdf()),
        (Kind::Hwp, files::hwp()),
        (Kind::Hwpx, zip("Contents/content.hpf")),
        (Kind::Doc, ole("/WordDocument")),
        (Kind::Docx, files::docx()),
        (Kind::Xls, ole("/Workbook")),
        (Kind::Xlsx, zip("xl/workbook.xml")),
        (Kind::Ppt, ole("/PowerPoint Document")),
        (Kind::Pptx, zip("ppt/presentation.xml")),
    ] {
        assert_eq!(of(&bytes), Ok(kind));
        assert_eq!(Kind::from_media_type(kind.media_type()), Some(kind));
    }
}

#[test]
fn what_is_not_taken_is_refused_with_its_reason() {
    let heic = [b"\0\0\0\x18ftyp".as_slice(), b"heic", b"\0\0\0\0mif1heic"].concat();
    let video = [b"\0\0\0\x18ftyp".as_slice(), b"isom", b"\0\0\0\0isommp42"].concat();
    let with_macros = files::zip(&[("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")]);
    let not_hwp = files::compound(&[("/FileHeader", b"HWP Document Fake")]);
    let mut far_directory = files::docx();
    let end = far_directory.len() - 22;
    far_directory[end + 16..end + 20].copy_from_slice(&u32::MAX.to_le_bytes());
    let mut many = files::docx();
    many[end + 10..end + 12].copy_from_slice(&u16::MAX.to_le_bytes());
    for (refusal, bytes) in [
        (FileRefusal::Heic, heic),
        (FileRefusal::Kind, video),
        (FileRefusal::Kind, b"MZ\x90\0".to_vec()),
        (
            FileRefusal::Kind,
            b"<html><script>alert(1)</script>".to_vec(),
        ),
        (
            FileRefusal::Kind,
            b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
        ),
        (FileRefusal::Kind, Vec::new()),
        (FileRefusal::Kind, files::zip(&[("evil.exe", b"MZ")])),
        (FileRefusal::Kind, with_macros),
        (FileRefusal::Kind, not_hwp),
        (FileRefusal::Damaged, b"%PDF-1.7\n1 0 obj <<".to_vec()),
        (
            FileRefusal::Damaged,
            b"PK\x03\x04 and nothing else".to_vec(),
        ),
        (
            FileRefusal::Damaged,
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        ),
        (FileRefusal::Damaged, far_directory),
        (FileRefusal::Damaged, many),
    ] {
        assert_eq!(
            of(&bytes),
            Err(refusal),
            "{:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever is changed in a file, looking at it ends in an answer.
    #[test]
    fn no_damage_is_too_much(
        which in 0_usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = [files::hwp, files::docx, files::pdf][which]();
        for (place, value) in changes {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let _ = of(&bytes);
    }
}
