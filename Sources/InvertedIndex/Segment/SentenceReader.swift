/// Reads of documents only the sentences where some words may stand.
///
/// Of a document of some hundred words most often one or two sentences are left, and none where a word
/// that all sentences need is missing. A filter of codes finds them without reading the others.
package struct SentenceReader: Sendable {
  private let segment: Segment
  private let forward: ForwardReader
  private let scope: Scope
  /// Nil where all sentences are read.
  private let filter: CodeFilter?
  private var places: [UInt64] = []
  /// Canonical ordinals, a boundary behind each sentence. Of the document that was read last.
  package private(set) var slots: [UInt32] = []

  /// The part of a document that is read.
  package enum Scope: Sendable {
    case everywhere
    case title
    /// All but the title.
    case body
  }

  /// With so many forms a filter would let pass nearly everything.
  private static let mostForms = 256

  /// - Parameter words: canonical ordinals; sentences that have none of them need not be read. Nil:
  ///   all are.
  package init(_ segment: Segment, _ scope: Scope = .everywhere, with words: [Range<UInt32>]?) {
    self.segment = segment
    forward = segment.forward
    self.scope = scope
    guard let words, words.reduce(0, { $0 + $1.count }) <= Self.mostForms else {
      filter = nil
      return
    }
    var filter = CodeFilter()
    for word in words.joined() { filter.insert(segment.code(of: word) ?? Segment.escapeCode) }
    self.filter = filter
  }

  /// Replaces `slots`.
  package mutating func read(_ document: DocID) throws(IndexError) {
    slots.removeAll(keepingCapacity: true)
    let codes = unsafe try forward.readCodes(document)
    let text = unsafe range(of: document, codes)
    var cursor = ForwardCursor(document)
    guard let filter else {
      try unsafe append(text, codes, &cursor)
      return
    }
    let part = unsafe UnsafeRawBufferPointer(
      rebasing: codes[(text.lowerBound * 2)..<(text.upperBound * 2)])
    unsafe filter.find(in: part, into: &places)
    // What is before this place was looked at.
    var done = text.lowerBound
    for index in places.indices {
      var rest = places[index]
      while rest != 0 {
        let place = text.lowerBound + index * 64 + rest.trailingZeroBitCount
        rest &= rest &- 1
        guard place >= done else { continue }
        let sentence = unsafe sentence(around: place, in: done..<text.upperBound, codes)
        try unsafe append(sentence, codes, &cursor)
        done = sentence.upperBound
      }
    }
  }

  private mutating func append(
    _ range: Range<Int>, _ codes: UnsafeRawBufferPointer, _ cursor: inout ForwardCursor
  ) throws(IndexError) {
    try unsafe forward.read(range, of: codes, &cursor, into: &slots, at: slots.count)
    slots.append(Segment.boundary)
  }

  private func range(of document: DocID, _ codes: UnsafeRawBufferPointer) -> Range<Int> {
    let count = codes.count / 2
    if scope == .everywhere { return 0..<count }
    var end = 0
    if segment.lengths(of: document).title > 0 {
      while end < count, unsafe Self.code(end, codes) != Segment.blockCode { end += 1 }
    }
    return scope == .title ? 0..<end : min(end, count)..<count
  }

  private func sentence(
    around place: Int, in range: Range<Int>, _ codes: UnsafeRawBufferPointer
  ) -> Range<Int> {
    var start = place
    var end = place
    while start > range.lowerBound, !Self.isBoundary(unsafe Self.code(start - 1, codes)) {
      start -= 1
    }
    while end < range.upperBound, !Self.isBoundary(unsafe Self.code(end, codes)) { end += 1 }
    return start..<end
  }

  private static func isBoundary(_ code: UInt16) -> Bool {
    code == Segment.sentenceCode || code == Segment.blockCode
  }

  /// In bounds: places are below the number of codes.
  private static func code(_ place: Int, _ codes: UnsafeRawBufferPointer) -> UInt16 {
    UInt16(
      littleEndian: unsafe codes.loadUnaligned(fromByteOffset: place &* 2, as: UInt16.self))
  }
}
