/// All readings of a sequence of words: a column of candidates for each word, a weight for each
/// step from column to column.
///
/// Sums over all readings are the forward-backward algorithm (Rabiner 1989,
/// doi:10.1109/5.18626). Each column's sums are scaled to 1, so that long texts do not underflow.
struct ReadingLattice {
  let model: ReadingModel
  let typed: [[UInt8]]
  let columns: [[UInt32]]
  /// For each column the weights from each candidate before to each here, by rows; the first has
  /// one row. Divided by the column's scale.
  private(set) var steps: [[Double]] = []
  /// For each candidate of the last column.
  private(set) var ends: [Double] = []
  /// The share of the candidates of each column in the sums of all readings up to there.
  private var forward: [[Double]] = []

  init(_ words: [[UInt8]], _ edges: ReadingEdges, _ model: ReadingModel) {
    self.model = model
    typed = words
    columns = words.map { model.candidates(for: $0) }
    for index in columns.indices { appendColumn(index, edges) }
    guard let last = columns.last, let sums = forward.last else { return }
    ends = endWeights(last, edges)
    let total = zip(ends, sums).reduce(0) { $0 + $1.0 * $1.1 }
    for index in ends.indices { ends[index] /= total }
  }

  /// The canonical key of a candidate.
  func canonical(_ candidate: Int, in column: Int) -> [UInt8] {
    let word = columns[column][candidate]
    return word == model.unknown ? typed[column] : model.vocabulary.canonical(word)
  }

  /// The readings of each word, most likely first.
  func wordReadings() -> [[WordReading]] {
    var backward = ends
    var result: [[WordReading]] = []
    for index in columns.indices.reversed() {
      result.append(sorted(index, zip(forward[index], backward).map { $0 * $1 }))
      if index > 0 { backward = stepBack(backward, over: index) }
    }
    return result.reversed()
  }
}

extension ReadingLattice {
  private mutating func appendColumn(_ index: Int, _ edges: ReadingEdges) {
    let words = columns[index]
    var weights: [Double] = []
    let before = index == 0 ? [1] : forward[index - 1]
    if index > 0 {
      for previous in columns[index - 1] {
        model.appendShares(of: words, after: previous, to: &weights)
      }
    } else {
      weights = startWeights(words, edges)
    }
    var sums = [Double](repeating: 0, count: words.count)
    for (row, share) in before.enumerated() {
      for column in words.indices { sums[column] += share * weights[row * words.count + column] }
    }
    let scale = 1 / sums.reduce(0, +)
    for index in weights.indices { weights[index] *= scale }
    for index in sums.indices { sums[index] *= scale }
    steps.append(weights)
    forward.append(sums)
  }

  private func startWeights(_ words: [UInt32], _ edges: ReadingEdges) -> [Double] {
    switch edges {
    case .open: return words.map { model.frequency($0) }
    case .sentence:
      var weights: [Double] = []
      model.appendShares(of: words, after: model.boundary, to: &weights)
      return weights
    }
  }

  private func endWeights(_ words: [UInt32], _ edges: ReadingEdges) -> [Double] {
    guard edges == .sentence else { return words.map { _ in 1 } }
    var weights: [Double] = []
    for word in words { model.appendShares(of: [model.boundary], after: word, to: &weights) }
    return weights
  }

  private func stepBack(_ backward: [Double], over index: Int) -> [Double] {
    let width = columns[index].count
    return columns[index - 1].indices.map { row in
      (0..<width).reduce(0) { $0 + steps[index][row * width + $1] * backward[$1] }
    }
  }

  private func sorted(_ column: Int, _ shares: [Double]) -> [WordReading] {
    shares.indices
      .sorted { shares[$0] != shares[$1] ? shares[$0] > shares[$1] : $0 < $1 }
      .map { WordReading(canonical: canonical($0, in: column), probability: shares[$0]) }
  }
}
