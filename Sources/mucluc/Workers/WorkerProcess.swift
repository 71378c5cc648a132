import CLinux
import Daemon
import Glibc
import Ingest

/// A child process that reads files, so that whatever a file does to its reader costs that file
/// only. Used by one thread.
final class WorkerProcess {
  private let process: Int32
  private let stream: FrameStream
  private let limits: WorkerLimits
  /// Files that it was given.
  private(set) var jobs = 0
  private var isWaitedFor = false

  /// Files after which another process takes over, so that what leaks is bounded.
  static let jobLimit = 5_000

  /// Why a file was not read to its end.
  enum Failure: Error {
    /// It ended, by this signal or exit code.
    case crashed(signal: Int32, code: Int32)
    case timedOut
    /// It said more than any file of this size may hold.
    case outputLimit
    /// Nobody wants the rest.
    case interrupted
  }

  /// - Parameter known: what documents of earlier times repeat, by `Site.name`.
  /// - Throws: when no process can be started.
  init(
    _ limits: WorkerLimits, knowing known: [String: RepeatedBlocks] = [:]
  ) throws(WorkerStartError) {
    self.limits = limits
    var toWorker: (Int32, Int32) = (-1, -1)
    var fromWorker: (Int32, Int32) = (-1, -1)
    guard Self.makePipe(&toWorker), Self.makePipe(&fromWorker) else {
      throw WorkerStartError(code: errno)
    }
    stream = FrameStream(input: fromWorker.0, output: toWorker.1)
    defer {
      _ = close(toWorker.0)
      _ = close(fromWorker.1)
    }
    let arguments =
      [ExtractWorker.name, "--memory", "\(limits.memoryMegabytes)"]
      + (Guest.current.map { ["--guest", $0.text] } ?? [])
    do throws(OwnProgram.Failure) {
      process = try OwnProgram.start(
        arguments, input: .descriptor(toWorker.0), output: .descriptor(fromWorker.1),
        errors: .nothing)
    } catch { throw WorkerStartError(code: error.code) }
    // One that is gone already shows with its first file.
    if !known.isEmpty { try? stream.send(WorkerJob.frame(of: known)) }
  }

  deinit { end() }

  /// Has a file read, and hands over what the worker says of it.
  ///
  /// - Parameters:
  ///   - languages: in which scanned paper is read; of none, it is not. Pages take their time.
  ///   - isHasty: documents are given as they come, and compared with no others.
  ///   - sample: what is known of the file's folder.
  ///   - isInterrupted: ends the reading within a fifth of a second.
  func read<Stop: Error>(
    _ item: WalkItem, languages: [String] = [], isHasty: Bool = false,
    _ sample: FolderSample? = nil,
    unless isInterrupted: () -> Bool,
    _ take: (WorkerMessage) throws(Stop) -> Void
  ) throws(Stop) -> Result<WorkerMessage.ReadEnd, Failure> {
    jobs += 1
    let begin = ContinuousClock.now
    let isScan = !languages.isEmpty
    let total = isScan ? WorkerLimits.scanTotal : limits.total(forBytes: item.byteCount)
    let silence = isScan ? max(limits.silence, WorkerLimits.scanSilence) : limits.silence
    var left = limits.outputBytes(forBytes: item.byteCount)
    var job = WorkerJob(item: item, seconds: Int(total / .seconds(1)), languages: languages)
    job.isHasty = isHasty
    job.sample = sample
    do throws(FrameStream.Failure) { try stream.send(job.frame) } catch { return .failure(died()) }
    while true {
      let message: WorkerMessage
      do throws(FrameStream.Failure) {
        let deadline = min(ContinuousClock.now + silence, begin + total)
        let frame = try stream.receive(until: deadline, unless: isInterrupted)
        left -= frame.payload.count
        guard left >= 0 else { return .failure(.outputLimit) }
        guard let read = WorkerMessage(frame) else { return .failure(died()) }
        message = read
      } catch {
        switch error {
        case .timedOut: return .failure(.timedOut)
        case .interrupted: return .failure(.interrupted)
        case .tooLarge: return .failure(.outputLimit)
        case .ended, .malformed: return .failure(died())
        }
      }
      if case .end(let end) = message { return .success(end) }
      if case .beat = message { continue }
      try take(message)
    }
  }

  /// Ends the process and all that it has started.
  func end() {
    guard !isWaitedFor else { return }
    isWaitedFor = true
    _ = kill(-process, SIGKILL)
    _ = kill(process, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// What it died of.
  private func died() -> Failure {
    guard !isWaitedFor else { return .crashed(signal: 0, code: 0) }
    // What closes its pipes or says nonsense without dying is ended.
    var status: Int32 = 0
    for _ in 0..<50 {
      if unsafe waitpid(process, &status, WNOHANG) == process {
        isWaitedFor = true
        _ = kill(-process, SIGKILL)
        return status & 0x7F == 0
          ? .crashed(signal: 0, code: status >> 8 & 0xFF)
          : .crashed(signal: status & 0x7F, code: 0)
      }
      _ = usleep(10_000)
    }
    end()
    return .crashed(signal: SIGKILL, code: 0)
  }
}

/// No worker can be started.
struct WorkerStartError: Error, CustomStringConvertible {
  var code: Int32

  var description: String {
    "cannot start a process to read files: \(OwnProgram.Failure(code: code).reason)"
  }
}

extension WorkerProcess {
  private static func makePipe(_ ends: inout (Int32, Int32)) -> Bool {
    // A tuple of two is laid out as the array that the call fills.
    unsafe withUnsafeMutablePointer(to: &ends) { pointer in
      unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) {
        unsafe linux_pipe($0) == 0
      }
    }
  }
}
