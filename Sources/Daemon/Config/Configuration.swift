import Ingest
import Wire

/// What the daemon was told, layer by layer: defaults, the file, its drop-ins, the environment, flags.
/// Each value knows where it comes from.
package struct Configuration: Sendable {
  /// What was said, by path: `search.queue`, `collection.bao.read`.
  private var said: [String: Entry] = [:]
  /// Where sources are begun, by path: `collection.bao.source.tin`.
  private var sources: [String: ConfigOrigin] = [:]
  /// The files that were read.
  package private(set) var files: [String] = []

  private struct Entry: Sendable {
    var value: ConfigValue
    var origin: ConfigOrigin
  }

  /// Where the layers come from.
  package struct Sources: Sendable {
    /// Nil for `/etc/mucluc/mucluc.toml` if it is there.
    package var file: String?
    /// Variables by name, without those of other programs.
    package var environment: [String: String]
    /// A flag, the key it stands for, and its value.
    package var flags: [(flag: String, path: String, text: String)]
    /// Where the socket is when nobody says.
    package var socket: String?

    package init(
      file: String? = nil, environment: [String: String] = [:],
      flags: [(flag: String, path: String, text: String)] = [], socket: String? = nil
    ) {
      self.file = file
      self.environment = environment
      self.flags = flags
      self.socket = socket
    }
  }

  /// Reads all layers.
  /// - Throws: all that is wrong in any of them.
  package init(_ sources: Sources) throws(ConfigError) {
    var problems: [ConfigError.Problem] = []
    if let socket = sources.socket {
      said["server.socket"] = Entry(value: .text(socket), origin: .standard)
    }
    let isAsked = sources.file != nil
    let path = sources.file ?? ConfigFile.standardPath
    if isAsked || ConfigFile.exists(path) { read(path, &problems) }
    for file in ConfigFile.dropIns(of: path) { read(file, &problems) }
    readEnvironment(sources.environment, &problems)
    for (flag, path, text) in sources.flags { take(path, text, .flag(flag), &problems) }
    if problems.isEmpty { problems = Self.problems(of: self) }
    guard problems.isEmpty else { throw ConfigError(problems) }
  }

  /// The settings that these values make. What does not serve was found when they were read.
  package var settings: DaemonSettings {
    var settings = DaemonSettings(data: "", socket: "")
    _ = apply(to: &settings)
    return settings
  }

  /// The values of all keys, and of those collections that have some, in the order of the file.
  package var values: [(path: String, text: String, origin: ConfigOrigin)] {
    let known = ConfigKey.all.map { key in
      let entry = said[key.path]
      return (key.path, key.kind.toml(entry?.value ?? key.standard), entry?.origin ?? .standard)
    }
    let more = said.filter { $0.key.hasPrefix("collection.") }.sorted { $0.key < $1.key }
    return known
      + more.map { path, entry in
        let kind = Self.kind(of: path.split(separator: ".").map(String.init)) ?? .list
        return (path, kind.toml(entry.value), entry.origin)
      }
  }

  /// The keys in which a running daemon would have to be started again to follow `other`.
  package func keysThatNeedRestart(for other: Configuration) -> [String] {
    ConfigKey.all.filter { key in
      !key.isLive
        && (said[key.path]?.value ?? key.standard) != (other.said[key.path]?.value ?? key.standard)
    }.map(\.path)
  }
}

// MARK: - Layers

extension Configuration {
  private mutating func read(_ path: String, _ problems: inout [ConfigError.Problem]) {
    let text: String
    do throws(ConfigFile.Unreadable) { text = try ConfigFile.text(of: path) } catch {
      problems.append(.init(place: .file(path, line: 0), message: error.description))
      return
    }
    if ConfigFile.isWritableByAnyone(path) {
      problems.append(
        .init(
          place: .file(path, line: 0), message: "anyone may write to this file",
          hint: "chmod o-w \(path)"))
    }
    files.append(path)
    do throws(ConfigError) {
      for node in try TOMLText(parsing: text, file: path).nodes {
        take(node, in: path, &problems)
      }
    } catch {
      problems += error.problems
    }
  }

