import InvertedIndex

/// Takes the score of one document apart, by the plan of the search that gave it.
///
/// Computed from the document's own words, not from posting lists: that the sum is the score of the
/// hit is what tests hold it to.
struct ScoreExplainer {
  let plan: Plan
  let words: DocumentWords
  let weights: RankingWeights
  /// The segment's number in the snapshot.
  let segment: Int
  /// Of each pair of the plan; empty where pairs add nothing.
  let pairRarities: [Float]
  /// Looked at a second time, as the first hits are.
  let isLookedAgain: Bool
  let readings: ReadingScorer?

  /// The score as a tree.
  func score() throws(IndexError) -> Contribution {
    var parts: [Contribution] = []
    for leaf in plan.leaves.indices where plan.isScored[leaf] {
      parts.append(try self.word(leaf))
    }
    for prefix in plan.prefixes.indices where plan.prefixes[prefix].isScored {
      parts.append(self.prefix(prefix))
    }
    for phrase in plan.phrases.indices where plan.phrases[phrase].isScored {
      parts.append(try self.phrase(phrase))
    }
    for passage in plan.passages.indices where plan.passages[passage].isScored {
      parts.append(try self.passage(passage))
    }
    parts += isLookedAgain ? pairsAsTheyStand() : pairsOfLists()
    if isLookedAgain, let readings {
      parts += readings.contributions(of: words, norm: words.norm)
    }
    parts.removeAll { $0.value == 0 }
    return Contribution(.sum, "", parts: parts)
  }

  // MARK: Words

  /// The forms and other words that count for a leaf, and how much.
  func word(_ leaf: Int) throws(IndexError) -> Contribution {
    var parts = words.forms(of: plan.leaves[leaf]).map { form in
      var part = Contribution(.form, form.text, value: 0)
      part.places = form.counts
      part.weight = form.worth
      part.frequency = form.worth * form.counts.weighted(weights)
      return part
    }
    parts += try alternatives(plan.counted(for: leaf))
    return saturated(
      .word, plan.leaves[leaf].word.surface,
      rarity: plan.rarities[leaf], parts)
  }

  private func alternatives(
    _ counted: [Plan.Counted]
  ) throws(IndexError) -> [Contribution] {
    var parts: [Contribution] = []
    for other in counted {
      let phrase = plan.phrases[other.phrase]
      let count = try words.count(of: phrase, plan)
      if count == 0 { continue }
      var part = Contribution(.alternative, plan.text(of: phrase), value: 0)
      part.weight = other.weight
      part.frequency = other.weight * count
      parts.append(part)
    }
    return parts
  }

  private func prefix(_ number: Int) -> Contribution {
    let prefix = plan.prefixes[number]
    var parts: [Contribution] = []
    for term in plan.prefixTerms[number].segments[segment].terms {
      guard let rarity = term.rarity else { continue }
      let counts = words.counts(of: term.info.ordinal, isFolded: prefix.isFolded)
      if counts.isEmpty { continue }
      let key =
        prefix.isFolded
        ? words.segment.foldedKey(at: term.info.ordinal)
        : words.segment.canonicalKey(at: term.info.ordinal)
      var part = saturated(
        .form, String(decoding: key, as: UTF8.self), rarity: rarity,
        frequency: term.weight * counts.weighted(weights))
      part.places = counts
      part.weight = term.weight
      parts.append(part)
    }
    return Contribution(.prefix, prefix.text, parts: parts)
  }

  // MARK: Phrases

  /// How often a phrase counts: as it stands, as its joined form, as other words for it.
  func phrase(_ number: Int) throws(IndexError) -> Contribution {
    let phrase = plan.phrases[number]
    let text = plan.text(of: phrase)
    let count = try words.count(of: phrase, plan)
    var parts: [Contribution] = []
    if count > 0 {
      var part = Contribution(.form, text, value: 0)
      part.frequency = count
      parts.append(part)
    } else if let whole = phrase.whole, try self.word(whole).frequency ?? 0 > 0 {
      var part = Contribution(
        .form, plan.leaves[whole].word.surface, value: 0)
      part.frequency = 1
      parts.append(part)
    }
    parts += try alternatives(phrase.alternatives)
    return saturated(.phrase, "\"\(text)\"", rarity: phrase.rarity, parts)
  }

