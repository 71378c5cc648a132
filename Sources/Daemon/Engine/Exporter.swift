import Documents
import InvertedIndex
import Search
import Synchronization
import Wire

/// Writes all hits of a query as lines, a piece at a time, on the snapshots of the moment it began.
final class Exporter: Sendable {
  private let query: ExportQuery
  private let parts: [Part]
  private let state: Mutex<State>

  private struct Part: Sendable {
    let collection: String
    let hits: AllHits
  }

  private struct State {
    var part = 0
    var next = 0
    var left: Int
    var isBegun = false
  }

  /// Documents of a piece at most.
  private static let documentsAtOnce = 256
  /// A piece is sent when it has so many bytes.
  private static let bytesAtOnce = 256 << 10

  /// Searches, and so finds out whatever may be wrong with the query.
  ///
  /// - Throws: what a search throws; `timed_out` when the hits could not be put in order in time.
  init(_ query: ExportQuery, _ searcher: Searcher) throws(Problem) {
    self.query = query
    var parts: [Part] = []
    for (collection, hits) in try searcher.allHits() {
      parts.append(Part(collection: collection.name.text, hits: hits))
    }
    self.parts = parts
    state = Mutex(State(left: query.limit ?? .max))
  }

  /// The next lines, nil past the last ones. Called by one task at a time.
  ///
  /// - Throws: when a stored document cannot be read.
  func next() throws(Problem) -> [UInt8]? {
    do throws(IndexError) {
      return try state.withLock { state throws(IndexError) in try piece(&state) }
    } catch {
      throw Problem(error)
    }
  }

  private func piece(_ state: inout State) throws(IndexError) -> [UInt8]? {
    var lines = HitLines(query)
    if !state.isBegun {
      state.isBegun = true
      lines.writeHead()
    }
    var documents = 0
    while state.part < parts.count, state.left > 0, documents < Self.documentsAtOnce,
      lines.bytes.count < Self.bytesAtOnce
    {
      let part = parts[state.part]
      guard state.next < part.hits.count else {
        state.part += 1
        state.next = 0
        continue
      }
      for hit in try part.hits.hits(state.next..<(state.next + 1)) {
        lines.write(hit, collection: part.collection)
      }
      state.next += 1
      state.left -= 1
      documents += 1
    }
    return lines.bytes.isEmpty ? nil : lines.bytes
  }
}

/// Hits as lines of JSON or CSV.
private struct HitLines {
  private let format: ExportQuery.Format
  private let columns: [String]
  private var json = JSONWriter(reserving: 64 << 10)
  private var csv: [UInt8] = []

  init(_ query: ExportQuery) {
    format = query.format
    columns = query.columns
  }

  var bytes: [UInt8] { format == .csv ? csv : json.bytes }

  mutating func writeHead() {
    if format == .csv { writeRow(columns) }
  }

  mutating func write(_ hit: Hit, collection: String) {
    guard let document = hit.document else { return }
    if format == .csv {
      writeRow(columns.map { Self.values($0, hit, document, collection).joined(separator: "; ") })
      return
    }
    if columns.isEmpty {
      DocumentRecord(document).write(to: &json)
    } else {
      json.object { json in
        for column in columns {
          if column == "score" {
            json.key("score")
            json.float(hit.score)
            continue
          }
          let values = Self.values(column, hit, document, collection)
          if values.count == 1 { json.member(column, values[0]) }
          if values.count > 1 { json.member(column, values) }
        }
      }
    }
    json.endLine()
  }

  private static func values(
    _ column: String, _ hit: Hit, _ document: Document, _ collection: String
  ) -> [String] {
    switch column {
    case "id": return [hit.key]
    case "score": return ["\(hit.score)"]
    case "title": return [hit.title]
    case "source": return hit.source.isEmpty ? [] : [hit.source]
    case "collection": return [collection]
    case "date":
      let date = hit.publicationDate
      return date.isEmpty ? [] : [date]
    case "body":
      return [document.blocks.map(\.text).joined(separator: "\n\n")]
    default: return document.fields.first { $0.name.text == column }?.values ?? []
    }
  }

  /// RFC 4180: quotes only where they are needed, lines end with CR LF.
  private mutating func writeRow(_ values: [String]) {
    for (index, value) in values.enumerated() {
      if index > 0 { csv.append(UInt8(ascii: ",")) }
      let needsQuotes = value.utf8.contains { byte in
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == 0x0A || byte == 0x0D
      }
      if needsQuotes {
        csv.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
          if byte == UInt8(ascii: "\"") { csv.append(byte) }
          csv.append(byte)
        }
        csv.append(UInt8(ascii: "\""))
      } else {
        csv += value.utf8
      }
    }
    csv += [0x0D, 0x0A]
  }
}
