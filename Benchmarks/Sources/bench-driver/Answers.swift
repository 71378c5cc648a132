import Glibc
import InvertedIndex
import Search
import Wire

/// Answers the commands of the benchmark.
///
/// - `TOP_10`: the best ten; answers 1. `TOP_10_COUNT`: those and the exact count, which it answers.
/// - `COUNT`: the exact count alone.
/// - `PAGE_10`: the best ten with their texts, marks and snippets; answers the bytes of the snippets.
/// - `DUMP_10`: `document:score` of the best ten; documents are numbered in the order of the file.
/// - `INFO`: what is being measured.
///
/// Words side by side are any of them, with a plus all of them; `"…"` is a phrase, `abc*` any word
/// that begins so, its score the sum of theirs. Whatever else is `UNSUPPORTED`.
final class Answers {
  private let index: Index
  private let options: Options
  private let weights: RankingWeights
  private var readings: ReadingModel?
  private lazy var numberOfKey: [String: UInt64] = numberKeys()

  init(_ options: Options) throws {
    self.options = options
    index = try Index.open(in: FileDirectory(path: options.index))
    var weights = RankingWeights()
    if options.ranking == .bm25 { weights.pairs = 0 }
    self.weights = weights
    // The daemon keeps this model beside an index.
    if options.ranking == .default, options.accents == .auto {
      readings = try ReadingModel(index.snapshot())
    }
  }

  func run() throws {
    while let line = readLine() {
      let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
      print(try answer(String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
      fflush(nil)
    }
  }

  private func answer(_ command: String, _ query: String) throws -> String {
    if command == "INFO" { return info }
    guard let command = Command(command) else { return "UNSUPPORTED" }
    let text = options.ranking == .bm25 ? quoted(query) : query
    let clocks = Clocks()
    let reply = try search(request(text, command), in: index.snapshot())
    let time = clocks.elapsed
    if reply.timedOut { throw Failure("\(query): not done in time") }
    return "\(result(reply, of: command))\t\(time.wall)\t\(time.cpu)"
  }

  /// The query with every single word in quotes: it is meant as it is written, and nothing else is
  /// looked for in its place. A beginning has no quotes; it stands for its words only anyway.
  private func quoted(_ query: String) -> String {
    var isInside = false
    return query.split(separator: " ").map { part in
      let word = part.drop { $0 == "+" }
      let quotes = word.utf8.count { $0 == UInt8(ascii: "\"") }
      defer { isInside = isInside != (quotes == 1) }
      if isInside || quotes > 0 || word.last == "*" { return String(part) }
      return part.prefix(part.count - word.count) + "\"\(word)\""
    }.joined(separator: " ")
  }

  private func request(_ query: String, _ command: Command) -> SearchRequest {
    var request = SearchRequest(query)
    request.match = .any
    request.accents = options.accents
    request.readings = readings
    request.content = .keys
    request.snippets.count = 0
    request.weights = weights
    request.filter = options.filter
    request.sort = options.sort
    request.deadline = Deadline(after: .milliseconds(options.timeoutMilliseconds))
    switch command {
    case .top(let limit), .dump(let limit):
      request.limit = limit
      request.countsTotal = false
    case .topAndCount(let limit): request.limit = limit
    case .page(let limit):
      request.limit = limit
      request.countsTotal = false
      request.content = .full
      request.snippets = SnippetOptions()
    case .count: request.limit = 0
    }
    return request
  }

  private func result(_ reply: SearchReply, of command: Command) -> String {
    switch command {
    case .top: "1"
    case .page:
      String(reply.hits.reduce(0) { $0 + $1.snippets.reduce(0) { $0 + $1.text.utf8.count } })
    case .topAndCount, .count: String(reply.total)
    case .dump:
      reply.hits.map { "\(numberOfKey[$0.key].map(String.init) ?? "?"):\($0.score)" }
        .joined(separator: " ")
    }
  }

  /// Documents were added in the order of the file, and operations count from 1.
  private func numberKeys() -> [String: UInt64] {
    var numbers: [String: UInt64] = [:]
    for view in index.snapshot().segments {
      for document in 0..<DocID(view.segment.documentCount) {
        guard let key = try? view.segment.key(of: document) else { continue }
        numbers[String(decoding: key, as: UTF8.self)] = view.segment.sequence(of: document) - 1
      }
    }
    return numbers
  }

  private var info: String {
    let snapshot = index.snapshot()
    return "docs=\(snapshot.documentCount) segments=\(snapshot.segments.count)"
      + " ranking=\(options.ranking.rawValue) accents=\(options.accents.rawValue)"
      + " version=\(Wire.version)"
  }
}

/// What is asked about a query.
enum Command {
  case top(Int)
  case page(Int)
  case topAndCount(Int)
  case count
  case dump(Int)

  init?(_ text: String) {
    let parts = text.split(separator: "_")
    let limit = parts.count > 1 ? Int(parts[1]) : nil
    switch (parts.first, limit, parts.count) {
    case ("TOP", let limit?, 2): self = .top(limit)
    case ("TOP", let limit?, 3) where parts[2] == "COUNT": self = .topAndCount(limit)
    case ("PAGE", let limit?, 2): self = .page(limit)
    case ("DUMP", let limit?, 2): self = .dump(limit)
    case ("COUNT", nil, 1): self = .count
    default: return nil
    }
  }
}