  private mutating func take(
    _ node: TOMLText.Node, in file: String, _ problems: inout [ConfigError.Problem]
  ) {
    let place = ConfigOrigin.file(file, line: node.line)
    let path = node.path.joined(separator: ".")
    if node.content == .table {
      if let problem = Self.problem(ofTable: node.path, place) {
        problems.append(problem)
      } else {
        note(sourceOf: node.path, place)
      }
      return
    }
    // What a table that is unknown holds is not told again.
    guard node.path.count > 1, Self.problem(ofTable: node.path.dropLast(), place) == nil else {
      if node.path.count == 1 { problems.append(Self.unknown(path, place)) }
      return
    }
    guard let kind = Self.kind(of: node.path) else {
      problems.append(Self.unknown(path, place))
      return
    }
    guard let value = kind.value(of: node.content) else {
      problems.append(.init(place: place, message: "\(path) should be \(kind.expected)"))
      return
    }
    note(sourceOf: node.path, place)
    said[path] = Entry(value: value, origin: place)
  }

  /// `MUCLUC_SEARCH_QUEUE` and its like; `MUCLUC_SOCKET` and `MUCLUC_DATA`, which clients and older
  /// scripts know, for what they have always meant.
  private mutating func readEnvironment(
    _ environment: [String: String], _ problems: inout [ConfigError.Problem]
  ) {
    let sections = Set(ConfigKey.all.map(\.section)).map { "MUCLUC_\($0.uppercased())_" }
    let short = ["MUCLUC_SOCKET": "server.socket", "MUCLUC_DATA": "data.dir"]
    for (name, text) in environment.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
      if let path = short[name] ?? ConfigKey.all.first(where: { $0.variable == name })?.path {
        take(path, text, .environment(name), &problems)
      } else if sections.contains(where: name.hasPrefix) {
        let near = Spelling.nearest(to: name, in: ConfigKey.all.map(\.variable))
        problems.append(
          .init(
            place: .environment(name), message: "there is no such key",
            hint: near.map { "did you mean \($0)?" }))
      }
    }
  }

  private mutating func take(
    _ path: String, _ text: String, _ origin: ConfigOrigin,
    _ problems: inout [ConfigError.Problem]
  ) {
    guard let kind = Self.kind(of: path.split(separator: ".").map(String.init)) else {
      problems.append(Self.unknown(path, origin))
      return
    }
    guard let value = kind.value(of: text) else {
      problems.append(
        .init(place: origin, message: "\"\(text)\" should be \(kind.expected)"))
      return
    }
    note(sourceOf: path.split(separator: ".").map(String.init), origin)
    said[path] = Entry(value: value, origin: origin)
  }

  private mutating func note(sourceOf path: [String], _ origin: ConfigOrigin) {
    guard path.count >= 4, path[0] == "collection", path[2] == "source" else { return }
    let name = path[..<4].joined(separator: ".")
    sources[name] = sources[name] ?? origin
  }

  private static func kind(of path: [String]) -> ConfigKind? {
    if path.count == 3, path[0] == "collection", ConfigKey.ofCollection.contains(path[2]) {
      return .list
    }
    if path.count == 5, path[0] == "collection", path[2] == "source" {
      return SourceKey.find(path[4])?.kind
    }
    return ConfigKey.find(path.joined(separator: "."))?.kind
  }

  private static func problem(
    ofTable path: [String], _ place: ConfigOrigin
  ) -> ConfigError.Problem? {
    if path.first == "collection" {
      guard path.count > 1 else { return nil }
      let isSource = (3...4).contains(path.count) && path[2] == "source"
      if path.count == 2 || isSource, (try? CollectionName(path[1])) != nil {
        if path.count < 4 || (try? CollectionName(path[3])) != nil { return nil }
      }
      return .init(
        place: place,
        message: "\(path.joined(separator: ".")) cannot name a"
          + (isSource ? " source of a collection" : " collection"),
        hint: "1 to 64 of a-z, 0-9, _ and -, a letter or digit first")
    }
    let sections = Set(ConfigKey.all.map(\.section)).union(["collection"])
    if path.count == 1, sections.contains(path[0]) { return nil }
    let near = Spelling.nearest(to: path.joined(separator: "."), in: sections.sorted())
    return .init(
      place: place, message: "there is no section [\(path.joined(separator: "."))]",
      hint: near.map { "did you mean [\($0)]?" }
        ?? "there are \(sections.sorted().map { "[\($0)]" }.joined(separator: ", "))")
  }

  private static func unknown(_ path: String, _ place: ConfigOrigin) -> ConfigError.Problem {
    let known =
      ConfigKey.all.map(\.path)
      + namesBeside(path)
    let parts = path.split(separator: ".").map(String.init)
    // The right name, but no section before it or another one.
    let namesakes = known.filter { $0.hasSuffix(".\(parts.last ?? "")") }
    let siblings = known.filter { $0.hasPrefix("\(parts.first ?? "").") }
    return .init(
      place: place, message: "there is no key \(path)",
      hint: (Spelling.nearest(to: path, in: known) ?? namesakes.first)
        .map { "did you mean \($0)?" }
        ?? (siblings.isEmpty ? nil : "there are \(siblings.joined(separator: ", "))"))
  }
}

