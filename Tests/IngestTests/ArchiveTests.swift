import Documents
import Glibc
import TestSupport
import Testing

@testable import Ingest

@Suite struct `An archive` {
  private static let files = [
    Packed.Entry("tin/bến sông.txt", "Bến sông quê\n\n\(prose(1))\n"),
    Packed.Entry("tin/trang.html", "<html><body><p>\(prose(2))</p></body></html>"),
    Packed.Entry("ghi chép.md", "# Ghi chép\n\n\(prose(3))\n"),
  ]

  @Test(arguments: [
    Packed.Format.zip, .tar, .sevenZip, .cpio, .cpioOld, .tarGzip, .tarXZ, .tarZstd, .tarBzip2,
  ])
  func `gives its files as documents with keys of their own`(format: Packed.Format) throws {
    let reading = try Reading(Packed.archive(format, Self.files), name: "/kho/a.bin")
    #expect(reading.problems.isEmpty)
    #expect(
      reading.keys == [
        "/kho/a.bin!/tin/bến sông.txt", "/kho/a.bin!/tin/trang.html", "/kho/a.bin!/ghi chép.md",
      ])
    #expect(reading.documents.map(\.title) == ["Bến sông quê", "", "Ghi chép"])
    #expect(reading.documents[1].allText.contains(prose(2)))
    for document in reading.documents {
      #expect(document.provenance.modified == 1_700_000_000_000_000_000)
      #expect(document.provenance.source == document.key.text)
    }
  }

  /// Made by `bsdcpio -o -H newc` and `-H bin`, of the file tin.txt.
  @Test(arguments: ["tin.newc.cpio", "tin.bin.cpio"])
  func `of cpio is read as that program writes it`(name: String) throws {
    let reading = try Reading(Fixture.bytes(name), name: "/kho/a.cpio")
    #expect(reading.problems.isEmpty && reading.keys == ["/kho/a.cpio!/tin.txt"])
    #expect(reading.documents.first?.allText.contains("bến đò") == true)
  }

  @Test func `is not what a text of digits is`() throws {
    let text = "0707010123 là số máy của bến đò.\n\n\(prose(1))"
    #expect(try document(Array(text.utf8), name: "/a.txt").allText.contains("0707010123"))
  }

  @Test(arguments: [Packed.Format.gzip, .xz, .zstd, .bzip2])
  func `of one compressed file is that file`(format: Packed.Format) throws {
    let bytes = Packed.archive(format, [Packed.Entry("", "# Tựa\n\n\(prose(1))")])
    let reading = try Reading(bytes, name: "/kho/bài.md.gz")
    #expect(reading.problems.isEmpty)
    #expect(reading.keys == ["/kho/bài.md.gz"])
    // The name without its last ending says that it is Markdown.
    #expect(reading.documents.first?.title == "Tựa")
    #expect(try document(bytes, name: "/a.gz").key.text == "/a.gz")
  }

  @Test func `in an archive has both names in its keys`() throws {
    let inner = Packed.archive(.tarGzip, [Packed.Entry("c.txt", prose(1))])
    let outer = Packed.zip([Packed.Entry("b.tgz", inner), Packed.Entry("d.txt", prose(2))])
    let reading = try Reading(outer, name: "/a.zip")
    #expect(reading.keys == ["/a.zip!/b.tgz!/c.txt", "/a.zip!/d.txt"])
  }

  @Test func `with a file that is not read says so and goes on`() throws {
    let reading = try Reading(
      Packed.zip([
        Packed.Entry("ảnh.png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0]),
        Packed.Entry("b.txt", prose(1)),
      ]), name: "/a.zip")
    #expect(reading.keys == ["/a.zip!/b.txt"])
    #expect(reading.problems.map(\.code) == [.picture])
    #expect(reading.problems.first?.path == "/a.zip!/ảnh.png")
  }

  @Test func `with names of an old charset is decoded`() throws {
    let name = "NghÞ quyÕt ChÝnh phñ.txt".unicodeScalars.map { UInt8($0.value) }
    let reading = try Reading(
      Packed.archive(.tar, [Packed.Entry(name, Array(prose(1).utf8))]), name: "/a.tar")
    #expect(reading.keys == ["/a.tar!/Nghị quyết Chính phủ.txt"])
  }

  @Test func `with one name twice keeps both`() throws {
    let entries = [Packed.Entry("a.txt", prose(1)), Packed.Entry("a.txt", prose(2))]
    let reading = try Reading(Packed.archive(.tar, entries), name: "/a.tar")
    #expect(reading.keys == ["/a.tar!/a.txt", "/a.tar!/a.txt#2"])
  }

  @Test func `without files gives nothing and is no problem`() throws {
    let reading = try Reading(Packed.zip([]), name: "/a.zip")
    #expect(reading.documents.isEmpty && reading.problems.isEmpty)
  }

  @Test func `passes over what a walk would`() throws {
    let reading = try Reading(
      Packed.zip([
        Packed.Entry("__MACOSX/._a.txt", "x"), Packed.Entry(".ẩn/b.txt", "x"),
        Packed.Entry("c.txt", prose(1)),
      ]), name: "/a.zip")
    #expect(reading.keys == ["/a.zip!/c.txt"] && reading.problems.isEmpty)
  }

  @Test func `asked for as one document says that it holds many`() {
    #expect(throws: IngestError.holdsMany) { try document(Packed.zip(Self.files)) }
  }

  @Test func `is left when the caller has enough`() throws {
    struct Enough: Error {}
    var count = 0
    #expect(throws: Enough.self) {
      try Extractor().extract(
        from: Packed.zip(Self.files), SourceFile(key: DocumentKey("/a.zip"))
      ) { (_: Extracted) throws(Enough) in
        count += 1
        throw Enough()
      }
    }
    #expect(count == 1)
  }

  @Test func `on disk is read piece by piece`() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/a.zip"
    try write(Packed.zip(Self.files), to: path)
    var keys: [String] = []
    for case .file(let item) in Walk([path]) {
      Extractor().extract(item) { part in
        if case .document(let document) = part { keys.append(document.key.text) }
      }
    }
    #expect(keys.count == 3 && keys.allSatisfy { $0.hasPrefix(path + "!/") })
  }
}

