import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// The disk is full from its Nth write on, for every N of a whole life; later there is space again.
@Suite struct FullDiskTests {
  @Test(arguments: Seed.some(4))
  func `writes are refused, searches go on, nothing acknowledged is lost`(seed: Seed) throws {
    var writes = 1
    while true {
      let disk = SimulatedDisk()
      var life = FullDiskLife(try Index.open(in: disk, settings: Life.settings), seed)
      disk.fill(after: writes)
      life.live(steps: 80)
      let wasFull = disk.isFull
      try life.search()
      disk.makeSpace()
      if life.target.statistics.failure == nil {
        life.live(steps: 12)
        #expect(life.refusals == 0, "with space again all goes on, after write \(writes)")
      }
      if Bool.random(using: &life.random) {
        disk.losePower(keeping: &life.random)
      } else {
        disk.killProgram()
      }
      let report = try IndexCheck.run(in: disk)
      #expect(report.findings == [], "write \(writes) of \(seed)")
      let found = try Index.open(in: disk, settings: Life.settings).texts()
      #expect(life.possible.contains(found), "write \(writes) of \(seed)")
      if !wasFull { break }
      writes += 1
    }
    #expect(writes > 35, "a life has many writes")
  }

  @Test func `a segment that did not fit leaves nothing on the disk`() throws {
    let disk = SimulatedDisk()
    var settings = Life.settings
    settings.memorySegmentBytes = 0
    let index = try Index.open(in: disk, settings: settings)
    try Life(index, Seed(1)).index(["một", "hai"])
    try index.sync()
    disk.fill(after: 1)
    for _ in 0..<3 { #expect(throws: IndexError.self) { try index.refresh() } }
    #expect(try disk.list().filter { $0.hasSuffix(".seg") } == [])
    disk.makeSpace()
    #expect(try index.texts().count == 2)
  }

  @Test(arguments: [true, false])
  func `a disk that is really full refuses writes and loses nothing`(mounting: Bool) async throws {
    let folder = TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .success) {
      [path = path as String, mounting = mounting as Bool] in
      var settings = Life.settings
      settings.commitLogBytes = 1 << 30
      let disk = RealDisk(at: path, mounting: mounting)
      let directory = try FileDirectory(path: disk.path)
      let index = try Index.open(in: directory, settings: settings)
      var random = Seed(9)
      var acknowledged: [String: String] = [:]
      var refusal: IndexError?
      var pending: [String: String] = [:]
      while refusal == nil {
        let text = SampleText.sentence(200, using: &random)
        let key = "\(acknowledged.count + pending.count)"
        let document = Document(key: try DocumentKey(key), blocks: [Block(.paragraph, text)])
        do throws(IndexError) {
          _ = try index.apply([.put(document)])
          pending[key] = text
          try index.sync()
          acknowledged.merge(pending) { $1 }
          pending = [:]
        } catch { refusal = error }
      }
      precondition(refusal?.isDiskFull == true, "\(refusal, default: "")")
      precondition(acknowledged.count > 20)
      // What was searchable still is, and what is in memory becomes so.
      for view in index.snapshot().segments { _ = try view.segment.contents() }
      let report = try IndexCheck.run(in: directory)
      precondition(report.isWhole, "\(report.findings)")
      disk.makeSpace()
      let texts = try Index.open(in: directory, settings: settings).texts()
      precondition(acknowledged.allSatisfy { texts[$0.key] == $0.value })
      precondition(texts.count <= acknowledged.count + 1)
    }
    // The folder must be there for the process to mount on.
    withExtendedLifetime(folder) {}
  }
}

/// A life that goes on after refusals. A refused operation may have been done or not, and so may
/// everything since the last acknowledgement.
struct FullDiskLife {
  let target: Index
  var random: Seed
  /// The texts there may be after a restart.
  private(set) var possible: Set<[String: String]> = [[:]]
  /// Those there may be now.
  private var current: Set<[String: String]> = [[:]]
  private(set) var refusals = 0
  private var number = 0

  init(_ index: Index, _ seed: Seed) {
    target = index
    random = seed
  }

  mutating func live(steps: Int) {
    refusals = 0
    // After some refusals a caller gives up; each may double what is possible.
    for _ in 0..<steps where refusals < 5 { step() }
  }

  private mutating func step() {
    switch Int.random(in: 0..<12, using: &random) {
    case 0..<5: change(Int.random(in: 0..<12, using: &random), to: "\(number) tin tức nước non")
    case 5..<7: change(Int.random(in: 0..<12, using: &random), to: nil)
    case 7..<9: settle { index throws(IndexError) in try index.sync() }
    case 9: attempt { index throws(IndexError) in try index.refresh() }
    case 10: attempt { index throws(IndexError) in _ = try index.maintain() }
    default: settle { index throws(IndexError) in try index.commit() }
    }
    number += 1
  }

  private mutating func change(_ number: Int, to text: String?) {
    guard let key = try? DocumentKey("\(number)") else { return }
    let operation: InvertedIndex.Operation =
      text.map { .put(Document(key: key, blocks: [Block(.paragraph, $0)])) } ?? .delete(key)
    let changed = Set(
      current.map { state in
        var state = state
        state[key.text] = text
        return state
      })
    let isDone = attempt { index throws(IndexError) in _ = try index.apply([operation]) }
    current = isDone ? changed : current.union(changed)
    possible.formUnion(current)
  }

  private mutating func settle(_ body: (Index) throws(IndexError) -> Void) {
    if attempt(body) { possible = current }
  }

  @discardableResult
  private mutating func attempt(_ body: (Index) throws(IndexError) -> Void) -> Bool {
    do throws(IndexError) {
      try body(target)
      return true
    } catch {
      #expect(error.isDiskFull, "\(error)")
      refusals += 1
      return false
    }
  }

  /// Reads everything that is searchable.
  func search() throws {
    for view in target.snapshot().segments {
      _ = try view.segment.contents()
      for document in 0..<DocID(view.segment.documentCount) {
        _ = try view.segment.document(document)
      }
    }
  }
}

/// A file system that is soon full, for a process of its own.
struct RealDisk {
  /// Where to work: the working directory, which no other process can reach, or a folder.
  let path: String
  private let isMounted: Bool

  /// Two megabytes of memory, half of them taken, where this process may mount them; else files
  /// may not grow beyond a quarter of a megabyte.
  init(at folder: String, mounting: Bool) {
    isMounted = mounting && Self.mountSmall(at: folder)
    path = isMounted ? "." : folder
    if !isMounted { Self.limitFileSizes(to: 256 << 10) }
  }

  /// Makes an end to the shortage.
  func makeSpace() {
    if isMounted {
      precondition(unsafe unlink("ballast") == 0, "the ballast is not there")
    } else {
      Self.limitFileSizes(to: nil)
    }
  }

  private static func mountSmall(at folder: String) -> Bool {
    let isMounted = unsafe "size=2m".withCString {
      unsafe mount("tmpfs", folder, "tmpfs", 0, $0) == 0
    }
    guard isMounted else { return false }
    // Held by this process's working directory alone, it goes when the process goes.
    precondition(unsafe chdir(folder) == 0 && umount2(folder, Int32(MNT_DETACH)) == 0)
    let ballast = unsafe open("ballast", O_WRONLY | O_CREAT, 0o600)
    precondition(posix_fallocate(ballast, 0, 1 << 20) == 0, "there is no space for the ballast")
    _ = close(ballast)
    return true
  }

  private static func limitFileSizes(to bytes: Int?) {
    _ = signal(SIGXFSZ, SIG_IGN)
    var limit = rlimit()
    _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
  }
}
