import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct ReorderedTests {
  @Test(arguments: Seed.some(4))
  func `documents in another order give the same hits, scores and counts`(seed: Seed) throws {
    var random = seed
    var settings = IndexSettings()
    settings.merging.reorderedDocuments = 65
    let reordered = try Index.open(in: SimulatedDisk(), settings: settings)
    var documents: [Document] = []
    for number in 0..<400 {
      documents.append(try Self.document(number, &random))
      _ = try reordered.apply([.put(documents[number])])
      if number % 100 == 30 { try reordered.refresh() }
    }
    for number in stride(from: 0, to: 400, by: 9) {
      _ = try reordered.apply([.delete(documents[number].key)])
      documents[number].title = ""
    }
    try reordered.optimize()
    let plain = try Index.open(in: SimulatedDisk())
    for (number, document) in documents.enumerated() where number % 9 != 0 {
      _ = try plain.apply([.put(document)])
    }
    try plain.refresh()
    let orders = try [plain, reordered].map { index in
      try #require(index.snapshot().segments.first).segment
    }.map { segment in
      try (0..<DocID(segment.documentCount)).map { try segment.keyText(of: $0) }
    }
    #expect(orders[0] != orders[1])
    #expect(Set(orders[0]) == Set(orders[1]))
    for _ in 0..<40 {
      var request = SearchRequest(Self.query(&random))
      request.match = SearchRequest.Match.allCases.randomElement(using: &random) ?? .most
      request.limit = [10, 100, 1000].randomElement(using: &random) ?? 10
      request.snippets.count = 1
      let one = try search(request, in: plain.snapshot())
      let other = try search(request, in: reordered.snapshot())
      #expect(one.total == other.total, "\(request.text)")
      #expect(one.hits.map(\.key) == other.hits.map(\.key), "\(request.text)")
      #expect(one.hits.map(\.score) == other.hits.map(\.score), "\(request.text)")
      #expect(one.hits.map(\.document) == other.hits.map(\.document), "\(request.text)")
    }
  }

  /// A document of one of four subjects, each with words of its own.
  private static func document(_ number: Int, _ random: inout Seed) throws -> Document {
    let subject = Int.random(in: 0..<4, using: &random)
    let own = SampleText.words[(subject * 9)..<(subject * 9 + 9)]
    func text(_ count: Int, _ random: inout Seed) -> String {
      (0..<count).map { _ in
        Int.random(in: 0..<9, using: &random) == 0
          ? SampleText.words.randomElement(using: &random) ?? ""
          : own.randomElement(using: &random) ?? ""
      }.joined(separator: " ")
    }
    return Document(
      key: try DocumentKey("\(number)"), title: text(3, &random),
      blocks: [Block(.paragraph, text(Int.random(in: 5...30, using: &random), &random))])
  }

  private static func query(_ random: inout Seed) -> String {
    var words: [String] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      words.append(SampleText.words.randomElement(using: &random) ?? "to")
    }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return "\"" + words.prefix(2).joined(separator: " ") + "\""
    case 1: return words.joined(separator: " ") + " -" + SampleText.words[0]
    case 2: return words[0].prefix(2) + "*"
    default: return words.joined(separator: " ")
    }
  }
}
