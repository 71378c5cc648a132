import Analysis
import Documents
import InvertedIndex
import TestSupport
import Testing
import Vietnamese

@testable import Search

@Suite struct QueryReadingTests {
  private let archive: TestArchive
  private let model: ReadingModel

  init() throws {
    archive = try TestArchive(
      "mát trần nhà", "Mặt trận Tổ quốc", "mặt trận tổ quốc họp", "Mặt trận Tổ quốc xã",
      "tổ quốc ta", "ba con mèo")
    model = try ReadingModel(archive.snapshot)
  }

  @Test func `the reply tells how an unmarked query may have been meant`() throws {
    let reply = try reply("Mat tran TO QUOC, xa?")
    let best = try #require(reply.readings.first)
    #expect(best.text == "Mặt trận TỔ QUỐC, xã?")
    #expect(best.probability > 0.5)
    #expect(reply.readings.reduce(0) { $0 + $1.probability } <= 1.000001)
  }

  @Test(arguments: ["mặt tran", "2023", "covid-19"])
  func `marks typed and what is no syllable are not read`(query: String) throws {
    #expect(try reply(query).readings.isEmpty)
  }

  @Test func `exact accents and fold are not read`() throws {
    for accents in [SearchRequest.Accents.exact, .fold] {
      #expect(try reply("mat tran") { $0.accents = accents }.readings.isEmpty)
    }
  }

  @Test func `likely readings come first and nothing else changes`() throws {
    let without = try archive.reply("mat tran")
    let with = try reply("mat tran")
    #expect(without.hits.first?.key == "1")
    #expect(["2", "3", "4"].contains(with.hits.first?.key))
    #expect(with.total == without.total)
    #expect(Set(with.hits.map(\.key)) == Set(without.hits.map(\.key)))
  }

  @Test func `a text gets its marks back as it stands`() {
    let texts = TextReading.readings(of: "\"mat tran\"  (TO) 3,5 km", by: model, count: 1)
    #expect(texts.map(\.text) == ["\"mặt trận\"  (TỔ) 3,5 km"])
    #expect(TextReading.readings(of: "…", by: model, count: 2).map(\.text).count <= 1)
  }

  @Test(arguments: Seed.some(6))
  func `readings add what a plain sum says`(seed: Seed) throws {
    var random = seed
    let index = try Index.open(in: SimulatedDisk())
    var documents: [Document] = []
    for number in 0..<60 {
      documents.append(try SampleText.document("\(number)", using: &random))
      _ = try index.apply([.put(documents[number])])
      if number == 30 { try index.refresh() }
    }
    try index.refresh()
    let model = try ReadingModel(index.snapshot())
    let plain = documents.map { PlainDocument($0) }
    for _ in 0..<10 {
      let words = (0..<3).map { _ in SampleText.words.randomElement(using: &random) ?? "" }
      let folded = words.map { String(decoding: wordForms(of: $0).folded, as: UTF8.self) }
      var request = SearchRequest(folded.joined(separator: " "))
      request.match = .any
      request.content = .keys
      request.limit = 100
      // All are looked at again.
      request.weights.pairDepth = 100
      let without = try search(request, in: index.snapshot())
      request.readings = model
      let with = try search(request, in: index.snapshot())
      // Without neighbours in the query nothing is looked at again.
      if Set(folded).count < 2 { continue }
      let before = Dictionary(uniqueKeysWithValues: without.hits.map { ($0.key, $0.score) })
      for hit in with.hits {
        let document = try #require(plain.last { $0.key == hit.key })
        let added = Self.worth(document, of: folded, by: model, among: plain)
        let expected = Double(try #require(before[hit.key])) + added
        #expect(abs(Double(hit.score) - expected) < 1e-3 * max(1, expected), "\(request.text)")
      }
    }
    try index.close()
  }

  private func reply(
    _ text: String, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> SearchReply {
    try archive.reply(text) {
      $0.readings = model
      change(&$0)
    }
  }

  /// The words of a document with what each counts for, by its place.
  private struct PlainDocument {
    var key: String
    var words: [(canonical: [UInt8], weight: Double)] = []

    init(_ document: Document) {
      key = document.key.text
      let weights = RankingWeights()
      var texts = [(document.title, Double(weights.title))]
      for block in document.blocks {
        let isLow = block.kind == .related || block.kind == .boilerplate
        texts.append((block.text, isLow ? Double(weights.low) : 1))
      }
      var analyzer = Analyzer()
      for (text, weight) in texts {
        var tokens: [Token] = []
        analyzer.analyze(Array(text.utf8).span, into: &tokens)
        for token in tokens where token.kind != .whole {
          words.append((Array(analyzer.forms.canonical(token.form)), weight))
        }
      }
    }

    var length: Double { words.reduce(0) { $0 + $1.weight } }

    func occurrences(_ canonical: [UInt8]) -> Double {
      words.reduce(0) { $0 + ($1.canonical == canonical ? $1.weight : 0) }
    }
  }

  /// Σ over words and readings: weight · probability · rarity · saturated frequency.
  private static func worth(
    _ document: PlainDocument, of query: [String], by model: ReadingModel,
    among all: [PlainDocument]
  ) -> Double {
    let weights = RankingWeights()
    let typed = query.map { Array($0.utf8) }
    let columns = ReadingColumns(typed, model.nothing, model)
    let found = columns.wordReadings(of: typed, columns.shares(by: model), by: model)
    let average = all.reduce(0) { $0 + $1.length } / Double(all.count)
    let b = Double(weights.b)
    let norm = Double(weights.k1) * (1 - b + b * document.length / average)
    var sum = 0.0
    var seen: Set<String> = []
    for (word, readings) in zip(query, found) where seen.insert(word).inserted {
      for reading in readings where reading.probability >= ReadingScorer.least {
        let frequency = document.occurrences(reading.canonical)
        let holders = all.count { $0.occurrences(reading.canonical) > 0 }
        let rarity = Double(Plan.rarity(documents: holders, of: all.count))
        sum +=
          Double(weights.readings) * reading.probability * rarity * Double(weights.k1 + 1)
          * frequency / (frequency + norm)
      }
    }
    return sum
  }
}
