import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// What lists tell of neighbours is what reading the documents tells.
@Suite struct PairCounterTests {
  @Test(arguments: Seed.some(8))
  func `lists count neighbours as documents have them, where they are sure`(seed: Seed) throws {
    var random = seed
    let archive = try TestArchive(try (0..<90).map { try Self.document($0, &random) })
    let snapshot = archive.snapshot
    let weights = RankingWeights()
    var sure = 0
    for _ in 0..<12 {
      var request = SearchRequest(Self.query(&random))
      request.accents = [.auto, .fold, .exact].randomElement(using: &random) ?? .auto
      let root = try #require(try QueryParser.parse(request.text, syntax: .lenient).root)
      let plan = Plan(root, request, in: snapshot, isWidened: false, required: nil, acronyms: nil)
      let pairs = try FoundPairs(plan, in: snapshot)
      for (number, view) in snapshot.segments.enumerated() {
        let segment = view.segment
        let store = ListStore(
          segment, weights, EffectiveLengths(segment, weights, average: 40))
        let lists = try pairs.neighbours[number].map { found throws(IndexError) in
          try PairLists(found, in: store)
        }
        let counter = try PairCounter(plan, lists, in: segment)
        let table = PairTable(plan, segment, runs: 1)
        var forward = ForwardDocument()
        for document in 0..<DocID(segment.documentCount) {
          var (listed, counts, most) = (Self.zeros(plan), Self.zeros(plan), Self.zeros(plan))
          let isSure = counter.count(document, &listed, &counts, &most)
          var expected = Self.zeros(plan)
          try segment.readForward(document, into: &forward)
          table.count(forward, in: segment, weights, &expected)
          for pair in expected.indices {
            let any = lists[pair].lists.reduce(0) { $0 + $1.frequency(document) }
            #expect(abs(listed[pair] - any) < 1e-4, "\(request.text)")
            #expect(counts[pair] <= expected[pair] + 1e-4, "\(request.text)")
            #expect(most[pair] >= expected[pair] - 1e-4, "\(request.text)")
          }
          if isSure {
            sure += expected.count { $0 > 0 }
            #expect(zip(counts, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(request.text)")
          }
        }
      }
    }
    #expect(sure > 0)
  }

  @Test(arguments: [0.25, 1, 3] as [Float])
  func `runs count for less, as much or more, as the weights say`(runs: Float) throws {
    let archive = try TestArchive("một hai ba bốn", "một hai bốn", "hai ba một", "bốn ba hai một")
    let reply = try archive.reply("một hai ba bốn") {
      $0.match = .any
      $0.weights.runs = runs
      $0.explains = true
    }
    #expect(reply.hits.count == 4)
    for hit in reply.hits {
      let sum = try #require(hit.explanation).value
      #expect(abs(sum - hit.score) < 1e-4, "\(hit.key)")
    }
  }

  private static func zeros(_ plan: Plan) -> [Float] {
    [Float](repeating: 0, count: plan.pairs.count)
  }

  private static let words = ["má", "mà", "ma", "bán", "bạn", "ban", "trận", "trần", "tổ", "to"]

  private static func text(_ count: ClosedRange<Int>, _ random: inout Seed) -> String {
    (0..<Int.random(in: count, using: &random)).map { _ in
      words.randomElement(using: &random) ?? ""
    }.joined(separator: " ")
  }

  private static func document(_ number: Int, _ random: inout Seed) throws -> Document {
    var blocks = [Block(.paragraph, text(4...14, &random))]
    if number % 5 == 0 { blocks.append(Block(.boilerplate, text(2...6, &random))) }
    return Document(
      key: try DocumentKey("\(number)"), title: number % 3 == 0 ? text(2...4, &random) : "",
      blocks: blocks)
  }

  private static func query(_ random: inout Seed) -> String {
    let text = text(2...5, &random)
    return Bool.random(using: &random) ? fold(text) : text
  }

  /// The text without marks.
  private static func fold(_ text: String) -> String {
    let plain = [
      "má": "ma", "mà": "ma", "bán": "ban", "bạn": "ban", "trận": "tran", "trần": "tran",
      "tổ": "to",
    ]
    return text.split(separator: " ").map { plain[String($0)] ?? String($0) }
      .joined(separator: " ")
  }
}
