/// A folder that the daemon keeps a collection like, and how that goes.
///
/// ```json
/// {"name":"cong-bao","collection":"main","path":"/srv/cong-bao","state":"watching","pid":4711,
///  "restarts":0,"last_pass_at":"2026-11-23T01:02:03Z","files":{"new":812,"deleted":3},
///  "problem_count":1,"problems":["/srv/cong-bao/a.pdf: the file is encrypted: …"]}
/// ```
public struct SourceStatus: Sendable, Equatable {
  /// Its name in the configuration.
  public var name: String
  public var collection: String
  public var path: String
  public var state: State
  /// The process that reads the folder; nil where there is none now.
  public var pid: Int?
  /// How often a process had to be started again.
  public var restarts = 0
  /// Files done and files found, while all of the folder is looked at.
  public var filesDone: Int?
  public var filesFound: Int?
  /// When something was last found and brought up to date, as `2026-11-23T01:02:03Z`; empty before.
  public var lastPassAt = ""
  /// Files since the daemon began with the source, by what came of them: `new`, `updated`, `deleted`…
  public var files: [Count] = []
  /// Files with problems since then, and the last of them in words.
  public var problemCount = 0
  public var problems: [String] = []
  /// Why the folder is not looked at, or not all of it; empty when all is well.
  public var failure = ""

  public init(name: String, collection: String, path: String, state: State) {
    self.name = name
    self.collection = collection
    self.path = path
    self.state = state
  }

  /// What is being done.
  public enum State: String, Sendable, CaseIterable {
    /// The folder is not there.
    case waiting
    /// All of it is looked at for the first time since the start.
    case scanning
    /// What changes is read a moment later.
    case watching
    /// It is looked at again from time to time.
    case polling
    /// Its process ended; another is started soon.
    case resting
    /// It was looked at once, as the configuration wants it.
    case done
  }

  /// How many files something came of.
  public struct Count: Sendable, Equatable {
    public var outcome: String
    public var files: Int

    public init(_ outcome: String, _ files: Int) {
      self.outcome = outcome
      self.files = files
    }
  }
}

extension SourceStatus {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("name", name)
      json.member("collection", collection)
      json.member("path", path)
      json.member("state", state.rawValue)
      if let pid { json.member("pid", pid) }
      json.member("restarts", restarts)
      if let filesDone { json.member("files_done", filesDone) }
      if let filesFound { json.member("files_found", filesFound) }
      json.member(ifPresent: "last_pass_at", lastPassAt)
      json.object("files") { json in
        for count in files { json.member(count.outcome, count.files) }
      }
      json.member("problem_count", problemCount)
      json.member("problems", problems)
      json.member(ifPresent: "failure", failure)
    }
  }

  package init(json: JSONValue) {
    self.init(
      name: json["name"]?.string ?? "", collection: json["collection"]?.string ?? "",
      path: json["path"]?.string ?? "",
      state: json["state"]?.string.flatMap(State.init) ?? .scanning)
    pid = json["pid"]?.int
    restarts = json["restarts"]?.int ?? 0
    filesDone = json["files_done"]?.int
    filesFound = json["files_found"]?.int
    lastPassAt = json["last_pass_at"]?.string ?? ""
    if case .object(let members)? = json["files"] {
      files = members.map { Count($0.name, $0.value.int ?? 0) }
    }
    problemCount = json["problem_count"]?.int ?? 0
    problems = json["problems"]?.array?.compactMap(\.string) ?? []
    failure = json["failure"]?.string ?? ""
  }

  /// Adds files to what came of some before.
  package mutating func count(_ outcome: String, _ more: Int) {
    guard more > 0 else { return }
    if let place = files.firstIndex(where: { $0.outcome == outcome }) {
      files[place].files += more
    } else {
      files.append(Count(outcome, more))
    }
  }
}
