/// Files and folders of the daemon's machine that it is to read itself.
///
/// ```json
/// {"paths":["/srv/archive/2019"],"delete":false,"force":false,"hidden":false,
///  "include":["*.pdf"],"exclude":["nhap"],"ocr":["vie"]}
/// ```
/// Read is only what is below one of the folders that the daemon's configuration names, and only what
/// whoever asks may read.
public struct IngestQuery: Sendable, Equatable {
  /// Absolute, without `.` and `..`.
  public var paths: [String]
  /// Deletes the documents of files that are gone, as `mucluc sync` does.
  public var deletes = false
  /// Deletes even where it looks as if a file system were missing.
  public var isForced = false
  public var includesHidden = false
  /// Patterns of the files that are read, and of what is left out.
  public var includes: [String] = []
  public var excludes: [String] = []
  /// The languages in which scanned paper is read, as `vie`; of none, it is not.
  public var ocr: [String] = []

  /// Paths in one request.
  package static let maximumPaths = 1_000

  public init(_ paths: [String]) { self.paths = paths }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("paths", paths)
      json.member("delete", deletes)
      json.member("force", isForced)
      json.member("hidden", includesHidden)
      json.member("include", includes)
      json.member("exclude", excludes)
      json.member("ocr", ocr)
    }
    return json.bytes
  }

  /// - Throws: `invalid_field` or `unknown_field`.
  package init(_ given: RequestFields) throws(Problem) {
    var fields = given
    guard let paths = try fields.list("paths"), !paths.isEmpty else {
      throw Problem(
        .invalidField, "there are no paths", pointer: "/paths",
        hint: "send {\"paths\":[\"/srv/archive\"]}")
    }
    guard paths.count <= Self.maximumPaths else {
      throw Problem(
        .invalidField, "\(paths.count) paths, the limit is \(Self.maximumPaths)", pointer: "/paths",
        hint: "name the folder that they are in")
    }
    self.init(paths)
    deletes = try fields.bool("delete") ?? false
    isForced = try fields.bool("force") ?? false
    includesHidden = try fields.bool("hidden") ?? false
    includes = try fields.list("include") ?? []
    excludes = try fields.list("exclude") ?? []
    ocr = try fields.list("ocr") ?? []
    try fields.finish()
    for path in paths {
      let parts = path.split(separator: "/", omittingEmptySubsequences: true)
      guard path.hasPrefix("/"), !path.utf8.contains(0), !parts.contains("."), !parts.contains("..")
      else {
        throw Problem(
          .invalidField, "\"\(path.prefix(200))\" is not an absolute path without . and ..",
          pointer: "/paths")
      }
    }
  }
}
