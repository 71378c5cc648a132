import Vietnamese

@testable import Search

/// The reading model by its definition: counts in dictionaries, every reading written out.
struct PlainReadings {
  private var runs: [[String]: Int] = [:]
  private var words: Set<String> = []
  private let limits: ReadingLimits

  /// Stands where a sentence begins and ends.
  private static let boundary = "|"
  /// Stands where nothing is known.
  private static let unknown = "?"

  init(_ sentences: [[String]], _ limits: ReadingLimits) {
    self.limits = limits
    for sentence in sentences where !sentence.isEmpty {
      let padded = [Self.boundary] + sentence + [Self.boundary]
      for index in padded.indices.dropFirst() {
        runs[[padded[index]], default: 0] += 1
        runs[Array(padded[(index - 1)...index]), default: 0] += 1
        if index > 1 { runs[Array(padded[(index - 2)...index]), default: 0] += 1 }
      }
    }
    for (run, count) in runs where run.count == 1 && run[0] != Self.boundary {
      if count >= limits.unmarkedWord || fold(run[0]) != run[0] { words.insert(run[0]) }
    }
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
    words.filter {
      matchClass(query: Array(typed.utf8).span, document: Array($0.utf8).span) >= .wider
    }.union([typed]).sorted()
  }

  private func weight(_ reading: [String], _ edges: ReadingEdges) -> Double {
    let isWhole = edges == .sentence
    let padded =
      [isWhole ? Self.boundary : Self.unknown] + reading + (isWhole ? [Self.boundary] : [])
    var weight = isWhole ? share([padded[0], padded[1]]) : base(padded[1]) { runs[[$0]] ?? 0 }
    for index in padded.indices.dropFirst(2) { weight *= share(Array(padded[(index - 2)...index])) }
    return weight
  }

  /// P(last word | the words before).
  private func share(_ run: [String]) -> Double {
    guard run.count > 1 else {
      return base(run[0]) { word in runs.keys.count { $0.count == 2 && $0[1] == word } }
    }
    let context = Array(run.dropLast())
    let shorter = share(Array(run.dropFirst()))
    let row = runs.filter {
      $0.key.count == run.count && $0.key.starts(with: context) && isKept($0.key)
    }
    guard let seen = runs[context], context.count == 1 || isKept(context) else { return shorter }
    func part(_ count: Int) -> Double {
      (Double(count) - discount(count, run.count)) / Double(seen)
    }
    let rest = 1 - row.values.reduce(0) { $0 + part($1) }
    return (row[run].map { part($0) } ?? 0) + rest * shorter
  }

  private func isKept(_ run: [String]) -> Bool {
    let least = run.count == 2 ? limits.pair : limits.triple
    return (runs[run] ?? 0) >= least && run.allSatisfy { words.contains($0) || $0 == Self.boundary }
  }

  private func base(_ word: String, _ count: (String) -> Int) -> Double {
    let total = (words + [Self.boundary]).reduce(0) { $0 + Double(count($1)) }
    let isKnown = words.contains(word) || word == Self.boundary
    return (Double(isKnown ? count(word) : 0) + 0.5) / (total + 0.5 * Double(words.count + 2))
  }

  private func discount(_ count: Int, _ length: Int) -> Double {
    func runs(_ count: Int) -> Double {
      Double(self.runs.count { $0.key.count == length && $0.value == count })
    }
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
