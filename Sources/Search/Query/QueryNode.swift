/// A query as a tree. Each node is a box: nodes are handed on and kept more often than made.
indirect enum QueryNode: Equatable, Sendable {
  /// One word or number.
  case word(QueryWord)
  /// All words that begin with this one.
  case prefix(QueryWord)
  /// All words that a pattern stands for. Its `*` and `?` are in all spellings of the word.
  case pattern(QueryWord)
  /// All words that are spelled much like this one, see `WordDistance`.
  case fuzzy(QueryWord, edits: Int)
  /// Words that follow each other. `whole` is the joined form that means the same.
  case phrase([QueryWord], whole: QueryWord?)
  /// Words that stand near each other, see `NearMatcher`.
  case near([QueryWord], slop: Int)
  /// Words, phrases and choices of them that stand near each other, see `PassageMatcher`. There is
  /// one gap less than parts.
  case nearby([QueryNode], [QueryGap])
  /// Words and other parts side by side: how many must match is the request's choice.
  case list(QueryList)
  case and([QueryNode])
  case or([QueryNode])
  /// So many of the parts at least.
  case quorum(Int, [QueryNode])
  /// Something that stands in a part of a document, or in a field of it.
  case field(QueryField, QueryNode)
  /// A comparison of a field.
  case condition(QueryCondition)
  /// What counts so many times as much for the order of hits.
  case boost(QueryNode, Float)
  /// What stands at some bytes of the query; only where places were asked for.
  case located(QueryNode, Range<Int>)
}

/// Parts that stand side by side.
struct QueryList: Equatable {
  var optional: [QueryNode] = []
  /// After `+`.
  var required: [QueryNode] = []
  /// After `-` or NOT.
  var prohibited: [QueryNode] = []
  /// The signs in the order of the query; none where no part has one.
  private var signs: [Sign] = []

  enum Sign: String {
    case none = ""
    case plus = "+"
    case minus = "-"
  }

  init() {}

  init(optional: [QueryNode]) { self.optional = optional }

  mutating func add(_ nodes: [QueryNode], _ sign: Sign) {
    for node in nodes { add(node, sign) }
  }

  mutating func add(_ node: QueryNode, _ sign: Sign) {
    if sign != .none, signs.isEmpty { signs = Array(repeating: .none, count: optional.count) }
    if sign != .none || !signs.isEmpty { signs.append(sign) }
    switch sign {
    case .none: optional.append(node)
    case .plus: required.append(node)
    case .minus: prohibited.append(node)
    }
  }

  var isEmpty: Bool { optional.isEmpty && required.isEmpty && prohibited.isEmpty }

  /// One part without a sign.
  var isOneNode: Bool { optional.count == 1 && required.isEmpty && prohibited.isEmpty }

  /// All parts in the order of the query.
  var signed: [(sign: Sign, node: QueryNode)] {
    if required.isEmpty, prohibited.isEmpty { return optional.map { (.none, $0) } }
    var (plain, plus, minus) = (optional[...], required[...], prohibited[...])
    return signs.compactMap { sign in
      let node =
        switch sign {
        case .none: plain.popFirst()
        case .plus: plus.popFirst()
        case .minus: minus.popFirst()
        }
      return node.map { (sign, $0) }
    }
  }

  /// The same list of other parts.
  func mapNodes(_ change: (QueryNode) -> QueryNode) -> QueryList {
    var list = self
    list.optional = optional.map(change)
    list.required = required.map(change)
    list.prohibited = prohibited.map(change)
    return list
  }
}

/// A word of the query in its two spellings.
struct QueryWord: Hashable {
  /// As typed.
  var surface: String
  var canonical: [UInt8]
  var folded: [UInt8]
  /// Inside quotes: marks bind.
  var isQuoted: Bool
  /// What stands between it and the next word of its phrase.
  var joiner = ""

  var isMarked: Bool { canonical != folded }
}

/// Where something is looked for.
enum QueryField: Hashable {
  case title
  /// All of the text but the title.
  case body
  case column(String)

  var name: String {
    switch self {
    case .title: "title"
    case .body: "body"
    case .column(let name): name
    }
  }
}

/// How far apart two neighbouring parts of `a NEAR/5 b` may be.
struct QueryGap: Hashable {
  /// So many words may be between them.
  var most: Int
  /// The first has to stand before the second.
  var isOrdered: Bool

  /// Where no number is given, as in SQLite's FTS5 and in Xapian.
  static let usual = 10
}

/// A comparison of a field, as typed.
struct QueryCondition: Equatable {
  var text: String
  var filter: SearchFilter
}

extension QueryNode {
  /// The parts it is made of, those that must not match left out.
  var parts: [QueryNode] {
    switch self {
    case .word, .prefix, .pattern, .fuzzy, .phrase, .near, .condition: []
    case .nearby(let nodes, _), .and(let nodes), .or(let nodes), .quorum(_, let nodes): nodes
    case .list(let list): list.required + list.optional
    case .field(_, let node), .boost(let node, _), .located(let node, _): [node]
    }
  }

  /// Whether a test holds for any of `parts`.
  private func anyPart(_ test: (QueryNode) -> Bool) -> Bool {
    switch self {
    case .word, .prefix, .pattern, .fuzzy, .phrase, .near, .condition: false
    case .nearby(let nodes, _), .and(let nodes), .or(let nodes), .quorum(_, let nodes):
      nodes.contains(where: test)
    case .list(let list): list.required.contains(where: test) || list.optional.contains(where: test)
    case .field(_, let node), .boost(let node, _), .located(let node, _): test(node)
    }
  }

