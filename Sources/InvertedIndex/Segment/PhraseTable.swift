/// Counts where the words of a phrase follow each other, straight on the codes of the forward
/// stream.
///
/// The rarest word is looked for with a filter of its codes, and the others beside each place of it.
package struct PhraseTable: Sendable {
  /// The codes of each word.
  private let codes: [[UInt16]]
  /// The word that is looked for first.
  private let anchor: Int
  private let filter: CodeFilter

  /// - Parameter codes: of each word; none is without.
  init(_ codes: [[UInt16]], wide: Bool = CodeFilter.canBeWide) {
    self.codes = codes
    // Codes are ranks by frequency: the word whose most frequent form is rarest.
    anchor = codes.indices.max { (codes[$0].min() ?? 0) < (codes[$1].min() ?? 0) } ?? 0
    var filter = CodeFilter(wide: wide)
    for code in codes[anchor] { filter.insert(code) }
    self.filter = filter
  }

  /// - Parameters:
  ///   - text: the slots of one document, 16 bits each.
  ///   - places: room for this to work in, kept from document to document.
  func count(_ text: UnsafeRawBufferPointer, _ places: inout [UInt64]) -> Int {
    unsafe filter.find(in: text, into: &places)
    let slots = text.count / 2
    var count = 0
    for (index, word) in places.enumerated() {
      var rest = word
      while rest != 0 {
        let place = index &* 64 &+ rest.trailingZeroBitCount
        if unsafe stands(text, at: place &- anchor, slots) { count &+= 1 }
        rest &= rest &- 1
      }
    }
    return count
  }

  /// The same by looking at every place.
  func plainCount(_ text: UnsafeRawBufferPointer) -> Int {
    let slots = text.count / 2
    return (0..<slots).count { unsafe stands(text, at: $0, slots) }
  }

  private func stands(_ text: UnsafeRawBufferPointer, at start: Int, _ slots: Int) -> Bool {
    guard start >= 0, start &+ codes.count <= slots else { return false }
    for word in codes.indices {
      // In bounds: all words of the phrase are before the end.
      let code = unsafe text.loadUnaligned(
        fromByteOffset: (start &+ word) &* 2, as: UInt16.self)
      if !codes[word].contains(UInt16(littleEndian: code)) { return false }
    }
    return true
  }
}

extension Segment {
  /// The table of a phrase.
  ///
  /// - Parameter words: for each word the ranges of canonical ordinals that match it.
  /// - Returns: nil where the stream has no codes for it: a word is so rare that it is escaped.
  package func phraseTable(_ words: [[Range<UInt32>]]) -> PhraseTable? {
    var codes = [[UInt16]](repeating: [], count: words.count)
    for (place, ranges) in words.enumerated() {
      for ordinal in ranges.joined() {
        guard let code = code(of: ordinal) else { return nil }
        codes[place].append(code)
      }
    }
    return codes.isEmpty || codes.contains(where: \.isEmpty) ? nil : PhraseTable(codes)
  }

  /// How often a phrase stands in a document.
  ///
  /// - Parameter places: room to work in, kept from document to document.
  package func count(
    _ table: PhraseTable, in document: DocID, _ places: inout [UInt64]
  ) throws(IndexError) -> Int {
    unsafe table.count(try codes(of: document), &places)
  }
}
