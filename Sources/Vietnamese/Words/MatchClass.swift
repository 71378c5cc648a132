/// How a word of a query matches a word of a document that has the same folded form.
package enum MatchClass: UInt8, Comparable, Sendable {
  /// The folded forms differ.
  case none
  /// Only the folded forms agree: `mặt` and `mắt`.
  case foldedOnly
  /// Every mark of the query is in the document, which has more: `mat` and `mặt`.
  case wider
  /// The canonical forms are equal.
  case exact

  package static func < (left: MatchClass, right: MatchClass) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The class of a pair of canonical keys (UTF-8).
///
/// The idea is UTS #10 §8.2 (asymmetric search), applied to each mark by itself: an unmarked
/// letter of the query is open, a typed mark must be there. Shapes and strokes are compared letter
/// by letter; the tone is compared for the word, since its place is a matter of spelling.
package func matchClass(query: Span<UInt8>, document: Span<UInt8>) -> MatchClass {
  if areEqual(query, document) { return .exact }
  let asked = MarkedWord(query)
  let given = MarkedWord(document)
  guard asked.bases == given.bases else {
    // Separators of numbers are no letters: 30,388 and 30388 meet in the folded key only.
    return folded(query) == folded(document) ? .foldedOnly : .none
  }
  guard asked.tones.isEmpty || asked.tones == given.tones else { return .foldedOnly }
  for (mark, other) in zip(asked.marks, given.marks) where mark != 0 && mark != other {
    return .foldedOnly
  }
  return .wider
}

/// Which kinds of mark a canonical key carries.
package struct TypedMarks: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The bar of đ.
  package static let stroke = TypedMarks(rawValue: 1)
  /// Circumflex, breve, horn; and every mark of foreign letters.
  package static let shape = TypedMarks(rawValue: 2)
  package static let tone = TypedMarks(rawValue: 4)
}

/// The kinds of mark in a canonical key (UTF-8).
package func typedMarks(of canonical: Span<UInt8>) -> TypedMarks {
  let word = MarkedWord(canonical)
  var result: TypedMarks = word.tones.isEmpty ? [] : .tone
  for mark in word.marks where mark != 0 {
    result.insert(mark == MarkedWord.stroke ? .stroke : .shape)
  }
  return result
}

/// A canonical key taken apart: one entry of `bases` and `marks` for each letter of the folded key.
private struct MarkedWord {
  var bases: [UInt32] = []
  /// 0 for none, the shape's number, `stroke`, or a foreign letter's mark.
  var marks: [UInt64] = []
  var tones: [Letter.Tone] = []

  static let stroke: UInt64 = 4

  init(_ canonical: Span<UInt8>) {
    var index = 0
    while index < canonical.count {
      let scalar = nextScalar(canonical, &index)
      if let letter = Letter(scalar) {
        bases.append(UInt32(letter.base))
        marks.append(letter.hasStroke ? Self.stroke : UInt64(letter.shape.rawValue))
        if letter.tone != .level { tones.append(letter.tone) }
      } else {
        appendForeign(scalar)
      }
    }
  }

  private mutating func appendForeign(_ scalar: UInt32) {
    if Normalization.isNonspacing(scalar), !marks.isEmpty {
      marks[marks.count - 1] = marks[marks.count - 1] << 21 | UInt64(scalar)
      return
    }
    var key: [UInt8] = []
    appendFolded(scalar, to: &key)
    var index = 0
    while index < key.count {
      let base = nextScalar(key.span, &index)
      bases.append(base)
      marks.append(base == scalar ? 0 : UInt64(scalar) << 8)
    }
  }
}

private func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  for index in left.indices where left[index] != right[index] { return false }
  return true
}
