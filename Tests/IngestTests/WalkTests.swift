import Documents
import Glibc
import Testing

@testable import Ingest

/// A folder of its own for one test, removed afterwards.
final class Folder {
  let path: String

  init() throws {
    var template = Array("/tmp/mucluc-ingest-XXXXXX".utf8CString)
    let isMade = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
    }
    try #require(isMade)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? Self.remove(Array(path.utf8)) }

  /// Never through a link: some tests link to folders outside.
  private static func remove(_ path: [UInt8]) throws {
    if try FileStatus.of(path).kind == .folder {
      for name in try FolderListing.names(in: FileDescriptor.folder(path)) {
        try remove(path + [PathName.slash] + name)
      }
    }
    _ = unsafe withPath(path) { unsafe Glibc.remove($0) }
  }

  func file(_ name: String, _ text: String = "một hai ba bốn\n") {
    let file = unsafe fopen("\(path)/\(name)", "w")
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func folder(_ name: String) { unsafe mkdir("\(path)/\(name)", 0o755) }
  func link(_ name: String, to target: String) { unsafe symlink(target, "\(path)/\(name)") }
  func pipe(_ name: String) { unsafe mkfifo("\(path)/\(name)", 0o644) }
  func rights(_ name: String, _ mode: mode_t) { unsafe chmod("\(path)/\(name)", mode) }
  func delete(_ name: String) { unsafe Glibc.remove("\(path)/\(name)") }
  func move(_ name: String, to other: String) {
    unsafe rename("\(path)/\(name)", "\(path)/\(other)")
  }
}

@Suite struct `A walk` {
  let folder: Folder
  init() throws { folder = try Folder() }

  private func names(_ walk: Walk) -> [String] {
    walk.map { event in
      switch event {
      case .file(let item): String(item.key.text.dropFirst(folder.path.count + 1))
      case .problem(let problem): "\(problem.code.rawValue) \(problem.path)"
      }
    }
  }

  @Test func `lists files by the bytes of their paths`() {
    folder.folder("b")
    for name in ["c.txt", "a.txt", "b/z.txt", "b/y.txt", "Á.txt", "B.txt"] { folder.file(name) }
    let expected = ["B.txt", "a.txt", "b/y.txt", "b/z.txt", "c.txt", "Á.txt"]
    #expect(names(Walk([folder.path])) == expected)
    #expect(names(Walk([folder.path + "/./", folder.path])) == expected)
  }

  @Test func `has the order of the paths' bytes, whatever folders are called`() throws {
    for name in ["a", "a-b", "a.d", "a/b", "a/b.c", "â"] { folder.folder(name) }
    let files = [
      "a/b/1", "a/b.c/1", "a/b.txt", "a/b0", "a-b/1", "a.d/1", "a.txt", "a0", "a b", "â/1", "â.txt",
      "a%41", "a%zz",
    ]
    for name in files { folder.file(name) }
    let raw = "\(folder.path)/a".utf8.map { CChar(bitPattern: $0) } + [-1, 0]
    let file = unsafe fopen(raw, "w")
    unsafe fclose(file)
    let found = names(Walk([folder.path]))
    #expect(found.count == files.count + 1)
    let sorted = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    #expect(found == sorted)
  }

  @Test func `skips hidden entries unless asked`() {
    folder.folder(".git")
    for name in [".git/x", ".hidden", "seen"] { folder.file(name) }
    let walk = Walk([folder.path])
    #expect(names(walk) == ["seen"])
    #expect(walk.skipped.hidden == 2)
    #expect(names(Walk([folder.path], includesHidden: true)) == [".git/x", ".hidden", "seen"])
  }

  @Test func `does not follow links, not even to itself`() {
    folder.file("real")
    folder.folder("sub")
    folder.link("sub/up", to: folder.path)
    folder.link("also", to: folder.path + "/real")
    folder.link("dangling", to: "nowhere")
    let walk = Walk([folder.path])
    #expect(names(walk) == ["real"])
    #expect(walk.skipped.links == 3)
  }

  @Test func `follows a link the caller names`() {
    folder.file("real")
    folder.link("also", to: "real")
    #expect(names(Walk([folder.path + "/also"])) == ["also"])
  }

  @Test func `passes over pipes inside a folder, and refuses one by name`() {
    folder.pipe("pipe")
    folder.file("real")
    let walk = Walk([folder.path, folder.path + "/pipe"])
    #expect(names(walk) == ["real", "not_a_file \(folder.path)/pipe"])
    #expect(walk.skipped.special == 1)
  }

  @Test func `reports what is not there and goes on`() {
    folder.file("a")
    let walk = Walk([folder.path + "/missing", "", folder.path])
    #expect(names(walk) == ["not_found \(folder.path)/missing", "not_found ", "a"])
  }

  @Test func `reports a folder it may not open and goes on`() throws {
    folder.folder("shut")
    folder.file("then")
    folder.file("shut/inside")
    folder.rights("shut", 0)
    folder.rights("", 0o755)
    defer { folder.rights("shut", 0o755) }
    let events = asNobody { Array(Walk([folder.path])) }
    #expect(events.count == 2)
    guard case .problem(let problem) = events[0] else { throw Failure() }
    #expect(problem.code == .unreadable)
    #expect(problem.stage == .walk)
    #expect(problem.reason.contains("Permission denied"))
  }

