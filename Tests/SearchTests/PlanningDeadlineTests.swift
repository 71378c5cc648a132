import Documents
import InvertedIndex
import Synchronization
import TestSupport
import Testing

@testable import Search

/// Words that were left open are looked for in a whole dictionary, which may take longer than a
/// search may.
@Suite struct PlanningDeadlineTests {
  /// Counts how often it was asked, and is over from some time on.
  private final class Asked: Sendable {
    private let count = Atomic<Int>(0)
    let patience: Int

    init(patience: Int = .max) { self.patience = patience }

    var deadline: Deadline {
      Deadline(after: .seconds(600)) { [self] _ in
        count.wrappingAdd(1, ordering: .relaxed).newValue > patience
      }
    }

    var times: Int { count.load(ordering: .relaxed) }
  }

  /// 20,000 words in one segment, or in two.
  private static func archive(segments: Int) throws -> TestArchive {
    let letters = Array("abcdeghiklmn")
    let words = (0..<20_000).map { number in
      let middle = [1, 12, 144, 1_728].map { letters[number / $0 % 12] }
      return "mưa\(String(middle))t"
    }
    let first = segments == 1 ? words.count : words.count / 2
    let archive = try TestArchive(words.prefix(first).joined(separator: " "))
    if segments == 2 {
      let rest = Block(.paragraph, words.dropFirst(first).joined(separator: " "))
      try archive.change([.put(Document(key: try DocumentKey("2"), blocks: [rest]))])
    }
    #expect(archive.snapshot.segments.count == segments)
    return archive
  }

  @Test(arguments: ["*t", "mua*", "mưa*", "mưabcdet~2", "muabcdet~"], [1, 2])
  func `a deadline is asked again and again while words are looked for`(
    text: String, segments: Int
  ) throws {
    let archive = try Self.archive(segments: segments)
    let root = try #require(try QueryParser.parse(text, syntax: .strict).root)
    func words(_ deadline: Deadline?) throws -> Int {
      var request = SearchRequest(text)
      request.deadline = deadline
      let plan = Plan(root, request, in: archive.snapshot, isWidened: true, required: nil)
      return try #require(plan.prefixTerms.first).termCount
    }
    let asked = Asked()
    #expect(try words(asked.deadline) == words(nil))
    #expect(try words(nil) > 0)
    #expect(asked.times >= 20_000 / 512)
  }

  @Test(arguments: ["*t", "mua*", "mưabcdet~2"], [1, 2])
  func `words behind the deadline are left out, and the reply says that it is late`(
    text: String, segments: Int
  ) throws {
    let archive = try Self.archive(segments: segments)
    let asked = Asked(patience: 3)
    let reply = try archive.reply(text) { $0.deadline = asked.deadline }
    #expect(reply.timedOut)
    let found = try #require(reply.prefixes.first).words
    let all = try #require(try archive.reply(text).prefixes.first).words
    #expect(found < all)
    // What was given up is not gone through to its end: it was asked a few times more, by others.
    #expect(asked.times < 20)
  }

  @Test func `hits behind the deadline have no snippets, and the reply says so`() throws {
    let archive = try TestArchive(
      (0..<50).map { number in
        Document(
          key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, "Mưa to số \(number).")])
      })
    let all = try archive.reply("mưa") { $0.limit = 50 }
    #expect(all.hits.allSatisfy { !$0.snippets.isEmpty })
    let sure = Asked()
    _ = try archive.reply("mưa") {
      $0.limit = 50
      $0.deadline = sure.deadline
    }
    // Over after all but the last 20 were asked for.
    let asked = Asked(patience: sure.times - 20)
    let late = try archive.reply("mưa") {
      $0.limit = 50
      $0.deadline = asked.deadline
    }
    #expect(late.timedOut)
    #expect(late.hits.count == 50)
    #expect(late.hits.allSatisfy { $0.document != nil })
    let shown = late.hits.prefix { !$0.snippets.isEmpty }.count
    #expect(20..<50 ~= shown)
    #expect(late.hits.dropFirst(shown).allSatisfy { $0.snippets.isEmpty })
  }
}
