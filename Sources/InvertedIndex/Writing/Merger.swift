/// The live documents of several segments, as the source of one.
///
/// Documents keep their order. Terms are united by walking the sorted dictionaries side by side,
/// so only the term tables are held in memory, not the postings.
struct MergeSource: SegmentSource {
  let views: [Snapshot.View]
  /// For each document of the new segment: the view it comes from and its number there.
  private let origins: [(view: Int, document: DocID)]
  /// For each view: the new number of each old document, `missing` where it was deleted.
  let moved: [[DocID]]
  /// For each view: the new canonical ordinal of each old one, `missing` where it is gone.
  let ordinals: [[UInt32]]
  let terms: TermTable

  /// Stands for a term or document that there is not.
  static let missing = UInt32.max

  init(_ views: [Snapshot.View]) throws(IndexError) {
    self.views = views
    var origins: [(view: Int, document: DocID)] = []
    var moved = views.map { Array(repeating: Self.missing, count: $0.segment.documentCount) }
    for (index, view) in views.enumerated() {
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        moved[index][Int(document)] = DocID(origins.count)
        origins.append((index, document))
      }
    }
    self.origins = origins
    self.moved = moved
    var (table, maps) = Self.unite(views.map(\.segment))
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
    return try views[origin.view].segment.key(of: origin.document)
  }

  func hash(of document: Int) throws(IndexError) -> ContentHash {
    let origin = origins[document]
    return views[origin.view].segment.hash(of: origin.document)
  }

  func sequence(of document: Int) throws(IndexError) -> SequenceNumber {
    let origin = origins[document]
    return views[origin.view].segment.sequence(of: origin.document)
  }

  func readForward(_ document: Int, into forward: inout ForwardDocument) throws(IndexError) {
    let origin = origins[document]
    try views[origin.view].segment.readForward(origin.document, into: &forward)
    let map = ordinals[origin.view]
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
    for (index, view) in views.enumerated() {
      let acronyms = try view.segment.acronyms()
      for definition in acronyms.definitions {
        guard let document = newDocument(of: definition.document, inView: index) else { continue }
        try body(Int(document), acronyms.pairs[definition.pair].map(ordinals[index]))
      }
    }
  }

  func forEachStoredGroup(
    _ body: (StoredWriter.Group) throws(IndexError) -> Void
  ) throws(IndexError) {
    var writer = StoredWriter()
    for view in views {
      try view.segment.forEachRecord { document, record throws(IndexError) in
        guard view.live.contains(document) else { return }
        writer.append(record)
        for group in writer.takeGroups() { try body(group) }
      }
    }
    writer.endGroup()
    for group in writer.takeGroups() { try body(group) }
  }

  /// Where each live document of a view went, for deletions that arrive during the merge.
  func newDocument(of document: DocID, inView view: Int) -> DocID? {
    let place = moved[view][Int(document)]
    return place == Self.missing ? nil : place
  }

  /// Which terms of the united dictionary occur in a live document.
  private static func usedTerms(
    count: Int, _ origins: [(view: Int, document: DocID)], _ views: [Snapshot.View],
    _ maps: [[UInt32]]
  ) throws(IndexError) -> [Bool] {
    var used = [Bool](repeating: false, count: count)
    var forward = ForwardDocument()
    for origin in origins {
      try views[origin.view].segment.readForward(origin.document, into: &forward)
      forward.forEachOccurrence { term, _, _ in used[Int(maps[origin.view][Int(term)])] = true }
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
