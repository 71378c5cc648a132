import Glibc
import TestSupport
import Testing
import Wire

@testable import Daemon

@Suite struct ConfigurationTests {
  private let folder = TemporaryFolder()

  private func file(_ text: String, _ name: String = "mucluc.toml") throws -> String {
    let path = folder.path + "/" + name
    try SmallFile.write(text, to: path)
    return path
  }

  /// The problems that a text has, without the folder's name.
  private func problems(_ text: String) throws -> [String] {
    let path = try file(text)
    do throws(ConfigError) {
      _ = try Configuration(.init(file: path))
      return []
    } catch {
      return error.problems.map { $0.description.replacing(folder.path + "/", with: "") }
    }
  }

  @Test func `layers win in their order and values know where they come from`() throws {
    let path = try file(
      "[search]\nqueue = 1\nthreads = 1\ntimeout = \"1s\"\n\n[data]\ndir = \"/a\"\n")
    _ = unsafe mkdir(folder.path + "/mucluc.d", 0o700)
    _ = try file("search.queue = 3\n", "mucluc.d/20.toml")
    _ = try file("search = {queue = 2, threads = 2}\n", "mucluc.d/10.toml")
    _ = try file("no toml at all", "mucluc.d/note.txt")
    let configuration = try Configuration(
      .init(
        file: path, environment: ["MUCLUC_SEARCH_THREADS": "3", "MUCLUC_CASES": "x"],
        flags: [("--data", "data.dir", "/b")], socket: "/run/me"))
    let found = Dictionary(
      uniqueKeysWithValues: configuration.values.map { ($0.path, "\($0.text) \($0.origin)") })
    #expect(found["search.queue"] == "3 \(folder.path)/mucluc.d/20.toml:1")
    #expect(found["search.threads"] == "3 $MUCLUC_SEARCH_THREADS")
    #expect(found["search.timeout"] == "\"1s\" \(path):4")
    #expect(found["data.dir"] == "\"/b\" --data")
    #expect(found["server.socket"] == "\"/run/me\" default")
    #expect(configuration.settings.searchQueue == 3)
    #expect(configuration.settings.search.timeoutMilliseconds == 1_000)
    #expect(configuration.files.count == 3)
  }

  @Test(arguments: [
    (
      "[search]\nquue = 1", "mucluc.toml:2: there is no key search.quue; did you mean search.queue?"
    ),
    ("\n[serch]\nqueue = 1", "mucluc.toml:2: there is no section [serch]; did you mean [search]?"),
    ("queue = 1", "mucluc.toml:1: there is no key queue; did you mean search.queue?"),
    ("[search]\nqueue = \"1\"", "mucluc.toml:2: search.queue should be a whole number"),
    ("[search]\nqueue = -1", "mucluc.toml:2: search.queue should be a whole number from 0"),
    ("[search]\n\ntimeout = 2", "mucluc.toml:3: search.timeout should be a time from 1ms to 30s"),
    ("[search]\ntimeout = \"2 years\"", "search.timeout should be a time"),
    ("[ingest]\nmemory = \"1MiB\"", "ingest.memory should be a size from 32MiB to 1TiB"),
    ("[server]\nsocket = \"here\"", "server.socket should be an absolute path"),
    ("[server]\nmode = 660", "server.mode should be a file mode"),
    ("[log]\nformat = \"xml\"", "log.format should be one of \"text\", \"json\", \"journal\""),
    ("[log]\nquery_log = 1.5", "log.query_log should be true or false"),
    ("[access]\nread = [1.5]", "access.read should be a list"),
    ("[access]\nread = [\"nobody-of-this-name\"]", "there is no user \"nobody-of-this-name\""),
    (
      "[access]\nread = [\"@nobody-of-this-name\"]", "mucluc.toml:2: access.read: there is no group"
    ),
    ("[collection.\"A B\"]\nread = []", "collection.A B cannot name a collection"),
    ("[collection.x]\nraed = []", "did you mean collection.x.read?"),
    ("[collection]\nread = []", "there is no key collection.read"),
    ("[search]\ndefault_limit = 20\nmax_limit = 10", "mucluc.toml:2: search.default_limit is more"),
    ("[search]\nranking = \"/nowhere\"", "cannot read /nowhere"),
    ("[search\nqueue = 1", "mucluc.toml:1: "),
    ("[search]\nqueue = 1\nqueue = 2", "mucluc.toml:3: "),
  ])
  func `what is wrong is told with file, line and what would be right`(
    text: String, expected: String
  ) throws {
    let found = try problems(text)
    #expect(found.count == 1 && found[0].contains(expected), "\(found)")
  }

