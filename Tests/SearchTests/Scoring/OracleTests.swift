import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct OracleTests {
  @Test(arguments: Seed.some(12))
  func `hits, scores and totals are those of a plain search`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let index = try Self.index(&plain, &random)
    let snapshot = index.snapshot()
    for _ in 0..<15 {
      var request = SearchRequest(Self.query(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.limit = 20
      request.content = .keys
      // All are looked at again.
      request.weights.pairDepth = 100
      let reply = try search(request, in: snapshot)
      if reply.relaxed || reply.widened { continue }
      let expected = try plain.run(request.text, match: request.match)
      #expect(reply.total == expected.count, "\(request.text) \(request.match)")
      let scores = Dictionary(uniqueKeysWithValues: expected.map { ($0.key, $0.score) })
      let best = expected.map(\.score).sorted(by: >)
      for (place, hit) in reply.hits.enumerated() {
        let score = try #require(scores[hit.key], "\(request.text) finds \(hit.key)")
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text) \(hit.key)")
        #expect(abs(Double(hit.score) - best[place]) < 1e-3 * max(1, best[place]))
      }
      #expect(reply.hits.count == min(20, expected.count))
    }
  }

  @Test(arguments: Seed.some(8))
  func `the best of many documents are those of a plain search`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let index = try Self.index(&plain, &random, documents: 300...900)
    let snapshot = index.snapshot()
    for _ in 0..<12 {
      var request = SearchRequest(Self.query(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.limit = [1, 10, 100, 1000].randomElement(using: &random) ?? 10
      request.content = .keys
      // Without pairs the best are chosen by bounds alone.
      request.weights.pairs = Bool.random(using: &random) ? 1 : 0
      plain.weights = request.weights
      let reply = try search(request, in: snapshot)
      if reply.relaxed || reply.widened { continue }
      let expected = try plain.run(request.text, match: request.match)
      #expect(reply.total == expected.count, "\(request.text) \(request.match)")
      let best = expected.map(\.score).sorted(by: >).prefix(request.limit)
      #expect(reply.hits.count == best.count)
      // Neighbours are looked for among the best only.
      if request.weights.pairs > 0, expected.count > request.weights.pairDepth { continue }
      for (hit, score) in zip(reply.hits, best) {
        #expect(abs(Double(hit.score) - score) < 1e-3 * max(1, score), "\(request.text)")
      }
      request.countsTotal = false
      #expect(try search(request, in: snapshot).hits.map(\.key) == reply.hits.map(\.key))
    }
  }

  @Test(arguments: Seed.some(6))
  func `pages put together are the list in one piece`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try Self.index(&plain, &random).snapshot()
    for _ in 0..<10 {
      var request = SearchRequest(Self.query(&random))
      request.match = .any
      request.content = .keys
      request.limit = 1000
      let whole = try search(request, in: snapshot).hits.map(\.key)
      request.limit = 7
      var pages: [String] = []
      while pages.count < whole.count {
        request.offset = pages.count
        let page = try search(request, in: snapshot).hits.map(\.key)
        if page.isEmpty { break }
        pages += page
      }
      #expect(pages == whole)
    }
  }

  /// Of a short page fewer documents are looked at again for runs of words.
  @Test(arguments: Seed.some(6))
  func `a short page is the beginning of a long one`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try Self.index(&plain, &random, documents: 300...600).snapshot()
    for _ in 0..<15 {
      var request = SearchRequest(Self.query(&random))
      request.match = .any
      request.accents = SearchRequest.Accents.allCases.randomElement(using: &random) ?? .auto
      request.content = .keys
      request.limit = request.weights.pairDepth
      let whole = try search(request, in: snapshot).hits
      for limit in [1, 4, 10] {
        request.limit = limit
        let page = try search(request, in: snapshot).hits
        #expect(page.map(\.key) == whole.prefix(limit).map(\.key), "\(request.text)")
        #expect(page.map(\.score) == whole.prefix(limit).map(\.score), "\(request.text)")
      }
    }
  }

  /// Counting looks at every document, the best ten are found from the list of neighbours.
  @Test(arguments: Seed.some(4), SearchRequest.Accents.allCases)
  func `two words in quotes are found as by looking at all documents`(
    seed: Seed, accents: SearchRequest.Accents
  ) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    // Few words, so that neighbours are in many documents, each pair in several forms.
    let words = ["hoà", "hoa", "hóa", "bình", "binh", "Bính"]
    for number in 0..<700 {
      let body = (0..<Int.random(in: 2...14, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }.joined(separator: " ")
      let document = Document(
        key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, body)])
      _ = try index.apply([.put(document)])
    }
    try index.refresh()
    _ = try index.apply([.delete(try DocumentKey("7")), .delete(try DocumentKey("70"))])
    try index.refresh()
    for first in words {
      for second in words {
        var request = SearchRequest("\"\(first) \(second)\"")
        request.accents = accents
        request.content = .keys
        let counted = try search(request, in: index.snapshot())
        request.countsTotal = false
        let found = try search(request, in: index.snapshot())
        #expect(found.hits.map(\.key) == counted.hits.map(\.key), "\(request.text)")
        #expect(found.hits.map(\.score) == counted.hits.map(\.score), "\(request.text)")
      }
    }
  }

  @Test(arguments: Seed.some(6))
  func `one segment and many give the same hits`(seed: Seed) throws {
    var random = seed
    var documents: [Document] = []
    for number in 0..<120 {
      documents.append(try SampleText.document("\(number)", using: &random))
    }
    let together = try Index.open(in: SimulatedDisk())
    _ = try together.apply(documents.map { .put($0) })
    try together.refresh()
    let apart = try Index.open(in: SimulatedDisk())
    for document in documents {
      _ = try apart.apply([.put(document)])
      if Int.random(in: 0..<10, using: &random) == 0 { try apart.refresh() }
    }
    try apart.refresh()
    #expect(apart.snapshot().segments.count > 1)
    for _ in 0..<20 {
      var request = SearchRequest(Self.query(&random))
      request.content = .keys
      let one = try search(request, in: together.snapshot())
      let many = try search(request, in: apart.snapshot())
      #expect(one.total == many.total)
      #expect(one.hits.map(\.key) == many.hits.map(\.key))
      #expect(one.hits.map(\.score) == many.hits.map(\.score))
    }
  }

  /// An index of a few segments with deleted documents, and the same in `plain`.
  static func index(
    _ plain: inout PlainSearch, _ random: inout Seed, documents: ClosedRange<Int> = 20...150
  ) throws -> Index {
    var settings = IndexSettings()
    settings.merging.deletedShare = 2
    let index = try Index.open(in: SimulatedDisk(), settings: settings)
    var deleted: [DocumentKey] = []
    for number in 0..<Int.random(in: documents, using: &random) {
      let document = try SampleText.document("\(number)", using: &random)
      _ = try index.apply([.put(document)])
      let isLive = Int.random(in: 0..<6, using: &random) > 0
      if !isLive { deleted.append(document.key) }
      plain.add(document, isLive: isLive)
      if Int.random(in: 0..<documents.lowerBound * 2, using: &random) == 0 { try index.refresh() }
    }
    try index.refresh()
    _ = try index.apply(deleted.map { .delete($0) })
    return index.refreshed()
  }

  private static func query(_ random: inout Seed) -> String {
    var words: [String] = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      words.append(SampleText.words.randomElement(using: &random) ?? "to")
    }
    if Int.random(in: 0..<5, using: &random) == 0 {
      words.append("-" + (SampleText.words.randomElement(using: &random) ?? "to"))
    }
    return words.joined(separator: " ")
  }
}

extension Index {
  fileprivate func refreshed() -> Index {
    try? refresh()
    return self
  }
}