  @Test func `escapes names that are not UTF-8, one-to-one`() throws {
    let odd: [UInt8] = [0x61, 0xff, 0x62]
    let full = Array(folder.path.utf8) + [0x2f] + odd
    let number = unsafe withPath(full) { unsafe creat($0, 0o644) }
    try #require(number >= 0)
    close(number)
    #expect(names(Walk([folder.path])) == ["a%FFb"])
    guard case .file(let item) = Walk([folder.path]).next() else { throw Failure() }
    #expect(item.path == full)
    #expect(try FileReader().read(item).bytes.isEmpty)
  }

  @Test func `tells files of JSON lines by their extension`() {
    for name in ["a.ndjson", "b.JSONL", "c.json"] { folder.file(name, "{}") }
    let kinds = Walk([folder.path]).map { event -> WalkItem.Kind? in
      if case .file(let item) = event { item.kind } else { nil }
    }
    #expect(kinds == [.ndjson, .ndjson, .file])
  }

  @Test func `stops at folders nested without end`() {
    var path = folder.path
    for _ in 0..<140 {
      path += "/d"
      unsafe mkdir(path, 0o755)
    }
    #expect(names(Walk([folder.path])).map { $0.prefix(8) } == ["too_deep"])
  }
}

@Suite struct `A path` {
  @Test(arguments: [
    ("/a/100%.txt", "/a/100%.txt"), ("/a/%FF", "/a/%25FF"), ("/á", "/á"), ("/a\nb", "/a\nb"),
  ])
  func `as text is itself, but for escapes`(path: String, text: String) {
    #expect(PathName.text(Array(path.utf8)) == text)
  }

  @Test(arguments: [
    [0xc3], [0xe1, 0xbb], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf],
  ])
  func `with damaged UTF-8 escapes each byte`(bytes: [UInt8]) {
    #expect(PathName.text(bytes).count == 3 * bytes.count)
  }

  @Test func `becomes absolute without dots`() throws {
    #expect(try PathName.absolute(Array("/a//b/./c/".utf8)) == Array("/a/b/c".utf8))
    #expect(try PathName.absolute(Array("/".utf8)) == Array("/".utf8))
    #expect(try PathName.absolute(Array("/usr/../usr".utf8)) == Array("/usr".utf8))
    #expect(try PathName.absolute(Array("x".utf8)).first == PathName.slash)
  }
}

@Suite struct `Reading a file` {
  let folder: Folder
  init() throws { folder = try Folder() }

  private func item(_ path: String) throws -> WalkItem {
    guard case .file(let item) = Walk([path]).next() else { throw Failure() }
    return item
  }

  @Test func `gives its bytes and its time`() throws {
    folder.file("a", "xin chào")
    let content = try FileReader().read(item(folder.path + "/a"))
    #expect(content.bytes == Array("xin chào".utf8))
    #expect(content.modified > 1_600_000_000_000_000_000)
  }

  @Test func `past the limit is refused before it is read`() throws {
    folder.file("a", "0123456789")
    let item = try item(folder.path + "/a")
    #expect(throws: IngestError.tooLarge(byteCount: 10, limit: 9)) {
      try FileReader(limit: 9).read(item)
    }
  }

  @Test func `that gives more bytes than it has is unstable`() throws {
    // The size of a /proc file is 0 whatever it holds.
    let item = try item("/proc/version")
    #expect(throws: IngestError.unstable) { try FileReader().read(item) }
  }

  @Test func `that vanished is unreadable`() throws {
    folder.file("a")
    let item = try item(folder.path + "/a")
    folder.delete("a")
    #expect(throws: IngestError.unreadable(call: "stat", errno: ENOENT)) {
      try FileReader().read(item)
    }
  }

  @Test func `that became a link or a pipe is refused`() throws {
    folder.file("a")
    folder.file("b")
    let (first, second) = (try item(folder.path + "/a"), try item(folder.path + "/b"))
    folder.delete("a")
    folder.delete("b")
    folder.link("a", to: "/etc/hostname")
    folder.pipe("b")
    #expect(throws: IngestError.notAFile("a link")) { try FileReader().read(first) }
    #expect(throws: IngestError.notAFile("a pipe")) { try FileReader().read(second) }
  }

  @Test func `below a folder that became a link is refused`() throws {
    folder.folder("sub")
    folder.folder("other")
    folder.file("sub/a")
    folder.file("other/a", "secret")
    guard
      case .file(let item) = Walk([folder.path]).first(where: {
        if case .file(let item) = $0 { item.key.text.hasSuffix("sub/a") } else { false }
      })
    else { throw Failure() }
    folder.move("sub", to: "gone")
    folder.link("sub", to: "other")
    #expect(throws: IngestError.self) { try FileReader().read(item) }
  }

  @Test func `without permission says so`() throws {
    folder.file("a")
    let item = try item(folder.path + "/a")
    folder.rights("a", 0)
    folder.rights("", 0o755)
    #expect(throws: IngestError.unreadable(call: "open", errno: EACCES)) {
      try asNobody { try FileReader().read(item) }
    }
  }
}

struct Failure: Error {}

/// Runs `body` without the rights of root, if it has them; file system rights are per thread.
func asNobody<Result>(_ body: () throws -> Result) rethrows -> Result {
  typealias SetUser = @convention(c) (UInt32) -> Int32
  guard let symbol = unsafe dlsym(nil, "setfsuid") else { preconditionFailure("no setfsuid") }
  let setUser = unsafe unsafeBitCast(symbol, to: SetUser.self)
  let old = setUser(65534)
  defer { _ = setUser(UInt32(old)) }
  return try body()
}
