extension ReadingLattice {
  /// The best paths through the lattice: list Viterbi, which keeps the best few ways to each
  /// state (Seshadri and Sundberg 1994, doi:10.1109/26.280104, the parallel algorithm).
  ///
  /// - Parameter least: less likely readings are left out. No reading is more likely than any of its
  ///   words, so that mostly one candidate of each word is left to look at.
  func readings(_ count: Int, least: Double = 0) -> [Reading] {
    guard count > 0, self.count > 0 else { return [] }
    var search = BestReadings(self, count, least: least * 0.999)
    for column in 0..<self.count { search.step(to: column) }
    return search.readings().filter { $0.probability >= least }
  }
}

/// The best ways through a lattice, column by column.
private struct BestReadings {
  private let lattice: ReadingLattice
  private let count: Int
  /// The candidates of each column that are looked at.
  private var open = Ragged<Int>()
  /// The best ways to each state of a column, the best first: each state has room for `count`.
  private var ways = Ragged<Way>()
  /// Weights are divided by powers of two, since the best of a long text may be less than a Double
  /// can be.
  private var exponent = 0

  /// Where a way to a state comes from, and the product of its steps.
  private struct Way {
    /// Less than 0 where there is none.
    var weight = -1.0
    var state: Int32 = 0
    var rank: Int32 = 0

    var isThere: Bool { weight >= 0 }
  }

  init(_ lattice: ReadingLattice, _ count: Int, least: Double) {
    self.lattice = lattice
    self.count = count
    for column in 0..<lattice.count {
      open.append { open in
        for candidate in 0..<lattice.width(of: column)
        where lattice.share(candidate, in: column) >= least {
          open.append(candidate)
        }
      }
    }
  }

  mutating func step(to column: Int) {
    let steps = lattice.steps[column]
    var best: [Way] = []
    if column == 0 {
      best.reserveCapacity(open[0].count * count)
      for candidate in open[0] {
        best.append(Way(weight: steps[steps.startIndex + candidate]))
        best.append(contentsOf: repeatElement(Way(), count: count - 1))
      }
    } else {
      let width = lattice.width(of: column)
      let rows = lattice.width(of: column - 1)
      let before = column == 1 ? [0] : open[column - 2]
      best = [Way](repeating: Way(), count: open[column - 1].count * open[column].count * count)
      var state = 0
      for first in before {
        for (row, second) in open[column - 1].enumerated() {
          let step = steps.startIndex + (first * rows + second) * width
          for (place, candidate) in open[column].enumerated() {
            let start = (row * open[column].count + place) * count
            merge(column - 1, state, steps[step + candidate], into: &best, at: start)
          }
          state += 1
        }
      }
    }
    exponent += Self.rescale(&best)
    ways.append { $0 += best }
  }

  func readings() -> [Reading] {
    let last = lattice.count - 1
    let before = last == 0 ? [0] : open[last - 1]
    var ends = [Way](repeating: Way(), count: count)
    var state = 0
    for first in before {
      for candidate in open[last] {
        let factor = lattice.ends[first * lattice.width(of: last) + candidate]
        merge(last, state, factor, into: &ends, at: 0)
        state += 1
      }
    }
    return ends.prefix { $0.isThere }.map { end in
      Reading(
        words: trace(end),
        probability: Double(sign: .plus, exponent: exponent, significand: end.weight))
    }
  }

  /// Takes from the ways to a state, which fall, what is among the best from `start` on; of equals
  /// the first stays first.
  private func merge(
    _ column: Int, _ state: Int, _ factor: Double, into best: inout [Way], at start: Int
  ) {
    let last = start + count - 1
    let own = ways.range(of: column).lowerBound + state * count
    for rank in 0..<count {
      let way = ways.values[own + rank]
      let weight = way.weight * factor
      guard way.isThere, weight > best[last].weight else { return }
      var place = last
      while place > start, best[place - 1].weight < weight {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = Way(weight: weight, state: Int32(state), rank: Int32(rank))
    }
  }

  private static func rescale(_ ways: inout [Way]) -> Int {
    var best = 0.0
    for way in ways { best = max(best, way.weight) }
    guard best > 0, best.isFinite else { return 0 }
    let exponent = Int(best.exponent)
    let factor = Double(sign: .plus, exponent: -exponent, significand: 1)
    for index in ways.indices where ways[index].isThere { ways[index].weight *= factor }
    return exponent
  }

  private func trace(_ end: Way) -> [[UInt8]] {
    var words = [[UInt8]](repeating: [], count: lattice.count)
    var way = end
    for column in stride(from: lattice.count - 1, through: 0, by: -1) {
      let state = Int(way.state)
      let own = open[column]
      words[column] = lattice.canonical(own[own.startIndex + state % own.count], in: column)
      way = ways.values[ways.range(of: column).lowerBound + state * count + Int(way.rank)]
    }
    return words
  }
}
