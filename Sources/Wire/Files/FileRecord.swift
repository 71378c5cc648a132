/// What the archive remembers of a file that was read: a row of the collection's manifest.
///
/// ```json
/// {"path":"/srv/tin/1.html","status":"partial","device":2049,"inode":77,"size":1042,
///  "mtime_ns":1672531200000000000,"ctime_ns":1672531200000000000,
///  "hash":"99aa06d3014798d86001c324468d497f","version":1,"documents":1,"text_bytes":812,
///  "seen_ns":1672617600000000000,
///  "problem":{"stage":"parse","code":"partial","reason":"…","offset":513}}
/// ```
public struct FileRecord: Sendable, Equatable {
  /// Absolute, as text; bytes that are not UTF-8 are percent-escaped, one-to-one.
  public var path: String
  public var status: Status
  /// What the file system said when the file was read; nil where nothing could be asked.
  public var stamp: Stamp?
  /// XXH3-128 of the bytes, 32 hexadecimal digits; empty where they could not be read.
  public var hash = ""
  /// The version of the program's readers that read it.
  public var version = 0
  /// Documents that it gave. Counted by the daemon; what a client sends is not used.
  public var documents = 0
  /// Bytes of text in them, as UTF-8.
  public var textByteCount = 0
  /// When the reading began, in nanoseconds since 1970 UTC.
  public var seen: Int64 = 0
  /// What became of scanned paper in it: `wanted` where it was left unread, the languages in which
  /// it was read, as `vie+eng`; empty where there is none.
  public var ocr = ""
  public var problem: Fault?

  /// Scanned paper is left unread.
  package static let ocrWanted = "wanted"

  public init(path: String, status: Status) {
    self.path = path
    self.status = status
  }

  /// What came of a file.
  public enum Status: String, Sendable, CaseIterable {
    /// Begun and not finished: to be read again.
    case pending
    case complete
    /// Some text was lost or cut; the problem says which.
    case partial
    /// Nothing to read in it.
    case empty
    /// A kind of file that is not read.
    case unsupported
    /// Not read, because reading it went wrong.
    case quarantined
    /// The file system did not give it; documents of an earlier time stay.
    case unreadable
  }

  /// What tells a changed file from one that is as it was.
  public struct Stamp: Sendable, Hashable {
    public var device: Int64
    public var inode: Int64
    public var byteCount: Int64
    /// Last change of the content, in nanoseconds since 1970 UTC.
    public var modified: Int64
    /// Last change of content, name or rights, in nanoseconds since 1970 UTC.
    public var changed: Int64

    public init(
      device: Int64, inode: Int64, byteCount: Int64, modified: Int64, changed: Int64
    ) {
      self.device = device
      self.inode = inode
      self.byteCount = byteCount
      self.modified = modified
      self.changed = changed
    }
  }

  /// What went wrong with a file.
  public struct Fault: Sendable, Equatable {
    /// The step at which it happened: `walk`, `read`, `sniff`, `decode`, `parse`, `index`.
    public var stage: String
    /// One word from a closed list: `unsupported`, `timeout`, `crashed`, `partial`, …
    public var code: String
    /// A sentence: what happened and what to do.
    public var reason: String
    /// Byte offset in the file, when the problem has a place.
    public var offset: Int?

    public init(stage: String, code: String, reason: String, offset: Int? = nil) {
      self.stage = stage
      self.code = code
      self.reason = reason
      self.offset = offset
    }
  }
}

// MARK: - JSON

extension FileRecord {
  package var json: [UInt8] {
    var json = JSONWriter()
    write(to: &json)
    return json.bytes
  }

  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("path", path)
      json.member("status", status.rawValue)
      if let stamp {
        json.member("device", stamp.device)
        json.member("inode", stamp.inode)
        json.member("size", stamp.byteCount)
        json.member("mtime_ns", stamp.modified)
        json.member("ctime_ns", stamp.changed)
      }
      json.member(ifPresent: "hash", hash)
      json.member("version", version)
      json.member("documents", documents)
      json.member("text_bytes", textByteCount)
      json.member("seen_ns", seen)
      json.member(ifPresent: "ocr", ocr)
      if let problem {
        json.key("problem")
        problem.write(to: &json)
      }
    }
  }

  /// - Throws: `bad_json`, `unknown_field` or `invalid_field`.
  package init(json bytes: Span<UInt8>) throws(Problem) {
    try self.init(RequestFields(parsing: bytes))
  }

  package init(_ fields: consuming RequestFields) throws(Problem) {
    guard let path = try fields.string("path"), path.hasPrefix("/") else {
      throw Problem(
        .invalidField, "the path is missing or not absolute", pointer: "/path",
        hint: "send {\"path\":\"/srv/a.html\",\"status\":\"complete\",…}")
    }
    guard let status = try fields.choice("status", of: Status.self) else {
      throw Problem(.invalidField, "the status is missing", pointer: "/status")
    }
    self.init(path: path, status: status)
    let any = Int.min...Int.max
    let (device, inode) = (try fields.int("device", in: any), try fields.int("inode", in: any))
    let size = try fields.int("size", in: 0...Int.max)
    let modified = try fields.int("mtime_ns", in: any)
    let changed = try fields.int("ctime_ns", in: any)
    if let device, let inode, let size, let modified, let changed {
      stamp = Stamp(
        device: Int64(device), inode: Int64(inode), byteCount: Int64(size),
        modified: Int64(modified), changed: Int64(changed))
    }
    hash = try fields.string("hash") ?? ""
    guard hash.isEmpty || hash.utf8.count == 32 && hash.allSatisfy(\.isHexDigit) else {
      throw Problem(
        .invalidField, "the hash is not 32 hexadecimal digits", pointer: "/hash",
        hint: "leave it out where it is not known")
    }
    version = try fields.int("version", in: 0...Int(Int32.max)) ?? 0
    documents = try fields.int("documents", in: 0...Int.max) ?? 0
    textByteCount = try fields.int("text_bytes", in: 0...Int.max) ?? 0
    seen = Int64(try fields.int("seen_ns", in: any) ?? 0)
    ocr = try fields.string("ocr") ?? ""
    problem = try fields.nested("problem").map { nested throws(Problem) in try Fault(nested) }
    try fields.finish()
  }
}

extension FileRecord.Fault {
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("stage", stage)
      json.member("code", code)
      json.member("reason", reason)
      if let offset { json.member("offset", offset) }
    }
  }

  init(_ fields: consuming RequestFields) throws(Problem) {
    self.init(
      stage: try fields.string("stage") ?? "", code: try fields.string("code") ?? "",
      reason: try fields.string("reason") ?? "", offset: try fields.int("offset", in: 0...Int.max))
    try fields.finish()
  }
}
