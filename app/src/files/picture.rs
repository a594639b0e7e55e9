//! A photo as it is sent: upright, at most [`LONGEST`] pixels a side, and without what the camera wrote into it
//! (where and when it was taken, with what). Drawing it anew does all three.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// The longer side of what is sent, in pixels.
const LONGEST: u32 = 2_000;
/// JPEG quality: letters on a photographed paper stay readable, and a photo is some 500 KB.
const QUALITY: f64 = 0.85;
/// What photos become.
pub(crate) const MEDIA_TYPE: &str = "image/jpeg";

/// `photo` drawn anew; none when this browser cannot read it.
pub(crate) async fn redrawn(photo: &Blob) -> Option<Blob> {
    draw(photo).await.ok()
}

async fn draw(photo: &Blob) -> Result<Blob, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let upright = js_sys::Object::new();
    Reflect::set(&upright, &"imageOrientation".into(), &"from-image".into())?;
    // By name: the binding has no form that takes options for a Blob alone.
    let read: Function = Reflect::get(&window, &"createImageBitmap".into())?.dyn_into()?;
    let bitmap: Promise = read.call2(&window, photo, &upright)?.dyn_into()?;
    let bitmap: ImageBitmap = JsFuture::from(bitmap).await?.dyn_into()?;
    let (width, height) = fit(bitmap.width(), bitmap.height());
    let page = window.document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = page.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    // A transparent PNG would turn black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    let drawn = context.draw_image_with_image_bitmap_and_dw_and_dh(
        &bitmap,
        0.0,
        0.0,
        width.into(),
        height.into(),
    );
    // Twelve million pixels are 48 MB: given back now, not when the collector comes by.
    bitmap.close();
    drawn?;
    let encoded = JsFuture::from(encoded(&canvas)).await?.dyn_into();
    canvas.set_width(0);
    encoded
}

fn encoded(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(&mut |resolve, reject| {
        let taken = Closure::once_into_js(move |blob: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &blob);
        });
        let quality = JsValue::from_f64(QUALITY);
        let asked = canvas.to_blob_with_type_and_encoder_options(
            taken.unchecked_ref(),
            MEDIA_TYPE,
            &quality,
        );
        if let Err(error) = asked {
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    })
}

/// A size of the same shape that is not larger than it has to be; never smaller than one pixel.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= LONGEST {
        return (width, height);
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LONGEST) / u64::from(longer);
        u32::try_from(side).unwrap_or(LONGEST).max(1)
    };
    (scaled(width), scaled(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_keep_their_shape_and_small_ones_their_size() {
        assert_eq!(fit(4_000, 3_000), (2_000, 1_500));
        assert_eq!(fit(3_000, 4_000), (1_500, 2_000));
        assert_eq!(fit(2_000, 10), (2_000, 10));
        assert_eq!(fit(100_000, 3), (2_000, 1));
        assert_eq!(fit(640, 480), (640, 480));
    }
}
