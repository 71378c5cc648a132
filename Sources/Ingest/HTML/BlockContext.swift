internal import Glibc

/// What the first judgement says about the blocks around each one.
struct BlockContext {
  private let logits: [Float]
  private let probabilities: [Float]
  private let words: [Float]
  /// Words in good blocks before the end of each.
  private let goodWords: [Float]
  private let best: Float

  static let names = [
    "own", "at-3", "at-2", "at-1", "at+1", "at+2", "at+3", "lower", "higher", "meanBefore",
    "meanAfter", "meanAround", "shareBefore", "goodWords", "best", "short", "short*lower",
    "short*higher", "short*own",
  ]

  init(_ logits: [Float], _ blocks: [Page.Block]) {
    self.logits = logits.map { min(5, max(-5, $0)) }
    probabilities = self.logits.map(sigmoid)
    words = blocks.map { Float($0.wordCount) }
    var sum: Float = 0
    goodWords = zip(words, self.logits).map { words, logit in
      if logit > 0 { sum += words }
      return sum
    }
    best = self.logits.max() ?? 0
  }

  func row(_ i: Int) -> [Float] {
    let own = logits[i]
    let lower = min(logit(i - 1), logit(i + 1))
    let higher = max(logit(i - 1), logit(i + 1))
    let total = (goodWords.last ?? 0) + 1
    let isShort: Float = words[i] < 8.85 ? 1 : 0
    return [
      own, logit(i - 3), logit(i - 2), logit(i - 1), logit(i + 1), logit(i + 2), logit(i + 3),
      lower, higher, mean(i - 4..<i), mean(i + 1..<i + 5), mean(i - 4..<i + 5),
      goodWords[i] / total, log1pf(total), best, isShort, isShort * lower, isShort * higher,
      isShort * own,
    ]
  }

  /// Beyond the ends of the page nothing is content.
  private func logit(_ i: Int) -> Float { logits.indices.contains(i) ? logits[i] : -5 }

  /// Mean probability over a run of blocks, by their words.
  private func mean(_ range: Range<Int>) -> Float {
    var sum: Float = 0
    var weight: Float = 0
    for i in range {
      let isThere = logits.indices.contains(i)
      let size = (isThere ? words[i] : 0) + 1
      sum += (isThere ? probabilities[i] : sigmoid(-5)) * size
      weight += size
    }
    return sum / weight
  }
}

func sigmoid(_ x: Float) -> Float { 1 / (1 + expf(-x)) }
