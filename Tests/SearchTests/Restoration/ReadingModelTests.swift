import TestSupport
import Testing

@testable import Search

struct ReadingModelTests {
  private static let vocabulary = [
    "ma", "má", "mà", "mã", "la", "là", "lá", "ba", "bà", "đa", "da", "dã", "tin", "2023", "1954",
    "7",
  ]

  @Test(arguments: Seed.some(10))
  func `the best readings are those of writing all readings out`(seed: Seed) {
    var random = seed
    let sentences = Self.sentences(60, using: &random)
    var limits = ReadingLimits()
    limits.pair = UInt32.random(in: 1...2, using: &random)
    limits.triple = UInt32.random(in: 1...2, using: &random)
    let model = ReadingModel(sentences: sentences.map { $0.map { Array($0.utf8) } }, limits: limits)
    let plain = PlainReadings(sentences, limits)
    for edges in [ReadingEdges.open, .sentence] {
      for length in 1...3 {
        let typed = (0..<length).map { _ in Self.typed(using: &random) }
        let expected = plain.readings(of: typed, edges)
        let found = model.readings(of: typed.map { Array($0.utf8) }, count: 7, edges: edges)
        #expect(found.count == min(7, expected.count))
        for (reading, other) in zip(found, expected) {
          let words = reading.words.map { String(decoding: $0, as: UTF8.self) }
          let own = expected.first { $0.words == words }
          #expect(abs(reading.probability - other.share) < 1e-5)
          #expect(abs(reading.probability - (own?.share ?? -1)) < 1e-5)
        }
        #expect(Set(found.map(\.words)).count == found.count)
        Self.compareWords(model, typed, edges, expected)
      }
    }
  }

  @Test(arguments: Seed.some(10))
  func `leaving out what a model of pairs thinks unlikely changes little`(seed: Seed) {
    var random = seed
    let sentences = Self.sentences(400, using: &random)
    let model = ReadingModel(sentences: sentences.map { $0.map { Array($0.utf8) } })
    for edges in [ReadingEdges.open, .sentence] {
      let typed = (0..<6).map { _ in Array(Self.typed(using: &random).utf8) }
      let all = ReadingLattice(typed, edges, model).wordReadings()
      let few = ReadingLattice(typed, edges, model, least: 1e-3).wordReadings()
      for (all, few) in zip(all, few) {
        #expect(few.count <= all.count && !few.isEmpty)
        for reading in all {
          let other = few.first { $0.canonical == reading.canonical }?.probability ?? 0
          #expect(abs(other - reading.probability) < 0.02)
        }
      }
    }
  }

  @Test func `a pair decides what each word alone does not`() {
    let model = Self.model(
      "mặt trận", "mặt trận", "mặt trận", "mặt trận", "mắt kính", "mắt kính", "mắt", "mắt", "mắt",
      "kinh tế")
    #expect(Self.best(model, "mat tran") == "mặt trận")
    #expect(Self.best(model, "mat kinh") == "mắt kính")
    #expect(Self.best(model, "mat") == "mắt")
  }

  @Test func `two words before decide what one does not`() {
    let model = Self.model(
      "ông bán vải", "ông bán vải", "ông bán vải", "bà bán vai", "bà bán vai", "bà bán vai")
    #expect(Self.best(model, "ông bán vai") == "ông bán vải")
    #expect(Self.best(model, "bà bán vai") == "bà bán vai")
  }

