import Documents
import InvertedIndex
import TestSupport
import Testing

@testable import Search

/// An archive in several segments, some documents deleted, and the documents beside it.
final class FiledArchive {
  private let index: Index
  private var rows: [(document: Document, sequence: SequenceNumber, isLive: Bool)] = []
  private var places: [String: Int] = [:]

  init(
    _ random: inout Seed, documents: ClosedRange<Int>,
    _ add: (Document, _ isLive: Bool) -> Void = { _, _ in }
  ) throws {
    var settings = IndexSettings()
    settings.merging.deletedShare = 2
    index = try Index.open(in: SimulatedDisk(), settings: settings)
    var deleted: [DocumentKey] = []
    let count = Int.random(in: documents, using: &random)
    for number in 0..<count {
      let document = try SampleText.filedDocument("\(number)", using: &random)
      _ = try index.apply([.put(document)])
      let isLive = Int.random(in: 0..<6, using: &random) > 0
      if !isLive { deleted.append(document.key) }
      places[document.key.text] = rows.count
      rows.append((document, SequenceNumber(number + 1), isLive))
      add(document, isLive)
      if Int.random(in: 0..<count, using: &random) < 3 { try index.refresh() }
    }
    try index.refresh()
    _ = try index.apply(deleted.map { .delete($0) })
    try index.refresh()
  }

  var snapshot: Snapshot { index.snapshot() }

  var live: [(document: Document, sequence: SequenceNumber)] {
    rows.filter(\.isLive).map { ($0.document, $0.sequence) }
  }

  func document(_ key: String) -> Document? { places[key].map { rows[$0].document } }

  func isMet(_ filter: PlainFilter, _ key: String) -> Bool {
    document(key).map(filter.isMet) ?? false
  }

  /// Makes one segment of all; returns the plain search of what is left.
  func merge(_ plain: PlainSearch) throws -> PlainSearch {
    try index.optimize()
    #expect(snapshot.segments.count == 1)
    var merged = PlainSearch(weights: plain.weights)
    for row in rows where row.isLive { merged.add(row.document, isLive: true) }
    return merged
  }

  func close() throws { try index.close() }
}
