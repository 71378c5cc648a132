/// Looks for what no two documents of an index may share: a key among the live ones, and the
/// number of the operation that brought them.
struct DocumentCensus {
  private var keys: [UInt64] = []
  private var sequences: [SequenceNumber] = []
  private var segments: [(segment: Segment, live: LiveDocuments)] = []

  /// Takes the documents of a segment.
  mutating func add(_ segment: Segment, _ live: LiveDocuments, _ report: inout CheckReport) {
    segments.append((segment, live))
    for document in 0..<DocID(segment.documentCount) where live.contains(document) {
      sequences.append(segment.sequence(of: document))
      // A key that cannot be read was told before.
      if let key = try? segment.key(of: document) {
        keys.append(keyHash(String(decoding: key, as: UTF8.self)))
      }
    }
  }

  /// - Parameter covered: the last operation of the commit.
  mutating func finish(covered: SequenceNumber, _ report: inout CheckReport) {
    sequences.sort()
    if let last = sequences.last, last > covered, covered > 0 {
      tell("sequence numbers", "operation \(last) is newer than the commit, \(covered)", &report)
    }
    for (one, other) in zip(sequences, sequences.dropFirst()) where one == other {
      tell("sequence numbers", "two live documents are of operation \(one)", &report)
    }
    keys.sort()
    let doubled = Set(zip(keys, keys.dropFirst()).filter { $0 == $1 }.map(\.0))
    if !doubled.isEmpty { tellDoubled(doubled, &report) }
  }

  /// Equal hashes may be of different keys: the keys themselves decide.
  private func tellDoubled(_ hashes: Set<UInt64>, _ report: inout CheckReport) {
    var seen: Set<[UInt8]> = []
    for (segment, live) in segments {
      for document in 0..<DocID(segment.documentCount) where live.contains(document) {
        guard let key = try? segment.key(of: document) else { continue }
        let text = String(decoding: key, as: UTF8.self)
        guard hashes.contains(keyHash(text)), !seen.insert(key).inserted else { continue }
        tell("document keys", "two live documents have the key “\(text)”", &report)
      }
    }
  }

  private func tell(_ structure: String, _ what: String, _ report: inout CheckReport) {
    let file = segments.last?.segment.sections.file.name ?? Manifest.currentName
    report.add(
      Finding(file: file, structure: structure, offset: nil, what: what, remedy: .restore))
  }
}
