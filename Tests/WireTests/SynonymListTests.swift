import Testing

@testable import Wire

@Suite struct SynonymListTests {
  private static let list = SynonymList([
    .init(["xe máy", "mô tô", "xe gắn máy"]),
    .init(from: ["sài gòn"], to: ["thành phố hồ chí minh"], weight: 0.5),
  ])

  @Test func `text and JSON say the same`() throws {
    let text = """
      # phương tiện
      xe máy = mô tô =  xe gắn   máy

      sài gòn > thành phố hồ chí minh ^0.5  # một chiều
      """
    #expect(try SynonymList(text: text) == Self.list)
    #expect(try SynonymList(text: Self.list.text) == Self.list)
    #expect(try SynonymList(json: Self.list.json.span) == Self.list)
    #expect(try SynonymList(text: "") == SynonymList())
  }

  @Test(arguments: [
    "một mình", "a = ", "a > b > c", "a = b ^2", "a = b ^x", "a > ", "a = b ^1", "a = b ^0",
  ])
  func `a line that means nothing is named`(line: String) throws {
    let problem = #expect(throws: Problem.self) { try SynonymList(text: "x = y\n" + line) }
    #expect(problem?.code == .invalidField)
    #expect(problem?.detail.hasPrefix("line 2: ") == true)
  }

  @Test(arguments: [
    (#"{"sets":[{"words":["a"]}]}"#, "/sets/0"), (#"{"set":[]}"#, "/sets"),
    (#"{"sets":[{"words":["a","b"],"from":["c"]}]}"#, "/sets/0"),
    (#"{"sets":[{"words":["a","b"]},{"words":["a","b"],"weight":1}]}"#, "/sets/1"),
    (#"{"sets":[{"words":["a","b"],"weigth":0.5}]}"#, "/sets/0/weigth"),
    (#"{"sets":[{"words":["a","b"],"weight":"x"}]}"#, "/sets/0/weight"),
  ])
  func `a set that cannot be has a pointer`(json: String, pointer: String) throws {
    let problem = #expect(throws: Problem.self) { try SynonymList(json: Array(json.utf8).span) }
    #expect(problem?.pointer == pointer)
  }
}
