import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// Filters and orders on random archives, against every document looked at by itself.
@Suite struct FilterOracleTests {
  @Test(arguments: Seed.some(10))
  func `filtered hits are those of a plain search that meet the filter`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let archive = try FiledArchive(&random, documents: 150...700) { plain.add($0, isLive: $1) }
    for round in 0..<30 {
      if round == 20 { plain = try archive.merge(plain) }
      let filter = PlainFilter.random(&random)
      var request = SearchRequest(Self.words(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.filter = filter.filter
      request.limit = [10, 100, 1000].randomElement(using: &random) ?? 10
      request.content = .keys
      request.weights.pairs = 0
      plain.weights = request.weights
      let reply = try search(request, in: archive.snapshot)
      if reply.relaxed || reply.widened { continue }
      let expected = try plain.run(request.text, match: request.match)
        .filter { archive.isMet(filter, $0.key) }
      #expect(reply.total == expected.count, "\(request.text) \(filter.text)")
      let best = expected.map(\.score).sorted(by: >).prefix(request.limit)
      #expect(reply.hits.count == best.count)
      for (hit, score) in zip(reply.hits, best) {
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text)")
        #expect(archive.isMet(filter, hit.key), "\(filter.text) \(hit.key)")
      }
      request.countsTotal = false
      #expect(try search(request, in: archive.snapshot).hits.map(\.key) == reply.hits.map(\.key))
      request.limit = 0
      request.countsTotal = true
      #expect(try search(request, in: archive.snapshot).total == expected.count)
    }
    try archive.close()
  }

  @Test(arguments: Seed.some(8))
  func `any query with a filter finds what it finds without, and the filter lets through`(
    seed: Seed
  ) throws {
    var random = seed
    let archive = try FiledArchive(&random, documents: 100...600)
    for round in 0..<40 {
      if round == 30 { _ = try archive.merge(PlainSearch(weights: RankingWeights())) }
      let filter = PlainFilter.random(&random)
      var request = SearchRequest(Self.expression(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.limit = 1000
      request.content = .keys
      request.weights.pairs = 0
      request.weights.widenBelow = 0
      let all = try search(request, in: archive.snapshot)
      request.filter = filter.filter
      let some = try search(request, in: archive.snapshot)
      // What is required is relaxed where nothing is found.
      if all.relaxed || some.relaxed { continue }
      let expected = all.hits.filter { archive.isMet(filter, $0.key) }
      #expect(some.hits.map(\.key) == expected.map(\.key), "\(request.text) \(filter.text)")
      #expect(some.total == expected.count)
      for (hit, other) in zip(some.hits, expected) {
        #expect(abs(hit.score - other.score) <= 1e-5 * other.score)
      }
      request.limit = [1, 10, 100].randomElement(using: &random) ?? 10
      request.countsTotal = false
      #expect(
        try search(request, in: archive.snapshot).hits.map(\.key)
          == Array(expected.map(\.key).prefix(request.limit)), "\(request.text) \(filter.text)")
      request.countsTotal = true
      request.limit = 0
      #expect(try search(request, in: archive.snapshot).total == expected.count)
    }
    try archive.close()
  }

  @Test func `a filter that keeps next to nothing finds what a wider one finds of that`() throws {
    var random = Seed(5)
    let index = try Index.open(in: SimulatedDisk())
    var operations: [InvertedIndex.Operation] = []
    for number in 0..<4_100 {
      let text = SampleText.sentence(Int.random(in: 2...9, using: &random), using: &random)
      operations.append(
        .put(
          Document(key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, text)])))
    }
    _ = try index.apply(operations)
    try index.refresh()
    let snapshot = index.snapshot()
    #expect(snapshot.segments.count == 1)
    var found = 0
    for _ in 0..<150 {
      // Fewer than a thousandth are looked up one by one.
      let few = (0..<3).map { _ in "\(Int.random(in: 0..<4_100, using: &random))" }
      let others = (0..<200).map { _ in "\(Int.random(in: 0..<4_100, using: &random))" }
      var request = SearchRequest(Self.expression(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.content = .keys
      request.limit = 1000
      request.weights.widenBelow = 0
      request.weights.pairs = 0
      request.filter = .condition(.init("id", .equals(few + others)))
      let wide = try search(request, in: snapshot)
      request.filter = .condition(.init("id", .equals(few)))
      let narrow = try search(request, in: snapshot)
      if wide.relaxed || narrow.relaxed { continue }
      let expected = wide.hits.filter { few.contains($0.key) }
      #expect(narrow.hits.map(\.key) == expected.map(\.key), "\(request.text) \(few)")
      #expect(narrow.hits.map(\.score) == expected.map(\.score))
      #expect(narrow.total == expected.count)
      request.countsTotal = false
      #expect(try search(request, in: snapshot).hits.map(\.key) == expected.map(\.key))
      found += narrow.total
    }
    #expect(found > 20)
    try index.close()
  }

  @Test(arguments: Seed.some(8))
  func `a filter without words finds all documents that meet it`(seed: Seed) throws {
    var random = seed
    let archive = try FiledArchive(&random, documents: 10...300)
    for _ in 0..<30 {
      let filter = PlainFilter.random(&random, depth: 3)
      var request = SearchRequest("")
      request.filter = filter.filter
      request.limit = 1000
      request.content = .keys
      let expected = archive.live.filter { filter.isMet($0.document) }.map(\.document.key.text)
      let reply = try search(request, in: archive.snapshot)
      // By their age.
      #expect(reply.hits.map(\.key) == expected, "\(filter.text)")
      #expect(reply.total == expected.count)
      #expect(reply.warnings.isEmpty)
    }
    try archive.close()
  }

  @Test(arguments: Seed.some(10))
  func `hits are in the order of a column, those without a value last, then by age`(
    seed: Seed
  ) throws {
    var random = seed
    let archive = try FiledArchive(&random, documents: 20...600)
    for round in 0..<30 {
      if round == 20 { _ = try archive.merge(PlainSearch(weights: RankingWeights())) }
      var request = SearchRequest(Bool.random(using: &random) ? "" : Self.expression(&random))
      request.match = .any
      request.content = .keys
      request.weights.widenBelow = 0
      request.limit = 1000
      let filter = Int.random(in: 0..<3, using: &random) > 0 ? nil : PlainFilter.random(&random)
      request.filter = filter?.filter
      let column =
        ["date", "year", "author", "rare", "size", "source", "status", "modified"]
        .randomElement(using: &random) ?? ""
      let order = SortOrder(column, isDescending: Bool.random(using: &random))
      let matching: Set<String>
      if request.text.isEmpty {
        matching = Set(archive.live.map(\.document.key.text))
      } else {
        matching = Set(try search(request, in: archive.snapshot).hits.map(\.key))
      }
      request.sort = order
      let expected = archive.live.filter { row in
        matching.contains(row.document.key.text) && filter?.isMet(row.document) ?? true
      }.sorted { left, right in
        order.precedes(Self.value(left.document, order), Self.value(right.document, order))
          ?? (left.sequence < right.sequence)
      }.map(\.document.key.text)
      for limit in [1000, 100, 10, 1] {
        request.limit = limit
        let reply = try search(request, in: archive.snapshot)
        #expect(reply.hits.map(\.key) == Array(expected.prefix(limit)), "\(request.text) \(order)")
        #expect(reply.total == expected.count)
        for hit in reply.hits {
          let document = try #require(archive.document(hit.key))
          #expect(hit.sortValue == Self.value(document, order))
        }
      }
      request.limit = 7
      request.offset = 5
      #expect(
        try search(request, in: archive.snapshot).hits.map(\.key)
          == Array(expected.dropFirst(5).prefix(7)))
    }
    try archive.close()
  }

