import Glibc
import TestSupport
import Testing
import Wire

/// A folder of files whose life a test tells, and what the archive should have of it.
final class LivingFolder {
  let path: String
  /// Another one after a restart.
  var daemon: RunningDaemon
  private var freshCount = 0

  init(of daemon: RunningDaemon, named name: String = "kho") throws {
    self.daemon = daemon
    path = daemon.folder.path + "/" + name
    try TextFile.makeFolder(path)
  }

  /// Writes a file with a time long past, so that it is not taken for one just being written.
  func write(_ name: String, _ text: String, seconds: Int = 1_600_000_000) throws {
    try TextFile.write(text, to: path + "/" + name)
    setTime(name, seconds: seconds)
  }

  func setTime(_ name: String, seconds: Int) {
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    _ = unsafe utimensat(AT_FDCWD, path + "/" + name, [time, time], 0)
  }

  func makeFolder(_ name: String) throws { try TextFile.makeFolder(path + "/" + name) }

  func move(_ name: String, to other: String) {
    #expect(unsafe rename(path + "/" + name, path + "/" + other) == 0)
  }

  func delete(_ name: String) { #expect(unsafe remove(path + "/" + name) == 0) }

  /// Brings the archive up to date; the JSON that says what was done.
  @discardableResult
  func sync(_ options: String..., code: Int32 = 0) throws -> JSONValue {
    let run = try Program.run(
      ["sync", path, "--json"] + options, socket: daemon.socket, in: daemon.folder)
    #expect(run.code == code, "\(run.errors)")
    return try JSONValue(parsing: Array(run.output.utf8).span)
  }

  /// All documents of a collection, by id. When their files were last changed is left out: a file
  /// that was only touched keeps its documents as they are.
  func documents(of collection: String) throws -> [String] {
    let run = try daemon.run("export", "-c", collection)
    return try run.lines.map { line in
      var record = try DocumentRecord(json: Array(line.utf8).span)
      record.modified = nil
      return String(decoding: record.json, as: UTF8.self)
    }.sorted()
  }

  /// Compares the archive with one that is made anew from the files as they are now.
  func expectFresh(
    _ step: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    freshCount += 1
    let fresh = "fresh-\(freshCount)"
    _ = try daemon.run("add", "-c", fresh, path)
    let (found, expected) = (
      try documents(of: Wire.defaultCollection), try documents(of: fresh)
    )
    #expect(found == expected, "after: \(step)", sourceLocation: sourceLocation)
  }
}
