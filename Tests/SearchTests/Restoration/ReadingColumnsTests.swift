import TestSupport
import Testing

@testable import Search

struct ReadingColumnsTests {
  private static let vocabulary = [
    "ma", "má", "mà", "mã", "mạ", "la", "là", "lá", "ba", "bà", "đa", "da", "dã", "2023", "7",
  ]

  @Test(arguments: Seed.some(8))
  func `shares by pairs are those of writing all readings out`(seed: Seed) {
    var random = seed
    let model = Self.model(&random)
    for start in [model.nothing, model.boundary] {
      for _ in 0..<6 {
        let typed = Self.typed(Int.random(in: 1...4, using: &random), &random)
        let columns = ReadingColumns(typed, start, model)
        let shares = columns.shares(by: model)
        let expected = Self.plainShares(columns, model)
        #expect(shares.count == expected.count)
        for (share, other) in zip(shares, expected) { #expect(abs(share - other) < 1e-9) }
        let likely = columns.likely(0.1, by: model)
        for column in 0..<columns.count {
          let range = columns.words.range(of: column)
          #expect(
            Array(likely.words[column])
              == range.filter { shares[$0] >= 0.1 }.map { columns.words.values[$0] })
        }
        Self.compareLinks(likely, model)
      }
    }
  }

  @Test(arguments: Seed.some(8))
  func `pairs of words that rise are found as each by itself`(seed: Seed) {
    var random = seed
    let model = Self.model(&random)
    let all = 0...model.nothing
    for _ in 0..<30 {
      let firsts = all.filter { _ in Bool.random(using: &random) }
      let seconds = all.filter { $0 < model.nothing && Int.random(in: 0..<3, using: &random) == 0 }
      guard let first = firsts.first, let second = seconds.first else { continue }
      var found: Set<[Int]> = []
      let beginning = model.pairs.beginnings([(first, second)])[0]
      model.pairs.visit(firsts[...], seconds[...], from: beginning) { found.insert([$0, $1, $2]) }
      var expected: Set<[Int]> = []
      for (row, first) in firsts.enumerated() {
        for (column, second) in seconds.enumerated() {
          if let pair = model.pairs.index(of: first, second) {
            expected.insert([row, column, pair])
          }
        }
      }
      #expect(found == expected)
    }
  }

  private static func model(_ random: inout Seed) -> ReadingModel {
    let sentences = (0..<80).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ in
        Array((vocabulary.randomElement(using: &random) ?? "").utf8)
      }
    }
    return ReadingModel(sentences: sentences)
  }

  private static func typed(_ count: Int, _ random: inout Seed) -> [[UInt8]] {
    (0..<count).map { _ in
      let word = (vocabulary + ["xa", "315"]).randomElement(using: &random) ?? ""
      return Array((Bool.random(using: &random) ? fold(word) : word).utf8)
    }
  }

  /// The sums of all readings by their candidates.
  private static func plainShares(_ columns: ReadingColumns, _ model: ReadingModel) -> [Double] {
    var shares = [Double](repeating: 0, count: columns.words.values.count)
    var readings: [(places: [Int], weight: Double)] = [([], 1)]
    for column in 0..<columns.count {
      readings = readings.flatMap { reading in
        columns.words.range(of: column).map { place in
          let word = columns.words.values[place]
          let before = reading.places.last.map { columns.words.values[$0] }
          return (
            reading.places + [place],
            reading.weight * model.part(word)
              * weight(word, after: before ?? columns.start, isFirst: before == nil, model)
          )
        }
      }
    }
    let total = readings.reduce(0) { $0 + $1.weight }
    for reading in readings {
      for place in reading.places { shares[place] += reading.weight / total }
    }
    return shares
  }

  private static func weight(
    _ word: UInt32, after before: UInt32, isFirst: Bool, _ model: ReadingModel
  ) -> Double {
    if isFirst, before == model.nothing { return model.frequency(word) }
    let own = model.pairs.index(of: before, word).map { model.pairs.share(of: $0) } ?? 0
    return own + model.pairs.rest(of: before) * model.base(word)
  }

  /// Links are between the candidates that are left.
  private static func compareLinks(_ columns: ReadingColumns, _ model: ReadingModel) {
    for column in 0..<columns.count {
      let before = column == 0 ? [columns.start] : Array(columns.words[column - 1])
      let words = Array(columns.words[column])
      for link in columns.links[column] {
        #expect(model.pairs.index(of: before[link.first], words[link.second]) == link.pair)
      }
      let met = before.reduce(0) { sum, first in
        sum + words.count { model.pairs.index(of: first, $0) != nil }
      }
      #expect(columns.links[column].count == met)
    }
  }
}
