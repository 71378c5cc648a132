import Documents
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import InvertedIndex

@Suite struct MergeMemoryTests {
  @Test func `merges that need more memory than there is are not made`() throws {
    var policy = MergePolicy()
    policy.segmentsPerTier = 3
    policy.maximumTableBytes = 1 << 20
    func segments(_ terms: Int) -> [MergePolicy.Candidate] {
      (0..<3).map { _ in
        MergePolicy.Candidate(
          byteCount: 1 << 20, deletedShare: 0,
          tables: MergeTables(documents: 100, terms: terms, neighbours: 0, details: 0))
      }
    }
    #expect(policy.choose(segments(1_000)) == [0, 1, 2])
    #expect(policy.choose(segments(8_000)) == nil)
    var one = segments(8_000)
    one[1].deletedShare = 0.5
    #expect(policy.choose(one) == [1], "one alone was made within the memory before")
  }

  @Test func `an optimization leaves as many segments as memory asks for`() throws {
    var settings = IndexSettings()
    let index = try Index.open(in: SimulatedDisk(), settings: settings)
    var random = Seed(4)
    for number in 0..<120 {
      _ = try index.apply([.put(try SampleText.document("\(number)", using: &random))])
      if number % 20 == 19 { try index.refresh() }
    }
    let expected = try index.texts()
    let tables = index.snapshot().segments.map(\.segment.mergeTables)
    settings.merging.maximumTableBytes = tables[0].merged(with: tables[1]).byteCount + 1_000
    try index.close()
    let disk = index.directory
    let small = try Index.open(in: disk, settings: settings)
    try small.optimize()
    #expect((2...4).contains(small.statistics.segments))
    #expect(try small.texts() == expected)
  }

  @Test func `the memory that writing takes stays within the budget`() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      // A process of its own: nothing else takes memory while it is measured.
      // The least that the daemon takes.
      let budget = 32 << 20
      let folder = TemporaryFolder()
      let directory = try FileDirectory(path: folder.path)
      var settings = IndexSettings(memoryBudget: budget)
      settings.merging.segmentsPerTier = 3
      settings.bufferBytes = 1 << 18
      let index = try Index.open(in: directory, settings: settings)
      var random = Seed(1)
      let before = Memory.held()
      let watch = Memory.Watch()
      for number in 0..<1_500 {
        // Every document brings words that no other has.
        let text = SampleText.sentence(200, using: &random)
        let own = (0..<20).map { "k\(number)x\($0)" }.joined(separator: " ")
        let document = Document(
          key: try DocumentKey("\(number)"), blocks: [Block(.paragraph, text + ". " + own)])
        _ = try index.apply([.put(document)])
        while try index.maintain() {}
      }
      try index.close()
      let most = watch.end() - before
      let segments = index.snapshot().segments.map { Int($0.segment.id) }.max() ?? 0
      let report = Array("\(most) bytes of \(budget), segment \(segments)\n".utf8)
      unsafe write(2, report, report.count)
      withExtendedLifetime(folder) {}
      exit(most >= budget ? Int32(most >> 20) : segments > 4 ? 0 : Int32(100 + segments))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("bytes of 33554432, segment"), "\(said)")
  }
}

/// Memory of this process that is not of files.
private enum Memory {
  static func held() -> Int {
    guard let file = unsafe fopen("/proc/self/status", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while unsafe fgets(&line, 256, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
      if text.hasPrefix("RssAnon:") {
        return (Int(text.filter(\.isNumber)) ?? 0) << 10
      }
    }
    return 0
  }

  /// Looks all the time, on a thread of its own.
  final class Watch: Sendable {
    private let most = Atomic(0)
    private let isEnding = Atomic(false)
    private let hasEnded = Atomic(false)

    init() {
      var thread = pthread_t()
      let own = unsafe Unmanaged.passRetained(self).toOpaque()
      let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
        guard let own = unsafe $0 else { return nil }
        unsafe Unmanaged<Watch>.fromOpaque(own).takeRetainedValue().run()
        return nil
      }
      unsafe pthread_create(&thread, nil, body, own)
      pthread_detach(thread)
    }

    private func run() {
      while !isEnding.load(ordering: .acquiring) {
        most.max(Memory.held(), ordering: .relaxed)
      }
      hasEnded.store(true, ordering: .releasing)
    }

    /// The most that was held.
    func end() -> Int {
      isEnding.store(true, ordering: .releasing)
      while !hasEnded.load(ordering: .acquiring) { sched_yield() }
      return most.load(ordering: .relaxed)
    }
  }
}
