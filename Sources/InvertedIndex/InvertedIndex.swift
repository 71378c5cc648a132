/// # InvertedIndex
///
/// Documents go in, immutable segments come out, and every search reads one snapshot of them.
///
/// *In*: `Document`s and keys to delete, through `Index.apply`. *Out*: a `Snapshot`, whose
/// segments hand over term dictionaries, posting lists of terms and of neighbours, forward streams,
/// columns and stored documents.
///
/// The way of a write: the operation is appended to the write-ahead log (`Log/`), analyzed and
/// collected in memory (`SegmentBuilder`), turned into a segment (`SegmentEncoder`), named by a
/// manifest (`Manifest`) and later merged with its neighbours (`Merger`). `Index/FORMAT.md` is
/// the grammar of every file; the types that write one repeat theirs shortly.
///
/// What keeps an index trustworthy: `IndexCheck` compares every structure with the documents it was
/// made from (`Check/`); `Index.upgrade` makes segments of older programs anew from their stored
/// documents; `Index.snapshot` copies an index while it is written to; `Index.optimize` merges it.
/// The tests kill processes, fill disks and turn bits at every place.
///
/// The room knows no query syntax and no sockets. It is the only one that opens index files, and
/// does so through a `Directory`, so that tests can make any operation fail.

/// A document's number inside one segment, `0..<documentCount`.
package typealias DocID = UInt32

/// Counts the operations of an index from 1; a higher one is newer. Merges keep it, so it also
/// breaks ties between equal scores.
package typealias SequenceNumber = UInt64

/// Limits of the format. Beyond them a document is refused with an error that names the limit.
package enum Limit {
  /// Words and boundaries in one document: counts of a posting are packed in 24 bits.
  package static let slotsPerDocument = (1 << 24) - 1
  /// Words in a title: counted in 16 bits of a posting.
  package static let titleSlots = (1 << 16) - 1
  /// Encoded bytes of one document.
  package static let documentBytes = 256 << 20
  /// Documents in one segment.
  package static let documentsPerSegment = Int(Int32.max)
}
