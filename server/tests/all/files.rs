//! Files as phones have them, made here: real ones, damaged ones, and ones that pretend.

use std::io::{Cursor, Write as _};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};

/// A picture with something to see in it: left dark, right bright.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let bright = u8::try_from(x * 255 / width).unwrap();
        Rgb([bright, bright / 2, (y % 7) as u8])
    })
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture(width, height)
        .write_to(&mut bytes, ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

/// What a camera writes beside the picture: how it was held, and where it was.
pub(crate) fn jpeg_of_a_phone(width: u32, height: u32) -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
    // Orientation (0x0112), one short: 6, turned to the right.
    exif.extend_from_slice(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    exif.extend_from_slice(b"GPS 35.8714N 128.6014E");
    let mut bytes = jpeg(width, height);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let segment = [b"\xff\xe1".as_slice(), &length, &exif].concat();
    bytes.splice(2..2, segment);
    bytes
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture(width, height))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A stamp: mostly nothing.
pub(crate) fn transparent_png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(RgbaImage::new(40, 30))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture(width, height))
        .write_to(&mut bytes, ImageFormat::WebP)
        .unwrap();
    bytes.into_inner()
}

/// A small file that says it is a picture of that size.
pub(crate) fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend_from_slice(&[8, 2, 0, 0, 0]);
    chunk(&mut bytes, b"IHDR", &header);
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&vec![0; 1 << 20]).unwrap();
    chunk(&mut bytes, b"IDAT", &packer.finish().unwrap());
    chunk(&mut bytes, b"IEND", &[]);
    bytes
}

fn chunk(bytes: &mut Vec<u8>, name: &[u8], data: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(data);
    bytes.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
    bytes.extend_from_slice(name);
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(&crc.sum().to_be_bytes());
}

pub(crate) fn pdf() -> Vec<u8> {
    b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n".to_vec()
}

/// A compound file with these streams.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        file.create_stream(name)
            .unwrap()
            .write_all(content)
            .unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

pub(crate) fn hwp() -> Vec<u8> {
    let mut header = b"HWP Document File".to_vec();
    header.resize(256, 0);
    compound(&[("/FileHeader", &header), ("/DocInfo", b"x")])
}

/// A container with these entries, not packed.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let offset = u32::try_from(bytes.len()).unwrap();
        let (length, name_length) = (
            u32::try_from(content.len()).unwrap().to_le_bytes(),
            u16::try_from(name.len()).unwrap().to_le_bytes(),
        );
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let about = [
            b"\x14\0\0\0\0\0\0\0\0\0".as_slice(),
            &crc.sum().to_le_bytes(),
            &length,
            &length,
            &name_length,
            b"\0\0",
        ]
        .concat();
        bytes.extend([b"PK\x03\x04", about.as_slice(), name.as_bytes(), content].concat());
        let place = [[0; 10].as_slice(), &offset.to_le_bytes()].concat();
        directory.extend(
            [
                b"PK\x01\x02\x14\0",
                about.as_slice(),
                &place,
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    bytes.extend(directory);
    bytes.extend(
        [
            b"PK\x05\x06\0\0\0\0".as_slice(),
            &count,
            &count,
            &size,
            &start,
            b"\0\0",
        ]
        .concat(),
    );
    bytes
}

pub(crate) fn docx() -> Vec<u8> {
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", b"<w:document/>"),
    ])
}
