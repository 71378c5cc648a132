import TestSupport
import Testing

@testable import Search

@Suite struct FilterParserTests {
  @Test(arguments: Seed.some(64))
  func `what is written is what is meant`(seed: Seed) throws {
    var random = seed
    let filter = PlainFilter.random(&random, depth: 4)
    #expect(try SearchFilter(parsing: filter.text).placeless == filter.filter, "\(filter.text)")
  }

  @Test func `AND binds closer than OR, NOT closer than both`() throws {
    let (a, b, c) = (
      SearchFilter.equals("a", "1"), SearchFilter.equals("b", "2"), SearchFilter.equals("c", "3")
    )
    #expect(try Self.read("a = 1 OR b = 2 AND c = 3") == .any([a, .all([b, c])]))
    #expect(try Self.read("(a = 1 hoặc b = 2) VÀ c = 3") == .all([.any([a, b]), c]))
    #expect(try Self.read("NOT a = 1 AND b = 2") == .all([.not(a), b]))
    #expect(try Self.read("không (a=1 || b=2)") == .not(.any([a, b])))
  }

  @Test func `there are several ways to compare`() throws {
    #expect(try Self.read("a:1") == .equals("a", "1"))
    #expect(try Self.read("a == '1'") == .equals("a", "1"))
    #expect(try Self.read("a != 1") == .not(.equals("a", "1")))
    #expect(try Self.read("a:>=1") == (try Self.read("a >= 1")))
    #expect(try Self.read("a IN [x, \"y z\"]") == .equals("a", "x", "y z"))
    #expect(try Self.read("a not in (x)") == .not(.equals("a", "x")))
    #expect(try Self.read("a NOT EXISTS") == .not(.condition(.init("a", .exists))))
    #expect(try Self.read("a = x*") == .condition(.init("a", .begins("x"))))
    #expect(try Self.read("a = \"x*\"") == .equals("a", "x*"))
    let range = SearchFilter.Test.range(
      lower: .init("2020", isInclusive: true), upper: .init("2022-03", isInclusive: true))
    #expect(try Self.read("date:2020..2022-03") == .condition(.init("date", range)))
    #expect(
      try Self.read("date = ..2020")
        == .condition(.init("date", .range(lower: nil, upper: .init("2020", isInclusive: true)))))
    #expect(try Self.read("source = ../tin") == .equals("source", "../tin"))
  }

  @Test func `names and values may hold nearly anything`() throws {
    #expect(try Self.read("\"tác giả\" = \"Hà \\\"An\\\"\"") == .equals("tác giả", "Hà \"An\""))
    #expect(try Self.read("url = https://a.vn/b?c=d!") == .equals("url", "https://a.vn/b?c=d!"))
    #expect(try Self.read("outer.inner=1") == .equals("outer.inner", "1"))
    #expect(try Self.read("not = 1") == .equals("not", "1"))
    #expect(try Self.read("t = 10:30:00") == .equals("t", "10:30:00"))
  }

  @Test(arguments: [
    ("", 0, "the filter is empty"), ("date", 4, "a comparison of date"), ("date >=", 7, "a value"),
    ("tác giả = An", 4, "a comparison of tác"), ("(a = 1", 0, "not closed"),
    ("a = 1)", 5, "not opened"), ("author = Hà An AND b = 2", 12, "\"An\" stands where AND"),
    ("a = \"x", 4, "quotes are not closed"), ("a IN [x, y", 10, "a comma or ]"),
    ("a IN x", 5, "a list"), ("a >< 1", 2, "compares"), ("a = 1 AND", 9, "the name of a field"),
    ("= 1", 0, "the name of a field"), ("a ~ 1", 2, "a comparison of a"), ("a = ,", 4, "a value"),
  ])
  func `what is not well formed is told with its place`(
    text: String, character: Int, message: String
  ) {
    let error = #expect(throws: SearchError.self) { try SearchFilter(parsing: text) }
    guard case .filter(let found, let place, let hint) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found.contains(message), "\(found)")
    #expect(place?.character == character, "\(found)")
    #expect(place?.byte == text.prefix(character).utf8.count)
    #expect(!hint.isEmpty)
  }

  @Test func `limits are told`() {
    let deep = String(repeating: "(", count: 100) + "a = 1" + String(repeating: ")", count: 100)
    let wide = Array(repeating: "a = 1", count: 300).joined(separator: " OR ")
    let long = "a = " + String(repeating: "x", count: 70_000)
    for text in [deep, wide, long] {
      let error = #expect(throws: SearchError.self) { try SearchFilter(parsing: text) }
      guard case .tooComplex = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test(arguments: Seed.some(32))
  func `no text breaks the reader`(seed: Seed) {
    var random = seed
    let pieces = [
      "a", "=", ":", "!", "(", ")", "[", "]", ",", "\"", "AND", "NOT", " ", "..", "*", "ủ",
    ]
    for _ in 0..<200 {
      let count = Int.random(in: 0..<12, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do throws(SearchError) {
        _ = try SearchFilter(parsing: text)
      } catch {
        guard case .filter(_, let place, _) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect((place?.character ?? -1) >= 0 && place?.byte ?? 0 <= text.utf8.count, "\(text)")
      }
    }
  }

  @Test func `Vietnamese dates are dates`() {
    #expect(FilterLiteral("31/1/2020").seconds == FilterLiteral("2020-01-31").seconds)
    #expect(FilterLiteral("1.2.2020").seconds == FilterLiteral("2020-02-01").seconds)
    #expect(FilterLiteral("2/2020").seconds == FilterLiteral("2020-02").seconds)
    for text in ["31/2/2020", "1/2/20", "/2020", "a/1/2020", "18/CT"] {
      #expect(FilterLiteral(text).seconds == nil, "\(text)")
    }
  }

  private static func read(_ text: String) throws -> SearchFilter {
    try SearchFilter(parsing: text).placeless
  }
}
