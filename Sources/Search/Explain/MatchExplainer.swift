import InvertedIndex

/// Says what a document lacks that a query asks for.
struct MatchExplainer {
  let plan: Plan
  let words: DocumentWords
  /// The segment's number in the snapshot.
  let segment: Int
  private let scores: ScoreExplainer

  init(_ scores: ScoreExplainer) {
    self.scores = scores
    plan = scores.plan
    words = scores.words
    segment = scores.segment
  }

  /// Why the document does not match, a sentence each; empty where it does.
  func reasons() throws(IndexError) -> [String] { try reasons(plan.root) }

  private func reasons(_ node: Plan.Node) throws(IndexError) -> [String] {
    switch node {
    case .nothing: return ["the query has no words"]
    case .everything: return []
    case .leaf(let leaf): return try has(leaf) ? [] : [lacks(leaf)]
    case .phrase(let phrase): return try reasons(phrase)
    case .prefix(let prefix):
      return has(prefix: prefix)
        ? [] : ["it has no word that \(quoted(plan.prefixes[prefix].text)) stands for"]
    case .passage(let passage):
      return try scores.passage(passage).frequency ?? 0 > 0
        ? [] : ["\(quoted(plan.text(of: plan.passages[passage]))) stands nowhere in it"]
    case .condition(let condition):
      return try meets(condition) ? [] : ["a field of it does not fit the query"]
    case .all(let nodes):
      var all: [String] = []
      for node in nodes { all += try reasons(node) }
      return all
    case .any(let nodes):
      var all: [String] = []
      for node in nodes {
        let own = try reasons(node)
        if own.isEmpty { return [] }
        all += own
      }
      return ["it has none of the alternatives"] + all
    case .list(let optional, let required, let prohibited, let minimum):
      return try reasons(optional, required, prohibited, minimum)
    }
  }

  private func reasons(
    _ optional: [Plan.Node], _ required: [Plan.Node], _ prohibited: [Plan.Node], _ minimum: Int
  ) throws(IndexError) -> [String] {
    var all: [String] = []
    for node in required { all += try reasons(node) }
    for node in prohibited where try reasons(node).isEmpty {
      all.append("it has \(plan.text(of: node)), which is excluded")
    }
    var lacking: [String] = []
    var matched = 0
    for node in optional {
      let own = try reasons(node)
      if own.isEmpty { matched += 1 }
      lacking += own
    }
    guard matched < minimum else { return all }
    if minimum < optional.count {
      all.append("it has \(matched) of \(optional.count) words, \(minimum) are needed")
    }
    return all + lacking
  }

  // MARK: Words

  private func has(_ leaf: Int) throws(IndexError) -> Bool {
    try scores.word(leaf).frequency ?? 0 > 0
  }

  private func lacks(_ leaf: Int) -> String {
    let word = plan.leaves[leaf].word.surface
    let others = words.otherForms(of: plan.leaves[leaf])
    if others.isEmpty { return "it has no \(quoted(word))" }
    return "it has no \(quoted(word)) with these marks; it has "
      + others.map(quoted).joined(separator: ", ")
  }

  private func has(prefix number: Int) -> Bool {
    let isFolded = plan.prefixes[number].isFolded
    return plan.prefixTerms[number].segments[segment].terms.contains {
      !words.counts(of: $0.info.ordinal, isFolded: isFolded).isEmpty
    }
  }

  private func meets(_ condition: Int) throws(IndexError) -> Bool {
    let met =
      switch plan.conditions[condition] {
      case .filter(let filter): try filter.documents(of: words.segment)
      case .words(let passage): try passage.documents(of: words.segment, nil)
      }
    return met.contains(Int(words.document))
  }

  private func reasons(_ number: Int) throws(IndexError) -> [String] {
    if try scores.phrase(number).frequency ?? 0 > 0 { return [] }
    let phrase = plan.phrases[number]
    let text = quoted(plan.text(of: phrase))
    var lacking: [String] = []
    for leaf in phrase.leaves where try !has(leaf) { lacking.append(lacks(leaf)) }
    if !lacking.isEmpty { return ["it does not have the phrase \(text)"] + lacking }
    return [
      phrase.slop > 0
        ? "the words \(text) stand nowhere within \(phrase.slop) places of each other in one"
          + " sentence"
        : "it has all words of the phrase \(text), but nowhere one behind the other"
    ]
  }

  private func quoted(_ text: String) -> String { "\"\(text)\"" }
}

extension Plan {
  /// A part of the query as it is filed.
  fileprivate func text(of node: Node) -> String {
    switch node {
    case .nothing: "nothing"
    case .everything: "anything"
    case .leaf(let leaf): "\"" + leaves[leaf].word.surface + "\""
    case .phrase(let phrase): "\"\(text(of: phrases[phrase]))\""
    case .prefix(let prefix): "\"\(prefixes[prefix].text)\""
    case .passage(let passage): "\"\(text(of: passages[passage]))\""
    case .condition: "a field as it is excluded"
    case .all(let nodes): nodes.map(text(of:)).joined(separator: " and ")
    case .any(let nodes): nodes.map(text(of:)).joined(separator: " or ")
    case .list(let optional, let required, _, _):
      (required + optional).map(text(of:)).joined(separator: " ")
    }
  }
}
