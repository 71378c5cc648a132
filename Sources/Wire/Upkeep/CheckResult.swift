/// What a check read and found, for `POST /v1/collections/C/check`.
public struct CheckResult: Sendable, Equatable {
  public var collection: String
  public var findings: [Finding]
  /// More of the kinds that are listed.
  public var unlisted: Int
  /// What is unusual and harmless.
  public var notes: [String]
  public var counts: Counts
  public var microseconds: Int

  /// What was read.
  public struct Counts: Sendable, Equatable {
    public var files = 0
    public var bytes = 0
    public var documents = 0
    public var terms = 0
    public var postings = 0
    public var neighbours = 0
    /// Operations in the log.
    public var operations = 0

    public init() {}
  }

  /// Something that is other than it must be.
  public struct Finding: Sendable, Equatable {
    public var file: String
    /// The part of the file.
    public var structure: String
    /// Bytes from the start of the file, where a place can be named.
    public var offset: Int?
    public var what: String
    /// `restore`, `rewrite`, `upgrade`, `newerProgram` or `sync`: what helps, for programs.
    public var kind: String
    /// What to do, for people.
    public var remedy: String

    public init(
      file: String, structure: String, offset: Int?, what: String, kind: String, remedy: String
    ) {
      self.file = file
      self.structure = structure
      self.offset = offset
      self.what = what
      self.kind = kind
      self.remedy = remedy
    }
  }

  public init(
    collection: String, findings: [Finding] = [], unlisted: Int = 0, notes: [String] = [],
    counts: Counts = Counts(), microseconds: Int = 0
  ) {
    self.collection = collection
    self.findings = findings
    self.unlisted = unlisted
    self.notes = notes
    self.counts = counts
    self.microseconds = microseconds
  }

  public var isWhole: Bool { findings.isEmpty }

  /// Nothing is damaged, but another program made some of it.
  public var isOfAnotherProgram: Bool {
    !findings.isEmpty && findings.allSatisfy { ["upgrade", "newerProgram"].contains($0.kind) }
  }
}

extension CheckResult {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("collection", collection)
      json.member("whole", isWhole)
      json.array("findings") { json in
        for finding in findings { finding.write(to: &json) }
      }
      json.member("unlisted", unlisted)
      json.member("notes", notes)
      json.object("read") { json in
        for (name, path) in Counts.members { json.member(name, counts[keyPath: path]) }
      }
      json.member("took_us", microseconds)
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let collection = value["collection"]?.string, let findings = value["findings"]?.array
    else { throw JSONError(.unexpected(found: nil, expected: "the result of a check"), at: 0) }
    var counts = Counts()
    for (name, path) in Counts.members { counts[keyPath: path] = value["read"]?[name]?.int ?? 0 }
    self.init(
      collection: collection, findings: findings.map(Finding.init(json:)),
      unlisted: value["unlisted"]?.int ?? 0,
      notes: (value["notes"]?.array ?? []).compactMap(\.string), counts: counts,
      microseconds: value["took_us"]?.int ?? 0)
  }
}

extension CheckResult.Counts {
  fileprivate static var members: [(String, WritableKeyPath<Self, Int>)] {
    [
      ("files", \.files), ("bytes", \.bytes), ("documents", \.documents), ("terms", \.terms),
      ("postings", \.postings), ("neighbours", \.neighbours), ("operations", \.operations),
    ]
  }
}

extension CheckResult.Finding {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("file", file)
      json.member("structure", structure)
      if let offset { json.member("offset", offset) }
      json.member("what", what)
      json.member("kind", kind)
      json.member("remedy", remedy)
    }
  }

  fileprivate init(json: JSONValue) {
    self.init(
      file: json["file"]?.string ?? "", structure: json["structure"]?.string ?? "",
      offset: json["offset"]?.int, what: json["what"]?.string ?? "",
      kind: json["kind"]?.string ?? "", remedy: json["remedy"]?.string ?? "")
  }
}
