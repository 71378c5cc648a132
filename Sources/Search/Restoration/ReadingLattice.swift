/// All readings of a sequence of words: a column of candidates for each word.
///
/// What follows depends on two words, so a state of a column is a candidate and one of the column
/// before: number `before * width + candidate`. From each state a step leads to every candidate of
/// the next column. Sums over all readings are the forward-backward algorithm (Rabiner 1989,
/// doi:10.1109/5.18626); each column's sums are scaled to 1, so that long texts do not underflow.
struct ReadingLattice {
  let model: ReadingModel
  let typed: [[UInt8]]
  let columns: [[UInt32]]
  /// For each column the weights from each state before to each candidate, by rows; the first has
  /// one row. Divided by the column's scale.
  private(set) var steps: [[Double]] = []
  /// For each state of the last column.
  private(set) var ends: [Double] = []
  /// The share of each state of a column in the sums of all readings up to there.
  private var forward: [[Double]] = []
  /// What stands before the first word.
  private let start: UInt32

  /// - Parameter least: candidates that are less likely than this in a model of pairs, by what is
  ///   before and behind them, are left out of that of triples. 0 keeps all.
  init(
    _ words: [[UInt8]], _ edges: ReadingEdges, _ model: ReadingModel, least: Double = 0
  ) {
    self.model = model
    typed = words
    let candidates = words.map { model.candidates(for: $0) }
    start = edges == .sentence ? model.boundary : model.nothing
    columns = least > 0 ? PairLattice(candidates, start, model).likely(least) : candidates
    for index in columns.indices { appendColumn(index) }
    guard let sums = forward.last else { return }
    ends =
      edges == .sentence
      ? weights(to: [model.boundary], from: columns.count) : sums.map { _ in 1 }
    let total = zip(ends, sums).reduce(0) { $0 + $1.0 * $1.1 }
    for index in ends.indices { ends[index] /= total }
  }

  /// The candidates of a column, and what stands before the first.
  func words(in column: Int) -> [UInt32] { column < 0 ? [start] : columns[column] }

  /// The canonical key of a candidate.
  func canonical(_ candidate: Int, in column: Int) -> [UInt8] {
    let word = columns[column][candidate]
    if word == model.unknown || numberKind(of: typed[column]) != nil { return typed[column] }
    return model.vocabulary.canonical(word)
  }

  /// The readings of each word, most likely first.
  func wordReadings() -> [[WordReading]] {
    var backward = ends
    var result: [[WordReading]] = []
    for index in columns.indices.reversed() {
      let width = columns[index].count
      var shares = [Double](repeating: 0, count: width)
      for state in backward.indices {
        shares[state % width] += forward[index][state] * backward[state]
      }
      result.append(sorted(index, shares))
      if index > 0 { backward = stepBack(backward, over: index) }
    }
    return result.reversed()
  }
}

extension ReadingLattice {
  private mutating func appendColumn(_ index: Int) {
    let words = columns[index]
    var weights =
      index == 0 ? model.startWeights(words, after: start) : weights(to: words, from: index)
    model.weighUnknown(words, &weights)
    let before = index == 0 ? [1] : forward[index - 1]
    let rows = self.words(in: index - 1).count
    var sums = [Double](repeating: 0, count: rows * words.count)
    for (state, share) in before.enumerated() {
      let row = state % rows * words.count
      for column in words.indices {
        sums[row + column] += share * weights[state * words.count + column]
      }
    }
    let scale = 1 / sums.reduce(0, +)
    for index in weights.indices { weights[index] *= scale }
    for index in sums.indices { sums[index] *= scale }
    steps.append(weights)
    forward.append(sums)
  }

  /// The weights from each state of the column before `index` to each word.
  private func weights(to words: [UInt32], from index: Int) -> [Double] {
    let shares = columns[index - 1].flatMap { model.shares(of: words, after: $0) }
    let joints = columns[index - 1].flatMap { model.jointShares(of: words, after: $0) }
    var weights: [Double] = []
    weights.reserveCapacity(forward[index - 1].count * words.count)
    for first in self.words(in: index - 2) {
      for (row, second) in columns[index - 1].enumerated() {
        let own = (row * words.count)..<((row + 1) * words.count)
        model.appendShares(of: words, after: first, second, shares[own], joints[own], to: &weights)
      }
    }
    return weights
  }

  private func stepBack(_ backward: [Double], over index: Int) -> [Double] {
    let width = columns[index].count
    let rows = columns[index - 1].count
    return forward[index - 1].indices.map { state in
      (0..<width).reduce(0) {
        $0 + steps[index][state * width + $1] * backward[state % rows * width + $1]
      }
    }
  }

  private func sorted(_ column: Int, _ shares: [Double]) -> [WordReading] {
    shares.indices
      .sorted { shares[$0] != shares[$1] ? shares[$0] > shares[$1] : $0 < $1 }
      .map { WordReading(canonical: canonical($0, in: column), probability: shares[$0]) }
  }
}

extension ReadingModel {
  /// Of all words that are not known one is meant.
  ///
  /// - Parameter weights: rows of one for each word.
  fileprivate func weighUnknown(_ words: [UInt32], _ weights: inout [Double]) {
    guard words.last == unknown else { return }
    for index in stride(from: words.count - 1, to: weights.count, by: words.count) {
      weights[index] *= unknownShare
    }
  }

  fileprivate func startWeights(_ words: [UInt32], after start: UInt32) -> [Double] {
    start == boundary ? shares(of: words, after: start) : words.map { frequency($0) }
  }
}

/// The same of a model in which a word depends on the one before it alone: a state is a candidate.
/// Much cheaper, and enough to tell which candidates are out of the question.
private struct PairLattice {
  private let columns: [[UInt32]]
  /// For each column the weights from each candidate before to each of its own, by rows.
  private var steps: [[Double]] = []
  /// The share of each candidate in the sums of all readings up to it.
  private var forward: [[Double]] = []

  init(_ columns: [[UInt32]], _ start: UInt32, _ model: ReadingModel) {
    self.columns = columns
    for (index, words) in columns.enumerated() {
      let before = index == 0 ? [1] : forward[index - 1]
      var weights =
        index == 0
        ? model.startWeights(words, after: start)
        : columns[index - 1].flatMap { model.shares(of: words, after: $0) }
      model.weighUnknown(words, &weights)
      var sums = [Double](repeating: 0, count: words.count)
      for (row, share) in before.enumerated() {
        for column in words.indices { sums[column] += share * weights[row * words.count + column] }
      }
      let total = sums.reduce(0, +)
      forward.append(sums.map { $0 / total })
      steps.append(weights)
    }
  }

  /// The candidates that are as likely as this or more.
  func likely(_ least: Double) -> [[UInt32]] {
    var backward = forward.last?.map { _ in 1.0 } ?? []
    var result: [[UInt32]] = []
    for index in columns.indices.reversed() {
      let words = columns[index]
      let total = zip(forward[index], backward).reduce(0) { $0 + $1.0 * $1.1 }
      result.append(
        words.indices.filter { forward[index][$0] * backward[$0] >= least * total }
          .map { words[$0] })
      guard index > 0 else { break }
      let behind = backward
      backward = columns[index - 1].indices.map { row in
        words.indices.reduce(0) { $0 + steps[index][row * words.count + $1] * behind[$1] }
      }
      let scale = backward.reduce(0, max)
      for row in backward.indices { backward[row] /= scale }
    }
    return result.reversed()
  }
}
