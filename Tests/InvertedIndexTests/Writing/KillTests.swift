import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// A real process on a real file system, killed with SIGKILL while it writes.
@Suite struct KillTests {
  @Test func `what a killed process had acknowledged is there`() async throws {
    for round in 0..<12 {
      let folder = TemporaryFolder()
      let path = folder.path
      let after = 40 + round * 13
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, after = after as Int] in
        let index = try Index.open(in: try FileDirectory(path: path), settings: Life.settings)
        let acknowledged = unsafe fopen(path + ".acknowledged", "w")
        for number in 0..<400 {
          let document = Document(
            key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, "bài \(number)")])
          _ = try index.apply([.put(document)])
          if number % 3 == 0 {
            try index.sync()
            unsafe fputs("\(number)\n", acknowledged)
            unsafe fflush(acknowledged)
          }
          if number % 11 == 0 { try index.refresh() }
          if number % 17 == 0 { _ = try index.maintain() }
          if number == after { kill(getpid(), SIGKILL) }
        }
      }
      let expected = try Self.lastNumber(in: path + ".acknowledged")
      unsafe unlink(path + ".acknowledged")
      let texts = try Index.open(in: try FileDirectory(path: path)).texts()
      #expect(texts.count > expected)
      for number in 0...expected { #expect(texts["\(number)"] == "bài \(number)") }
    }
  }

  private static func lastNumber(in file: String) throws -> Int {
    let bytes = try FileBytes.map(path: file, name: "acknowledged")
    let text = unsafe String(decoding: bytes.raw, as: UTF8.self)
    return try #require(text.split(separator: "\n").last.flatMap { Int($0) })
  }
}
