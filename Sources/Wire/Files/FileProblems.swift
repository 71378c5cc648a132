/// Files with which something went wrong, by path: a page of them.
///
/// ```json
/// {"total":2,"problems":[{"path":"/srv/x.bin","status":"unsupported",
///   "stage":"sniff","code":"binary","reason":"…","offset":12,"time":"2026-01-05T01:02:03Z"}],
///  "next":"/srv/x.bin"}
/// ```
public struct FileProblems: Sendable, Equatable {
  /// Of all pages.
  public var total: Int
  public var problems: [Entry]
  /// What to give as `after` for the next page; nil on the last one.
  public var next: String?

  public struct Entry: Sendable, Equatable {
    public var path: String
    public var status: FileRecord.Status
    public var fault: FileRecord.Fault
    /// When the file was read, in nanoseconds since 1970 UTC.
    public var time: Int64

    public init(
      path: String, status: FileRecord.Status, fault: FileRecord.Fault, time: Int64
    ) {
      self.path = path
      self.status = status
      self.fault = fault
      self.time = time
    }
  }

  public init(total: Int, problems: [Entry], next: String? = nil) {
    self.total = total
    self.problems = problems
    self.next = next
  }
}

extension FileProblems {
  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("total", total)
      json.array("problems") { json in
        for problem in problems { problem.write(to: &json) }
      }
      json.member(ifPresent: "next", next)
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let total = value["total"]?.int, let problems = value["problems"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of problems"), at: 0)
    }
    self.init(
      total: total, problems: problems.compactMap(Entry.init(json:)),
      next: value["next"]?.string)
  }
}

extension FileProblems.Entry {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("path", path)
      json.member("status", status.rawValue)
      json.member("stage", fault.stage)
      json.member("code", fault.code)
      json.member("reason", fault.reason)
      if let offset = fault.offset { json.member("offset", offset) }
      json.member("time", Timestamp.text(nanoseconds: time))
    }
  }

  fileprivate init?(json: JSONValue) {
    guard let path = json["path"]?.string, let code = json["code"]?.string else { return nil }
    self.init(
      path: path, status: json["status"]?.string.flatMap(FileRecord.Status.init) ?? .quarantined,
      fault: FileRecord.Fault(
        stage: json["stage"]?.string ?? "", code: code, reason: json["reason"]?.string ?? "",
        offset: json["offset"]?.int),
      time: json["time"]?.string.flatMap(Timestamp.nanoseconds) ?? 0)
  }
}
