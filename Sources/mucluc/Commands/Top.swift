import ArgumentParser
import Client
import Glibc
import Wire

struct Top: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Watch what the daemon does, as it does it.",
    discussion: """
      Requests and searches of the last seconds, how long they took, what waits, and
      what the process needs. On a terminal the screen is written anew each time; ^C
      ends it.

      EXAMPLES
        mucluc top
        mucluc top --interval 10 --count 6 > minute.txt
      """)

  @OptionGroup var daemon: DaemonOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("Between two looks.", valueName: "seconds"))
  var interval = 2

  @Option(
    name: [.customShort("n"), .long],
    help: ArgumentHelp("Looks; endless if not said.", valueName: "count"))
  var count: Int?

  func validate() throws {
    guard (1...3_600).contains(interval) else {
      throw ValidationError("--interval is a number of seconds, 1 to 3600")
    }
  }

  func run() throws {
    let archive = daemon.archive()
    let terminal = Terminal()
    let isScreen = isatty(STDOUT_FILENO) == 1
    var before = Sample(try archive.metrics())
    var looks = 0
    while count.map({ looks < $0 }) ?? true {
      sleep(UInt32(interval))
      let now = Sample(try archive.metrics())
      let text = Activity(before, now).text(terminal)
      var output = Output()
      if isScreen { output.write("\u{1B}[H\u{1B}[2J") }
      output.write(text + (isScreen ? "" : "\n"))
      output.flush()
      before = now
      looks += 1
    }
  }
}

/// The daemon's numbers at one moment, as `/metrics` says them.
struct Sample {
  /// By name and labels, as they stand.
  private var values: [String: Double] = [:]
  let time = ContinuousClock.now

  init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let space = line.lastIndex(of: " ") else { continue }
      values[String(line[..<space])] = Double(line[line.index(after: space)...])
    }
  }

  subscript(_ key: String) -> Double { values[key] ?? 0 }

  /// The sum over all labels, or over those whose text has this in it.
  func sum(_ name: String, with label: String = "") -> Double {
    values.reduce(0) { sum, one in
      one.key.hasPrefix(name + "{") && (label.isEmpty || one.key.contains(label))
        ? sum + one.value : sum
    }
  }

  /// The values that a label has.
  func labels(_ label: String, of name: String) -> [String] {
    let found = values.keys.filter { $0.hasPrefix(name + "{") }.compactMap { key -> String? in
      guard let start = key.firstRange(of: label + "=\"")?.upperBound,
        let end = key[start...].firstIndex(of: "\"")
      else { return nil }
      return String(key[start..<end])
    }
    return Set(found).sorted()
  }
}

/// What happened between two samples.
struct Activity {
  private let before: Sample
  private let now: Sample
  private let seconds: Double

  init(_ before: Sample, _ now: Sample) {
    self.before = before
    self.now = now
    seconds = max(0.001, (now.time - before.time) / .seconds(1))
  }

  private func rate(_ name: String, with label: String = "") -> Double {
    max(0, now.sum(name, with: label) - before.sum(name, with: label)) / seconds
  }

  /// The least bound, in seconds, that so large a share of the searches kept to; nil without any.
  func latency(_ share: Double) -> Double? {
    let name = "mucluc_search_duration_seconds_bucket"
    let bounds = now.labels("le", of: name).compactMap { text in
      (text == "+Inf" ? .infinity : Double(text)).map { (text: text, value: $0) }
    }.sorted { $0.value < $1.value }
    let counts = bounds.map { bound in
      let label = "le=\"\(bound.text)\""
      return now.sum(name, with: label) - before.sum(name, with: label)
    }
    guard let all = counts.last, all > 0 else { return nil }
    return counts.firstIndex { $0 >= all * share }.map { bounds[$0].value }
  }

  func text(_ terminal: Terminal) -> String {
    var rows: [(String, String)] = []
    rows.append(
      (
        "requests",
        "\(decimal(rate("mucluc_requests_total")))/s, \(decimal(problems))/s with an error;"
          + " \(Int(now["mucluc_connections_open"])) connections"
      ))
    rows.append(("searches", searches))
    let waiting = Int(now["mucluc_work_waiting{pool=\"search\"}"])
    let running = Int(now["mucluc_work_running{pool=\"search\"}"])
    rows.append(("queue", "\(running) at work, \(waiting) waiting"))
    rows.append(("documents", "\(decimal(rate("mucluc_documents_total")))/s written"))
    let cpu = (now["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]) / seconds
    rows.append(
      (
        "process",
        "\(Int((cpu * 100).rounded())) % of a processor,"
          + " \(Numbers.bytes(Int(now["process_resident_memory_bytes"])))"
      ))
    let head = rows.map { name, value in
      terminal.dim(name + String(repeating: " ", count: 11 - name.count)) + value + "\n"
    }
    return head.joined() + routes(terminal)
  }

  private var problems: Double {
    let all = rate("mucluc_requests_total")
    let well = ["200", "201", "202", "204"].reduce(0) { sum, status in
      sum + rate("mucluc_requests_total", with: "status=\"\(status)\"")
    }
    return max(0, all - well)
  }

  private var searches: String {
    let count = rate("mucluc_search_duration_seconds_count")
    guard let half = latency(0.5), let most = latency(0.99) else {
      return "\(decimal(count))/s"
    }
    return "\(decimal(count))/s; half within \(time(half)), 99 % within \(time(most))"
  }

  /// The busiest, with how long they took in the mean.
  private func routes(_ terminal: Terminal) -> String {
    let name = "mucluc_request_duration_seconds"
    let busy = now.labels("route", of: name + "_count").map { route in
      let label = "route=\"\(route)\""
      let rate = rate(name + "_count", with: label)
      return (
        route: route, rate: rate, mean: rate > 0 ? self.rate(name + "_sum", with: label) / rate : 0
      )
    }.filter { $0.rate > 0 }.sorted { $0.rate > $1.rate }.prefix(10)
    return busy.map { one in
      let numbers = "\(decimal(one.rate))/s"
      return String(repeating: " ", count: max(1, 12 - numbers.count)) + numbers + "  "
        + terminal.bold(Safe.line(one.route)) + "  \(time(one.mean))\n"
    }.joined()
  }

  private func time(_ seconds: Double) -> String {
    seconds.isFinite ? Numbers.duration(microseconds: Int(seconds * 1e6)) : "more"
  }

  private func decimal(_ value: Double) -> String { Numbers.decimal(value, value < 100 ? 1 : 0) }
}