  /// Whether a test holds for any of `words`: asked word by word until it does, and nothing is copied
  /// as an array of them would be.
  func anyWord(_ test: (QueryWord) -> Bool) -> Bool {
    switch self {
    case .word(let word): test(word)
    case .phrase(let words, _), .near(let words, _): words.contains(where: test)
    case .field(.column, _): false
    default: anyPart { $0.anyWord(test) }
    }
  }

  /// The same of all words whose marks say how texts are searched: those above, beginnings and
  /// patterns.
  func anyTypedWord(_ test: (QueryWord) -> Bool) -> Bool {
    switch self {
    case .word(let word), .prefix(let word), .pattern(let word), .fuzzy(let word, _): test(word)
    case .phrase(let words, _), .near(let words, _): words.contains(where: test)
    case .field(.column, _): false
    default: anyPart { $0.anyTypedWord(test) }
    }
  }

  /// The same of what is looked for in columns.
  func anyFieldWord(_ test: (QueryWord) -> Bool) -> Bool {
    switch self {
    case .field(.column, let node): node.anyTypedWord(test)
    default: anyPart { $0.anyFieldWord(test) }
    }
  }

  /// All words that are looked for in texts, quoted ones included, prohibited ones, beginnings of
  /// words and patterns left out.
  var words: [QueryWord] {
    switch self {
    case .word(let word): [word]
    case .phrase(let words, _), .near(let words, _): words
    case .field(.column, _): []
    default: parts.flatMap(\.words)
    }
  }

  /// Whether it says what a document must be, apart from its words.
  var isCondition: Bool {
    switch self {
    case .condition, .field(.column, _): true
    case .boost(let node, _), .located(let node, _): node.isCondition
    default: false
    }
  }

  /// The word that was left open, nil where it is none.
  func openWord(_ rule: AccentRule, isScored: Bool, isShown: Bool? = nil) -> Prefix? {
    switch self {
    case .prefix(let word):
      Prefix(rule.leaf(word), isScored: isScored, isShown: isShown)
    case .pattern(let word):
      Prefix(rule.leaf(word), .pattern, isScored: isScored, isShown: isShown)
    case .fuzzy(let word, let edits):
      Prefix(rule.leaf(word), .fuzzy(edits: edits), isScored: isScored, isShown: isShown)
    case .located(let node, _):
      node.openWord(rule, isScored: isScored, isShown: isShown)
    default: nil
    }
  }

  /// How many words there are, quoted and prohibited ones included, beginnings left out.
  var wordCount: Int {
    switch self {
    case .word: 1
    case .phrase(let words, _), .near(let words, _): words.count
    case .list(let list):
      Self.wordCount(of: list.optional) + Self.wordCount(of: list.required)
        + Self.wordCount(of: list.prohibited)
    default: Self.wordCount(of: parts)
    }
  }

  private static func wordCount(of nodes: [QueryNode]) -> Int {
    nodes.reduce(0) { $0 + $1.wordCount }
  }

  /// Whether any word stands without quotes: those may have other words beside them.
  var hasPlainWords: Bool {
    switch self {
    case .word(let word): !word.isQuoted
    case .phrase(let words, _), .near(let words, _): words.contains { !$0.isQuoted }
    case .field, .nearby: false
    case .list(let list):
      anyPart(\.hasPlainWords) || list.prohibited.contains(where: \.hasPlainWords)
    default: anyPart(\.hasPlainWords)
    }
  }

  /// Whether all of it is words, phrases and groups of them, as people type them.
  var isPlain: Bool {
    switch self {
    case .word, .prefix, .phrase, .near: true
    case .and(let nodes), .or(let nodes): nodes.allSatisfy(\.isPlain)
    case .list: parts.allSatisfy(\.isPlain)
    default: false
    }
  }

  /// Phrases, groups and words with a sign, for the limit on clauses.
  var clauseCount: Int {
    switch self {
    case .word: 0
    case .phrase, .near, .prefix, .pattern, .fuzzy, .condition: 1
    case .and(let nodes), .or(let nodes), .nearby(let nodes, _), .quorum(_, let nodes):
      nodes.reduce(nodes.count) { $0 + $1.clauseCount }
    case .field(_, let node): 1 + node.clauseCount
    case .boost(let node, _), .located(let node, _): node.clauseCount
    case .list(let list):
      Self.clauseCount(of: list.required) + list.required.count
        + Self.clauseCount(of: list.optional)
        + Self.clauseCount(of: list.prohibited) + list.prohibited.count
    }
  }

  private static func clauseCount(of nodes: [QueryNode]) -> Int {
    nodes.reduce(0) { $0 + $1.clauseCount }
  }

  /// The same tree with every whole word replaced that is looked for in texts.
  func mapWords(_ change: (QueryWord) -> QueryWord) -> QueryNode {
    switch self {
    case .word(let word): .word(change(word))
    case .prefix, .pattern, .fuzzy, .condition, .field(.column, _): self
    case .phrase(let words, let whole): .phrase(words.map(change), whole: whole)
    case .near(let words, let slop): .near(words.map(change), slop: slop)
    case .nearby(let nodes, let gaps): .nearby(nodes.map { $0.mapWords(change) }, gaps)
    case .and(let nodes): .and(nodes.map { $0.mapWords(change) })
    case .or(let nodes): .or(nodes.map { $0.mapWords(change) })
    case .quorum(let count, let nodes): .quorum(count, nodes.map { $0.mapWords(change) })
    case .list(let list): .list(list.mapNodes { $0.mapWords(change) })
    case .field(let field, let node): .field(field, node.mapWords(change))
    case .boost(let node, let factor): .boost(node.mapWords(change), factor)
    case .located(let node, let range): .located(node.mapWords(change), range)
    }
  }
}
