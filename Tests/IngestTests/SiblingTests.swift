import Documents
import Testing

@testable import Ingest

/// Pages of one site that are packed in one file.
@Suite struct SiblingTests {
  private static let notice = "Bản tin làng nghề do bà con tự viết, ai có ảnh xin gửi về hộp thư"
  private static let footer = "Hộp thư bạn đọc, số 7 ngõ Chùa Cả"

  /// Every story its own words: none resembles another.
  private static func story(_ number: Int) -> [String] {
    (0..<4).map { part in
      "Nhà số \(number * 13 + part) ở xóm \(number + 2) dệt được \(number * part + 31) thước lụa trong"
        + " tháng \(part + 1), bán cho khách phường \(number * 5 + 1) với giá \(part * 17 + number)"
        + " nghìn đồng, còn \(number + 40) thước để dành cho phiên chợ ngày \(part * 2 + number % 20 + 1)."
    }
  }

  private static func page(_ number: Int, end: String = notice) -> String {
    "<!doctype html><html><head><title>Xóm \(number)</title></head><body><h1>Xóm \(number)</h1>"
      + story(number).map { "<p>\($0)</p>" }.joined() + "<p>\(end)</p></body></html>"
  }

  private static func text(_ number: Int) -> String {
    ([notice, "Chuyện dệt lụa ở xóm \(number + 2)"] + story(number) + [
      "Thông tin toà soạn", footer,
    ])
    .joined(separator: "\n\n") + "\n"
  }

  private static func warc(_ pages: [(address: String, page: String)]) -> [UInt8] {
    pages.flatMap { address, page in
      let answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
      let head =
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: \(address)\r\n"
        + "WARC-Date: 2021-05-06T07:08:09Z\r\nContent-Length: \(answer.utf8.count)\r\n\r\n"
      return Array((head + answer + "\r\n\r\n").utf8)
    }
  }

  @Test(arguments: [5, 23, 24, 60]) func `repeat menus and footers in a web archive`(count: Int)
    throws
  {
    let pages = (0..<count).map { ("http://www.lang.example/tin/\($0).html", Self.page($0)) }
    let reading = try Reading(Self.warc(pages), name: "/kho/lang.warc")
    #expect(reading.problems.isEmpty && reading.documents.count == count)
    for document in reading.documents {
      #expect(document.texts(.boilerplate) == [Self.notice], "\(document.outline)")
      #expect(document.blocks.filter { $0.text.hasPrefix("Nhà số") }.count == 4)
    }
    // In the order of the file.
    #expect(reading.keys == pages.map { "/kho/lang.warc!/" + $0.0 })
  }

  @Test(arguments: [Packed.Format.zip, .tar, .tarGzip, .sevenZip])
  func `in a zip or another archive are like those in a folder`(format: Packed.Format) throws {
    let folder = try Folder()
    let entries = (0..<12).map { Packed.Entry("tin/2022/0\($0 % 3 + 1)/\($0).txt", Self.text($0)) }
    let packed = try Reading(Packed.archive(format, entries), name: "/kho/tin.zip").documents
    for number in 0..<12 { folder.file("\(number).txt", Self.text(number)) }
    var loose: [Document] = []
    for number in 0..<12 {
      for case .file(let item) in Walk([folder.path + "/\(number).txt"]) {
        loose.append(try Extractor().document(at: item))
      }
    }
    #expect(packed.map(\.blocks) == loose.map(\.blocks))
    #expect(packed.allSatisfy { $0.texts(.boilerplate).contains(Self.footer) })
  }

  @Test func `of several sites are told apart`() throws {
    let pages = (0..<12).flatMap { number in
      [
        ("https://lua.example/\(number)", Self.page(number)),
        ("https://gom.example/\(number)", Self.page(number + 50, end: Self.footer)),
        // Sites with too few pages to tell.
        (
          "https://may\(number).example/",
          Self.page(number + 100, end: Self.notice)
        ),
      ]
    }
    let reading = try Reading(Self.warc(pages), name: "/kho/a.warc")
    #expect(reading.keys == pages.map { "/kho/a.warc!/" + $0.0 })
    for document in reading.documents {
      let place = document.provenance.source
      if place.contains("lua") {
        #expect(document.texts(.boilerplate) == [Self.notice], "\(document.outline)")
      } else if place.contains("gom") {
        #expect(document.texts(.boilerplate) == [Self.footer], "\(document.outline)")
      }
    }
  }

