import Glibc
import InvertedIndex
import TestSupport
import Testing
import Wire

@testable import Daemon

@Suite struct FileRouteTests {
  private static let path = "/v1/collections/main/files"

  /// A file with its documents, as lines of a request.
  private static func file(
    _ path: String, _ documents: [String], mtime: Int = 1, status: String = "complete"
  ) -> String {
    let lines = documents.map { id in
      #"{"document":{"id":"\#(id)","title":"Tin","source":"\#(path)","#
        + #""modified":"1970-01-01T00:00:00.00000000\#(mtime)Z","#
        + #""blocks":[{"kind":"paragraph","text":"Mặt trận Tổ quốc \#(id)"}]}}"#
    }
    return ([#"{"begin":"\#(path)"}"#] + lines + [#"{"end":\#(row(path, mtime: mtime, status))}"#])
      .joined(separator: "\n") + "\n"
  }

  private static func row(
    _ path: String, mtime: Int = 1, _ status: String = "complete"
  ) -> String {
    #"{"path":"\#(path)","status":"\#(status)","device":1,"inode":2,"size":3,"mtime_ns":\#(mtime),"#
      + #""ctime_ns":5,"hash":"99aa06d3014798d86001c324468d497f","version":1,"seen_ns":7}"#
  }

  private func send(_ harness: Harness, _ lines: String) async throws -> FilesReport {
    let reply = try await harness.ask("POST", Self.path, lines, type: "application/x-ndjson")
    try #require(reply.status == 200, "\(reply.text)")
    return try FilesReport(parsing: Array(reply.text.utf8).span)
  }

  private func rows(
    _ harness: Harness, below: String? = nil, query: String = ""
  ) async throws -> [FileRecord] {
    let query = below.map { "?below=\($0)" } ?? query
    let request = APIRequest("GET", try RequestTarget(Self.path + query), peer: .someone)
    let reply = await harness.api.answer(request)
    try #require(reply.status == 200)
    var bytes: [UInt8] = []
    while let piece = try await reply.pieces?.next() { bytes += piece }
    return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
      try FileRecord(json: Array(line).span)
    }
  }

  private func ids(_ harness: Harness) async throws -> [String] {
    try await harness.ask("GET", "/v1/search?q=mat+tran&limit=100").ids.sorted()
  }

  @Test func `a file's documents are replaced as a set, and its row is kept`() async throws {
    let harness = try Harness()
    let first = try await send(harness, Self.file("/a.zip", ["/a.zip!/1", "/a.zip!/2"]))
    #expect((first.written, first.documents.created) == (1, 2))
    #expect(try await rows(harness).map(\.documents) == [2])
    let second = try await send(harness, Self.file("/a.zip", ["/a.zip!/2", "/a.zip!/3"]))
    #expect((second.documents.created, second.documents.deleted) == (1, 1))
    #expect(second.documents.unchanged == 1)
    #expect(try await ids(harness) == ["/a.zip!/2", "/a.zip!/3"])
    let row = try #require(try await rows(harness).first)
    #expect(row.stamp == .init(device: 1, inode: 2, byteCount: 3, modified: 1, changed: 5))
    #expect((row.status, row.documents, row.seen, row.version) == (.complete, 2, 7, 1))
    await harness.close()
    let again = try Harness(sharing: harness.folder)
    #expect(try await rows(again) == [row])
    await again.close()
  }

  @Test func `rows come a page at a time for who asks`() async throws {
    let harness = try Harness()
    let paths = (10..<17).map { "/s/\($0)" }
    _ = try await send(harness, paths.map { Self.file($0, [$0]) }.joined())
    #expect(try await rows(harness, query: "?limit=3").map(\.path) == Array(paths[..<3]))
    let next = try await rows(harness, query: "?below=/s&limit=3&after=/s/12")
    #expect(next.map(\.path) == Array(paths[3..<6]))
    #expect(try await rows(harness, query: "?limit=3&after=/s/15").map(\.path) == ["/s/16"])
    #expect(try await rows(harness, query: "?limit=3&after=/s/16").isEmpty)
    #expect(try await rows(harness, query: "?after=/s/11").map(\.path) == Array(paths[2...]))
    await harness.close()
  }

  @Test func `rows are those below a folder, not those of its neighbours`() async throws {
    let harness = try Harness()
    let paths = ["/s/a", "/s/a/x", "/s/a/y/z", "/s/a.b", "/s/ab", "/s/a0", "/t"]
    _ = try await send(harness, paths.map { Self.file($0, [$0]) }.joined())
    #expect(try await rows(harness, below: "/s/a").map(\.path) == ["/s/a", "/s/a/x", "/s/a/y/z"])
    #expect(try await rows(harness, below: "/s/a/").count == 3)
    #expect(try await rows(harness, below: "/").count == 7)
    #expect(try await rows(harness).count == 7)
    #expect(try await harness.ask("GET", Self.path + "?below=s").code == "invalid_field")
    #expect(try await harness.ask("GET", Self.path + "?belo=/s").code == "unknown_field")
    await harness.close()
  }

  @Test func `a file that moved takes its documents along, one that was touched keeps them`()
    async throws
  {
    let harness = try Harness()
    _ = try await send(harness, Self.file("/a/x.zip", ["/a/x.zip", "/a/x.zip!/1"]))
    let report = try await send(
      harness, #"{"keep":\#(Self.row("/b/y.zip", mtime: 4)),"from":"/a/x.zip"}"#)
    #expect((report.moved, report.documents.rejected) == (1, 0))
    #expect(try await ids(harness) == ["/b/y.zip", "/b/y.zip!/1"])
    #expect(try await rows(harness).map(\.path) == ["/b/y.zip"])
    let found = try await harness.ask(
      "GET", "/v1/collections/main/documents/%2Fb%2Fy.zip!%2F1")
    #expect(found["source"]?.string == "/b/y.zip")
    #expect(found["modified"]?.string == "1970-01-01T00:00:00.000000004Z")
    let touched = try await send(harness, #"{"keep":\#(Self.row("/b/y.zip", mtime: 6))}"#)
    #expect((touched.kept, touched.moved) == (1, 0))
    #expect(try await rows(harness).map(\.stamp?.modified) == [6])
    await harness.close()
  }

  @Test func `a file in the place of another leaves nothing of that one`() async throws {
    let harness = try Harness()
    _ = try await send(
      harness, Self.file("/a", ["/a", "/a!/1"]) + Self.file("/b", ["/b", "/b!/9"]))
    _ = try await send(harness, #"{"keep":\#(Self.row("/b", mtime: 2)),"from":"/a"}"#)
    #expect(try await ids(harness) == ["/b", "/b!/1"])
    #expect(try await rows(harness).map(\.path) == ["/b"])
    await harness.close()
  }

  @Test func `a removed file takes its documents along`() async throws {
    let harness = try Harness()
    _ = try await send(harness, Self.file("/a", ["/a", "/a!/1"]) + Self.file("/b", ["/b"]))
    let report = try await send(harness, #"{"remove":"/a"}"# + "\n" + #"{"remove":"/none"}"#)
    #expect((report.removed, report.documents.deleted) == (2, 2))
    #expect(try await ids(harness) == ["/b"])
    #expect(try await rows(harness).map(\.path) == ["/b"])
    await harness.close()
  }

  @Test func `what is cut short is pending, and its documents are still known as its own`()
    async throws
  {
    let harness = try Harness()
    let lines = Self.file("/a", ["/a", "/a!/1"]).split(separator: "\n")
    _ = try await send(harness, lines.dropLast().joined(separator: "\n"))
    #expect(try await rows(harness).map(\.status) == [.pending])
    #expect(try await ids(harness) == ["/a", "/a!/1"])
    _ = try await send(harness, #"{"remove":"/a"}"#)
    #expect(try await ids(harness).isEmpty)
    await harness.close()
  }

  @Test func `a file goes on in another request, and remembers what was refused of it`()
    async throws
  {
    let harness = try Harness()
    _ = try await send(harness, Self.file("/a", ["/a!/0", "/a!/1"]))
    let lines = Self.file("/a", ["/a!/1", "/a!/2", "/a!/3"]).split(separator: "\n").map(String.init)
    let goOn = #"{"begin":"/a","continues":true}"#
    let bad = #"{"document":{"body":"không có tên"}}"#
    _ = try await send(harness, [lines[0], lines[1], bad].joined(separator: "\n"))
    #expect(try await rows(harness).map(\.status) == [.pending])
    // What is sent in one piece may say so, too.
    _ = try await send(harness, [goOn, lines[2], goOn].joined(separator: "\n"))
    let last = try await send(harness, [goOn, lines[3], lines[4]].joined(separator: "\n"))
    #expect(last.documents.errors.isEmpty)
    #expect(try await ids(harness) == ["/a!/1", "/a!/2", "/a!/3"])
    let row = try #require(try await rows(harness).first)
    #expect(row.status == .partial)
    #expect(row.problem?.stage == "index")
    await harness.close()
  }

  @Test func `a file that nobody began, or that was begun anew, does not go on`() async throws {
    let harness = try Harness()
    let lines = Self.file("/a", ["/a!/1"]).split(separator: "\n").map(String.init)
    let goOn = #"{"begin":"/a","continues":true}"#
    let report = try await send(harness, [goOn, lines[1], lines[2]].joined(separator: "\n"))
    #expect(report.documents.errors.map(\.problem.code.rawValue).first == "conflict")
    #expect(report.documents.errors.map(\.line) == [1, 2, 3])
    _ = try await send(harness, lines[0])
    _ = try await send(harness, Self.file("/a", ["/a!/2"]))
    let late = try await send(harness, [goOn, lines[1], lines[2]].joined(separator: "\n"))
    #expect(late.overtaken == 1)
    #expect(try await ids(harness) == ["/a!/2"])
    await harness.close()
  }

  @Test func `the last of two uploads that write a file counts`() async throws {
    let harness = try Harness()
    let name = try CollectionName("main")
    let collection = try harness.api.engine.collection(name, for: .own)
    let manifest = try collection.openManifest()
    let lines = Self.file("/a", ["/a!/1"]).split(separator: "\n").map(String.init)
    var first = FileBatch(try collection.index(), manifest, continuing: nil)
    try first.take(Self.batch(lines[0] + "\n"))
    _ = try await send(harness, Self.file("/a", ["/a!/2"]))
    var rest = FileBatch(try collection.index(), manifest, continuing: first.openFile)
    try rest.take(Self.batch(lines[1] + "\n" + lines[2] + "\n"))
    #expect(rest.report.overtaken == 1)
    #expect(rest.report.written == 0)
    try collection.index().refresh()
    #expect(try await ids(harness) == ["/a!/2"])
    #expect(try await rows(harness).map(\.status) == [.complete])
    await harness.close()
  }

  private static func batch(_ text: String) -> LineBatches.Batch {
    LineBatches.Batch(bytes: Array(text.utf8), firstLine: 1)
  }

  @Test func `documents that others change have their files read again`() async throws {
    let harness = try Harness()
    let files = ["/a", "/b", "/c", "/d", "/e"].map { Self.file($0, [$0]) }.joined()
    _ = try await send(harness, files)
    _ = try await harness.ask("DELETE", "/v1/collections/main/documents/%2Fa")
    _ = try await harness.ask(
      "PUT", "/v1/collections/main/documents/%2Fb", #"{"body":"mặt trận khác"}"#)
    try await harness.add(#"{"id":"/c","body":"mặt trận khác"}"#)
    _ = try await harness.ask(
      "POST", "/v1/collections/main/documents:delete", #"{"q":"\"quốc d\""}"#)
    #expect(
      try await rows(harness).map(\.status)
        == [.pending, .pending, .pending, .pending, .complete])
    await harness.close()
  }

  @Test func `bad lines are named, and the rest goes on`() async throws {
    let harness = try Harness()
    let lines = [
      #"{"document":{"id":"stray","body":"x"}}"#, #"{"begin":"/a"}"#, #"{"document":{"id":"#,
      #"{"document":{"id":"/a","body":"mặt trận"}}"#,
      #"{"document":{"body":"không có tên"}}"#, #"{"end":\#(Self.row("/a"))}"#,
      #"{"strange":1}"#, #"{"end":\#(Self.row("/other"))}"#, #"{"keep":\#(Self.row("/new"))}"#,
      #"{"begin":"/b"}"#, #"{"end":{"path":"/b","status":"fine"}}"#,
    ]
    let report = try await send(harness, lines.joined(separator: "\n"))
    #expect(report.documents.errors.map(\.line).sorted() == [1, 3, 5, 7, 8, 9, 11])
    #expect(try await ids(harness) == ["/a"])
    let row = try #require(try await rows(harness, below: "/a").first)
    #expect(row.status == .partial)
    #expect(row.problem?.stage == "index")
    #expect(row.problem?.code == "bad_json")
    #expect(try await rows(harness, below: "/b").map(\.status) == [.pending])
    await harness.close()
  }

  @Test func `problems are listed by path, a page at a time`() async throws {
    let harness = try Harness()
    for name in ["c", "a", "b"] {
      let end =
        #"{"path":"/s/\#(name)","status":"unsupported","seen_ns":1000000000,"problem":"#
        + #"{"stage":"sniff","code":"binary","reason":"nhị phân","offset":12}}"#
      _ = try await send(harness, #"{"begin":"/s/\#(name)"}"# + "\n" + #"{"end":\#(end)}"#)
    }
    _ = try await send(harness, Self.file("/s/d", ["/s/d"]))
    let path = "/v1/collections/main/problems"
    let reply = try await harness.ask("GET", path + "?below=/s&limit=2")
    let page = try FileProblems(parsing: Array(reply.text.utf8).span)
    #expect((page.total, page.next) == (3, "/s/b"))
    #expect(
      page.problems.first
        == .init(
          path: "/s/a", status: .unsupported,
          fault: .init(stage: "sniff", code: "binary", reason: "nhị phân", offset: 12),
          time: 1_000_000_000))
    let rest = try await harness.ask("GET", path + "?below=/s&limit=2&after=/s/b")
    #expect(rest["problems"]?.array?.count == 1)
    #expect(rest["next"] == nil)
    #expect(try await harness.ask("GET", path + "?below=/t")["total"]?.int == 0)
    await harness.close()
  }

  @Test(arguments: ["damage", "removal"])
  func `without its manifest a collection is searched, and its files are read again`(
    _ accident: String
  ) async throws {
    let harness = try Harness()
    _ = try await send(harness, Self.file("/a", ["/a"]))
    await harness.close()
    let file = harness.folder.path + "/data/collections/main/files.sqlite"
    if accident == "damage" {
      let descriptor = unsafe open(file, O_WRONLY)
      let noise = [UInt8](repeating: 0xA5, count: 8_192)
      _ = unsafe pwrite(descriptor, noise, noise.count, 0)
      _ = close(descriptor)
    } else {
      #expect(unsafe unlink(file) == 0)
    }
    let again = try Harness(sharing: harness.folder)
    #expect(try await ids(again) == ["/a"])
    #expect(try await rows(again).isEmpty)
    let report = try await send(again, Self.file("/a", ["/a"]))
    #expect(report.documents.unchanged == 1)
    #expect(try await rows(again).count == 1)
    await again.close()
  }

  @Test func `a manifest that is newer than its index is not believed`() async throws {
    let harness = try Harness()
    let main = harness.folder.path + "/data/collections/main"
    _ = try await send(harness, Self.file("/a", ["/a"]))
    let copy = harness.folder.path + "/copy"
    let peer = Peer(process: getpid(), user: getuid(), group: getgid())
    let made = try await harness.ask(
      "POST", "/v1/collections/main/snapshot", #"{"directory":"\#(copy)"}"#,
      type: "application/json", peer: peer)
    #expect(made.status == 200, "\(made.text)")
    _ = try await send(harness, Self.file("/b", ["/b"]))
    await harness.close()
    // The older index with the newer manifest.
    #expect(unsafe unlink(copy + "/files.sqlite") == 0)
    #expect(unsafe rename(main + "/files.sqlite", copy + "/files.sqlite") == 0)
    #expect(unsafe rename(main, main + ".old") == 0)
    #expect(unsafe rename(copy, main) == 0)
    let again = try Harness(sharing: harness.folder)
    #expect(try await ids(again) == ["/a"])
    #expect(try await rows(again).isEmpty)
    await again.close()
  }

  @Test func `a snapshot has the rows of its documents`() async throws {
    let harness = try Harness()
    _ = try await send(harness, Self.file("/a", ["/a"]))
    let copy = harness.folder.path + "/copy"
    let peer = Peer(process: getpid(), user: getuid(), group: getgid())
    _ = try await harness.ask(
      "POST", "/v1/collections/main/snapshot", #"{"directory":"\#(copy)"}"#,
      type: "application/json", peer: peer)
    _ = try await send(harness, Self.file("/b", ["/b"]))
    let manifest = FileManifest(in: copy, sequence: .max)
    let paths = try manifest.read { tables throws(ManifestError) in
      try tables.records(below: nil, after: nil, limit: 10).map(\.path)
    }
    #expect(paths == ["/a"])
    await harness.close()
  }
}
