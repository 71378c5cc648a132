import Measuring
import Search
import Vietnamese

/// A word as it was written, and its key without marks.
struct Word {
  var canonical: [UInt8]
  var folded: [UInt8]
  /// A syllable of Vietnamese, not a number or a foreign word.
  var isSyllable: Bool
}

/// Counts what came back right.
struct Scores {
  private static let depths = [1, 2, 3, 5, 10]
  private var texts = 0
  private var covered = [Int](repeating: 0, count: depths.count)
  private var words = 0
  private var rightWords = 0
  private var syllables = 0
  private var rightSyllables = 0
  private var rightAlone = 0
  private var seconds = 0.0
  private var mass = 0.0

  mutating func read(_ text: [Word], _ model: ReadingModel, _ edges: ReadingEdges) {
    let typed = text.map(\.folded)
    let began = threadSeconds()
    let readings = model.readings(of: typed, count: 10, edges: edges)
    seconds += threadSeconds() - began
    let alone = model.wordReadings(of: typed, edges: edges)
    texts += 1
    let meant = text.map(\.canonical)
    let rank = readings.firstIndex { $0.words == meant } ?? .max
    for (index, depth) in Self.depths.enumerated() where rank < depth { covered[index] += 1 }
    mass += readings.reduce(0) { $0 + $1.probability }
    for (index, word) in text.enumerated() {
      let isRight = readings[0].words[index] == word.canonical
      words += 1
      rightWords += isRight ? 1 : 0
      if word.isSyllable {
        syllables += 1
        rightSyllables += isRight ? 1 : 0
        rightAlone += alone[index][0].canonical == word.canonical ? 1 : 0
      }
    }
  }

  func report(_ name: String) {
    let coverage = zip(Self.depths, covered).map { "\($0) \(percent($1, texts))" }
    print(
      name, "texts \(texts), words \(percent(rightWords, words)),",
      "syllables \(percent(rightSyllables, syllables)) of \(syllables),",
      "by word \(percent(rightAlone, syllables)), whole in best",
      coverage.joined(separator: ", ") + ", probability of 10:",
      percent(Int(mass * 1000), texts * 1000) + ",",
      "\(Int(seconds / Double(max(1, texts)) * 1e7)) e-7 s a text")
  }

  private func percent(_ part: Int, _ whole: Int) -> String {
    let hundredths = (part * 10_000 + whole / 2) / max(1, whole)
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }
}
