import Client
import Glibc
import TestSupport
import Testing
import Wire

/// Scanned paper, read when that is asked for.
@Suite(.timeLimit(.minutes(10))) struct `Adding scanned paper` {
  private static let fixtures =
    #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 }
    + "/IngestTests/Fixtures/"

  private func filled() throws -> (daemon: RunningDaemon, folder: LivingFolder) {
    let daemon = try RunningDaemon()
    let folder = try LivingFolder(of: daemon)
    for name in ["quet.pdf", "quet-1.png", "don.pdf"] {
      let copied = try Program.run(
        [Self.fixtures + name, folder.path], in: daemon.folder, program: "/bin/cp")
      #expect(copied.code == 0)
    }
    try folder.write("tin.txt", "Tin thường của làng Hạ.\n")
    return (daemon, folder)
  }

  /// What is remembered of each file.
  private func remembered(_ daemon: RunningDaemon) throws -> [String: String] {
    var found: [String: String] = [:]
    try daemon.archive.files(in: "main") { record in
      found[record.path.split(separator: "/").last.map(String.init) ?? ""] = record.ocr
    }
    return found
  }

  private func add(_ folder: LivingFolder, _ options: String..., code: Int32) throws -> JSONValue {
    let run = try Program.run(
      ["add", folder.path, "--json"] + options, socket: folder.daemon.socket,
      in: folder.daemon.folder)
    #expect(run.code == code, "\(run.errors)")
    return try JSONValue(parsing: Array(run.output.utf8).span)
  }

  @Test func `reads anew only what has such pages, whenever it is asked for`() throws {
    let (daemon, folder) = try filled()
    _ = try add(folder, code: 5)
    let scanned = "con đường đất dẫn ra bến đò từ năm 1987"
    #expect(try daemon.run("count", "\"\(scanned)\"").output == "1\n")
    #expect(
      try remembered(daemon)
        == ["quet.pdf": "wanted", "quet-1.png": "wanted", "don.pdf": "", "tin.txt": ""])
    #expect(try daemon.run("problems").output.contains("--ocr reads it"))

    let asked = try add(folder, "--ocr", code: 0)
    #expect(asked["files"]?["unchanged"]?.int == 2 && asked["files"]?["updated"]?.int == 2)
    #expect(try daemon.run("count", "\"\(scanned)\"").output == "3\n")
    #expect(
      try remembered(daemon)
        == ["quet.pdf": "vie", "quet-1.png": "vie", "don.pdf": "", "tin.txt": ""])
    for options in [[], ["--ocr"]] {
      let run = try Program.run(
        ["add", folder.path, "--json"] + options, socket: daemon.socket, in: daemon.folder)
      let again = try JSONValue(parsing: Array(run.output.utf8).span)
      #expect(again["files"]?["unchanged"]?.int == 4, "\(options): \(run.output)")
    }
    // Other languages are another question.
    folder.delete("quet.pdf")
    let other = try add(folder, "--ocr", "--ocr-languages", "vie,eng", code: 0)
    #expect(other["files"]?["updated"]?.int == 1)
    #expect(try remembered(daemon)["quet-1.png"] == "vie+eng")
    daemon.end()
  }

  @Test func `reads it behind all else at the first time, too`() throws {
    let (daemon, folder) = try filled()
    folder.delete("quet.pdf")
    let done = try add(folder, "--ocr", code: 0)
    #expect(done["files"]?["new"]?.int == 3, "each file is counted once")
    #expect(done["problems"]?.array?.isEmpty == true)
    #expect(try remembered(daemon)["quet-1.png"] == "vie")
    daemon.end()
  }

  @Test func `without what reads it names the package, and takes all else`() throws {
    let (daemon, folder) = try filled()
    let done = try add(folder, "--ocr", "--ocr-languages", "khm", code: 5)
    let reason = try #require(done["problems"]?.array?.first?["reason"]?.string)
    #expect(reason.contains("apt-get install tesseract-ocr-khm"))
    #expect(done["files"]?["new"]?.int == 2 && done["files"]?["unsupported"]?.int == 1)
    #expect(try remembered(daemon)["quet.pdf"] == "wanted")
    let wrong = try daemon.run("add", folder.path, "--ocr", "--ocr-languages", "tiếng Việt")
    #expect(wrong.code == 2)
    daemon.end()
  }
}
