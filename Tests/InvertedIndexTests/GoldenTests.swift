import Analysis
import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// `Index/Golden/v1` is an index that was written when format 1 was settled. It is never written
/// again: what can open it can open what people have.
@Suite(.serialized) struct GoldenTests {
  @Test func `an index of format 1 opens, or is made anew, with all its documents`() throws {
    if unsafe getenv("MAKE_GOLDEN") != nil { try Self.make() }
    let disk = try Self.disk()
    let index: Index
    do throws(IndexError) {
      index = try Index.open(in: disk)
    } catch {
      guard case .outdated = error else { throw error }
      _ = try Index.upgrade(in: disk)
      index = try Index.open(in: disk)
    }
    try index.refresh()
    #expect(try Self.documents(in: index.snapshot()) == (try Self.text("documents.txt")))
    #expect(try IndexCheck.run(in: disk).findings == [])
    try index.close()
  }

  @Test func `an index of format 1 says what it said when it was written`() throws {
    let settled = (try Self.text("contents.txt")).split(separator: "\n").map(String.init)
    let disk = try Self.disk()
    // With other rules of analysis, or sections, it is made anew: the other test sees to that.
    guard let index = try? Index.open(in: disk) else {
      #expect(settled[0] != Self.versions)
      return
    }
    #expect(try Self.contents(of: index.snapshot()) == settled)
    try index.close()
  }
}

extension GoldenTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/Index/Golden/v1/"

  private static let versions =
    "sections \(SegmentLayout.version) analysis \(AnalysisVersion.current)"

  /// Two segments with lists of every layout, deletions, and a log with what no commit holds.
  private static func made() throws -> SimulatedDisk {
    var random = Seed(2026)
    let disk = SimulatedDisk()
    var settings = IndexSettings()
    settings.memorySegmentBytes = 0
    let index = try Index.open(in: disk, settings: settings)
    for part in 0..<2 {
      for number in 0..<70 {
        _ = try index.apply([
          .put(try SampleText.document("\(part)/\(number)", using: &random))
        ])
      }
      if part == 1 { _ = try index.apply([.delete(try DocumentKey("0/3"))]) }
      try index.commit()
    }
    _ = try index.apply([
      .put(
        Document(
          key: try DocumentKey("log"), title: "Chưa vào chỉ mục",
          blocks: [Block(.paragraph, "Uỷ ban nhân dân (UBND) họp ngày 4/1/2022.")])),
      .delete(try DocumentKey("1/5")),
    ])
    try index.sync()
    // Left as a process leaves it that is killed here.
    return disk
  }

  /// Writes all files, for the settling of a format: with MAKE_GOLDEN in the environment.
  private static func make() throws {
    let disk = try made()
    for name in try disk.list() where name != "LOCK" {
      try write(try #require(disk.bytes(of: name)), to: name)
    }
    let index = try Index.open(in: disk)
    try index.refresh()
    try write(Array(try documents(in: index.snapshot()).utf8), to: "documents.txt")
    let contents = try contents(of: index.snapshot()).joined(separator: "\n") + "\n"
    try write(Array(contents.utf8), to: "contents.txt")
  }

  private static func disk() throws -> SimulatedDisk {
    let disk = SimulatedDisk()
    for name in try FileDirectory(path: folder).list() where !name.hasSuffix(".txt") {
      disk.setBytes(try bytes(of: name), of: name)
    }
    return disk
  }

  private static func bytes(of name: String) throws -> [UInt8] {
    let file = try FileBytes.map(path: folder + name, name: name)
    return withExtendedLifetime(file) { unsafe Array(file.raw) }
  }

  private static func text(_ name: String) throws -> String {
    String(decoding: try bytes(of: name), as: UTF8.self)
  }

  private static func write(_ bytes: [UInt8], to name: String) throws {
    let opened = unsafe fopen(folder + name, "w")
    let file = unsafe try #require(opened)
    defer { unsafe fclose(file) }
    let written = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
    try #require(written == bytes.count)
  }

  /// All documents by key.
  private static func documents(in snapshot: Snapshot) throws -> String {
    var lines: [String] = []
    for view in snapshot.segments {
      for document in 0..<DocID(view.segment.documentCount) where view.live.contains(document) {
        let found = try view.segment.document(document)
        let texts = [found.key.text, found.title] + found.blocks.map(\.text)
        lines.append(texts.joined(separator: " | "))
      }
    }
    return lines.sorted().joined(separator: "\n") + "\n"
  }

  /// The versions, and of each segment how much it says and the checksum of all that.
  private static func contents(of snapshot: Snapshot) throws -> [String] {
    var lines = [versions]
    for view in snapshot.segments {
      let contents = try view.segment.contents()
      let all = Array(contents.joined(separator: "\n").utf8)
      lines.append(
        "segment \(view.segment.id) live \(view.live.liveCount) lines \(contents.count)"
          + " checksum \(Checksum.of(all))")
    }
    return lines
  }
}
