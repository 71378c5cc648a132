/// A query as a tree.
enum QueryNode: Equatable {
  /// One word or number.
  case word(QueryWord)
  /// All words that begin with this one.
  case prefix(QueryWord)
  /// Words that follow each other. `whole` is the joined form that means the same.
  case phrase([QueryWord], whole: QueryWord?)
  /// Words that stand near each other, see `NearMatcher`.
  case near([QueryWord], slop: Int)
  /// Words and other parts side by side: how many must match is the request's choice.
  case list(QueryList)
  case and([QueryNode])
  case or([QueryNode])
}

/// Parts that stand side by side.
struct QueryList: Equatable {
  var optional: [QueryNode] = []
  /// After `+`.
  var required: [QueryNode] = []
  /// After `-` or NOT.
  var prohibited: [QueryNode] = []

  var isEmpty: Bool { optional.isEmpty && required.isEmpty && prohibited.isEmpty }

  /// One part without a sign.
  var isOneNode: Bool { optional.count == 1 && required.isEmpty && prohibited.isEmpty }
}

/// A word of the query in its two spellings.
struct QueryWord: Hashable {
  /// As typed.
  var surface: String
  var canonical: [UInt8]
  var folded: [UInt8]
  /// Inside quotes: marks bind.
  var isQuoted: Bool

  var isMarked: Bool { canonical != folded }
}

extension QueryNode {
  /// The query as it was read, in its own syntax.
  var description: String {
    if case .list(let list) = self, list.isOneNode, case .word(let word) = list.optional[0] {
      return word.surface
    }
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .word(let word): text += word.surface
    case .prefix(let word):
      text += word.surface
      text += "*"
    case .phrase(let words, _): Self.write(words, to: &text)
    case .near(let words, let slop):
      Self.write(words, to: &text)
      text += "~\(slop)"
    case .and(let nodes): Self.write(nodes, joinedBy: " AND ", to: &text)
    case .or(let nodes): Self.write(nodes, joinedBy: " OR ", to: &text)
    case .list(let list):
      var isFirst = true
      Self.write(list.required, sign: "+", &isFirst, to: &text)
      Self.write(list.optional, sign: "", &isFirst, to: &text)
      Self.write(list.prohibited, sign: "-", &isFirst, to: &text)
    }
  }

  private static func write(_ words: [QueryWord], to text: inout String) {
    text += "\""
    for (index, word) in words.enumerated() {
      if index > 0 { text += " " }
      text += word.surface
    }
    text += "\""
  }

  private static func write(
    _ nodes: [QueryNode], joinedBy separator: String, to text: inout String
  ) {
    for (index, node) in nodes.enumerated() {
      if index > 0 { text += separator }
      node.writeNested(to: &text)
    }
  }

  private static func write(
    _ nodes: [QueryNode], sign: String, _ isFirst: inout Bool, to text: inout String
  ) {
    for node in nodes {
      if !isFirst { text += " " }
      isFirst = false
      text += sign
      node.writeNested(to: &text)
    }
  }

  /// The words without quotes, as typed.
  var plainText: String { words.map(\.surface).joined(separator: " ") }

  private func writeNested(to text: inout String) {
    switch self {
    case .word, .prefix, .phrase, .near: return write(to: &text)
    case .list(let list) where list.isOneNode: return write(to: &text)
    case .list, .and, .or: break
    }
    text += "("
    write(to: &text)
    text += ")"
  }

  /// All words, quoted ones included, prohibited ones and beginnings of words left out.
  var words: [QueryWord] {
    switch self {
    case .word(let word): [word]
    case .prefix: []
    case .phrase(let words, _), .near(let words, _): words
    case .and(let nodes), .or(let nodes): nodes.flatMap(\.words)
    case .list(let list): (list.required + list.optional).flatMap(\.words)
    }
  }

  /// How many words there are, quoted and prohibited ones included, beginnings left out.
  var wordCount: Int {
    switch self {
    case .word: 1
    case .prefix: 0
    case .phrase(let words, _), .near(let words, _): words.count
    case .and(let nodes), .or(let nodes): Self.wordCount(of: nodes)
    case .list(let list):
      Self.wordCount(of: list.optional) + Self.wordCount(of: list.required)
        + Self.wordCount(of: list.prohibited)
    }
  }

  private static func wordCount(of nodes: [QueryNode]) -> Int {
    nodes.reduce(0) { $0 + $1.wordCount }
  }

  /// Whether any word stands without quotes: those may have other words beside them.
  var hasPlainWords: Bool {
    switch self {
    case .word(let word): !word.isQuoted
    case .prefix: false
    case .phrase(let words, _), .near(let words, _): words.contains { !$0.isQuoted }
    case .and(let nodes), .or(let nodes): nodes.contains(where: \.hasPlainWords)
    case .list(let list):
      list.optional.contains(where: \.hasPlainWords)
        || list.required.contains(where: \.hasPlainWords)
        || list.prohibited.contains(where: \.hasPlainWords)
    }
  }

  /// The beginnings of words.
  var prefixes: [QueryWord] {
    switch self {
    case .prefix(let word): [word]
    case .word, .phrase, .near: []
    case .and(let nodes), .or(let nodes): nodes.flatMap(\.prefixes)
    case .list(let list): (list.required + list.optional).flatMap(\.prefixes)
    }
  }

  /// Phrases, groups and words with a sign, for the limit on clauses.
  var clauseCount: Int {
    switch self {
    case .word: 0
    case .phrase, .near, .prefix: 1
    case .and(let nodes), .or(let nodes): nodes.reduce(nodes.count) { $0 + $1.clauseCount }
    case .list(let list):
      Self.clauseCount(of: list.required) + list.required.count
        + Self.clauseCount(of: list.optional)
        + Self.clauseCount(of: list.prohibited) + list.prohibited.count
    }
  }

  private static func clauseCount(of nodes: [QueryNode]) -> Int {
    nodes.reduce(0) { $0 + $1.clauseCount }
  }
}
