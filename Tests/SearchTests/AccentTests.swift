import TestSupport
import Testing

@testable import Search

@Suite struct AccentTests {
  private let archive: TestArchive

  init() throws {
    archive = try TestArchive(
      "Mặt trận Tổ quốc họp.", "mat tran to quoc", "Chiều mát trần nhà tô màu quốc",
      "Ông Dương đi học", "con đường dài", "duong", "hoà bình và hoa hồng", "hòa giải")
  }

  @Test func `a query without marks finds all spellings`() throws {
    #expect(Set(try archive.keys("mat tran to quoc")) == ["1", "2", "3"])
    #expect(Set(try archive.keys("duong")) == ["4", "5", "6"])
  }

  @Test func `words that stand together come before words that are scattered`() throws {
    #expect(try archive.keys("mat tran to quoc").last == "3")
  }

  @Test func `typed marks come first and others only where too few have them`() throws {
    let reply = try archive.reply("Dương")
    #expect(reply.hits.first?.key == "4")
    #expect(reply.widened)
    let enough = try archive.reply("Dương") { $0.weights.widenBelow = 1 }
    #expect(enough.hits.map(\.key) == ["4"])
    #expect(!enough.widened)
  }

  @Test func `both placements of a tone are one spelling`() throws {
    for accents in SearchRequest.Accents.allCases {
      let old = try archive.keys("hòa") { $0.accents = accents }
      #expect(try archive.keys("hoà") { $0.accents = accents } == old)
      #expect(Set(old).isSuperset(of: ["7", "8"]))
    }
  }

  @Test func `exact takes every syllable as typed`() throws {
    #expect(try archive.keys("duong") { $0.accents = .exact } == ["6"])
    #expect(try archive.keys("đường") { $0.accents = .exact } == ["5"])
  }

  @Test func `fold takes no notice of marks`() throws {
    #expect(Set(try archive.keys("đường") { $0.accents = .fold }) == ["4", "5", "6"])
  }

  @Test func `marks in a phrase bind and syllables without match any`() throws {
    #expect(try archive.keys("\"Mặt trận\"") == ["1"])
    #expect(Set(try archive.keys("\"mat tran\"")) == ["1", "2", "3"])
    #expect(try archive.keys("\"mạt trận\"").isEmpty)
  }

  @Test func `an unmarked name among marked ones finds the marked spelling`() throws {
    let archive = try TestArchive("chị Đặng Thuỳ Trâm", "Đặng Thuỳ Tram", "Đặng Thuỳ Anh")
    #expect(try archive.keys("Đặng Thùy Tram").prefix(2) == ["2", "1"])
  }

  @Test func `words spelled with i or y find each other, the typed one first`() throws {
    let archive = try TestArchive("bà Nguyễn Thị Quí", "bà Nguyễn Thị Quý", "quy định", "qui định")
    #expect(try archive.keys("Quý") { $0.weights.widenBelow = 1 } == ["2", "1"])
    #expect(try archive.keys("Quí") { $0.weights.widenBelow = 1 } == ["1", "2"])
    #expect(try archive.keys("quy dinh") == ["3", "4"])
    #expect(try archive.keys("\"quy định\"") == ["3"])
    #expect(try archive.keys("Quí") { $0.accents = .exact } == ["1"])
    let hit = try #require(try archive.reply("qui dinh").hits.last)
    #expect(hit.snippets.first?.marks == [0..<11])
  }

  @Test(arguments: ["mawtj traajn", "mat85 tra65n", "mawtj traanj toor quoocs"])
  func `keys typed without the input method are read`(query: String) throws {
    let reply = try archive.reply(query)
    #expect(reply.hits.first?.key == "1")
    #expect(reply.warnings.contains { $0.message.contains("mặt trận") })
  }

  @Test func `a real word is never read as keys`() throws {
    let archive = try TestArchive("gọi taxi", "bị ngã, tãi ra", "test máu")
    #expect(try archive.keys("taxi") == ["1"])
    #expect(try archive.reply("taxi").warnings.isEmpty)
    #expect(try archive.reply("bar").total == 0)
  }

  @Test func `decomposed queries and documents meet`() throws {
    #expect(try archive.keys("Ma\u{323}\u{306}t tr\u{61}\u{323}\u{302}n").first == "1")
  }
}
