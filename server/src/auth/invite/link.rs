//! The link of an invite, and the link as a QR code.

use qrcode::{Color, EcLevel, QrCode};

/// White around a QR code, in modules; readers need four.
const QR_QUIET_MODULES: usize = 4;

/// The link of a secret; the part after `#` never leaves the browser on its own.
#[must_use]
pub fn link(public_url: &str, secret: &str) -> String {
    format!("{public_url}/join#{secret}")
}

/// A link as a QR code, black on white with its quiet zone, as an SVG element that scales with the page.
///
/// Empty when the link is longer than a QR code holds (about 2,900 characters); ours are a tenth of that.
#[must_use]
pub fn qr_svg(link: &str) -> String {
    use std::fmt::Write;
    let Ok(code) = QrCode::with_error_correction_level(link, EcLevel::M) else { return String::new() };
    let width = code.width();
    let side = width + 2 * QR_QUIET_MODULES;
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        for run in modules.chunk_by(|one, next| one == next) {
            if run[0] == Color::Dark {
                let (x, y) = (column + QR_QUIET_MODULES, row + QR_QUIET_MODULES);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{}v1h-{}z", run.len(), run.len());
            }
            column += run.len();
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::super::random_secret;
    use super::*;

    #[test]
    fn invite_3_a_link_has_its_secret_behind_the_hash_and_fits_a_qr_code() {
        let secret = random_secret();
        let link = link("https://pairway.example.org", &secret);
        assert_eq!(link.split_once('#').unwrap().1, secret);
        assert!(!link.split_once('#').unwrap().0.contains(&secret));
        let svg = qr_svg(&link);
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
        assert!(!svg.contains("style=") && !svg.contains("<script"), "the page's policy forbids both");
        assert!(svg.len() < 32 * 1024, "{} bytes", svg.len());
        // The top left finder pattern: seven dark modules behind the quiet zone.
        assert!(svg.contains("M4 4h7v1h-7z"));
        assert_eq!(qr_svg(&"x".repeat(10_000)), "");
    }
}
