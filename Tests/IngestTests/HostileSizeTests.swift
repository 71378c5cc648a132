import Documents
import Glibc
import TestSupport
import Testing

@testable import Ingest

/// Inputs that are made to hurt by their size, at the size that hurt others. What would take too long
/// in a test has a lower limit of time, not another shape: `Benchmarks/extraction/hostile.py` has all
/// of them with the limits as they are.
@Suite(.timeLimit(.minutes(10)), .serialized) struct `Hostile by size` {
  private func page(_ middle: String) -> String {
    "<html><head><title>Thử</title></head><body><p>\(prose(1))</p>\(middle)<p>\(prose(2))</p></body></html>"
  }

  /// - Parameter duration: of a page, in milliseconds; nil for the usual limit.
  private func read(_ text: String, milliseconds: Int? = nil) throws -> Document {
    var extractor = Extractor()
    if let milliseconds { extractor.limits.duration = .milliseconds(milliseconds) }
    return try extractor.document(from: Array(text.utf8), SourceFile(key: DocumentKey("/a.html")))
  }

  @Test func `a million tags in each other`() throws {
    let document = try read(page(String(repeating: "<div>", count: 1_000_000) + "đáy sâu"))
    #expect(document.allText.contains(prose(1)) && document.allText.contains(prose(2)))
    #expect(document.allText.contains("đáy sâu"))
    #expect(document.status == .partial && document.warnings.contains { $0.contains("nest") })
  }

  @Test func `a million elements of XML in each other`() throws {
    let depth = 1_000_000
    let text =
      "<?xml version=\"1.0\"?><thu><doan>\(prose(1))</doan>"
      + String(repeating: "<a>", count: depth)
      + "đáy" + String(repeating: "</a>", count: depth) + "</thu>"
    let document = try document(Array(text.utf8), name: "/a.xml")
    #expect(document.allText.contains(prose(1)))
    #expect(document.status == .partial && document.warnings.contains { $0.contains("nest") })
  }

  @Test func `one entity of 50 kB, twenty thousand times`() throws {
    let text =
      "<?xml version=\"1.0\"?><!DOCTYPE thu [<!ENTITY a '\(String(repeating: "x", count: 50_000))'>]>"
      + "<thu><doan>\(prose(1))</doan><doan>\(String(repeating: "&a;", count: 20_000))</doan>"
      + "<doan>\(prose(2))</doan></thu>"
    #expect(throws: IngestError.refused("it declares entities")) {
      try document(Array(text.utf8), name: "/a.xml")
    }
    // Also where the declaration is longer than what files are told by.
    let longer = text.replacing(
      "ENTITY a '", with: "ENTITY a '" + String(repeating: "y", count: 99_999))
    #expect(throws: IngestError.refused("it declares entities")) {
      try document(Array(longer.utf8), name: "/a.xml")
    }
  }

  @Test func `laughs and a file of the machine inside of HTML`() throws {
    let laughs = (1...10).map { level in
      "<!ENTITY a\(level) '\(String(repeating: "&a\(level - 1);", count: 10))'>"
    }.joined()
    let text =
      "<!DOCTYPE html [<!ENTITY a0 'ha'>\(laughs)<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
      + page("<p>&e; &a10;</p>")
    let document = try read(text)
    #expect(document.allText.contains(prose(1)) && document.allText.contains(prose(2)))
    #expect(!document.allText.contains("root:") && !document.allText.contains("haha"))
  }

  @Test func `an attribute of twenty megabytes`() throws {
    let document = try read(
      page("<a href=\"\(String(repeating: "x", count: 20 << 20))\">liên kết</a>"))
    #expect(document.allText.contains(prose(1)) && document.allText.contains(prose(2)))
  }

  @Test func `a tag name of five megabytes`() throws {
    let document = try read(page("<\(String(repeating: "x", count: 5 << 20))>giữa"))
    #expect(document.allText.contains(prose(1)) && document.allText.contains(prose(2)))
  }

  @Test(arguments: ["<", "&"]) func `a million times one sign`(sign: String) throws {
    let document = try read(page(String(repeating: sign, count: 1_000_000)), milliseconds: 500)
    #expect(document.allText.contains(prose(1)))
    #expect(document.status == .complete || document.warnings.contains(PageCut.time.warning))
  }

  @Test func `two million comments without end`() throws {
    let document = try read(page(String(repeating: "<!--", count: 2_000_000)))
    #expect(document.allText.contains(prose(1)) && document.allText.contains(prose(2)))
    #expect(document.status == .partial)
  }

  @Test func `four million paragraphs`() throws {
    let document = try read(page(String(repeating: "<p>x", count: 4_000_000)), milliseconds: 300)
    #expect(document.allText.contains(prose(1)))
    #expect(document.status == .partial)
  }

  @Test func `a line past the size of a text file`() throws {
    var extractor = Extractor()
    extractor.limits.textBytesOfFile = 20 << 20
    let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20 + 1)
    #expect(throws: IngestError.tooLarge(byteCount: bytes.count, limit: 20 << 20)) {
      try extractor.document(from: bytes, SourceFile(key: DocumentKey("/a.txt")))
    }
  }

  @Test func `a member past the size of a packed file`() throws {
    let large = [UInt8](repeating: 0x20, count: Limits().memberBytes + 1)
    let tar = try Reading(
      Packed.archive(
        .tar,
        [
          Packed.Entry("a.txt", prose(1)), Packed.Entry("b.txt", large),
          Packed.Entry("c.txt", prose(2)),
        ]), name: "/a.tar")
    #expect(tar.keys == ["/a.tar!/a.txt", "/a.tar!/c.txt"])
    #expect(tar.problems.map(\.code) == [.tooLarge])
    // Packed to nothing it is stopped earlier.
    let gzip = try Reading(Packed.archive(.gzip, [Packed.Entry("", large)]), name: "/a.txt.gz")
    #expect(gzip.documents.isEmpty && gzip.problems.map(\.code) == [.partial])
  }

  @Test func `more entries than are read, at the limit that holds`() throws {
    let limit = Limits().containerEntries
    let text = "Đây là lời mở đầu.\n"
    let entries = [Packed.Entry("a.txt", text)] + (0..<limit).map { Packed.Entry("\($0).txt", "") }
    let reading = try Reading(Packed.archive(.tar, entries), name: "/a.tar")
    #expect(reading.documents.first?.allText.contains("lời mở đầu") == true)
    #expect(reading.problems.last?.code == .partial)
    #expect(reading.problems.last?.reason.contains("10000 entries") == true)
  }

  @Test func `a word of megabytes in a Word file that packs it to nothing`() throws {
    let word = String(repeating: "a", count: 4 << 20)
    let reading = try Reading(
      OfficeFile.word(OfficeFile.paragraph(prose(1)) + OfficeFile.paragraph(word)), name: "/a.docx")
    #expect(reading.documents.isEmpty && reading.problems.map(\.code) == [.partial])
    #expect(reading.problems.first?.reason.contains("100 times") == true)
  }

  @Test func `a million open groups of RTF`() throws {
    let text = "{\\rtf1 một câu " + String(repeating: "{", count: 1_000_000) + "x"
    let reading = try Reading(Array(text.utf8), name: "/a.rtf")
    #expect(reading.documents.first?.allText.contains("một câu") == true)
    #expect(reading.documents.first?.status == .partial)
  }

  @Test func `a mail of twenty thousand parts in each other`() throws {
    let head =
      "From: a@b.vn\nSubject: Thư lồng thư\nDate: Mon, 5 Jan 2026 08:00:00 +0700\nMIME-Version: 1.0\n"
    let parts = (0..<20_000).map {
      "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n"
    }
    let reading = try Reading(Array((head + parts.joined()).utf8), name: "/a.eml")
    #expect(reading.documents.first?.title == "Thư lồng thư")
    #expect(reading.documents.first?.warnings.contains { $0.contains("too many parts") } == true)
  }
}

