import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// The places of long forms are looked for once; what is kept never changes an answer.
@Suite struct KeptPostingsTests {
  @Test func `a long form is found again in what is live, in old snapshots too`() throws {
    let index = try Index.open(in: SimulatedDisk())
    let texts = (0..<40).map { number in
      number % 2 == 0
        ? "Mặt trận Tổ quốc họp phiên thứ \(number)" : "MTTQ tỉnh họp phiên thứ \(number)"
    }
    for (number, text) in texts.enumerated() {
      _ = try index.apply([
        .put(Document(key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, text)]))
      ])
    }
    try index.refresh()
    let old = index.snapshot()
    #expect(try Self.keys(in: old).count == 40)
    #expect(try Self.keys(in: old).count == 40)
    _ = try index.apply([.delete(try DocumentKey("6")), .delete(try DocumentKey("7"))])
    try index.refresh()
    let now = index.snapshot()
    for _ in 0..<2 {
      #expect(
        try Self.keys(in: now).sorted()
          == (0..<40).filter { $0 != 6 && $0 != 7 }
          .map(String.init).sorted())
      #expect(try Self.keys(in: old).count == 40)
    }
  }

  @Test func `what is kept for some documents is not taken for others`() throws {
    let archive = try TestArchive("một hai ba", "hai ba bốn", "ba bốn năm")
    let segment = try #require(archive.snapshot.segments.first).segment
    let kept = KeptPostings(documents: [0, 2], frequencies: [1, 3], among: [0b101])
    segment.keep(kept, for: [1])
    #expect(segment.kept([1], among: [0b001])?.documents == [0, 2])
    #expect(segment.kept([1], among: [0b111]) == nil)
    #expect(segment.kept([2], among: [0b001]) == nil)
    // Six postings are the most that three documents have room for.
    for key in UInt8(2)...6 { segment.keep(kept, for: [key]) }
    let still = (UInt8(1)...6).filter { segment.kept([$0], among: [0b101]) != nil }
    #expect(still.contains(6) && still.count <= 2)
  }

  private static func keys(in snapshot: Snapshot) throws -> [String] {
    var request = SearchRequest("MTTQ")
    request.limit = 100
    return try search(request, in: snapshot).hits.map(\.key)
  }
}
