import Documents
package import InvertedIndex

extension ReadingModel {
  /// The model of the live documents of a snapshot, read from their forward streams.
  ///
  /// Boilerplate and links to related texts are left out: the same lines in thousands of documents
  /// are no evidence of how people write. Of a snapshot with more words than the limit every n-th
  /// document is read.
  package convenience init(
    _ snapshot: Snapshot, limits: ReadingLimits = ReadingLimits()
  ) throws(IndexError) {
    var counter = ReadingCounter(limits: limits)
    _ = try counter.count(snapshot, limits) { true }
    self.init(counter)
  }

  /// The same, nil when `goesOn` says no before all documents were read.
  package static func make(
    of snapshot: Snapshot, limits: ReadingLimits, while goesOn: () -> Bool
  ) throws(IndexError) -> ReadingModel? {
    var counter = ReadingCounter(limits: limits)
    guard try counter.count(snapshot, limits, while: goesOn) else { return nil }
    return counter.model()
  }
}

extension ReadingCounter {
  /// Counts the live documents of a snapshot; false when it was told to stop.
  fileprivate mutating func count(
    _ snapshot: Snapshot, _ limits: ReadingLimits, while goesOn: () -> Bool
  ) throws(IndexError) -> Bool {
    let stride = Int(snapshot.totals.all / UInt64(max(1, limits.words))) + 1
    var seen = 0
    for view in snapshot.segments {
      var reader = SegmentReader(view.segment)
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        seen += 1
        if seen % 64 == 0, !goesOn() { return false }
        if (seen - 1) % stride == 0 { try reader.count(document, &self) }
      }
    }
    return true
  }
}

/// Counts documents of one segment, whose terms it translates once.
private struct SegmentReader {
  private let segment: Segment
  /// The counter's number of each canonical term; 0 where it was not asked for yet.
  private var numbers: [UInt32]
  private var forward = ForwardDocument()

  init(_ segment: Segment) {
    self.segment = segment
    numbers = Array(repeating: 0, count: segment.canonicalTermCount)
  }

  mutating func count(
    _ document: DocID, _ counter: inout ReadingCounter
  ) throws(IndexError) {
    try segment.readForward(document, into: &forward)
    var start = 0
    for block in forward.blocks {
      // Lengths come from the file: what does not fit the slots is read as far as it does.
      let end = min(start + block.slotCount, forward.slots.count)
      if Self.isProse(block.kind), start < end { count(start..<end, &counter) }
      counter.endSentence()
      start = end + 1
    }
  }

  private mutating func count(_ slots: Range<Int>, _ counter: inout ReadingCounter) {
    for slot in slots {
      let term = forward.slots[slot]
      if term == ForwardDocument.sentence || term == ForwardDocument.block {
        counter.endSentence()
        continue
      }
      if numbers[Int(term)] == 0 {
        numbers[Int(term)] = counter.number(of: segment.canonicalKey(at: term))
      }
      counter.add(numbers[Int(term)])
    }
  }

  private static func isProse(_ kind: ForwardDocument.Kind) -> Bool {
    switch kind {
    case .block(.related), .block(.boilerplate): false
    case .title, .block: true
    }
  }
}
