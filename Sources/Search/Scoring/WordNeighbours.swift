import InvertedIndex

/// Where two words of a phrase stand side by side in a segment, in forms that they allow.
///
/// The index knows the forms of neighbours in nearly all documents; those with several forms have to
/// be looked at.
struct WordNeighbours {
  /// Documents where they do, or may.
  private(set) var possible: DocumentSet
  /// Those of them that have to be looked at.
  private(set) var unsure: DocumentSet
  /// The lists they are in, and the documents that each counts for.
  private var parts: [(list: ScoredList, documents: DocumentSet, isWhole: Bool)] = []

  private(set) var hasUnsure = false

  /// The one list, where there is one, for the documents that are not unsure.
  func onlyList(in store: ListStore) -> ScoredList? {
    guard parts.count == 1 else { return nil }
    if parts[0].isWhole { return parts[0].list }
    var sure = parts[0].documents
    sure.subtract(unsure)
    return parts[0].list.among(sure, in: store)
  }

  init(_ first: Leaf, _ second: Leaf, in store: ListStore) throws(IndexError) {
    let segment = store.segment
    let blockCount = (segment.documentCount + 63) / 64
    possible = DocumentSet(blockCount: blockCount)
    unsure = possible
    let allowedFirst = AllowedForms(first, in: segment)
    let allowedSecond = AllowedForms(second, in: segment)
    for left in first.foldedKeys.compactMap({ segment.foldedTerm($0) }) {
      for right in second.foldedKeys.compactMap({ segment.foldedTerm($0) }) {
        guard let bigram = try segment.bigram(left.ordinal, right.ordinal) else { continue }
        let firstLeft = segment.variants(of: left).lowerBound
        let firstRight = segment.variants(of: right).lowerBound
        try add(bigram, blockCount: blockCount, in: store) { form in
          allowedFirst.contains(firstLeft + form.first)
            && allowedSecond.contains(firstRight + form.second)
        } allowsAll: {
          allowedFirst.areAll && allowedSecond.areAll
        }
      }
    }
  }

  /// How often they stand side by side in a document that is not unsure.
  func frequency(_ document: DocID) -> Float {
    var sum: Float = 0
    for part in parts where part.documents.contains(Int(document)) {
      sum += part.list.frequency(document)
    }
    return sum
  }

  /// How often they stand side by side in a document at most: in all forms.
  func largestFrequency(_ document: DocID) -> Float {
    var sum: Float = 0
    for part in parts { sum += part.list.frequency(document) }
    return sum
  }

  private mutating func add(
    _ bigram: Bigram, blockCount: Int, in store: ListStore,
    allows: (BigramForm) -> Bool, allowsAll: () -> Bool
  ) throws(IndexError) {
    let list = try ScoredList(bigram, in: store, plain: true)
    var words = [UInt64](repeating: 0, count: blockCount)
    var documents: DocumentSet
    let isWhole = allowsAll()
    if isWhole {
      list.insert(into: &words)
      documents = DocumentSet(words: words)
    } else {
      switch bigram {
      case .single(let document, let form):
        documents = DocumentSet(blockCount: blockCount)
        choose(document, form, of: &documents, allows)
      case .list(let info):
        let forms = try store.segment.forms(of: info)
        // Where the first form is none of ours, the list itself need not be read.
        if forms.first == .several || allows(forms.first) { list.insert(into: &words) }
        documents = DocumentSet(words: words)
        if forms.first == .several {
          hasUnsure = true
          var several = documents
          for other in forms.others where other.form != .several {
            several.remove(Int(other.document))
          }
          unsure.formUnion(several)
        }
        for other in forms.others { choose(other.document, other.form, of: &documents, allows) }
      }
    }
    possible.formUnion(documents)
    parts.append((list, documents, isWhole))
  }

  private mutating func choose(
    _ document: DocID, _ form: BigramForm, of documents: inout DocumentSet,
    _ allows: (BigramForm) -> Bool
  ) {
    if form == .several {
      hasUnsure = true
      unsure.insert(Int(document))
      documents.insert(Int(document))
    } else if allows(form) {
      documents.insert(Int(document))
    } else {
      documents.remove(Int(document))
    }
  }
}

/// The forms of two folded terms, side by side, that match two leaves.
struct AllowedPairs {
  private let first: AllowedForms
  private let second: AllowedForms
  /// The two folded terms, and the first form of each.
  private let terms: (first: UInt32, second: UInt32)
  private let firstVariant: UInt32
  private let secondVariant: UInt32
  /// Whether all forms do.
  let areAll: Bool

  /// - Returns: nil where a segment has none of one leaf, or they have several spellings.
  init?(_ left: Leaf, _ right: Leaf, in segment: Segment) {
    guard left.hasOneSpelling, right.hasOneSpelling,
      let leftTerm = segment.foldedTerm(left.word.folded),
      let rightTerm = segment.foldedTerm(right.word.folded)
    else { return nil }
    first = AllowedForms(left, in: segment)
    second = AllowedForms(right, in: segment)
    terms = (leftTerm.ordinal, rightTerm.ordinal)
    firstVariant = segment.variants(of: leftTerm).lowerBound
    secondVariant = segment.variants(of: rightTerm).lowerBound
    areAll = first.areAll && second.areAll
  }

  /// Where the two terms stand side by side.
  func bigram(in segment: Segment) throws(IndexError) -> Bigram? {
    try segment.bigram(terms.first, terms.second)
  }

  func contains(_ form: BigramForm) -> Bool {
    first.contains(firstVariant + form.first) && second.contains(secondVariant + form.second)
  }
}

/// The forms of the spellings of a leaf that match it.
private struct AllowedForms {
  private let ranges: [Range<UInt32>]
  /// Whether all forms do.
  let areAll: Bool

  init(_ leaf: Leaf, in segment: Segment) {
    if leaf.matchesAnyForm || leaf.spellings.allSatisfy({ leaf.leastWorth(as: $0) > 0 }) {
      ranges = []
      areAll = true
      return
    }
    ranges = segment.ordinals(for: leaf)
    let all = leaf.foldedKeys.reduce(0) { sum, key in
      sum + (segment.foldedTerm(key).map { segment.variants(of: $0).count } ?? 0)
    }
    areAll = ranges.reduce(0) { $0 + $1.count } == all
  }

  func contains(_ ordinal: UInt32) -> Bool {
    areAll || ranges.contains { $0.contains(ordinal) }
  }
}
