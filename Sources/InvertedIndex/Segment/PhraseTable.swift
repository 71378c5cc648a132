/// Counts where the words of a phrase follow each other, straight on the codes of the forward
/// stream.
///
/// Where one of the words has few forms, its places are found four codes at a time, and the others
/// are looked for beside them. Otherwise:
///
/// The Shift-And automaton of Baeza-Yates and Gonnet 1992 (doi:10.1145/135239.135243): bit i of a
/// code's mask says that the code matches word i; bit i of the state, that the last i + 1 slots
/// match the first i + 1 words. Boundaries and escapes have no bits, so nothing crosses them.
package struct PhraseTable: Sendable {
  /// A mask for each of the 65,536 codes.
  private let masks: [UInt16]
  /// The bit of the last word.
  private let goal: UInt16
  private let wordCount: Int
  /// The word with the fewest codes, and those, each four times in a word; none where even that
  /// has many.
  private let anchor: Int
  private let anchorPatterns: [UInt64]

  /// Longer phrases take the plain way.
  static let wordLimit = 16
  /// With more codes than this, comparing them costs more than walking.
  private static let anchorLimit = 4

  /// - Parameters:
  ///   - masks: the words that each code matches.
  ///   - codes: the codes of each word.
  init(masks: [UInt16], codes: [[UInt16]]) {
    self.masks = masks
    wordCount = codes.count
    goal = 1 << UInt16(codes.count - 1)
    let least = codes.indices.min { codes[$0].count < codes[$1].count } ?? 0
    anchor = least
    anchorPatterns =
      codes[least].count <= Self.anchorLimit
      ? codes[least].map { UInt64($0) &* 0x0001_0001_0001_0001 } : []
  }

  /// - Parameter codes: the slots of one document, 16 bits each.
  func count(_ codes: UnsafeRawBufferPointer) -> Int {
    unsafe anchorPatterns.isEmpty ? walk(codes) : jump(codes)
  }

  /// Looks for the anchor, four codes at a time, and then beside it.
  ///
  /// A word of four codes less the code looked for holds a zero where it stands. The test for zeros
  /// (Mycroft 1987) may also point at a code above one, which the look beside it refuses.
  private func jump(_ codes: UnsafeRawBufferPointer) -> Int {
    let slots = codes.count / 2
    var count = 0
    unsafe anchorPatterns.withUnsafeBufferPointer { patterns in
      var index = 0
      while index &+ 4 <= slots {
        // In bounds: four codes from here on.
        let four = UInt64(
          littleEndian: unsafe codes.loadUnaligned(fromByteOffset: index &* 2, as: UInt64.self))
        var zeros: UInt64 = 0
        for pattern in 0..<patterns.count {
          let rest = unsafe four ^ patterns[pattern]
          zeros |= (rest &- 0x0001_0001_0001_0001) & ~rest
        }
        zeros &= 0x8000_8000_8000_8000
        while zeros != 0 {
          let place = index &+ zeros.trailingZeroBitCount / 16
          if unsafe stands(codes, at: place &- anchor, slots) { count &+= 1 }
          zeros &= zeros &- 1
        }
        index &+= 4
      }
      while index < slots {
        if unsafe stands(codes, at: index &- anchor, slots) { count &+= 1 }
        index &+= 1
      }
    }
    return count
  }

  private func stands(_ codes: UnsafeRawBufferPointer, at start: Int, _ slots: Int) -> Bool {
    guard start >= 0, start &+ wordCount <= slots else { return false }
    for word in 0..<wordCount {
      let mask = unsafe masks[Int(Self.code(codes, start &+ word))]
      if mask &>> UInt16(word) & 1 == 0 { return false }
    }
    return true
  }

  /// The code at an index below half of the bytes.
  private static func code(_ codes: UnsafeRawBufferPointer, _ index: Int) -> UInt16 {
    UInt16(littleEndian: unsafe codes.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self))
  }

  /// Walks over all codes.
  func walk(_ codes: UnsafeRawBufferPointer) -> Int {
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
    var codes = [[UInt16]](repeating: [], count: words.count)
    for (place, ranges) in words.enumerated() {
      for ordinal in ranges.joined() {
        guard let code = code(of: ordinal) else { return nil }
        masks[Int(code)] |= 1 << UInt16(place)
        codes[place].append(code)
      }
    }
    if codes.contains(where: \.isEmpty) { return nil }
    return PhraseTable(masks: masks, codes: codes)
  }

  /// How often a phrase stands in a document.
  package func count(_ table: PhraseTable, in document: DocID) throws(IndexError) -> Int {
    unsafe table.count(try codes(of: document))
  }
}