  @Test func `are messages of a list with one end`() throws {
    let box = (0..<8).map { number in
      "From a@b.example Mon Jan  5 08:00:00 2026\nFrom: Lan <lan@b.example>\nSubject: Xóm \(number)\n"
        + "Message-ID: <\(number)@b.example>\nContent-Type: text/plain; charset=utf-8\n\n"
        + Self.story(number).joined(separator: "\n\n") + "\n\n\(Self.footer)\n\n"
    }
    let reading = try Reading(Array(box.joined().utf8), name: "/thu/a.mbox")
    #expect(reading.documents.count == 8)
    for document in reading.documents {
      #expect(document.texts(.boilerplate) == [Self.footer], "\(document.outline)")
    }
  }

  @Test func `keep their order, with those that are not compared and those that fail`() throws {
    let entries = (0..<40).map { number -> Packed.Entry in
      switch number % 4 {
      case 0: Packed.Entry("\(number).png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0])
      case 1: Packed.Entry("\(number).csv", "tên,tuổi\nLan,\(number)\nHoa,12\n")
      default: Packed.Entry("\(number).html", Self.page(number))
      }
    }
    var order: [String] = []
    Extractor().extract(
      from: Packed.zip(entries), SourceFile(key: try DocumentKey("/a.zip"))
    ) { part in
      switch part {
      case .document(let document): order.append(document.key.text)
      case .problem(let problem): order.append(problem.path)
      }
    }
    #expect(order == entries.map { "/a.zip!/" + String(decoding: $0.name, as: UTF8.self) })
  }

  @Test func `are not held back past a limit of bytes`() throws {
    var siblings = Siblings(known: [:], heldByteLimit: 50_000)
    var given: [String] = []
    for number in 0..<120 {
      // Each of a site of its own, so that nothing is ever known of any.
      var document = Document(
        key: try DocumentKey("/a.warc!/\(number)"),
        blocks: [Block(.paragraph, String(repeating: "mưa nguồn chớp bể ", count: 100))])
      document.provenance.mediaType = "text/html"
      document.provenance.source = "https://may\(number).example/"
      for case (.document(let ready), _) in siblings.take(.document(document)) {
        given.append(ready.key.text)
      }
      // Texts of 2,500 bytes: twenty are held, and the one that is one too many has gone.
      #expect(given.count == max(0, number + 1 - 20), "\(number)")
    }
    for case (.document(let ready), _) in siblings.finish() { given.append(ready.key.text) }
    #expect(given == (0..<120).map { "/a.warc!/\($0)" })
    #expect(siblings.isEmpty)
  }

  @Test func `of earlier times count, too`() throws {
    var extractor = Extractor()
    let pages = (0..<2).map { ("http://lang.example/\($0)", Self.page($0)) }
    func boilerplate() throws -> [[String]] {
      var found: [[String]] = []
      extractor.extract(
        from: Self.warc(pages), SourceFile(key: try DocumentKey("/a.warc"))
      ) { if case .document(let document) = $0 { found.append(document.texts(.boilerplate)) } }
      return found
    }
    #expect(try boilerplate() == [[], []])
    let hash = try #require(RepeatedBlocks.hash(Block(.paragraph, Self.notice)))
    extractor.knownRepeats = ["lang.example": RepeatedBlocks(hashes: [hash])]
    #expect(try boilerplate() == [[Self.notice], [Self.notice]])
  }
}

@Suite struct SiteTests {
  @Test(arguments: [
    ("/srv/tin/2022/03-04/a.txt", "", "/srv/tin"), ("/srv/tin/a.txt", "", "/srv/tin"),
    ("/srv/a.zip!/tin/12/b.html", "", "/srv/a.zip!/tin"), ("/a.txt", "", ""),
    ("/2022/a.txt", "", "/2022"), ("/srv/số 12/a.txt", "", "/srv/số 12"),
    ("/k/a.warc!/http://x", "https://www.Lang.example:8080/tin?a=1", "lang.example"),
    ("/k/b.html", "ftp://lang.example/", "/k"),
  ])
  func `a document belongs to its host or its folder`(key: String, source: String, site: String)
    throws
  {
    var document = Document(key: try DocumentKey(key))
    document.provenance.mediaType = "text/html"
    document.provenance.source = source
    #expect(Site.name(of: document) == site)
  }

  @Test func `a page that says its address belongs to that host`() throws {
    var document = Document(key: try DocumentKey("/srv/luu/a.html"))
    document.provenance.mediaType = "text/html"
    document.fields = [Field(.url, ["https://baolang.example/tin/7"])]
    #expect(Site.name(of: document) == "baolang.example")
  }

  @Test func `chapters of books and tables belong to none`() throws {
    var document = Document(key: try DocumentKey("/sach/a.epub!/1.xhtml"))
    document.provenance.mediaType = "text/html"
    #expect(Site.name(of: document) == nil)
    document = Document(key: try DocumentKey("/a.csv"))
    document.provenance.mediaType = "text/csv"
    #expect(Site.name(of: document) == nil)
  }
}