  @Test func `a column that no document has is told, with those that there are`() throws {
    var random = Seed(1)
    let archive = try FiledArchive(&random, documents: 20...20)
    var request = SearchRequest("tin")
    request.filter = try SearchFilter(parsing: "year > 1990 AND autor = An")
    let error = #expect(throws: SearchError.self) { try search(request, in: archive.snapshot) }
    guard case .unknownColumn(let name, let part, let place, let known) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(name == "autor" && part == "filter")
    #expect(place == SearchFilter.Place(byte: 16, character: 16))
    #expect(known.contains("author") && known.contains("date") && known.contains("id"))
    // Another collection of the same search has it.
    request.otherColumns = ["autor"]
    #expect(try search(request, in: archive.snapshot).total == 0)
    request.filter = nil
    request.sort = SortOrder("id")
    #expect(throws: SearchError.self) { try search(request, in: archive.snapshot) }
    try archive.close()
  }

  @Test(arguments: ["date = hôm qua", "date >= 31/13/2020", "year > An", "source < b", "id > 3"])
  func `comparisons that can find nothing are told`(text: String) throws {
    var random = Seed(2)
    let archive = try FiledArchive(&random, documents: 60...60)
    var request = SearchRequest("")
    request.filter = try SearchFilter(parsing: text.replacing(" hôm qua", with: " 'hôm qua'"))
    let error = #expect(throws: SearchError.self) { try search(request, in: archive.snapshot) }
    guard case .filter(_, let place, let hint) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(place?.byte == 0)
    #expect(!hint.isEmpty)
    try archive.close()
  }
}

extension FilterOracleTests {
  private static func word(_ random: inout Seed) -> String {
    SampleText.words.randomElement(using: &random) ?? "to"
  }

  private static func words(_ random: inout Seed) -> String {
    (0..<Int.random(in: 1...4, using: &random)).map { _ in word(&random) }.joined(separator: " ")
  }

  /// Words, phrases, beginnings, and what must not be.
  private static func expression(_ random: inout Seed) -> String {
    var parts = [words(&random)]
    switch Int.random(in: 0..<6, using: &random) {
    case 0: parts = ["\"\(word(&random)) \(word(&random))\""]
    case 1: parts.append("\"\(word(&random)) \(word(&random)) \(word(&random))\"")
    case 2: parts.append(word(&random).prefix(1) + "*")
    case 3: parts.append("-" + word(&random))
    case 4: parts.append("+" + word(&random))
    default: break
    }
    return parts.joined(separator: " ")
  }

  /// The value that gives a document its place.
  private static func value(_ document: Document, _ order: SortOrder) -> ColumnValue? {
    var values: [ColumnValue] = []
    document.forEachColumnValue { if $0 == order.column { values.append($1) } }
    return order.isDescending ? values.max() : values.min()
  }
}
