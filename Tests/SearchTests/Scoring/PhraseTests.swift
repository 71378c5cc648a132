import Analysis
import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct PhraseTests {
  @Test(arguments: Seed.some(12))
  func `the table counts what a plain walk counts`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<40 {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
    }
    try index.refresh()
    let segment = index.snapshot().segments[0].segment
    let all = UInt32(segment.canonicalTermCount)
    for length in 1...5 {
      let words = (0..<length).map { _ -> [Range<UInt32>] in
        (0..<Int.random(in: 1...4, using: &random)).map { _ in
          let first = UInt32.random(in: 0..<all, using: &random)
          return first..<min(all, first + UInt32.random(in: 1...3, using: &random))
        }
      }
      var matcher = PhraseMatcher(words, in: segment)
      for document in 0..<DocID(segment.documentCount) {
        #expect(try matcher.count(in: document) == matcher.plainCount(in: document))
      }
    }
  }

  @Test func `a phrase of many words is found`() throws {
    let text = (1...20).map { "từ\($0)" }.joined(separator: " ")
    let archive = try TestArchive("đầu " + text + " cuối", "từ1 từ2 từ3")
    #expect(try archive.keys("\"\(text)\"") == ["1"])
  }

  @Test func `two words are found where all documents have them in several forms`() throws {
    let archive = try TestArchive("mat phố nhìn ra mặt phố", "mặt đường", "phố xá", "mat trận")
    for accents in SearchRequest.Accents.allCases {
      #expect(try archive.keys("\"mặt phố\"") { $0.accents = accents } == ["1"])
      #expect(try archive.keys("\"ra mặt phố\"") { $0.accents = accents } == ["1"])
    }
  }

  /// Many documents, so that neighbours have lists of every layout; without text of low weight
  /// their lists are used as they are.
  @Test(arguments: Seed.some(6), [false, true])
  func `words in quotes are found and ordered as a plain count says`(
    seed: Seed, hasLow: Bool
  ) throws {
    var random = seed
    let archive = try PhraseArchive(hasLow: hasLow, &random)
    for _ in 0..<40 {
      let words = (0..<Int.random(in: 2...4, using: &random)).map { _ in
        SampleText.words.randomElement(using: &random) ?? "to"
      }
      var request = SearchRequest("\"\(words.joined(separator: " "))\"")
      request.accents = Bool.random(using: &random) ? .exact : .fold
      request.limit = [1, 10, 1000].randomElement(using: &random) ?? 10
      request.content = .keys
      let reply = try search(request, in: archive.snapshot)
      let shares = try archive.shares(of: words, exactly: request.accents == .exact)
      #expect(reply.total == shares.count, "\(request.text) \(request.accents)")
      let best = shares.values.sorted(by: >)
      #expect(reply.hits.count == min(request.limit, best.count))
      // Without counts not all documents are looked at.
      request.countsTotal = false
      let quick = try search(request, in: archive.snapshot)
      #expect(quick.hits.map(\.key) == reply.hits.map(\.key), "\(request.text) \(request.accents)")
      #expect(
        zip(quick.hits, reply.hits).allSatisfy { abs($0.score - $1.score) < 1e-4 * $1.score })
      // All scores are the same multiple of the shares.
      guard let first = reply.hits.first, let most = best.first else { continue }
      for (hit, expected) in zip(reply.hits, best) {
        let share = try #require(shares[hit.key], "\(request.text) finds \(hit.key)")
        #expect(abs(share - expected) < 1e-4, "\(request.text) \(hit.key)")
        #expect(abs(hit.score / first.score - share / most) < 1e-3, "\(request.text) \(hit.key)")
      }
    }
  }
}

/// An index of two segments with deleted documents, and its documents as words.
private struct PhraseArchive {
  let snapshot: Snapshot
  /// The canonical and folded words of each live document by key, nil between sentences.
  private var words: [String: [(canonical: String, folded: String)?]] = [:]
  /// The length part of BM25 of each.
  private var norms: [String: Float] = [:]

  init(hasLow: Bool, _ random: inout Seed) throws {
    let index = try Index.open(in: SimulatedDisk())
    for number in 0..<400 {
      var document = try SampleText.document("\(number)", using: &random)
      if !hasLow { document.blocks.removeAll { $0.kind == .related || $0.kind == .boilerplate } }
      _ = try index.apply([.put(document)])
      if number == 250 { try index.refresh() }
    }
    try index.refresh()
    for number in stride(from: 0, to: 400, by: 7) {
      _ = try index.apply([.delete(try DocumentKey("\(number)"))])
    }
    try index.refresh()
    snapshot = index.snapshot()
    let weights = RankingWeights()
    let average = EffectiveLengths.average(snapshot, weights)
    var slots: [UInt32] = []
    for view in snapshot.segments {
      let segment = view.segment
      let lengths = EffectiveLengths(segment, weights, average: average)
      for document in 0..<DocID(segment.documentCount)
      where view.live.words[Int(document / 64)] >> UInt64(document % 64) & 1 == 1 {
        try segment.readSlots(document, into: &slots)
        let key = String(decoding: try segment.key(of: document), as: UTF8.self)
        norms[key] = lengths.norm(document)
        words[key] = slots.map { slot in
          guard slot < ForwardDocument.block else { return nil }
          let folded = segment.foldedKey(at: segment.foldedOrdinal(ofCanonical: slot))
          return (
            String(decoding: segment.canonicalKey(at: slot), as: UTF8.self),
            String(decoding: folded, as: UTF8.self)
          )
        }
      }
    }
  }

  /// `tf / (tf + norm)` of each document with the words side by side.
  func shares(of phrase: [String], exactly: Bool) throws -> [String: Float] {
    var normalizer = Analyzer()
    var tokens: [Token] = []
    normalizer.analyze(phrase.joined(separator: " ").utf8.span, into: &tokens)
    let wanted = tokens.map { token in
      let key =
        exactly
        ? normalizer.forms.canonical(token.form) : normalizer.forms.folded(token.form)
      return String(decoding: key, as: UTF8.self)
    }
    var shares: [String: Float] = [:]
    for (key, words) in words {
      let keys = words.map { word in word.map { exactly ? $0.canonical : $0.folded } }
      guard keys.count >= wanted.count else { continue }
      let count = (0...(keys.count - wanted.count)).count { start in
        wanted.indices.allSatisfy { keys[start + $0] == wanted[$0] }
      }
      guard count > 0, let norm = norms[key] else { continue }
      shares[key] = Float(count) / (Float(count) + norm)
    }
    return shares
  }
}
