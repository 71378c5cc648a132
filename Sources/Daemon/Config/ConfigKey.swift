import Wire

/// A key of the configuration: what it may hold, what it holds by default, and what it is for.
///
/// `all` is the one list of keys: files, environment, flags, `mucluc config show` and the test of
/// `Config/mucluc.toml` read it.
package struct ConfigKey: Sendable {
  package let section: String
  package let name: String
  package let kind: ConfigKind
  package let standard: ConfigValue
  /// Whether a running daemon takes another value.
  package let isLive: Bool
  let apply: @Sendable (ConfigValue, inout DaemonSettings) throws(NameError) -> Void

  /// `server.socket`.
  package var path: String { "\(section).\(name)" }

  /// `MUCLUC_SERVER_SOCKET`.
  var variable: String { "MUCLUC_\(section)_\(name)".uppercased() }

  /// Why a value that is well formed does not serve: a user that is not there.
  struct NameError: Error {
    var message: String
  }

  private init(
    _ path: String, _ kind: ConfigKind, _ standard: ConfigValue, isLive: Bool = false,
    _ apply: @escaping @Sendable (ConfigValue, inout DaemonSettings) throws(NameError) -> Void
  ) {
    let parts = path.split(separator: ".").map(String.init)
    section = parts[0]
    name = parts[1]
    self.kind = kind
    self.standard = standard
    self.isLive = isLive
    self.apply = apply
  }

  /// In the order of the file.
  package static let all: [ConfigKey] = server + access + data + search + ingest + log

  /// Those of `[collection.NAME]`.
  static let ofCollection = ["read", "write"]

  static func find(_ path: String) -> ConfigKey? { all.first { $0.path == path } }
}

// MARK: - The keys

extension ConfigKey {
  private static let server = [
    ConfigKey("server.socket", .path, .text("/run/mucluc/mucluc.sock")) { value, settings in
      settings.socket = value.text
    },
    ConfigKey("server.mode", .mode, .number(0o660)) { value, settings in
      settings.socketMode = UInt32(value.number)
    },
    ConfigKey("server.group", .text, .text("")) { value, settings throws(NameError) in
      settings.socketGroup = value.text.isEmpty ? nil : try Principal.groupID(value.text)
    },
    ConfigKey("server.max_connections", .integer(1...100_000), .number(256), isLive: true) {
      $1.maximumConnections = $0.number
    },
    ConfigKey("server.idle_timeout", .duration(1_000...86_400_000), .number(60_000), isLive: true) {
      $1.idleTimeout = .milliseconds($0.number)
    },
    ConfigKey("server.drain_timeout", .duration(0...3_600_000), .number(25_000), isLive: true) {
      $1.drainTimeout = .milliseconds($0.number)
    },
    ConfigKey("server.min_rate", .size(1...1 << 30), .number(1_024), isLive: true) {
      $1.minimumBytesPerSecond = $0.number
    },
  ]

  private static let access = [
    ConfigKey("access.read", .list, .list(["*"]), isLive: true) {
      value, settings throws(NameError) in
      settings.access.read = try Principal.all(value.list)
    },
    ConfigKey("access.write", .list, .list(["*"]), isLive: true) {
      value, settings throws(NameError) in
      settings.access.write = try Principal.all(value.list)
    },
    ConfigKey("access.admin", .list, .list([]), isLive: true) { value, settings throws(NameError) in
      settings.access.admin = try Principal.all(value.list)
    },
  ]

  private static let data = [
    ConfigKey("data.dir", .path, .text("/var/lib/mucluc")) { $1.data = $0.text }
  ]

  private static let search = [
    ConfigKey(
      "search.default_limit", .integer(0...Wire.maximumLimit), .number(Wire.defaultLimit),
      isLive: true
    ) { $1.search.limit = $0.number },
    ConfigKey(
      "search.max_limit", .integer(1...Wire.maximumLimit), .number(Wire.maximumLimit), isLive: true
    ) { $1.search.maximumLimit = $0.number },
    ConfigKey("search.timeout", .duration(1...30_000), .number(2_000), isLive: true) {
      $1.search.timeoutMilliseconds = $0.number
    },
    ConfigKey(
      "search.accents", .choice(SearchQuery.Accents.allCases.map(\.rawValue)), .text("auto"),
      isLive: true
    ) { $1.search.accents = .init(rawValue: $0.text) ?? .auto },
    ConfigKey(
      "search.match", .choice(SearchQuery.Match.allCases.map(\.rawValue)), .text("most"),
      isLive: true
    ) { $1.search.match = .init(rawValue: $0.text) ?? .most },
    ConfigKey("search.threads", .integer(0...1_024), .number(0)) {
      if $0.number > 0 { $1.searchThreads = $0.number }
    },
    ConfigKey("search.queue", .integer(0...100_000), .number(64)) { $1.searchQueue = $0.number },
    ConfigKey("search.ranking", .path, .text(""), isLive: true) {
      value, settings throws(NameError) in
      guard !value.text.isEmpty else { return }
      do {
        try settings.takeRanking(ConfigFile.text(of: value.text))
      } catch let error as DaemonError {
        throw NameError(message: "\(value.text): \(error)")
      } catch {
        throw NameError(message: "\(error)")
      }
    },
  ]

  private static let ingest = [
    ConfigKey("ingest.memory", .size(32 << 20...1 << 40), .number(512 << 20)) {
      $1.memoryBudget = $0.number
    },
    ConfigKey("ingest.roots", .list, .list([]), isLive: true) { value, settings throws(NameError) in
      for root in value.list where !root.hasPrefix("/") || root.contains("/.") {
        throw NameError(message: "\"\(root)\" is not the absolute path of a folder")
      }
      settings.ingestRoots = value.list.map { root in
        var root = root[...]
        while root.count > 1, root.last == "/" { root.removeLast() }
        return String(root)
      }
    },
  ]

  private static let log = [
    ConfigKey(
      "log.level", .choice(LogLevel.allCases.map(\.rawValue)), .text("notice"), isLive: true
    ) {
      $1.log.level = .init(rawValue: $0.text) ?? .notice
    },
    ConfigKey(
      "log.format", .choice(LogFormat.allCases.map(\.rawValue)), .text("text"), isLive: true
    ) {
      $1.log.format = .init(rawValue: $0.text) ?? .text
    },
    ConfigKey("log.slow_query", .duration(0...3_600_000), .number(200), isLive: true) {
      $1.slowSearch = .milliseconds($0.number)
    },
    ConfigKey("log.access", .truth, .truth(false), isLive: true) {
      $1.logsRequests = $0 == .truth(true)
    },
    ConfigKey("log.query_log", .truth, .truth(false), isLive: true) {
      $1.logsQueries = $0 == .truth(true)
    },
  ]
}

extension ConfigValue {
  /// The kind was checked when the value was read.
  var text: String { if case .text(let text) = self { text } else { "" } }
  var number: Int { if case .number(let number) = self { number } else { 0 } }
  var list: [String] { if case .list(let list) = self { list } else { [] } }
}
