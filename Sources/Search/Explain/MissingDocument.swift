import Documents
import InvertedIndex

/// Explains why no document with a key is there.
func missing(
  _ key: DocumentKey, in snapshot: Snapshot, deadline: Deadline?
) throws(IndexError) -> Explanation {
  for view in snapshot.segments where try !view.segment.documents(withKey: key).isEmpty {
    var explanation = Explanation(key: key.text, outcome: .deleted)
    explanation.reasons = ["it was deleted"]
    return explanation
  }
  var explanation = Explanation(key: key.text, outcome: .missing)
  explanation.nearest = try snapshot.nearestKey(to: key.text, deadline: deadline)
  explanation.reasons = ["there is no document with this id"]
  if let nearest = explanation.nearest {
    explanation.reasons.append("the nearest id is \"\(nearest)\"")
  }
  return explanation
}

extension Snapshot {
  /// The key of a live document that differs least, by at most a third of the letters; of equals the
  /// first. Looks at all keys, until the deadline.
  fileprivate func nearestKey(
    to text: String, deadline: Deadline?
  ) throws(IndexError) -> String? {
    let wanted = Array(text.utf8)
    var limit = max(1, min(16, wanted.count / 3))
    var nearest: String?
    var looked = 0
    for view in segments {
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        looked += 1
        if looked % 1024 == 0, let deadline, deadline.hasPassed { return nearest }
        let key = try view.segment.key(of: document)
        guard let distance = editDistance(wanted, key, atMost: limit) else { continue }
        nearest = String(decoding: key, as: UTF8.self)
        // The next one has to be better.
        limit = distance - 1
        if limit < 0 { return nearest }
      }
    }
    return nearest
  }
}

/// The least number of letters to insert, delete, replace, or swap with their neighbour that makes
/// one text of another (optimal string alignment; Boytsov 2011, doi:10.1145/1963190.1963191); nil
/// beyond `limit`.
///
/// - Complexity: O(limit · length): only cells that near the diagonal can be small enough.
func editDistance<Element: Equatable>(
  _ first: [Element], _ second: [Element], atMost limit: Int
) -> Int? {
  guard limit >= 0, abs(first.count - second.count) <= limit else { return nil }
  let far = limit + 1
  var before: [Int] = []
  var previous = Array(0...second.count)
  for row in first.indices {
    var current = [Int](repeating: far, count: second.count + 1)
    current[0] = row + 1
    var least = current[0]
    let columns = max(0, row - limit)..<max(max(0, row - limit), min(second.count, row + limit + 1))
    for column in columns {
      var best = min(previous[column + 1], current[column]) + 1
      best = min(best, previous[column] + (first[row] == second[column] ? 0 : 1))
      if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
        best = min(best, before[column - 1] + 1)
      }
      current[column + 1] = min(best, far)
      least = min(least, best)
    }
    if least > limit { return nil }
    before = previous
    previous = current
  }
  return previous[second.count] <= limit ? previous[second.count] : nil
}
