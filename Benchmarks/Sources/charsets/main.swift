/// Decodes and repairs what measure.py sends it.
///
/// - `charsets hex`: a line is the bytes of a document in hexadecimal, a tab and its label; the
///   answer is charset, confidence, evidence, repair and the text's UTF-8 in hexadecimal.
/// - `charsets lines`: prints each line `repair` changes, before and after, and counts them.
/// - `charsets speed FILE`: megabytes a second of `decode` and `repair`.
import Glibc
import Measuring
import Vietnamese

func bytes(hexadecimal: Substring) -> [UInt8] {
  var bytes: [UInt8] = []
  var high: UInt8?
  for digit in hexadecimal.utf8 {
    let value = digit > 0x39 ? (digit | 0x20) - 0x57 : digit - 0x30
    if let first = high {
      bytes.append(first << 4 | value)
      high = nil
    } else {
      high = value
    }
  }
  return bytes
}

func hexadecimal(_ text: String) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var out: [UInt8] = []
  for byte in text.utf8 {
    out.append(digits[Int(byte >> 4)])
    out.append(digits[Int(byte & 15)])
  }
  return String(decoding: out, as: UTF8.self)
}

func answerDocuments() {
  while let line = readLine() {
    let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
    let label = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
    let decoded = decode(bytes(hexadecimal: parts[0]).span, declared: label)
    let repair = decoded.repair
    let done =
      repair.legacy.map { "stored-\($0.rawValue)" } ?? (repair.mojibakeWords > 0 ? "mojibake" : "")
    print(
      decoded.charset.rawValue, decoded.confidence, decoded.evidence, done,
      decoded.replacedByteCount, repair.restoredLetters, hexadecimal(decoded.text),
      separator: "\t")
  }
}

func countChangedLines() {
  var lines = 0
  var changed = 0
  while let line = readLine() {
    lines += 1
    let (text, repair) = repair(line)
    if text != line || repair != .none {
      changed += 1
      print("- \(line)\n+ \(text)\n  \(repair)")
    }
  }
  print("\(changed) of \(lines) lines changed")
}

/// Least CPU time of five runs: other programs on the machine count less so.
func seconds(_ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<5 {
    let start = cpuSeconds()
    body()
    best = min(best, cpuSeconds() - start)
  }
  return best
}

func cpuSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func measureSpeed(_ path: String) {
  let document = contents(of: path)
  let megabytes = Double(document.count) / 1e6
  var text = ""
  var decoded: DecodedText?
  let decodeTime = seconds {
    let result = decode(document.span)
    text = result.text
    decoded = result
  }
  let repairTime = seconds { _ = repair(text) }
  print(
    path, decoded?.charset.rawValue ?? "",
    "decode \(Int(megabytes / decodeTime)) MB/s, repair \(Int(megabytes / repairTime)) MB/s")
}

switch CommandLine.arguments.dropFirst().first {
case "hex": answerDocuments()
case "lines": countChangedLines()
case "speed": CommandLine.arguments.dropFirst(2).forEach(measureSpeed)
default: print("usage: charsets hex | lines | speed FILE...")
}
