/// Counts where the words of a phrase follow each other, straight on the codes of the forward
/// stream.
///
/// The Shift-And automaton of Baeza-Yates and Gonnet 1992 (doi:10.1145/135239.135243): bit i of a
/// code's mask says that the code matches word i; bit i of the state, that the last i + 1 slots
/// match the first i + 1 words. Boundaries and escapes have no bits, so nothing crosses them.
package struct PhraseTable: Sendable {
  /// A mask for each of the 65,536 codes.
  private let masks: [UInt16]
  /// The bit of the last word.
  private let goal: UInt16

  /// Longer phrases take the plain way.
  static let wordLimit = 16

  init(masks: [UInt16], wordCount: Int) {
    self.masks = masks
    goal = 1 << UInt16(wordCount - 1)
  }

  /// - Parameter codes: the slots of one document, 16 bits each.
  func count(_ codes: UnsafeRawBufferPointer) -> Int {
    var state: UInt16 = 0
    var count = 0
    unsafe masks.withUnsafeBufferPointer { masks in
      for index in 0..<(codes.count / 2) {
        // In bounds: index is below half of the bytes, and there is a mask for every code.
        let code = unsafe codes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self)
        state = unsafe (state &<< 1 | 1) & masks[Int(UInt16(littleEndian: code))]
        if state & goal != 0 { count &+= 1 }
      }
    }
    return count
  }
}

extension Segment {
  /// The table of a phrase.
  ///
  /// - Parameter words: for each word the ranges of canonical ordinals that match it.
  /// - Returns: nil where the stream has no codes for it: a phrase of more than 16 words, or a
  ///   word so rare that it is escaped.
  package func phraseTable(_ words: [[Range<UInt32>]]) -> PhraseTable? {
    guard !words.isEmpty, words.count <= PhraseTable.wordLimit else { return nil }
    var masks = [UInt16](repeating: 0, count: 1 << 16)
    for (place, ranges) in words.enumerated() {
      for ordinal in ranges.joined() {
        guard let code = code(of: ordinal) else { return nil }
        masks[Int(code)] |= 1 << UInt16(place)
      }
    }
    return PhraseTable(masks: masks, wordCount: words.count)
  }

  /// How often a phrase stands in a document.
  package func count(_ table: PhraseTable, in document: DocID) throws(IndexError) -> Int {
    unsafe table.count(try codes(of: document))
  }
}
