/// What one file may take of a worker.
struct WorkerLimits: Sendable {
  /// Address space of the process.
  var memoryMegabytes = 4_096
  /// Seconds without a word from the worker.
  var seconds = 120

  /// For scanned paper: between pages, each of which is drawn and read, and for a book of them.
  static let scanSilence = Duration.seconds(1_260)
  static let scanTotal = Duration.seconds(86_400)

  var silence: Duration { .seconds(seconds) }

  /// All of the time: more for large files, which have more to say.
  func total(forBytes count: Int64) -> Duration { .seconds(Int64(seconds) + count / 500_000) }

  /// All of the output: what is packed gives more than it has.
  func outputBytes(forBytes count: Int64) -> Int {
    Int(clamping: count.multipliedReportingOverflow(by: 16).partialValue) + (2 << 30)
  }
}
