import Glibc
import Testing

/// Data that may lie beside the checkout: conformance cases, corpora. Tests that use it are extra
/// and run over nothing where it is not there.
package enum SharedData {
  /// The folder `shared` beside the checkout.
  private static let folder =
    #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 } + "/shared/"

  /// The lines of a file below the folder, none where it is absent.
  package static func lines(of path: String) -> [Substring] {
    TestSupport.lines(of: folder + path)
  }
}

/// One row of the shared conformance file.
package struct SharedCase: CustomTestStringConvertible, Sendable {
  package var id: String
  package var input: String
  package var canonical: String
  package var folded: String

  package var testDescription: String { "\(id) \(input)" }
}

/// Rows of the shared conformance file whose section begins with `prefix`; none where the file is
/// absent, as the cases restated in these tests stand without it.
package func sharedCases(_ prefixes: String...) -> [SharedCase] {
  SharedData.lines(of: "vietnamese/cases.tsv").compactMap { line in
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count >= 5, prefixes.contains(where: { line.hasPrefix($0) }) else { return nil }
    return SharedCase(
      id: String(fields[1]), input: unescape(fields[2]), canonical: unescape(fields[3]),
      folded: unescape(fields[4]))
  }
}

/// The lines of a UTF-8 file, or none where it cannot be read.
package func lines(of path: String) -> [Substring] {
  guard let file = unsafe fopen(path, "r") else { return [] }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes.append(contentsOf: buffer[..<count])
  }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
}

private func unescape(_ text: Substring) -> String {
  var result = ""
  var rest = text
  while let index = rest.firstIndex(of: "\\") {
    result += rest[..<index]
    rest = rest[index...].dropFirst()
    guard rest.first == "u", let code = UInt32(rest.dropFirst().prefix(4), radix: 16),
      let scalar = Unicode.Scalar(code)
    else {
      result += "\\"
      continue
    }
    result.unicodeScalars.append(scalar)
    rest = rest.dropFirst(5)
  }
  return result + rest
}
