import Glibc
import Ingest
import Logging
import Wire

/// `POST /v1/collections/{collection}/ingest`: files of this machine, read by a process of the
/// daemon's own for whoever asks.
///
/// The process reads only below `ingest.roots`, and of that only what the user who asks may read: it
/// looks at the rights of each folder and file that it opens (`Guest`).
struct IngestRoute: Sendable {
  let engine: Engine
  let logger: Logger
  /// The daemon's own; empty where nobody listens.
  let socket: String

  /// How long the process may take to end when it is asked to.
  private static let patience = Duration.seconds(15)

  func register(in router: inout Router) {
    router.on("POST", "/v1/collections/{collection}/ingest", needs: .writing) {
      [self] request, parameters throws(Problem) in
      let name = try CollectionName(parameters["collection"])
      let isAwaited = try TaskRunner.isAwaited(request)
      try request.requireMediaType(["application/json"])
      let bytes = try await request.body.collect(upTo: Wire.maximumRequestByteCount)
      let query = try IngestQuery(RequestFields(parsing: bytes.span))
      try check(query)
      guard query.ocr.allSatisfy(ScanOptions.isLanguage) else {
        throw Problem(
          .invalidField, "ocr is a list of languages as Tesseract names them", pointer: "/ocr",
          hint: "[\"vie\", \"eng\"]")
      }
      guard let peer = request.peer else {
        throw Problem(.peerNotAllowed, "it is not known who asks")
      }
      let words = arguments(query, name, peer)
      let pool = engine.ingests
      return try await TaskRunner(engine: engine).answer(
        request, .ingest, name, isAwaited: isAwaited, on: pool
      ) { [logger] task throws(Problem) in
        try await pool.run { () throws(Problem) in
          if task.isCanceled { return [] }
          task.begin()
          logger.info("task \(task.id): reading for user \(peer.user)")
          return try Self.run(words, task)
        }
      }
    }
  }

  /// Whether all paths are below folders that may be read from.
  private func check(_ query: IngestQuery) throws(Problem) {
    let roots = engine.live.current.ingestRoots
    for path in query.paths {
      let isBelow = roots.contains { root in
        root == "/" || path == root || path.hasPrefix(root + "/")
      }
      if isBelow { continue }
      throw Problem(
        .pathNotAllowed, "the daemon does not read \(path.prefix(200)) for others",
        pointer: "/paths",
        hint: roots.isEmpty
          ? "ingest.roots in the daemon's configuration names folders; mucluc add sends files itself"
          : "it reads below \(roots.joined(separator: ", ")); mucluc add sends files itself")
    }
  }

  private func arguments(
    _ query: IngestQuery, _ collection: CollectionName, _ peer: Peer
  ) -> [String] {
    let groups = peer.groups.sorted().map(String.init).joined(separator: ",")
    var words = [query.deletes ? "sync" : "add", "--with-parent", "--json", "--progress", "json"]
    words += ["--guest", "\(peer.user):\(groups)"]
    words += ["--socket", socket, "--collection", collection.text]
    if query.deletes, query.isForced { words.append("--force") }
    if query.includesHidden { words.append("--hidden") }
    if !query.ocr.isEmpty {
      words += ["--ocr", "--ocr-languages", query.ocr.joined(separator: ",")]
    }
    for pattern in query.includes { words += ["--include", pattern] }
    for pattern in query.excludes { words += ["--exclude", pattern] }
    return words + ["--"] + query.paths
  }

  /// Runs the process to its end; what it printed at last.
  private static func run(_ words: [String], _ task: RunningTask) throws(Problem) -> [UInt8] {
    let child: ChildProgram
    do throws(ChildProgram.Failure) { child = try ChildProgram(words) } catch {
      throw Problem(.internal, error.description)
    }
    var summary: [UInt8] = []
    var said = ""
    var asked: ContinuousClock.Instant?
    while child.readLines({ stream, line in
      if stream == .output {
        summary = line
      } else if let json = try? JSONValue(parsing: line.span) {
        task.progress(json["files_done"]?.int ?? 0, of: json["files_found"]?.int ?? 0, "files")
      } else {
        said = String(decoding: line, as: UTF8.self)
      }
    }) {
      guard task.isCanceled else { continue }
      if let asked {
        if ContinuousClock.now - asked > patience { child.signal(SIGKILL) }
      } else {
        child.signal(SIGTERM)
        asked = .now
      }
    }
    let ending = child.wait()
    guard !summary.isEmpty else {
      throw Problem(
        .internal, "the process that read the files \(ending.description): \(said.prefix(500))")
    }
    return summary
  }
}