  @Test func `all mistakes are told at once`() throws {
    #expect(
      try problems("[search]\nquue = 1\n[log]\nlevel = \"loud\"\n[x]\ny = 1\nz = 2\n").count == 3)
  }

  @Test func `a variable nobody knows is an error when it looks like one of ours`() {
    #expect(throws: ConfigError.self) {
      try Configuration(.init(environment: ["MUCLUC_SEARCH_QUUE": "1"]))
    }
    #expect(throws: ConfigError.self) {
      try Configuration(.init(environment: ["MUCLUC_SEARCH_QUEUE": "many"]))
    }
    #expect(throws: ConfigError.self) {
      try Configuration(.init(flags: [("--set x", "search.x", "1")]))
    }
  }

  @Test func `a file that anyone may write to is refused`() throws {
    let path = try file("")
    _ = unsafe chmod(path, 0o666)
    #expect(throws: ConfigError.self) { try Configuration(.init(file: path)) }
    #expect(throws: ConfigError.self) { try Configuration(.init(file: folder.path + "/none")) }
  }

  @Test func `what is shown is read back as the same`() throws {
    let path = try file(
      """
      [server]
      mode = "0666"
      idle_timeout = "90s"
      min_rate = 1500
      [access]
      read = ["0", "@0", "*"]
      [collection.luong]
      read = [1000, "@1000"]
      [search]
      ranking = ""
      [log]
      query_log = true
      """)
    let first = try Configuration(.init(file: path))
    let shown = first.values.map { "\($0.path) = \($0.text)\n" }.joined()
    let second = try Configuration(.init(file: try file(shown, "shown.toml")))
    #expect(second.values.map(\.text) == first.values.map(\.text))
    #expect(first.settings.socketMode == 0o666)
    #expect(first.settings.idleTimeout == .seconds(90))
    #expect(first.settings.access.read == [.user(0), .group(0), .anyone])
    #expect(first.settings.access.collections["luong"]?.read == [.user(1_000), .group(1_000)])
  }

  @Test func `the file that comes with the program has every key with its default`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    let text = try ConfigFile.text(of: root + "/Config/mucluc.toml")
    // Without its comment signs; the example of a collection is left out.
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("# ") && $0 != "#" }
      .map { $0.hasPrefix("#") ? String($0.dropFirst()) : String($0) }
    var isExample = false
    var kept = ""
    for line in lines {
      if line.hasPrefix("[") { isExample = line.hasPrefix("[collection.") }
      if !isExample { kept += line + "\n" }
    }
    let read = try Configuration(.init(file: try file(kept)))
    for (value, key) in zip(read.values, ConfigKey.all) {
      #expect(value.path == key.path)
      #expect(value.text == key.kind.toml(key.standard))
      #expect(value.origin != .standard, "\(key.path) is missing in Config/mucluc.toml")
    }
    #expect(
      try Configuration(.init(file: root + "/Config/mucluc.toml")).values.count
        == ConfigKey.all.count)
  }

  @Test(arguments: [
    ("0B", 0), ("1KiB", 1_024), ("3GiB", 3 << 30), ("1500B", 1_500), ("2kB", 2_000),
  ])
  func `sizes are read and written`(text: String, bytes: Int) {
    let kind = ConfigKind.size(0...1 << 50)
    #expect(kind.value(of: text) == .number(bytes))
    #expect(kind.value(of: ConfigKind.text(ofSize: bytes)) == .number(bytes))
    for wrong in ["", "KiB", "1", "-1B", "1.5KiB", "9999999999999TiB"] {
      #expect(kind.value(of: wrong) == nil, "\(wrong)")
    }
  }
}