@Suite struct `Hostile places` {
  @Test func `links in a tar are no way to a file`() throws {
    let folder = try Folder()
    folder.file("secret.txt", "bimatkhongaiduocdoc")
    func header(_ name: String, type: String, link: String) -> [UInt8] {
      var block = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        for (offset, byte) in text.utf8.enumerated() { block[place + offset] = byte }
      }
      put(name, at: 0)
      put("0000644", at: 100)
      put("00000000000", at: 124)
      put("00000000000", at: 136)
      put("        ", at: 148)
      put(type, at: 156)
      put(link, at: 157)
      put("ustar", at: 257)
      put("00", at: 263)
      let sum = block.reduce(0) { $0 + Int($1) }
      let octal = String(sum, radix: 8)
      put(String(repeating: "0", count: 6 - octal.count) + octal + "\0 ", at: 148)
      return block
    }
    let rest = Packed.archive(.tar, [Packed.Entry("a.txt", prose(1))])
    let secret = folder.path + "/secret.txt"
    let bytes =
      header("mem.txt", type: "2", link: secret) + header("cung.txt", type: "1", link: secret)
      + rest
    let reading = try Reading(bytes, name: "/a.tar")
    #expect(reading.keys == ["/a.tar!/a.txt"], "\(reading.problems)")
    #expect(!reading.documents.contains { $0.allText.contains("bimat") })
  }

  @Test func `a socket and a name with a line feed`() throws {
    let folder = try Folder()
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array((folder.path + "/o").utf8)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    folder.file("a\nb.txt", prose(1))
    let walk = Walk([folder.path])
    var keys: [String] = []
    for case .file(let item) in walk {
      keys.append(item.key.text)
      #expect(try Extractor().document(at: item).allText.contains(prose(1)))
    }
    #expect(keys == [folder.path + "/a\nb.txt"])
    #expect(walk.skipped.special == 1)
  }

  @Test func `a file that is cut while it is read keeps nothing half-read`() throws {
    let folder = try Folder()
    folder.file("a.txt", String(repeating: prose(1) + "\n\n", count: 2_000))
    guard case .file(let item) = Walk([folder.path]).next() else {
      Issue.record("no file")
      return
    }
    let input = try FileInput(FileReader().open(item))
    let head = try input.read(upTo: 64 << 10)
    #expect(head.count == 64 << 10)
    #expect(unsafe truncate(folder.path + "/a.txt", 70_000) == 0)
    var rest = 0
    while true {
      let piece = try input.read(upTo: 64 << 10)
      if piece.isEmpty { break }
      rest += piece.count
    }
    #expect(head.count + rest == 70_000)
    #expect(try !input.isUnchanged())
  }

  @Test(arguments: [4, 5]) func `a RAR of either form gives its files`(version: Int) throws {
    let entries = [
      Packed.Entry("tin.txt", prose(1)), Packed.Entry("b/trang.html", "<p>\(prose(2))</p>"),
    ]
    let bytes = version == 4 ? StoredRAR.version4(entries) : StoredRAR.version5(entries)
    let reading = try Reading(bytes, name: "/kho/a.rar")
    #expect(reading.problems.isEmpty, "\(reading.problems)")
    #expect(reading.keys == ["/kho/a.rar!/tin.txt", "/kho/a.rar!/b/trang.html"])
    #expect(reading.documents.first?.allText.contains(prose(1)) == true)
    for variant in damaged(bytes) {
      #expect(try Reading(variant, name: "/a").documents.count <= 4)
    }
  }
}
