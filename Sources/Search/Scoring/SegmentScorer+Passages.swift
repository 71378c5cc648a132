import InvertedIndex

extension SegmentScorer {
  /// Documents that have a passage.
  mutating func documents(
    ofPassage index: Int, among: DocumentSet, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    let passage = plan.passages[index]
    var candidates = among
    for choices in passage.parts {
      var any = DocumentSet(blockCount: blockCount)
      for choice in choices { any.formUnion(try documents(of: choice, among: candidates)) }
      candidates.formIntersection(any)
    }
    candidates.formIntersection(DocumentSet(words: view.live.words))
    var reader = PassageReader(passage, plan, view.segment, number: number, weights)
    let found = try CountedList(among: candidates, deadline) { document throws(IndexError) in
      try reader.frequency(in: document)
    }
    passageLists[index] = [ScoredList(found, in: store)]
    var result = DocumentSet(blockCount: blockCount)
    for document in found.documents { result.insert(Int(document)) }
    return result
  }

  /// Documents that have all words of a choice.
  private mutating func documents(
    of choice: Passage.Choice, among: DocumentSet
  ) throws(IndexError) -> DocumentSet {
    switch choice {
    case .words(let leaves, _):
      var all = among
      for leaf in leaves { all.formIntersection(try leafSet(leaf)) }
      return all
    case .open(let prefix): return try lists(ofPrefix: prefix).documents(blockCount: blockCount)
    }
  }

  /// Documents that meet a condition, deleted ones among them.
  func documents(
    ofCondition index: Int, _ deadline: Deadline?
  ) throws(IndexError) -> DocumentSet {
    switch plan.conditions[index] {
    case .filter(let filter): return try filter.documents(of: view.segment)
    case .words(let passage): return try passage.documents(of: view.segment, deadline)
    }
  }
}