  @Test func `a typed mark stays and what it leaves open is found`() {
    let model = Self.model("mặt trận", "mặt trận", "mắt kính", "măng non")
    #expect(
      Self.best(model, "măt tran") == "mặt trận" || Self.best(model, "măt tran") == "mắt trận")
    for reading in model.readings(of: Self.keys("măt"), count: 9) {
      #expect(["măt", "mặt", "mắt"].contains(Self.text(reading)))
    }
    #expect(model.readings(of: Self.keys("mặt"), count: 9).map(Self.text) == ["mặt"])
  }

  @Test func `words that are not known stay as typed`() {
    let model = Self.model("mặt trận tổ quốc", "mặt trận tổ quốc")
    #expect(Self.best(model, "mat tran xyz 1975 quoc") == "mặt trận xyz 1975 quốc")
    let only = model.readings(of: Self.keys("xyz"), count: 5)
    #expect(only.map(Self.text) == ["xyz"])
    #expect(abs(only[0].probability - 1) < 1e-12)
  }

  @Test func `the word as typed is always among the readings`() {
    let model = Self.model("mặt trận", "mặt trận")
    let words = model.wordReadings(of: Self.keys("mat"))[0].map(\.canonical)
    #expect(words == Self.keys("mặt mat"))
  }

  @Test func `nothing typed has no reading, and an empty model reads as typed`() {
    #expect(Self.model("mặt trận").readings(of: [], count: 3).isEmpty)
    #expect(Self.model("mặt trận").readings(of: Self.keys("mat"), count: 0).isEmpty)
    let empty = ReadingModel(sentences: [])
    #expect(Self.best(empty, "mat tran") == "mat tran")
    #expect(empty.wordReadings(of: []).isEmpty)
  }

  @Test func `a long text neither underflows nor loses a word`() {
    let model = Self.model("mặt trận tổ quốc", "mắt trần", "mát", "tổ", "tố", "tô", "quốc")
    let typed = [[UInt8]](repeating: Array("mat".utf8), count: 4000)
    let readings = model.readings(of: typed, count: 2)
    #expect(readings.count == 2)
    #expect(readings.allSatisfy { $0.words.count == 4000 && $0.probability >= 0 })
    for word in model.wordReadings(of: typed) {
      #expect(abs(word.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
    }
  }

  @Test func `the same sentences make the same model in any order`() {
    var random = Seed(7)
    let sentences = Self.sentences(200, using: &random).map { $0.map { Array($0.utf8) } }
    let model = ReadingModel(sentences: sentences)
    #expect(model == ReadingModel(sentences: sentences.reversed()))
    #expect(
      model.readings(of: Self.keys("ma la da"), count: 9)
        == ReadingModel(sentences: sentences).readings(of: Self.keys("ma la da"), count: 9))
  }

  @Test func `what stands beside one number or foreign name stands beside others`() {
    let model = Self.model(
      "bắt 27 vụ", "bắt 30 vụ", "bắt 41 vụ", "vũ trụ", "vũ trụ", "vũ trụ", "vũ trụ",
      "ông truman nói", "ông churchill nói", "bà nixon nói", "nơi ở", "nơi ở", "nơi ở", "nơi ở")
    #expect(Self.best(model, "bat 58 vu") == "bắt 58 vụ")
    #expect(Self.best(model, "ong gorbachev noi") == "ông gorbachev nói")
    #expect(Self.best(model, "vu tru") == "vũ trụ")
    #expect(Self.best(model, "noi o") == "nơi ở")
  }

  @Test(
    arguments: [
      ("7", "0"), ("31", "00"), ("1975", "0000"), ("3000", "000"), ("12345", "000"), ("7,5", "0,0"),
      ("3.0.1", "0,0"), ("0", "0"), ("u23", nil), ("23a", nil), ("tin", nil), ("", nil),
    ] as [(String, String?)])
  func `numbers are of a few kinds`(number: String, kind: String?) {
    #expect(numberKind(of: Array(number.utf8)) == kind.map { Array($0.utf8) })
  }

  @Test(arguments: [1, 0.75, 0.5, 0.123, 1e-3, 3.7e-6, 1e-9])
  func `a packed share is less than one in two hundred off`(share: Double) {
    let packed = PackedShare(PackedShare.lastWord, share: share)
    #expect(packed.word == PackedShare.lastWord)
    #expect(abs(packed.share / share - 1) < 0.004)
    #expect(packed.share <= 1)
  }

  @Test func `numbers of words that never come change nothing`() {
    var counters = [ReadingCounter(), ReadingCounter()]
    _ = counters[1].number(of: Array("date:2023-01".utf8))
    for index in counters.indices {
      for word in Self.keys("mặt trận xyz") {
        counters[index].add(counters[index].number(of: word))
      }
    }
    #expect(counters[0].model() == counters[1].model())
  }

  @Test func `a bound on runs keeps the frequent ones`() {
    var limits = ReadingLimits()
    limits.runs = 40
    var sentences = [[String]](repeating: ["mặt", "trận", "tổ", "quốc"], count: 30)
    for number in 0..<400 { sentences.insert(["a\(number)", "b\(number)"], at: number % 31) }
    let model = ReadingModel(
      sentences: sentences.map { $0.map { Array($0.utf8) } }, limits: limits)
    #expect(model.pairCount <= 40 && model.tripleCount <= 40)
    #expect(Self.best(model, "mat tran to quoc") == "mặt trận tổ quốc")
  }
}

extension ReadingModelTests {
  private static func sentences(_ count: Int, using random: inout Seed) -> [[String]] {
    (0..<count).map { _ in
      (0..<Int.random(in: 0...6, using: &random)).map { _ in
        vocabulary[Int.random(in: 0..<vocabulary.count, using: &random)]
      }
    }
  }

  private static func typed(using random: inout Seed) -> String {
    let word = (vocabulary + ["xa", "8", "315"])[
      Int.random(in: 0..<(vocabulary.count + 3), using: &random)]
    return Int.random(in: 0..<5, using: &random) == 0 ? word : fold(word)
  }

  /// Each word's share is the sum of the readings that have it.
  private static func compareWords(
    _ model: ReadingModel, _ typed: [String], _ edges: ReadingEdges,
    _ all: [(words: [String], share: Double)]
  ) {
    let found = model.wordReadings(of: typed.map { Array($0.utf8) }, edges: edges)
    for (index, readings) in found.enumerated() {
      for reading in readings {
        let word = String(decoding: reading.canonical, as: UTF8.self)
        let share = all.reduce(0) { $0 + ($1.words[index] == word ? $1.share : 0) }
        #expect(abs(reading.probability - share) < 1e-5)
      }
      #expect(Set(all.map { $0.words[index] }).count == readings.count)
    }
  }

  private static func keys(_ text: String) -> [[UInt8]] {
    text.split(separator: " ").map { Array($0.utf8) }
  }

  private static func model(_ sentences: String...) -> ReadingModel {
    ReadingModel(sentences: sentences.map(keys))
  }

  private static func text(_ reading: Reading) -> String {
    reading.words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
  }

  private static func best(_ model: ReadingModel, _ typed: String) -> String {
    model.readings(of: keys(typed), count: 1).first.map(text) ?? ""
  }
}