@Suite(.timeLimit(.minutes(10))) struct `Hostile archives` {
  @Test(arguments: ["../../etc/passwd", "/etc/passwd", "..\\..\\a.txt", "./././b/../c.txt"])
  func `cannot name a place outside`(name: String) throws {
    let reading = try Reading(
      Packed.archive(.tar, [Packed.Entry(name, prose(1))]), name: "/a.tar")
    let key = try #require(reading.keys.first)
    #expect(key.hasPrefix("/a.tar!/") && !key.dropFirst(8).contains("..") && !key.contains("!//"))
  }

  @Test func `that are encrypted are named so`() throws {
    let reading = try Reading(
      Packed.zip([Packed.Entry("mật.txt", prose(1))], password: "bí mật"), name: "/a.zip")
    #expect(reading.documents.isEmpty)
    #expect(reading.problems.map(\.code) == [.encrypted])
    #expect(reading.problems.first?.path == "/a.zip!/mật.txt")
  }

  @Test func `that unpack to far more than they are stop, and what came before stays`() throws {
    let bomb = [UInt8](repeating: 0x20, count: 8 << 20)
    let reading = try Reading(
      Packed.zip([Packed.Entry("a.txt", prose(1)), Packed.Entry("b.txt", bomb)]), name: "/a.zip")
    #expect(reading.keys == ["/a.zip!/a.txt"])
    #expect(reading.problems.map(\.code) == [.partial])
    #expect(reading.problems.first?.reason.contains("100 times") == true)
  }

  @Test func `that nest without end stop at the fifth`() throws {
    var bytes = Array(prose(1).utf8)
    for _ in 0..<7 { bytes = Packed.zip([Packed.Entry("a", bytes)]) }
    let reading = try Reading(bytes, name: "/a.zip")
    #expect(reading.documents.isEmpty)
    #expect(reading.problems.map(\.code) == [.partial])
    #expect(reading.problems.first?.path == "/a.zip!/a!/a!/a!/a!/a")
  }

  @Test func `share one budget over all levels`() throws {
    var limits = Limits()
    limits.unpackedBytes = 3000
    let text = String(repeating: "mưa nguồn chớp bể \u{2014} ", count: 40)
    let inner = Packed.archive(.tar, [Packed.Entry("c", text), Packed.Entry("d", text)])
    let reading = try Reading(
      Packed.zip([Packed.Entry("1", inner), Packed.Entry("2", inner)]), limits: limits)
    #expect(reading.problems.contains { $0.code == .partial })
    #expect(reading.documents.count < 4)
  }

  @Test func `with more entries than the limit are read up to it`() throws {
    var limits = Limits()
    limits.containerEntries = 3
    let entries = (0..<5).map { Packed.Entry("\($0).txt", prose($0)) }
    let reading = try Reading(Packed.zip(entries), limits: limits)
    #expect(reading.documents.count == 3)
    #expect(reading.problems.map(\.code) == [.partial])
  }

  @Test func `with a member past the limit leave it out and go on`() throws {
    var limits = Limits()
    limits.memberBytes = 1000
    let reading = try Reading(
      Packed.zip([
        Packed.Entry("a.txt", (0..<20).map(prose).joined()), Packed.Entry("b.txt", prose(1)),
      ]), name: "/a.zip", limits: limits)
    #expect(reading.keys == ["/a.zip!/b.txt"])
    #expect(reading.problems.map(\.code) == [.tooLarge])
  }

  @Test(arguments: [Packed.Format.zip, .tar, .sevenZip, .tarGzip, .tarXZ, .tarZstd, .gzip])
  func `damaged anywhere are read or refused`(format: Packed.Format) throws {
    let isSingle = format == .gzip
    let files = [
      Packed.Entry("a.txt", prose(1)), Packed.Entry("b/c.html", "<p>\(prose(2))</p>"),
    ]
    let bytes = Packed.archive(format, isSingle ? [files[0]] : files)
    for variant in damaged(bytes) {
      let reading = try Reading(variant, name: "/a")
      #expect(reading.documents.count <= 4)
    }
  }
}

/// Writes a file of a test.
func write(_ bytes: [UInt8], to path: String) throws {
  guard let file = unsafe fopen(path, "w") else { throw CannotWrite(path: path) }
  let count = unsafe fwrite(bytes, 1, bytes.count, file)
  unsafe fclose(file)
  #expect(count == bytes.count)
}

struct CannotWrite: Error {
  let path: String
}
