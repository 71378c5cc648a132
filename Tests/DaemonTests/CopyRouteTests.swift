import Documents
import Glibc
import InvertedIndex
import TestSupport
import Testing
import Wire

@testable import Daemon

/// Texts of files that are nearly the same, whenever they came, and what sites repeat.
@Suite struct CopyRouteTests {
  private static let files = "/v1/collections/main/files"
  private static let copies = "/v1/collections/main/copies"

  /// Paragraphs that only one story has.
  private static func story(_ number: Int) -> [String] {
    (0..<5).map { part in
      "Đoạn \(part): người dân ấp \(number * 3 + part) kể lại đêm giữ đê thứ \(number + 7), khi nước"
        + " tràn qua chân cống số \(number * 11 + part) và \(number + part * 5 + 20) người vác bao"
        + " cát chạy suốt \(number * part + 2) cây số dưới mưa."
    }
  }

  private static func file(
    _ path: String, _ blocks: [String], title: String = "Tin", source: String? = nil
  ) -> String {
    let written = blocks.map { #"{"kind":"paragraph","text":"\#($0)"}"# }.joined(separator: ",")
    return [
      #"{"begin":"\#(path)"}"#,
      #"{"document":{"id":"\#(path)","title":"\#(title)","source":"\#(source ?? path)","#
        + #""media_type":"text/html","blocks":[\#(written)]}}"#,
      #"{"end":{"path":"\#(path)","status":"complete","version":1}}"#, "",
    ].joined(separator: "\n")
  }

  @discardableResult
  private func send(_ harness: Harness, _ lines: String...) async throws -> FilesReport {
    let reply = try await harness.ask(
      "POST", Self.files, lines.joined(), type: "application/x-ndjson")
    try #require(reply.status == 200, "\(reply.text)")
    let report = try FilesReport(parsing: Array(reply.text.utf8).span)
    #expect(report.documents.errors.isEmpty)
    return report
  }

  private func families(_ harness: Harness, _ query: String = "") async throws -> [[String]] {
    let reply = try await harness.ask("GET", Self.copies + query)
    try #require(reply.status == 200, "\(reply.text)")
    return try FileCopies(parsing: Array(reply.text.utf8).span).families.map(\.documents)
  }

  @Test func `a story that comes tomorrow joins yesterday's family`() async throws {
    let harness = try Harness()
    let first = try await send(
      harness, Self.file("/bao-a/1", Self.story(1)), Self.file("/bao-a/2", Self.story(2)))
    #expect(first.nearCopies == 0)
    #expect(try await families(harness).isEmpty)
    await harness.close()

    let tomorrow = try Harness(sharing: harness.folder)
    let second = try await send(
      tomorrow, Self.file("/bao-b/9", Array(Self.story(1).dropLast()), title: "Giữ đê"),
      Self.file("/bao-b/8", Self.story(3)))
    #expect(second.nearCopies == 1)
    #expect(try await families(tomorrow) == [["/bao-a/1", "/bao-b/9"]])
    #expect(try await families(tomorrow, "?id=/bao-b/9") == [["/bao-a/1", "/bao-b/9"]])
    #expect(try await families(tomorrow, "?id=/bao-b/8").isEmpty)
    #expect(try await families(tomorrow, "?id=/khong-co").isEmpty)
    await tomorrow.close()

    let later = try Harness(sharing: harness.folder)
    try await send(later, Self.file("/bao-c/1", Self.story(1) + ["Theo TTXVN"]))
    #expect(try await families(later) == [["/bao-a/1", "/bao-b/9", "/bao-c/1"]])
    await later.close()
  }

  @Test(arguments: [false, true]) func `what is deleted leaves its family, and the family lives on`(
    restarts: Bool
  ) async throws {
    var harness = try Harness()
    try await send(
      harness, Self.file("/a", Self.story(1)), Self.file("/b", Self.story(1)),
      Self.file("/c", Self.story(1)))
    #expect(try await families(harness) == [["/a", "/b", "/c"]])
    // The one that all others were compared with.
    try await send(harness, #"{"remove":"/a"}"# + "\n")
    #expect(try await families(harness) == [["/b", "/c"]])
    if restarts {
      await harness.close()
      harness = try Harness(sharing: harness.folder)
    }
    try await send(harness, Self.file("/d", Self.story(1)))
    #expect(try await families(harness) == [["/b", "/c", "/d"]])
    for path in ["/b", "/c"] { try await send(harness, #"{"remove":"\#(path)"}"# + "\n") }
    #expect(try await families(harness).isEmpty)
    try await send(harness, Self.file("/e", Self.story(1)))
    #expect(try await families(harness) == [["/d", "/e"]])
    await harness.close()
  }

  @Test func `what changes leaves its family, and what is read again comes back`() async throws {
    let harness = try Harness()
    try await send(harness, Self.file("/a", Self.story(1)), Self.file("/b", Self.story(1)))
    try await send(harness, Self.file("/a", Self.story(5)))
    #expect(try await families(harness).isEmpty)
    try await send(harness, Self.file("/a", Self.story(1)))
    #expect(try await families(harness) == [["/a", "/b"]])
    #expect(try await send(harness, Self.file("/b", Self.story(1))).nearCopies == 1)
    #expect(try await families(harness) == [["/a", "/b"]])
    await harness.close()
  }

  @Test func `what moves stays in its family`() async throws {
    let harness = try Harness()
    try await send(harness, Self.file("/a", Self.story(1)), Self.file("/b", Self.story(1)))
    let row = #"{"path":"/cu/a","status":"complete","version":1}"#
    let report = try await send(harness, #"{"keep":\#(row),"from":"/a"}"# + "\n")
    #expect(report.moved == 1)
    #expect(try await families(harness) == [["/b", "/cu/a"]])
    try await send(harness, Self.file("/c", Self.story(1)))
    #expect(try await families(harness) == [["/b", "/c", "/cu/a"]])
    await harness.close()
  }

  @Test func `families come a page at a time`() async throws {
    let harness = try Harness()
    for number in 0..<5 {
      try await send(
        harness, Self.file("/a\(number)", Self.story(number)),
        Self.file("/b\(number)", Self.story(number)))
    }
    var found: [[String]] = []
    var next: Int? = 0
    while let after = next {
      let reply = try await harness.ask("GET", Self.copies + "?limit=2&after=\(after)")
      let page = try FileCopies(parsing: Array(reply.text.utf8).span)
      #expect(page.total == 5)
      found += page.families.map(\.documents)
      next = page.next
    }
    #expect(found == (0..<5).map { ["/a\($0)", "/b\($0)"] })
    let wrong = try await harness.ask("GET", Self.copies + "?ids=/a1")
    #expect(wrong.status == 400)
    await harness.close()
  }

  @Test func `what a site repeats is known in later runs, of all its folders`() async throws {
    let harness = try Harness()
    let notice = "Bản tin làng nghề do bà con tự viết, ai có ảnh xin gửi về hộp thư"
    func repeats() async throws -> [SiteRepeats.Site] {
      let reply = try await harness.ask("GET", "/v1/collections/main/repeats")
      return try SiteRepeats(parsing: Array(reply.text.utf8).span).sites
    }
    for day in 1...4 {
      try await send(harness, Self.file("/tin/2022/\(day)/a", Self.story(day) + [notice]))
    }
    // A copy says no more than the first.
    try await send(harness, Self.file("/tin/2022/5/a", Self.story(1) + [notice]))
    #expect(try await repeats().isEmpty)
    try await send(harness, Self.file("/tin/2022/6/a", Self.story(6) + [notice]))
    let site = try #require(try await repeats().first)
    #expect(site.name == "/tin" && site.blocks.count == 1)
    try await send(harness, #"{"remove":"/tin/2022/2/a"}"# + "\n")
    #expect(try await repeats().isEmpty)
    // Of a site with many documents some are kept, and they are the same in any order.
    for number in (10..<90).reversed() {
      try await send(
        harness,
        Self.file("/w/\(number)", Self.story(number) + [notice], source: "https://lang.example/"))
    }
    #expect(try await repeats() == [.init(name: "lang.example", blocks: site.blocks)])
    await harness.close()
  }

  /// A manifest as the first version made it, before it had the column for scanned paper.
  private static func makeFirstVersion(_ path: String) throws {
    let old = try Database(path: path)
    try old.execute(
      """
      CREATE TABLE facts(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
      CREATE TABLE files(
        id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL,
        status TEXT NOT NULL, device INTEGER, inode INTEGER, size INTEGER, mtime INTEGER,
        ctime INTEGER, hash TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 0,
        text_bytes INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0,
        stage TEXT, code TEXT, reason TEXT, offset INTEGER);
      CREATE TABLE documents(
        key TEXT PRIMARY KEY, file INTEGER NOT NULL, generation INTEGER NOT NULL) WITHOUT ROWID;
      CREATE INDEX documents_of_file ON documents(file);
      CREATE INDEX problems ON files(path) WHERE code IS NOT NULL;
      INSERT INTO files(id, path, generation, status, version) VALUES(7, '/a', 5, 'complete', 1);
      INSERT INTO documents VALUES('/a', 7, 5);
      PRAGMA user_version = 1;
      """)
  }

  @Test func `the manifest of an older program keeps its rows`() async throws {
    let harness = try Harness()
    try await send(harness, Self.file("/a", Self.story(1)))
    await harness.close()
    let path = harness.folder.path + "/data/collections/main/files.sqlite"
    for suffix in ["", "-wal", "-shm"] { _ = unsafe unlink(path + suffix) }
    try Self.makeFirstVersion(path)

    let upgraded = try Harness(sharing: harness.folder)
    let request = APIRequest("GET", try RequestTarget(Self.files), peer: .someone)
    let reply = await upgraded.api.answer(request)
    var rows: [UInt8] = []
    while let piece = try await reply.pieces?.next() { rows += piece }
    let row = try FileRecord(json: Array(rows.dropLast()).span)
    #expect((row.path, row.status, row.documents, row.version) == ("/a", .complete, 1, 1))
    // What it knew takes part when it is read again.
    try await send(upgraded, Self.file("/b", Self.story(1)))
    #expect(try await families(upgraded).isEmpty)
    try await send(upgraded, Self.file("/a", Self.story(1)))
    #expect(try await families(upgraded) == [["/a", "/b"]])
    await upgraded.close()
  }
}
