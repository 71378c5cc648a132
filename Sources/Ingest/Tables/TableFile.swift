internal import Documents
internal import Vietnamese

/// A table in plain text: values between commas, semicolons, tabs or bars (RFC 4180 and what is
/// written in its place).
///
/// Excel set to Vietnamese writes `;`, and UTF-16 or windows-1258: the delimiter is the one that
/// cuts all rows alike, the charset is found as for any text.
struct TableFile {
  /// Without rows that are empty.
  private(set) var rows: [[String]] = []
  private(set) var delimiter: UInt8

  private static let delimiters = [",", ";", "\t", "|"].flatMap { Array($0.utf8) }
  private static let sampledRows = 50

  init(_ text: String) {
    let bytes = Array(text.utf8)
    delimiter = Self.delimiters[0]
    var best = -1
    for candidate in Self.delimiters {
      let sample = Self.rows(bytes, candidate, limit: Self.sampledRows)
      let score = Self.score(sample)
      if score > best { (best, delimiter) = (score, candidate) }
    }
    rows = Self.rows(bytes, delimiter, limit: .max).filter { $0.contains { !$0.isEmpty } }
  }

  /// More for many rows of the width of the first, and for wide rows.
  private static func score(_ rows: [[String]]) -> Int {
    guard let width = rows.first?.count, width > 1 else { return 0 }
    let alike = rows.count { $0.count == width }
    return alike * 1000 / rows.count + min(width, 50)
  }

  private static func rows(_ bytes: [UInt8], _ delimiter: UInt8, limit: Int) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var value: [UInt8] = []
    var isQuoted = false
    var i = 0
    func endValue() {
      row.append(String(decoding: value, as: UTF8.self).collapsed())
      value.removeAll(keepingCapacity: true)
    }
    while i < bytes.count, rows.count < limit {
      let byte = bytes[i]
      i += 1
      if isQuoted {
        if byte != UInt8(ascii: "\"") {
          value.append(byte)
        } else if i < bytes.count, bytes[i] == UInt8(ascii: "\"") {
          value.append(byte)
          i += 1
        } else {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\""), value.isEmpty {
        isQuoted = true
      } else if byte == delimiter {
        endValue()
      } else if byte == 0x0a || byte == 0x0d {
        endValue()
        rows.append(row)
        row = []
        if byte == 0x0d, i < bytes.count, bytes[i] == 0x0a { i += 1 }
      } else {
        value.append(byte)
      }
    }
    if rows.count < limit, !value.isEmpty || !row.isEmpty {
      endValue()
      rows.append(row)
    }
    return rows
  }

  /// The first row names the columns: short texts, each once, where numbers stand below.
  var header: [String]? {
    guard let first = rows.first, rows.count > 1, first.count > 1 else { return nil }
    let names = first.filter { !$0.isEmpty }
    let isHeader =
      Set(names).count == names.count && names.count * 2 > first.count
      && names.allSatisfy { $0.contains(where: \.isLetter) && $0.utf8.count <= 120 }
    return isHeader ? first : nil
  }
}

extension Extraction {
  /// Rows of one document: a long list is found by its part, not as one heap of words.
  private static let rowsOfDocument = 200

  /// Reads a table: a line a row, documents of 200 rows with the names of the columns in each.
  func readTable(_ bytes: [UInt8], _ file: SourceFile) throws(IngestError) {
    let limit = limits.textBytesOfFile
    guard bytes.count <= limit else { throw .tooLarge(byteCount: bytes.count, limit: limit) }
    let decoded = decode(bytes.span, declared: file.declaredCharset)
    let table = TableFile(repair(decoded.text).text)
    let header = table.header
    let body = header == nil ? table.rows[...] : table.rows[1...]
    let isOne = body.count <= Self.rowsOfDocument
    var start = body.startIndex
    repeat {
      let end = min(body.endIndex, start + Self.rowsOfDocument)
      var part = file
      if !isOne {
        // Rows are counted as programs show them: from 1, the names' row first.
        do throws(DocumentError) { part = try file.part("rows \(start + 1)-\(end)") } catch {
          throw .key(error)
        }
      }
      var document = Document(key: part.key)
      document.provenance = Provenance(
        source: part.source, modified: file.modified, byteCount: Int64(bytes.count),
        mediaType: MediaType.table.name, charset: decoded.charset.rawValue,
        charsetConfidence: decoded.confidence)
      document.note(decoded)
      document.title = Self.title(file)
      if let header {
        document.fields.append(Field("columns", header.filter { !$0.isEmpty }))
        document.blocks.append(Block(.table, header.joined(separator: " | ")))
      }
      for row in body[start..<end] {
        document.blocks.append(
          Block(.table, row.filter { !$0.isEmpty }.joined(separator: " | ")))
      }
      if document.blocks.isEmpty {
        document.title = ""
        document.status = .empty
      }
      give(document)
      start = end
    } while start < body.endIndex && !isStopped
  }

  /// A table has no title but its name.
  private static func title(_ file: SourceFile) -> String {
    let name = file.name.split(separator: "/").last.map(String.init) ?? file.name
    let base = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return base.replacing("_", with: " ").collapsed()
  }
}
