/// The live documents of several segments, as the source of one.
///
/// Documents keep their order, or are brought into one in which documents with the same words are
/// neighbours. Terms are united by walking the sorted dictionaries side by side, so only the term
/// tables are held in memory, not the postings.
struct MergeSource: SegmentSource {
  let views: [Snapshot.View]
  /// For each document of the new segment: the view it comes from and its number there.
  private let origins: [Origin]
  /// Whether documents have another order than in their views.
  let isReordered: Bool
  /// For each view: the new number of each old document, `missing` where it was deleted.
  let moved: [[DocID]]
  /// For each view: the new canonical ordinal of each old one, `missing` where it is gone.
  let ordinals: [[UInt32]]
  let terms: TermTable

  /// Stands for a term or document that there is not.
  static let missing = UInt32.max

  /// A document of a view.
  struct Origin {
    var view: UInt32
    var document: DocID
  }

  /// Brings documents into another order; is told the new terms and, for each view, the new
  /// canonical ordinal of each old one.
  typealias Reordering = (inout [Origin], TermTable, [[UInt32]]) throws(IndexError) -> Void

  /// - Parameter graphBytes: memory for finding a better order of documents; nil to keep theirs.
  init(_ views: [Snapshot.View], reorderedWithin graphBytes: Int? = nil) throws(IndexError) {
    guard let graphBytes else {
      try self.init(views, reordering: nil)
      return
    }
    try self.init(views) { origins, terms, ordinals throws(IndexError) in
      try MergeOrder(views, terms, ordinals, documents: origins.count)
        .reorder(&origins, within: graphBytes)
    }
  }

  init(_ views: [Snapshot.View], reordering: Reordering?) throws(IndexError) {
    self.views = views
    var origins: [Origin] = []
    for (index, view) in views.enumerated() {
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        origins.append(Origin(view: UInt32(index), document: document))
      }
    }
    var (table, maps) = Self.unite(views.map(\.segment))
    if let reordering { try reordering(&origins, table, maps) }
    isReordered = reordering != nil
    self.origins = origins
    var moved = views.map { Array(repeating: Self.missing, count: $0.segment.documentCount) }
    for (document, origin) in origins.enumerated() {
      moved[Int(origin.view)][Int(origin.document)] = DocID(document)
    }
    self.moved = moved
    if origins.count < views.reduce(0, { $0 + $1.segment.documentCount }) {
      let used = try Self.usedTerms(count: table.canonicalCount, origins, views, maps)
      Self.drop(unused: used, from: &table, &maps)
    }
    terms = table
    ordinals = maps
  }

  var documentCount: Int { origins.count }

  func key(of document: Int) throws(IndexError) -> [UInt8] {
    let origin = origins[document]
    return try views[Int(origin.view)].segment.key(of: origin.document)
  }

  func hash(of document: Int) throws(IndexError) -> ContentHash {
    let origin = origins[document]
    return views[Int(origin.view)].segment.hash(of: origin.document)
  }

  func sequence(of document: Int) throws(IndexError) -> SequenceNumber {
    let origin = origins[document]
    return views[Int(origin.view)].segment.sequence(of: origin.document)
  }

  func readForward(_ document: Int, into forward: inout ForwardDocument) throws(IndexError) {
    let origin = origins[document]
    try views[Int(origin.view)].segment.readForward(origin.document, into: &forward)
    let map = ordinals[Int(origin.view)]
    for index in forward.slots.indices where forward.slots[index] < ForwardDocument.block {
      forward.slots[index] = map[Int(forward.slots[index])]
    }
    for index in forward.wholes.indices {
      forward.wholes[index].term = map[Int(forward.wholes[index].term)]
    }
  }

  func forEachAcronym(
    _ body: (_ document: Int, AcronymPair) throws(IndexError) -> Void
  ) throws(IndexError) {
    var rows: [(document: Int, pair: AcronymPair)] = []
    for (index, view) in views.enumerated() {
      let acronyms = try view.segment.acronyms()
      for definition in acronyms.definitions {
        guard let document = newDocument(of: definition.document, inView: index) else { continue }
        rows.append((Int(document), acronyms.pairs[definition.pair].map(ordinals[index])))
      }
    }
    if isReordered { rows.sort { $0.document < $1.document } }
    for row in rows { try body(row.document, row.pair) }
  }

  /// Where each live document of a view went, for deletions that arrive during the merge.
  func newDocument(of document: DocID, inView view: Int) -> DocID? {
    let place = moved[view][Int(document)]
    return place == Self.missing ? nil : place
  }

  /// Which terms of the united dictionary occur in a live document.
  private static func usedTerms(
    count: Int, _ origins: [Origin], _ views: [Snapshot.View], _ maps: [[UInt32]]
  ) throws(IndexError) -> [Bool] {
    var used = [Bool](repeating: false, count: count)
    var forward = ForwardDocument()
    for origin in origins {
      let view = Int(origin.view)
      try views[view].segment.readForward(origin.document, into: &forward)
      forward.forEachOccurrence { term, _, _ in used[Int(maps[view][Int(term)])] = true }
    }
    return used
  }

  /// Leaves out the terms that only deleted documents had.
  private static func drop(
    unused used: [Bool], from table: inout TermTable, _ maps: inout [[UInt32]]
  ) {
    var kept = TermTable()
    var ordinals = [UInt32](repeating: missing, count: used.count)
    for term in used.indices where used[term] {
      let folded = Int(table.foldedOfCanonical[term])
      ordinals[term] = kept.append(
        canonical: table.canonicalKeys[term], folded: table.foldedKeys[folded])
    }
    for view in maps.indices {
      for index in maps[view].indices { maps[view][index] = ordinals[Int(maps[view][index])] }
    }
    table = kept
  }

  /// One dictionary of all terms, and for each segment the way from old to new ordinals.
  private static func unite(_ segments: [Segment]) -> (TermTable, [[UInt32]]) {
    typealias Row = (folded: [UInt8], canonical: [UInt8])
    func row(_ segment: Segment, _ ordinal: Int) -> Row? {
      guard ordinal < segment.canonicalTermCount else { return nil }
      let folded = segment.foldedOrdinal(ofCanonical: UInt32(ordinal))
      return (segment.foldedKey(at: folded), segment.canonicalKey(at: UInt32(ordinal)))
    }
    func precedes(_ left: Row, _ right: Row) -> Bool {
      if left.folded != right.folded { return left.folded.lexicographicallyPrecedes(right.folded) }
      return left.canonical.lexicographicallyPrecedes(right.canonical)
    }
    var table = TermTable()
    var next = [Int](repeating: 0, count: segments.count)
    var heads = segments.map { row($0, 0) }
    var maps = segments.map { [UInt32](repeating: 0, count: $0.canonicalTermCount) }
    while true {
      var smallest: Row?
      for case let head? in heads where smallest.map({ precedes(head, $0) }) ?? true {
        smallest = head
      }
      guard let smallest else { return (table, maps) }
      let ordinal = table.append(canonical: smallest.canonical[...], folded: smallest.folded[...])
      for index in segments.indices {
        guard let head = heads[index], head.folded == smallest.folded,
          head.canonical == smallest.canonical
        else { continue }
        maps[index][next[index]] = ordinal
        next[index] += 1
        heads[index] = row(segments[index], next[index])
      }
    }
  }
}
