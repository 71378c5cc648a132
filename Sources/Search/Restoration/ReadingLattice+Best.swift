extension ReadingLattice {
  /// The best paths through the lattice: list Viterbi, which keeps the best few ways to each
  /// state (Seshadri and Sundberg 1994, doi:10.1109/26.280104, the parallel algorithm).
  func readings(_ count: Int) -> [Reading] {
    guard count > 0, let last = columns.indices.last else { return [] }
    var ways: [[[Way]]] = []
    var exponent = 0
    for index in columns.indices {
      var column =
        index == 0 ? steps[0].map { [Way(weight: $0)] } : best(count, index, ways[index - 1])
      exponent += Self.rescale(&column)
      ways.append(column)
    }
    var ends: [Way] = []
    for (state, list) in ways[last].enumerated() {
      Self.merge(list, from: state, factor: self.ends[state], into: &ends, count)
    }
    return ends.map { end in
      Reading(
        words: trace(end, ways),
        probability: Double(sign: .plus, exponent: exponent, significand: end.weight))
    }
  }

  /// A way to a state: where it comes from, and the product of its steps.
  private struct Way {
    var weight: Double
    var state = 0
    var rank = 0
  }

  /// The best ways to each state of a column, given those of the column before.
  private func best(_ count: Int, _ index: Int, _ before: [[Way]]) -> [[Way]] {
    let width = columns[index].count
    let rows = columns[index - 1].count
    var best = [[Way]](repeating: [], count: rows * width)
    for (state, list) in before.enumerated() {
      for candidate in 0..<width {
        let factor = steps[index][state * width + candidate]
        Self.merge(
          list, from: state, factor: factor, into: &best[state % rows * width + candidate], count)
      }
    }
    return best
  }

  /// Takes from a list, which falls, what is among the best; of equals the first stays first.
  private static func merge(
    _ list: [Way], from state: Int, factor: Double, into best: inout [Way], _ count: Int
  ) {
    for (rank, way) in list.enumerated() {
      let weight = way.weight * factor
      if best.count == count, let least = best.last, weight <= least.weight { return }
      var place = best.count
      while place > 0, best[place - 1].weight < weight { place -= 1 }
      if best.count == count { best.removeLast() }
      best.insert(Way(weight: weight, state: state, rank: rank), at: place)
    }
  }

  /// Divides by a power of two, since the best of a long text may be less than a Double can be.
  private static func rescale(_ column: inout [[Way]]) -> Int {
    let best = column.reduce(0) { max($0, $1.first?.weight ?? 0) }
    guard best > 0, best.isFinite else { return 0 }
    let exponent = Int(best.exponent)
    let factor = Double(sign: .plus, exponent: -exponent, significand: 1)
    for candidate in column.indices {
      for rank in column[candidate].indices { column[candidate][rank].weight *= factor }
    }
    return exponent
  }

  private func trace(_ end: Way, _ ways: [[[Way]]]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var way = end
    for index in columns.indices.reversed() {
      words.append(canonical(way.state % columns[index].count, in: index))
      way = ways[index][way.state][way.rank]
    }
    return words.reversed()
  }
}
