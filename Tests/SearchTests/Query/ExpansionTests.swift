import Documents
import TestSupport
import Testing

@testable import Search

@Suite struct ExpansionTests {
  private let archive: TestArchive

  init() throws {
    archive = try TestArchive(
      "Mặt trận Tổ quốc xã họp.", "MTTQ xã họp từ hôm nay.", "Trận đấu ở mặt sân cỏ.",
      "Tỉnh Đắk Lắk trồng cà phê.", "Tỉnh Đắc Lắc trồng tiêu.", "về TP.HCM", "ra TPHCM",
      "thành phố Hồ Chí Minh", "ca sĩ hát", "Kon Tum", "Kontum", "Bộ Công an", "Ban Công an (BCA)")
  }

  @Test(arguments: ["MTTQ", "mttq", "mặt trận tổ quốc", "mat tran to quoc"])
  func `short and long forms find each other`(query: String) throws {
    let reply = try archive.reply(query)
    #expect(Set(reply.hits.map(\.key)) == ["1", "2"])
    #expect(!reply.widened && !reply.relaxed)
  }

  @Test func `what was typed comes first`() throws {
    #expect(try archive.keys("MTTQ xã họp") == ["2", "1"])
    #expect(try archive.keys("mặt trận tổ quốc xã họp") == ["1", "2"])
  }

  @Test(arguments: ["đắk lắk", "đắc lắc", "Dak Lak"])
  func `names meet in their spellings`(query: String) throws {
    #expect(Set(try archive.keys(query)) == ["4", "5"])
  }

  @Test(arguments: ["tphcm", "TP.HCM", "thành phố hồ chí minh", "thanh pho ho chi minh", "tp hcm"])
  func `a joined name meets its long form`(query: String) throws {
    #expect(Set(try archive.keys(query)) == ["6", "7", "8"], "\(query)")
  }

  @Test func `one word and two meet`() throws {
    #expect(Set(try archive.keys("kontum")) == ["10", "11"])
    #expect(Set(try archive.keys("kon tum")) == ["10", "11"])
  }

  @Test(arguments: [
    "XH&GĐN", "xh&gđn", "XH&GDN", "xã hội và gia đình nghèo", "xa hoi va gia dinh ngheo",
  ])
  func `a learned short form with signs meets its words`(query: String) throws {
    let explained = "Tổ Xã hội và Gia đình nghèo (XH&GĐN)"
    let learned = try TestArchive(
      "\(explained) họp.", "\(explained) đi thăm dân.", "XH&GĐN tặng quà.", "Nhóm ca hát.")
    #expect(Set(try learned.keys(query)) == ["1", "2", "3"], "\(query)")
  }

  @Test func `quotes, plus and exact accents bind`() throws {
    #expect(try archive.keys("\"mặt trận tổ quốc\"") == ["1"])
    #expect(try archive.keys("+MTTQ") == ["2"])
    #expect(try archive.keys("MTTQ") { $0.accents = .exact } == ["2"])
    #expect(try archive.reply("\"MTTQ\"").expansions.isEmpty)
  }

  @Test func `the reply says what else was searched for`() throws {
    #expect(
      try archive.reply("MTTQ xã").expansions
        == [.init(words: "MTTQ", also: "mặt trận tổ quốc", reason: .acronym)])
    let names = try archive.reply("đắk lắk").expansions
    #expect(names.contains(.init(words: "đắk lắk", also: "đắc lắc", reason: .variant)))
    #expect(try archive.reply("trận đấu").expansions.isEmpty)
  }

  @Test func `words that stand for others are marked`() throws {
    let short = try #require(try archive.reply("mặt trận tổ quốc").hits.last)
    #expect(short.snippets.first?.marks == [0..<4])
    let long = try #require(try archive.reply("MTTQ").hits.last)
    #expect(long.snippets.first?.marks == [0..<24])
  }

  @Test func `a short form that is a syllable counts in capitals only`() throws {
    let archive = try TestArchive(
      "Công an (CA) xã", "công an (CA) phường", "ca sĩ", "Công an huyện", "cái ca nước")
    #expect(Set(try archive.keys("CA")) == ["1", "2", "3", "4", "5"])
    #expect(Set(try archive.keys("ca")) == ["1", "2", "3", "5"])
    #expect(Set(try archive.keys("CA SĨ")) == ["3"])
    #expect(Set(try archive.keys("công an")) == ["1", "2", "4"])
  }

  @Test func `the archive's own short forms count when two documents agree`() throws {
    let archive = try TestArchive(
      "quỹ lúa vàng (QLV)", "Quỹ lúa vàng (QLV)", "quỹ lúa vàng", "hội bơi lội (HBL)", "hội bơi lội"
    )
    #expect(Set(try archive.keys("QLV")) == ["1", "2", "3"])
    #expect(Set(try archive.keys("HBL")) == ["4"])
  }

  @Test func `of several readings each counts less, unless the archive prefers one`() throws {
    let both = try TestArchive("chính phủ họp", "cổ phần hoá", "CP họp")
    #expect(Set(try both.keys("CP")) == ["1", "2", "3"])
    let clear = try TestArchive("cổ phần (CP) một", "cổ phần (CP) hai", "chính phủ", "cổ phần")
    let hits = try clear.reply("CP").hits
    #expect(hits.map(\.key) == ["1", "2", "4", "3"])
  }
}
