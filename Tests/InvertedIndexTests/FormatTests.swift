import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// `Index/FORMAT.md` ends with an example in bytes: it must be what the code writes.
@Suite struct FormatTests {
  @Test func `the example in the format's description is what is written`() throws {
    let path =
      #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
      + "/Index/FORMAT.md"
    let file = try FileBytes.map(path: path, name: "FORMAT.md")
    let text = unsafe String(decoding: file.raw, as: UTF8.self)
    let parts = text.split(separator: "<!-- example -->", maxSplits: 1)
    let rest = try #require(parts.last).split(separator: "<!-- end of example -->", maxSplits: 1)
    let shown = try #require(rest.first)
    let written = try Self.example()
    if unsafe getenv("UPDATE_GOLDEN") != nil {
      let whole = parts[0] + "<!-- example -->" + written + "<!-- end of example -->\n"
      let output = unsafe fopen(path, "w")
      unsafe fputs(String(whole), output)
      unsafe fclose(output)
    } else {
      #expect(shown == written)
    }
  }

  /// The example as Markdown.
  private static func example() throws -> String {
    let disk = SimulatedDisk()
    let index = try Index.open(in: disk)
    _ = try index.apply([
      .put(
        Document(
          key: try DocumentKey("1"), title: "Hoà bình",
          blocks: [Block(.paragraph, "Uỷ ban hòa giải.")])),
      .put(Document(key: try DocumentKey("2"), blocks: [Block(.paragraph, "hoa")])),
      .delete(try DocumentKey("2")),
    ])
    try index.sync()
    let log = try #require(disk.bytes(of: "log-1.log"))
    try index.commit()
    var text = "\n"
    text += dump("log-1.log", log)
    for name in try disk.list().sorted() where !name.hasPrefix("segment") {
      text += dump(name, disk.bytes(of: name) ?? [])
    }
    let bytes = try #require(disk.bytes(of: "segment-1.seg"))
    let sections = try SectionReader(FileBytes(name: "segment-1.seg", bytes))
    text += dump("segment-1.seg, header", Array(bytes.prefix(24)))
    for section in Section.allCases where section != .stored {
      text += dump(
        "segment-1.seg, \(section.rawValue)", unsafe Array(try sections.bytes(section)))
    }
    text += dump("segment-1.seg, footer", Array(bytes.suffix(SegmentLayout.footerSize)))
    return text
  }

  /// Sixteen bytes a line, with what is ASCII beside them.
  private static func dump(_ name: String, _ bytes: [UInt8]) -> String {
    var text = "`\(name)`, \(bytes.count) bytes\n```\n"
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let line = bytes[start..<min(start + 16, bytes.count)]
      let hex = line.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
      let plain = line.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "." }
      let offset = String(start, radix: 16)
      text += String(repeating: "0", count: max(0, 4 - offset.count)) + offset + "  " + hex
      text += String(repeating: " ", count: 50 - hex.utf8.count) + plain.joined() + "\n"
    }
    return text + "```\n"
  }
}
