package import Documents
import Synchronization

/// The documents of one moment: immutable, whatever is written meanwhile.
///
/// Every search runs on one snapshot. It keeps its segments' files readable while it is held.
package final class Snapshot: Sendable {
  package let segments: [View]
  /// Counts the snapshots of an index since it was opened.
  package let generation: UInt64

  /// A segment and which of its documents are live.
  package struct View: Sendable {
    package let segment: Segment
    package let live: LiveDocuments

    package init(segment: Segment, live: LiveDocuments) {
      self.segment = segment
      self.live = live
    }
  }

  /// What `acronyms` gathered, once it did.
  private let knownAcronyms = Mutex<AcronymTable?>(nil)

  init(segments: [View], generation: UInt64) {
    self.segments = segments
    self.generation = generation
  }

  /// The last write of a document in it; 0 where there is none.
  package var lastSequence: SequenceNumber {
    segments.reduce(0) { max($0, $1.segment.lastSequence) }
  }

  /// The segments that have documents of later writes than this, beside others, as a snapshot of
  /// their own; nil where there are none.
  package func segments(since sequence: SequenceNumber) -> Snapshot? {
    let views = segments.filter { $0.segment.lastSequence > sequence }
    return views.isEmpty ? nil : Snapshot(segments: views, generation: generation)
  }

  /// One of its segments as a snapshot of its own.
  package func alone(_ view: View) -> Snapshot {
    Snapshot(segments: [view], generation: generation)
  }

  /// Live documents.
  package var documentCount: Int { segments.reduce(0) { $0 + $1.live.liveCount } }

  /// Documents that statistics count: live ones, and deleted ones until they are merged away.
  package var countedDocuments: Int { segments.reduce(0) { $0 + $1.segment.documentCount } }

  /// Words of all counted documents: in titles, in all, and of low weight.
  package var totals: Segment.Lengths<UInt64> {
    segments.reduce(into: .init(title: 0, all: 0, low: 0)) { sum, view in
      sum.title += view.segment.totals.title
      sum.all += view.segment.totals.all
      sum.low += view.segment.totals.low
    }
  }

  /// The short forms that live documents explain; gathered by the first caller.
  package func acronyms() throws(IndexError) -> AcronymTable {
    try knownAcronyms.withLock { known throws(IndexError) in
      if let known { return known }
      let table = try AcronymTable(segments)
      known = table
      return table
    }
  }

  /// The live document of a key.
  package func document(for key: DocumentKey) throws(IndexError) -> Document? {
    try versionedDocument(for: key)?.document
  }

  /// Whether there is a live document of a key.
  package func contains(_ key: DocumentKey) throws(IndexError) -> Bool {
    for view in segments.reversed() {
      for document in try view.segment.documents(withKey: key) where view.live.contains(document) {
        return true
      }
    }
    return false
  }

  /// The same with the number of the write that made it so: another one is another version.
  package func versionedDocument(
    for key: DocumentKey
  ) throws(IndexError) -> (document: Document, version: SequenceNumber)? {
    for view in segments.reversed() {
      for document in try view.segment.documents(withKey: key).reversed()
      where view.live.contains(document) {
        return (try view.segment.document(document), view.segment.sequence(of: document))
      }
    }
    return nil
  }
}
