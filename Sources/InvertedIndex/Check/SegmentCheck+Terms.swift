extension SegmentCheck {
  /// Checks order and look-ups of both dictionaries and the way between them.
  ///
  /// - Returns: the folded term of each canonical one, or nil where there is none to be trusted.
  mutating func checkDictionaries() -> [UInt32]? {
    guard segment.canonicalTermCount >= segment.foldedTermCount else {
      tell("folded terms", "there are more of them than of canonical terms")
      return nil
    }
    let foldedOf = (0..<UInt32(segment.canonicalTermCount)).map {
      segment.foldedOrdinal(ofCanonical: $0)
    }
    guard areNeighbours(foldedOf) else {
      tell("canonical terms", "their folded terms do not rise one by one")
      return nil
    }
    checkFolded(foldedOf)
    checkCanonical(foldedOf)
    return foldedOf
  }

  /// True when the canonical terms of a folded one stand together, and every folded term has some.
  private func areNeighbours(_ foldedOf: [UInt32]) -> Bool {
    var next: UInt32 = 0
    for folded in foldedOf {
      if folded == next { next += 1 } else if next == 0 || folded != next - 1 { return false }
    }
    return Int(next) == segment.foldedTermCount
  }

  private mutating func checkFolded(_ foldedOf: [UInt32]) {
    var first: UInt32 = 0
    var previous: [UInt8]?
    for ordinal in 0..<UInt32(segment.foldedTermCount) {
      let key = segment.foldedKey(at: ordinal)
      checkKey(key, after: previous, "folded terms", ordinal)
      previous = key
      if segment.foldedTerm(key)?.ordinal != ordinal {
        tell("folded terms", "\(name(folded: ordinal)) is not found where it is")
      }
      var end = first
      while end < foldedOf.count, foldedOf[Int(end)] == ordinal { end += 1 }
      if segment.variants(of: segment.foldedTerm(at: ordinal)) != first..<end {
        tell("folded terms", "\(name(folded: ordinal)) has other canonical terms")
      }
      first = end
    }
  }

  private mutating func checkCanonical(_ foldedOf: [UInt32]) {
    var previous: (folded: UInt32, key: [UInt8])?
    for ordinal in 0..<UInt32(segment.canonicalTermCount) {
      let key = segment.canonicalKey(at: ordinal)
      let folded = foldedOf[Int(ordinal)]
      let before = previous.flatMap { $0.folded == folded ? $0.key : nil }
      checkKey(key, after: before, "canonical terms", ordinal)
      previous = (folded, key)
      let found = segment.canonicalTerm(key, foldedAs: segment.foldedKey(at: folded))
      if found?.ordinal != ordinal {
        tell("canonical terms", "\(name(canonical: ordinal)) is not found where it is")
      }
    }
  }

  private mutating func checkKey(
    _ key: [UInt8], after previous: [UInt8]?, _ structure: String, _ ordinal: UInt32
  ) {
    if key.isEmpty || key.count > 255 {
      tell(structure, "term \(ordinal) has a key of \(key.count) bytes")
    }
    if let previous, !previous.lexicographicallyPrecedes(key) {
      tell(structure, "term \(ordinal) is not behind the term before it")
    }
  }
}
