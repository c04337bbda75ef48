//! Forms that carry a file.

use axum::{body::Bytes, extract::Multipart};
use domain::FieldError;

use super::parts::Pairs;

/// What a form with a file sent: its fields, and the file if one was chosen.
pub(super) struct Sent {
    pub(super) pairs: Pairs,
    pub(super) file: Option<(String, Bytes)>,
}

impl Sent {
    /// Reads the whole body.
    pub(super) async fn read(mut body: Multipart) -> app::Result<Self> {
        let mut out = Self { pairs: Vec::new(), file: None };
        let broken = |e: axum::extract::multipart::MultipartError| {
            let large = e.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
            app::Error::Invalid(vec![if large {
                FieldError::rule("file", "ファイルが大きすぎます", "The file is too large")
            } else {
                FieldError::rule("file", "送られた内容が途中で切れています", "What was sent is cut short")
            }])
        };
        while let Some(field) = body.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file_name) = field.file_name().map(ToOwned::to_owned) {
                let bytes = field.bytes().await.map_err(broken)?;
                if !file_name.is_empty() {
                    out.file = Some((file_name, bytes));
                }
            } else {
                out.pairs.push((name, field.text().await.map_err(broken)?));
            }
        }
        Ok(out)
    }

    /// Reads a body whose file must be there: its fields, and name and bytes of the file.
    pub(super) async fn one(body: Multipart) -> app::Result<(Pairs, String, Bytes)> {
        let sent = Self::read(body).await?;
        let (name, bytes) = sent.file.ok_or_else(|| app::Error::field("file", domain::Problem::Missing))?;
        Ok((sent.pairs, name, bytes))
    }
}
