import Documents
import Glibc
import TestSupport
import Testing

@testable import InvertedIndex

/// Real processes on a real file system, killed with SIGKILL while they write: 1,008 of them.
@Suite struct KillTests {
  @Test(arguments: Seed.some(8))
  func `what a killed process had acknowledged is there, and all is whole`(seed: Seed) async throws
  {
    let start = seed.value
    await #expect(processExitsWith: .success) { [start = start as UInt64] in
      // A process of its own, where no other thread holds a lock while it forks.
      var random = Seed(start)
      var midway = 0
      for _ in 0..<6 {
        let folder = TemporaryFolder(inMemory: true)
        var archive = KilledArchive(path: folder.path)
        while archive.kills < 21 { try archive.liveAndDie(&random) }
        midway += archive.killsMidway
        withExtendedLifetime(folder) {}
      }
      precondition(midway > 10, "\(midway) of 126 died with a part of their work acknowledged")
    }
  }
}

/// An index that many processes write to, one after another, each of them killed.
struct KilledArchive {
  let path: String
  /// The texts by key that the last look found.
  private var texts: [String: String] = [:]
  private var round = 0
  private(set) var kills = 0
  /// Kills with a part of the work acknowledged.
  private(set) var killsMidway = 0
  /// How long a process lives that is not killed, in microseconds: measured, to aim by.
  private var lifetime = 20_000.0

  init(path: String) { self.path = path }

  enum Failure: Error {
    case fork
    case lost(round: Int, acknowledged: Int, of: Int)
    case damaged(round: Int, [Finding])
  }

  /// Lets a process go through a life, kills it at a random moment, and looks at what it left.
  mutating func liveAndDie(_ random: inout Seed) throws {
    round += 1
    let life = Script(from: texts, steps: 24, using: &random)
    let (acknowledged, wasKilled) = try run(life, delay: Double.random(in: 0...1, using: &random))
    let directory = try FileDirectory(path: path)
    // The files are checked as they were left, before the log is replayed.
    let report = try IndexCheck.run(in: directory)
    guard report.isWhole else { throw Failure.damaged(round: round, report.findings) }
    let index = try Index.open(in: directory, settings: Life.settings)
    let found = try index.texts()
    guard life.states[acknowledged...].contains(found) else {
      throw Failure.lost(round: round, acknowledged: acknowledged, of: life.states.count - 1)
    }
    texts = found
    if wasKilled {
      kills += 1
      if acknowledged > 0, acknowledged < life.states.count - 1 { killsMidway += 1 }
    } else {
      precondition(found == life.states[life.states.count - 1], "it had acknowledged everything")
    }
  }

  /// - Returns: how many operations the process said were durable, and whether it was killed.
  private mutating func run(_ life: Script, delay share: Double) throws -> (Int, Bool) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Failure.fork }
    let begin = ContinuousClock.now
    let child = fork()
    guard child >= 0 else { throw Failure.fork }
    if child == 0 {
      _ = close(ends[0])
      life.perform(path: path, telling: ends[1])
      _exit(0)
    }
    _ = close(ends[1])
    defer { _ = close(ends[0]) }
    usleep(UInt32(lifetime * 1.1 * share))
    kill(child, SIGKILL)
    var status: Int32 = 0
    unsafe waitpid(child, &status, 0)
    let wasKilled = status & 0x7F == SIGKILL
    if wasKilled {
      lifetime *= 1.02
    } else {
      // It had ended before: a life is shorter than was thought.
      let took = (ContinuousClock.now - begin).components
      lifetime = min(lifetime * 0.8, Double(took.attoseconds) / 1e12)
      precondition(status == 0, "the process failed by itself")
    }
    var last: [UInt8] = [0]
    var acknowledged = 0
    while unsafe read(ends[0], &last, 1) == 1 { acknowledged = Int(last[0]) }
    return (acknowledged, wasKilled)
  }
}

/// What a process is going to do, and the texts that every operation leads to.
struct Script {
  private(set) var states: [[String: String]]
  private var steps: [Step] = []

  enum Step {
    case apply(InvertedIndex.Operation)
    case sync
    case refresh
    case commit
    case maintain
    case optimize
  }

  init(from texts: [String: String], steps count: Int, using random: inout Seed) {
    states = [texts]
    for _ in 0..<count {
      switch Int.random(in: 0..<16, using: &random) {
      case 0..<6: put(using: &random)
      case 6..<8: delete(using: &random)
      case 8..<11: steps.append(.sync)
      case 11..<13: steps.append(.commit)
      case 13: steps.append(.refresh)
      case 14: steps.append(.maintain)
      default: steps.append(.optimize)
      }
    }
    steps.append(.sync)
  }

  private mutating func put(using random: inout Seed) {
    let key = "\(Int.random(in: 0..<9, using: &random))"
    let text =
      "\(Int.random(in: 0..<1_000, using: &random)) "
      + SampleText.sentence(Int.random(in: 1..<20, using: &random), using: &random)
    guard let documentKey = try? DocumentKey(key) else { return }
    var state = states[states.count - 1]
    state[key] = text
    states.append(state)
    steps.append(.apply(.put(Document(key: documentKey, blocks: [Block(.paragraph, text)]))))
  }

  private mutating func delete(using random: inout Seed) {
    var state = states[states.count - 1]
    guard let key = state.keys.sorted().randomElement(using: &random),
      let documentKey = try? DocumentKey(key)
    else { return }
    state[key] = nil
    states.append(state)
    steps.append(.apply(.delete(documentKey)))
  }

  /// Does everything; writes the number of operations to the pipe whenever they are durable.
  func perform(path: String, telling pipe: Int32) {
    do throws(IndexError) {
      let index = try Index.open(in: try FileDirectory(path: path), settings: Life.settings)
      var done: UInt8 = 0
      for step in steps {
        switch step {
        case .apply(let operation):
          _ = try index.apply([operation])
          done += 1
          continue
        case .refresh: try index.refresh()
        case .maintain: _ = try index.maintain()
        case .sync: try index.sync()
        case .commit: try index.commit()
        case .optimize: try index.optimize()
        }
        if case .refresh = step { continue }
        if case .maintain = step { continue }
        unsafe write(pipe, &done, 1)
      }
    } catch {
      _exit(1)
    }
  }
}
