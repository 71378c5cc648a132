import InvertedIndex

/// Finds the terms of a segment that a prefix stands for, stretch by stretch of its dictionary, in
/// order.
struct TermFinder {
  private let prefix: Prefix
  private let form: Form

  private enum Form {
    case beginning
    case pattern(Glob)
    case fuzzy(folded: DistanceWalk, canonical: WordDistance)
  }

  init(_ prefix: Prefix) {
    self.prefix = prefix
    form =
      switch prefix.form {
      case .beginning: .beginning
      case .pattern: .pattern(Glob(prefix.word.folded))
      case .fuzzy(let edits):
        .fuzzy(
          folded: DistanceWalk(WordDistance(prefix.word.folded, edits: edits)),
          canonical: WordDistance(prefix.word.canonical, edits: edits))
      }
  }

  /// - Parameter range: folded terms that begin with the first letters of the prefix.
  func find(in range: Range<UInt32>, of segment: Segment, into terms: inout [PrefixTerm]) {
    switch form {
    case .beginning: findBeginnings(in: range, of: segment, into: &terms)
    case .pattern(let pattern):
      segment.walkFoldedKeys(range) { ordinal, key in
        guard pattern.matches(key) else { return 0 }
        add(segment.foldedTerm(at: ordinal), prefix.exact, of: segment, to: &terms) {
          prefix.worth(canonical: $0)
        }
        return 0
      }
    case .fuzzy(var folded, let canonical):
      segment.walkFoldedKeys(range) { ordinal, key in
        // Marks make words no nearer.
        let (worth, deadPrefix) = folded.worth(of: key)
        guard worth > 0 else { return deadPrefix }
        add(segment.foldedTerm(at: ordinal), worth, of: segment, to: &terms) {
          canonical.worth(of: $0)
        }
        return 0
      }
    }
  }

  private func findBeginnings(
    in range: Range<UInt32>, of segment: Segment, into terms: inout [PrefixTerm]
  ) {
    guard let last = range.last else { return }
    if prefix.isFolded {
      for ordinal in range {
        terms.append(PrefixTerm(info: segment.foldedTerm(at: ordinal), weight: prefix.exact))
      }
      return
    }
    let first = segment.variants(of: segment.foldedTerm(at: range.lowerBound)).lowerBound
    let end = segment.variants(of: segment.foldedTerm(at: last)).upperBound
    add(first..<end, of: segment, to: &terms) { prefix.worth(canonical: $0) }
  }

  /// - Parameter worth: that of the folded term, and what one with marks is worth.
  private func add(
    _ folded: TermInfo, _ worth: Float, of segment: Segment, to terms: inout [PrefixTerm],
    _ worthOfCanonical: ([UInt8]) -> Float
  ) {
    if prefix.isFolded {
      terms.append(PrefixTerm(info: folded, weight: worth))
    } else {
      add(segment.variants(of: folded), of: segment, to: &terms, worthOfCanonical)
    }
  }

  private func add(
    _ canonical: Range<UInt32>, of segment: Segment, to terms: inout [PrefixTerm],
    _ worth: ([UInt8]) -> Float
  ) {
    for ordinal in canonical {
      let worth = worth(segment.canonicalKey(at: ordinal))
      if worth > 0 {
        terms.append(PrefixTerm(info: segment.canonicalTerm(at: ordinal), weight: worth))
      }
    }
  }
}

extension Range where Bound: FixedWidthInteger {
  /// Calls `body` with parts of the range in order, until the deadline has passed: a dictionary of a
  /// million words takes longer than a search may.
  func forEachStretch(until deadline: Deadline?, _ body: (Self) -> Void) {
    // A tenth of a millisecond, where each is compared with a word.
    let length: Bound = 512
    var start = lowerBound
    while start < upperBound {
      if let deadline, deadline.hasPassed { return }
      let end = upperBound - start > length ? start + length : upperBound
      body(start..<end)
      start = end
    }
  }
}
