import Documents
import Glibc
import Testing

@testable import Ingest

/// Files that real programs made, beside this one.
enum Fixture {
  static func bytes(_ name: String) throws -> [UInt8] {
    let folder = #filePath.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let path = "\(folder)/Fixtures/\(name)"
    guard let file = unsafe fopen(path, "r") else { throw CannotWrite(path: path) }
    defer { unsafe fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe fread(&bytes, 1, bytes.count, file)
    return Array(bytes[..<count])
  }
}

/// A PDF of plain lines in Helvetica, whose letters are windows-1252.
enum PlainPDF {
  static func bytes(_ pages: [[String]], title: String = "") -> [UInt8] {
    var out = Array("%PDF-1.4\n".utf8)
    var offsets: [Int] = []
    func add(_ object: [UInt8]) {
      offsets.append(out.count)
      out += Array("\(offsets.count) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
    }
    let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
    add(Array("<</Type/Catalog/Pages 2 0 R>>".utf8))
    add(Array("<</Type/Pages/Kids[\(kids)]/Count \(pages.count)>>".utf8))
    add(Array("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".utf8))
    for (i, page) in pages.enumerated() {
      var content = Array("BT /F1 11 Tf 14 TL 50 800 Td\n".utf8)
      for line in page {
        content +=
          Array("(".utf8) + line.unicodeScalars.map { UInt8($0.value) } + Array(") '\n".utf8)
      }
      content += Array("ET".utf8)
      add(
        Array(
          ("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            + "/Contents \(5 + 2 * i) 0 R>>").utf8))
      add(
        Array("<</Length \(content.count)>>\nstream\n".utf8) + content + Array("\nendstream".utf8))
    }
    add(Array("<</Title(\(title))/Author(Lua)/CreationDate(D:20190304050607Z)>>".utf8))
    let start = out.count
    out += Array("xref\n0 \(offsets.count + 1)\n0000000000 65535 f \n".utf8)
    for offset in offsets {
      let digits = String(offset)
      out += Array(String(repeating: "0", count: 10 - digits.count).utf8) + Array(digits.utf8)
      out += Array(" 00000 n \n".utf8)
    }
    let trailer = "trailer<</Size \(offsets.count + 1)/Root 1 0 R/Info \(offsets.count) 0 R>>"
    out += Array("\(trailer)\nstartxref\n\(start)\n%%EOF\n".utf8)
    return out
  }
}

@Suite(.timeLimit(.minutes(10))) struct `A PDF file` {
  @Test func `gives its text, its facts and where its pages begin`() throws {
    let document = try document(Fixture.bytes("don.pdf"), name: "/kho/don.pdf")
    #expect(document.title == "ĐƠN ĐỀ NGHỊ Về việc sửa đoạn đường ra bến Xuân")
    let second = "Mùa mưa vừa rồi nước xói trôi gần bốn mươi mét mặt đường"
    #expect(document.blocks.contains { $0.text.hasPrefix(second) && $0.text.hasSuffix("lại bờ.") })
    #expect(document.first(.author) == nil)
    #expect(document.first("pages") == "2")
    let start = try #require(document.pageStarts?.places.last)
    #expect(start.byte == 0 && document.blocks[start.block].text.hasPrefix("Trang sau ghi tên"))
    #expect(document.provenance.mediaType == "application/pdf")
    #expect(document.status == .complete)
  }

  @Test func `in an old font is repaired`() throws {
    let lines = [
      "Uû ban nh©n d©n x· Yªn Phó", "ChÝnh phñ ViÖt Nam ®· ban hµnh nghÞ quyÕt vÒ n«ng nghiÖp",
      "vµ ph¸t triÓn n«ng th«n, bµ con n«ng d©n rÊt phÊn khëi.",
    ]
    let document = try document(PlainPDF.bytes([lines]), name: "/a.pdf")
    #expect(document.allText.contains("Chính phủ Việt Nam đã ban hành"), "\(document.allText)")
  }

  @Test func `has running heads once, no page numbers, and paragraphs over pages in one`() throws {
    let words = ["mot", "hai", "ba", "bon", "nam"]
    let pages = words.enumerated().map { number, word in
      ["Tap san lang Ha so \(number)"] + (1...4).map { "Dong \($0) cua trang \(word) ke chuyen." }
        + ["Trang \(number + 1)/5"]
    }
    let document = try document(PlainPDF.bytes(pages), name: "/a.pdf")
    #expect(document.texts(.boilerplate).count { $0.hasPrefix("Tap san lang Ha so") } == 1)
    #expect(!document.allText.contains("/5"))
    #expect(document.first("pages") == "5")
    var two = PageText("Nuoc song len nhanh lam ca lang phai\n\u{0c}chay len de trong dem.\n\u{0c}")
    #expect(
      two.lines.map(\.text) == ["Nuoc song len nhanh lam ca lang phai chay len de trong dem."])
    two = PageText("Mot\n\u{0c}\u{0c}Hai\n\u{0c}")
    #expect(two.pageCount == 3 && two.emptyPages == 3)
    #expect(two.lines.map(\.page) == [1, 3])
  }

  @Test func `tells the page of each sentence, also where a paragraph goes on over pages`() throws {
    let pages = [
      ["Bien ban hop lang", "", "Dau tien ong truong thon doc ban bao cao ve con duong ra ben va"],
      ["cac ho dan hai ben duong da cung nhau gop suc dap lai bo ke bang da hoc roi"],
      ["trong lai hang tre chan song de giu dat cho mua nuoc sang nam.", "", "Ket luan o day."],
    ]
    let document = try document(PlainPDF.bytes(pages), name: "/a.pdf")
    let starts = try #require(document.pageStarts)
    func page(of words: String) throws -> Int {
      for (block, text) in document.blocks.map(\.text).enumerated() {
        guard let place = text.firstRange(of: words) else { continue }
        let byte = text.utf8.distance(from: text.startIndex, to: place.lowerBound)
        return starts.page(of: .init(block: block, byte: byte))
      }
      throw CannotWrite(path: words)
    }
    #expect(document.blocks.contains { $0.text.contains("ra ben va cac ho dan") })
    #expect(try page(of: "bao cao ve con duong") == 1)
    #expect(try page(of: "cac ho dan") == 2 && page(of: "bang da hoc roi") == 2)
    #expect(try page(of: "trong lai hang tre") == 3 && page(of: "Ket luan") == 3)
    #expect(starts.places.count == 3 && document.first(.pages) == "3")
  }

  @Test func `tells pages where its old font was repaired`() throws {
    let pages = [
      ["ChÝnh phñ ViÖt Nam ®· ban hµnh nghÞ quyÕt vÒ n«ng nghiÖp vµ ph¸t triÓn n«ng th«n"],
      ["vµ bµ con n«ng d©n rÊt phÊn khëi ®ãn nhËn nghÞ quyÕt míi."],
    ]
    let document = try document(PlainPDF.bytes(pages), name: "/a.pdf")
    let block = try #require(document.blocks.first { $0.text.contains("nông thôn và bà con") })
    let place = try #require(document.pageStarts?.places.last)
    #expect(
      String(decoding: block.text.utf8.dropFirst(place.byte), as: UTF8.self).hasPrefix("và bà"))
  }

  @Test func `tells pages where running heads are left out`() throws {
    let words = ["mot", "hai", "ba", "bon", "nam"]
    let pages = words.enumerated().map { number, word in
      ["Tap san lang Ha so \(number)"] + (1...4).map { "Dong \($0) cua trang \(word) ke chuyen." }
    }
    var extractor = Extractor()
    extractor.keepsBoilerplate = false
    let document = try extractor.document(
      from: PlainPDF.bytes(pages), SourceFile(key: DocumentKey("/a.pdf")))
    let starts = try #require(document.pageStarts)
    for (index, block) in document.blocks.enumerated() {
      let word = try #require(words.firstIndex { block.text.contains("trang \($0)") })
      #expect(starts.page(of: .init(block: index)) == word + 1, "\(block.text)")
    }
  }

  @Test func `without text says that its pages may be scanned`() throws {
    let document = try document(PlainPDF.bytes([[], []]), name: "/a.pdf")
    #expect(document.status == .empty)
    #expect(document.warnings.contains { $0.contains("2 of 2 pages") })
  }

  @Test func `that is encrypted is named so`() throws {
    let reading = try Reading(Fixture.bytes("mat-khau.pdf"), name: "/a.pdf")
    #expect(reading.problems.map(\.code) == [.encrypted])
  }

  @Test func `damaged is read or refused`() throws {
    let bytes = PlainPDF.bytes([["Ben song que toi co cay da"], ["Trang hai"]], title: "x")
    for variant in damaged(bytes, seeds: 0..<12).enumerated()
    where variant.offset % 16 == 0 || variant.offset > 95 {
      let reading = try Reading(variant.element, name: "/a.pdf")
      #expect(reading.documents.count + reading.problems.count <= 1)
    }
  }
}

@Suite struct `A file of an old office program` {
  @Test func `of Word gives its text`() throws {
    let document = try document(Fixture.bytes("don.doc"), name: "/a.doc")
    #expect(document.allText.contains("Mùa mưa vừa rồi nước xói trôi gần bốn mươi mét mặt đường"))
    #expect(document.provenance.mediaType == "application/msword")
  }

  @Test func `of Excel gives a line a row`() throws {
    let document = try document(Fixture.bytes("so.xls"), name: "/a.xls")
    #expect(document.texts(.table).contains("9 | 310 | Nước lên nhanh sau bão"))
    #expect(document.provenance.mediaType == "application/vnd.ms-excel")
  }

  @Test func `with a password is named so`() {
    var bytes: [UInt8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
    for unit in "EncryptedPackage".utf16 { bytes += [UInt8(unit & 0xff), UInt8(unit >> 8)] }
    #expect(throws: IngestError.encrypted) { try document(bytes) }
  }

  @Test func `that is damaged is read or refused`() throws {
    let bytes = try Fixture.bytes("so.xls")
    for length in stride(from: 0, to: bytes.count, by: 700) {
      _ = try Reading(Array(bytes[..<length]), name: "/a.xls")
    }
  }
}

/// The same letter, saved in each format by LibreOffice.
@Suite struct `One letter in many formats` {
  @Test(arguments: ["don.docx", "don.odt", "don.rtf", "don.doc", "don.pdf", "don.epub"])
  func `has the same text`(name: String) throws {
    let reading = try Reading(Fixture.bytes(name), name: "/kho/" + name)
    #expect(reading.problems.isEmpty)
    let text = reading.documents.map(\.allText).joined(separator: "\n")
    for words in [
      "Kính gửi: Ủy ban nhân dân xã Yên Phú", "nước xói trôi gần bốn mươi mét mặt đường", "Bà Lụa",
      "đồng ý cùng góp sức",
    ] {
      #expect(text.contains(words), "\(name): \(words)")
    }
  }

  @Test(arguments: ["so.ods", "so.xls", "so.xlsx"])
  func `or one table has the same rows`(name: String) throws {
    let document = try document(Fixture.bytes(name), name: "/kho/" + name)
    #expect(
      document.texts(.table).contains("9 | 310 | Nước lên nhanh sau bão"), "\(document.outline)")
  }

  @Test(arguments: ["buoi.odp", "buoi.pptx"])
  func `or one slide has its title and text`(name: String) throws {
    let document = try document(Fixture.bytes(name), name: "/kho/" + name)
    #expect(document.title == "Buổi họp xóm Hạ")
    #expect(document.allText.contains("Bàn việc đổ đá con đường ra bến Xuân trước mùa mưa"))
  }
}

@Suite(.timeLimit(.minutes(10))) struct `A tool of another package` {
  @Test func `that is missing is named with its package`() {
    let tool = Tool(name: "mucluc-no-such-tool", package: "no-such-package")
    #expect(throws: IngestError.missingTool("mucluc-no-such-tool", package: "no-such-package")) {
      try ChildProcess(tool: tool, arguments: []).run(on: [])
    }
    let problem = IngestProblem(path: "/a", error: .missingTool("x", package: "y"))
    #expect(problem.code == .missingTool && problem.reason.contains("apt-get install y"))
  }

  @Test func `gets the bytes, and its output comes back`() throws {
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let cat = Tool(name: "cat", package: "coreutils")
    let result = try ChildProcess(tool: cat, arguments: [ChildProcess.inputPath]).run(on: bytes)
    #expect(result.output == bytes && result.exitCode == 0 && result.cut == nil)
  }

  @Test func `that takes too long is ended`() throws {
    let sleep = Tool(name: "sleep", package: "coreutils")
    let limits = ProcessLimits(duration: .milliseconds(100))
    let result = try ChildProcess(tool: sleep, arguments: ["1000"], limits: limits).run(on: [])
    #expect(result.cut == .time && result.exitCode == nil)
  }

  @Test func `that says too much is ended`() throws {
    let yes = Tool(name: "yes", package: "coreutils")
    let limits = ProcessLimits(output: 1 << 20)
    let result = try ChildProcess(tool: yes, arguments: [], limits: limits).run(on: [])
    #expect(result.cut == .output && result.output.count >= 1 << 20)
  }

  @Test func `that takes too much memory ends by itself`() throws {
    let sort = Tool(name: "tail", package: "coreutils")
    let limits = ProcessLimits(memory: 64 << 20)
    // A last line of endless zeros must be kept whole.
    let result = try ChildProcess(
      tool: sort, arguments: ["-n", "1", "/dev/zero"], limits: limits
    ).run(on: [])
    #expect(result.exitCode != 0 && result.cut == nil)
  }

  @Test func `has no other files open`() throws {
    let ls = Tool(name: "ls", package: "coreutils")
    let result = try ChildProcess(tool: ls, arguments: ["/proc/self/fd"]).run(on: [])
    // The listing itself is the fourth.
    #expect(String(decoding: result.output, as: UTF8.self) == "0\n1\n2\n3\n")
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Scanned paper` {
  private func read(_ name: String, ocr: Bool) throws -> Reading {
    var reading = try Reading([])
    reading.documents = []
    reading.problems = []
    var extractor = Extractor()
    extractor.scans = ocr ? ScanOptions() : nil
    extractor.extract(
      from: try Fixture.bytes(name), SourceFile(key: try DocumentKey("/kho/" + name))
    ) { part in
      switch part {
      case .document(let document): reading.documents.append(document)
      case .problem(let problem): reading.problems.append(problem)
      }
    }
    return reading
  }

  @Test func `in a PDF is read page by page when asked for`() throws {
    let document = try #require(try read("quet.pdf", ocr: true).documents.first)
    #expect(document.allText.contains("Ủy ban nhân dân xã Yên Phú"), "\(document.allText)")
    #expect(document.first("ocr_pages") == "1" && document.first("pages") == "1")
    let without = try #require(try read("quet.pdf", ocr: false).documents.first)
    #expect(without.status == .empty && without.first("ocr_pages") == nil)
    #expect(without.first(.unreadPages) == "1" && document.first(.unreadPages) == nil)
    #expect(without.warnings.contains { $0.contains("--ocr") })
  }

  @Test func `in a picture is read when asked for`() throws {
    let document = try #require(try read("quet-1.png", ocr: true).documents.first)
    #expect(document.allText.contains("con đường đất dẫn ra bến đò từ năm 1987"))
    #expect(document.provenance.mediaType == "image/png")
    #expect(try read("quet-1.png", ocr: false).problems.map(\.code) == [.picture])
  }

  @Test func `is told of by ranges of pages`() {
    #expect(ScanOptions.text(ofPages: [1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10")
    #expect(ScanOptions.text(ofPages: []) == "")
  }

  @Test func `in a language that is not there is told the package that has it`() throws {
    #expect(ScanOptions().missing == nil && ScanOptions(languages: ["vie", "eng"]).missing == nil)
    let missing = try #require(ScanOptions(languages: ["vie", "khm"]).missing)
    #expect(missing == .missingTool("tesseract for khm", package: "tesseract-ocr-khm"))
    #expect(missing.description.contains("apt-get install tesseract-ocr-khm"))
    for text in ["", "a b", "../x y", "-l"] { #expect(!ScanOptions.isLanguage(text)) }
    // Pages with text stay, and what was not read can be asked for again.
    var extractor = Extractor()
    extractor.scans = ScanOptions(languages: ["khm"])
    let document = try extractor.document(
      from: Fixture.bytes("quet.pdf"), SourceFile(key: DocumentKey("/quet.pdf")))
    #expect(document.first(.unreadPages) == "1")
    #expect(document.warnings.contains { $0.contains("tesseract-ocr-khm") })
  }

  @Test func `that is no picture behind its first bytes is damaged`() throws {
    var extractor = Extractor()
    extractor.scans = ScanOptions()
    let bytes = Array(try Fixture.bytes("quet-1.png").prefix(60))
    #expect(throws: IngestError.self) {
      try extractor.document(from: bytes, SourceFile(key: DocumentKey("/a.png")))
    }
  }
}
