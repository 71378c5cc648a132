import TestSupport
import Vietnamese

@testable import Search

/// A query made at random, how people write it, and what it means, read off the words of a document.
indirect enum PlainNode {
  case word(String)
  case phrase([String])
  /// A beginning, a pattern, or a word with a `~`: as written.
  case open(String)
  /// Parts, each any of some words and phrases, and the gaps between them.
  case near([[PlainNode]], [QueryGap])
  case title(PlainNode)
  case body(PlainNode)
  /// Words of the author, all of them.
  case author([PlainNode])
  /// A comparison, and what it means.
  case condition(String, (FiledDocument) -> Bool)
  case boost(PlainNode, Float)
  case and([PlainNode])
  case or([PlainNode])
  case list(optional: [PlainNode], required: [PlainNode], prohibited: [PlainNode])
  case quorum(Int, [PlainNode])

  var text: String {
    switch self {
    case .word(let word), .open(let word): word
    case .phrase(let words): "\"\(words.joined(separator: " "))\""
    case .near(let parts, let gaps):
      parts.indices.map { place in
        let choices = parts[place].map(\.text).joined(separator: " OR ")
        let part = parts[place].count > 1 ? "(\(choices))" : choices
        if place == 0 { return part }
        let gap = gaps[place - 1]
        let number = gap.most == 10 ? "" : "/\(gap.most)"
        return "\(gap.isOrdered ? "ONEAR" : "NEAR")\(number) \(part)"
      }.joined(separator: " ")
    case .title(let node): "title:" + node.nested
    case .body(let node): "body:" + node.nested
    case .author(let nodes):
      "author:"
        + (nodes.count == 1 ? nodes[0].text : "(\(nodes.map(\.text).joined(separator: " ")))")
    case .condition(let text, _): text
    case .boost(let node, let factor): node.boosted + "^\(factor)"
    case .and(let nodes): nodes.map(\.nested).joined(separator: " AND ")
    case .or(let nodes): nodes.map(\.nested).joined(separator: " HOẶC ")
    case .list(let optional, let required, let prohibited):
      (optional.map(\.nested) + required.map { "+" + $0.nested }
        + prohibited.map { "-" + $0.nested }).joined(separator: " ")
    case .quorum(let count, let nodes):
      "\(count) of (\(nodes.map(\.nested).joined(separator: " ")))"
    }
  }

  private var nested: String {
    switch self {
    case .near, .and, .or, .list: "(\(text))"
    default: text
    }
  }

  private var boosted: String {
    switch self {
    case .boost, .condition: "(\(text))"
    default: nested
    }
  }

  /// The words whose marks say how texts are searched.
  var typedWords: [QueryWord] {
    switch self {
    case .word(let word): [.typed(word)]
    case .phrase(let words): words.map { .typed($0, isQuoted: true) }
    case .open(let text):
      [.typed(text.filter { $0.isLetter || $0.isNumber || $0 == "*" || $0 == "?" })]
    case .near(let parts, _): parts.joined().flatMap(\.typedWords)
    case .title(let node), .body(let node), .boost(let node, _): node.typedWords
    case .author, .condition: []
    case .and(let nodes), .or(let nodes), .quorum(_, let nodes): nodes.flatMap(\.typedWords)
    case .list(let optional, let required, _): (optional + required).flatMap(\.typedWords)
    }
  }

  var authorWords: [QueryWord] {
    switch self {
    case .author(let nodes): nodes.flatMap(\.typedWords)
    case .title(let node), .body(let node), .boost(let node, _): node.authorWords
    case .and(let nodes), .or(let nodes), .quorum(_, let nodes): nodes.flatMap(\.authorWords)
    case .list(let optional, let required, _): (optional + required).flatMap(\.authorWords)
    case .word, .phrase, .open, .near, .condition: []
    }
  }
}

extension QueryWord {
  static func typed(_ text: String, isQuoted: Bool = false) -> QueryWord {
    // Signs have no letters to spell.
    var canonical: [UInt8] = []
    for piece in text.split(omittingEmptySubsequences: false, whereSeparator: { "*?".contains($0) })
    {
      if piece.startIndex > text.startIndex {
        canonical.append(text.utf8[text.utf8.index(before: piece.startIndex)])
      }
      canonical += wordForms(of: String(piece)).canonical
    }
    return QueryWord(
      surface: text, canonical: canonical, folded: Vietnamese.folded(canonical.span),
      isQuoted: isQuoted)
  }
}

// MARK: - At random

