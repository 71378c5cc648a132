import TestSupport
import Testing

@testable import Search

/// Anything may be typed.
@Suite struct QueryFuzzTests {
  private static let pieces = [
    "mưa", "Hà Nội", "nắng", "giá", "an", "bình", "2022", "5", "\"", "“", "”", "(", ")", "(", ")",
    "-", "+", "AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG", "NEAR", "NEAR/5", "ONEAR/2", "NEAR/999",
    "?", "*", "~", "~2", "^2", "^0.5", "^", ":", "title:", "body:", "author:", "date:", "source:",
    "id:", "autor:", "2 of (", "3 of", "of", ">=2020", "2020..2021", "..", "31/3/2022",
    "10:30", "TP:HCM", "/srv/*", "ng*n", "h?a",
    "*ương", "từ~", " ", " ", ",", "!", "\\", "\n", "đ",
  ]
  /// What the analyzer joins to its neighbours in ways that written trees need not keep.
  private static let odd = [
    "\u{300}", "😀", "\u{0}", "\u{A0}", "…", "\u{FFFD}", "ß", "Ｗ", "和", "½", "\u{202E}",
    "http://a.vn/b?c=d",
    "a.b@c.vn", "18-CT/TW",
  ]

  private static func text(_ random: inout Seed, isOdd: Bool) -> String {
    if isOdd, Int.random(in: 0..<8, using: &random) == 0 {
      // Halves of pairs of UTF-16 become U+FFFD, as in any text that was cut.
      let units = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt16.random(in: 0x20...0x7E, using: &random)
          : UInt16.random(in: 0...UInt16.max, using: &random)
      }
      return String(decoding: units, as: UTF16.self)
    }
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      let piece = (isOdd ? pieces + odd : pieces).randomElement(using: &random) ?? ""
      text += piece
      if isOdd {
        if Bool.random(using: &random) { text += " " }
      } else if let last = piece.last, !":(\"“”+-".contains(last) {
        if Int.random(in: 0..<4, using: &random) == 0 {
          text += ["*", "?", "~", "~2", "^2", ")", "\""].randomElement(using: &random) ?? ""
        }
        text += " "
      }
    }
    return text
  }

  @Test(arguments: Seed.some(24))
  func `lenient syntax never fails, strict syntax points inside the text`(seed: Seed) throws {
    var random = seed
    for _ in 0..<150 {
      let text = Self.text(&random, isOdd: true)
      let parsed = try QueryParser.parse(text, syntax: .lenient)
      for warning in parsed.warnings {
        #expect((0...text.utf8.count).contains(warning.byte), "\(text.debugDescription)")
      }
      let placed = try QueryParser.parse(text, syntax: .lenient, keepsPlaces: true)
      #expect(placed.root?.withoutPlaces == parsed.root, "\(text.debugDescription)")
      Self.checkPlaces(placed.root, inside: 0..<text.utf8.count, text)
      Self.checkStrict(text)
    }
  }

  private static func checkStrict(_ text: String) {
    do throws(SearchError) {
      let strict = try QueryParser.parse(text, syntax: .strict)
      let lenient = try QueryParser.parse(text, syntax: .lenient)
      // In strict syntax operators count in a query all in capitals, too.
      if text.contains(where: \.isLowercase) {
        #expect(strict.root == lenient.root, "\(text.debugDescription)")
      }
    } catch {
      guard case .syntax(_, let byte, let character, let hint) = error else {
        if case .tooComplex = error { return }
        Issue.record("\(error) in \(text.debugDescription)")
        return
      }
      #expect((0...text.utf8.count).contains(byte), "\(text.debugDescription)")
      #expect((0...text.count).contains(character), "\(text.debugDescription)")
      #expect(!hint.isEmpty)
    }
  }

  /// Parts stand inside of what they are parts of.
  private static func checkPlaces(_ node: QueryNode?, inside range: Range<Int>, _ text: String) {
    guard let node else { return }
    if case .located(let inner, let own) = node {
      #expect(range.lowerBound <= own.lowerBound && own.upperBound <= range.upperBound, "\(text)")
      return checkPlaces(inner, inside: own, text)
    }
    for part in node.parts { checkPlaces(part, inside: range, text) }
  }

  @Test(arguments: Seed.some(24))
  func `what is read, written and read again is the same`(seed: Seed) throws {
    var random = seed
    for _ in 0..<150 {
      let text = Self.text(&random, isOdd: false)
      guard let root = try QueryParser.parse(text, syntax: .lenient).root else { continue }
      let again = try QueryParser.parse(root.description, syntax: .lenient).root
      #expect(
        again?.plain == root.plain,
        "\(text.debugDescription) → \(root.description.debugDescription)")
    }
  }
}

extension QueryNode {
  /// The same tree whatever the capitals of its words.
  fileprivate var plain: QueryNode {
    switch self {
    case .field(.column(let name), let node): .field(.column(name), node.plain)
    case .nearby(let nodes, let gaps): .nearby(nodes.map(\.plain), gaps)
    case .and(let nodes): .and(nodes.map(\.plain))
    case .or(let nodes): .or(nodes.map(\.plain))
    case .quorum(let count, let nodes): .quorum(count, nodes.map(\.plain))
    case .list(let list): .list(list.mapNodes(\.plain))
    case .field(let field, let node): .field(field, node.plain)
    case .boost(let node, let factor): .boost(node.plain, factor)
    case .word, .prefix, .pattern, .fuzzy, .phrase, .near, .condition, .located:
      mapWords { word in
        var word = word
        word.surface = ""
        return word
      }
    }
  }

  /// The same tree without places.
  fileprivate var withoutPlaces: QueryNode {
    switch self {
    case .located(let node, _): node.withoutPlaces
    case .nearby(let nodes, let gaps): .nearby(nodes.map(\.withoutPlaces), gaps)
    case .and(let nodes): .and(nodes.map(\.withoutPlaces))
    case .or(let nodes): .or(nodes.map(\.withoutPlaces))
    case .quorum(let count, let nodes): .quorum(count, nodes.map(\.withoutPlaces))
    case .list(let list): .list(list.mapNodes(\.withoutPlaces))
    case .field(let field, let node): .field(field, node.withoutPlaces)
    case .boost(let node, let factor): .boost(node.withoutPlaces, factor)
    case .word, .prefix, .pattern, .fuzzy, .phrase, .near, .condition: self
    }
  }
}
