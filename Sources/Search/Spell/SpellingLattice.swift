import InvertedIndex

/// The best way through the candidates of some words side by side (Viterbi 1967,
/// doi:10.1109/TIT.1967.1054010): the sum of the logarithms of what is known of each two neighbours,
/// less what the candidates cost.
struct SpellingLattice {
  let columns: [[SpellingCandidate]]

  /// What is unseen counts for so many documents.
  private static let unseen: Float = 0.5
  /// A pair in fewer documents speaks for nothing.
  static let leastSupport = 5

  /// For each word the candidate that is meant; 0 is what was typed.
  func best(_ evidence: inout PairEvidence) throws(IndexError) -> [Int] {
    guard let first = columns.first else { return [] }
    if columns.count == 1 { return [single(first, &evidence)] }
    var scores = first.map { -$0.cost }
    var from: [[Int]] = []
    for index in columns.indices.dropFirst() {
      var next: [Double] = []
      var origins: [Int] = []
      for candidate in columns[index] {
        var best = (score: -Double.infinity, origin: 0)
        for (origin, before) in columns[index - 1].enumerated() {
          let count = try evidence.count(before.form, candidate.form)
          let score = scores[origin] + Double(Float.log(Float(count) + Self.unseen))
          if score > best.score { best = (score, origin) }
        }
        next.append(best.score - candidate.cost)
        origins.append(best.origin)
      }
      scores = next
      from.append(origins)
    }
    var path = [
      scores.indices.max { scores[$0] < scores[$1] || scores[$0] == scores[$1] && $0 > $1 } ?? 0
    ]
    for origins in from.reversed() { path.append(origins[path[path.count - 1]]) }
    path.reverse()
    return try supported(path, &evidence)
  }

  /// A lone word is corrected only where it is none.
  private func single(
    _ candidates: [SpellingCandidate], _ evidence: inout PairEvidence
  ) -> Int {
    guard evidence.count(candidates[0].form) == 0 else { return 0 }
    var best = (score: 0.0, candidate: 0)
    for (index, candidate) in candidates.enumerated().dropFirst() {
      let count = evidence.count(candidate.form)
      let score = Double(Float.log(Float(count))) - candidate.cost
      if count >= Self.leastSupport, score > best.score { best = (score, index) }
    }
    return best.candidate
  }

  /// Takes back what nothing speaks for: each change needs a neighbour that it is often met with.
  private func supported(
    _ path: [Int], _ evidence: inout PairEvidence
  ) throws(IndexError) -> [Int] {
    var result = path
    for index in path.indices where path[index] != 0 {
      let form = columns[index][path[index]].form
      var support = 0
      if index > 0 {
        support = try evidence.count(columns[index - 1][path[index - 1]].form, form)
      }
      if index + 1 < path.count {
        support = max(
          support, try evidence.count(form, columns[index + 1][path[index + 1]].form))
      }
      if support < Self.leastSupport { result[index] = 0 }
    }
    return result
  }
}
