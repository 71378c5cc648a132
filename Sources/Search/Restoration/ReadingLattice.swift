/// All readings of a sequence of words: a column of candidates for each word.
///
/// What follows depends on two words, so a state of a column is a candidate and one of the column
/// before: number `before * width + candidate`. From each state a step leads to every candidate of
/// the next column. Sums over all readings are the forward-backward algorithm (Rabiner 1989,
/// doi:10.1109/5.18626); each column's sums are scaled to 1, so that long texts do not underflow.
struct ReadingLattice {
  let model: ReadingModel
  let typed: [[UInt8]]
  private let columns: ReadingColumns
  /// For each column the weights from each state before to each candidate, by rows; the first has
  /// one row. Divided by the column's scale.
  private(set) var steps = Ragged<Double>()
  /// For each state of the last column.
  private(set) var ends: [Double] = []
  /// The share of each state of a column in the sums of all readings up to there.
  private var forward = Ragged<Double>()
  /// The share of each candidate in all readings, one column behind the other.
  private var shares: [Double] = []

  /// - Parameter least: candidates that are less likely than this in a model of pairs, by what is
  ///   before and behind them, are left out of that of triples. 0 keeps all.
  init(
    _ words: [[UInt8]], _ edges: ReadingEdges, _ model: ReadingModel, least: Double = 0
  ) {
    self.model = model
    typed = words
    let start = edges == .sentence ? model.boundary : model.nothing
    let all = ReadingColumns(words, start, model)
    columns = least > 0 ? all.likely(least, by: model) : all
    for index in 0..<columns.count { appendColumn(index) }
    guard columns.count > 0 else { return }
    let sums = forward[columns.count - 1]
    ends = [Double](repeating: 1, count: sums.count)
    if edges == .sentence {
      ends.removeAll()
      appendWeights(
        to: [model.boundary], columns.linksToBoundary(model), from: columns.count - 1, to: &ends)
    }
    var total = 0.0
    for (end, sum) in zip(ends, sums) { total += end * sum }
    for index in ends.indices { ends[index] /= total }
    fillShares()
  }

  /// How many columns there are.
  var count: Int { columns.count }

  /// Candidates of a column; before the first there is one, what stands before it.
  func width(of column: Int) -> Int { column < 0 ? 1 : columns.words.range(of: column).count }

  /// The canonical key of a candidate.
  func canonical(_ candidate: Int, in column: Int) -> [UInt8] {
    let word = columns.words.values[columns.words.range(of: column).lowerBound + candidate]
    return model.canonical(word, typed: typed[column])
  }

  /// The share of a candidate in all readings.
  func share(_ candidate: Int, in column: Int) -> Double {
    shares[columns.words.range(of: column).lowerBound + candidate]
  }

  /// The readings of each word, most likely first.
  func wordReadings() -> [[WordReading]] { columns.wordReadings(of: typed, shares, by: model) }
}

extension ReadingLattice {
  private mutating func appendColumn(_ column: Int) {
    let words = columns.words[column]
    let width = words.count
    var weights: [Double] = []
    if column == 0 {
      weights = words.indices.map { columns.startWeight($0, model) }
    } else {
      appendWeights(to: words, columns.links[column], from: column - 1, to: &weights)
    }
    let before = column == 0 ? [1] : forward[column - 1]
    let rows = self.width(of: column - 1)
    var sums = [Double](repeating: 0, count: rows * width)
    var weight = 0
    for (state, share) in before.enumerated() {
      let row = state % rows * width
      for (candidate, word) in words.enumerated() {
        weights[weight] *= model.part(word)
        sums[row + candidate] += share * weights[weight]
        weight += 1
      }
    }
    let scale = 1 / sums.reduce(0, +)
    for index in weights.indices { weights[index] *= scale }
    for index in sums.indices { sums[index] *= scale }
    steps.append { $0 += weights }
    forward.append { $0 += sums }
  }

  /// Appends the weights from each state of a column to each word.
  ///
  /// - Parameter links: the pairs of a candidate and one of the words that were met.
  private func appendWeights(
    to words: ArraySlice<UInt32>, _ links: ArraySlice<ReadingColumns.Link>, from column: Int,
    to weights: inout [Double]
  ) {
    let firsts = columns.words[column]
    // Behind two that were never met together: what the second alone says.
    var shares: [Double] = []
    // Behind two that were: what runs of three fall back to.
    var joints: [Double] = []
    shares.reserveCapacity(firsts.count * words.count)
    joints.reserveCapacity(firsts.count * words.count)
    for first in firsts {
      let (rest, jointRest) = (model.pairs.rest(of: first), model.pairs.jointRest(of: first))
      for word in words {
        shares.append(rest * model.base(word))
        joints.append(jointRest * model.base(word))
      }
    }
    for link in links {
      let place = link.first * words.count + link.second
      shares[place] += link.share
      joints[place] += model.pairs.joint(of: link.pair)
    }
    var pairs = [Int](repeating: -1, count: width(of: column - 1) * firsts.count)
    for link in columns.links[column] {
      pairs[link.first * firsts.count + link.second] = link.pair
    }
    weights.reserveCapacity(pairs.count * words.count)
    for (state, pair) in pairs.enumerated() {
      let own = state % firsts.count * words.count
      let start = weights.count
      let isMet = pair >= 0
      weights.append(contentsOf: (isMet ? joints : shares)[own..<(own + words.count)])
      if isMet { model.refine(&weights, from: start, of: words, behind: pair) }
    }
  }

  private mutating func fillShares() {
    shares = Array(repeating: 0, count: columns.words.values.count)
    var backward = ends
    for column in stride(from: count - 1, through: 0, by: -1) {
      let range = columns.words.range(of: column)
      var candidate = range.lowerBound
      for (state, sum) in forward[column].enumerated() {
        shares[candidate] += sum * backward[state]
        candidate += 1
        if candidate == range.upperBound { candidate = range.lowerBound }
      }
      if column > 0 { backward = stepBack(backward, over: column) }
    }
  }

  private func stepBack(_ backward: [Double], over column: Int) -> [Double] {
    let width = width(of: column)
    let rows = self.width(of: column - 1)
    let steps = steps.range(of: column)
    var result = [Double](repeating: 0, count: steps.count / width)
    var step = steps.lowerBound
    for state in result.indices {
      let row = state % rows * width
      for candidate in 0..<width {
        result[state] += self.steps.values[step] * backward[row + candidate]
        step += 1
      }
    }
    return result
  }
}
