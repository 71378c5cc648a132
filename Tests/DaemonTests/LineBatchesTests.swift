import TestSupport
import Testing

@testable import Daemon

@Suite struct LineBatchesTests {
  @Test(arguments: Seed.some(64))
  func `lines come out as they went in, however the pieces are cut`(seed: Seed) {
    var random = seed
    let lines = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
      String(repeating: "x", count: Int.random(in: 0..<40, using: &random))
    }
    let endsWithNewline = Bool.random(using: &random)
    var bytes = Array(lines.joined(separator: "\n").utf8)
    if endsWithNewline, !lines.isEmpty { bytes.append(10) }
    let limit = 25
    var batches = LineBatches(batchByteCount: 50, maximumLineByteCount: limit)
    var found: [Int: String] = [:]
    var overlong: [Int] = []
    func note(_ batch: LineBatches.Batch) {
      overlong += batch.overlong
      let parts = String(decoding: batch.bytes, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropLast()
      for (index, line) in parts.enumerated() { found[batch.firstLine + index] = String(line) }
    }
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Int.random(in: 1..<12, using: &random))
      if let batch = batches.take(Array(bytes[start..<end])) { note(batch) }
      start = end
    }
    if let batch = batches.finish() { note(batch) }

    for (index, line) in lines.enumerated() where !(line.isEmpty && index == lines.count - 1) {
      if overlong.contains(index + 1) {
        // A line may be a little over the limit and still have come whole in one piece.
        #expect(line.utf8.count > limit)
      } else {
        #expect(found[index + 1] == line, "line \(index + 1)")
      }
    }
    #expect(overlong.allSatisfy { found[$0] == nil })
  }
}

@Suite struct ParagraphsTests {
  @Test func `blank lines and line ends part paragraphs`() {
    #expect(Paragraphs.split("Một.\n\nHai.\nBa.") == ["Một.", "Hai.", "Ba."])
  }

  @Test func `a line broken by its width goes on`() {
    #expect(
      Paragraphs.split("trách nhiệm của cơ quan đối với \nbảo hiểm xã hội; đăng \nký tham gia")
        == ["trách nhiệm của cơ quan đối với\nbảo hiểm xã hội; đăng\nký tham gia"])
  }

  @Test func `nothing is lost but white space`() {
    #expect(Paragraphs.split("") == [])
    #expect(Paragraphs.split(" \r\n\u{2028} x \u{85}") == ["x"])
  }
}
