import ArgumentParser
import CLinux
import Daemon
import Documents
import Glibc
import Ingest
import Wire

/// Reads files for the process that started it, within limits; see `WorkerProcess`.
struct ExtractWorker: ParsableCommand {
  static let name = "extract-worker"

  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Read files for another mucluc.")

  @Option(help: "Address space in megabytes.")
  var memory = WorkerLimits().memoryMegabytes

  @Option(help: "The user, and its groups, whose rights hold beside our own.")
  var guest: Guest?

  func run() throws {
    limitResources()
    guest?.enter()
    // Whatever a library prints must not come between the frames.
    let output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    let input = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    let nothing = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
    guard output >= 0, input >= 0, nothing >= 0 else { throw Exit.failed }
    for standard in [STDIN_FILENO, STDOUT_FILENO] { _ = dup2(nothing, standard) }
    let stream = FrameStream(input: input, output: output)
    var extractor = Extractor()
    // Who has gone is noticed with the next word.
    extractor.onHold = { try? FrameStream.send(WorkerMessage.held.frame, to: output) }
    extractor.onFolderSample = {
      try? FrameStream.send(WorkerMessage.sample($0).frame, to: output)
    }
    while let frame = try? stream.receive() {
      if let known = WorkerJob.known(frame) {
        extractor.knownRepeats = known
        continue
      }
      guard let job = WorkerJob(frame) else { throw Exit.failed }
      limitTime(to: job.seconds)
      extractor.comparesNeighbours = !job.isHasty
      if let sample = job.sample { extractor.neighbours.learn(sample) }
      extractor.scans = job.languages.isEmpty ? nil : ScanOptions(languages: job.languages)
      extractor.scans?.onPage = {
        try? FrameStream.send(WorkerMessage.beat.frame, to: output)
      }
      try read(job.item, extractor, stream)
    }
  }

  private func read(
    _ item: WalkItem, _ extractor: Extractor, _ stream: borrowing FrameStream
  ) throws(FrameStream.Failure) {
    let reader = FileReader()
    let before = try? reader.stamp(item)
    var documents = 0
    var lasting = false
    try extractor.extract(item) { part throws(FrameStream.Failure) in
      switch part {
      case .document(let document):
        documents += 1
        try stream.send(WorkerMessage.document(.init(document)).frame)
      case .problem(let problem):
        lasting = lasting || !problem.code.isOfKind && !problem.code.isPassing
        try stream.send(WorkerMessage.problem(problem).frame)
      }
    }
    // What gave nothing is not worth reading for its hash.
    var end = WorkerMessage.ReadEnd(stamp: before, hash: nil)
    if documents > 0 || lasting {
      let now = try? reader.hash(item)
      end.hash = now?.hash
      end.stamp = now?.stamp == before ? before : nil
    } else if (try? reader.stamp(item)) != before {
      end.stamp = nil
    }
    try stream.send(WorkerMessage.end(end).frame)
  }
}

// MARK: - Limits

extension ExtractWorker {
  private func limitResources() {
    // It goes when the one who reads its words goes.
    linux_die_with_parent()
    Self.limit(Int32(RLIMIT_AS.rawValue), to: UInt(memory) << 20)
    Self.limit(Int32(RLIMIT_CORE.rawValue), to: 0)
    Self.limit(Int32(RLIMIT_NOFILE.rawValue), to: 256)
  }

  /// Processor time from now on; past it the kernel ends the process by SIGXCPU.
  private func limitTime(to seconds: Int) {
    var usage = rusage()
    _ = unsafe getrusage(RUSAGE_SELF.rawValue, &usage)
    let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1
    var limits = rlimit()
    _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limits)
    limits.rlim_cur = min(UInt(used + seconds), limits.rlim_max)
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limits)
  }

  private static func limit(_ resource: Int32, to value: UInt) {
    var limits = rlimit()
    let kind = __rlimit_resource_t(UInt32(resource))
    guard unsafe getrlimit(kind, &limits) == 0 else { return }
    let most = min(value, limits.rlim_max)
    limits = rlimit(rlim_cur: most, rlim_max: most)
    _ = unsafe setrlimit(kind, &limits)
  }
}

extension WorkerMessage.ReadDocument {
  init(_ document: Document) {
    self.init(
      id: document.key.text, status: document.status,
      textByteCount: document.title.utf8.count
        + document.blocks.reduce(0) { $0 + $1.text.utf8.count },
      warnings: document.warnings, hasUnreadPages: document.first(.unreadPages) != nil,
      json: DocumentRecord(document).json
    )
  }
}
