import Vietnamese

@testable import Search

/// The reading model by its definition: counts in dictionaries, every reading written out.
struct PlainReadings {
  private var runs: [[String]: Int] = [:]
  private var words: Set<String> = []
  private var unknownWords = 0
  private let limits: ReadingLimits

  /// Stands where a sentence begins and ends.
  private static let boundary = "|"
  /// Stands for all words that are not known.
  private static let unknown = "?"
  /// Stands where nothing is known of what was before.
  private static let nothing = "-"

  init(_ sentences: [[String]], _ limits: ReadingLimits) {
    self.limits = limits
    let sentences = sentences.map { $0.map(Self.kind) }
    var counts: [String: Int] = [:]
    for word in sentences.joined() { counts[word, default: 0] += 1 }
    for (word, count) in counts where count >= limits.unmarkedWord || fold(word) != word {
      words.insert(word)
    }
    unknownWords = counts.count - words.count
    for sentence in sentences where !sentence.isEmpty {
      let known = sentence.map { words.contains($0) ? $0 : Self.unknown }
      let padded = [Self.boundary] + known + [Self.boundary]
      for index in padded.indices.dropFirst() {
        runs[[padded[index]], default: 0] += 1
        runs[Array(padded[(index - 1)...index]), default: 0] += 1
        if index > 1 { runs[Array(padded[(index - 2)...index]), default: 0] += 1 }
      }
    }
  }

  /// Numbers of a kind are one word.
  private static func kind(_ word: String) -> String {
    guard word.allSatisfy(\.isNumber) else { return word }
    return word.count == 4 && "12".contains(word.prefix(1))
      ? "0000" : String(repeating: "0", count: min(3, word.count))
  }

  /// Every reading, with probabilities that add up to 1, best first.
  func readings(of typed: [String], _ edges: ReadingEdges) -> [(words: [String], share: Double)] {
    var all: [[String]] = [[]]
    for word in typed {
      all = all.flatMap { start in candidates(word).map { start + [$0] } }
    }
    let weights = all.map { weight($0, edges) }
    let total = weights.reduce(0, +)
    return zip(all, weights).map { ($0, $1 / total) }.sorted { $0.share > $1.share }
  }

  private func candidates(_ typed: String) -> [String] {
    if Self.kind(typed) != typed { return [typed] }
    return words.filter {
      matchClass(query: Array(typed.utf8).span, document: Array($0.utf8).span) >= .wider
    }.union([typed]).sorted()
  }

  private func weight(_ reading: [String], _ edges: ReadingEdges) -> Double {
    let isWhole = edges == .sentence
    let known = reading.map(Self.kind).map { words.contains($0) ? $0 : Self.unknown }
    let padded =
      [isWhole ? Self.boundary : Self.nothing] + known + (isWhole ? [Self.boundary] : [])
    var weight = isWhole ? share([padded[0], padded[1]]) : base(padded[1]) { runs[[$0]] ?? 0 }
    for index in padded.indices.dropFirst(2) { weight *= share(Array(padded[(index - 2)...index])) }
    // Of all words that are not known one is meant.
    for word in known where word == Self.unknown { weight *= 0.1 / Double(unknownWords + 1) }
    return weight
  }

  /// P(last word | the words before).
  private func share(_ run: [String]) -> Double {
    guard run.count > 1 else { return distinct(run[0]) }
    let context = Array(run.dropLast())
    guard run.count == 3 else {
      return interpolated(run[1], row(after: context), runs[context] ?? 0, distinct(run[1])) {
        discount($0, among: counts(of: 2))
      }
    }
    guard isKept(context), let seen = runs[context] else { return share(Array(run.dropFirst())) }
    return interpolated(run[2], row(after: context), seen, joint(run[1], run[2])) {
      discount($0, among: counts(of: 3))
    }
  }

  /// What a run of three falls back to: in how many of those a pair is the end.
  private func joint(_ first: String, _ second: String) -> Double {
    var all: [[String]: Int] = [:]
    for run in runs.keys where run.count == 3 && isKept(run) && isKept(Array(run[1...])) {
      all[Array(run[1...]), default: 0] += 1
    }
    let own = all.filter { $0.key[0] == first }
    let row = Dictionary(uniqueKeysWithValues: own.map { ($0.key[1], $0.value) })
    return interpolated(second, row, row.values.reduce(0, +), distinct(second)) {
      discount($0, among: Array(all.values))
    }
  }

  /// What follows a context, with its counts.
  private func row(after context: [String]) -> [String: Int] {
    var row: [String: Int] = [:]
    for (run, count) in runs where run.dropLast().elementsEqual(context) && isKept(run) {
      row[run[context.count]] = count
    }
    return row
  }

  private func interpolated(
    _ word: String, _ row: [String: Int], _ seen: Int, _ shorter: Double,
    _ discount: (Int) -> Double
  ) -> Double {
    func part(_ count: Int) -> Double { (Double(count) - discount(count)) / Double(seen) }
    let rest = 1 - row.values.reduce(0) { $0 + part($1) }
    // The model keeps 12 bits of a share.
    let own = row[word].map { PackedShare(0, share: part($0)).share } ?? 0
    return own + rest * shorter
  }

  private func isKept(_ run: [String]) -> Bool {
    (runs[run] ?? 0) >= (run.count == 2 ? limits.pair : limits.triple)
  }

  private func distinct(_ word: String) -> Double {
    base(word) { word in runs.keys.count { $0.count == 2 && $0[1] == word } }
  }

  private func base(_ word: String, _ count: (String) -> Int) -> Double {
    let all = words + [Self.boundary, Self.unknown]
    let total = all.reduce(0) { $0 + Double(count($1)) }
    return (Double(count(word)) + 0.5) / (total + 0.5 * Double(all.count))
  }

  private func counts(of length: Int) -> [Int] {
    runs.filter { $0.key.count == length }.map(\.value)
  }

  private func discount(_ count: Int, among counts: [Int]) -> Double {
    func runs(_ count: Int) -> Double { Double(counts.count { $0 == count }) }
    let level = min(count, 3)
    guard runs(1) > 0, runs(2) > 0, runs(level) > 0 else { return 0.75 }
    let ratio = runs(1) / (runs(1) + 2 * runs(2))
    let discount = Double(level) - Double(level + 1) * ratio * runs(level + 1) / runs(level)
    return max(0.1, min(discount, Double(level) - 0.1))
  }
}

func fold(_ word: String) -> String {
  String(decoding: folded(Array(word.utf8).span), as: UTF8.self)
}
