import InvertedIndex

extension SearchRequest {
  /// How many documents match a query that is one word, or two in quotes, where the dictionaries
  /// tell: then no plan is needed. Nil for all else, and where a search might look wider.
  func knownCount(of root: QueryNode, in snapshot: Snapshot) throws(IndexError) -> Int? {
    guard limit == 0, filter == nil, sort == nil, facets.isEmpty, !(deadline?.hasPassed ?? false),
      case .list(let list) = root, list.isOneNode,
      try !mayExpand(list.optional, in: snapshot)
    else { return nil }
    switch list.optional[0] {
    case .word(let word): return count(word, in: snapshot)
    case .phrase(let words, whole: nil) where words.count == 2:
      return try count(words[0], words[1], in: snapshot)
    default: return nil
    }
  }

  /// Whether other words may count for those of the query.
  private func mayExpand(_ parts: [QueryNode], in snapshot: Snapshot) throws(IndexError) -> Bool {
    guard accents != .exact, Expander.mayExpand(parts[0]) else { return false }
    return !Expander(text, weights, try snapshot.acronyms()).expansions(of: parts).isEmpty
  }

  private func count(_ word: QueryWord, in snapshot: Snapshot) -> Int? {
    let rule = AccentRule([word], self, isWidened: false)
    let leaf = rule.leaf(word)
    var total = 0
    for view in snapshot.segments {
      guard view.live.deletedCount == 0, let count = view.segment.documentCount(of: leaf) else {
        return nil
      }
      total += count
    }
    return rule.canWiden && total < weights.widenBelow ? nil : total
  }

  private func count(
    _ first: QueryWord, _ second: QueryWord, in snapshot: Snapshot
  ) throws(IndexError) -> Int? {
    let rule = AccentRule([first, second], self, isWidened: false)
    let (left, right) = (rule.leaf(first), rule.leaf(second))
    guard !rule.canWiden, left.matchesAnyForm, right.matchesAnyForm else { return nil }
    var total = 0
    for view in snapshot.segments {
      guard view.live.deletedCount == 0 else { return nil }
      for found in try view.segment.neighbours(left, right) {
        total += found.bigram.documentFrequency
      }
    }
    return total
  }
}