extension PlainNode {
  static func random(_ random: inout Seed, depth: Int = 2) -> PlainNode {
    switch depth == 0 ? 6 : Int.random(in: 0..<9, using: &random) {
    case 0:
      return .and([Self.random(&random, depth: depth - 1), Self.random(&random, depth: depth - 1)])
    case 1:
      return .or([Self.random(&random, depth: depth - 1), Self.random(&random, depth: depth - 1)])
    case 2:
      return .boost(
        Self.random(&random, depth: depth - 1), [0, 0.5, 2, 7].randomElement(using: &random) ?? 2)
    case 3:
      let nodes = (0..<Int.random(in: 2...4, using: &random)).map { _ in
        Self.random(&random, depth: depth - 1)
      }
      return .quorum(Int.random(in: 1...nodes.count, using: &random), nodes)
    case 4, 5:
      return .list(
        optional: (0..<Int.random(in: 1...4, using: &random)).map { _ in
          Self.random(&random, depth: depth - 1)
        }, required: Bool.random(using: &random) ? [] : [item(&random)],
        prohibited: Bool.random(using: &random) ? [] : [item(&random)])
    default: return item(&random)
    }
  }

  private static func word(_ random: inout Seed) -> String {
    SampleText.words.randomElement(using: &random) ?? "to"
  }

  private static func wordOrPhrase(_ random: inout Seed) -> PlainNode {
    Int.random(in: 0..<3, using: &random) > 0
      ? .word(word(&random)) : .phrase([word(&random), word(&random)])
  }

  static func openWord(_ random: inout Seed) -> PlainNode {
    let letters = Array(word(&random))
    let place = Int.random(in: 0..<letters.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return .open(String(letters[...place]) + "*")
    case 1: return .open("*" + String(letters[place...]))
    case 2 where letters.count > 2 && place > 0 && place < letters.count - 1:
      return .open(String(letters[..<place]) + "?" + String(letters[(place + 1)...]))
    case 3 where place > 0 && place < letters.count - 1:
      return .open(String(letters[..<place]) + "*" + String(letters[place...]))
    default:
      let edits = Bool.random(using: &random) ? "" : "2"
      return letters.contains(where: \.isNumber)
        ? .open(String(letters) + "*") : .open(String(letters) + "~" + edits)
    }
  }

  static func near(_ random: inout Seed) -> PlainNode {
    let count = Int.random(in: 2...3, using: &random)
    let parts = (0..<count).map { _ in
      (0..<(Int.random(in: 0..<3, using: &random) > 0 ? 1 : 2)).map { _ -> PlainNode in
        Int.random(in: 0..<6, using: &random) > 0 ? wordOrPhrase(&random) : openWord(&random)
      }
    }
    let gaps = (1..<count).map { _ in
      QueryGap(
        most: [0, 1, 3, 10].randomElement(using: &random) ?? 1,
        isOrdered: Int.random(in: 0..<3, using: &random) == 0)
    }
    return .near(parts, gaps)
  }

  private static func item(_ random: inout Seed) -> PlainNode {
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1, 2: return .word(word(&random))
    case 3: return .phrase([word(&random), word(&random)])
    case 4, 5: return openWord(&random)
    case 6, 7: return near(&random)
    case 8:
      let inner: PlainNode =
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .or([wordOrPhrase(&random), wordOrPhrase(&random)])
        case 1: openWord(&random)
        case 2: near(&random)
        default: wordOrPhrase(&random)
        }
      return Bool.random(using: &random) ? .title(inner) : .body(inner)
    case 9, 10: return .author(authors(&random))
    default: return condition(&random)
    }
  }

  private static func authors(_ random: inout Seed) -> [PlainNode] {
    let names = ["an", "ha", "Hà", "binh", "Nguyễn", "lan", "2021"]
    func name(_ random: inout Seed) -> String { names.randomElement(using: &random) ?? "" }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return [.phrase([name(&random), name(&random)])]
    case 1: return [.word(name(&random)), .word(name(&random))]
    case 2: return [.open("ngu*")]
    case 3: return [.open("b?nh")]
    default: return [.word(name(&random))]
    }
  }

  private static func condition(_ random: inout Seed) -> PlainNode {
    let year = Int.random(in: 2017...2024, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return .condition("date:\(year)") { $0.date?.hasPrefix("\(year)") ?? false }
    case 1: return .condition("date:>=\(year)") { ($0.date ?? "") >= "\(year)" }
    case 2:
      return .condition("date:\(year)-03..\(year + 1)-06") {
        guard let date = $0.date else { return false }
        return date >= "\(year)-03" && date < "\(year + 1)-07"
      }
    case 3:
      return .condition("date:\"tháng 3 năm \(year)\"") {
        $0.date?.hasPrefix("\(year)-03") ?? false
      }
    case 4:
      return .condition("year:<\(year)") { $0.years.contains { $0 < year } }
    default:
      return .condition("source:/srv/*/1*.html") {
        $0.source.hasPrefix("/srv/") && $0.source.hasSuffix(".html")
          && ($0.source.dropLast(5).firstRange(of: "/1") != nil)
      }
    }
  }
}