extension Configuration {
  /// The keys that may stand where this one does, of a collection or of a source.
  private static func namesBeside(_ path: String) -> [String] {
    let parts = path.split(separator: ".")
    guard parts.first == "collection" else { return [] }
    let names =
      parts.count == 5 && parts[2] == "source"
      ? SourceKey.all.map(\.name) : ConfigKey.ofCollection
    return names.map { (parts.dropLast() + [$0[...]]).joined(separator: ".") }
  }
}

// MARK: - Into settings

extension Configuration {
  private static func problems(of configuration: Configuration) -> [ConfigError.Problem] {
    var settings = DaemonSettings(data: "", socket: "")
    return configuration.apply(to: &settings)
  }

  /// Puts the values into settings; what does not serve is returned.
  private func apply(to settings: inout DaemonSettings) -> [ConfigError.Problem] {
    var problems: [ConfigError.Problem] = []
    for key in ConfigKey.all {
      let entry = said[key.path] ?? Entry(value: key.standard, origin: .standard)
      do throws(ConfigKey.NameError) { try key.apply(entry.value, &settings) } catch {
        problems.append(.init(place: entry.origin, message: "\(key.path): \(error.message)"))
      }
    }
    for (path, entry) in said.sorted(by: { $0.key < $1.key })
    where path.hasPrefix("collection.") {
      let parts = path.split(separator: ".").map(String.init)
      guard parts.count == 3 else { continue }
      do throws(ConfigKey.NameError) {
        let who = try Principal.all(entry.value.list)
        var rule = settings.access.collections[parts[1]] ?? AccessRules.Rule()
        if parts[2] == "read" { rule.read = who } else { rule.write = who }
        settings.access.collections[parts[1]] = rule
      } catch {
        problems.append(.init(place: entry.origin, message: "\(path): \(error.message)"))
      }
    }
    applySources(to: &settings, &problems)
    if settings.search.limit > settings.search.maximumLimit {
      problems.append(
        .init(
          place: said["search.default_limit"]?.origin ?? said["search.max_limit"]?.origin
            ?? .standard,
          message: "search.default_limit is more than search.max_limit"))
    }
    return problems
  }

  private func applySources(
    to settings: inout DaemonSettings, _ problems: inout [ConfigError.Problem]
  ) {
    for (path, origin) in sources.sorted(by: { $0.key < $1.key }) {
      let parts = path.split(separator: ".").map(String.init)
      var source = SourceSettings(collection: parts[1], name: parts[3])
      for key in SourceKey.all {
        if let entry = said["\(path).\(key.name)"] { key.apply(entry.value, &source) }
      }
      while source.path.hasSuffix("/"), source.path != "/" { source.path.removeLast() }
      if source.path.isEmpty {
        problems.append(
          .init(
            place: origin, message: "[\(path)] has no path",
            hint: "path = \"/srv/…\" names the folder"))
      }
      if source.languages.isEmpty || !source.languages.allSatisfy(ScanOptions.isLanguage) {
        problems.append(
          .init(
            place: said["\(path).ocr_languages"]?.origin ?? origin,
            message: "\(path).ocr_languages should be names as Tesseract has them",
            hint: "[\"vie\", \"eng\"]"))
      }
      if source.pollSeconds > 0, !source.watches {
        problems.append(
          .init(
            place: said["\(path).poll"]?.origin ?? origin,
            message: "\(path).poll goes with watch = true"))
      }
      settings.sources.append(source)
    }
  }
}
