import Dispatch
import Glibc
import Synchronization
import Wire

/// Counts what is done while it is done, by several threads, and shows it.
final class Tally: Sendable {
  /// How progress is shown.
  enum Display: String, Sendable, CaseIterable {
    /// A line that is written over on a terminal, else a line every five seconds.
    case auto
    /// A JSON object a line on standard error, once a second.
    case json
    case none
  }

  private let display: Display
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())
  private let timer = Mutex(Timer())
  private let begin = ContinuousClock.now

  /// The source is used under the mutex only.
  private struct Timer: @unchecked Sendable {
    var source: (any DispatchSourceTimer)?
  }

  private struct State: Sendable {
    var summary = AddSummary()
    var line = ProgressLine()
    var found = 0
    var foundBytes: Int64 = 0
    var isWalked = false
    /// Files of those found that need no reading any more.
    var done = 0
    var doneBytes: Int64 = 0
    var read = 0
    var complaints = 0
  }

  /// Problems that are said one by one; the rest is only counted.
  private static let maximumComplaints = 100

  init(_ display: Display) {
    self.display = display
  }

  // MARK: Counting

  func found(byteCount: Int64) {
    state.withLock { state in
      state.found += 1
      state.foundBytes += byteCount
    }
  }

  func walked() { state.withLock { $0.isWalked = true } }

  /// A file is done with.
  ///
  /// - Parameter isRead: whether its content was read.
  func count(_ outcome: AddSummary.Outcome, byteCount: Int64, isRead: Bool) {
    state.withLock { state in
      state.summary.count(outcome)
      state.done += 1
      state.doneBytes += byteCount
      if isRead {
        state.read += 1
        state.summary.byteCount += byteCount
      }
    }
  }

  func change(_ body: (inout AddSummary) -> Void) {
    state.withLock { body(&$0.summary) }
  }

  /// Says what is wrong, and counts it.
  func complain(path: String, code: String, reason: String) {
    state.withLock { state in
      state.summary.note(.init(path: path, code: code, reason: reason))
      state.complaints += 1
      guard state.complaints <= Self.maximumComplaints else { return }
      state.line.end()
      Output.complain("\(path): \(reason)")
      if state.complaints == Self.maximumComplaints {
        Output.complain("more is not said one by one: mucluc problems lists all")
      }
    }
  }

  func say(_ text: String) {
    state.withLock { state in
      state.line.end()
      Output.complain(text)
    }
  }

  func take(_ done: Uploader.Done) {
    for error in done.report.documents.errors {
      complain(
        path: done.upload.place(of: error.line), code: error.problem.code.rawValue,
        reason: error.problem.detail + (error.problem.hint.map { " (\($0))" } ?? ""))
    }
    state.withLock { $0.summary.report.add(done.report) }
  }

  // MARK: Showing

  func start() {
    guard display != .none else { return }
    let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "progress"))
    let interval: DispatchTimeInterval =
      display == .json ? .seconds(1) : isTerminal ? .milliseconds(200) : .seconds(5)
    source.schedule(deadline: .now() + interval, repeating: interval)
    source.setEventHandler { [weak self] in self?.show() }
    source.resume()
    let started = Timer(source: source)
    timer.withLock { $0 = started }
  }

  /// Takes the line away; the summary so far.
  func finish() -> AddSummary {
    timer.withLock { timer in
      timer.source?.cancel()
      timer.source = nil
    }
    if display == .json { show() }
    return state.withLock { state in
      state.line.end()
      state.summary.duration = ContinuousClock.now - begin
      return state.summary
    }
  }

  private func show() {
    state.withLock { state in
      let facts = facts(state)
      if display == .json {
        Output.say(String(decoding: facts.json, as: UTF8.self))
      } else if isTerminal {
        state.line.show { facts.text }
      } else {
        Output.say("mucluc: " + facts.text)
      }
    }
  }

  private func facts(_ state: State) -> ProgressFacts {
    let seconds = Double((ContinuousClock.now - begin) / .milliseconds(1)) / 1_000
    var facts = ProgressFacts(
      done: state.done, found: state.found, byteCount: state.doneBytes,
      problems: state.summary.problemCount, isWalked: state.isWalked,
      documents: state.summary.report.documents.received)
    facts.filesPerSecond = seconds > 0 ? Double(state.done) / seconds : 0
    // By bytes, since a few files may hold most of them.
    let left = Double(state.foundBytes - state.doneBytes)
    if state.isWalked, state.doneBytes > 0, seconds >= 1 {
      facts.secondsLeft = Int((left * seconds / Double(state.doneBytes)).rounded(.up))
    }
    return facts
  }
}

/// How far the work has come.
private struct ProgressFacts {
  var done: Int
  var found: Int
  var byteCount: Int64
  var problems: Int
  var isWalked: Bool
  var documents: Int
  var filesPerSecond = 0.0
  var secondsLeft: Int?

  var text: String {
    if found == 0 { return "\(Numbers.count(documents, "document"))" }
    var parts = [
      "\(Numbers.grouped(done))/\(Numbers.grouped(found))\(isWalked ? "" : "+") files",
      Numbers.bytes(Int(byteCount)), "\(Numbers.grouped(Int(filesPerSecond))) files/s",
    ]
    if let secondsLeft { parts.append("\(Numbers.uptime(seconds: secondsLeft)) left") }
    if problems > 0 { parts.append(Numbers.count(problems, "problem")) }
    return parts.joined(separator: " · ")
  }

  var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.member("files_done", done)
      json.member("files_found", found)
      json.member("all_found", isWalked)
      json.member("bytes", byteCount)
      json.member("documents", documents)
      json.key("files_per_second")
      json.double((filesPerSecond * 10).rounded() / 10)
      if let secondsLeft { json.member("seconds_left", secondsLeft) }
      json.member("problems", problems)
    }
    return json.bytes
  }
}
