import InvertedIndex

extension Planner {
  /// Lets other words count for the parts of a list.
  mutating func expand(_ parts: [QueryNode], _ nodes: [Plan.Node], _ expander: Expander) {
    for expansion in expander.expansions(of: parts) {
      let words = expansion.words.map { rule.leaf($0) }
      // What no document has needs no search.
      guard words.allSatisfy({ isKnown($0) }) else { continue }
      let own = Array(nodes[expansion.parts])
      if isTyped(expansion, own) { continue }
      note(expansion, parts)
      if words.count == 1, own.count == 1, case .leaf(let leaf) = own[0] {
        leaves[leaf].add(spelling(expansion), standsForRun: false)
        rarities[leaf] = rarity(of: leaf)
      } else {
        expand(own, expansion)
      }
    }
    capRarities()
  }

  private mutating func expand(_ nodes: [Plan.Node], _ expansion: Expansion) {
    let alternative = phrase(expansion.words)
    let count = Plan.Counted(phrase: alternative, weight: expansion.weight)
    var run: [Int] = []
    for node in nodes {
      switch node {
      case .leaf(let leaf):
        run.append(leaf)
        if expansion.words.count == 1 {
          leaves[leaf].add(spelling(expansion), standsForRun: true)
          rarities[leaf] = rarity(of: leaf)
        } else {
          while counted.count <= leaf { counted.append([]) }
          if !counted[leaf].contains(count) { counted[leaf].append(count) }
        }
      case .phrase(let phrase):
        if !phrases[phrase].alternatives.contains(count) {
          phrases[phrase].alternatives.append(count)
        }
      default: preconditionFailure("only words and joined words are expanded")
      }
    }
    let found = Plan.Alternative(
      run: run.count == nodes.count ? run : [], phrase: alternative, weight: expansion.weight)
    if !alternatives.contains(found) { alternatives.append(found) }
  }

  /// A word that is rare because most write it otherwise is not as telling as it seems: it counts
  /// for no more than its share of the words that stand for it.
  private mutating func capRarities() {
    var caps: [Int: Float] = [:]
    for alternative in alternatives where phrases[alternative.phrase].leaves.count > 1 {
      for leaf in alternative.run {
        let share = phrases[alternative.phrase].rarity / Float(alternative.run.count)
        caps[leaf] = max(caps[leaf] ?? 0, share)
      }
    }
    for (leaf, cap) in caps { rarities[leaf] = min(rarities[leaf], cap * leaves[leaf].boost) }
  }

  private mutating func phrase(_ words: [AlternativeWord]) -> Int {
    let parts = words.map { add(rule.leaf($0), isScored: false) }
    if let known = phrases.firstIndex(where: {
      $0.leaves == parts && $0.whole == nil && !$0.isScored && $0.slop == 0
        && $0.alternatives.isEmpty
    }) {
      return known
    }
    phrases.append(
      Plan.Phrase(
        leaves: parts, whole: nil, rarity: parts.reduce(0) { $0 + rarities[$1] }, isScored: false))
    return phrases.count - 1
  }

  private func isKnown(_ leaf: Leaf) -> Bool {
    snapshot.segments.contains { view in
      let folded = view.segment.foldedTerm(leaf.word.folded)
      return view.segment.documentFrequency(of: leaf, typed: folded).exact > 0
    }
  }

  /// `TP.HCM` is a phrase already.
  private func isTyped(_ expansion: Expansion, _ nodes: [Plan.Node]) -> Bool {
    guard nodes.count == 1, case .phrase(let phrase) = nodes[0] else { return false }
    return phrases[phrase].leaves.map { leaves[$0].word.canonical }
      == expansion.words.map(\.canonical)
  }

  private func spelling(_ expansion: Expansion) -> Leaf.Spelling {
    let word = expansion.words[0]
    return Leaf.Spelling(
      canonical: word.canonical, folded: word.folded, scale: expansion.weight,
      bindsMarks: rule.marksBind)
  }

  private mutating func note(_ expansion: Expansion, _ parts: [QueryNode]) {
    let also = expansion.words.map { String(decoding: $0.canonical, as: UTF8.self) }
    let noted = SearchReply.Expansion(
      words: parts[expansion.parts].map(\.plainText).joined(separator: " "),
      also: also.joined(separator: " "), reason: expansion.reason)
    if !expansions.contains(noted) { expansions.append(noted) }
  }
}
