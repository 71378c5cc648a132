import Glibc
import TestSupport
import Testing
import Wire

@testable import Client

/// The configuration by hand: shown, checked, and read anew by a running daemon.
@Suite struct ConfigurationCommandTests {
  @Test func `what serve would take is shown with its origins`() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/mucluc.toml"
    try TextFile.write("[search]\nqueue = 7\n", to: file)
    let shown = try Program.run(
      ["config", "show", "--origin", "--config", file, "--set", "log.format=json"], in: folder)
    #expect(shown.code == 0, "\(shown.errors)")
    #expect(shown.output.contains("queue = 7"))
    #expect(shown.lines.contains { $0.hasPrefix("queue = 7 ") && $0.hasSuffix("# \(file):2") })
    #expect(
      shown.lines.contains { $0.hasPrefix("format = ") && $0.hasSuffix("# --set log.format") })
    #expect(shown.lines.contains { $0.hasPrefix("socket = ") && $0.hasSuffix("# $MUCLUC_SOCKET") })
    let json = try Program.run(["config", "show", "--json", "--config", file], in: folder)
    let values = try JSONValue(parsing: Array(json.output.utf8).span)["values"]?.array
    #expect(values?.count ?? 0 > 20)
  }

  @Test func `a wrong file is refused with its line, by check and by serve`() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/mucluc.toml"
    try TextFile.write("[search]\n\nquue = 7\n", to: file)
    for arguments in [["config", "check", file], ["serve", "--config", file]] {
      let run = try Program.run(arguments, in: folder)
      #expect(run.code == 5)
      #expect(
        run.errors.contains("\(file):3: there is no key search.quue; did you mean search.queue?"))
    }
    try TextFile.write("[search]\nqueue = 7\n", to: file)
    let well = try Program.run(["config", "check", file], in: folder)
    #expect(well.code == 0)
    #expect(well.output == "nothing is wrong (\(file))\n")
  }

  @Test func `a running daemon follows its file, and goes on when that is wrong`() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/mucluc.toml"
    try TextFile.write("[search]\ndefault_limit = 1\n", to: file)
    let daemon = try RunningDaemon(in: folder, options: ["--config", file])
    _ = try daemon.archive.add((1...5).map { SocketTests.document("\($0)", "mặt trận") })
    func shown() throws -> Int {
      let body = try daemon.archive.call("GET", "/v1/search?q=mat")
      return try SearchResults(parsing: body.span).hits.count
    }
    #expect(try shown() == 1)

    try TextFile.write("[search]\ndefault_limit = 3\nqueue = 9\n", to: file)
    let reloaded = try daemon.run("reload")
    #expect(reloaded.code == 0, "\(reloaded.errors)")
    #expect(reloaded.output.contains("waits for the next start: search.queue"))
    #expect(try shown() == 3)

    try TextFile.write("[search]\ndefault_limit = 4\nlimit = 9\n", to: file)
    let refused = try daemon.run("reload")
    #expect(refused.code == 5)
    #expect(refused.errors.contains("\(file):3: there is no key search.limit"))
    #expect(refused.errors.contains("invalid_config"))
    #expect(try shown() == 3)
    let status = try daemon.archive.status().configuration
    #expect(status.failure.contains("search.limit"))
    #expect(status.files == [file])
    #expect(status.needsRestart == ["search.queue"])
    #expect(try daemon.run("status").output.contains("not read anew"))

    try TextFile.write("[search]\ndefault_limit = 2\n", to: file)
    daemon.child.signal(SIGHUP)
    while try shown() != 2 {}
    let well = try daemon.archive.status().configuration
    #expect(well.failure.isEmpty && well.needsRestart.isEmpty)
    #expect(daemon.end() == 0)
  }

  @Test func `the log has the format and the level that it was told, also while running`() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/mucluc.toml"
    func follow(_ text: String, _ daemon: RunningDaemon?) throws {
      try TextFile.write("[log]\n" + text, to: file)
      _ = try daemon?.archive.reload()
    }
    try follow("format = \"json\"\nslow_query = \"1h\"\nquery_log = true\n", nil)
    let daemon = try RunningDaemon(in: folder, options: ["--config", file])
    _ = try daemon.archive.add([SocketTests.document("1", "mặt trận")])
    func search(_ id: String) throws {
      let connection = try RawConnection(daemon.socket)
      try connection.send(
        "GET /v1/search?q=mat%0Atran HTTP/1.1\r\nHost: x\r\nX-Request-Id: \(id)\r\n\r\n")
      #expect(try connection.reply().head.lowercased().contains("x-request-id: \(id)"))
    }
    func line(_ id: String) -> String {
      daemon.log.split(separator: "\n").first { $0.contains(id) }.map(String.init) ?? ""
    }
    try search("id-json")
    let json = try JSONValue(parsing: Array(line("id-json").utf8).span)
    #expect(json["message"]?.string == "search")
    #expect(json["q"]?.string == "mat\ntran")
    #expect(json["request"]?.string == "id-json")
    #expect(json["level"]?.string == "notice")

    try follow("format = \"journal\"\nslow_query = \"0ms\"\n", daemon)
    try search("id-journal")
    #expect(line("id-journal").hasPrefix("<5>slow search request=id-journal took_us="))
    #expect(!line("id-journal").contains("tran"))

    try follow("slow_query = \"1h\"\naccess = true\n", daemon)
    try search("id-access")
    let access = line("id-access")
    #expect(access.contains(" notice answered method=") && access.contains(" pid="), "\(access)")
    #expect(access.contains(" role=admin route=/v1/search status=200 uid=\(getuid()) us="))
    #expect(!access.contains("tran"))

    try follow("slow_query = \"1h\"\n", daemon)
    try search("id-quiet")
    #expect(line("id-quiet").isEmpty)

    try follow("slow_query = \"0ms\"\nlevel = \"warning\"\n", daemon)
    try search("id-loud")
    #expect(line("id-loud").isEmpty)
    #expect(daemon.end() == 0)
  }

  @Test func `the service manager is told of the start, of reloads, of life and of the end`() throws
  {
    let folder = TemporaryFolder()
    let notes = try NoteSocket(folder.path + "/notify")
    let daemon = try RunningDaemon(
      in: folder,
      variables: ["NOTIFY_SOCKET=\(folder.path)/notify", "WATCHDOG_USEC=200000"])
    #expect(notes.next(with: "READY=1")?.contains("STATUS=answering on \(daemon.socket)") == true)
    #expect(notes.next(with: "WATCHDOG=1") != nil)
    _ = try daemon.archive.reload()
    #expect(notes.next(with: "RELOADING=1")?.contains("MONOTONIC_USEC=") == true)
    #expect(notes.next(with: "READY=1") != nil)
    #expect(notes.next(with: "WATCHDOG=1") != nil)
    #expect(daemon.end() == 0)
    #expect(notes.next(with: "STOPPING=1") != nil)
  }
}

/// Takes notes as systemd does.
private final class NoteSocket {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
    var address = try #require(sockaddr_un(path: path))
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    _ = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { _ = close(descriptor) }

  /// The next note that has this line; nil when none comes.
  func next(with line: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      let note = String(decoding: buffer[..<count], as: UTF8.self)
      if note.split(separator: "\n").contains(Substring(line)) { return note }
    }
  }
}
