import InvertedIndex

/// Tells from the lists of neighbours how often each pair of the query stands in a document, without
/// reading it.
///
/// Lists count neighbours in any marks. Where only some count, the index says in which forms two
/// words stand in a document; only where they stand in several forms it does not tell how often in
/// which.
struct PairCounter {
  /// The lists of all pairs, one after another.
  private var readers: [FrequencyReader] = []
  private var parts: [Part] = []
  /// Of each pair the end of its lists.
  private var ends: [Int] = []

  /// Whether the neighbours of a list count in a document.
  fileprivate enum Standing { case counts, isOther, isUnsure }

  fileprivate struct Part {
    /// In all documents that are not named below.
    var usual = Standing.counts
    /// Rising by document.
    var others: [(document: DocID, standing: Standing)] = []
  }

  /// Of so many documents or fewer the forms are read; those of more cost as much as reading the few
  /// documents that are asked for.
  private static let formLimit = 4096

  init(_ plan: Plan, _ pairs: [PairLists], in segment: Segment) throws(IndexError) {
    for (pair, found) in zip(plan.pairs, pairs) {
      let (first, second) = (plan.leaves[pair.first], plan.leaves[pair.second])
      let areAll = first.pairsInAnyForm && second.pairsInAnyForm
      let firsts = areAll ? [] : segment.ordinals(for: first, above: Leaf.leastPairWorth)
      let seconds = areAll ? [] : segment.ordinals(for: second, above: Leaf.leastPairWorth)
      for (neighbours, list) in zip(found.neighbours, found.lists) {
        readers.append(FrequencyReader(list))
        parts.append(
          areAll ? Part() : try Self.part(neighbours, firsts, seconds, in: segment))
      }
      ends.append(readers.count)
    }
  }

  /// - Parameters:
  ///   - firsts: the canonical terms that match the first leaf.
  ///   - seconds: the same of the second.
  private static func part(
    _ neighbours: Neighbours, _ firsts: [Range<UInt32>], _ seconds: [Range<UInt32>],
    in segment: Segment
  ) throws(IndexError) -> Part {
    let first = segment.variants(of: neighbours.first).lowerBound
    let second = segment.variants(of: neighbours.second).lowerBound
    let standing = { (form: BigramForm) -> Standing in
      if form == .several { return .isUnsure }
      let isMatch =
        firsts.contains { $0.contains(first + form.first) }
        && seconds.contains { $0.contains(second + form.second) }
      return isMatch ? .counts : .isOther
    }
    switch neighbours.bigram {
    case .single(_, let form): return Part(usual: standing(form))
    case .list(let list):
      guard list.term.documentFrequency <= Self.formLimit else { return Part(usual: .isUnsure) }
      let forms = try segment.forms(of: list)
      return Part(
        usual: standing(forms.first),
        others: forms.others.map { ($0.document, standing($0.form)) })
    }
  }

  /// Counts the neighbours in a document, weighted by place.
  ///
  /// - Parameters:
  ///   - listed: set to all neighbours in any marks, for each pair.
  ///   - counts: set to what is sure.
  ///   - most: set to what may be at most.
  /// - Returns: whether all is sure.
  func count(
    _ document: DocID, _ listed: inout [Float], _ counts: inout [Float], _ most: inout [Float]
  ) -> Bool {
    var isSure = true
    var index = 0
    unsafe readers.withUnsafeBufferPointer { readers in
      for pair in ends.indices {
        var (any, sure, all): (Float, Float, Float) = (0, 0, 0)
        while index < ends[pair] {
          // In bounds: ends rise up to the number of lists.
          let frequency = unsafe FrequencyReader.weightedFrequency(
            readers.baseAddress.unsafelyUnwrapped + index, document)
          if frequency > 0 {
            any += frequency
            switch parts[index].standing(in: document) {
            case .counts:
              sure += frequency
              all += frequency
            case .isUnsure:
              all += frequency
              isSure = false
            case .isOther: break
            }
          }
          index += 1
        }
        listed[pair] = any
        counts[pair] = sure
        most[pair] = all
      }
    }
    return isSure
  }
}

extension PairCounter.Part {
  fileprivate func standing(in document: DocID) -> PairCounter.Standing {
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].document < document { low = middle + 1 } else { high = middle }
    }
    return low < others.count && others[low].document == document ? others[low].standing : usual
  }
}
