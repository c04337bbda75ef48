use std::os::unix::fs::symlink;

use super::*;

fn folder() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path());
    (folder, files)
}

async fn read(files: &Files, digest: Digest) -> Result<Vec<u8>, Refused> {
    let mut out = Vec::new();
    files.open(digest).await?.read_to_end(&mut out).await.map_err(Refused::Body)?;
    Ok(out)
}

fn incoming(files: &Files) -> usize {
    std::fs::read_dir(files.root.join("incoming")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn contents_come_back_and_are_written_once() {
    let (_folder, files) = folder();
    let bytes = vec![7u8; 200_000];
    let first = files.write("a", bytes.as_slice(), 1 << 20).await.unwrap();
    assert_eq!((first.digest, first.size), (Digest::of_bytes(&bytes), 200_000));
    let place = std::fs::metadata(files.path(first.digest)).unwrap();
    assert_eq!(files.write("b", bytes.as_slice(), 1 << 20).await.unwrap(), first);
    let again = std::fs::metadata(files.path(first.digest)).unwrap();
    assert_eq!((place.ino(), place.mtime_nsec()), (again.ino(), again.mtime_nsec()));
    assert_eq!(read(&files, first.digest).await.unwrap(), bytes);
    assert_eq!(incoming(&files), 0);
    let nothing = files.write("c", &b""[..], 0).await.unwrap();
    assert_eq!(read(&files, nothing.digest).await.unwrap(), b"");
}

#[tokio::test]
async fn too_much_or_half_a_body_leaves_nothing() {
    struct Broken(bool);
    impl AsyncRead for Broken {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
            let this = self.get_mut();
            if this.0 {
                return Poll::Ready(Err(std::io::ErrorKind::ConnectionReset.into()));
            }
            this.0 = true;
            buf.put_slice(b"half");
            Poll::Ready(Ok(()))
        }
    }
    let (_folder, files) = folder();
    assert!(matches!(files.write("a", &b"12345"[..], 4).await, Err(Refused::TooLarge(4))));
    assert!(matches!(files.write("b", Broken(false), 100).await, Err(Refused::Body(_))));
    assert_eq!(incoming(&files), 0);
    assert!(matches!(files.open(Digest::of_bytes(b"12345")).await, Err(Refused::Missing(_))));
}

#[tokio::test]
async fn an_altered_content_is_refused_and_mended_by_receiving_it_again() {
    let (_folder, files) = folder();
    let digest = files.write("a", &b"contract"[..], 100).await.unwrap().digest;
    for altered in [&b"contracT"[..], b"contract ", b"contrac", b""] {
        std::fs::write(files.path(digest), altered).unwrap();
        assert!(matches!(files.open(digest).await, Err(Refused::Altered(d)) if d == digest));
    }
    files.write("b", &b"contract"[..], 100).await.unwrap();
    assert_eq!(read(&files, digest).await.unwrap(), b"contract");
}

#[tokio::test]
async fn a_content_altered_while_it_is_read_ends_in_an_error() {
    let (_folder, files) = folder();
    let bytes = vec![1u8; 300_000];
    let digest = files.write("a", bytes.as_slice(), 1 << 20).await.unwrap().digest;
    let mut open = files.open(digest).await.unwrap();
    std::fs::write(files.path(digest), vec![2u8; 300_000]).unwrap();
    let error = open.read_to_end(&mut Vec::new()).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
}

#[tokio::test]
async fn links_are_not_followed() {
    let (_folder, files) = folder();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("target");
    std::fs::write(&target, b"contract").unwrap();
    let digest = Digest::of_bytes(b"contract");
    let place = files.path(digest);

    // a link where the file should be, even one to the right bytes
    std::fs::create_dir(place.parent().unwrap()).unwrap();
    symlink(&target, &place).unwrap();
    assert!(matches!(files.open(digest).await, Err(Refused::Folder(_))));
    assert!(files.write("a", &b"contract"[..], 100).await.is_err());

    // a link where the folder should be
    std::fs::remove_dir_all(place.parent().unwrap()).unwrap();
    symlink(elsewhere.path(), place.parent().unwrap()).unwrap();
    assert!(matches!(files.open(digest).await, Err(Refused::Folder(_))));
    assert!(files.write("b", &b"contract"[..], 100).await.is_err());

    // a link under the name of an incoming file
    std::fs::remove_file(place.parent().unwrap()).unwrap();
    symlink(&target, files.root.join("incoming").join("c")).unwrap();
    assert!(files.write("c", &b"other"[..], 100).await.is_err());
    assert_eq!(std::fs::read(&target).unwrap(), b"contract");
}
