import Glibc
import Testing

/// Data that may lie beside the checkout: corpora, word lists. Tests that use it are extra and run
/// over nothing where it is not there.
package enum SharedData {
  /// The lines of a file below the folder `shared` beside the checkout, none where it is absent.
  package static func lines(of path: String) -> [Substring] {
    TestSupport.lines(of: checkout + "/../shared/" + path)
  }
}

/// Files of the checkout.
package enum Checkout {
  /// The lines of a file, none where it is absent.
  package static func lines(of path: String) -> [Substring] {
    TestSupport.lines(of: checkout + "/" + path)
  }
}

/// One row of a file of conformance cases: `Tests/VietnameseTests/cases.tsv` says how to read it.
package struct SharedCase: CustomTestStringConvertible, Sendable {
  /// `S13.tokens`.
  package var section: String
  package var id: String
  package var input: String
  package var canonical: String
  package var folded: String
  package var note: String

  package init(
    section: String, id: String, input: String, canonical: String, folded: String, note: String
  ) {
    self.section = section
    self.id = id
    self.input = input
    self.canonical = canonical
    self.folded = folded
    self.note = note
  }

  package var testDescription: String { "\(id) \(input)" }
}

/// A file of conformance cases.
package struct CaseFile: Sendable {
  package private(set) var path: String
  package private(set) var cases: [SharedCase] = []
  /// Lines that are neither a case nor a comment.
  package private(set) var badLines: [String] = []

  /// The cases of this checkout.
  package static let own = CaseFile(path: checkout + "/Tests/VietnameseTests/cases.tsv")

  /// The cases to hold the program against: those of the file that MUCLUC_CASES names, or ours.
  package static let chosen: CaseFile = {
    guard let path = unsafe getenv("MUCLUC_CASES"), unsafe path.pointee != 0 else { return own }
    return CaseFile(path: unsafe String(cString: path))
  }()

  package init(path: String) {
    self.path = path
    for line in TestSupport.lines(of: path) where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      if fields.count >= 4, !fields[0].isEmpty {
        cases.append(
          SharedCase(
            section: String(fields[0]), id: String(fields[1]), input: unescape(fields[2]),
            canonical: unescape(fields[3]), folded: fields.count > 4 ? unescape(fields[4]) : "-",
            note: fields.count > 5 ? String(fields[5]) : ""))
      } else {
        badLines.append(String(line))
      }
    }
  }

  /// The names of the sections, in the order of the file.
  package var sections: [String] {
    cases.reduce(into: []) { names, row in
      if !names.contains(row.section) { names.append(row.section) }
    }
  }
}

/// The rows of our own cases whose section begins with one of `prefixes`.
package func sharedCases(_ prefixes: String...) -> [SharedCase] {
  CaseFile.own.cases.filter { row in prefixes.contains { row.section.hasPrefix($0) } }
}

/// The root of the checkout, links in the path resolved.
private let checkout: String = {
  guard let real = unsafe realpath(#filePath, nil) else { return "" }
  defer { unsafe free(real) }
  let path = unsafe String(cString: real)
  return path.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}()

/// The lines of a UTF-8 file that are not empty, or none where it cannot be read. Lines may end as
/// on Windows.
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
  return String(decoding: bytes, as: UTF8.self).split { $0 == "\n" || $0 == "\r\n" }
}

/// Puts in the scalars that `\uXXXX` stands for, two of them for one beyond U+FFFF.
private func unescape(_ text: Substring) -> String {
  var units: [UInt16] = []
  var rest = text
  while let index = rest.firstIndex(of: "\\") {
    units += rest[..<index].utf16
    rest = rest[index...].dropFirst()
    let digits = rest.dropFirst().prefix(4)
    if rest.first == "u", digits.count == 4, let unit = UInt16(digits, radix: 16) {
      units.append(unit)
      rest = rest.dropFirst(5)
    } else {
      units.append(0x5C)
    }
  }
  return String(decoding: units + rest.utf16, as: UTF16.self)
}
