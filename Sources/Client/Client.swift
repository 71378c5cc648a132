/// # Client
///
/// A library for other programs: searches an archive and changes it, through a running daemon.
///
/// ```swift
/// import Client
/// import Wire
///
/// let archive = Archive(socket: "/run/mucluc/mucluc.sock")
/// for hit in try archive.search("mat tran to quoc").hits {
///   print(hit.score, hit.id, hit.title)
/// }
/// ```
///
/// Everything is synchronous: a call returns when the daemon has answered. The connection is kept
/// and reused; a lost one is made anew. The library speaks HTTP/1.1 on a Unix socket by itself and
/// brings in nothing but `Wire`; it knows nothing of the index.
import Wire
