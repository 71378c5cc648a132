/// A query as a tree.
indirect enum QueryNode: Equatable {
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
    switch self {
    case .word(let word): word.surface
    case .prefix(let word): word.surface + "*"
    case .phrase(let words, _): "\"" + words.map(\.surface).joined(separator: " ") + "\""
    case .near(let words, let slop):
      "\"" + words.map(\.surface).joined(separator: " ") + "\"~\(slop)"
    case .and(let nodes): nodes.map(\.nested).joined(separator: " AND ")
    case .or(let nodes): nodes.map(\.nested).joined(separator: " OR ")
    case .list(let list) where list.isOneNode: list.optional[0].nested
    case .list(let list):
      (list.required.map { "+" + $0.nested } + list.optional.map(\.nested)
        + list.prohibited.map { "-" + $0.nested }).joined(separator: " ")
    }
  }

  /// The words without quotes, as typed.
  var plainText: String { words.map(\.surface).joined(separator: " ") }

  private var nested: String {
    switch self {
    case .word, .prefix, .phrase, .near: description
    case .list(let list) where list.isOneNode: description
    case .list, .and, .or: "(" + description + ")"
    }
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
