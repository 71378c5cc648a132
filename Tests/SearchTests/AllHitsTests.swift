import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct AllHitsTests {
  @Test(arguments: Seed.some(6))
  func `all hits are those of every page, with their documents`(seed: Seed) throws {
    var random = seed
    let archive = try FiledArchive(&random, documents: 20...400)
    for _ in 0..<20 {
      var request = SearchRequest(
        (0..<3).map { _ in SampleText.words.randomElement(using: &random) ?? "" }
          .joined(separator: " "))
      request.match = .any
      if Bool.random(using: &random) { request.filter = PlainFilter.random(&random).filter }
      if Bool.random(using: &random) { request.sort = SortOrder("date") }
      let all = try AllHits(request, in: archive.snapshot)
      request.limit = 1000
      let page = try search(request, in: archive.snapshot)
      #expect(all.count == page.total && all.reply.total == page.total)
      let hits = try all.hits(0..<all.count)
      #expect(hits.map(\.key) == page.hits.map(\.key))
      #expect(hits.map(\.sortValue) == page.hits.map(\.sortValue))
      #expect(try all.keys(0..<all.count) == hits.map(\.key))
      for hit in hits { #expect(hit.document?.key.text == hit.key) }
    }
    try archive.close()
  }

  @Test func `a search that nobody waits for any more ends, and says that it is not whole`() throws
  {
    let archive = try TestArchive("tin một", "tin hai")
    let reply = try archive.reply("tin") {
      $0.deadline = Deadline(after: .seconds(60), orWhen: { _ in true })
    }
    #expect(reply.timedOut && reply.hits.isEmpty)
  }

  @Test func `what may not be relaxed finds nothing where nothing has all words`() throws {
    let archive = try TestArchive("tin một", "tin hai")
    let wanted = "tin một ba bốn năm"
    #expect(try archive.keys(wanted).isEmpty == false)
    #expect(try archive.keys(wanted) { $0.isRelaxable = false }.isEmpty)
  }
}
