//! A body that is written while it is sent, so that a large download needs little memory.

use app::Error;
use axum::body::{Body, Bytes};
use futures_util::stream;
use tokio::{
    io::{AsyncReadExt as _, DuplexStream},
    task::JoinHandle,
};

use crate::failure::Result;

/// Bytes on their way at a time.
const PIECE: usize = 64 * 1024;

/// What is still to be sent: bytes read ahead, the reading end, and who writes.
struct Rest {
    ahead: Option<Bytes>,
    read: DuplexStream,
    writer: Option<JoinHandle<app::Result<()>>>,
}

/// Runs `write` and sends what it writes. A refusal before the first byte is a refusal of the request; a failure after it
/// breaks the connection off, so that nobody takes half a file for a whole one.
pub(super) async fn body<F>(write: impl FnOnce(DuplexStream) -> F) -> Result<Body>
where
    F: Future<Output = app::Result<()>> + Send + 'static,
{
    let (to, mut read) = tokio::io::duplex(PIECE);
    let writer = tokio::spawn(write(to));
    let ahead = piece(&mut read).await.map_err(Error::internal)?;
    if ahead.is_none() {
        writer.await.map_err(Error::internal)??;
        return Ok(Body::empty());
    }
    let rest = Rest { ahead, read, writer: Some(writer) };
    Ok(Body::from_stream(stream::try_unfold(rest, next)))
}

async fn next(mut rest: Rest) -> std::io::Result<Option<(Bytes, Rest)>> {
    if let Some(bytes) = rest.ahead.take() {
        return Ok(Some((bytes, rest)));
    }
    if let Some(bytes) = piece(&mut rest.read).await? {
        return Ok(Some((bytes, rest)));
    }
    match rest.writer.take() {
        Some(writer) => match writer.await.map_err(std::io::Error::other)? {
            Ok(()) => Ok(None),
            Err(error) => {
                tracing::error!(%error, "a download broke off");
                Err(std::io::Error::other("the download broke off"))
            }
        },
        None => Ok(None),
    }
}

/// The next bytes; nothing at the end.
async fn piece(read: &mut DuplexStream) -> std::io::Result<Option<Bytes>> {
    let mut buffer = vec![0; PIECE];
    let length = read.read(&mut buffer).await?;
    buffer.truncate(length);
    Ok((length > 0).then(|| buffer.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt as _;

    #[tokio::test]
    async fn a_long_text_arrives_whole() {
        let body = body(|mut out| async move {
            for _ in 0..1000 {
                out.write_all(&[b'x'; 1000]).await.map_err(Error::internal)?;
            }
            Ok(())
        });
        let bytes = axum::body::to_bytes(body.await.unwrap(), usize::MAX).await.unwrap();
        assert_eq!(bytes.len(), 1_000_000);
    }

    #[tokio::test]
    async fn a_refusal_is_no_download_and_a_failure_breaks_it_off() {
        let refused = body(|_out| async { Err(Error::NotFound) }).await;
        assert!(matches!(refused.unwrap_err().0.as_ref(), Error::NotFound));
        let broken = body(|mut out| async move {
            out.write_all(b"half").await.map_err(Error::internal)?;
            Err(Error::internal("gone"))
        });
        assert!(axum::body::to_bytes(broken.await.unwrap(), usize::MAX).await.is_err());
    }
}
