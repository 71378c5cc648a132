import Documents
import InvertedIndex
import TestSupport
import Testing
import Vietnamese

@testable import Search

@Suite struct SuggestTests {
  /// A few documents as a newspaper has them.
  private static func archive() throws -> TestArchive {
    try TestArchive(
      "Ủy ban Mặt trận Tổ quốc huyện họp.", "Ông là cán bộ Mặt trận Tổ quốc xã.",
      "Đại hội Mặt trận Tổ quốc tỉnh.", "Ông ra mặt trận năm 1968.",
      "Tàu vũ trụ bay quanh mặt trăng.", "Đêm nay mặt trăng rất sáng.",
      "Chủ tịch Hồ Chí Minh về thăm.", "Thành phố Hồ Chí Minh mưa to.", "Vé xem covid tăng giá.",
      "Dịch covid đã qua.")
  }

  private static func texts(_ text: String, _ archive: TestArchive) throws -> [String] {
    try Suggester().suggestions(for: text, in: archive.snapshot, limit: 8).list.map(\.text)
  }

  @Test func `an unaccented beginning becomes phrases of documents, with their spelling`() throws {
    let archive = try Self.archive()
    let found = try Suggester().suggestions(for: "mat tr", in: archive.snapshot, limit: 8)
    #expect(
      found.list == [
        Suggestion(text: "Mặt trận Tổ quốc", count: 3), Suggestion(text: "mặt trận", count: 4),
        Suggestion(text: "mặt trăng", count: 2),
      ])
    #expect(!found.timedOut)
  }

  @Test func `marks that were typed bind`() throws {
    let archive = try Self.archive()
    #expect(try Self.texts("mặt tră", archive) == ["mặt trăng"])
    #expect(!(try Self.texts("mất tr", archive).contains { $0.hasPrefix("mặt") }))
    #expect(try Self.texts("măt tr", archive).contains("mặt trăng"))
  }

  @Test func `one letter is enough, and names keep their capitals`() throws {
    let archive = try Self.archive()
    #expect(try Self.texts("hồ", archive) == ["Hồ Chí Minh"])
    #expect(try Self.texts("ho c", archive) == ["Hồ Chí Minh"])
    #expect(try Self.texts("cov", archive).first == "covid")
  }

  @Test func `a space makes the last word whole`() throws {
    let archive = try Self.archive()
    #expect(try Self.texts("mat ", archive).first == "Mặt trận Tổ quốc")
    #expect(try Self.texts("mặt trận tổ ", archive) == ["Mặt trận Tổ quốc"])
    #expect(try Self.texts("ma ", archive) == [])
  }

  @Test func `words that lead nowhere stay before those that do`() throws {
    let archive = try Self.archive()
    #expect(try Self.texts("lịch sử mặt tră", archive) == ["lịch sử mặt trăng"])
    #expect(try Self.texts("", archive) == [])
    #expect(try Self.texts(" ,. ", archive) == [])
  }

  @Test func `a passed deadline is told`() throws {
    let archive = try Self.archive()
    let found = try Suggester().suggestions(
      for: "mat tr", in: archive.snapshot, limit: 8, deadline: Deadline(after: .zero))
    #expect(found.list == [])
    #expect(found.timedOut)
  }

  @Test(arguments: Seed.some(10))
  func `counts are those of live documents, and the commonest phrase is there`(seed: Seed) throws {
    var random = seed
    var plain = PlainSearch(weights: RankingWeights())
    let snapshot = try OracleTests.index(&plain, &random, documents: 20...50).snapshot()
    let suggester = Suggester()
    for _ in 0..<20 {
      let word = SampleText.words.randomElement(using: &random) ?? "to"
      let next = SampleText.words.randomElement(using: &random) ?? "to"
      let begin = String(next.prefix(Int.random(in: 1...3, using: &random)))
      let counts = Self.pairs(word, begin, plain)
      // Without any the words before are not looked at.
      if counts.isEmpty { continue }
      let found = try suggester.suggestions(for: "\(word) \(begin)", in: snapshot, limit: 50).list
      for suggestion in found {
        let words = Self.words(of: suggestion.text)
        #expect(
          suggestion.count == Self.count(words, plain), "\(word) \(begin): \(suggestion)")
      }
      for (pair, count) in counts where found.count < 50 {
        let isThere = found.contains { suggestion in
          let words = Self.words(of: suggestion.text)
          return words.starts(with: pair)
            && (words.count == 2 || Double(suggestion.count) >= 0.9 * Double(count))
        }
        #expect(isThere, "\(word) \(begin) has \(pair.map { String(decoding: $0, as: UTF8.self) })")
      }
    }
  }

  @Test func `what phrases go on to is known from before, and counted anew`() throws {
    var operations: [InvertedIndex.Operation] = []
    for number in 0..<100 {
      let text = number < 60 ? "Mặt trận Tổ quốc họp." : "Ủy ban xã họp."
      operations.append(.put(try Self.document("\(number)", text)))
    }
    let archive = try TestArchive(operations)
    let suggester = Suggester()
    func found(_ text: String) throws -> [Suggestion] {
      try suggester.suggestions(for: text, in: archive.snapshot, limit: 8).list
    }
    let long = Suggestion(text: "mặt trận Tổ quốc họp", count: 60)
    #expect(try found("mat tr") == [long])
    // Few documents come.
    try archive.change([.put(try Self.document("new", "Mặt trận Tổ quốc họp."))])
    #expect(try found("mat tr") == [Suggestion(text: long.text, count: 61)])
    // What is deleted is not suggested, though what it went on to is known.
    try archive.change((0..<9).map { .delete(try DocumentKey("\($0)")) })
    #expect(try found("mat tr") == [Suggestion(text: long.text, count: 52)])
    // With many changes it is looked up again.
    try archive.change(
      (9..<60).map { .put(try Self.document("\($0)", "Mặt trận Dân tộc giải phóng.")) })
    try archive.change((100..<140).map { .put(try Self.document("\($0)", "Tin khác hẳn.")) })
    #expect(
      try found("mat tr")
        == Suggester().suggestions(for: "mat tr", in: archive.snapshot, limit: 8).list)
    #expect(try found("mat tr").first?.text == "mặt trận Dân tộc giải phóng")
  }

  private static func document(_ key: String, _ text: String) throws -> Document {
    Document(key: try DocumentKey(key), blocks: [Block(.paragraph, text)])
  }

  private static func words(of text: String) -> [[UInt8]] {
    text.split(separator: " ").map { wordForms(of: String($0)).canonical }
  }

  private static func count(_ words: [[UInt8]], _ plain: PlainSearch) -> Int {
    plain.documents.count { document in
      document.isLive
        && document.words.indices.contains { start in
          words.indices.allSatisfy { offset in
            start + offset < document.words.count
              && document.words[start + offset]?.canonical == words[offset]
          }
        }
    }
  }

  /// The live pairs of a word and one that begins so, with their documents.
  private static func pairs(
    _ word: String, _ begin: String, _ plain: PlainSearch
  ) -> [[[UInt8]]: Int] {
    let first = wordForms(of: word)
    let second = wordForms(of: begin)
    var found: Set<[[UInt8]]> = []
    for document in plain.documents where document.isLive {
      for place in document.words.indices.dropLast() {
        guard let one = document.words[place], let other = document.words[place + 1],
          one.folded == first.folded, other.folded.starts(with: second.folded),
          first.canonical == first.folded
            || matchClass(query: first.canonical.span, document: one.canonical.span) >= .wider,
          second.canonical == second.folded
            || prefixClass(query: second.canonical.span, document: other.canonical.span) >= .wider,
          !other.canonical.contains(where: { (0x30...0x39).contains($0) })
        else { continue }
        found.insert([one.canonical, other.canonical])
      }
    }
    return Dictionary(uniqueKeysWithValues: found.map { ($0, count($0, plain)) })
  }
}
