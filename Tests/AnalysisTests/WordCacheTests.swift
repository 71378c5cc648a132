import Testing

@testable import Analysis

/// The tables of words against a dictionary.
@Suite struct WordCacheTests {
  @Test(arguments: 0..<8)
  func `what was put in is found, and nothing else`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var cache = WordCache()
    var known: [Word: FormID] = [:]
    for number in 0..<30_000 {
      let word = randomWord(using: &random)
      let found = cache.find(word.key)
      #expect(found?.form == known[word])
      guard found == nil else { continue }
      cache.insert(word.key, form: FormID(number), traits: .isWord)
      known[word] = FormID(number)
    }
    for (word, form) in known {
      // Twice, since the first time makes the word hot.
      for _ in 0..<2 {
        let found = cache.find(word.key)
        #expect(found?.form == form && found?.traits == .isWord)
      }
    }
  }

  @Test(arguments: 0..<8)
  func `a hot word is found as it was put in last, or not at all`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    var hot = HotWords()
    var known: [UInt64: FormID] = [:]
    for number in 0..<40_000 {
      let word = randomWord(using: &random).key.low
      if let found = HotWords.find(word, in: hot.lines, hot.shift) {
        #expect(found.form == known[word])
      } else {
        let entry = WordCache.Entry(form: FormID(number), traits: [.isWord, .isAbbreviation])
        hot.insert(word, entry)
        known[word] = FormID(number)
        #expect(HotWords.find(word, in: hot.lines, hot.shift)?.traits == entry.traits)
      }
    }
  }

  @Test func `nothing is found in an empty table`() {
    var random = SeededNumbers(seed: 1)
    let hot = HotWords()
    #expect(HotWords.find(0, in: hot.lines, hot.shift) == nil)
    for _ in 0..<10_000 {
      #expect(HotWords.find(randomWord(using: &random).key.low, in: hot.lines, hot.shift) == nil)
    }
  }

  private struct Word: Hashable {
    var low: UInt64
    var high: UInt64

    var key: WordCache.Key { WordCache.Key(low: low, high: high) }
  }

  /// Few enough letters that words come again, and enough that the tables grow.
  private func randomWord(using random: inout SeededNumbers) -> Word {
    var word = Word(low: 0, high: 0)
    for place in 0..<UInt64.random(in: 1...16, using: &random) {
      let letter = UInt64.random(in: 0x61...0x64, using: &random)
      if place < 8 {
        word.low |= letter << (8 * place)
      } else {
        word.high |= letter << (8 * (place - 8))
      }
    }
    return word
  }
}
