import Documents
import Testing

@testable import Ingest

/// A folder of pages of one site, kept as text or HTML.
@Suite struct RepeatTests {
  private static let notice =
    "Bản tin làng nghề do bà con tự viết, ai có ảnh xin gửi về hộp thư"
  private static let footer = "Hộp thư bạn đọc, số 7 ngõ Chùa Cả"

  /// Every story its own words: none resembles another.
  private static func story(_ number: Int) -> [String] {
    (0..<4).map { part in
      "Nhà số \(number * 13 + part) ở xóm \(number + 2) dệt được \(number * part + 31) thước"
        + " lụa trong tháng \(part + 1), bán cho khách phường \(number * 5 + 1) với giá"
        + " \(part * 17 + number) nghìn đồng, còn \(number + 40) thước để dành cho phiên chợ"
        + " ngày \(part * 2 + number % 20 + 1)."
    }
  }

  private static func text(_ number: Int) -> String {
    ([notice, "Chuyện dệt lụa ở xóm \(number + 2)"] + story(number) + [
      "Thông tin toà soạn", footer,
    ])
    .joined(separator: "\n\n") + "\n"
  }

  private static func page(_ number: Int) -> String {
    "<!doctype html><html><head><title>Xóm \(number)</title></head><body><h1>Xóm \(number)</h1>"
      + story(number).map { "<p>\($0)</p>" }.joined()
      + "<p>\(notice)</p></body></html>"
  }

  private static func documents(
    in folder: Folder, _ extractor: Extractor = Extractor()
  ) throws -> [Document] {
    var documents: [Document] = []
    for case .file(let item) in Walk([folder.path]) {
      documents.append(try extractor.document(at: item))
    }
    return documents
  }

  @Test func `what most texts of a folder have is boilerplate, and stays text`() throws {
    let folder = try Folder()
    for number in 0..<12 { folder.file("\(number).txt", Self.text(number)) }
    let documents = try Self.documents(in: folder)
    #expect(documents.count == 12)
    for document in documents {
      #expect(document.texts(.boilerplate).contains(Self.footer), "\(document.outline)")
      #expect(document.texts(.boilerplate).count <= 3)
      #expect(document.allText.contains(Self.notice))
      #expect(document.blocks.filter { $0.text.hasPrefix("Nhà số") }.count == 4)
      #expect(!document.texts(.boilerplate).contains { $0.hasPrefix("Nhà số") })
    }
    var extractor = Extractor()
    extractor.keepsBoilerplate = false
    let clean = try Self.documents(in: folder, extractor)
    #expect(clean.allSatisfy { !$0.allText.contains(Self.footer) })
    extractor.comparesNeighbours = false
    #expect(try Self.documents(in: folder, extractor)[0].allText.contains(Self.footer))
  }

  @Test func `so it is on pages`() throws {
    let folder = try Folder()
    for number in 0..<6 { folder.file("\(number).html", Self.page(number)) }
    for document in try Self.documents(in: folder) {
      #expect(document.texts(.boilerplate) == [Self.notice], "\(document.outline)")
    }
  }

  @Test func `few files, and files of other names, say nothing`() throws {
    let folder = try Folder()
    for number in 0..<4 { folder.file("\(number).txt", Self.text(number)) }
    for number in 4..<9 { folder.file("\(number).md", Self.text(number)) }
    for document in try Self.documents(in: folder) where document.key.text.hasSuffix("txt") {
      #expect(!document.texts(.boilerplate).contains(Self.footer))
    }
  }

  @Test func `copies of a story do not make boilerplate of it`() throws {
    let folder = try Folder()
    for number in 0..<10 {
      let story = ["Tin của báo số \(number)"] + Self.story(1)
      folder.file("\(number).txt", story.joined(separator: "\n\n") + "\n")
    }
    for document in try Self.documents(in: folder) {
      #expect(document.texts(.boilerplate) == [])
    }
  }

  @Test func `short texts that are all alike stay what they are`() throws {
    let folder = try Folder()
    for number in 0..<10 {
      folder.file(
        "\(number).txt",
        "Giấy mời số \(number)\n\nKính mời ông bà đến dự lễ giỗ tổ nghề dệt tại đình làng vào sáng"
          + " rằm.\n")
    }
    for document in try Self.documents(in: folder) {
      #expect(document.texts(.boilerplate) == [])
    }
  }

  @Test func `the order in which files are read, and their number, changes nothing`() throws {
    let folder = try Folder()
    for number in 0..<60 { folder.file("\(number).txt", Self.text(number)) }
    let together = try Self.documents(in: folder)
    for case .file(let item) in Walk([folder.path]) {
      // Each by an extractor that has seen nothing.
      let alone = try Extractor().document(at: item)
      #expect(together.contains(alone))
    }
  }

  @Test func `headings that documents share stay headings`() throws {
    let folder = try Folder()
    for number in 0..<8 {
      let story = Self.story(number)
      folder.file(
        "\(number).md",
        "# Xóm \(number)\n\n\(story[0])\n\n## Giá bán\n\n\(story[1])\n\n\(story[2])\n\n## Liên hệ"
          + "\n\nHộp thư 7\n")
    }
    for document in try Self.documents(in: folder) {
      #expect(document.texts(.subheading).contains("Giá bán"), "\(document.outline)")
      #expect(document.texts(.boilerplate).contains("Hộp thư 7"))
    }
  }
}
