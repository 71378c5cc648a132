import Vietnamese

/// Counts words and runs of two and three, and makes a reading model of them.
package struct ReadingCounter {
  private let limits: ReadingLimits
  private var numbers: [[UInt8]: UInt32] = [:]
  private var keys: [[UInt8]] = []
  /// Occurrences of each word; of the boundary, at 0, sentences.
  private var counts: [UInt32] = [0]
  private var pairs: KeyCounts
  private var triples: KeyCounts
  /// The last word and the one before it.
  private var last: (UInt32, UInt32) = (0, 0)

  package init(limits: ReadingLimits = ReadingLimits()) {
    self.limits = limits
    pairs = KeyCounts(limit: limits.runs)
    triples = KeyCounts(limit: limits.runs)
  }

  /// The number of a canonical key, for `add`.
  package mutating func number(of canonical: [UInt8]) -> UInt32 {
    let key = readingKey(of: canonical)
    if let number = numbers[key] { return number }
    keys.append(key)
    counts.append(0)
    numbers[key] = UInt32(keys.count)
    return UInt32(keys.count)
  }

  /// Counts the next word of a sentence.
  package mutating func add(_ number: UInt32) {
    counts[Int(number)] += counts[Int(number)] == .max ? 0 : 1
    pairs.add(PackedRun.pair(last.0, number))
    if last.0 != 0, max(last.0, last.1, number) <= PackedRun.widest {
      triples.add(PackedRun.triple(last.1, last.0, number))
    }
    last = (number, last.0)
  }

  package mutating func endSentence() {
    if last.0 != 0 { add(0) }
    last = (0, 0)
  }

  /// The model of what was counted.
  package consuming func model() -> ReadingModel { ReadingModel(self) }

  /// What a model is made of.
  consuming func counted() -> (
    vocabulary: ReadingVocabulary, statistics: ReadingStatistics, unknownWords: Int
  ) {
    endSentence()
    let order = vocabularyOrder()
    let vocabulary = ReadingVocabulary(ordered: order.lazy.map { ($0.folded, $0.canonical) })
    // Behind the last word the boundary, then all others as one, see `ReadingModel`.
    var renumbered = [UInt32](repeating: UInt32(order.count + 1), count: keys.count + 1)
    renumbered[0] = UInt32(order.count)
    for (new, word) in order.enumerated() { renumbered[Int(word.number)] = UInt32(new) }
    var unknown: UInt32 = 0
    var unknownWords = 0
    for (old, new) in renumbered.enumerated() where new == UInt32(order.count + 1) {
      unknown = UInt32(clamping: UInt64(unknown) + UInt64(counts[old]))
      // A number may have been asked for a word that never came.
      unknownWords += counts[old] > 0 ? 1 : 0
    }
    let statistics = ReadingStatistics(
      counts: order.map { counts[Int($0.number)] } + [counts[0], unknown], pairs: pairs,
      triples: triples, numbers: renumbered, limits: limits)
    return (vocabulary, statistics, unknownWords)
  }

  private typealias Word = (number: UInt32, folded: [UInt8], canonical: [UInt8])

  /// The words of the model. Of more than it has numbers for, the frequent ones.
  private func vocabularyOrder() -> [Word] {
    var least: UInt32 = 1
    var words = words(from: least)
    while words.count + 2 > PackedShare.lastWord {
      least += 1
      words = self.words(from: least)
    }
    return words.sorted {
      $0.folded != $1.folded
        ? $0.folded.lexicographicallyPrecedes($1.folded)
        : $0.canonical.lexicographicallyPrecedes($1.canonical)
    }
  }

  /// A word met once without marks reads as it is typed anyway, so only marked ones stay.
  private func words(from least: UInt32) -> [Word] {
    var words: [Word] = []
    for (index, canonical) in keys.enumerated() where counts[index + 1] >= least {
      let folded = folded(canonical.span)
      if counts[index + 1] < limits.unmarkedWord, folded == canonical { continue }
      words.append((UInt32(index + 1), folded, canonical))
    }
    return words
  }
}

/// What a reading model leaves out.
package struct ReadingLimits: Sendable {
  /// Pairs are kept from so many occurrences. All of them: of 20,000 news articles those met once
  /// cost 7 MB and bring 0.1 % of all syllables.
  package var pair: UInt32 = 1
  /// Runs of three are kept from so many occurrences. All of them: those met once cost 11 MB and
  /// bring 0.14 % of all syllables, 0.24 % where the texts are of another kind.
  package var triple: UInt32 = 1
  /// Words without marks are kept from so many occurrences.
  package var unmarkedWord: UInt32 = 2
  /// So many different pairs, and runs of three, are counted at a time; beyond that the rarest go.
  package var runs = 12_000_000
  /// Words of a snapshot that are read; of a larger one, every n-th document is read.
  package var words = 50_000_000

  package init() {}
}
