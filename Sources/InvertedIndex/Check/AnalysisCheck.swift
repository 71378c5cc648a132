import Documents

/// Analyzes stored documents again, some at a time, and compares their words with the stream.
struct AnalysisCheck: ~Copyable {
  private let segment: Segment
  private var builder = SegmentBuilder()
  private var documents: [DocID] = []
  /// What documents explain by the segment, of the documents gathered.
  private var acronyms: SegmentAcronyms?
  private var hasReadAcronyms = false

  /// Bytes of analyzed documents held at once.
  private static let batchBytes = 8 << 20

  init(_ segment: Segment) { self.segment = segment }

  /// Takes a document; compares those gathered when they are many.
  mutating func add(
    _ id: DocID, _ document: Document, _ record: [UInt8], _ check: inout SegmentCheck
  ) {
    do throws(IndexError) {
      _ = try builder.add(document, record: record, hash: segment.hash(of: id), sequence: 1)
      documents.append(id)
    } catch {
      check.tell("forward stream", "document \(id) cannot be analyzed: \(error)")
    }
    if builder.byteCount >= Self.batchBytes { finish(&check) }
  }

  /// Compares what was gathered.
  mutating func finish(_ check: inout SegmentCheck) {
    guard !documents.isEmpty else { return }
    let built = builder.finish()
    let ordinals = translate(built.terms)
    for (index, id) in documents.enumerated() {
      check.attempt("forward stream") { check throws(IndexError) in
        var expected = ForwardDocument()
        var found = ForwardDocument()
        try built.readForward(index, into: &expected)
        try segment.readForward(id, into: &found)
        if Self.translate(expected, ordinals) != Self.ordered(found) {
          check.tell("forward stream", "the words of document \(id) are not those of its text")
        }
      }
    }
    compareAcronyms(built, ordinals, &check)
    builder.removeAll()
    documents.removeAll()
  }

  /// The segment's ordinal of each term, all ones where it has none.
  private func translate(_ terms: TermTable) -> [UInt32] {
    terms.canonicalKeys.indices.map { term in
      let folded = terms.foldedKeys[Int(terms.foldedOfCanonical[term])]
      return segment.canonicalTerm(Array(terms.canonicalKeys[term]), foldedAs: Array(folded))?
        .ordinal ?? Self.missing
    }
  }

  /// Not a term, and not a boundary.
  private static let missing = UInt32.max - 2

  private static func translate(
    _ forward: ForwardDocument, _ ordinals: [UInt32]
  ) -> ForwardDocument {
    var result = forward
    for slot in result.slots.indices where result.slots[slot] < ForwardDocument.block {
      result.slots[slot] = ordinals[Int(result.slots[slot])]
    }
    for whole in result.wholes.indices {
      result.wholes[whole].term = ordinals[Int(result.wholes[whole].term)]
    }
    return ordered(result)
  }

  /// Whole forms at one place have no order of their own.
  private static func ordered(_ forward: ForwardDocument) -> ForwardDocument {
    var result = forward
    result.wholes.sort { ($0.slot, $0.span, $0.term) < ($1.slot, $1.span, $1.term) }
    return result
  }

  private mutating func compareAcronyms(
    _ built: BuiltDocuments, _ ordinals: [UInt32], _ check: inout SegmentCheck
  ) {
    if !hasReadAcronyms {
      hasReadAcronyms = true
      var read: SegmentAcronyms?
      check.attempt("short forms") { _ throws(IndexError) in read = try segment.acronyms() }
      acronyms = read
    }
    guard let acronyms else { return }
    let places = Dictionary(uniqueKeysWithValues: documents.enumerated().map { ($1, $0) })
    var expected = [Set<AcronymPair>](repeating: [], count: documents.count)
    var found = expected
    check.attempt("short forms") { _ throws(IndexError) in
      try built.forEachAcronym { document, pair in expected[document].insert(pair.map(ordinals)) }
    }
    for definition in acronyms.definitions {
      guard let place = places[definition.document] else { continue }
      found[place].insert(acronyms.pairs[definition.pair])
    }
    for (index, id) in documents.enumerated() where expected[index] != found[index] {
      check.tell("short forms", "those of document \(id) are not those that its text explains")
    }
  }
}
