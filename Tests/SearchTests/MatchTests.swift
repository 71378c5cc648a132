import TestSupport
import Testing

@testable import Search

@Suite struct MatchTests {
  private let archive: TestArchive

  init() throws {
    archive = try TestArchive(
      "một hai ba bốn năm", "một hai ba bốn", "một hai ba", "một hai", "một", "sáu")
  }

  @Test func `any takes one word, all takes every word`() throws {
    #expect(try archive.reply("một hai ba bốn năm") { $0.match = .any }.total == 5)
    #expect(try archive.keys("một hai ba bốn năm") { $0.match = .all } == ["1"])
  }

  @Test func `most takes all of three words and three quarters of more`() throws {
    #expect(Set(try archive.keys("một hai ba")) == ["1", "2", "3"])
    let reply = try archive.reply("một hai ba bốn")
    #expect(reply.requiredWords == 3 && reply.wordCount == 4)
    #expect(reply.total == 3)
    #expect(try archive.reply("một hai ba bốn năm").requiredWords == 4)
  }

  @Test func `most is relaxed to what the best documents have, and says so`() throws {
    let reply = try archive.reply("một hai bảy")
    #expect(reply.relaxed)
    #expect(reply.requiredWords == 2)
    #expect(reply.total == 4)
    #expect(!(try archive.reply("một hai").relaxed))
    #expect(try archive.reply("tám chín").total == 0)
  }

  @Test func `plus binds, minus leaves out`() throws {
    #expect(Set(try archive.keys("một +ba -năm")) == ["2", "3"])
    #expect(Set(try archive.keys("một NOT hai")) == ["5"])
    #expect(Set(try archive.keys("một KHÔNG hai")) == ["5"])
    #expect(try archive.keys("-một") == ["6"])
  }

  @Test func `AND, OR and brackets join groups`() throws {
    #expect(Set(try archive.keys("năm OR sáu")) == ["1", "6"])
    #expect(Set(try archive.keys("(năm HOẶC sáu) AND một")) == ["1"])
    #expect(Set(try archive.keys("bốn VÀ năm")) == ["1"])
  }

  @Test(arguments: [
    "Người giám hộ KHÔNG có nghĩa vụ nào sau đây đối với người được giám hộ",
    "Bảo lãnh KHÔNG chấm dứt khi nào?", "người giám hộ VÀ người được giám hộ là ai?",
  ])
  func `capitals in a sentence stress words`(query: String) throws {
    let archive = try TestArchive("người giám hộ có nghĩa vụ", "bảo lãnh không chấm dứt khi nào")
    let reply = try archive.reply(query) { $0.match = .any }
    let plain = try archive.reply(query.lowercased()) { $0.match = .any }
    #expect(reply.hits.map(\.key) == plain.hits.map(\.key))
    #expect(reply.hits.map(\.score) == plain.hits.map(\.score))
  }

  @Test(arguments: [
    "một KHÔNG hai", "\"một\" ba bốn năm sáu bảy tám chín mười KHÔNG hai",
    "một (ba HOẶC bốn HOẶC năm HOẶC sáu HOẶC bảy) KHÔNG hai",
    "+một ba bốn năm sáu bảy tám chín mười KHÔNG hai",
  ])
  func `in an expression they are operators, however long`(query: String) throws {
    let archive = try TestArchive("một hai", "một ba bốn năm")
    #expect(try !archive.keys(query) { $0.match = .any }.contains("1"))
  }

  @Test func `phrases keep their order and do not cross sentences`() throws {
    let archive = try TestArchive("Đi Hà. Nội dung", "ở Hà Nội", "Nội Hà")
    #expect(try archive.keys("\"hà nội\"") == ["2"])
  }

  @Test func `words without a space between them are a phrase`() throws {
    let archive = try TestArchive(
      "Chỉ thị số 18-CT/TW của Ban Bí thư", "18 người, CT xa, TW gần", "số 18/CT-TW")
    #expect(Set(try archive.keys("18-CT/TW")) == ["1", "3"])
  }

  @Test func `a Roman numeral and its number find each other`() throws {
    let archive = try TestArchive("Đại hội XIII của Đảng", "Đại hội 13", "Đại hội XII")
    #expect(Set(try archive.keys("Đại hội XIII")) == ["1", "2"])
    #expect(Set(try archive.keys("đại hội 13")) == ["1", "2"])
  }

  @Test func `a document number is one thing however it is written`() throws {
    let archive = try TestArchive("Chỉ thị 18-CT/TW", "Chỉ thị 18/CT-TƯ", "Chỉ thị 81-CT/TW")
    for query in ["18-CT/TW", "18/CT-TW", "18-CT/TƯ", "\"18-CT/TW\""] {
      #expect(Set(try archive.keys(query)) == ["1", "2"], "\(query)")
    }
  }

  @Test func `totals are exact and pages do not overlap`() throws {
    let first = try archive.reply("một") { $0.limit = 2 }
    let second = try archive.reply("một") {
      $0.limit = 2
      $0.offset = 2
    }
    #expect(first.total == 5 && second.total == 5)
    #expect(Set(first.hits.map(\.key)).isDisjoint(with: second.hits.map(\.key)))
  }

  @Test func `a page beyond the limits is refused`() throws {
    #expect(throws: SearchError.self) { try archive.reply("một") { $0.limit = 1001 } }
    #expect(throws: SearchError.self) { try archive.reply("một") { $0.offset = 9_999 } }
  }

  @Test func `a deadline that has passed is told`() throws {
    let reply = try archive.reply("một") { $0.deadline = Deadline(after: .zero) }
    #expect(reply.timedOut)
  }
}
