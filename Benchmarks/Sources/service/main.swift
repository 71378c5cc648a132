import Glibc
import Measuring

/// Asks a daemon as fast as it answers, and prints how long that took.
///
///     service SOCKET PATHS CONNECTIONS SECONDS [FIRST]
///
/// PATHS is a file with the path of a GET request a line, percent-encoded; they are asked in turn,
/// from line FIRST on. Before it is measured, a tenth of the time is asked for nothing. Printed is a
/// line of JSON: requests, seconds on the wall, quantiles in microseconds from the first byte sent to
/// the last byte read, replies with another status than 200, and this program's own CPU seconds.
func measure(_ arguments: [String]) throws(Failure) {
  guard arguments.count >= 5, let count = Int(arguments[3]), let seconds = Double(arguments[4])
  else { throw Failure("usage: service SOCKET PATHS CONNECTIONS SECONDS [FIRST]") }
  let requests = contents(of: arguments[2]).split(separator: 10).map { path in
    Array("GET ".utf8) + path + Array(" HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
  }
  guard !requests.isEmpty else { throw Failure("no request in \(arguments[2])") }
  let first = arguments.count > 5 ? Int(arguments[5]) ?? 0 : 0
  var load = try Load(requests, to: arguments[1], on: count, from: first)
  try load.run(nanoseconds: UInt64(seconds * 1e8))
  let begin = now()
  let processor = threadSeconds()
  try load.run(nanoseconds: UInt64(seconds * 1e9))
  let wall = Double(now() - begin) / 1e9
  report(load, wall: wall, processor: threadSeconds() - processor)
}

func report(_ load: Load, wall: Double, processor: Double) {
  let sorted = load.nanoseconds.sorted()
  func quantile(_ share: Double) -> Double {
    Double(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]) / 1e3
  }
  print(
    "{\"requests\":\(sorted.count),\"seconds\":\(wall),\"p50\":\(quantile(0.5)),"
      + "\"p99\":\(quantile(0.99)),\"p999\":\(quantile(0.999)),\"most\":\(quantile(1)),"
      + "\"failed\":\(load.failed),\"processor\":\(processor)}")
}

do throws(Failure) {
  try measure(CommandLine.arguments)
} catch {
  print("service: \(error.message)")
  exit(1)
}
