import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// Facets on random archives, against every document that matches counted by itself.
@Suite struct FacetOracleTests {
  @Test(arguments: Seed.some(10))
  func `counts are those of all documents that match, whatever the page`(seed: Seed) throws {
    var random = seed
    let archive = try FiledArchive(&random, documents: 20...700)
    for round in 0..<30 {
      if round == 20 { _ = try archive.merge(PlainSearch(weights: RankingWeights())) }
      var request = SearchRequest(Self.words(&random))
      request.match = .any
      request.content = .keys
      request.limit = 1000
      if Bool.random(using: &random) { request.filter = PlainFilter.random(&random).filter }
      if request.text.isEmpty, request.filter == nil { request.sort = SortOrder("date") }
      let facets = Self.facets(&random)
      let matching = try search(request, in: archive.snapshot)
      let documents = matching.hits.compactMap { archive.document($0.key) }
      #expect(documents.count == matching.total)
      request.facets = facets
      request.limit = [0, 1, 10].randomElement(using: &random) ?? 0
      let reply = try search(request, in: archive.snapshot)
      #expect(reply.total == matching.total)
      #expect(reply.facets == facets.map { Self.plain($0, documents) }, "\(request.text)")
    }
    try archive.close()
  }

  @Test func `a facet of a column that no document has is told`() throws {
    var random = Seed(3)
    let archive = try FiledArchive(&random, documents: 20...20)
    var request = SearchRequest("tin")
    request.facets = [FacetRequest("autor")]
    let error = #expect(throws: SearchError.self) { try search(request, in: archive.snapshot) }
    guard case .unknownColumn(let name, let part, _, let known) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(name == "autor" && part == "facets" && known.contains("author"))
    request.otherColumns = ["autor"]
    let reply = try search(request, in: archive.snapshot)
    #expect(reply.facets.first?.missing == reply.total)
    try archive.close()
  }

  @Test func `without time nothing is counted, and the reply says so`() throws {
    var random = Seed(4)
    let archive = try FiledArchive(&random, documents: 20...20)
    var request = SearchRequest("")
    request.sort = SortOrder("date")
    request.facets = [FacetRequest("author")]
    request.deadline = Deadline(after: .zero)
    let reply = try search(request, in: archive.snapshot)
    #expect(reply.timedOut)
    #expect(reply.facets == [Facet(column: "author")])
    try archive.close()
  }
}

extension FacetOracleTests {
  private static func words(_ random: inout Seed) -> String {
    (0..<Int.random(in: 0...3, using: &random)).map { _ in
      SampleText.words.randomElement(using: &random) ?? "to"
    }.joined(separator: " ")
  }

  private static func facets(_ random: inout Seed) -> [FacetRequest] {
    (0..<4).map { _ in
      let column =
        ["date", "year", "author", "rare", "size", "source", "status", "modified"]
        .randomElement(using: &random) ?? ""
      var facet = FacetRequest(column)
      facet.limit = [0, 1, 3, 1000].randomElement(using: &random) ?? 10
      facet.order = FacetRequest.Order.allCases.randomElement(using: &random) ?? .count
      facet.grouping =
        [
          .values, .values, .calendar(.year), .calendar(.month), .calendar(.day), .steps(1),
          .steps(7),
        ].randomElement(using: &random) ?? .values
      return facet
    }
  }

  /// The same, document by document, dates by their texts.
  private static func plain(_ request: FacetRequest, _ documents: [Document]) -> Facet {
    var facet = Facet(column: request.column)
    var counts: [ColumnValue: (text: String, count: Int)] = [:]
    for document in documents {
      var own: [ColumnValue: String] = [:]
      document.forEachColumnValue { name, value in
        guard name == request.column, let group = group(value, request.grouping) else { return }
        own[group.value] = group.text
      }
      if own.isEmpty { facet.missing += 1 }
      for (value, text) in own { counts[value, default: (text, 0)].count += 1 }
    }
    facet.valueCount = counts.count
    let rows = counts.sorted { left, right in
      request.order == .count && left.value.count != right.value.count
        ? left.value.count > right.value.count : left.key < right.key
    }
    facet.values = rows.prefix(request.limit).map {
      Facet.Value(text: $0.value.text, count: $0.value.count, value: $0.key)
    }
    return facet
  }

  private static func group(
    _ value: ColumnValue, _ grouping: FacetRequest.Grouping
  ) -> (value: ColumnValue, text: String)? {
    switch (grouping, value) {
    case (.values, _): return (value, value.description)
    case (.calendar(let unit), .time):
      let day = value.description.prefix(10)
      let text = unit == .year ? day.prefix(4) : unit == .month ? day.prefix(7) : day
      let rest = "0000-01-01".dropFirst(text.count)
      guard let time = ColumnTime(String(text) + rest) else { return nil }
      return (.time(time.seconds.lowerBound), String(text))
    case (.steps(let step), .integer(var integer)):
      while integer % step != 0 { integer -= 1 }
      return (.integer(integer), "\(integer)")
    default: return nil
    }
  }
}