  /// How often words stand near each other, or in the part of the document that they are to be in.
  func passage(_ number: Int) throws(IndexError) -> Contribution {
    let passage = plan.passages[number]
    var reader = PassageReader(passage, plan, words.segment, number: segment, weights)
    return saturated(
      .phrase, plan.text(of: passage), rarity: passage.rarity,
      frequency: try reader.frequency(in: words.document))
  }

  // MARK: Neighbours

  /// Neighbours in any marks, as their lists have them.
  private func pairsOfLists() -> [Contribution] {
    zip(plan.pairs, pairRarities).map { pair, rarity in
      let counts = words.neighbours(plan.leaves[pair.first], plan.leaves[pair.second])
      var part = saturated(
        .pair, plan.text(of: pair), rarity: rarity, frequency: counts.weighted(weights),
        weight: weights.pairs)
      part.places = counts
      return part
    }
  }

  /// Neighbours in the marks of the query, those that go on from another pair counted more.
  private func pairsAsTheyStand() -> [Contribution] {
    if pairRarities.isEmpty { return [] }
    let counts = pairCounts(weights)
    var plainWeights = weights
    plainWeights.runs = 1
    let plain = pairCounts(plainWeights)
    return plan.pairs.indices.map { pair in
      var part = saturated(
        .pair, plan.text(of: plan.pairs[pair]), rarity: pairRarities[pair],
        frequency: counts[pair], weight: weights.pairs)
      guard part.value > 0, counts[pair] > plain[pair] else { return part }
      let own = part.value * plain[pair] / counts[pair]
      var alone = Contribution(.form, part.text, value: own)
      alone.frequency = plain[pair]
      var runs = Contribution(.alternative, "as part of a longer run", value: part.value - own)
      runs.frequency = counts[pair] - plain[pair]
      part.parts = [alone, runs]
      return part
    }
  }

  private func pairCounts(_ weights: RankingWeights) -> [Float] {
    if plan.hasExpansions {
      return ExpandedPairs(plan, words.segment).count(words.forward, weights)
    }
    var counts = [Float](repeating: 0, count: plan.pairs.count)
    PairTable(plan, words.segment, runs: weights.runs)
      .count(words.forward, in: words.segment, weights, &counts)
    return counts
  }

  // MARK: BM25

  /// A summand whose parts share it by their frequency.
  private func saturated(
    _ kind: Contribution.Kind, _ text: String, rarity: Float, _ parts: [Contribution]
  ) -> Contribution {
    let frequency = parts.reduce(0) { $0 + ($1.frequency ?? 0) }
    var sum = saturated(kind, text, rarity: rarity, frequency: frequency)
    sum.parts = parts
    for index in parts.indices where frequency > 0 {
      sum.parts[index].value = sum.value * (parts[index].frequency ?? 0) / frequency
    }
    return sum
  }

  private func saturated(
    _ kind: Contribution.Kind, _ text: String, rarity: Float, frequency: Float, weight: Float = 1
  ) -> Contribution {
    let share = frequency > 0 ? frequency / (frequency + words.norm) : 0
    var part = Contribution(kind, text, value: weight * rarity * (weights.k1 + 1) * share)
    part.frequency = frequency
    part.rarity = rarity
    part.weight = weight
    return part
  }
}

extension Contribution {
  /// The sum of its parts.
  init(_ kind: Kind, _ text: String, parts: [Contribution]) {
    self.init(kind, text, value: parts.reduce(0) { $0 + $1.value })
    self.parts = parts
  }
}

extension Plan {
  /// The parts of a passage, as they were typed, each in its first choice.
  func text(of passage: Passage) -> String {
    let parts = passage.parts.map { choices in
      switch choices.first {
      case .words(let leaves, _): text(of: leaves)
      case .open(let prefix): prefixes[prefix].text
      case nil: ""
      }
    }
    switch passage.scope {
    case .everywhere: return parts.joined(separator: " NEAR ")
    case .title: return "title:" + parts.joined(separator: " ")
    case .body: return "body:" + parts.joined(separator: " ")
    }
  }

  /// The words of a phrase, as they were typed.
  func text(of phrase: Phrase) -> String { text(of: phrase.leaves) }

  func text(of pair: Pair) -> String { text(of: [pair.first, pair.second]) }

  private func text(of leaves: [Int]) -> String {
    leaves.map { self.leaves[$0].word.surface }.joined(separator: " ")
  }
}
